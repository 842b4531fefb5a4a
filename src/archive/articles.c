#include "archive/store.h"

#include "base/map.h"
#include "base/memory.h"

#include <limits.h>
#include <stdlib.h>

/* ---- terms -------------------------------------------------------------------------------------------------------- */

/* A term as SQLite takes it for one: without what parts terms, or ends a string of a search. */
static void append_term(cr_buf *out, cr_view term)
{
    if (term.size == 0)
        return;
    if (out->size)
        cr_buf_append_byte(out, ' ');
    for (size_t i = 0; i < term.size; i++) {
        char byte = term.data[i];
        bool is_bad = (unsigned char)byte <= ' ' || byte == '"' || byte == '\x7F';
        cr_buf_append_byte(out, is_bad ? '_' : byte);
    }
}

void cr_archive_terms(const cr_document *document, cr_buf *title, cr_buf *text)
{
    for (size_t i = 0; i < document->n_title; i++)
        append_term(title, document->terms[document->title[i]].stem);
    for (size_t i = 0; i < document->n_sentences; i++) {
        const cr_sentence *sentence = &document->sentences[i];
        if (sentence->flags & CR_SENTENCE_BOILERPLATE)
            continue;
        for (size_t k = 0; k < sentence->n_tokens; k++)
            append_term(text, document->terms[document->tokens[sentence->first_token + k].term].stem);
    }
}

/* ---- adding ------------------------------------------------------------------------------------------------------- */

/* What makes a revision: other words in text, title or byline. A date that changes with every visit makes none. */
static uint64_t content_of(const cr_article *article)
{
    cr_buf all = {0};
    const cr_view parts[] = {article->title, article->author, article->source};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_buf_append(&all, parts[i]);
        cr_buf_append_byte(&all, '\0');
    }
    cr_buf_append_format(&all, "%016llx", (unsigned long long)cr_hash(article->text));
    uint64_t hash = cr_hash(cr_buf_view(&all));
    cr_buf_release(&all);
    return hash;
}

static cr_status add_revision(cr_archive *archive, const cr_archive_item *item, int64_t article, uint64_t content,
                              int64_t *revision, cr_error *error)
{
    const cr_article *a = item->article;
    cr_buf marks = {0};
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_REVISION_ADD, error);
    if (!s)
        return CR_LIBRARY;
    cr_record_pack_marks(a, &marks);
    cr_store_bind(s, 1, article);
    cr_store_bind(s, 2, (int64_t)content);
    cr_store_bind(s, 3, (int64_t)cr_hash(a->text));
    cr_store_bind(s, 4, item->seen);
    cr_store_bind_view(s, 5, a->id);
    cr_store_bind(s, 6, cr_record_flags(a));
    cr_store_bind_view(s, 7, a->title);
    cr_store_bind_view(s, 8, a->lang);
    cr_store_bind_view(s, 9, item->lang);
    cr_store_bind_view(s, 10, a->source);
    cr_store_bind_view(s, 11, a->url);
    cr_store_bind_view(s, 12, a->author);
    cr_store_bind(s, 13, a->date.seconds);
    cr_store_bind(s, 14, (int64_t)a->date.precision);
    cr_store_bind(s, 15, (int64_t)a->n_repaired);
    cr_store_bind_blob(s, 16, cr_buf_view(&marks));
    cr_store_bind_text(s, 17, a->text);
    cr_status status = cr_store_run(archive, s, error);
    *revision = sqlite3_last_insert_rowid(archive->file);
    cr_buf_release(&marks);
    for (size_t i = 0; i < item->n_mentions && !status; i++) {
        s = cr_store_statement(archive, CR_SQL_MENTION_ADD, error);
        if (!s)
            return CR_LIBRARY;
        cr_store_bind(s, 1, *revision);
        cr_store_bind_text(s, 2, item->mentions[i].entity);
        cr_store_bind(s, 3, (int64_t)item->mentions[i].n);
        status = cr_store_run(archive, s, error);
    }
    if (!status && item->lang.size) {
        s = cr_store_statement(archive, CR_SQL_LANGUAGE_ADD, error);
        if (!s)
            return CR_LIBRARY;
        cr_store_bind_text(s, 1, item->lang);
        status = cr_store_run(archive, s, error);
    }
    return status;
}

