#include "text/stops.h"

#include "text/tag.h"

#include <unicode/unorm2.h>

enum {
    MAX_PIECE = 40,    // units of the longest abbreviation looked up
    MAX_PIECES = 3,    // pieces of one: "i. d. R."
    SHORT_WORD = 4,    // letters of what may be an abbreviation that nobody listed
    LIST_NUMBER = 3,   // digits of the number of a list item, and of an ordinal
    OPENING = 40,      // units at the head of a sentence where "In 5 min." opens it
    CLAUSE = 16,       // units behind a comma or dash where "and in 2027 r." opens a clause
    ARMENIAN = 0x530,  // Latin, Greek and Cyrillic stand before; of others we know no vowels
    ROMAN_LETTERS = 7  // of the longest ordinal in Roman numerals
};

/* Start of the piece (between white space or opening marks) that ends at `end`, not before `first`. */
static size_t piece_start(const cr_reading *r, size_t first, size_t end)
{
    size_t at = end;
    while (at > first && end - at < MAX_PIECE) {
        uint32_t class = cr_reading_class(r, at - 1);
        if (class & (CR_CHAR_SPACE | CR_CHAR_OPEN | CR_CHAR_QUOTE) &&
            !(r->units->unit[at - 1] == '"' && cr_units_in_hebrew(r->units->unit, at - 1)))
            break;
        if (r->units->unit[at - 1] >= 0x2E80) {  // "代表J. K. 王", "，No. 3"
            bool letter = (class & (CR_CHAR_LETTER | CR_CHAR_MARK | CR_CHAR_DIGIT)) != 0;
            if (!letter || (class & CR_CHAR_SPACELESS && at < end && r->units->unit[at] < 0x2E80))
                break;
        }
        at--;
    }
    return at;
}

/* Classes of the abbreviation that ends with the stop before `end`; the longest listed form of up to three pieces wins, then
 * what stands behind a hyphen or slash ("vice-pres."). *opened: where it starts, if it is listed. */
static uint32_t abbreviation(cr_reading *r, size_t first, size_t end, size_t *opened)
{
    size_t starts[MAX_PIECES];
    size_t n = 0, at = end;
    while (n < MAX_PIECES) {
        size_t start = piece_start(r, first, at);
        if (start == at)
            break;
        starts[n++] = start;
        if (start == first || !(cr_reading_class(r, start - 1) & CR_CHAR_SPACE))
            break;
        at = start;
        while (at > first && cr_reading_class(r, at - 1) & CR_CHAR_SPACE)
            at--;
        if (at == first || r->units->unit[at - 1] != '.')
            break;
    }
    size_t shortest = n > 0 ? starts[0] : end;
    while (n-- > 0) {
        uint32_t listed = cr_reading_listed(r, starts[n], end);
        if (listed) {
            *opened = starts[n];
            return listed;
        }
    }
    for (size_t i = end; i-- > shortest + 1;) {
        uint16_t unit = r->units->unit[i - 1];
        if (unit == '-' || unit == '/' || unit == 0x2010 || unit == 0x2011) {
            *opened = i;
            return cr_reading_listed(r, i, end);
        }
    }
    return 0;
}

/* Whether the piece [start, end), the beginning of a listed abbreviation, is followed by the rest of one. */
static bool is_completed(cr_reading *r, size_t start, size_t end, size_t limit)
{
    size_t own = end;
    for (size_t piece = 1; piece < MAX_PIECES && end < limit && end - start < MAX_PIECE; piece++) {
        end = cr_reading_skip_space(r, end, limit);
        while (end < limit && !(cr_reading_class(r, end) & (CR_CHAR_SPACE | CR_CHAR_CLOSE | CR_CHAR_QUOTE)) &&
               r->units->unit[end] != ',' && end - start < MAX_PIECE)
            end++;
        size_t last = end;  // its last stop, not the marks behind it
        while (last > start && r->units->unit[last - 1] != '.')
            last--;
        while (last > start + 1 && r->units->unit[last - 2] == '.')
            last--;
        if (last > own && cr_reading_listed(r, start, last) & ~(uint32_t)CR_ABBREVIATION_PART)
            return true;
    }
    return false;
}

/* Whether the word at `at` opens sentences: a function word, or one that the text has in lower case elsewhere. A single
 * letter is an initial as likely as a word. Without capitals a function word may stand anywhere, and only an opener tells. */
