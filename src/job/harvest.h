/* What becomes of feeds and pages that were fetched: articles in the archive, and what is remembered of each feed.
 *
 * All articles of a feed go into the archive in one transaction; those whose page is fetched follow one by one as the pages come.
 * The state of the feed (its ETag above all) is written when the last of them is there: whenever a run is cut off, the next one gets
 * what is missing.
 */
#ifndef CR_JOB_HARVEST_H
#define CR_JOB_HARVEST_H

#include "archive/archive.h"
#include "job/job.h"
#include "job/tools.h"
#include "net/fetch.h"
#include "render/fetched.h"

enum {
    CR_HARVEST_PAGES = 200,        // of one feed in one run
    CR_HARVEST_AGAIN = 24 * 3600,  // seconds for which a page that could not be had is tried again
    CR_HARVEST_FORGET = 3 * 24 *
                        3600,  // seconds after which a feed that nobody names any more is not held to have failed
    CR_HARVEST_LOUD = 7,       // days of failing after which it is said louder
};

/* A feed to be read. */
typedef struct cr_harvest_source {
    cr_view url, name, lang;  // name and lang may be none
    cr_pages_when pages;
    cr_view secret;  // none: none
    bool by_hand;    // named on the command line: a web page will do as well, and what was gone is asked for again
} cr_harvest_source;

typedef struct cr_harvest cr_harvest;

/* All of it must outlive the harvest. The tools have at least one worker. now: seconds since 1970. Free takes NULL. */
cr_status cr_harvest_new(const cr_config *config, const cr_io *io, cr_tools *tools, cr_archive *archive, int64_t now,
                         cr_harvest **harvest, cr_error *error);
void cr_harvest_free(cr_harvest *harvest);

/* Adds a feed; one whose address is there already is passed over. */
cr_status cr_harvest_add(cr_harvest *harvest, const cr_harvest_source *source, cr_error *error);

/* Adds one that failed before it could be asked for. */
cr_status cr_harvest_add_failed(cr_harvest *harvest, const cr_harvest_source *source, const cr_error *problem,
                                cr_error *error);

/* Feeds of the archive that were not added and have not been asked for a while: whoever took them out of the sources wants to hear
 * no more of their failing. */
cr_status cr_harvest_forgive_others(cr_harvest *harvest, cr_error *error);

/* Fetches and stores. Fails if the archive does; a feed that fails is warned of and stands in the report. */
cr_status cr_harvest_run(cr_harvest *harvest, cr_error *error);

/* [n] in the order in which they were added. Lives as long as the harvest. */
const cr_fetched_feed *cr_harvest_report(const cr_harvest *harvest, size_t *n);

#endif
