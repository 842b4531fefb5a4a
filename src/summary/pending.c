/* Stands in until the selection is there; then it goes. */
#include "summary/summary.h"

__attribute__((weak)) cr_status cr_summarize(const cr_document *const *documents, size_t n_documents,
                                             const double *source_weight, const cr_summary_options *options,
                                             cr_arena *arena, cr_summary *summary, cr_error *error)
{
    (void)n_documents, (void)source_weight, (void)error;
    *summary = (cr_summary){0};
    cr_chosen *chosen = CR_ARENA_ARRAY(arena, cr_chosen, documents[0]->n_sentences);
    for (size_t i = 0; i < documents[0]->n_sentences; i++) {
        size_t words = documents[0]->sentences[i].n_words;
        if (summary->n_chosen && summary->n_words + words > options->budget.words)
            continue;
        chosen[summary->n_chosen++] = (cr_chosen){0, i, 0};
        summary->n_words += words;
    }
    summary->chosen = chosen;
    return CR_OK;
}
