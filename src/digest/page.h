/* A digest or company page read back from its Markdown (daily.md, company.md): which part of it is what. */
#ifndef CR_DIGEST_PAGE_H
#define CR_DIGEST_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "format/markdown_blocks.h"

/* What stands around a list of those who report a story too, in some language. */
typedef struct cr_page_frame {
    cr_view before, after;
} cr_page_frame;

/* "[number]" in a block. */
typedef struct cr_page_citation {
    size_t start, end;  // bytes of the block's text
    size_t number;
    cr_view address;  // none where it is not linked
} cr_page_citation;

typedef struct cr_page_text {
    cr_view text;  // brackets that are no citation's stand as CR_PAGE_OPEN and CR_PAGE_CLOSE
    size_t line;
    const cr_page_citation *citations;  // [n_citations]
    size_t n_citations;
} cr_page_text;

#define CR_PAGE_OPEN "\xEF\xB7\x90"   // U+FDD0
#define CR_PAGE_CLOSE "\xEF\xB7\x91"  // U+FDD1

typedef struct cr_page_source {
    cr_view text;     // its whole line
    cr_view address;  // or none
    size_t number, line;
} cr_page_source;

typedef struct cr_page_line {
    cr_view text;
    size_t line;
} cr_page_line;

typedef struct cr_page {
    const cr_page_text *quoted;  // [n_quoted] paragraphs of quotations, each followed by its citation
    size_t n_quoted;
    const cr_page_text *listed;  // [n_listed] lines that cite without quoting
    size_t n_listed;
    const cr_page_source *sources;  // [n_sources]
    size_t n_sources;
    const cr_page_line *footer;  // [n_footer]
    size_t n_footer;
    size_t line;  // where it starts
} cr_page;

/* Reads the pages of a document, of which each starts with a heading of level 1. frames[n_frames]: as the list of other
 * reports may look. The content is valid UTF-8. All lives in the arena. */
cr_status cr_pages_read(cr_view content, const char *path, const cr_page_frame *frames, size_t n_frames,
                        cr_arena *arena, const cr_page **pages, size_t *n_pages, cr_error *error);

/* A text as it is compared, appended to out: white space squeezed, one clean line, brackets as such, and without the directional
 * controls that a page puts around texts. */
void cr_page_append_plain(cr_buf *out, cr_view text);

#endif