/* The full-text index holds the newest revision of each article. */
static cr_status index_terms(cr_archive *archive, const cr_archive_item *item, int64_t revision, int64_t old,
                             cr_error *error)
{
    cr_status status = old ? cr_store_run_on(archive, CR_SQL_TERMS_REMOVE, old, error) : CR_OK;
    sqlite3_stmt *s = status ? NULL : cr_store_statement(archive, CR_SQL_TERMS_ADD, error);
    if (!s)
        return status ? status : CR_LIBRARY;
    cr_store_bind(s, 1, revision);
    cr_store_bind_text(s, 2, item->title_terms);
    cr_store_bind_text(s, 3, item->text_terms);
    return cr_store_run(archive, s, error);
}

static int64_t day_of(cr_date date, int64_t first_seen)
{
    return cr_date_day(date.precision != CR_DATE_NONE ? date : (cr_date){first_seen, CR_DATE_TIME});
}

/* Makes a revision the article's newest. */
static cr_status point_to(cr_archive *archive, const cr_archive_item *item, int64_t article, int64_t revision,
                          int64_t first_seen, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_ARTICLE_REVISE, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, article);
    cr_store_bind(s, 2, revision);
    cr_store_bind(s, 3, day_of(item->article->date, first_seen));
    return cr_store_run(archive, s, error);
}

static cr_status take_over(cr_archive *archive, int64_t article, int64_t feed, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_ARTICLE_TAKE_OVER, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, article);
    cr_store_bind(s, 2, feed);
    return cr_store_run(archive, s, error);
}

static cr_status add_article(cr_archive *archive, cr_view key, int64_t feed, int64_t first_seen, cr_date date,
                             int64_t *article, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_ARTICLE_ADD, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, key);
    if (feed)
        cr_store_bind(s, 2, feed);
    cr_store_bind(s, 3, first_seen);
    cr_store_bind(s, 4, day_of(date, first_seen));
    cr_status status = cr_store_run(archive, s, error);
    *article = sqlite3_last_insert_rowid(archive->file);
    return status;
}

/* The first column of the one row that a statement gives for a number; 0 if there is none. */
static cr_status look_up(cr_archive *archive, sqlite3_stmt *s, int64_t *number, cr_error *error)
{
    bool row;
    cr_status status = cr_store_step(archive, s, &row, error);
    *number = row ? cr_store_number(s, 0) : 0;
    if (row)
        cr_store_end(s);
    return status;
}

/* An article as it stands. */
typedef struct standing {
    int64_t article, revision, first_seen;  // 0: there is none
    cr_view feed;                           // in the arena
} standing;

static cr_status find_standing(cr_archive *archive, cr_view key, cr_arena *arena, standing *stands, cr_error *error)
{
    bool row;
    *stands = (standing){0};
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_ARTICLE_BY_KEY, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, key);
    cr_status status = cr_store_step(archive, s, &row, error);
    if (row) {
        *stands = (standing){cr_store_number(s, 0), cr_store_number(s, 1), cr_store_number(s, 2),
                             cr_store_column(s, 3, arena)};
        cr_store_end(s);
    }
    return status;
}

static cr_status find_same(cr_archive *archive, int64_t article, uint64_t content, int64_t *revision, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_REVISION_BY_CONTENT, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, article);
    cr_store_bind(s, 2, (int64_t)content);
    return look_up(archive, s, revision, error);
}

/* Whether an item revises what stands, and whether its feed is the article's from then on. */
static bool may_revise(const cr_archive_item *item, cr_view key, const standing *stands, cr_arena *arena,
                       bool *takes_over)
{
    cr_view feed = cr_archive_address(item->feed, arena);
    bool is_own = feed.size && cr_view_equal(feed, cr_archive_address(stands->feed, arena));
    *takes_over = !is_own && cr_archive_same_host(item->feed, key, arena) &&
                  !cr_archive_same_host(stands->feed, key, arena);
    return item->is_certain || item->feed.size == 0 || is_own || *takes_over;
}

