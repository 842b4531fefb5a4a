/* A company page by a template, and as JSON. Described in docs/commands/company.md. */
#ifndef CR_RENDER_COMPANY_H
#define CR_RENDER_COMPANY_H

#include "digest/company.h"
#include "render/template.h"
#include "render/words.h"

/* Appends the document that the template makes ("company.md", "company.html"), Markdown proven by parsing it again; errors are those
 * of cr_template_render. */
cr_status cr_render_company(const cr_company_page *page, const cr_words *words, cr_templates *templates,
                            const char *name, cr_buf *out, cr_error *error);

/* Appends one JSON object, without a line end: what templates see. */
void cr_render_company_json(const cr_company_page *page, const cr_words *words, cr_buf *out);

#endif
