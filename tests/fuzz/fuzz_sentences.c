/* Any bytes become a document whose sentences and words lie in order, at the edges of characters, and leave out nothing but
 * white space. The first byte chooses the language. */
#include "fuzz.h"

#include "article/analyse.h"
#include "base/utf8.h"
#include "lexicon/lexicon.h"
#include "text/decode.h"

#include <stdlib.h>

static const char *const LANGS[] = {"en", "de", "fr", "nl", "ru", "el", "tr", "ar", "fa", "ur",  "hi",      "bn",
                                    "ta", "th", "km", "ja", "ko", "hy", "vi", "fi", "sv", "und", "zh-Hans", ""};

static cr_lexicon *lexicon;
static cr_characters *characters;
static cr_analyser *analyser;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    (void)argc;
    (void)argv;
    require(cr_lexicon_new(folders, 1, &lexicon, NULL) == CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    characters = cr_characters_new();
    analyser = cr_analyser_new(&book, characters, &(cr_analyser_options){0});
    return 0;
}

static bool is_edge(cr_view text, size_t at)
{
    return at <= text.size && (at == text.size || ((unsigned char)text.data[at] & 0xC0) != 0x80);
}

/* Whether [start, end) holds nothing but white space. */
static bool is_blank(cr_view text, size_t start, size_t end)
{
    while (start < end)
        if (!(cr_character_class(characters, cr_utf8_next(text, &start)) & CR_CHAR_SPACE))
            return false;
    return true;
}

static void check(const cr_document *document, cr_view text)
{
    size_t at = 0, token = 0, last = 0;
    for (size_t i = 0; i < document->n_sentences; i++) {
        const cr_sentence *s = &document->sentences[i];
        require(s->start >= at && s->end > s->start && is_edge(text, s->start) && is_edge(text, s->end));
        require(is_blank(text, at, s->start) && !is_blank(text, s->start, s->end));
        require(s->first_token == token);
        token += s->n_tokens;
        at = s->end;
    }
    require(is_blank(text, at, text.size));
    require(token == document->n_tokens);
    for (size_t i = 0; i < document->n_tokens; i++) {
        const cr_token *t = &document->tokens[i];
        require(t->start >= last && t->end > t->start && is_edge(text, t->start) && is_edge(text, t->end));
        require(t->term < document->n_terms);
        last = t->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_decoded decoded;
    cr_document document;
    const char *lang = size > 0 ? LANGS[data[0] % (sizeof LANGS / sizeof *LANGS)] : "";
    cr_view bytes = {(const char *)data + (size > 0), size - (size > 0)};
    require(cr_decode(bytes, NULL, &arena, &decoded, NULL) == CR_OK);
    cr_article article = {.text = decoded.text, .lang = cr_view_of(lang), .lang_binding = lang[0] != '\0'};
    require(cr_analyse(analyser, &article, &arena, &document, NULL) == CR_OK);
    check(&document, decoded.text);
    cr_arena_release(&arena);
    return 0;
}
