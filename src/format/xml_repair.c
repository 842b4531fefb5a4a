#include "format/xml_repair.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>

enum {
    LONGEST_NAME = 10,         // of a character of HTML
    IN_SCOPE = 128,            // declarations of namespaces around an element: libxml2 walks through them
    MOST_UNKNOWN = 20 * 1000,  // names that are looked up in vain: each costs a walk through libxml2's list
};

typedef struct repair {
    cr_view source;
    size_t at;
    cr_buf *out;
    cr_xml_document *document;
    const char *path;
    const char *const *lone;
    cr_view open[CR_MAX_XML_NESTING + 1];     // [depth] names, as written
    size_t declared[CR_MAX_XML_NESTING + 1];  // [depth] namespaces of each and those around it
    size_t depth;
    size_t n_declared;  // of the tag that is being read
    size_t n_roots, n_elements, n_attributes, n_unknown;
    bool no_comment_ends;  // from here on
    bool has_doctype;
    cr_map names;                      // of elements, attributes and namespaces
    size_t counted, line, line_start;  // lines are counted as far as `counted`
} repair;

static void warn(repair *r, size_t at, const char *text)
{
    cr_xml_document *d = r->document;
    if (d->n_warnings++ >= CR_XML_WARNINGS)
        return;
    for (; r->counted < at; r->counted++)
        if (r->source.data[r->counted] == '\n') {
            r->line++;
            r->line_start = r->counted + 1;
        }
    d->warnings[d->n_warnings - 1] = (cr_xml_warning){r->line, at >= r->line_start ? at - r->line_start + 1 : 1, text};
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

static void append_escaped(repair *r, uint32_t code)
{
    if (code == '&')
        cr_buf_append_string(r->out, "&amp;");
    else if (code == '<')
        cr_buf_append_string(r->out, "&lt;");
    else if (code == '>')
        cr_buf_append_string(r->out, "&gt;");
    else if (code == '"')
        cr_buf_append_string(r->out, "&quot;");
    else if (code == '\r' || code == '\n' || code == '\t')
        cr_buf_append_format(r->out, "&#%u;", (unsigned)code);
    else
        cr_buf_append_code(r->out, code);
}

/* A number that stands for a character: what was meant, or 0 for nothing that XML may hold. */
static uint32_t meant(uint32_t code)
{
    // who writes these means windows-1252
    static const uint16_t c1[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    if (code >= 0x80 && code < 0xA0)
        return c1[code - 0x80];
    bool good = (code >= 0x20 && code < 0xD800) || code == '\t' || code == '\n' || code == '\r' ||
                (code >= 0xE000 && code < 0xFFFE) || (code >= 0x10000 && code <= 0x10FFFF);
    return good ? code : 0;
}

/* "&#39;" and its likes at r->at; 0 bytes: none. */
static size_t read_number(const repair *r, uint32_t *code)
{
    cr_view text = cr_view_slice(r->source, r->at + 2, r->at + 14);
    size_t at = 0;
    bool hex = text.size && (text.data[0] | 0x20) == 'x';
    *code = 0;
    for (at = hex; at < text.size; at++) {
        char c = cr_to_lower(text.data[at]);
        bool letter = hex && c >= 'a' && c <= 'f';
        if (!cr_is_digit(c) && !letter)
            break;
        if (*code < 0x110000)
            *code = *code * (hex ? 16 : 10) + (uint32_t)(letter ? c - 'a' + 10 : c - '0');
    }
    return at > hex && at < text.size && text.data[at] == ';' ? at + 3 : 0;
}

static size_t read_name(cr_view source, size_t at)
{
    size_t start = at;
    for (; at < source.size; at++) {
        char c = source.data[at];
        bool inner = cr_is_digit(c) || c == '-' || c == '.';
        if (!cr_is_alpha(c) && c != '_' && c != ':' && (unsigned char)c < 0x80 && !(inner && at > start))
            break;
    }
    return at - start;
}

/* The character that "&name;" stands for, 0 if none. */
static uint32_t named(repair *r, cr_view name)
{
    char word[LONGEST_NAME + 1];
    if (!name.size || name.size > LONGEST_NAME || r->n_unknown > MOST_UNKNOWN)
        return 0;
    memcpy(word, name.data, name.size);
    word[name.size] = '\0';
    const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)word);
    r->n_unknown += !found;
    return found ? found->value : strcmp(word, "apos") == 0 ? '\'' : 0;
}

