/* POSCON: position-weighted coverage of concepts; and ICSISumm's weights for the same choice.
 *
 * D. Gillick, B. Favre, A Scalable Global Model for Summarization, NAACL workshop 2009: a summary is worth the concepts that it
 * covers, each once; a concept is worth the number of articles that hold it, and what stands in a first sentence counts twice.
 * POSCON puts the position in place of that: a concept is worth the sum over its sentences of exp(-position / 32) in an article;
 * in a group the sum over independent articles of the greatest exp(-position / 8). */
#include "rank/rank.h"

#include <math.h>

#define TAU_ARTICLE 32.0
#define TAU_GROUP 8.0
#define GROUP_LENGTH_EXPONENT 0.5
#define FIRST_SENTENCE 2.0

static double *ones(size_t n, cr_arena *arena)
{
    double *x = CR_ARENA_ARRAY(arena, double, n);
    for (size_t i = 0; i < n; i++)
        x[i] = 1;
    return x;
}

/* Sum over articles of the greatest value of a sentence that holds the concept, times the article's weight. */
static double *greatest_by_source(const cr_rank_input *input, const cr_concepts *concepts, const double *value,
                                  cr_arena *arena)
{
    double *weight = CR_ARENA_ZEROED(arena, double, concepts->n), *best = CR_ARENA_ZEROED(arena, double, concepts->n);
    uint32_t *source = CR_ARENA_ZEROED(arena, uint32_t, concepts->n);
    for (size_t i = 0; i < input->n_sentences; i++)
        for (size_t k = concepts->start[i]; k < concepts->start[i + 1]; k++) {
            uint32_t c = concepts->concept[k];
            if (source[c] != input->source[i]) {
                source[c] = input->source[i];
                best[c] = 0;
            }
            if (value[i] > best[c]) {
                weight[c] += (value[i] - best[c]) * input->source_weight[input->source[i]];
                best[c] = value[i];
            }
        }
    return weight;
}

void cr_rank_poscon(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    size_t n = input->n_sentences;
    bool is_group = input->n_sources > 1;
    *ranking = (cr_ranking){.covers = true, .factor = ones(n, arena)};
    cr_concepts_make(input, !is_group, true, arena, &ranking->concepts);
    const cr_concepts *concepts = &ranking->concepts;
    double *value = CR_ARENA_ARRAY(arena, double, n), *weight;
    for (size_t i = 0; i < n; i++)
        value[i] = exp(-(double)input->position[i] / (is_group ? TAU_GROUP : TAU_ARTICLE));
    if (is_group) {
        weight = greatest_by_source(input, concepts, value, arena);
        ranking->length_exponent = GROUP_LENGTH_EXPONENT;
    } else {
        weight = CR_ARENA_ZEROED(arena, double, concepts->n);
        for (size_t i = 0; i < n; i++)
            for (size_t k = concepts->start[i]; k < concepts->start[i + 1]; k++)
                weight[concepts->concept[k]] += value[i];
    }
    ranking->weight = weight;
    cr_ranking_score_by_coverage(input, arena, ranking);
}

void cr_rank_icsisumm(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    size_t n = input->n_sentences;
    *ranking = (cr_ranking){.covers = true, .factor = ones(n, arena)};
    cr_concepts_make(input, false, true, arena, &ranking->concepts);
    double *value = CR_ARENA_ARRAY(arena, double, n);
    for (size_t i = 0; i < n; i++)
        value[i] = input->position[i] ? 1 : FIRST_SENTENCE;
    ranking->weight = greatest_by_source(input, &ranking->concepts, value, arena);
    cr_ranking_score_by_coverage(input, arena, ranking);
}