static cr_status add(cr_archive *archive, const cr_archive_item *item, cr_archive_added *added, cr_error *error)
{
    cr_arena arena = {0};
    cr_view key = cr_archive_key(item->article, &arena);
    uint64_t content = content_of(item->article);
    int64_t feed = 0, same = 0, first_seen = item->first_seen ? item->first_seen : item->seen;
    bool takes_over = false, is_newest = true;
    standing old;
    cr_status status = find_standing(archive, key, &arena, &old, error);
    *added = (cr_archive_added){.article = old.article};
    if (!status && old.article) {
        status = find_same(archive, old.article, content, &same, error);
        is_newest = may_revise(item, key, &old, &arena, &takes_over) && same != old.revision;
        first_seen = old.first_seen;
    }
    added->outcome = !old.article ? CR_ARCHIVE_NEW : is_newest ? CR_ARCHIVE_REVISED : CR_ARCHIVE_KNOWN;
    added->revision = same;
    if (!status && item->feed.size)
        status = cr_feed_number(archive, item->feed, &feed, error);
    if (!status && !old.article)
        status = add_article(archive, key, feed, first_seen, item->article->date, &added->article, error);
    if (!status && takes_over)
        status = take_over(archive, old.article, feed, error);
    if (!status && !same)
        status = add_revision(archive, item, added->article, content, &added->revision, error);
    if (!status && is_newest)
        status = index_terms(archive, item, added->revision, old.revision, error);
    if (!status && is_newest)
        status = point_to(archive, item, added->article, added->revision, first_seen, error);
    cr_arena_release(&arena);
    return status;
}

