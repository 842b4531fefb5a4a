/* An edition as a document by a template: "daily.md" is its Markdown, "page.html" a page that needs nothing else. No text in it
 * can break it (render/template.h). */
#ifndef CR_RENDER_DOCUMENT_H
#define CR_RENDER_DOCUMENT_H

#include "digest/edition.h"
#include "render/template.h"
#include "render/words.h"

/* Appends the document, Markdown proven by parsing it again; errors are those of cr_template_render. */
cr_status cr_render_document(const cr_edition *edition, const cr_words *words, cr_templates *templates,
                             const char *name, cr_buf *out, cr_error *error);

#endif
