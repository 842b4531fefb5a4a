/* An edition as plain text, for a terminal. */
#ifndef CR_RENDER_TEXT_H
#define CR_RENDER_TEXT_H

#include "digest/edition.h"
#include "render/words.h"

/* Appends the text, in lines of at most `width` columns (0: not wrapped; addresses never are). Nothing in it can drive a
 * terminal: control characters became U+FFFD. */
void cr_render_text(const cr_edition *edition, const cr_words *words, size_t width, cr_buf *out);

#endif
