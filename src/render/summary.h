/* A summary as JSON lines, JSON, text or Markdown. */
#ifndef CR_RENDER_SUMMARY_H
#define CR_RENDER_SUMMARY_H

#include "base/buf.h"
#include "summary/summary.h"

typedef enum cr_summary_format { CR_SUMMARY_TEXT, CR_SUMMARY_MARKDOWN, CR_SUMMARY_JSON, CR_SUMMARY_JSONL } cr_summary_format;

/* The format of a name; NULL is text. */
cr_summary_format cr_summary_format_of(const char *name);

/* Appends the summary of one document. With explanations where the summary has them. */
void cr_render_summary(const cr_document *document, const cr_summary *summary, cr_summary_format format, cr_buf *out);

/* Appends the summary of a group: its name is the articles' group (none: all together), every sentence tells its
 * article's id. */
void cr_render_group_summary(const cr_document *const *documents, size_t n_documents, const cr_summary *summary,
                             cr_summary_format format, cr_buf *out);

#endif
