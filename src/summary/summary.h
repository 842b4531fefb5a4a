/* A summary: the sentences chosen, and why. */
#ifndef CR_SUMMARY_SUMMARY_H
#define CR_SUMMARY_SUMMARY_H

#include "article/document.h"
#include "base/arena.h"
#include "base/error.h"

/* How much may be chosen: of words and sentences the one that is not 0 counts; both 0: per_cent of the words. */
typedef struct cr_budget {
    size_t words;
    size_t sentences;
    size_t per_cent;
} cr_budget;

typedef struct cr_summary_options {
    cr_budget budget;
    const char *method;                       // a name of cr_rank_methods, or NULL for the default
    bool explain;                             // fill the features and reasons
    const struct cr_frequencies *background;  // document frequencies of the user's own articles, or NULL
    const uint8_t *const *excluded;           // [n_documents][n_sentences] 1: may not be chosen; NULL: all may
} cr_summary_options;

typedef struct cr_chosen {
    size_t document;  // index into the documents given
    size_t sentence;
    double score;
} cr_chosen;

enum { CR_MOST_EXPLAINED = 5 };  // concepts shown of a sentence

/* What a sentence says that counts: a word, or two that stand together. */
typedef struct cr_explained_concept {
    cr_view text;   // where it stands in the sentence
    double chance;  // that a human summary holds it; 0 where the method knows none
    double weight;  // what it is worth
} cr_explained_concept;

/* Why a sentence was taken or left; one for each sentence of the documents, in order (explain only). */
typedef struct cr_explanation {
    size_t document, sentence;
    double score;
    bool taken;
    const char *reason;                                // a fixed phrase
    const double *features;                            // [n_features]
    cr_explained_concept concepts[CR_MOST_EXPLAINED];  // [n_concepts] those of most weight, the best first
    size_t n_concepts;
    const double *shares;  // [n_coefficients] what each feature adds to the log odds of the chance, the mean of the
                           // sentence's concepts by their weight
} cr_explanation;

typedef struct cr_summary {
    const cr_chosen *chosen;  // [n_chosen] in reading order
    size_t n_chosen;
    size_t n_words;                      // of what was chosen
    const char *method;                  // the method that was used
    const char *note;                    // what is unusual about it ("no prose: the first line stands for it"), or NULL
    const cr_explanation *explanations;  // [n_explanations]
    size_t n_explanations;
    const char *const *feature_names;  // [n_features]
    size_t n_features;
    const char *const *coefficient_names;       // [n_coefficients] features of a concept, "constant" the last
    const double *stem_weights, *pair_weights;  // [n_coefficients] the fitted coefficients
    size_t n_coefficients;                      // 0: the method has none
    const char *const *setting_names;           // [n_settings]
    const double *settings;                     // [n_settings] the other numbers of the method
    size_t n_settings;
} cr_summary;

/* Chooses whole sentences of one or several documents (all about one thing), within the budget. Never empty when some
 * document has a sentence that is not excluded. source_weight is [n_documents]: 1 for an independent article, near-duplicates share 1; NULL
 * means 1 for all. The summary lives in the arena. */
cr_status cr_summarize(const cr_document *const *documents, size_t n_documents, const double *source_weight,
                       const cr_summary_options *options, cr_arena *arena, cr_summary *summary, cr_error *error);

#endif
