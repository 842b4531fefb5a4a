#include "text/locale.h"

#include "base/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

enum { TAG_SIZE = 32, ID_SIZE = 64, SHORT_TEXT = 256 };

static const UChar utc[] = u"UTC";

struct cr_locale {
    char tag[TAG_SIZE];
    char id[ID_SIZE];  // ICU's name of it
    UDateFormat *day, *full_day;
    UDateIntervalFormat *days;
    UNumberFormat *number;
    UListFormatter *list;
    ULocaleDisplayNames *names;
};

/* ICU falls back to the default locale of the process for a language it does not know; its answer would then depend on
 * LANG. */
static bool is_known(const char *id)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *bundle = ures_open(NULL, id, &status);
    bool known = U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING;
    ures_close(bundle);
    return known;
}

cr_status cr_locale_new(const char *lang, cr_locale **result, cr_error *error)
{
    cr_locale *locale = cr_allocate_zeroed(1, sizeof *locale);
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    uloc_forLanguageTag(lang, locale->id, ID_SIZE, &parsed, &status);
    bool known = U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING && parsed == (int32_t)strlen(lang) &&
                 locale->id[0] != '\0' && locale->id[0] != '_' && strlen(lang) < TAG_SIZE && is_known(locale->id);
    snprintf(locale->tag, sizeof locale->tag, "%s", known ? lang : "en");
    if (!known)
        snprintf(locale->id, sizeof locale->id, "%s", "en");
    status = U_ZERO_ERROR;
    locale->day = udat_open(UDAT_NONE, UDAT_LONG, locale->id, utc, -1, NULL, 0, &status);
    locale->full_day = udat_open(UDAT_NONE, UDAT_FULL, locale->id, utc, -1, NULL, 0, &status);
    locale->days = udtitvfmt_open(locale->id, u"yMMMMd", -1, utc, -1, &status);
    locale->number = unum_open(UNUM_DECIMAL, NULL, 0, locale->id, NULL, &status);
    locale->list = ulistfmt_openForType(locale->id, ULISTFMT_TYPE_AND, ULISTFMT_WIDTH_WIDE, &status);
    locale->names = uldn_open(locale->id, ULDN_DIALECT_NAMES, &status);
    if (U_FAILURE(status)) {
        cr_locale_free(locale);
        return cr_error_set(error, CR_LIBRARY, "ICU lacks its data for '%s': %s", lang, u_errorName(status));
    }
    *result = locale;
    return CR_OK;
}

void cr_locale_free(cr_locale *locale)
{
    if (!locale)
        return;
    udat_close(locale->day);
    udat_close(locale->full_day);
    udtitvfmt_close(locale->days);
    unum_close(locale->number);
    ulistfmt_close(locale->list);
    uldn_close(locale->names);
    free(locale);
}

const char *cr_locale_tag(const cr_locale *locale)
{
    return locale->tag;
}

static void append_units(cr_buf *out, const UChar *units, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = 0;
    char *to = cr_buf_reserve(out, (size_t)n * 3);
    u_strToUTF8WithSub(to, n * 3, &size, units, n, 0xFFFD, NULL, &status);
    if (U_SUCCESS(status))
        out->size += (size_t)size;
    out->data[out->size] = '\0';
}

void cr_locale_append_day(cr_locale *locale, int64_t seconds, cr_buf *out)
{
    UChar units[SHORT_TEXT];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = udat_format(locale->day, (UDate)seconds * 1000, units, SHORT_TEXT, NULL, &status);
    if (U_SUCCESS(status))
        append_units(out, units, n);
}

void cr_locale_append_full_day(cr_locale *locale, int64_t seconds, cr_buf *out)
{
    UChar units[SHORT_TEXT];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = udat_format(locale->full_day, (UDate)seconds * 1000, units, SHORT_TEXT, NULL, &status);
    if (U_SUCCESS(status))
        append_units(out, units, n);
}

bool cr_locale_read_full_day(cr_locale *locale, cr_view text, int64_t *seconds)
{
    UChar units[SHORT_TEXT];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0, end = 0;
    if (text.size == 0 || text.size > SHORT_TEXT)
        return false;
    u_strFromUTF8(units, SHORT_TEXT, &n, text.data, (int32_t)text.size, &status);
    UDate read = U_SUCCESS(status) ? udat_parse(locale->full_day, units, n, &end, &status) : 0;
    *seconds = (int64_t)(read / 1000);
    return U_SUCCESS(status) && end > 0;
}

void cr_locale_append_days(cr_locale *locale, int64_t first, int64_t last, cr_buf *out)
{
    UChar units[SHORT_TEXT];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = udtitvfmt_format(locale->days, (UDate)first * 1000, (UDate)last * 1000, units, SHORT_TEXT, NULL,
                                 &status);
    if (U_SUCCESS(status))
        append_units(out, units, n);
}

void cr_locale_append_number(cr_locale *locale, int64_t number, cr_buf *out)
{
    UChar units[SHORT_TEXT];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = unum_formatInt64(locale->number, number, units, SHORT_TEXT, NULL, &status);
    if (U_SUCCESS(status))
        append_units(out, units, n);
}

void cr_locale_append_list(cr_locale *locale, const cr_view *items, size_t n_items, cr_buf *out)
{
    size_t capacity = 64 * (n_items + 1);
    for (size_t i = 0; i < n_items; i++)
        capacity += items[i].size;
    if (n_items == 0 || capacity > INT32_MAX / 4)
        return;
    UChar *units = cr_allocate(capacity * 2, sizeof *units), *joined = units + capacity;
    const UChar **strings = cr_allocate(n_items, sizeof *strings);
    int32_t *lengths = cr_allocate(n_items, sizeof *lengths);
    UErrorCode status = U_ZERO_ERROR;
    size_t used = 0;
    for (size_t i = 0; i < n_items; i++) {
        strings[i] = units + used;
        u_strFromUTF8WithSub(units + used, (int32_t)(capacity - used), &lengths[i], items[i].size ? items[i].data : "",
                             (int32_t)items[i].size, 0xFFFD, NULL, &status);
        used += U_SUCCESS(status) ? (size_t)lengths[i] : 0;
    }
    int32_t n = ulistfmt_format(locale->list, strings, lengths, (int32_t)n_items, joined, (int32_t)capacity, &status);
    if (U_SUCCESS(status))
        append_units(out, joined, n);
    free(lengths);
    free(strings);
    free(units);
}

void cr_locale_append_language(cr_locale *locale, const char *lang, cr_buf *out)
{
    char id[ID_SIZE];
    UChar units[SHORT_TEXT];
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    uloc_forLanguageTag(lang, id, ID_SIZE, &parsed, &status);
    int32_t n = U_SUCCESS(status) && parsed > 0 ? uldn_localeDisplayName(locale->names, id, units, SHORT_TEXT, &status)
                                                : 0;
    if (U_SUCCESS(status) && n > 0)
        append_units(out, units, n);
    else
        cr_buf_append_string(out, lang);
}

bool cr_language_is_rtl(const char *lang)
{
    char id[ID_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    uloc_forLanguageTag(lang, id, ID_SIZE, NULL, &status);
    return U_SUCCESS(status) && uloc_isRightToLeft(id);
}
