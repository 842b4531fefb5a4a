/* The vocabulary of a language: every word met so far, folded and stemmed once.
 *
 * Words and stems are numbered as they are met, so numbers differ from run to run and thread to thread: they never leave the
 * analyser, whose documents number their terms themselves.
 */
#ifndef CR_ARTICLE_VOCABULARY_H
#define CR_ARTICLE_VOCABULARY_H

#include "article/document.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "text/rules.h"
#include "text/stem.h"
#include "text/units.h"

/* What is known of a word as it is written. */
typedef struct cr_known_word {
    uint32_t stem;   // number of its stem
    uint32_t flags;  // CR_TOKEN_...
} cr_known_word;

typedef struct cr_known_stem {
    cr_term term;
    uint32_t document;  // for the analyser: the last document that used it, and its number there
    uint32_t number;
} cr_known_stem;

typedef struct cr_vocabulary {
    const char *lang;
    const cr_rules *rules;
    const cr_characters *characters;
    cr_stemmer *stemmer;
    struct cr_word_slot *slots;  // [capacity] open addressing
    size_t n_words, capacity;
    cr_known_word *words;  // [n_words]
    size_t words_capacity;
    cr_map stem_index;     // class byte and stem -> number
    cr_known_stem *stems;  // [stem_index.size]
    size_t stems_capacity;
    cr_arena arena;       // long words and stems
    cr_buf folded, stem;  // scratch
} cr_vocabulary;

/* lang, rules and characters must outlive it. */
void cr_vocabulary_init(cr_vocabulary *vocabulary, const char *lang, const cr_rules *rules,
                        const cr_characters *characters);
void cr_vocabulary_release(cr_vocabulary *vocabulary);

/* Forgets all words if they are many: call it between two documents only. */
void cr_vocabulary_trim(cr_vocabulary *vocabulary);

/* What is known of a word; it is learned if it is new. Not empty. Valid until the next call. */
const cr_known_word *cr_vocabulary_word(cr_vocabulary *vocabulary, cr_view word);

#endif
