#include "base/date.h"

static void append_padded(cr_buf *out, int64_t number, int width)
{
    cr_buf_append_format(out, "%0*lld", width, (long long)number);
}

void cr_date_append(cr_buf *out, cr_date date)
{
    if (date.precision == CR_DATE_NONE)
        return;
    int64_t days = cr_date_day(date), seconds = date.seconds - days * CR_SECONDS_OF_DAY;
    // the days of cr_date_of_day (text/date.c) backwards
    int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t part = (5 * day_of_year + 2) / 153, month = part < 10 ? part + 3 : part - 9;
    append_padded(out, year_of_era + era * 400 + (month <= 2), 4);
    cr_buf_append_byte(out, '-');
    append_padded(out, month, 2);
    cr_buf_append_byte(out, '-');
    append_padded(out, day_of_year - (153 * part + 2) / 5 + 1, 2);
    if (date.precision == CR_DATE_DAY)
        return;
    cr_buf_append_byte(out, 'T');
    append_padded(out, seconds / 3600, 2);
    cr_buf_append_byte(out, ':');
    append_padded(out, seconds / 60 % 60, 2);
    cr_buf_append_byte(out, ':');
    append_padded(out, seconds % 60, 2);
    cr_buf_append_byte(out, 'Z');
}
