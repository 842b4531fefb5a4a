/* An evaluation as text and as JSON. */
#ifndef CR_MEASURE_TABLE_H
#define CR_MEASURE_TABLE_H

#include "base/buf.h"
#include "measure/evaluation.h"

enum { CR_TABLE_LEAST_COLUMNS = 40 };

/* A table a section, with bars of block characters for the main figure. No line is wider than `columns` (at
 * least CR_TABLE_LEAST_COLUMNS); where room is short these go, in this order: the share of resamples, the
 * bars, ROUGE-L, the interval, ROUGE-1 and -2; a long name is cut. Figures are per cent, bars are relative to
 * the longest of their table. */
void cr_table_write(const cr_evaluation *evaluation, size_t columns, cr_buf *out);

/* One JSON object and a line end:
 *   {"schema":"courant-evaluation/1","budget":{"words":N},"texts":N,"refused":N,
 *    "sections":[{"lang":null,"texts":N,"methods":[{"method","r1","r2","rl","mean",
 *      "against_lead":{"difference","low","high","better"}}],"oracle":{"r1","r2","rl","mean"}}]}
 * Scores go from 0 to 1, with six digits. `against_lead` is not there for lead; `low`, `high`
 * and `better` are not there where there are fewer than CR_BOOTSTRAP_LEAST texts (in the table they are a
 * dash); `oracle` is null where none was measured. */
void cr_table_write_json(const cr_evaluation *evaluation, cr_buf *out);

#endif
