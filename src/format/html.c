#include "format/html.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "format/html_walk.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 32 * 1024 };  // where a page names its charset: behind styles and scripts, too

static const cr_view SOFT_HYPHEN = {"\u00AD", 2};

/* ---- charset ----------------------------------------------------------------------------------------------------- */

/* The value behind "charset=" or "encoding=" in a tag. */
static bool charset_in(cr_view tag, char out[48])
{
    static const char *const keys[] = {"charset", "encoding"};
    for (size_t at = 0; at < tag.size; at++) {
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            size_t end = at + strlen(keys[k]), size = 0;
            if (!cr_view_equal_ignoring_case(cr_view_slice(tag, at, end), cr_view_of(keys[k])))
                continue;
            while (end < tag.size && cr_is_space(tag.data[end]))
                end++;
            if (end >= tag.size || tag.data[end] != '=')
                continue;
            for (end++; end < tag.size && (cr_is_space(tag.data[end]) || strchr("\"'", tag.data[end]));)
                end++;
            for (; end < tag.size && size < 47; end++) {
                char c = tag.data[end];
                if (!cr_is_alpha(c) && !cr_is_digit(c) && c != '-' && c != '_' && c != ':' && c != '.')
                    break;
                out[size++] = c;
            }
            out[size] = '\0';
            if (size)
                return true;
        }
    }
    return false;
}

bool cr_html_charset(cr_view bytes, char out[48])
{
    cr_view rest = cr_view_slice(bytes, 0, HEAD_BYTES);
    for (ptrdiff_t start; (start = cr_view_find_byte(rest, '<')) >= 0;) {
        rest = cr_view_slice(rest, (size_t)start + 1, rest.size);
        if (!cr_view_starts_ignoring_case(rest, CR_VIEW("meta")) &&
            !cr_view_starts_ignoring_case(rest, CR_VIEW("?xml")))
            continue;
        ptrdiff_t end = cr_view_find_byte(rest, '>');
        cr_view tag = cr_view_slice(rest, 0, end < 0 ? rest.size : (size_t)end);
        if (charset_in(tag, out))
            return true;
        rest = cr_view_slice(rest, tag.size, rest.size);
    }
    return false;
}

/* ---- tags -------------------------------------------------------------------------------------------------------- */

/* What stands in such an element is no text of the page. */
static bool is_dropped(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_TITLE:
        return true;
    default:
        return false;
    }
}

static cr_html_tag tag_of(GumboTag tag, int *level)
{
    *level = 0;
    switch (tag) {
    case GUMBO_TAG_A:
        return CR_HTML_LINK;
    case GUMBO_TAG_TIME:
        return CR_HTML_TIME;
    case GUMBO_TAG_IMG:
        return CR_HTML_PICTURE;
    case GUMBO_TAG_BODY:
        return CR_HTML_BODY;
    case GUMBO_TAG_MAIN:
        return CR_HTML_MAIN;
    case GUMBO_TAG_ARTICLE:
        return CR_HTML_ARTICLE;
    case GUMBO_TAG_ASIDE:
        return CR_HTML_ASIDE;
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR:
        return CR_HTML_NAV;
    case GUMBO_TAG_HEADER:
        return CR_HTML_HEADER;
    case GUMBO_TAG_FOOTER:
        return CR_HTML_FOOTER;
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
        return CR_HTML_FORM;
    case GUMBO_TAG_P:
        return CR_HTML_PARAGRAPH;
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
        *level = (int)tag - (int)GUMBO_TAG_H1 + 1;
        return CR_HTML_HEADING;
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
        return CR_HTML_LIST;
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
        return CR_HTML_ITEM;
    case GUMBO_TAG_BLOCKQUOTE:
        return CR_HTML_QUOTE;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_PLAINTEXT:
        return CR_HTML_PREFORMATTED;
    case GUMBO_TAG_TABLE:
        return CR_HTML_TABLE;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return CR_HTML_CELL;
    case GUMBO_TAG_FIGURE:
        return CR_HTML_FIGURE;
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_CAPTION:
        return CR_HTML_CAPTION;
    case GUMBO_TAG_ADDRESS:
        return CR_HTML_ADDRESS;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_FRAMESET:
        return CR_HTML_BLOCK;
    default:
        return CR_HTML_INLINE;
    }
}

static bool is_block(cr_html_tag tag)
{
    return tag != CR_HTML_INLINE && tag != CR_HTML_LINK && tag != CR_HTML_TIME && tag != CR_HTML_PICTURE;
}

