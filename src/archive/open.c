#include "archive/store.h"

#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICATION = 0x436F7572,  // "Cour": marks the file as ours
    NAP = 50,                  // milliseconds between two tries to write
    DEFAULT_WAIT = 30,         // seconds
    MOST_FAULTS = 100,         // that a check tells
};

/* What takes a schema from version i to i + 1. Never edit one that was released: add one. */
static const char *const MIGRATIONS[] = {
    "CREATE TABLE feeds("
    " id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT, etag TEXT, last_modified TEXT, moved_to TEXT,"
    " last_error TEXT, checked INTEGER NOT NULL DEFAULT 0, succeeded INTEGER NOT NULL DEFAULT 0,"
    " failing_since INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,"
    " retry_after INTEGER NOT NULL DEFAULT 0, gone INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE TABLE articles("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,"
    " feed INTEGER REFERENCES feeds(id) ON DELETE SET NULL, first_seen INTEGER NOT NULL,"
    " day INTEGER NOT NULL,"
    " revision INTEGER REFERENCES revisions(id) DEFERRABLE INITIALLY DEFERRED) STRICT;"
    "CREATE INDEX articles_day ON articles(day, revision);"
    "CREATE INDEX articles_feed ON articles(feed);"
    "CREATE INDEX articles_revision ON articles(revision);"
    "CREATE TABLE revisions("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,"
    " content INTEGER NOT NULL, hash INTEGER NOT NULL, seen INTEGER NOT NULL, name TEXT, flags INTEGER NOT NULL,"
    " title TEXT, declared TEXT, lang TEXT, source TEXT, url TEXT, author TEXT, date INTEGER NOT NULL,"
    " precision INTEGER NOT NULL, repaired INTEGER NOT NULL, marks BLOB, text TEXT NOT NULL,"
    " UNIQUE(article, content)) STRICT;"
    "CREATE INDEX revisions_hash ON revisions(hash);"
    "CREATE INDEX revisions_name ON revisions(name);"
    // the terms are ours: SQLite takes them as they come, parted by spaces
    "CREATE VIRTUAL TABLE terms USING fts5(title, text, tokenize = \"ascii tokenchars "
    "'!#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'\");"
    "CREATE TABLE languages(lang TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE mentions("
    " revision INTEGER NOT NULL REFERENCES revisions(id) ON DELETE CASCADE, entity TEXT NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(revision, entity)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX mentions_entity ON mentions(entity, revision);"
    "CREATE TABLE editions("
    " id INTEGER PRIMARY KEY, profile TEXT NOT NULL, day INTEGER NOT NULL, made INTEGER NOT NULL, json TEXT NOT NULL,"
    " UNIQUE(profile, day)) STRICT;"
    "CREATE TRIGGER editions_stay BEFORE UPDATE ON editions BEGIN"
    " SELECT raise(ABORT, 'an edition that was published never changes'); END;"
    "CREATE TABLE edition_revisions("
    " edition INTEGER NOT NULL REFERENCES editions(id) ON DELETE CASCADE,"
    " revision INTEGER NOT NULL REFERENCES revisions(id) ON DELETE CASCADE, cited INTEGER NOT NULL,"
    " PRIMARY KEY(edition, revision)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX edition_revisions_revision ON edition_revisions(revision);"
    "CREATE TABLE deliveries("
    " edition INTEGER NOT NULL REFERENCES editions(id) ON DELETE CASCADE, kind TEXT NOT NULL, target TEXT NOT NULL,"
    " state INTEGER NOT NULL, message_id TEXT, attempts INTEGER NOT NULL, last_error TEXT, done INTEGER NOT NULL,"
    " PRIMARY KEY(edition, kind, target)) STRICT, WITHOUT ROWID;",
};

_Static_assert(sizeof MIGRATIONS / sizeof *MIGRATIONS == CR_ARCHIVE_VERSION, "a migration for each version");

/* ---- waiting ------------------------------------------------------------------------------------------------------ */

/* Another run writes: waits a little, counting naps, since no clock is asked. */
static int wait_for_writer(void *context, int n_before)
{
    cr_archive *archive = context;
    const struct timespec nap = {0, NAP * 1000000L};
    size_t most = (archive->options.wait ? archive->options.wait : DEFAULT_WAIT) * 1000 / NAP;
    (void)n_before;
    if ((size_t)archive->naps >= most)
        return 0;
    if (!archive->has_waited && archive->naps > 0 && archive->options.waiting)
        archive->options.waiting(archive->options.context);
    archive->has_waited |= archive->naps > 0;  // a moment is nothing to speak of
    archive->naps++;
    nanosleep(&nap, NULL);
    return 1;
}

/* ---- opening ------------------------------------------------------------------------------------------------------ */

static cr_status ask_number(cr_archive *archive, const char *sql, int64_t *number, cr_error *error)
{
    sqlite3_stmt *statement = NULL;
    archive->naps = 0;
    int code = sqlite3_prepare_v2(archive->file, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        *number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        code = code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
    }
    cr_status status = code == SQLITE_OK ? CR_OK : cr_store_fail(archive, code, error);
    sqlite3_finalize(statement);
    return status;
}

