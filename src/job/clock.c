#include "job/clock.h"

#include <time.h>

int64_t cr_clock_now(void)
{
    return (int64_t)time(NULL);
}

cr_date cr_clock_today(void)
{
    const cr_date now = {cr_clock_now(), CR_DATE_TIME};
    return (cr_date){cr_date_day(now) * CR_SECONDS_OF_DAY, CR_DATE_DAY};
}
