/* A growing buffer of bytes. data is never NULL after the first append and always has a NUL behind its size. */
#ifndef CR_BASE_BUF_H
#define CR_BASE_BUF_H

#include "base/error.h"
#include "base/view.h"

/* Zero-initialise it. */
typedef struct cr_buf {
    char *data;
    size_t size;      // bytes in use
    size_t capacity;  // bytes allocated
} cr_buf;

void cr_buf_release(cr_buf *buf);
void cr_buf_clear(cr_buf *buf);  // size 0, memory kept

/* Room for `more` bytes behind size; returns where they go. Add what was written to size. */
char *cr_buf_reserve(cr_buf *buf, size_t more);

void cr_buf_append(cr_buf *buf, cr_view text);
void cr_buf_append_string(cr_buf *buf, const char *string);
void cr_buf_append_byte(cr_buf *buf, char byte);
void cr_buf_append_code(cr_buf *buf, uint32_t code);  // as UTF-8
void cr_buf_append_size(cr_buf *buf, size_t number);

/* A real number with up to `digits` decimals (at most 9), trailing zeros dropped, "." whatever the locale. */
void cr_buf_append_real(cr_buf *buf, double number, int digits);

/* As printf; only for integers and strings (reals would follow the locale). */
void cr_buf_append_format(cr_buf *buf, const char *format, ...) CR_PRINTF(2, 3);

/* A text as quotations show it: trimmed, each run of white space one space; a lone no-break space stays. */
void cr_buf_append_squeezed(cr_buf *buf, cr_view text);

cr_view cr_buf_view(const cr_buf *buf);

#endif
