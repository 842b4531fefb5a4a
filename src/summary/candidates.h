/* Candidates: the sentences of one or several documents as arrays, and which of them may be quoted. */
#ifndef CR_SUMMARY_CANDIDATES_H
#define CR_SUMMARY_CANDIDATES_H

#include "article/document.h"
#include "base/arena.h"
#include "rank/frequencies.h"
#include "rank/input.h"

/* Words of a sentence of usual length. */
enum { CR_SHORTEST_SENTENCE = 5, CR_LONGEST_SENTENCE = 45 };

/* How fit a sentence is to be quoted. A worse kind is looked at only where the better ones have nothing to offer. */
typedef enum cr_fitness {
    CR_FIT_PROSE,     // a sentence of usual length
    CR_FIT_UNUSUAL,   // prose that is very short or very long, in another language or a fragment
    CR_FIT_OTHER,     // a heading, a list of figures, capitals: what there is when there is no prose
    CR_FIT_LAST,      // page furniture, code
    CR_FIT_EXCLUDED,  // the caller does not want it
} cr_fitness;

typedef struct cr_candidates {
    cr_rank_input input;       // sentences that are no prose have no tokens there, if there is any prose
    const uint32_t *document;  // [n_sentences] index into the documents
    const uint32_t *sentence;  // [n_sentences] number in its document
    const uint8_t *fitness;    // [n_sentences] cr_fitness
    const uint8_t *depends;    // [n_sentences] 1: cannot be understood without the sentence before it in the array
    const uint8_t *bound;      // [n_sentences] 1: one quotation runs through it and the one before: both or neither
    size_t n_words;            // of all sentences that are prose, or of all if none is
} cr_candidates;

/* `order` [n_documents] tells in which order the documents' sentences are laid out. source_weight [n_documents] and excluded
 * [n_documents][n_sentences] by document; NULL: 1 for all, and none. */
void cr_candidates_make(const cr_document *const *documents, size_t n_documents, const size_t *order,
                        const double *source_weight, const uint8_t *const *excluded, const cr_frequencies *background,
                        cr_arena *arena, cr_candidates *candidates);

#endif
