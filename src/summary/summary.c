#include "summary/summary.h"

#include "rank/rank.h"
#include "summary/candidates.h"
#include "summary/explain.h"
#include "summary/group.h"
#include "summary/select.h"

#include <math.h>

/* Of a short article the summary is no more than this share of the words: what is left out is what makes it one. */
#define LARGEST_SHARE 0.7
#define DEFAULT_PER_CENT 20

/* Looked at are better kinds of sentences alone, unless they fill less than this share of the limit. */
#define ENOUGH 0.5

static cr_selection_limits limits_of(const cr_candidates *candidates, const cr_budget *budget, bool is_group)
{
    cr_selection_limits limits = {.worst = CR_FIT_PROSE};
    if (budget->words) {
        size_t most = (size_t)(LARGEST_SHARE * (double)candidates->n_words);
        limits.words = is_group || most > budget->words ? budget->words : most;
    } else if (budget->sentences) {
        limits.sentences = budget->sentences;
    } else {
        size_t per_cent = budget->per_cent ? budget->per_cent : DEFAULT_PER_CENT;
        limits.words = candidates->n_words / 100 * per_cent + candidates->n_words % 100 * per_cent / 100;
    }
    if (!limits.words && !limits.sentences)
        limits.words = 1;
    return limits;
}

/* Words of the sentences of at most this kind that fit by themselves. */
static size_t words_on_offer(const cr_candidates *candidates, cr_fitness worst, size_t limit)
{
    size_t words = 0;
    for (size_t i = 0; i < candidates->input.n_sentences; i++)
        if (candidates->fitness[i] <= worst && (!limit || candidates->input.length[i] <= limit))
            words += candidates->input.length[i];
    return words;
}

/* The sentence that stands alone when none fits: the most worthy of the best kind that is not much longer than need be. SIZE_MAX
 * if all are excluded. */
static size_t lone_sentence(const cr_candidates *candidates, const cr_ranking *ranking)
{
    const cr_rank_input *input = &candidates->input;
    cr_fitness best = CR_FIT_LAST;
    for (size_t i = 0; i < input->n_sentences; i++)
        if (candidates->fitness[i] < best)
            best = (cr_fitness)candidates->fitness[i];
    size_t shortest = SIZE_MAX;
    for (size_t i = 0; i < input->n_sentences; i++)
        if (candidates->fitness[i] == best && input->length[i] < shortest)
            shortest = input->length[i];
    size_t chosen = SIZE_MAX;
    for (size_t i = 0; i < input->n_sentences; i++)
        if (candidates->fitness[i] == best && input->length[i] <= shortest + shortest / 2 &&
            (chosen == SIZE_MAX || ranking->score[i] > ranking->score[chosen]))
            chosen = i;
    return chosen;
}

/* Goes from the strictest demands to none until something is chosen. */
static const char *choose(const cr_candidates *candidates, const cr_ranking *ranking, const cr_budget *budget,
                          bool is_group, cr_arena *arena, cr_reason *reason)
{
    cr_selection_limits limits = limits_of(candidates, budget, is_group);
    size_t wanted = limits.words && limits.words < candidates->n_words ? limits.words : candidates->n_words;
    if (!words_on_offer(candidates, CR_FIT_UNUSUAL, limits.words) && budget->words)
        limits.words = budget->words;  // one short article whose only sentence is more than its share
    if ((double)words_on_offer(candidates, CR_FIT_PROSE, limits.words) < ENOUGH * (double)wanted)
        limits.worst = CR_FIT_UNUSUAL;
    if (cr_select(candidates, ranking, &limits, arena, reason))
        return NULL;
    if (words_on_offer(candidates, limits.worst, limits.words)) {
        limits.alone = true;
        if (cr_select(candidates, ranking, &limits, arena, reason))
            return "every sentence depends on another one";
        limits.alone = false;
    }
    bool has_prose = words_on_offer(candidates, CR_FIT_UNUSUAL, 0) > 0;
    if (!has_prose) {
        limits.worst = CR_FIT_OTHER;
        if (cr_select(candidates, ranking, &limits, arena, reason))
            return "no prose: headings or scraps stand for it";
    }
    size_t lone = lone_sentence(candidates, ranking);
    if (lone == SIZE_MAX)
        return "every sentence is excluded";
    reason[lone] = CR_REASON_LONE;
    return has_prose ? "every sentence is longer than the budget" : "no prose that fits: one line stands for it";
}

/* Scores as shares of the highest one. */
static double *scaled_scores(const cr_ranking *ranking, cr_arena *arena)
{
    double highest = 0, *scores = CR_ARENA_ARRAY(arena, double, ranking->n_sentences);
    for (size_t i = 0; i < ranking->n_sentences; i++)
        highest = ranking->score[i] > highest ? ranking->score[i] : highest;
    for (size_t i = 0; i < ranking->n_sentences; i++)
        scores[i] = highest > 0 ? ranking->score[i] / highest : 0;
    return scores;
}

cr_status cr_summarize(const cr_document *const *documents, size_t n_documents, const double *source_weight,
                       const cr_summary_options *options, cr_arena *arena, cr_summary *summary, cr_error *error)
{
    const cr_rank_method *method = cr_rank_method_find(options->method);
    if (!method)
        return cr_error_set(error, CR_USAGE, "there is no method '%s'", options->method);
    *summary = (cr_summary){.method = method->name};
    cr_candidates candidates;
    cr_candidates_make(documents, n_documents, cr_group_order(documents, n_documents, arena), source_weight,
                       options->excluded, options->background, arena, &candidates);
    size_t n = candidates.input.n_sentences;
    if (!n) {
        summary->note = "no text";
        return CR_OK;
    }
    candidates.input.explain = options->explain;
    cr_ranking ranking = {0};
    method->rank(&candidates.input, arena, &ranking);
    cr_reason *reason = CR_ARENA_ARRAY(arena, cr_reason, n);
    summary->note = choose(&candidates, &ranking, &options->budget, n_documents > 1, arena, reason);
    double *scores = scaled_scores(&ranking, arena);
    cr_chosen *chosen = CR_ARENA_ARRAY(arena, cr_chosen, n);
    for (size_t i = 0; i < n; i++)
        if (reason[i] == CR_REASON_TAKEN || reason[i] == CR_REASON_LONE) {
            chosen[summary->n_chosen++] = (cr_chosen){candidates.document[i], candidates.sentence[i], scores[i]};
            summary->n_words += candidates.input.length[i];
        }
    summary->chosen = chosen;
    if (options->explain)
        cr_explain(documents, &candidates, &ranking, reason, scores, arena, summary);
    return CR_OK;
}
