#include "text/script.h"

#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static const struct {
    UScriptCode code;
    const char *language;  // where there is only one
    unsigned weight;       // of a character, a Latin letter being 1
    bool spaceless;
} SCRIPTS[CR_N_SCRIPTS] = {
    [CR_SCRIPT_NONE] = {USCRIPT_COMMON, NULL, 0, false},
    [CR_SCRIPT_LATIN] = {USCRIPT_LATIN, NULL, 1, false},
    [CR_SCRIPT_GREEK] = {USCRIPT_GREEK, "el", 2, false},
    [CR_SCRIPT_CYRILLIC] = {USCRIPT_CYRILLIC, NULL, 2, false},
    [CR_SCRIPT_ARMENIAN] = {USCRIPT_ARMENIAN, "hy", 2, false},
    [CR_SCRIPT_HEBREW] = {USCRIPT_HEBREW, NULL, 2, false},
    [CR_SCRIPT_ARABIC] = {USCRIPT_ARABIC, NULL, 2, false},
    [CR_SCRIPT_DEVANAGARI] = {USCRIPT_DEVANAGARI, NULL, 2, false},
    [CR_SCRIPT_BENGALI] = {USCRIPT_BENGALI, NULL, 2, false},
    [CR_SCRIPT_GURMUKHI] = {USCRIPT_GURMUKHI, "pa", 2, false},
    [CR_SCRIPT_GUJARATI] = {USCRIPT_GUJARATI, "gu", 2, false},
    [CR_SCRIPT_ORIYA] = {USCRIPT_ORIYA, "or", 2, false},
    [CR_SCRIPT_TAMIL] = {USCRIPT_TAMIL, "ta", 2, false},
    [CR_SCRIPT_TELUGU] = {USCRIPT_TELUGU, "te", 2, false},
    [CR_SCRIPT_KANNADA] = {USCRIPT_KANNADA, "kn", 2, false},
    [CR_SCRIPT_MALAYALAM] = {USCRIPT_MALAYALAM, "ml", 2, false},
    [CR_SCRIPT_SINHALA] = {USCRIPT_SINHALA, "si", 2, false},
    [CR_SCRIPT_THAI] = {USCRIPT_THAI, "th", 2, true},
    [CR_SCRIPT_LAO] = {USCRIPT_LAO, "lo", 2, true},
    [CR_SCRIPT_TIBETAN] = {USCRIPT_TIBETAN, NULL, 2, true},
    [CR_SCRIPT_MYANMAR] = {USCRIPT_MYANMAR, "my", 2, true},
    [CR_SCRIPT_GEORGIAN] = {USCRIPT_GEORGIAN, "ka", 2, false},
    [CR_SCRIPT_ETHIOPIC] = {USCRIPT_ETHIOPIC, NULL, 3, false},
    [CR_SCRIPT_KHMER] = {USCRIPT_KHMER, "km", 2, true},
    [CR_SCRIPT_HAN] = {USCRIPT_HAN, NULL, 4, true},
    [CR_SCRIPT_KANA] = {USCRIPT_HIRAGANA, "ja", 3, true},
    [CR_SCRIPT_HANGUL] = {USCRIPT_HANGUL, "ko", 4, false},
    [CR_SCRIPT_OTHER] = {USCRIPT_UNKNOWN, NULL, 2, false},
};

cr_script cr_script_of(uint32_t code)
{
    if (code < 0x80)
        return (code | 0x20) >= 'a' && (code | 0x20) <= 'z' ? CR_SCRIPT_LATIN : CR_SCRIPT_NONE;
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &error);
    if (U_FAILURE(error) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN)
        return CR_SCRIPT_NONE;
    if (script == USCRIPT_KATAKANA)
        return CR_SCRIPT_KANA;
    for (cr_script s = CR_SCRIPT_LATIN; s < CR_SCRIPT_OTHER; s++)
        if (SCRIPTS[s].code == script)
            return s;
    return CR_SCRIPT_OTHER;
}

void cr_script_count(cr_view text, cr_script_counts *counts)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = cr_utf8_next(text, &at);
        cr_script script = cr_script_of(code);
        if (script == CR_SCRIPT_NONE || (code >= 0x80 && !u_isalpha((UChar32)code)))
            continue;
        counts->letters[script]++;
        counts->n_letters++;
    }
}

cr_script cr_script_main(const cr_script_counts *counts)
{
    cr_script best = CR_SCRIPT_NONE;
    size_t most = 0, han = counts->letters[CR_SCRIPT_HAN], kana = counts->letters[CR_SCRIPT_KANA];
    cr_script east = kana * 10 >= han + kana ? CR_SCRIPT_KANA : CR_SCRIPT_HAN;
    for (cr_script s = CR_SCRIPT_LATIN; s < CR_N_SCRIPTS; s++) {
        size_t weight = counts->letters[s] * SCRIPTS[s].weight;
        if (s == CR_SCRIPT_HAN || s == CR_SCRIPT_KANA)
            weight = s == east ? han * SCRIPTS[CR_SCRIPT_HAN].weight + kana * SCRIPTS[CR_SCRIPT_KANA].weight : 0;
        if (weight > most) {
            best = s;
            most = weight;
        }
    }
    return best;
}

bool cr_script_is_spaceless(cr_script script)
{
    return SCRIPTS[script].spaceless;
}

const char *cr_script_language(cr_script script)
{
    return SCRIPTS[script].language;
}
