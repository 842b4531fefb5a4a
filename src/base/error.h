/* Status codes and errors.
 *
 * Every fallible function returns a cr_status (CR_OK is 0) and fills an optional cr_error. The first error wins: an error
 * that is already set is kept, so a caller may pass the same cr_error down and clean up in one place. The library never
 * prints and never exits; what happened stands in the cr_error.
 */
#ifndef CR_BASE_ERROR_H
#define CR_BASE_ERROR_H

#include <stddef.h>

typedef enum cr_status {
    CR_OK = 0,
    CR_USAGE,    // an option or argument is wrong
    CR_INPUT,    // what was read is malformed
    CR_IO,       // the system refused to read or write
    CR_LIMIT,    // an input exceeds a limit of base/limits.h
    CR_LIBRARY,  // a third-party library failed
} cr_status;

enum { CR_ERROR_SOURCE_SIZE = 512, CR_ERROR_TEXT_SIZE = 512 };

/* Zero-initialise it, or use cr_error_clear. */
typedef struct cr_error {
    cr_status status;
    char source[CR_ERROR_SOURCE_SIZE];  // file or other origin; "" if none
    size_t line, column;                // 1-based; 0 if unknown; the column counts bytes
    char text[CR_ERROR_TEXT_SIZE];      // what is wrong, lower case, no full stop
} cr_error;

#if defined(__GNUC__)
#define CR_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define CR_PRINTF(text, first)
#endif

void cr_error_clear(cr_error *error);

/* Set an error, unless one is set. Returns status, so that `return cr_error_set(...)` reads well. error may be NULL. */
cr_status cr_error_set(cr_error *error, cr_status status, const char *format, ...) CR_PRINTF(3, 4);

/* The same with a place. source may be NULL, line and column 0. */
cr_status cr_error_at(cr_error *error, cr_status status, const char *source, size_t line, size_t column,
                      const char *format, ...) CR_PRINTF(6, 7);

/* Set an error from errno: "cannot <verb> '<path>': <reason>". */
cr_status cr_error_errno(cr_error *error, const char *verb, const char *path);

/* Write "'source':line:column: text" (what is known of it) into out, always NUL-terminated. */
void cr_error_format(const cr_error *error, char *out, size_t size);

#endif
