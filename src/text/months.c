#include "text/months.h"

#include "base/memory.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum { MAX_NAMES = 256, NAME_UNITS = 64 };

struct cr_months {
    cr_buf text;  // folded names, one after the other
    struct {
        size_t start, end;
        uint32_t month;
    } items[MAX_NAMES];
    size_t n;
    cr_buf marker;
    bool month_first;
    bool proclitic;  // a preposition is written in one with the name
};

static void add_name(cr_months *all, const UChar *units, int32_t n, uint32_t month)
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

static void add_locale(cr_months *all, const char *locale)
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

cr_months *cr_months_new(const char *lang, bool foreign)
{
    cr_months *months = cr_allocate_zeroed(1, sizeof *months);
    months->proclitic = strncmp(lang, "he", 2) == 0;
    bool is_english = strncmp(lang, "en", 2) == 0;
    add_locale(months, lang);
    if (foreign && !is_english)
        add_locale(months, "en");
    if (foreign || is_english)
        add_locale(months, "en_GB");  // Sept
    if (strncmp(lang, "ar", 2) == 0)
        add_locale(months, "ar_LB");
    return months;
}

void cr_months_free(cr_months *months)
{
    if (!months)
        return;
    cr_buf_release(&months->text);
    cr_buf_release(&months->marker);
    free(months);
}

static uint32_t find_folded(const cr_months *all, cr_view folded)
{
    for (size_t i = 0; i < all->n; i++)
        if (cr_view_equal(folded, cr_view_slice(cr_buf_view(&all->text), all->items[i].start, all->items[i].end)))
            return all->items[i].month;
    return 0;
}

uint32_t cr_months_find(const cr_months *months, cr_view word)
{
    cr_buf buf = {0};
    cr_fold(word, "", &buf);
    cr_view folded = cr_buf_view(&buf);
    uint32_t month = find_folded(months, folded);
    if (!month && months->proclitic && folded.size > 2)  // "in March" is one word
        month = find_folded(months, cr_view_slice(folded, 2, folded.size));
    cr_buf_release(&buf);
    return month;
}

cr_view cr_months_marker(const cr_months *months)
{
    return cr_buf_view(&months->marker);
}

bool cr_months_are_first(const cr_months *months)
{
    return months->month_first;
}
