#include "archive/store.h"

#include "base/memory.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_HITS = 10 };

#define SATURATION 1.2  // k1 of BM25
#define LENGTHS 0.75    // b
#define OF_TITLE 3.0    // what a term there counts

/* ---- ranking ------------------------------------------------------------------------------------------------------ */

/* BM25 of the row that SQLite stands on. The frequencies of SQLite's own bm25() walk over every row that holds a term; ours were
 * estimated before. */
static void rank_row(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int n,
                     sqlite3_value **values)
{
    const cr_ranking_state *ranking = &((cr_archive *)api->xUserData(fts))->ranking;
    int n_instances = 0, size = 0;
    sqlite3_int64 n_rows = 0, n_tokens = 0;
    double score = 0;
    (void)n, (void)values;
    int code = api->xInstCount(fts, &n_instances);
    if (code == SQLITE_OK)
        code = api->xColumnSize(fts, -1, &size);
    if (code == SQLITE_OK)
        code = api->xRowCount(fts, &n_rows);
    if (code == SQLITE_OK)
        code = api->xColumnTotalSize(fts, -1, &n_tokens);
    for (size_t w = 0; w < ranking->n_words; w++)
        ranking->frequencies[w] = 0;
    for (int i = 0; i < n_instances && code == SQLITE_OK; i++) {
        int phrase, column, offset;
        code = api->xInst(fts, i, &phrase, &column, &offset);
        if (code == SQLITE_OK && (size_t)phrase < ranking->n_phrases)
            ranking->frequencies[ranking->word_of_phrase[phrase]] += column == 0 ? OF_TITLE : 1;
    }
    if (code != SQLITE_OK) {
        sqlite3_result_error_code(context, code);
        return;
    }
    double usual = n_rows > 0 && n_tokens > 0 ? (double)n_tokens / (double)n_rows : 1;
    double length = SATURATION * (1 - LENGTHS + LENGTHS * (double)size / usual);
    for (size_t w = 0; w < ranking->n_words; w++) {
        double f = ranking->frequencies[w];
        score += ranking->weights[w] * f * (SATURATION + 1) / (f + length);
    }
    sqlite3_result_double(context, score);
}

int cr_search_register(cr_archive *archive)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(archive->file, "SELECT fts5(?1)", -1, &statement, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
        code = sqlite3_finalize(statement);
    }
    if (code != SQLITE_OK || !api)
        return code != SQLITE_OK ? code : SQLITE_ERROR;
    return api->xCreateFunction(api, "courant_rank", archive, rank_row, NULL);
}

/* ---- the question in SQLite's words ------------------------------------------------------------------------------- */

/* "a b" for a form; of a term what cannot stand there was replaced when it was stored, too. */
static void append_form(cr_buf *out, const cr_search_form *form, bool is_prefix)
{
    cr_buf_append_byte(out, '"');
    for (size_t i = 0; i < form->n_terms; i++) {
        if (i)
            cr_buf_append_byte(out, ' ');
        for (size_t k = 0; k < form->terms[i].size; k++) {
            char byte = form->terms[i].data[k];
            bool is_bad = (unsigned char)byte <= ' ' || byte == '"' || byte == '\x7F';
            cr_buf_append_byte(out, is_bad ? '_' : byte);
        }
    }
    cr_buf_append_string(out, is_prefix ? "\" *" : "\"");
}

static void append_word(cr_buf *out, const cr_search_word *word)
{
    cr_buf_append_byte(out, '(');
    for (size_t i = 0; i < word->n_forms; i++) {
        if (i)
            cr_buf_append_string(out, " OR ");
        append_form(out, &word->forms[i], word->is_prefix);
    }
    cr_buf_append_byte(out, ')');
}

/* ---- searching ---------------------------------------------------------------------------------------------------- */

typedef struct span {
    int64_t first, last;  // rows
    size_t n;
} span;

/* Counts the newest rows that match, up to `most`. */
static cr_status match(cr_archive *archive, cr_view question, size_t most, span *found, cr_error *error)
{
    bool row;
    cr_status status;
    *found = (span){0};
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_TERMS_MATCH, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind_text(s, 1, question);
    cr_store_bind(s, 2, (int64_t)most);
    while ((status = cr_store_step(archive, s, &row, error)) == CR_OK && row) {
        found->first = cr_store_number(s, 0);
        found->last = found->n++ ? found->last : found->first;
    }
    return status;
}

static cr_status last_row(cr_archive *archive, int64_t *last, cr_error *error)
{
    bool row;
    *last = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_TERMS_LAST, error);
    if (!s)
        return CR_LIBRARY;
    cr_status status = cr_store_step(archive, s, &row, error);
    if (row) {
        *last = cr_store_number(s, 0);
        cr_store_end(s);
    }
    return status;
}

/* The inverse document frequency of each word: exact where there are few, else by how densely the newest of them stand. */
static cr_status weigh(cr_archive *archive, const cr_search *search, double *weights, cr_error *error)
{
    int64_t last = 0;
    cr_buf question = {0};
    cr_status status = last_row(archive, &last, error);
    for (size_t w = 0; w < search->n_words && !status; w++) {
        span found;
        weights[w] = 1;
        if (search->n_words == 1)
            break;
        cr_buf_clear(&question);
        append_word(&question, &search->words[w]);
        status = match(archive, cr_buf_view(&question), CR_SEARCH_CANDIDATES, &found, error);
        double n = (double)found.n, all = (double)last + 1;
        if (found.n == CR_SEARCH_CANDIDATES)
            n = n * all / (double)(last - found.first + 1);
        weights[w] = log(1 + (all - n + 0.5) / (n + 0.5));
    }
    cr_buf_release(&question);
    return status;
}

