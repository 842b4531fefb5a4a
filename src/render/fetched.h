/* What a run of `fetch` brought, for people and as JSON. */
#ifndef CR_RENDER_FETCHED_H
#define CR_RENDER_FETCHED_H

#include "base/date.h"
#include "base/view.h"
#include "render/records.h"

typedef enum cr_fetched_state {
    CR_FETCHED_READ,
    CR_FETCHED_UNCHANGED,  // nothing new since the last visit
    CR_FETCHED_WAITING,    // the server has asked to be left alone until `again`
    CR_FETCHED_FAILED,
} cr_fetched_state;

typedef struct cr_fetched_feed {
    cr_view url;    // as configured
    cr_view title;  // as it calls itself, or none
    cr_fetched_state state;
    size_t n_new, n_changed, n_known;  // articles
    size_t n_pages, n_pages_missed;    // read; not to be had
    cr_view error;                     // of a feed that failed
    cr_view moved_to;                  // where it is now, or none
    cr_date failing_since;             // none: it does not fail
    cr_date again;                     // not before; none: at any time
} cr_fetched_feed;

/* The whole report. As JSON lines a line for each feed. */
void cr_render_fetched(const cr_fetched_feed *feeds, size_t n, cr_format format, cr_buf *out);

#endif
