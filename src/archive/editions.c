#include "archive/store.h"

static void read_edition(sqlite3_stmt *s, cr_arena *arena, void *record)
{
    *(cr_archive_edition *)record = (cr_archive_edition){
        .id = cr_store_number(s, 0),
        .profile = cr_store_column(s, 1, arena),
        .date = {cr_store_number(s, 2) * CR_SECONDS_OF_DAY, CR_DATE_DAY},
        .made = cr_store_number(s, 3),
        .json = cr_store_column(s, 4, arena)};
}

cr_status cr_archive_edition_get(cr_archive *archive, cr_view profile, cr_date date, cr_arena *arena,
                                 cr_archive_edition *edition, bool *found, cr_error *error)
{
    *edition = (cr_archive_edition){0};
    *found = false;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_EDITION_GET, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, profile);
    cr_store_bind(s, 2, cr_date_day(date));
    return cr_store_read_one(archive, s, read_edition, arena, edition, found, error);
}

static cr_status add_edition(cr_archive *archive, cr_archive_edition *edition, const int64_t *revisions,
                             const bool *cited, size_t n_revisions, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_EDITION_ADD, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, edition->profile);
    cr_store_bind(s, 2, cr_date_day(edition->date));
    cr_store_bind(s, 3, edition->made);
    cr_store_bind_text(s, 4, edition->json);
    cr_status status = cr_store_run(archive, s, error);
    edition->id = sqlite3_last_insert_rowid(archive->file);
    for (size_t i = 0; i < n_revisions && !status; i++) {
        s = cr_store_statement(archive, CR_SQL_EDITION_REVISION, error);
        if (!s)
            return CR_LIBRARY;
        cr_store_bind(s, 1, edition->id);
        cr_store_bind(s, 2, revisions[i]);
        cr_store_bind(s, 3, cited[i]);
        status = cr_store_run(archive, s, error);
    }
    return status;
}

cr_status cr_archive_edition_add(cr_archive *archive, cr_archive_edition *edition, const int64_t *revisions,
                                 const bool *cited, size_t n_revisions, bool *existed, cr_error *error)
{
    bool own;
    cr_arena arena = {0};
    cr_archive_edition standing = {0};
    *existed = false;
    cr_status status = cr_store_enter(archive, &own, error);
    if (!status)
        status = cr_archive_edition_get(archive, edition->profile, edition->date, &arena, &standing, existed, error);
    if (!status && *existed)
        edition->id = standing.id;
    else if (!status)
        status = add_edition(archive, edition, revisions, cited, n_revisions, error);
    cr_arena_release(&arena);
    return cr_store_leave(archive, own, status, error);
}

cr_status cr_archive_edition_remove(cr_archive *archive, int64_t edition, cr_error *error)
{
    return cr_store_run_on(archive, CR_SQL_EDITION_REMOVE, edition, error);
}

cr_status cr_archive_editions(cr_archive *archive, cr_view profile, cr_date before, size_t most, cr_arena *arena,
                              const cr_archive_edition **editions, size_t *n, cr_error *error)
{
    const void *records = NULL;
    *n = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_EDITIONS, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, profile);
    cr_store_bind(s, 2, before.precision == CR_DATE_NONE ? INT64_MAX : cr_date_day(before));
    cr_store_bind(s, 3, most ? (int64_t)most : -1);
    cr_status status = cr_store_read_all(archive, s, read_edition, sizeof **editions, arena, &records, n, error);
    *editions = records;
    return status;
}

/* ---- deliveries --------------------------------------------------------------------------------------------------- */

static void read_delivery(sqlite3_stmt *s, cr_arena *arena, void *record)
{
    *(cr_archive_delivery *)record = (cr_archive_delivery){.edition = cr_store_number(s, 0),
                                                           .kind = cr_store_column(s, 1, arena),
                                                           .target = cr_store_column(s, 2, arena),
                                                           .state = (cr_delivery_state)cr_store_number(s, 3),
                                                           .message_id = cr_store_column(s, 4, arena),
                                                           .attempts = (size_t)cr_store_number(s, 5),
                                                           .last_error = cr_store_column(s, 6, arena),
                                                           .done = cr_store_number(s, 7)};
}

cr_status cr_archive_delivery_get(cr_archive *archive, int64_t edition, cr_view kind, cr_view target, cr_arena *arena,
                                  cr_archive_delivery *delivery, bool *found, cr_error *error)
{
    *delivery = (cr_archive_delivery){0};
    *found = false;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_DELIVERY_GET, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, edition);
    cr_store_bind_text(s, 2, kind);
    cr_store_bind_text(s, 3, target);
    return cr_store_read_one(archive, s, read_delivery, arena, delivery, found, error);
}

cr_status cr_archive_delivery_put(cr_archive *archive, const cr_archive_delivery *delivery, cr_error *error)
{
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_DELIVERY_PUT, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, delivery->edition);
    cr_store_bind_text(s, 2, delivery->kind);
    cr_store_bind_text(s, 3, delivery->target);
    cr_store_bind(s, 4, (int64_t)delivery->state);
    cr_store_bind_view(s, 5, delivery->message_id);
    cr_store_bind(s, 6, (int64_t)delivery->attempts);
    cr_store_bind_view(s, 7, delivery->last_error);
    cr_store_bind(s, 8, delivery->done);
    return cr_store_run(archive, s, error);
}

cr_status cr_archive_deliveries(cr_archive *archive, int64_t edition, cr_arena *arena,
                                const cr_archive_delivery **deliveries, size_t *n, cr_error *error)
{
    const void *records = NULL;
    *n = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_DELIVERIES, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, edition);
    cr_status status = cr_store_read_all(archive, s, read_delivery, sizeof **deliveries, arena, &records, n, error);
    *deliveries = records;
    return status;
}