static int by_score(const void *a, const void *b)
{
    const cr_search_hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->revision > y->revision ? -1 : x->revision < y->revision;
}

static int by_arrival(const void *a, const void *b)
{
    const cr_search_hit *x = a, *y = b;
    return x->revision > y->revision ? -1 : x->revision < y->revision;
}

/* The rows that may be of the days wanted. */
static cr_status bound(cr_archive *archive, const cr_search *search, int64_t *first, int64_t *last, cr_error *error)
{
    bool row;
    *first = 0;
    *last = INT64_MAX;
    if (search->first.precision == CR_DATE_NONE && search->last.precision == CR_DATE_NONE)
        return CR_OK;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_SPAN_OF_DAYS, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, search->first.precision == CR_DATE_NONE ? INT64_MIN : cr_date_day(search->first));
    cr_store_bind(s, 2, search->last.precision == CR_DATE_NONE ? INT64_MAX : cr_date_day(search->last));
    cr_status status = cr_store_step(archive, s, &row, error);
    if (row) {
        *first = cr_store_number(s, 0);
        *last = cr_store_number(s, 1);
        if (*last == 0)
            *first = *last = -1;  // none
        cr_store_end(s);
    }
    return status;
}

static cr_status place(cr_archive *archive, int64_t revision, int64_t *article, int64_t *day, cr_error *error)
{
    bool row;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_DAY_OF_REVISION, error);
    if (!s)
        return CR_LIBRARY;
    cr_store_bind(s, 1, revision);
    *article = 0;
    cr_status status = cr_store_step(archive, s, &row, error);
    if (row) {
        *article = cr_store_number(s, 0);
        *day = cr_store_number(s, 1);
        cr_store_end(s);
    }
    return status;
}

static bool is_wanted(const cr_search *search, int64_t day)
{
    return (search->first.precision == CR_DATE_NONE || day >= cr_date_day(search->first)) &&
           (search->last.precision == CR_DATE_NONE || day <= cr_date_day(search->last));
}

/* The candidates: the newest that match, each with its score. */
static cr_status gather(cr_archive *archive, const cr_search *search, cr_view question, cr_search_hit *hits, size_t *n,
                        bool *all, cr_error *error)
{
    int64_t first, last, day = 0;
    bool row;
    *n = 0;
    *all = true;
    cr_status status = bound(archive, search, &first, &last, error);
    sqlite3_stmt *s = status ? NULL : cr_store_statement(archive, CR_SQL_TERMS_RANK, error);
    if (!s)
        return status ? status : CR_LIBRARY;
    cr_store_bind_text(s, 1, question);
    cr_store_bind(s, 2, first);
    cr_store_bind(s, 3, last);
    while ((status = cr_store_step(archive, s, &row, error)) == CR_OK && row) {
        if (*n == CR_SEARCH_CANDIDATES) {
            *all = false;
            cr_store_end(s);
            break;
        }
        cr_search_hit hit = {.revision = cr_store_number(s, 0), .score = sqlite3_column_double(s, 1)};
        status = place(archive, hit.revision, &hit.article, &day, error);
        if (status) {
            cr_store_end(s);
            break;
        }
        if (hit.article && is_wanted(search, day))
            hits[(*n)++] = hit;
    }
    return status;
}

cr_status cr_archive_search(cr_archive *archive, const cr_search *search, cr_arena *arena, const cr_search_hit **hits,
                            size_t *n_hits, size_t *n_matches, bool *all, cr_error *error)
{
    cr_buf question = {0};
    size_t n_phrases = 0, most = search->most ? search->most : DEFAULT_HITS;
    cr_search_hit *candidates = CR_ARENA_ARRAY(arena, cr_search_hit, CR_SEARCH_CANDIDATES);
    *hits = candidates;
    *n_hits = *n_matches = 0;
    *all = true;
    if (search->n_words == 0)
        return CR_OK;
    for (size_t w = 0; w < search->n_words; w++) {
        if (w)
            cr_buf_append_string(&question, " AND ");
        append_word(&question, &search->words[w]);
        n_phrases += search->words[w].n_forms;
    }
    double *weights = CR_ARENA_ARRAY(arena, double, search->n_words);
    size_t *word_of_phrase = CR_ARENA_ARRAY(arena, size_t, n_phrases);
    for (size_t w = 0, p = 0; w < search->n_words; w++)
        for (size_t i = 0; i < search->words[w].n_forms; i++)
            word_of_phrase[p++] = w;
    cr_status status = weigh(archive, search, weights, error);
    archive->ranking = (cr_ranking_state){weights, word_of_phrase, search->n_words, n_phrases,
                                          CR_ARENA_ARRAY(arena, double, search->n_words)};
    if (!status)
        status = gather(archive, search, cr_buf_view(&question), candidates, n_matches, all, error);
    qsort(candidates, *n_matches, sizeof *candidates, search->newest_first ? by_arrival : by_score);
    *n_hits = *n_matches < most ? *n_matches : most;
    cr_buf_release(&question);
    return status;
}

static void read_language(sqlite3_stmt *s, cr_arena *arena, void *record)
{
    *(cr_view *)record = cr_store_column(s, 0, arena);
}

cr_status cr_archive_languages(cr_archive *archive, cr_arena *arena, const cr_view **langs, size_t *n, cr_error *error)
{
    const void *records = NULL;
    *n = 0;
    sqlite3_stmt *s = cr_store_statement(archive, CR_SQL_LANGUAGES, error);
    if (!s)
        return CR_LIBRARY;
    cr_status status = cr_store_read_all(archive, s, read_language, sizeof **langs, arena, &records, n, error);
    *langs = records;
    return status;
}
