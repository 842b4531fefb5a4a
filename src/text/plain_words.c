#include "text/plain_words.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

void cr_plain_words_release(cr_plain_words *words)
{
    cr_buf_release(&words->letters);
    free(words->end);
    free(words->units[0]);
    free(words->units[1]);
    *words = (cr_plain_words){0};
}

cr_view cr_plain_words_at(const cr_plain_words *words, size_t i)
{
    size_t start = i > 0 ? words->end[i - 1] : 0;
    return (cr_view){words->letters.data + start, words->end[i] - start};
}

static void close_word(cr_plain_words *words)
{
    size_t start = words->n > 0 ? words->end[words->n - 1] : 0;
    if (words->letters.size == start)
        return;
    words->end = cr_grow(words->end, &words->capacity, words->n + 1, sizeof *words->end);
    words->end[words->n++] = words->letters.size;
}

static bool is_unspaced(UChar32 code)
{
    return (code >= 0x0E00 && code <= 0x0EFF) ||  // Thai, Lao
           (code >= 0x1000 && code <= 0x109F) ||  // Burmese
           (code >= 0x1780 && code <= 0x17FF) ||  // Khmer
           (code >= 0x3040 && code <= 0x30FF) ||  // kana
           (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF) ||
           (code >= 0xF900 && code <= 0xFAFF);  // Han
}

static void add_character(cr_plain_words *words, UChar32 code)
{
    uint32_t category = U_GET_GC_MASK(code);
    if (is_unspaced(code)) {
        close_word(words);
        if (category & (U_GC_L_MASK | U_GC_N_MASK)) {
            cr_buf_append_code(&words->letters, (uint32_t)code);
            close_word(words);
        }
    } else if (category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) {
        cr_buf_append_code(&words->letters, (uint32_t)code);
    } else {
        close_word(words);
    }
}

/* True if the text is ASCII and its words were found without ICU. */
static bool find_ascii(cr_plain_words *words, cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    for (size_t i = 0; i < text.size; i++) {
        if (cr_is_alpha(text.data[i]) || cr_is_digit(text.data[i]))
            cr_buf_append_byte(&words->letters, cr_to_lower(text.data[i]));
        else
            close_word(words);
    }
    close_word(words);
    return true;
}

static void reserve_units(cr_plain_words *words, int which, size_t wanted)
{
    words->units[which] = cr_grow(words->units[which], &words->units_capacity[which], wanted, sizeof(uint16_t));
}

/* The three steps write units[0], units[1] and units[0] again. A step whose room was too small says how much
 * it needs. */

static int32_t decode(cr_plain_words *words, cr_view text)
{
    int32_t n = 0;
    reserve_units(words, 0, text.size + 1);
    UChar *to = words->units[0];
    for (size_t at = 0; at < text.size;) {
        UChar32 code = (UChar32)cr_utf8_next(text, &at);
        U16_APPEND_UNSAFE(to, n, code);
    }
    return n;
}

static int32_t normalise(cr_plain_words *words, int32_t n, UErrorCode *status)
{
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(status);
    for (size_t room = (size_t)n + 64; U_SUCCESS(*status);) {
        reserve_units(words, 1, room);
        int32_t done = unorm2_normalize(nfkc, words->units[0], n, words->units[1], (int32_t)room, status);
        if (*status != U_BUFFER_OVERFLOW_ERROR)
            return done;
        *status = U_ZERO_ERROR;
        room = (size_t)done + 1;
    }
    return 0;
}

static int32_t fold(cr_plain_words *words, int32_t n, UErrorCode *status)
{
    for (size_t room = (size_t)n + 64; U_SUCCESS(*status);) {
        reserve_units(words, 0, room);
        int32_t done = u_strFoldCase(words->units[0], (int32_t)room, words->units[1], n, U_FOLD_CASE_DEFAULT, status);
        if (*status != U_BUFFER_OVERFLOW_ERROR)
            return done;
        *status = U_ZERO_ERROR;
        room = (size_t)done + 1;
    }
    return 0;
}

cr_status cr_plain_words_find(cr_plain_words *words, cr_view text, cr_error *error)
{
    words->n = 0;
    cr_buf_clear(&words->letters);
    if (text.size > CR_MAX_RECORD)
        return cr_error_set(error, CR_LIMIT, "a text of %zu bytes; at most %zu can be compared", text.size,
                            CR_MAX_RECORD);
    if (find_ascii(words, text))
        return CR_OK;
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = fold(words, normalise(words, decode(words, text), &status), &status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "ICU cannot normalise a text: %s", u_errorName(status));
    for (int32_t at = 0; at < n;) {
        UChar unit = words->units[0][at++];
        UChar32 code = unit;
        if (U16_IS_LEAD(unit))
            code = U16_GET_SUPPLEMENTARY(unit, words->units[0][at++]);
        add_character(words, code);
    }
    close_word(words);
    return CR_OK;
}
