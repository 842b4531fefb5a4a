/* Selection: takes the sentences that bring most, one after the other, as long as they fit. */
#ifndef CR_SUMMARY_SELECT_H
#define CR_SUMMARY_SELECT_H

#include "rank/rank.h"
#include "summary/candidates.h"

/* Why a sentence was taken or left. */
typedef enum cr_reason {
    CR_REASON_UNFIT,  // no prose, or too short or long, and others were there
    CR_REASON_TAKEN,
    CR_REASON_NO_ROOM,  // it does not fit into what is left
    CR_REASON_POOR,     // it brings too little for its words
    CR_REASON_REPEATS,  // it says what a chosen one says
    CR_REASON_DEPENDS,  // it cannot stand without a sentence that was not taken
    CR_REASON_LONE,     // taken although longer than the budget: no sentence is shorter
} cr_reason;

typedef struct cr_selection_limits {
    size_t words;      // 0: no limit
    size_t sentences;  // 0: no limit
    cr_fitness worst;  // kinds worse than this are not looked at
    bool alone;        // sentences may be taken without those they depend on
} cr_selection_limits;

/* Fills reason [n_sentences]; returns how many were taken. Ties go to the earlier sentence. */
size_t cr_select(const cr_candidates *candidates, const cr_ranking *ranking, const cr_selection_limits *limits,
                 cr_arena *arena, cr_reason *reason);

#endif
