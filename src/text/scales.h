/* Words that multiply the number before them: million, Mrd., тысяч, 万, करोड़. From CLDR's compact numbers (through ICU), which know the
 * long scale (Billion is 10^12) and the short one (10^9) of each language.
 */
#ifndef CR_TEXT_SCALES_H
#define CR_TEXT_SCALES_H

#include "base/view.h"

typedef struct cr_scales cr_scales;

/* A language that ICU does not know has none. Free with cr_scales_free. */
cr_scales *cr_scales_new(const char *lang);
void cr_scales_free(cr_scales *scales);

/* What stands at the head of the text: the power of ten, and in *size the bytes of the word; 0: none. `glued`: it follows the
 * number without a space, so that one capital letter (M) may be one. Words end where letters end, in scripts without
 * spaces and in Korean where the word of scale does. Inflected words are found with up to three letters more, their last
 * vowel given up. */
uint32_t cr_scales_find(const cr_scales *scales, cr_view text, bool glued, size_t *size);

/* The decimal separator of the language, and whether it parts thousands by a space. */
uint32_t cr_scales_decimal(const cr_scales *scales);
bool cr_scales_are_spaced(const cr_scales *scales);

#endif
