#include "render/stories.h"

#include "format/json_write.h"
#include "format/line.h"
#include "format/markdown_write.h"
#include "text/date.h"

#include <string.h>

static cr_view title_of(const cr_article *article)
{
    return article->title.size ? article->title : article->id;
}

/* How an article repeats another one, of which it is known that it does. */
static const char *kind_of(const cr_story_list *list, size_t article)
{
    size_t low = 0, high = list->n_repeats;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (list->repeats[middle].article <= article)
            low = middle;
        else
            high = middle;
    }
    cr_repeat_kind kind = list->repeats[low].kind;
    return kind == CR_REPEAT_SAME ? "same text" : kind == CR_REPEAT_REPRINT ? "reprint" : "wire copy";
}

/* The languages of a story in order of first appearance: calls `put` with each. */
static void each_language(const cr_document *const *documents, const cr_story *story,
                          void (*put)(void *context, const char *lang), void *context)
{
    for (size_t i = 0; i < story->n_articles; i++) {
        const char *lang = documents[story->articles[i]]->lang;
        bool told = false;
        for (size_t k = 0; k < i && !told; k++)
            told = strcmp(documents[story->articles[k]]->lang, lang) == 0;
        if (!told)
            put(context, lang);
    }
}

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

static void put_id(cr_json_writer *writer, const cr_article *article)
{
    cr_json_put_id(writer, article->id, article->id_is_integer);
}

static void put_language(void *context, const char *lang)
{
    cr_json_put_string(context, cr_view_of(lang));
}

static void put_link(cr_json_writer *writer, const cr_document *const *documents, const cr_story_list *list,
                     const cr_story_link *link)
{
    cr_json_begin_object(writer);
    cr_json_put_name(writer, "article");
    put_id(writer, documents[link->article]->article);
    cr_json_put_name(writer, "other");
    put_id(writer, documents[link->other]->article);
    cr_json_member_real(writer, "similarity", link->similarity, 6);
    if (link->repeats)
        cr_json_member_string(writer, "repeats", cr_view_of(kind_of(list, link->article)));
    cr_json_put_name(writer, "shared");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < link->n_shared; i++) {
        if (!link->across) {
            cr_json_put_string(writer, link->shared[i]);
            continue;
        }
        cr_json_begin_array(writer);
        cr_json_put_string(writer, link->shared[i]);
        cr_json_put_string(writer, link->there[i]);
        cr_json_end_array(writer);
    }
    cr_json_end_array(writer);
    cr_json_end_object(writer);
}

static void render_json(const cr_document *const *documents, const cr_story_list *list, const cr_story *story,
                        cr_buf *out)
{
    cr_json_writer writer = {out, false};
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "story", story->id);
    cr_json_member_string(&writer, "title", title_of(documents[story->lead]->article));
    cr_json_put_name(&writer, "langs");
    cr_json_begin_array(&writer);
    each_language(documents, story, put_language, &writer);
    cr_json_end_array(&writer);
    cr_json_put_name(&writer, "articles");
    cr_json_begin_array(&writer);
    for (size_t i = 0; i < story->n_articles; i++)
        put_id(&writer, documents[story->articles[i]]->article);
    cr_json_end_array(&writer);
    cr_json_member_real(&writer, "sources", story->sources, 6);
    if (story->n_links) {
        cr_json_put_name(&writer, "links");
        cr_json_begin_array(&writer);
        for (size_t i = 0; i < story->n_links; i++)
            put_link(&writer, documents, list, &story->links[i]);
        cr_json_end_array(&writer);
    }
    cr_json_end_object(&writer);
}

/* ---- text and Markdown -------------------------------------------------------------------------------------------- */

static void append_language(void *context, const char *lang)
{
    cr_buf *line = context;
    if (line->size && line->data[line->size - 1] != '(')
        cr_buf_append_string(line, ", ");
    cr_buf_append_string(line, lang);
}

/* "3 articles (en, fr), 2 independent". */
static void append_extent(const cr_document *const *documents, const cr_story *story, cr_buf *line)
{
    cr_buf_append_format(line, "%zu article%s (", story->n_articles, story->n_articles == 1 ? "" : "s");
    each_language(documents, story, append_language, line);
    cr_buf_append_byte(line, ')');
    if (story->sources < (double)story->n_articles - .5) {
        cr_buf_append_string(line, ", ");
        cr_buf_append_real(line, story->sources, 0);
        cr_buf_append_string(line, " independent");
    }
}

