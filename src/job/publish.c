#include "job/job.h"

#include "base/file.h"
#include "job/clock.h"
#include "job/kept.h"
#include "job/lock.h"
#include "job/publication.h"
#include "job/rendering.h"
#include "job/site.h"
#include "render/site.h"
#include "text/date.h"

#include <string.h>

static const struct {
    cr_output_kind kind;
    const char *name;
} KINDS[] = {
    {CR_OUTPUT_MARKDOWN, "markdown"}, {CR_OUTPUT_HTML, "html"}, {CR_OUTPUT_TEXT, "text"}, {CR_OUTPUT_JSON, "json"},
    {CR_OUTPUT_FEED, "feed"},         {CR_OUTPUT_SITE, "site"}, {CR_OUTPUT_MAIL, "mail"},
};

static const char *name_of(cr_output_kind kind)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (KINDS[i].kind == kind)
            return KINDS[i].name;
    return "output";
}

/* ---- files -------------------------------------------------------------------------------------------------------- */

/* The path with the day in place of "{date}". */
static const char *path_of(const char *pattern, cr_date day, cr_arena *arena)
{
    const cr_view mark = CR_VIEW("{date}");
    cr_view rest = cr_view_of(pattern);
    cr_buf path = {0};
    for (ptrdiff_t at; (at = cr_view_find(rest, mark)) != CR_NOT_FOUND;) {
        cr_buf_append(&path, cr_view_slice(rest, 0, (size_t)at));
        cr_date_append(&path, day);
        rest = cr_view_slice(rest, (size_t)at + mark.size, rest.size);
    }
    cr_buf_append(&path, rest);
    const char *copy = cr_arena_copy(arena, cr_buf_view(&path)).data;
    cr_buf_release(&path);
    return copy;
}

/* A feed of the editions that the archive has, and of this one: with links as the site has them that is published beside it. */
static cr_status make_feed(cr_publication *p, const cr_config_output *output, const cr_issue *issue, cr_buf *out,
                           cr_error *error)
{
    cr_site_input input = {.kind = CR_SITE_HUGO, .address = cr_view_of(output->address)};
    const cr_archive_edition *stored = NULL;
    size_t n = 0;
    cr_templates *templates = NULL;
    cr_status status = CR_OK;
    for (size_t i = p->config->n_outputs; i > 0; i--)
        if (p->config->outputs[i - 1].kind == CR_OUTPUT_SITE)
            cr_site_kind_of(p->config->outputs[i - 1].site, &input.kind);
    if (p->archive)
        status = cr_archive_editions(p->archive, cr_kept_profile(p->config), (cr_date){0}, CR_SITE_ENTRIES, &p->arena,
                                     &stored, &n, error);
    cr_view *editions = CR_ARENA_ARRAY(&p->arena, cr_view, n + 1);
    bool has_this = issue->edition.n_stories == 0;
    for (size_t i = 0; i < n; i++) {
        has_this |= cr_date_day(stored[i].date) == cr_date_day(issue->edition.date);
        editions[input.n_editions++] = stored[i].json;
    }
    if (!has_this && issue->edition.date.precision == CR_DATE_NONE)
        return cr_error_set(error, CR_USAGE, "an entry of a feed has a day, and no article names one: --date DAY");
    if (!has_this)
        editions[input.n_editions++] = issue->json;
    input.editions = editions;
    if (!status)
        status = cr_rendering_templates(p->config, &templates, error);
    input.templates = templates;
    if (!status)
        status = cr_site_feed(&input, cr_view_ends(cr_view_of(output->path), CR_VIEW(".json")), (cr_view){0}, out,
                              error);
    cr_templates_free(templates);
    return status;
}

