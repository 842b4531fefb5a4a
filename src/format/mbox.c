#include "format/mbox.h"

#include "base/limits.h"

#include <string.h>

enum { PIECE = 64 * 1024, FROM_LINE = 1000 };

/* A time and a year: prose that begins with "From " hardly has both. */
static bool is_from_line(cr_view line)
{
    bool time = false, year = false;
    if (!cr_view_starts(line, CR_VIEW("From ")) || line.size > FROM_LINE)
        return false;
    for (size_t i = 5; i < line.size; i++) {
        size_t digits = 0;
        while (i + digits < line.size && cr_is_digit(line.data[i + digits]))
            digits++;
        if (digits == 2 && i + 5 <= line.size && line.data[i + 2] == ':' && cr_is_digit(line.data[i + 3]) &&
            cr_is_digit(line.data[i + 4]))
            time = true;
        if (digits == 4)
            year = true;
        i += digits;
    }
    return time && year;
}

bool cr_mbox_sniff(cr_view bytes)
{
    cr_view line;
    return cr_view_next_line(&bytes, &line) && is_from_line(line);
}

void cr_mbox_init(cr_mbox *mbox, cr_byte_reader *bytes, cr_view first, const char *path)
{
    *mbox = (cr_mbox){.path = path};
    cr_window_init(&mbox->window, bytes, first);
}

void cr_mbox_release(cr_mbox *mbox)
{
    cr_window_release(&mbox->window);
    cr_buf_release(&mbox->message);
}

/* What stands before the first message: nothing but empty lines. */
static cr_status open_first(cr_mbox *mbox, cr_error *error)
{
    cr_view line;
    cr_status status = cr_window_next_line(&mbox->window, PIECE, mbox->path, &line, error);
    if (status)
        return status;
    size_t number = mbox->window.line + !cr_view_ends(line, CR_VIEW("\n"));
    if (!line.size)
        mbox->ended = true;
    else if (cr_view_starts(line, CR_VIEW("From ")))
        mbox->from_line = number;
    else
        return cr_error_at(error, CR_INPUT, mbox->path, number, 0, "no mailbox: no line 'From ...' opens it");
    return CR_OK;
}

/* One quotation mark off each ">From " and ">>From " at the start of a line. */
static void unquote(cr_buf *text)
{
    size_t to = 0, from = 0;
    cr_view all = cr_buf_view(text);
    while (from < all.size) {
        const char *mark = memchr(all.data + from, '>', all.size - from);
        size_t at = mark ? (size_t)(mark - all.data) : all.size, end = at;
        while (end < all.size && all.data[end] == '>')
            end++;
        bool quoted = mark && (at == 0 || all.data[at - 1] == '\n') &&
                      cr_view_starts(cr_view_slice(all, end, all.size), CR_VIEW("From "));
        memmove(text->data + to, all.data + from, at - from);
        to += at - from;
        memmove(text->data + to, all.data + at, end - at - quoted);
        to += end - at - quoted;
        from = end;
    }
    text->size = to;
}

/* Where "From " first stands at the start of a line; text.size: nowhere. */
static size_t find_from(cr_view text, bool at_start)
{
    for (size_t at = 0; at < text.size;) {
        ptrdiff_t hit = cr_view_find(cr_view_slice(text, at, text.size), CR_VIEW("From "));
        if (hit < 0)
            break;
        at += (size_t)hit;
        if (at ? text.data[at - 1] == '\n' : at_start)
            return at;
        at++;
    }
    return text.size;
}

static bool ends_line(const cr_buf *text)
{
    return text->size == 0 || text->data[text->size - 1] == '\n';
}

static bool ends_empty_line(cr_view text)
{
    if (cr_view_ends(text, CR_VIEW("\n")))
        text.size--;
    if (cr_view_ends(text, CR_VIEW("\r")))
        text.size--;
    return text.size == 0 || text.data[text.size - 1] == '\n';
}

/* Takes all up to the line that opens the next message, or to the end. */
static cr_status take_message(cr_mbox *mbox, bool *too_large, cr_error *error)
{
    cr_buf *text = &mbox->message;
    for (;;) {
        cr_view pending, line = {NULL, 0};
        cr_status status = cr_window_peek(&mbox->window, PIECE, &pending, error);
        if (status)
            return status;
        if (!pending.size) {
            mbox->ended = true;
            return CR_OK;
        }
        size_t size = find_from(pending, ends_line(text));
        if (size == pending.size && pending.size >= PIECE)
            size -= sizeof "From " - 2;  // it may begin at the very end
        if (text->size + size > CR_MAX_MAIL) {
            *too_large = true;
            // the two last bytes tell what is before the next line
            cr_buf_clear(text);
            cr_buf_append(text, cr_view_slice(pending, size < 3 ? 0 : size - 3, size));
        } else {
            cr_buf_append(text, cr_view_slice(pending, 0, size));
        }
        bool found = cr_view_starts(cr_view_slice(pending, size, pending.size), CR_VIEW("From "));
        cr_window_drop(&mbox->window, size);
        if (!found)
            continue;
        size_t number = mbox->window.line + 1;
        status = cr_window_line(&mbox->window, PIECE, &line, error);
        if (status)
            return status;
        if (ends_empty_line(cr_buf_view(text)) && is_from_line(line)) {
            mbox->from_line = number;
            return CR_OK;
        }
        cr_buf_append(text, line);
    }
}

bool cr_mbox_next(cr_mbox *mbox, cr_view *message, size_t *line, cr_status *status, cr_error *error)
{
    bool too_large = false;
    *status = CR_OK;
    *message = (cr_view){NULL, 0};
    if (mbox->ended)
        return false;
    if (mbox->message.capacity > CR_MIB)
        cr_buf_release(&mbox->message);
    cr_buf_clear(&mbox->message);
    if (!mbox->from_line)
        *status = open_first(mbox, error);
    *line = mbox->from_line;
    if (!*status && !mbox->ended)
        *status = take_message(mbox, &too_large, error);
    if (*status) {
        mbox->ended = true;
        return true;
    }
    if (too_large) {
        *status = cr_error_at(error, CR_LIMIT, mbox->path, *line, 0, "a mail of more than %zu MiB",
                              CR_MAX_MAIL / CR_MIB);
        return true;
    }
    unquote(&mbox->message);
    *message = cr_buf_view(&mbox->message);
    return *line > 0;
}
