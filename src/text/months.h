/* The names of the months in a language, as ICU has them: in a date and alone, in full and cut short. */
#ifndef CR_TEXT_MONTHS_H
#define CR_TEXT_MONTHS_H

#include "base/buf.h"

typedef struct cr_months cr_months;

/* With `foreign` also the English names, which stand in dates of many languages. A language that ICU does not know has none of
 * its own. Free with cr_months_free. */
cr_months *cr_months_new(const char *lang, bool foreign);
void cr_months_free(cr_months *months);

/* 1 to 12, or 0: no month. In Hebrew also with the preposition that is written in one with it. */
uint32_t cr_months_find(const cr_months *months, cr_view word);

/* The word before a number that makes it a month (Vietnamese), or "": it is folded. */
cr_view cr_months_marker(const cr_months *months);

/* Whether 3/4/2026 is the fourth of March. */
bool cr_months_are_first(const cr_months *months);

#endif
