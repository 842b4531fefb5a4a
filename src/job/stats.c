#include "job/job.h"

#include "article/statistics_table.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "job/each.h"

#include <stdlib.h>
#include <string.h>

/* Each worker has a table of its own. They are added at the end, which gives the same whoever read what. */
typedef struct stats {
    cr_tools *tools;
    cr_statistics *statistics;  // [tools->n_workers]
} stats;

static cr_status gather_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                cr_buf *out, void **result, cr_error *error)
{
    stats *s = context;
    cr_document document;
    (void)out, (void)result;
    cr_status status = cr_analyse(worker->analyser, article, arena, &document, error);
    if (!status)
        cr_statistics_add(&s->statistics[worker - s->tools->workers], &document);
    return status;
}

static cr_status write_table(const cr_statistics *statistics, const cr_io *io, cr_error *error)
{
    cr_buf out = {0};
    cr_statistics_write(statistics, &out);
    cr_status status = cr_io_write(io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

static cr_status gather(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    cr_tools tools;
    stats s = {.tools = &tools};
    cr_analyser_options options = {.lang = config->lang};
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status) {
        s.statistics = cr_allocate_zeroed(tools.n_workers, sizeof *s.statistics);
        cr_each each = {.config = config, .io = io, .tools = &tools, .context = &s, .handle = gather_article};
        status = cr_each_run(&each, files, n_files, report, error);
        for (size_t i = 1; i < tools.n_workers; i++) {
            cr_statistics_merge(&s.statistics[0], &s.statistics[i]);
            cr_statistics_release(&s.statistics[i]);
        }
    }
    if (!status)
        status = write_table(&s.statistics[0], io, error);
    if (s.statistics)
        cr_statistics_release(&s.statistics[0]);
    free(s.statistics);
    cr_tools_release(&tools);
    return status;
}

/* A table that cannot be added stops it: a sum without it would be a wrong one. */
static cr_status merge(const char *const *files, size_t n_files, const cr_io *io, cr_error *error)
{
    cr_statistics sum = {0};
    cr_buf table = {0};
    cr_status status = CR_OK;
    if (n_files == 0)
        return cr_error_set(error, CR_USAGE, "stats merge wants tables to add, made by `courant stats`");
    for (size_t i = 0; i < n_files && !status; i++) {
        cr_buf_clear(&table);
        status = cr_file_read(files[i], CR_MAX_STATISTICS, &table, error);
        if (!status)
            status = cr_statistics_read(&sum, cr_buf_view(&table), files[i], error);
        cr_io_progress(io, i + 1, n_files, "tables added");
    }
    cr_buf_release(&table);
    if (!status)
        status = write_table(&sum, io, error);
    cr_statistics_release(&sum);
    return status;
}

cr_status cr_job_stats(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                       cr_report *report, cr_error *error)
{
    if (n_files > 0 && strcmp(files[0], "merge") == 0)
        return merge(files + 1, n_files - 1, io, error);
    return gather(config, files, n_files, io, report, error);
}
