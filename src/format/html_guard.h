/* What goes before gumbo: a linear scan of the tags, so that every input ends in its bounds. For html_walk.c. */
#ifndef CR_FORMAT_HTML_GUARD_H
#define CR_FORMAT_HTML_GUARD_H

#include "base/error.h"
#include "base/view.h"

/* CR_LIMIT as html.h tells. */
cr_status cr_html_guard(cr_view source, const char *path, cr_error *error);

#endif
