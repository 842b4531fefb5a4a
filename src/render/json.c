#include "render/json.h"

#include "format/json_write.h"
#include "text/date.h"

#include <stdio.h>

enum { SCORE_DIGITS = 6 };

static void put_optional(cr_json_writer *w, const char *name, cr_view text)
{
    if (text.size)
        cr_json_member_string(w, name, text);
}

static void put_date(cr_json_writer *w, const char *name, cr_date date)
{
    cr_buf text = {0};
    cr_date_append(&text, date);
    put_optional(w, name, cr_buf_view(&text));
    cr_buf_release(&text);
}

static void put_stories(cr_json_writer *w, const cr_edition *edition)
{
    static const char *const labels[] = {[CR_STORY_PLAIN] = "",
                                         [CR_STORY_NEW] = "new",
                                         [CR_STORY_UPDATED] = "updated",
                                         [CR_STORY_UNCHANGED] = "unchanged"};
    cr_json_put_name(w, "stories");
    cr_json_begin_array(w);
    for (size_t i = 0; i < edition->n_stories; i++) {
        const cr_edition_story *story = &edition->stories[i];
        cr_json_begin_object(w);
        cr_json_member_string(w, "id", story->id);
        if (story->n_aliases) {
            cr_json_put_name(w, "aliases");
            cr_json_begin_array(w);
            for (size_t k = 0; k < story->n_aliases; k++)
                cr_json_put_string(w, story->aliases[k]);
            cr_json_end_array(w);
        }
        cr_json_member_string(w, "headline", story->headline);
        if (story->headline_derived)
            cr_json_member_bool(w, "headline_derived", true);
        cr_json_member_size(w, "headline_source", edition->sources[story->headline_source].number);
        cr_json_member_string(w, "lang", cr_view_of(story->lang));
        put_optional(w, "label", cr_view_of(labels[story->label]));
        cr_json_member_real(w, "importance", story->importance, SCORE_DIGITS);
        cr_json_put_name(w, "quotations");
        cr_json_begin_array(w);
        for (size_t k = 0; k < story->n_quotations; k++) {
            const cr_quotation *q = &story->quotations[k];
            cr_json_begin_object(w);
            cr_json_member_string(w, "text", q->text);
            cr_json_member_size(w, "source", edition->sources[q->source].number);
            cr_json_member_size(w, "start", q->start);
            cr_json_member_size(w, "end", q->end);
            cr_json_member_real(w, "score", q->score, SCORE_DIGITS);
            put_optional(w, "link", q->link);
            cr_json_end_object(w);
        }
        cr_json_end_array(w);
        cr_json_put_name(w, "reports");
        cr_json_begin_array(w);
        for (size_t k = 0; k < story->n_reports; k++)
            cr_json_put_size(w, edition->sources[story->reports[k]].number);
        cr_json_end_array(w);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

static void put_sources(cr_json_writer *w, const cr_edition *edition)
{
    cr_json_put_name(w, "sources");
    cr_json_begin_array(w);
    for (size_t i = 0; i < edition->n_sources; i++) {
        const cr_edition_source *source = &edition->sources[i];
        char hash[24];
        snprintf(hash, sizeof hash, "%016llx", (unsigned long long)source->hash);
        cr_json_begin_object(w);
        cr_json_member_size(w, "number", source->number);
        cr_json_put_name(w, "id");
        cr_json_put_id(w, source->id, source->id_is_integer);
        cr_json_member_string(w, "name", source->name);
        put_optional(w, "title", source->title);
        if (source->title_derived)
            cr_json_member_bool(w, "title_derived", true);
        put_optional(w, "source", source->paper);
        put_optional(w, "author", source->author);
        put_optional(w, "url", source->url);
        put_optional(w, "path", source->path);
        cr_json_member_string(w, "lang", cr_view_of(source->lang));
        put_date(w, "date", source->date);
        cr_json_member_string(w, "hash", cr_view_of(hash));
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

static void put_languages(cr_json_writer *w, const cr_edition *edition)
{
    cr_json_put_name(w, "languages");
    cr_json_begin_array(w);
    for (size_t i = 0; i < edition->n_languages; i++) {
        cr_json_begin_object(w);
        cr_json_member_string(w, "lang", cr_view_of(edition->languages[i].lang));
        cr_json_member_size(w, "articles", edition->languages[i].n_articles);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

static void put_failures(cr_json_writer *w, const cr_edition *edition)
{
    cr_json_put_name(w, "failures");
    cr_json_begin_array(w);
    for (size_t i = 0; i < edition->n_failures; i++) {
        cr_json_begin_object(w);
        cr_json_member_string(w, "source", edition->failures[i].source);
        cr_json_member_string(w, "reason", edition->failures[i].reason);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

void cr_render_json(const cr_edition *edition, cr_buf *out)
{
    cr_json_writer w = {.out = out};
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "schema", CR_VIEW(CR_EDITION_SCHEMA));
    cr_json_member_string(&w, "lang", cr_view_of(edition->lang));
    put_date(&w, "date", edition->date);
    put_date(&w, "first", edition->first);
    put_date(&w, "last", edition->last);
    put_stories(&w, edition);
    put_sources(&w, edition);
    put_languages(&w, edition);
    put_failures(&w, edition);
    cr_json_put_name(&w, "counts");
    cr_json_begin_object(&w);
    cr_json_member_size(&w, "articles", edition->n_articles);
    cr_json_member_size(&w, "names", edition->n_papers);
    cr_json_member_size(&w, "undated", edition->n_undated);
    cr_json_member_size(&w, "merged", edition->n_merged);
    cr_json_member_size(&w, "muted", edition->n_muted);
    cr_json_member_size(&w, "empty", edition->n_empty);
    cr_json_member_size(&w, "repaired", edition->n_repaired);
    cr_json_member_size(&w, "capped", edition->n_capped);
    cr_json_end_object(&w);
    cr_json_end_object(&w);
    cr_buf_append_byte(out, '\n');
}
