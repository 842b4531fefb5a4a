/* Earlier editions: what a reader was told, read back from their JSON (render/json.h). */
#ifndef CR_DIGEST_PREVIOUS_H
#define CR_DIGEST_PREVIOUS_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

typedef struct cr_told_sentence {
    cr_view text;
    cr_view lang;  // of its source
} cr_told_sentence;

typedef struct cr_told_story {
    cr_view id;  // of a-z, 0-9 and -; of any other kind there is none
    cr_view headline;
    cr_view lang;                       // of the headline
    const cr_told_sentence *sentences;  // [n_sentences]
    size_t n_sentences;
} cr_told_story;

typedef struct cr_previous_edition {
    const char *path;  // for messages
    cr_date date;
    const cr_told_story *stories;  // [n_stories]
    size_t n_stories;
    const cr_view *hashes;  // [n_hashes] of the articles' texts, as its JSON has them
    size_t n_hashes;
} cr_previous_edition;

/* Reads an edition from its JSON, or from a file. path is for messages. Everything lives in the arena. CR_INPUT if it is no
 * edition of a schema that is known, or has no date. */
cr_status cr_previous_edition_parse(cr_view json, const char *path, cr_arena *arena, cr_previous_edition *edition,
                                    cr_error *error);
cr_status cr_previous_edition_read(const char *path, cr_arena *arena, cr_previous_edition *edition, cr_error *error);

#endif
