#include "format/markdown_proof.h"

#include "base/buf.h"
#include "base/memory.h"
#include "format/markdown.h"

#include <cmark.h>
#include <stdlib.h>

/* A parsed document as one text: what its nodes are, between marks that no text of it holds, and the texts. */
typedef struct reading {
    cr_buf tree;
    const cr_view *values;  // [n_values] put where the placeholders are; NULL: what is read is the document itself
    size_t n_values, n_used;
    bool in_code;  // a placeholder stands where values are not escaped
    bool matches;  // placeholders and values are equally many
    struct {
        size_t offset;
        int line;
    } * lines;  // [n_lines] of the source, where offsets of tree begin
    size_t n_lines, capacity;
} reading;

enum { MARK = '\x01', PART = '\x02' };

static void release(reading *r)
{
    cr_buf_release(&r->tree);
    free(r->lines);
}

/* Appends a text with the values in place of the placeholders. */
static void put_text(reading *r, const char *literal)
{
    cr_view rest = cr_view_of(literal ? literal : "");
    for (ptrdiff_t at; r->values && (at = cr_view_find(rest, CR_MARKDOWN_PLACEHOLDER)) != CR_NOT_FOUND;) {
        cr_buf_append(&r->tree, cr_view_slice(rest, 0, (size_t)at));
        if (r->n_used < r->n_values)
            cr_buf_append(&r->tree, r->values[r->n_used++]);
        else
            r->matches = false;
        rest = cr_view_slice(rest, (size_t)at + CR_MARKDOWN_PLACEHOLDER.size, rest.size);
    }
    cr_buf_append(&r->tree, rest);
}

static void put_raw(reading *r, const char *literal)
{
    if (r->values && cr_view_find(cr_view_of(literal ? literal : ""), CR_MARKDOWN_PLACEHOLDER) != CR_NOT_FOUND)
        r->in_code = true;
    put_text(r, literal);
}

static void put_number(reading *r, int number)
{
    cr_buf_append_format(&r->tree, "%d%c", number, PART);
}

static void read_node(reading *r, cmark_node *node, bool entering)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT) {  // one text may be several nodes
        put_text(r, cmark_node_get_literal(node));
        return;
    }
    if (entering && cmark_node_get_start_line(node) > 0) {
        r->lines = cr_grow(r->lines, &r->capacity, r->n_lines + 1, sizeof *r->lines);
        r->lines[r->n_lines].offset = r->tree.size;
        r->lines[r->n_lines++].line = cmark_node_get_start_line(node);
    }
    cr_buf_append_byte(&r->tree, MARK);
    cr_buf_append_byte(&r->tree, entering ? '+' : '-');
    put_number(r, (int)type);
    switch (type) {
    case CMARK_NODE_HEADING:
        put_number(r, cmark_node_get_heading_level(node));
        break;
    case CMARK_NODE_LIST:
        put_number(r, (int)cmark_node_get_list_type(node));
        put_number(r, cmark_node_get_list_start(node));
        put_number(r, cmark_node_get_list_tight(node));
        break;
    case CMARK_NODE_CODE_BLOCK:
        put_raw(r, cmark_node_get_fence_info(node));
        cr_buf_append_byte(&r->tree, PART);
        put_raw(r, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
        put_raw(r, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        if (!entering) {  // the text stands before it in the source
            put_text(r, cmark_node_get_url(node));
            cr_buf_append_byte(&r->tree, PART);
            put_raw(r, cmark_node_get_title(node));
        }
        break;
    default:
        break;
    }
    cr_buf_append_byte(&r->tree, MARK);
}

static bool read_tree(reading *r, cr_view source)
{
    cmark_node *root = cmark_parse_document(source.data ? source.data : "", source.size, CMARK_OPT_DEFAULT);
    if (!root)
        return false;
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;)
        read_node(r, cmark_iter_get_node(iterator), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iterator);
    cmark_node_free(root);
    return true;
}

static int line_of(const reading *r, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < r->n_lines && r->lines[i].offset <= offset; i++)
        line = r->lines[i].line;
    return line;
}

static size_t lines_before(cr_view document, cr_view body)
{
    size_t n = 0;
    for (const char *at = document.data; at < body.data; at++)
        n += *at == '\n';
    return n;
}

cr_status cr_markdown_prove(cr_view document, cr_view skeleton, const cr_view *values, size_t n_values,
                            const char *source, cr_error *error)
{
    static const cr_view none[1];
    cr_view front, body = document, bones = skeleton;
    cr_front_matter_split(document, &front, &body);
    cr_front_matter_split(skeleton, &front, &bones);
    if (!body.size)
        return CR_OK;
    cr_error costly = {0};
    if (cr_markdown_guard(body, source, &costly))
        return cr_error_at(error, CR_LIMIT, source, 0, 0, "line %zu of what it makes: %s",
                           lines_before(document, body) + costly.line, costly.text);
    reading made = {.matches = true},
            meant = {.values = n_values ? values : none, .n_values = n_values, .matches = true};
    cr_status status = CR_OK;
    if (!read_tree(&made, body) || !read_tree(&meant, bones)) {
        status = cr_error_set(error, CR_LIBRARY, "cmark cannot parse the document written");
    } else {
        size_t same = 0;
        while (same < made.tree.size && same < meant.tree.size && made.tree.data[same] == meant.tree.data[same])
            same++;
        size_t line = lines_before(document, body) + (size_t)line_of(&made, same);
        if (meant.in_code)
            status = cr_error_at(error, CR_INPUT, source, 0, 0,
                                 "a value stands in code, HTML or a link's title, where Markdown has no escape for it");
        else if (same < made.tree.size || same < meant.tree.size || !meant.matches || meant.n_used < n_values)
            status = cr_error_at(error, CR_LIBRARY, source, 0, 0,
                                 "line %zu of what it makes does not read back as it was meant", line);
    }
    release(&made);
    release(&meant);
    return status;
}
