/* What earlier editions told, and in which of today's stories it belongs. */
#ifndef CR_JOB_PAST_H
#define CR_JOB_PAST_H

#include "base/map.h"
#include "digest/previous.h"
#include "job/tools.h"
#include "story/novelty.h"
#include "story/story.h"

/* Zero-initialise it: nothing was told. Its arena is its own. */
typedef struct cr_past {
    const cr_document **documents;  // [n_documents] what a story of an edition told in one language, as a document
    const cr_view *ids;             // [n_documents] the id of that story
    double *ages;                   // [n_documents] days since
    size_t n_documents;
    size_t *story_of;  // [n_documents] number of today's story it belongs in, or SIZE_MAX
    size_t *by_story;  // [n_documents] documents that belong in a story, story by story
    size_t *start;     // [n_stories + 1] where a story's begin in by_story; NULL: nothing is attached
    cr_map sentences;  // every sentence told, white space squeezed
    cr_map hashes;     // of the texts of every article that an edition knew
    cr_arena arena;
} cr_past;

/* Takes in editions, which must outlive the past; day is today's edition's. CR_USAGE if one is of a later day. */
cr_status cr_past_take(cr_past *past, const cr_previous_edition *editions, size_t n_editions, cr_tools *tools,
                       cr_date day, cr_error *error);
void cr_past_release(cr_past *past);

/* Finds today's stories in what was told, by telling stories of both together. */
cr_status cr_past_attach(cr_past *past, const cr_document *const *documents, size_t n_documents,
                         const cr_story_list *stories, size_t jobs, cr_error *error);

/* What there is of a story in the past; lives in the arena. */
typedef struct cr_past_story {
    const cr_told *told;  // [n_told]
    size_t n_told;
    cr_view id;              // the oldest edition's id for it; none if n_told is 0
    const cr_view *aliases;  // [n_aliases] its other ids: stories that have become one
    size_t n_aliases;
} cr_past_story;

cr_past_story cr_past_of_story(const cr_past *past, size_t story, cr_arena *arena);

/* Whether an edition knew an article: then nothing in it is news. */
bool cr_past_knows(const cr_past *past, const cr_article *article);

/* Whether a sentence was told word for word, in whatever story. */
bool cr_past_holds(const cr_past *past, cr_view sentence);

#endif