static cr_view attribute(const GumboNode *node, const char *name)
{
    const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
    return found ? cr_view_trim(cr_view_of(found->value)) : (cr_view){NULL, 0};
}

static bool has_attribute(const GumboNode *node, const char *name)
{
    return gumbo_get_attribute(&node->v.element.attributes, name) != NULL;
}

/* Whether a style holds "name:value", white space aside. */
static bool style_says(cr_view style, const char *what)
{
    for (size_t start = 0; start < style.size; start++) {
        if (cr_is_space(style.data[start]))  // a start each would take the square of its length
            continue;
        size_t at = start, i = 0;
        for (; at < style.size && what[i]; at++) {
            if (cr_is_space(style.data[at]))
                continue;
            if (cr_to_lower(style.data[at]) != what[i])
                break;
            i++;
        }
        if (!what[i])
            return true;
    }
    return false;
}

static bool is_hidden(const GumboNode *node)
{
    if (node->v.element.attributes.length == 0)
        return false;
    cr_view style = attribute(node, "style");
    return has_attribute(node, "hidden") || (style.size && style_says(style, "display:none")) ||
           (style.size && style_says(style, "visibility:hidden"));
}

/* ---- the walk ---------------------------------------------------------------------------------------------------- */

typedef struct reader {
    cr_arena *arena;
    cr_buf text;
    cr_html_element *elements;
    size_t n_elements, elements_capacity;
    cr_html_block *blocks;
    size_t n_blocks, blocks_capacity;
    cr_html_meta *metas;
    size_t n_metas, metas_capacity;
    cr_view *linked_data;
    size_t n_linked_data, linked_data_capacity;
    cr_html_page *page;
    uint32_t element, block_element;  // the innermost open element; the innermost that is a block
    bool in_block;                    // text of a block stands at the end
    bool space;                       // white space is due before the next word
    size_t breaks;                    // line breaks are due
    size_t in_link, in_strong, in_preformatted;
} reader;

static void end_block(reader *r)
{
    if (r->in_block) {
        cr_html_block *block = &r->blocks[r->n_blocks - 1];
        while (r->text.size > block->start && cr_is_space(r->text.data[r->text.size - 1]))
            r->text.size--;
        block->end = (uint32_t)r->text.size;
    }
    r->in_block = r->space = false;
    r->breaks = 0;
}

static void begin_block(reader *r)
{
    if (r->text.size)
        cr_buf_append_string(&r->text, "\n\n");
    r->blocks = cr_grow(r->blocks, &r->blocks_capacity, r->n_blocks + 1, sizeof *r->blocks);
    r->blocks[r->n_blocks++] = (cr_html_block){
        .element = r->block_element, .start = (uint32_t)r->text.size, .end = (uint32_t)r->text.size};
    r->in_block = true;
    r->space = false;
    r->breaks = 0;
}

/* ASCII white space and what looks like it. */
static size_t space_at(const char *text)
{
    if (cr_is_space(*text))
        return 1;
    return text[0] == '\xC2' && text[1] == '\xA0' ? 2 : 0;
}

static bool is_blank(const char *text)
{
    for (size_t size; *text && (size = space_at(text));)
        text += size;
    return *text == '\0';
}

/* Soft hyphens tell where a word may be broken, and are no part of it. */
static void append_unhyphenated(cr_buf *text, cr_view word)
{
    for (ptrdiff_t at; (at = cr_view_find(word, SOFT_HYPHEN)) >= 0;) {
        cr_buf_append(text, cr_view_slice(word, 0, (size_t)at));
        word = cr_view_slice(word, (size_t)at + SOFT_HYPHEN.size, word.size);
    }
    cr_buf_append(text, word);
}

static void append_word(reader *r, cr_view word)
{
    while (cr_view_starts(word, SOFT_HYPHEN))
        word = cr_view_slice(word, SOFT_HYPHEN.size, word.size);
    if (!word.size)
        return;
    if (r->breaks > 1)
        end_block(r);
    if (!r->in_block)
        begin_block(r);
    cr_html_block *block = &r->blocks[r->n_blocks - 1];
    if (block->start < r->text.size) {
        if (r->breaks)
            cr_buf_append_byte(&r->text, '\n');
        else if (r->space)
            cr_buf_append_byte(&r->text, ' ');
    }
    r->space = false;
    r->breaks = 0;
    size_t before = r->text.size;
    append_unhyphenated(&r->text, word);
    uint32_t size = (uint32_t)(r->text.size - before);
    block->linked += r->in_link ? size : 0;
    block->strong += r->in_strong ? size : 0;
}

