/* What reads as a sentence and is none: a caption, a speaker's line, an entry of a list, names and figures without a verb, the
 * rest of a sentence.
 *
 * There is no telling a verb in sixty languages. What is told is what a paragraph of its own shows, and a sentence without any
 * word that a verb could be.
 */
#ifndef CR_SUMMARY_FRAGMENTS_H
#define CR_SUMMARY_FRAGMENTS_H

#include "article/document.h"

/* How a document is cut. */
typedef struct cr_cut {
    size_t first;           // its first sentence of prose: never a fragment by its paragraph, since articles open so
    bool short_paragraphs;  // fewer than two sentences on average: one alone tells nothing
} cr_cut;

cr_cut cr_cut_of(const cr_document *document);

bool cr_is_fragment(const cr_document *document, size_t sentence, const cr_cut *cut);

#endif
