/* A digest in plain text (`--format text`, and the text of a mail), taken apart as Markdown is. */
#ifndef CR_DIGEST_PAGE_TEXT_H
#define CR_DIGEST_PAGE_TEXT_H

#include "digest/page.h"

/* Lines that were wrapped are joined by a space. All lives in the arena. */
void cr_page_text_blocks(cr_view content, const cr_page_words *words, cr_arena *arena, cr_block_list *list);

#endif
