/* The texts of a feed: what is HTML and what is plain, and titles. */
#include "base/buf.h"
#include "format/html.h"
#include "source/feed_read.h"
#include "text/decode.h"

#include <string.h>

enum { LONGEST_TITLE = 8 * 1024 };  // bytes, as markup

/* ---- texts ------------------------------------------------------------------------------------------------------- */

cr_view cr_feed_squeezed(cr_view text, cr_arena *arena)
{
    cr_buf line = {0};
    cr_buf_append_squeezed(&line, text);
    cr_view squeezed = line.size ? cr_arena_copy(arena, cr_buf_view(&line)) : (cr_view){NULL, 0};
    cr_buf_release(&line);
    return squeezed;
}

cr_view cr_feed_line(const cr_feed_reader *r, size_t node)
{
    return node ? cr_feed_squeezed(cr_xml_text(r->document, node, r->arena), r->arena) : (cr_view){NULL, 0};
}

/* "<br>", "<img src=..." at `at`: a tag that needs no end, or one with an attribute. */
static bool is_lone_tag(cr_view text, size_t at)
{
    static const char *const alone[] = {"br", "hr", "img", "p", "wbr", "div", "li", "link", "meta", "embed"};
    size_t end = at + 1;
    while (end < text.size && cr_is_alpha(text.data[end]))
        end++;
    cr_view name = cr_view_slice(text, at + 1, end);
    if (!name.size || end >= text.size)
        return false;
    if (cr_is_space(text.data[end])) {
        size_t attribute = end;
        while (attribute < text.size && cr_is_space(text.data[attribute]))
            attribute++;
        size_t behind = attribute;
        while (behind < text.size && (cr_is_alpha(text.data[behind]) || text.data[behind] == '-'))
            behind++;
        if (behind > attribute && behind < text.size && text.data[behind] == '=')
            return true;
    }
    if (!cr_is_space(text.data[end]) && text.data[end] != '/' && text.data[end] != '>')
        return false;
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (cr_view_equal_ignoring_case(name, cr_view_of(alone[i])))
            return true;
    return false;
}

bool cr_feed_looks_like_html(cr_view text)
{
    for (size_t at = 0; at + 2 < text.size; at++) {
        const char *c = text.data + at;
        if (*c == '&') {
            size_t end = at + 1 + (c[1] == '#'), start = end;
            while (end < text.size && end < start + 10 && (cr_is_alpha(text.data[end]) || cr_is_digit(text.data[end])))
                end++;
            if (end > start && end < text.size && text.data[end] == ';')
                return true;
        } else if (*c == '<' && ((c[1] == '/' && cr_is_alpha(c[2])) || is_lone_tag(text, at))) {
            return true;
        }
    }
    return false;
}

cr_view cr_feed_plain(const cr_feed_reader *r, cr_feed_text text)
{
    cr_html_page page;
    size_t most = text.value.size < LONGEST_TITLE ? text.value.size : LONGEST_TITLE;
    while (most < text.value.size && most && ((unsigned char)text.value.data[most] & 0xC0) == 0x80)
        most--;
    cr_view value = cr_view_slice(text.value, 0, most);
    if (text.is_html && cr_html_read(value, r->path, r->arena, &page, NULL) == CR_OK)
        value = page.text;
    return cr_feed_squeezed(value, r->arena);
}

/* Elements whose inside is no text, and which feeds leave open ("<iframe src=.../>" is HTML's start tag): the rest of the
 * article would be inside. */
static const char *const EMBEDDED[] = {"iframe", "object",   "video",  "audio",
                                       "applet", "noframes", "select", "textarea"};

enum { N_EMBEDDED = sizeof EMBEDDED / sizeof *EMBEDDED };

/* Which of them a tag at `at` names, past "<" or "</"; N_EMBEDDED: none. */
static size_t embedded_at(cr_view html, size_t at)
{
    for (size_t i = 0; i < N_EMBEDDED; i++) {
        size_t size = strlen(EMBEDDED[i]);
        if (cr_view_starts_ignoring_case(cr_view_slice(html, at, html.size), cr_view_of(EMBEDDED[i])) &&
            (at + size >= html.size || !cr_is_alpha(html.data[at + size])))
            return i;
    }
    return N_EMBEDDED;
}

/* Drops start tags of such elements that nothing ends. */
static cr_view mend(cr_view html, cr_arena *arena)
{
    size_t last_end[N_EMBEDDED] = {0}, start = 0, end = 0;
    cr_buf out = {0};
    for (size_t at = 0; at + 2 < html.size; at++)
        if (html.data[at] == '<' && html.data[at + 1] == '/') {
            size_t i = embedded_at(html, at + 2);
            if (i < N_EMBEDDED)
                last_end[i] = at;
        }
    for (size_t at = 0; at < html.size; at++) {
        size_t i = html.data[at] == '<' ? embedded_at(html, at + 1) : N_EMBEDDED;
        if (i == N_EMBEDDED)
            continue;
        if (end <= at) {  // else the last one asked for is this one's too
            const char *closing = memchr(html.data + at, '>', html.size - at);
            if (!closing)
                break;
            end = (size_t)(closing - html.data) + 1;
        }
        if (html.data[end - 2] != '/' && last_end[i] > at)
            continue;
        cr_buf_append(&out, cr_view_slice(html, start, at));
        start = end;
        at = end - 1;
    }
    if (start) {
        cr_buf_append(&out, cr_view_slice(html, start, html.size));
        html = cr_arena_copy(arena, cr_buf_view(&out));
    }
    cr_buf_release(&out);
    return html;
}

