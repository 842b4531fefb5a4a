#include "format/markdown_write.h"

#include "base/utf8.h"
#include "format/line.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

/* The meaning is written with marks of one control character, which no text holds after cr_line_append. Each block ends in
 * BLOCK_END, so that the first block that differs can be named. */
enum { MARK = '\x01', BLOCK_END = '\x02', INSIDE = '\x03' };

static bool is_letter_or_digit(char byte)
{
    return cr_is_alpha(byte) || cr_is_digit(byte);
}

/* A character reference that starts at text[at], which is '&': its length, or 0. */
static size_t reference_length(cr_view text, size_t at)
{
    size_t i = at + 1;
    if (i < text.size && text.data[i] == '#')
        i++;
    size_t start = i;
    while (i < text.size && is_letter_or_digit(text.data[i]))
        i++;
    return i > start && i < text.size && text.data[i] == ';' ? i + 1 - at : 0;
}

static bool same_around(cr_view text, size_t at)
{
    return (at > 0 && text.data[at - 1] == text.data[at]) || (at + 1 < text.size && text.data[at + 1] == text.data[at]);
}

static void append_reference(cr_buf *out, char byte)
{
    cr_buf_append_format(out, "&#%d;", (int)(unsigned char)byte);
}

/* What a dialect would take for the start of a block, at `at`, of a text that ends at `end` in its line: where to go on. */
static size_t escape_start(cr_buf *out, cr_view line, size_t at, size_t end)
{
    size_t digits = at;
    while (digits < end && cr_is_digit(line.data[digits]))
        digits++;
    if (digits > at && digits < line.size && (line.data[digits] == '.' || line.data[digits] == ')')) {
        if (digits == end) {  // the stop is the caller's: it stays as it is
            cr_buf_append(out, cr_view_slice(line, at, end - 1));
            append_reference(out, line.data[end - 1]);
            return end;
        }
        cr_buf_append(out, cr_view_slice(line, at, digits));
        cr_buf_append_byte(out, '\\');
        cr_buf_append_byte(out, line.data[digits]);
        return digits + 1;
    }
    switch (at < end ? line.data[at] : 0) {
    case '#':
    case '+':
    case '-':
    case '>':
        cr_buf_append_byte(out, '\\');
        cr_buf_append_byte(out, line.data[at]);
        return at + 1;
    case '=':  // kramdown and pandoc know no backslash before these
    case ':':
    case '%':
        append_reference(out, line.data[at]);
        return at + 1;
    default:
        return at;
    }
}

/* Whether ';' at `at` would end a character reference that starts before `start`, where nothing was escaped. */
static bool ends_reference(cr_view line, size_t start, size_t at)
{
    size_t i = at;
    while (i > 0 && (is_letter_or_digit(line.data[i - 1]) || line.data[i - 1] == '#'))
        i--;
    return i > 0 && i - 1 < start && line.data[i - 1] == '&' && i < at;
}

static void escape_byte(cr_buf *out, cr_view line, size_t start, size_t at)
{
    char byte = line.data[at];
    bool reference = false, backslash = false;
    switch (byte) {
    case '\\':
    case '`':
    case '*':
    case '_':
        backslash = true;
        break;
    case '{':  // Liquid, Hugo's shortcodes, kramdown's attributes
    case '|':  // tables
    case '~':
    case '<':
    case '[':
    case ']':
    case '^':
        reference = true;
        break;
    case '&':
        reference = reference_length(line, at) > 0;
        break;
    case ':':
        reference = at + 2 < line.size && line.data[at + 1] == '/' && line.data[at + 2] == '/';
        break;
    case '.':
        reference = at >= 3 && cr_view_starts_ignoring_case(cr_view_slice(line, at - 3, line.size), CR_VIEW("www"));
        break;
    case '@':
        reference = at > 0 && at + 1 < line.size && line.data[at - 1] != ' ' && line.data[at + 1] != ' ';
        break;
    case '$':
        reference = same_around(line, at);
        break;
    case ';':
        reference = start > 0 && ends_reference(line, start, at);
        break;
    default:
        break;
    }
    if (byte == '&' && reference) {
        cr_buf_append(out, CR_VIEW("&amp;"));
    } else if (byte == '<') {
        cr_buf_append(out, CR_VIEW("&lt;"));
    } else if (reference) {
        append_reference(out, byte);
    } else {
        if (backslash)
            cr_buf_append_byte(out, '\\');
        cr_buf_append_byte(out, byte);
    }
}