static bool is_starter(cr_reading *r, size_t at, size_t limit, bool by_text)
{
    size_t end = cr_reading_word_end(r, at, limit);
    if (end - at < 2 && (end == at || !(cr_reading_class(r, end) & CR_CHAR_SPACE)))
        return false;
    if (!(cr_reading_class(r, at) & (CR_CHAR_UPPER | CR_CHAR_LOWER)))
        return cr_reading_opener(r, at, limit);
    if (cr_reading_is_function_word(r, at, end))
        return true;
    return by_text && end - at > 1 &&
           (cr_reading_seen(r, at, end) & CR_SEEN_LOWER || cr_reading_is_learned_starter(r, at, end));
}

static bool is_month_like(cr_reading *r, size_t at, size_t limit)
{
    size_t end = cr_reading_word_end(r, at, limit);
    return end > at && cr_reading_listed(r, at, end) & CR_ABBREVIATION_ORDINAL;
}

/* "J", "J.F", "J.-P": capitals parted by stops; in scripts without capitals one letter with its marks. Also "a.m": single
 * letters of any case, if there are two or more, and whatever ends like that ("PKW-a.D"). */
static bool is_initials(const cr_reading *r, size_t start, size_t end)
{
    size_t letters = 0, small = 0;
    if (end > start + 2 && r->units->unit[end - 2] == '.' && cr_reading_class(r, end - 1) & CR_CHAR_LETTER &&
        cr_reading_class(r, end - 3) & CR_CHAR_LETTER)
        return true;
    for (size_t at = start; at < end; at++) {
        uint32_t class = cr_reading_class(r, at);
        uint16_t unit = r->units->unit[at];
        if (unit >= 0xAC00 && unit <= 0xD7A3)  // a syllable is no letter
            return false;
        bool parted = at == start || r->units->unit[at - 1] == '.' || r->units->unit[at - 1] == '-';
        if (class & CR_CHAR_LETTER && !(class & CR_CHAR_SPACELESS) && parted) {
            letters++;
            small += (class & CR_CHAR_LOWER) != 0;
        } else if (!(class & CR_CHAR_MARK) && unit != '.' && unit != '-') {
            return false;
        }
    }
    return letters > 1 || (letters == 1 && small == 0);
}

/* The second of "এ. কে." or "J. Ph.": short, and behind a single letter with its stop. */
static bool follows_initial(const cr_reading *r, size_t first, size_t start, size_t end)
{
    size_t at = start;
    while (at > first && cr_reading_class(r, at - 1) & CR_CHAR_SPACE)
        at--;
    if (end - start >= SHORT_WORD || at == start || at <= first + 1 || r->units->unit[at - 1] != '.' ||
        cr_reading_class(r, start) & (CR_CHAR_LOWER | CR_CHAR_DIGIT))
        return false;
    return is_initials(r, piece_start(r, first, at - 1), at - 1);
}

static bool is_roman(const cr_reading *r, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        uint16_t unit = r->units->unit[i];
        if (unit != 'I' && unit != 'V' && unit != 'X' && unit != 'L' && unit != 'C')
            return false;
    }
    return end > start && end - start <= ROMAN_LETTERS;
}

/* The letter without accents. */
static uint32_t base_letter(uint32_t unit)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    UChar parts[8];
    int32_t n = U_FAILURE(status) ? 0 : unorm2_getDecomposition(nfd, (UChar32)unit, parts, 8, &status);
    return n > 0 && U_SUCCESS(status) ? parts[0] : unit;
}

static bool is_vowel(uint32_t unit)
{
    static const uint16_t VOWELS[] = {'a',   'e',   'i',   'o',   'u',   'y',   'w',   0xE6,  0xF8,  0x153, 0x131,
                                      0x259, 0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B, 0x44D, 0x44E, 0x44F, 0x454,
                                      0x456, 0x457, 0x3B1, 0x3B5, 0x3B7, 0x3B9, 0x3BF, 0x3C5, 0x3C9, 0x44A, 0};
    uint32_t base = base_letter(unit);
    if (base < 0x80 && base >= 'A' && base <= 'Z')
        base += 32;
    else if ((base >= 0x391 && base <= 0x3A9) || (base >= 0x410 && base <= 0x42F))  // Greek, Cyrillic
        base += 32;
    for (const uint16_t *v = VOWELS; *v; v++)
        if (*v == base)
            return true;
    return false;
}

