#include "rank/rank.h"

#include <math.h>
#include <string.h>

const cr_rank_method cr_rank_methods[] = {
    {"blend", "coverage of concepts, weighted by a fitted line (the default)", cr_rank_blend},
    {"poscon", "coverage of concepts, weighted by position", cr_rank_poscon},
    {"icsisumm", "coverage of stem pairs, weighted by the number of articles that hold them", cr_rank_icsisumm},
    {"centroid", "likeness to the article's mean, sentences weighted by position", cr_rank_centroid},
    {"textrank", "walk over the likeness of sentences", cr_rank_textrank},
    {"lexrank", "walk over the pairs of sentences that are alike enough", cr_rank_lexrank},
    {"bm25", "walk over BM25 edges", cr_rank_bm25},
    {"pacsum", "directed likeness: what follows counts, what precedes counts against", cr_rank_pacsum},
    {"luhn", "clusters of frequent words", cr_rank_luhn},
    {"tfidf", "mean TF-IDF weight of a sentence's words", cr_rank_tfidf},
    {"lead", "the first sentences", cr_rank_lead},
};

const size_t cr_rank_n_methods = sizeof cr_rank_methods / sizeof *cr_rank_methods;

const cr_rank_method *cr_rank_method_find(const char *name)
{
    if (!name)
        return &cr_rank_methods[0];
    for (size_t i = 0; i < cr_rank_n_methods; i++)
        if (!strcmp(cr_rank_methods[i].name, name))
            return &cr_rank_methods[i];
    return NULL;
}

void cr_ranking_score_by_coverage(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    double *score = CR_ARENA_ARRAY(arena, double, input->n_sentences);
    const cr_concepts *concepts = &ranking->concepts;
    for (size_t i = 0; i < input->n_sentences; i++) {
        double sum = 0;
        for (size_t k = concepts->start[i]; k < concepts->start[i + 1]; k++)
            sum += ranking->weight[concepts->concept[k]];
        double length = input->length[i] ? input->length[i] : 1;
        score[i] = sum * ranking->factor[i] / pow(length, ranking->length_exponent);
    }
    ranking->n_sentences = input->n_sentences;
    ranking->score = score;
}
