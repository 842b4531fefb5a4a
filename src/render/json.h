/* An edition as JSON: all of the model, what a page of it says in the reader's language, and the manifest that later runs read.
 * It is what templates see (docs/templates.md). */
#ifndef CR_RENDER_JSON_H
#define CR_RENDER_JSON_H

#include "base/buf.h"
#include "digest/edition.h"
#include "render/words.h"

/* Appends one line of JSON, ended by LF. */
void cr_render_json(const cr_edition *edition, const cr_words *words, cr_buf *out);

#endif
