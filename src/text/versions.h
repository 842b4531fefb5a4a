/* Which libraries read texts here: what the result depends on beside our own code. */
#ifndef CR_TEXT_VERSIONS_H
#define CR_TEXT_VERSIONS_H

#include "base/buf.h"

/* Appends the versions of ICU and Unicode and the stemming algorithms there are, as one line of text. */
void cr_text_versions(cr_buf *out);

#endif
