/* Stands in until text/language.c and article/structure.c are there; then it goes. */
#include "article/structure.h"
#include "text/language.h"

#include <stdio.h>

__attribute__((weak)) cr_status cr_language_detect(cr_view text, const char *hint, const cr_rule_book *book,
                                                   cr_language *language, cr_error *error)
{
    (void)text, (void)book, (void)error;
    snprintf(language->tag, sizeof language->tag, "%s", hint ? hint : "und");
    language->confidence = 0;
    return CR_OK;
}

__attribute__((weak)) void cr_structure_recognise(cr_view text, cr_view title, const char *lang, const cr_rules *rules,
                                                  cr_arena *arena, cr_structure *structure)
{
    (void)text, (void)title, (void)lang, (void)rules, (void)arena;
    *structure = (cr_structure){0};
}
