/* Texts of both writing directions on one line. */
#ifndef CR_TEXT_BIDI_H
#define CR_TEXT_BIDI_H

#include "base/buf.h"

/* Appends a text (valid UTF-8) to be set inside a line of the direction given. It is wrapped in FIRST STRONG ISOLATE and POP
 * DIRECTIONAL ISOLATE where it holds letters of the other direction, or directional controls, so that it can't turn what stands
 * around it; controls that it leaves open are closed. */
void cr_bidi_append(cr_buf *out, cr_view text, bool rtl);

/* Appends a text which makes a paragraph of its own, of the direction given: a directional mark before it if its first letter
 * is of the other direction; isolated as above only if it holds directional controls. */
void cr_bidi_append_paragraph(cr_buf *out, cr_view text, bool rtl);

#endif
