/* A company page as Markdown, and as JSON. Described in docs/commands/company.md. */
#ifndef CR_RENDER_COMPANY_H
#define CR_RENDER_COMPANY_H

#include "digest/company.h"
#include "render/words.h"

/* Appends the document, checked by parsing it again. CR_LIBRARY if that fails: a defect, and nothing is appended. */
cr_status cr_render_company_markdown(const cr_company_page *page, const cr_words *words, cr_buf *out, cr_error *error);

/* Appends one JSON object, without a line end. */
void cr_render_company_json(const cr_company_page *page, cr_buf *out);

#endif
