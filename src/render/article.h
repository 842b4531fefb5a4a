/* An article as its source had it: what it is called, who wrote it, when, and its text. */
#ifndef CR_RENDER_ARTICLE_H
#define CR_RENDER_ARTICLE_H

#include "article/article.h"
#include "base/buf.h"
#include "render/records.h"

/* Appends the article. JSON: {"id","title","byline","date","lang","url","source","text"}, what is not known left out, without a line
 * end. Markdown and text: ended by a line end. CR_LIBRARY if the Markdown does not mean what it should: a defect. */
cr_status cr_render_article(const cr_article *article, cr_format format, cr_buf *out, cr_error *error);

#endif
