#include "job/job.h"

#include "job/clock.h"
#include "job/edition.h"
#include "job/kept.h"
#include "job/rendering.h"
#include "job/site.h"

#include <string.h>

enum { DEFAULT_DAYS = 2 };  // of the archive: what came late yesterday is news today

/* The archive's part of a digest; without an archive, or with files named, there is none. */
typedef struct keeping {
    cr_archive *archive;
    cr_view profile;
    cr_config config;  // the caller's, with its day
} keeping;

static cr_status begin_keeping(keeping *k, const cr_config *config, size_t n_files, const cr_io *io, cr_error *error)
{
    *k = (keeping){.profile = cr_kept_profile(config), .config = *config};
    if (config->store && n_files)
        return cr_error_set(error, CR_USAGE, "--store keeps what is made from the archive, not from files");
    if ((!config->archive && !config->store) || n_files)
        return CR_OK;
    if (config->date.precision == CR_DATE_NONE)
        k->config.date = cr_clock_today();
    return cr_kept_open(config, io, false, &k->archive, error);
}

/* Reads the earlier editions given. */
static cr_status read_previous(const cr_config *config, cr_arena *arena, cr_profile *profile, cr_error *error)
{
    cr_previous_edition *previous = CR_ARENA_ARRAY(arena, cr_previous_edition, config->previous.n);
    cr_status status = CR_OK;
    for (size_t i = 0; i < config->previous.n && !status; i++)
        status = cr_previous_edition_read(config->previous.items[i], arena, &previous[i], error);
    profile->previous = previous;
    profile->n_previous = config->previous.n;
    return status;
}

/* What the reader knows, and the days of the archive that are news. */
static cr_status recall(const keeping *k, cr_arena *arena, cr_profile *profile, cr_archive_query *query,
                        cr_error *error)
{
    const cr_config *config = &k->config;
    cr_date since = {0};
    cr_status status = CR_OK;
    if (config->previous.n || !k->archive)
        status = read_previous(config, arena, profile, error);
    else if (!config->retell)
        status = cr_kept_previous(k->archive, k->profile, config->date, arena, &profile->previous, &profile->n_previous,
                                  error);
    if (!status && !config->previous.n && profile->n_previous)
        since = profile->previous[0].date;
    *query = cr_kept_days_since(config, DEFAULT_DAYS, since);
    return status;
}

static cr_status check_site(const cr_config *config, cr_error *error)
{
    if (config->site && !config->folder)
        return cr_error_set(error, CR_USAGE, "--site wants the folder of the site: --folder DIR");
    if (!config->site && (config->folder || config->address))
        return cr_error_set(error, CR_USAGE, "--folder and --address are of a site: --site hugo, jekyll or html");
    if (config->site && config->format)
        return cr_error_set(error, CR_USAGE, "a site has its own formats: --site or --format, not both");
    return CR_OK;
}

/* Writes the edition, or the site that it becomes part of; of a site the output tells what was done. An edition without stories has
 * no page. companies [n]: JSON. */
static cr_status write_out(const keeping *k, const cr_edition *edition, cr_view json, const cr_view *companies,
                           size_t n, const cr_io *io, cr_error *error)
{
    const cr_config *config = &k->config;
    bool is_json = !config->site && json.size && config->format &&
                   (strcmp(config->format, "json") == 0 || strcmp(config->format, "jsonl") == 0);
    cr_buf out = {0}, made = {0};
    cr_status status = CR_OK;
    if (is_json) {
        cr_buf_append(&out, json);
    } else if (!config->site) {
        status = cr_rendering_make(edition, config, config->format, &out, error);
    } else {
        cr_site_outcome outcome;
        cr_site_order order = {.kind = config->site,
                               .folder = config->folder,
                               .address = config->address,
                               .companies = companies,
                               .n_companies = n};
        if (edition->n_stories && !json.size)
            status = cr_rendering_make(edition, config, "json", &made, error);
        if (edition->n_stories)
            order.edition = json.size ? json : cr_buf_view(&made);
        if (!status)
            status = cr_site_write(config, &order, io, &outcome, error);
        if (!status) {
            cr_buf_append_format(&out, "%s: ", config->folder);
            cr_site_outcome_append(&outcome, config->dry_run, &out);
            cr_buf_append_byte(&out, '\n');
        }
    }
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    cr_buf_release(&made);
    return status;
}

