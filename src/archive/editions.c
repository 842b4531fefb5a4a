#include "archive/store.h"

#include "base/memory.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static cr_archive_edition edition_of(sqlite3_stmt *s, cr_arena *arena)
{
    return (cr_archive_edition){.id = cr_store_number(s, 0),
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
    cr_status status = cr_store_step(archive, s, found, error);
    if (*found) {
        *edition = edition_of(s, arena);
        cr_store_end(s);
    }
    return status;
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
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_EDITION_REMOVE, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, edition);
    return cr_store_run(archive, s, error);
}

cr_status cr_archive_editions(cr_archive *archive, cr_view profile, cr_date before, size_t most, cr_arena *arena,
                              const cr_archive_edition **editions, size_t *n, cr_error *error)
{
    cr_archive_edition *found = NULL;
    size_t capacity = 0;
    bool row;
    cr_status status;
    *n = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_EDITIONS, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, profile);
    cr_store_bind(s, 2, before.precision == CR_DATE_NONE ? INT64_MAX : cr_date_day(before));
    cr_store_bind(s, 3, most ? (int64_t)most : -1);
    while ((status = cr_store_step(archive, s, &row, error)) == CR_OK && row) {
        found = cr_grow(found, &capacity, *n + 1, sizeof *found);
        found[(*n)++] = edition_of(s, arena);
    }
    cr_archive_edition *copy = CR_ARENA_ARRAY(arena, cr_archive_edition, *n);
    if (*n)
        memcpy(copy, found, *n * sizeof *copy);
    *editions = copy;
    free(found);
    return status;
}

/* ---- deliveries --------------------------------------------------------------------------------------------------- */

static cr_archive_delivery delivery_of(sqlite3_stmt *s, cr_arena *arena)
{
    return (cr_archive_delivery){.edition = cr_store_number(s, 0),
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
    cr_status status = cr_store_step(archive, s, found, error);
    if (*found) {
        *delivery = delivery_of(s, arena);
        cr_store_end(s);
    }
    return status;
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
    cr_archive_delivery *found = NULL;
    size_t capacity = 0;
    bool row;
    cr_status status;
    *n = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_DELIVERIES, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, edition);
    while ((status = cr_store_step(archive, s, &row, error)) == CR_OK && row) {
        found = cr_grow(found, &capacity, *n + 1, sizeof *found);
        found[(*n)++] = delivery_of(s, arena);
    }
    cr_archive_delivery *copy = CR_ARENA_ARRAY(arena, cr_archive_delivery, *n);
    if (*n)
        memcpy(copy, found, *n * sizeof *copy);
    *deliveries = copy;
    free(found);
    return status;
}
