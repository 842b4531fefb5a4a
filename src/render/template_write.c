#include "render/template_write.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "format/json_write.h"
#include "format/line.h"
#include "format/markdown_proof.h"
#include "format/markdown_write.h"
#include "format/xml.h"

#include <stdlib.h>
#include <string.h>

void cr_template_writer_release(cr_template_writer *writer)
{
    cr_buf_release(&writer->document);
    cr_buf_release(&writer->skeleton);
    cr_buf_release(&writer->pending);
    cr_arena_release(&writer->arena);
    free(writer->values);
}

/* ---- escapes that need no place ----------------------------------------------------------------------------------- */

/* One clean line; a space stays at either end where there was one. */
static void append_line(cr_buf *out, cr_view text)
{
    if (text.size && cr_is_space(text.data[0]))
        cr_buf_append_byte(out, ' ');
    size_t start = out->size;
    cr_line_append(out, text);
    if (out->size > start && cr_is_space(text.data[text.size - 1]))
        cr_buf_append_byte(out, ' ');
}

static void append_yaml_code(cr_buf *out, uint32_t code)
{
    if (code == '"' || code == '\\') {
        cr_buf_append_byte(out, '\\');
        cr_buf_append_byte(out, (char)code);
    } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
        cr_buf_append_format(out, "\\x%02X", (unsigned)code);
    } else if (code == 0x2028 || code == 0x2029 || code == 0xFEFF ||
               (code < 0x10000 && cr_utf8_is_noncharacter(code))) {
        cr_buf_append_format(out, "\\u%04X", (unsigned)code);
    } else if (cr_utf8_is_noncharacter(code)) {
        cr_buf_append_format(out, "\\U%08X", (unsigned)code);
    } else {
        cr_buf_append_code(out, code);
    }
}

/* Each character by a function of its own; ill-formed UTF-8 becomes U+FFFD. */
static void append_codes(cr_buf *out, cr_view text, void (*append)(cr_buf *out, uint32_t code))
{
    for (size_t at = 0; at < text.size;) {
        size_t end = at + cr_utf8_valid(cr_view_slice(text, at, text.size));
        while (at < end)
            append(out, cr_utf8_next(text, &at));
        if (at < text.size) {
            append(out, 0xFFFD);
            at += cr_utf8_broken(text, at);
        }
    }
}

static void append_json(cr_buf *out, cr_view text)
{
    cr_buf quoted = {0};
    cr_json_append_string(&quoted, text);
    cr_buf_append(out, cr_view_slice(cr_buf_view(&quoted), 1, quoted.size - 1));
    cr_buf_release(&quoted);
}

/* ---- addresses ---------------------------------------------------------------------------------------------------- */

/* True for an address that leads nowhere but into the site that it stands in. */
static bool is_relative(cr_view text)
{
    if (text.size == 0 || text.data[0] == '\\' || cr_view_starts(text, CR_VIEW("//")) ||
        cr_view_starts(text, CR_VIEW("/\\")))
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '/' || text.data[i] == '?' || text.data[i] == '#')
            return true;
        if (text.data[i] == ':' || text.data[i] == '\\' || (unsigned char)text.data[i] <= ' ')
            return false;
    }
    return true;
}

/* A part of an address. is_path: "/", "?" and what else parts one stays. */
static void append_part(cr_buf *out, cr_view text, bool is_path)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        bool is_plain = cr_is_alpha(byte) || cr_is_digit(byte) || (byte && strchr("-._~", byte)) ||
                        (is_path && byte && strchr("/?#=%,;:@+", byte));
        if (is_plain)
            cr_buf_append_byte(out, byte);
        else
            cr_buf_append_format(out, "%%%02X", (unsigned)(unsigned char)byte);
    }
}

/* What an address may lead to that a value begins. */
static bool is_address(cr_view text)
{
    cr_buf ignored = {0};
    bool good = is_relative(text) || cr_markdown_append_address(&ignored, text);
    cr_buf_release(&ignored);
    return good;
}

static void put_html(cr_template_writer *w, cr_view text)
{
    size_t start = w->document.size;
    bool in_address = cr_html_place_is_address(&w->place);
    if (in_address && w->place.address != CR_ADDRESS_EMPTY)
        append_part(&w->document, text, false);
    else
        cr_xml_append_escaped(&w->document, in_address && !is_address(cr_view_trim(text)) ? CR_VIEW("#") : text);
    cr_html_place_follow(&w->place, cr_view_slice(cr_buf_view(&w->document), start, w->document.size));
}

/* ---- Markdown ----------------------------------------------------------------------------------------------------- */

