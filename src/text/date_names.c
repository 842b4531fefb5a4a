/* Finding a day in running text: the names of months come from ICU (text/months.h). */
#include "text/date.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/months.h"

#include <unicode/uchar.h>

enum {
    LOOKED_AT = 512,  // bytes of a line
    MAX_TOKENS = 160,
    MAX_GAP = 3,  // letters of a word that may stand between the parts of a date: "de", "del", "m", "г"
};

/* A number, a word or another character of a line. */
typedef struct token {
    size_t start, end;  // bytes
    uint32_t number;    // its value, if n_digits
    uint32_t n_digits;
    uint32_t month;    // a word that names one: 1 to 12
    uint32_t letters;  // of a word
    uint32_t code;     // any other character; the first one of a word
} token;

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

static bool is_word_part(UChar32 code)
{
    return u_isalpha(code) || (U_GET_GC_MASK(code) & U_GC_M_MASK);
}

/* In Chinese, Japanese and Korean a number tells what it is by the character behind it: these stand alone. */
static bool is_counter(UChar32 code)
{
    return code == 0x5E74 || code == 0x6708 || code == 0x65E5 || code == 0xB144 || code == 0xC6D4 || code == 0xC77C;
}

static size_t cut_tokens(cr_view text, token *tokens)
{
    size_t n = 0;
    for (size_t at = 0; at < text.size && n < MAX_TOKENS;) {
        token t = {.start = at};
        size_t next = at;
        UChar32 code = (UChar32)cr_utf8_next(text, &next);
        t.code = (uint32_t)code;
        if (u_charDigitValue(code) >= 0) {
            for (int32_t digit; at < text.size; at = next, t.n_digits++) {
                next = at;
                digit = u_charDigitValue((UChar32)cr_utf8_next(text, &next));
                if (digit < 0)
                    break;
                t.number = t.number < 100000 ? t.number * 10 + (uint32_t)digit : t.number;
            }
        } else if (is_word_part(code) && !is_counter(code)) {
            for (; at < text.size; at = next, t.letters++) {
                next = at;
                code = (UChar32)cr_utf8_next(text, &next);
                if (!is_word_part(code) || is_counter(code))
                    break;
            }
        } else {
            at = next;
            if (u_isUWhiteSpace(code) || code == 0x200E || code == 0x200F)
                continue;
        }
        t.end = at;
        tokens[n++] = t;
    }
    return n;
}

/* ---- patterns ---------------------------------------------------------------------------------------------------- */

static bool is_year(const token *t)
{
    return t->n_digits == 4 && t->number >= 1900 && t->number < 2700;
}

static bool is_day(const token *t)
{
    return t->n_digits >= 1 && t->n_digits <= 2 && t->number >= 1 && t->number <= 31;
}

/* What may stand between the parts of a date: a short word, a stop, a comma. */
static bool is_filler(const token *t)
{
    return t->n_digits == 0 && t->month == 0 &&
           (t->letters ? t->letters <= MAX_GAP
                       : t->code == '.' || t->code == ',' || t->code == 0x60C || t->code == '\'' || t->code == 0xB0 ||
                             t->code == 0xBA);
}

/* The nearest token before (step -1) or behind (1) that is no filler; NULL if three fillers do not lead to one. */
static const token *neighbour(const token *tokens, size_t n, const token *from, ptrdiff_t step)
{
    ptrdiff_t i = from - tokens;
    for (int fillers = 0; fillers <= 3; fillers++) {
        i += step;
        if (i < 0 || i >= (ptrdiff_t)n)
            return NULL;
        if (!is_filler(&tokens[i]))
            return &tokens[i];
    }
    return NULL;
}

typedef struct found {
    const token *first, *last;
    uint32_t year, month, day;
} found;

/* A year of the Thai Buddhist calendar counts from 543 years before. */
static bool settle(const found *f, cr_date *date, size_t *start, size_t *end)
{
    uint32_t year = f->year >= 2400 ? f->year - 543 : f->year;
    if (!cr_date_of_day(year, f->month, f->day, date))
        return false;
    if (end) {
        *start = f->first->start;
        *end = f->last->end;
    }
    return true;
}

