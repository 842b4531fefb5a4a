/* Articles that repeat another one: the same text, a reprint of it, or the same wire copy in another cut. */
#ifndef CR_STORY_DUPLICATES_H
#define CR_STORY_DUPLICATES_H

#include "story/features.h"
#include "story/similar.h"

typedef enum cr_repeat_kind {
    CR_REPEAT_SAME,     // the same words, or all but a few (SimHash within 3 bits of 64)
    CR_REPEAT_REPRINT,  // four fifths of the shorter one's word triples are in the other
    CR_REPEAT_WIRE,     // half of them
} cr_repeat_kind;

typedef struct cr_repeat {
    size_t article, original;  // the original repeats nothing itself; it is the earlier of the two
    cr_repeat_kind kind;
    double containment;  // share of the shorter one's word triples that the other has
} cr_repeat;

/* What an article is recognised by. */
typedef struct cr_print {
    uint64_t exact;     // of all words
    uint64_t similar;   // SimHash
    uint64_t *triples;  // [n_triples] hashes of three words in a row, ascending, each once
    size_t n_triples;
    size_t n_words;
} cr_print;

/* Prints of all articles. Free with cr_prints_free. */
cr_print *cr_prints_make(const cr_features *features, size_t n, size_t jobs);
void cr_prints_free(cr_print *prints, size_t n);

/* original[n]: the article's own number where it repeats nothing. order[n] are the articles, the earliest first: of two that
 * repeat one another the later is the repeat. Finds by MinHash (16 bands of 4 rows), SimHash and exact hash (Broder 1997,
 * Charikar 2002), and counts. Appends to repeats[n], in order of `order`. */
void cr_duplicates_find(const cr_print *prints, const size_t *order, size_t n, size_t jobs, size_t *original,
                        cr_repeat *repeats, size_t *n_repeats);

/* The same among pairs that are alike, for what is contained but too different in length for MinHash. */
void cr_duplicates_of_edges(const cr_print *prints, const size_t *order, size_t n, const cr_edge *edges, size_t n_edges,
                            size_t *original, cr_repeat *repeats, size_t *n_repeats);

#endif
