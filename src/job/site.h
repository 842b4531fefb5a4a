/* A site in a folder: its data remember every edition, its pages are made anew from them, and only what is Courant's own is touched. */
#ifndef CR_JOB_SITE_H
#define CR_JOB_SITE_H

#include "base/view.h"
#include "job/corpus.h"
#include "job/job.h"

/* What became of the files. */
typedef struct cr_site_outcome {
    size_t n_written, n_unchanged, n_removed;
    size_t n_left;  // others' or changed by somebody: left as they are
} cr_site_outcome;

/* The site of a folder under way: what is added to it. */
typedef struct cr_site_order {
    const char *kind;          // "hugo", "jekyll", "html"
    const char *folder;        // made if there is none
    const char *address;       // of the site on the web; NULL: none
    cr_view edition;           // JSON; none: nothing is added
    const cr_view *companies;  // [n_companies] JSON of company pages
    size_t n_companies;
} cr_site_order;

/* Adds the edition, in place of another one of its day, and the companies, and writes what has changed. A file that is left is told
 * as a warning. With config->dry_run nothing is written, and the outcome tells what would be. CR_USAGE: the edition has no day, or
 * address is none. */
cr_status cr_site_write(const cr_config *config, const cr_site_order *order, const cr_io *io, cr_site_outcome *outcome,
                        cr_error *error);

/* "12 written, 40 unchanged, 0 removed, 0 left"; is_dry: "would be ..." */
void cr_site_outcome_append(const cr_site_outcome *outcome, bool is_dry, cr_buf *out);

/* The JSON of the pages of the companies that are followed and spoken of, in the arena. The corpus has mentions. */
cr_status cr_site_companies(const cr_config *config, const cr_corpus *corpus, const bool *followed, cr_arena *arena,
                            const cr_view **companies, size_t *n, cr_error *error);

#endif