static cr_status check_kind(cr_archive *archive, int64_t *version, cr_error *error)
{
    int64_t application = 0, n_tables = 0;
    *version = 0;
    cr_status status = ask_number(archive, "PRAGMA application_id", &application, error);
    if (!status)
        status = ask_number(archive, "PRAGMA user_version", version, error);
    if (!status)
        status = ask_number(archive, "SELECT count(*) FROM sqlite_schema", &n_tables, error);
    if (status)
        return status;
    if (*version < 0 || (application != APPLICATION && (application || n_tables || *version)))
        return cr_error_at(error, CR_INPUT, archive->path, 0, 0, "a database, but no archive of Courant");
    if (*version > CR_ARCHIVE_VERSION)
        return cr_error_at(error, CR_INPUT, archive->path, 0, 0,
                           "the archive was written by a newer Courant (its version is %lld, this one knows %d)",
                           (long long)*version, CR_ARCHIVE_VERSION);
    return CR_OK;
}

/* Takes an older schema to the present one, as a whole or not at all. */
static cr_status migrate(cr_archive *archive, cr_error *error)
{
    char sql[96];
    int64_t version;
    cr_status status = cr_archive_begin(archive, error);
    if (!status)
        status = check_kind(archive, &version, error);  // again: another run may have been faster
    for (; !status && version < CR_ARCHIVE_VERSION; version++)
        status = cr_store_execute(archive, MIGRATIONS[version], error);
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION, CR_ARCHIVE_VERSION);
    if (!status)
        status = cr_store_execute(archive, sql, error);
    return cr_store_leave(archive, true, status, error);
}

