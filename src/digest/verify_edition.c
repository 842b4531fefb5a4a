/* The proof of an edition's JSON: what it says is held against the articles of its sources' hashes, at their very bytes. */
#include "digest/verifier.h"

#include "base/memory.h"
#include "digest/address.h"

#include <stdlib.h>
#include <string.h>

typedef struct edition_check {
    cr_verifier *v;
    const cr_edition *edition;
    const char *path;
    cr_verdict *verdict;
    size_t *articles;  // [edition->n_sources] or CR_VERIFY_NONE
} edition_check;

static size_t article_of(const cr_verifier *v, const cr_edition_source *source)
{
    const cr_number_slot *slot = cr_number_map_find(&v->by_hash, source->hash);
    size_t found = slot ? slot->value : CR_VERIFY_NONE;
    // of the same texts the one that is called so
    for (size_t i = found; i != CR_VERIFY_NONE; i = v->articles[i].next_of_hash)
        if (cr_view_equal(v->articles[i].source.name, source->name) &&
            cr_view_equal(v->articles[i].source.title, source->title))
            return i;
    return found;
}

static void check_source(edition_check *c, size_t i)
{
    const cr_edition_source *source = &c->edition->sources[i];
    c->verdict->n_sources++;
    c->articles[i] = article_of(c->v, source);
    if (source->number != i + 1)
        cr_verdict_add(c->verdict, c->path, 0, "source %zu is numbered %zu", i + 1, source->number);
    if (c->articles[i] == CR_VERIFY_NONE) {
        cr_verdict_add(c->verdict, c->path, 0, "none of the articles has the text of [%zu] '%.*s' (%.*s)", i + 1,
                       (int)source->title.size, source->title.data ? source->title.data : "", (int)source->name.size,
                       source->name.data ? source->name.data : "");
        return;
    }
    const cr_edition_source *truth = &c->v->articles[c->articles[i]].source;
    const struct {
        const char *what;
        cr_view told, is;
    } members[] = {{"title", source->title, truth->title},
                   {"name", source->name, truth->name},
                   {"address", source->url, truth->url}};
    for (size_t k = 0; k < sizeof members / sizeof *members; k++)
        if (!cr_view_equal(members[k].told, members[k].is))
            cr_verdict_add(c->verdict, c->path, 0, "the %s of [%zu] is '%.*s', not '%.*s'", members[k].what, i + 1,
                           (int)members[k].is.size, members[k].is.data ? members[k].is.data : "",
                           (int)members[k].told.size, members[k].told.data ? members[k].told.data : "");
}

static void check_told(edition_check *c, const cr_quotation *q, size_t line)
{
    c->verdict->n_quotations++;
    c->verdict->n_citations++;
    if (q->source == CR_VERIFY_NONE) {
        cr_verdict_add(c->verdict, c->path, line, "without a source: '%.*s'", (int)q->text.size,
                       q->text.data ? q->text.data : "");
        return;
    }
    if (c->articles[q->source] == CR_VERIFY_NONE)
        return;  // told already
    cr_known *k = &c->v->articles[c->articles[q->source]];
    cr_view text = k->document->article->text;
    cr_buf there = {0};
    if (q->start <= q->end && q->end <= text.size)
        cr_buf_append_squeezed(&there, cr_view_slice(text, q->start, q->end));
    cr_arena arena = {0};
    if (q->text.size == 0 || !cr_view_equal(q->text, cr_buf_view(&there))) {
        cr_view told = cr_page_plain(q->text, &arena), nearest = {0};
        double best = CR_VERIFY_NEAR;
        if (told.size && cr_known_holds(c->v, k, told)) {
            cr_verdict_add(c->verdict, c->path, line, "not at its bytes %lu to %lu: '%.*s'", (unsigned long)q->start,
                           (unsigned long)q->end, (int)told.size, told.data);
        } else {
            bool is_sought = cr_known_seek(c->v, k, told, &best, &nearest);
            cr_verdict_add_false(c->verdict, c->path, line, told.data ? told : CR_VIEW(""),
                                 is_sought ? &nearest : NULL);
        }
    } else if (!cr_view_equal(q->link,
                              k->source.url.size ? cr_address_of_text(k->source.url, q->text, &arena) : (cr_view){0})) {
        cr_verdict_add(c->verdict, c->path, line, "its link does not lead to its sentence: '%.*s'", (int)q->text.size,
                       q->text.data);
    }
    cr_arena_release(&arena);
    cr_buf_release(&there);
}

