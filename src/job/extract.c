#include "job/job.h"

#include "job/each.h"
#include "render/article.h"

typedef struct extract {
    cr_format format;
} extract;

static cr_status extract_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                 cr_buf *out, void **result, cr_error *error)
{
    const extract *e = context;
    (void)worker;
    (void)arena;
    (void)result;
    return cr_render_article(article, e->format, out, error);
}

cr_status cr_job_extract(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    cr_tools tools;
    extract e = {cr_format_of(config->format)};
    cr_analyser_options options = {.lang = config->lang};
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status) {
        cr_each each = {.config = config,
                        .io = io,
                        .tools = &tools,
                        .format = e.format,
                        .list = "articles",
                        .a_line_a_file = true,
                        .context = &e,
                        .handle = extract_article};
        status = cr_each_run(&each, files, n_files, report, error);
    }
    cr_tools_release(&tools);
    return status;
}
