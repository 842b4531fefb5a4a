#include "source/source.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "format/compress.h"
#include "format/mbox.h"
#include "format/warc.h"
#include "source/document.h"
#include "source/mail.h"
#include "source/opml.h"
#include "source/records.h"
#include "text/binary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FILES_A_BATCH = 4,     // few, so that threads share them evenly
    ENTRIES_A_BATCH = 16,  // of a feed
    SNIFFED = 64 * 1024,   // bytes that tell what a nameless input is
    INDENT = 256,          // columns of an element that are kept, so that faults tell theirs
};

/* ---- formats ----------------------------------------------------------------------------------------------------- */

bool cr_source_format_named(const char *name, cr_source_format *format)
{
    static const char *const names[] = {"auto", "text", "markdown", "jsonl", "json",
                                        "html", "feed", "eml",      "mbox",  "warc"};
    *format = CR_SOURCE_AUTO;
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *format = (cr_source_format)i;
            return true;
        }
    return name == NULL;
}

cr_source_format cr_source_format_of_name(const char *path)
{
    static const struct {
        const char *ending;
        cr_source_format format;
    } endings[] = {
        {".txt", CR_SOURCE_TEXT},          {".text", CR_SOURCE_TEXT},   {".md", CR_SOURCE_MARKDOWN},
        {".markdown", CR_SOURCE_MARKDOWN}, {".jsonl", CR_SOURCE_JSONL}, {".ndjson", CR_SOURCE_JSONL},
        {".json", CR_SOURCE_JSON},         {".html", CR_SOURCE_HTML},   {".htm", CR_SOURCE_HTML},
        {".xhtml", CR_SOURCE_HTML},        {".xml", CR_SOURCE_FEED},    {".rss", CR_SOURCE_FEED},
        {".atom", CR_SOURCE_FEED},         {".rdf", CR_SOURCE_FEED},    {".eml", CR_SOURCE_EML},
        {".mbox", CR_SOURCE_MBOX},         {".warc", CR_SOURCE_WARC},
    };
    cr_view name = cr_view_of(path);
    if (cr_view_ends(name, CR_VIEW(".gz")))
        name.size -= 3;
    else if (cr_view_ends(name, CR_VIEW(".zst")))
        name.size -= 4;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        cr_view ending = cr_view_of(endings[i].ending);
        if (name.size > ending.size &&
            cr_view_equal_ignoring_case(cr_view_slice(name, name.size - ending.size, name.size), ending))
            return endings[i].format;
    }
    return CR_SOURCE_AUTO;
}

static bool holds_ignoring_case(cr_view text, cr_view what)
{
    for (size_t at = 0; at + what.size <= text.size; at++)
        if (cr_view_starts_ignoring_case(cr_view_slice(text, at, text.size), what))
            return true;
    return false;
}