static void append_text(reader *r, const char *text)
{
    if (!r->in_block && is_blank(text))
        return;
    while (*text) {
        size_t size = 0;
        if (cr_is_space(*text)) {
            if (*text == '\n' && r->in_preformatted)
                r->breaks = 1;
            r->space = true;
            text++;
            continue;
        }
        while (text[size] && !cr_is_space(text[size]))
            size++;
        append_word(r, (cr_view){text, size});
        text += size;
    }
}

static cr_view joined(cr_arena *arena, cr_view a, cr_view b)
{
    if (!a.size || !b.size)
        return a.size ? cr_arena_copy(arena, a) : b.size ? cr_arena_copy(arena, b) : (cr_view){NULL, 0};
    char *both = cr_arena_allocate(arena, a.size + b.size + 1, 1);
    memcpy(both, a.data, a.size);
    both[a.size] = ' ';
    memcpy(both + a.size + 1, b.data, b.size);
    return (cr_view){both, a.size + b.size + 1};
}

static cr_view kept(const reader *r, cr_view text)
{
    return text.size ? cr_arena_copy(r->arena, text) : (cr_view){NULL, 0};
}

static void open_element(reader *r, const GumboNode *node, cr_html_tag tag, int level)
{
    cr_html_element e = {.parent = r->element,
                         .tag = tag,
                         .level = level,
                         .first_block = (uint32_t)r->n_blocks,
                         .start = (uint32_t)r->text.size};
    if (node->v.element.attributes.length) {
        e.names = joined(r->arena, joined(r->arena, attribute(node, "class"), attribute(node, "id")),
                         attribute(node, "role"));
        e.property = attribute(node, has_attribute(node, "itemprop") ? "itemprop" : "rel");
        e.property = kept(r, e.property);
        e.value = kept(r, attribute(node, has_attribute(node, "content") ? "content" : "datetime"));
    }
    r->elements = cr_grow(r->elements, &r->elements_capacity, r->n_elements + 1, sizeof *r->elements);
    r->elements[r->n_elements] = e;
    r->element = (uint32_t)r->n_elements++;
    if (is_block(tag))
        r->block_element = r->element;
}

static void close_element(reader *r)
{
    cr_html_element *e = &r->elements[r->element];
    e->next = (uint32_t)r->n_elements;
    e->next_block = (uint32_t)r->n_blocks;
    e->end = (uint32_t)r->text.size;
    r->element = e->parent;
    while (r->block_element && (!is_block(r->elements[r->block_element].tag) || r->elements[r->block_element].next))
        r->block_element = r->elements[r->block_element].parent;
}

static void take_meta(reader *r, const GumboNode *node)
{
    cr_view value = attribute(node, "content");
    static const char *const names[] = {"property", "name", "itemprop"};
    cr_view name = {NULL, 0};
    for (size_t i = 0; !name.size && i < sizeof names / sizeof *names; i++)
        name = attribute(node, names[i]);
    if (!value.size || !name.size)
        return;
    char *lower = cr_arena_allocate(r->arena, name.size, 1);
    for (size_t i = 0; i < name.size; i++)
        lower[i] = cr_to_lower(name.data[i]);
    r->metas = cr_grow(r->metas, &r->metas_capacity, r->n_metas + 1, sizeof *r->metas);
    r->metas[r->n_metas++] = (cr_html_meta){{lower, name.size}, cr_arena_copy(r->arena, value)};
}

static cr_view text_inside(const GumboNode *node)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA)
            return cr_view_of(child->v.text.text);
    }
    return (cr_view){NULL, 0};
}

