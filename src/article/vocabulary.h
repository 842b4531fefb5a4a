/* The vocabulary of a language as one thread uses it: words that no thread has met yet are folded, stemmed and added to the
 * table of all (article/word_table.h). */
#ifndef CR_ARTICLE_VOCABULARY_H
#define CR_ARTICLE_VOCABULARY_H

#include "article/word_table.h"
#include "base/buf.h"
#include "text/rules.h"
#include "text/stem.h"
#include "text/units.h"

/* For the analyser: the last document that used a stem, and its number there. */
typedef struct cr_stem_mark {
    uint32_t document;
    uint32_t number;
} cr_stem_mark;

typedef struct cr_vocabulary {
    const char *lang;
    const cr_rules *rules;
    const cr_characters *characters;
    cr_stemmer *stemmer;
    cr_word_tables *tables;
    cr_word_table *table;
    cr_stem_mark *marks;  // [n_marks] of the stems with lower numbers
    size_t n_marks;
    cr_buf folded, key;  // scratch
} cr_vocabulary;

/* lang, rules, characters and tables must outlive it. */
void cr_vocabulary_init(cr_vocabulary *vocabulary, const char *lang, const cr_rules *rules,
                        const cr_characters *characters, cr_word_tables *tables);
void cr_vocabulary_release(cr_vocabulary *vocabulary);

/* Forgets all words if they are many: call it between two documents only. */
void cr_vocabulary_trim(cr_vocabulary *vocabulary);

/* For the one below: a word that is not in the table, or too long for it. */
cr_known_word cr_vocabulary_learn(cr_vocabulary *vocabulary, cr_view word);

/* What is known of a word; it is learned if it is new. Not empty. */
static inline cr_known_word cr_vocabulary_word(cr_vocabulary *vocabulary, cr_view word)
{
    cr_known_word known;
    if (word.size <= CR_WORD_TABLE_LONGEST && cr_word_table_find(vocabulary->table, word, &known))
        return known;
    return cr_vocabulary_learn(vocabulary, word);
}

/* For the one below. */
void cr_vocabulary_grow_marks(cr_vocabulary *vocabulary, uint32_t stem);

/* The mark of a stem, zeroed at first. Valid until the next call. */
static inline cr_stem_mark *cr_vocabulary_mark(cr_vocabulary *vocabulary, uint32_t stem)
{
    if (stem >= vocabulary->n_marks)
        cr_vocabulary_grow_marks(vocabulary, stem);
    return &vocabulary->marks[stem];
}

#endif
