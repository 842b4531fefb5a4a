#include "text/scales.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

enum {
    MAX_UNITS = 64,
    MAX_POWER = 13,      // of a number that is asked for
    MAX_LETTERS = 24,    // of a word
    ENDING_LETTERS = 3,  // of an inflected word, beyond the stem
    STEM_LETTERS = 4,    // of the shortest one
    MAX_SINGLE = 8,
};

struct cr_scales {
    cr_map names;  // folded word -> power
    cr_map stems;  // its last vowel cut off -> power
    cr_arena arena;
    struct {
        uint32_t letter, power;
    } single[MAX_SINGLE];  // capital letters
    size_t n_single;
    uint32_t decimal;
    bool spaced;
};

/* Used in the press, but not by CLDR. */
static const struct {
    const char *lang, *word;
    uint32_t power;
} MORE[] = {
    {"en", "bn", 9},  {"en", "mn", 6},  {"en", "tn", 12}, {"en", "lakh", 5}, {"en", "crore", 7},
    {"de", "tsd", 3}, {"fr", "mds", 9}, {"fr", "mrd", 9}, {"fr", "mln", 6},  {"zh", "百", 2},
    {"zh", "千", 3},  {"ja", "百", 2},  {"ja", "千", 3},  {"ko", "백", 2},
};

static bool is_letter(UChar32 code)
{
    return u_isalpha(code) || (U_GET_GC_MASK(code) & U_GC_M_MASK);
}

/* Thai and its neighbours, Chinese characters, kana, Hangul: what follows is not parted from the word by a space. */
static bool is_unparted(UChar32 code)
{
    return (code >= 0xE00 && code < 0xF00) || (code >= 0x1000 && code < 0x10A0) || (code >= 0x1780 && code < 0x1800) ||
           (code >= 0x3040 && code < 0xA4D0) || (code >= 0xAC00 && code < 0xD7B0);
}

static bool is_vowel(uint32_t code)
{
    const cr_view vowels = CR_VIEW("aeiouyáéíóúàèìòùâêôäëïöüąęāīūаеиоуыюяіїаεηιοαυά");
    for (size_t at = 0; at < vowels.size;)
        if (cr_utf8_next(vowels, &at) == code)
            return true;
    return false;
}

static void put(cr_scales *scales, cr_map *map, cr_view key, uint32_t power)
{
    bool added;
    cr_map_slot *slot = cr_map_put(map, key, &added);
    if (!added)
        return;
    slot->key = cr_arena_copy(&scales->arena, key);
    slot->value = power;
}

static void add_word(cr_scales *scales, cr_view folded, uint32_t power)
{
    size_t letters = 0, end = folded.size;
    for (size_t at = 0; at < folded.size; letters++)
        cr_utf8_next(folded, &at);
    put(scales, &scales->names, folded, power);
    if (letters < STEM_LETTERS)
        return;
    if (is_vowel(cr_utf8_previous(folded, &end)) && letters > STEM_LETTERS)
        folded.size = end;
    put(scales, &scales->stems, folded, power);
}

/* The word in a number as ICU writes it. Words of several (mil millones) multiply and are known one by one. */
static void add_name(cr_scales *scales, const UChar *units, int32_t n, uint32_t power)
{
    char utf8[MAX_UNITS * 3];
    int32_t start = -1, end = 0, size = 0;
    size_t letters = 0;
    UErrorCode status = U_ZERO_ERROR;
    for (int32_t i = 0; i < n; i++) {
        if (!is_letter(units[i]))
            continue;
        if (start >= 0 && i != end)
            return;
        start = start < 0 ? i : start;
        end = i + 1;
        letters++;
    }
    if (start < 0)
        return;
    if (letters == 1 && units[start] < 0x3000) {
        bool known = !u_isUUppercase(units[start]);
        for (size_t i = 0; i < scales->n_single; i++)
            known = known || scales->single[i].letter == units[start];
        if (known || scales->n_single == MAX_SINGLE)
            return;
        scales->single[scales->n_single].letter = units[start];
        scales->single[scales->n_single++].power = power;
        return;
    }
    cr_buf folded = {0};
    u_strToUTF8(utf8, sizeof utf8, &size, units + start, end - start, &status);
    if (U_SUCCESS(status)) {
        cr_fold((cr_view){utf8, (size_t)size}, "", &folded);
        add_word(scales, cr_buf_view(&folded), power);
    }
    cr_buf_release(&folded);
}

/* How many zeros the word of a number stands for that is `one` (1, 2, 5, 15 tenths) times 10^power. */
static bool count_zeros(const UChar *units, int32_t n, const char *one, int32_t power, uint32_t *zeros)
{
    int32_t n_digits = 0, n_ones = (int32_t)strlen(one), first = -1, last = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t digit = u_charDigitValue(units[i]);
        if (digit < 0)
            continue;
        if (digit != (n_digits < n_ones ? one[n_digits] - '0' : 0))
            return false;
        first = first < 0 ? i : first;
        last = i;
        n_digits++;
    }
    int32_t whole = n_digits == 2 && last > first + 1 ? 1 : n_digits;  // 1.5
    int32_t left = power + 1 - whole;
    *zeros = left > 0 ? (uint32_t)left : 0;
    return n_digits >= n_ones && left > 0;
}

