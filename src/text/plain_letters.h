/* The plain letters of a name: what is left when case, accents and the marks that writers leave out are gone. */
#ifndef CR_TEXT_PLAIN_LETTERS_H
#define CR_TEXT_PLAIN_LETTERS_H

#include "base/buf.h"

/* Appends the text folded for case (whatever the language: I, ı, İ and i are one letter) without the accents of Latin, Greek
 * and Cyrillic, the points of Hebrew and the vowel signs of Arabic; letters with a stroke (ł ø đ) and ligatures become plain
 * ones, apostrophes U+0027. Marks that make another letter (Indic vowels, voiced kana) stay. The text is valid UTF-8. */
void cr_plain_letters(cr_view text, cr_buf *out);

#endif
