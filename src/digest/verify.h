/* The proof of an edition: every quotation word for word in its source, every citation leads to one. */
#ifndef CR_DIGEST_VERIFY_H
#define CR_DIGEST_VERIFY_H

#include "article/document.h"
#include "digest/manifest.h"
#include "digest/page.h"

/* Knows the articles. One thread at a time uses it. */
typedef struct cr_verifier cr_verifier;

/* Documents must outlive it. Free takes NULL. */
cr_verifier *cr_verifier_new(const cr_document *const *documents, size_t n_documents);
void cr_verifier_free(cr_verifier *verifier);

/* Zero-initialise it; it adds up over editions. */
typedef struct cr_verdict {
    cr_buf faults;  // a line each: "'file':line: what is wrong"
    size_t n_faults;
    size_t n_quotations, n_citations, n_sources, n_headlines;  // looked at
} cr_verdict;

void cr_verdict_release(cr_verdict *verdict);

/* Adds a fault. */
void cr_verdict_add(cr_verdict *verdict, const char *path, size_t line, const char *format, ...) CR_PRINTF(4, 5);

/* By the hash of the text and the offsets. recount: what an edition over all the articles counts, without stories; an edition
 * that left articles out at the reader's wish is held only to their number. lines as cr_manifest, of this edition on. */
void cr_verify_edition(cr_verifier *verifier, const cr_edition *edition, const cr_edition *recount, const size_t *lines,
                       size_t n_lines, const char *path, cr_verdict *verdict);

/* By address, title, name and file of each source, and the sentences and titles of these articles. The footer is the caller's. */
void cr_verify_page(cr_verifier *verifier, const cr_page *page, const char *path, cr_verdict *verdict);

#endif
