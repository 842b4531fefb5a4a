/* One article of one file, or of an entry of a feed: plain text, Markdown, web pages, feeds. */
#ifndef CR_SOURCE_DOCUMENT_H
#define CR_SOURCE_DOCUMENT_H

#include "source/feed.h"
#include "source/source.h"
#include "text/language.h"

struct cr_source_parser {
    cr_source_options options;
    cr_json_parser *json;
    cr_language_detector *detector;
    uint64_t around;               // of the last feed whose titles told a language: their hash, 0 for none
    char around_tag[CR_TAG_SIZE];  // and the language
};

/* Reads the bytes of a plain text. The bytes need not outlive the call. path is for messages and becomes the id. */
cr_status cr_text_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                          cr_article *article, cr_error *error);

/* Recognises the structure of a plain text that is set already: sets marks and, where they are not set, title, source, author and
 * date. */
cr_status cr_text_structure(cr_source_parser *parser, cr_article *article, cr_arena *arena, cr_error *error);

/* The same for Markdown with or without front matter. */
cr_status cr_markdown_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                              cr_article *article, cr_error *error);

/* The same for a web page: see source/page.h. charset is that of the transport, or none; url is where it was, where it does not
 * tell: the id, too. */
cr_status cr_page_article_at(cr_source_parser *parser, cr_view bytes, cr_view charset, cr_view url, const char *path,
                             cr_arena *arena, cr_article *article, cr_error *error);
cr_status cr_page_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                          cr_article *article, cr_error *error);

/* The same for an entry of a feed; number is its place there, from 1. The paper is the feed's title where the entry does not
 * name another. Of an entry without text its title becomes the text. *is_teaser, which may be NULL: the text is the beginning or
 * a summary of an article that stands elsewhere. */
cr_status cr_feed_article(cr_source_parser *parser, const cr_feed_entry *entry, cr_view feed_title, const char *path,
                          size_t number, cr_arena *arena, cr_article *article, bool *is_teaser, cr_error *error);

/* The language by which the structure of a text is recognised: as declared, else detected. */
cr_status cr_source_language(cr_source_parser *parser, cr_view text, const cr_article *article, char tag[CR_TAG_SIZE],
                             const cr_rules **rules, cr_error *error);

#endif
