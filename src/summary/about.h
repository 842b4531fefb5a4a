/* A summary about one thing: of many articles only the sentences that speak of it. */
#ifndef CR_SUMMARY_ABOUT_H
#define CR_SUMMARY_ABOUT_H

#include "summary/summary.h"

/* What a sentence has to do with the thing. */
typedef enum cr_about {
    CR_ABOUT_NOT,      // nothing: it is not looked at
    CR_ABOUT_LEAD,     // it does not name it, but opens an article whose title does
    CR_ABOUT_NAMED,    // names it
    CR_ABOUT_SUBJECT,  // names it in its first half
} cr_about;

typedef struct cr_about_options {
    size_t sentences;                         // at most, of all together
    size_t per_document;                      // at most, of one article
    const struct cr_frequencies *background;  // or NULL
} cr_about_options;

/* Chooses whole sentences among those that have something to do with it: about[d] is [n_sentences] of cr_about, or NULL for a
 * document without any. Coverage by POSCON (rank/poscon.c) with all weights counted inside this pool; a subject weighs half as much
 * again; nothing is said twice; no lead without a sentence of its article that names the thing; nothing that depends on a
 * sentence that is not there, unless an article has nothing else. The chosen come newest article first, then in the order of
 * the text; those without a date last. The summary lives in the arena; it is empty if the pool is. */
void cr_summarize_about(const cr_document *const *documents, const uint8_t *const *about, size_t n_documents,
                        const cr_about_options *options, cr_arena *arena, cr_summary *summary);

#endif
