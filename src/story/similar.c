#include "story/similar.h"

#include "base/memory.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_POSTINGS = 400,       // a feature of more articles finds no candidates (it still counts)
    MAX_FEATURES = 96,        // of an article that look for candidates: the heaviest
    MAX_CANDIDATES = 300,     // of an article that are compared in full
    ARTICLES_AT_ONCE = 1024,  // whose edges are gathered before they go to the others
};
static const double DAY = 86400;
static const double ELSEWHERE = .5,
                    SAME_PLACES = .3;  // what other countries leave; cosine from which they are the same

typedef struct posting {
    uint32_t document;
    float weight;
} posting;

typedef struct scored {
    uint32_t document;
    float score;
} scored;

typedef struct found {
    cr_edge *edges;
    size_t n;
} found;

/* One a thread. */
typedef struct worker {
    float *score;       // [n] 0 where untouched
    scored *touched;    // [n]
    cr_feature *order;  // features of the article, the heaviest first
    size_t order_capacity;
} worker;

typedef struct run {
    const cr_vector *vectors;
    size_t n;
    const cr_similar_options *options;
    posting *postings;
    size_t *start;  // [n_features + 1] into postings
    worker *workers;
    size_t first;                   // of the articles that are looked at now
    found found[ARTICLES_AT_ONCE];  // theirs
} run;

static void index_features(run *r, size_t n_features)
{
    r->start = cr_allocate_zeroed(n_features + 2, sizeof *r->start);
    for (size_t d = 0; d < r->n; d++)
        for (size_t i = 0; i < r->vectors[d].n && !r->options->skip[d]; i++)
            r->start[r->vectors[d].items[i].id + 2]++;
    for (size_t f = 2; f < n_features + 2; f++)
        r->start[f] += r->start[f - 1];
    r->postings = cr_allocate(r->start[n_features + 1], sizeof *r->postings);
    for (size_t d = 0; d < r->n; d++) {
        for (size_t i = 0; i < r->vectors[d].n && !r->options->skip[d]; i++) {
            const cr_feature *feature = &r->vectors[d].items[i];
            r->postings[r->start[feature->id + 1]++] = (posting){(uint32_t)d, feature->weight};
        }
    }
}

