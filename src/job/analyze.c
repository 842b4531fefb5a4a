#include "job/job.h"

#include "format/json_write.h"
#include "job/each.h"

#include <string.h>

static cr_status analyze_article(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena,
                                 cr_buf *out, void **result, cr_error *error)
{
    cr_document document;
    (void)context, (void)result;
    cr_status status = cr_analyse(worker->analyser, article, arena, &document, error);
    if (status)
        return status;
    cr_json_writer writer = {out, false};
    cr_json_begin_object(&writer);
    cr_json_put_name(&writer, "id");
    if (article->id_is_integer)
        cr_json_put_raw(&writer, article->id);
    else
        cr_json_put_string(&writer, article->id);
    cr_json_member_string(&writer, "lang", cr_view_of(document.lang));
    cr_json_member_real(&writer, "confidence", document.confidence, 6);
    cr_json_put_name(&writer, "sentences");
    cr_json_begin_array(&writer);
    for (size_t i = 0; i < document.n_sentences; i++) {
        cr_json_begin_object(&writer);
        cr_json_member_size(&writer, "start", document.sentences[i].start);
        cr_json_member_size(&writer, "end", document.sentences[i].end);
        cr_json_end_object(&writer);
    }
    cr_json_end_array(&writer);
    cr_json_end_object(&writer);
    cr_buf_append_byte(out, '\n');
    return CR_OK;
}

cr_status cr_job_analyze(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    cr_tools tools;
    cr_analyser_options options = {.lang = config->lang};
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status) {
        cr_each each = {.config = config, .io = io, .tools = &tools, .jsonl = true, .handle = analyze_article};
        status = cr_each_run(&each, files, n_files, report, error);
    }
    cr_tools_release(&tools);
    return status;
}
