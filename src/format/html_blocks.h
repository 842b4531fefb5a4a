/* Reading HTML (by gumbo) block by block, as markdown_blocks.h reads Markdown: for documents of our own making, whose classes are
 * known (docs/templates.md). */
#ifndef CR_FORMAT_HTML_BLOCKS_H
#define CR_FORMAT_HTML_BLOCKS_H

#include "format/markdown_blocks.h"

/* What stands for a bracket outside of a citation. */
#define CR_BLOCK_OPEN "\xEF\xB7\x90"   // U+FDD0
#define CR_BLOCK_CLOSE "\xEF\xB7\x91"  // U+FDD1

/* Where the footer starts stands a CR_BLOCK_RULE, and its lines are bullet items. Elements of class "citation" are links, with an
 * address or without. Contents (<nav>), pictures and what only programs see are left out. The source is valid UTF-8 without NUL; path
 * is for messages. All lives in the arena. CR_LIMIT as cr_html_read (format/html.h). */
cr_status cr_html_read_blocks(cr_view source, const char *path, cr_arena *arena, cr_block_list *list, cr_error *error);

#endif