/* Short and without a vowel, though not in capitals: "Ph", "hrsg", "Дж". An r or l inside may be one ("krk"). */
static bool is_unpronounceable(const cr_reading *r, size_t start, size_t end)
{
    bool has_lower = false;
    if (end - start > SHORT_WORD)
        return false;
    for (size_t i = start; i < end; i++) {
        uint32_t class = cr_reading_class(r, i), unit = r->units->unit[i];
        bool inside = i > start && i + 1 < end;
        if (!(class & (CR_CHAR_UPPER | CR_CHAR_LOWER)) || unit >= ARMENIAN || is_vowel(unit))
            return false;
        if (inside && (unit == 'r' || unit == 'l' || unit == 0x440 || unit == 0x43B))
            return false;
        has_lower |= (class & CR_CHAR_LOWER) != 0;
    }
    return has_lower;
}

static bool all_letters(const cr_reading *r, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (!(cr_reading_class(r, i) & (CR_CHAR_LETTER | CR_CHAR_MARK)))
            return false;
    return end > start;
}

/* Whether [start, end) is surely a word and no abbreviation. */
static bool is_word(cr_reading *r, size_t start, size_t end)
{
    return all_letters(r, start, end) &&
           (cr_reading_is_function_word(r, start, end) || cr_reading_seen(r, start, end) & CR_SEEN_BARE);
}

/* "word.Next": a stop whose space was forgotten, not a name of a host or file. */
static bool ends_without_space(cr_reading *r, const cr_stop *s, size_t start)
{
    uint32_t before = cr_reading_class(r, s->at - 1), after = cr_reading_class(r, s->letter);
    size_t size = s->at - start;
    size_t word_end = cr_reading_word_end(r, s->letter, s->limit);
    uint32_t behind = cr_reading_class(r, word_end);
    bool parted = word_end >= s->limit || behind & CR_CHAR_SPACE || r->units->unit[word_end] == ',';
    if (!parted && r->units->unit[word_end] == '.' && cr_reading_class(r, word_end + 1) & CR_CHAR_SPACE)
        parted = cr_reading_listed(r, s->letter, word_end + 1) != 0;
    if (s->end > s->marks)  // `."Next`
        return (after & (CR_CHAR_LOWER | CR_CHAR_DIGIT)) == 0;
    if (s->letter != s->next || !(after & CR_CHAR_LETTER) || after & (CR_CHAR_LOWER | CR_CHAR_SPACELESS) || !parted ||
        (word_end == s->letter + 1 && word_end == s->limit))
        return false;
    if (before & CR_CHAR_DIGIT)
        return size > LIST_NUMBER && cr_reading_class(r, s->letter + 1) & CR_CHAR_LOWER;
    if (!(before & (CR_CHAR_LETTER | CR_CHAR_MARK)) || before & CR_CHAR_UPPER || !all_letters(r, start, s->at))
        return false;
    return (size >= SHORT_WORD && size < MAX_PIECE) || (size >= 2 && is_word(r, start, s->at));
}

/* Whether the text goes on with lower case as a sentence of its own: only if nothing else can be meant by the stop. */
static bool ends_before_lower(cr_reading *r, const cr_stop *s, size_t start)
{
    size_t size = s->at - start;
    if (size == 0)  // a mark that stands apart belongs to no word
        return true;
    if (s->end > s->marks || s->dash || size < 2 || size >= MAX_PIECE || !all_letters(r, start, s->at) ||
        !(cr_reading_class(r, start) & (CR_CHAR_LOWER | CR_CHAR_UPPER)))
        return false;
    return cr_reading_is_function_word(r, start, s->at) ||
           (size >= SHORT_WORD && cr_reading_seen(r, start, s->at) & CR_SEEN_BARE);
}

