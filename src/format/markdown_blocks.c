#include "format/markdown_blocks.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "format/markdown.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    cr_arena *arena;
    cr_block *blocks;
    size_t n_blocks, capacity;
    cr_buf text;           // of the block under way
    cr_block_link *links;  // of the block under way
    size_t n_links, links_capacity;
} reader;

/* The number of an item of an ordered list. */
static size_t number_of(cmark_node *item)
{
    int start = cmark_node_get_list_start(cmark_node_parent(item));
    size_t number = start > 0 ? (size_t)start : 0;
    while ((item = cmark_node_previous(item)))
        number++;
    return number;
}

static void begin(reader *r, cmark_node *node, cr_block_kind kind)
{
    int line = cmark_node_get_start_line(node);
    r->blocks = cr_grow(r->blocks, &r->capacity, r->n_blocks + 1, sizeof *r->blocks);
    cr_block *block = &r->blocks[r->n_blocks++];
    *block = (cr_block){.kind = kind, .line = line > 0 ? (size_t)line : 0};
    cr_buf_clear(&r->text);
    r->n_links = 0;
    if (kind == CR_BLOCK_HEADING)
        block->level = cmark_node_get_heading_level(node);
}

static void begin_paragraph(reader *r, cmark_node *node)
{
    cmark_node *item = cmark_node_parent(node);
    cmark_node_type outer = item ? cmark_node_get_type(item) : CMARK_NODE_DOCUMENT;
    if (outer == CMARK_NODE_ITEM) {
        bool ordered = cmark_node_get_list_type(cmark_node_parent(item)) == CMARK_ORDERED_LIST;
        begin(r, node, ordered ? CR_BLOCK_ORDERED_ITEM : CR_BLOCK_BULLET_ITEM);
        const cr_block *before = r->n_blocks > 1 ? &r->blocks[r->n_blocks - 2] : NULL;
        // counted from the one before it: a list may be long
        if (ordered && cmark_node_previous(item) && before && before->kind == CR_BLOCK_ORDERED_ITEM)
            r->blocks[r->n_blocks - 1].number = before->number + (cmark_node_previous(node) ? 0 : 1);
        else if (ordered)
            r->blocks[r->n_blocks - 1].number = number_of(item);
    } else {
        begin(r, node, outer == CMARK_NODE_DOCUMENT ? CR_BLOCK_PARAGRAPH : CR_BLOCK_OTHER);
    }
}

static void end(reader *r)
{
    cr_block *block = &r->blocks[r->n_blocks - 1];
    cr_block_link *links = CR_ARENA_ARRAY(r->arena, cr_block_link, r->n_links);
    if (r->n_links)
        memcpy(links, r->links, r->n_links * sizeof *links);
    block->text = cr_arena_copy(r->arena, cr_buf_view(&r->text));
    block->links = links;
    block->n_links = r->n_links;
}

static void take_link(reader *r, cmark_node *node, bool enters)
{
    if (!enters) {
        r->links[r->n_links - 1].end = (uint32_t)r->text.size;
        return;
    }
    r->links = cr_grow(r->links, &r->links_capacity, r->n_links + 1, sizeof *r->links);
    r->links[r->n_links++] = (cr_block_link){.start = (uint32_t)r->text.size,
                                             .address = cr_arena_copy(r->arena, cr_view_of(cmark_node_get_url(node)))};
}

static void take(reader *r, cmark_node *node, bool enters)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        if (enters)
            begin_paragraph(r, node);
        else
            end(r);
        break;
    case CMARK_NODE_HEADING:
        if (enters)
            begin(r, node, CR_BLOCK_HEADING);
        else
            end(r);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        begin(r, node, CR_BLOCK_RULE);
        end(r);
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        begin(r, node, CR_BLOCK_OTHER);
        cr_buf_append_string(&r->text, cmark_node_get_literal(node));
        end(r);
        break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
        cr_buf_append_string(&r->text, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        cr_buf_append_byte(&r->text, ' ');
        break;
    case CMARK_NODE_LINK:
        take_link(r, node, enters);
        break;
    default:
        break;
    }
}

cr_status cr_markdown_read_blocks(cr_view source, const char *path, cr_arena *arena, cr_block_list *list,
                                  cr_error *error)
{
    *list = (cr_block_list){0};
    cr_status status = cr_markdown_guard(source, path, error);
    if (!status)
        status = cr_markdown_guard_tree(source, CR_BLOCK_MARKS, path, error);
    if (status)
        return status;
    cmark_node *document = cmark_parse_document(source.size ? source.data : "", source.size, CMARK_OPT_DEFAULT);
    if (!document)
        cr_out_of_memory();
    cmark_iter *iterator = cmark_iter_new(document);
    reader r = {.arena = arena};
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;)
        take(&r, cmark_iter_get_node(iterator), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iterator);
    cmark_node_free(document);
    cr_block *blocks = CR_ARENA_ARRAY(arena, cr_block, r.n_blocks);
    if (r.n_blocks)
        memcpy(blocks, r.blocks, r.n_blocks * sizeof *blocks);
    *list = (cr_block_list){blocks, r.n_blocks};
    free(r.blocks);
    free(r.links);
    cr_buf_release(&r.text);
    return CR_OK;
}
