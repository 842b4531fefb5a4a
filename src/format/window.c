#include "format/window.h"

#include "base/limits.h"

#include <string.h>

enum { BLOCK = 64 * 1024, LARGE = 1024 * 1024 };

void cr_window_init(cr_window *window, cr_byte_reader *bytes, cr_view first)
{
    *window = (cr_window){.bytes = bytes};
    cr_buf_append(&window->pending, first);
}

void cr_window_release(cr_window *window)
{
    cr_buf_release(&window->pending);
}

/* Reads another block behind what is pending, which is moved to the front first. */
static cr_status more(cr_window *w, cr_error *error)
{
    cr_buf *pending = &w->pending;
    size_t got;
    if (w->start) {
        memmove(pending->data, pending->data + w->start, pending->size - w->start);
        pending->size -= w->start;
        w->start = 0;
        if (pending->capacity > LARGE && pending->size < BLOCK) {  // one large record must not keep its memory
            cr_buf rest = {0};
            cr_buf_append(&rest, cr_buf_view(pending));
            cr_buf_release(pending);
            *pending = rest;
        }
    }
    char *end = cr_buf_reserve(pending, BLOCK);
    cr_status status = cr_byte_reader_read(w->bytes, end, BLOCK, &got, error);
    w->ended = status || got == 0;
    pending->size += got;
    pending->data[pending->size] = '\0';
    return status;
}

static cr_view left(const cr_window *w)
{
    return cr_view_slice(cr_buf_view(&w->pending), w->start, w->pending.size);
}

cr_status cr_window_line(cr_window *w, size_t limit, cr_view *line, cr_error *error)
{
    size_t searched = 0;
    ptrdiff_t end = CR_NOT_FOUND;
    for (;;) {
        cr_view rest = left(w);
        end = cr_view_find_byte(cr_view_slice(rest, searched, limit), '\n');
        if (end >= 0 || rest.size >= limit || w->ended)
            break;
        searched = rest.size;
        cr_status status = more(w, error);
        if (status)
            return status;
    }
    *line = cr_view_slice(left(w), 0, end >= 0 ? searched + (size_t)end + 1 : limit);
    w->start += line->size;
    w->line += end >= 0;
    return CR_OK;
}

cr_status cr_window_next_line(cr_window *w, size_t limit, const char *path, cr_view *line, cr_error *error)
{
    size_t blank = 0;
    for (;;) {
        cr_status status = cr_window_line(w, limit, line, error);
        if (status || !line->size || cr_view_trim(*line).size)
            return status;
        blank += line->size;
        if (blank > CR_MAX_BLANK)
            return cr_error_at(error, CR_LIMIT, path, w->line, 0, "more than %zu MiB of white space between records",
                               CR_MAX_BLANK / CR_MIB);
    }
}

cr_status cr_window_take(cr_window *w, size_t size, cr_view *bytes, cr_error *error)
{
    while (left(w).size < size && !w->ended) {
        cr_status status = more(w, error);
        if (status)
            return status;
    }
    *bytes = cr_view_slice(left(w), 0, size);
    w->start += bytes->size;
    return CR_OK;
}

cr_status cr_window_peek(cr_window *w, size_t size, cr_view *bytes, cr_error *error)
{
    while (left(w).size < size && !w->ended) {
        cr_status status = more(w, error);
        if (status)
            return status;
    }
    *bytes = left(w);
    return CR_OK;
}

void cr_window_drop(cr_window *w, size_t size)
{
    const char *at = w->pending.data + w->start;
    size_t n = 0;
    for (size_t i = 0; i < size; i++)
        n += at[i] == '\n';
    w->line += n;
    w->start += size;
}

cr_status cr_window_skip(cr_window *w, size_t size, size_t *skipped, cr_error *error)
{
    size_t done = 0;
    while (done < size) {
        cr_view piece;
        cr_status status = cr_window_take(w, size - done < BLOCK ? size - done : BLOCK, &piece, error);
        if (status)
            return status;
        if (!piece.size)
            break;
        done += piece.size;
    }
    if (skipped)
        *skipped = done;
    return CR_OK;
}
