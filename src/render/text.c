#include "render/text.h"

#include "base/arena.h"
#include "format/line.h"
#include "render/phrases.h"
#include "text/bidi.h"
#include "text/wrap.h"

#include <string.h>

#define SEPARATOR CR_VIEW(" · ")

enum { INDENT = 4 };

typedef struct rendering {
    const cr_edition *edition;
    const cr_words *words;
    size_t width;
    cr_arena arena;
    cr_buf line;  // the paragraph under way
    cr_buf *out;
} rendering;

static void put_text(rendering *r, cr_view text, const char *lang)
{
    cr_buf clean = {0};
    cr_line_append(&clean, text);
    cr_bidi_append_paragraph(&r->line, cr_buf_view(&clean), cr_language_is_rtl(lang));
    cr_buf_release(&clean);
}

static void put_citation(rendering *r, size_t source)
{
    cr_buf_append_format(&r->line, "[%zu]", r->edition->sources[source].number);
}

/* Writes the paragraph with `first` and `indent` spaces before its first and its other lines. */
static void end_paragraph(rendering *r, size_t first, size_t indent)
{
    for (size_t i = 0; i < first; i++)
        cr_buf_append_byte(r->out, ' ');
    cr_wrap(cr_buf_view(&r->line), r->width, indent, first, r->out);
    cr_buf_clear(&r->line);
}

static void put_story(rendering *r, const cr_edition_story *story)
{
    cr_buf_append_byte(r->out, '\n');
    put_text(r, story->headline, story->lang);
    cr_view label = cr_phrase_label(r->words, story->label, &r->arena);
    if (label.size) {
        cr_buf_append(&r->line, SEPARATOR);
        cr_buf_append(&r->line, label);
    }
    for (size_t i = 0; story->label == CR_STORY_UNCHANGED && i < story->n_reports; i++) {
        cr_buf_append_byte(&r->line, ' ');
        put_citation(r, story->reports[i]);
    }
    end_paragraph(r, 0, 0);
    if (story->label == CR_STORY_UNCHANGED)
        return;
    for (size_t i = 0; i < story->n_quotations; i++) {
        const cr_quotation *q = &story->quotations[i];
        const char *lang = r->edition->sources[q->source].lang;
        put_text(r, q->text, lang);
        cr_buf_append_byte(&r->line, ' ');
        put_citation(r, q->source);
        size_t next = i + 1 < story->n_quotations ? story->quotations[i + 1].source : 0;
        if (i + 1 < story->n_quotations && strcmp(lang, r->edition->sources[next].lang) == 0)
            cr_buf_append_byte(&r->line, ' ');
        else
            end_paragraph(r, INDENT, INDENT);
    }
    const size_t *cited;
    cr_view rest = cr_phrase_also_reported(r->words, r->edition, story, &r->arena, &cited);
    if (!rest.size)
        return;
    for (ptrdiff_t at; (at = cr_view_find(rest, CR_PHRASE_CITATION)) != CR_NOT_FOUND; cited++) {
        cr_buf_append(&r->line, cr_view_slice(rest, 0, (size_t)at));
        put_citation(r, *cited);
        rest = cr_view_slice(rest, (size_t)at + CR_PHRASE_CITATION.size, rest.size);
    }
    cr_buf_append(&r->line, rest);
    end_paragraph(r, INDENT, INDENT);
}

static void put_sources(rendering *r)
{
    cr_buf_append_byte(r->out, '\n');
    cr_buf_append(&r->line, cr_phrase_word(r->words, CR_WORD_SOURCES, &r->arena));
    end_paragraph(r, 0, 0);
    for (size_t i = 0; i < r->edition->n_sources; i++) {
        const cr_edition_source *source = &r->edition->sources[i];
        cr_view title = source->title.size ? source->title : source->name;
        const cr_view *parts;
        size_t n = cr_phrase_source(r->words, source, &r->arena, &parts);
        put_citation(r, i);
        cr_buf_append_byte(&r->line, ' ');
        cr_buf_append(&r->line, cr_phrase_foreign(r->words, title, &r->arena));
        for (size_t k = 0; k < n; k++) {
            cr_buf_append(&r->line, SEPARATOR);
            cr_buf_append(&r->line, parts[k]);
        }
        end_paragraph(r, 0, INDENT);
        if (source->url.size)
            cr_buf_append_format(r->out, "%*s%.*s\n", INDENT, "", (int)source->url.size, source->url.data);
    }
}

void cr_render_text(const cr_edition *edition, const cr_words *words, size_t width, cr_buf *out)
{
    rendering r = {.edition = edition, .words = words, .width = width, .out = out};
    cr_buf_append(&r.line, cr_phrase_word(words, CR_WORD_TITLE, &r.arena));
    end_paragraph(&r, 0, 0);
    cr_view day = cr_phrase_full_day(words, edition->date, &r.arena);
    if (day.size) {
        cr_buf_append(&r.line, day);
        end_paragraph(&r, 0, 0);
    }
    if (edition->n_stories == 0) {
        cr_buf_append_byte(out, '\n');
        cr_buf_append(&r.line, cr_phrase_word(words, CR_WORD_NOTHING, &r.arena));
        end_paragraph(&r, 0, 0);
    }
    for (size_t i = 0; i < edition->n_stories; i++)
        put_story(&r, &edition->stories[i]);
    if (edition->n_sources)
        put_sources(&r);
    cr_buf_append_byte(out, '\n');
    const cr_view *lines;
    size_t n = cr_phrase_footer(words, edition, &r.arena, &lines);
    for (size_t i = 0; i < n; i++) {
        cr_buf_append(&r.line, lines[i]);
        end_paragraph(&r, 0, INDENT);
    }
    cr_buf_release(&r.line);
    cr_arena_release(&r.arena);
}
