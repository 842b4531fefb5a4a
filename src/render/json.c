#include "render/json.h"

#include "base/map.h"
#include "format/json_write.h"
#include "format/line.h"
#include "render/phrases.h"
#include "text/bidi.h"

#include <stdio.h>
#include <string.h>

enum { SCORE_DIGITS = 6 };

/* What is written, and in which words. */
typedef struct rendering {
    cr_json_writer writer;
    const cr_edition *edition;
    const cr_words *words;
    size_t *papers;      // [n_stories] how many tell it
    size_t most_papers;  // of a story
    cr_arena arena;      // of phrases
} rendering;

static void put_direction(cr_json_writer *w, const char *lang)
{
    cr_json_member_string(w, "dir", cr_language_is_rtl(lang) ? CR_VIEW("rtl") : CR_VIEW("ltr"));
}

/* What a text that opens a block of its language needs around it on paper: directional marks and controls, mostly nothing. */
static void put_frame(cr_json_writer *w, cr_view text, const char *lang)
{
    cr_buf line = {0}, shown = {0};
    cr_line_append(&line, text);
    cr_bidi_append_paragraph(&shown, cr_buf_view(&line), cr_language_is_rtl(lang));
    ptrdiff_t at = cr_view_find(cr_buf_view(&shown), cr_buf_view(&line));
    size_t start = at == CR_NOT_FOUND ? 0 : (size_t)at;
    cr_json_member_string(w, "before", cr_view_slice(cr_buf_view(&shown), 0, start));
    cr_json_member_string(w, "behind", cr_view_slice(cr_buf_view(&shown), start + line.size, shown.size));
    cr_buf_release(&line);
    cr_buf_release(&shown);
}

static void put_word(rendering *r, const char *name, cr_word word)
{
    cr_json_member_string(&r->writer, name, cr_phrase_word(r->words, word, &r->arena));
}

/* The fixed words that take no arguments. */
static void put_words(rendering *r)
{
    cr_json_writer *w = &r->writer;
    const char *lang = cr_locale_tag(cr_words_locale(r->words));
    cr_json_put_name(w, "words");
    cr_json_begin_object(w);
    cr_json_member_string(w, "lang", cr_view_of(lang));
    put_direction(w, lang);
    put_word(r, "new", CR_WORD_NEW);
    put_word(r, "updated", CR_WORD_UPDATED);
    put_word(r, "unchanged", CR_WORD_UNCHANGED);
    put_word(r, "sources", CR_WORD_SOURCES);
    put_word(r, "derived", CR_WORD_DERIVED);
    put_word(r, "no_date", CR_WORD_NO_DATE);
    put_word(r, "nothing", CR_WORD_NOTHING);
    put_word(r, "nothing_new", CR_WORD_NOTHING_NEW);
    cr_json_end_object(w);
}

static void put_address(cr_json_writer *w, const char *condition, const char *name, cr_view address)
{
    cr_json_member_bool(w, condition, address.size > 0);
    cr_json_member_optional(w, name, address);
}

/* The number of a source and where it leads. */
static void put_citation(rendering *r, size_t source)
{
    cr_json_member_size(&r->writer, "number", r->edition->sources[source].number);
    put_address(&r->writer, "has_url", "url", r->edition->sources[source].url);
}

static void put_quotations(rendering *r, const cr_edition_story *story)
{
    cr_json_writer *w = &r->writer;
    const char *before = NULL;  // language of the quotation before
    cr_json_put_name(w, "quotations");
    cr_json_begin_array(w);
    for (size_t k = 0; k < story->n_quotations; k++) {
        const cr_quotation *q = &story->quotations[k];
        const cr_edition_source *source = &r->edition->sources[q->source];
        const char *next = k + 1 < story->n_quotations ? r->edition->sources[q[1].source].lang : NULL;
        cr_json_begin_object(w);
        cr_json_member_string(w, "text", q->text);
        cr_json_member_size(w, "source", source->number);
        cr_json_member_size(w, "start", q->start);
        cr_json_member_size(w, "end", q->end);
        cr_json_member_real(w, "score", q->score, SCORE_DIGITS);
        put_address(w, "has_link", "link", q->link);
        cr_json_member_size(w, "number", source->number);
        put_frame(w, q->text, source->lang);
        cr_json_member_string(w, "lang", cr_view_of(source->lang));
        put_direction(w, source->lang);
        // languages don't share a paragraph: each has its direction
        cr_json_member_bool(w, "opens", !before || strcmp(before, source->lang) != 0);
        cr_json_member_bool(w, "closes", !next || strcmp(next, source->lang) != 0);
        cr_json_end_object(w);
        before = source->lang;
    }
    cr_json_end_array(w);
}

static void put_piece(cr_json_writer *w, cr_view text)
{
    if (!text.size)
        return;
    cr_json_begin_object(w);
    cr_json_member_bool(w, "is_citation", false);
    cr_json_member_string(w, "text", text);
    cr_json_end_object(w);
}

