#include "digest/page.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "digest/page_text.h"
#include "format/line.h"
#include "format/markdown.h"

/* ---- texts -------------------------------------------------------------------------------------------------------- */

static bool is_directional(uint32_t code)
{
    return code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

cr_view cr_page_plain(cr_view text, cr_arena *arena)
{
    cr_buf bare = {0}, squeezed = {0}, line = {0};
    for (size_t at = 0; at < text.size;) {
        uint32_t code = cr_utf8_next(text, &at);
        if (code == 0xFDD0 || code == 0xFDD1)
            cr_buf_append_byte(&bare, code == 0xFDD0 ? '[' : ']');
        else if (!is_directional(code))
            cr_buf_append_code(&bare, code);
    }
    cr_buf_append_squeezed(&squeezed, cr_buf_view(&bare));
    cr_line_append(&line, cr_buf_view(&squeezed));
    cr_view plain = line.size ? cr_arena_copy(arena, cr_buf_view(&line)) : (cr_view){0};
    cr_buf_release(&line);
    cr_buf_release(&squeezed);
    cr_buf_release(&bare);
    return plain;
}

cr_view cr_page_bare(cr_view text, cr_arena *arena)
{
    cr_view plain = cr_page_plain(text, arena);
    char *bare = CR_ARENA_ARRAY(arena, char, plain.size);
    size_t n = 0;
    for (size_t at = 0; at < plain.size; at++)
        if (plain.data[at] != ' ')
            bare[n++] = plain.data[at];
    return n ? (cr_view){bare, n} : (cr_view){0};
}

static void replace(cr_buf *out, cr_view text)
{
    for (size_t at = 0; at < text.size; at++) {
        cr_view rest = cr_view_slice(text, at, text.size);
        bool opens = text.data[at] == '&' && cr_view_starts(rest, CR_VIEW("&#91;"));
        bool closes = text.data[at] == '&' && cr_view_starts(rest, CR_VIEW("&#93;"));
        if (opens || closes) {
            cr_buf_append_string(out, opens ? CR_PAGE_OPEN : CR_PAGE_CLOSE);
            at += 4;
        } else {
            cr_buf_append_byte(out, text.data[at]);
        }
    }
}

/* "[12]" at text[at]: its number and where it ends. */
static bool is_citation(cr_view text, size_t at, size_t *end, size_t *number)
{
    size_t to = at + 1;
    while (to < text.size && cr_is_digit(text.data[to]))
        to++;
    *end = to + 1;
    return text.data[at] == '[' && to < text.size && text.data[to] == ']' &&
           cr_view_to_size(cr_view_slice(text, at + 1, to), number);
}

static cr_page_text text_of(const cr_block *block, cr_arena *arena)
{
    cr_page_text text = {.text = block->text, .line = block->line};
    size_t most = 0, end, number;
    for (size_t at = 0; at < block->text.size; at++)
        most += block->text.data[at] == '[';
    cr_page_citation *citations = CR_ARENA_ZEROED(arena, cr_page_citation, most);
    for (size_t at = 0, link = 0; at < block->text.size; at++) {
        if (!is_citation(block->text, at, &end, &number))
            continue;
        cr_page_citation *citation = &citations[text.n_citations++];
        *citation = (cr_page_citation){.start = at, .end = end, .number = number, .line = block->line};
        while (link < block->n_links && block->links[link].end <= at)
            link++;
        if (link < block->n_links && block->links[link].start == at && block->links[link].end == end) {
            citation->address = block->links[link].address;
            citation->line = block->links[link].line ? block->links[link].line : block->line;
        }
        at = end - 1;
    }
    text.citations = citations;
    return text;
}

/* ---- pages -------------------------------------------------------------------------------------------------------- */

static bool is_framed(cr_view text, const cr_page_frame *frames, size_t n_frames)
{
    for (size_t i = 0; i < n_frames; i++)
        if (frames[i].before.size + frames[i].after.size > 0 && cr_view_starts(text, frames[i].before) &&
            cr_view_ends(text, frames[i].after))
            return true;
    return false;
}

static bool starts_page(const cr_block *block)
{
    return block->kind == CR_BLOCK_HEADING && block->level == 1;
}

/* A page under way. */
typedef struct reading {
    cr_page *page;
    cr_page_text *quoted, *listed;
    cr_page_headline *headlines;
    cr_page_source *sources;
    cr_page_line *footer;
    bool in_story, in_footer;
} reading;

static void begin_story(reading *r, cr_view text, size_t line)
{
    cr_page *page = r->page;
    r->headlines[page->n_headlines++] = (cr_page_headline){.text = text,
                                                           .line = line,
                                                           .first_quoted = page->n_quoted,
                                                           .end_quoted = page->n_quoted,
                                                           .first_listed = page->n_listed,
                                                           .end_listed = page->n_listed};
}

static void add_text(reading *r, const cr_block *block, bool quotes, cr_arena *arena)
{
    cr_page *page = r->page;
    if (quotes)
        r->quoted[page->n_quoted++] = text_of(block, arena);
    else
        r->listed[page->n_listed++] = text_of(block, arena);
    if (page->n_headlines) {
        r->headlines[page->n_headlines - 1].end_quoted = page->n_quoted;
        r->headlines[page->n_headlines - 1].end_listed = page->n_listed;
    }
}

/* A story that is only called, with those who report it. */
static void add_short_story(reading *r, const cr_block *block, cr_arena *arena)
{
    cr_page_text text = text_of(block, arena);
    size_t end = text.n_citations ? text.citations[0].start : text.text.size;
    begin_story(r, cr_view_slice(text.text, 0, end), block->line);
    add_text(r, block, false, arena);
}

static void add_source(reading *r, const cr_block *block)
{
    cr_page *page = r->page;
    cr_page_source *source = &r->sources[page->n_sources++];
    *source = (cr_page_source){block->text, {0}, block->number, block->line};
    if (block->n_links && block->links[0].start == 0)
        source->address = block->links[0].address;
    cr_page_headline *last = page->n_headlines ? &r->headlines[page->n_headlines - 1] : NULL;
    // the heading of the sources is no headline
    if (page->n_sources == 1 && last && last->end_quoted == last->first_quoted &&
        last->end_listed == last->first_listed)
        page->n_headlines--;
}

static void take(reading *r, const cr_block *block, const cr_page_words *words, cr_arena *arena)
{
    cr_page *page = r->page;
    switch (block->kind) {
    case CR_BLOCK_HEADING:
        r->in_story |= block->level > 1;
        if (block->level > 1)
            begin_story(r, block->text, block->line);
        break;
    case CR_BLOCK_RULE:
        r->in_footer = true;
        break;
    case CR_BLOCK_ORDERED_ITEM:
        add_source(r, block);
        break;
    case CR_BLOCK_BULLET_ITEM:
        if (r->in_footer)
            r->footer[page->n_footer++] = (cr_page_line){block->text, block->line};
        else
            add_short_story(r, block, arena);
        break;
    case CR_BLOCK_PARAGRAPH:
    case CR_BLOCK_OTHER:
        if (is_framed(block->text, words->frames, words->n_frames))
            add_text(r, block, false, arena);
        else if (r->in_story || r->in_footer)
            add_text(r, block, true, arena);
        else if (!page->lead.size)
            page->lead = block->text;
        break;
    }
}

static void read_page(const cr_block *blocks, size_t n, const cr_page_words *words, cr_arena *arena, cr_page *page)
{
    reading r = {.page = page,
                 .quoted = CR_ARENA_ARRAY(arena, cr_page_text, n),
                 .listed = CR_ARENA_ARRAY(arena, cr_page_text, n),
                 .headlines = CR_ARENA_ARRAY(arena, cr_page_headline, n),
                 .sources = CR_ARENA_ARRAY(arena, cr_page_source, n),
                 .footer = CR_ARENA_ARRAY(arena, cr_page_line, n)};
    *page = (cr_page){.headlines = r.headlines,
                      .quoted = r.quoted,
                      .listed = r.listed,
                      .sources = r.sources,
                      .footer = r.footer,
                      .line = n ? blocks[0].line : 0,
                      .words = words};
    for (size_t i = 0; i < n; i++)
        take(&r, &blocks[i], words, arena);
}

static cr_status read_blocks(cr_view content, cr_page_form form, const char *path, const cr_page_words *words,
                             cr_arena *arena, cr_block_list *list, cr_error *error)
{
    if (form == CR_PAGE_HTML)
        return cr_html_read_blocks(content, path, arena, list, error);
    if (form == CR_PAGE_TEXT) {
        cr_status status = content.size > CR_MAX_MARKDOWN
                               ? cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu MiB of text",
                                             CR_MAX_MARKDOWN / CR_MIB)
                               : cr_markdown_guard_tree(content, CR_BLOCK_MARKS, path, error);
        if (!status)
            cr_page_text_blocks(content, words, arena, list);
        return status;
    }
    cr_buf marked = {0};
    replace(&marked, content);  // so that a bracket that is read is a citation's
    cr_status status = cr_markdown_read_blocks(cr_buf_view(&marked), path, arena, list, error);
    cr_buf_release(&marked);
    return status;
}

cr_status cr_pages_read(cr_view content, cr_page_form form, const char *path, const cr_page_words *words,
                        cr_arena *arena, const cr_page **result, size_t *n_pages, cr_error *error)
{
    cr_block_list list;
    *result = NULL;
    *n_pages = 0;
    cr_status status = read_blocks(content, form, path, words, arena, &list, error);
    if (status)
        return status;
    cr_page *pages = CR_ARENA_ARRAY(arena, cr_page, list.n_blocks);
    for (size_t start = 0, end; start < list.n_blocks; start = end) {
        for (end = start + 1; end < list.n_blocks && !starts_page(&list.blocks[end]);)
            end++;
        cr_page *page = &pages[*n_pages];
        read_page(&list.blocks[start], end - start, words, arena, page);
        page->is_wrapped = form == CR_PAGE_TEXT;
        if (!starts_page(&list.blocks[start]) || page->n_footer == 0)
            return cr_error_at(error, CR_INPUT, path, list.blocks[start].line, 0,
                               "no digest: it lacks a title, or a footer");
        ++*n_pages;
    }
    *result = pages;
    return *n_pages ? CR_OK : cr_error_at(error, CR_INPUT, path, 0, 0, "no digest: it is empty");
}