/* A number with a stop: an item of a list, an ordinal, or an end. */
static bool ends_number(cr_reading *r, const cr_stop *s, size_t start)
{
    size_t digits = s->at;
    while (digits > start && cr_reading_class(r, digits - 1) & CR_CHAR_DIGIT)
        digits--;
    bool closed = s->end > s->marks;
    if (start == s->first && digits == start && s->at - start <= LIST_NUMBER)
        return false;
    if (!r->rules->has_ordinals || s->at - digits > LIST_NUMBER || closed)
        return true;
    if (digits > start + LIST_NUMBER && r->units->unit[digits - 1] == '-')  // "1947-48."
        return true;
    if (digits > start && (r->units->unit[digits - 1] == ',' || cr_reading_class(r, digits - 1) & CR_CHAR_LETTER))
        return true;  // "2,5." or "A4."
    if (is_month_like(r, s->letter, s->limit))
        return false;
    if (digits > start && r->units->unit[digits - 1] == '.')  // "10.30.", "3.10."
        return !(cr_reading_class(r, s->letter) & CR_CHAR_DIGIT);
    return !s->dash && is_starter(r, s->letter, s->limit, false);
}

/* A year with its unit ("2027 r."), the number being [number, end). It is short and stands where a unit may not: it ends a
 * sentence unless it opens a clause, or the sentence opens with a preposition. */
static bool ends_year(cr_reading *r, const cr_stop *s, size_t number, size_t end)
{
    const uint16_t *unit = r->units->unit;
    if (end - number != 4 ||
        !((unit[number] == '1' && unit[number + 1] == '9') || (unit[number] == '2' && unit[number + 1] == '0')))
        return false;
    for (size_t at = number; at > s->first && number - at < CLAUSE; at--)
        if (unit[at - 1] == ',' || unit[at - 1] == ';' || unit[at - 1] == ':' || unit[at - 1] == '-' ||
            unit[at - 1] == 0x2013 || unit[at - 1] == 0x2014 || cr_reading_class(r, at - 1) & CR_CHAR_OPEN)
            return false;
    return !cr_reading_is_function_word(r, s->first, cr_reading_word_end(r, s->first, s->limit));
}

/* Whether the word at `at` or the one behind it is told to go on with the clause: "9 a.m. Monday", "9 a.m. London time". */
static bool joins(cr_reading *r, size_t at, size_t limit)
{
    size_t end = cr_reading_word_end(r, at, limit), next = cr_reading_skip_space(r, end, limit);
    return cr_reading_listed(r, at, end) & CR_ABBREVIATION_JOINS ||
           cr_reading_listed(r, next, cr_reading_word_end(r, next, limit)) & CR_ABBREVIATION_JOINS;
}

/* Whether a unit of measure or time from `start` on, before a capitalised word, ends its sentence: behind a number, where names
 * of things are not capitalised, and the word is no currency ("mil. Kč", "mln. EUR"). */
static bool ends_measure(cr_reading *r, const cr_stop *s, size_t start)
{
    size_t number_end = start, end = cr_reading_word_end(r, s->letter, s->limit);
    if (cr_tag_capitalises_nouns(r->lang))
        return false;
    while (number_end > s->first && cr_reading_class(r, number_end - 1) & CR_CHAR_SPACE)
        number_end--;
    size_t number = number_end;
    while (number > s->first && cr_reading_class(r, number - 1) & CR_CHAR_DIGIT)
        number--;
    if (number == number_end || end - s->letter < SHORT_WORD || s->at - s->first < OPENING ||
        !(cr_reading_class(r, s->letter) & CR_CHAR_UPPER) ||
        (s->at - start < 2 && !ends_year(r, s, number, number_end)))
        return false;
    for (size_t i = s->letter + 1; i < end; i++)
        if (!(cr_reading_class(r, i) & CR_CHAR_LOWER))
            return false;
    return !joins(r, s->letter, s->limit);
}

/* "U.N. Climate Change Conference": capitals, then a name of two words or more. That one of them is lower-case elsewhere in the
 * text says nothing. */
static bool is_within_name(const cr_reading *r, const cr_stop *s, size_t start)
{
    size_t end = cr_reading_word_end(r, s->letter, s->limit), next = cr_reading_skip_space(r, end, s->limit);
    if (!(cr_reading_class(r, start) & CR_CHAR_UPPER) || !(cr_reading_class(r, s->at - 1) & CR_CHAR_UPPER) ||
        s->at - start < 3 || next == end || s->letter != s->next)
        return false;
    return cr_reading_class(r, next) & CR_CHAR_UPPER && cr_reading_class(r, next + 1) & CR_CHAR_LOWER;
}

bool cr_stop_lower_name(const cr_reading *r, size_t i)
{
    return cr_reading_class(r, i + 1) & CR_CHAR_UPPER && cr_reading_class(r, i) & CR_CHAR_LOWER;
}