/* What bytes are by their beginning; NULL and a format, or why they are nothing that is read here. */
static const char *sniff(cr_view bytes, cr_source_format *format)
{
    bool wide = cr_view_starts(bytes, CR_VIEW("\xFF\xFE")) || cr_view_starts(bytes, CR_VIEW("\xFE\xFF")) ||
                cr_binary_utf16(bytes);
    if (cr_view_starts(bytes, CR_VIEW("\xEF\xBB\xBF")))
        bytes = cr_view_slice(bytes, 3, bytes.size);
    cr_view start = cr_view_trim(bytes), rest = start, line;
    *format = CR_SOURCE_TEXT;
    if (cr_warc_sniff(bytes) || cr_mbox_sniff(bytes) || cr_mime_sniff(bytes)) {
        *format = cr_warc_sniff(bytes) ? CR_SOURCE_WARC : cr_mbox_sniff(bytes) ? CR_SOURCE_MBOX : CR_SOURCE_EML;
        return NULL;
    }
    if (cr_feed_sniff(bytes)) {
        *format = CR_SOURCE_FEED;
        return NULL;
    }
    const char *unfit = cr_binary_kind(bytes);
    if (unfit)
        return unfit;
    if (!wide && bytes.size && memchr(bytes.data, '\0', bytes.size < 1024 ? bytes.size : 1024))
        return "not a text";
    bool is_page = cr_view_starts_ignoring_case(start, CR_VIEW("<!doctype html")) ||
                   cr_view_starts_ignoring_case(start, CR_VIEW("<html")) ||
                   cr_view_starts_ignoring_case(start, CR_VIEW("<head"));
    if (!is_page && cr_view_starts(start, CR_VIEW("<")))
        is_page = holds_ignoring_case(cr_view_slice(start, 0, 1024), CR_VIEW("<html")) ||
                  holds_ignoring_case(cr_view_slice(start, 0, 1024), CR_VIEW("<!doctype html"));
    if (!is_page && (cr_view_starts_ignoring_case(start, CR_VIEW("<?xml")) ||
                     cr_view_starts_ignoring_case(start, CR_VIEW("<opml"))))
        return cr_opml_sniff(start) ? "a list of feeds, not a feed" : "XML, but no feed";
    if (is_page)
        *format = CR_SOURCE_HTML;
    else if (cr_view_starts(start, CR_VIEW("{")) && cr_view_next_line(&rest, &line))
        *format = rest.size == 0 || cr_view_ends(cr_view_trim(line), CR_VIEW("}")) ? CR_SOURCE_JSONL : CR_SOURCE_JSON;
    else if (cr_view_starts(start, CR_VIEW("["))) {
        cr_view inner = cr_view_trim(cr_view_slice(start, 1, start.size));
        if (cr_view_starts(inner, CR_VIEW("{")) || cr_view_equal(inner, CR_VIEW("]")))
            *format = CR_SOURCE_JSON;
    } else if (cr_view_starts(start, CR_VIEW("---\n")) || cr_view_starts(start, CR_VIEW("---\r\n"))) {
        *format = CR_SOURCE_MARKDOWN;
    }
    return NULL;
}

/* ---- inputs ------------------------------------------------------------------------------------------------------ */

typedef struct entry {
    const char *path;
    cr_source_format format;  // AUTO: to be sniffed
    const cr_error *failure;
    size_t size;  // bytes of the file, 0 if not known
} entry;

struct cr_source_reader {
    cr_arena arena;
    entry *entries;  // [n_entries]
    size_t n_entries, capacity, current;
    const char **paths;      // [n_entries] of a run of files of JSON lines
    cr_jsonl_reader *lines;  // of entries [current, lines_end)
    size_t lines_end;
    cr_record_reader *records;  // of the current mailbox or web archive
    cr_buf text;                // of the current JSON file, or of an input that was sniffed
    bool in_json;               // the elements in rest are under way
    cr_view rest;
    size_t n_elements, line;  // elements cut so far; line where rest starts
    bool in_feed;             // the entries from number n_elements on are under way
    cr_feed feed;
    cr_arena feed_arena;
    size_t done, total;
};

void cr_source_batch_release(cr_source_batch *batch)
{
    cr_jsonl_batch_release(&batch->json);
}

static void add_entry(cr_source_reader *reader, const char *path, cr_source_format format, const cr_error *failure)
{
    struct stat info;
    entry e = {.path = path, .format = format, .failure = failure};
    if (!failure && strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISREG(info.st_mode))
        e.size = (size_t)info.st_size;
    reader->total += e.size;
    reader->entries = cr_grow(reader->entries, &reader->capacity, reader->n_entries + 1, sizeof *reader->entries);
    reader->entries[reader->n_entries++] = e;
}

static cr_error *new_failure(cr_arena *arena)
{
    return CR_ARENA_NEW(arena, cr_error);
}

