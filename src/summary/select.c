/* Greedy choice by lazy evaluation.
 *
 * M. Minoux, Accelerated Greedy Algorithms for Maximizing Submodular Set Functions, 1978: what a sentence brings can only
 * shrink while others are chosen, so the one on top of the heap, evaluated anew, is the best if it stays on top. A sentence that depends
 * on the one before is weighed together with it; choosing that one makes it cheaper, so it is pushed again. */
#include "summary/select.h"

#include "base/memory.h"
#include "summary/redundancy.h"

#include <math.h>
#include <stdlib.h>

enum { MAX_CHAIN = 5 };  // sentences that may hang together

#define WORTH 0.15       // of the score a word that the summary has so far, which the next sentence must have
#define HEAD_OPENER 0.5  // an article's own first sentence that opens with "he" or "but"

struct entry {
    double gain;
    uint32_t sentence;
    uint32_t n_chosen;  // how many were chosen when it was evaluated
};

struct selector {
    const cr_candidates *candidates;
    const cr_ranking *ranking;
    const cr_selection_limits *limits;
    cr_reason *reason;
    double *left;    // [concepts.n] what a concept is still worth
    uint32_t *seen;  // [concepts.n] the evaluation that met it last
    uint32_t n_evaluations;
    struct entry *heap;  // [n_heap]
    size_t n_heap, heap_capacity, n_chosen, words;
    double worth;  // sum of the scores of what was chosen
};

static bool before(const struct entry *a, const struct entry *b)
{
    if (a->gain > b->gain || a->gain < b->gain)
        return a->gain > b->gain;
    return a->sentence < b->sentence;
}

static void push(struct selector *s, struct entry entry)
{
    s->heap = cr_grow(s->heap, &s->heap_capacity, s->n_heap + 1, sizeof *s->heap);
    size_t at = s->n_heap++;
    for (; at && before(&entry, &s->heap[(at - 1) / 2]); at = (at - 1) / 2)
        s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = entry;
}

static struct entry pop(struct selector *s)
{
    struct entry top = s->heap[0], last = s->heap[--s->n_heap];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < s->n_heap; at = child) {
        if (child + 1 < s->n_heap && before(&s->heap[child + 1], &s->heap[child]))
            child++;
        if (!before(&s->heap[child], &last))
            break;
        s->heap[at] = s->heap[child];
    }
    s->heap[at] = last;
    return top;
}

static bool is_taken(const struct selector *s, size_t i)
{
    return s->reason[i] == CR_REASON_TAKEN;
}

/* Does the next one belong to the same quotation? Then this one is not looked at by itself. */
static bool is_continued(const struct selector *s, size_t i)
{
    return i + 1 < s->candidates->input.n_sentences && s->candidates->bound[i + 1];
}

/* What runs through several sentences makes each of them unusual, but not all of them together. */
static bool is_fit(const struct selector *s, size_t i)
{
    uint8_t fitness = s->candidates->fitness[i];
    return fitness <= s->limits->worst ||
           (fitness == CR_FIT_UNUSUAL && (s->candidates->bound[i] || is_continued(s, i)));
}

/* The sentence and those it needs that are not taken yet: [first, i]. False if it can't be had. */
static bool chain_of(const struct selector *s, size_t i, size_t *first)
{
    const cr_candidates *c = s->candidates;
    *first = i;
    while (c->bound[*first] || (!s->limits->alone && c->depends[*first] && !is_taken(s, *first - 1))) {
        --*first;
        if (!is_fit(s, *first) || i - *first >= MAX_CHAIN || s->reason[*first] == CR_REASON_REPEATS)
            return false;
    }
    return true;
}

static double factor_of(const struct selector *s, size_t i)
{
    double factor = s->ranking->factor[i];
    bool opens = s->candidates->input.position[i] == 0 && (s->candidates->input.flags[i] & CR_SENTENCE_OPENER);
    return opens ? factor * HEAD_OPENER : factor;
}

/* What the sentences bring, on average: those that hang together must be as good as any two others. A quotation that runs through
 * several sentences counts as one. */
static double gain_of(struct selector *s, size_t first, size_t i)
{
    const cr_ranking *r = s->ranking;
    const cr_candidates *c = s->candidates;
    double sum = 0, one = 0, words = 0, n = 0;
    if (!r->covers) {
        for (size_t j = first; j <= i; j++)
            sum += r->score[j];
        return sum / (double)(i - first + 1);
    }
    s->n_evaluations++;
    for (size_t j = first; j <= i; j++) {
        double covered = 0;
        for (size_t k = r->concepts.start[j]; k < r->concepts.start[j + 1]; k++) {
            uint32_t at = r->concepts.concept[k];
            covered += s->seen[at] == s->n_evaluations ? s->left[at] * r->repeat : s->left[at];
            s->seen[at] = s->n_evaluations;
        }
        one += covered * factor_of(s, j);
        words += c->input.length[j];
        if (j == i || !c->bound[j + 1]) {
            sum += one / pow(words > 1 ? words : 1, r->length_exponent);
            one = words = 0;
            n++;
        }
    }
    return sum / n;
}

