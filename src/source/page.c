#include "source/page.h"

#include "article/furniture.h"
#include "article/title.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "text/date.h"
#include "text/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FURNITURE_WORDS = 25 };  // what has more is no line of furniture, whatever phrase it holds

/* ---- text and marks ---------------------------------------------------------------------------------------------- */

static bool mark_of(const cr_html_page *page, const cr_html_block *block, cr_mark_kind *kind)
{
    for (uint32_t e = block->element; e; e = page->elements[e].parent)
        switch (page->elements[e].tag) {
        case CR_HTML_HEADING:
            *kind = CR_MARK_HEADING;
            return true;
        case CR_HTML_QUOTE:
            *kind = CR_MARK_QUOTE;
            return true;
        case CR_HTML_ITEM:
            *kind = CR_MARK_LIST_ITEM;
            return true;
        case CR_HTML_PREFORMATTED:
            *kind = CR_MARK_CODE;
            return true;
        default:
            break;
        }
    return false;
}

/* Items of a list follow one another without an empty line. */
static bool is_next_item(const cr_html_page *page, size_t before, size_t i)
{
    const cr_html_element *a = &page->elements[page->blocks[before].element];
    const cr_html_element *b = &page->elements[page->blocks[i].element];
    return a->tag == CR_HTML_ITEM && b->tag == CR_HTML_ITEM && a->parent == b->parent && a != b;
}

void cr_page_join(cr_article *article, const cr_html_page *page, const bool *taken, cr_arena *arena)
{
    cr_buf text = {0};
    size_t n = 0, before = page->n_blocks;
    cr_mark *marks = CR_ARENA_ARRAY(arena, cr_mark, page->n_blocks);
    for (size_t i = 0; i < page->n_blocks; i++) {
        const cr_html_block *block = &page->blocks[i];
        if (!taken[i])
            continue;
        if (text.size)
            cr_buf_append_string(&text, is_next_item(page, before, i) ? "\n" : "\n\n");
        cr_mark mark = {.start = (uint32_t)text.size};
        cr_buf_append(&text, cr_view_slice(page->text, block->start, block->end));
        mark.end = (uint32_t)text.size;
        if (mark_of(page, block, &mark.kind))
            marks[n++] = mark;
        before = i;
    }
    article->text = cr_arena_copy(arena, cr_buf_view(&text));
    article->marks = marks;
    article->n_marks = n;
    cr_buf_release(&text);
}

/* ---- the article ------------------------------------------------------------------------------------------------- */

static void take_date(cr_article *article, cr_view written, const char *tag)
{
    if (!written.size || cr_date_parse(written, &article->date))
        return;
    // "2019-11-12 10:00", "2019-11-12T10:00:00+0100" and the like: the day at least
    cr_date_reader own = {.lang = tag}, english = {.lang = "en"};
    if (!cr_date_find(&own, written, &article->date, NULL, NULL))
        cr_date_find(&english, written, &article->date, NULL, NULL);
    cr_date_reader_release(&own);
    cr_date_reader_release(&english);
}

cr_status cr_page_language(cr_source_parser *parser, cr_article *article, cr_view declared, cr_arena *arena,
                           cr_error *error)
{
    if (article->lang_binding)
        return CR_OK;
    cr_language language = {0};
    cr_view hint = cr_arena_copy(arena, declared);
    cr_status status = cr_language_detect(parser->detector, article->text, declared.size ? hint.data : NULL, &language,
                                          error);
    if (status)
        return status;
    char tag[CR_TAG_SIZE];
    cr_tag_normalise(declared, tag);
    article->lang = cr_arena_copy(arena, cr_view_of(strcmp(language.tag, "und") == 0 ? tag : language.tag));
    article->lang_binding = true;
    return CR_OK;
}

static bool is_furniture(cr_view text, const char *lang, const cr_rules *rules, const cr_characters *characters,
                         cr_page_lines *lines, cr_buf *scratch)
{
    cr_page_lines_find(lines, text, characters);
    for (size_t i = 0; i < lines->n; i++) {
        const cr_page_line *line = &lines->items[i];
        bool by_phrase = line->words < FURNITURE_WORDS &&
                         cr_furniture_of_sentence(cr_view_slice(text, line->content, line->end), lang, rules, scratch);
        if (!by_phrase && cr_furniture_of(line, text, lang, rules, scratch) != CR_FURNITURE_STRONG)
            return false;
    }
    return lines->n > 0;
}

