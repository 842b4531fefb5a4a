/* The one place that asks the clock: when articles were seen, when an edition was made, and which day is today. */
#ifndef CR_JOB_CLOCK_H
#define CR_JOB_CLOCK_H

#include "base/date.h"

/* Seconds since 1970, UTC. */
int64_t cr_clock_now(void);

/* Today in UTC. */
cr_date cr_clock_today(void);

#endif
