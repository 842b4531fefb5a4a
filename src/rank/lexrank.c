/* LexRank: a random walk over the pairs of sentences whose cosine is above a threshold, every such edge counting the same.
 *
 * G. Erkan, D. Radev, LexRank: Graph-based Lexical Centrality as Salience in Text Summarization, JAIR 22, 2004.
 * The threshold needs the pairs themselves. They come from an inverted index: only sentences that share a term are compared,
 * the commonest terms (which contribute least) generate no pairs, and a term's list is followed over its nearest sentences
 * alone, so a long text stays linear. */
#include "base/memory.h"
#include "rank/matrix.h"
#include "rank/rank.h"

#include <stdlib.h>
#include <string.h>

#define THRESHOLD 0.1
#define DAMPING 0.85
#define STEPS 30

enum { LONGEST_LIST = 64 };  // sentences before this one that a term leads to

struct edge {
    uint32_t from, to;
};

struct edges {
    struct edge *items;
    size_t n, capacity;
};

/* The newest sentences of each term, as a ring. */
struct index {
    size_t *head;      // [n_columns] 1 + newest entry of the term
    size_t *previous;  // [n_entries] 1 + the entry before it, of the same term
    uint32_t *row;     // [n_entries]
};

/* The dot products of row i with the rows before it that share a term; those above the threshold become edges. */
static void find_edges(const cr_matrix *a, size_t i, struct index *index, double *dot, uint32_t *touched,
                       struct edges *edges)
{
    size_t n_touched = 0;
    for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
        size_t followed = 0;
        for (size_t e = index->head[a->column[k]]; e && followed < LONGEST_LIST; e = index->previous[e - 1]) {
            uint32_t j = index->row[e - 1];
            if (dot[j] <= 0)
                touched[n_touched++] = j;
            dot[j] += a->value[k] * a->value[e - 1];
            followed++;
        }
        index->previous[k] = index->head[a->column[k]];
        index->row[k] = (uint32_t)i;
        index->head[a->column[k]] = k + 1;
    }
    for (size_t t = 0; t < n_touched; t++) {
        uint32_t j = touched[t];
        if (dot[j] > THRESHOLD) {
            edges->items = cr_grow(edges->items, &edges->capacity, edges->n + 1, sizeof *edges->items);
            edges->items[edges->n++] = (struct edge){(uint32_t)i, j};
        }
        dot[j] = 0;
    }
}

void cr_rank_lexrank(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    size_t n = input->n_sentences;
    cr_matrix counts, a;
    cr_matrix_counts(input, arena, &counts);
    cr_matrix_tfidf(&counts, cr_matrix_idf(input, &counts, arena), arena, &a);
    struct index index = {CR_ARENA_ZEROED(arena, size_t, a.n_columns), CR_ARENA_ARRAY(arena, size_t, a.start[n]),
                          CR_ARENA_ARRAY(arena, uint32_t, a.start[n])};
    struct edges edges = {0};
    double *dot = CR_ARENA_ZEROED(arena, double, n), *degree = CR_ARENA_ZEROED(arena, double, n);
    uint32_t *touched = CR_ARENA_ARRAY(arena, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        find_edges(&a, i, &index, dot, touched, &edges);
    for (size_t e = 0; e < edges.n; e++) {
        degree[edges.items[e].from] += 1;
        degree[edges.items[e].to] += 1;
    }
    double *x = CR_ARENA_ARRAY(arena, double, n), *next = CR_ARENA_ARRAY(arena, double, n);
    for (size_t i = 0; i < n; i++)
        x[i] = 1;
    for (size_t s = 0; s < STEPS; s++) {
        for (size_t i = 0; i < n; i++)
            next[i] = 1 - DAMPING;
        for (size_t e = 0; e < edges.n; e++) {
            uint32_t i = edges.items[e].from, j = edges.items[e].to;
            next[i] += DAMPING * x[j] / degree[j];
            next[j] += DAMPING * x[i] / degree[i];
        }
        if (n)
            memcpy(x, next, n * sizeof *x);
    }
    free(edges.items);
    *ranking = (cr_ranking){.n_sentences = n, .score = x};
}
