/* Phrases inside folded texts (cr_fold). */
#ifndef CR_TEXT_PHRASE_H
#define CR_TEXT_PHRASE_H

#include "base/view.h"

/* Whether a word may start or end between two characters; scripts without spaces have no such edges. */
bool cr_phrase_is_edge(cr_view text, size_t at);

/* Whether a text holds a phrase as whole words. */
bool cr_phrase_holds(cr_view text, cr_view phrase);

#endif
