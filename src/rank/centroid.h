/* Cosines with the centroid, of which the blend has use too. */
#ifndef CR_RANK_CENTROID_H
#define CR_RANK_CENTROID_H

#include "rank/matrix.h"

#define CR_CENTROID_TAU 8.0

/* [n_sentences] cosine of each sentence with the sum of all, weighted by exp(-position / tau); tau 0: unweighted. */
double *cr_centroid_cosines(const cr_rank_input *input, const cr_matrix *counts, const cr_matrix *tfidf,
                            const double *idf, double tau, cr_arena *arena);

#endif
