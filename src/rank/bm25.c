/* BM25 edges: TextRank's walk over w(i,j) = BM25 of sentence j for the query i.
 *
 * F. Barrios, F. Lopez, L. Argerich, R. Wachenchauzer, Variations of the Similarity Function of TextRank for Automated
 * Summarization, ASAI 2015. The score is a product of what the query holds and what the sentence holds, so again
 * no pair is made. */
#include "rank/matrix.h"
#include "rank/rank.h"

#define K1 1.2
#define B 0.75
#define DAMPING 0.85
#define STEPS 20

void cr_rank_bm25(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    cr_matrix query;
    cr_matrix_counts(input, arena, &query);
    double *idf = cr_matrix_idf(input, &query, arena);
    size_t entries = query.start[query.n_rows];
    double all = 0;
    for (size_t k = 0; k < entries; k++)
        all += query.value[k];
    double mean = query.n_rows ? all / (double)query.n_rows : 1;
    cr_matrix document = query;
    document.value = CR_ARENA_ARRAY(arena, double, entries);
    for (size_t i = 0; i < query.n_rows; i++) {
        double length = 0;
        for (size_t k = query.start[i]; k < query.start[i + 1]; k++)
            length += query.value[k];
        for (size_t k = query.start[i]; k < query.start[i + 1]; k++) {
            double count = query.value[k];
            document.value[k] = idf[query.column[k]] * count * (K1 + 1) /
                                (count + K1 * (1 - B + B * length / (mean > 0 ? mean : 1)));
        }
    }
    *ranking = (cr_ranking){.n_sentences = input->n_sentences,
                            .score = cr_matrix_walk(&query, &document, NULL, DAMPING, STEPS, arena)};
}
