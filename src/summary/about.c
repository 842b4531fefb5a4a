#include "summary/about.h"

#include "rank/rank.h"
#include "summary/candidates.h"
#include "summary/group.h"
#include "summary/redundancy.h"

#include <math.h>
#include <string.h>

#define SUBJECT_FACTOR 1.5
#define LEAD_FACTOR 0.9

/* The pool: the documents without the sentences that have nothing to do with it. */
typedef struct pool {
    const cr_document **documents;  // [n_documents]
    size_t *given;                  // [n_documents] index among those given
    uint32_t **sentence;            // [n_documents][n_sentences] number in the given document
    size_t n_documents;
} pool;

static bool may_be_quoted(const cr_document *document, const uint8_t *about, size_t s, bool dependent)
{
    const cr_sentence *sentence = &document->sentences[s];
    if (!about[s] || sentence->flags & CR_SENTENCE_NO_PROSE)
        return false;
    return dependent || !(sentence->flags & CR_SENTENCE_OPENER) || (s > 0 && about[s - 1]);
}

/* Adds what of a document may be quoted; without anything else, what depends on a sentence that is not there. */
static void add_document(pool *p, const cr_document *document, size_t given, const uint8_t *about, cr_arena *arena)
{
    cr_sentence *sentences = CR_ARENA_ARRAY(arena, cr_sentence, document->n_sentences);
    uint32_t *numbers = CR_ARENA_ARRAY(arena, uint32_t, document->n_sentences);
    size_t n = 0;
    for (int dependent = 0; dependent < 2 && n == 0; dependent++)
        for (size_t s = 0; s < document->n_sentences; s++)
            if (may_be_quoted(document, about, s, dependent)) {
                sentences[n] = document->sentences[s];
                if (dependent)
                    sentences[n].flags &= ~(uint32_t)CR_SENTENCE_OPENER;
                numbers[n++] = (uint32_t)s;
            }
    if (n == 0)
        return;
    cr_document *part = CR_ARENA_NEW(arena, cr_document);
    *part = *document;
    part->sentences = sentences;
    part->n_sentences = n;
    p->documents[p->n_documents] = part;
    p->given[p->n_documents] = given;
    p->sentence[p->n_documents++] = numbers;
}

/* A choice under way. */
typedef struct chooser {
    const cr_candidates *candidates;
    const cr_ranking *ranking;
    const cr_about_options *options;
    const uint8_t *about;  // [n_sentences] cr_about of each candidate
    double *left;          // [concepts.n] what a concept is still worth
    size_t *n_taken;       // [n_documents]
    double *first;         // [n_documents] gain of the first sentence taken
    uint8_t *state;        // [n_sentences] 0 open, 1 taken, 2 never
} chooser;

static bool is_open(const chooser *c, size_t i, cr_fitness worst)
{
    size_t document = c->candidates->document[i];
    if (c->state[i] || c->candidates->fitness[i] > worst || c->n_taken[document] >= c->options->per_document)
        return false;
    if (c->about[i] == CR_ABOUT_LEAD && c->n_taken[document] == 0)
        return false;
    return !c->candidates->depends[i] || c->state[i - 1] == 1;
}

static double gain_of(const chooser *c, size_t i)
{
    const cr_ranking *r = c->ranking;
    double sum = 0, words = c->candidates->input.length[i];
    for (size_t k = r->concepts.start[i]; k < r->concepts.start[i + 1]; k++)
        sum += c->left[r->concepts.concept[k]];
    sum *= r->factor[i] * (c->about[i] == CR_ABOUT_SUBJECT ? SUBJECT_FACTOR : 1);
    return sum / pow(words > 1 ? words : 1, r->length_exponent);
}

/* The open sentence that brings most, n if none is open; the earlier one of equals. */
static size_t best_of(const chooser *c, cr_fitness worst, double *gain)
{
    size_t n = c->candidates->input.n_sentences, best = n;
    for (size_t i = 0; i < n; i++) {
        double its = is_open(c, i, worst) ? gain_of(c, i) : -1;
        if (its >= 0 && (best == n || its > *gain)) {
            best = i;
            *gain = its;
        }
    }
    return best;
}