static bool is_in_front_matter(cr_template_writer *w)
{
    cr_view document = cr_buf_view(&w->document);
    if (w->front == CR_FRONT_UNKNOWN) {
        bool starts = cr_view_starts(document, CR_VIEW("---\n")) || cr_view_starts(document, CR_VIEW("---\r\n"));
        w->front = starts ? CR_FRONT_INSIDE : CR_FRONT_NONE;
        w->scanned = 3;
    }
    while (w->front == CR_FRONT_INSIDE) {
        cr_view rest = cr_view_slice(document, w->scanned, document.size), line;
        if (cr_view_find_byte(rest, '\n') == CR_NOT_FOUND)
            break;
        cr_view_next_line(&rest, &line);
        w->scanned = document.size - rest.size;
        if (cr_view_equal(line, CR_VIEW("---")) || cr_view_equal(line, CR_VIEW("...")))
            w->front = CR_FRONT_NONE;
    }
    return w->front == CR_FRONT_INSIDE;
}

typedef enum place { PLACE_TEXT, PLACE_ADDRESS, PLACE_IN_ADDRESS } place;

/* Where the value that comes next stands. */
static place place_of(cr_template_writer *w)
{
    cr_view document = cr_buf_view(&w->document);
    for (; w->looked < document.size; w->looked++) {
        char byte = document.data[w->looked];
        if (byte == ')' || cr_is_space(byte))
            w->address = 0;
        else if (byte == '(' && w->looked > 0 && document.data[w->looked - 1] == ']')
            w->address = w->looked + 1;
    }
    if (!w->address)
        return PLACE_TEXT;
    cr_view inside = cr_view_slice(document, w->address, document.size);
    return inside.size == 0 || cr_view_equal(inside, CR_VIEW("<")) ? PLACE_ADDRESS : PLACE_IN_ADDRESS;
}

/* What the beginning of a line is: nothing but marks of blocks, so that a text behind it is at the start of one; or a heading's.
 * *from: where to read on, before which are whole marks or a number; moved on. *end: where in the line that was decided. */
