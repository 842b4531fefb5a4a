/* From an entry of a feed to an article. */
#include "article/furniture.h"
#include "article/title.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "source/document.h"
#include "source/feed_read.h"
#include "source/page.h"

#include <stdlib.h>
#include <string.h>

enum {
    WHOLE_ARTICLE = 1200,  // letters of a summary that is no mere teaser; one of Han and its likes counts three
    TELLING = 1000,        // bytes of a text that tells its language by itself
    SHORT_LINK = 60,       // characters of "read more" and its likes
};

/* ---- text -------------------------------------------------------------------------------------------------------- */

/* Paragraphs of a plain text: lines as they are, runs of empty ones one. */
static cr_view paragraphs(cr_view text, cr_arena *arena)
{
    cr_buf out = {0};
    cr_view line;
    bool ended = false;
    while (cr_view_next_line(&text, &line)) {
        if (!cr_view_trim(line).size) {
            ended = out.size > 0;
            continue;
        }
        if (out.size)
            cr_buf_append_string(&out, ended ? "\n\n" : "\n");
        cr_buf_append_squeezed(&out, line);
        ended = false;
    }
    cr_view result = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return result;
}

/* What says that the text goes on elsewhere, at its end: its bytes, or 0. */
static size_t continuation(cr_view text)
{
    static const char *const ends[] = {"[\xE2\x80\xA6]", "[...]", "(\xE2\x80\xA6)", "(...)", "[ \xE2\x80\xA6 ]",
                                       "\xE2\x80\xA6",   "..."};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cr_view_ends(text, cr_view_of(ends[i])))
            return strlen(ends[i]);
    return 0;
}

static bool is_short(cr_view link)
{
    size_t n = 0;
    for (size_t at = 0; at < link.size && n <= SHORT_LINK; n++)
        cr_utf8_next(link, &at);
    return n <= SHORT_LINK;
}

/* Cuts a short link off the end of the last block where it is furniture or stands behind "…"; true if it was there. */
static bool cut_last_link(const cr_html_page *page, const char *lang, const cr_rules *rules, const bool *taken,
                          cr_article *article)
{
    size_t last = page->n_blocks;
    while (last > 0 && !taken[last - 1])
        last--;
    if (!last)
        return false;
    const cr_html_block *block = &page->blocks[last - 1];
    for (size_t i = page->n_elements; i-- > 1;) {
        const cr_html_element *e = &page->elements[i];
        if (e->tag != CR_HTML_LINK || e->end != block->end || e->start <= block->start ||
            !is_short(cr_view_slice(page->text, e->start, e->end)))
            continue;
        cr_view link = cr_view_trim(cr_view_slice(page->text, e->start, e->end));
        cr_view before = cr_view_trim(cr_view_slice(article->text, 0, article->text.size - (e->end - e->start)));
        cr_buf scratch = {0};
        bool cut = continuation(before) || continuation(link) || cr_view_ends(link, CR_VIEW("\xC2\xBB")) ||
                   cr_view_ends(link, CR_VIEW("\xE2\x86\x92")) ||
                   cr_furniture_of_sentence(link, lang, rules, &scratch) != CR_FURNITURE_NONE;
        cr_buf_release(&scratch);
        if (cut)
            article->text = before;
        return cut;
    }
    return false;
}

/* Cuts what says that the text goes on elsewhere. */
static bool cut_continuation(cr_article *article)
{
    size_t size = continuation(article->text);
    if (!size)
        return false;
    bool in_brackets = strchr("])", article->text.data[article->text.size - 1]) != NULL;
    if (in_brackets)  // "..." alone may be the author's
        article->text = cr_view_trim(cr_view_slice(article->text, 0, article->text.size - size));
    return true;
}

static void clip_marks(cr_article *article)
{
    cr_mark *marks = (cr_mark *)(uintptr_t)article->marks;
    while (article->n_marks && marks[article->n_marks - 1].start >= article->text.size)
        article->n_marks--;
    if (article->n_marks && marks[article->n_marks - 1].end > article->text.size)
        marks[article->n_marks - 1].end = (uint32_t)article->text.size;
}

static cr_status language_of(cr_source_parser *parser, cr_article *article, cr_view declared, cr_arena *arena,
                             char tag[CR_TAG_SIZE], const cr_rules **rules, cr_error *error)
{
    cr_status status = cr_page_language(parser, article, declared, arena, error);
    if (status)
        return status;
    cr_tag_normalise(article->lang, tag);
    return parser->options.book.find(parser->options.book.context, tag, rules, error);
}