/* Escapes the bytes [start, end) of a clean line; what is around them was written already, or will be. */
static void escape_range(cr_buf *out, cr_view line, size_t start, size_t end, unsigned place)
{
    size_t closing = end;  // "#" at the end of a heading would be taken for its closing sequence
    while (place & CR_MARKDOWN_HEADING && closing > start && line.data[closing - 1] == '#')
        closing--;
    size_t at = place & CR_MARKDOWN_STARTS ? escape_start(out, line, start, end) : start;
    if (at == start && place & CR_MARKDOWN_AFTER_BRACKET && start < end &&
        (line.data[start] == '(' || line.data[start] == ':')) {
        append_reference(out, line.data[start]);
        at++;
    }
    // "[x]" at the start of an item is a box to tick for Hugo, even if it is the text of a link
    bool ticks = end - start == 1 && cr_to_lower(line.data[start]) == 'x' && start > 0 && line.data[start - 1] == '[' &&
                 end < line.size && line.data[end] == ']';
    if (ticks && at == start)
        append_reference(out, line.data[at++]);
    for (; at < end; at++) {
        if (at >= closing || (at + 1 == end && line.data[at] == '!' && place & CR_MARKDOWN_BEFORE_LINK))
            cr_buf_append_byte(out, '\\');
        escape_byte(out, line, start, at);
    }
}

static void escape_line(cr_buf *out, cr_view line, unsigned place)
{
    escape_range(out, line, 0, line.size, place);
}

void cr_markdown_escape_between(cr_buf *out, cr_view before, cr_view line, cr_view after, unsigned place)
{
    enum { NEAR = 16 };  // bytes that an escape may depend on
    cr_buf all = {0};
    size_t start = before.size < NEAR ? before.size : NEAR;
    cr_buf_append(&all, cr_view_slice(before, before.size - start, before.size));
    cr_buf_append(&all, line);
    cr_buf_append(&all, cr_view_slice(after, 0, NEAR));
    escape_range(out, cr_buf_view(&all), start, start + line.size, place);
    cr_buf_release(&all);
}

void cr_markdown_escape(cr_buf *out, cr_view text, unsigned place)
{
    cr_buf line = {0};
    cr_line_append(&line, text);
    escape_line(out, cr_buf_view(&line), place);
    cr_buf_release(&line);
}

static bool is_plain_in_address(char byte)
{
    // What an address may hold (RFC 3986), less what some dialect gives a meaning inside a link.
    return is_letter_or_digit(byte) || (byte && strchr("-._~:/?#@!$&+,;=%", byte));
}

bool cr_markdown_append_address(cr_buf *out, cr_view address)
{
    static const cr_view schemes[] = {{"https://", 8}, {"http://", 7}, {"mailto:", 7}};
    size_t prefix = 0;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !prefix; i++)
        if (cr_view_starts_ignoring_case(address, schemes[i]))
            prefix = schemes[i].size;
    if (prefix == 0 || address.size == prefix)
        return false;
    for (size_t at = 0; at < address.size; at++) {
        char byte = address.data[at];
        bool escaped = byte == '%' && at + 2 < address.size && cr_hex_value(address.data[at + 1]) >= 0 &&
                       cr_hex_value(address.data[at + 2]) >= 0;
        if (byte == '&' && reference_length(address, at))
            cr_buf_append(out, CR_VIEW("&amp;"));
        else if (byte == '$' && same_around(address, at))  // mathematics, for kramdown
            cr_buf_append(out, CR_VIEW("%24"));
        else if (is_plain_in_address(byte) && (byte != '%' || escaped))
            cr_buf_append_byte(out, byte);
        else
            cr_buf_append_format(out, "%%%02X", (unsigned)(unsigned char)byte);
    }
    return true;
}

void cr_markdown_release(cr_markdown_writer *writer)
{
    cr_buf_release(&writer->document);
    cr_buf_release(&writer->meaning);
    cr_buf_release(&writer->pending);
    *writer = (cr_markdown_writer){0};
}

