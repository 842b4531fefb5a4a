#include "job/corpus.h"

#include "base/memory.h"
#include "base/pool.h"
#include "job/kept.h"

#include <stdlib.h>

cr_status cr_corpus_init(cr_corpus *corpus, const cr_config *config, bool followed, const cr_list *names,
                         size_t *entity_of, cr_error *error)
{
    cr_analyser_options options = {.lang = config->lang, .mark_foreign = true};
    *corpus = (cr_corpus){.config = config};
    cr_status status = cr_tools_init(&corpus->tools, config, &options, error);
    if (!status && followed)
        status = cr_tools_load_entities(&corpus->tools, config, names, entity_of, error);
    return status;
}

void cr_corpus_release(cr_corpus *corpus)
{
    for (size_t i = 0; corpus->arenas && i < corpus->tools.n_workers; i++)
        cr_arena_release(&corpus->arenas[i]);
    free(corpus->arenas);
    free(corpus->mentions);
    cr_collection_release(&corpus->collection);
    cr_arena_release(&corpus->arena);
    cr_tools_release(&corpus->tools);
}

cr_status cr_corpus_read(cr_corpus *corpus, const char *const *files, size_t n_files, const char *purpose,
                         const cr_io *io, cr_report *report, cr_error *error)
{
    cr_collection *collection = &corpus->collection;
    bool is_kept = corpus->archive && n_files == 0;
    cr_status status = is_kept ? cr_kept_read(collection, corpus->config, &corpus->tools, corpus->archive,
                                              &corpus->query, io, report, error)
                               : cr_collection_read(collection, corpus->config, &corpus->tools, files, n_files, io,
                                                    report, error);
    if (!status && collection->n_documents == 0 && !is_kept)
        status = cr_error_set(error, CR_INPUT, "no articles to %s", purpose);
    if (!status) {
        cr_stories_options options = {.jobs = corpus->tools.n_workers};
        status = cr_stories_find(collection->documents, collection->n_documents, &options, &corpus->arena,
                                 &corpus->stories, error);
    }
    return status;
}

static void find_mentions(void *context, size_t worker, size_t i)
{
    cr_corpus *r = context;
    cr_matcher_find(r->tools.workers[worker].matcher, r->collection.documents[i], &r->arenas[worker], &r->mentions[i]);
}

void cr_corpus_find_mentions(cr_corpus *corpus)
{
    size_t n = corpus->collection.n_documents;
    corpus->mentions = cr_allocate_zeroed(n, sizeof *corpus->mentions);
    corpus->arenas = cr_allocate_zeroed(corpus->tools.n_workers, sizeof *corpus->arenas);
    cr_pool_each(corpus->tools.n_workers, n, find_mentions, corpus);
}

const bool *cr_corpus_followed(const cr_corpus *corpus, cr_arena *arena)
{
    const cr_entities *entities = corpus->tools.entities;
    bool *followed = CR_ARENA_ARRAY(arena, bool, entities->n_entities);
    for (size_t i = 0; i < entities->n_entities; i++)
        followed[i] = entities->entities[i].followed;
    return followed;
}
