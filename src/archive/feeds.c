#include "archive/store.h"

cr_status cr_feed_number(cr_archive *archive, cr_view url, int64_t *number, cr_error *error)
{
    bool row;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FEED_ID, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, url);
    cr_status status = cr_store_step(archive, s, &row, error);
    if (row) {
        *number = cr_store_number(s, 0);
        cr_store_end(s);
    }
    if (status || row)
        return status;
    s = cr_store_statement(archive, CR_SQL_FEED_ADD, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, url);
    status = cr_store_run(archive, s, error);
    *number = sqlite3_last_insert_rowid(archive->file);
    return status;
}

static void read_feed(sqlite3_stmt *s, cr_arena *arena, void *record)
{
    *(cr_archive_feed *)record = (cr_archive_feed){.url = cr_store_column(s, 0, arena),
                                                   .title = cr_store_column(s, 1, arena),
                                                   .etag = cr_store_column(s, 2, arena),
                                                   .last_modified = cr_store_column(s, 3, arena),
                                                   .moved_to = cr_store_column(s, 4, arena),
                                                   .last_error = cr_store_column(s, 5, arena),
                                                   .checked = cr_store_number(s, 6),
                                                   .succeeded = cr_store_number(s, 7),
                                                   .failing_since = cr_store_number(s, 8),
                                                   .failures = (size_t)cr_store_number(s, 9),
                                                   .retry_after = cr_store_number(s, 10),
                                                   .gone = cr_store_number(s, 11) != 0};
}

cr_status cr_archive_feed_get(cr_archive *archive, cr_view url, cr_arena *arena, cr_archive_feed *feed, bool *found,
                              cr_error *error)
{
    *feed = (cr_archive_feed){0};
    *found = false;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FEED_GET, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, url);
    return cr_store_read_one(archive, s, read_feed, arena, feed, found, error);
}

cr_status cr_archive_feed_put(cr_archive *archive, const cr_archive_feed *feed, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FEED_PUT, error);
    if (!s)
        return CR_LIBRARY;
    const cr_view texts[] = {feed->title, feed->etag, feed->last_modified, feed->moved_to, feed->last_error};
    const int64_t numbers[] = {feed->checked,           feed->succeeded,   feed->failing_since,
                               (int64_t)feed->failures, feed->retry_after, feed->gone};
    cr_store_bind_text(s, 1, feed->url);
    for (int i = 0; i < 5; i++)
        cr_store_bind_view(s, 2 + i, texts[i]);
    for (int i = 0; i < 6; i++)
        cr_store_bind(s, 7 + i, numbers[i]);
    return cr_store_run(archive, s, error);
}

cr_status cr_archive_feed_remove(cr_archive *archive, cr_view url, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FEED_REMOVE, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, url);
    return cr_store_run(archive, s, error);
}

cr_status cr_archive_feeds(cr_archive *archive, cr_arena *arena, const cr_archive_feed **feeds, size_t *n,
                           cr_error *error)
{
    const void *records = NULL;
    *n = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_FEEDS, error);
    if (!s)
        return CR_LIBRARY;
    cr_status status = cr_store_read_all(archive, s, read_feed, sizeof **feeds, arena, &records, n, error);
    *feeds = records;
    return status;
}
