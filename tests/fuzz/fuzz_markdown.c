/* Any text is Markdown that is read or refused: as an article, whose ranges lie in order, and as blocks. */
#include "fuzz.h"

#include "base/utf8.h"
#include "format/markdown.h"
#include "format/markdown_blocks.h"
#include "text/decode.h"

static void read_article(cr_view source, cr_arena *arena)
{
    cr_markdown_text text;
    cr_error error = {0};
    cr_status status = cr_markdown_read(source, "text", arena, &text, &error);
    require(status == error.status && (status == CR_OK || status == CR_LIMIT));
    if (status)
        return;
    uint32_t at = 0;
    require(cr_utf8_valid(text.text) == text.text.size);
    for (size_t i = 0; i < text.n_ranges; i++) {
        const cr_markdown_range *range = &text.ranges[i];
        require(range->start >= at && range->end > range->start && range->end <= text.text.size);
        require(cr_utf8_is_boundary(text.text, range->start) && cr_utf8_is_boundary(text.text, range->end));
        require((range->kind == CR_MARKDOWN_HEADING) == (range->level > 0));
        at = range->end;
    }
}

static void read_blocks(cr_view source, cr_arena *arena)
{
    cr_block_list list;
    cr_error error = {0};
    cr_status status = cr_markdown_read_blocks(source, "text", arena, &list, &error);
    require(status == error.status && (status == CR_OK || status == CR_LIMIT));
    for (size_t i = 0; i < list.n_blocks; i++) {
        const cr_block *block = &list.blocks[i];
        uint32_t at = 0;
        require(cr_utf8_valid(block->text) == block->text.size);
        require((block->kind == CR_BLOCK_HEADING) == (block->level > 0));
        for (size_t k = 0; k < block->n_links; k++) {
            require(block->links[k].start >= at && block->links[k].end >= block->links[k].start);
            require(block->links[k].end <= block->text.size);
            at = block->links[k].end;
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_decoded decoded;
    cr_view front, body;
    require(cr_decode((cr_view){(const char *)data, size}, NULL, &arena, &decoded, NULL) == CR_OK);
    if (cr_front_matter_split(decoded.text, &front, &body))
        require(front.size + body.size < decoded.text.size);
    read_article(decoded.text, &arena);
    read_blocks(decoded.text, &arena);
    cr_arena_release(&arena);
    return 0;
}
