#include "job/job.h"

#include "base/memory.h"
#include "base/nearest.h"
#include "format/json_write.h"
#include "job/clock.h"
#include "job/each.h"
#include "job/kept.h"
#include "job/rendering.h"
#include "render/archive.h"
#include "render/article.h"
#include "source/archived.h"
#include "text/date.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_LISTED = 20,
    MOST_ARTICLES = 500,           // of one transaction
    MOST_BYTES = 8 * 1024 * 1024,  // of their texts
};

typedef struct verb_context {
    const cr_config *config;
    const cr_io *io;
    cr_report *report;
    cr_archive *archive;
    const char *const *names;  // [n_names] what stands behind the verb
    size_t n_names;
} verb_context;

/* ---- add ---------------------------------------------------------------------------------------------------------- */

/* An article on its way from the thread that analysed it to the one that stores it. */
typedef struct parcel {
    cr_archive_item item;
    cr_arena arena;
} parcel;

typedef struct adding {
    verb_context *v;
    cr_tools *tools;
    int64_t seen;
    cr_format format;
    size_t n_begun, n_bytes;     // of the transaction under way
    cr_buf pending;              // what will be told when it is committed
    size_t counts[3], begun[3];  // by outcome: committed, and of the transaction under way
    bool has_written;
    cr_status status;
    cr_error error;
    atomic_bool has_failed;
} adding;

static void drop(void *result)
{
    parcel *p = result;
    if (p)
        cr_arena_release(&p->arena);
    free(p);
}

static cr_status prepare(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena, cr_buf *out,
                         void **result, cr_error *error)
{
    adding *a = context;
    (void)arena, (void)out;
    *result = NULL;
    if (atomic_load(&a->has_failed))
        return CR_OK;
    parcel *p = cr_allocate_zeroed(1, sizeof *p);
    // the article's own memory is used again before it is stored
    cr_archive_record *copy = CR_ARENA_NEW(&p->arena, cr_archive_record);
    cr_archive_record_copy(&(cr_archive_record){.content = *article}, &p->arena, copy);
    const cr_archived *archived = article->archived;
    cr_view feed = archived && archived->feed.size ? cr_arena_copy(&p->arena, archived->feed) : (cr_view){0};
    int64_t seen = archived && archived->seen ? archived->seen : a->seen;
    cr_status status = cr_kept_item(a->tools, worker, &copy->content, feed, seen, &p->arena, &p->item, error);
    p->item.is_certain = true;
    if (!status && archived)
        p->item.first_seen = archived->first_seen;
    if (status)
        drop(p);
    else
        *result = p;
    return status;
}

/* What is told of a stored article, once it is. */
static void note_added(adding *a, const cr_archive_added *added, const cr_article *article)
{
    static const char *const names[] = {"new", "revised", "known"};
    a->begun[added->outcome]++;
    if (!cr_format_is_json(a->format))
        return;
    cr_records_part(a->format, &a->pending);
    cr_buf_append_format(&a->pending,
                         "{\"article\":%lld,\"revision\":%lld,\"outcome\":\"%s\",\"id\":", (long long)added->article,
                         (long long)added->revision, names[added->outcome]);
    cr_json_writer w = {&a->pending, false};
    cr_json_put_id(&w, article->id, article->id_is_integer);
    cr_buf_append_byte(&a->pending, '}');
}

/* Nothing is told before it is committed. */
static cr_status commit(adding *a)
{
    if (!a->n_begun)
        return CR_OK;
    cr_status status = cr_archive_commit(a->v->archive, &a->error);
    cr_view told = cr_buf_view(&a->pending);
    for (size_t i = 0; i < 3; i++) {
        a->counts[i] += status ? 0 : a->begun[i];
        a->begun[i] = 0;
    }
    if (!status && told.size) {
        cr_buf part = {0};
        cr_records_part(a->format, &part);
        if (!a->has_written)
            told = cr_view_slice(told, part.size, told.size);
        a->has_written = true;
        cr_buf_release(&part);
        status = cr_io_write(a->v->io, told, &a->error);
    }
    cr_buf_clear(&a->pending);
    a->n_begun = a->n_bytes = 0;
    return status;
}

static void store(void *context, void *result)
{
    adding *a = context;
    parcel *p = result;
    cr_archive_added added;
    if (!p)
        return;
    if (!a->status && !a->n_begun)
        a->status = cr_archive_begin(a->v->archive, &a->error);
    if (!a->status) {
        a->status = cr_archive_add(a->v->archive, &p->item, &added, &a->error);
        a->n_begun++;
        a->n_bytes += p->item.article->text.size;
    }
    if (!a->status)
        note_added(a, &added, p->item.article);
    if (!a->status && (a->n_begun >= MOST_ARTICLES || a->n_bytes >= MOST_BYTES))
        a->status = commit(a);
    if (a->status)
        atomic_store(&a->has_failed, true);
    drop(p);
}

