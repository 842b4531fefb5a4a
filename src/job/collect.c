#include "job/collect.h"

#include "base/memory.h"

#include <stdlib.h>

static cr_status analyse_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                 cr_buf *out, void **result, cr_error *error)
{
    cr_document *document = CR_ARENA_NEW(arena, cr_document);
    (void)context, (void)out;
    *result = document;
    return cr_analyse(worker->analyser, article, arena, document, error);
}

static void take_document(void *context, void *result)
{
    cr_collection *c = context;
    c->documents = cr_grow(c->documents, &c->capacity, c->n_documents + 1, sizeof *c->documents);
    c->documents[c->n_documents++] = result;
}

static void take_failure(void *context, const cr_error *problem)
{
    cr_collection *c = context;
    c->failures = cr_grow(c->failures, &c->failures_capacity, c->n_failures + 1, sizeof *c->failures);
    c->failures[c->n_failures++] = *problem;
}

cr_status cr_collection_read(cr_collection *collection, const cr_config *config, cr_tools *tools,
                             const char *const *files, size_t n_files, const cr_io *io, cr_report *report,
                             cr_error *error)
{
    *collection = (cr_collection){0};
    collection->each = (cr_each){.config = config, .io = io, .tools = tools, .keep = true, .context = collection,
                                 .handle = analyse_article, .take = take_document, .fail = take_failure};
    return cr_each_run(&collection->each, files, n_files, report, error);
}

void cr_collection_release(cr_collection *collection)
{
    cr_each_release(&collection->each);
    free(collection->documents);
    free(collection->failures);
    *collection = (cr_collection){0};
}
