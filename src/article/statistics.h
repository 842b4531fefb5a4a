/* What many articles tell together, as integers: in how many articles a term stands, which tokens behave as abbreviations,
 * which words open sentences, which lines a source repeats.
 *
 * A table maps records to counts. To gather an article is to add to the counts of its records; to merge two tables is to
 * add the counts of equal records. So merging is associative and commutative, the empty table is its identity, and the table
 * of a whole is the sum of the tables of its parts, however they were cut. Nothing is dropped or rounded here: judging is left
 * to whoever uses the sums. Counts stop at CR_STATISTICS_MOST, which keeps these laws.
 *
 * After Kiss and Strunk (2006), "Unsupervised Multilingual Sentence Boundary Detection", for what tells an abbreviation and a
 * word that opens sentences.
 */
#ifndef CR_ARTICLE_STATISTICS_H
#define CR_ARTICLE_STATISTICS_H

#include "article/document.h"
#include "article/repeated.h"
#include "base/arena.h"
#include "base/buf.h"
#include "text/rules.h"

#define CR_STATISTICS_MOST ((uint64_t)1000000000000000)

/* The kinds of records, in the order of a table. Behind each: what it is a record of, and what it counts. */
typedef enum cr_statistic {
    CR_STATISTIC_ARTICLES,  // language: articles
    CR_STATISTIC_LINE,      // source, hash of the line (16 hexadecimal digits), its beginning: articles that hold it
    CR_STATISTIC_TERM,      // language, stem of a word that is no stop word: articles that hold it
    CR_STATISTIC_WORD,      // language, folded word: CR_WORD_...
    CR_N_STATISTICS,
} cr_statistic;

/* Counts of a word, in the prose of articles. */
enum {
    CR_WORD_USES,
    CR_WORD_LOWER,        // of them: in lower case
    CR_WORD_CAPITALISED,  // with a capital behind another word or a comma, so not at the head of a sentence
    CR_WORD_STOPS,        // directly before "." (words of up to five letters only)
    CR_WORD_CONTINUED,    // before "." and then a lower-case letter, a comma or its like
    CR_WORD_COUNTS,
};

enum {
    CR_STATISTIC_PARTS = 3,  // at most, of a record
    CR_STATISTIC_COUNTS = CR_WORD_COUNTS,
    CR_LINE_SHOWN = 200,  // bytes of a line that the table shows
};

typedef struct cr_statistic_form {
    const char *name;  // "word"
    size_t n_parts, n_counts;
} cr_statistic_form;

extern const cr_statistic_form cr_statistic_forms[CR_N_STATISTICS];

typedef struct cr_statistic_record {
    cr_statistic kind;
    cr_view key;   // name and parts, parted by TAB, as its line begins
    size_t place;  // of its counts, in counts
} cr_statistic_record;

/* Zero-initialise it: that is the empty table. */
typedef struct cr_statistics {
    cr_map index;                  // key -> number of the record
    cr_statistic_record *records;  // [n_records] in order of first occurrence
    size_t n_records, records_capacity;
    uint64_t *counts;
    size_t n_counts, counts_capacity;
    cr_arena keys;
    // scratch of gathering
    cr_buf key, folded, origin;
    cr_number_map seen;
} cr_statistics;

void cr_statistics_release(cr_statistics *statistics);

/* Gathers an article. */
void cr_statistics_add(cr_statistics *statistics, const cr_document *document);

/* The same without the terms: all that cr_statistics_learn and cr_statistics_repeated ask for. */
void cr_statistics_add_habits(cr_statistics *statistics, const cr_document *document);

/* Adds the counts of another table. */
void cr_statistics_merge(cr_statistics *statistics, const cr_statistics *other);

/* The counts of a record, made with zeros if it is new. key is copied. Valid until the next call. */
uint64_t *cr_statistics_counts(cr_statistics *statistics, cr_statistic kind, cr_view key);
void cr_statistics_increase(uint64_t *count, uint64_t by);

/* Part i of a record: 0 is what follows its name. */
cr_view cr_statistic_part(const cr_statistic_record *record, size_t i);

/* What the counts teach of words; lives in the arena.
 * An abbreviation has two to five letters, goes on at least twice and in 30 % of its uses with a stop, and has the stop more often
 * than not. A word is a starter if it is more often in lower case than with a capital inside sentences. */
void cr_statistics_learn(const cr_statistics *statistics, cr_arena *arena, cr_learned *learned);

/* Adds the lines that stand in CR_REPEATED_ARTICLES articles of a source or more. */
void cr_statistics_repeated(const cr_statistics *statistics, cr_repeated *repeated);

#endif
