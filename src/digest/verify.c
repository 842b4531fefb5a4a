#include "digest/verify.h"

#include "base/map.h"
#include "base/memory.h"
#include "digest/address.h"
#include "digest/build.h"
#include "format/markdown_write.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR CR_VIEW(" · ")
#define BARE_SEPARATOR CR_VIEW("·")
#define ELLIPSIS CR_VIEW("…")
#define NONE SIZE_MAX

enum {
    GRAM = 3,  // bytes; of the likeness of two texts
    GRAM_BITS = 14,
    N_GRAMS = 1 << GRAM_BITS,
    MOST_COUNTED = 255,  // of one gram
    MOST_BRACKETS = 8,   // that look like citations in a quotation of plain text
};

static const double NEAR = .4;  // likeness below which nothing is shown as meant

/* An article that may be cited. */
typedef struct known {
    const cr_document *document;
    cr_edition_source source;
    cr_view address;      // as a page shows it, or none
    cr_view file;         // as a page shows it, or none
    size_t next_of_hash;  // of the same text
    size_t next_of_line;  // of the same title and name
    bool is_plain;        // what follows is made
    cr_view text;
    cr_view *sentences;  // [document->n_sentences]
    cr_map whole;        // of sentences
    bool is_bare;        // what follows is made: the text without spaces
    cr_view bare;
    uint32_t *plain_at;  // [bare.size] where its bytes stand in the text
    cr_map whole_bare;   // of sentences without spaces
} known;

struct cr_verifier {
    known *articles;  // [n_articles]
    size_t n_articles;
    cr_number_map by_hash;
    cr_map by_line;           // "title · name" without spaces, or the name where there is no title
    uint8_t *wanted, *found;  // [N_GRAMS] counts
    cr_arena arena;
};

/* ---- articles ----------------------------------------------------------------------------------------------------- */

static cr_view made(void (*append)(cr_buf *out, cr_view text), cr_view text, cr_arena *arena)
{
    cr_buf out = {0};
    append(&out, text);
    cr_view copy = out.size ? cr_arena_copy(arena, cr_buf_view(&out)) : (cr_view){0};
    cr_buf_release(&out);
    return copy;
}

static cr_view plain(cr_view text, cr_arena *arena)
{
    return made(cr_page_append_plain, text, arena);
}

static cr_view bare(cr_view text, cr_arena *arena)
{
    return made(cr_page_append_bare, text, arena);
}

/* An address as it is read from Markdown. */
static cr_view address_of(cr_view url, cr_arena *arena)
{
    cr_buf written = {0}, read = {0};
    cr_view result = {0};
    if (url.size && cr_markdown_append_address(&written, url)) {
        for (size_t at = 0; at < written.size; at++) {
            cr_buf_append_byte(&read, written.data[at]);
            if (cr_view_starts(cr_view_slice(cr_buf_view(&written), at, written.size), CR_VIEW("&amp;")))
                at += 4;
        }
        result = cr_arena_copy(arena, cr_buf_view(&read));
    }
    cr_buf_release(&written);
    cr_buf_release(&read);
    return result;
}

static cr_view file_of(const cr_edition_source *source, cr_arena *arena)
{
    size_t start = source->path.size;
    while (start > 0 && source->path.data[start - 1] != '/')
        start--;
    cr_view file = cr_view_slice(source->path, start, source->path.size);
    return source->url.size || cr_view_equal(file, source->name) ? (cr_view){0} : bare(file, arena);
}

static cr_view line_of(const cr_edition_source *source, cr_arena *arena)
{
    cr_buf line = {0};
    if (source->title.size) {
        cr_buf_append(&line, source->title);
        cr_buf_append(&line, SEPARATOR);
    }
    cr_buf_append(&line, source->name);
    cr_view result = bare(cr_buf_view(&line), arena);
    cr_buf_release(&line);
    return result;
}

