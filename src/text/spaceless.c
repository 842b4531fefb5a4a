#include "text/spaceless.h"

enum {
    MAX_ENDING = 6,       // units of the longest final ending
    SPEAKER = 14,         // units within which the verb of saying stands
    SPEAKER_WORDS = 3,    // words likewise
    LEAST_CLAUSE = 24,    // units of a sentence that ends in a space, before what opens a clause
    LEAST_SENTENCE = 60,  // before another word
    LONG_SENTENCE = 180   // then any space will do
};

bool cr_clause_goes_on(cr_reading *r, size_t at, size_t limit)
{
    size_t end = cr_reading_word_end(r, at, limit);
    return !(cr_reading_class(r, at) & CR_CHAR_UPPER) && end > at &&
           cr_reading_listed(r, at, end) & CR_ABBREVIATION_JOINS;
}

bool cr_quotation_goes_on(cr_reading *r, size_t at, size_t limit, bool spaced)
{
    uint32_t class = cr_reading_class(r, at);
    uint16_t unit = r->units->unit[at];
    if (!spaced && unit >= 0xAC00 && unit <= 0xD7A3)  // a particle
        return true;
    size_t joins = class & CR_CHAR_SPACELESS ? cr_reading_listed_beginning(r, at, limit, CR_ABBREVIATION_JOINS) : 0;
    if (cr_clause_goes_on(r, at, limit))
        return true;
    if (joins > 0) {
        // "と" goes on, but "ところが" opens a sentence
        for (size_t n = joins + 4; n > joins; n--)
            if (at + n <= limit && cr_map_find(&r->rules->openers, cr_reading_folded(r, at, at + n)))
                return false;
        return true;
    }
    if (class & CR_CHAR_SPACELESS) {
        for (size_t i = at; i < limit && i < at + SPEAKER && cr_reading_class(r, i) & CR_CHAR_LETTER; i++)
            for (size_t n = 1; n <= 2 && i + n <= limit; n++)
                if (cr_reading_listed(r, i, i + n) & CR_ABBREVIATION_SAYS)
                    return true;
        return false;
    }
    for (size_t word = 0; word < SPEAKER_WORDS && at < limit; word++) {
        size_t end = cr_reading_word_end(r, at, limit);
        if (end == at)
            return false;
        if (word > 0 && cr_reading_listed(r, at, end) & CR_ABBREVIATION_SAYS)
            return true;
        at = cr_reading_skip_space(r, end, limit);
    }
    return false;
}

static bool ends_with(cr_reading *r, size_t first, size_t space, uint32_t classes)
{
    for (size_t n = 1; n <= MAX_ENDING && first + n < space; n++) {
        if (!(cr_reading_class(r, space - n) & (CR_CHAR_LETTER | CR_CHAR_MARK)))
            return false;
        if (cr_reading_listed(r, space - n, space) & classes)
            return true;
    }
    return false;
}

/* The Thai and Lao repetition marks, which a space follows wherever they stand. */
static bool is_repetition(uint16_t unit)
{
    return unit == 0xE46 || unit == 0xEC6;
}

bool cr_space_ends(cr_reading *r, size_t first, size_t space, size_t next, size_t limit)
{
    uint32_t before = cr_reading_class(r, space - 1), after = cr_reading_class(r, next);
    bool final = false;
    if (r->rules->has_final && before & (CR_CHAR_LETTER | CR_CHAR_MARK))
        final = ends_with(r, first, space, CR_ABBREVIATION_FINAL);
    if (!r->rules->has_opens) {
        uint16_t unit = r->units->unit[next];
        bool goes_on = after & CR_CHAR_CLOSE || unit == ',' || unit == '.' || unit == '?' || unit == '!' ||
                       unit == '~' || unit == ')' || unit == '(';
        return final && !goes_on && !cr_reading_listed_beginning(r, next, limit, CR_ABBREVIATION_JOINS);
    }
    size_t size = space - first;
    if (size < LEAST_CLAUSE || cr_reading_listed_beginning(r, next, limit, CR_ABBREVIATION_JOINS) ||
        ends_with(r, first, space, CR_ABBREVIATION_JOINS))
        return false;
    if (final || cr_reading_listed_beginning(r, next, limit, CR_ABBREVIATION_OPENS))
        return true;
    // spaces around numbers, foreign words, abbreviations and repetition marks are typography
    bool between = before & (CR_CHAR_SPACELESS | CR_CHAR_CLOSE) && after & CR_CHAR_SPACELESS &&
                   !is_repetition(r->units->unit[space - 1]) &&
                   r->units->unit[cr_reading_word_end(r, next, limit)] != '.';
    return size >= (between ? LEAST_SENTENCE : LONG_SENTENCE);
}
