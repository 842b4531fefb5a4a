/* After Pouliquen, Steinberger et al. (2005), "Multilingual person name recognition and transliteration", made coarser: it
 * must work without lists of names. */
#include "text/skeleton.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { MAX_BYTES = 256, MAX_UNITS = 1024 };  // of a word, of its Latin form

struct cr_romaniser {
    UTransliterator *to_latin;
    UTransliterator *to_simplified;
};

static UTransliterator *open_rules(const char *rules, UErrorCode *code)
{
    UChar id[64];
    u_uastrncpy(id, rules, 64);
    return utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, code);
}

cr_status cr_romaniser_new(cr_romaniser **romaniser, cr_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    *romaniser = cr_allocate_zeroed(1, sizeof **romaniser);
    (*romaniser)->to_latin = open_rules("Any-Latin; Latin-ASCII; Lower", &code);
    (*romaniser)->to_simplified = open_rules("Traditional-Simplified", &code);
    if (U_SUCCESS(code))
        return CR_OK;
    cr_romaniser_free(*romaniser);
    *romaniser = NULL;
    return cr_error_set(error, CR_LIBRARY, "ICU has no transliterator: %s", u_errorName(code));
}

void cr_romaniser_free(cr_romaniser *romaniser)
{
    if (!romaniser)
        return;
    utrans_close(romaniser->to_latin);
    utrans_close(romaniser->to_simplified);
    free(romaniser);
}

/* What is left in the reach of ASCII letters and digits. */
static void append_plain(const UChar *units, int32_t n, cr_buf *out)
{
    for (int32_t i = 0; i < n; i++) {
        if (units[i] >= 0x80)
            continue;
        char byte = cr_to_lower((char)units[i]);
        if (cr_is_alpha(byte) || cr_is_digit(byte))
            cr_buf_append_byte(out, byte);
    }
}

static int32_t to_units(cr_view word, UChar units[MAX_UNITS], UErrorCode *code)
{
    int32_t n = 0;
    size_t size = word.size < MAX_BYTES ? word.size : MAX_BYTES;
    u_strFromUTF8WithSub(units, MAX_UNITS, &n, word.data, (int32_t)size, 0xFFFD, NULL, code);
    return U_SUCCESS(*code) ? n : 0;
}

static bool is_han(UChar unit)
{
    return unit >= 0x3400 && unit <= 0x9FFF;
}

bool cr_simplify_han(cr_romaniser *romaniser, cr_view word, cr_buf *out)
{
    UChar units[MAX_UNITS];
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = to_units(word, units, &code), kept = 0;
    for (int32_t i = 0; i < n; i++)
        if (is_han(units[i]))
            units[kept++] = units[i];
    int32_t limit = kept;
    if (kept)
        utrans_transUChars(romaniser->to_simplified, units, &kept, MAX_UNITS, 0, &limit, &code);
    for (int32_t i = 0; i < kept && U_SUCCESS(code); i++)
        cr_buf_append_code(out, units[i]);
    return kept > 0;
}

void cr_romanise(cr_romaniser *romaniser, cr_view word, cr_buf *out)
{
    UChar units[MAX_UNITS];
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = to_units(word, units, &code);
    bool is_ascii = true;
    for (int32_t i = 0; is_ascii && i < n; i++)
        is_ascii = units[i] < 0x80;
    if (!is_ascii && U_SUCCESS(code)) {
        int32_t limit = n;
        utrans_transUChars(romaniser->to_latin, units, &n, MAX_UNITS, 0, &limit, &code);
    }
    if (U_SUCCESS(code))
        append_plain(units, n, out);
}

/* The consonant that stands for a letter; 0: it does not count. */
static char consonant_of(char letter)
{
    switch (letter) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
    case 'h':
        return 0;
    case 'c':
    case 'q':
    case 'g':
        return 'k';
    case 'z':
        return 's';
    case 'v':
    case 'w':
        return 'f';
    case 'b':
        return 'p';
    case 'd':
        return 't';
    default:
        return letter;
    }
}

static void append_once(cr_buf *out, size_t start, char letter)
{
    if (out->size == start || out->data[out->size - 1] != letter)
        cr_buf_append_byte(out, letter);
}

void cr_skeleton(cr_view romanised, cr_buf *out)
{
    size_t start = out->size;
    for (size_t i = 0; i < romanised.size; i++) {
        char letter = romanised.data[i];
        char next = i + 1 < romanised.size ? romanised.data[i + 1] : '\0';
        if (letter == 'p' && next == 'h') {
            append_once(out, start, 'f');
            i++;
        } else if (letter == 'c' && next == 'k') {
            continue;
        } else if (letter == 'x') {
            append_once(out, start, 'k');
            append_once(out, start, 's');
        } else if (cr_is_alpha(letter) && consonant_of(letter)) {
            append_once(out, start, consonant_of(letter));
        }
    }
}
