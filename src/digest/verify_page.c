/* The proof of a page: what it says is held against the articles of its sources' titles, names and addresses. */
#include "digest/verifier.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BARE_SEPARATOR CR_VIEW("·")

enum { MOST_BRACKETS = 8 };  // that look like citations in a quotation of plain text

/* ---- sources and quotations --------------------------------------------------------------------------------------- */

/* As a page's Markdown shows it, or as it is. */
static bool is_address_of(const cr_known *k, cr_view address)
{
    return cr_view_equal(k->address, address) || (k->source.url.size && cr_view_equal(k->source.url, address));
}

/* The articles that a line of the list of sources may be, [n] into candidates. */
static size_t resolve(const cr_verifier *v, const cr_page_source *source, cr_arena *arena, const size_t **candidates)
{
    cr_view line = cr_page_bare(source->text, arena);
    size_t *found = NULL, n = 0, capacity = 0;
    for (size_t end = 0; end < line.size;) {  // up to the first separator, the second ...
        ptrdiff_t at = cr_view_find(cr_view_slice(line, end, line.size), BARE_SEPARATOR);
        size_t stop = at == CR_NOT_FOUND ? line.size : end + (size_t)at;
        const cr_map_slot *slot = cr_map_find(&v->by_line, cr_view_slice(line, 0, stop));
        for (size_t i = slot ? slot->value : CR_VERIFY_NONE; i != CR_VERIFY_NONE; i = v->articles[i].next_of_line) {
            const cr_known *k = &v->articles[i];
            cr_view rest = cr_view_slice(line, stop < line.size ? stop + BARE_SEPARATOR.size : stop, line.size);
            if (!is_address_of(k, source->address) || (k->file.size && !cr_view_starts(rest, k->file)))
                continue;
            found = cr_grow(found, &capacity, n + 1, sizeof *found);
            found[n++] = i;
        }
        end = stop < line.size ? stop + BARE_SEPARATOR.size : stop;
    }
    size_t *kept = CR_ARENA_ARRAY(arena, size_t, n);
    if (n)
        memcpy(kept, found, n * sizeof *kept);
    free(found);
    *candidates = kept;
    return n;
}

typedef struct page_check {
    cr_verifier *v;
    const cr_page *page;
    const char *path;
    cr_verdict *verdict;
    const size_t **candidates;  // [page->n_sources]
    size_t *n_candidates;       // [page->n_sources]
    cr_view *labels;            // [page->words->n_labels] without spaces
    cr_arena arena;
} page_check;

static cr_view without_fragment(cr_view address)
{
    ptrdiff_t at = cr_view_find_byte(address, '#');
    return at == CR_NOT_FOUND ? address : cr_view_slice(address, 0, (size_t)at);
}

