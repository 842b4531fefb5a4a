/* Sentences: where the marks of a language end them, by the rules of the language.
 *
 * No sentence crosses a line of text/lines.h; lines are units of their own. Within a line every mark that can end a sentence
 * (Sentence_Break of UAX 29, "…", and those of one language alone) is judged with the closing quotation marks and brackets
 * behind it: abbreviations, initials, ordinals, lower case, names, quotations that their clause goes on with and brackets
 * inside one end nothing (text/stops.h); items of lists in running text begin sentences; and where sentences end without a
 * mark, words and length decide (text/spaceless.h).
 */
#ifndef CR_TEXT_SENTENCES_H
#define CR_TEXT_SENTENCES_H

#include "text/lines.h"
#include "text/rules.h"
#include "text/units.h"

typedef struct cr_span {
    uint32_t start, end;  // units, without white space at the ends; never empty
    uint32_t line;        // index of its line
} cr_span;

/* Zero-initialise it; its memory is used again for the next text. */
typedef struct cr_spans {
    cr_span *items;
    size_t n, capacity;
} cr_spans;

typedef struct cr_sentence_breaker cr_sentence_breaker;

/* One a thread and language. Rules and characters must outlive it. */
cr_sentence_breaker *cr_sentence_breaker_new(const char *lang, const cr_rules *rules, const cr_characters *characters);
void cr_sentence_breaker_free(cr_sentence_breaker *breaker);

/* The sentences of a text, in order; together they cover every character but white space. Linear. */
void cr_sentence_breaker_run(cr_sentence_breaker *breaker, const cr_units *units, const cr_lines *lines,
                             cr_spans *sentences);
void cr_spans_release(cr_spans *spans);

#endif
