/* Walking a page in the order of its text, as gumbo parses it behind the guard. For html.c and html_blocks.c. */
#ifndef CR_FORMAT_HTML_WALK_H
#define CR_FORMAT_HTML_WALK_H

#include "base/error.h"
#include "base/view.h"

#include <gumbo.h>

typedef struct cr_html_visitor {
    void *context;
    bool (*enter)(void *context, const GumboNode *element);  // false: passed over with all in it, and not left
    void (*leave)(void *context, const GumboNode *element);
    void (*text)(void *context, const GumboNode *text);
} cr_html_visitor;

/* Nodes live as long as their call. CR_LIMIT as html.h tells, CR_LIBRARY where gumbo fails. */
cr_status cr_html_walk(cr_view source, const char *path, const cr_html_visitor *visitor, cr_error *error);

#endif
