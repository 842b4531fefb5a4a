/* The edition of a reader: of the articles that a run has read, what one reader is told. */
#ifndef CR_JOB_EDITION_H
#define CR_JOB_EDITION_H

#include "digest/edition.h"
#include "digest/previous.h"
#include "job/corpus.h"

/* What one reader wants, and was told. */
typedef struct cr_profile {
    cr_date first;                        // what is of earlier days of the archive is not for this reader; none: all is
    const cr_config *config;              // reader, date, mute, boost, stories, sentences, per_source, method
    const bool *followed;                 // [n_entities] of the corpus: companies that count more; NULL: none
    const cr_previous_edition *previous;  // [n_previous] what the reader knows, in any order
    size_t n_previous;
} cr_profile;

/* Zero-initialise it. */
typedef struct cr_reader_edition {
    cr_edition edition;   // what it points to lives here or with the corpus
    cr_arena arena;       // of the edition and what leads to it
    cr_arena *summaries;  // [n_summaries]
    size_t n_summaries;
} cr_reader_edition;

/* Makes it from a corpus with stories (and mentions, where somebody is followed). Several may be made of one corpus, one at a
 * time. CR_USAGE if a previous edition is of a later day. Release in any case, before the corpus. */
cr_status cr_reader_edition_make(cr_corpus *corpus, const cr_profile *profile, cr_reader_edition *made,
                                 cr_error *error);
void cr_reader_edition_release(cr_reader_edition *made);

#endif
