/* An edition as Markdown: reads well raw, and no text in it can break it (format/markdown_write.h). */
#ifndef CR_RENDER_MARKDOWN_H
#define CR_RENDER_MARKDOWN_H

#include "digest/edition.h"
#include "format/markdown_write.h"
#include "render/words.h"

/* Appends the document, checked by parsing it again. CR_LIBRARY if that fails: a defect, and nothing is appended. */
cr_status cr_render_markdown(const cr_edition *edition, const cr_words *words, cr_buf *out, cr_error *error);

/* Its parts below the title: the stories, the sources, the footer. */
void cr_render_markdown_body(const cr_edition *edition, const cr_words *words, cr_markdown_writer *writer);

#endif
