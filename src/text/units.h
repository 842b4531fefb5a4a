/* The working form of a text: UTF-16 code units as ICU wants them, each with the byte offset it came from.
 *
 * The UTF-8 of the article stays the text; this is a reading aid that is thrown away. Units may be overwritten by others of
 * the same number (a hard-wrapped line end becomes a space) without moving any offset.
 */
#ifndef CR_TEXT_UNITS_H
#define CR_TEXT_UNITS_H

#include "base/view.h"

/* What a character is, as far as sentences and words care. */
enum {
    CR_CHAR_LETTER = 1u << 0,
    CR_CHAR_MARK = 1u << 1,
    CR_CHAR_DIGIT = 1u << 2,  // decimal digit of any script
    CR_CHAR_UPPER = 1u << 3,  // upper or title case
    CR_CHAR_LOWER = 1u << 4,
    CR_CHAR_SPACE = 1u << 5,       // white space, no-break spaces included
    CR_CHAR_BREAK = 1u << 6,       // ends a line
    CR_CHAR_OPEN = 1u << 7,        // opening bracket or quotation mark
    CR_CHAR_CLOSE = 1u << 8,       // closing bracket or quotation mark
    CR_CHAR_QUOTE = 1u << 9,       // quotation mark of any kind; an ASCII one is neither open nor close
    CR_CHAR_STOP = 1u << 10,       // "." and its like, which also abbreviate
    CR_CHAR_END = 1u << 11,        // "?" "!" "。" "।" and their like, which only end
    CR_CHAR_SPACELESS = 1u << 12,  // of a script written without spaces between words
    CR_CHAR_KANA = 1u << 13,
};

/* Hangul syllables are letters to Unicode, but ICU joins them to each other only. */
enum { CR_WORD_BREAK_HANGUL = 0xFF };

/* Told to the compiler: a call changes nothing, so that loops over characters, which hardly ever make one, keep what they have
 * read. */
#define CR_PURE __attribute__((pure))

/* The table of character classes. Made once a run, read by all threads. Free with cr_characters_free. */
typedef struct cr_characters {
    // of the Basic Multilingual Plane; the rest is asked of ICU
    uint16_t class[0x10000];      // CR_CHAR_...
    uint8_t word_break[0x10000];  // Unicode's Word_Break property, as ICU numbers it, and CR_WORD_BREAK_HANGUL
} cr_characters;

/* Whether unit i stands between two Hebrew letters: a quotation mark does so inside an abbreviation (ארה"ב). */
static inline bool cr_units_in_hebrew(const uint16_t *unit, size_t i)
{
    return i > 0 && unit[i - 1] >= 0x5D0 && unit[i - 1] <= 0x5EA && unit[i + 1] >= 0x5D0 && unit[i + 1] <= 0x5EA;
}

/* A question mark of any script. */
bool cr_is_question_mark(uint32_t code);

cr_characters *cr_characters_new(void);
void cr_characters_free(cr_characters *characters);

/* For the one below: what ICU says of a code point beyond the plane. */
CR_PURE uint32_t cr_character_classify(uint32_t code);

/* The class of a code point. */
static inline uint32_t cr_character_class(const cr_characters *characters, uint32_t code)
{
    return code < 0x10000 ? characters->class[code] : cr_character_classify(code);
}

/* Zero-initialise it; its memory is used again for the next text. */
typedef struct cr_units {
    uint16_t *unit;  // [n + 1] UTF-16, 0 behind the end
    uint32_t *byte;  // [n + 1] offset into the UTF-8; byte[n] is its size
    size_t n;
    size_t capacity;
    bool has_spaceless;  // some character is CR_CHAR_SPACELESS
} cr_units;

/* Converts valid UTF-8 of less than 4 GiB. */
void cr_units_set(cr_units *units, cr_view text, const cr_characters *characters);
void cr_units_release(cr_units *units);

/* For the two below: what the pair is that unit i is half of. */
CR_PURE uint32_t cr_units_pair_class(const cr_units *units, size_t i);
CR_PURE uint8_t cr_units_pair_word_break(const cr_units *units, size_t i);

/* The class of the character at unit i (of the pair, at either half of one); 0 at or behind the end. */
static inline uint32_t cr_units_class(const cr_units *units, const cr_characters *characters, size_t i)
{
    if (i >= units->n)
        return 0;
    uint16_t unit = units->unit[i];
    return (unit & 0xF800) == 0xD800 ? cr_units_pair_class(units, i) : characters->class[unit];
}

/* The Word_Break property of the character at unit i < n; UAX 29 needs nothing else to find words in scripts with spaces. */
static inline uint8_t cr_units_word_break(const cr_units *units, const cr_characters *characters, size_t i)
{
    uint16_t unit = units->unit[i];
    return (unit & 0xF800) == 0xD800 ? cr_units_pair_word_break(units, i) : characters->word_break[unit];
}

#endif