static void mean(cr_markdown_writer *writer, char what)
{
    cr_buf_append_byte(&writer->meaning, MARK);
    cr_buf_append_byte(&writer->meaning, what);
}

static bool at_block_start(const cr_markdown_writer *writer)
{
    return writer->document.size == writer->block_start;
}

/* Escapes what was collected. last: the block ends; before_link: a link of ours comes next. */
static void flush(cr_markdown_writer *writer, bool last, bool before_link)
{
    cr_view raw = cr_buf_view(&writer->pending);
    cr_buf line = {0};
    cr_line_append(&line, raw);
    bool leading = raw.size && cr_is_space(raw.data[0]) && !at_block_start(writer);
    bool trailing = raw.size && cr_is_space(raw.data[raw.size - 1]) && !last && (line.size || !at_block_start(writer));
    unsigned place = (at_block_start(writer) && writer->block != 'h' ? CR_MARKDOWN_STARTS : 0u) |
                     (last && writer->block == 'h' ? CR_MARKDOWN_HEADING : 0u) |
                     (before_link && !trailing ? CR_MARKDOWN_BEFORE_LINK : 0u) |
                     (writer->after_bracket && !leading ? CR_MARKDOWN_AFTER_BRACKET : 0u);
    if (leading && line.size) {
        cr_buf_append_byte(&writer->document, ' ');
        cr_buf_append_byte(&writer->meaning, ' ');
    }
    escape_line(&writer->document, cr_buf_view(&line), place);
    cr_buf_append(&writer->meaning, cr_buf_view(&line));
    if (trailing) {
        cr_buf_append_byte(&writer->document, ' ');
        cr_buf_append_byte(&writer->meaning, ' ');
    }
    if (line.size || trailing)
        writer->after_bracket = false;
    cr_buf_clear(&writer->pending);
    cr_buf_release(&line);
}

static void cut(cr_buf *buf, size_t size)
{
    buf->size = size;
    buf->data[size] = '\0';
}

static void close_block(cr_markdown_writer *writer)
{
    if (!writer->block)
        return;
    flush(writer, true, false);
    // A space that waited for text which never came.
    while (!at_block_start(writer) && writer->document.data[writer->document.size - 1] == ' ' &&
           writer->meaning.data[writer->meaning.size - 1] == ' ') {
        writer->document.data[--writer->document.size] = '\0';
        writer->meaning.data[--writer->meaning.size] = '\0';
    }
    if (!at_block_start(writer)) {
        cr_buf_append_byte(&writer->document, '\n');
        cr_buf_append_byte(&writer->meaning, BLOCK_END);
    } else if (writer->block == 'i') {  // an item without a paragraph
        cr_buf_append_byte(&writer->document, '\n');
        cut(&writer->meaning, writer->meaning.size - 2);
    } else {  // dialects differ on an empty heading, and there is no empty paragraph
        cut(&writer->document, writer->parted);
        cut(&writer->meaning, writer->meaning.size - 2);
    }
    writer->block = 0;
    writer->after_bracket = false;
}

static void close_list(cr_markdown_writer *writer)
{
    close_block(writer);
    if (writer->list) {
        mean(writer, ')');
        cr_buf_append_byte(&writer->meaning, BLOCK_END);
    }
    writer->list = 0;
}

static void open_block(cr_markdown_writer *writer, char block)
{
    writer->block = block;
    writer->block_start = writer->document.size;
}

static void part_blocks(cr_markdown_writer *writer)
{
    close_list(writer);
    writer->parted = writer->document.size;
    if (writer->document.size)
        cr_buf_append_byte(&writer->document, '\n');
}

void cr_markdown_heading(cr_markdown_writer *writer, int level)
{
    part_blocks(writer);
    for (int i = 0; i < level; i++)
        cr_buf_append_byte(&writer->document, '#');
    cr_buf_append_byte(&writer->document, ' ');
    mean(writer, (char)('0' + level));
    writer->level = level;
    open_block(writer, 'h');
}

void cr_markdown_paragraph(cr_markdown_writer *writer)
{
    part_blocks(writer);
    mean(writer, 'p');
    open_block(writer, 'p');
}

void cr_markdown_rule(cr_markdown_writer *writer)
{
    part_blocks(writer);
    cr_buf_append(&writer->document, CR_VIEW("---\n"));
    mean(writer, '-');
    cr_buf_append_byte(&writer->meaning, BLOCK_END);
}

