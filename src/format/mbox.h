/* Mailboxes of the form mbox: one message behind another, each behind a line "From sender date". The line counts as such where an
 * empty line or the start is before it and a time and a year stand in it; "From " inside messages is written ">From ", and that is
 * taken back (mboxrd). Streamed: one message is in memory at a time. */
#ifndef CR_FORMAT_MBOX_H
#define CR_FORMAT_MBOX_H

#include "format/window.h"

typedef struct cr_mbox {
    cr_window window;
    const char *path;
    cr_buf message;
    size_t from_line;  // of the message that was opened; 0: none yet
    bool ended;
} cr_mbox;

/* Whether bytes start as a mailbox does. */
bool cr_mbox_sniff(cr_view bytes);

/* bytes and path are the caller's and must outlive the mailbox; first: what was read of it already. */
void cr_mbox_init(cr_mbox *mbox, cr_byte_reader *bytes, cr_view first, const char *path);
void cr_mbox_release(cr_mbox *mbox);

/* The next message, valid until the next call, and its line. False at the end. A message of more than CR_MAX_MAIL bytes is CR_LIMIT
 * in *status and passed over; other failures end the mailbox, what was whole before them is given first. */
bool cr_mbox_next(cr_mbox *mbox, cr_view *message, size_t *line, cr_status *status, cr_error *error);

#endif
