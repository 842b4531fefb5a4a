/* Stories: which articles tell of the same event, in one language and across languages.
 *
 * 1. Near duplicates collapse (story/duplicates.h).
 * 2. Articles of one language are linked by words and names (story/similar.h), average linkage (story/linkage.h).
 * 3. What that gives is linked across languages by anchors: skeletons of names, cognates, numbers (story/features.h);
 *    likeness within a language still counts, so that two events that one language tells apart are not joined through another.
 *
 * The thresholds are the same for all languages and lengths. A wrong merge is worse than a missed one.
 */
#ifndef CR_STORY_STORY_H
#define CR_STORY_STORY_H

#include "article/document.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "story/duplicates.h"

/* Why an article is in its story. */
typedef struct cr_story_link {
    size_t article, other;  // numbers of the documents
    double similarity;      // of the two alone, 0 to 1; of a repeat its containment
    bool repeats;           // `article` repeats `other`
    bool across;            // the two are in different languages
    const cr_view *shared;  // [n_shared] what both have, as it stands in `article`, the weightiest first
    const cr_view *there;   // [n_shared] the same as it stands in `other`
    size_t n_shared;
} cr_story_link;

typedef struct cr_story {
    cr_view id;              // of its first article (cr_story_id): stable from day to day
    size_t first;            // number of the earliest document
    const size_t *articles;  // [n_articles] numbers of documents, ascending
    size_t n_articles;
    const double *weights;  // [n_articles] the articles of one text share 1
    double sources;         // their sum: independent texts
    size_t lead;            // number of the document that has most in common with the others
    const cr_story_link
        *links;  // [n_links] for each article but the first its best link, in order of articles; empty unless asked for
    size_t n_links;
} cr_story;

typedef struct cr_story_list {
    const cr_story *stories;  // [n_stories] in order of first appearance
    size_t n_stories;
    const size_t *story_of;    // [n_documents]
    const cr_repeat *repeats;  // [n_repeats] which article repeats which, in order of `article`
    size_t n_repeats;
} cr_story_list;

typedef struct cr_stories_options {
    size_t window;                     // days that may lie between two articles that are linked; 0: CR_STORIES_WINDOW
    size_t jobs;                       // threads; 0: one
    bool explain;                      // fill in the links
    const cr_frequencies *background;  // of the user's own articles, or NULL
} cr_stories_options;

enum { CR_STORIES_WINDOW = 14 };

/* "s-" and 16 hexadecimal digits that tell the story whose earliest article this is: made from its address, else from the id that
 * its source gave it, else (a path or a line's number may be another's tomorrow) from its text. What is in `taken` is another
 * story's: then the next number; the id is put there. */
cr_view cr_story_id(const cr_article *first, cr_map *taken, cr_arena *arena);

/* Every document is in exactly one story. Articles without a date are taken to be of the days of all others. The list lives in the
 * arena and does not depend on the number of threads. CR_LIBRARY: ICU lacks its data. CR_LIMIT: 2^31 documents. */
cr_status cr_stories_find(const cr_document *const *documents, size_t n_documents, const cr_stories_options *options,
                          cr_arena *arena, cr_story_list *list, cr_error *error);

#endif