static void open_item(cr_markdown_writer *writer, char list)
{
    if (writer->list == list) {
        close_block(writer);
    } else {
        part_blocks(writer);
        writer->list = list;
        writer->item = 0;
        mean(writer, list);
    }
    writer->item++;
    mean(writer, 'i');
    mean(writer, 'p');
    if (list == 'o')
        cr_buf_append_size(&writer->document, writer->item);
    cr_buf_append(&writer->document, list == 'o' ? CR_VIEW(". ") : CR_VIEW("- "));
    open_block(writer, 'i');
}

void cr_markdown_ordered_item(cr_markdown_writer *writer)
{
    open_item(writer, 'o');
}

void cr_markdown_bullet_item(cr_markdown_writer *writer)
{
    open_item(writer, 'u');
}

void cr_markdown_text(cr_markdown_writer *writer, cr_view text)
{
    cr_buf_append(&writer->pending, text);
}

/* Opens or closes an inline of ours: its bytes in the document, and its mark. */
static void put_mark(cr_markdown_writer *writer, const char *bytes, char what)
{
    cr_buf_append_string(&writer->document, bytes);
    cr_buf_append_byte(&writer->meaning, INSIDE);
    cr_buf_append_byte(&writer->meaning, what);
}

void cr_markdown_strong(cr_markdown_writer *writer, cr_view text)
{
    cr_view before = cr_buf_view(&writer->pending);
    cr_buf line = {0};
    cr_line_append(&line, text);
    cr_view words = cr_buf_view(&line);
    // Only ASCII letters and letters beyond ASCII at both ends make the emphasis certain in every dialect.
    bool free_before = before.size ? cr_is_space(before.data[before.size - 1]) : at_block_start(writer);
    bool plain = words.size && (cr_is_alpha(words.data[0]) || (unsigned char)words.data[0] >= 0x80);
    char end = words.size ? words.data[words.size - 1] : ' ';
    plain = plain && (is_letter_or_digit(end) || (unsigned char)end >= 0x80);
    if (free_before && plain) {
        flush(writer, false, false);
        put_mark(writer, "**", '*');
        escape_line(&writer->document, words, 0);
        cr_buf_append(&writer->meaning, words);
        put_mark(writer, "**", '/');
        writer->after_bracket = false;
    } else {
        cr_buf_append(&writer->pending, words);
    }
    cr_buf_release(&line);
}

static bool begin_link(cr_markdown_writer *writer, cr_buf *address, cr_view wanted)
{
    return wanted.size && cr_markdown_append_address(address, wanted) && (flush(writer, false, true), true);
}

static void end_link(cr_markdown_writer *writer, const cr_buf *address)
{
    cr_buf_append(&writer->document, CR_VIEW("]("));
    cr_buf_append(&writer->document, cr_buf_view(address));
    put_mark(writer, ")", '/');
    // The parser hands the address out with its references resolved; "&amp;" is the only one that is written.
    cr_view rest = cr_buf_view(address);
    cr_buf_append_byte(&writer->meaning, INSIDE);
    for (size_t at = 0; at < rest.size; at++) {
        cr_buf_append_byte(&writer->meaning, rest.data[at]);
        if (cr_view_starts(cr_view_slice(rest, at, rest.size), CR_VIEW("&amp;")))
            at += 4;
    }
    cr_buf_append_byte(&writer->meaning, INSIDE);
    writer->after_bracket = false;
}

void cr_markdown_link(cr_markdown_writer *writer, cr_view text, cr_view address)
{
    cr_buf encoded = {0}, line = {0};
    cr_line_append(&line, text);
    if (line.size && begin_link(writer, &encoded, address)) {
        put_mark(writer, "[", 'a');
        cr_markdown_escape_between(&writer->document, CR_VIEW("["), cr_buf_view(&line), CR_VIEW("]"), 0);
        cr_buf_append(&writer->meaning, cr_buf_view(&line));
        end_link(writer, &encoded);
    } else {
        cr_buf_append(&writer->pending, cr_buf_view(&line));
    }
    cr_buf_release(&encoded);
    cr_buf_release(&line);
}

