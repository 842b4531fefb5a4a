/* One file, one article: plain text, Markdown and web pages. */
#ifndef CR_SOURCE_DOCUMENT_H
#define CR_SOURCE_DOCUMENT_H

#include "source/source.h"
#include "text/language.h"

struct cr_source_parser {
    cr_source_options options;
    cr_json_parser *json;
    cr_language_detector *detector;
};

/* Reads the bytes of a plain text. The bytes need not outlive the call. path is for messages and becomes the id. */
cr_status cr_text_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                          cr_article *article, cr_error *error);

/* The same for Markdown with or without front matter. */
cr_status cr_markdown_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                              cr_article *article, cr_error *error);

/* The same for a web page: see source/page.h. */
cr_status cr_page_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                          cr_article *article, cr_error *error);

/* The language by which the structure of a text is recognised: as declared, else detected. */
cr_status cr_source_language(cr_source_parser *parser, cr_view text, const cr_article *article, char tag[CR_TAG_SIZE],
                             const cr_rules **rules, cr_error *error);

#endif
