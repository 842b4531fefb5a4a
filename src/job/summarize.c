#include "job/job.h"

#include "job/each.h"
#include "render/summary.h"
#include "summary/summary.h"

typedef struct summarize {
    cr_summary_options options;
    cr_summary_format format;
} summarize;

static cr_status summarize_article(void *context, cr_worker *worker, const cr_article *article, cr_buf *out,
                                   cr_error *error)
{
    const summarize *s = context;
    cr_document document;
    cr_summary summary;
    const cr_document *documents[] = {&document};
    cr_status status = cr_analyse(worker->analyser, article, &worker->arena, &document, error);
    if (!status)
        status = cr_summarize(documents, 1, NULL, &s->options, &worker->arena, &summary, error);
    if (!status)
        cr_render_summary(documents, 1, &summary, s->format, out);
    return status;
}

cr_status cr_job_summarize(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                           cr_report *report, cr_error *error)
{
    enum { DEFAULT_WORDS = 100 };
    cr_tools tools;
    cr_analyser_options options = {.lang = config->lang};
    summarize s = {.format = cr_summary_format_of(config->format), .options = {.method = config->method, .explain = config->explain}};
    s.options.budget = (cr_budget){config->words, config->sentences, config->per_cent};
    if (!config->words && !config->sentences && !config->per_cent)
        s.options.budget.words = DEFAULT_WORDS;
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status) {
        cr_each each = {config, io, &tools, s.format == CR_SUMMARY_JSONL, "articles", &s, summarize_article};
        status = cr_each_run(&each, files, n_files, report, error);
    }
    cr_tools_release(&tools);
    return status;
}
