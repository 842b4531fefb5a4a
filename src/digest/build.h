/* Building an edition: from articles, stories and their summaries to the model that every rendering is made of. */
#ifndef CR_DIGEST_BUILD_H
#define CR_DIGEST_BUILD_H

#include "base/arena.h"
#include "digest/edition.h"
#include "summary/summary.h"

typedef struct cr_digest_story {
    const size_t *articles;  // [n_articles] indexes into documents, at least one; no article is in two stories
    size_t n_articles;
    const double *weights;      // [n_articles] as cr_summarize's source_weight: near-duplicates share 1; NULL: all 1
    const cr_summary *summary;  // its chosen[].document is an index into `articles`
    cr_story_label label;
    const char *lang;        // in which it is told: of the headline; NULL: of the first sentence chosen
    cr_view id;              // no other story's
    const cr_view *aliases;  // [n_aliases] ids of earlier editions' stories that are one with it now
    size_t n_aliases;
    double boost;  // its importance is multiplied by this; 0 stands for 1
} cr_digest_story;

typedef struct cr_digest_input {
    const cr_document *const *documents;  // [n_documents] every article read, analysed
    size_t n_documents;
    const cr_digest_story *stories;  // [n_stories]
    size_t n_stories;
    const char *const *readers;  // [n_readers] the reader's languages, best first
    size_t n_readers;
    size_t most_of_source;               // stories whose headline is of one paper, at most; 0: any number
    size_t n_muted;                      // articles left out because the reader wants nothing of them
    size_t most_stories;                 // told at most, the most important ones; 0: all
    cr_date date;                        // of the edition; none: the newest article's day
    const cr_edition_failure *failures;  // [n_failures]
    size_t n_failures;
    size_t n_merged;        // articles that repeat another one
    size_t quote_per_cent;  // cap on what is quoted of one article: per cent of its words; 0: none
    size_t quote_words;     // and words; 0: none
    bool newest_first;      // stories come by the day of their newest article, not by importance
} cr_digest_input;

enum { CR_QUOTE_PER_CENT = 25, CR_QUOTE_WORDS = 60 };  // the usual caps

/* Fills the edition; what it points to lives in the arena or with the articles.
 *
 * Language: the first reader's, else the one of most articles, else English. Stories come by importance (independent sources x
 * freshness, halved every two days, x length), ties in the order given; one whose summary is empty is no
 * story, unless it is unchanged: those come last, a line each. A story's
 * articles are ordered by date, undated ones last; the first in the language of the first quotation gives the headline. Sources are numbered in the order in which they are first cited or listed.
 *
 * The cap is for the caller to keep, by its budget; here it is enforced: while more than the cap is quoted of an article, its
 * sentence of the lowest score goes, but never the last one, and none that the next one depends on. */
void cr_edition_build(const cr_digest_input *input, cr_arena *arena, cr_edition *edition);

/* What an edition says of an article that it cites, but for its number. */
void cr_edition_source_make(const cr_document *document, cr_arena *arena, cr_edition_source *source);

#endif