/* Sources stand in order; where a page is short of room some are left out. */
static size_t source_of(const cr_page *page, size_t number)
{
    size_t low = 0, high = page->n_sources;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (page->sources[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < page->n_sources && page->sources[low].number == number ? low : CR_VERIFY_NONE;
}

/* Whether a citation leads to its source: to the source's address, or to its place in the page. */
static bool leads_there(const cr_page_citation *citation, const cr_page_source *source)
{
    char place[32];
    if (cr_view_starts(citation->address, CR_VIEW("#"))) {
        snprintf(place, sizeof place, "#source-%zu", citation->number);
        return source->address.size == 0 && cr_view_equal(citation->address, cr_view_of(place));
    }
    return cr_view_equal(without_fragment(citation->address), without_fragment(source->address));
}

/* The index of the source that is cited; CR_VERIFY_NONE if there is none. */
static size_t check_citation(page_check *c, const cr_page_citation *citation)
{
    c->verdict->n_citations++;
    size_t found = source_of(c->page, citation->number);
    if (found == CR_VERIFY_NONE) {
        cr_verdict_add(c->verdict, c->path, citation->line, "[%zu] is none of the sources", citation->number);
        return CR_VERIFY_NONE;
    }
    const cr_page_source *source = &c->page->sources[found];
    if (!c->page->is_wrapped && !leads_there(citation, source))
        cr_verdict_add(c->verdict, c->path, citation->line, "[%zu] leads to '%.*s', its source to '%.*s'",
                       citation->number, (int)citation->address.size,
                       citation->address.data ? citation->address.data : "", (int)source->address.size,
                       source->address.data ? source->address.data : "");
    return found;
}

static bool is_in_source(page_check *c, cr_view quotation, size_t source)
{
    cr_view text = c->page->is_wrapped ? cr_page_bare(quotation, &c->arena) : quotation;
    for (size_t i = 0; i < c->n_candidates[source]; i++) {
        cr_known *k = &c->v->articles[c->candidates[source][i]];
        if (c->page->is_wrapped ? cr_known_holds_bare(c->v, k, text) : cr_known_holds(c->v, k, text))
            return true;
    }
    return false;
}

static void check_quotation(page_check *c, cr_view quotation, size_t source, size_t line)
{
    cr_view nearest = {0};
    double best = CR_VERIFY_NEAR;
    bool is_sought = true;
    c->verdict->n_quotations++;
    if (source == CR_VERIFY_NONE || c->n_candidates[source] == 0 || is_in_source(c, quotation, source))
        return;
    for (size_t i = 0; i < c->n_candidates[source]; i++)
        is_sought &= cr_known_seek(c->v, &c->v->articles[c->candidates[source][i]], quotation, &best, &nearest);
    cr_verdict_add_false(c->verdict, c->path, line, quotation, is_sought ? &nearest : NULL);
}

/* The text of a page from `start` to its i-th citation. */
static cr_view piece_of(page_check *c, const cr_page_text *text, size_t start, size_t i)
{
    size_t end = i < text->n_citations ? text->citations[i].start : text->text.size;
    return cr_page_plain(cr_view_slice(text->text, start, end), &c->arena);
}

/* Which citation ends the quotation that starts there. In plain text a quotation may hold what looks like one. */
static size_t end_of_quotation(page_check *c, const cr_page_text *text, size_t start, size_t first)
{
    for (size_t i = first; c->page->is_wrapped && i < text->n_citations && i < first + MOST_BRACKETS; i++) {
        size_t source = source_of(c->page, text->citations[i].number);
        cr_view piece = piece_of(c, text, start, i);
        if (source != CR_VERIFY_NONE && piece.size && is_in_source(c, piece, source))
            return i;
    }
    return first;
}

static void check_quoted(page_check *c, const cr_page_text *text)
{
    for (size_t i = 0, at = 0; i <= text->n_citations; i++) {
        if (i == text->n_citations) {
            cr_view rest = piece_of(c, text, at, i);
            if (rest.size)
                cr_verdict_add(c->verdict, c->path, text->line, "without a source: '%.*s'", (int)rest.size, rest.data);
            break;
        }
        i = end_of_quotation(c, text, at, i);
        const cr_page_citation *citation = &text->citations[i];
        cr_view piece = piece_of(c, text, at, i);
        at = citation->end;
        size_t source = check_citation(c, citation);
        if (piece.size)
            check_quotation(c, piece, source, citation->line);
        else
            cr_verdict_add(c->verdict, c->path, citation->line, "[%zu] without a quotation", citation->number);
    }
}

/* ---- headlines ---------------------------------------------------------------------------------------------------- */

/* Whether a headline, both without spaces, is a title, with or without a label behind it. */
static bool is_called(const page_check *c, cr_view headline, cr_view title)
{
    if (!cr_view_starts(headline, title))
        return false;
    cr_view rest = cr_view_slice(headline, title.size, headline.size);
    if (cr_view_starts(rest, BARE_SEPARATOR))
        rest = cr_view_slice(rest, BARE_SEPARATOR.size, rest.size);
    bool found = rest.size == 0;
    for (size_t i = 0; i < c->page->words->n_labels && !found; i++)
        found = cr_view_equal(rest, c->labels[i]);
    return found;
}

/* The start of a quotation, shortened. */
static bool is_start(const page_check *c, cr_view headline, cr_view quotation)
{
    ptrdiff_t cut = cr_view_find(headline, CR_VERIFY_ELLIPSIS);
    if (is_called(c, headline, quotation))
        return true;
    return cut > 0 && cr_view_starts(quotation, cr_view_slice(headline, 0, (size_t)cut)) &&
           is_called(c, headline, cr_view_slice(headline, 0, (size_t)cut + CR_VERIFY_ELLIPSIS.size));
}

typedef struct headline_check {
    page_check *c;
    cr_view headline, plain;  // the first without spaces
    bool is_found;
    bool is_open;  // one of its sources is none of the articles: told already
    double best;
    cr_view nearest;
} headline_check;

static void hold_against(headline_check *h, size_t source)
{
    page_check *c = h->c;
    h->is_open |= source == CR_VERIFY_NONE || c->n_candidates[source] == 0;
    for (size_t i = 0; source != CR_VERIFY_NONE && i < c->n_candidates[source] && !h->is_found; i++) {
        const cr_known *k = &c->v->articles[c->candidates[source][i]];
        cr_view title = k->source.title;
        h->is_found = title.size && is_called(c, h->headline, cr_page_bare(title, &c->arena));
        double like = cr_verifier_likeness(c->v, h->plain, title);
        if (like > h->best) {
            h->best = like;
            h->nearest = cr_page_plain(title, &c->arena);
        }
    }
}

static void hold_against_text(headline_check *h, const cr_page_text *text, bool quotes)
{
    size_t at = 0;
    for (size_t i = 0; i < text->n_citations && !h->is_found; i++) {
        hold_against(h, source_of(h->c->page, text->citations[i].number));
        if (quotes && !h->is_found)
            h->is_found = is_start(h->c, h->headline, cr_page_bare(piece_of(h->c, text, at, i), &h->c->arena));
        at = text->citations[i].end;
    }
}

static void check_headline(page_check *c, const cr_page_headline *headline)
{
    const cr_page *page = c->page;
    headline_check h = {.c = c,
                        .headline = cr_page_bare(headline->text, &c->arena),
                        .plain = cr_page_plain(headline->text, &c->arena),
                        .best = CR_VERIFY_NEAR};
    bool is_cited = false;
    for (size_t i = headline->first_quoted; i < headline->end_quoted; i++) {
        hold_against_text(&h, &page->quoted[i], true);
        is_cited |= page->quoted[i].n_citations > 0;
    }
    for (size_t i = headline->first_listed; i < headline->end_listed; i++) {
        hold_against_text(&h, &page->listed[i], false);
        is_cited |= page->listed[i].n_citations > 0;
    }
    c->verdict->n_headlines++;
    if (!is_cited)
        cr_verdict_add(c->verdict, c->path, headline->line, "a headline without a source: '%.*s'", (int)h.plain.size,
                       h.plain.data ? h.plain.data : "");
    else if (!h.is_found && !h.is_open && h.nearest.size)
        cr_verdict_add(c->verdict, c->path, headline->line,
                       "not the title of one of its sources: '%.*s'; nearest: '%.*s'", (int)h.plain.size,
                       h.plain.data ? h.plain.data : "", (int)h.nearest.size, h.nearest.data);
    else if (!h.is_found && !h.is_open)
        cr_verdict_add(c->verdict, c->path, headline->line, "not the title of one of its sources: '%.*s'",
                       (int)h.plain.size, h.plain.data ? h.plain.data : "");
}

static void check_page_source(page_check *c, size_t i)
{
    const cr_page_source *source = &c->page->sources[i];
    c->n_candidates[i] = resolve(c->v, source, &c->arena, &c->candidates[i]);
    c->verdict->n_sources++;
    cr_view line = cr_page_plain(source->text, &c->arena);
    size_t before = i ? source[-1].number : 0;
    if (source->number <= before)
        cr_verdict_add(c->verdict, c->path, source->line, "source %zu stands behind source %zu", source->number,
                       before);
    if (c->n_candidates[i] == 0)
        cr_verdict_add(c->verdict, c->path, source->line, "none of the articles is [%zu] '%.*s'", source->number,
                       (int)line.size, line.data ? line.data : "");
}

void cr_verify_page(cr_verifier *v, const cr_page *page, const char *path, cr_verdict *verdict)
{
    page_check c = {.v = v, .page = page, .path = path, .verdict = verdict};
    c.candidates = CR_ARENA_ZEROED(&c.arena, const size_t *, page->n_sources);
    c.n_candidates = CR_ARENA_ZEROED(&c.arena, size_t, page->n_sources);
    c.labels = CR_ARENA_ARRAY(&c.arena, cr_view, page->words->n_labels);
    for (size_t i = 0; i < page->words->n_labels; i++)
        c.labels[i] = cr_page_bare(page->words->labels[i], &c.arena);
    for (size_t i = 0; i < page->n_sources; i++)
        check_page_source(&c, i);
    for (size_t i = 0; i < page->n_quoted; i++)
        check_quoted(&c, &page->quoted[i]);
    for (size_t i = 0; i < page->n_listed; i++)
        for (size_t k = 0; k < page->listed[i].n_citations; k++)
            check_citation(&c, &page->listed[i].citations[k]);
    for (size_t i = 0; i < page->n_headlines; i++)
        check_headline(&c, &page->headlines[i]);
    cr_arena_release(&c.arena);
}
