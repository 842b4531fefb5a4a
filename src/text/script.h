/* Scripts: how many letters of a text belong to which, and which are written without spaces between words. */
#ifndef CR_TEXT_SCRIPT_H
#define CR_TEXT_SCRIPT_H

#include "base/view.h"

typedef enum cr_script {
    CR_SCRIPT_NONE,  // digits, punctuation, marks, symbols
    CR_SCRIPT_LATIN,
    CR_SCRIPT_GREEK,
    CR_SCRIPT_CYRILLIC,
    CR_SCRIPT_ARMENIAN,
    CR_SCRIPT_HEBREW,
    CR_SCRIPT_ARABIC,
    CR_SCRIPT_DEVANAGARI,
    CR_SCRIPT_BENGALI,
    CR_SCRIPT_GURMUKHI,
    CR_SCRIPT_GUJARATI,
    CR_SCRIPT_ORIYA,
    CR_SCRIPT_TAMIL,
    CR_SCRIPT_TELUGU,
    CR_SCRIPT_KANNADA,
    CR_SCRIPT_MALAYALAM,
    CR_SCRIPT_SINHALA,
    CR_SCRIPT_THAI,
    CR_SCRIPT_LAO,
    CR_SCRIPT_TIBETAN,
    CR_SCRIPT_MYANMAR,
    CR_SCRIPT_GEORGIAN,
    CR_SCRIPT_ETHIOPIC,
    CR_SCRIPT_KHMER,
    CR_SCRIPT_HAN,
    CR_SCRIPT_KANA,  // hiragana and katakana
    CR_SCRIPT_HANGUL,
    CR_SCRIPT_OTHER,
    CR_N_SCRIPTS
} cr_script;

/* Letters by script; those of CR_SCRIPT_NONE are not counted. */
typedef struct cr_script_counts {
    size_t letters[CR_N_SCRIPTS];
    size_t n_letters;  // their sum
} cr_script_counts;

/* The script of a letter, CR_SCRIPT_NONE for anything else. A mark is no letter, but has the script it is used in, if one. */
cr_script cr_script_of(uint32_t code);

/* Adds the letters of a valid UTF-8 text to the counts. */
void cr_script_count(cr_view text, cr_script_counts *counts);

/* The script that carries most of the text, CR_SCRIPT_NONE if there is no letter. Latin letters weigh less than others (1 against 2, a
 * character of Han 4), since Latin names and scraps stand in texts of every script and the reverse is rare. Kana speak for the Han
 * beside them: a text in Han and kana is KANA as soon as a tenth is kana. Equal ones: the first of the list above. */
cr_script cr_script_main(const cr_script_counts *counts);

/* True for scripts that put no space between words (Han, kana, Thai, Lao, Khmer, Myanmar, Tibetan). */
bool cr_script_is_spaceless(cr_script script);

/* The one language of news in a script ("el", "ka"); NULL where a script has several, or none is known. */
const char *cr_script_language(cr_script script);

#endif
