#include "story/lexemes.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "text/fold.h"
#include "text/places.h"
#include "text/skeleton.h"

#include <stdlib.h>
#include <string.h>

enum {
    SKELETON_LETTERS = 3,  // of the shortest skeleton
    NUMBER_DIGITS = 2,     // of the smallest number
    HAN_BYTES = 3,
    HAN_LETTERS = 2,  // that a Chinese character is worth
    PLACE_KEY = 1,    // first byte of an anchor that is a place
    DAY_KEY = 2,      // and of one that is a day
};

/* How often a word was seen capitalised inside a sentence, and in lower case. */
typedef struct word {
    uint32_t upper, lower;
} word;

typedef struct cr_lexemes_inside {
    const cr_document *const *documents;
    cr_arena arena;
    cr_number_map word_index;  // hash of language and stem -> number
    word *words;               // [n_words]
    size_t words_capacity;
    cr_romaniser *romaniser;  // NULL: no anchors
    cr_map anchor_index;      // skeleton, characters, number or place -> id
    uint8_t *letters;         // [n_anchors]
    size_t letters_capacity;
    cr_number_map form_index;  // hash of language and word -> number
    cr_form *forms;
    size_t forms_capacity;
    cr_places **places;    // [n_languages]
    cr_figures **figures;  // [n_languages]
} inside;

/* ---- words -------------------------------------------------------------------------------------------------------- */

static void find_languages(cr_lexemes *v, size_t n_documents)
{
    inside *in = v->inside;
    cr_map index = {0};
    uint32_t *language = CR_ARENA_ARRAY(&in->arena, uint32_t, n_documents);
    uint32_t *n_articles = CR_ARENA_ZEROED(&in->arena, uint32_t, n_documents);
    in->places = CR_ARENA_ZEROED(&in->arena, cr_places *, n_documents);
    in->figures = CR_ARENA_ZEROED(&in->arena, cr_figures *, n_documents);
    for (size_t d = 0; d < n_documents; d++) {
        bool added;
        cr_map_slot *slot = cr_map_put(&index, cr_view_of(in->documents[d]->lang), &added);
        if (added) {
            slot->value = v->n_languages++;
            in->places[slot->value] = cr_places_new(in->documents[d]->lang);
            if (in->romaniser)
                in->figures[slot->value] = cr_figures_new(in->documents[d]->lang);
        }
        language[d] = (uint32_t)slot->value;
        n_articles[slot->value]++;
    }
    v->language = language;
    v->n_articles = n_articles;
    cr_map_release(&index);
}