static void add_folder(cr_source_reader *reader, const char *folder, cr_source_format forced)
{
    cr_file_list list = {0};
    cr_error *failure = new_failure(&reader->arena);
    if (cr_file_walk(folder, &reader->arena, &list, failure)) {
        add_entry(reader, folder, CR_SOURCE_AUTO, failure);
        return;
    }
    size_t before = reader->n_entries;
    for (size_t i = 0; i < list.n_paths; i++) {
        cr_source_format format = cr_source_format_of_name(list.paths[i]);
        if (format != CR_SOURCE_AUTO || forced == CR_SOURCE_EML)
            add_entry(reader, list.paths[i], forced == CR_SOURCE_AUTO ? format : forced, NULL);
    }
    for (size_t i = 0; i < list.n_skipped; i++) {
        cr_error *skipped = new_failure(&reader->arena);
        cr_error_at(skipped, CR_IO, list.skipped[i], 0, 0,
                    "cannot be read: neither a file nor a folder that may be entered");
        add_entry(reader, list.skipped[i], CR_SOURCE_AUTO, skipped);
    }
    if (reader->n_entries == before) {
        cr_error_at(failure, CR_INPUT, folder, 0, 0, "no articles in this folder");
        add_entry(reader, folder, CR_SOURCE_AUTO, failure);
    }
}

cr_source_reader *cr_source_reader_new(const char *const *inputs, size_t n_inputs, cr_source_format format)
{
    static const char *const standard_input[] = {"-"};
    cr_source_reader *reader = cr_allocate_zeroed(1, sizeof *reader);
    if (n_inputs == 0) {
        inputs = standard_input;
        n_inputs = 1;
    }
    for (size_t i = 0; i < n_inputs; i++) {
        if (strcmp(inputs[i], "-") != 0 && cr_file_is_folder(inputs[i]))
            add_folder(reader, inputs[i], format);
        else
            add_entry(reader, inputs[i], format == CR_SOURCE_AUTO ? cr_source_format_of_name(inputs[i]) : format, NULL);
    }
    reader->paths = cr_allocate(reader->n_entries, sizeof *reader->paths);
    return reader;
}

void cr_source_reader_free(cr_source_reader *reader)
{
    if (!reader)
        return;
    cr_jsonl_reader_free(reader->lines);
    cr_record_reader_free(reader->records);
    cr_arena_release(&reader->arena);
    cr_arena_release(&reader->feed_arena);
    cr_buf_release(&reader->text);
    free(reader->entries);
    free(reader->paths);
    free(reader);
}

void cr_source_reader_progress(const cr_source_reader *reader, size_t *done, size_t *total)
{
    size_t inner = 0, ignored;
    if (reader->lines)
        cr_jsonl_reader_progress(reader->lines, &inner, &ignored);
    if (reader->records)
        inner = cr_record_reader_taken(reader->records);
    *done = reader->done + inner;
    *total = reader->total;
    if (*done > *total)
        *total = 0;
}

