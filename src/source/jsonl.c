#include "source/jsonl.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "source/archived.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 64 * 1024 };

/* ---- cutting ----------------------------------------------------------------------------------------------------- */

struct cr_jsonl_reader {
    const char *const *paths;  // [n_paths]
    const char *own_path;      // of a file that was open already
    size_t n_paths, current;
    FILE *file;  // of the current path; NULL: not yet opened
    cr_byte_reader *bytes;
    bool ended;              // the current file has no more bytes
    bool skipping;           // inside a line that is too long
    cr_error failure;        // of reading the current file, told after the lines that came before it
    size_t line;             // number of the last line cut
    size_t blank;            // bytes of the empty lines just cut
    cr_buf pending;          // bytes read, [start, size) not yet cut
    size_t start, searched;  // no line ends in [start, searched)
    size_t done, total;      // bytes of files finished; of all files
};

void cr_jsonl_batch_release(cr_jsonl_batch *batch)
{
    cr_buf_release(&batch->bytes);
    cr_arena_release(&batch->arena);
}

static size_t size_of_all(const char *const *paths, size_t n_paths)
{
    size_t total = 0;
    for (size_t i = 0; i < n_paths; i++) {
        struct stat info;
        int known = strcmp(paths[i], "-") == 0 ? fstat(0, &info) : stat(paths[i], &info);
        if (known != 0 || !S_ISREG(info.st_mode))
            return 0;
        total += (size_t)info.st_size;
    }
    return total;
}

cr_jsonl_reader *cr_jsonl_reader_new(const char *const *paths, size_t n_paths)
{
    cr_jsonl_reader *reader = cr_allocate_zeroed(1, sizeof *reader);
    reader->paths = paths;
    reader->n_paths = n_paths;
    reader->total = size_of_all(paths, n_paths);
    return reader;
}

cr_jsonl_reader *cr_jsonl_reader_new_open(cr_byte_reader *bytes, FILE *file, const char *path, cr_view first)
{
    cr_jsonl_reader *reader = cr_allocate_zeroed(1, sizeof *reader);
    reader->own_path = path;
    reader->paths = &reader->own_path;
    reader->n_paths = 1;
    reader->bytes = bytes;
    reader->file = file;
    cr_buf_append(&reader->pending, first);
    return reader;
}

static void close_file(cr_jsonl_reader *reader)
{
    if (reader->bytes)
        reader->done += cr_byte_reader_taken(reader->bytes);
    cr_byte_reader_free(reader->bytes);
    if (reader->file && reader->file != stdin)
        fclose(reader->file);
    reader->bytes = NULL;
    reader->file = NULL;
}

void cr_jsonl_reader_free(cr_jsonl_reader *reader)
{
    if (!reader)
        return;
    close_file(reader);
    cr_buf_release(&reader->pending);
    free(reader);
}

void cr_jsonl_reader_progress(const cr_jsonl_reader *reader, size_t *done, size_t *total)
{
    *done = reader->done + (reader->bytes ? cr_byte_reader_taken(reader->bytes) : 0);
    *total = reader->total;
}

static const char *current_path(const cr_jsonl_reader *reader)
{
    return reader->paths[reader->current];
}

static void open_file(cr_jsonl_reader *reader)
{
    cr_error_clear(&reader->failure);
    cr_buf_clear(&reader->pending);
    cr_buf_reserve(&reader->pending, BLOCK);
    reader->start = reader->searched = reader->line = reader->blank = 0;
    reader->skipping = false;
    reader->ended = cr_file_open(current_path(reader), &reader->file, &reader->failure) != CR_OK;
    if (!reader->ended)
        reader->bytes = cr_byte_reader_new(reader->file, current_path(reader));
}

/* Reads another block behind the pending bytes, which are moved to the front first. */
static void read_block(cr_jsonl_reader *reader)
{
    cr_buf *pending = &reader->pending;
    if (reader->start) {
        memmove(pending->data, pending->data + reader->start, pending->size - reader->start);
        pending->size -= reader->start;
        reader->searched -= reader->start;
        reader->start = 0;
    }
    size_t got;
    char *end = cr_buf_reserve(pending, BLOCK);
    reader->ended = cr_byte_reader_read(reader->bytes, end, BLOCK, &got, &reader->failure) != CR_OK || got == 0;
    pending->size += got;
    pending->data[pending->size] = '\0';
}

/* The next line of the current file, of any content, as a view of the pending bytes. False at the end of the file. */
static bool cut_line(cr_jsonl_reader *reader, cr_view *line, bool *too_long)
{
    *too_long = false;
    for (;;) {
        cr_buf *pending = &reader->pending;
        const char *from = pending->data + reader->start;
        const char *end = reader->searched < pending->size
                              ? memchr(pending->data + reader->searched, '\n', pending->size - reader->searched)
                              : NULL;
        // what stands before a fault of the file is no line, only its beginning
        bool rest = !end && reader->ended && !reader->failure.status &&
                    (reader->start < pending->size || reader->skipping);
        if (end || rest) {
            *line = (cr_view){from, (end ? (size_t)(end - pending->data) : pending->size) - reader->start};
            reader->start += line->size + (end != NULL);
            reader->searched = reader->start;
            reader->line++;
            *too_long = reader->skipping || line->size > CR_MAX_RECORD;
            reader->skipping = false;
            return true;
        }
        if (reader->ended)
            return false;
        reader->searched = pending->size;
        if (pending->size - reader->start > CR_MAX_RECORD) {
            reader->skipping = true;
            reader->start = reader->searched = pending->size;
        }
        read_block(reader);
    }
}