static cr_status take_html(cr_source_parser *parser, cr_view html, cr_view declared, cr_arena *arena,
                           cr_article *article, bool *goes_on, cr_error *error)
{
    cr_html_page page;
    char path[CR_ERROR_SOURCE_SIZE];
    snprintf(path, sizeof path, "%.*s", (int)article->path.size, article->path.data);
    cr_status status = cr_html_read(html, path, arena, &page, error);
    if (status || !page.n_blocks)
        return status;
    bool *taken = cr_allocate(page.n_blocks, sizeof *taken);
    cr_page_choose_content(&page, article->title, parser->options.characters, taken);
    cr_page_join(article, &page, taken, arena);
    char tag[CR_TAG_SIZE];
    const cr_rules *rules = NULL;
    status = language_of(parser, article, declared, arena, tag, &rules, error);
    if (!status && cr_page_drop_phrases(&page, tag, rules, parser->options.characters, taken))
        cr_page_join(article, &page, taken, arena);
    if (!status)
        *goes_on = cut_last_link(&page, tag, rules, taken, article);
    free(taken);
    return status;
}

static bool is_long(cr_view text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.size && n < WHOLE_ARTICLE;)
        n += cr_utf8_next(text, &at) >= 0x2E80 ? 3 : 1;
    return n >= WHOLE_ARTICLE;
}

/* The language that an entry declares; of a short one that declares none that of the feed's titles. */
static cr_status declared_language(cr_source_parser *parser, const cr_feed_entry *entry, cr_arena *arena, cr_view *lang,
                                   cr_error *error)
{
    *lang = entry->lang;
    if (lang->size || !entry->around.size || parser->options.json.lang ||
        entry->content.value.size + entry->summary.value.size > TELLING)
        return CR_OK;
    uint64_t hash = cr_hash(entry->around);
    if (parser->around != hash) {
        cr_language language = {0};
        cr_status status = cr_language_detect(parser->detector, entry->around, NULL, &language, error);
        if (status)
            return status;
        parser->around = hash;
        memcpy(parser->around_tag, language.tag, CR_TAG_SIZE);
    }
    if (strcmp(parser->around_tag, "und") != 0)
        *lang = cr_arena_copy(arena, cr_view_of(parser->around_tag));
    return CR_OK;
}

/* ---- the article ------------------------------------------------------------------------------------------------- */

static cr_view kept(cr_view text, cr_arena *arena)
{
    return text.size ? cr_arena_copy(arena, text) : (cr_view){NULL, 0};
}

static cr_view own_id(const char *path, size_t number, cr_arena *arena)
{
    cr_buf id = {0};
    cr_buf_append_format(&id, "%s#%zu", path, number);
    cr_view result = cr_arena_copy(arena, cr_buf_view(&id));
    cr_buf_release(&id);
    return result;
}

static cr_status take_text(cr_source_parser *parser, cr_feed_text text, cr_view declared, cr_arena *arena,
                           cr_article *article, bool *goes_on, cr_error *error)
{
    if (text.is_html)
        return take_html(parser, text.value, declared, arena, article, goes_on, error);
    if (text.value.size > CR_MAX_ARTICLE)
        return cr_error_at(error, CR_LIMIT, NULL, 0, 0, "the text is longer than %zu MiB", CR_MAX_ARTICLE / CR_MIB);
    article->text = paragraphs(text.value, arena);
    return CR_OK;
}

cr_status cr_feed_article(cr_source_parser *parser, const cr_feed_entry *entry, cr_view feed_title, const char *path,
                          size_t number, cr_arena *arena, cr_article *article, bool *is_teaser, cr_error *error)
{
    bool goes_on = false;
    *article = (cr_article){.path = cr_arena_copy(arena, cr_view_of(path)), .line = entry->line, .structured = true};
    article->id = entry->id.size ? kept(entry->id, arena) : own_id(path, number, arena);
    article->id_is_own = entry->id.size > 0;
    article->title = kept(entry->title, arena);
    article->url = kept(entry->url, arena);
    article->author = kept(entry->author, arena);
    article->source = kept(entry->source.size ? entry->source : feed_title, arena);
    article->date = entry->published.precision != CR_DATE_NONE ? entry->published : entry->updated;
    article->lang = cr_view_of(parser->options.json.lang);
    article->lang_binding = article->lang.size > 0;
    cr_view declared;
    cr_status status = declared_language(parser, entry, arena, &declared, error);
    if (!status)
        status = take_text(parser, entry->content, declared, arena, article, &goes_on, error);
    if (!status && !cr_view_trim(article->text).size)
        status = take_text(parser, entry->summary, declared, arena, article, &goes_on, error);
    if (status && error && !error->line && cr_view_equal(cr_view_of(error->source), article->path))
        error->line = entry->line;
    if (status)
        return status;
    goes_on |= cut_continuation(article);
    clip_marks(article);
    bool is_empty = !cr_view_trim(article->text).size;
    if (is_empty) {
        article->text = article->title;
        cr_mark *mark = CR_ARENA_NEW(arena, cr_mark);
        *mark = (cr_mark){0, (uint32_t)article->text.size, CR_MARK_TITLE};
        article->marks = mark;
        article->n_marks = 1;
    }
    if (is_teaser)
        *is_teaser = is_empty || goes_on || (entry->is_summary && !is_long(article->text));
    if (!article->text.size)
        return cr_error_at(error, CR_INPUT, path, entry->line, 0, "an entry without title and text");
    status = cr_page_language(parser, article, declared, arena, error);
    if (!status)
        cr_title_derive(article, parser->options.characters, arena);
    return status;
}
