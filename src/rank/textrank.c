/* TextRank: a random walk over all sentences, edges being TF-IDF cosines, restarting at early sentences more often.
 *
 * R. Mihalcea, P. Tarau, TextRank: Bringing Order into Texts, EMNLP 2004. Its overlap of words is replaced by the cosine, which
 * makes a step of the walk two sparse products; the restart weighted by position is what news asks for. */
#include "rank/matrix.h"
#include "rank/rank.h"

#include <math.h>

#define DAMPING 0.85
#define STEPS 20
#define TAU 8.0

void cr_rank_textrank(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    size_t n = input->n_sentences;
    cr_matrix counts, tfidf;
    cr_matrix_counts(input, arena, &counts);
    cr_matrix_tfidf(&counts, cr_matrix_idf(input, &counts, arena), arena, &tfidf);
    double *restart = CR_ARENA_ARRAY(arena, double, n), sum = 0;
    for (size_t i = 0; i < n; i++) {
        restart[i] = input->source_weight[input->source[i]] * (0.1 + exp(-(double)input->position[i] / TAU));
        sum += restart[i];
    }
    for (size_t i = 0; i < n; i++)
        restart[i] /= sum;
    *ranking = (cr_ranking){.n_sentences = n, .score = cr_matrix_walk(&tfidf, &tfidf, restart, DAMPING, STEPS, arena)};
}