/* The sentence that tells who else reports, cut where it cites. */
static void put_also_reported(rendering *r, const cr_edition_story *story)
{
    cr_json_writer *w = &r->writer;
    const size_t *cited;
    cr_view rest = cr_phrase_also_reported(r->words, r->edition, story, &r->arena, &cited);
    cr_json_member_bool(w, "has_also_reported", rest.size > 0);
    cr_json_put_name(w, "also_reported");
    cr_json_begin_array(w);
    for (ptrdiff_t at; (at = cr_view_find(rest, CR_PHRASE_CITATION)) != CR_NOT_FOUND; cited++) {
        put_piece(w, cr_view_slice(rest, 0, (size_t)at));
        cr_json_begin_object(w);
        cr_json_member_bool(w, "is_citation", true);
        put_citation(r, *cited);
        cr_json_end_object(w);
        rest = cr_view_slice(rest, (size_t)at + CR_PHRASE_CITATION.size, rest.size);
    }
    put_piece(w, rest);
    cr_json_end_array(w);
}

static size_t papers_of(const rendering *r, const cr_edition_story *story)
{
    cr_map papers = {0};
    for (size_t k = 0; k < story->n_reports; k++)
        cr_map_put(&papers, r->edition->sources[story->reports[k]].name, NULL);
    size_t n = papers.size;
    cr_map_release(&papers);
    return n;
}

