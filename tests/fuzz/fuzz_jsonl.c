/* Any bytes are JSON lines, plain or compressed: each line becomes an article of valid UTF-8, or is refused with its number. One that
 * brings the structure of its text, as the archive writes it, is taken apart by it. */
#include "fuzz.h"

#include "article/analyse.h"
#include "base/utf8.h"
#include "lexicon/lexicon.h"
#include "source/jsonl.h"

#include <stdio.h>

static cr_analyser *analyser;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static cr_lexicon *lexicon;
    static const char *const folders[] = {SOURCE_DIR "/lexicons"};
    (void)argc;
    (void)argv;
    require(cr_lexicon_new(folders, 1, &lexicon, NULL) == CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    analyser = cr_analyser_new(&book, cr_characters_new(), &(cr_analyser_options){0});
    return 0;
}

static void analyse(const cr_article *article, cr_arena *arena)
{
    size_t at = 0;
    cr_document document;
    require(cr_analyse(analyser, article, arena, &document, NULL) == CR_OK);
    for (size_t i = 0; i < document.n_sentences; i++) {
        require(document.sentences[i].start >= at && document.sentences[i].end > document.sentences[i].start);
        at = document.sentences[i].end;
    }
    require(at <= article->text.size);
}

static void check(const cr_article *article)
{
    const cr_view members[] = {article->id,  article->text,   article->title, article->lang,
                               article->url, article->source, article->group, article->author};
    require(article->id.data && article->text.size);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        require(cr_utf8_valid(members[i]) == members[i].size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const cr_jsonl_options options = {.group_by = size % 2 ? "source" : "section", .keep = size % 3 == 0};
    if (size == 0)
        return 0;
    FILE *file = fmemopen((void *)(uintptr_t)data, size, "rb");
    require(file != NULL);
    cr_byte_reader *bytes = cr_byte_reader_new(file, "lines");
    cr_jsonl_reader *reader = cr_jsonl_reader_new_open(bytes, file, "lines", (cr_view){NULL, 0});
    cr_json_parser *parser = cr_json_parser_new();
    cr_jsonl_batch batch = {0};
    size_t last = 0;
    while (cr_jsonl_reader_read(reader, &batch)) {
        require(batch.n_items > 0 && batch.n_items <= CR_JSONL_BATCH_LINES);
        for (size_t i = 0; i < batch.n_items; i++) {
            cr_error error = {0};
            cr_article article;
            const cr_jsonl_item *item = &batch.items[i];
            cr_status status = cr_jsonl_parse(parser, item, &options, &batch.arena, &article, &error);
            require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
            require(article.line == item->number && (item->number > last || item->failure));
            last = item->number;
            if (status == CR_OK)
                check(&article);
            if (status == CR_OK && article.structured)
                analyse(&article, &batch.arena);
        }
    }
    cr_jsonl_batch_release(&batch);
    cr_json_parser_free(parser);
    cr_jsonl_reader_free(reader);
    return 0;
}
