/* The articles of a run, read and analysed once, with what is the same for every reader: who is mentioned in them, and which of
 * them tell the same story. */
#ifndef CR_JOB_CORPUS_H
#define CR_JOB_CORPUS_H

#include "archive/archive.h"
#include "job/collect.h"
#include "story/story.h"

typedef struct cr_corpus {
    const cr_config *config;
    cr_archive *archive;     // the caller's: what no files are named for is read from there; NULL: from standard input
    cr_archive_query query;  // which articles of the archive
    cr_tools tools;
    cr_collection collection;
    cr_story_list stories;  // of all documents
    cr_mentions *mentions;  // [n_documents] NULL before cr_corpus_find_mentions
    cr_arena *arenas;       // [tools.n_workers] of the mentions
    cr_arena arena;
} cr_corpus;

/* What works on the articles. `followed` tells whether lists of companies are loaded: those of the configuration and the names
 * given, whose entities are put into entity_of [names->n]; names may be NULL. Release in any case. */
cr_status cr_corpus_init(cr_corpus *corpus, const cr_config *config, bool followed, const cr_list *names,
                         size_t *entity_of, cr_error *error);
void cr_corpus_release(cr_corpus *corpus);

/* Reads and analyses files and folders, learns from all, and finds the stories. `purpose` is what the articles are for: CR_INPUT
 * "no articles to <purpose>" if there is none, unless they are the archive's. */
cr_status cr_corpus_read(cr_corpus *corpus, const char *const *files, size_t n_files, const char *purpose,
                         const cr_io *io, cr_report *report, cr_error *error);

/* Finds the mentions of all documents; the lists of companies are loaded. */
void cr_corpus_find_mentions(cr_corpus *corpus);

/* [n_entities] which of them the lists of companies say are followed; lives in the arena. The lists are loaded. */
const bool *cr_corpus_followed(const cr_corpus *corpus, cr_arena *arena);

#endif
