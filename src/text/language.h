/* Which language a text is written in. */
#ifndef CR_TEXT_LANGUAGE_H
#define CR_TEXT_LANGUAGE_H

#include "base/error.h"
#include "text/rules.h"

typedef struct cr_language {
    char tag[16];
    double confidence;
} cr_language;

cr_status cr_language_detect(cr_view text, const char *hint, const cr_rule_book *book, cr_language *language,
                             cr_error *error);

#endif
