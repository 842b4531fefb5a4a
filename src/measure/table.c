#include "measure/table.h"

#include "format/json_write.h"

#include <math.h>
#include <string.h>

enum {
    JSON_DIGITS = 6,
    NUMBER = 7,  // columns of a score, the space before it included
    DIFFERENCE = 9,
    INTERVAL = 17,
    SHARE = 8,
    LEAST_BAR = 12,
    MOST_BAR = 40,
    BAR_MARGIN = 2,
    EIGHTHS = 8,         // of a column: the finest step of a block character
    FULL_BLOCK = 0x2588  // U+2588 to U+258F: eight eighths down to one
};

/* What stands in a line, by the room there is. */
struct layout {
    size_t name, bar;
    bool has_words, has_subsequence, has_interval, has_share;
};

static size_t layout_width(const struct layout *l)
{
    size_t width = l->name + NUMBER + DIFFERENCE;
    width += l->has_words ? 2 * NUMBER : 0;
    width += l->has_subsequence ? NUMBER : 0;
    width += l->has_interval ? INTERVAL : 0;
    width += l->has_share ? SHARE : 0;
    return width + (l->bar > 0 ? l->bar + BAR_MARGIN : 0);
}

static struct layout make_layout(const cr_evaluation *evaluation, size_t columns)
{
    struct layout l = {strlen("method"), LEAST_BAR, true, true, true, true};
    columns = columns < CR_TABLE_LEAST_COLUMNS ? CR_TABLE_LEAST_COLUMNS : columns;
    for (size_t s = 0; s < evaluation->n_sections; s++)
        for (size_t i = 0; i < evaluation->sections[s].n_rows; i++) {
            size_t size = strlen(evaluation->sections[s].rows[i].name);
            l.name = size > l.name ? size : l.name;
        }
    if (l.name + NUMBER + DIFFERENCE > columns)
        l.name = columns - NUMBER - DIFFERENCE;
    if (layout_width(&l) > columns)
        l.has_share = false;
    if (layout_width(&l) > columns)
        l.bar = 0;
    if (layout_width(&l) > columns)
        l.has_subsequence = false;
    if (layout_width(&l) > columns)
        l.has_interval = false;
    if (layout_width(&l) > columns)
        l.has_words = false;
    if (l.bar > 0) {
        l.bar += columns - layout_width(&l);
        l.bar = l.bar > MOST_BAR ? MOST_BAR : l.bar;
    }
    return l;
}

static void put_spaces(cr_buf *out, size_t n)
{
    while (n-- > 0)
        cr_buf_append_byte(out, ' ');
}

/* ASCII, at the left or right edge of its column. */
static void put_left(cr_buf *out, const char *text, size_t width)
{
    size_t size = strlen(text);
    cr_buf_append(out, (cr_view){text, size < width ? size : width});
    put_spaces(out, size < width ? width - size : 0);
}

static void put_right(cr_buf *out, cr_view text, size_t width)
{
    put_spaces(out, text.size < width ? width - text.size : 0);
    cr_buf_append(out, text);
}

/* A share as per cent with two decimals, with its sign where that matters. */
static void format_per_cent(cr_buf *out, double share, bool is_signed)
{
    long hundredths = lrint(share * 10000), size = hundredths < 0 ? -hundredths : hundredths;
    cr_buf_append_string(out, hundredths < 0 ? "-" : is_signed && hundredths > 0 ? "+" : "");
    cr_buf_append_format(out, "%ld.%02ld", size / 100, size % 100);
}

static void put_number(cr_buf *out, double share, bool is_signed, size_t width)
{
    cr_buf text = {0};
    format_per_cent(&text, share, is_signed);
    put_right(out, cr_buf_view(&text), width);
    cr_buf_release(&text);
}

static void put_interval(cr_buf *out, const cr_bootstrap *b)
{
    cr_buf text = {0};
    format_per_cent(&text, b->low, true);
    cr_buf_append_string(&text, "..");
    format_per_cent(&text, b->high, true);
    put_right(out, cr_buf_view(&text), INTERVAL);
    cr_buf_release(&text);
}

