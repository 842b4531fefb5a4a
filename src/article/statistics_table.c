#include "article/statistics_table.h"

#include "article/analyse.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/tag.h"
#include "text/versions.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_LINE = 1024,  // bytes of a record
    HASH_DIGITS = 16,
};

static const char NAME[] = "courant statistics";

uint64_t cr_statistics_parameters(void)
{
    cr_buf text = {0};
    cr_buf_append_format(&text, "format %d analysis %d ", (int)CR_STATISTICS_VERSION, (int)CR_ANALYSIS_VERSION);
    cr_text_versions(&text);
    uint64_t hash = cr_hash(cr_buf_view(&text));
    cr_buf_release(&text);
    return hash;
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static int order_records(const void *a, const void *b)
{
    const cr_statistic_record *const *p = a, *const *q = b;
    return cr_view_compare((*p)->key, (*q)->key);
}

void cr_statistics_write(const cr_statistics *statistics, cr_buf *out)
{
    size_t n = statistics->n_records;
    const cr_statistic_record **sorted = cr_allocate(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &statistics->records[i];
    if (n)
        qsort(sorted, n, sizeof *sorted, order_records);
    cr_buf_append_format(out, "%s\nversion\t%d\nparameters\t%016llx\nrecords\t%zu\n", NAME, (int)CR_STATISTICS_VERSION,
                         (unsigned long long)cr_statistics_parameters(), n);
    for (size_t i = 0; i < n; i++) {
        cr_buf_append(out, sorted[i]->key);
        for (size_t k = 0; k < cr_statistic_forms[sorted[i]->kind].n_counts; k++) {
            cr_buf_append_byte(out, '\t');
            cr_buf_append_size(out, (size_t)statistics->counts[sorted[i]->place + k]);
        }
        cr_buf_append_byte(out, '\n');
    }
    free(sorted);
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

/* A table on its way in. */
typedef struct reading {
    cr_statistics *statistics;
    cr_view rest;
    const char *path;
    size_t line;   // number of the one under way
    cr_view last;  // key of the record before
    cr_error *error;
} reading;

#define WRONG(r, ...) cr_error_at((r)->error, CR_INPUT, (r)->path, (r)->line, 0, __VA_ARGS__)

/* The next line, which must end: a table that was cut short has a last one that does not. */
static bool next_line(reading *r, cr_view *line)
{
    ptrdiff_t end = cr_view_find_byte(r->rest, '\n');
    r->line++;
    if (end < 0)
        return false;
    *line = cr_view_slice(r->rest, 0, (size_t)end);
    r->rest = cr_view_slice(r->rest, (size_t)end + 1, r->rest.size);
    return true;
}

/* A line "name TAB value" of the head. */
static bool next_member(reading *r, cr_view name, cr_view *value)
{
    cr_view line;
    if (!next_line(r, &line) || !cr_view_starts(line, name) || line.size <= name.size || line.data[name.size] != '\t')
        return false;
    *value = cr_view_slice(line, name.size + 1, line.size);
    return true;
}

static bool is_number(cr_view text, size_t *number)
{
    return cr_view_to_size(text, number) && *number <= CR_STATISTICS_MOST && !(text.size > 1 && text.data[0] == '0');
}

static cr_status read_head(reading *r, size_t *n_records)
{
    cr_view line, value;
    char ours[HASH_DIGITS + 8], version[8];
    cr_buf expected = {0};
    cr_buf_append_format(&expected, "%016llx", (unsigned long long)cr_statistics_parameters());
    memcpy(ours, expected.data, HASH_DIGITS + 1);
    cr_buf_clear(&expected);
    cr_buf_append_size(&expected, CR_STATISTICS_VERSION);
    memcpy(version, expected.data, expected.size + 1);
    cr_buf_release(&expected);
    if (!next_line(r, &line) || !cr_view_equal(line, cr_view_of(NAME)))
        return WRONG(r, "no table of statistics: it must begin with '%s'", NAME);
    if (!next_member(r, CR_VIEW("version"), &value))
        return WRONG(r, "the version of the format is wanted here");
    if (!cr_view_equal(value, cr_view_of(version)))
        return WRONG(r, "a table of version '%.*s', this program reads version %s",
                     (int)(value.size < 20 ? value.size : 20), value.data, version);
    if (!next_member(r, CR_VIEW("parameters"), &value) || value.size != HASH_DIGITS)
        return WRONG(r, "the parameters, %d hexadecimal digits, are wanted here", (int)HASH_DIGITS);
    if (!cr_view_equal(value, cr_view_of(ours)))
        return WRONG(r,
                     "counted by another version of the program or with other libraries (parameters %.*s, here %s): "
                     "count again",
                     (int)value.size, value.data, ours);
    if (!next_member(r, CR_VIEW("records"), &value) || !is_number(value, n_records))
        return WRONG(r, "the number of records is wanted here");
    return CR_OK;
}

static bool is_hash(cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!cr_is_digit(text.data[i]) && !(text.data[i] >= 'a' && text.data[i] <= 'f'))
            return false;
    return text.size == HASH_DIGITS;
}

/* Whether a record of the kind may have such parts. */
static bool fits(cr_statistic kind, const cr_view *parts)
{
    char tag[CR_TAG_SIZE];
    for (size_t i = 0; i < cr_statistic_forms[kind].n_parts; i++) {
        if (parts[i].size == 0)
            return false;
        for (size_t k = 0; k < parts[i].size; k++)
            if ((unsigned char)parts[i].data[k] < ' ')
                return false;
    }
    if (kind == CR_STATISTIC_LINE)
        return is_hash(parts[1]) && parts[2].size <= CR_LINE_SHOWN;
    cr_tag_normalise(parts[0], tag);
    return cr_view_equal(parts[0], cr_view_of(tag));
}

/* Whether the counts can be those of articles. */
static bool agree(cr_statistic kind, const size_t *counts)
{
    if (counts[0] == 0)
        return false;
    return kind != CR_STATISTIC_WORD ||
           (counts[CR_WORD_LOWER] <= counts[CR_WORD_USES] && counts[CR_WORD_CAPITALISED] <= counts[CR_WORD_USES] &&
            counts[CR_WORD_STOPS] <= counts[CR_WORD_USES] && counts[CR_WORD_CONTINUED] <= counts[CR_WORD_STOPS]);
}

static cr_status read_record(reading *r)
{
    enum { MAX_FIELDS = 1 + CR_STATISTIC_PARTS + CR_STATISTIC_COUNTS };
    cr_view line, rest, fields[MAX_FIELDS];
    size_t n = 0, counts[CR_STATISTIC_COUNTS];
    cr_statistic kind = 0;
    if (!next_line(r, &line))
        return WRONG(r, "the table is cut short");
    if (line.size > MAX_LINE || cr_utf8_valid(line) < line.size)
        return WRONG(r, line.size > MAX_LINE ? "a record is too long" : "not UTF-8");
    rest = line;
    for (bool more = true; more; n++) {
        ptrdiff_t tab = cr_view_find_byte(rest, '\t');
        more = tab >= 0;
        if (n == MAX_FIELDS)
            return WRONG(r, "a record has too many fields");
        fields[n] = cr_view_slice(rest, 0, more ? (size_t)tab : rest.size);
        rest = cr_view_slice(rest, fields[n].size + 1, rest.size);
    }
    while (kind < CR_N_STATISTICS && !cr_view_equal(fields[0], cr_view_of(cr_statistic_forms[kind].name)))
        kind++;
    if (kind == CR_N_STATISTICS)
        return WRONG(r, "no record is called '%.*s'", (int)(fields[0].size < 40 ? fields[0].size : 40), fields[0].data);
    const cr_statistic_form *form = &cr_statistic_forms[kind];
    if (n != 1 + form->n_parts + form->n_counts)
        return WRONG(r, "a record '%s' has %zu fields, not %zu", form->name, 1 + form->n_parts + form->n_counts, n);
    if (!fits(kind, fields + 1))
        return WRONG(r, "this cannot be a record '%s'", form->name);
    for (size_t i = 0; i < form->n_counts; i++)
        if (!is_number(fields[1 + form->n_parts + i], &counts[i]))
            return WRONG(r, "field %zu is no count", 2 + form->n_parts + i);
    if (!agree(kind, counts))
        return WRONG(r, "the counts contradict each other");
    cr_view last_part = fields[form->n_parts];
    cr_view key = cr_view_slice(line, 0, (size_t)(last_part.data - line.data) + last_part.size);
    if (r->last.size && cr_view_compare(r->last, key) >= 0)
        return WRONG(r, "the records are not in order");
    r->last = key;
    uint64_t *sums = cr_statistics_counts(r->statistics, kind, key);
    for (size_t i = 0; i < form->n_counts; i++)
        cr_statistics_increase(&sums[i], counts[i]);
    return CR_OK;
}

cr_status cr_statistics_read(cr_statistics *statistics, cr_view table, const char *path, cr_error *error)
{
    reading r = {.statistics = statistics, .rest = table, .path = path, .error = error};
    size_t n = 0;
    cr_status status = read_head(&r, &n);
    for (size_t i = 0; i < n && !status; i++)
        status = read_record(&r);
    if (!status && r.rest.size > 0) {
        r.line++;
        status = WRONG(&r, "more records than the head tells of");
    }
    return status;
}
