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
    cr_words **words;  // [n_words] a language each
    size_t n_words, capacity;
    cr_page_words fixed;  // for reading pages
    cr_arena arena;
} cr_page_languages;

/* Loads them, once. Release in any case. */
cr_status cr_page_languages_load(cr_page_languages *languages, const cr_config *config, cr_error *error);
void cr_page_languages_release(cr_page_languages *languages);

/* The day that a page states under its title, as a digest does in any of the languages; else none. */
cr_date cr_page_languages_day(const cr_page_languages *languages, const cr_page *page);

/* Holds the footer of a page against what it would say of the articles that were recounted: what is wrong goes into the verdict. */
void cr_page_languages_check_footer(const cr_page_languages *languages, const cr_page *page, const cr_edition *recount,
                                    const char *path, cr_verdict *verdict);

#endif
