/* What every job needs: the lexicon, the character classes, and for each thread an analyser with its scratch. */
#ifndef CR_JOB_TOOLS_H
#define CR_JOB_TOOLS_H

#include "article/analyse.h"
#include "config/config.h"
#include "entity/match.h"
#include "format/json.h"
#include "job/learning.h"
#include "lexicon/lexicon.h"

typedef struct cr_worker {
    cr_analyser *analyser;
    cr_json_parser *parser;
    cr_matcher *matcher;  // NULL before cr_tools_load_entities
    cr_arena arena;       // of the article under way
    char apart[128];      // no two threads write to one cache line
} cr_worker;

typedef struct cr_tools {
    cr_lexicon *lexicon;
    cr_rule_book book;
    cr_characters *characters;
    cr_entities *entities;  // NULL before cr_tools_load_entities
    cr_entity_index *index;
    cr_worker *workers;  // [n_workers]
    size_t n_workers;
    cr_learning learning;              // of --stats, and of the run
    const cr_frequencies *background;  // of --stats, or NULL
    cr_analyser_options options;
    const char *folders[2];  // [n_folders] of lexicons
    size_t n_folders;
    cr_arena arena;
} cr_tools;

/* As many workers as config->jobs says (by default one a processor). Release also after a failure. */
cr_status cr_tools_init(cr_tools *tools, const cr_config *config, const cr_analyser_options *options, cr_error *error);
void cr_tools_release(cr_tools *tools);

/* Reads the lists of companies, ours and the user's, and gives each worker a matcher; what is in `names` and in no list is
 * added to them. entity_of is [n_names]: the entity of each name. */
cr_status cr_tools_load_entities(cr_tools *tools, const cr_config *config, const cr_list *names, size_t *entity_of,
                                 cr_error *error);

/* Learns from the articles of the run. If *is_new, the analysers were made anew: documents that cr_tools_concern now come out
 * otherwise. Documents made before stay valid. */
cr_status cr_tools_learn(cr_tools *tools, const cr_statistics *statistics, bool *is_new, cr_error *error);
bool cr_tools_concern(const cr_tools *tools, const cr_document *document);

/* The folder of our own data (lexicons, digest-templates).
 * name is "lexicons" or "digest-templates". Lives in the arena. CR_IO if it is not there. */
cr_status cr_data_folder(const cr_config *config, const char *name, cr_arena *arena, const char **folder,
                         cr_error *error);

#endif