/* What the reports of a story are: their numbers, for a line that cites them all, and of how many papers. */
static void put_reports(rendering *r, const cr_edition_story *story)
{
    cr_json_writer *w = &r->writer;
    size_t papers = r->papers[story - r->edition->stories];
    cr_json_put_name(w, "reports");
    cr_json_begin_array(w);
    for (size_t k = 0; k < story->n_reports; k++)
        cr_json_put_size(w, r->edition->sources[story->reports[k]].number);
    cr_json_end_array(w);
    cr_json_put_name(w, "cites");
    cr_json_begin_array(w);
    for (size_t k = 0; k < story->n_reports; k++) {
        cr_json_begin_object(w);
        put_citation(r, story->reports[k]);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
    cr_json_member_size(w, "papers", papers);
    cr_json_member_size(w, "papers_per_cent", r->most_papers ? papers * 100 / r->most_papers : 0);
    cr_json_member_string(w, "coverage", cr_phrase_read(r->words, story->n_reports, papers, &r->arena));
}

static void put_story(rendering *r, const cr_edition_story *story)
{
    static const char *const labels[] = {[CR_STORY_PLAIN] = "",
                                         [CR_STORY_NEW] = "new",
                                         [CR_STORY_UPDATED] = "updated",
                                         [CR_STORY_UNCHANGED] = "unchanged"};
    cr_json_writer *w = &r->writer;
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
    cr_json_member_size(w, "headline_source", r->edition->sources[story->headline_source].number);
    cr_json_member_string(w, "lang", cr_view_of(story->lang));
    cr_json_member_optional(w, "label", cr_view_of(labels[story->label]));
    cr_json_member_real(w, "importance", story->importance, SCORE_DIGITS);
    put_frame(w, story->headline, story->lang);
    put_direction(w, story->lang);
    cr_json_member_string(w, "label_text", cr_phrase_label(r->words, story->label, &r->arena));
    cr_json_member_bool(w, "is_new", story->label == CR_STORY_NEW);
    cr_json_member_bool(w, "is_updated", story->label == CR_STORY_UPDATED);
    cr_json_member_bool(w, "is_unchanged", story->label == CR_STORY_UNCHANGED);
    cr_json_member_bool(w, "has_quotations", story->n_quotations > 0);
    put_quotations(r, story);
    put_also_reported(r, story);
    put_reports(r, story);
    cr_json_end_object(w);
}

static void put_stories(rendering *r)
{
    cr_json_put_name(&r->writer, "stories");
    cr_json_begin_array(&r->writer);
    for (size_t i = 0; i < r->edition->n_stories; i++)
        put_story(r, &r->edition->stories[i]);
    cr_json_end_array(&r->writer);
}

static void put_sources(rendering *r)
{
    const cr_edition *edition = r->edition;
    cr_json_writer *w = &r->writer;
    cr_json_put_name(w, "sources");
    cr_json_begin_array(w);
    for (size_t i = 0; i < edition->n_sources; i++) {
        const cr_edition_source *source = &edition->sources[i];
        const cr_view *details;
        size_t n_details = cr_phrase_source(r->words, source, &r->arena, &details);
        cr_view title = source->title.size ? source->title : source->name;
        char hash[24];
        snprintf(hash, sizeof hash, "%016llx", (unsigned long long)source->hash);
        cr_json_begin_object(w);
        cr_json_member_size(w, "number", source->number);
        cr_json_put_name(w, "id");
        cr_json_put_id(w, source->id, source->id_is_integer);
        cr_json_member_string(w, "name", source->name);
        cr_json_member_optional(w, "title", source->title);
        if (source->title_derived)
            cr_json_member_bool(w, "title_derived", true);
        cr_json_member_optional(w, "source", source->paper);
        cr_json_member_optional(w, "author", source->author);
        put_address(w, "has_url", "url", source->url);
        cr_json_member_optional(w, "path", source->path);
        cr_json_member_string(w, "lang", cr_view_of(source->lang));
        cr_json_member_date(w, "date", source->date);
        cr_json_member_string(w, "hash", cr_view_of(hash));
        cr_json_member_string(w, "shown", cr_phrase_foreign(r->words, title, &r->arena));
        put_direction(w, source->lang);
        cr_json_member_string(w, "day", cr_phrase_day(r->words, source->date, &r->arena));
        cr_json_put_name(w, "details");
        cr_json_begin_array(w);
        for (size_t k = 0; k < n_details; k++)
            cr_json_put_string(w, details[k]);
        cr_json_end_array(w);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

static void put_languages(rendering *r)
{
    const cr_edition *edition = r->edition;
    cr_json_writer *w = &r->writer;
    cr_json_put_name(w, "languages");
    cr_json_begin_array(w);
    for (size_t i = 0; i < edition->n_languages; i++) {
        cr_json_begin_object(w);
        cr_json_member_string(w, "lang", cr_view_of(edition->languages[i].lang));
        cr_json_member_string(w, "name", cr_phrase_language(r->words, edition->languages[i].lang, &r->arena));
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

static void put_counts(cr_json_writer *w, const cr_edition *edition)
{
    cr_json_put_name(w, "counts");
    cr_json_begin_object(w);
    cr_json_member_size(w, "articles", edition->n_articles);
    cr_json_member_size(w, "names", edition->n_papers);
    cr_json_member_size(w, "undated", edition->n_undated);
    cr_json_member_size(w, "merged", edition->n_merged);
    cr_json_member_size(w, "muted", edition->n_muted);
    cr_json_member_size(w, "empty", edition->n_empty);
    cr_json_member_size(w, "repaired", edition->n_repaired);
    cr_json_member_size(w, "capped", edition->n_capped);
    cr_json_end_object(w);
}

/* What is said of the edition as a whole. */
static void put_page(rendering *r)
{
    const cr_edition *edition = r->edition;
    cr_json_writer *w = &r->writer;
    const cr_view *lines;
    size_t n_lines = cr_phrase_footer(r->words, edition, &r->arena, &lines), n_unchanged = 0;
    r->papers = CR_ARENA_ARRAY(&r->arena, size_t, edition->n_stories);
    for (size_t i = 0; i < edition->n_stories; i++) {
        r->papers[i] = papers_of(r, &edition->stories[i]);
        n_unchanged += edition->stories[i].label == CR_STORY_UNCHANGED;
        r->most_papers = r->papers[i] > r->most_papers ? r->papers[i] : r->most_papers;
    }
    put_word(r, "title", CR_WORD_TITLE);
    cr_json_member_string(w, "day", cr_phrase_day(r->words, edition->date, &r->arena));
    cr_json_member_string(w, "full_day", cr_phrase_full_day(r->words, edition->date, &r->arena));
    put_words(r);
    cr_json_member_bool(w, "has_stories", edition->n_stories > 0);
    cr_json_member_bool(w, "has_told", edition->n_stories > n_unchanged);
    cr_json_member_bool(w, "has_contents", edition->n_stories > n_unchanged + 1);
    cr_json_member_bool(w, "has_unchanged", n_unchanged > 0);
    cr_json_member_bool(w, "has_sources", edition->n_sources > 0);
    cr_json_put_name(w, "footer");
    cr_json_begin_array(w);
    for (size_t i = 0; i < n_lines; i++)
        cr_json_put_string(w, lines[i]);
    cr_json_end_array(w);
}

void cr_render_json(const cr_edition *edition, const cr_words *words, cr_buf *out)
{
    rendering r = {.writer = {.out = out}, .edition = edition, .words = words};
    cr_json_writer *w = &r.writer;
    cr_json_begin_object(w);
    cr_json_member_string(w, "schema", CR_VIEW(CR_EDITION_SCHEMA));
    cr_json_member_string(w, "lang", cr_view_of(edition->lang));
    cr_json_member_date(w, "date", edition->date);
    cr_json_member_date(w, "first", edition->first);
    cr_json_member_date(w, "last", edition->last);
    put_page(&r);
    put_stories(&r);
    put_sources(&r);
    put_languages(&r);
    put_failures(w, edition);
    put_counts(w, edition);
    cr_json_end_object(w);
    cr_buf_append_byte(out, '\n');
    cr_arena_release(&r.arena);
}
