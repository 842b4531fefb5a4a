/* PacSum with TF-IDF: the cosines with what follows, less a share of those with what precedes.
 *
 * H. Zheng, M. Lapata, Sentence Centrality Revisited for Unsupervised Summarization, ACL 2019. Edges keep the article's
 * direction: an early sentence that later ones take up is central. With the threshold at the smallest edge (beta = 0) the sums are
 * products with running sums of the rows, so the text is gone through once. Sentences of different articles of a group
 * count as following. */
#include "rank/matrix.h"
#include "rank/rank.h"

#include <string.h>

#define BEFORE (-0.3)  // weight of what precedes, in the article
#define AFTER 1.3      // of what follows: they add to 1

void cr_rank_pacsum(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    size_t n = input->n_sentences;
    cr_matrix counts, a;
    cr_matrix_counts(input, arena, &counts);
    cr_matrix_tfidf(&counts, cr_matrix_idf(input, &counts, arena), arena, &a);
    double *all = CR_ARENA_ZEROED(arena, double, a.n_columns), *before = CR_ARENA_ZEROED(arena, double, a.n_columns);
    double *score = CR_ARENA_ARRAY(arena, double, n), least = 0;
    size_t *source_of = CR_ARENA_ARRAY(arena, size_t, a.n_columns);  // whose sum `before` is, by term
    memset(source_of, 0xff, a.n_columns * sizeof *source_of);
    for (size_t k = 0; k < a.start[n]; k++)
        all[a.column[k]] += a.value[k];
    for (size_t i = 0; i < n; i++) {
        double with_all = 0, with_before = 0, with_itself = 0;
        for (size_t k = a.start[i]; k < a.start[i + 1]; k++) {
            uint32_t t = a.column[k];
            if (source_of[t] != input->source[i]) {
                source_of[t] = input->source[i];
                before[t] = 0;
            }
            with_all += a.value[k] * all[t];
            with_before += a.value[k] * before[t];
            with_itself += a.value[k] * a.value[k];
            before[t] += a.value[k];
        }
        score[i] = AFTER * (with_all - with_before - with_itself) + BEFORE * with_before;
        if (score[i] < least)
            least = score[i];
    }
    for (size_t i = 0; i < n; i++)
        score[i] -= least;
    *ranking = (cr_ranking){.n_sentences = n, .score = score};
}
