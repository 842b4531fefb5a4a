/* The structure of a plain text: which of its lines are title, date line, byline, heading, furniture; what is left is prose.
 *
 * Recognised by form (length, capitals, end of sentence, place in the text) and by the phrases of the language's
 * boilerplate list. Works for whole pages as text and for bare articles alike; when in doubt a line is prose.
 */
#ifndef CR_ARTICLE_STRUCTURE_H
#define CR_ARTICLE_STRUCTURE_H

#include "article/article.h"
#include "base/arena.h"
#include "text/rules.h"

typedef struct cr_structure {
    const cr_mark *marks;  // [n_marks] whole lines, in order
    size_t n_marks;
    cr_view title;         // a view of the text, or none
    cr_view author;        // from a byline, or none
    cr_view source;        // name of the paper, from a line of its own, or none
    cr_date date;          // from a date line
} cr_structure;

/* title is the article's title where it is known (a line equal to it is marked), else none. lang chooses the names of the
 * months. Linear in the text. The result lives in the arena. */
void cr_structure_recognise(cr_view text, cr_view title, const char *lang, const cr_rules *rules, cr_arena *arena,
                            cr_structure *structure);

#endif