static void check_title(edition_check *c, const cr_edition_story *story)
{
    cr_arena arena = {0};
    cr_view headline = cr_page_bare(story->headline, &arena);
    c->verdict->n_headlines++;
    if (story->headline_source == CR_VERIFY_NONE) {
        cr_verdict_add(c->verdict, c->path, 0, "a headline without a source: '%.*s'", (int)story->headline.size,
                       story->headline.data ? story->headline.data : "");
    } else if (c->articles[story->headline_source] != CR_VERIFY_NONE) {
        cr_view title = c->v->articles[c->articles[story->headline_source]].source.title;
        bool found = cr_view_equal(headline, cr_page_bare(title, &arena));
        size_t cut = cr_view_ends(headline, CR_VERIFY_ELLIPSIS) ? headline.size - CR_VERIFY_ELLIPSIS.size : 0;
        for (size_t i = 0; i < story->n_quotations && !found && title.size == 0; i++) {
            cr_view quotation = cr_page_bare(story->quotations[i].text, &arena);
            found = cr_view_equal(headline, quotation) ||
                    (cut && cr_view_starts(quotation, cr_view_slice(headline, 0, cut)));
        }
        if (!found)
            cr_verdict_add(c->verdict, c->path, 0, "not the title of its source: '%.*s'; nearest: '%.*s'",
                           (int)story->headline.size, story->headline.data ? story->headline.data : "", (int)title.size,
                           title.data ? title.data : "");
    }
    cr_arena_release(&arena);
}

static void check_count(edition_check *c, const char *what, size_t told, size_t counted)
{
    if (told != counted)
        cr_verdict_add(c->verdict, c->path, 0, "%s: %zu are told, %zu counted", what, told, counted);
}

static bool same_date(cr_date a, cr_date b)
{
    return a.precision == b.precision && (a.precision == CR_DATE_NONE || a.seconds == b.seconds);
}

static void check_counts(edition_check *c, const cr_edition *recount)
{
    const cr_edition *told = c->edition;
    check_count(c, "articles", told->n_articles + told->n_muted, recount->n_articles);
    if (told->n_muted)
        return;
    check_count(c, "names of sources", told->n_papers, recount->n_papers);
    check_count(c, "articles without a date", told->n_undated, recount->n_undated);
    check_count(c, "articles that repeat others", told->n_merged, recount->n_merged);
    check_count(c, "articles without text", told->n_empty, recount->n_empty);
    check_count(c, "damaged characters", told->n_repaired, recount->n_repaired);
    check_count(c, "languages", told->n_languages, recount->n_languages);
    for (size_t i = 0; i < told->n_languages && i < recount->n_languages; i++)
        if (strcmp(told->languages[i].lang, recount->languages[i].lang) != 0 ||
            told->languages[i].n_articles != recount->languages[i].n_articles)
            cr_verdict_add(c->verdict, c->path, 0, "languages: %s (%zu) is told, %s (%zu) counted",
                           told->languages[i].lang, told->languages[i].n_articles, recount->languages[i].lang,
                           recount->languages[i].n_articles);
    if (!same_date(told->first, recount->first) || !same_date(told->last, recount->last))
        cr_verdict_add(c->verdict, c->path, 0, "the days of the articles are others than those told");
}

void cr_verify_edition(cr_verifier *v, const cr_edition *edition, const cr_edition *recount, const size_t *lines,
                       size_t n_lines, const char *path, cr_verdict *verdict)
{
    edition_check c = {.v = v, .edition = edition, .path = path, .verdict = verdict};
    c.articles = cr_allocate(edition->n_sources, sizeof *c.articles);
    for (size_t i = 0; i < edition->n_sources; i++)
        check_source(&c, i);
    size_t n = 0;
    for (size_t i = 0; i < edition->n_stories; i++) {
        const cr_edition_story *story = &edition->stories[i];
        for (size_t k = 0; k < story->n_quotations; k++, n++)
            check_told(&c, &story->quotations[k], n < n_lines ? lines[n] : 0);
        check_title(&c, story);
        for (size_t k = 0; k < story->n_reports; k++, verdict->n_citations++)
            if (story->reports[k] == CR_VERIFY_NONE)
                cr_verdict_add(verdict, path, 0, "a report of '%.*s' is none of the sources", (int)story->headline.size,
                               story->headline.data ? story->headline.data : "");
    }
    check_counts(&c, recount);
    free(c.articles);
}
