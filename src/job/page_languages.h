/* What a page says in words of ours, in every language that it may be in: its day, and the footer. */
#ifndef CR_JOB_PAGE_LANGUAGES_H
#define CR_JOB_PAGE_LANGUAGES_H

#include "digest/page.h"
#include "digest/verify.h"
#include "job/job.h"
#include "job/tools.h"
#include "render/words.h"

/* Zero-initialise it. One thread at a time uses it. */
typedef struct cr_page_languages {
    struct cr_page_language *languages;  // [n_languages]
    size_t n_languages, capacity;
    cr_page_words fixed;        // for reading pages
    const cr_edition *recount;  // what the footers are held against, or NULL
    size_t n_muted;             // the numbers of articles left out whose lines are known
    size_t n_tries;             // to find the number of sources of the others
    cr_arena arena;
    cr_arena expected;  // what the footers would say of the recount
} cr_page_languages;

/* Loads them, once. Release in any case. */
cr_status cr_page_languages_load(cr_page_languages *languages, const cr_config *config, cr_error *error);
void cr_page_languages_release(cr_page_languages *languages);

/* The day that a page states under its title, as a digest does in any of the languages; else none. */
cr_date cr_page_languages_day(const cr_page_languages *languages, const cr_page *page);

/* What footers are held against from now on: an edition over all the articles, which must stay until the next call; or NULL. */
void cr_page_languages_expect(cr_page_languages *languages, const cr_edition *recount);

/* Holds the footer of a page against what it would say of the articles that were recounted: what is wrong goes into the verdict. */
void cr_page_languages_check_footer(cr_page_languages *languages, const cr_page *page, const char *path,
                                    cr_verdict *verdict);

#endif
