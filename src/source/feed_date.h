/* Moments as feeds write them. */
#ifndef CR_SOURCE_FEED_DATE_H
#define CR_SOURCE_FEED_DATE_H

#include "base/date.h"
#include "base/view.h"

/* The names of the months in the languages of a feed, loaded when a date first needs them. */
typedef struct cr_feed_calendar cr_feed_calendar;

/* lang: that of the feed, or "". Free takes NULL. */
cr_feed_calendar *cr_feed_calendar_new(const char *lang);
void cr_feed_calendar_free(cr_feed_calendar *calendar);

/* RFC 822 and 3339 with their liberties (odd and missing zones, years of two figures, no weekday or a wrong one), asctime, the
 * other forms of ISO 8601, figures in any order that tells itself, months in words of English, of the calendar's language, or,
 * where it has none, of some others that are common. What has no zone is taken for UTC. False if it is no date. */
bool cr_feed_date(cr_view text, cr_feed_calendar *calendar, cr_date *date);

#endif
