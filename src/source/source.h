/* Ways in: files, folders and standard input become articles, whatever their format.
 *
 * Two steps, so that threads can share the work: one thread walks the inputs and cuts them into batches of items, any
 * thread makes an article of an item. What goes wrong with a folder, a file or a record takes a place among the items, and
 * the rest goes on.
 */
#ifndef CR_SOURCE_SOURCE_H
#define CR_SOURCE_SOURCE_H

#include "article/article.h"
#include "format/json.h"
#include "format/mime_read.h"
#include "source/feed.h"
#include "source/jsonl.h"
#include "text/rules.h"
#include "text/units.h"

typedef enum cr_source_format {
    CR_SOURCE_AUTO,  // by the name's ending (.txt .text .md .markdown .jsonl .ndjson .json .html .htm .xhtml .xml .rss .atom .rdf
                     // .eml .mbox .warc,
                     // each with .gz or .zst), else by what it starts with
    CR_SOURCE_TEXT,
    CR_SOURCE_MARKDOWN,
    CR_SOURCE_JSONL,
    CR_SOURCE_JSON,  // an article, or an array of articles
    CR_SOURCE_HTML,
    CR_SOURCE_FEED,  // each entry an article
    CR_SOURCE_EML,   // a mail
    CR_SOURCE_MBOX,  // a mailbox: each mail an article
    CR_SOURCE_WARC,  // a web archive: each page an article
} cr_source_format;

/* "auto", "text", "markdown", "jsonl", "json", "html", "feed", "eml", "mbox", "warc"; NULL is "auto". False if it is none of them. */
bool cr_source_format_named(const char *name, cr_source_format *format);

/* What a file is by its name, with or without ".gz" or ".zst"; CR_SOURCE_AUTO if the name does not tell. */
cr_source_format cr_source_format_of_name(const char *path);

typedef struct cr_source_item {
    cr_source_format format;  // JSONL and JSON: json.line is an object; TEXT, MARKDOWN and HTML: the file at json.path,
                              // whose bytes are json.line if they had to be read already; FEED: see entry
    cr_jsonl_item json;  // path and failure hold for all formats; number is the line where it starts, 0: the whole file
    size_t index;        // of a JSON document or a feed: which element, from 1
    const cr_feed_entry *entry;  // FEED: the entry, in the batch, and the title of its feed
    cr_view feed_title;
    const cr_mime_message *mail;  // EML: of a mailbox, in the batch; NULL: the file at json.path, or json.line
    cr_view url, charset;         // HTML: of a web archive, in the batch
    bool is_warning;              // the failure tells what was put right; nothing is missing but what it says
} cr_source_item;

/* Zero-initialise it; it is used again and again. Items are valid until the next read into it. */
typedef struct cr_source_batch {
    cr_source_item items[CR_JSONL_BATCH_LINES];
    size_t n_items;
    cr_jsonl_batch json;  // its arena is cleared by the next read
} cr_source_batch;

void cr_source_batch_release(cr_source_batch *batch);

typedef struct cr_source_reader cr_source_reader;

/* inputs[n_inputs]: files, folders, "-" for standard input; none stands for standard input. In a folder the files with known
 * endings are read, in bytewise order of their paths, and the others passed over; a folder with none of them is a failure. Where the format asked for is EML those without a known ending are
 * read, too: so mail programs keep folders. Inputs
 * must outlive the reader. */
cr_source_reader *cr_source_reader_new(const char *const *inputs, size_t n_inputs, cr_source_format format);
void cr_source_reader_free(cr_source_reader *reader);

/* Fills a batch; false: there was nothing more. Failures are items, so this does not fail. */
bool cr_source_reader_read(cr_source_reader *reader, cr_source_batch *batch);

/* Bytes read of bytes in all; *total is 0 where that is not known. */
void cr_source_reader_progress(const cr_source_reader *reader, size_t *done, size_t *total);

typedef struct cr_source_options {
    cr_jsonl_options json;  // group_by, lang and keep
    cr_rule_book book;      // for the language and the structure of texts
    const cr_characters *characters;
} cr_source_options;

/* One a thread. What the options point to must outlive it. Free takes NULL. */
typedef struct cr_source_parser cr_source_parser;

cr_source_parser *cr_source_parser_new(const cr_source_options *options);
void cr_source_parser_free(cr_source_parser *parser);

/* Makes an article of an item. Its views live in the arena and, for JSON without json.keep, in the batch. Errors as those of
 * cr_jsonl_parse; the id of a file is its path. Texts, Markdown and pages come with complete marks, and with a title unless they
 * hold no prose. */
cr_status cr_source_parse(cr_source_parser *parser, const cr_source_item *item, cr_arena *arena, cr_article *article,
                          cr_error *error);

#endif
