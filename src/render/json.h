/* An edition as JSON: all of the model, and the manifest that later runs read. Described in docs/digest.md. */
#ifndef CR_RENDER_JSON_H
#define CR_RENDER_JSON_H

#include "base/buf.h"
#include "digest/edition.h"

/* Appends one line of JSON, ended by LF. */
void cr_render_json(const cr_edition *edition, cr_buf *out);

#endif
