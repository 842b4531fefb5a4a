#include "text/units.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

enum {
    BMP = 0x10000,
    ASCII_RUN = sizeof(uint64_t),  // characters that are looked at together
};

static uint32_t script_class(UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(code, &status)) {
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
        return CR_CHAR_SPACELESS | CR_CHAR_KANA;
    case USCRIPT_HAN:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return CR_CHAR_SPACELESS;
    default:
        return code == 0x30FC ? CR_CHAR_SPACELESS | CR_CHAR_KANA : 0;  // the long vowel mark is of both kana
    }
}

static uint32_t letter_class(UChar32 code, int8_t category)
{
    uint32_t class = CR_CHAR_LETTER | script_class(code);
    if (category == U_UPPERCASE_LETTER || category == U_TITLECASE_LETTER)
        return class | CR_CHAR_UPPER;
    bool is_cased = category == U_LOWERCASE_LETTER && u_getIntPropertyValue(code, UCHAR_SENTENCE_BREAK) !=
                                                          U_SB_OLETTER;  // Georgian writes without capitals
    return is_cased ? class | CR_CHAR_LOWER : class;
}

static uint32_t punctuation_class(UChar32 code, int8_t category)
{
    uint32_t class = 0;
    if (category == U_START_PUNCTUATION || category == U_INITIAL_PUNCTUATION)
        class = CR_CHAR_OPEN;
    if (category == U_END_PUNCTUATION || category == U_FINAL_PUNCTUATION)
        class = CR_CHAR_CLOSE;
    if (u_hasBinaryProperty(code, UCHAR_QUOTATION_MARK))
        class |= CR_CHAR_QUOTE;
    int32_t breaks = u_getIntPropertyValue(code, UCHAR_SENTENCE_BREAK);
    if (breaks == U_SB_ATERM || code == 0x2026)  // the ellipsis ends or goes on, as a stop does
        class |= CR_CHAR_STOP;
    if (breaks == U_SB_STERM)
        class |= CR_CHAR_END;
    return class;
}

static uint32_t space_class(UChar32 code)
{
    uint32_t class = u_isUWhiteSpace(code) ? CR_CHAR_SPACE : 0;
    if (code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029)
        class |= CR_CHAR_BREAK;
    return class;
}

/* Asks ICU only what a character of its category may have: this runs over the whole plane at each start of the program. */
static uint32_t classify(UChar32 code)
{
    int8_t category = u_charType(code);
    uint32_t mask = U_MASK(category);
    if (mask & U_GC_L_MASK)
        return letter_class(code, category);
    if (mask & U_GC_M_MASK)
        return CR_CHAR_MARK | script_class(code);
    if (mask & U_GC_P_MASK)
        return punctuation_class(code, category);
    if (mask & (U_GC_Z_MASK | U_GC_CC_MASK))
        return space_class(code);
    return category == U_DECIMAL_DIGIT_NUMBER ? CR_CHAR_DIGIT : 0;
}

bool cr_is_question_mark(uint32_t code)
{
    switch (code) {
    case '?':
    case 0x37E:   // Greek
    case 0x55E:   // Armenian
    case 0x61F:   // Arabic
    case 0x1367:  // Ethiopic
    case 0x2047:
    case 0x2048:
    case 0x2049:
    case 0xFF1F:
        return true;
    default:
        return false;
    }
}

/* The last character of the large block that starts here and whose characters are all alike; else the character itself. ICU is asked
 * once for such a block: they are three quarters of the plane. */
static UChar32 last_alike(UChar32 code)
{
    switch (code) {
    case 0x3400:  // ideographs, extension A
        return 0x4DBF;
    case 0x4E00:  // ideographs
        return 0x9FFF;
    case 0xAC00:  // Hangul syllables
        return 0xD7A3;
    case 0xD800:  // surrogates
        return 0xDFFF;
    case 0xE000:  // private use
        return 0xF8FF;
    default:
        return code;
    }
}

cr_characters *cr_characters_new(void)
{
    cr_characters *characters = cr_allocate(1, sizeof *characters);
    for (UChar32 code = 0; code < BMP; code++) {
        characters->class[code] = (uint16_t)classify(code);
        bool is_syllable = code >= 0xAC00 && code <= 0xD7A3;
        characters->word_break[code] = is_syllable ? CR_WORD_BREAK_HANGUL
                                                   : (uint8_t)u_getIntPropertyValue(code, UCHAR_WORD_BREAK);
        UChar32 last = last_alike(code);
        for (UChar32 next = code + 1; next <= last; next++) {
            characters->class[next] = characters->class[code];
            characters->word_break[next] = characters->word_break[code];
        }
        code = last;
    }
    return characters;
}

void cr_characters_free(cr_characters *characters)
{
    free(characters);
}

uint32_t cr_character_classify(uint32_t code)
{
    return classify((UChar32)code);
}

void cr_units_release(cr_units *units)
{
    free(units->unit);
    free(units->byte);
    *units = (cr_units){0};
}

/* Whether ASCII_RUN bytes are ASCII. */
static bool is_ascii_run(const char *bytes)
{
    uint64_t all;
    memcpy(&all, bytes, ASCII_RUN);
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

void cr_units_set(cr_units *units, cr_view text, const cr_characters *characters)
{
    if (units->capacity < text.size + 1) {
        free(units->unit);
        free(units->byte);
        units->capacity = text.size + text.size / 4 + 64;
        units->unit = cr_allocate(units->capacity, sizeof *units->unit);
        units->byte = cr_allocate(units->capacity, sizeof *units->byte);
    }
    uint16_t *unit = units->unit;
    uint32_t *byte = units->byte;
    size_t n = 0;
    uint32_t classes = 0;
    for (size_t at = 0; at < text.size;) {
        byte[n] = (uint32_t)at;
        unsigned char lead = (unsigned char)text.data[at];
        if (lead < 0x80) {
            unit[n++] = lead;
            at++;
            // a fixed number of ASCII characters at a time is what compilers make vector instructions of
            for (; text.size - at >= ASCII_RUN && is_ascii_run(text.data + at); at += ASCII_RUN, n += ASCII_RUN)
                for (size_t i = 0; i < ASCII_RUN; i++) {
                    unit[n + i] = (unsigned char)text.data[at + i];
                    byte[n + i] = (uint32_t)(at + i);
                }
            continue;
        }
        uint32_t code = cr_utf8_next(text, &at);
        if (code < BMP) {
            classes |= characters->class[code];
            unit[n++] = (uint16_t)code;
        } else {
            classes |= cr_character_class(characters, code);
            byte[n + 1] = byte[n];
            unit[n++] = U16_LEAD(code);
            unit[n++] = U16_TRAIL(code);
        }
    }
    unit[n] = 0;
    byte[n] = (uint32_t)text.size;
    units->n = n;
    units->has_spaceless = (classes & CR_CHAR_SPACELESS) != 0;
}

static UChar32 pair_at(const cr_units *units, size_t i)
{
    size_t lead = U16_IS_SURROGATE_LEAD(units->unit[i]) ? i : i - 1;
    return U16_GET_SUPPLEMENTARY(units->unit[lead], units->unit[lead + 1]);
}

uint32_t cr_units_pair_class(const cr_units *units, size_t i)
{
    return classify(pair_at(units, i));
}

uint8_t cr_units_pair_word_break(const cr_units *units, size_t i)
{
    return (uint8_t)u_getIntPropertyValue(pair_at(units, i), UCHAR_WORD_BREAK);
}
