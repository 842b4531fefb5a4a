/* What the jobs do with the archive: opening it, bringing articles in, and what an edition takes from it and leaves there. */
#ifndef CR_JOB_KEPT_H
#define CR_JOB_KEPT_H

#include "archive/archive.h"
#include "digest/edition.h"
#include "digest/previous.h"
#include "job/collect.h"
#include "job/job.h"

/* Opens config->archive; CR_USAGE if none is named. That another run is waited for is told by io->message; io must outlive the
 * archive. */
cr_status cr_kept_open(const cr_config *config, const cr_io *io, bool may_create, cr_archive **archive,
                       cr_error *error);

/* Makes an article ready to be added: its terms, its language, and whom it mentions if the tools have the entities. Any thread, with
 * the worker's analyser; all lives in the arena, views of the article stay views. feed may be none. */
cr_status cr_kept_item(const cr_tools *tools, cr_worker *worker, const cr_article *article, cr_view feed, int64_t seen,
                       cr_arena *arena, cr_archive_item *item, cr_error *error);

/* Reads the articles of a query into a collection and analyses them, as cr_collection_read does for files;
 * collection->revisions is filled. */
cr_status cr_kept_read(cr_collection *collection, const cr_config *config, cr_tools *tools, cr_archive *archive,
                       const cr_archive_query *query, const cr_io *io, cr_report *report, cr_error *error);

/* The days that end with config->date (else today): config->days of them, else `days`. */
cr_archive_query cr_kept_days(const cr_config *config, size_t days);

enum { CR_KEPT_DAYS = 14 };  // that an edition reaches back at most, unless it is told to

/* The same, and further back to the day `since` of the last edition that the reader got (none: of no edition), that nothing between the two
 * goes untold; CR_KEPT_DAYS at most. */
cr_archive_query cr_kept_days_since(const cr_config *config, size_t days, cr_date since);

/* Adds the feeds that failed at their last visit to the failures of the collection, which stand in the footer. */
cr_status cr_kept_failures(cr_collection *collection, cr_archive *archive, cr_date day, cr_error *error);

/* The name of the digest: config->profile, else "daily". */
cr_view cr_kept_profile(const cr_config *config);

enum { CR_KEPT_PREVIOUS = 14 };  // editions that are looked back at

/* The editions of a profile of the days before, as what a reader was told. */
cr_status cr_kept_previous(cr_archive *archive, cr_view profile, cr_date day, cr_arena *arena,
                           const cr_previous_edition **previous, size_t *n, cr_error *error);

/* Stores an edition made of the collection. If one of that profile and day stands already it stays: *existed. *id: of the one that
 * stands. */
cr_status cr_kept_store(cr_archive *archive, const cr_config *config, cr_view profile, const cr_edition *edition,
                        const cr_collection *collection, int64_t now, int64_t *id, bool *existed, cr_error *error);

/* The same for one whose JSON is there already, and which was made of what is not older than `first` (none: of all). */
cr_status cr_kept_store_json(cr_archive *archive, cr_view profile, const cr_edition *edition, cr_view json,
                             const cr_collection *collection, cr_date first, int64_t now, int64_t *id, bool *existed,
                             cr_error *error);

/* The edition of a profile and day as it was stored, and what it tells, in the arena. */
cr_status cr_kept_load(cr_archive *archive, cr_view profile, cr_date day, cr_arena *arena, cr_archive_edition *stored,
                       cr_edition *edition, bool *found, cr_error *error);

/* Tells by io->message that an edition was made before, and when; `what` follows. */
void cr_kept_say_made(const cr_archive_edition *stored, const char *what, const cr_config *config, const cr_io *io);

#endif