static void add_failure(cr_jsonl_batch *batch, const char *path, size_t line, const cr_error *failure)
{
    cr_error *copy = CR_ARENA_NEW(&batch->arena, cr_error);
    *copy = *failure;
    batch->items[batch->n_items++] = (cr_jsonl_item){.number = line, .path = path, .failure = copy};
}

static void add_line(cr_jsonl_reader *reader, cr_jsonl_batch *batch, cr_view line, bool too_long)
{
    const char *path = current_path(reader);
    if (too_long) {
        cr_error failure = {0};
        cr_error_at(&failure, CR_LIMIT, path, reader->line, 0, "the line is longer than %zu MiB",
                    CR_MAX_RECORD / CR_MIB);
        add_failure(batch, path, reader->line, &failure);
        return;
    }
    // the buffer may move while it grows: offsets until the batch is full
    batch->items[batch->n_items++] = (cr_jsonl_item){.line = {NULL, line.size}, .number = reader->line, .path = path};
    cr_buf_append(&batch->bytes, line);
}

bool cr_jsonl_reader_read(cr_jsonl_reader *reader, cr_jsonl_batch *batch)
{
    // one long line must not keep its memory for the rest of the run
    if (batch->bytes.capacity > 32 * CR_JSONL_BATCH_BYTES)
        cr_buf_release(&batch->bytes);
    if (reader->pending.capacity > 32 * CR_JSONL_BATCH_BYTES && reader->pending.size - reader->start < BLOCK) {
        cr_buf rest = {0};
        cr_buf_append(&rest, cr_view_slice(cr_buf_view(&reader->pending), reader->start, reader->pending.size));
        cr_buf_release(&reader->pending);
        reader->pending = rest;
        reader->searched -= reader->start;
        reader->start = 0;
    }
    cr_buf_clear(&batch->bytes);
    cr_arena_clear(&batch->arena);
    batch->n_items = 0;
    while (batch->n_items < CR_JSONL_BATCH_LINES && batch->bytes.size < CR_JSONL_BATCH_BYTES &&
           reader->current < reader->n_paths) {
        if (!reader->file && !reader->ended)
            open_file(reader);
        cr_view line;
        bool too_long;
        if (reader->file && cut_line(reader, &line, &too_long)) {
            if (reader->line == 1 && cr_view_starts(line, CR_VIEW("\xEF\xBB\xBF")))
                line = cr_view_slice(line, 3, line.size);
            if (too_long || cr_view_trim(line).size) {
                reader->blank = 0;
                add_line(reader, batch, line, too_long);
                continue;
            }
            reader->blank += line.size + 1;
            if (reader->blank <= CR_MAX_BLANK)
                continue;
            cr_error_clear(&reader->failure);
            cr_error_at(&reader->failure, CR_LIMIT, current_path(reader), reader->line, 0,
                        "more than %zu MiB of white space between records", CR_MAX_BLANK / CR_MIB);
        }
        if (reader->failure.status)
            add_failure(batch, current_path(reader), 0, &reader->failure);
        close_file(reader);
        reader->ended = false;
        reader->current++;
    }
    if (batch->n_items == 0)
        return false;
    memset(cr_buf_reserve(&batch->bytes, CR_JSON_PADDING), 0, CR_JSON_PADDING);
    size_t at = 0;
    for (size_t i = 0; i < batch->n_items; i++)
        if (!batch->items[i].failure) {
            batch->items[i].line.data = batch->bytes.data + at;
            at += batch->items[i].line.size;
        }
    return true;
}

/* ---- one record -------------------------------------------------------------------------------------------------- */

enum { ID, TEXT, TITLE, LANG, DATE, SOURCE, URL, AUTHOR, SCHEMA, GROUP, N_MEMBERS };

static cr_view kept(cr_view text, const cr_jsonl_options *options, cr_arena *arena)
{
    return options->keep && text.data ? cr_arena_copy(arena, text) : text;
}

/* The content of a string member, none where it is something else or empty. */
static cr_view string_of(const cr_json_member *member, const cr_jsonl_options *options, cr_arena *arena,
                         size_t *n_repaired)
{
    if (member->kind != CR_JSON_STRING || member->raw.size == 0)
        return (cr_view){NULL, 0};
    cr_view text = cr_json_unescape(member->raw, arena, n_repaired);
    return text.data == member->raw.data ? kept(text, options, arena) : text;
}

