/* Reading HTML5 (by gumbo): a page as flat arrays of elements and blocks of text, and what its head tells.
 *
 * gumbo takes quadratic time and unbounded memory for some hostile input. A linear scan goes before it and refuses, with
 * CR_LIMIT, more than CR_MAX_HTML bytes, CR_MAX_HTML_NESTING levels, a tag of more than CR_MAX_HTML_TAG bytes or
 * CR_MAX_HTML_ATTRIBUTES attributes, and more elements (those counted that gumbo opens again for formatting that was not
 * closed) or attributes in all than memory is there for.
 */
#ifndef CR_FORMAT_HTML_H
#define CR_FORMAT_HTML_H

#include "base/arena.h"
#include "base/error.h"

typedef enum cr_html_tag {
    CR_HTML_BLOCK,   // any block that is none of those below: div, section, center ...
    CR_HTML_INLINE,  // any part of a line that is none of those below: span, b ...
    CR_HTML_LINK,
    CR_HTML_TIME,
    CR_HTML_PICTURE,
    CR_HTML_BODY,
    CR_HTML_MAIN,
    CR_HTML_ARTICLE,
    CR_HTML_ASIDE,
    CR_HTML_NAV,
    CR_HTML_HEADER,
    CR_HTML_FOOTER,
    CR_HTML_FORM,
    CR_HTML_PARAGRAPH,
    CR_HTML_HEADING,
    CR_HTML_LIST,
    CR_HTML_ITEM,
    CR_HTML_QUOTE,
    CR_HTML_PREFORMATTED,
    CR_HTML_TABLE,
    CR_HTML_CELL,
    CR_HTML_FIGURE,
    CR_HTML_CAPTION,
    CR_HTML_ADDRESS,
} cr_html_tag;

/* An element of the body. Elements stand in the order in which they open; number 0 is the body. */
typedef struct cr_html_element {
    uint32_t parent;                   // its own number for the body
    uint32_t next;                     // number of the first element behind all inside it
    uint32_t first_block, next_block;  // the blocks inside it
    uint32_t start, end;               // its text: bytes of the page's text
    cr_html_tag tag;
    int level;         // of a heading, 1 to 6
    cr_view names;     // values of class, id and role, parted by spaces, as they stand there; or none
    cr_view property;  // value of itemprop, or of rel
    cr_view value;     // value of content or datetime
} cr_html_element;

/* A piece of text between two edges of blocks; two line breaks in a row are an edge too. */
typedef struct cr_html_block {
    uint32_t element;     // the innermost one around all of it that is a block
    uint32_t start, end;  // bytes of the page's text: never empty, white space evened out, a line break is "\n"
    uint32_t linked;      // bytes inside links
    uint32_t strong;      // bytes inside emphasis by weight
} cr_html_block;

/* A value of the head: <meta name|property|itemprop content>. */
typedef struct cr_html_meta {
    cr_view name;  // lower case
    cr_view value;
} cr_html_meta;

typedef struct cr_html_page {
    cr_view text;                     // of all blocks, an empty line between two; without what is hidden
    const cr_html_element *elements;  // [n_elements]
    size_t n_elements;
    const cr_html_block *blocks;  // [n_blocks]
    size_t n_blocks;
    const cr_html_meta *metas;  // [n_metas]
    size_t n_metas;
    const cr_view *linked_data;  // [n_linked_data] contents of <script type="application/ld+json">
    size_t n_linked_data;
    cr_view title;      // of the head, white space evened out
    cr_view canonical;  // href of <link rel=canonical>
    cr_view lang;       // of <html> or <body>
} cr_html_page;

/* The charset that a page names in its first bytes, in <meta> or <?xml?>, written to out; false if it names none. */
bool cr_html_charset(cr_view bytes, char out[48]);

/* The source is valid UTF-8 without NUL. path is for messages. The page lives in the arena. */
cr_status cr_html_read(cr_view source, const char *path, cr_arena *arena, cr_html_page *page, cr_error *error);

#endif
