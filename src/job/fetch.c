/* Feeds and pages into the archive. */
#include "job/job.h"

#include "base/file.h"
#include "base/limits.h"
#include "job/clock.h"
#include "job/harvest.h"
#include "job/kept.h"
#include "source/opml.h"

#include <string.h>

enum { LONGEST_SECRET = 4096 };

static bool is_address(const char *argument)
{
    return strstr(argument, "://") != NULL;
}

/* The first line of the file: "user:password" or "Bearer TOKEN". */
static cr_status read_secret(const char *path, cr_buf *out, cr_view *secret, cr_error *error)
{
    cr_status status = cr_file_read(path, LONGEST_SECRET, out, error);
    cr_view rest = cr_buf_view(out);
    *secret = (cr_view){0};
    if (!status && cr_view_next_line(&rest, secret))
        *secret = cr_view_trim(*secret);
    if (!status && cr_view_find_byte(*secret, ':') < 0 && !cr_view_starts(*secret, CR_VIEW("Bearer ")))
        status = cr_error_at(error, CR_INPUT, path, 1, 0, "neither 'user:password' nor 'Bearer TOKEN'");
    return status;
}

static cr_status add_configured(cr_harvest *harvest, const cr_config_source *configured, cr_error *error)
{
    cr_buf file = {0};
    cr_error problem = {0};
    cr_status status;
    cr_harvest_source source = {.url = cr_view_of(configured->url),
                                .name = cr_view_of(configured->name),
                                .lang = cr_view_of(configured->lang),
                                .pages = configured->pages};
    if (configured->secret && read_secret(configured->secret, &file, &source.secret, &problem))
        status = cr_harvest_add_failed(harvest, &source, &problem, error);
    else
        status = cr_harvest_add(harvest, &source, error);
    cr_buf_release(&file);
    return status;
}

/* The feeds of an OPML file. One that cannot be read counts as a feed that failed. */
static cr_status add_list(cr_harvest *harvest, const char *path, const cr_config_source *configured, cr_error *error)
{
    cr_buf bytes = {0};
    cr_arena arena = {0};
    cr_opml list = {0};
    cr_error problem = {0};
    const cr_harvest_source whole = {.url = cr_view_of(path), .by_hand = true};
    cr_status status = CR_OK;
    if (cr_file_read(path, CR_MAX_FILE, &bytes, &problem) ||
        cr_opml_read(cr_buf_view(&bytes), path, &arena, &list, &problem))
        status = cr_harvest_add_failed(harvest, &whole, &problem, error);
    for (size_t i = 0; i < list.n_feeds && !status; i++) {
        cr_harvest_source source = {.url = list.feeds[i].url, .name = list.feeds[i].title};
        if (configured) {
            source.lang = cr_view_of(configured->lang);
            source.pages = configured->pages;
        }
        status = cr_harvest_add(harvest, &source, error);
    }
    cr_arena_release(&arena);
    cr_buf_release(&bytes);
    return status;
}

static cr_status add_argument(cr_harvest *harvest, const char *argument, cr_error *error)
{
    const cr_harvest_source source = {.url = cr_view_of(argument), .by_hand = true};
    return is_address(argument) ? cr_harvest_add(harvest, &source, error) : add_list(harvest, argument, NULL, error);
}

/* A feed that is named by hand and stands in the configuration is read as it stands there. */
static const cr_config_source *find_configured(const cr_config *config, const char *url)
{
    for (size_t i = 0; i < config->n_sources; i++)
        if (config->sources[i].url && strcmp(config->sources[i].url, url) == 0)
            return &config->sources[i];
    return NULL;
}

static cr_status add_sources(cr_harvest *harvest, const cr_config *config, const char *const *files, size_t n_files,
                             cr_error *error)
{
    cr_status status = CR_OK;
    for (size_t i = 0; i < n_files && !status; i++) {
        const cr_config_source *configured = find_configured(config, files[i]);
        status = configured ? add_configured(harvest, configured, error) : add_argument(harvest, files[i], error);
    }
    for (size_t i = 0; i < config->n_sources && !n_files && !status; i++) {
        const cr_config_source *configured = &config->sources[i];
        if (configured->url)
            status = add_configured(harvest, configured, error);
        else if (configured->opml)
            status = add_list(harvest, configured->opml, configured, error);
    }
    size_t n;
    cr_harvest_report(harvest, &n);
    if (!status && n == 0)
        status = cr_error_set(error, CR_USAGE, "nothing to fetch: name feeds, here or as 'sources' of courant.yaml");
    return status;
}

static cr_status report_on(const cr_harvest *harvest, const cr_config *config, const cr_io *io, cr_report *report,
                           cr_error *error)
{
    size_t n;
    cr_buf out = {0};
    const cr_fetched_feed *feeds = cr_harvest_report(harvest, &n);
    for (size_t i = 0; i < n; i++) {
        report->n_articles += feeds[i].n_new + feeds[i].n_changed + feeds[i].n_known;
        report->n_failed += feeds[i].state == CR_FETCHED_FAILED;
    }
    cr_render_fetched(feeds, n, cr_format_of(config->format), &out);
    cr_status status = cr_io_write(io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

cr_status cr_job_fetch(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                       cr_report *report, cr_error *error)
{
    cr_tools tools;
    cr_archive *archive = NULL;
    cr_harvest *harvest = NULL;
    cr_config one = *config;  // only read: what it holds stays the caller's
    one.jobs = 1;
    cr_analyser_options options = {.lang = config->lang};
    cr_status status = cr_tools_init(&tools, &one, &options, error);
    if (!status)
        status = cr_tools_load_entities(&tools, config, NULL, NULL, error);
    if (!status)
        status = cr_kept_open(config, io, true, &archive, error);
    if (!status)
        status = cr_harvest_new(config, io, &tools, archive, cr_clock_now(), &harvest, error);
    if (!status)
        status = add_sources(harvest, config, files, n_files, error);
    if (!status && n_files == 0)
        status = cr_harvest_forgive_others(harvest, error);
    if (!status)
        status = cr_harvest_run(harvest, error);
    if (!status)
        status = report_on(harvest, config, io, report, error);
    cr_harvest_free(harvest);
    cr_archive_close(archive);
    cr_tools_release(&tools);
    return status;
}
