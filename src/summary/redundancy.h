/* Redundancy: is a sentence too like one that was chosen already? */
#ifndef CR_SUMMARY_REDUNDANCY_H
#define CR_SUMMARY_REDUNDANCY_H

#include "base/arena.h"
#include "rank/input.h"

/* Cosine of stem counts, over content words and over all words, above which a sentence repeats another. */
#define CR_TOO_ALIKE 0.6

typedef struct cr_redundancy cr_redundancy;

cr_redundancy *cr_redundancy_new(const cr_rank_input *input, cr_arena *arena);

/* Does the sentence repeat one that was added? */
bool cr_redundancy_repeats(cr_redundancy *redundancy, size_t sentence);
void cr_redundancy_add(cr_redundancy *redundancy, size_t sentence);

#endif