/* "2026-03-10 The Paper: Title". */
static void append_article(const cr_article *article, cr_buf *line)
{
    if (article->date.precision != CR_DATE_NONE) {
        cr_date day = {article->date.seconds, CR_DATE_DAY};
        cr_date_append(line, day);
        cr_buf_append_byte(line, ' ');
    }
    if (article->source.size) {
        cr_line_append(line, article->source);
        cr_buf_append_string(line, ": ");
    }
    cr_line_append(line, title_of(article));
}

static void append_reason(const cr_document *const *documents, const cr_story_list *list, const cr_story_link *link,
                          cr_buf *line)
{
    const char *kind = link->repeats ? kind_of(list, link->article) : "like";
    cr_buf_append_format(line, "%s ", kind);
    cr_buf_append_real(line, link->similarity, 2);
    cr_buf_append_string(line, link->repeats ? " of " : " ");
    cr_line_append(line, documents[link->other]->article->id);
    cr_buf_append_string(line, link->n_shared ? ": " : "");
    for (size_t i = 0; i < link->n_shared; i++) {
        cr_buf_append_string(line, i ? ", " : "");
        cr_line_append(line, link->shared[i]);
        if (link->across && !cr_view_equal_ignoring_case(link->shared[i], link->there[i])) {
            cr_buf_append_string(line, " = ");
            cr_line_append(line, link->there[i]);
        }
    }
}

/* The link of an article, or NULL; *next is where to look for it: links are in the order of the articles. */
static const cr_story_link *link_of(const cr_story *story, size_t article, size_t *next)
{
    if (*next == story->n_links || story->links[*next].article != article)
        return NULL;
    return &story->links[(*next)++];
}

static void render_text(const cr_document *const *documents, const cr_story_list *list, const cr_story *story,
                        cr_buf *out)
{
    cr_line_append(out, title_of(documents[story->lead]->article));
    cr_buf_append_string(out, "\n  ");
    append_extent(documents, story, out);
    cr_buf_append_string(out, "  [");
    cr_buf_append(out, story->id);
    cr_buf_append_string(out, "]\n");
    for (size_t i = 0, next = 0; i < story->n_articles; i++) {
        const cr_story_link *link = link_of(story, story->articles[i], &next);
        cr_buf_append_string(out, "  - ");
        append_article(documents[story->articles[i]]->article, out);
        cr_buf_append_byte(out, '\n');
        if (link) {
            cr_buf_append_string(out, "      ");
            append_reason(documents, list, link, out);
            cr_buf_append_byte(out, '\n');
        }
    }
}

static void render_markdown(const cr_document *const *documents, const cr_story_list *list, const cr_story *story,
                            cr_markdown_writer *writer)
{
    cr_buf line = {0};
    cr_markdown_heading(writer, 2);
    cr_markdown_text(writer, title_of(documents[story->lead]->article));
    cr_markdown_paragraph(writer);
    append_extent(documents, story, &line);
    cr_markdown_text(writer, cr_buf_view(&line));
    for (size_t i = 0, next = 0; i < story->n_articles; i++) {
        const cr_article *article = documents[story->articles[i]]->article;
        const cr_story_link *link = link_of(story, story->articles[i], &next);
        cr_markdown_bullet_item(writer);
        cr_buf_clear(&line);
        append_article(article, &line);
        cr_markdown_link(writer, cr_buf_view(&line), article->url);
        if (!link)
            continue;
        cr_buf_clear(&line);
        cr_buf_append_string(&line, "; ");
        append_reason(documents, list, link, &line);
        cr_markdown_text(writer, cr_buf_view(&line));
    }
    cr_buf_release(&line);
}

cr_status cr_render_stories(const cr_document *const *documents, const cr_story_list *list, cr_format format,
                            cr_buf *out, cr_error *error)
{
    cr_markdown_writer writer = {0};
    cr_status status = CR_OK;
    cr_records_open(format, "stories", out);
    for (size_t i = 0; i < list->n_stories; i++) {
        const cr_story *story = &list->stories[i];
        if (format == CR_FORMAT_MARKDOWN) {
            render_markdown(documents, list, story, &writer);
            continue;
        }
        if (i)
            cr_records_part(format, out);
        if (format == CR_FORMAT_TEXT)
            render_text(documents, list, story, out);
        else
            render_json(documents, list, story, out);
    }
    if (format == CR_FORMAT_MARKDOWN)
        status = cr_markdown_finish(&writer, out, error);
    else
        cr_records_close(format, list->n_stories > 0 && format != CR_FORMAT_TEXT, out);
    cr_markdown_release(&writer);
    return status;
}
