/* Dates: as data (RFC 3339, a day) and as people write them in a line of text. */
#ifndef CR_TEXT_DATE_H
#define CR_TEXT_DATE_H

#include "base/date.h"

/* A day of the proleptic Gregorian calendar as seconds since 1970. month is 1 to 12. False if there is no such day or the
 * year is not in 1 to 9999. */
bool cr_date_of_day(int64_t year, int64_t month, int64_t day, cr_date *date);

/* The whole text is an RFC 3339 date and time (with its zone), or a day, YYYY-MM-DD. */
bool cr_date_parse(cr_view text, cr_date *date);

/* Reads the dates of one language: set lang, which must outlive it, and zero the rest. ICU is asked for the names of the months
 * when a line first may hold one. */
typedef struct cr_date_reader {
    const char *lang;
    struct cr_months *months;
} cr_date_reader;

void cr_date_reader_release(cr_date_reader *reader);

/* The first day named in a line of running text: YYYY-MM-DD and its likes, a day, month and year in figures of any script
 * (the order by the language where it is open), or with the name of the month in the reader's language, in English, or ICU's
 * usual orders (day month year, month day year, year month day). Where *end is asked for, [*start, *end) are its bytes.
 * The year has four figures. The text is valid UTF-8; only its first 512 bytes are looked at. */
bool cr_date_find(cr_date_reader *reader, cr_view text, cr_date *date, size_t *start, size_t *end);

#endif
