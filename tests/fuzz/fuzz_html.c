/* Any bytes are a page that is read or refused; what is read has its blocks and elements in order, and an article in them or none. */
#include "fuzz.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "format/html.h"
#include "source/page.h"
#include "text/decode.h"

#include <stdlib.h>

static void find_article(const cr_html_page *page, cr_arena *arena)
{
    static cr_characters *characters;
    cr_page_facts facts;
    cr_article article = {0};
    bool *taken = cr_allocate(page->n_blocks, sizeof *taken);
    if (!characters)
        characters = cr_characters_new();
    cr_page_facts_read(page, arena, &facts);
    cr_page_choose(page, &facts, characters, taken);
    cr_page_join(&article, page, taken, arena);
    require(cr_utf8_valid(article.text) == article.text.size && cr_utf8_valid(facts.title) == facts.title.size);
    require(cr_utf8_valid(facts.author) == facts.author.size);
    for (size_t i = 0; i < article.n_marks; i++)
        require(article.marks[i].start < article.marks[i].end && article.marks[i].end <= article.text.size);
    free(taken);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_decoded decoded;
    cr_html_page page;
    cr_view bytes = {(const char *)data, size};
    char charset[48];
    require(cr_decode(bytes, cr_html_charset(bytes, charset) ? charset : NULL, &arena, &decoded, NULL) == CR_OK);
    cr_status status = cr_html_read(decoded.text, "page", &arena, &page, NULL);
    require(status == CR_OK || status == CR_LIMIT);
    if (status == CR_OK) {
        uint32_t at = 0;
        require(cr_utf8_valid(page.text) == page.text.size);
        for (size_t i = 0; i < page.n_blocks; i++) {
            const cr_html_block *block = &page.blocks[i];
            require(block->start >= at && block->end > block->start && block->end <= page.text.size);
            require(block->element < page.n_elements && block->linked <= block->end - block->start);
            require(cr_utf8_is_boundary(page.text, block->start) && cr_utf8_is_boundary(page.text, block->end));
            at = block->end;
        }
        for (size_t i = 0; i < page.n_elements; i++) {
            const cr_html_element *e = &page.elements[i];
            require(e->parent <= i && e->next > i && e->next <= page.n_elements && e->start <= e->end);
            require(e->first_block <= e->next_block && e->next_block <= page.n_blocks && e->end <= page.text.size);
        }
        find_article(&page, &arena);
    }
    cr_arena_release(&arena);
    return 0;
}