/* The mode of the journal stays with the file. SQLite does not wait when two set it at once. */
static cr_status set_journal(cr_archive *archive, cr_error *error)
{
    int code;
    archive->naps = 0;
    do
        code = sqlite3_exec(archive->file, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    while (code == SQLITE_BUSY && wait_for_writer(archive, 0));
    return code == SQLITE_OK ? CR_OK : cr_store_fail(archive, code, error);
}

/* Opens the file, and reads of it, which is when SQLite looks for what stands beside it. */
static int connect_to(cr_archive *archive, const char *name, int flags)
{
    sqlite3_close(archive->file);
    archive->file = NULL;
    int code = sqlite3_open_v2(name, &archive->file, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_extended_result_codes(archive->file, 1);
    sqlite3_busy_handler(archive->file, wait_for_writer, archive);
    code = cr_search_register(archive);
    archive->naps = 0;
    return code == SQLITE_OK ? sqlite3_exec(archive->file, "PRAGMA schema_version", NULL, NULL, NULL) : code;
}

/* Whether a file that is there, or what SQLite makes beside it, may not be written. */
static bool is_forbidden(const char *path)
{
    char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL;
    bool found = real && access(real, W_OK);
    if (slash)
        slash[slash == real] = '\0';
    found |= real && access(real, W_OK);
    free(real);
    return found;
}

/* Where nothing may be written SQLite cannot make what a reader of a file in WAL mode needs beside it. Where nothing stands beside it, all is
 * in the file, and can be read without: cr_store_step sees to it that nobody changes it meanwhile. */
static cr_status open_immutable(cr_archive *archive, int refusal, cr_error *error)
{
    struct stat log;
    cr_buf name = {0};
    cr_buf_append_format(&name, "%s-wal", archive->path);
    bool is_whole = stat(name.data, &log) || log.st_size == 0;
    cr_buf_clear(&name);
    cr_buf_append_string(&name, archive->path[0] == '/' ? "file://" : "file:");  // what follows // is a host
    for (const char *c = archive->path; *c; c++)
        cr_buf_append_format(&name, strchr("%?#", *c) ? "%%%02X" : "%c", *c);
    cr_buf_append_string(&name, "?immutable=1");
    archive->is_immutable = is_whole && cr_store_look(archive, &archive->found);
    int code = archive->is_immutable ? connect_to(archive, name.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) : refusal;
    cr_buf_release(&name);
    if (!is_whole)
        return cr_error_at(error, CR_IO, archive->path, 0, 0,
                           "the archive may only be read, but what was written last stands in its -wal still: "
                           "open it once where it may be written");
    return code == SQLITE_OK ? CR_OK : cr_store_fail(archive, code, error);
}

static cr_status open_file(cr_archive *archive, cr_error *error)
{
    int64_t version;
    cr_status status = CR_OK;
    int code = connect_to(archive, archive->path,
                          SQLITE_OPEN_READWRITE | (archive->options.may_create ? SQLITE_OPEN_CREATE : 0));
    bool is_refused = (code & 0xFF) == SQLITE_CANTOPEN || code == SQLITE_READONLY_DIRECTORY;
    if (is_refused && is_forbidden(archive->path))
        status = open_immutable(archive, code, error);
    else if (code != SQLITE_OK)
        status = cr_store_fail(archive, code, error);
    if (!status)
        status = check_kind(archive, &version, error);
    if (!status && version == 0)
        status = set_journal(archive, error);
    // what was reported as stored is on the disk: full synchronisation
    if (!status)
        status = cr_store_execute(archive,
                                  "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
                                  "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY",
                                  error);
    if (!status && version < CR_ARCHIVE_VERSION)
        status = migrate(archive, error);
    return status;
}

cr_status cr_archive_open(const char *path, const cr_archive_options *options, cr_archive **archive, cr_error *error)
{
    *archive = NULL;
    if (cr_file_is_folder(path))
        return cr_error_at(error, CR_IO, path, 0, 0, "a folder, not an archive");
    if (!(options && options->may_create) && !cr_file_exists(path))
        return cr_error_at(error, CR_USAGE, path, 0, 0, "there is no such archive (`courant archive add` makes one)");
    cr_archive *opened = cr_allocate_zeroed(1, sizeof *opened);
    opened->path = cr_allocate(strlen(path) + 1, 1);
    memcpy(opened->path, path, strlen(path) + 1);
    if (options)
        opened->options = *options;
    cr_status status = open_file(opened, error);
    if (status)
        cr_archive_close(opened);
    else
        *archive = opened;
    return status;
}

void cr_archive_close(cr_archive *archive)
{
    if (!archive)
        return;
    cr_archive_rollback(archive);
    for (size_t i = 0; i < CR_N_SQL; i++)
        sqlite3_finalize(archive->statements[i]);
    sqlite3_close(archive->file);
    free(archive->path);
    free(archive);
}

/* ---- checking ----------------------------------------------------------------------------------------------------- */

typedef struct checking {
    cr_archive *archive;
    cr_buf *faults;
    size_t n_faults;
} checking;

static void add_fault(checking *c, const char *text)
{
    c->n_faults++;
    if (c->n_faults <= MOST_FAULTS)
        cr_buf_append_format(c->faults, "%s\n", text);
}

/* Each row of a question is a fault, but "ok". */
static cr_status ask(checking *c, const char *sql, const char *what, cr_error *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(c->archive->file, sql, -1, &statement, NULL);
    char line[512];
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        if (!text || strcmp(text, "ok") != 0) {
            snprintf(line, sizeof line, "%s%s", what, text ? text : "?");
            add_fault(c, line);
        }
        code = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    if (code == SQLITE_DONE || code == SQLITE_OK)
        return CR_OK;
    if ((code & 0xFF) != SQLITE_CORRUPT)
        return cr_store_fail(c->archive, code, error);
    snprintf(line, sizeof line, "%s%s", what, sqlite3_errmsg(c->archive->file));
    add_fault(c, line);
    return CR_OK;
}

/* The full-text index against the terms it was made of. */
static cr_status check_index(checking *c, cr_error *error)
{
    char line[512];
    int code = sqlite3_exec(c->archive->file, "INSERT INTO terms(terms) VALUES('integrity-check')", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return CR_OK;
    if ((code & 0xFF) == SQLITE_READONLY)  // it says so, and has looked at nothing
        return cr_store_fail(c->archive, code, error);
    snprintf(line, sizeof line, "full-text index: %s", sqlite3_errmsg(c->archive->file));
    add_fault(c, line);
    return CR_OK;
}

static cr_status check_record(void *context, const cr_archive_record *record, cr_error *error)
{
    checking *c = context;
    char line[128];
    (void)error;
    if (cr_record_is_sound(record, false))
        return CR_OK;
    snprintf(line, sizeof line, "article %lld: revision %lld is not the one that was stored",
             (long long)record->article, (long long)record->revision);
    add_fault(c, line);
    return CR_OK;
}

cr_status cr_archive_check(cr_archive *archive, cr_buf *faults, size_t *n_faults, cr_error *error)
{
    static const struct {
        const char *sql, *what;
    } questions[] = {
        {"PRAGMA integrity_check", "file: "},
        {"SELECT 'row ' || rowid || ' of ' || \"table\" || ' refers to what is not there' FROM pragma_foreign_key_check",
         ""},
        {"SELECT id FROM articles WHERE revision IS NULL", "without a text: article "},
        {"SELECT revision FROM articles WHERE NOT EXISTS(SELECT 1 FROM terms WHERE rowid = revision)",
         "not in the full-text index: revision "},
        {"SELECT rowid FROM terms WHERE NOT EXISTS(SELECT 1 FROM articles WHERE revision = terms.rowid)",
         "in the full-text index, but no article's newest: revision "},
    };
    checking c = {archive, faults, 0};
    cr_status status = CR_OK;
    for (size_t i = 0; i < sizeof questions / sizeof *questions && !status; i++)
        status = ask(&c, questions[i].sql, questions[i].what, error);
    if (!status)
        status = check_index(&c, error);
    const cr_archive_query every = {.every_revision = true};
    if (!status && c.n_faults == 0)  // of a damaged file not all can be read
        status = cr_records_walk(archive, &every, false, check_record, &c, error);
    *n_faults = c.n_faults;
    return status;
}
