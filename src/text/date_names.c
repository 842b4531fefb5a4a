/* Finding a day in running text: the names of months come from ICU. */
#include "text/date.h"

#include "base/utf8.h"
#include "text/fold.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum {
    LOOKED_AT = 512,   // bytes of a line
    MAX_TOKENS = 160,
    MAX_NAMES = 256,
    NAME_UNITS = 64,
    MAX_GAP = 3,       // letters of a word that may stand between the parts of a date: "de", "del", "m", "г"
};

/* A number, a word or another character of a line. */
typedef struct token {
    size_t start, end;  // bytes
    uint32_t number;    // its value, if n_digits
    uint32_t n_digits;
    uint32_t month;     // a word that names one: 1 to 12
    uint32_t letters;   // of a word
    uint32_t code;      // any other character; the first one of a word
} token;

/* ---- names ------------------------------------------------------------------------------------------------------- */

typedef struct names {
    cr_buf text;  // folded names, one after the other
    struct {
        size_t start, end;
        uint32_t month;
    } items[MAX_NAMES];
    size_t n;
    cr_buf marker;   // the word before a number that makes it a month (Vietnamese), "" if none
    bool month_first;  // of 3/4/2026
} names;

static void add_name(names *all, const UChar *units, int32_t n, uint32_t month)
{
    char utf8[NAME_UNITS * 3];
    int32_t size = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(utf8, sizeof utf8, &size, units, n, &status);
    if (U_FAILURE(status) || all->n == MAX_NAMES)
        return;
    size_t start = all->text.size;
    cr_fold((cr_view){utf8, (size_t)size}, "", &all->text);
    cr_view name = cr_view_slice(cr_buf_view(&all->text), start, all->text.size);
    while (name.size && (name.data[name.size - 1] == '.' || name.data[name.size - 1] == ' '))
        name.size--;
    size_t digit = 0;
    while (digit < name.size && !cr_is_digit(name.data[digit]))
        digit++;
    if (digit < name.size) {
        if (digit > 1 && all->marker.size == 0)
            cr_buf_append(&all->marker, cr_view_trim(cr_view_slice(name, 0, digit)));
        all->text.size = start;
        return;
    }
    all->items[all->n].start = start;
    all->items[all->n].end = start + name.size;
    all->items[all->n++].month = month;
}

static void add_locale(names *all, const char *locale)
{
    static const UDateFormatSymbolType kinds[] = {UDAT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_SHORT_MONTHS,
                                                  UDAT_STANDALONE_SHORT_MONTHS};
    UErrorCode status = U_ZERO_ERROR;
    char with_calendar[64];
    snprintf(with_calendar, sizeof with_calendar, "%.32s@calendar=gregorian", locale);
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT, with_calendar, NULL, 0, NULL, 0, &status);
    if (U_FAILURE(status))
        return;
    UChar units[NAME_UNITS];
    int32_t n = udat_toPattern(format, false, units, NAME_UNITS, &status);
    const UChar *month = U_SUCCESS(status) ? u_memchr(units, 'M', n) : NULL, *day = u_memchr(units, 'd', n);
    if (all->n == 0)
        all->month_first = month && day && month < day;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (int32_t i = 0; i < 12; i++) {
            status = U_ZERO_ERROR;
            n = udat_getSymbols(format, kinds[kind], i, units, NAME_UNITS, &status);
            if (U_SUCCESS(status) && n > 0 && n < NAME_UNITS)
                add_name(all, units, n, (uint32_t)i + 1);
        }
    udat_close(format);
}

static uint32_t month_named(const names *all, cr_view folded)
{
    for (size_t i = 0; i < all->n; i++)
        if (cr_view_equal(folded, cr_view_slice(cr_buf_view(&all->text), all->items[i].start, all->items[i].end)))
            return all->items[i].month;
    return 0;
}

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
           (t->letters ? t->letters <= MAX_GAP : t->code == '.' || t->code == ',' || t->code == 0x60C || t->code == '\'' ||
                                                     t->code == 0xB0 || t->code == 0xBA);
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

/* Sets the months of the words; true if there is any. */
static void name_months(cr_view text, const char *lang, const names *all, token *tokens, size_t n)
{
    cr_buf folded = {0};
    for (size_t i = 0; i < n; i++) {
        if (!tokens[i].letters)
            continue;
        cr_buf_clear(&folded);
        cr_fold(cr_view_slice(text, tokens[i].start, tokens[i].end), "", &folded);
        cr_view word = cr_buf_view(&folded);
        tokens[i].month = month_named(all, word);
        if (!tokens[i].month && strncmp(lang, "he", 2) == 0 && word.size > 2)  // "in March" is one word
            tokens[i].month = month_named(all, cr_view_slice(word, 2, word.size));
        if (!tokens[i].month && all->marker.size && cr_view_equal(word, cr_buf_view(&all->marker)) && i + 1 < n &&
            is_day(&tokens[i + 1]) && tokens[i + 1].number <= 12)
            tokens[i].month = 100 + tokens[i + 1].number;
    }
    cr_buf_release(&folded);
}

bool cr_date_find(cr_view text, const char *lang, cr_date *date, size_t *start, size_t *end)
{
    if (text.size > LOOKED_AT) {
        size_t size = LOOKED_AT;
        while (!cr_utf8_is_boundary(text, size))
            size--;
        text.size = size;
    }
    token tokens[MAX_TOKENS];
    size_t n = cut_tokens(text, tokens);
    bool has_year = false;
    for (size_t i = 0; i < n; i++)
        has_year = has_year || is_year(&tokens[i]);
    if (!has_year)
        return false;
    names all = {0};
    add_locale(&all, lang);
    add_locale(&all, "en");
    add_locale(&all, "en_GB");  // Sept
    if (strncmp(lang, "ar", 2) == 0)
        add_locale(&all, "ar_LB");
    name_months(text, lang, &all, tokens, n);
    bool is_found = false;
    for (size_t i = 0; i < n && !is_found; i++) {
        found f;
        const token *t = &tokens[i];
        bool marker = t->month > 100;
        if (in_figures(t, n - i, all.month_first, &f) || with_counters(t, n - i, &f) ||
            (t->month && around_name(tokens, n, t, t + marker, t->month % 100, &f)))
            is_found = settle(&f, date, start, end);
    }
    cr_buf_release(&all.text);
    cr_buf_release(&all.marker);
    return is_found;
}
