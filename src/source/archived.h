/* Articles as the archive writes them out: lines of JSON with all that is known of each, which read back as they were.
 *
 * Such a line is an article for every reader of JSON lines. One whose "schema" is CR_ARCHIVED_SCHEMA tells more: when it was seen, the
 * feed it came from, the structure of its text. */
#ifndef CR_SOURCE_ARCHIVED_H
#define CR_SOURCE_ARCHIVED_H

#include "article/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "format/json.h"

#define CR_ARCHIVED_SCHEMA "courant-article-1"

/* Appends an article as one line, ended by LF: article->archived is filled. */
void cr_archived_append(const cr_article *article, cr_buf *out);

/* Reads of a line what only such lines have; the rest of the article is read already. A mark that does not fit the text is CR_INPUT. */
cr_status cr_archived_read(cr_json_parser *parser, cr_view object, const char *path, size_t line, cr_arena *arena,
                           cr_article *article, cr_error *error);

#endif