/* What tells of the page, wherever it stands. */
static void take_telling(reader *r, const GumboNode *node)
{
    cr_view text;
    switch (node->v.element.tag) {
    case GUMBO_TAG_META:
        take_meta(r, node);
        break;
    case GUMBO_TAG_LINK:
        if (!r->page->canonical.size && cr_view_equal_ignoring_case(attribute(node, "rel"), CR_VIEW("canonical")))
            r->page->canonical = kept(r, attribute(node, "href"));
        break;
    case GUMBO_TAG_SCRIPT:
        text = text_inside(node);
        if (text.size && cr_view_find(attribute(node, "type"), CR_VIEW("ld+json")) >= 0) {
            r->linked_data = cr_grow(r->linked_data, &r->linked_data_capacity, r->n_linked_data + 1,
                                     sizeof *r->linked_data);
            r->linked_data[r->n_linked_data++] = cr_arena_copy(r->arena, text);
        }
        break;
    case GUMBO_TAG_TITLE:
        text = text_inside(node);
        if (!r->page->title.size && text.size) {
            cr_buf line = {0};
            cr_buf_append_squeezed(&line, text);
            r->page->title = cr_arena_copy(r->arena, cr_buf_view(&line));
            cr_buf_release(&line);
        }
        break;
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
        if (!r->page->lang.size)
            r->page->lang = kept(r, attribute(node, has_attribute(node, "lang") ? "lang" : "xml:lang"));
        break;
    default:
        break;
    }
}

/* Whether what is inside the element is to be walked through. */
static bool enter(void *context, const GumboNode *node)
{
    reader *r = context;
    GumboTag gumbo_tag = node->v.element.tag;
    take_telling(r, node);
    if (node->type == GUMBO_NODE_TEMPLATE || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML ||
        is_dropped(gumbo_tag) || (gumbo_tag != GUMBO_TAG_BODY && gumbo_tag != GUMBO_TAG_HTML && is_hidden(node)))
        return false;
    if (gumbo_tag == GUMBO_TAG_HTML || gumbo_tag == GUMBO_TAG_HEAD)
        return true;
    if (gumbo_tag == GUMBO_TAG_BR) {
        r->breaks += r->in_block;
        return false;
    }
    int level;
    cr_html_tag tag = tag_of(gumbo_tag, &level);
    if (r->n_elements == 0 && tag != CR_HTML_BODY)
        return node->v.element.children.length > 0;  // of the head
    if (is_block(tag))
        end_block(r);
    open_element(r, node, tag, level);
    r->in_link += tag == CR_HTML_LINK;
    r->in_strong += gumbo_tag == GUMBO_TAG_B || gumbo_tag == GUMBO_TAG_STRONG;
    r->in_preformatted += tag == CR_HTML_PREFORMATTED;
    return true;
}

static void leave(void *context, const GumboNode *node)
{
    reader *r = context;
    int level;
    GumboTag gumbo_tag = node->v.element.tag;
    cr_html_tag tag = tag_of(gumbo_tag, &level);
    if (gumbo_tag == GUMBO_TAG_HTML || gumbo_tag == GUMBO_TAG_HEAD || r->n_elements == 0)
        return;
    if (is_block(tag))
        end_block(r);
    r->in_link -= tag == CR_HTML_LINK;
    r->in_strong -= gumbo_tag == GUMBO_TAG_B || gumbo_tag == GUMBO_TAG_STRONG;
    r->in_preformatted -= tag == CR_HTML_PREFORMATTED;
    close_element(r);
}

static void take_text(void *context, const GumboNode *node)
{
    reader *r = context;
    if (r->n_elements)
        append_text(r, node->v.text.text);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void *moved(cr_arena *arena, void *items, size_t n, size_t size)
{
    void *copy = cr_arena_allocate(arena, n, size);
    if (n)
        memcpy(copy, items, n * size);
    free(items);
    return copy;
}

cr_status cr_html_read(cr_view source, const char *path, cr_arena *arena, cr_html_page *page, cr_error *error)
{
    *page = (cr_html_page){0};
    reader r = {.arena = arena, .page = page};
    const cr_html_visitor visitor = {&r, enter, leave, take_text};
    cr_status status = cr_html_walk(source, path, &visitor, error);
    if (status)
        return status;
    page->text = cr_arena_copy(arena, cr_buf_view(&r.text));
    cr_buf_release(&r.text);
    page->n_elements = r.n_elements;
    page->elements = moved(arena, r.elements, r.n_elements, sizeof *r.elements);
    page->n_blocks = r.n_blocks;
    page->blocks = moved(arena, r.blocks, r.n_blocks, sizeof *r.blocks);
    page->n_metas = r.n_metas;
    page->metas = moved(arena, r.metas, r.n_metas, sizeof *r.metas);
    page->n_linked_data = r.n_linked_data;
    page->linked_data = moved(arena, r.linked_data, r.n_linked_data, sizeof *r.linked_data);
    return CR_OK;
}