bool cr_page_drop_phrases(const cr_html_page *page, const char *lang, const cr_rules *rules,
                          const cr_characters *characters, bool *taken)
{
    cr_buf scratch = {0};
    cr_page_lines lines = {0};
    bool dropped = false;
    size_t n_left = 0;
    for (size_t i = 0; i < page->n_blocks; i++)
        n_left += taken[i];
    for (size_t i = 0; i < page->n_blocks && n_left > 1; i++) {
        const cr_html_block *block = &page->blocks[i];
        cr_view text = cr_view_slice(page->text, block->start, block->end);
        if (!taken[i] || page->elements[block->element].tag == CR_HTML_ITEM || text.size > CR_PAGE_LONG_LINE ||
            !is_furniture(text, lang, rules, characters, &lines, &scratch))
            continue;
        taken[i] = false;
        dropped = true;
        n_left--;
    }
    cr_page_lines_release(&lines);
    cr_buf_release(&scratch);
    return dropped;
}

/* What JSON-LD has for the text: lines, or markup, which may be escaped once too often. False: nothing to read. */
static bool read_linked_body(cr_view body, const char *path, cr_arena *arena, cr_html_page *page)
{
    cr_buf html = {0};
    bool is_plain = cr_view_find_byte(body, '<') < 0;
    for (size_t at = 0; at < body.size; at++) {
        cr_buf_append_byte(&html, body.data[at]);
        if (is_plain && body.data[at] == '\n')
            cr_buf_append_string(&html, "<p>");
    }
    bool ok = cr_html_read(cr_buf_view(&html), path, arena, page, NULL) == CR_OK;
    if (ok && cr_view_find(page->text, CR_VIEW("</")) >= 0)
        ok = cr_html_read(page->text, path, arena, page, NULL) == CR_OK;
    cr_buf_release(&html);
    return ok && page->n_blocks > 0;
}

/* Chooses the blocks of a page and joins them: of JSON-LD, if it has far more of the text than the page shows. */
static void take_text(cr_article *article, const cr_page_facts *facts, const char *path,
                      const cr_characters *characters, cr_arena *arena, cr_html_page *page, bool **taken)
{
    *taken = cr_allocate(page->n_blocks, sizeof **taken);
    cr_page_choose(page, facts, characters, *taken);
    cr_page_join(article, page, *taken, arena);
    cr_html_page linked;
    if (facts->body.size / 2 <= article->text.size || !read_linked_body(facts->body, path, arena, &linked) ||
        linked.text.size / 2 <= article->text.size)
        return;
    free(*taken);
    *taken = cr_allocate(linked.n_blocks, sizeof **taken);
    cr_page_choose_content(&linked, facts->title, characters, *taken);
    cr_page_join(article, &linked, *taken, arena);
    *page = linked;
}

cr_status cr_page_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                          cr_article *article, cr_error *error)
{
    cr_view none = {NULL, 0};
    return cr_page_article_at(parser, bytes, none, none, path, arena, article, error);
}

cr_status cr_page_article_at(cr_source_parser *parser, cr_view bytes, cr_view transport, cr_view url, const char *path,
                             cr_arena *arena, cr_article *article, cr_error *error)
{
    cr_view name = cr_arena_copy(arena, cr_view_of(path));
    url = url.size ? cr_arena_copy(arena, url) : (cr_view){NULL, 0};
    *article = (cr_article){.id = url.size ? url : name, .path = name, .id_is_own = url.size > 0, .structured = true};
    article->lang = cr_view_of(parser->options.json.lang);
    article->lang_binding = article->lang.size > 0;
    char charset[48];
    cr_decoded decoded;
    if (bytes.size > CR_MAX_HTML)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu MiB of HTML", CR_MAX_HTML / CR_MIB);
    bool declared = transport.size > 0 && transport.size < sizeof charset;
    if (declared)
        snprintf(charset, sizeof charset, "%.*s", (int)transport.size, transport.data);
    else
        declared = cr_html_charset(bytes, charset);
    cr_status status = cr_decode(bytes, declared ? charset : NULL, arena, &decoded, error);
    cr_html_page page;
    if (!status)
        status = cr_html_read(decoded.text, path, arena, &page, error);
    if (status)
        return status;
    article->n_repaired = decoded.n_repaired;
    cr_page_facts facts;
    cr_page_facts_read(&page, arena, &facts);
    bool *taken;
    take_text(article, &facts, path, parser->options.characters, arena, &page, &taken);
    char tag[CR_TAG_SIZE];
    const cr_rules *rules = NULL;
    status = cr_page_language(parser, article, facts.lang, arena, error);
    cr_tag_normalise(article->lang, tag);
    if (!status)
        status = parser->options.book.find(parser->options.book.context, tag, &rules, error);
    if (!status && cr_page_drop_phrases(&page, tag, rules, parser->options.characters, taken))
        cr_page_join(article, &page, taken, arena);
    free(taken);
    if (status)
        return status;
    article->title = facts.title;
    article->author = facts.author;
    article->source = facts.source;
    article->url = facts.url.size ? facts.url : url;
    if (cr_view_trim(article->text).size == 0)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no article in this page");
    take_date(article, facts.date, tag);
    cr_title_derive(article, parser->options.characters, arena);
    return CR_OK;
}
