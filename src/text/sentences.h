/* Sentences: ICU's sentence breaks, then merges and splits by the rules of the language.
 *
 * No sentence crosses a line of text/lines.h; lines are units of their own. Within a line ICU (UAX 29) proposes the ends, and
 * every proposal is judged: abbreviations, initials, ordinals, lower-case continuations and closing quotation marks undo or
 * move it; stops that ICU does not see are added. After Kiss and Strunk (2006), "Unsupervised Multilingual Sentence Boundary
 * Detection", for what a starter is.
 */
#ifndef CR_TEXT_SENTENCES_H
#define CR_TEXT_SENTENCES_H

#include "base/buf.h"
#include "base/error.h"
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

/* One a thread and language. Rules and characters must outlive it. CR_LIBRARY if ICU lacks its data. */
cr_status cr_sentence_breaker_new(const char *lang, const cr_rules *rules, const cr_characters *characters,
                                  cr_sentence_breaker **breaker, cr_error *error);
void cr_sentence_breaker_free(cr_sentence_breaker *breaker);

/* The sentences of a text, in order; together they cover every character but white space. Linear. */
cr_status cr_sentence_breaker_run(cr_sentence_breaker *breaker, const cr_units *units, const cr_lines *lines,
                                  cr_spans *sentences, cr_error *error);
void cr_spans_release(cr_spans *spans);

#endif