cr_verifier *cr_verifier_new(const cr_document *const *documents, size_t n_documents)
{
    cr_verifier *v = cr_allocate_zeroed(1, sizeof *v);
    v->articles = cr_allocate_zeroed(n_documents, sizeof *v->articles);
    v->n_articles = n_documents;
    v->wanted = cr_allocate_zeroed(N_GRAMS, 1);
    v->found = cr_allocate_zeroed(N_GRAMS, 1);
    for (size_t i = 0; i < n_documents; i++) {
        known *k = &v->articles[i];
        bool added;
        k->document = documents[i];
        cr_edition_source_make(documents[i], &v->arena, &k->source);
        k->address = address_of(k->source.url, &v->arena);
        k->file = file_of(&k->source, &v->arena);
        cr_number_slot *same = cr_number_map_put(&v->by_hash, k->source.hash, &added);
        k->next_of_hash = added ? NONE : same->value;
        same->value = i;
        cr_map_slot *alike = cr_map_put(&v->by_line, line_of(&k->source, &v->arena), &added);
        k->next_of_line = added ? NONE : alike->value;
        alike->value = i;
    }
    return v;
}

void cr_verifier_free(cr_verifier *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->n_articles; i++) {
        cr_map_release(&v->articles[i].whole);
        cr_map_release(&v->articles[i].whole_bare);
    }
    free(v->articles);
    free(v->wanted);
    free(v->found);
    cr_number_map_release(&v->by_hash);
    cr_map_release(&v->by_line);
    cr_arena_release(&v->arena);
    free(v);
}

static void make_plain(cr_verifier *v, known *k)
{
    if (k->is_plain)
        return;
    k->is_plain = true;
    k->text = plain(k->document->article->text, &v->arena);
    k->sentences = CR_ARENA_ARRAY(&v->arena, cr_view, k->document->n_sentences);
    for (size_t i = 0; i < k->document->n_sentences; i++) {
        k->sentences[i] = plain(cr_document_sentence(k->document, i), &v->arena);
        if (k->sentences[i].size)
            cr_map_put(&k->whole, k->sentences[i], NULL);
    }
}

/* ---- texts -------------------------------------------------------------------------------------------------------- */

static bool is_of_word(char byte)
{
    return cr_is_alpha(byte) || cr_is_digit(byte) || (unsigned char)byte >= 0x80;
}

/* Whether text[start, end) has a word cut at either end. */
static bool cuts_word(cr_view text, size_t start, size_t end)
{
    return (start > 0 && is_of_word(text.data[start - 1]) && is_of_word(text.data[start])) ||
           (end < text.size && is_of_word(text.data[end]) && is_of_word(text.data[end - 1]));
}

/* One of its sentences; or words of it that are not cut at either end. */
static bool holds(cr_verifier *v, known *k, cr_view quotation)
{
    make_plain(v, k);
    if (cr_map_find(&k->whole, quotation))
        return true;
    for (size_t from = 0; from < k->text.size;) {
        ptrdiff_t at = cr_view_find(cr_view_slice(k->text, from, k->text.size), quotation);
        if (at == CR_NOT_FOUND)
            return false;
        size_t start = from + (size_t)at;
        if (!cuts_word(k->text, start, start + quotation.size))
            return true;
        from = start + 1;
    }
    return false;
}

static void make_bare(cr_verifier *v, known *k)
{
    make_plain(v, k);
    if (k->is_bare)
        return;
    k->is_bare = true;
    k->bare = bare(k->text, &v->arena);
    k->plain_at = CR_ARENA_ARRAY(&v->arena, uint32_t, k->bare.size);
    for (size_t at = 0, n = 0; at < k->text.size && n < k->bare.size; at++)
        if (k->text.data[at] != ' ')
            k->plain_at[n++] = (uint32_t)at;
    for (size_t i = 0; i < k->document->n_sentences; i++) {
        cr_view sentence = bare(k->sentences[i], &v->arena);
        if (sentence.size)
            cr_map_put(&k->whole_bare, sentence, NULL);
    }
}

