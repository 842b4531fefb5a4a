/* All articles of a run, analysed and held in memory: for the jobs that look at many at once. */
#ifndef CR_JOB_COLLECT_H
#define CR_JOB_COLLECT_H

#include "job/each.h"

typedef struct cr_collection {
    const cr_document **documents;  // [n_documents] in input order; each points to its article, and is freed alone
    size_t n_documents, capacity;
    cr_error *failures;  // [n_failures] files and records that could not be used, in order: the first thousand
    size_t n_failures, failures_capacity;
    int64_t *revisions;  // [n_documents] in the archive; NULL: they are not from there
    int64_t *days;       // [n_documents] since 1970, of articles of the archive; NULL likewise
    cr_each each;        // owns the memory of the articles
} cr_collection;

/* Reads and analyses everything, on the tools' threads; then learns from all of it and analyses again where that tells
 * something new. Release in any case. */
cr_status cr_collection_read(cr_collection *collection, const cr_config *config, cr_tools *tools,
                             const char *const *files, size_t n_files, const cr_io *io, cr_report *report,
                             cr_error *error);

/* The same for articles that are there already, and stay. */
cr_status cr_collection_analyse(cr_collection *collection, const cr_config *config, cr_tools *tools,
                                const cr_article *const *articles, size_t n_articles, const cr_io *io, cr_error *error);

/* Whether a document is of that day of the archive or a later one. True where it is not of the archive, or `first` is none. */
bool cr_collection_is_since(const cr_collection *collection, size_t document, cr_date first);

/* Adds a failure that was no article's. */
void cr_collection_add_failure(cr_collection *collection, const cr_error *problem);
void cr_collection_release(cr_collection *collection);

#endif
