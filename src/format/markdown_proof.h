/* The proof that values did not change what a Markdown document is.
 *
 * A document with values in it is made twice: once with the values, escaped, and once, the skeleton, with
 * CR_MARKDOWN_PLACEHOLDER, which acts as a letter, in place of each. Both are parsed with cmark and held against each other: they
 * must be the same tree of blocks, links and emphasis, and its texts and addresses the same when the values are put where the
 * placeholders are. So a value made no block, no tag and no link, comes out as it went in, and leads nowhere but where the
 * document's author, or a value that is an address, says.
 */
#ifndef CR_FORMAT_MARKDOWN_PROOF_H
#define CR_FORMAT_MARKDOWN_PROOF_H

#include "base/error.h"
#include "base/view.h"

#define CR_MARKDOWN_PLACEHOLDER CR_VIEW("\xEF\xB7\x91")  // U+FDD1, which no text has after cr_line_append

/* values[n_values]: as they should be read back, in the order of their placeholders. Front matter of both is passed over.
 * CR_LIBRARY with the line where they part, CR_INPUT where a value stands in code or HTML, for which it was not escaped, CR_LIMIT
 * for what cmark would take too long for. */
cr_status cr_markdown_prove(cr_view document, cr_view skeleton, const cr_view *values, size_t n_values,
                            const char *source, cr_error *error);

#endif
