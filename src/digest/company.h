/* A company page: what the articles of a window say about one company (or person, place ...). */
#ifndef CR_DIGEST_COMPANY_H
#define CR_DIGEST_COMPANY_H

#include "digest/edition.h"
#include "lexicon/entities.h"

#define CR_COMPANY_SCHEMA "courant-company-1"      // of its JSON
#define CR_COMPANIES_SCHEMA "courant-companies-1"  // of a list of them

/* One that is mentioned in the same sentences. */
typedef struct cr_company_beside {
    const cr_entity *entity;
    size_t n_sentences;
} cr_company_beside;

typedef struct cr_company_page {
    const cr_entity *entity;
    cr_edition edition;               // its stories: newest first, only what is said of the company
    size_t n_mentions;                // in the text of all articles read
    size_t n_articles;                // that mention it
    const cr_company_beside *beside;  // [n_beside] most often first
    size_t n_beside;
    const size_t *days;  // [n_days] mentions of each day, those of articles without a date left out
    size_t n_days;       // up to the last day of the window
    int64_t first_day;   // seconds since 1970 of the first
} cr_company_page;

#endif
