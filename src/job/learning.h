/* What many articles teach, on its way from the counts to those who work by it: words to the lexicon, repeated lines to the
 * analyser, document frequencies to the summaries. */
#ifndef CR_JOB_LEARNING_H
#define CR_JOB_LEARNING_H

#include "article/statistics.h"
#include "base/error.h"
#include "rank/frequencies.h"

/* Zero-initialise it: nothing was learned. What it points to lives in it. */
typedef struct cr_learning {
    cr_learned learned;
    cr_repeated repeated;
    cr_frequencies frequencies;
    bool has_frequencies;
    cr_arena arena;
} cr_learning;

void cr_learning_release(cr_learning *learning);

/* Learns from a file of --stats, the frequencies too. */
cr_status cr_learning_read(cr_learning *learning, const char *path, cr_error *error);

/* Learns from the articles of a run what is new to the rules in force: abbreviations and, with them, starters, and repeated lines.
 * Languages without a new abbreviation are left as they are. *is_new tells whether there was anything. */
cr_status cr_learning_add(cr_learning *learning, const cr_statistics *statistics, const cr_rule_book *book,
                          bool *is_new, cr_error *error);

#endif
