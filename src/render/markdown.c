#include "render/markdown.h"

#include "format/line.h"
#include "format/markdown_write.h"
#include "render/phrases.h"
#include "text/bidi.h"

#include <string.h>

#define SEPARATOR CR_VIEW(" · ")

typedef struct rendering {
    const cr_edition *edition;
    const cr_words *words;
    cr_arena arena;  // of phrases
    cr_markdown_writer *writer;
} rendering;

/* A text that opens a block, in a language of its own. */
static void put_paragraph_text(rendering *r, cr_view text, const char *lang)
{
    cr_buf line = {0}, out = {0};
    cr_line_append(&line, text);
    cr_bidi_append_paragraph(&out, cr_buf_view(&line), cr_language_is_rtl(lang));
    cr_markdown_text(r->writer, cr_buf_view(&out));
    cr_buf_release(&line);
    cr_buf_release(&out);
}

static void put_headline(rendering *r, const cr_edition_story *story)
{
    if (story->label == CR_STORY_UNCHANGED)
        cr_markdown_bullet_item(r->writer);
    else
        cr_markdown_heading(r->writer, 2);
    put_paragraph_text(r, story->headline, story->lang);
    cr_view label = cr_phrase_label(r->words, story->label, &r->arena);
    if (label.size) {
        cr_markdown_text(r->writer, SEPARATOR);
        cr_markdown_strong(r->writer, label);
    }
}

/* What has no news is a line: its headline, and who reports it. */
static void put_unchanged(rendering *r, const cr_edition_story *story)
{
    put_headline(r, story);
    for (size_t i = 0; i < story->n_reports; i++) {
        const cr_edition_source *source = &r->edition->sources[story->reports[i]];
        cr_markdown_text(r->writer, CR_VIEW(" "));
        cr_markdown_citation(r->writer, source->number, source->url);
    }
}

static void put_quotations(rendering *r, const cr_edition_story *story)
{
    const char *lang = NULL;
    for (size_t i = 0; i < story->n_quotations; i++) {
        const cr_quotation *q = &story->quotations[i];
        const cr_edition_source *source = &r->edition->sources[q->source];
        if (!lang || strcmp(lang, source->lang) != 0)  // languages don't share a paragraph: each has its direction
            cr_markdown_paragraph(r->writer);
        else
            cr_markdown_text(r->writer, CR_VIEW(" "));
        lang = source->lang;
        put_paragraph_text(r, q->text, lang);
        cr_markdown_text(r->writer, CR_VIEW(" "));
        cr_markdown_citation(r->writer, source->number, q->link);
    }
}

static void put_also_reported(rendering *r, const cr_edition_story *story)
{
    const size_t *cited;
    cr_view rest = cr_phrase_also_reported(r->words, r->edition, story, &r->arena, &cited);
    if (!rest.size)
        return;
    cr_markdown_paragraph(r->writer);
    for (ptrdiff_t at; (at = cr_view_find(rest, CR_PHRASE_CITATION)) != CR_NOT_FOUND; cited++) {
        const cr_edition_source *source = &r->edition->sources[*cited];
        cr_markdown_text(r->writer, cr_view_slice(rest, 0, (size_t)at));
        cr_markdown_citation(r->writer, source->number, source->url);
        rest = cr_view_slice(rest, (size_t)at + CR_PHRASE_CITATION.size, rest.size);
    }
    cr_markdown_text(r->writer, rest);
}

static void put_sources(rendering *r)
{
    cr_markdown_heading(r->writer, 2);
    cr_markdown_text(r->writer, cr_phrase_word(r->words, CR_WORD_SOURCES, &r->arena));
    for (size_t i = 0; i < r->edition->n_sources; i++) {
        const cr_edition_source *source = &r->edition->sources[i];
        cr_view title = source->title.size ? source->title : source->name;
        const cr_view *parts;
        size_t n = cr_phrase_source(r->words, source, &r->arena, &parts);
        cr_markdown_ordered_item(r->writer);
        cr_markdown_link(r->writer, cr_phrase_foreign(r->words, title, &r->arena), source->url);
        for (size_t k = 0; k < n; k++) {
            cr_markdown_text(r->writer, SEPARATOR);
            cr_markdown_text(r->writer, parts[k]);
        }
    }
}

static void put_footer(rendering *r)
{
    const cr_view *lines;
    size_t n = cr_phrase_footer(r->words, r->edition, &r->arena, &lines);
    cr_markdown_rule(r->writer);
    for (size_t i = 0; i < n; i++) {
        cr_markdown_bullet_item(r->writer);
        cr_markdown_text(r->writer, lines[i]);
    }
}

void cr_render_markdown_body(const cr_edition *edition, const cr_words *words, cr_markdown_writer *writer)
{
    rendering r = {.edition = edition, .words = words, .writer = writer};
    for (size_t i = 0; i < edition->n_stories; i++) {
        if (edition->stories[i].label == CR_STORY_UNCHANGED) {
            put_unchanged(&r, &edition->stories[i]);
            continue;
        }
        put_headline(&r, &edition->stories[i]);
        put_quotations(&r, &edition->stories[i]);
        put_also_reported(&r, &edition->stories[i]);
    }
    if (edition->n_sources)
        put_sources(&r);
    put_footer(&r);
    cr_arena_release(&r.arena);
}

cr_status cr_render_markdown(const cr_edition *edition, const cr_words *words, cr_buf *out, cr_error *error)
{
    cr_arena arena = {0};
    cr_markdown_writer writer = {0};
    cr_markdown_heading(&writer, 1);
    cr_markdown_text(&writer, cr_phrase_word(words, CR_WORD_TITLE, &arena));
    cr_view day = cr_phrase_full_day(words, edition->date, &arena);
    if (day.size) {
        cr_markdown_paragraph(&writer);
        cr_markdown_text(&writer, day);
    }
    if (edition->n_stories == 0) {
        cr_markdown_paragraph(&writer);
        cr_markdown_text(&writer, cr_phrase_word(words, CR_WORD_NOTHING, &arena));
    }
    cr_render_markdown_body(edition, words, &writer);
    cr_status status = cr_markdown_finish(&writer, out, error);
    cr_markdown_release(&writer);
    cr_arena_release(&arena);
    return status;
}
