/* The words of a language that were met so far, for all threads: what one has folded and stemmed no other need.
 *
 * Looking a word up takes no lock; adding one does. Words and stems are numbered as they are met, so numbers differ from run
 * to run: they never leave the analyser, whose documents number their terms themselves.
 */
#ifndef CR_ARTICLE_WORD_TABLE_H
#define CR_ARTICLE_WORD_TABLE_H

#include "article/document.h"
#include "base/view.h"

typedef struct cr_word_tables cr_word_tables;  // of all languages
typedef struct cr_word_table cr_word_table;    // of one

/* What is known of a word as it is written. */
typedef struct cr_known_word {
    uint32_t stem;   // its number in the table
    uint32_t flags;  // CR_TOKEN_...
} cr_known_word;

enum { CR_WORD_TABLE_LONGEST = 128 };  // bytes of a word

/* Any thread may use them, all with the same rules. Every table must be given back before they are freed. */
cr_word_tables *cr_word_tables_new(void);
void cr_word_tables_free(cr_word_tables *tables);

/* The table of a language, to be given back. Memory is bounded: tables that grew too large, or are too many, are forgotten as
 * soon as nobody holds them, and others begun. */
cr_word_table *cr_word_table_take(cr_word_tables *tables, const char *lang);
void cr_word_table_give_back(cr_word_tables *tables, cr_word_table *table);

/* Whether it grew too large: give it back between two documents and take the next. */
bool cr_word_table_is_full(const cr_word_table *table);

/* A word of 1 to CR_WORD_TABLE_LONGEST bytes. */
bool cr_word_table_find(const cr_word_table *table, cr_view word, cr_known_word *known);

/* Adds a word. Words with equal keys have one stem, whose term is that of the first, its stem taken from the key: that
 * begins at `stem_start`. */
cr_known_word cr_word_table_add(cr_word_table *table, cr_view word, uint32_t flags, cr_view key, size_t stem_start,
                                cr_term term);

const cr_term *cr_word_table_term(const cr_word_table *table, uint32_t stem);

#endif
