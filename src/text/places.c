#include "text/places.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum {
    MAX_NAME = 128,      // units
    ENDING_LETTERS = 3,  // of an inflected name, beyond the name
    STEM_LETTERS = 5,    // of the shortest name that is found inflected
};

struct cr_places {
    cr_map names;  // folded name -> place
    cr_map stems;  // folded name, its last vowel cut off -> place
    cr_arena arena;
    size_t most_words;  // of a name, at most CR_PLACES_WORDS
    bool proclitic;     // article and prepositions are written in one with the word
};

size_t cr_place_count(void)
{
    size_t n = 0;
    for (const char *const *code = uloc_getISOCountries(); *code; code++)
        n++;
    return n;
}

const char *cr_place_code(size_t place)
{
    return uloc_getISOCountries()[place - 1];
}

static size_t count_letters(cr_view text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.size; n++)
        cr_utf8_next(text, &at);
    return n;
}

static bool is_vowel(uint32_t code)
{
    const cr_view vowels = CR_VIEW("aeiouyáéíóúàèìòùâêîôûäëïöüãõåøæąęıаеёиоуыэюяіїєάέήίόύώαεηιουω");
    for (size_t at = 0; at < vowels.size;)
        if (cr_utf8_next(vowels, &at) == code)
            return true;
    return false;
}

static void add_name(cr_places *places, cr_view name, size_t place)
{
    size_t words = 1, end = name.size, letters = count_letters(name);
    bool added;
    for (size_t i = 0; i < name.size; i++)
        words += name.data[i] == ' ';
    if (!letters || words > CR_PLACES_WORDS)
        return;
    cr_map_slot *slot = cr_map_put(&places->names, name, &added);
    if (!added)
        return;
    slot->key = cr_arena_copy(&places->arena, name);
    slot->value = place;
    if (words > places->most_words)
        places->most_words = words;
    if (words > 1 || letters < STEM_LETTERS)
        return;
    name = slot->key;
    if (is_vowel(cr_utf8_previous(name, &end)) && letters > STEM_LETTERS)
        name.size = end;
    slot = cr_map_put(&places->stems, name, &added);
    if (added)
        slot->value = place;
}

/* A folded name as a word breaker gives it: letters and digits, words parted by one space. */
static void even_out(cr_buf *name)
{
    size_t n = 0;
    for (size_t i = 0; i < name->size; i++) {
        char byte = name->data[i];
        bool part = byte == ' ' || byte == '-' || byte == '(' || byte == ')' || byte == '&' || byte == ',' ||
                    byte == '.';
        if (!part)
            name->data[n++] = byte;
        else if (n && name->data[n - 1] != ' ')
            name->data[n++] = ' ';
    }
    while (n && name->data[n - 1] == ' ')
        n--;
    name->size = n;
}

cr_places *cr_places_new(const char *lang)
{
    cr_places *places = cr_allocate_zeroed(1, sizeof *places);
    const char *const *codes = uloc_getISOCountries();
    char locale[ULOC_FULLNAME_CAPACITY], utf8[MAX_NAME * 3 + 1], country[8];
    cr_buf folded = {0};
    UErrorCode code = U_ZERO_ERROR;
    uloc_forLanguageTag(lang, locale, (int32_t)sizeof locale, NULL, &code);
    places->proclitic = strcmp(lang, "ar") == 0 || strcmp(lang, "he") == 0;
    for (size_t i = 0; U_SUCCESS(code) && codes[i]; i++) {
        UChar name[MAX_NAME];
        int32_t size = 0;
        UErrorCode shown = U_ZERO_ERROR;
        memcpy(country, "und_", 4);
        memcpy(country + 4, codes[i], 3);
        int32_t n = uloc_getDisplayCountry(country, locale, name, MAX_NAME, &shown);
        if (U_FAILURE(shown) || shown == U_USING_DEFAULT_WARNING || n >= MAX_NAME)
            continue;
        u_strToUTF8(utf8, (int32_t)sizeof utf8, &size, name, n, &shown);
        if (U_FAILURE(shown))
            continue;
        cr_buf_clear(&folded);
        cr_fold((cr_view){utf8, (size_t)size}, lang, &folded);
        even_out(&folded);
        add_name(places, cr_buf_view(&folded), i + 1);
    }
    cr_buf_release(&folded);
    return places;
}

void cr_places_free(cr_places *places)
{
    if (!places)
        return;
    cr_map_release(&places->names);
    cr_map_release(&places->stems);
    cr_arena_release(&places->arena);
    free(places);
}

/* The longest name that the word starts with, if not much is left of the word. */
static size_t find_inflected(const cr_places *places, cr_view word)
{
    size_t end = word.size;
    for (size_t left = 0; left <= ENDING_LETTERS && end > 0; left++) {
        const cr_map_slot *slot = cr_map_find(&places->stems, cr_view_slice(word, 0, end));
        if (slot)
            return slot->value;
        cr_utf8_previous(word, &end);
    }
    return 0;
}

static size_t find_word(const cr_places *places, cr_view word)
{
    const cr_map_slot *slot = cr_map_find(&places->names, word);
    return slot ? slot->value : find_inflected(places, word);
}

size_t cr_places_find(const cr_places *places, const cr_view *words, size_t n_words, size_t *n_used)
{
    char joined[MAX_NAME * 3];
    size_t size = 0, end[CR_PLACES_WORDS], n = 0, start = 0;
    if (places->names.size == 0)
        return 0;
    for (; n < n_words && n < places->most_words && size + words[n].size + 1 < sizeof joined; n++) {
        if (n)
            joined[size++] = ' ';
        memcpy(joined + size, words[n].data, words[n].size);
        size += words[n].size;
        end[n] = size;
    }
    for (*n_used = n; *n_used > 1; --*n_used) {
        const cr_map_slot *slot = cr_map_find(&places->names, (cr_view){joined, end[*n_used - 1]});
        if (slot)
            return slot->value;
    }
    if (n == 0)
        return 0;
    size_t place = find_word(places, words[0]);
    for (size_t cut = 0; !place && places->proclitic && cut < ENDING_LETTERS && start < words[0].size; cut++) {
        cr_utf8_next(words[0], &start);
        if (words[0].size - start >= 4)
            place = find_word(places, cr_view_slice(words[0], start, words[0].size));
    }
    return place;
}
