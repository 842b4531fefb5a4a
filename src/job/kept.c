#include "job/kept.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/pool.h"
#include "digest/manifest.h"
#include "job/clock.h"
#include "job/rendering.h"
#include "text/date.h"

#include <stdio.h>
#include <stdlib.h>

enum { LOUD_AFTER = 7 };  // days of failing

static void say_waiting(void *context)
{
    const cr_io *io = context;
    if (io->message)
        io->message(io->context, CR_NOTE, "another run is writing to the archive: waiting for it");
}

cr_status cr_kept_open(const cr_config *config, const cr_io *io, bool may_create, cr_archive **archive, cr_error *error)
{
    const cr_archive_options options = {.may_create = may_create, .waiting = say_waiting, .context = (void *)io};
    *archive = NULL;
    if (!config->archive)
        return cr_error_set(error, CR_USAGE,
                            "no archive: name it with --archive FILE, or in a configuration (--config FILE)");
    return cr_archive_open(config->archive, &options, archive, error);
}

/* ---- in ----------------------------------------------------------------------------------------------------------- */

/* How often each entity is mentioned, in order of first mention. */
static void count_mentions(const cr_tools *tools, const cr_mentions *mentions, cr_arena *arena, cr_archive_item *item)
{
    cr_number_map index = {0};
    cr_archive_mention *counted = CR_ARENA_ARRAY(arena, cr_archive_mention, mentions->n);
    for (size_t i = 0; i < mentions->n; i++) {
        bool added;
        cr_number_slot *slot = cr_number_map_put(&index, mentions->items[i].entity, &added);
        if (added) {
            slot->value = item->n_mentions++;
            counted[slot->value] = (cr_archive_mention){tools->entities->entities[mentions->items[i].entity].id, 0};
        }
        counted[slot->value].n++;
    }
    item->mentions = counted;
    cr_number_map_release(&index);
}

cr_status cr_kept_item(const cr_tools *tools, cr_worker *worker, const cr_article *article, cr_view feed, int64_t seen,
                       cr_arena *arena, cr_archive_item *item, cr_error *error)
{
    cr_document document;
    cr_buf title = {0}, text = {0};
    cr_status status = cr_analyse(worker->analyser, article, arena, &document, error);
    if (status)
        return status;
    cr_archive_terms(&document, &title, &text);
    *item = (cr_archive_item){.article = article,
                              .lang = cr_arena_copy(arena, cr_view_of(document.lang)),
                              .title_terms = cr_arena_copy(arena, cr_buf_view(&title)),
                              .text_terms = cr_arena_copy(arena, cr_buf_view(&text)),
                              .feed = feed,
                              .seen = seen};
    if (worker->matcher) {
        cr_mentions mentions;
        cr_matcher_find(worker->matcher, &document, arena, &mentions);
        count_mentions(tools, &mentions, arena, item);
    }
    cr_buf_release(&title);
    cr_buf_release(&text);
    return CR_OK;
}

/* ---- out ---------------------------------------------------------------------------------------------------------- */

cr_archive_query cr_kept_days(const cr_config *config, size_t days)
{
    cr_date last = config->date.precision == CR_DATE_NONE ? cr_clock_today() : config->date;
    int64_t before = (int64_t)(config->days ? config->days : days) - 1;
    return (cr_archive_query){.first = {last.seconds - before * CR_SECONDS_OF_DAY, CR_DATE_DAY}, .last = last};
}

cr_archive_query cr_kept_days_since(const cr_config *config, size_t days, cr_date since)
{
    cr_archive_query query = cr_kept_days(config, days);
    int64_t furthest = query.last.seconds - (CR_KEPT_DAYS - 1) * CR_SECONDS_OF_DAY;
    int64_t reached = since.precision == CR_DATE_NONE ? query.first.seconds
                      : since.seconds > furthest      ? since.seconds
                                                      : furthest;
    if (reached < query.first.seconds)
        query.first.seconds = reached;
    return query;
}

typedef struct reading {
    cr_arena arena;
    const cr_article **articles;  // [n]
    int64_t *revisions;           // [n]
    int64_t *days;                // [n]
    size_t n, articles_capacity, revisions_capacity, days_capacity;
} reading;

static cr_status take_article(void *context, const cr_archive_record *record, cr_error *error)
{
    reading *r = context;
    cr_archive_record *copy = CR_ARENA_NEW(&r->arena, cr_archive_record);
    (void)error;
    cr_archive_record_copy(record, &r->arena, copy);
    if (!copy->content.id_is_own && !copy->content.id_is_integer)
        copy->content.path = copy->content.id;  // of a file
    r->articles = cr_grow(r->articles, &r->articles_capacity, r->n + 1, sizeof *r->articles);
    r->revisions = cr_grow(r->revisions, &r->revisions_capacity, r->n + 1, sizeof *r->revisions);
    r->days = cr_grow(r->days, &r->days_capacity, r->n + 1, sizeof *r->days);
    r->articles[r->n] = &copy->content;
    r->days[r->n] = record->day;
    r->revisions[r->n++] = record->revision;
    return CR_OK;
}

cr_status cr_kept_read(cr_collection *collection, const cr_config *config, cr_tools *tools, cr_archive *archive,
                       const cr_archive_query *query, const cr_io *io, cr_report *report, cr_error *error)
{
    reading r = {0};
    *collection = (cr_collection){0};
    cr_status status = cr_archive_each(archive, query, take_article, &r, error);
    if (!status)
        status = cr_collection_analyse(collection, config, tools, r.articles, r.n, io, error);
    report->n_articles += r.n;
    collection->revisions = r.revisions;
    collection->days = r.days;
    cr_each_keep(&collection->each, &r.arena);
    free(r.articles);
    return status;
}

