/* Cutting a text for display. */
#ifndef CR_TEXT_SHORTEN_H
#define CR_TEXT_SHORTEN_H

#include "base/arena.h"

/* At most `most` characters of a text, each run of white space one space: whole if it fits, else cut behind a word (in a script
 * without spaces: behind a character) and "…" set. The text is valid UTF-8. */
cr_view cr_shorten(cr_view text, size_t most, cr_arena *arena);

#endif
