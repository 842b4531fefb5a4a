/* Reading Markdown (CommonMark, by cmark): the text that a reader sees, and what its parts are.
 *
 * Paragraphs are parted by an empty line, items of a tight list by a line end. Links leave their text, images and HTML
 * leave nothing. cmark takes quadratic time for some hostile input, so texts of more than CR_MAX_MARKDOWN bytes,
 * CR_MAX_NESTING levels or too many marks in one paragraph are refused.
 */
#ifndef CR_FORMAT_MARKDOWN_H
#define CR_FORMAT_MARKDOWN_H

#include "base/arena.h"
#include "base/error.h"

typedef enum cr_markdown_kind {
    CR_MARKDOWN_HEADING,
    CR_MARKDOWN_LIST_ITEM,
    CR_MARKDOWN_QUOTE,
    CR_MARKDOWN_CODE,  // code, or a table in the pipe notation of other dialects
    CR_MARKDOWN_LINK,  // a paragraph that is one link, or a link in a paragraph all of emphasis: no prose
} cr_markdown_kind;

typedef struct cr_markdown_range {
    uint32_t start, end;  // bytes of the text, never empty
    cr_markdown_kind kind;
    int level;  // of a heading, 1 to 6
} cr_markdown_range;

typedef struct cr_markdown_text {
    cr_view text;
    const cr_markdown_range *ranges;  // [n_ranges] in order, not overlapping
    size_t n_ranges;
} cr_markdown_text;

/* The source is valid UTF-8; path is for messages. CR_LIMIT as told above. */
cr_status cr_markdown_read(cr_view source, const char *path, cr_arena *arena, cr_markdown_text *text, cr_error *error);

/* CR_LIMIT for what cmark would take too long for. */
cr_status cr_markdown_guard(cr_view source, const char *path, cr_error *error);

/* CR_LIMIT for what a tree of the document would take too much memory for: each line, level and mark may be a node of it. More than
 * CR_MAX_PIECES of these are refused, where so many marks, or the rest of them, count as one. */
cr_status cr_markdown_guard_tree(cr_view source, size_t marks_a_piece, const char *path, cr_error *error);

/* Parts a text that starts with a line of "---" at the next line of "---" or "..."; without one there is no front matter. The
 * front matter starts on line 2. */
bool cr_front_matter_split(cr_view source, cr_view *front_matter, cr_view *body);

#endif