static void evaluate(struct selector *s, size_t i)
{
    size_t first;
    if (is_continued(s, i) || !chain_of(s, i, &first))
        s->reason[i] = CR_REASON_DEPENDS;
    else
        push(s, (struct entry){gain_of(s, first, i), (uint32_t)i, (uint32_t)s->n_chosen});
}

static bool fits(const struct selector *s, size_t first, size_t i)
{
    size_t words = s->words;
    for (size_t j = first; j <= i; j++)
        words += s->candidates->input.length[j];
    return (!s->limits->words || words <= s->limits->words) &&
           (!s->limits->sentences || s->n_chosen + (i - first + 1) <= s->limits->sentences);
}

static void take(struct selector *s, size_t i, cr_redundancy *redundancy)
{
    const cr_ranking *r = s->ranking;
    const cr_candidates *c = s->candidates;
    s->reason[i] = CR_REASON_TAKEN;
    s->words += c->input.length[i];
    s->worth += r->score[i];
    s->n_chosen++;
    cr_redundancy_add(redundancy, i);
    if (r->covers)
        for (size_t k = r->concepts.start[i]; k < r->concepts.start[i + 1]; k++)
            s->left[r->concepts.concept[k]] *= r->repeat;
}

/* What depends on a sentence just taken has become cheaper, and may be had again. */
static void revive_next(struct selector *s, size_t i)
{
    const cr_candidates *c = s->candidates;
    for (size_t j = i + 1; j < c->input.n_sentences && j < i + MAX_CHAIN && (c->depends[j] || c->bound[j]); j++)
        if (is_fit(s, j) && s->reason[j] != CR_REASON_TAKEN && s->reason[j] != CR_REASON_REPEATS)
            evaluate(s, j);
}

/* Is it, by itself, worth its words? What merely fills the budget only distracts. */
static bool is_worthwhile(const struct selector *s, size_t first, size_t i)
{
    if (!s->ranking->covers || !s->n_chosen)
        return true;
    double words = 0, worth = 0;
    for (size_t j = first; j <= i; j++) {
        words += s->candidates->input.length[j];
        worth += s->ranking->score[j];
    }
    return worth * (double)s->words >= WORTH * s->worth * words;
}

static void try_to_take(struct selector *s, size_t first, size_t i, cr_redundancy *redundancy)
{
    if (!fits(s, first, i)) {
        s->reason[i] = CR_REASON_NO_ROOM;
        return;
    }
    if (!is_worthwhile(s, first, i)) {
        s->reason[i] = CR_REASON_POOR;
        return;
    }
    for (size_t j = first; j <= i; j++)
        if (cr_redundancy_repeats(redundancy, j)) {
            s->reason[j] = CR_REASON_REPEATS;
            if (j != i)
                s->reason[i] = CR_REASON_DEPENDS;
            return;
        }
    for (size_t j = first; j <= i; j++)
        take(s, j, redundancy);
    for (size_t j = first; j <= i; j++)
        revive_next(s, j);
}

size_t cr_select(const cr_candidates *candidates, const cr_ranking *ranking, const cr_selection_limits *limits,
                 cr_arena *arena, cr_reason *reason)
{
    size_t n = candidates->input.n_sentences, n_concepts = ranking->covers ? ranking->concepts.n : 0;
    struct selector s = {.candidates = candidates,
                         .ranking = ranking,
                         .limits = limits,
                         .reason = reason,
                         .left = CR_ARENA_ARRAY(arena, double, n_concepts),
                         .seen = CR_ARENA_ZEROED(arena, uint32_t, n_concepts)};
    for (size_t c = 0; c < n_concepts; c++)
        s.left[c] = ranking->weight[c];
    for (size_t i = 0; i < n; i++)
        reason[i] = is_fit(&s, i) ? CR_REASON_NO_ROOM : CR_REASON_UNFIT;
    for (size_t i = 0; i < n; i++)
        if (is_fit(&s, i))
            evaluate(&s, i);
    cr_redundancy *redundancy = cr_redundancy_new(&candidates->input, arena);
    while (s.n_heap && (!limits->sentences || s.n_chosen < limits->sentences)) {
        struct entry top = pop(&s);
        size_t first;
        if (is_taken(&s, top.sentence) || reason[top.sentence] == CR_REASON_REPEATS)
            continue;
        if (!chain_of(&s, top.sentence, &first))
            reason[top.sentence] = CR_REASON_DEPENDS;
        else if (ranking->covers && top.n_chosen < s.n_chosen && fits(&s, first, top.sentence))
            evaluate(&s, top.sentence);
        else
            try_to_take(&s, first, top.sentence, redundancy);
    }
    free(s.heap);
    return s.n_chosen;
}
