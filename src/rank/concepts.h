/* Concepts: the units whose coverage makes a summary. Content stems, and pairs of neighbouring stems that are not both
 * stop words. */
#ifndef CR_RANK_CONCEPTS_H
#define CR_RANK_CONCEPTS_H

#include "base/arena.h"
#include "rank/input.h"

typedef struct cr_concepts {
    size_t n;                 // concepts, numbered by first occurrence
    const size_t *start;      // [n_sentences + 1]
    const uint32_t *concept;  // [start[n_sentences]] each once in a sentence
    const uint8_t *is_pair;   // [n]
    const uint32_t *token;    // [n] the token of input->token where it first stands (a pair: its first one)
} cr_concepts;

void cr_concepts_make(const cr_rank_input *input, bool with_stems, bool with_pairs, cr_arena *arena,
                      cr_concepts *concepts);

#endif