cr_status cr_archive_add(cr_archive *archive, const cr_archive_item *item, cr_archive_added *added, cr_error *error)
{
    cr_archive_added unwanted;
    bool own;
    cr_status status = cr_store_enter(archive, &own, error);
    if (!status)
        status = add(archive, item, added ? added : &unwanted, error);
    return cr_store_leave(archive, own, status, error);
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static cr_status choose(cr_archive *archive, const cr_archive_query *query, int64_t **numbers, size_t *n,
                        cr_error *error)
{
    size_t capacity = 0;
    int64_t feed = 0;
    bool row = true;
    sqlite3_stmt *s;
    cr_sql which = query->edition          ? CR_SQL_CHOOSE_OF_EDITION
                   : query->article        ? CR_SQL_CHOOSE_OF_ARTICLE
                   : query->every_revision ? CR_SQL_CHOOSE_EVERY
                                           : CR_SQL_CHOOSE_NEWEST;
    if (query->feed.size) {
        s = cr_store_statement(archive, CR_SQL_FEED_ID, error);
        if (!s)
            return CR_LIBRARY;
        cr_store_bind_text(s, 1, query->feed);
        cr_status status = look_up(archive, s, &feed, error);
        if (status || !feed)
            return status;  // of a feed that is not known there is nothing
    }
    s = cr_store_statement(archive, which, error);
    if (!s)
        return CR_LIBRARY;
    if (query->edition || query->article) {
        cr_store_bind(s, 1, query->edition ? query->edition : query->article);
    } else {
        cr_store_bind(s, 1, query->first.precision == CR_DATE_NONE ? INT64_MIN : cr_date_day(query->first));
        cr_store_bind(s, 2, query->last.precision == CR_DATE_NONE ? INT64_MAX : cr_date_day(query->last));
        cr_store_bind(s, 3, feed);
    }
    cr_status status;
    while ((status = cr_store_step(archive, s, &row, error)) == CR_OK && row) {
        *numbers = cr_grow(*numbers, &capacity, *n + 1, sizeof **numbers);
        (*numbers)[(*n)++] = cr_store_number(s, 0);
    }
    if (query->article && !query->every_revision && *n > 1) {
        (*numbers)[0] = (*numbers)[*n - 1];
        *n = 1;
    }
    return status;
}

static cr_status fetch(cr_archive *archive, int64_t revision, bool without_text, bool prove, cr_arena *arena,
                       cr_status (*take)(void *context, const cr_archive_record *record, cr_error *error),
                       void *context, cr_error *error)
{
    cr_archive_record record;
    bool row;
    sqlite3_stmt *s = cr_store_statement(archive, without_text ? CR_SQL_RECORD_WITHOUT_TEXT : CR_SQL_RECORD, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, revision);
    cr_status status = cr_store_step(archive, s, &row, error);
    if (!row)  // taken out meanwhile by another run
        return status;
    cr_record_read(s, arena, &record);
    if (prove && !cr_record_is_sound(&record, without_text))
        status = cr_error_at(error, CR_INPUT, archive->path, 0, 0,
                             "damaged: article %lld is not as it was stored (see `courant archive check`)",
                             (long long)record.article);
    else
        status = take(context, &record, error);
    cr_store_end(s);
    return status;
}

cr_status cr_records_walk(cr_archive *archive, const cr_archive_query *query, bool prove,
                          cr_status (*take)(void *context, const cr_archive_record *record, cr_error *error),
                          void *context, cr_error *error)
{
    int64_t *numbers = NULL;
    size_t n = 0;
    cr_arena arena = {0};
    cr_status status = choose(archive, query, &numbers, &n, error);
    size_t wanted = query->most && query->most < n ? query->most : n;
    for (size_t i = 0; i < wanted && !status; i++) {
        status = fetch(archive, numbers[query->newest_first ? n - 1 - i : i], query->without_text, prove, &arena, take,
                       context, error);
        cr_arena_clear(&arena);
    }
    free(numbers);
    cr_arena_release(&arena);
    return status;
}

cr_status cr_archive_each(cr_archive *archive, const cr_archive_query *query,
                          cr_status (*take)(void *context, const cr_archive_record *record, cr_error *error),
                          void *context, cr_error *error)
{
    return cr_records_walk(archive, query, true, take, context, error);
}

typedef struct finding {
    cr_arena *arena;
    cr_archive_record *record;
    bool found;
} finding;

static cr_status take_found(void *context, const cr_archive_record *record, cr_error *error)
{
    finding *f = context;
    (void)error;
    cr_archive_record_copy(record, f->arena, f->record);
    f->found = true;
    return CR_OK;
}

static cr_status find(cr_archive *archive, sqlite3_stmt *s, finding *f, cr_error *error)
{
    int64_t revision = 0;
    cr_status status = look_up(archive, s, &revision, error);
    if (!status && revision)
        status = fetch(archive, revision, false, true, f->arena, take_found, f, error);
    return status;
}

cr_status cr_archive_find(cr_archive *archive, cr_view name, cr_arena *arena, cr_archive_record *record, bool *found,
                          cr_error *error)
{
    finding f = {arena, record, false};
    cr_view address = cr_archive_address(name, arena);
    size_t number;
    cr_status status = CR_OK;
    for (int way = 0; way < 3 && !status && !f.found; way++) {
        if (way == 0 && !cr_view_to_size(name, &number))
            continue;
        static const cr_sql ways[] = {CR_SQL_FIND_NUMBER, CR_SQL_FIND_KEY, CR_SQL_FIND_NAME};
        sqlite3_stmt *s = cr_store_statement(archive, ways[way], error);
        if (!s)
            return CR_LIBRARY;
        if (way == 0)
            cr_store_bind(s, 1, (int64_t)number);
        else
            cr_store_bind_text(s, 1, way == 1 && address.size ? address : name);
        status = find(archive, s, &f, error);
    }
    *found = f.found;
    return status;
}

cr_status cr_archive_find_entry(cr_archive *archive, cr_view feed, cr_view id, cr_arena *arena,
                                cr_archive_record *record, bool *found, cr_error *error)
{
    finding f = {arena, record, false};
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FIND_ENTRY, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, id);
    cr_store_bind_text(s, 2, feed);
    cr_status status = find(archive, s, &f, error);
    *found = f.found;
    return status;
}

cr_status cr_archive_find_revision(cr_archive *archive, uint64_t hash, cr_arena *arena, cr_archive_record *record,
                                   bool *found, cr_error *error)
{
    finding f = {arena, record, false};
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FIND_HASH, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, (int64_t)hash);
    cr_status status = find(archive, s, &f, error);
    *found = f.found;
    return status;
}

