/* Company pages: what the articles of a corpus say about one company. */
#ifndef CR_JOB_COMPANY_PAGE_H
#define CR_JOB_COMPANY_PAGE_H

#include "digest/build.h"
#include "digest/company.h"
#include "job/corpus.h"

typedef struct cr_company_maker {
    const cr_config *config;  // stories, sentences, reader, date
    const cr_corpus *corpus;  // with mentions
    cr_digest_input input;    // of every page
    cr_arena own;             // of the input
    cr_arena arena;           // of the pages: the caller clears it between them, if it wants to
} cr_company_maker;

/* Release in any case, before the corpus. */
void cr_company_maker_init(cr_company_maker *maker, const cr_config *config, const cr_corpus *corpus);
void cr_company_maker_release(cr_company_maker *maker);

/* Makes the page of an entity of the corpus' list. */
void cr_company_make(cr_company_maker *maker, size_t entity, cr_company_page *page);

#endif
