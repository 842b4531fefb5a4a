#include "base/file.h"
#include "base/map.h"
#include "job/job.h"
#include "job/rendering.h"
#include "job/tools.h"
#include "render/template_check.h"

#include <stdlib.h>
#include <string.h>

/* A template that there is. */
typedef struct entry {
    cr_view name;  // its path in its folder
    bool is_own;   // of the user's folder
} entry;

typedef struct listing {
    entry *entries;  // [n]
    size_t n;
    cr_arena arena;
} listing;

static bool is_template(cr_view name)
{
    static const char *const endings[] = {".md", ".html", ".xml", ".txt", ".yaml", ".yml", ".json", ".svg"};
    if (cr_view_starts(name, CR_VIEW("locale/")))  // fixed words
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (cr_view_ends(name, cr_view_of(endings[i])))
            return true;
    return false;
}

/* Adds the templates of a folder that are not there yet. */
static cr_status add_folder(listing *l, cr_map *known, const char *folder, bool is_own, cr_error *error)
{
    cr_file_list files;
    cr_status status = cr_file_walk(folder, &l->arena, &files, error);
    if (status)
        return status;
    entry *entries = CR_ARENA_ARRAY(&l->arena, entry, l->n + files.n_paths);
    if (l->n)
        memcpy(entries, l->entries, l->n * sizeof *entries);
    l->entries = entries;
    for (size_t i = 0; i < files.n_paths; i++) {
        cr_view path = cr_view_of(files.paths[i]);
        cr_view name = cr_view_slice(path, strlen(folder), path.size);
        while (name.size && name.data[0] == '/')
            name = cr_view_slice(name, 1, name.size);
        bool added = false;
        if (is_template(name))
            cr_map_put(known, name, &added);
        if (added)
            l->entries[l->n++] = (entry){name, is_own};
    }
    return CR_OK;
}

static int compare(const void *a, const void *b)
{
    return cr_view_compare(((const entry *)a)->name, ((const entry *)b)->name);
}

static cr_status find(listing *l, const cr_config *config, cr_error *error)
{
    cr_map known = {0};
    const char *ours = NULL;
    cr_status status = cr_data_folder(config, "digest-templates", &l->arena, &ours, error);
    if (!status && config->templates)
        status = add_folder(l, &known, config->templates, true, error);
    if (!status)
        status = add_folder(l, &known, ours, false, error);
    if (!status && l->n)
        qsort(l->entries, l->n, sizeof *l->entries, compare);
    cr_map_release(&known);
    return status;
}

static void list(const listing *l, cr_buf *out)
{
    for (size_t i = 0; i < l->n; i++) {
        const cr_model *model = cr_model_of(l->entries[i].name.data);
        cr_buf_append_format(out, "%.*s: %s%s\n", (int)l->entries[i].name.size, l->entries[i].name.data,
                             model ? cr_model_title(model) : "a part of others",
                             l->entries[i].is_own ? " (yours)" : "");
    }
}

static cr_status check(const listing *l, cr_templates *templates, cr_buf *out, cr_error *error)
{
    cr_template_faults faults = {0};
    for (size_t i = 0; i < l->n; i++)
        cr_template_check(templates, l->entries[i].name.data, cr_model_of(l->entries[i].name.data), &faults);
    for (size_t i = 0; i < l->n; i++)
        cr_template_check_use(templates, l->entries[i].name.data, &faults);
    cr_buf_append(out, cr_buf_view(&faults.lines));
    size_t n = faults.n;
    cr_template_faults_release(&faults);
    if (n)
        return cr_error_set(error, CR_INPUT, "%zu fault%s in templates", n, n == 1 ? "" : "s");
    cr_buf_append_format(out, "%zu templates, no fault\n", l->n);
    return CR_OK;
}

cr_status cr_job_templates(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                           cr_report *report, cr_error *error)
{
    cr_config own = *config;  // the folder may stand behind the word
    cr_templates *templates = NULL;
    listing l = {0};
    cr_buf out = {0};
    (void)report;
    bool checks = n_files && strcmp(files[0], "check") == 0;
    if (n_files == 0 || n_files > 2 || (!checks && strcmp(files[0], "list") != 0))
        return cr_error_set(error, CR_USAGE, "templates wants check or list, and a folder at most");
    if (n_files == 2)
        own.templates = files[1];
    cr_status status = cr_rendering_templates(&own, &templates, error);
    if (!status)
        status = find(&l, &own, error);
    cr_status found = CR_OK;
    if (!status && checks)
        found = check(&l, templates, &out, error);
    else if (!status)
        list(&l, &out);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    cr_templates_free(templates);
    cr_arena_release(&l.arena);
    cr_buf_release(&out);
    return status ? status : found;
}
