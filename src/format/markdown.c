#include "format/markdown.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

/* What a paragraph's marks may cost: the sum over the paragraphs of the square of their number. */
#define MAX_COST UINT64_C(1000000000)

bool cr_front_matter_split(cr_view source, cr_view *front_matter, cr_view *body)
{
    cr_view rest = source, line;
    if (!cr_view_next_line(&rest, &line) || !cr_view_equal(line, CR_VIEW("---")))
        return false;
    cr_view start = rest;
    while (cr_view_next_line(&rest, &line))
        if (cr_view_equal(line, CR_VIEW("---")) || cr_view_equal(line, CR_VIEW("..."))) {
            *front_matter = (cr_view){start.data, (size_t)(line.data - start.data)};
            *body = rest;
            return true;
        }
    return false;
}

/* ---- guards ------------------------------------------------------------------------------------------------------ */

/* Levels that a line opens by the marks at its head. */
static size_t levels_of(cr_view line)
{
    size_t n = 0;
    for (size_t at = 0; at < line.size;) {
        char c = line.data[at];
        bool before_space = at + 1 == line.size || line.data[at + 1] == ' ' || line.data[at + 1] == '\t';
        if (c == '>' || ((c == '-' || c == '+' || c == '*') && before_space)) {
            n++;
            at++;
        } else if (cr_is_digit(c)) {
            while (at < line.size && cr_is_digit(line.data[at]))
                at++;
            if (at == line.size || (line.data[at] != '.' && line.data[at] != ')'))
                break;
            n++;
            at++;
        } else if (c == ' ' || c == '\t') {
            at++;
        } else {
            break;
        }
    }
    return n;
}

static bool is_mark(char c)
{
    return c && strchr("[]*_`<!&\\", c);
}

/* Whether a line starts an item of a list, and so ends the paragraph above: a number other than 1 does only behind another item. */
static bool starts_item(cr_view line, bool after_item)
{
    size_t at = 0;
    while (at < line.size && at < 9 && cr_is_digit(line.data[at]))
        at++;
    bool is_first = at == 1 && line.data[0] == '1';
    if (at == line.size || !line.data[at] || !strchr(at ? ".)" : "-+*", line.data[at]) ||
        (at && !is_first && !after_item))
        return false;
    cr_view text = cr_view_slice(line, at + 1, line.size);
    return text.size && (text.data[0] == ' ' || text.data[0] == '\t') && cr_view_trim(text).size;
}

cr_status cr_markdown_guard(cr_view source, const char *path, cr_error *error)
{
    if (source.size > CR_MAX_MARKDOWN)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu MiB of Markdown", CR_MAX_MARKDOWN / CR_MIB);
    cr_view rest = source, line;
    uint64_t cost = 0, marks = 0;
    bool is_item = false;
    for (size_t n = 1; cr_view_next_line(&rest, &line); n++) {
        if (levels_of(line) > CR_MAX_NESTING)
            return cr_error_at(error, CR_LIMIT, path, n, 0, "too many levels of Markdown");
        is_item = starts_item(line, is_item);
        if (is_item) {
            cost += marks * marks;
            marks = 0;
        }
        for (size_t at = 0; at < line.size; at++)
            marks += is_mark(line.data[at]);
        if (cr_view_trim(line).size == 0 || rest.size == 0) {
            cost += marks * marks;
            marks = 0;
        }
        if (cost > MAX_COST || marks * marks > MAX_COST)
            return cr_error_at(error, CR_LIMIT, path, n, 0, "too many marks in one paragraph");
    }
    return CR_OK;
}