static uint64_t key_of(uint32_t language, cr_view text)
{
    return cr_hash(text) ^ (language + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint32_t number_of(cr_lexemes *v, uint32_t language, cr_view stem)
{
    inside *in = v->inside;
    bool added;
    cr_number_slot *slot = cr_number_map_put(&in->word_index, key_of(language, stem), &added);
    if (added) {
        slot->value = v->n_words++;
        in->words = cr_grow(in->words, &in->words_capacity, v->n_words, sizeof *in->words);
        in->words[slot->value] = (word){0};
    }
    return (uint32_t)slot->value;
}

bool cr_lexemes_is_prose(const cr_sentence *sentence)
{
    return !(sentence->flags & (CR_SENTENCE_BOILERPLATE | CR_SENTENCE_DATELINE | CR_SENTENCE_CODE));
}

static void count_capitals(cr_lexemes *v, size_t d, const uint32_t *numbers, bool *caseless)
{
    inside *in = v->inside;
    const cr_document *document = in->documents[d];
    for (size_t s = 0; s < document->n_sentences; s++) {
        const cr_sentence *sentence = &document->sentences[s];
        for (size_t i = 0; cr_lexemes_is_prose(sentence) && i < sentence->n_tokens; i++) {
            const cr_token *token = &document->tokens[sentence->first_token + i];
            word *w = &in->words[numbers[token->term]];
            w->upper += i > 0 && token->flags & CR_TOKEN_CAPITALISED;
            w->lower += (token->flags & CR_TOKEN_LOWER) != 0;
            if (token->flags & CR_TOKEN_CAPITALISED && !document->spaceless)
                caseless[v->language[d]] = false;
        }
    }
}

static void number_words(cr_lexemes *v, size_t n_documents)
{
    inside *in = v->inside;
    const uint32_t **words = CR_ARENA_ARRAY(&in->arena, const uint32_t *, n_documents);
    bool *caseless = CR_ARENA_ARRAY(&in->arena, bool, v->n_languages);
    memset(caseless, true, v->n_languages);
    for (size_t d = 0; d < n_documents; d++) {
        const cr_document *document = in->documents[d];
        uint32_t *numbers = CR_ARENA_ARRAY(&in->arena, uint32_t, document->n_terms);
        for (size_t t = 0; t < document->n_terms; t++)
            numbers[t] = number_of(v, v->language[d], document->terms[t].stem);
        count_capitals(v, d, numbers, caseless);
        words[d] = numbers;
    }
    v->words = words;
    v->caseless = caseless;
}

bool cr_lexemes_is_name(const cr_lexemes *v, uint32_t number, uint32_t flags, bool first)
{
    const word *w = &v->inside->words[number];
    if (!(flags & CR_TOKEN_CAPITALISED))
        return false;
    return w->upper > w->lower || (!first && 2 * w->upper > w->lower);
}

bool cr_lexemes_is_letter(cr_view surface)
{
    return surface.size == 1 || (surface.size == 2 && (unsigned char)surface.data[0] >= 0xC3);
}

/* ---- anchors ------------------------------------------------------------------------------------------------------ */

static uint32_t anchor_of(cr_lexemes *v, cr_view text, size_t letters)
{
    inside *in = v->inside;
    bool added;
    cr_map_slot *slot = cr_map_put(&in->anchor_index, text, &added);
    if (added) {
        slot->key = cr_arena_copy(&in->arena, text);
        slot->value = v->n_anchors++;
        in->letters = cr_grow(in->letters, &in->letters_capacity, v->n_anchors, 1);
        in->letters[slot->value] = (uint8_t)(letters < UINT8_MAX ? letters : UINT8_MAX);
    }
    return (uint32_t)slot->value;
}

static void add_skeleton(cr_lexemes *v, cr_view romanised, cr_form *f)
{
    cr_buf skeleton = {0};
    cr_skeleton(romanised, &skeleton);
    if (skeleton.size >= SKELETON_LETTERS) {
        uint32_t id = anchor_of(v, cr_buf_view(&skeleton), skeleton.size);
        bool known = false;
        for (size_t i = 0; i < f->n_anchors; i++)
            known = known || f->anchors[i] == id;
        if (!known)
            f->anchors[f->n_anchors++] = id;
    }
    cr_buf_release(&skeleton);
}

static size_t count_figures(cr_view text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++)
        n += cr_is_digit(text.data[i]);
    return n;
}

/* Where the figure of a word starts: M5.8 has one behind its letter, H5N1 has none. */
static size_t figure_start(cr_view text)
{
    size_t start = 0, end = 0;
    while (start < text.size && cr_is_alpha(text.data[start]))
        start++;
    for (end = start; end < text.size && !cr_is_alpha(text.data[end]);)
        end++;
    return end == text.size && start < end ? start : 0;
}

/* A word with a digit in it, outside of its text: an amount, or the digits of a name (H5N1). */
static void add_number(cr_lexemes *v, uint32_t language, cr_view surface, cr_view romanised, cr_form *f)
{
    cr_figure figure = cr_figures_read(v->inside->figures[language], surface, 0, figure_start(surface));
    cr_buf digits = {0};
    if (figure.kind != CR_FIGURE_NONE)
        cr_buf_append(&digits, cr_view_of(figure.key));
    for (size_t i = 0; figure.kind == CR_FIGURE_NONE && i < romanised.size; i++)
        if (cr_is_digit(romanised.data[i]))
            cr_buf_append_byte(&digits, romanised.data[i]);
    if (count_figures(cr_buf_view(&digits)) >= NUMBER_DIGITS)
        f->anchors[f->n_anchors++] = anchor_of(v, cr_buf_view(&digits), 0);
    cr_buf_release(&digits);
}

void cr_lexemes_figure(cr_lexemes *v, size_t d, uint32_t token, size_t from, size_t end, uint32_t *anchor,
                       cr_figure *figure)
{
    inside *in = v->inside;
    const cr_document *document = in->documents[d];
    size_t start = document->tokens[token].start;
    *figure = (cr_figure){0};
    if (!in->romaniser)
        return;
    *figure = cr_figures_read(
        in->figures[v->language[d]], cr_view_slice(document->article->text, 0, end), from,
        start + figure_start(cr_view_slice(document->article->text, start, document->tokens[token].end)));
    cr_view key = cr_view_of(figure->key);
    if (figure->kind == CR_FIGURE_DAY) {
        char day[CR_FIGURE_KEY + 1] = {DAY_KEY};
        memcpy(day + 1, key.data, key.size);
        *anchor = anchor_of(v, (cr_view){day, key.size + 1}, 0);
    } else if (figure->kind == CR_FIGURE_AMOUNT && count_figures(key) >= NUMBER_DIGITS) {
        *anchor = anchor_of(v, key, 0);
    } else {
        figure->kind = CR_FIGURE_NONE;
    }
}

/* Inside an Arabic or Hebrew word w is a vowel more often than not. Articles, prepositions and "and" are written in one with
 * the word in both languages: with and without them. */
static void add_skeletons(cr_lexemes *v, const char *lang, cr_view romanised, cr_form *f)
{
    bool arabic = strcmp(lang, "ar") == 0, hebrew = strcmp(lang, "he") == 0;
    bool w_is_vowel = arabic || hebrew || strcmp(lang, "fa") == 0 || strcmp(lang, "ur") == 0;
    cr_buf plain = {0};
    for (size_t i = 0; i < romanised.size; i++)
        if (i == 0 || romanised.data[i] != 'w' || !w_is_vowel)
            cr_buf_append_byte(&plain, romanised.data[i]);
    cr_view bare = cr_buf_view(&plain);
    add_skeleton(v, bare, f);
    if (arabic && cr_view_starts(bare, CR_VIEW("al")))
        add_skeleton(v, cr_view_slice(bare, 2, bare.size), f);
    if ((arabic || hebrew) && bare.size > 1 && strchr(arabic ? "wblfk" : "hblmwks", bare.data[0]))
        add_skeleton(v, cr_view_slice(bare, 1, bare.size), f);
    cr_buf_release(&plain);
}

/* Two Chinese characters are about as telling as a name's skeleton. */
static void add_han(cr_lexemes *v, cr_view characters, cr_form *f)
{
    size_t n = characters.size / HAN_BYTES;
    if (n >= 2)
        f->anchors[f->n_anchors++] = anchor_of(v, characters, n * HAN_LETTERS);
}

const cr_form *cr_lexemes_form(cr_lexemes *v, size_t d, cr_view surface, bool is_number)
{
    inside *in = v->inside;
    const char *lang = in->documents[d]->lang;
    bool added;
    cr_number_slot *slot = cr_number_map_put(&in->form_index, key_of(v->language[d], surface), &added);
    if (!added)
        return &in->forms[slot->value];
    cr_buf plain = {0}, folded = {0};
    slot->value = in->form_index.size - 1;
    in->forms = cr_grow(in->forms, &in->forms_capacity, in->form_index.size, sizeof *in->forms);
    cr_form *f = &in->forms[slot->value];
    *f = (cr_form){0};
    cr_fold(surface, lang, &folded);
    f->folded = cr_arena_copy(&in->arena, cr_buf_view(&folded));
    if (in->romaniser && !is_number && cr_simplify_han(in->romaniser, surface, &plain)) {
        add_han(v, cr_buf_view(&plain), f);
    } else if (in->romaniser) {
        cr_romanise(in->romaniser, surface, &plain);
        if (is_number)
            add_number(v, v->language[d], surface, cr_buf_view(&plain), f);
        else
            add_skeletons(v, lang, cr_buf_view(&plain), f);
    }
    cr_buf_release(&plain);
    cr_buf_release(&folded);
    return f;
}

size_t cr_lexemes_letters(const cr_lexemes *v, uint32_t anchor)
{
    return v->inside->letters[anchor];
}

size_t cr_lexemes_place(cr_lexemes *v, size_t d, const cr_sentence *sentence, size_t i, uint32_t *anchor,
                        size_t *n_used)
{
    inside *in = v->inside;
    const cr_document *document = in->documents[d];
    const cr_token *tokens = &document->tokens[sentence->first_token];
    cr_view words[CR_PLACES_WORDS];
    size_t n = 0;
    *n_used = 1;
    if (!v->caseless[v->language[d]] && !(tokens[i].flags & CR_TOKEN_CAPITALISED))
        return 0;
    for (; n < CR_PLACES_WORDS && i + n < sentence->n_tokens; n++) {
        const cr_token *token = &tokens[i + n];
        cr_view surface = cr_view_slice(document->article->text, token->start, token->end);
        words[n] = cr_lexemes_form(v, d, surface, token->flags & CR_TOKEN_NUMBER)->folded;
    }
    size_t used = 1, place = cr_places_find(in->places[v->language[d]], words, n, &used);
    if (!place)
        return 0;
    *n_used = used;
    if (in->romaniser) {
        const char *code = cr_place_code(place);  // of two letters
        char key[] = {PLACE_KEY, code[0], code[1]};
        *anchor = anchor_of(v, (cr_view){key, sizeof key}, 0);
    }
    return place;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

cr_status cr_lexemes_init(cr_lexemes *v, const cr_document *const *documents, size_t n_documents, bool anchors,
                          cr_error *error)
{
    *v = (cr_lexemes){.inside = cr_allocate_zeroed(1, sizeof *v->inside)};
    v->inside->documents = documents;
    cr_status status = anchors ? cr_romaniser_new(&v->inside->romaniser, error) : CR_OK;
    if (status)
        return status;
    find_languages(v, n_documents);
    number_words(v, n_documents);
    return CR_OK;
}

void cr_lexemes_release(cr_lexemes *v)
{
    inside *in = v->inside;
    if (!in)
        return;
    for (size_t i = 0; i < v->n_languages; i++) {
        cr_places_free(in->places[i]);
        cr_figures_free(in->figures[i]);
    }
    cr_romaniser_free(in->romaniser);
    cr_number_map_release(&in->word_index);
    cr_number_map_release(&in->form_index);
    cr_map_release(&in->anchor_index);
    free(in->words);
    free(in->forms);
    free(in->letters);
    cr_arena_release(&in->arena);
    free(in);
    *v = (cr_lexemes){0};
}
