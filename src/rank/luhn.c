/* Luhn: the densest cluster of significant words in a sentence, as (significant words)^2 / words of the cluster.
 *
 * H. P. Luhn, The automatic creation of literature abstracts, IBM Journal of Research and Development 2, 1958.
 * Significant is a content stem which occurs at least twice, and no less often than the mean of those; two significant
 * words with more than four others between them belong to different clusters. */
#include "rank/rank.h"

enum { LARGEST_GAP = 4 };

static double best_cluster(const cr_rank_input *input, const uint8_t *is_significant, size_t sentence)
{
    double best = 0;
    size_t first = 0, last = 0, n = 0;
    for (size_t k = input->token_start[sentence]; k < input->token_start[sentence + 1]; k++) {
        if (!is_significant[input->token[k]])
            continue;
        if (!n || k - last > LARGEST_GAP + 1) {
            first = k;
            n = 0;
        }
        last = k;
        n++;
        double score = (double)n * (double)n / (double)(last - first + 1);
        if (score > best)
            best = score;
    }
    return best;
}

void cr_rank_luhn(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    size_t n_tokens = input->n_sentences ? input->token_start[input->n_sentences] : 0;
    size_t *count = CR_ARENA_ZEROED(arena, size_t, input->n_terms);
    for (size_t k = 0; k < n_tokens; k++)
        count[input->token[k]] += !input->is_stop[input->token[k]];
    size_t sum = 0, n = 0;
    for (size_t t = 0; t < input->n_terms; t++)
        if (count[t] > 1) {
            sum += count[t];
            n++;
        }
    uint8_t *is_significant = CR_ARENA_ZEROED(arena, uint8_t, input->n_terms);
    for (size_t t = 0; t < input->n_terms; t++)
        is_significant[t] = n ? count[t] > 1 && count[t] * n >= sum : count[t] == 1;
    double *score = CR_ARENA_ARRAY(arena, double, input->n_sentences);
    for (size_t i = 0; i < input->n_sentences; i++)
        score[i] = best_cluster(input, is_significant, i);
    *ranking = (cr_ranking){.n_sentences = input->n_sentences, .score = score};
}
