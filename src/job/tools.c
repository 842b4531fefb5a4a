#include "job/tools.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <unistd.h>

cr_status cr_data_folder(const cr_config *config, const char *name, cr_arena *arena, const char **folder, cr_error *error)
{
    const char *data = config->data ? config->data : COURANT_DATA_FOLDER;
    *folder = cr_path_join(arena, data, name);
    if (!cr_file_is_folder(*folder))
        return cr_error_set(error, CR_IO, "no folder '%s': is Courant installed whole?", *folder);
    return CR_OK;
}

static size_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}

cr_status cr_tools_init(cr_tools *tools, const cr_config *config, const cr_analyser_options *options, cr_error *error)
{
    cr_arena arena = {0};
    const char *folders[2] = {NULL, config->lexicons};
    *tools = (cr_tools){0};
    cr_status status = cr_data_folder(config, "lexicons", &arena, &folders[0], error);
    if (!status)
        status = cr_lexicon_new(folders, config->lexicons ? 2 : 1, &tools->lexicon, error);
    cr_arena_release(&arena);
    if (status)
        return status;
    tools->book = cr_lexicon_book(tools->lexicon);
    tools->characters = cr_characters_new();
    tools->n_workers = config->jobs ? config->jobs : processors();
    tools->workers = cr_allocate_zeroed(tools->n_workers, sizeof *tools->workers);
    for (size_t i = 0; i < tools->n_workers; i++) {
        tools->workers[i].analyser = cr_analyser_new(&tools->book, tools->characters, options);
        tools->workers[i].parser = cr_json_parser_new();
    }
    return CR_OK;
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
        cr_entity_files files = {.list = existing(&arena, folder, "companies.txt"), .own = config->companies,
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
    for (size_t i = 0; i < tools->n_workers; i++) {
        cr_analyser_free(tools->workers[i].analyser);
        cr_json_parser_free(tools->workers[i].parser);
        cr_matcher_free(tools->workers[i].matcher);
        cr_arena_release(&tools->workers[i].arena);
    }
    free(tools->workers);
    cr_entity_index_free(tools->index);
    cr_entities_free(tools->entities);
    cr_characters_free(tools->characters);
    cr_lexicon_free(tools->lexicon);
    *tools = (cr_tools){0};
}