/* The edition of the day as it was stored, if it was. */
static cr_status write_stored(const keeping *k, const cr_io *io, bool *found, bool *is_empty, cr_error *error)
{
    cr_arena arena = {0};
    cr_archive_edition stored;
    cr_edition edition;
    cr_status status = cr_kept_load(k->archive, k->profile, k->config.date, &arena, &stored, &edition, found, error);
    if (!status && *found) {
        *is_empty = edition.n_stories == 0;
        status = write_out(k, &edition, stored.json, NULL, 0, io, error);
        cr_kept_say_made(&stored, ": it is written as it was (without --store another one is made)", &k->config, io);
    }
    cr_arena_release(&arena);
    return status;
}

/* Whether the edition is kept. Without --store it is only looked at. */
static bool is_to_be_stored(const keeping *k)
{
    return k->archive && k->config.store && !k->config.dry_run;
}

/* An edition is stored before it is written. One without stories is none: the day may still bring some. */
static cr_status store(const keeping *k, const cr_corpus *corpus, const cr_edition *edition, cr_error *error)
{
    int64_t id;
    bool existed;
    if (!is_to_be_stored(k) || edition->n_stories == 0)
        return CR_OK;
    cr_status status = cr_kept_store(k->archive, &k->config, k->profile, edition, &corpus->collection, cr_clock_now(),
                                     &id, &existed, error);
    if (!status && existed)
        status = cr_error_set(error, CR_IO, "another run has just stored this day's edition");
    return status;
}

cr_status cr_job_digest(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    cr_corpus corpus = {0};
    cr_reader_edition made = {0};
    cr_arena arena = {0};
    const cr_view *companies = NULL;
    size_t n_companies = 0;
    keeping k = {0};
    bool is_stored = false;
    cr_status status = check_site(config, error);
    if (!status)
        status = begin_keeping(&k, config, n_files, io, error);
    cr_profile profile = {.config = &k.config};
    if (!status && is_to_be_stored(&k))
        status = write_stored(&k, io, &is_stored, &report->empty, error);
    if (status || is_stored) {
        cr_archive_close(k.archive);
        return status;
    }
    status = cr_corpus_init(&corpus, &k.config, config->companies != NULL, NULL, NULL, error);
    corpus.archive = k.archive;
    if (!status)
        status = recall(&k, &arena, &profile, &corpus.query, error);
    if (!status)
        status = cr_corpus_read(&corpus, files, n_files, "make a digest of", io, report, error);
    if (!status && k.archive)
        status = cr_kept_failures(&corpus.collection, k.archive, k.config.date, error);
    if (!status && config->companies) {
        cr_corpus_find_mentions(&corpus);
        profile.followed = cr_corpus_followed(&corpus, &arena);
    }
    if (!status)
        status = cr_reader_edition_make(&corpus, &profile, &made, error);
    if (!status)
        status = store(&k, &corpus, &made.edition, error);
    if (!status && config->site && profile.followed)
        status = cr_site_companies(&k.config, &corpus, profile.followed, &arena, &companies, &n_companies, error);
    if (!status)
        status = write_out(&k, &made.edition, (cr_view){0}, companies, n_companies, io, error);
    report->empty = made.edition.n_stories == 0;
    cr_reader_edition_release(&made);
    cr_corpus_release(&corpus);
    cr_arena_release(&arena);
    cr_archive_close(k.archive);
    return status;
}