static int heaviest_first(const void *a, const void *b)
{
    const cr_feature *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int best_first(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static int by_document(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

/* What the days between two articles leave of their similarity. */
static double nearness(const run *r, size_t a, size_t b)
{
    const cr_date *x = &r->options->date[a], *y = &r->options->date[b];
    if (x->precision == CR_DATE_NONE || y->precision == CR_DATE_NONE)
        return 1;
    double days = fabs(floor((double)x->seconds / DAY) - floor((double)y->seconds / DAY));
    if (days > (double)r->options->window)
        return 0;
    return .475 + .525 * exp(-days * days / 18);
}

/* What the countries that they name leave of it: all where one of them names none. */
static double togetherness(const run *r, size_t a, size_t b)
{
    double bound = (double)r->options->placed[a] * (double)r->options->placed[b];
    if (bound <= 0)
        return 1;
    double cosine = cr_vector_product(&r->options->places[a], &r->options->places[b], NULL);
    return 1 - bound * (1 - ELSEWHERE) * (1 - fmin(1, cosine / SAME_PLACES));
}

static size_t find_candidates(const run *r, worker *w, size_t d)
{
    const cr_vector *v = &r->vectors[d];
    size_t n_touched = 0;
    w->order = cr_grow(w->order, &w->order_capacity, v->n, sizeof *w->order);
    memcpy(w->order, v->items, v->n * sizeof *w->order);
    if (v->n > MAX_FEATURES)
        qsort(w->order, v->n, sizeof *w->order, heaviest_first);
    for (size_t i = 0; i < v->n && i < MAX_FEATURES; i++) {
        size_t from = r->start[w->order[i].id], to = r->start[w->order[i].id + 1];
        if (to - from > MAX_POSTINGS)
            continue;
        for (size_t p = from; p < to && r->postings[p].document < d; p++) {
            uint32_t other = r->postings[p].document;
            if ((r->options->language[other] != r->options->language[d]) != r->options->across)
                continue;
            if (w->score[other] == 0)
                w->touched[n_touched++].document = other;
            w->score[other] += w->order[i].weight * r->postings[p].weight;
        }
    }
    size_t n_promising = 0;
    for (size_t i = 0; i < n_touched; i++) {
        uint32_t other = w->touched[i].document;
        if (w->score[other] >= (float)r->options->promising)
            w->touched[n_promising++] = (scored){other, w->score[other]};
        w->score[other] = 0;
    }
    n_touched = n_promising;
    if (n_touched > MAX_CANDIDATES) {
        qsort(w->touched, n_touched, sizeof *w->touched, best_first);
        n_touched = MAX_CANDIDATES;
    }
    if (n_touched > 1)
        qsort(w->touched, n_touched, sizeof *w->touched, by_document);
    return n_touched;
}

static void find_similar(void *context, size_t worker_number, size_t i)
{
    run *r = context;
    worker *w = &r->workers[worker_number];
    size_t d = r->first + i;
    if (r->options->skip[d] || r->vectors[d].n == 0)
        return;
    size_t n = find_candidates(r, w, d);
    found *f = &r->found[i];
    f->edges = cr_allocate(n, sizeof *f->edges);
    for (size_t k = 0; k < n; k++) {
        uint32_t other = w->touched[k].document;
        double squares, product = cr_vector_product(&r->vectors[other], &r->vectors[d], &squares);
        double similarity = product * nearness(r, other, d) * togetherness(r, other, d);
        if (r->options->across && product > 0)
            similarity *= fmax(0, 1 - squares / (product * product));
        if (similarity >= r->options->least)
            f->edges[f->n++] = (cr_edge){other, (uint32_t)d, (float)similarity};
    }
}

/* The edges of the articles from r->first on, added to all. */
static cr_edge *add_edges(run *r, size_t jobs, cr_edge *all, size_t *capacity, size_t *n_edges)
{
    size_t n = r->n - r->first < ARTICLES_AT_ONCE ? r->n - r->first : ARTICLES_AT_ONCE;
    memset(r->found, 0, sizeof r->found);
    cr_pool_each(jobs, n, find_similar, r);
    for (size_t i = 0; i < n; i++) {
        const found *f = &r->found[i];
        all = cr_grow(all, capacity, *n_edges + f->n, sizeof *all);
        if (f->n)
            memcpy(all + *n_edges, f->edges, f->n * sizeof *all);
        *n_edges += f->n;
        free(f->edges);
    }
    return all;
}

cr_edge *cr_similar_find(const cr_vector *vectors, size_t n, size_t n_features, const cr_similar_options *options,
                         size_t *n_edges)
{
    run r = {.vectors = vectors, .n = n, .options = options};
    size_t jobs = options->jobs ? options->jobs : 1, capacity = 0;
    cr_edge *edges = NULL;
    index_features(&r, n_features);
    r.workers = cr_allocate_zeroed(jobs, sizeof *r.workers);
    for (size_t i = 0; i < jobs; i++) {
        r.workers[i].score = cr_allocate_zeroed(n, sizeof *r.workers[i].score);
        r.workers[i].touched = cr_allocate(n, sizeof *r.workers[i].touched);
    }
    *n_edges = 0;
    for (; r.first < n; r.first += ARTICLES_AT_ONCE)
        edges = add_edges(&r, jobs, edges, &capacity, n_edges);
    for (size_t i = 0; i < jobs; i++) {
        free(r.workers[i].score);
        free(r.workers[i].touched);
        free(r.workers[i].order);
    }
    free(r.workers);
    free(r.postings);
    free(r.start);
    return edges;
}