cr_status cr_archive_count(cr_archive *archive, cr_archive_counts *counts, cr_error *error)
{
    bool row;
    *counts = (cr_archive_counts){0};
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_COUNT, error);
    if (!s)
        return CR_LIBRARY;
    cr_status status = cr_store_step(archive, s, &row, error);
    if (row) {
        *counts = (cr_archive_counts){(size_t)cr_store_number(s, 0), (size_t)cr_store_number(s, 1),
                                      (size_t)cr_store_number(s, 2), (size_t)cr_store_number(s, 3)};
        cr_store_end(s);
    }
    return status;
}

/* ---- taking out --------------------------------------------------------------------------------------------------- */

static cr_status remove_article(cr_archive *archive, int64_t article, bool force, bool *cited, cr_error *error)
{
    int64_t is_cited = 0, revision = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_IS_CITED, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, article);
    cr_status status = look_up(archive, s, &is_cited, error);
    *cited = is_cited != 0;
    if (status || (*cited && !force))
        return status;
    s = cr_store_statement(archive, CR_SQL_FIND_NUMBER, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, article);
    status = look_up(archive, s, &revision, error);
    if (!status && revision)
        status = cr_store_run_on(archive, CR_SQL_TERMS_REMOVE, revision, error);
    return status ? status : cr_store_run_on(archive, CR_SQL_ARTICLE_REMOVE, article, error);
}

cr_status cr_archive_remove(cr_archive *archive, int64_t article, bool force, bool *cited, cr_error *error)
{
    bool own;
    *cited = false;
    cr_status status = cr_store_enter(archive, &own, error);
    if (!status)
        status = remove_article(archive, article, force, cited, error);
    return cr_store_leave(archive, own, status, error);
}

/* One revision; the article goes with its last one. One that stays for an edition's sake is no longer searched. */
static cr_status prune_revision(cr_archive *archive, int64_t revision, cr_error *error)
{
    bool row;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_PRUNED_NEWEST, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, revision);
    cr_status status = cr_store_step(archive, s, &row, error);
    if (!row)
        return status;
    int64_t article = cr_store_number(s, 0), newest = cr_store_number(s, 1), other = cr_store_number(s, 2);
    cr_store_end(s);
    if (newest == revision && other)
        return CR_OK;  // an earlier one is cited: the newest stays beside it, as what the article says now
    if (newest == revision) {
        status = cr_store_run_on(archive, CR_SQL_TERMS_REMOVE, revision, error);
        return status ? status : cr_store_run_on(archive, CR_SQL_ARTICLE_REMOVE, article, error);
    }
    return cr_store_run_on(archive, CR_SQL_REVISION_REMOVE, revision, error);
}

static cr_status prune(cr_archive *archive, cr_date before, size_t *n, cr_error *error)
{
    int64_t *numbers = NULL;
    size_t n_chosen = 0, capacity = 0;
    bool row;
    cr_status status;
    cr_archive_counts old, new;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_PRUNABLE, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, cr_date_day(before));
    while ((status = cr_store_step(archive, s, &row, error)) == CR_OK && row) {
        numbers = cr_grow(numbers, &capacity, n_chosen + 1, sizeof *numbers);
        numbers[n_chosen++] = cr_store_number(s, 0);
    }
    if (!status)
        status = cr_archive_count(archive, &old, error);
    for (size_t i = 0; i < n_chosen && !status; i++)
        status = prune_revision(archive, numbers[i], error);
    if (!status)
        status = cr_archive_count(archive, &new, error);
    if (!status)
        *n = old.revisions - new.revisions;
    free(numbers);
    return status;
}

cr_status cr_archive_prune(cr_archive *archive, cr_date before, bool dry, size_t *n, cr_error *error)
{
    *n = 0;
    cr_status status = cr_archive_begin(archive, error);
    if (!status)
        status = prune(archive, before, n, error);
    if (!status && !dry)
        return cr_archive_commit(archive, error);
    cr_archive_rollback(archive);
    return status;
}
