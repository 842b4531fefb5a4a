/* Ranking: what each sentence of an article, or of a group of articles, is worth.
 *
 * A method looks at arrays and leaves arrays: no I/O, no language, no state. All sums run in the order of the text, so the same
 * input gives the same numbers in any thread.
 */
#ifndef CR_RANK_RANK_H
#define CR_RANK_RANK_H

#include "base/arena.h"
#include "rank/concepts.h"
#include "rank/input.h"

/* How a fitted method came to the worth of its concepts, for those who ask: its line over their features. */
typedef struct cr_ranking_line {
    size_t n_features;
    const char *const *feature_names;  // [n_features]
    const double *stem, *pair;         // [n_features + 1] coefficients, the last one being the constant
    const double *features;            // [concepts.n][n_features]
    const double *chance;              // [concepts.n] that a human summary holds it
    size_t n_settings;
    const char *const *setting_names;  // [n_settings] what makes worth of a chance, and gain of worth
    const double *settings;            // [n_settings]
} cr_ranking_line;

typedef struct cr_ranking {
    size_t n_sentences;
    const double *score;  // [n_sentences] worth of a sentence by itself, at least 0
    bool covers;          // what counts is what the chosen sentences hold together; only then the rest is set
    cr_concepts concepts;
    const double *weight;         // [concepts.n] worth of a concept
    const double *factor;         // [n_sentences] times what it covers
    double length_exponent;       // a gain is divided by (words)^this
    double repeat;                // share of its weight that a concept keeps each time it is covered
    const cr_ranking_line *line;  // NULL: nothing was fitted, or not to be explained
} cr_ranking;

typedef struct cr_rank_method {
    const char *name;
    const char *what;  // one line for a manual
    void (*rank)(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
} cr_rank_method;

extern const cr_rank_method cr_rank_methods[];  // [cr_rank_n_methods] the default first
extern const size_t cr_rank_n_methods;

/* The method of that name, the default for NULL; NULL if there is none. */
const cr_rank_method *cr_rank_method_find(const char *name);

/* The methods. `ranking` lives in the arena. */
void cr_rank_blend(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_poscon(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_icsisumm(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_centroid(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_textrank(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_lexrank(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_bm25(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_pacsum(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_luhn(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_tfidf(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);
void cr_rank_lead(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);

/* For coverage methods: score[i] = factor * sum of the weights of the sentence's concepts / length^exponent. */
void cr_ranking_score_by_coverage(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking);

#endif
