/* Average linkage over a sparse graph: the two clusters that are most alike on average become one, again and again.
 *
 * The similarity of two clusters is the sum over their pairs, divided by the number of pairs plus `phantoms`: pairs that are
 * not in the graph count as zero, and a few phantom zeros ask more of two single articles than of two large clusters, whose
 * average is no accident. Time is that of the edges times a logarithm, plus the neighbours of each merged cluster; memory that of
 * the edges between articles that a chain of edges of at least `least` joins: others never come into one cluster.
 */
#ifndef CR_STORY_LINKAGE_H
#define CR_STORY_LINKAGE_H

#include "story/similar.h"

typedef struct cr_linkage_options {
    double least;  // similarity at which two clusters still become one
    double phantoms;
    double cohesion;  // two clusters stay apart if their average similarity is less than this share of that within the
                      // looser of the two: stories of one topic are apart by being denser inside. 0: no such rule
} cr_linkage_options;

/* Edges that count. */
typedef struct cr_linkage_edges {
    const cr_edge *edges;  // [n]
    size_t n;
    float weight;  // similarities are multiplied by it
} cr_linkage_edges;

/* sets[n_sets] of edges between n articles; edges of articles that are skip[n] (NULL: of none) do not count. cluster[n] says where
 * each starts out, as the smallest member's number, and is overwritten in kind. Ties go to the smaller numbers, so the result does
 * not depend on anything but the edges and their order. */
void cr_linkage_run(size_t n, const cr_linkage_edges *sets, size_t n_sets, const bool *skip,
                    const cr_linkage_options *options, uint32_t *cluster);

#endif
