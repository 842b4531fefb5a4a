/* Any text is a digest to be proven against one article, or refused: as pages of Markdown, HTML and plain text, and as editions in
 * JSON. */
#include "fuzz.h"

#include "article/analyse.h"
#include "base/utf8.h"
#include "digest/manifest.h"
#include "digest/page.h"
#include "digest/previous.h"
#include "digest/verify.h"
#include "lexicon/lexicon.h"
#include "text/decode.h"

static cr_page_frame frames[] = {{CR_VIEW("Also reported by: "), {"", 0}}, {{"", 0}, CR_VIEW(" berichten auch")}};
static cr_view labels[] = {CR_VIEW("NEW"), CR_VIEW("UPDATED")};
static const cr_page_words words = {frames, 2, labels, 2};

static cr_verifier *verifier;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    cr_arena arena = {0};
    cr_lexicon *lexicon;
    cr_document document;
    static const char *const folders[] = {SOURCE_DIR "/lexicons"};
    static const cr_article article = {
        .id = CR_VIEW("ferry"),
        .url = CR_VIEW("https://paper.example/ferry"),
        .source = CR_VIEW("Paper"),
        .path = CR_VIEW("ferry.txt"),
        .title = CR_VIEW("The ferry sails again"),
        .lang = CR_VIEW("en"),
        .text = CR_VIEW("The ferry sails again on Monday. It had been laid up since March.")};
    (void)argc;
    (void)argv;
    require(cr_lexicon_new(folders, 1, &lexicon, NULL) == CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    cr_analyser *analyser = cr_analyser_new(&book, characters, &(cr_analyser_options){0});
    require(cr_analyse(analyser, &article, &arena, &document, NULL) == CR_OK);
    verifier = cr_verifier_new((const cr_document *[]){cr_document_keep(&document)}, 1);
    cr_analyser_free(analyser);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
    cr_arena_release(&arena);
    return 0;
}

static void read_pages(cr_view text, cr_page_form form, cr_arena *arena)
{
    const cr_page *pages;
    size_t n = 0;
    cr_error error = {0};
    cr_verdict verdict = {0};
    cr_status status = cr_pages_read(text, form, "page", &words, arena, &pages, &n, &error);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    for (size_t i = 0; !status && i < n; i++) {
        const cr_page *page = &pages[i];
        require(page->n_footer > 0);
        for (size_t k = 0; k < page->n_headlines; k++) {
            const cr_page_headline *h = &page->headlines[k];
            require(h->first_quoted <= h->end_quoted && h->end_quoted <= page->n_quoted);
            require(h->first_listed <= h->end_listed && h->end_listed <= page->n_listed);
        }
        cr_verify_page(verifier, page, "page", &verdict);
    }
    require(cr_utf8_valid(cr_buf_view(&verdict.faults)) == verdict.faults.size);
    cr_verdict_release(&verdict);
}

static void read_editions(cr_view text, cr_arena *arena)
{
    cr_manifest manifest;
    cr_previous_edition previous;
    cr_error error = {0}, other = {0};
    cr_verdict verdict = {0};
    const cr_edition recount = {0};
    cr_status status = cr_manifest_parse(text, "edition", arena, &manifest, &error);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    for (size_t i = 0; !status && i < manifest.n_editions; i++) {
        cr_manifest_is_sound(&manifest.editions[i]);
        cr_verify_edition(verifier, &manifest.editions[i], &recount, manifest.lines, manifest.n_lines, "edition",
                          &verdict);
    }
    status = cr_previous_edition_parse(text, "edition", arena, &previous, &other);
    require(status == other.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    cr_verdict_release(&verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_decoded decoded;
    require(cr_decode((cr_view){(const char *)data, size}, NULL, &arena, &decoded, NULL) == CR_OK);
    bool has_nul = cr_view_find_byte(decoded.text, '\0') != CR_NOT_FOUND;  // which nobody hands over
    for (cr_page_form form = CR_PAGE_MARKDOWN; form <= CR_PAGE_TEXT && !has_nul; form++)
        read_pages(decoded.text, form, &arena);
    read_editions(decoded.text, &arena);
    cr_arena_release(&arena);
    return 0;
}