/* A string or an integer as it came; none where the member is something else. */
static cr_view key_of(const cr_json_member *member, const cr_jsonl_options *options, cr_arena *arena)
{
    size_t repaired = 0;
    if (member->kind != CR_JSON_STRING && member->kind != CR_JSON_INTEGER)
        return (cr_view){NULL, 0};
    cr_view text = cr_json_unescape(member->raw, arena, &repaired);
    return text.data == member->raw.data ? kept(text, options, arena) : text;
}

static void set_number_as_id(cr_article *article, size_t number, cr_arena *arena)
{
    cr_buf digits = {0};
    cr_buf_append_size(&digits, number);
    article->id = cr_arena_copy(arena, cr_buf_view(&digits));
    article->id_is_integer = true;
    cr_buf_release(&digits);
}

static void set_date(cr_article *article, const cr_json_member *member, const cr_jsonl_options *options,
                     cr_arena *arena)
{
    size_t repaired = 0;
    cr_view text = cr_view_trim(string_of(member, options, arena, &repaired));
    bool given = text.size || (member->kind > CR_JSON_NULL && member->kind != CR_JSON_STRING);
    article->date_refused = given && !cr_date_parse(text, &article->date);
}

static bool is_blank(cr_view text)
{
    return cr_view_trim(text).size == 0;
}

cr_status cr_json_article(cr_json_parser *parser, cr_view object, const char *path, size_t line, size_t number,
                          const cr_jsonl_options *options, cr_arena *arena, cr_article *article, cr_error *error)
{
    *article = (cr_article){.path = cr_arena_copy(arena, cr_view_of(path)), .line = line};
    cr_json_member members[N_MEMBERS] = {
        [ID] = {.name = CR_VIEW("id")},         [TEXT] = {.name = CR_VIEW("text")},
        [TITLE] = {.name = CR_VIEW("title")},   [LANG] = {.name = CR_VIEW("lang")},
        [DATE] = {.name = CR_VIEW("date")},     [SOURCE] = {.name = CR_VIEW("source")},
        [URL] = {.name = CR_VIEW("url")},       [AUTHOR] = {.name = CR_VIEW("author")},
        [SCHEMA] = {.name = CR_VIEW("schema")},
    };
    size_t repaired = 0, group = N_MEMBERS;
    if (options->group_by) {
        members[GROUP].name = cr_view_of(options->group_by);
        for (group = 0; !cr_view_equal(members[group].name, members[GROUP].name);)
            group++;  // it may be one of the others
    }
    cr_status status = cr_json_read_object(parser, object, members, group == GROUP ? N_MEMBERS : GROUP, path, line,
                                           error);
    article->id = key_of(&members[ID], options, arena);
    article->id_is_integer = members[ID].kind == CR_JSON_INTEGER;
    article->id_is_own = article->id.data != NULL;
    if (!article->id_is_own)
        set_number_as_id(article, number, arena);
    if (status)
        return status;
    if (members[ID].kind > CR_JSON_NULL && members[ID].kind != CR_JSON_STRING && members[ID].kind != CR_JSON_INTEGER)
        return cr_error_at(error, CR_INPUT, path, line, 0, "\"id\" is neither a string nor an integer");
    if (members[TEXT].kind != CR_JSON_STRING)
        return cr_error_at(error, CR_INPUT, path, line, 0, "no text");
    article->text = string_of(&members[TEXT], options, arena, &article->n_repaired);
    if (is_blank(article->text))
        return cr_error_at(error, CR_INPUT, path, line, 0, "no text");
    if (article->text.size > CR_MAX_ARTICLE)
        return cr_error_at(error, CR_LIMIT, path, line, 0, "the text is longer than %zu MiB", CR_MAX_ARTICLE / CR_MIB);
    article->title = string_of(&members[TITLE], options, arena, &repaired);
    if (is_blank(article->title))
        article->title = (cr_view){NULL, 0};
    article->lang = options->lang ? cr_view_of(options->lang) : string_of(&members[LANG], options, arena, &repaired);
    article->lang_binding = article->lang.size > 0;
    article->source = string_of(&members[SOURCE], options, arena, &repaired);
    article->url = string_of(&members[URL], options, arena, &repaired);
    article->author = string_of(&members[AUTHOR], options, arena, &repaired);
    set_date(article, &members[DATE], options, arena);
    if (group < N_MEMBERS) {
        article->group = key_of(&members[group], options, arena);
        article->group_is_integer = members[group].kind == CR_JSON_INTEGER;
    }
    if (members[SCHEMA].kind == CR_JSON_STRING && cr_view_equal(members[SCHEMA].raw, CR_VIEW(CR_ARCHIVED_SCHEMA)))
        return cr_archived_read(parser, object, path, line, arena, article, error);
    return CR_OK;
}

cr_status cr_jsonl_parse(cr_json_parser *parser, const cr_jsonl_item *item, const cr_jsonl_options *options,
                         cr_arena *arena, cr_article *article, cr_error *error)
{
    if (!item->failure)
        return cr_json_article(parser, item->line, item->path, item->number, item->number, options, arena, article,
                               error);
    *article = (cr_article){.path = cr_view_of(item->path), .line = item->number};
    set_number_as_id(article, item->number, arena);
    if (error && !error->status)
        *error = *item->failure;
    return item->failure->status;
}
