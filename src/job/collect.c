#include "job/collect.h"

#include "base/memory.h"
#include "base/pool.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_FAILURES = 1000 };  // that are kept with their reasons

/* Analyses into an arena that is cleared, and keeps what came of it. */
static cr_status analyse(cr_worker *worker, const cr_article *article, cr_arena *arena, cr_document **kept,
                         cr_error *error)
{
    cr_document document;
    cr_status status = cr_analyse(worker->analyser, article, arena, &document, error);
    if (!status)
        *kept = cr_document_keep(&document);
    cr_arena_clear(arena);
    return status;
}

static cr_status analyse_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                 cr_buf *out, void **result, cr_error *error)
{
    cr_document *document = NULL;
    (void)context, (void)out;
    cr_status status = analyse(worker, article, arena, &document, error);
    *result = document;
    return status;
}

static void take_document(void *context, void *result)
{
    cr_collection *c = context;
    c->documents = cr_grow(c->documents, &c->capacity, c->n_documents + 1, sizeof *c->documents);
    c->documents[c->n_documents++] = result;
}

void cr_collection_add_failure(cr_collection *c, const cr_error *problem)
{
    if (c->n_failures == MOST_FAILURES)  // the report counts them all
        return;
    c->failures = cr_grow(c->failures, &c->failures_capacity, c->n_failures + 1, sizeof *c->failures);
    c->failures[c->n_failures++] = *problem;
}

static void take_failure(void *context, const cr_error *problem)
{
    cr_collection_add_failure(context, problem);
}

/* ---- learning ----------------------------------------------------------------------------------------------------- */

/* One worker's part of it. */
typedef struct part {
    cr_statistics statistics;
    size_t n_again;
} part;

typedef struct lesson {
    cr_collection *collection;
    cr_tools *tools;
    part *parts;  // [tools->n_workers]
} lesson;

static void gather(void *context, size_t worker, size_t i)
{
    lesson *l = context;
    cr_statistics_add_habits(&l->parts[worker].statistics, l->collection->documents[i]);
}

static cr_status analyse_again(void *context, size_t worker, size_t i, cr_error *error)
{
    lesson *l = context;
    const cr_document *old = l->collection->documents[i];
    cr_worker *w = &l->tools->workers[worker];
    cr_document *again;
    if (!cr_tools_concern(l->tools, old))
        return CR_OK;
    cr_status status = analyse(w, old->article, &w->arena, &again, error);
    if (status)
        return status;
    l->collection->documents[i] = again;
    l->parts[worker].n_again++;
    free((void *)old);
    return CR_OK;
}

static void note(const cr_config *config, const cr_io *io, size_t n_again)
{
    char text[96];
    if (!config->verbose || !io->message)
        return;
    snprintf(text, sizeof text, "articles read again by what all of them tell: %zu", n_again);
    io->message(io->context, CR_NOTE, text);
}

static cr_status learn(cr_collection *collection, const cr_config *config, cr_tools *tools, const cr_io *io,
                       cr_error *error)
{
    lesson l = {collection, tools, cr_allocate_zeroed(tools->n_workers, sizeof *l.parts)};
    bool is_new = false;
    size_t n_again = 0;
    cr_pool_each(tools->n_workers, collection->n_documents, gather, &l);
    for (size_t i = 1; i < tools->n_workers; i++)
        cr_statistics_merge(&l.parts[0].statistics, &l.parts[i].statistics);
    cr_status status = cr_tools_learn(tools, &l.parts[0].statistics, &is_new, error);
    if (!status && is_new)
        status = cr_pool_try(tools->n_workers, collection->n_documents, analyse_again, &l, error);
    for (size_t i = 0; i < tools->n_workers; i++) {
        part *p = &l.parts[i];
        n_again += p->n_again;
        cr_statistics_release(&p->statistics);
    }
    if (!status && n_again)
        note(config, io, n_again);
    free(l.parts);
    return status;
}

cr_status cr_collection_read(cr_collection *collection, const cr_config *config, cr_tools *tools,
                             const char *const *files, size_t n_files, const cr_io *io, cr_report *report,
                             cr_error *error)
{
    *collection = (cr_collection){0};
    collection->each = (cr_each){.config = config,
                                 .io = io,
                                 .tools = tools,
                                 .keep = true,
                                 .context = collection,
                                 .handle = analyse_article,
                                 .take = take_document,
                                 .drop = free,
                                 .fail = take_failure};
    cr_status status = cr_each_run(&collection->each, files, n_files, report, error);
    return status ? status : learn(collection, config, tools, io, error);
}

/* Articles that stand in memory, on their way to documents. */
typedef struct analysing {
    cr_collection *collection;
    cr_tools *tools;
    const cr_article *const *articles;
} analysing;

static cr_status analyse_one(void *context, size_t worker, size_t i, cr_error *error)
{
    const analysing *a = context;
    cr_worker *w = &a->tools->workers[worker];
    cr_document *document = NULL;
    cr_status status = analyse(w, a->articles[i], &w->arena, &document, error);
    a->collection->documents[i] = document;
    return status;
}

cr_status cr_collection_analyse(cr_collection *collection, const cr_config *config, cr_tools *tools,
                                const cr_article *const *articles, size_t n_articles, const cr_io *io, cr_error *error)
{
    analysing a = {collection, tools, articles};
    collection->documents = cr_allocate_zeroed(n_articles, sizeof *collection->documents);
    collection->n_documents = collection->capacity = n_articles;
    cr_status status = cr_pool_try(tools->n_workers, n_articles, analyse_one, &a, error);
    return status ? status : learn(collection, config, tools, io, error);
}

bool cr_collection_is_since(const cr_collection *collection, size_t document, cr_date first)
{
    return !collection->days || first.precision == CR_DATE_NONE || collection->days[document] >= cr_date_day(first);
}

void cr_collection_release(cr_collection *collection)
{
    for (size_t i = 0; i < collection->n_documents; i++)
        free((void *)collection->documents[i]);
    cr_each_release(&collection->each);
    free(collection->documents);
    free(collection->failures);
    free(collection->revisions);
    free(collection->days);
    *collection = (cr_collection){0};
}
