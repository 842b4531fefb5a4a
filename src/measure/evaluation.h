/* An evaluation: what every method scores on the same texts, how far it is from lead, and what
 * is possible. */
#ifndef CR_MEASURE_EVALUATION_H
#define CR_MEASURE_EVALUATION_H

#include "base/arena.h"
#include "measure/bootstrap.h"
#include "measure/rouge.h"

/* One way of summarising, measured on every text. */
typedef struct cr_measured {
    const char *name;
    const cr_rouge_scores *scores;  // [n_texts]
} cr_measured;

/* What was measured. */
typedef struct cr_measurements {
    const cr_measured *methods;  // [n_methods]
    size_t n_methods;
    size_t lead;                    // the method that the others are compared with
    const cr_rouge_scores *oracle;  // [n_texts], or NULL
    const char *const *lang;        // [n_texts] language of each text
    size_t n_texts;
} cr_measurements;

/* The main figure is the mean of ROUGE-1 and ROUGE-2: the words, and their order. */
typedef struct cr_evaluation_row {
    const char *name;
    bool is_lead, is_oracle;
    cr_rouge_scores mean;  // over the texts, 0 to 1
    double main;
    cr_bootstrap against_lead;  // of the main figure; all 0 for lead itself
} cr_evaluation_row;

/* The texts of one language, or all. The oracle's row comes first, then the best method's; equal ones stay in
 * the order given. */
typedef struct cr_evaluation_section {
    const char *lang;  // NULL: all texts
    size_t n_texts;
    const cr_evaluation_row *rows;  // [n_rows]
    size_t n_rows;
} cr_evaluation_section;

/* All texts are the first section; where there are several languages each follows, in the order of their
 * tags. Budget (as in cr_budget) and n_refused (records that could not be measured) are for the caller to
 * set. */
typedef struct cr_evaluation {
    const cr_evaluation_section *sections;  // [n_sections]
    size_t n_sections;
    size_t words, sentences, per_cent;
    size_t n_refused;
} cr_evaluation;

/* Makes the evaluation in the arena. Names and tags are not copied. */
void cr_evaluation_make(const cr_measurements *measurements, cr_arena *arena, cr_evaluation *evaluation);

/* The main figure of one text. */
double cr_evaluation_main(cr_rouge_scores scores);

#endif
