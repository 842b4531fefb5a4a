/* A summary as a JSON object, as text for people or as Markdown. */
#ifndef CR_RENDER_SUMMARY_H
#define CR_RENDER_SUMMARY_H

#include "base/buf.h"
#include "render/records.h"
#include "render/template.h"
#include "summary/summary.h"

/* Appends the summary of one document; with explanations where the summary has them. It has no line end. Markdown is made by the
 * template article.md, and errors are those of cr_template_render; other formats need no templates. */
cr_status cr_render_summary(const cr_document *document, const cr_summary *summary, cr_format format,
                            cr_templates *templates, cr_buf *out, cr_error *error);

/* Appends the summary of a group: its name is the articles' group (none: all together), every sentence tells its
 * article's id, or in text and Markdown the number of its source, which are listed. */
cr_status cr_render_group_summary(const cr_document *const *documents, size_t n_documents, const cr_summary *summary,
                                  cr_format format, cr_templates *templates, cr_buf *out, cr_error *error);

#endif