cr_status cr_markdown_guard_tree(cr_view source, size_t marks_a_piece, const char *path, cr_error *error)
{
    cr_view rest = source, line;
    size_t pieces = 0, marks = 0;
    for (size_t n = 1; cr_view_next_line(&rest, &line); n++) {
        pieces += (cr_view_trim(line).size > 0) + levels_of(line);
        for (size_t at = 0; at < line.size; at++)
            marks += is_mark(line.data[at]);
        if (pieces + marks / marks_a_piece > CR_MAX_PIECES)
            return cr_error_at(error, CR_LIMIT, path, n, 0, "more than %zu lines and marks", CR_MAX_PIECES);
    }
    return CR_OK;
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

typedef struct reader {
    cr_buf text;
    cr_markdown_range *ranges;
    size_t n_ranges, capacity;
    size_t block;                           // where the block under way starts
    size_t in_link, in_emphasis, in_image;  // levels
    size_t linked, emphasised;              // bytes of the block under way that are so
    const char *gap;                        // what goes before the next block
} reader;

static void append(reader *r, cr_view text)
{
    if (r->in_image || text.size == 0)
        return;
    if (r->gap && r->text.size) {
        cr_buf_append_string(&r->text, r->gap);
        r->block = r->text.size;
    }
    r->gap = NULL;
    r->linked += r->in_link ? text.size : 0;
    r->emphasised += r->in_emphasis ? text.size : 0;
    cr_buf_append(&r->text, text);
}

static void append_string(reader *r, const char *string)
{
    append(r, cr_view_of(string));
}

static bool is_pipe_table(cr_view text)
{
    return cr_view_find(text, CR_VIEW("|--")) >= 0 || cr_view_find(text, CR_VIEW("| --")) >= 0 ||
           cr_view_find(text, CR_VIEW("|:-")) >= 0 || cr_view_find(text, CR_VIEW("| :-")) >= 0 ||
           cr_view_find(text, CR_VIEW("--|")) >= 0 || cr_view_find(text, CR_VIEW("-- |")) >= 0;
}

static bool is_inside(cmark_node *node, cmark_node_type type)
{
    for (node = cmark_node_parent(node); node; node = cmark_node_parent(node))
        if (cmark_node_get_type(node) == type)
            return true;
    return false;
}

/* The kind of a block that has ended; false: prose. */
static bool kind_of(const reader *r, cmark_node *node, cr_view text, cr_markdown_kind *kind)
{
    bool is_paragraph = cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH;
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
        *kind = CR_MARKDOWN_HEADING;
    else if (!is_paragraph || is_pipe_table(text))
        *kind = CR_MARKDOWN_CODE;
    else if (r->linked && (r->linked == text.size || r->emphasised == text.size))
        *kind = CR_MARKDOWN_LINK;
    else if (is_inside(node, CMARK_NODE_BLOCK_QUOTE))
        *kind = CR_MARKDOWN_QUOTE;
    else if (is_inside(node, CMARK_NODE_ITEM))
        *kind = CR_MARKDOWN_LIST_ITEM;
    else
        return false;
    return true;
}

static void start_block(reader *r, cmark_node *node)
{
    cmark_node *item = cmark_node_parent(node), *list = item ? cmark_node_parent(item) : NULL;
    bool tight = list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) &&
                 (cmark_node_previous(item) || cmark_node_previous(node));
    r->gap = tight ? "\n" : "\n\n";
    r->block = r->text.size;
    r->linked = r->emphasised = 0;
}

static void end_block(reader *r, cmark_node *node)
{
    while (r->text.size > r->block && cr_is_space(r->text.data[r->text.size - 1]))
        r->text.size--;
    cr_markdown_range range = {.start = (uint32_t)r->block, .end = (uint32_t)r->text.size};
    cr_view text = cr_view_slice(cr_buf_view(&r->text), r->block, r->text.size);
    if (r->gap || text.size == 0 || !kind_of(r, node, text, &range.kind))
        return;
    range.level = range.kind == CR_MARKDOWN_HEADING ? cmark_node_get_heading_level(node) : 0;
    r->ranges = cr_grow(r->ranges, &r->capacity, r->n_ranges + 1, sizeof *r->ranges);
    r->ranges[r->n_ranges++] = range;
}

static void take_inline(reader *r, cmark_node *node, bool enters)
{
    size_t step = enters ? 1 : (size_t)-1;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        append_string(r, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
        append_string(r, " ");
        break;
    case CMARK_NODE_LINEBREAK:
        append_string(r, "\n");
        break;
    case CMARK_NODE_LINK:
        r->in_link += step;
        break;
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
        r->in_emphasis += step;
        break;
    case CMARK_NODE_IMAGE:
        r->in_image += step;
        break;
    default:
        break;
    }
}

static void take(reader *r, cmark_node *node, bool enters)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        (enters ? start_block : end_block)(r, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        start_block(r, node);
        append_string(r, cmark_node_get_literal(node));
        end_block(r, node);
        break;
    default:
        take_inline(r, node, enters);
        break;
    }
}

static bool is_leaf(cmark_node *node)
{
    return cmark_node_first_child(node) == NULL;
}

cr_status cr_markdown_read(cr_view source, const char *path, cr_arena *arena, cr_markdown_text *text, cr_error *error)
{
    *text = (cr_markdown_text){0};
    cr_status status = cr_markdown_guard(source, path, error);
    if (!status)
        status = cr_markdown_guard_tree(source, 1, path, error);
    if (status)
        return status;
    cmark_node *document = cmark_parse_document(source.size ? source.data : "", source.size, CMARK_OPT_DEFAULT);
    if (!document)
        cr_out_of_memory();
    cmark_iter *iterator = cmark_iter_new(document);
    reader r = {0};
    size_t depth = 0;
    for (cmark_event_type event; !status && (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        bool enters = event == CMARK_EVENT_ENTER;
        take(&r, node, enters);
        if (!is_leaf(node))
            depth += enters ? 1 : (size_t)-1;
        if (depth > CR_MAX_NESTING)
            status = cr_error_at(error, CR_LIMIT, path, (size_t)cmark_node_get_start_line(node), 0,
                                 "too many levels of Markdown");
    }
    cmark_iter_free(iterator);
    cmark_node_free(document);
    if (!status) {
        cr_markdown_range *ranges = CR_ARENA_ARRAY(arena, cr_markdown_range, r.n_ranges);
        if (r.n_ranges)
            memcpy(ranges, r.ranges, r.n_ranges * sizeof *ranges);
        *text = (cr_markdown_text){cr_arena_copy(arena, cr_buf_view(&r.text)), ranges, r.n_ranges};
    }
    free(r.ranges);
    cr_buf_release(&r.text);
    return status;
}
