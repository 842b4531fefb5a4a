#include "archive/store.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RECORD_COLUMNS                                                                                            \
    "a.id, r.id, a.key, r.lang, f.url, a.first_seen, r.seen, a.day, r.hash, a.revision = r.id, r.name, r.flags, " \
    "r.title, r.declared, r.source, r.url, r.author, r.date, r.precision, r.repaired"
#define RECORD_FROM " FROM revisions r JOIN articles a ON a.id = r.article LEFT JOIN feeds f ON f.id = a.feed "
#define FEED_COLUMNS                                                                                       \
    "url, title, etag, last_modified, moved_to, last_error, checked, succeeded, failing_since, failures, " \
    "retry_after, gone"
#define DELIVERY_COLUMNS "edition, kind, target, state, message_id, attempts, last_error, done"

static const char *const SQL[CR_N_SQL] = {
    [CR_SQL_BEGIN] = "BEGIN IMMEDIATE",
    [CR_SQL_COMMIT] = "COMMIT",
    [CR_SQL_ROLLBACK] = "ROLLBACK",
    [CR_SQL_ARTICLE_BY_KEY] = "SELECT a.id, a.revision, a.first_seen, f.url FROM articles a "
                              "LEFT JOIN feeds f ON f.id = a.feed WHERE a.key = ?1",
    [CR_SQL_ARTICLE_ADD] = "INSERT INTO articles(key, feed, first_seen, day) VALUES(?1, ?2, ?3, ?4)",
    [CR_SQL_ARTICLE_REVISE] = "UPDATE articles SET revision = ?2, day = ?3 WHERE id = ?1",
    [CR_SQL_ARTICLE_TAKE_OVER] = "UPDATE articles SET feed = ?2 WHERE id = ?1",
    [CR_SQL_ARTICLE_REMOVE] = "DELETE FROM articles WHERE id = ?1",
    [CR_SQL_REVISION_BY_CONTENT] = "SELECT id FROM revisions WHERE article = ?1 AND content = ?2",
    [CR_SQL_REVISION_ADD] = "INSERT INTO revisions(article, content, hash, seen, name, flags, title, declared, lang, "
                            "source, url, author, date, precision, repaired, marks, text) "
                            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    [CR_SQL_REVISION_REMOVE] = "DELETE FROM revisions WHERE id = ?1",
    [CR_SQL_REVISIONS_OF_ARTICLE] = "SELECT id FROM revisions WHERE article = ?1",
    [CR_SQL_TERMS_ADD] = "INSERT INTO terms(rowid, title, text) VALUES(?1, ?2, ?3)",
    [CR_SQL_TERMS_REMOVE] = "DELETE FROM terms WHERE rowid = ?1",
    [CR_SQL_TERMS_MATCH] = "SELECT rowid FROM terms WHERE terms MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
    [CR_SQL_TERMS_RANK] =
        "SELECT rowid, courant_rank(terms) FROM terms WHERE terms MATCH ?1 AND rowid BETWEEN ?2 AND ?3 "
        "ORDER BY rowid DESC",
    [CR_SQL_TERMS_LAST] = "SELECT max(id) FROM revisions",
    [CR_SQL_DAY_OF_REVISION] =
        "SELECT a.id, a.day FROM revisions r JOIN articles a ON a.id = r.article WHERE r.id = ?1",
    [CR_SQL_SPAN_OF_DAYS] = "SELECT min(revision), max(revision) FROM articles WHERE day BETWEEN ?1 AND ?2",
    [CR_SQL_MENTION_ADD] = "INSERT OR IGNORE INTO mentions(revision, entity, n) VALUES(?1, ?2, ?3)",
    [CR_SQL_LANGUAGE_ADD] = "INSERT OR IGNORE INTO languages(lang) VALUES(?1)",
    [CR_SQL_LANGUAGES] = "SELECT lang FROM languages ORDER BY lang",
    [CR_SQL_CHOOSE_NEWEST] = "SELECT revision FROM articles WHERE day BETWEEN ?1 AND ?2 AND (?3 = 0 OR feed = ?3) "
                             "ORDER BY id",
    // an article's newest revision last, so that reading them back gives the same newest
    [CR_SQL_CHOOSE_EVERY] = "SELECT r.id FROM articles a JOIN revisions r ON r.article = a.id "
                            "WHERE a.day BETWEEN ?1 AND ?2 AND (?3 = 0 OR a.feed = ?3) "
                            "ORDER BY a.id, r.id = a.revision, r.id",
    [CR_SQL_CHOOSE_OF_ARTICLE] = "SELECT r.id FROM articles a JOIN revisions r ON r.article = a.id WHERE a.id = ?1 "
                                 "ORDER BY r.id = a.revision, r.id",
    [CR_SQL_CHOOSE_OF_EDITION] = "SELECT e.revision FROM edition_revisions e JOIN revisions r ON r.id = e.revision "
                                 "WHERE e.edition = ?1 ORDER BY r.article, r.id",
    [CR_SQL_RECORD] = "SELECT " RECORD_COLUMNS ", r.marks, r.text" RECORD_FROM "WHERE r.id = ?1",
    [CR_SQL_RECORD_WITHOUT_TEXT] = "SELECT " RECORD_COLUMNS ", NULL, NULL" RECORD_FROM "WHERE r.id = ?1",
    [CR_SQL_FIND_NUMBER] = "SELECT revision FROM articles WHERE id = ?1",
    [CR_SQL_FIND_KEY] = "SELECT revision FROM articles WHERE key = ?1",
    [CR_SQL_FIND_NAME] = "SELECT a.revision FROM revisions r JOIN articles a ON a.id = r.article WHERE r.name = ?1 "
                         "ORDER BY r.id DESC LIMIT 1",
    [CR_SQL_FIND_ENTRY] = "SELECT a.revision FROM revisions r JOIN articles a ON a.id = r.article "
                          "JOIN feeds f ON f.id = a.feed WHERE r.name = ?1 AND f.url = ?2 ORDER BY r.id DESC LIMIT 1",
    [CR_SQL_FIND_HASH] = "SELECT id FROM revisions WHERE hash = ?1 ORDER BY id DESC LIMIT 1",
    [CR_SQL_IS_CITED] = "SELECT 1 FROM edition_revisions e JOIN revisions r ON r.id = e.revision "
                        "WHERE r.article = ?1 AND e.cited LIMIT 1",
    [CR_SQL_PRUNABLE] = "SELECT r.id FROM articles a JOIN revisions r ON r.article = a.id WHERE a.day < ?1 "
                        "AND NOT EXISTS(SELECT 1 FROM edition_revisions e WHERE e.revision = r.id AND e.cited) "
                        "ORDER BY r.id",
    [CR_SQL_PRUNED_NEWEST] = "SELECT a.id, a.revision, (SELECT max(o.id) FROM revisions o WHERE o.article = a.id "
                             "AND o.id <> ?1) FROM revisions r JOIN articles a ON a.id = r.article WHERE r.id = ?1",
    [CR_SQL_COUNT] = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), "
                     "(SELECT count(*) FROM feeds), (SELECT count(*) FROM editions)",
    [CR_SQL_FEED_ID] = "SELECT id FROM feeds WHERE url = ?1",
    [CR_SQL_FEED_ADD] = "INSERT INTO feeds(url) VALUES(?1)",
    [CR_SQL_FEED_GET] = "SELECT " FEED_COLUMNS " FROM feeds WHERE url = ?1",
    [CR_SQL_FEED_PUT] = "INSERT INTO feeds(" FEED_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
                        "ON CONFLICT(url) DO UPDATE SET title = ?2, etag = ?3, last_modified = ?4, moved_to = ?5, "
                        "last_error = ?6, checked = ?7, succeeded = ?8, failing_since = ?9, failures = ?10, "
                        "retry_after = ?11, gone = ?12",
    [CR_SQL_FEED_REMOVE] = "DELETE FROM feeds WHERE url = ?1",
    [CR_SQL_FEEDS] = "SELECT " FEED_COLUMNS " FROM feeds ORDER BY url",
    [CR_SQL_EDITION_ADD] = "INSERT INTO editions(profile, day, made, json) VALUES(?1, ?2, ?3, ?4)",
    [CR_SQL_EDITION_REMOVE] = "DELETE FROM editions WHERE id = ?1",
    [CR_SQL_EDITION_GET] = "SELECT id, profile, day, made, json FROM editions WHERE profile = ?1 AND day = ?2",
    [CR_SQL_EDITIONS] = "SELECT id, profile, day, made, json FROM editions WHERE profile = ?1 AND day < ?2 "
                        "ORDER BY day DESC LIMIT ?3",
    [CR_SQL_EDITION_REVISION] = "INSERT OR IGNORE INTO edition_revisions(edition, revision, cited) VALUES(?1, ?2, ?3)",
    [CR_SQL_DELIVERY_GET] = "SELECT " DELIVERY_COLUMNS
                            " FROM deliveries WHERE edition = ?1 AND kind = ?2 AND target = ?3",
    [CR_SQL_DELIVERY_PUT] = "INSERT INTO deliveries(" DELIVERY_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                            "ON CONFLICT(edition, kind, target) DO UPDATE SET state = ?4, message_id = ?5, "
                            "attempts = ?6, last_error = ?7, done = ?8",
    [CR_SQL_DELIVERIES] = "SELECT " DELIVERY_COLUMNS " FROM deliveries WHERE edition = ?1 ORDER BY kind, target",
};

