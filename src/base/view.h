/* A view: bytes that somebody else owns. Not NUL-terminated unless its maker says so. {NULL, 0} is "none". */
#ifndef CR_BASE_VIEW_H
#define CR_BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cr_view {
    const char *data;
    size_t size;  // bytes
} cr_view;

enum { CR_NOT_FOUND = -1 };

/* A view of a string literal, and of a NUL-terminated string (NULL gives none). */
#define CR_VIEW(literal) ((cr_view){"" literal, sizeof(literal) - 1})
cr_view cr_view_of(const char *string);

bool cr_view_equal(cr_view a, cr_view b);

/* Bytewise order: negative, zero or positive. */
int cr_view_compare(cr_view a, cr_view b);

bool cr_view_starts(cr_view text, cr_view prefix);
bool cr_view_ends(cr_view text, cr_view suffix);

/* Bytes from start to end, both clipped to the text. */
static inline cr_view cr_view_slice(cr_view text, size_t start, size_t end)
{
    if (end > text.size)
        end = text.size;
    if (start > end)
        start = end;
    return (cr_view){text.data ? text.data + start : NULL, end - start};
}

/* Offset of the first occurrence, or CR_NOT_FOUND. */
ptrdiff_t cr_view_find(cr_view text, cr_view needle);
ptrdiff_t cr_view_find_byte(cr_view text, char byte);

/* Without ASCII white space at both ends. */
cr_view cr_view_trim(cr_view text);

/* Takes the next line off the front of *rest, without its LF or CRLF. False at the end. */
bool cr_view_next_line(cr_view *rest, cr_view *line);

/* ASCII only, whatever the locale. */
static inline bool cr_is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}
static inline bool cr_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}
static inline bool cr_is_alpha(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}
static inline char cr_to_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* What a hexadecimal digit is worth, -1 if it is none. */
static inline int cr_hex_value(char byte)
{
    char small = cr_to_lower(byte);
    return cr_is_digit(byte) ? byte - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

bool cr_view_equal_ignoring_case(cr_view a, cr_view b);
bool cr_view_starts_ignoring_case(cr_view text, cr_view start);

/* It starts as an address of the web does: "http://" or "https://". */
bool cr_view_is_address(cr_view text);

/* A decimal number without sign that fills the whole text; false if it is none or too large. */
bool cr_view_to_size(cr_view text, size_t *number);

#endif