static void add_format(cr_scales *scales, const UChar *skeleton, const char *locale)
{
    static const struct {
        const char *digits;
        double value;
    } ones[] = {{"1", 1}, {"2", 2}, {"5", 5}, {"15", 1.5}};  // the forms of plurals
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(skeleton, -1, locale, &status);
    UFormattedNumber *result = unumf_openResult(&status);
    double ten = 1000;
    for (int32_t power = 3; power <= MAX_POWER && U_SUCCESS(status); power++, ten *= 10) {
        for (size_t i = 0; i < sizeof ones / sizeof *ones; i++) {
            UChar units[MAX_UNITS];
            uint32_t zeros;
            UErrorCode shown = U_ZERO_ERROR;
            unumf_formatDouble(formatter, ones[i].value * ten, result, &shown);
            int32_t n = unumf_resultToString(result, units, MAX_UNITS, &shown);
            if (U_SUCCESS(shown) && n < MAX_UNITS && count_zeros(units, n, ones[i].digits, power, &zeros))
                add_name(scales, units, n, zeros);
        }
    }
    unumf_closeResult(result);
    unumf_close(formatter);
}

static void add_locale(cr_scales *scales, const char *locale)
{
    add_format(scales, u"compact-long .#", locale);
    add_format(scales, u"compact-short .#", locale);
}

static bool is_language(const char *lang, const char *base)
{
    size_t n = strlen(base);
    return strncmp(lang, base, n) == 0 && (lang[n] == '\0' || lang[n] == '-');
}

static void read_separators(cr_scales *scales, const char *lang)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar decimal[MAX_UNITS] = {'.'}, group[MAX_UNITS] = {','};
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, lang, NULL, &status);
    if (U_SUCCESS(status)) {
        unum_getSymbol(format, UNUM_DECIMAL_SEPARATOR_SYMBOL, decimal, MAX_UNITS, &status);
        unum_getSymbol(format, UNUM_GROUPING_SEPARATOR_SYMBOL, group, MAX_UNITS, &status);
        unum_close(format);
    }
    scales->decimal = decimal[0];
    scales->spaced = u_isUWhiteSpace(group[0]);
}

cr_scales *cr_scales_new(const char *lang)
{
    cr_scales *scales = cr_allocate_zeroed(1, sizeof *scales);
    read_separators(scales, lang);
    if (strcmp(lang, "und") == 0)
        return scales;
    add_locale(scales, lang);
    if (is_language(lang, "pt"))
        add_locale(scales, "pt-PT");  // biliões beside bilhões
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++)
        if (is_language(lang, MORE[i].lang))
            add_word(scales, cr_view_of(MORE[i].word), MORE[i].power);
    return scales;
}

void cr_scales_free(cr_scales *scales)
{
    if (!scales)
        return;
    cr_map_release(&scales->names);
    cr_map_release(&scales->stems);
    cr_arena_release(&scales->arena);
    free(scales);
}

static uint32_t find_word(const cr_scales *scales, cr_view folded)
{
    const cr_map_slot *slot = cr_map_find(&scales->names, folded);
    size_t end = folded.size;
    for (size_t left = 0; !slot && left <= ENDING_LETTERS && end > 0; left++) {
        slot = cr_map_find(&scales->stems, cr_view_slice(folded, 0, end));
        cr_utf8_previous(folded, &end);
    }
    return slot ? (uint32_t)slot->value : 0;
}

uint32_t cr_scales_find(const cr_scales *scales, cr_view text, bool glued, size_t *size)
{
    size_t ends[MAX_LETTERS + 1] = {0}, n = 0, at = 0;
    uint32_t first = 0, power = 0;
    while (n < MAX_LETTERS && at < text.size) {
        uint32_t code = cr_utf8_next(text, &at);
        if (!is_letter((UChar32)code))
            break;
        first = n ? first : code;
        ends[++n] = at;
    }
    if (n == 0)
        return 0;
    *size = ends[n];
    if (is_unparted((UChar32)first)) {
        for (; n > 0 && !power; n--) {
            const cr_map_slot *slot = cr_map_find(&scales->names, cr_view_slice(text, 0, *size = ends[n]));
            power = slot ? (uint32_t)slot->value : 0;
        }
        return power;
    }
    if (n == 1) {
        for (size_t i = 0; glued && i < scales->n_single; i++)
            if (scales->single[i].letter == first)
                return scales->single[i].power;
        return 0;
    }
    cr_buf folded = {0};
    cr_fold(cr_view_slice(text, 0, *size), "", &folded);
    power = find_word(scales, cr_buf_view(&folded));
    cr_buf_release(&folded);
    return power;
}

uint32_t cr_scales_decimal(const cr_scales *scales)
{
    return scales->decimal;
}

bool cr_scales_are_spaced(const cr_scales *scales)
{
    return scales->spaced;
}