static void write_added(adding *a, cr_error *error, cr_status *status)
{
    cr_buf out = {0};
    if (cr_format_is_json(a->format))
        cr_records_close(a->format, a->has_written, &out);
    else
        cr_buf_append_format(&out, "%zu new, %zu revised, %zu known\n", a->counts[CR_ARCHIVE_NEW],
                             a->counts[CR_ARCHIVE_REVISED], a->counts[CR_ARCHIVE_KNOWN]);
    if (!*status)
        *status = cr_io_write(a->v->io, cr_buf_view(&out), error);
    cr_buf_release(&out);
}

static cr_status add(verb_context *v, cr_error *error)
{
    cr_tools tools;
    adding a = {.v = v, .tools = &tools, .format = cr_format_of(v->config->format)};
    a.seen = v->config->seen.precision == CR_DATE_NONE ? cr_clock_now() : v->config->seen.seconds;
    cr_buf out = {0};
    cr_analyser_options options = {.lang = v->config->lang};
    cr_status status = cr_tools_init(&tools, v->config, &options, error);
    if (!status)
        status = cr_tools_load_entities(&tools, v->config, NULL, NULL, error);
    if (!status && cr_format_is_json(a.format))
        cr_records_open(a.format, "added", &out);
    if (!status)
        status = cr_io_write(v->io, cr_buf_view(&out), error);
    if (!status) {
        cr_each each = {.config = v->config,
                        .io = v->io,
                        .tools = &tools,
                        .format = CR_FORMAT_TEXT,
                        .context = &a,
                        .handle = prepare,
                        .take = store,
                        .drop = drop};
        status = cr_each_run(&each, v->names, v->n_names, v->report, error);
    }
    if (!a.status)  // what was read before a bad record of a strict run stays
        a.status = commit(&a);
    if (!status && a.status)
        *error = a.error;
    status = status ? status : a.status;
    cr_archive_rollback(v->archive);
    if (status && v->io->message) {
        char told[96];
        snprintf(told, sizeof told, "stored before that: %zu new, %zu revised", a.counts[CR_ARCHIVE_NEW],
                 a.counts[CR_ARCHIVE_REVISED]);
        v->io->message(v->io->context, CR_NOTE, told);
    }
    write_added(&a, error, &status);
    cr_buf_release(&a.pending);
    cr_buf_release(&out);
    cr_tools_release(&tools);
    return status;
}

/* ---- lists -------------------------------------------------------------------------------------------------------- */

/* Records being written. */
typedef struct writing {
    verb_context *v;
    cr_format format;
    cr_buf out;
    size_t n;
} writing;

static cr_status flush_record(writing *w, cr_status status, cr_error *error)
{
    if (!status)
        status = cr_io_write(w->v->io, cr_buf_view(&w->out), error);
    cr_buf_clear(&w->out);
    w->n++;
    return status;
}

static void part(writing *w)
{
    if (w->n && cr_format_is_json(w->format))
        cr_records_part(w->format, &w->out);
}

static cr_status write_entry(void *context, const cr_archive_record *record, cr_error *error)
{
    writing *w = context;
    part(w);
    return flush_record(w, cr_render_record(record, w->format, &w->out, error), error);
}

static cr_status list_articles(writing *w, cr_error *error)
{
    const cr_config *config = w->v->config;
    cr_archive_query query = {0};
    if (config->date.precision != CR_DATE_NONE || config->days)
        query = cr_kept_days(config, 1);
    query.newest_first = query.without_text = true;
    query.most = config->limit ? config->limit : DEFAULT_LISTED;
    return cr_archive_each(w->v->archive, &query, write_entry, w, error);
}

static cr_status list_feeds(writing *w, cr_arena *arena, cr_error *error)
{
    const cr_archive_feed *feeds;
    size_t n;
    cr_status status = cr_archive_feeds(w->v->archive, arena, &feeds, &n, error);
    for (size_t i = 0; i < n && !status; i++) {
        part(w);
        status = flush_record(w, cr_render_feed(&feeds[i], w->format, &w->out, error), error);
    }
    return status;
}

static cr_status list_editions(writing *w, cr_arena *arena, cr_error *error)
{
    const cr_config *config = w->v->config;
    const cr_archive_edition *editions;
    size_t n;
    cr_status status = cr_archive_editions(w->v->archive, cr_kept_profile(config), (cr_date){0},
                                           config->limit ? config->limit : DEFAULT_LISTED, arena, &editions, &n, error);
    for (size_t i = 0; i < n && !status; i++) {
        part(w);
        status = flush_record(w, cr_render_edition_entry(&editions[i], w->format, &w->out, error), error);
    }
    return status;
}

