/* Words: those of UAX 29, with the elisions and suffixes of the language cut off. */
#ifndef CR_TEXT_WORDS_H
#define CR_TEXT_WORDS_H

#include "base/error.h"
#include "text/rules.h"
#include "text/sentences.h"
#include "text/units.h"

typedef struct cr_word {
    uint32_t start, end;  // units: of what is looked up and stemmed (Turkish "Apple" of "Apple'ın")
} cr_word;

/* Zero-initialise it; its memory is used again for the next text. */
typedef struct cr_words {
    cr_word *items;
    size_t n, capacity;
} cr_words;

typedef struct cr_word_breaker cr_word_breaker;

/* One a thread and language. Rules and characters must outlive it. Free with cr_word_breaker_free. */
cr_word_breaker *cr_word_breaker_new(const char *lang, const cr_rules *rules, const cr_characters *characters);
void cr_word_breaker_free(cr_word_breaker *breaker);

/* CR_LIBRARY if ICU lacks its data for a script without spaces. All words of the text, in order: what holds a letter, a digit or an ideograph. */
cr_status cr_word_breaker_run(cr_word_breaker *breaker, const cr_units *units, cr_words *words, cr_error *error);
/* The same by ICU alone, whatever the script: slower; what the other is tested against. */
cr_status cr_word_breaker_run_icu(cr_word_breaker *breaker, const cr_units *units, cr_words *words, cr_error *error);
/* Parts the words in which a sentence ends, since the space behind its stop was forgotten: "said.The". Linear. */
void cr_words_part(cr_words *words, const cr_spans *sentences, const cr_units *units, const cr_characters *characters);
void cr_words_release(cr_words *words);

#endif
