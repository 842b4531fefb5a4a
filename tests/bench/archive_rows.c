/* archive_rows FROM TO: what SQLite alone takes to insert the rows of an archive. Copies the tables of FROM, its full-text index
 * among them, into a new file TO, in the same batches and with the same settings as `courant archive add`, and prints the seconds that
 * inserting took. Rows are read into memory first, batch by batch, which is not counted. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 500, MOST_COLUMNS = 24, N_TABLES = 5 };

typedef struct table {
    const char *insert, *select;  // of the rows of an article: ?1 the first, ?2 the last number of a batch
    sqlite3_stmt *in, *out;
} table;

static table tables[N_TABLES] = {
    {"INSERT INTO articles(id, key, feed, first_seen, day) VALUES(?1, ?2, ?3, ?4, ?5)",
     "SELECT id, key, feed, first_seen, day FROM articles WHERE id BETWEEN ?1 AND ?2", NULL, NULL},
    {"INSERT INTO revisions VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
     "SELECT * FROM revisions WHERE id BETWEEN ?1 AND ?2", NULL, NULL},
    {"INSERT INTO mentions VALUES(?1, ?2, ?3)", "SELECT * FROM mentions WHERE revision BETWEEN ?1 AND ?2", NULL, NULL},
    {"INSERT INTO terms(rowid, title, text) VALUES(?1, ?2, ?3)",
     "SELECT rowid, title, text FROM terms WHERE rowid BETWEEN ?1 AND ?2", NULL, NULL},
    {"UPDATE articles SET revision = ?2 WHERE id = ?1", "SELECT id, revision FROM articles WHERE id BETWEEN ?1 AND ?2",
     NULL, NULL},
};

/* Rows in memory. */
static sqlite3_value **rows[N_TABLES];
static size_t n_values[N_TABLES], capacity[N_TABLES];
static int n_columns[N_TABLES];

static void fail(sqlite3 *file)
{
    fprintf(stderr, "archive_rows: %s\n", sqlite3_errmsg(file));
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Makes the tables and indexes of the one in the other; those that FTS5 makes for itself are left out. */
static void copy_schema(sqlite3 *from, sqlite3 *to)
{
    sqlite3_stmt *statement;
    const char *sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                      "AND name NOT LIKE 'terms\\_%' ESCAPE '\\' ORDER BY type = 'index', rowid";
    if (sqlite3_prepare_v2(from, sql, -1, &statement, NULL) != SQLITE_OK)
        fail(from);
    while (sqlite3_step(statement) == SQLITE_ROW)
        if (sqlite3_exec(to, (const char *)sqlite3_column_text(statement, 0), NULL, NULL, NULL) != SQLITE_OK)
            fail(to);
    sqlite3_finalize(statement);
}

static void read_batch(sqlite3 *from, int t, long first)
{
    for (size_t i = 0; i < n_values[t]; i++)
        sqlite3_value_free(rows[t][i]);
    n_values[t] = 0;
    sqlite3_reset(tables[t].out);
    sqlite3_bind_int64(tables[t].out, 1, first);
    sqlite3_bind_int64(tables[t].out, 2, first + BATCH - 1);
    n_columns[t] = sqlite3_column_count(tables[t].out);
    int code;
    while ((code = sqlite3_step(tables[t].out)) == SQLITE_ROW)
        for (int c = 0; c < n_columns[t]; c++) {
            if (n_values[t] == capacity[t]) {
                capacity[t] = capacity[t] ? 2 * capacity[t] : 4096;
                rows[t] = realloc(rows[t], capacity[t] * sizeof *rows[t]);
                if (!rows[t])
                    exit(1);
            }
            rows[t][n_values[t]++] = sqlite3_value_dup(sqlite3_column_value(tables[t].out, c));
        }
    if (code != SQLITE_DONE)
        fail(from);
}

static void write_batch(sqlite3 *to, int t)
{
    for (size_t i = 0; i < n_values[t]; i += (size_t)n_columns[t]) {
        for (int c = 0; c < n_columns[t]; c++)
            sqlite3_bind_value(tables[t].in, c + 1, rows[t][i + (size_t)c]);
        if (sqlite3_step(tables[t].in) != SQLITE_DONE)
            fail(to);
        sqlite3_reset(tables[t].in);
    }
}

int main(int argc, char **argv)
{
    sqlite3 *from, *to;
    double seconds = 0;
    if (argc != 3) {
        fprintf(stderr, "Usage: archive_rows FROM TO\n");
        return 2;
    }
    if (sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        fail(from);
    if (sqlite3_open(argv[2], &to) != SQLITE_OK)
        fail(to);
    if (sqlite3_exec(to,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; "
                     "PRAGMA temp_store = MEMORY",
                     NULL, NULL, NULL) != SQLITE_OK)
        fail(to);
    copy_schema(from, to);
    for (int t = 0; t < N_TABLES; t++)
        if (sqlite3_prepare_v2(from, tables[t].select, -1, &tables[t].out, NULL) != SQLITE_OK ||
            sqlite3_prepare_v2(to, tables[t].insert, -1, &tables[t].in, NULL) != SQLITE_OK)
            fail(to);
    for (long first = 1;; first += BATCH) {
        for (int t = 0; t < N_TABLES; t++)
            read_batch(from, t, first);
        if (n_values[0] == 0)
            break;
        double start = now();
        if (sqlite3_exec(to, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
            fail(to);
        for (int t = 0; t < N_TABLES; t++)
            write_batch(to, t);
        if (sqlite3_exec(to, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
            fail(to);
        seconds += now() - start;
    }
    for (int t = 0; t < N_TABLES; t++) {
        sqlite3_finalize(tables[t].in);
        sqlite3_finalize(tables[t].out);
    }
    double start = now();
    sqlite3_close(to);
    seconds += now() - start;
    sqlite3_close(from);
    printf("%.3f\n", seconds);
    return 0;
}