/* A "&": a reference, or itself. */
static void append_reference(repair *r)
{
    cr_view rest = cr_view_slice(r->source, r->at, r->source.size);
    uint32_t code;
    if (cr_view_starts(rest, CR_VIEW("&amp;")) || cr_view_starts(rest, CR_VIEW("&lt;"))) {
        size_t size = rest.data[1] == 'a' ? 5 : 4;
        cr_buf_append(r->out, cr_view_slice(rest, 0, size));
        r->at += size;
        return;
    }
    if (cr_view_starts(rest, CR_VIEW("&#"))) {
        size_t size = read_number(r, &code);
        if (size) {
            code = meant(code);
            if (!code)
                warn(r, r->at, "a number that stands for no character");
            append_escaped(r, code ? code : 0xFFFD);
            r->at += size;
            return;
        }
    } else {
        size_t size = read_name(r->source, r->at + 1);
        cr_view name = cr_view_slice(r->source, r->at + 1, r->at + 1 + size);
        bool closed = size && size + 1 < rest.size && rest.data[size + 1] == ';';
        code = closed ? named(r, name) : 0;
        if (code) {
            append_escaped(r, code);
            r->at += size + 2;
            return;
        }
        if (closed) {
            warn(r, r->at, "an entity that nothing declares");
            cr_buf_append_string(r->out, "&amp;");
            r->at++;
            return;
        }
    }
    warn(r, r->at, "a lone '&'");
    cr_buf_append_string(r->out, "&amp;");
    r->at++;
}

/* Whether what starts at `at` is a character that XML may not hold; its bytes. */
static size_t unfit(cr_view text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    bool noncharacter = c == 0xEF && at + 2 < text.size && (unsigned char)text.data[at + 1] == 0xBF &&
                        (unsigned char)text.data[at + 2] >= 0xBE;
    return noncharacter ? 3 : 0;
}

/* Copies what needs no care, up to one of the bytes of `until` or `end`. */
static void copy_plain(repair *r, size_t end, const char *until)
{
    size_t start = r->at;
    while (r->at < end) {
        unsigned char c = (unsigned char)r->source.data[r->at];
        size_t size = c < 0x20 || c == 0xEF ? unfit(r->source, r->at) : 0;
        if (c == 0xC2 && (unsigned char)r->source.data[r->at + 1] < 0xA0) {
            uint32_t code = meant((unsigned char)r->source.data[r->at + 1]);
            cr_buf_append(r->out, cr_view_slice(r->source, start, r->at));
            if (code)
                cr_buf_append_code(r->out, code);
            r->at += 2;
            start = r->at;
            continue;
        }
        if (size) {
            cr_buf_append(r->out, cr_view_slice(r->source, start, r->at));
            r->at += size;
            start = r->at;
            continue;
        }
        if (c < 0x80 && strchr(until, c))
            break;
        r->at++;
    }
    cr_buf_append(r->out, cr_view_slice(r->source, start, r->at));
}

/* The line breaks of what is left out. */
static void skip(repair *r, size_t end)
{
    for (; r->at < end; r->at++)
        if (r->source.data[r->at] == '\n')
            cr_buf_append_byte(r->out, '\n');
}

/* Where a text starts next, or the end of the source. */
static size_t find(const repair *r, size_t from, const char *what)
{
    ptrdiff_t found = cr_view_find(cr_view_slice(r->source, from, r->source.size), cr_view_of(what));
    return found < 0 ? r->source.size : from + (size_t)found;
}

