/* The structure of a plain text: which of its lines are title, date line, byline, heading, furniture; what is left is prose.
 *
 * Recognised by form (length, end of sentence, place in the text) and by the phrases of the language's boilerplate list.
 * Works for whole pages as text and for bare articles alike; when in doubt a line is prose.
 *
 * The first and the last paragraph of running prose part a page into head, body and tail. In the head lines that are no
 * sentences are title, paper, date and byline, captions, menus; in the body they are headings; in the tail links. Where
 * subscription, comments, rights or footnotes begin and no paragraph follows, the page is over.
 */
#ifndef CR_ARTICLE_STRUCTURE_H
#define CR_ARTICLE_STRUCTURE_H

#include "article/article.h"
#include "base/arena.h"
#include "text/date.h"
#include "text/rules.h"
#include "text/units.h"

typedef struct cr_structure {
    const cr_mark *marks;  // [n_marks] in order, not overlapping: whole lines, and a date before the first sentence
    size_t n_marks;
    cr_view title;   // a view of the text, or none
    cr_view source;  // name of the paper, from a line of its own, or none
    cr_view author;  // from a byline, or none; with cr_structure_date
    cr_date date;    // from a date line; with cr_structure_date
} cr_structure;

/* title is the article's title where it is known (lines equal to it are marked), else none. The text is valid UTF-8 of less
 * than 4 GiB; dates are of its language. Linear in the text. The result lives in the arena. */
void cr_structure_recognise(cr_view text, cr_view title, cr_date_reader *dates, const cr_rules *rules,
                            const cr_characters *characters, cr_arena *arena, cr_structure *structure);

/* Reads the date lines that were recognised: sets date and author. */
void cr_structure_date(cr_view text, cr_date_reader *dates, const cr_characters *characters, cr_structure *structure);

#endif
