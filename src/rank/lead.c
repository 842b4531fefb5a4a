/* Lead: the first sentences of the article; of several articles the first of each, then the second of each. The baseline
 * that news makes hard to beat. */
#include "rank/rank.h"

void cr_rank_lead(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    double *score = CR_ARENA_ARRAY(arena, double, input->n_sentences);
    for (size_t i = 0; i < input->n_sentences; i++)
        score[i] = 1 / (1 + (double)input->position[i]);
    *ranking = (cr_ranking){.n_sentences = input->n_sentences, .score = score};
}