static cr_status make_content(cr_publication *p, const cr_config_output *output, const cr_issue *issue, cr_buf *out,
                              cr_error *error)
{
    if (output->kind == CR_OUTPUT_FEED)
        return make_feed(p, output, issue, out, error);
    if (output->kind != CR_OUTPUT_JSON)
        return cr_rendering_make(&issue->edition, p->config, name_of(output->kind), out, error);
    cr_buf_append(out, issue->json);  // as it was stored
    return CR_OK;
}

/* The pages of companies are made while the articles are at hand: of an edition that was stored before, the site has them already. */
static cr_status write_site(cr_publication *p, const cr_config_output *output, const cr_issue *issue, cr_error *error)
{
    cr_site_order order = {.kind = output->site, .folder = output->folder, .address = output->address};
    cr_site_outcome outcome;
    cr_error problem = {0};
    cr_buf what = {0};
    cr_config config = *p->config;
    cr_status status = CR_OK;
    config.date = p->day;
    if (issue->edition.n_stories)
        order.edition = issue->json;
    if (p->is_read && p->followed)
        status = cr_site_companies(&config, &p->corpus, p->followed, &p->arena, &order.companies, &order.n_companies,
                                   &problem);
    if (!status)
        status = cr_site_write(&config, &order, p->io, &outcome, &problem);
    if (!status)
        cr_site_outcome_append(&outcome, config.dry_run, &what);
    else
        cr_buf_append_format(&what, "failed: %s", problem.text);
    status = cr_publication_say(p, "site", output->folder, what.data, !status, error);
    cr_buf_release(&what);
    return status;
}

static cr_status write_output(cr_publication *p, const cr_config_output *output, const cr_issue *issue, cr_error *error)
{
    cr_buf content = {0};
    cr_error problem = {0};
    const char *kind = name_of(output->kind), *what = "unchanged";
    cr_date day = {cr_date_day(issue->edition.date) * CR_SECONDS_OF_DAY, issue->edition.date.precision};
    if (day.precision != CR_DATE_NONE)
        day.precision = CR_DATE_DAY;
    const char *path = path_of(output->path, day, &p->arena);
    cr_status status = make_content(p, output, issue, &content, &problem);
    if (!p->config->dry_run)
        cr_file_clean(path);
    if (!status && !cr_file_holds(path, cr_buf_view(&content))) {
        what = p->config->dry_run ? "would be written" : "written";
        if (!p->config->dry_run)
            status = cr_file_make_folders(path, &problem);
        if (!status && !p->config->dry_run)
            status = cr_file_write(path, cr_buf_view(&content), &problem);
    }
    cr_buf_release(&content);
    if (!status)
        return cr_publication_say(p, kind, path, what, true, error);
    cr_buf_append_format(&content, "failed: %s", problem.text);
    status = cr_publication_say(p, kind, path, content.data, false, error);
    cr_buf_release(&content);
    return status;
}

/* The edition for everybody: that of the day, as it is stored, else made now. What has no news is not stored, so that a later
 * run may find some. */
static cr_status open_edition(cr_publication *p, cr_issue *issue, cr_error *error)
{
    cr_view name = cr_kept_profile(p->config);
    cr_config config = *p->config;
    cr_profile profile = {.config = &config};
    bool found;
    config.date = p->day;
    cr_status status = cr_publication_find(p, name, issue, &found, error);
    if (status || found)
        return status;
    if (p->archive)
        status = cr_kept_previous(p->archive, name, p->day, &p->arena, &profile.previous, &profile.n_previous, error);
    profile.first = cr_publication_first(p, p->day, profile.n_previous ? profile.previous[0].date : (cr_date){0});
    if (!status)
        status = cr_publication_read(p, profile.first, error);
    if (!status && p->config->companies) {
        p->followed = cr_corpus_followed(&p->corpus, &p->arena);
        profile.followed = p->followed;
    }
    if (!status)
        status = cr_publication_make(p, &profile, issue, error);
    if (status || !p->archive || p->config->dry_run || !issue->has_news)
        return status;
    status = cr_archive_begin(p->archive, error);
    if (!status)
        status = cr_publication_store(p, name, issue, error);
    if (!status)
        return cr_archive_commit(p->archive, error);
    cr_archive_rollback(p->archive);
    return status;
}