void cr_markdown_citation(cr_markdown_writer *writer, size_t number, cr_view address)
{
    cr_buf encoded = {0}, label = {0};
    cr_buf_append_format(&label, "[%zu]", number);
    if (begin_link(writer, &encoded, address)) {
        put_mark(writer, "[", 'a');
        cr_buf_append(&writer->document, cr_buf_view(&label));
        cr_buf_append(&writer->meaning, cr_buf_view(&label));
        end_link(writer, &encoded);
    } else {
        flush(writer, false, true);
        cr_buf_append(&writer->document, cr_buf_view(&label));
        cr_buf_append(&writer->meaning, cr_buf_view(&label));
        writer->after_bracket = true;
    }
    cr_buf_release(&encoded);
    cr_buf_release(&label);
}

/* Appends what a parsed node means; false at what is never written. */
static bool mean_node(cr_markdown_writer *tree, cmark_node *node, bool entering)
{
    cr_buf *out = &tree->meaning;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_DOCUMENT:
        return true;
    case CMARK_NODE_HEADING:
        if (entering)
            mean(tree, (char)('0' + cmark_node_get_heading_level(node)));
        else
            cr_buf_append_byte(out, BLOCK_END);
        return true;
    case CMARK_NODE_PARAGRAPH:
        if (entering)
            mean(tree, 'p');
        else
            cr_buf_append_byte(out, BLOCK_END);
        return true;
    case CMARK_NODE_LIST:
        if (entering) {
            bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
            mean(tree, ordered ? 'o' : 'u');
            return !ordered || cmark_node_get_list_start(node) == 1;
        }
        mean(tree, ')');
        cr_buf_append_byte(out, BLOCK_END);
        return true;
    case CMARK_NODE_ITEM:
        if (entering)
            mean(tree, 'i');
        return true;
    case CMARK_NODE_THEMATIC_BREAK:
        mean(tree, '-');
        cr_buf_append_byte(out, BLOCK_END);
        return true;
    case CMARK_NODE_TEXT:
        cr_buf_append_string(out, cmark_node_get_literal(node));
        return true;
    case CMARK_NODE_STRONG:
        cr_buf_append_byte(out, INSIDE);
        cr_buf_append_byte(out, entering ? '*' : '/');
        return true;
    case CMARK_NODE_LINK:
        cr_buf_append_byte(out, INSIDE);
        cr_buf_append_byte(out, entering ? 'a' : '/');
        if (entering)
            return cmark_node_get_title(node)[0] == '\0';
        cr_buf_append_byte(out, INSIDE);
        cr_buf_append_string(out, cmark_node_get_url(node));
        cr_buf_append_byte(out, INSIDE);
        return true;
    default:
        return false;
    }
}

static cr_status check(const cr_markdown_writer *writer, cr_error *error)
{
    cmark_node *root = cmark_parse_document(writer->document.data, writer->document.size, CMARK_OPT_DEFAULT);
    if (!root)
        return cr_error_set(error, CR_LIBRARY, "cmark cannot parse the document written");
    cr_markdown_writer tree = {0};
    cmark_iter *iterator = cmark_iter_new(root);
    cr_view intended = cr_buf_view(&writer->meaning);
    size_t agreed = 0;  // bytes of both that are the same
    int line = 1;
    bool same = true;
    for (cmark_event_type event; same && (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (cmark_node_get_start_line(node) > 0)
            line = cmark_node_get_start_line(node);
        same = mean_node(&tree, node, event == CMARK_EVENT_ENTER);
        size_t size = tree.meaning.size;
        same = same && size <= intended.size &&
               (size == agreed || memcmp(tree.meaning.data + agreed, intended.data + agreed, size - agreed) == 0);
        agreed = size;
    }
    same = same && agreed == intended.size;
    cmark_iter_free(iterator);
    cmark_node_free(root);
    cr_markdown_release(&tree);
    if (!same)
        return cr_error_at(error, CR_LIBRARY, "Markdown", (size_t)line, 0,
                           "what was written does not read back as it was meant");
    return CR_OK;
}

cr_status cr_markdown_finish(cr_markdown_writer *writer, cr_buf *out, cr_error *error)
{
    close_list(writer);
    if (!writer->document.size)
        return CR_OK;
    cr_status status = check(writer, error);
    if (status == CR_OK)
        cr_buf_append(out, cr_buf_view(&writer->document));
    return status;
}
