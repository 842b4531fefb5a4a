/* Plain words: the words of any text without knowing its language, for comparing one text with another.
 *
 * A word is a run of letters, digits and marks after compatibility normalisation (NFKC) and full case
 * folding, in that order. In the scripts that are written without spaces (Han, kana, Thai, Lao, Burmese,
 * Khmer) every letter and every digit is a word, and marks are none. No stemming, no stop words, no
 * dictionary: whoever measures must not depend on what is measured.
 */
#ifndef CR_TEXT_PLAIN_WORDS_H
#define CR_TEXT_PLAIN_WORDS_H

#include "base/buf.h"

/* Zero-initialise it; its memory is used again for the next text. */
typedef struct cr_plain_words {
    cr_buf letters;  // all words in UTF-8, one behind the other
    size_t *end;     // [n] where each ends in `letters`
    size_t n, capacity;
    uint16_t *units[2];  // working space
    size_t units_capacity[2];
} cr_plain_words;

/* The words of a text in order, in place of those that were there. The text is valid UTF-8. CR_LIMIT beyond
 * CR_MAX_RECORD, CR_LIBRARY if ICU lacks its data. Linear. */
cr_status cr_plain_words_find(cr_plain_words *words, cr_view text, cr_error *error);

/* Word i, valid until the next text. */
cr_view cr_plain_words_at(const cr_plain_words *words, size_t i);

void cr_plain_words_release(cr_plain_words *words);

#endif
