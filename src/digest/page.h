/* A digest or company page read back from its Markdown (daily.md, company.md), its HTML (page.html, company.html, email.html) or its
 * plain text: which part of it is what. */
#ifndef CR_DIGEST_PAGE_H
#define CR_DIGEST_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "format/html_blocks.h"
#include "format/markdown_blocks.h"

/* What stands around a list of those who report a story too, in some language. */
typedef struct cr_page_frame {
    cr_view before, after;
} cr_page_frame;

/* The fixed words of pages, in every language that a page may be in. */
typedef struct cr_page_words {
    const cr_page_frame *frames;  // [n_frames]
    size_t n_frames;
    const cr_view *labels;  // [n_labels] what stands behind a headline
    size_t n_labels;
} cr_page_words;

/* "[number]" in a block. */
typedef struct cr_page_citation {
    size_t start, end;  // bytes of the block's text
    size_t number;
    cr_view address;  // none where it is not linked
    size_t line;
} cr_page_citation;

typedef struct cr_page_text {
    cr_view text;  // brackets that are no citation's stand as CR_PAGE_OPEN and CR_PAGE_CLOSE
    size_t line;
    const cr_page_citation *citations;  // [n_citations]
    size_t n_citations;
} cr_page_text;

#define CR_PAGE_OPEN CR_BLOCK_OPEN
#define CR_PAGE_CLOSE CR_BLOCK_CLOSE

/* What a story is called: the text of a heading, with its label; what is quoted and listed under it is [first, end) of the page's. */
typedef struct cr_page_headline {
    cr_view text;
    size_t line;
    size_t first_quoted, end_quoted, first_listed, end_listed;
} cr_page_headline;

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
    cr_view lead;  // the first paragraph under its title, before any story: of a digest its day; or none
    const cr_page_headline *headlines;  // [n_headlines]
    size_t n_headlines;
    const cr_page_text *quoted;  // [n_quoted] paragraphs of quotations, each followed by its citation
    size_t n_quoted;
    const cr_page_text *listed;  // [n_listed] lines that cite without quoting
    size_t n_listed;
    const cr_page_source *sources;  // [n_sources]
    size_t n_sources;
    const cr_page_line *footer;  // [n_footer]
    size_t n_footer;
    size_t line;      // where it starts
    bool is_wrapped;  // plain text: lines were broken anywhere, citations are not linked, and brackets may be anything
    const cr_page_words *words;
} cr_page;

typedef enum cr_page_form { CR_PAGE_MARKDOWN, CR_PAGE_HTML, CR_PAGE_TEXT } cr_page_form;

/* Reads the pages of a document, of which each starts with a heading of level 1; plain text is one page. The content is valid UTF-8. All
 * lives in the arena; words must outlive it. CR_INPUT: it is no such page; CR_LIMIT: it is too large, or has too many lines. */
cr_status cr_pages_read(cr_view content, cr_page_form form, const char *path, const cr_page_words *words,
                        cr_arena *arena, const cr_page **pages, size_t *n_pages, cr_error *error);

/* A text as it is compared, in the arena: white space squeezed, one clean line, brackets as such, and without the directional controls that
 * a page puts around texts. */
cr_view cr_page_plain(cr_view text, cr_arena *arena);

/* The same without any space, which is how texts are compared that were wrapped. */
cr_view cr_page_bare(cr_view text, cr_arena *arena);

#endif