static void put_share(cr_buf *out, double share)
{
    cr_buf text = {0};
    cr_buf_append_format(&text, "%ld %%", lrint(share * 100));
    put_right(out, cr_buf_view(&text), SHARE);
    cr_buf_release(&text);
}

static void put_bar(cr_buf *out, double part, size_t width)
{
    long eighths = lrint(part * (double)(width * EIGHTHS));
    if (eighths <= 0)
        return;
    put_spaces(out, BAR_MARGIN);
    for (; eighths >= EIGHTHS; eighths -= EIGHTHS)
        cr_buf_append_code(out, FULL_BLOCK);
    if (eighths > 0)
        cr_buf_append_code(out, (uint32_t)(FULL_BLOCK + EIGHTHS - eighths));
}

/* Ends a line without white space at its end. */
static void end_line(cr_buf *out)
{
    while (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    cr_buf_append_byte(out, '\n');
}

static void put_head(cr_buf *out, const struct layout *l)
{
    put_left(out, "method", l->name);
    if (l->has_words) {
        put_right(out, CR_VIEW("R1"), NUMBER);
        put_right(out, CR_VIEW("R2"), NUMBER);
    }
    if (l->has_subsequence)
        put_right(out, CR_VIEW("RL"), NUMBER);
    put_right(out, CR_VIEW("mean"), NUMBER);
    put_right(out, CR_VIEW("to lead"), DIFFERENCE);
    if (l->has_interval)
        put_right(out, CR_VIEW("interval"), INTERVAL);
    if (l->has_share)
        put_right(out, CR_VIEW("better"), SHARE);
    end_line(out);
}

/* How sure the difference is: nothing to say for lead itself, and a dash where there are too few texts. */
static void put_certainty(cr_buf *out, const struct layout *l, const cr_bootstrap *b, bool is_known)
{
    if (l->has_interval && is_known)
        put_interval(out, b);
    else if (l->has_interval)
        put_right(out, CR_VIEW("-"), INTERVAL);
    if (l->has_share && is_known)
        put_share(out, b->better);
    else if (l->has_share)
        put_right(out, CR_VIEW("-"), SHARE);
}

static void put_row(cr_buf *out, const struct layout *l, const cr_evaluation_row *row, bool is_known, double longest)
{
    put_left(out, row->name, l->name);
    if (l->has_words) {
        put_number(out, row->mean.r1, false, NUMBER);
        put_number(out, row->mean.r2, false, NUMBER);
    }
    if (l->has_subsequence)
        put_number(out, row->mean.rl, false, NUMBER);
    put_number(out, row->main, false, NUMBER);
    if (row->is_lead) {
        put_spaces(out, DIFFERENCE);
        put_spaces(out, l->has_interval ? INTERVAL : 0);
        put_spaces(out, l->has_share ? SHARE : 0);
    } else {
        put_number(out, row->against_lead.difference, true, DIFFERENCE);
        put_certainty(out, l, &row->against_lead, is_known);
    }
    if (l->bar > 0 && longest > 0)
        put_bar(out, row->main / longest, l->bar);
    end_line(out);
}

static void put_count(cr_buf *out, size_t n, const char *what)
{
    cr_buf_append_format(out, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

static void put_budget(cr_buf *out, const cr_evaluation *evaluation)
{
    if (evaluation->words > 0)
        put_count(out, evaluation->words, "word");
    else if (evaluation->sentences > 0)
        put_count(out, evaluation->sentences, "sentence");
    else
        cr_buf_append_format(out, "%zu %% of the words", evaluation->per_cent);
}

void cr_table_write(const cr_evaluation *evaluation, size_t columns, cr_buf *out)
{
    struct layout l = make_layout(evaluation, columns);
    for (size_t s = 0; s < evaluation->n_sections; s++) {
        const cr_evaluation_section *section = &evaluation->sections[s];
        double longest = 0;
        if (s > 0) {
            cr_buf_append_string(out, "\n");
            cr_buf_append_format(out, "%.16s: ", section->lang);
        }
        put_count(out, section->n_texts, "text");
        if (s == 0) {
            cr_buf_append_string(out, ", budget ");
            put_budget(out, evaluation);
            if (evaluation->n_refused > 0)
                cr_buf_append_format(out, "\n%zu refused", evaluation->n_refused);
        }
        cr_buf_append_string(out, "\n");
        if (section->n_texts == 0)
            continue;
        for (size_t i = 0; i < section->n_rows; i++)
            longest = section->rows[i].main > longest ? section->rows[i].main : longest;
        put_head(out, &l);
        for (size_t i = 0; i < section->n_rows; i++)
            put_row(out, &l, &section->rows[i], section->n_texts >= CR_BOOTSTRAP_LEAST, longest);
    }
    cr_buf_append_string(out, "\nmean: of R1 and R2, the main figure\n");
    if (l.has_interval)
        cr_buf_append_string(out, "interval: 95 %, paired bootstrap\n");
}

static void put_scores(cr_json_writer *json, const cr_evaluation_row *row)
{
    cr_json_member_real(json, "r1", row->mean.r1, JSON_DIGITS);
    cr_json_member_real(json, "r2", row->mean.r2, JSON_DIGITS);
    cr_json_member_real(json, "rl", row->mean.rl, JSON_DIGITS);
    cr_json_member_real(json, "mean", row->main, JSON_DIGITS);
}

static void put_against_lead(cr_json_writer *json, const cr_bootstrap *b, bool is_known)
{
    cr_json_put_name(json, "against_lead");
    cr_json_begin_object(json);
    cr_json_member_real(json, "difference", b->difference, JSON_DIGITS);
    if (is_known) {
        cr_json_member_real(json, "low", b->low, JSON_DIGITS);
        cr_json_member_real(json, "high", b->high, JSON_DIGITS);
        cr_json_member_real(json, "better", b->better, JSON_DIGITS);
    }
    cr_json_end_object(json);
}

static void put_section(cr_json_writer *json, const cr_evaluation_section *section)
{
    const cr_evaluation_row *oracle = NULL;
    cr_json_begin_object(json);
    cr_json_put_name(json, "lang");
    if (section->lang)
        cr_json_put_string(json, cr_view_of(section->lang));
    else
        cr_json_put_null(json);
    cr_json_member_size(json, "texts", section->n_texts);
    cr_json_put_name(json, "methods");
    cr_json_begin_array(json);
    for (size_t i = 0; i < section->n_rows; i++) {
        const cr_evaluation_row *row = &section->rows[i];
        if (row->is_oracle) {
            oracle = row;
            continue;
        }
        cr_json_begin_object(json);
        cr_json_member_string(json, "method", cr_view_of(row->name));
        put_scores(json, row);
        if (!row->is_lead)
            put_against_lead(json, &row->against_lead, section->n_texts >= CR_BOOTSTRAP_LEAST);
        cr_json_end_object(json);
    }
    cr_json_end_array(json);
    cr_json_put_name(json, "oracle");
    if (oracle) {
        cr_json_begin_object(json);
        put_scores(json, oracle);
        cr_json_end_object(json);
    } else {
        cr_json_put_null(json);
    }
    cr_json_end_object(json);
}

void cr_table_write_json(const cr_evaluation *evaluation, cr_buf *out)
{
    cr_json_writer json = {.out = out};
    cr_json_begin_object(&json);
    cr_json_member_string(&json, "schema", CR_VIEW("courant-evaluation/1"));
    cr_json_put_name(&json, "budget");
    cr_json_begin_object(&json);
    if (evaluation->words > 0)
        cr_json_member_size(&json, "words", evaluation->words);
    else if (evaluation->sentences > 0)
        cr_json_member_size(&json, "sentences", evaluation->sentences);
    else
        cr_json_member_size(&json, "per_cent", evaluation->per_cent);
    cr_json_end_object(&json);
    cr_json_member_size(&json, "texts", evaluation->n_sections > 0 ? evaluation->sections[0].n_texts : 0);
    cr_json_member_size(&json, "refused", evaluation->n_refused);
    cr_json_put_name(&json, "sections");
    cr_json_begin_array(&json);
    for (size_t s = 0; s < evaluation->n_sections; s++)
        put_section(&json, &evaluation->sections[s]);
    cr_json_end_array(&json);
    cr_json_end_object(&json);
    cr_buf_append_byte(out, '\n');
}