static void finish_entry(cr_source_reader *reader)
{
    reader->done += reader->entries[reader->current++].size;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static void add_item(cr_source_batch *batch, cr_source_format format, const char *path, cr_view content)
{
    batch->items[batch->n_items++] = (cr_source_item){.format = format, .json = {.line = content, .path = path}};
}

static void add_failure(cr_source_batch *batch, const char *path, const cr_error *failure)
{
    cr_error *copy = CR_ARENA_NEW(&batch->json.arena, cr_error);
    *copy = *failure;
    batch->items[batch->n_items++] = (cr_source_item){.json = {.path = path, .failure = copy}};
}

/* Lines from the reader of JSON lines, if there are any left. */
static bool take_lines(cr_source_reader *reader, cr_source_batch *batch)
{
    if (!cr_jsonl_reader_read(reader->lines, &batch->json)) {
        cr_jsonl_reader_free(reader->lines);
        reader->lines = NULL;
        while (reader->current < reader->lines_end)
            finish_entry(reader);
        return false;
    }
    for (size_t i = 0; i < batch->json.n_items; i++)
        batch->items[i] = (cr_source_item){.format = CR_SOURCE_JSONL, .json = batch->json.items[i]};
    batch->n_items = batch->json.n_items;
    return true;
}

static void open_lines(cr_source_reader *reader)
{
    size_t n = 0;
    reader->lines_end = reader->current;
    while (reader->lines_end < reader->n_entries && !reader->entries[reader->lines_end].failure &&
           reader->entries[reader->lines_end].format == CR_SOURCE_JSONL)
        reader->paths[n++] = reader->entries[reader->lines_end++].path;
    reader->lines = cr_jsonl_reader_new(reader->paths, n);
}

static size_t count_lines(cr_view text)
{
    size_t n = 0;
    for (const char *at = text.data, *end = text.data + text.size;
         at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        n++;
    return n;
}

/* The reader's text is a JSON document: an object, or an array of them. */
static void open_json(cr_source_reader *reader)
{
    reader->rest = cr_buf_view(&reader->text);
    if (cr_view_starts(reader->rest, CR_VIEW("\xEF\xBB\xBF")))
        reader->rest = cr_view_slice(reader->rest, 3, reader->rest.size);
    reader->line = 1;
    reader->n_elements = 0;
    reader->in_json = true;
}

static void add_element(cr_source_reader *reader, cr_source_batch *batch, cr_view element, const char *text)
{
    const char *path = reader->entries[reader->current].path, *line = element.data;
    while (line > text && line[-1] != '\n' && element.data - line <= INDENT)
        line--;
    size_t indent = element.data - line <= INDENT ? (size_t)(element.data - line) : 0;
    for (size_t i = 0; i < indent; i++)  // white space does not matter, but the column is right
        cr_buf_append_byte(&batch->json.bytes, ' ');
    cr_buf_append(&batch->json.bytes, element);
    add_item(batch, CR_SOURCE_JSON, path, (cr_view){NULL, indent + element.size});
    batch->items[batch->n_items - 1].json.number = reader->line;
    batch->items[batch->n_items - 1].index = ++reader->n_elements;
}

static void take_elements(cr_source_reader *reader, cr_source_batch *batch)
{
    const char *path = reader->entries[reader->current].path, *text = reader->text.data;
    cr_view element, trimmed = cr_view_trim(reader->rest);
    size_t first = batch->n_items;
    bool more = true;
    cr_buf_clear(&batch->json.bytes);
    // an array that goes on starts with the comma behind the last element taken; no document starts so
    if (reader->n_elements == 0 && !cr_view_starts(trimmed, CR_VIEW("["))) {
        reader->line += count_lines((cr_view){reader->rest.data, (size_t)(trimmed.data - reader->rest.data)});
        add_element(reader, batch, trimmed, text);
        reader->rest = cr_view_slice(reader->rest, reader->rest.size, reader->rest.size);
        more = false;
    }
    while (more && batch->n_items < CR_JSONL_BATCH_LINES - 1 && batch->json.bytes.size < CR_JSONL_BATCH_BYTES) {
        const char *from = reader->rest.data;
        more = cr_json_next_element(&reader->rest, &element);
        if (!more)
            break;
        reader->line += count_lines((cr_view){from, (size_t)(element.data - from)});
        add_element(reader, batch, element, text);
        reader->line += count_lines(element);
        reader->line += count_lines(
            (cr_view){element.data + element.size, (size_t)(reader->rest.data - element.data) - element.size});
        more = reader->rest.size > 0;
    }
    memset(cr_buf_reserve(&batch->json.bytes, CR_JSON_PADDING), 0, CR_JSON_PADDING);
    size_t at = 0;
    for (size_t i = first; i < batch->n_items; i++) {
        batch->items[i].json.line.data = batch->json.bytes.data + at;
        at += batch->items[i].json.line.size;
    }
    if (more)
        return;
    if (reader->rest.size) {
        cr_error failure = {0};
        cr_error_at(&failure, CR_INPUT, path, reader->line, 0, "malformed JSON: the array breaks off");
        add_failure(batch, path, &failure);
    }
    reader->in_json = false;
    cr_buf_release(&reader->text);
    finish_entry(reader);
}

/* What was put right in a feed, as one message. */
static void add_warning(cr_source_batch *batch, const char *path, const cr_feed *feed)
{
    const cr_feed_warning *first = &feed->warnings[0];
    cr_error warning = {0};
    char more[48] = "";
    if (feed->n_warnings > 1)
        snprintf(more, sizeof more, ", and %zu more fault%s", feed->n_warnings - 1, feed->n_warnings > 2 ? "s" : "");
    cr_error_at(&warning, CR_INPUT, path, first->line, first->column,
                "%.*s%s: the feed is read as far as it makes sense", (int)first->text.size, first->text.data, more);
    add_failure(batch, path, &warning);
    batch->items[batch->n_items - 1].is_warning = true;
}

/* The reader's text is a feed. */
static void open_feed(cr_source_reader *reader, cr_source_batch *batch)
{
    const char *path = reader->entries[reader->current].path;
    cr_error failure = {0};
    cr_arena_clear(&reader->feed_arena);
    cr_status status = cr_feed_read(cr_buf_view(&reader->text), path, NULL, &reader->feed_arena, &reader->feed,
                                    &failure);
    cr_buf_release(&reader->text);
    reader->n_elements = 0;
    reader->in_feed = status == CR_OK && reader->feed.n_entries > 0;
    if (!status && reader->feed.n_warnings)
        add_warning(batch, path, &reader->feed);
    if (status)
        add_failure(batch, path, &failure);
    if (!reader->in_feed)
        finish_entry(reader);
}

static void take_entries(cr_source_reader *reader, cr_source_batch *batch)
{
    const cr_feed *feed = &reader->feed;
    cr_arena *arena = &batch->json.arena;
    cr_view title = cr_arena_copy(arena, feed->title);
    size_t size = 0;
    while (reader->n_elements < feed->n_entries && batch->n_items < ENTRIES_A_BATCH && size < CR_JSONL_BATCH_BYTES) {
        const cr_feed_entry *next = &feed->entries[reader->n_elements++];
        cr_source_item *item = &batch->items[batch->n_items++];
        size += next->content.value.size + next->summary.value.size;
        *item = (cr_source_item){.format = CR_SOURCE_FEED,
                                 .json = {.path = reader->entries[reader->current].path, .number = next->line},
                                 .index = reader->n_elements,
                                 .entry = cr_feed_entry_copy(next, arena),
                                 .feed_title = title};
    }
    if (reader->n_elements < feed->n_entries)
        return;
    reader->in_feed = false;
    cr_arena_clear(&reader->feed_arena);
    finish_entry(reader);
}

static bool is_stream(cr_source_format format)
{
    return format == CR_SOURCE_MBOX || format == CR_SOURCE_WARC;
}

static void open_records(cr_source_reader *reader, cr_source_batch *batch)
{
    const entry *e = &reader->entries[reader->current];
    cr_error failure = {0};
    FILE *file = NULL;
    if (cr_file_open(e->path, &file, &failure)) {
        add_failure(batch, e->path, &failure);
        finish_entry(reader);
        return;
    }
    cr_byte_reader *bytes = cr_byte_reader_new(file, e->path);
    reader->records = cr_record_reader_new(e->format, bytes, file, e->path, (cr_view){NULL, 0});
}

/* Mails or pages, if there are any left. */
static bool take_records(cr_source_reader *reader, cr_source_batch *batch)
{
    if (cr_record_reader_read(reader->records, batch))
        return true;
    cr_record_reader_free(reader->records);
    reader->records = NULL;
    finish_entry(reader);
    return false;
}

static size_t limit_of(cr_source_format format)
{
    return format == CR_SOURCE_EML ? CR_MAX_MAIL : format == CR_SOURCE_HTML ? CR_MAX_HTML : CR_MAX_FILE;
}

static cr_status read_all(const char *path, cr_source_format format, cr_buf *text, cr_error *error)
{
    FILE *file = NULL;
    cr_status status = cr_file_open(path, &file, error);
    if (status)
        return status;
    cr_byte_reader *bytes = cr_byte_reader_new(file, path);
    status = cr_byte_reader_rest(bytes, limit_of(format), text, error);
    cr_byte_reader_free(bytes);
    if (file != stdin)
        fclose(file);
    return status;
}

/* Hands a text that was read already to whoever makes the article. */
static void give_text(cr_source_reader *reader, cr_source_batch *batch, cr_source_format format)
{
    cr_view content = cr_arena_copy(&batch->json.arena, cr_buf_view(&reader->text));
    add_item(batch, format, reader->entries[reader->current].path, content);
    cr_buf_release(&reader->text);
    finish_entry(reader);
}

/* An input whose name does not tell what it is, or standard input: its beginning does. It can be read only once, so what was read is
 * handed on. Fills the batch, or opens lines or elements. */
static void sniff_entry(cr_source_reader *reader, cr_source_batch *batch)
{
    const entry *e = &reader->entries[reader->current];
    cr_source_format format = e->format;
    cr_error failure = {0};
    FILE *file = NULL;
    cr_byte_reader *bytes = NULL;
    cr_status status = cr_file_open(e->path, &file, &failure);
    cr_buf_clear(&reader->text);
    if (!status) {
        bytes = cr_byte_reader_new(file, e->path);
        for (size_t got = 1; !status && got && reader->text.size < SNIFFED;) {
            char *end = cr_buf_reserve(&reader->text, SNIFFED);
            status = cr_byte_reader_read(bytes, end, SNIFFED, &got, &failure);
            reader->text.size += status ? 0 : got;
        }
    }
    const char *unfit = !status && format == CR_SOURCE_AUTO ? sniff(cr_buf_view(&reader->text), &format) : NULL;
    if (unfit)
        status = cr_error_at(&failure, CR_INPUT, e->path, 0, 0, "%s", unfit);
    if (!status && format == CR_SOURCE_JSONL) {
        reader->lines = cr_jsonl_reader_new_open(bytes, file, e->path, cr_buf_view(&reader->text));
        reader->lines_end = reader->current + 1;
        cr_buf_release(&reader->text);
        return;
    }
    if (!status && is_stream(format)) {
        reader->records = cr_record_reader_new(format, bytes, file, e->path, cr_buf_view(&reader->text));
        cr_buf_release(&reader->text);
        return;
    }
    if (!status)
        status = cr_byte_reader_rest(bytes, limit_of(format) - reader->text.size, &reader->text, &failure);
    cr_byte_reader_free(bytes);
    if (file && file != stdin)
        fclose(file);
    if (status) {
        add_failure(batch, e->path, &failure);
        finish_entry(reader);
    } else if (format == CR_SOURCE_FEED) {
        open_feed(reader, batch);
    } else if (format == CR_SOURCE_JSON) {
        open_json(reader);
    } else {
        give_text(reader, batch, format);
    }
}

static void read_whole_file(cr_source_reader *reader, cr_source_batch *batch)
{
    const char *path = reader->entries[reader->current].path;
    cr_error failure = {0};
    cr_buf_clear(&reader->text);
    if (read_all(path, reader->entries[reader->current].format, &reader->text, &failure) == CR_OK) {
        if (reader->entries[reader->current].format == CR_SOURCE_FEED || cr_feed_sniff(cr_buf_view(&reader->text)))
            open_feed(reader, batch);
        else
            open_json(reader);
        return;
    }
    add_failure(batch, path, &failure);
    finish_entry(reader);
}

bool cr_source_reader_read(cr_source_reader *reader, cr_source_batch *batch)
{
    batch->n_items = 0;
    cr_arena_clear(&batch->json.arena);
    while (batch->n_items < FILES_A_BATCH) {
        if (reader->lines) {
            if (take_lines(reader, batch))
                return true;
            continue;
        }
        if (reader->records) {
            if (take_records(reader, batch))
                return true;
            continue;
        }
        if (reader->in_json) {
            take_elements(reader, batch);
            return true;
        }
        if (reader->in_feed) {
            take_entries(reader, batch);
            return true;
        }
        if (reader->current == reader->n_entries)
            break;
        const entry *e = &reader->entries[reader->current];
        bool has_batch = !e->failure &&
                         (e->format == CR_SOURCE_JSONL || e->format == CR_SOURCE_JSON || e->format == CR_SOURCE_FEED ||
                          is_stream(e->format) || e->format == CR_SOURCE_AUTO || strcmp(e->path, "-") == 0);
        if (has_batch && batch->n_items)
            break;  // these fill batches of their own
        if (e->failure) {
            add_failure(batch, e->path, e->failure);
            finish_entry(reader);
        } else if (e->format == CR_SOURCE_AUTO || strcmp(e->path, "-") == 0) {
            sniff_entry(reader, batch);
        } else if (e->format == CR_SOURCE_JSONL) {
            open_lines(reader);
        } else if (e->format == CR_SOURCE_JSON || e->format == CR_SOURCE_FEED) {
            read_whole_file(reader, batch);
        } else if (is_stream(e->format)) {
            open_records(reader, batch);
        } else {
            add_item(batch, e->format, e->path, (cr_view){NULL, 0});
            finish_entry(reader);
        }
    }
    return batch->n_items > 0;
}

/* ---- articles ---------------------------------------------------------------------------------------------------- */

cr_source_parser *cr_source_parser_new(const cr_source_options *options)
{
    cr_source_parser *parser = cr_allocate_zeroed(1, sizeof *parser);
    parser->options = *options;
    parser->json = cr_json_parser_new();
    parser->detector = cr_language_detector_new(&options->book);
    return parser;
}

void cr_source_parser_free(cr_source_parser *parser)
{
    if (!parser)
        return;
    cr_json_parser_free(parser->json);
    cr_language_detector_free(parser->detector);
    free(parser);
}

static cr_status parse_mail(cr_source_parser *parser, const cr_source_item *item, cr_view bytes, cr_arena *arena,
                            cr_article *article, cr_error *error)
{
    cr_mime_message message;
    cr_arena scratch = {0};
    cr_status status = item->mail ? CR_OK : cr_mime_read(bytes, item->json.path, &scratch, &message, error);
    if (!status)
        status = cr_mail_article(parser, item->mail ? item->mail : &message, item->json.path, item->json.number, arena,
                                 article, error);
    cr_arena_release(&scratch);
    return status;
}

static cr_status parse_file(cr_source_parser *parser, const cr_source_item *item, cr_arena *arena, cr_article *article,
                            cr_error *error)
{
    const char *path = item->json.path;
    cr_buf read = {0};
    *article = (cr_article){.path = cr_view_of(path)};
    article->id = article->path;
    cr_status status = item->json.line.data || item->mail ? CR_OK : read_all(path, item->format, &read, error);
    cr_view bytes = item->json.line.data ? item->json.line : cr_buf_view(&read);
    const char *unfit = status || item->format == CR_SOURCE_EML || item->charset.size ? NULL : cr_binary_kind(bytes);
    if (unfit)
        status = cr_error_at(error, CR_INPUT, path, 0, 0, "%s", unfit);
    if (!status && item->format == CR_SOURCE_MARKDOWN)
        status = cr_markdown_article(parser, bytes, path, arena, article, error);
    else if (!status && item->format == CR_SOURCE_HTML)
        status = cr_page_article_at(parser, bytes, item->charset, item->url, path, arena, article, error);
    else if (!status && item->format == CR_SOURCE_EML)
        status = parse_mail(parser, item, bytes, arena, article, error);
    else if (!status)
        status = cr_text_article(parser, bytes, path, arena, article, error);
    cr_buf_release(&read);
    return status;
}

cr_status cr_source_parse(cr_source_parser *parser, const cr_source_item *item, cr_arena *arena, cr_article *article,
                          cr_error *error)
{
    const cr_jsonl_options *options = &parser->options.json;
    if (item->json.failure || item->format == CR_SOURCE_JSONL)
        return cr_jsonl_parse(parser->json, &item->json, options, arena, article, error);
    if (item->format == CR_SOURCE_JSON)
        return cr_json_article(parser->json, item->json.line, item->json.path, item->json.number, item->index, options,
                               arena, article, error);
    if (item->format == CR_SOURCE_FEED)
        return cr_feed_article(parser, item->entry, item->feed_title, item->json.path, item->index, arena, article,
                               NULL, error);
    return parse_file(parser, item, arena, article, error);
}
