#include "format/html_blocks.h"

#include "base/buf.h"
#include "base/memory.h"
#include "format/html_walk.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
    cr_arena *arena;
    cr_block *blocks;
    size_t n_blocks, capacity;
    bool is_open;          // the last one
    cr_buf text;           // of it
    cr_block_link *links;  // of it
    size_t n_links, links_capacity;
    size_t citations;  // open around the text
    size_t footers;
    size_t number;  // of the last item
} reader;

/* ---- elements ----------------------------------------------------------------------------------------------------- */

static cr_view attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? cr_view_of(found->value) : (cr_view){0};
}

static bool has_class(const GumboNode *node, cr_view name)
{
    cr_view names = attribute(node, "class");
    for (size_t start = 0, end; start < names.size; start = end + 1) {
        for (end = start; end < names.size && !cr_is_space(names.data[end]);)
            end++;
        if (cr_view_equal(cr_view_slice(names, start, end), name))
            return true;
    }
    return false;
}

static bool is_citation(const GumboNode *node)
{
    return has_class(node, CR_VIEW("citation"));
}

static bool is_footer(const GumboNode *node)
{
    return node->v.element.tag == GUMBO_TAG_FOOTER || has_class(node, CR_VIEW("footer"));
}

static bool is_left_out(const GumboNode *node)
{
    switch (node->v.element.tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_TEMPLATE:
        return true;
    default:
        return has_class(node, CR_VIEW("preheader")) || has_class(node, CR_VIEW("unsubscribe"));
    }
}

static bool is_inline(const GumboNode *node)
{
    switch (node->v.element.tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TIME:
        return true;
    default:
        return false;
    }
}

/* ---- blocks ------------------------------------------------------------------------------------------------------- */

static void end_block(reader *r)
{
    if (!r->is_open)
        return;
    cr_block *block = &r->blocks[r->n_blocks - 1];
    cr_block_link *links = CR_ARENA_ARRAY(r->arena, cr_block_link, r->n_links);
    if (r->n_links)
        memcpy(links, r->links, r->n_links * sizeof *links);
    block->text = cr_arena_copy(r->arena, cr_buf_view(&r->text));
    block->links = links;
    block->n_links = r->n_links;
    r->is_open = false;
}

static cr_block *begin_block(reader *r, cr_block_kind kind, size_t line)
{
    end_block(r);
    r->blocks = cr_grow(r->blocks, &r->capacity, r->n_blocks + 1, sizeof *r->blocks);
    cr_block *block = &r->blocks[r->n_blocks++];
    *block = (cr_block){.kind = kind, .line = line};
    cr_buf_clear(&r->text);
    r->n_links = 0;
    r->is_open = true;
    return block;
}

static void begin_item(reader *r, const GumboNode *node)
{
    bool ordered = node->parent->v.element.tag == GUMBO_TAG_OL;
    size_t number;
    cr_block *block = begin_block(r, ordered ? CR_BLOCK_ORDERED_ITEM : CR_BLOCK_BULLET_ITEM,
                                  node->v.element.start_pos.line);
    if (!ordered)
        return;
    r->number = cr_view_to_size(attribute(node, "value"), &number) ? number : r->number + 1;
    block->number = r->number;
}

static void begin_link(reader *r, const GumboNode *node)
{
    if (!r->is_open)
        begin_block(r, CR_BLOCK_OTHER, node->v.element.start_pos.line);
    r->links = cr_grow(r->links, &r->links_capacity, r->n_links + 1, sizeof *r->links);
    r->links[r->n_links++] = (cr_block_link){.start = (uint32_t)r->text.size,
                                             .end = UINT32_MAX,
                                             .address = cr_arena_copy(r->arena, attribute(node, "href")),
                                             .line = node->v.element.start_pos.line};
}

static void end_links(reader *r)
{
    for (size_t i = r->n_links; i-- > 0 && r->links[i].end == UINT32_MAX;)
        r->links[i].end = (uint32_t)r->text.size;
}

/* False: nothing inside it is read. */
static bool enter(void *context, const GumboNode *node)
{
    reader *r = context;
    size_t line = node->v.element.start_pos.line;
    GumboTag tag = node->v.element.tag;
    if (is_left_out(node))
        return false;
    if (is_citation(node) || tag == GUMBO_TAG_A)
        begin_link(r, node);
    r->citations += is_citation(node);
    if (is_inline(node)) {
        if (tag == GUMBO_TAG_BR && r->is_open)
            cr_buf_append_byte(&r->text, ' ');
        return true;
    }
    end_block(r);
    if (is_footer(node)) {
        r->footers++;
        begin_block(r, CR_BLOCK_RULE, line);
        end_block(r);
    }
    if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6)
        begin_block(r, CR_BLOCK_HEADING, line)->level = (int)tag - (int)GUMBO_TAG_H1 + 1;
    else if (tag == GUMBO_TAG_LI)
        begin_item(r, node);
    else if (tag == GUMBO_TAG_P)
        begin_block(r, r->footers ? CR_BLOCK_BULLET_ITEM : CR_BLOCK_PARAGRAPH, line);
    else if (tag == GUMBO_TAG_OL)
        r->number = 0;
    return true;
}

static void leave(void *context, const GumboNode *node)
{
    reader *r = context;
    if (is_citation(node) || node->v.element.tag == GUMBO_TAG_A)
        end_links(r);
    r->citations -= is_citation(node);
    if (is_inline(node))
        return;
    end_block(r);
    r->footers -= is_footer(node);
}

static bool is_blank(cr_view text)
{
    return cr_view_trim(text).size == 0;
}

static void take_text(void *context, const GumboNode *node)
{
    reader *r = context;
    cr_view text = cr_view_of(node->v.text.text);
    if (!r->is_open && is_blank(text))
        return;
    if (!r->is_open)
        begin_block(r, CR_BLOCK_OTHER, node->v.text.start_pos.line);
    for (size_t at = 0; at < text.size; at++) {
        char byte = text.data[at];
        if (r->text.size == 0 && cr_is_space(byte))
            continue;
        if (r->citations == 0 && (byte == '[' || byte == ']'))
            cr_buf_append_string(&r->text, byte == '[' ? CR_BLOCK_OPEN : CR_BLOCK_CLOSE);
        else
            cr_buf_append_byte(&r->text, byte);
    }
}

/* ---- the walk ----------------------------------------------------------------------------------------------------- */

cr_status cr_html_read_blocks(cr_view source, const char *path, cr_arena *arena, cr_block_list *list, cr_error *error)
{
    *list = (cr_block_list){0};
    reader r = {.arena = arena};
    const cr_html_visitor visitor = {&r, enter, leave, take_text};
    cr_status status = cr_html_walk(source, path, &visitor, error);
    if (status)
        return status;
    end_block(&r);
    cr_block *blocks = CR_ARENA_ARRAY(arena, cr_block, r.n_blocks);
    if (r.n_blocks)
        memcpy(blocks, r.blocks, r.n_blocks * sizeof *blocks);
    *list = (cr_block_list){blocks, r.n_blocks};
    free(r.blocks);
    free(r.links);
    cr_buf_release(&r.text);
    return CR_OK;
}
