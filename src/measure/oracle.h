/* The extractive oracle: how good a choice of whole sentences could be, were the references known.
 *
 * Greedy: it adds, again and again, the sentence that raises ROUGE-1 + ROUGE-2 of the choice (read in
 * document order) the most and still fits the budget, until none raises it. The true optimum can be a little
 * higher.
 *
 * R. Nallapati, F. Zhai and B. Zhou (2017): SummaRuNNer (the greedy construction of extractive labels).
 */
#ifndef CR_MEASURE_ORACLE_H
#define CR_MEASURE_ORACLE_H

#include "measure/rouge.h"

/* All texts were read by one cr_rouge. Pure arrays: the caller's, only read. */
typedef struct cr_oracle_input {
    const cr_rouge_text *sentences;  // [n_sentences] in document order
    const uint32_t *length;          // [n_sentences] words, as the budget counts
    size_t n_sentences;
    const cr_rouge_text *references;  // [n_references]
    size_t n_references;
    size_t words;          // the budget; 0: none
    size_t max_sentences;  // 0: no bound
} cr_oracle_input;

typedef struct cr_oracle {
    const uint32_t *chosen;  // [n_chosen] sentences, ascending
    size_t n_chosen;
    cr_rouge_text text;  // of the sentences chosen, one behind the other
} cr_oracle;

/* Where no sentence that scores fits the budget, the best one stands alone, as in a summary. Of equal
 * sentences the first is taken. Nothing is chosen if no sentence shares a word with a reference. The result
 * lives in the arena. */
void cr_oracle_choose(const cr_oracle_input *input, size_t vocabulary, cr_arena *arena, cr_oracle *oracle);

#endif
