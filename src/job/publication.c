#include "job/publication.h"

#include "digest/manifest.h"
#include "job/kept.h"
#include "job/rendering.h"

#include <stdlib.h>

enum { DAYS = 3 };  // of the archive at least: what came late is told still

/* ---- reading ------------------------------------------------------------------------------------------------------ */

/* The tools, with the companies of everybody. */
static cr_status open_corpus(cr_publication *p, cr_error *error)
{
    cr_list names = {0};
    for (size_t i = 0; i < p->config->n_readers; i++)
        for (size_t k = 0; k < p->config->readers[i].companies.n; k++)
            cr_list_add(&names, p->config->readers[i].companies.items[k]);
    p->entity_of = CR_ARENA_ARRAY(&p->arena, size_t, names.n);
    p->is_open = true;
    cr_status status = cr_corpus_init(&p->corpus, p->config, p->config->companies || names.n, &names, p->entity_of,
                                      error);
    free(names.items);
    return status;
}

static cr_status read_articles(cr_publication *p, cr_error *error)
{
    cr_status status = open_corpus(p, error);
    p->report->n_articles = 0;
    if (!status && p->n_files == 0) {
        p->corpus.archive = p->archive;
        p->corpus.query = (cr_archive_query){.first = p->first, .last = p->day};
    }
    if (!status)
        status = cr_corpus_read(&p->corpus, p->files, p->n_files, "publish", p->io, p->report, error);
    if (!status && p->corpus.archive)
        status = cr_kept_failures(&p->corpus.collection, p->archive, p->day, error);
    if (!status && p->corpus.tools.entities)
        cr_corpus_find_mentions(&p->corpus);
    return status;
}

cr_date cr_publication_first(const cr_publication *p, cr_date day, cr_date since)
{
    cr_config window = *p->config;
    window.date = day;
    return cr_kept_days_since(&window, DAYS, since).first;
}

cr_status cr_publication_read(cr_publication *p, cr_date first, cr_error *error)
{
    if (p->is_read && p->n_files == 0 && first.seconds < p->first.seconds) {
        cr_corpus_release(&p->corpus);
        p->is_open = p->is_read = false;
    }
    if (!p->is_read && !p->unread.status) {
        p->first = first;
        p->is_read = read_articles(p, &p->unread) == CR_OK;
    }
    if (p->unread.status && error && !error->status)
        *error = p->unread;
    return p->unread.status;
}

/* ---- editions ----------------------------------------------------------------------------------------------------- */

static void look_for_news(cr_issue *issue)
{
    issue->has_news = false;
    for (size_t i = 0; i < issue->edition.n_stories; i++)
        issue->has_news |= issue->edition.stories[i].label != CR_STORY_UNCHANGED;
}

/* Whether a mail of an edition has gone out, or may have. */
static cr_status find_mailed(cr_publication *p, int64_t edition, bool *is_mailed, cr_error *error)
{
    const cr_archive_delivery *deliveries;
    size_t n;
    *is_mailed = false;
    cr_status status = cr_archive_deliveries(p->archive, edition, &p->arena, &deliveries, &n, error);
    for (size_t i = 0; i < n && !status; i++)
        *is_mailed |= deliveries[i].state != CR_DELIVERY_PENDING && deliveries[i].state != CR_DELIVERY_FAILED;
    return status;
}

cr_status cr_publication_find(cr_publication *p, cr_view profile, cr_issue *issue, bool *found, cr_error *error)
{
    *issue = (cr_issue){0};
    *found = false;
    if (!p->archive)
        return CR_OK;
    cr_archive_edition stored;
    bool is_mailed = true;
    cr_status status = cr_kept_load(p->archive, profile, p->day, &p->arena, &stored, &issue->edition, found, error);
    if (status || !*found)
        return status;
    if (p->config->anew)
        status = find_mailed(p, stored.id, &is_mailed, error);
    if (!status && !is_mailed && !p->config->dry_run)
        status = cr_archive_edition_remove(p->archive, stored.id, error);
    *found = is_mailed;
    if (status || !is_mailed)
        return status;
    issue->id = stored.id;
    issue->json = stored.json;
    look_for_news(issue);
    if (!p->has_told)
        cr_kept_say_made(&stored,
                         p->config->anew ? ", and a mail of it has gone out: it stays as it is"
                                         : ": it goes out as it is (--anew makes it anew if it was not mailed)",
                         p->config, p->io);
    p->has_told = true;
    return status;
}

cr_status cr_publication_make(cr_publication *p, const cr_profile *profile, cr_issue *issue, cr_error *error)
{
    cr_reader_edition made = {0};
    cr_manifest manifest = {0};
    cr_buf json = {0};
    *issue = (cr_issue){0};
    issue->first = profile->first;
    cr_status status = cr_publication_read(p, profile->first, error);
    if (!status)
        status = cr_reader_edition_make(&p->corpus, profile, &made, error);
    if (!status)
        status = cr_rendering_make(&made.edition, p->config, "json", &json, error);
    if (!status) {
        issue->json = cr_arena_copy(&p->arena, cr_buf_view(&json));
        status = cr_manifest_parse(issue->json, "an edition", &p->arena, &manifest, error);
    }
    if (!status)
        issue->edition = manifest.editions[0];
    look_for_news(issue);
    cr_buf_release(&json);
    cr_reader_edition_release(&made);
    return status;
}

cr_status cr_publication_store(cr_publication *p, cr_view profile, cr_issue *issue, cr_error *error)
{
    bool existed;
    return cr_kept_store_json(p->archive, profile, &issue->edition, issue->json, &p->corpus.collection, issue->first,
                              p->now, &issue->id, &existed, error);
}

/* ---- the report --------------------------------------------------------------------------------------------------- */

cr_status cr_publication_say(cr_publication *p, const char *kind, const char *target, const char *what, bool good,
                             cr_error *error)
{
    cr_buf line = {0};
    p->n_good += good;
    p->n_bad += !good;
    if (good && p->config->quiet && !p->config->dry_run)
        return CR_OK;
    cr_buf_append_format(&line, "%s %s: %s\n", kind, target, what);
    cr_status status = cr_io_write(p->io, cr_buf_view(&line), error);
    cr_buf_release(&line);
    return status;
}
