#include "job/job.h"

#include "job/each.h"
#include "render/analysis.h"

typedef struct analyze {
    cr_tools *tools;
    cr_format format;
} analyze;

static cr_status analyze_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                 cr_buf *out, void **result, cr_error *error)
{
    const analyze *a = context;
    const cr_rules *rules = NULL;
    cr_document document;
    cr_analysis_means means = {0};
    (void)result;
    cr_status status = cr_analyse(worker->analyser, article, arena, &document, error);
    if (!status)
        status = cr_analyser_stemming(worker->analyser, document.lang, &means.stemming, error);
    if (!status)
        status = a->tools->book.find(a->tools->book.context, document.lang, &rules, error);
    if (status)
        return status;
    means.entities = a->tools->entities;
    cr_matcher_find(worker->matcher, &document, arena, &means.mentions);
    means.lexicon = rules->lang[0] ? rules->lang : "none";
    if (a->format == CR_FORMAT_TEXT)
        cr_render_analysis_text(&document, &means, out);
    else
        cr_render_analysis_json(&document, &means, a->format == CR_FORMAT_JSON, out);
    return CR_OK;
}

cr_status cr_job_analyze(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    cr_tools tools;
    analyze a = {&tools, cr_format_of(config->format)};
    cr_analyser_options options = {.lang = config->lang, .mark_foreign = a.format != CR_FORMAT_JSONL};
    if (a.format == CR_FORMAT_MARKDOWN)
        return cr_error_set(error, CR_USAGE, "analyze writes text, json or jsonl, no markdown");
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status)
        status = cr_tools_load_entities(&tools, config, NULL, NULL, error);
    if (!status) {
        cr_each each = {.config = config,
                        .io = io,
                        .tools = &tools,
                        .format = a.format,
                        .list = "analyses",
                        .context = &a,
                        .handle = analyze_article};
        status = cr_each_run(&each, files, n_files, report, error);
    }
    cr_tools_release(&tools);
    return status;
}