/* The same of a quotation that was wrapped, whose spaces nobody knows. */
static bool holds_bare(cr_verifier *v, known *k, cr_view quotation)
{
    make_bare(v, k);
    if (cr_map_find(&k->whole_bare, quotation))
        return true;
    for (size_t from = 0; quotation.size && from < k->bare.size;) {
        ptrdiff_t at = cr_view_find(cr_view_slice(k->bare, from, k->bare.size), quotation);
        if (at == CR_NOT_FOUND)
            return false;
        size_t start = from + (size_t)at;
        if (!cuts_word(k->text, k->plain_at[start], (size_t)k->plain_at[start + quotation.size - 1] + 1))
            return true;
        from = start + 1;
    }
    return false;
}

static size_t gram_at(cr_view text, size_t at)
{
    uint32_t gram = (uint32_t)(unsigned char)text.data[at] << 16 | (uint32_t)(unsigned char)text.data[at + 1] << 8 |
                    (unsigned char)text.data[at + 2];
    return (gram * UINT32_C(2654435761)) >> (32 - GRAM_BITS);
}

/* How much of the grams two texts share (Dice), against those counted in v->wanted. */
static double likeness(cr_verifier *v, cr_view wanted, cr_view text)
{
    size_t shared = 0;
    if (wanted.size < GRAM || text.size < GRAM)
        return 0;
    for (size_t at = 0; at + GRAM <= text.size; at++) {
        size_t gram = gram_at(text, at);
        if (v->found[gram] < v->wanted[gram]) {
            v->found[gram]++;
            shared++;
        }
    }
    for (size_t at = 0; at + GRAM <= text.size; at++)
        v->found[gram_at(text, at)] = 0;
    return 2 * (double)shared / (double)(wanted.size + text.size - 2 * (GRAM - 1));
}

static void want(cr_verifier *v, cr_view text, bool on)
{
    for (size_t at = 0; at + GRAM <= text.size; at++) {
        uint8_t *count = &v->wanted[gram_at(text, at)];
        *count = (uint8_t)(on ? *count + (*count < MOST_COUNTED) : 0);
    }
}

/* The sentence of an article that is most like the text, if any is. */
static void seek(cr_verifier *v, known *k, cr_view wanted, double *best, cr_view *nearest)
{
    make_plain(v, k);
    want(v, wanted, true);
    for (size_t i = 0; i < k->document->n_sentences; i++) {
        double like = likeness(v, wanted, k->sentences[i]);
        if (like > *best) {
            *best = like;
            *nearest = k->sentences[i];
        }
    }
    want(v, wanted, false);
}

/* ---- faults ------------------------------------------------------------------------------------------------------- */

void cr_verdict_release(cr_verdict *verdict)
{
    cr_buf_release(&verdict->faults);
    *verdict = (cr_verdict){0};
}

void cr_verdict_add(cr_verdict *verdict, const char *path, size_t line, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    cr_buf_append_format(&verdict->faults, "'%s':", path);
    if (line)
        cr_buf_append_format(&verdict->faults, "%zu:", line);
    cr_buf_append_byte(&verdict->faults, ' ');
    if (size >= (int)sizeof text) {  // as long as a sentence
        char *all = cr_allocate((size_t)size + 1, 1);
        va_start(arguments, format);
        vsnprintf(all, (size_t)size + 1, format, arguments);
        va_end(arguments);
        cr_buf_append_string(&verdict->faults, all);
        free(all);
    } else {
        cr_buf_append_string(&verdict->faults, text);
    }
    cr_buf_append_byte(&verdict->faults, '\n');
    verdict->n_faults++;
}

static void add_false(cr_verdict *verdict, const char *path, size_t line, cr_view quotation, cr_view nearest)
{
    if (nearest.size)
        cr_verdict_add(verdict, path, line, "not in its source: '%.*s'; nearest: '%.*s'", (int)quotation.size,
                       quotation.data, (int)nearest.size, nearest.data);
    else
        cr_verdict_add(verdict, path, line, "not in its source, nor anything like it: '%.*s'", (int)quotation.size,
                       quotation.data);
}

