#include "format/json.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "format/json_shim.h"

#include <string.h>

_Static_assert(CR_MAX_NESTING == 128, "json_shim.cc repeats this limit");

cr_json_parser *cr_json_parser_new(void)
{
    return cr_json_shim_new();
}

void cr_json_parser_free(cr_json_parser *parser)
{
    cr_json_shim_free(parser);
}

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

static bool hex4(const char *text, size_t size, uint32_t *value)
{
    if (size < 4)
        return false;
    *value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = cr_to_lower(text[i]);
        if (!cr_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        *value = *value << 4 | (uint32_t)(cr_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

bool cr_json_check_string(const char *raw, size_t size, size_t *fault, bool *escaped)
{
    *escaped = false;
    for (size_t at = 0; at < size;) {
        const char *backslash = memchr(raw + at, '\\', size - at);
        if (!backslash)
            return true;
        *escaped = true;
        at = *fault = (size_t)(backslash - raw);
        uint32_t code;
        if (at + 1 >= size || !memchr("\"\\/bfnrtu", raw[at + 1], 9))
            return false;
        if (raw[at + 1] == 'u' && !hex4(raw + at + 2, size - at - 2, &code))
            return false;
        at += raw[at + 1] == 'u' ? 6 : 2;
    }
    return true;
}

static size_t digits(const char *raw, size_t size, size_t at)
{
    while (at < size && cr_is_digit(raw[at]))
        at++;
    return at;
}

bool cr_json_check_number(const char *raw, size_t size, bool *integer)
{
    *integer = true;
    size_t at = size > 0 && raw[0] == '-', end = digits(raw, size, at);
    if (end == at || (raw[at] == '0' && end > at + 1))
        return false;
    if (end < size && raw[end] == '.') {
        *integer = false;
        at = end + 1;
        end = digits(raw, size, at);
        if (end == at)
            return false;
    }
    if (end < size && (raw[end] == 'e' || raw[end] == 'E')) {
        *integer = false;
        at = end + 1;
        if (at < size && (raw[at] == '+' || raw[at] == '-'))
            at++;
        end = digits(raw, size, at);
        if (end == at)
            return false;
    }
    return end == size;
}

/* ---- strings ----------------------------------------------------------------------------------------------------- */

/* Decodes the escape at raw[at], which is well-formed, into out; returns the bytes of raw that it takes. */
static size_t unescape_one(cr_view raw, size_t at, char out[4], size_t *written, size_t *n_repaired)
{
    uint32_t code, low;
    *written = 1;
    switch (raw.data[at + 1]) {
    case 'b':
        out[0] = '\b';
        return 2;
    case 'f':
        out[0] = '\f';
        return 2;
    case 'n':
        out[0] = '\n';
        return 2;
    case 'r':
        out[0] = '\r';
        return 2;
    case 't':
        out[0] = '\t';
        return 2;
    case 'u':
        break;
    default:
        out[0] = raw.data[at + 1];
        return 2;
    }
    hex4(raw.data + at + 2, 4, &code);
    size_t taken = 6;
    if (code >= 0xD800 && code < 0xE000) {
        bool pair = code < 0xDC00 && at + 12 <= raw.size && raw.data[at + 6] == '\\' && raw.data[at + 7] == 'u' &&
                    hex4(raw.data + at + 8, 4, &low) && low >= 0xDC00 && low < 0xE000;
        if (pair) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            taken = 12;
        } else {
            code = 0xFFFD;
            *n_repaired += 1;
        }
    }
    *written = cr_utf8_write(code, out);
    return taken;
}

cr_view cr_json_unescape(cr_view raw, cr_arena *arena, size_t *n_repaired)
{
    const char *backslash = raw.size ? memchr(raw.data, '\\', raw.size) : NULL;
    if (!backslash)
        return raw;
    char *out = cr_arena_allocate(arena, raw.size + 1, 1);  // no escape is shorter than what it stands for
    size_t n = 0;
    for (size_t at = 0; at < raw.size;) {
        size_t run = backslash ? (size_t)(backslash - raw.data) - at : raw.size - at;
        memcpy(out + n, raw.data + at, run);
        n += run;
        at += run;
        if (!backslash)
            break;
        char bytes[4];
        size_t written;
        at += unescape_one(raw, at, bytes, &written, n_repaired);
        memcpy(out + n, bytes, written);
        n += written;
        backslash = at < raw.size ? memchr(raw.data + at, '\\', raw.size - at) : NULL;
    }
    out[n] = '\0';
    return (cr_view){out, n};
}

bool cr_json_name_is(const char *raw, size_t size, cr_view name)
{
    cr_view text = {raw, size};
    size_t compared = 0, repaired = 0;
    for (size_t at = 0; at < size;) {
        char bytes[4] = {raw[at]};
        size_t written = 1;
        at += raw[at] == '\\' ? unescape_one(text, at, bytes, &written, &repaired) : 1;
        if (compared + written > name.size || memcmp(name.data + compared, bytes, written) != 0)
            return false;
        compared += written;
    }
    return compared == name.size;
}

/* ---- objects ----------------------------------------------------------------------------------------------------- */

/* Where the parser's first stage, which tells no place, has stumbled. */
static size_t first_fault(cr_view text)
{
    size_t valid = cr_utf8_valid(text);
    if (valid < text.size)
        return valid;
    size_t quote = text.size;  // the one that opened the string we are in
    for (size_t at = 0; at < text.size; at++) {
        char c = text.data[at];
        if (quote == text.size)
            quote = c == '"' ? at : quote;
        else if (c == '\\')
            at++;
        else if (c == '"')
            quote = text.size;
        else if ((unsigned char)c < 0x20)
            return at;
    }
    return quote;
}

static cr_status report(cr_view text, size_t offset, const char *what, const char *source, size_t line, cr_error *error)
{
    size_t column = offset + 1;
    for (size_t at = 0; at < offset && at < text.size; at++)
        if (text.data[at] == '\n') {
            line++;
            column = offset - at;
        }
    return cr_error_at(error, CR_INPUT, source, line, column, "%s", what);
}

cr_status cr_json_read_object(cr_json_parser *parser, cr_view text, cr_json_member *members, size_t n_members,
                              const char *source, size_t line, cr_error *error)
{
    for (size_t i = 0; i < n_members; i++) {
        members[i].kind = CR_JSON_ABSENT;
        members[i].raw = (cr_view){NULL, 0};
    }
    size_t start = 0, offset;
    while (start < text.size && cr_is_space(text.data[start]))
        start++;
    if (start == text.size || text.data[start] != '{')
        return report(text, start, start == text.size ? "no JSON" : "not a JSON object", source, line, error);
    const char *wrong = cr_json_shim_read(parser, text, members, n_members, &offset);
    if (!wrong)
        return CR_OK;
    return report(text, offset == (size_t)-1 ? first_fault(text) : offset, wrong, source, line, error);
}

/* ---- arrays ------------------------------------------------------------------------------------------------------ */

bool cr_json_next_element(cr_view *rest, cr_view *element)
{
    cr_view text = cr_view_trim(*rest);
    *rest = text;
    if (text.size < 2 || (text.data[0] != '[' && text.data[0] != ','))
        return false;
    size_t start = 1, depth = 0;
    while (start < text.size && cr_is_space(text.data[start]))
        start++;
    size_t at = start;
    for (bool in_string = false; at < text.size; at++) {
        char c = text.data[at];
        if (in_string) {
            if (c == '\\')
                at++;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            depth++;
        } else if (depth == 0 && (c == ',' || c == ']' || c == '}')) {
            break;
        } else if (c == ']' || c == '}') {
            depth--;
        }
    }
    if (at >= text.size)
        return false;
    *element = cr_view_trim(cr_view_slice(text, start, at));
    bool last = text.data[at] == ']', empty = element->size == 0;
    if (last && text.data[0] == '[' && empty) {
        *rest = cr_view_slice(text, at + 1, text.size);
        return false;
    }
    if (empty || text.data[at] == '}' || (last && at + 1 < text.size)) {
        *rest = cr_view_slice(text, at, text.size);
        return false;
    }
    *rest = cr_view_slice(text, last ? text.size : at, text.size);
    return true;
}
