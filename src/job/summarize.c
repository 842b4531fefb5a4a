#include "job/job.h"

#include "base/memory.h"
#include "base/pool.h"
#include "job/collect.h"
#include "job/rendering.h"
#include "render/summary.h"
#include "summary/summary.h"

#include <stdlib.h>

typedef struct summarize {
    cr_summary_options options;
    cr_format format;
    cr_templates **templates;  // [n_workers] for Markdown, else NULL
    cr_tools *tools;
} summarize;

static cr_templates *templates_of(const summarize *s, size_t worker)
{
    return s->templates ? s->templates[worker] : NULL;
}

static cr_status summarize_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                   cr_buf *out, void **result, cr_error *error)
{
    const summarize *s = context;
    cr_document document;
    cr_summary summary;
    const cr_document *documents[] = {&document};
    (void)result;
    cr_status status = cr_analyse(worker->analyser, article, arena, &document, error);
    if (!status)
        status = cr_summarize(documents, 1, NULL, &s->options, arena, &summary, error);
    if (!status)
        status = cr_render_summary(&document, &summary, s->format,
                                   templates_of(s, (size_t)(worker - s->tools->workers)), out, error);
    return status;
}

/* ---- several articles at once ------------------------------------------------------------------------------------- */

/* Articles that are summarised together, and what came of it. */
typedef struct group {
    const cr_document **documents;  // [n_documents]
    size_t n_documents, capacity;
    cr_buf out;
    cr_status status;
    cr_error error;
} group;

typedef struct groups {
    const summarize *job;
    cr_tools *tools;
    group *items;
    size_t n, capacity;
} groups;

static void summarize_group(void *context, size_t worker, size_t i)
{
    groups *all = context;
    group *g = &all->items[i];
    cr_arena *arena = &all->tools->workers[worker].arena;
    cr_summary summary;
    g->status = cr_summarize(g->documents, g->n_documents, NULL, &all->job->options, arena, &summary, &g->error);
    if (!g->status)
        g->status = cr_render_group_summary(g->documents, g->n_documents, &summary, all->job->format,
                                            templates_of(all->job, worker), &g->out, &g->error);
    cr_arena_clear(arena);
}

/* Sorts the documents into groups, in order of first appearance. Without a member to group by all are one. */
static void make_groups(groups *all, const cr_collection *collection)
{
    cr_map index = {0};
    for (size_t i = 0; i < collection->n_documents; i++) {
        const cr_document *document = collection->documents[i];
        bool added;
        cr_map_slot *slot = cr_map_put(&index, document->article->group, &added);
        if (added) {
            slot->value = all->n;
            all->items = cr_grow(all->items, &all->capacity, all->n + 1, sizeof *all->items);
            all->items[all->n++] = (group){0};
        }
        group *g = &all->items[slot->value];
        g->documents = cr_grow(g->documents, &g->capacity, g->n_documents + 1, sizeof *g->documents);
        g->documents[g->n_documents++] = document;
    }
    cr_map_release(&index);
}

static cr_status summarize_groups(const summarize *job, const cr_config *config, cr_tools *tools,
                                  const char *const *files, size_t n_files, const cr_io *io, cr_report *report,
                                  cr_error *error)
{
    cr_collection collection;
    groups all = {.job = job, .tools = tools};
    cr_status status = cr_collection_read(&collection, config, tools, files, n_files, io, report, error);
    if (!status) {
        make_groups(&all, &collection);
        cr_pool_each(tools->n_workers, all.n, summarize_group, &all);
    }
    cr_buf out = {0};
    cr_records_open(job->format, "summaries", &out);
    for (size_t i = 0; i < all.n; i++) {
        group *g = &all.items[i];
        if (!status && g->status) {
            status = g->status;
            *error = g->error;
        }
        if (i > 0)
            cr_records_part(job->format, &out);
        cr_buf_append(&out, cr_buf_view(&g->out));
        cr_buf_release(&g->out);
        free(g->documents);
    }
    cr_records_close(job->format, all.n > 0, &out);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    free(all.items);
    cr_collection_release(&collection);
    return status;
}

/* Templates are used by one thread at a time: each has its own. */
static cr_status open_templates(summarize *s, const cr_config *config, cr_error *error)
{
    cr_status status = CR_OK;
    if (s->format != CR_FORMAT_MARKDOWN)
        return CR_OK;
    s->templates = cr_allocate_zeroed(s->tools->n_workers, sizeof *s->templates);
    for (size_t i = 0; i < s->tools->n_workers && !status; i++)
        status = cr_rendering_templates(config, &s->templates[i], error);
    return status;
}

static void close_templates(summarize *s)
{
    for (size_t i = 0; s->templates && i < s->tools->n_workers; i++)
        cr_templates_free(s->templates[i]);
    free(s->templates);
}

cr_status cr_job_summarize(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                           cr_report *report, cr_error *error)
{
    enum { DEFAULT_WORDS = 100 };
    cr_tools tools;
    cr_analyser_options options = {.lang = config->lang};
    summarize s = {.format = cr_format_of(config->format),
                   .options = {.method = config->method, .explain = config->explain}};
    s.options.budget = (cr_budget){config->words, config->sentences, config->per_cent};
    if (!config->words && !config->sentences && !config->per_cent)
        s.options.budget.words = DEFAULT_WORDS;
    cr_status status = cr_tools_init(&tools, config, &options, error);
    s.options.background = tools.background;
    s.tools = &tools;
    if (!status)
        status = open_templates(&s, config, error);
    if (!status && (config->together || config->group_by)) {
        status = summarize_groups(&s, config, &tools, files, n_files, io, report, error);
    } else if (!status) {
        cr_each each = {.config = config,
                        .io = io,
                        .tools = &tools,
                        .format = s.format,
                        .list = "summaries",
                        .context = &s,
                        .handle = summarize_article};
        status = cr_each_run(&each, files, n_files, report, error);
    }
    close_templates(&s);
    cr_tools_release(&tools);
    return status;
}
