/* What every edition needs of a run: the reader's languages, what failed, the caps on quotation. */
#ifndef CR_JOB_READING_H
#define CR_JOB_READING_H

#include "digest/build.h"
#include "job/collect.h"

/* The input of an edition over documents of the collection, without stories. It lives in the arena. */
cr_digest_input cr_reading_input(const cr_config *config, const cr_collection *collection,
                                 const cr_document *const *documents, size_t n_documents, cr_arena *arena);

#endif
