/* Which articles are alike: pairs with their similarity, through an inverted index and not by comparing all with all. */
#ifndef CR_STORY_SIMILAR_H
#define CR_STORY_SIMILAR_H

#include "base/date.h"
#include "story/features.h"

typedef struct cr_edge {
    uint32_t a, b;  // a < b
    float similarity;
} cr_edge;

typedef struct cr_similar_options {
    const uint32_t *language;  // [n] only pairs of one language, or of two where `across`
    const cr_date *date;       // [n]
    const cr_vector *places;   // [n] of length 1
    const float *placed;       // [n] 0 to 1
    const bool *skip;          // [n] leave these out
    bool across;
    double least;      // similarity of a pair worth keeping
    double promising;  // product over the heaviest and rarest features from which a pair is looked at
    size_t window;     // days that may lie between the two
    size_t jobs;
} cr_similar_options;

/* The pairs, in order of b, then a. Similarity is the scalar product; across languages it is multiplied by 1 - sum of the
 * squares of the shares of the features that it rests on, so that one shared name alone gives nothing. Days apart lower it:
 * times .475 + .525 exp(-days^2 / 18) (after Miranda et al. 2018, "Multilingual clustering of streaming news").
 * Different countries lower it too: two earthquakes of one day are two stories.
 * An article has at most some hundred pairs with earlier ones, the best: time is linear in n as long as features are rare. Free the edges with
 * free(). */
cr_edge *cr_similar_find(const cr_vector *vectors, size_t n, size_t n_features, const cr_similar_options *options,
                         size_t *n_edges);

#endif
