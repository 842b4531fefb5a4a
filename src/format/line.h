/* A text as one clean line, for whatever is written out: Markdown, a terminal, a header. */
#ifndef CR_FORMAT_LINE_H
#define CR_FORMAT_LINE_H

#include "base/buf.h"

/* Appends the text as one line: each run of ASCII white space and of line, paragraph and page separators becomes one space, at
 * both ends none. Other control characters (C0, DEL, C1), noncharacters and ill-formed UTF-8 become U+FFFD each. Everything
 * else stays as it is, the no-break space and other spaces of width too. */
void cr_line_append(cr_buf *out, cr_view text);

#endif