/* ---- pages -------------------------------------------------------------------------------------------------------- */

/* As a page's Markdown shows it, or as it is. */
static bool is_address_of(const known *k, cr_view address)
{
    return cr_view_equal(k->address, address) || (k->source.url.size && cr_view_equal(k->source.url, address));
}

/* The articles that a line of the list of sources may be, [n] into candidates. */
static size_t resolve(const cr_verifier *v, const cr_page_source *source, cr_arena *arena, const size_t **candidates)
{
    cr_view line = bare(source->text, arena);
    size_t *found = NULL, n = 0, capacity = 0;
    for (size_t end = 0; end < line.size;) {  // up to the first separator, the second ...
        ptrdiff_t at = cr_view_find(cr_view_slice(line, end, line.size), BARE_SEPARATOR);
        size_t stop = at == CR_NOT_FOUND ? line.size : end + (size_t)at;
        const cr_map_slot *slot = cr_map_find(&v->by_line, cr_view_slice(line, 0, stop));
        for (size_t i = slot ? slot->value : NONE; i != NONE; i = v->articles[i].next_of_line) {
            const known *k = &v->articles[i];
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
    return low < page->n_sources && page->sources[low].number == number ? low : NONE;
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

/* The index of the source that is cited; NONE if there is none. */
static size_t check_citation(page_check *c, const cr_page_citation *citation)
{
    c->verdict->n_citations++;
    size_t found = source_of(c->page, citation->number);
    if (found == NONE) {
        cr_verdict_add(c->verdict, c->path, citation->line, "[%zu] is none of the sources", citation->number);
        return NONE;
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
    cr_view text = c->page->is_wrapped ? bare(quotation, &c->arena) : quotation;
    for (size_t i = 0; i < c->n_candidates[source]; i++) {
        known *k = &c->v->articles[c->candidates[source][i]];
        if (c->page->is_wrapped ? holds_bare(c->v, k, text) : holds(c->v, k, text))
            return true;
    }
    return false;
}

static void check_quotation(page_check *c, cr_view quotation, size_t source, size_t line)
{
    cr_view nearest = {0};
    double best = NEAR;
    c->verdict->n_quotations++;
    if (source == NONE || c->n_candidates[source] == 0 || is_in_source(c, quotation, source))
        return;
    for (size_t i = 0; i < c->n_candidates[source]; i++)
        seek(c->v, &c->v->articles[c->candidates[source][i]], quotation, &best, &nearest);
    add_false(c->verdict, c->path, line, quotation, nearest);
}

/* The text of a page from `start` to its i-th citation. */
static cr_view piece_of(page_check *c, const cr_page_text *text, size_t start, size_t i)
{
    size_t end = i < text->n_citations ? text->citations[i].start : text->text.size;
    return plain(cr_view_slice(text->text, start, end), &c->arena);
}

/* Which citation ends the quotation that starts there. In plain text a quotation may hold what looks like one. */
static size_t end_of_quotation(page_check *c, const cr_page_text *text, size_t start, size_t first)
{
    for (size_t i = first; c->page->is_wrapped && i < text->n_citations && i < first + MOST_BRACKETS; i++) {
        size_t source = source_of(c->page, text->citations[i].number);
        cr_view piece = piece_of(c, text, start, i);
        if (source != NONE && piece.size && is_in_source(c, piece, source))
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
    ptrdiff_t cut = cr_view_find(headline, ELLIPSIS);
    if (is_called(c, headline, quotation))
        return true;
    return cut > 0 && cr_view_starts(quotation, cr_view_slice(headline, 0, (size_t)cut)) &&
           is_called(c, headline, cr_view_slice(headline, 0, (size_t)cut + ELLIPSIS.size));
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
    h->is_open |= source == NONE || c->n_candidates[source] == 0;
    for (size_t i = 0; source != NONE && i < c->n_candidates[source] && !h->is_found; i++) {
        const known *k = &c->v->articles[c->candidates[source][i]];
        cr_view title = k->source.title;
        h->is_found = title.size && is_called(c, h->headline, bare(title, &c->arena));
        want(c->v, h->plain, true);
        double like = likeness(c->v, h->plain, title);
        want(c->v, h->plain, false);
        if (like > h->best) {
            h->best = like;
            h->nearest = plain(title, &c->arena);
        }
    }
}

static void hold_against_text(headline_check *h, const cr_page_text *text, bool quotes)
{
    size_t at = 0;
    for (size_t i = 0; i < text->n_citations && !h->is_found; i++) {
        hold_against(h, source_of(h->c->page, text->citations[i].number));
        if (quotes && !h->is_found)
            h->is_found = is_start(h->c, h->headline, bare(piece_of(h->c, text, at, i), &h->c->arena));
        at = text->citations[i].end;
    }
}

static void check_headline(page_check *c, const cr_page_headline *headline)
{
    const cr_page *page = c->page;
    headline_check h = {
        .c = c, .headline = bare(headline->text, &c->arena), .plain = plain(headline->text, &c->arena), .best = NEAR};
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
    cr_view line = plain(source->text, &c->arena);
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
        c.labels[i] = bare(page->words->labels[i], &c.arena);
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

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

typedef struct edition_check {
    cr_verifier *v;
    const cr_edition *edition;
    const char *path;
    cr_verdict *verdict;
    size_t *articles;  // [edition->n_sources] or NONE
} edition_check;

static size_t article_of(const cr_verifier *v, const cr_edition_source *source)
{
    const cr_number_slot *slot = cr_number_map_find(&v->by_hash, source->hash);
    size_t found = slot ? slot->value : NONE;
    // of the same texts the one that is called so
    for (size_t i = found; i != NONE; i = v->articles[i].next_of_hash)
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
    if (c->articles[i] == NONE) {
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
    if (q->source == NONE) {
        cr_verdict_add(c->verdict, c->path, line, "without a source: '%.*s'", (int)q->text.size,
                       q->text.data ? q->text.data : "");
        return;
    }
    if (c->articles[q->source] == NONE)
        return;  // told already
    known *k = &c->v->articles[c->articles[q->source]];
    cr_view text = k->document->article->text;
    cr_buf there = {0};
    if (q->start <= q->end && q->end <= text.size)
        cr_buf_append_squeezed(&there, cr_view_slice(text, q->start, q->end));
    cr_arena arena = {0};
    if (q->text.size == 0 || !cr_view_equal(q->text, cr_buf_view(&there))) {
        cr_view told = plain(q->text, &arena), nearest = {0};
        double best = NEAR;
        seek(c->v, k, told, &best, &nearest);
        if (told.size && holds(c->v, k, told))
            cr_verdict_add(c->verdict, c->path, line, "not at its bytes %lu to %lu: '%.*s'", (unsigned long)q->start,
                           (unsigned long)q->end, (int)told.size, told.data);
        else
            add_false(c->verdict, c->path, line, told.data ? told : CR_VIEW(""), nearest);
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
    cr_view headline = bare(story->headline, &arena);
    c->verdict->n_headlines++;
    if (story->headline_source == NONE) {
        cr_verdict_add(c->verdict, c->path, 0, "a headline without a source: '%.*s'", (int)story->headline.size,
                       story->headline.data ? story->headline.data : "");
    } else if (c->articles[story->headline_source] != NONE) {
        cr_view title = c->v->articles[c->articles[story->headline_source]].source.title;
        bool found = cr_view_equal(headline, bare(title, &arena));
        size_t cut = cr_view_ends(headline, ELLIPSIS) ? headline.size - ELLIPSIS.size : 0;
        for (size_t i = 0; i < story->n_quotations && !found && title.size == 0; i++) {
            cr_view quotation = bare(story->quotations[i].text, &arena);
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
            if (story->reports[k] == NONE)
                cr_verdict_add(verdict, path, 0, "a report of '%.*s' is none of the sources", (int)story->headline.size,
                               story->headline.data ? story->headline.data : "");
    }
    check_counts(&c, recount);
    free(c.articles);
}