/* What is wrong with the configuration is told before anything goes out. */
static cr_status check_outputs(cr_publication *p, cr_error *error)
{
    cr_status status = CR_OK;
    for (size_t i = 0; i < p->config->n_outputs && !status; i++) {
        const cr_config_output *output = &p->config->outputs[i];
        if (output->kind == CR_OUTPUT_MAIL)
            status = cr_publish_mails_check(p, output, error);
    }
    return status;
}

/* One output that fails does not keep the others from going out. */
static cr_status publish_output(cr_publication *p, const cr_config_output *output, cr_issue *issue, bool *is_open,
                                cr_error *error)
{
    cr_error problem = {0};
    cr_status status = CR_OK;
    if (output->kind == CR_OUTPUT_MAIL) {
        status = cr_publish_mails(p, output, &problem);
    } else {
        if (!*is_open)
            status = open_edition(p, issue, &problem);
        *is_open = !status;
        if (!status && output->kind == CR_OUTPUT_SITE)
            status = write_site(p, output, issue, &problem);
        else if (!status)
            status = write_output(p, output, issue, &problem);
    }
    if (status) {
        cr_io_warn(p->io, p->config, &problem);
        status = cr_publication_say(p, name_of(output->kind),
                                    output->path     ? output->path
                                    : output->folder ? output->folder
                                                     : "to all",
                                    "failed", false, error);
    }
    return status;
}

static cr_status publish_outputs(cr_publication *p, cr_error *error)
{
    cr_issue issue = {0};
    bool is_open = false;
    cr_status status = check_outputs(p, error);
    for (size_t i = 0; i < p->config->n_outputs && !status; i++)
        status = publish_output(p, &p->config->outputs[i], &issue, &is_open, error);
    return status;
}

/* ---- the run ------------------------------------------------------------------------------------------------------ */

/* What is read: the files named, else the folders of the configuration, else the archive. */
static void choose_files(cr_publication *p, const char *const *files, size_t n_files)
{
    const cr_config *config = p->config;
    const char **chosen = CR_ARENA_ARRAY(&p->arena, const char *, config->n_sources);
    size_t n = 0;
    for (size_t i = 0; i < config->n_sources; i++)
        if (config->sources[i].files)
            chosen[n++] = config->sources[i].files;
    p->files = n_files ? files : chosen;
    p->n_files = n_files ? n_files : n;
}

cr_status cr_job_publish(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    cr_publication p = {.config = config, .io = io, .report = report, .day = config->date, .now = cr_clock_now()};
    cr_run_lock lock = {0};
    cr_status status = CR_OK;
    if (config->n_outputs == 0)
        status = cr_error_set(error, CR_USAGE,
                              "nothing to publish: no configuration with outputs was read (--config FILE)");
    choose_files(&p, files, n_files);
    if (!status && !config->archive && !p.n_files)
        status = cr_error_set(error, CR_USAGE, "nothing to publish from: no archive, no files among the sources");
    if (!status && config->archive && !config->dry_run)
        status = cr_run_lock_take(&lock, config->archive, error);
    if (!status && config->archive && (!config->dry_run || cr_file_exists(config->archive)))
        status = cr_kept_open(config, io, p.n_files > 0, &p.archive, error);
    if (!status && config->archive && p.day.precision == CR_DATE_NONE)
        p.day = cr_clock_today();
    if (!status)
        status = publish_outputs(&p, error);
    if (!status && p.n_bad && !p.n_good)
        status = cr_error_set(error, CR_IO, "nothing went out");
    report->n_failed += p.n_bad;
    if (p.is_open)
        cr_corpus_release(&p.corpus);
    cr_archive_close(p.archive);
    cr_run_lock_release(&lock);
    cr_arena_release(&p.arena);
    return status;
}