static cr_status list(verb_context *v, cr_error *error)
{
    static const char *const kinds[] = {"articles", "feeds", "editions", NULL};
    writing w = {.v = v, .format = cr_format_of(v->config->format)};
    const char *kind = v->n_names ? v->names[0] : kinds[0];
    cr_arena arena = {0};
    size_t k = 0;
    while (kinds[k] && strcmp(kinds[k], kind) != 0)
        k++;
    if (!kinds[k] || v->n_names > 1)
        return cr_error_set(error, CR_USAGE, "archive list shows articles, feeds or editions, not '%s'",
                            v->names[v->n_names > 1]);
    if (cr_format_is_json(w.format))
        cr_records_open(w.format, kind, &w.out);
    cr_status status = cr_io_write(v->io, cr_buf_view(&w.out), error);
    cr_buf_clear(&w.out);
    if (!status)
        status = k == 0   ? list_articles(&w, error)
                 : k == 1 ? list_feeds(&w, &arena, error)
                          : list_editions(&w, &arena, error);
    if (!status && cr_format_is_json(w.format)) {
        cr_records_close(w.format, w.n > 0, &w.out);
        status = cr_io_write(v->io, cr_buf_view(&w.out), error);
    }
    v->report->empty = w.n == 0;
    cr_buf_release(&w.out);
    cr_arena_release(&arena);
    return status;
}

/* ---- show --------------------------------------------------------------------------------------------------------- */

static cr_status no_such(const char *name, cr_error *error)
{
    return cr_error_set(error, CR_USAGE, "nothing in the archive is called '%s' (a number, an address, an id or a day)",
                        name);
}

static cr_status show_edition(verb_context *v, cr_date day, cr_buf *out, bool *found, cr_error *error)
{
    cr_arena arena = {0};
    cr_edition edition;
    cr_archive_edition stored;
    cr_status status = cr_kept_load(v->archive, cr_kept_profile(v->config), day, &arena, &stored, &edition, found,
                                    error);
    if (!status && *found && cr_format_is_json(cr_format_of(v->config->format)))
        cr_buf_append(out, stored.json);
    else if (!status && *found)
        status = cr_rendering_make(&edition, v->config, v->config->format, out, error);
    cr_arena_release(&arena);
    return status;
}

/* The article as it was added, with what the archive knows of it. */
static void append_archived(const cr_archive_record *record, cr_buf *out)
{
    const cr_archived archived = {record->feed, record->first_seen, record->seen};
    cr_article article = record->content;
    article.archived = &archived;
    cr_archived_append(&article, out);
}

static cr_status show_one(verb_context *v, const char *name, cr_buf *out, cr_error *error)
{
    cr_arena arena = {0};
    cr_archive_record record;
    cr_date day;
    bool found = false;
    cr_status status = CR_OK;
    cr_format format = cr_format_of(v->config->format);
    if (cr_date_parse(cr_view_of(name), &day) && day.precision == CR_DATE_DAY)
        status = show_edition(v, day, out, &found, error);
    if (status || found)
        return status;
    status = cr_archive_find(v->archive, cr_view_of(name), &arena, &record, &found, error);
    if (!status && !found)
        status = no_such(name, error);
    else if (!status && cr_format_is_json(format))
        append_archived(&record, out);
    else if (!status)
        status = cr_render_article(&record.content, format, out, error);
    cr_arena_release(&arena);
    return status;
}

