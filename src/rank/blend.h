/* The blend's line: what it sees of a concept, and what it learned. */
#ifndef CR_RANK_BLEND_H
#define CR_RANK_BLEND_H

#include "rank/rank.h"

/* Features of a concept, over the sentences that hold it. */
enum cr_blend_feature {
    CR_BLEND_FREQUENCY,  // ln of their number
    CR_BLEND_EARLY,      // ln of the sum of exp(-position / 32)
    CR_BLEND_FIRST,      // 1: one of them opens an article
    CR_BLEND_HEAD_2,     // exp(-position / 2) of the first of them
    CR_BLEND_HEAD_8,     // exp(-position / 8)
    CR_BLEND_CENTROID,   // greatest cosine with the centroid
    CR_BLEND_LEADING,    // greatest cosine with the position-weighted centroid
    CR_BLEND_ONCE,       // 1: there is only one
    CR_BLEND_LENGTH,     // words of the longest, by 30
    CR_BLEND_ARTICLES,   // ln of the number of independent articles
    CR_BLEND_SHARE,      // share of the independent articles
    CR_BLEND_STEM,       // of a pair: ln of how often its content stem stands in the text, of two the more frequent
    CR_BLEND_FULL,       // words of the longest, by 15, at most 1: what is shorter seldom says enough
    CR_BLEND_N_FEATURES
};

/* A concept is worth p^power x (the sum of exp(-position / 32))^early, p = 1 / (1 + exp(-(line . features + constant))) being
 * the chance that a human summary holds it. */
typedef struct cr_blend_weights {
    double stem[CR_BLEND_N_FEATURES + 1];  // the last one is the constant
    double pair[CR_BLEND_N_FEATURES + 1];
    double power;                // a multiple of a half
    double early;                // 0 or more
    double stem_share;           // weight of stems; pairs have 1 - this
    double length_exponent;      // of cr_ranking
    double repeat;               // of cr_ranking
    double first;                // an opening sentence counts exp(this)
    double question, quotation;  // and these count exp(-this)
    double full;                 // a sentence of fewer words counts its words by this; 0: all count alike
} cr_blend_weights;

/* Fitted by tests/bench/fit.py; the table stands in blend_weights.c. */
extern const cr_blend_weights cr_blend_article, cr_blend_group;

/* [concepts->n][CR_BLEND_N_FEATURES] */
double *cr_blend_features(const cr_rank_input *input, const cr_concepts *concepts, cr_arena *arena);

void cr_blend_rank(const cr_rank_input *input, const cr_blend_weights *weights, cr_arena *arena, cr_ranking *ranking);

#endif
