#include "format/warc.h"

#include "base/limits.h"

#include <string.h>

enum {
    MOST_LINE = 16 * 1024,
    MOST_HEADERS = 64 * 1024,
};

bool cr_warc_sniff(cr_view bytes)
{
    return cr_view_starts(bytes, CR_VIEW("WARC/1.")) || cr_view_starts(bytes, CR_VIEW("WARC/0."));
}

void cr_warc_init(cr_warc *warc, cr_byte_reader *bytes, cr_view first, const char *path)
{
    *warc = (cr_warc){.path = path};
    cr_window_init(&warc->window, bytes, first);
}

void cr_warc_release(cr_warc *warc)
{
    cr_window_release(&warc->window);
    cr_buf_release(&warc->page);
    cr_arena_release(&warc->arena);
}

/* ---- headers ----------------------------------------------------------------------------------------------------- */

/* "Name: value" of a line, if the name is this one. */
static bool has_name(cr_view line, const char *name, cr_view *value)
{
    ptrdiff_t colon = cr_view_find_byte(line, ':');
    if (colon < 0 ||
        !cr_view_equal_ignoring_case(cr_view_trim(cr_view_slice(line, 0, (size_t)colon)), cr_view_of(name)))
        return false;
    *value = cr_view_trim(cr_view_slice(line, (size_t)colon + 1, line.size));
    return true;
}

typedef struct record {
    cr_view type, url, media;  // in the arena
    size_t size;
    bool has_size;
} record;

/* Reads the head of a record. *more is false at the end of the archive. */
static cr_status read_head(cr_warc *warc, record *r, bool *more, cr_error *error)
{
    cr_view line = {NULL, 0}, value;
    size_t size = 0;
    *r = (record){0};
    cr_status opened = cr_window_next_line(&warc->window, MOST_LINE, warc->path, &line, error);
    *more = line.size > 0;
    if (opened || !*more)
        return opened;
    warc->n_records++;
    if (!cr_warc_sniff(line))
        return cr_error_at(error, CR_INPUT, warc->path, 0, 0, "record %zu does not start with 'WARC/'",
                           warc->n_records);
    for (;;) {
        cr_status status = cr_window_line(&warc->window, MOST_LINE, &line, error);
        if (status)
            return status;
        size += line.size;
        if (!cr_view_trim(line).size)
            break;
        if (size > MOST_HEADERS)
            return cr_error_at(error, CR_LIMIT, warc->path, 0, 0, "record %zu has too many headers", warc->n_records);
        if (has_name(line, "WARC-Type", &value))
            r->type = cr_arena_copy(&warc->arena, value);
        else if (has_name(line, "WARC-Target-URI", &value))
            r->url = cr_arena_copy(&warc->arena, value);
        else if (has_name(line, "Content-Type", &value))
            r->media = cr_arena_copy(&warc->arena, value);
        else if (has_name(line, "Content-Length", &value))
            r->has_size = cr_view_to_size(value, &r->size);
    }
    if (!r->has_size)
        return cr_error_at(error, CR_INPUT, warc->path, 0, 0, "record %zu does not tell its length", warc->n_records);
    if (cr_view_starts(r->url, CR_VIEW("<")) && cr_view_ends(r->url, CR_VIEW(">")))  // some write it so
        r->url = cr_view_slice(r->url, 1, r->url.size - 1);
    return CR_OK;
}

static bool is_html(cr_view media, cr_view *charset)
{
    ptrdiff_t end = cr_view_find_byte(media, ';');
    cr_view type = cr_view_trim(cr_view_slice(media, 0, end < 0 ? media.size : (size_t)end));
    cr_view rest = cr_view_slice(media, end < 0 ? media.size : (size_t)end + 1, media.size);
    *charset = (cr_view){NULL, 0};
    while (rest.size) {
        ptrdiff_t stop = cr_view_find_byte(rest, ';');
        cr_view parameter = cr_view_trim(cr_view_slice(rest, 0, stop < 0 ? rest.size : (size_t)stop));
        if (cr_view_equal_ignoring_case(cr_view_slice(parameter, 0, 8), CR_VIEW("charset="))) {
            *charset = cr_view_trim(cr_view_slice(parameter, 8, parameter.size));
            if (charset->size > 1 && charset->data[0] == '"' && cr_view_ends(*charset, CR_VIEW("\"")))
                *charset = cr_view_slice(*charset, 1, charset->size - 1);
        }
        rest = cr_view_slice(rest, stop < 0 ? rest.size : (size_t)stop + 1, rest.size);
    }
    return cr_view_equal_ignoring_case(type, CR_VIEW("text/html")) ||
           cr_view_equal_ignoring_case(type, CR_VIEW("application/xhtml+xml"));
}

/* ---- HTTP -------------------------------------------------------------------------------------------------------- */

typedef struct answer {
    bool is_page, is_chunked;
    cr_view charset, coding, body;
} answer;

static void read_answer(cr_view text, answer *a)
{
    cr_view line, value, media = {NULL, 0};
    *a = (answer){0};
    if (!cr_view_next_line(&text, &line) || !cr_view_starts(line, CR_VIEW("HTTP/")))
        return;
    ptrdiff_t space = cr_view_find_byte(line, ' ');
    bool good = space > 0 &&
                cr_view_starts(cr_view_trim(cr_view_slice(line, (size_t)space, line.size)), CR_VIEW("200"));
    while (cr_view_next_line(&text, &line) && line.size) {
        if (has_name(line, "Content-Type", &value))
            media = value;
        else if (has_name(line, "Content-Encoding", &value))
            a->coding = value;
        else if (has_name(line, "Transfer-Encoding", &value))
            a->is_chunked = cr_view_equal_ignoring_case(value, CR_VIEW("chunked"));
    }
    a->is_page = is_html(media, &a->charset) && good;
    a->body = text;
}

