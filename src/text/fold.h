/* Folding: the form of a word under which it is looked up. The text itself is never changed. */
#ifndef CR_TEXT_FOLD_H
#define CR_TEXT_FOLD_H

#include "base/buf.h"

/* Appends the folded form of a text: NFKC-like compatibility left alone, NFC, full case folding (for tr and az with dotted and
 * dotless i apart), typographic apostrophes as U+0027, Arabic tatweel and zero-width joiners dropped. lang may be "".
 * The text is valid UTF-8. Deterministic. */
void cr_fold(cr_view text, const char *lang, cr_buf *out);

/* The same by ICU for every character, where cr_fold needs it for the rarer ones only. For tests. */
void cr_fold_icu(cr_view text, const char *lang, cr_buf *out);

#endif