/* 2026-03-12, 2026/3/12, 12.03.2026, 3/12/2026. */
static bool in_figures(const token *t, size_t left, bool month_first, found *f)
{
    uint32_t separator = left >= 5 ? t[1].code : 0;
    if (left < 5 || !t[0].n_digits || !t[2].n_digits || !t[4].n_digits || t[3].code != separator || t[1].n_digits ||
        (separator != '-' && separator != '.' && separator != '/' && separator != 0x2010 && separator != 0x2011))
        return false;
    *f = (found){.first = &t[0], .last = &t[4]};
    if (is_year(&t[0]) && is_day(&t[2]) && is_day(&t[4])) {
        f->year = t[0].number, f->month = t[2].number, f->day = t[4].number;
        return true;
    }
    if (!is_year(&t[4]) || !is_day(&t[0]) || !is_day(&t[2]))
        return false;
    bool swap = (month_first && t[0].number <= 12 && separator == '/') || t[2].number > 12;
    f->year = t[4].number, f->month = t[swap ? 0 : 2].number, f->day = t[swap ? 2 : 0].number;
    return true;
}

/* 2026年3月12日, 2026년 3월 12일. */
static bool with_counters(const token *t, size_t left, found *f)
{
    if (left < 5 || !is_year(&t[0]) || (t[1].code != 0x5E74 && t[1].code != 0xB144) || !is_day(&t[2]) ||
        (t[3].code != 0x6708 && t[3].code != 0xC6D4) || !is_day(&t[4]))
        return false;
    bool closed = left > 5 && (t[5].code == 0x65E5 || t[5].code == 0xC77C);
    *f = (found){&t[0], &t[closed ? 5 : 4], t[0].number, t[2].number, t[4].number};
    return true;
}

/* With the name of a month at `name`, which may be a marker and its number up to `name_end`. */
static bool around_name(const token *tokens, size_t n, const token *name, const token *name_end, uint32_t month,
                        found *f)
{
    const token *before = neighbour(tokens, n, name, -1), *behind = neighbour(tokens, n, name_end, 1);
    if (before && behind && is_day(before) && is_year(behind)) {
        *f = (found){before, behind, behind->number, month, before->number};
        return true;
    }
    if (before && behind && is_year(before) && is_day(behind)) {
        *f = (found){before, behind, before->number, month, behind->number};
        return true;
    }
    const token *third = behind && is_day(behind) ? neighbour(tokens, n, behind, 1) : NULL;
    if (third && is_year(third)) {
        *f = (found){name, third, third->number, month, behind->number};
        return true;
    }
    return false;
}

/* Sets the months of the words. */
static void name_months(cr_view text, const cr_months *months, token *tokens, size_t n)
{
    cr_view marker = cr_months_marker(months);
    cr_buf folded = {0};
    for (size_t i = 0; i < n; i++) {
        if (!tokens[i].letters)
            continue;
        cr_view word = cr_view_slice(text, tokens[i].start, tokens[i].end);
        tokens[i].month = cr_months_find(months, word);
        if (tokens[i].month || marker.size == 0 || i + 1 == n || !is_day(&tokens[i + 1]) || tokens[i + 1].number > 12)
            continue;
        cr_buf_clear(&folded);
        cr_fold(word, "", &folded);
        if (cr_view_equal(cr_buf_view(&folded), marker))
            tokens[i].month = 100 + tokens[i + 1].number;
    }
    cr_buf_release(&folded);
}

void cr_date_reader_release(cr_date_reader *reader)
{
    cr_months_free(reader->months);
    reader->months = NULL;
}

bool cr_date_find(cr_date_reader *reader, cr_view text, cr_date *date, size_t *start, size_t *end)
{
    if (text.size > LOOKED_AT) {
        size_t size = LOOKED_AT;
        while (!cr_utf8_is_boundary(text, size))
            size--;
        text.size = size;
    }
    token tokens[MAX_TOKENS];
    size_t n = cut_tokens(text, tokens);
    // every form of a date has both; without them the names of the months are not worth asking ICU for
    bool has_year = false, has_day = false;
    for (size_t i = 0; i < n; i++) {
        has_year = has_year || is_year(&tokens[i]);
        has_day = has_day || is_day(&tokens[i]);
    }
    if (!has_year || !has_day)
        return false;
    if (!reader->months)
        reader->months = cr_months_new(reader->lang, true);
    name_months(text, reader->months, tokens, n);
    bool is_found = false;
    for (size_t i = 0; i < n && !is_found; i++) {
        found f;
        const token *t = &tokens[i];
        bool marker = t->month > 100;
        if (in_figures(t, n - i, cr_months_are_first(reader->months), &f) || with_counters(t, n - i, &f) ||
            (t->month && around_name(tokens, n, t, t + marker, t->month % 100, &f)))
            is_found = settle(&f, date, start, end);
    }
    return is_found;
}