/* False if it is not cut into chunks: some archives have undone that and left the header. */
static bool join_chunks(cr_view body, cr_buf *out)
{
    cr_view rest = body, line;
    while (cr_view_next_line(&rest, &line)) {
        size_t size = 0, digits = 0;
        for (; digits < line.size && digits < 8 && cr_hex_value(line.data[digits]) >= 0; digits++)
            size = size * 16 + (size_t)cr_hex_value(line.data[digits]);
        if (!digits || (digits < line.size && line.data[digits] != ';' && !cr_is_space(line.data[digits])))
            return out->size > 0;  // broken further on: what came so far
        if (size == 0)
            return true;
        cr_buf_append(out, cr_view_slice(rest, 0, size));
        rest = cr_view_slice(rest, size, rest.size);
        if (cr_view_starts(rest, CR_VIEW("\r\n")))
            rest = cr_view_slice(rest, 2, rest.size);
    }
    return out->size > 0;
}

static cr_status undo_coding(cr_warc *warc, cr_view url, answer *a, cr_error *error)
{
    static const struct {
        const char *name;
        cr_compression compression;
    } codings[] = {{"gzip", CR_GZIP}, {"x-gzip", CR_GZIP}, {"deflate", CR_DEFLATE}, {"zstd", CR_ZSTD}};
    if (!a->coding.size || cr_view_equal_ignoring_case(a->coding, CR_VIEW("identity")))
        return CR_OK;
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        if (!cr_view_equal_ignoring_case(a->coding, cr_view_of(codings[i].name)))
            continue;
        // some archives have undone it and left the header
        if (codings[i].compression != CR_DEFLATE && cr_compression_of(a->body) != codings[i].compression)
            return CR_OK;
        cr_buf out = {0};
        cr_error why = {0};
        cr_status status = cr_decompress(a->body, codings[i].compression, CR_MAX_HTML, warc->path, &out, &why);
        cr_buf_release(&warc->page);
        warc->page = out;
        a->body = cr_buf_view(&warc->page);
        return status ? cr_error_at(error, status, warc->path, 0, 0, "'%.*s': %s",
                                    (int)(url.size < 200 ? url.size : 200), url.data, why.text)
                      : CR_OK;
    }
    return cr_error_at(error, CR_INPUT, warc->path, 0, 0, "'%.*s': compressed with '%.*s', which is not read",
                       (int)(url.size < 200 ? url.size : 200), url.data,
                       (int)(a->coding.size < 20 ? a->coding.size : 20), a->coding.data);
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

/* A record as a page; false if it is none. */
static bool take_page(cr_warc *warc, const record *r, cr_view block, bool is_cut, cr_warc_page *page, cr_status *status,
                      cr_error *error)
{
    answer a = {.is_page = true, .body = block};
    if (cr_view_equal(r->type, CR_VIEW("response")))
        read_answer(block, &a);
    else
        a.is_page = cr_view_equal(r->type, CR_VIEW("resource")) && is_html(r->media, &a.charset);
    if (!a.is_page || !cr_view_trim(a.body).size)
        return false;
    *page = (cr_warc_page){.url = r->url};
    if (is_cut) {
        *status = cr_error_at(error, CR_LIMIT, warc->path, 0, 0, "'%.*s': an answer of more than %zu MiB",
                              (int)(r->url.size < 200 ? r->url.size : 200), r->url.data, CR_MAX_WARC_PAGE / CR_MIB);
        return true;
    }
    page->charset = cr_arena_copy(&warc->arena, a.charset);
    a.coding = cr_arena_copy(&warc->arena, a.coding);
    cr_buf_clear(&warc->page);
    if (a.is_chunked && join_chunks(a.body, &warc->page))
        a.body = cr_buf_view(&warc->page);
    *status = undo_coding(warc, r->url, &a, error);
    page->html = a.body;
    return true;
}

bool cr_warc_next(cr_warc *warc, cr_warc_page *page, cr_status *status, cr_error *error)
{
    *status = CR_OK;
    *page = (cr_warc_page){0};
    while (!warc->ended) {
        record r;
        bool more;
        cr_view block;
        size_t skipped = 0;
        cr_arena_clear(&warc->arena);
        if (warc->page.capacity > CR_MIB)
            cr_buf_release(&warc->page);
        *status = read_head(warc, &r, &more, error);
        if (!*status && !more) {
            warc->ended = true;
            break;
        }
        bool wanted = cr_view_equal(r.type, CR_VIEW("response")) || cr_view_equal(r.type, CR_VIEW("resource"));
        size_t taken = !wanted ? 0 : r.size < CR_MAX_WARC_PAGE ? r.size : CR_MAX_WARC_PAGE;
        if (!*status && !wanted)
            *status = cr_window_skip(&warc->window, r.size, &skipped, error);
        else if (!*status)
            *status = cr_window_take(&warc->window, taken, &block, error);
        if (!*status && (wanted ? block.size < taken : skipped < r.size))
            *status = cr_error_at(error, CR_INPUT, warc->path, 0, 0, "record %zu breaks off", warc->n_records);
        if (*status) {
            warc->ended = true;
            return true;
        }
        bool found = wanted && take_page(warc, &r, block, taken < r.size, page, status, error);
        if (found && taken == r.size)
            return true;
        cr_error why = {0};
        if (wanted && taken < r.size && cr_window_skip(&warc->window, r.size - taken, NULL, &why))
            warc->ended = true;
        if (found)
            return true;
    }
    return false;
}
