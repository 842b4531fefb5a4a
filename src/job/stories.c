#include "job/job.h"

#include "job/kept.h"
#include "render/stories.h"
#include "story/story.h"

enum { DEFAULT_DAYS = 14 };  // of the archive

cr_status cr_job_stories(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    cr_tools tools;
    cr_collection collection = {0};
    cr_story_list list = {0};
    cr_arena arena = {0};
    cr_buf out = {0};
    cr_archive *archive = NULL;
    cr_analyser_options analysis = {.lang = config->lang};
    cr_status status = cr_tools_init(&tools, config, &analysis, error);
    bool is_kept = config->archive && n_files == 0;
    if (!status && is_kept)
        status = cr_kept_open(config, io, false, &archive, error);
    const cr_archive_query query = cr_kept_days(config, DEFAULT_DAYS);
    if (!status && is_kept)
        status = cr_kept_read(&collection, config, &tools, archive, &query, io, report, error);
    else if (!status)
        status = cr_collection_read(&collection, config, &tools, files, n_files, io, report, error);
    if (!status) {
        cr_stories_options options = {.window = config->window,
                                      .jobs = tools.n_workers,
                                      .explain = config->explain,
                                      .background = tools.background};
        status = cr_stories_find(collection.documents, collection.n_documents, &options, &arena, &list, error);
    }
    if (!status)
        status = cr_render_stories(collection.documents, &list, cr_format_of(config->format), &out, error);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    report->empty = list.n_stories == 0;
    cr_buf_release(&out);
    cr_arena_release(&arena);
    cr_collection_release(&collection);
    cr_archive_close(archive);
    cr_tools_release(&tools);
    return status;
}
