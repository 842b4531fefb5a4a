#include "text/reading.h"

#include "text/fold.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

enum {
    MAX_PHRASE = 48,  // units of the longest opener
    MAX_ENTRY = 18,   // units of the longest beginning looked up: Thai is written without spaces
    MAX_WORD = 40,    // units of a word that is remembered
    LARGE_MAP = 1 << 14,
};

void cr_reading_release(cr_reading *reading)
{
    cr_buf_release(&reading->piece);
    cr_buf_release(&reading->folded);
    cr_number_map_release(&reading->seen);
}

cr_view cr_reading_folded(cr_reading *reading, size_t start, size_t end)
{
    cr_buf *piece = &reading->piece, *out = &reading->folded;
    const uint16_t *unit = reading->units->unit;
    bool space = false;
    cr_buf_clear(piece);
    cr_buf_clear(out);
    for (size_t i = start; i < end; i++) {
        bool is_space = (cr_reading_class(reading, i) & CR_CHAR_SPACE) != 0;
        uint32_t code = unit[i];
        if (U16_IS_LEAD(code) && i + 1 < end)
            code = (uint32_t)U16_GET_SUPPLEMENTARY(code, unit[++i]);
        else if (U16_IS_SURROGATE(code))
            code = 0xFFFD;  // the piece was cut inside a pair
        if (!is_space)
            cr_buf_append_code(piece, code);
        else if (!space)
            cr_buf_append_byte(piece, ' ');
        space = is_space;
    }
    cr_fold(cr_buf_view(piece), reading->lang, out);
    return cr_buf_view(out);
}

uint32_t cr_reading_listed(cr_reading *reading, size_t start, size_t end)
{
    const cr_map_slot *slot = cr_map_find(&reading->rules->abbreviations, cr_reading_folded(reading, start, end));
    return slot ? (uint32_t)slot->value : 0;
}

size_t cr_reading_listed_beginning(cr_reading *reading, size_t at, size_t limit, uint32_t classes)
{
    size_t n = 0;
    while (n < MAX_ENTRY && at + n < limit && cr_reading_class(reading, at + n) & (CR_CHAR_LETTER | CR_CHAR_MARK))
        n++;
    for (; n > 0; n--)
        if (cr_reading_listed(reading, at, at + n) & classes)
            return n;
    return 0;
}

size_t cr_reading_word_end(const cr_reading *reading, size_t at, size_t limit)
{
    while (at < limit && cr_reading_class(reading, at) & (CR_CHAR_LETTER | CR_CHAR_MARK | CR_CHAR_DIGIT))
        at++;
    return at;
}

static uint64_t hash_word(const cr_reading *reading, size_t start, size_t end)
{
    uint64_t hash = 14695981039346656037u;  // FNV-1a
    for (size_t i = start; i < end; i++) {
        uint32_t unit = reading->units->unit[i];
        if (unit < 0x80)
            unit = unit >= 'A' && unit <= 'Z' ? unit + 32 : unit;
        else if (!U16_IS_SURROGATE(unit))
            unit = (uint32_t)u_tolower((UChar32)unit);
        hash = (hash ^ unit) * 1099511628211u;
    }
    return hash;
}

static void read_words(cr_reading *reading)
{
    size_t n = reading->units->n;
    if (reading->seen.capacity > LARGE_MAP)  // clearing it would cost each later text as much as the largest one
        cr_number_map_release(&reading->seen);
    else
        cr_number_map_clear(&reading->seen);
    reading->has_seen = true;
    for (size_t at = 0; at < n;) {
        uint32_t class = cr_reading_class(reading, at);
        if (!(class & CR_CHAR_LETTER)) {
            at++;
            continue;
        }
        size_t end = cr_reading_word_end(reading, at, n);
        bool stop = reading->units->unit[end] == '.';
        uint64_t facts = (class & CR_CHAR_LOWER ? CR_SEEN_LOWER : 0) | (stop ? 0 : CR_SEEN_BARE);
        if (facts && end - at <= MAX_WORD)
            cr_number_map_put(&reading->seen, hash_word(reading, at, end), NULL)->value |= facts;
        at = end;
    }
}

uint32_t cr_reading_seen(cr_reading *reading, size_t start, size_t end)
{
    if (!reading->has_seen)
        read_words(reading);
    const cr_number_slot *slot = cr_number_map_find(&reading->seen, hash_word(reading, start, end));
    return slot ? (uint32_t)slot->value : 0;
}

bool cr_reading_opener(cr_reading *reading, size_t at, size_t limit)
{
    const cr_rules *rules = reading->rules;
    size_t end = cr_reading_word_end(reading, at, limit);
    const cr_map_slot *slot = cr_map_find(&rules->openers, cr_reading_folded(reading, at, end));
    if (!slot)
        return false;
    cr_view first = slot->key, text = cr_reading_folded(reading, at, at + MAX_PHRASE < limit ? at + MAX_PHRASE : limit);
    for (size_t i = slot->value - 1; i < rules->n_opener_phrases; i++) {
        cr_view phrase = rules->opener_phrases[i].text;
        if (!cr_view_starts(phrase, first))
            break;
        if (cr_view_starts(text, phrase) &&
            (text.size == phrase.size || text.data[phrase.size] == ' ' || text.data[phrase.size] == ','))
            return true;
    }
    return false;
}

bool cr_reading_is_function_word(cr_reading *reading, size_t start, size_t end)
{
    cr_view word = cr_reading_folded(reading, start, end);
    return cr_map_find(&reading->rules->stop_words, word) || cr_map_find(&reading->rules->openers, word);
}

bool cr_reading_is_learned_starter(cr_reading *reading, size_t start, size_t end)
{
    const cr_map *starters = &reading->rules->starters;
    return starters->size > 0 && cr_map_find(starters, cr_reading_folded(reading, start, end));
}
