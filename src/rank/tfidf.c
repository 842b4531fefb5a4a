/* Mean TF-IDF: the sum of count * idf over a sentence's content words, by the square root of their number.
 *
 * After K. Sparck Jones, A statistical interpretation of term specificity and its application in retrieval, Journal of
 * Documentation 28, 1972. */
#include "rank/matrix.h"
#include "rank/rank.h"

#include <math.h>

void cr_rank_tfidf(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    cr_matrix counts;
    cr_matrix_counts(input, arena, &counts);
    double *idf = cr_matrix_idf(input, &counts, arena), *score = CR_ARENA_ARRAY(arena, double, input->n_sentences);
    double *total = CR_ARENA_ZEROED(arena, double, input->n_terms);
    for (size_t k = 0; k < counts.start[counts.n_rows]; k++)
        total[counts.column[k]] += counts.value[k];
    for (size_t i = 0; i < input->n_sentences; i++) {
        double sum = 0, n = 0;
        for (size_t k = counts.start[i]; k < counts.start[i + 1]; k++) {
            sum += counts.value[k] * total[counts.column[k]] * idf[counts.column[k]];
            n += counts.value[k];
        }
        score[i] = n > 0 ? sum / sqrt(n) : 0;
    }
    *ranking = (cr_ranking){.n_sentences = input->n_sentences, .score = score};
}