static bool read_beginning(cr_view line, bool *is_heading, size_t *from, size_t *end)
{
    size_t at = *from;
    bool in_number = at > 0 && cr_is_digit(line.data[at - 1]);
    *is_heading = false;
    for (;; in_number = false) {
        while (!in_number && at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
            at++;
        if (at < line.size || at == 0 || strchr(" \t>", line.data[at - 1]))
            *from = at;
        size_t hashes = 0;
        bool is_end = at == line.size && !in_number;
        while (!in_number && at < line.size && line.data[at] == '#' && hashes <= 6)
            at++, hashes++;
        if (hashes) {
            *end = at;
            *is_heading = hashes <= 6 && (at == line.size || line.data[at] == ' ' || line.data[at] == '\t');
            return false;
        }
        for (; at < line.size && cr_is_digit(line.data[at]); in_number = true)
            *from = ++at;
        bool is_mark = at < line.size && (in_number ? line.data[at] == '.' || line.data[at] == ')'
                                                    : line.data[at] == '-' || line.data[at] == '+' ||
                                                          line.data[at] == '*' || line.data[at] == '>');
        *end = at;
        if (!is_mark)
            return is_end;
        at++;
        if (line.data[at - 1] != '>' && at < line.size && line.data[at] != ' ' && line.data[at] != '\t')
            return false;
    }
}

/* The same for the line under way. */
static bool starts_block(cr_template_writer *w, bool *is_heading)
{
    size_t from = w->marks > w->line ? w->marks - w->line : 0, end = 0;
    cr_view line = cr_view_slice(cr_buf_view(&w->document), w->line, w->document.size);
    *is_heading = w->in_heading;
    if (w->begun == w->line + 1)
        return false;
    bool starts = read_beginning(line, is_heading, &from, &end);
    w->marks = w->line + from;
    if (!starts && end < line.size) {
        w->begun = w->line + 1;
        w->in_heading = *is_heading;
    }
    return starts;
}

static void expect(cr_template_writer *w, cr_view value)
{
    w->values = cr_grow(w->values, &w->capacity, w->n_values + 1, sizeof *w->values);
    w->values[w->n_values++] = value.size ? cr_arena_copy(&w->arena, value) : (cr_view){"", 0};
    cr_buf_append(&w->skeleton, CR_MARKDOWN_PLACEHOLDER);
}

/* As a parser hands an address out: "&amp;" is the only reference that is written in one. */
static void expect_address(cr_template_writer *w, cr_view address)
{
    cr_buf plain = {0};
    for (size_t at = 0; at < address.size; at++) {
        cr_buf_append_byte(&plain, address.data[at]);
        if (cr_view_starts(cr_view_slice(address, at, address.size), CR_VIEW("&amp;")))
            at += 4;
    }
    expect(w, cr_buf_view(&plain));
    cr_buf_release(&plain);
}

static void put_address(cr_template_writer *w, cr_view text, bool is_whole)
{
    cr_buf address = {0};
    if (!is_whole)
        append_part(&address, text, false);
    else if (!cr_markdown_append_address(&address, text) && is_relative(text))
        append_part(&address, text, true);
    cr_buf_append(&w->document, cr_buf_view(&address));
    expect_address(w, cr_buf_view(&address));
    cr_buf_release(&address);
}

/* Escapes the value that waits, now that `next` is what comes behind it. */
static void flush(cr_template_writer *w, cr_view next)
{
    cr_view raw = cr_buf_view(&w->pending);
    if (!raw.size)
        return;
    if (is_in_front_matter(w)) {
        append_codes(&w->document, raw, append_yaml_code);
        cr_buf_clear(&w->pending);
        return;
    }
    cr_view before = cr_view_slice(cr_buf_view(&w->document), w->line, w->document.size);
    place stands = place_of(w);
    if (stands != PLACE_TEXT) {
        put_address(w, cr_view_trim(raw), stands == PLACE_ADDRESS);
        cr_buf_clear(&w->pending);
        return;
    }
    bool is_heading, starts = starts_block(w, &is_heading);
    bool ends = next.size == 0 || next.data[0] == '\n' || next.data[0] == '\r';
    bool after_space = !before.size || cr_is_space(before.data[before.size - 1]);
    cr_buf line = {0};
    append_line(&line, raw);
    cr_view text = cr_buf_view(&line);
    if (text.size && text.data[0] == ' ' && (after_space || starts))
        text = cr_view_slice(text, 1, text.size);
    if (text.size && text.data[text.size - 1] == ' ' && (ends || next.data[0] == ' '))
        text = cr_view_slice(text, 0, text.size - 1);
    bool trailing = text.size && text.data[text.size - 1] == ' ';
    unsigned where = (starts ? CR_MARKDOWN_STARTS : 0u) | (is_heading && ends ? CR_MARKDOWN_HEADING : 0u) |
                     (!trailing && next.size && next.data[0] == '[' ? CR_MARKDOWN_BEFORE_LINK : 0u) |
                     (before.size && before.data[before.size - 1] == ']' ? CR_MARKDOWN_AFTER_BRACKET : 0u);
    if (text.size) {
        cr_markdown_escape_between(&w->document, before, text, next, where);
        expect(w, text);
    }
    cr_buf_release(&line);
    cr_buf_clear(&w->pending);
}

/* ---- the writer --------------------------------------------------------------------------------------------------- */

void cr_template_put_literal(cr_template_writer *w, cr_view text)
{
    if (!text.size)
        return;
    if (w->escape == CR_ESCAPE_MARKDOWN) {
        flush(w, text);
        cr_buf_append(&w->skeleton, text);
        for (size_t i = text.size; i > 0; i--)
            if (text.data[i - 1] == '\n') {
                w->line = w->document.size + i;
                break;
            }
    }
    if (w->escape == CR_ESCAPE_HTML || w->escape == CR_ESCAPE_XML)
        cr_html_place_follow(&w->place, text);
    cr_buf_append(&w->document, text);
}

void cr_template_put_value(cr_template_writer *w, cr_view text)
{
    switch (w->escape) {
    case CR_ESCAPE_MARKDOWN:
        cr_buf_append(&w->pending, text);
        break;
    case CR_ESCAPE_HTML:
    case CR_ESCAPE_XML:
        put_html(w, text);
        break;
    case CR_ESCAPE_YAML:
        append_codes(&w->document, text, append_yaml_code);
        break;
    case CR_ESCAPE_JSON:
        append_json(&w->document, text);
        break;
    case CR_ESCAPE_TEXT:
        append_line(&w->document, text);
        break;
    }
}

cr_status cr_template_finish(cr_template_writer *w, const char *source, cr_buf *out, cr_error *error)
{
    cr_status status = CR_OK;
    if (w->escape == CR_ESCAPE_MARKDOWN) {
        flush(w, (cr_view){0});
        if (w->document.size && is_in_front_matter(w))
            return cr_error_at(error, CR_INPUT, source, 1, 0, "front matter that no line '---' ends");
        status = cr_markdown_prove(cr_buf_view(&w->document), cr_buf_view(&w->skeleton), w->values, w->n_values, source,
                                   error);
    }
    if (!status)
        cr_buf_append(out, cr_buf_view(&w->document));
    return status;
}
