/* What is new in a story since earlier editions told of it.
 *
 * Concepts are words, names and figures. A concept told `age` days ago is known by h = 2^(-(age - 1) / 3), at most 1 (yesterday's edition
 * counts in full, one three days older half), the most of all editions. The novelty of a sentence is the sum of w (1 - .8 h) over its
 * concepts, new names and figures counting 1.25 times, divided by the sum of w; names and figures weigh half as much again as words.
 *
 * In a language in which nothing was told words say nothing: then names and figures are compared across languages and scripts,
 * by their anchors (story/lexemes.h), and a sentence without any is not known to be new.
 */
#ifndef CR_STORY_NOVELTY_H
#define CR_STORY_NOVELTY_H

#include "article/document.h"
#include "base/arena.h"
#include "base/error.h"

/* A text that an earlier edition told in this story, analysed: a sentence, or several. */
typedef struct cr_told {
    const cr_document *document;
    double age;  // days since that edition, 1: yesterday's
} cr_told;

typedef enum cr_news {
    CR_NEWS_NEW,      // nothing was told of it
    CR_NEWS_UPDATED,  // some sentence is new
    CR_NEWS_UNCHANGED,
} cr_news;

#define CR_NOVELTY_LEAST .35  // of a sentence that has something new

typedef struct cr_novelty {
    const double *const
        *sentences;  // [n_documents][n_sentences] 0 to 1.25; 0 where it was told word for word, 1 where nothing
                     // was told at all
    cr_news news;    // of the whole: of sentences that may be quoted
} cr_novelty;

/* documents[n_documents] are the articles of one story, told[n_told] what earlier editions said of it. Lives in the arena.
 * CR_LIBRARY if ICU lacks its data. */
cr_status cr_novelty_find(const cr_told *told, size_t n_told, const cr_document *const *documents, size_t n_documents,
                          cr_arena *arena, cr_novelty *novelty, cr_error *error);

#endif