cr_status cr_kept_failures(cr_collection *collection, cr_archive *archive, cr_date day, cr_error *error)
{
    cr_arena arena = {0};
    const cr_archive_feed *feeds;
    size_t n;
    cr_status status = cr_archive_feeds(archive, &arena, &feeds, &n, error);
    for (size_t i = 0; i < n && !status; i++) {
        const cr_archive_feed *feed = &feeds[i];
        if (!feed->failures && !feed->gone)
            continue;
        cr_view name = feed->title.size ? feed->title : feed->url;
        cr_view why = feed->last_error.size ? feed->last_error : CR_VIEW("it is gone");
        cr_error problem = {.status = CR_IO};
        snprintf(problem.source, sizeof problem.source, "%.*s", (int)name.size, name.data);
        int64_t days = cr_date_day(day) - cr_date_day((cr_date){feed->failing_since, CR_DATE_TIME});
        if (feed->failing_since && days >= LOUD_AFTER)
            snprintf(problem.text, sizeof problem.text, "FAILING FOR %lld DAYS: %.*s", (long long)days, (int)why.size,
                     why.data);
        else
            snprintf(problem.text, sizeof problem.text, "%.*s", (int)why.size, why.data);
        cr_collection_add_failure(collection, &problem);
    }
    cr_arena_release(&arena);
    return status;
}

/* ---- editions ----------------------------------------------------------------------------------------------------- */

cr_view cr_kept_profile(const cr_config *config)
{
    return cr_view_of(config->profile ? config->profile : "daily");
}

cr_status cr_kept_previous(cr_archive *archive, cr_view profile, cr_date day, cr_arena *arena,
                           const cr_previous_edition **previous, size_t *n, cr_error *error)
{
    const cr_archive_edition *editions;
    cr_status status = cr_archive_editions(archive, profile, day, CR_KEPT_PREVIOUS, arena, &editions, n, error);
    cr_previous_edition *read = CR_ARENA_ZEROED(arena, cr_previous_edition, status ? 0 : *n);
    for (size_t i = 0; !status && i < *n; i++)
        status = cr_previous_edition_parse(editions[i].json, "an edition of the archive", arena, &read[i], error);
    *previous = read;
    return status;
}

cr_status cr_kept_store_json(cr_archive *archive, cr_view profile, const cr_edition *edition, cr_view json,
                             const cr_collection *collection, cr_date first, int64_t now, int64_t *id, bool *existed,
                             cr_error *error)
{
    cr_number_map cited = {0};
    bool *is_cited = cr_allocate(collection->n_documents, sizeof *is_cited);
    int64_t *revisions = cr_allocate(collection->n_documents, sizeof *revisions);
    size_t n = 0;
    for (size_t i = 0; i < edition->n_sources; i++)
        cr_number_map_put(&cited, edition->sources[i].hash, NULL);
    for (size_t i = 0; i < collection->n_documents && collection->revisions; i++) {
        if (!cr_collection_is_since(collection, i, first))
            continue;
        is_cited[n] = cr_number_map_find(&cited, cr_hash(collection->documents[i]->article->text)) != NULL;
        revisions[n++] = collection->revisions[i];
    }
    cr_archive_edition stored = {.profile = profile, .date = edition->date, .json = json, .made = now};
    cr_status status = cr_archive_edition_add(archive, &stored, revisions, is_cited, n, existed, error);
    *id = stored.id;
    free(revisions);
    free(is_cited);
    cr_number_map_release(&cited);
    return status;
}

cr_status cr_kept_store(cr_archive *archive, const cr_config *config, cr_view profile, const cr_edition *edition,
                        const cr_collection *collection, int64_t now, int64_t *id, bool *existed, cr_error *error)
{
    cr_buf json = {0};
    cr_status status = cr_rendering_make(edition, config, "json", &json, error);
    if (!status)
        status = cr_kept_store_json(archive, profile, edition, cr_buf_view(&json), collection, (cr_date){0}, now, id,
                                    existed, error);
    cr_buf_release(&json);
    return status;
}

cr_status cr_kept_load(cr_archive *archive, cr_view profile, cr_date day, cr_arena *arena, cr_archive_edition *stored,
                       cr_edition *edition, bool *found, cr_error *error)
{
    cr_manifest manifest;
    cr_status status = cr_archive_edition_get(archive, profile, day, arena, stored, found, error);
    if (status || !*found)
        return status;
    status = cr_manifest_parse(stored->json, "an edition of the archive", arena, &manifest, error);
    if (!status && (manifest.n_editions != 1 || !cr_manifest_is_sound(&manifest.editions[0])))
        status = cr_error_set(error, CR_INPUT, "an edition of the archive is none");
    if (!status)
        *edition = manifest.editions[0];
    return status;
}

void cr_kept_say_made(const cr_archive_edition *stored, const char *what, const cr_config *config, const cr_io *io)
{
    cr_buf text = {0};
    if (!io->message || config->quiet)
        return;
    cr_buf_append_string(&text, "the edition of ");
    cr_date_append(&text, stored->date);
    cr_buf_append_string(&text, " was made at ");
    cr_date_append(&text, (cr_date){stored->made, CR_DATE_TIME});
    cr_buf_append_string(&text, what);
    io->message(io->context, CR_NOTE, text.data);
    cr_buf_release(&text);
}
