/* Page furniture: what a line is by the phrases of its language and by its form. For structure.c. */
#ifndef CR_ARTICLE_FURNITURE_H
#define CR_ARTICLE_FURNITURE_H

#include "article/page_line.h"
#include "base/buf.h"
#include "text/rules.h"

typedef enum cr_furniture {
    CR_FURNITURE_NONE,
    CR_FURNITURE_CAPTION,  // a sentence and a few words without an end: a caption, else a headline of two parts
    CR_FURNITURE_WEAK,     // a line of its own: a menu, a caption, a link to another article
    CR_FURNITURE_STRONG,   // what stands at the end of pages: footnotes, subscription, comments, rights
} cr_furniture;

/* Appends a folded text with each run of white space made one space. */
void cr_fold_spaced(cr_view text, const char *lang, cr_buf *out);

/* What a line is. scratch is cleared and used. */
cr_furniture cr_furniture_of(const cr_page_line *line, cr_view text, const char *lang, const cr_rules *rules,
                             cr_buf *scratch);

/* The same for a sentence, by the phrases alone. */
cr_furniture cr_furniture_of_sentence(cr_view sentence, const char *lang, const cr_rules *rules, cr_buf *scratch);

#endif
