#include "rank/matrix.h"

#include <math.h>
#include <string.h>

void cr_matrix_counts(const cr_rank_input *input, cr_arena *arena, cr_matrix *matrix)
{
    size_t n = input->n_sentences, most = n ? input->token_start[n] : 0, filled = 0;
    size_t *start = CR_ARENA_ARRAY(arena, size_t, n + 1);
    uint32_t *column = CR_ARENA_ARRAY(arena, uint32_t, most);
    double *value = CR_ARENA_ARRAY(arena, double, most);
    size_t *place = CR_ARENA_ZEROED(arena, size_t, input->n_terms);  // 1 + where the term was last put
    for (size_t i = 0; i < n; i++) {
        start[i] = filled;
        for (size_t k = input->token_start[i]; k < input->token_start[i + 1]; k++) {
            uint32_t term = input->token[k];
            if (input->is_stop[term])
                continue;
            if (place[term] > start[i]) {
                value[place[term] - 1] += 1;
            } else {
                column[filled] = term;
                value[filled] = 1;
                place[term] = ++filled;
            }
        }
    }
    start[n] = filled;
    *matrix = (cr_matrix){n, input->n_terms, start, column, value};
}

double *cr_matrix_idf(const cr_rank_input *input, const cr_matrix *counts, cr_arena *arena)
{
    double *idf = CR_ARENA_ZEROED(arena, double, counts->n_columns);
    for (size_t k = 0; k < counts->start[counts->n_rows]; k++)
        idf[counts->column[k]] += 1;
    double once = log(1 + (double)counts->n_rows);  // most terms stand in one row
    for (size_t t = 0; t < counts->n_columns; t++)
        if (input->idf)
            idf[t] = (double)input->idf[t];
        else if (idf[t] > 0)
            idf[t] = idf[t] <= 1 ? once : log(1 + (double)counts->n_rows / idf[t]);
    return idf;
}

void cr_matrix_tfidf(const cr_matrix *counts, const double *idf, cr_arena *arena, cr_matrix *matrix)
{
    double *value = CR_ARENA_ARRAY(arena, double, counts->start[counts->n_rows]);
    for (size_t i = 0; i < counts->n_rows; i++) {
        double square = 0;
        for (size_t k = counts->start[i]; k < counts->start[i + 1]; k++) {
            double count = counts->value[k];
            value[k] = (count > 1 ? 1 + log(count) : 1) * idf[counts->column[k]];
            square += value[k] * value[k];
        }
        double scale = square > 0 ? 1 / sqrt(square) : 0;
        for (size_t k = counts->start[i]; k < counts->start[i + 1]; k++)
            value[k] *= scale;
    }
    *matrix = *counts;
    matrix->value = value;
}

void cr_matrix_times(const cr_matrix *a, const double *x, double *y)
{
    for (size_t i = 0; i < a->n_rows; i++) {
        double sum = 0;
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            sum += a->value[k] * x[a->column[k]];
        y[i] = sum;
    }
}

void cr_matrix_transposed_times(const cr_matrix *a, const double *x, double *y)
{
    if (a->n_columns)
        memset(y, 0, a->n_columns * sizeof *y);
    for (size_t i = 0; i < a->n_rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            y[a->column[k]] += a->value[k] * x[i];
}

/* out = W' x for W = Q D' without its diagonal, or W x with q and d exchanged. */
static void step(const cr_matrix *q, const cr_matrix *d, const double *diagonal, const double *x, double *by_term,
                 double *out)
{
    cr_matrix_transposed_times(q, x, by_term);
    cr_matrix_times(d, by_term, out);
    for (size_t i = 0; i < q->n_rows; i++) {
        out[i] -= diagonal[i] * x[i];
        if (out[i] < 0)  // what rounding left of nothing
            out[i] = 0;
    }
}

double *cr_matrix_walk(const cr_matrix *q, const cr_matrix *d, const double *restart, double damping, size_t steps,
                       cr_arena *arena)
{
    size_t n = q->n_rows;
    double *x = CR_ARENA_ARRAY(arena, double, n), *scaled = CR_ARENA_ARRAY(arena, double, n);
    double *next = CR_ARENA_ARRAY(arena, double, n), *out_weight = CR_ARENA_ARRAY(arena, double, n);
    double *diagonal = CR_ARENA_ARRAY(arena, double, n), *by_term = CR_ARENA_ARRAY(arena, double, q->n_columns);
    for (size_t i = 0; i < n; i++) {
        diagonal[i] = 0;
        for (size_t k = q->start[i]; k < q->start[i + 1]; k++)  // both have the same columns in the same places
            diagonal[i] += q->value[k] * d->value[k];
        x[i] = 1;
    }
    step(d, q, diagonal, x, by_term, out_weight);
    for (size_t i = 0; i < n; i++)
        x[i] = restart ? restart[i] : 1 / (double)n;
    for (size_t s = 0; s < steps; s++) {
        double lost = 1;  // what sentences without edges do not hand on starts again
        for (size_t i = 0; i < n; i++) {
            scaled[i] = out_weight[i] > 1e-9 ? x[i] / out_weight[i] : 0;
            lost -= out_weight[i] > 1e-9 ? damping * x[i] : 0;
        }
        step(q, d, diagonal, scaled, by_term, next);
        for (size_t i = 0; i < n; i++)
            x[i] = lost * (restart ? restart[i] : 1 / (double)n) + damping * next[i];
    }
    for (size_t i = 0; i < n; i++)
        x[i] *= (double)n;
    return x;
}