static void append_text(repair *r)
{
    while (r->at < r->source.size && r->source.data[r->at] != '<' && r->document->n_warnings <= CR_MAX_XML_FAULTS) {
        copy_plain(r, r->source.size, "<&>");
        if (r->at < r->source.size && r->source.data[r->at] == '&')
            append_reference(r);
        else if (r->at < r->source.size && r->source.data[r->at] == '>') {
            cr_buf_append_string(r->out, "&gt;");  // "]]>" is no text
            r->at++;
        }
    }
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

static void append_name(repair *r, cr_view name)
{
    for (size_t i = 0; i < name.size; i++)  // what libxml2 lets pass beyond ASCII is not ours to know
        cr_buf_append_byte(r->out, (unsigned char)name.data[i] < 0x80 ? name.data[i] : '_');
}

static void close_to(repair *r, size_t depth)
{
    while (r->depth > depth) {
        cr_buf_append_string(r->out, "</");
        append_name(r, r->open[--r->depth]);
        cr_buf_append_byte(r->out, '>');
    }
}

static cr_status tag_too_long(const repair *r, cr_error *error)
{
    return cr_error_at(error, CR_LIMIT, r->path, 0, 0, "a tag of more than %zu KiB", CR_MAX_XML_TAG / 1024);
}

static void append_value(repair *r, size_t end)
{
    cr_buf_append_byte(r->out, '"');
    while (r->at < end) {
        copy_plain(r, end, "<>&\"");
        if (r->at >= end)
            break;
        char c = r->source.data[r->at];
        if (c == '&') {
            append_reference(r);
        } else {
            append_escaped(r, (unsigned char)c);
            r->at++;
        }
    }
    cr_buf_append_byte(r->out, '"');
}

static bool has_name(const cr_view *names, size_t n, cr_view name)
{
    for (size_t i = 0; i < n; i++)
        if (names[i].size == name.size && memcmp(names[i].data, name.data, name.size) == 0)
            return true;
    return false;
}

static void skip_space(repair *r)
{
    while (r->at < r->source.size && cr_is_space(r->source.data[r->at])) {
        if (r->source.data[r->at] == '\n')
            cr_buf_append_byte(r->out, '\n');
        r->at++;
    }
}

/* The end of an attribute's value that starts at r->at, behind its opening quote; *behind is where the tag goes on. */
static size_t end_of_value(repair *r, size_t tag_start, size_t *behind)
{
    char quote = r->at < r->source.size ? r->source.data[r->at] : '\0';
    size_t most = tag_start + CR_MAX_XML_TAG + 1 < r->source.size ? tag_start + CR_MAX_XML_TAG + 1 : r->source.size;
    if (quote == '"' || quote == '\'') {
        r->at++;
        const char *closing = r->at < most ? memchr(r->source.data + r->at, quote, most - r->at) : NULL;
        if (!closing)
            warn(r, r->at - 1, "an attribute without its closing quote");
        size_t end = closing ? (size_t)(closing - r->source.data) : most;
        *behind = closing ? end + 1 : end;
        return end;
    }
    warn(r, r->at, "an attribute without quotes");
    size_t end = r->at;
    while (end < most && !cr_is_space(r->source.data[end]) && r->source.data[end] != '>' && r->source.data[end] != '<')
        end++;
    *behind = end;
    return end;
}

static cr_status too_many(const repair *r, const char *what, size_t most, cr_error *error)
{
    return cr_error_at(error, CR_LIMIT, r->path, 0, 0, "more than %zu %s", most, what);
}

/* libxml2 keeps every name, and finds it the slower the more there are. */
static cr_status note_name(repair *r, cr_view name, cr_error *error)
{
    cr_map_put(&r->names, name, NULL);
    return r->names.size > CR_MAX_XML_NAMES ? too_many(r, "names in XML", CR_MAX_XML_NAMES, error) : CR_OK;
}

/* From behind a tag's name to behind its end; *empty: it was "/>". */
static cr_status append_attributes(repair *r, size_t tag_start, bool *empty, cr_error *error)
{
    cr_view names[CR_MAX_XML_ATTRIBUTES];
    size_t n = 0;
    *empty = false;
    for (;;) {
        if (r->at - tag_start > CR_MAX_XML_TAG)
            return tag_too_long(r, error);
        skip_space(r);
        if (r->at >= r->source.size || r->source.data[r->at] == '<') {
            warn(r, tag_start, "a tag without its end");
            return CR_OK;
        }
        char c = r->source.data[r->at];
        if (c == '>') {
            r->at++;
            return CR_OK;
        }
        size_t size = read_name(r->source, r->at);
        if (!size) {
            *empty = c == '/' && r->at + 1 < r->source.size && r->source.data[r->at + 1] == '>';
            if (c != '/')
                warn(r, r->at, "a tag that holds what is no attribute");
            r->at++;
            continue;
        }
        cr_view name = cr_view_slice(r->source, r->at, r->at + size);
        size_t name_start = r->at;
        bool again = has_name(names, n, name);
        if (!again && n == CR_MAX_XML_ATTRIBUTES)
            return cr_error_at(error, CR_LIMIT, r->path, 0, 0, "a tag of more than %zu attributes",
                               CR_MAX_XML_ATTRIBUTES);
        if (++r->n_attributes > CR_MAX_XML_ELEMENTS)
            return too_many(r, "attributes of XML", CR_MAX_XML_ELEMENTS, error);
        r->at += size;
        skip_space(r);
        bool has_value = r->at < r->source.size && r->source.data[r->at] == '=';
        size_t before = r->out->size;
        r->n_declared += !again && cr_view_starts(name, CR_VIEW("xmlns"));
        cr_status status = note_name(r, name, error);
        if (!again) {
            names[n++] = name;
            cr_buf_append_byte(r->out, ' ');
            append_name(r, name);
            cr_buf_append_byte(r->out, '=');
        }
        if (has_value) {
            size_t behind;
            r->at++;
            skip_space(r);
            size_t end = end_of_value(r, tag_start, &behind);
            if (cr_view_starts(name, CR_VIEW("xmlns")))
                status = note_name(r, cr_view_slice(r->source, r->at, end), error);
            append_value(r, end);
            r->at = behind;
        } else {
            warn(r, name_start, "an attribute without a value");
            cr_buf_append_string(r->out, "\"\"");
        }
        if (again) {
            warn(r, name_start, "an attribute that stands there twice");
            r->out->size = before;
        }
        if (status)
            return status;
    }
}

/* Closes an element that does not hold others of its name. */
static void close_alike(repair *r, cr_view name)
{
    for (const char *const *lone = r->lone; lone && *lone; lone++)
        for (size_t i = r->depth; cr_view_equal(name, cr_view_of(*lone)) && i-- > 1;)
            if (cr_view_equal(r->open[i], name)) {
                warn(r, r->at, "an element inside another that it cannot stand in");
                close_to(r, i);
                return;
            }
}

static cr_status append_start(repair *r, cr_error *error)
{
    size_t tag_start = r->at, size = read_name(r->source, r->at + 1);
    cr_view name = cr_view_slice(r->source, r->at + 1, r->at + 1 + size);
    close_alike(r, name);
    if (r->depth == 1 && r->n_roots++ == 1)
        warn(r, r->at, "something behind the end of the document");
    if (r->depth > CR_MAX_XML_NESTING)
        return too_many(r, "levels of XML", CR_MAX_XML_NESTING, error);
    if (++r->n_elements > CR_MAX_XML_ELEMENTS)
        return too_many(r, "elements of XML", CR_MAX_XML_ELEMENTS, error);
    if (size > CR_MAX_XML_TAG)
        return tag_too_long(r, error);
    cr_status status = note_name(r, name, error);
    if (status)
        return status;
    cr_buf_append_byte(r->out, '<');
    append_name(r, name);
    r->at += size + 1;
    bool empty;
    r->n_declared = r->declared[r->depth - 1];
    status = append_attributes(r, tag_start, &empty, error);
    if (status)
        return status;
    if (r->n_declared > IN_SCOPE)
        return cr_error_at(error, CR_LIMIT, r->path, 0, 0, "more than %d declarations of namespaces in one place",
                           IN_SCOPE);
    cr_buf_append_string(r->out, empty ? "/>" : ">");
    if (!empty) {
        r->declared[r->depth] = r->n_declared;
        r->open[r->depth++] = name;
    }
    return CR_OK;
}

static void append_end(repair *r)
{
    size_t tag_start = r->at, size = read_name(r->source, r->at + 2), i = r->depth;
    cr_view name = cr_view_slice(r->source, r->at + 2, r->at + 2 + size);
    r->at += size + 2;
    while (r->at < r->source.size && r->source.data[r->at] != '>' && r->source.data[r->at] != '<')
        skip(r, r->at + 1);
    if (r->at < r->source.size && r->source.data[r->at] == '>')
        r->at++;
    else
        warn(r, tag_start, "a tag without its end");
    while (i > 1 && !cr_view_equal(r->open[i - 1], name))
        i--;
    if (i == 1) {
        warn(r, tag_start, "an end tag that closes nothing");
        r->n_elements++;  // each costs a walk through those that are open
        return;
    }
    if (i < r->depth)
        warn(r, tag_start, "an end tag before that of what is inside");
    close_to(r, i - 1);
}

static void append_literal(repair *r)
{
    size_t start = r->at + 9, end = find(r, start, "]]>");
    if (end == r->source.size)
        warn(r, r->at, "a CDATA section without its end");
    r->at = start;
    cr_buf_append_string(r->out, "<![CDATA[");
    while (r->at < end) {
        copy_plain(r, end, ">");
        if (r->at >= end)
            break;
        if (cr_view_ends(cr_buf_view(r->out), CR_VIEW("]]")))  // what stood between was left out: this is no end
            cr_buf_append_string(r->out, "]]><![CDATA[");
        cr_buf_append_byte(r->out, '>');
        r->at++;
    }
    cr_buf_append_string(r->out, "]]>");
    r->at = end + 3 < r->source.size ? end + 3 : r->source.size;
}

static void skip_doctype(repair *r)
{
    size_t start = r->at, at = r->at;
    bool subset = false;
    r->has_doctype = true;
    char quote = '\0';
    size_t most = r->source.size;
    for (bool inside = false; at < most; at++) {
        char c = r->source.data[at];
        if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[') {
            subset = inside = true;
        } else if (c == ']') {
            inside = false;
        } else if (c == '>' && !inside) {
            break;
        }
    }
    if (at == most)  // a quote or bracket that nothing closes
        at = find(r, start, ">");
    if (subset)
        warn(r, start, "a DOCTYPE with declarations of its own: they are not read");
    skip(r, at < most ? at + 1 : most);
}

static cr_status append_markup(repair *r, cr_error *error)
{
    cr_view rest = cr_view_slice(r->source, r->at, r->source.size);
    if (cr_view_starts(rest, CR_VIEW("<!--"))) {
        size_t end = r->no_comment_ends ? r->source.size : find(r, r->at + 4, "-->");
        if (end == r->source.size) {
            r->no_comment_ends = true;
            warn(r, r->at, "a comment without its end");
            end = find(r, r->at, ">");
            skip(r, end < r->source.size ? end + 1 : end);
        } else {
            skip(r, end + 3);
        }
    } else if (cr_view_starts(rest, CR_VIEW("<![CDATA["))) {
        append_literal(r);
    } else if (cr_view_starts(rest, CR_VIEW("<?"))) {
        size_t end = find(r, r->at, ">");
        skip(r, end < r->source.size ? end + 1 : end);
    } else if (rest.size > 9 && r->n_elements == 0 && !r->has_doctype &&
               cr_view_equal_ignoring_case(cr_view_slice(rest, 0, 9), CR_VIEW("<!doctype"))) {
        skip_doctype(r);
    } else if (cr_view_starts(rest, CR_VIEW("<!"))) {
        r->n_elements++;
        warn(r, r->at, "a declaration that is none of XML's");
        size_t end = find(r, r->at, ">");
        skip(r, end < r->source.size ? end + 1 : end);
    } else if (cr_view_starts(rest, CR_VIEW("</")) && read_name(r->source, r->at + 2)) {
        append_end(r);
    } else if (rest.size > 1 && (unsigned char)rest.data[1] < 0x80 && read_name(r->source, r->at + 1)) {
        return append_start(r, error);
    } else {
        warn(r, r->at, "a lone '<'");
        cr_buf_append_string(r->out, "&lt;");
        r->at++;
    }
    return CR_OK;
}

cr_status cr_xml_repair(cr_view source, const char *path, const char *const *lone, cr_buf *out,
                        cr_xml_document *document, cr_error *error)
{
    repair r = {.source = source, .out = out, .document = document, .path = path, .lone = lone, .line = 1};
    cr_status status = CR_OK;
    if (source.size > CR_MAX_XML)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu MiB of XML", CR_MAX_XML / CR_MIB);
    cr_buf_append_string(out, "<document>");
    r.open[r.depth++] = CR_VIEW("document");
    while (!status && r.at < source.size) {
        if (source.data[r.at] == '<')
            status = append_markup(&r, error);
        else
            append_text(&r);
        if (!status && r.n_elements > CR_MAX_XML_ELEMENTS)
            status = too_many(&r, "elements of XML", CR_MAX_XML_ELEMENTS, error);
        if (!status && document->n_warnings > CR_MAX_XML_FAULTS)
            status = too_many(&r, "faults in XML", CR_MAX_XML_FAULTS, error);
    }
    cr_map_release(&r.names);
    if (status)
        return status;
    if (r.depth > 1)
        warn(&r, source.size, "the document breaks off");
    close_to(&r, 0);
    if (!r.n_roots)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no XML: there is no element in it");
    return CR_OK;
}