static cr_status show(verb_context *v, cr_error *error)
{
    cr_buf out = {0};
    cr_status status = CR_OK;
    if (v->n_names == 0)
        return cr_error_set(error, CR_USAGE, "archive show wants an article or the day of an edition");
    for (size_t i = 0; i < v->n_names && !status; i++) {
        if (i && !cr_format_is_json(cr_format_of(v->config->format)))
            cr_buf_append_byte(&out, '\n');
        status = show_one(v, v->names[i], &out, error);
    }
    if (!status)
        status = cr_io_write(v->io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

/* ---- out and away --------------------------------------------------------------------------------------------------- */

static cr_status export_one(void *context, const cr_archive_record *record, cr_error *error)
{
    writing *w = context;
    append_archived(record, &w->out);
    return flush_record(w, CR_OK, error);
}

static cr_status export_all(verb_context *v, cr_error *error)
{
    writing w = {.v = v};
    cr_archive_query query = {0};
    if (v->config->date.precision != CR_DATE_NONE || v->config->days)
        query = cr_kept_days(v->config, 1);
    query.every_revision = true;
    cr_status status = cr_archive_each(v->archive, &query, export_one, &w, error);
    cr_buf_release(&w.out);
    return status;
}

static cr_status remove_one(verb_context *v, const char *name, size_t *n, cr_error *error)
{
    cr_arena arena = {0};
    cr_archive_record record;
    bool found, cited = false;
    cr_status status = cr_archive_find(v->archive, cr_view_of(name), &arena, &record, &found, error);
    if (!status && !found)
        status = no_such(name, error);
    if (!status && !v->config->dry_run)
        status = cr_archive_remove(v->archive, record.article, v->config->force, &cited, error);
    if (!status && cited && !v->config->force)
        status = cr_error_set(error, CR_USAGE, "an edition cites '%s': --force takes it out all the same", name);
    *n += !status;
    cr_arena_release(&arena);
    return status;
}

/* All of them or none. */
static cr_status take_out(verb_context *v, cr_error *error)
{
    char told[64];
    size_t n = 0;
    if (v->n_names == 0)
        return cr_error_set(error, CR_USAGE, "archive remove wants articles: numbers, addresses or ids");
    cr_status status = cr_archive_begin(v->archive, error);
    for (size_t i = 0; i < v->n_names && !status; i++)
        status = remove_one(v, v->names[i], &n, error);
    if (!status)
        status = cr_archive_commit(v->archive, error);
    cr_archive_rollback(v->archive);
    snprintf(told, sizeof told, "%zu removed\n", n);
    return status ? status : cr_io_write(v->io, cr_view_of(told), error);
}

static cr_status prune(verb_context *v, cr_error *error)
{
    char told[64];
    size_t n = 0;
    if (v->config->before.precision == CR_DATE_NONE)
        return cr_error_set(error, CR_USAGE, "archive prune wants --before DAY");
    cr_status status = cr_archive_prune(v->archive, v->config->before, v->config->dry_run, &n, error);
    snprintf(told, sizeof told, "%zu revision%s %s\n", n, n == 1 ? "" : "s",
             v->config->dry_run ? "would go" : "removed");
    return status ? status : cr_io_write(v->io, cr_view_of(told), error);
}

static cr_status check(verb_context *v, cr_error *error)
{
    cr_buf out = {0};
    size_t n = 0;
    cr_archive_counts counts;
    cr_status status = cr_archive_check(v->archive, &out, &n, error);
    if (!status && n == 0)
        status = cr_archive_count(v->archive, &counts, error);
    if (!status && n == 0)
        cr_buf_append_format(&out, "sound: %zu articles, %zu revisions, %zu feeds, %zu editions\n", counts.articles,
                             counts.revisions, counts.feeds, counts.editions);
    if (!status)
        status = cr_io_write(v->io, cr_buf_view(&out), error);
    if (!status && n)
        status = cr_error_at(error, CR_INPUT, v->config->archive, 0, 0, "not sound: %zu fault%s", n, n == 1 ? "" : "s");
    cr_buf_release(&out);
    return status;
}

/* ---- the command -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    cr_status (*run)(verb_context *v, cr_error *error);
    bool may_create, takes_names;
} VERBS[] = {
    {"add", add, true, true},          {"list", list, false, true},          {"show", show, false, true},
    {"remove", take_out, false, true}, {"export", export_all, false, false}, {"prune", prune, false, false},
    {"check", check, false, false},
};
enum { N_VERBS = sizeof VERBS / sizeof *VERBS };

static cr_status unknown_verb(const char *name, cr_error *error)
{
    const char *names[N_VERBS + 1] = {NULL};
    for (size_t i = 0; i < N_VERBS; i++)
        names[i] = VERBS[i].name;
    const char *nearest = name ? cr_nearest(name, names) : NULL;
    if (nearest)
        return cr_error_set(error, CR_USAGE, "archive knows no '%s' (did you mean '%s'?)", name, nearest);
    return cr_error_set(error, CR_USAGE, "archive wants one of: add, list, show, remove, export, prune, check");
}

cr_status cr_job_archive(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    verb_context v = {.config = config, .io = io, .report = report};
    size_t k = 0;
    while (k < N_VERBS && (n_files == 0 || strcmp(VERBS[k].name, files[0]) != 0))
        k++;
    if (k == N_VERBS)
        return unknown_verb(n_files ? files[0] : NULL, error);
    v.names = files + 1;
    v.n_names = n_files - 1;
    if (v.n_names && !VERBS[k].takes_names)
        return cr_error_set(error, CR_USAGE, "archive %s takes no '%s'", VERBS[k].name, v.names[0]);
    cr_status status = cr_kept_open(config, io, VERBS[k].may_create, &v.archive, error);
    if (!status)
        status = VERBS[k].run(&v, error);
    cr_archive_close(v.archive);
    return status;
}
