/* The archive's file: statements, transactions, errors. For src/archive/ alone. */
#ifndef CR_ARCHIVE_STORE_H
#define CR_ARCHIVE_STORE_H

#include "archive/archive.h"

#include <sqlite3.h>
#include <sys/stat.h>

/* Every statement, prepared when it is first needed and kept until the archive is closed. */
typedef enum cr_sql {
    CR_SQL_BEGIN,
    CR_SQL_COMMIT,
    CR_SQL_ROLLBACK,
    CR_SQL_ARTICLE_BY_KEY,
    CR_SQL_ARTICLE_ADD,
    CR_SQL_ARTICLE_REVISE,
    CR_SQL_ARTICLE_TAKE_OVER,
    CR_SQL_ARTICLE_REMOVE,
    CR_SQL_REVISION_BY_CONTENT,
    CR_SQL_REVISION_ADD,
    CR_SQL_REVISION_REMOVE,
    CR_SQL_REVISIONS_OF_ARTICLE,
    CR_SQL_TERMS_ADD,
    CR_SQL_TERMS_REMOVE,
    CR_SQL_TERMS_MATCH,
    CR_SQL_TERMS_RANK,
    CR_SQL_TERMS_LAST,
    CR_SQL_DAY_OF_REVISION,
    CR_SQL_MENTION_ADD,
    CR_SQL_LANGUAGE_ADD,
    CR_SQL_LANGUAGES,
    CR_SQL_SPAN_OF_DAYS,
    CR_SQL_CHOOSE_NEWEST,
    CR_SQL_CHOOSE_EVERY,
    CR_SQL_CHOOSE_OF_ARTICLE,
    CR_SQL_CHOOSE_OF_EDITION,
    CR_SQL_RECORD,
    CR_SQL_RECORD_WITHOUT_TEXT,
    CR_SQL_FIND_NUMBER,
    CR_SQL_FIND_KEY,
    CR_SQL_FIND_NAME,
    CR_SQL_FIND_ENTRY,
    CR_SQL_FIND_HASH,
    CR_SQL_IS_CITED,
    CR_SQL_PRUNABLE,
    CR_SQL_PRUNED_NEWEST,
    CR_SQL_COUNT,
    CR_SQL_FEED_ID,
    CR_SQL_FEED_ADD,
    CR_SQL_FEED_GET,
    CR_SQL_FEED_PUT,
    CR_SQL_FEED_REMOVE,
    CR_SQL_FEEDS,
    CR_SQL_EDITION_ADD,
    CR_SQL_EDITION_REMOVE,
    CR_SQL_EDITION_GET,
    CR_SQL_EDITIONS,
    CR_SQL_EDITION_REVISION,
    CR_SQL_DELIVERY_GET,
    CR_SQL_DELIVERY_PUT,
    CR_SQL_DELIVERIES,
    CR_N_SQL,
} cr_sql;

/* What the ranking of a search under way needs. */
typedef struct cr_ranking_state {
    const double *weights;         // [n_words] inverse document frequencies
    const size_t *word_of_phrase;  // [n_phrases]
    size_t n_words, n_phrases;
    double *frequencies;  // [n_words] scratch
} cr_ranking_state;

struct cr_archive {
    sqlite3 *file;
    char *path;
    sqlite3_stmt *statements[CR_N_SQL];
    cr_archive_options options;
    bool has_begun, has_waited;
    int naps;           // since the file was found locked
    bool is_immutable;  // it is read without locks, since none can be set: it must not change meanwhile
    struct stat found;  // as it was then
    cr_ranking_state ranking;
};

/* A statement, ready to be bound: reset, without values. NULL: it could not be prepared, and the error tells. */
sqlite3_stmt *cr_store_statement(cr_archive *archive, cr_sql which, cr_error *error);

/* Binding; a view without bytes is NULL, unless cr_store_bind_text. */
void cr_store_bind(sqlite3_stmt *statement, int at, int64_t number);
void cr_store_bind_view(sqlite3_stmt *statement, int at, cr_view text);
void cr_store_bind_text(sqlite3_stmt *statement, int at, cr_view text);
void cr_store_bind_blob(sqlite3_stmt *statement, int at, cr_view bytes);

/* The next row; *row false behind the last. After it and after a failure the statement is reset. */
cr_status cr_store_step(cr_archive *archive, sqlite3_stmt *statement, bool *row, cr_error *error);

/* Runs a statement that gives no rows. */
cr_status cr_store_run(cr_archive *archive, sqlite3_stmt *statement, cr_error *error);

/* The same with one number, which is all that it wants to know. */
cr_status cr_store_run_on(cr_archive *archive, cr_sql which, int64_t number, cr_error *error);

/* Makes a record of a row; views live in the arena. */
typedef void cr_store_read(sqlite3_stmt *row, cr_arena *arena, void *record);

/* The record of the one row that a statement gives, which ends it: *found, or there is none. */
cr_status cr_store_read_one(cr_archive *archive, sqlite3_stmt *statement, cr_store_read *read, cr_arena *arena,
                            void *record, bool *found, cr_error *error);

/* The records of all its rows, `size` bytes each, in the arena. */
cr_status cr_store_read_all(cr_archive *archive, sqlite3_stmt *statement, cr_store_read *read, size_t size,
                            cr_arena *arena, const void **records, size_t *n, cr_error *error);

/* Ends a statement before its last row. */
void cr_store_end(sqlite3_stmt *statement);

/* Runs SQL that is needed once. */
cr_status cr_store_execute(cr_archive *archive, const char *sql, cr_error *error);

/* What a column holds, in the arena; NULL: as the row has it. */
cr_view cr_store_column(sqlite3_stmt *statement, int column, cr_arena *arena);
int64_t cr_store_number(sqlite3_stmt *statement, int column);

/* What the file is now: its size, its time, which it is. */
bool cr_store_look(const cr_archive *archive, struct stat *found);

/* The error of what failed last. */
cr_status cr_store_fail(cr_archive *archive, int code, cr_error *error);

/* Begins unless it has begun: *own tells whether end is to commit (on CR_OK) or give up. */
cr_status cr_store_enter(cr_archive *archive, bool *own, cr_error *error);
cr_status cr_store_leave(cr_archive *archive, bool own, cr_status status, cr_error *error);

/* open.c uses it: makes known the function that ranks. */
int cr_search_register(cr_archive *archive);

/* A record as a row of CR_SQL_RECORD has it: views are of the row, marks live in the arena. */
void cr_record_read(sqlite3_stmt *statement, cr_arena *arena, cr_archive_record *record);

/* cr_archive_each; without `prove` a record is handed over also if it is not what was stored. */
cr_status cr_records_walk(cr_archive *archive, const cr_archive_query *query, bool prove,
                          cr_status (*take)(void *context, const cr_archive_record *record, cr_error *error),
                          void *context, cr_error *error);

/* Whether a record, but for its text if it was left out, is what was stored: its text has its hash, and all is UTF-8. */
bool cr_record_is_sound(const cr_archive_record *record, bool without_text);

/* The flags and marks of an article in their stored form. */
int64_t cr_record_flags(const cr_article *article);
void cr_record_pack_marks(const cr_article *article, cr_buf *out);

/* The number of a feed, which is made known if need be; 0 for none. */
cr_status cr_feed_number(cr_archive *archive, cr_view url, int64_t *number, cr_error *error);

#endif