static int digit_of_base64(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    return cr_is_digit(c) ? c - '0' + 52 : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* What is not base64 is left as it is. */
static cr_view decode_base64(cr_view text, cr_arena *arena)
{
    cr_buf out = {0};
    uint32_t bits = 0, n_bits = 0;
    cr_decoded decoded;
    for (size_t i = 0; i < text.size && text.data[i] != '='; i++) {
        int digit = digit_of_base64(text.data[i]);
        if (digit < 0 && cr_is_space(text.data[i]))
            continue;
        if (digit < 0) {
            cr_buf_release(&out);
            return text;
        }
        bits = (bits << 6 | (uint32_t)digit) & 0xFFFF;
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            cr_buf_append_byte(&out, (char)(unsigned char)(bits >> n_bits & 0xFF));
        }
    }
    cr_status status = cr_decode(cr_buf_view(&out), "UTF-8", arena, &decoded, NULL);
    cr_view result = status ? text : cr_arena_copy(arena, decoded.text);
    cr_buf_release(&out);
    return result;
}

bool cr_feed_holds_elements(const cr_feed_reader *r, size_t node)
{
    const cr_xml_node *nodes = r->document->nodes;
    for (size_t i = node + 1; i < nodes[node].next; i++)
        if (nodes[i].name.size)
            return true;
    return false;
}

static cr_feed_text read_text(const cr_feed_reader *r, size_t node)
{
    const cr_xml_node *n = &r->document->nodes[node];
    cr_view type = cr_view_trim(cr_xml_attribute_of(n, NULL, "type"));
    cr_view mode = cr_view_trim(cr_xml_attribute_of(n, NULL, "mode"));
    bool is_atom = (cr_feed_space_of(n->space) & CR_FEED_ATOM) || strcmp(r->feed->format, "Atom") == 0;
    bool is_html = cr_view_starts_ignoring_case(type, CR_VIEW("html")) ||
                   cr_view_starts_ignoring_case(type, CR_VIEW("text/html")) ||
                   cr_view_starts_ignoring_case(type, CR_VIEW("xhtml")) ||
                   cr_view_starts_ignoring_case(type, CR_VIEW("application/xhtml"));
    bool is_plain = cr_view_equal_ignoring_case(type, CR_VIEW("text")) ||
                    cr_view_starts_ignoring_case(type, CR_VIEW("text/")) ||
                    cr_view_equal_ignoring_case(type, CR_VIEW("plain"));
    if (cr_feed_holds_elements(r, node))
        return (cr_feed_text){cr_xml_markup(r->document, node, r->arena), true};
    cr_view value = cr_xml_text(r->document, node, r->arena);
    bool is_typed = type.size && !is_html && !is_plain;
    bool is_xml = cr_view_starts_ignoring_case(type, CR_VIEW("application/")) && cr_view_ends(type, CR_VIEW("xml"));
    if (is_atom && (cr_view_equal_ignoring_case(mode, CR_VIEW("base64")) || (is_typed && !mode.size && !is_xml))) {
        value = decode_base64(value, r->arena);
        return (cr_feed_text){value, is_html || cr_feed_looks_like_html(value)};
    }
    if (is_html)
        return (cr_feed_text){value, true};
    return (cr_feed_text){value, !(is_plain || is_atom) ? cr_feed_looks_like_html(value) : is_typed};
}

cr_feed_text cr_feed_text_of(cr_feed_reader *r, size_t node)
{
    cr_feed_text text = read_text(r, node);
    if (text.is_html)
        text.value = mend(text.value, r->arena);
    return text;
}

cr_view cr_feed_title(cr_feed_reader *r, size_t parent)
{
    static const cr_feed_name names[] = {
        {CR_FEED_PLAIN | CR_FEED_ATOM, "title"},
        {CR_FEED_DUBLIN_CORE, "title"},
        {CR_FEED_MEDIA, "title"},
        {CR_FEED_ITUNES, "title"},
        {0, NULL},
    };
    const cr_xml_node *nodes = r->document->nodes;
    size_t found = cr_feed_first(r, parent, names);
    for (size_t i = parent + 1; !found && i < nodes[parent].next; i = nodes[i].next)
        if (cr_feed_is(r, i, CR_FEED_MEDIA, "group") || cr_feed_is(r, i, CR_FEED_MEDIA, "content"))
            found = cr_feed_child(r, i, CR_FEED_MEDIA, "title");
    return found ? cr_feed_plain(r, cr_feed_text_of(r, found)) : (cr_view){NULL, 0};
}