bool cr_stop_is_capitalised(const cr_reading *r, const cr_stop *s)
{
    return (cr_reading_class(r, piece_start(r, s->first, s->at)) & CR_CHAR_UPPER) != 0;
}

bool cr_stop_is_of_name(cr_reading *r, const cr_stop *s)
{
    size_t start = piece_start(r, s->first, s->marks);
    return cr_reading_class(r, start) & CR_CHAR_UPPER && s->marks - start < MAX_PIECE &&
           cr_reading_listed(r, start, s->marks) & CR_ABBREVIATION_INNER;
}

bool cr_stop_ends(cr_reading *r, const cr_stop *s)
{
    size_t start = piece_start(r, s->first, s->at);
    size_t size = s->at - start;
    bool closed = s->end > s->marks, spaced = s->next > s->end;
    uint32_t next = cr_reading_class(r, s->letter);
    size_t opened = start;  // where the abbreviation starts, of one piece or several
    uint32_t listed = size > 0 && size < MAX_PIECE ? abbreviation(r, s->first, s->marks, &opened) : 0;
    bool starter = false;
    if (listed & CR_ABBREVIATION_PART) {
        if (is_completed(r, start, s->marks, s->limit))
            return false;
        listed &= ~(uint32_t)CR_ABBREVIATION_PART;
    }
    if (listed & (CR_ABBREVIATION_TITLE | CR_ABBREVIATION_INNER) && !closed)
        return false;
    if (listed & CR_ABBREVIATION_NUMBER &&
        (next & CR_CHAR_DIGIT || is_roman(r, s->letter, cr_reading_word_end(r, s->letter, s->limit))))
        return false;
    if (!spaced)
        return size > 0 && !(listed & ~(uint32_t)CR_ABBREVIATION_NUMBER) && ends_without_space(r, s, start);
    if (next & CR_CHAR_LOWER && !cr_stop_lower_name(r, s->letter))
        return !listed && ends_before_lower(r, s, start);
    if (size == 0)  // "28 . 000" where marks stand apart
        return !(next & CR_CHAR_DIGIT && s->at > s->first + 1 && cr_reading_class(r, s->at - 2) & CR_CHAR_DIGIT);
    if (next & CR_CHAR_DIGIT && (r->units->unit[s->at - 1] == 0xB0 || r->units->unit[s->at - 1] == 0xBA) &&
        cr_reading_class(r, start) & CR_CHAR_LETTER && size == 2)  // "N°. 5"
        return false;
    if (listed & (CR_ABBREVIATION_MAY_END | CR_ABBREVIATION_UNIT))
        return (!s->dash && is_starter(r, s->letter, s->limit, !is_within_name(r, s, start))) ||
               (listed & CR_ABBREVIATION_UNIT && ends_measure(r, s, opened));
    if (cr_reading_class(r, s->at - 1) & CR_CHAR_DIGIT)
        return ends_number(r, s, start);
    if (start == s->first && size == 1)  // "a." before an item of a list
        return false;
    if (follows_initial(r, s->first, start, s->at))
        return false;
    if (is_initials(r, start, s->at)) {
        bool has_case = (cr_reading_class(r, start) & (CR_CHAR_UPPER | CR_CHAR_LOWER)) != 0;
        if (!has_case && size > 1 && all_letters(r, start, s->at) && cr_reading_is_function_word(r, start, s->at))
            return true;
        starter = !s->dash && is_starter(r, s->letter, s->limit, false);
        return starter && cr_reading_word_end(r, s->letter, s->limit) - s->letter > 1;
    }
    if (listed)
        return true;
    if (r->rules->has_ordinals && is_roman(r, start, s->at))
        return is_starter(r, s->letter, s->limit, true);
    if (size == 1 && cr_reading_class(r, start) & CR_CHAR_LOWER)
        return is_starter(r, s->letter, s->limit, true);
    if (is_unpronounceable(r, start, s->at))
        return is_starter(r, s->letter, s->limit, true) || ends_measure(r, s, start) || is_word(r, start, s->at);
    if (next & CR_CHAR_DIGIT && size < SHORT_WORD && cr_reading_class(r, start) & CR_CHAR_UPPER &&
        cr_reading_class(r, s->at - 1) & CR_CHAR_LOWER)
        return is_word(r, start, s->at);
    return true;
}
