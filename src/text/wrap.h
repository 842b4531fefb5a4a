/* Lines for a terminal or a plain-text mail: display widths, and breaking where the script allows it. */
#ifndef CR_TEXT_WRAP_H
#define CR_TEXT_WRAP_H

#include "base/buf.h"

/* Columns that a valid UTF-8 text takes: two for wide characters (Han, kana, hangul, emoji), none for marks and format
 * characters. */
size_t cr_display_width(cr_view text);

/* Appends the text (one line, valid UTF-8) in lines of at most `width` columns where it can be broken (Unicode's line breaks,
 * with a dictionary for Thai and its like), each ended by LF, all but the first after `indent` spaces. `used` columns are taken
 * on the first line. width 0: one line. */
void cr_wrap(cr_view text, size_t width, size_t indent, size_t used, cr_buf *out);

#endif
