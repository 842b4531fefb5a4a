/* Any bytes are searched for the shipped list: mentions lie in their sentences, at the edges of characters, in order. The first
 * byte chooses the language. */
#include "fuzz.h"

#include "article/analyse.h"
#include "base/utf8.h"
#include "entity/match.h"
#include "lexicon/lexicon.h"
#include "text/decode.h"

#include <stdlib.h>

static const char *const LANGS[] = {"en", "de", "fr", "ru", "pl", "tr", "ar",      "he",
                                    "hi", "th", "ja", "ko", "fi", "hu", "zh-Hans", ""};

static cr_lexicon *lexicon;
static cr_characters *characters;
static cr_analyser *analyser;
static cr_entities *entities;
static cr_matcher *matcher;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    cr_entity_files files = {.list = SOURCE_DIR "/lexicons/companies.txt",
                             .legal_forms = SOURCE_DIR "/lexicons/legal-forms.txt",
                             .endings = SOURCE_DIR "/lexicons/name-endings.txt"};
    (void)argc;
    (void)argv;
    require(cr_lexicon_new(folders, 1, &lexicon, NULL) == CR_OK);
    require(cr_entities_load(&files, &entities, NULL) == CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    characters = cr_characters_new();
    analyser = cr_analyser_new(&book, characters, &(cr_analyser_options){0});
    matcher = cr_matcher_new(cr_entity_index_new(entities, characters), characters);
    return 0;
}

static void check(const cr_document *document, const cr_mentions *mentions, cr_view text)
{
    size_t last = 0;
    for (size_t i = 0; i < mentions->n; i++) {
        const cr_mention *m = &mentions->items[i];
        require(m->sentence < document->n_sentences && m->entity < entities->n_entities);
        const cr_sentence *s = &document->sentences[m->sentence];
        require(m->start >= s->start && m->end <= s->end && m->start < m->end && m->start >= last);
        require(cr_utf8_is_boundary(text, m->start) && cr_utf8_is_boundary(text, m->end));
        last = m->start;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_decoded decoded;
    cr_document document;
    cr_mentions mentions;
    const char *lang = size > 0 ? LANGS[data[0] % (sizeof LANGS / sizeof *LANGS)] : "";
    cr_view bytes = {(const char *)data + (size > 0), size - (size > 0)};
    require(cr_decode(bytes, NULL, &arena, &decoded, NULL) == CR_OK);
    cr_article article = {
        .text = decoded.text, .title = decoded.text, .lang = cr_view_of(lang), .lang_binding = lang[0] != '\0'};
    require(cr_analyse(analyser, &article, &arena, &document, NULL) == CR_OK);
    cr_matcher_find(matcher, &document, &arena, &mentions);
    check(&document, &mentions, decoded.text);
    cr_arena_release(&arena);
    return 0;
}
