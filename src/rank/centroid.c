/* Centroid: the cosine of a sentence with the sum of all sentences, each weighted by exp(-position / 8).
 *
 * D. Radev, H. Jing, M. Budzikowska, Centroid-based summarization of multiple documents, ANLP/NAACL workshop 2000. The
 * position enters the centroid itself, so a late sentence that says what the first ones say still ranks. */
#include "rank/centroid.h"

#include "rank/matrix.h"
#include "rank/rank.h"

#include <math.h>

double *cr_centroid_cosines(const cr_rank_input *input, const cr_matrix *counts, const cr_matrix *tfidf,
                            const double *idf, double tau, cr_arena *arena)
{
    size_t n = input->n_sentences;
    double *weight = CR_ARENA_ARRAY(arena, double, n), *centroid = CR_ARENA_ARRAY(arena, double, counts->n_columns);
    double *cosine = CR_ARENA_ARRAY(arena, double, n), square = 0;
    for (size_t i = 0; i < n; i++)
        weight[i] = input->source_weight[input->source[i]] * (tau > 0 ? exp(-(double)input->position[i] / tau) : 1);
    cr_matrix_transposed_times(counts, weight, centroid);
    for (size_t t = 0; t < counts->n_columns; t++) {
        centroid[t] *= idf[t];
        square += centroid[t] * centroid[t];
    }
    cr_matrix_times(tfidf, centroid, cosine);
    for (size_t i = 0; i < n; i++)
        cosine[i] = square > 0 ? cosine[i] / sqrt(square) : 0;
    return cosine;
}

void cr_rank_centroid(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    cr_matrix counts, tfidf;
    cr_matrix_counts(input, arena, &counts);
    double *idf = cr_matrix_idf(input, &counts, arena);
    cr_matrix_tfidf(&counts, idf, arena, &tfidf);
    double *score = cr_centroid_cosines(input, &counts, &tfidf, idf, CR_CENTROID_TAU, arena);
    *ranking = (cr_ranking){.n_sentences = input->n_sentences, .score = score};
}