static size_t choose(chooser *c, cr_redundancy *redundancy, double *score)
{
    size_t n = c->candidates->input.n_sentences, n_chosen = 0;
    for (cr_fitness worst = CR_FIT_PROSE; worst <= CR_FIT_UNUSUAL; worst++) {
        double gain = 0;
        for (size_t i; n_chosen < c->options->sentences && (i = best_of(c, worst, &gain)) < n;) {
            c->state[i] = 2;
            if (cr_redundancy_repeats(redundancy, i))
                continue;
            c->state[i] = 1;
            size_t document = c->candidates->document[i];
            if (c->n_taken[document]++ == 0)
                c->first[document] = gain;
            // where something has to go again, the lead goes before the sentence that names it
            score[i] = c->about[i] == CR_ABOUT_LEAD ? fmin(gain, LEAD_FACTOR * c->first[document]) : gain;
            n_chosen++;
            cr_redundancy_add(redundancy, i);
            for (size_t k = c->ranking->concepts.start[i]; k < c->ranking->concepts.start[i + 1]; k++)
                c->left[c->ranking->concepts.concept[k]] *= c->ranking->repeat;
        }
    }
    return n_chosen;
}

/* Newest first, those without a date last; the candidates are in the order of their documents. */
static void order_documents(const pool *p, size_t *order, cr_arena *arena)
{
    size_t *by_date = cr_group_order(p->documents, p->n_documents, arena), n = 0;
    for (size_t k = p->n_documents; k-- > 0;)
        if (p->documents[by_date[k]]->article->date.precision != CR_DATE_NONE)
            order[n++] = by_date[k];
    for (size_t k = 0; k < p->n_documents; k++)
        if (p->documents[by_date[k]]->article->date.precision == CR_DATE_NONE)
            order[n++] = by_date[k];
}

void cr_summarize_about(const cr_document *const *documents, const uint8_t *const *about, size_t n_documents,
                        const cr_about_options *options, cr_arena *arena, cr_summary *summary)
{
    pool p = {.documents = CR_ARENA_ARRAY(arena, const cr_document *, n_documents),
              .given = CR_ARENA_ARRAY(arena, size_t, n_documents),
              .sentence = CR_ARENA_ARRAY(arena, uint32_t *, n_documents)};
    *summary = (cr_summary){.method = "about"};
    for (size_t d = 0; d < n_documents; d++)
        if (about[d])
            add_document(&p, documents[d], d, about[d], arena);
    if (p.n_documents == 0)
        return;
    size_t *order = CR_ARENA_ARRAY(arena, size_t, p.n_documents);
    order_documents(&p, order, arena);
    cr_candidates candidates;
    cr_candidates_make(p.documents, p.n_documents, order, NULL, NULL, options->background, arena, &candidates);
    cr_ranking ranking = {0};
    cr_rank_poscon(&candidates.input, arena, &ranking);
    size_t n = candidates.input.n_sentences;
    uint8_t *its = CR_ARENA_ARRAY(arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) {
        size_t d = candidates.document[i];
        its[i] = about[p.given[d]][p.sentence[d][candidates.sentence[i]]];
    }
    chooser c = {.candidates = &candidates,
                 .ranking = &ranking,
                 .options = options,
                 .about = its,
                 .left = CR_ARENA_ARRAY(arena, double, ranking.concepts.n),
                 .n_taken = CR_ARENA_ZEROED(arena, size_t, p.n_documents),
                 .first = CR_ARENA_ZEROED(arena, double, p.n_documents),
                 .state = CR_ARENA_ZEROED(arena, uint8_t, n)};
    for (size_t k = 0; k < ranking.concepts.n; k++)
        c.left[k] = ranking.weight[k];
    double *score = CR_ARENA_ZEROED(arena, double, n), highest = 0;
    size_t n_chosen = choose(&c, cr_redundancy_new(&candidates.input, arena), score);
    for (size_t i = 0; i < n; i++)
        highest = score[i] > highest ? score[i] : highest;
    cr_chosen *chosen = CR_ARENA_ARRAY(arena, cr_chosen, n_chosen);
    for (size_t i = 0; i < n; i++) {
        if (c.state[i] != 1)
            continue;
        size_t d = candidates.document[i];
        chosen[summary->n_chosen++] = (cr_chosen){p.given[d], p.sentence[d][candidates.sentence[i]],
                                                  highest > 0 ? score[i] / highest : 0};
        summary->n_words += candidates.input.length[i];
    }
    summary->chosen = chosen;
}
