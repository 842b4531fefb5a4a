/* Document frequencies of a user's own articles, by language: what `courant stats` makes and `--stats` reads. Whole numbers, so
 * that tables of shards can be added in any order. */
#ifndef CR_RANK_FREQUENCIES_H
#define CR_RANK_FREQUENCIES_H

#include "base/arena.h"
#include "base/map.h"

/* Zero-initialise it. */
typedef struct cr_frequencies {
    cr_map documents;  // language -> articles
    cr_map terms;      // language TAB stem -> articles that hold it
    cr_arena keys;
} cr_frequencies;

void cr_frequencies_release(cr_frequencies *frequencies);

/* Adds so many articles, or articles that hold a stem, of a language. */
void cr_frequencies_add_documents(cr_frequencies *frequencies, cr_view lang, size_t n);
void cr_frequencies_add_term(cr_frequencies *frequencies, cr_view lang, cr_view stem, size_t n);

/* ln((1 + articles) / (1 + articles that hold it)) + 1; 1 where the language is not in the table. */
double cr_frequencies_idf(const cr_frequencies *frequencies, cr_view lang, cr_view stem);

/* Is there anything about the language? */
bool cr_frequencies_know(const cr_frequencies *frequencies, cr_view lang);

#endif
