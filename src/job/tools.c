#include "job/tools.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "rank/rank.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

cr_status cr_data_folder(const cr_config *config, const char *name, cr_arena *arena, const char **folder,
                         cr_error *error)
{
    // where it was built to be installed, and where a package puts it
    const char *const places[] = {config->data ? config->data : COURANT_DATA_FOLDER, "/usr/share/courant"};
    size_t n_places = config->data ? 1 : sizeof places / sizeof *places;
    for (size_t i = 0; i < n_places; i++) {
        *folder = cr_path_join(arena, places[i], name);
        if (cr_file_is_folder(*folder))
            return CR_OK;
    }
    return cr_error_set(error, CR_IO, "no folder '%s': is Courant installed whole?",
                        cr_path_join(arena, places[0], name));
}

static size_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}

/* Lexicon and analysers by what is learned so far. */
static cr_status open_analysers(cr_tools *tools, cr_error *error)
{
    cr_status status = cr_lexicon_new(tools->folders, tools->n_folders, &tools->lexicon, error);
    if (status)
        return status;
    cr_lexicon_learn(tools->lexicon, &tools->learning.learned);
    tools->book = cr_lexicon_book(tools->lexicon);
    tools->options.words = cr_word_tables_new();
    for (size_t i = 0; i < tools->n_workers; i++)
        tools->workers[i].analyser = cr_analyser_new(&tools->book, tools->characters, &tools->options);
    return CR_OK;
}

static void close_analysers(cr_tools *tools)
{
    for (size_t i = 0; i < tools->n_workers; i++) {
        cr_analyser_free(tools->workers[i].analyser);
        tools->workers[i].analyser = NULL;
    }
    cr_word_tables_free(tools->options.words);
    tools->options.words = NULL;
    cr_lexicon_free(tools->lexicon);
    tools->lexicon = NULL;
}

/* Before anything is read: a method that there is not would fail every article alike. */
static cr_status check_method(const cr_config *config, cr_error *error)
{
    if (cr_rank_method_find(config->method))
        return CR_OK;
    cr_buf names = {0};
    for (size_t i = 0; i < cr_rank_n_methods; i++)
        cr_buf_append_format(&names, "%s%s", i ? ", " : "", cr_rank_methods[i].name);
    cr_status status = cr_error_set(error, CR_USAGE, "there is no method '%.64s'; there are %s", config->method,
                                    names.data);
    cr_buf_release(&names);
    return status;
}

cr_status cr_tools_init(cr_tools *tools, const cr_config *config, const cr_analyser_options *options, cr_error *error)
{
    *tools = (cr_tools){.options = *options};
    cr_status status = check_method(config, error);
    if (!status)
        status = cr_data_folder(config, "lexicons", &tools->arena, &tools->folders[0], error);
    if (!status && config->stats)
        status = cr_learning_read(&tools->learning, config->stats, error);
    if (status)
        return status;
    tools->n_folders = 1;
    if (config->lexicons)
        tools->folders[tools->n_folders++] = cr_arena_copy(&tools->arena, cr_view_of(config->lexicons)).data;
    tools->background = tools->learning.has_frequencies ? &tools->learning.frequencies : NULL;
    tools->options.repeated = &tools->learning.repeated;
    tools->characters = cr_characters_new();
    tools->n_workers = config->jobs ? config->jobs : processors();
    tools->workers = cr_allocate_zeroed(tools->n_workers, sizeof *tools->workers);
    for (size_t i = 0; i < tools->n_workers; i++)
        tools->workers[i].parser = cr_json_parser_new();
    return open_analysers(tools, error);
}

cr_status cr_tools_learn(cr_tools *tools, const cr_statistics *statistics, bool *is_new, cr_error *error)
{
    cr_status status = cr_learning_add(&tools->learning, statistics, &tools->book, is_new, error);
    if (status || !*is_new)
        return status;
    close_analysers(tools);
    return open_analysers(tools, error);
}

bool cr_tools_concern(const cr_tools *tools, const cr_document *document)
{
    const cr_learned *learned = &tools->learning.learned;
    for (size_t i = 0; i < learned->n_languages; i++)
        if (strcmp(learned->languages[i].lang, document->lang) == 0)
            return true;
    return cr_repeated_holds(&tools->learning.repeated, document->article);
}

static const char *existing(cr_arena *arena, const char *folder, const char *name)
{
    const char *path = cr_path_join(arena, folder, name);
    return cr_file_exists(path) ? path : NULL;
}

static cr_status find_names(cr_entities *entities, const cr_list *names, size_t *entity_of, cr_error *error)
{
    for (size_t i = 0; names && i < names->n; i++) {
        cr_view name = cr_view_trim(cr_view_of(names->items[i]));
        if (name.size < 2 || cr_utf8_valid(name) < name.size)
            return cr_error_set(error, CR_USAGE, "'%s' is no name", names->items[i]);
        entity_of[i] = cr_entities_find(entities, name);
        if (entity_of[i] == CR_NO_ENTITY)
            entity_of[i] = cr_entities_add(entities, name);
    }
    return CR_OK;
}

cr_status cr_tools_load_entities(cr_tools *tools, const cr_config *config, const cr_list *names, size_t *entity_of,
                                 cr_error *error)
{
    cr_arena arena = {0};
    const char *folder = NULL;
    cr_status status = cr_data_folder(config, "lexicons", &arena, &folder, error);
    if (!status) {
        cr_entity_files files = {.list = existing(&arena, folder, "companies.txt"),
                                 .own = config->companies,
                                 .legal_forms = existing(&arena, folder, "legal-forms.txt"),
                                 .endings = existing(&arena, folder, "name-endings.txt")};
        status = cr_entities_load(&files, &tools->entities, error);
    }
    if (!status)
        status = find_names(tools->entities, names, entity_of, error);
    if (!status) {
        tools->index = cr_entity_index_new(tools->entities, tools->characters);
        for (size_t i = 0; i < tools->n_workers; i++)
            tools->workers[i].matcher = cr_matcher_new(tools->index, tools->characters);
    }
    cr_arena_release(&arena);
    return status;
}

void cr_tools_release(cr_tools *tools)
{
    close_analysers(tools);
    for (size_t i = 0; i < tools->n_workers; i++) {
        cr_json_parser_free(tools->workers[i].parser);
        cr_matcher_free(tools->workers[i].matcher);
        cr_arena_release(&tools->workers[i].arena);
    }
    free(tools->workers);
    cr_entity_index_free(tools->index);
    cr_entities_free(tools->entities);
    cr_characters_free(tools->characters);
    cr_learning_release(&tools->learning);
    cr_arena_release(&tools->arena);
    *tools = (cr_tools){0};
}
