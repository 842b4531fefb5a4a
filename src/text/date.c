#include "text/date.h"

/* Days since 1970-01-01, by the count of days in the 400 years' cycle that starts in March. */
static int64_t days_since_epoch(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400, year_of_era = year % 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

bool cr_date_of_day(int64_t year, int64_t month, int64_t day, cr_date *date)
{
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day > lengths[month - 1] + (month == 2 && leap))
        return false;
    *date = (cr_date){days_since_epoch(year, month, day) * 86400, CR_DATE_DAY};
    return true;
}

/* ---- as data ----------------------------------------------------------------------------------------------------- */

/* Takes n digits at *at. */
static bool take_digits(cr_view text, size_t *at, size_t n, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < n; i++, ++*at) {
        if (*at >= text.size || !cr_is_digit(text.data[*at]))
            return false;
        *number = *number * 10 + (text.data[*at] - '0');
    }
    return true;
}

static bool take_byte(cr_view text, size_t *at, const char *any_of)
{
    if (*at >= text.size)
        return false;
    for (; *any_of; any_of++)
        if (text.data[*at] == *any_of) {
            ++*at;
            return true;
        }
    return false;
}

static bool take_day(cr_view text, size_t *at, cr_date *date)
{
    int64_t year, month, day;
    return take_digits(text, at, 4, &year) && take_byte(text, at, "-") && take_digits(text, at, 2, &month) &&
           take_byte(text, at, "-") && take_digits(text, at, 2, &day) && cr_date_of_day(year, month, day, date);
}

static bool take_zone(cr_view text, size_t *at, int64_t *seconds)
{
    *seconds = 0;
    if (take_byte(text, at, "Zz"))
        return true;
    int64_t hour, minute, sign = take_byte(text, at, "+") ? 1 : -1;
    if (sign < 0 && !take_byte(text, at, "-"))
        return false;
    if (!take_digits(text, at, 2, &hour) || !take_byte(text, at, ":") || !take_digits(text, at, 2, &minute) ||
        hour > 23 || minute > 59)
        return false;
    *seconds = sign * (hour * 3600 + minute * 60);
    return true;
}

bool cr_date_parse(cr_view text, cr_date *date)
{
    cr_date found = {0, CR_DATE_NONE};
    size_t at = 0;
    if (!take_day(text, &at, &found))
        return false;
    if (at < text.size) {
        int64_t hour, minute, second, zone, fraction;
        if (!take_byte(text, &at, "Tt ") || !take_digits(text, &at, 2, &hour) || !take_byte(text, &at, ":") ||
            !take_digits(text, &at, 2, &minute) || !take_byte(text, &at, ":") || !take_digits(text, &at, 2, &second) ||
            hour > 23 || minute > 59 || second > 60)
            return false;
        if (take_byte(text, &at, ".")) {
            if (!take_digits(text, &at, 1, &fraction))
                return false;
            while (at < text.size && cr_is_digit(text.data[at]))
                at++;
        }
        if (!take_zone(text, &at, &zone) || at != text.size)
            return false;
        found.seconds += hour * 3600 + minute * 60 + second - zone;
        found.precision = CR_DATE_TIME;
    }
    *date = found;
    return true;
}
