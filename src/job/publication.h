/* One run of publish: what is common to all that goes out. */
#ifndef CR_JOB_PUBLICATION_H
#define CR_JOB_PUBLICATION_H

#include "archive/archive.h"
#include "job/corpus.h"
#include "job/edition.h"

typedef struct cr_publication {
    const cr_config *config;
    const cr_io *io;
    cr_report *report;
    const char *const *files;  // [n_files] the articles, where they are not the archive's
    size_t n_files;
    cr_archive *archive;  // NULL: there is none
    cr_date day;          // of the editions; none: that of the newest article
    int64_t now;          // what is written down as the time of things
    cr_corpus corpus;
    cr_date first;  // day that the corpus begins with
    bool is_open, is_read;
    bool has_told;    // that an edition was made before
    cr_error unread;  // why the articles cannot be read: it is not tried again
    const bool *
        followed;  // [n_entities] the companies of the edition for everybody, once the articles were read for it; NULL: none
    size_t *entity_of;     // [n_names] the companies of all readers, one reader's behind the other's
    size_t n_good, n_bad;  // outputs
    cr_arena arena;
} cr_publication;

/* An edition that goes out. */
typedef struct cr_issue {
    cr_edition edition;  // read back from `json`, so that what is sent again is the same as what was sent before
    cr_view json;
    cr_date first;  // day of the archive that it begins with, where it is made now
    int64_t id;     // in the archive; 0: it is not stored
    bool has_news;  // a story that is not told already
} cr_issue;

/* The first day of the archive that an edition of a day is made of, whose reader got the last one on the day `since` (none: none yet). */
cr_date cr_publication_first(const cr_publication *p, cr_date day, cr_date since);

/* Reads the articles of that day and later ones: once, and again only for a reader who is further behind than those before. */
cr_status cr_publication_read(cr_publication *p, cr_date first, cr_error *error);

/* The edition of a profile as it is stored: *found, or there is none. With --anew one is taken out of the archive if no mail of it
 * may have gone out; what was written of it to files is written again. The first that is found is told of. */
cr_status cr_publication_find(cr_publication *p, cr_view profile, cr_issue *issue, bool *found, cr_error *error);

/* Makes it, of what is not older than profile->first. Nothing is stored. It lives in the publication's arena. */
cr_status cr_publication_make(cr_publication *p, const cr_profile *profile, cr_issue *issue, cr_error *error);

/* Stores it: the archive must have begun a transaction, and the caller commits. */
cr_status cr_publication_store(cr_publication *p, cr_view profile, cr_issue *issue, cr_error *error);

/* A line of the report: "KIND TARGET: what", and counts it as good or bad. With --quiet only what is bad is told. */
cr_status cr_publication_say(cr_publication *p, const char *kind, const char *target, const char *what, bool good,
                             cr_error *error);

/* Whether an output of mails can do its work, before anything goes out: CR_USAGE if not. */
cr_status cr_publish_mails_check(cr_publication *p, const cr_config_output *output, cr_error *error);

/* The mails: to every reader, or the one of that address. A mail that fails is reported and counted; an error is one that ends the
 * run. */
cr_status cr_publish_mails(cr_publication *p, const cr_config_output *output, cr_error *error);

#endif
