/* Countries and territories, by their names in every language that CLDR has (through ICU): a gazetteer without a list. */
#ifndef CR_TEXT_PLACES_H
#define CR_TEXT_PLACES_H

#include "base/error.h"
#include "base/view.h"

enum { CR_PLACES_WORDS = 4 };  // of the longest name that is found

typedef struct cr_places cr_places;

/* The names in a language, such as "de" or "zh-Hant"; in a language that CLDR has not there are none. Free with
 * cr_places_free. */
cr_places *cr_places_new(const char *lang);
void cr_places_free(cr_places *places);

/* The territory that the first words of words[n_words] name, folded as cr_fold does: its number from 1, the same in every
 * language, and in *n_used how many words its name has. 0: none. The longest name wins. A name of one word of five letters or more is also
 * found with up to three letters more (Japanese, Франции), its last vowel given up, and where the language writes them in
 * one, behind article and preposition (ar, he). */
size_t cr_places_find(const cr_places *places, const cr_view *words, size_t n_words, size_t *n_used);

/* "JP"; static. */
const char *cr_place_code(size_t place);

/* How many there are: numbers are 1 to it. */
size_t cr_place_count(void);

#endif
