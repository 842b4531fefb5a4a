/* How a language writes dates, numbers, lists and the names of languages; always in UTC, never by the locale or the clock of
 * the process.
 */
#ifndef CR_TEXT_LOCALE_H
#define CR_TEXT_LOCALE_H

#include "base/buf.h"

/* One thread at a time uses it. */
typedef struct cr_locale cr_locale;

/* Makes the conventions of a language (a BCP 47 tag); those of English where ICU does not know it. Free with
 * cr_locale_free. CR_LIBRARY if ICU lacks its data. */
cr_status cr_locale_new(const char *lang, cr_locale **locale, cr_error *error);
void cr_locale_free(cr_locale *locale);

/* The tag whose conventions are used. */
const char *cr_locale_tag(const cr_locale *locale);

/* All of these append to out. Seconds count from 1970-01-01T00:00:00 UTC. */
void cr_locale_append_day(cr_locale *locale, int64_t seconds, cr_buf *out);               // "March 10, 2026"
void cr_locale_append_full_day(cr_locale *locale, int64_t seconds, cr_buf *out);          // "Tuesday, March 10, 2026"
void cr_locale_append_days(cr_locale *locale, int64_t first, int64_t last, cr_buf *out);  // "March 10 – 12, 2026"
void cr_locale_append_number(cr_locale *locale, int64_t number, cr_buf *out);
void cr_locale_append_list(cr_locale *locale, const cr_view *items, size_t n_items, cr_buf *out);  // "a, b, and c"
void cr_locale_append_language(cr_locale *locale, const char *lang, cr_buf *out);  // its name; the tag if it has none

/* Reads back what cr_locale_append_full_day wrote, in whatever calendar. What else it takes for a day: write it again and compare. */
bool cr_locale_read_full_day(cr_locale *locale, cr_view text, int64_t *seconds);

/* True if the language of the tag is written from right to left. */
bool cr_language_is_rtl(const char *lang);

#endif