/* ---- errors ------------------------------------------------------------------------------------------------------- */

cr_status cr_store_fail(cr_archive *archive, int code, cr_error *error)
{
    const char *path = archive->path;
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return cr_error_at(error, CR_IO, path, 0, 0, "the archive cannot be written: no space left");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return cr_error_at(error, CR_IO, path, 0, 0, "another run is writing to the archive and does not end");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no archive, or damaged: %s", sqlite3_errmsg(archive->file));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return cr_error_at(error, CR_IO, path, 0, 0, "the archive may only be read");
    case SQLITE_TOOBIG:
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "larger than an archive takes");
    case SQLITE_NOMEM:
        cr_out_of_memory();
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        if (sqlite3_system_errno(archive->file))
            return cr_error_at(error, CR_IO, path, 0, 0, "the archive cannot be read or written: %s",
                               strerror(sqlite3_system_errno(archive->file)));
        return cr_error_at(error, CR_IO, path, 0, 0, "the archive cannot be read or written");
    default:
        return cr_error_at(error, CR_LIBRARY, path, 0, 0, "%s", sqlite3_errmsg(archive->file));
    }
}

/* ---- statements --------------------------------------------------------------------------------------------------- */

sqlite3_stmt *cr_store_statement(cr_archive *archive, cr_sql which, cr_error *error)
{
    sqlite3_stmt **statement = &archive->statements[which];
    if (!*statement) {
        int code = sqlite3_prepare_v3(archive->file, SQL[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
        if (code != SQLITE_OK) {
            cr_store_fail(archive, code, error);
            return NULL;
        }
    }
    cr_store_end(*statement);
    return *statement;
}

void cr_store_end(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

void cr_store_bind(sqlite3_stmt *statement, int at, int64_t number)
{
    sqlite3_bind_int64(statement, at, number);
}

void cr_store_bind_text(sqlite3_stmt *statement, int at, cr_view text)
{
    sqlite3_bind_text64(statement, at, text.size ? text.data : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
}

void cr_store_bind_view(sqlite3_stmt *statement, int at, cr_view text)
{
    if (text.size)
        cr_store_bind_text(statement, at, text);
}

void cr_store_bind_blob(sqlite3_stmt *statement, int at, cr_view bytes)
{
    if (bytes.size)
        sqlite3_bind_blob64(statement, at, bytes.data, bytes.size, SQLITE_STATIC);
}

bool cr_store_look(const cr_archive *archive, struct stat *found)
{
    return stat(archive->path, found) == 0;
}

static bool has_changed(const cr_archive *archive)
{
    struct stat now;
    const struct stat *then = &archive->found;
    return !cr_store_look(archive, &now) || now.st_dev != then->st_dev || now.st_ino != then->st_ino ||
           now.st_size != then->st_size || now.st_mtim.tv_sec != then->st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != then->st_mtim.tv_nsec;
}

cr_status cr_store_step(cr_archive *archive, sqlite3_stmt *statement, bool *row, cr_error *error)
{
    archive->naps = 0;
    int code = sqlite3_step(statement);
    *row = false;
    if (archive->is_immutable && has_changed(archive)) {
        cr_store_end(statement);
        return cr_error_at(error, CR_IO, archive->path, 0, 0, "the archive was written to while it was read");
    }
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        return CR_OK;
    cr_status status = code == SQLITE_DONE ? CR_OK : cr_store_fail(archive, code, error);
    cr_store_end(statement);
    return status;
}

cr_status cr_store_run(cr_archive *archive, sqlite3_stmt *statement, cr_error *error)
{
    bool row;
    cr_status status = cr_store_step(archive, statement, &row, error);
    if (row)
        cr_store_end(statement);
    return status;
}

cr_status cr_store_run_on(cr_archive *archive, cr_sql which, int64_t number, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, which, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, number);
    return cr_store_run(archive, s, error);
}

cr_status cr_store_read_one(cr_archive *archive, sqlite3_stmt *statement, cr_store_read *read, cr_arena *arena,
                            void *record, bool *found, cr_error *error)
{
    cr_status status = cr_store_step(archive, statement, found, error);
    if (*found) {
        read(statement, arena, record);
        cr_store_end(statement);
    }
    return status;
}

cr_status cr_store_read_all(cr_archive *archive, sqlite3_stmt *statement, cr_store_read *read, size_t size,
                            cr_arena *arena, const void **records, size_t *n, cr_error *error)
{
    char *found = NULL;
    size_t capacity = 0;
    bool row;
    cr_status status;
    *n = 0;
    while ((status = cr_store_step(archive, statement, &row, error)) == CR_OK && row) {
        found = cr_grow(found, &capacity, *n + 1, size);
        read(statement, arena, found + *n * size);
        ++*n;
    }
    void *copy = cr_arena_allocate(arena, *n, size);
    if (*n)
        memcpy(copy, found, *n * size);
    *records = copy;
    free(found);
    return status;
}

cr_status cr_store_execute(cr_archive *archive, const char *sql, cr_error *error)
{
    archive->naps = 0;
    int code = sqlite3_exec(archive->file, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? CR_OK : cr_store_fail(archive, code, error);
}

cr_view cr_store_column(sqlite3_stmt *statement, int column, cr_arena *arena)
{
    const void *data = sqlite3_column_blob(statement, column);
    int size = sqlite3_column_bytes(statement, column);
    if (!data || size <= 0)
        return (cr_view){NULL, 0};
    cr_view view = {data, (size_t)size};
    return arena ? cr_arena_copy(arena, view) : view;
}

int64_t cr_store_number(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_int64(statement, column);
}

/* ---- transactions ------------------------------------------------------------------------------------------------- */

static cr_status run_alone(cr_archive *archive, cr_sql which, cr_error *error)
{
    sqlite3_stmt *statement = cr_store_statement(archive, which, error);
    return statement ? cr_store_run(archive, statement, error) : CR_LIBRARY;
}

cr_status cr_archive_begin(cr_archive *archive, cr_error *error)
{
    archive->has_waited = false;
    cr_status status = run_alone(archive, CR_SQL_BEGIN, error);
    archive->has_begun = status == CR_OK;
    return status;
}

cr_status cr_archive_commit(cr_archive *archive, cr_error *error)
{
    cr_status status = run_alone(archive, CR_SQL_COMMIT, error);
    if (status)
        cr_archive_rollback(archive);
    archive->has_begun = false;
    return status;
}

void cr_archive_rollback(cr_archive *archive)
{
    // where a statement failed SQLite may have given up all itself
    if (archive->has_begun && !sqlite3_get_autocommit(archive->file))
        run_alone(archive, CR_SQL_ROLLBACK, NULL);
    archive->has_begun = false;
}

cr_status cr_store_enter(cr_archive *archive, bool *own, cr_error *error)
{
    *own = !archive->has_begun;
    return *own ? cr_archive_begin(archive, error) : CR_OK;
}

cr_status cr_store_leave(cr_archive *archive, bool own, cr_status status, cr_error *error)
{
    if (own && !status)
        return cr_archive_commit(archive, error);
    if (own)
        cr_archive_rollback(archive);
    return status;
}
