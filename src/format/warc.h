/* Web archives (WARC 1.0 and 1.1): the HTML pages in them, one after another. Records of answers (200 and a type of HTML) and
 * resources are taken, of HTTP's body the transfer and content codings are undone; everything else is passed over. Streamed: one record
 * is in memory at a time. */
#ifndef CR_FORMAT_WARC_H
#define CR_FORMAT_WARC_H

#include "base/arena.h"
#include "format/window.h"

typedef struct cr_warc {
    cr_window window;
    const char *path;
    cr_buf page;
    cr_arena arena;  // of the record under way
    size_t n_records;
    bool ended;
} cr_warc;

typedef struct cr_warc_page {
    cr_view url;      // where it was
    cr_view charset;  // as HTTP declares it, or none
    cr_view html;
} cr_warc_page;

bool cr_warc_sniff(cr_view bytes);

/* bytes and path are the caller's and must outlive it; first: what was read of it already. */
void cr_warc_init(cr_warc *warc, cr_byte_reader *bytes, cr_view first, const char *path);
void cr_warc_release(cr_warc *warc);

/* The next page, valid until the next call. False at the end. What is wrong with a page (*status CR_LIMIT or CR_INPUT) costs that page
 * alone; a malformed record ends the archive, what was whole before it is given first. */
bool cr_warc_next(cr_warc *warc, cr_warc_page *page, cr_status *status, cr_error *error);

#endif
