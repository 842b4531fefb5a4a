/* JSON lines: an article a line, `{"id","text","title"?,"lang"?,"date"?,"source"?,"url"?,"author"?}`.
 *
 * Two steps, so that threads can share the work: one thread cuts the input into batches of whole lines, any thread makes
 * an article of a line. What goes wrong with a file or a line takes a place in the stream, and the rest goes on.
 */
#ifndef CR_SOURCE_JSONL_H
#define CR_SOURCE_JSONL_H

#include "article/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "format/compress.h"
#include "format/json.h"

enum {
    CR_JSONL_BATCH_LINES = 16,         // few, so that threads finish together
    CR_JSONL_BATCH_BYTES = 64 * 1024,  // a batch is closed when it holds as much; a longer line stands alone
};

/* A line to be made an article, or a failure in its place. */
typedef struct cr_jsonl_item {
    cr_view line;   // without its end; CR_JSON_PADDING bytes after it are readable
    size_t number;  // 1-based in its file; 0 where the file itself failed
    const char *path;
    const cr_error *failure;  // NULL: none; else a line that is too long, or a file that cannot be read (further)
} cr_jsonl_item;

/* Zero-initialise it; it is used again and again. Items and their lines are valid until the next read into it. */
typedef struct cr_jsonl_batch {
    cr_jsonl_item items[CR_JSONL_BATCH_LINES];
    size_t n_items;
    cr_buf bytes;
    cr_arena arena;  // failures; the user may put more into it, it is cleared by the next read
} cr_jsonl_batch;

void cr_jsonl_batch_release(cr_jsonl_batch *batch);

/* Cuts the lines of several files, one file after the other. "-" is standard input; gzip and Zstandard are decompressed. A byte order mark is
 * skipped, empty lines are skipped but counted. */
typedef struct cr_jsonl_reader cr_jsonl_reader;

/* The paths must outlive the reader and its batches. */
cr_jsonl_reader *cr_jsonl_reader_new(const char *const *paths, size_t n_paths);

/* Goes on with a file whose first bytes were read already, to see what it is; takes over bytes and file. */
cr_jsonl_reader *cr_jsonl_reader_new_open(cr_byte_reader *bytes, FILE *file, const char *path, cr_view first);
void cr_jsonl_reader_free(cr_jsonl_reader *reader);

/* Fills a batch; false: there was nothing more. Failures are items, so this does not fail. */
bool cr_jsonl_reader_read(cr_jsonl_reader *reader, cr_jsonl_batch *batch);

/* Bytes read of bytes in all; *total is 0 where that is not known. */
void cr_jsonl_reader_progress(const cr_jsonl_reader *reader, size_t *done, size_t *total);

typedef struct cr_jsonl_options {
    const char *group_by;  // member whose value (a string or an integer) becomes the group, or NULL
    const char *lang;      // binding for all, or NULL
    bool keep;             // copy everything into the arena: the article outlives its batch
} cr_jsonl_options;

/* Makes an article of a line. Its views live in the arena and, unless options->keep, in the batch. What is no JSON, no
 * UTF-8 or has no text is CR_INPUT, a text of more than CR_MAX_ARTICLE bytes CR_LIMIT; the article's id, line and path are set
 * nonetheless. Any thread, with a parser of its own. An item with a failure gives just that. */
cr_status cr_jsonl_parse(cr_json_parser *parser, const cr_jsonl_item *item, const cr_jsonl_options *options,
                         cr_arena *arena, cr_article *article, cr_error *error);

/* The same for one object that is a part of a larger text: `"id"` falls back on `number`. */
cr_status cr_json_article(cr_json_parser *parser, cr_view object, const char *path, size_t line, size_t number,
                          const cr_jsonl_options *options, cr_arena *arena, cr_article *article, cr_error *error);

#endif
