/* What is behind a choice of sentences: features, weights and reasons. */
#ifndef CR_SUMMARY_EXPLAIN_H
#define CR_SUMMARY_EXPLAIN_H

#include "summary/select.h"
#include "summary/summary.h"

/* Fills the summary's explanations and the weights behind them; all of it lives in the arena, as reason and scores
 * [n_sentences] do. */
void cr_explain(const cr_document *const *documents, const cr_candidates *candidates, const cr_ranking *ranking,
                const cr_reason *reason, const double *scores, cr_arena *arena, cr_summary *summary);

#endif
