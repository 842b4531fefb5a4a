/* The sparse sentence-term matrix, and walks over the graph of sentences that it implies.
 *
 * With the rows of A scaled to length 1, the cosines of all pairs are A A'. Nobody writes them down: a step of a walk is
 * A (A' x), so it costs the terms of the text, not the pairs of its sentences.
 */
#ifndef CR_RANK_MATRIX_H
#define CR_RANK_MATRIX_H

#include "base/arena.h"
#include "rank/input.h"

typedef struct cr_matrix {
    size_t n_rows, n_columns;
    const size_t *start;     // [n_rows + 1]
    const uint32_t *column;  // [start[n_rows]] each once in a row, by first occurrence
    double *value;           // [start[n_rows]]
} cr_matrix;

/* How often each content term (no stop word) stands in each sentence. */
void cr_matrix_counts(const cr_rank_input *input, cr_arena *arena, cr_matrix *matrix);

/* Inverse document frequencies by term, [n_columns]: of the background table, else ln(1 + n/df) over the rows. */
double *cr_matrix_idf(const cr_rank_input *input, const cr_matrix *counts, cr_arena *arena);

/* (1 + ln count) * idf, rows scaled to length 1 (empty rows stay empty). */
void cr_matrix_tfidf(const cr_matrix *counts, const double *idf, cr_arena *arena, cr_matrix *matrix);

/* y = A x and y = A' x. */
void cr_matrix_times(const cr_matrix *a, const double *x, double *y);
void cr_matrix_transposed_times(const cr_matrix *a, const double *x, double *y);

/* The walk with restarts over the edges w(i,j) = <q_i, d_j>, i != j, of two matrices of one shape (the same one for cosines):
 * x = (1 - damping) restart + damping * sum over i of x_i w(i,j) / sum over k of w(i,k). The result has mean 1 over the
 * sentences. restart [n] sums to 1, or NULL for the same everywhere. */
double *cr_matrix_walk(const cr_matrix *q, const cr_matrix *d, const double *restart, double damping, size_t steps,
                       cr_arena *arena);

#endif
