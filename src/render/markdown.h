/* An edition as Markdown, by the template daily.md: no text in it can break it (render/template.h). */
#ifndef CR_RENDER_MARKDOWN_H
#define CR_RENDER_MARKDOWN_H

#include "digest/edition.h"
#include "render/template.h"
#include "render/words.h"

/* Appends the document, proven by parsing it again; errors are those of cr_template_render. */
cr_status cr_render_markdown(const cr_edition *edition, const cr_words *words, cr_templates *templates, cr_buf *out,
                             cr_error *error);

#endif
