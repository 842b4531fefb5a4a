/* A moment or a day. */
#ifndef CR_BASE_DATE_H
#define CR_BASE_DATE_H

#include "base/buf.h"

#include <stdint.h>

typedef enum cr_date_precision { CR_DATE_NONE, CR_DATE_DAY, CR_DATE_TIME } cr_date_precision;

typedef struct cr_date {
    int64_t seconds;  // since 1970-01-01T00:00:00 UTC; a day stands for its first second
    cr_date_precision precision;
} cr_date;

enum { CR_SECONDS_OF_DAY = 24 * 60 * 60 };

/* Days since 1970-01-01 in UTC, rounded down. */
static inline int64_t cr_date_day(cr_date date)
{
    int64_t day = date.seconds / CR_SECONDS_OF_DAY;
    return date.seconds % CR_SECONDS_OF_DAY < 0 ? day - 1 : day;
}

/* "2026-03-12", or "2026-03-12T08:30:00Z"; nothing for none. */
void cr_date_append(cr_buf *out, cr_date date);

#endif
