/* The part of a stream that is under way: lines and runs of bytes are taken off its front, in memory bounded by what is asked for. */
#ifndef CR_FORMAT_WINDOW_H
#define CR_FORMAT_WINDOW_H

#include "format/compress.h"

typedef struct cr_window {
    cr_byte_reader *bytes;  // the caller's
    cr_buf pending;         // [start, size) is not yet taken
    size_t start;
    size_t line;  // ends of lines taken by cr_window_line and cr_window_drop
    bool ended;
} cr_window;

/* first: what was read of the stream already. */
void cr_window_init(cr_window *window, cr_byte_reader *bytes, cr_view first);
void cr_window_release(cr_window *window);

/* Takes a line with its end, or, of a longer one and of the last, up to `limit` bytes. Size 0: the end. Valid until the next call. */
cr_status cr_window_line(cr_window *window, size_t limit, cr_view *line, cr_error *error);

/* Takes the next line that holds more than white space; more than CR_MAX_BLANK bytes of it before that: CR_LIMIT. */
cr_status cr_window_next_line(cr_window *window, size_t limit, const char *path, cr_view *line, cr_error *error);

/* Takes `size` bytes; fewer at the end. */
cr_status cr_window_take(cr_window *window, size_t size, cr_view *bytes, cr_error *error);

/* All that is pending, at least `size` bytes unless the end is nearer; nothing is taken. Valid until the next call but a drop. */
cr_status cr_window_peek(cr_window *window, size_t size, cr_view *bytes, cr_error *error);

/* Takes bytes that were peeked at. */
void cr_window_drop(cr_window *window, size_t size);

/* Passes over `size` bytes; *skipped, which may be NULL, is less at the end. */
cr_status cr_window_skip(cr_window *window, size_t size, size_t *skipped, cr_error *error);

#endif
