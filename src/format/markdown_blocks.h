/* Reading Markdown (CommonMark, by cmark) block by block: for documents of our own making, whose parts are known. */
#ifndef CR_FORMAT_MARKDOWN_BLOCKS_H
#define CR_FORMAT_MARKDOWN_BLOCKS_H

#include "base/arena.h"
#include "base/error.h"

typedef enum cr_block_kind {
    CR_BLOCK_PARAGRAPH,
    CR_BLOCK_HEADING,
    CR_BLOCK_ORDERED_ITEM,  // a paragraph in an item of a numbered list
    CR_BLOCK_BULLET_ITEM,
    CR_BLOCK_RULE,   // without text
    CR_BLOCK_OTHER,  // code, HTML, a block quotation's paragraph
} cr_block_kind;

typedef struct cr_block_link {
    uint32_t start, end;  // bytes of the block's text
    cr_view address;      // references resolved
    size_t line;          // or 0: that of the block
} cr_block_link;

typedef struct cr_block {
    cr_block_kind kind;
    int level;                   // of a heading
    size_t number;               // of an ordered item: as a reader sees it
    size_t line;                 // where it starts, from 1
    cr_view text;                // as a reader sees it; a line end is a space
    const cr_block_link *links;  // [n_links] in order
    size_t n_links;
} cr_block;

enum { CR_BLOCK_MARKS = 4 };

typedef struct cr_block_list {
    const cr_block *blocks;  // [n_blocks] in order
    size_t n_blocks;
} cr_block_list;

/* The source is valid UTF-8; path is for messages. All lives in the arena. CR_LIMIT as cr_markdown_guard
 * and cr_markdown_guard_tree (format/markdown.h) with CR_BLOCK_MARKS, as the addresses of a digest hold many. */
cr_status cr_markdown_read_blocks(cr_view source, const char *path, cr_arena *arena, cr_block_list *list,
                                  cr_error *error);

#endif
