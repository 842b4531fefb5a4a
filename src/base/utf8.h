/* UTF-8 by hand: stepping, checking and repairing, without ICU. */
#ifndef CR_BASE_UTF8_H
#define CR_BASE_UTF8_H

#include "base/view.h"

/* Decodes the code point at text[*at] and moves *at behind it. The text is valid UTF-8 and *at < text.size.
 */
static inline uint32_t cr_utf8_next(cr_view text, size_t *at)
{
    uint32_t lead = ((unsigned char)text.data[*at]);
    if (lead < 0x80) {
        *at += 1;
        return lead;
    }
    if (lead < 0xE0) {
        uint32_t code = (lead & 0x1F) << 6 | (((unsigned char)text.data[*at + 1]) & 0x3F);
        *at += 2;
        return code;
    }
    if (lead < 0xF0) {
        uint32_t code = (lead & 0x0F) << 12 | (uint32_t)(((unsigned char)text.data[*at + 1]) & 0x3F) << 6 |
                        (((unsigned char)text.data[*at + 2]) & 0x3F);
        *at += 3;
        return code;
    }
    uint32_t code = (lead & 0x07) << 18 | (uint32_t)(((unsigned char)text.data[*at + 1]) & 0x3F) << 12 |
                    (uint32_t)(((unsigned char)text.data[*at + 2]) & 0x3F) << 6 |
                    (((unsigned char)text.data[*at + 3]) & 0x3F);
    *at += 4;
    return code;
}

/* Decodes the code point that ends at *at and moves *at to its start. The text is valid UTF-8 and *at > 0. */
uint32_t cr_utf8_previous(cr_view text, size_t *at);

/* Writes a code point and returns its bytes, 1 to 4. A surrogate or a number beyond U+10FFFF is written as
 * U+FFFD. */
size_t cr_utf8_write(uint32_t code, char out[4]);

/* Bytes of the longest valid prefix (shortest forms, no surrogates, up to U+10FFFF): text.size if all is
 * valid. */
size_t cr_utf8_valid(cr_view text);

/* Bytes of the ill-formed sequence at `at` that become one U+FFFD (the Unicode standard's maximal subpart),
 * at least 1. */
size_t cr_utf8_broken(cr_view text, size_t at);

/* White space (the Unicode property White_Space), the ideographic space and the no-break space too. */
bool cr_utf8_is_space(uint32_t code);

/* A code point that Unicode keeps from being a character (U+FDD0 to U+FDEF, the last two of each plane). */
static inline bool cr_utf8_is_noncharacter(uint32_t code)
{
    return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/* True where a character may start: not inside one. `at` may be text.size. */
bool cr_utf8_is_boundary(cr_view text, size_t at);

#endif
