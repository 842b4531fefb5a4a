#include "summary/explain.h"

#include "rank/centroid.h"

static const char *const reasons[] = {
    [CR_REASON_UNFIT] = "no sentence to quote: no prose, too short or too long",
    [CR_REASON_TAKEN] = "taken",
    [CR_REASON_NO_ROOM] = "no room left",
    [CR_REASON_POOR] = "says too little for its words",
    [CR_REASON_REPEATS] = "repeats a sentence that was taken",
    [CR_REASON_DEPENDS] = "depends on a sentence that was not taken",
    [CR_REASON_LONE] = "taken alone: no sentence fits the budget",
};

static const char *const feature_names[] = {"position",         "words",  "weight", "factor", "centroid",
                                            "opening centroid", "depends"};
enum { N_FEATURES = sizeof feature_names / sizeof *feature_names };

/* Where a concept of the sentence first stands in it. */
static cr_view text_of(const cr_document *document, const cr_candidates *candidates, const cr_concepts *concepts,
                       size_t i, uint32_t concept)
{
    const cr_rank_input *input = &candidates->input;
    const uint32_t *wanted = input->token + concepts->token[concept];
    bool is_pair = concepts->is_pair[concept];
    size_t start = input->token_start[i], end = input->token_start[i + 1], k = start;
    while (k + is_pair < end && (input->token[k] != wanted[0] || (is_pair && input->token[k + 1] != wanted[1])))
        k++;
    if (k + is_pair >= end)
        return (cr_view){0};
    const cr_token *token = document->tokens + document->sentences[candidates->sentence[i]].first_token + (k - start);
    return cr_view_slice(document->article->text, token[0].start, token[is_pair].end);
}

/* The sentence's concepts of most weight; of equal ones the first. */
static void find_concepts(const cr_document *document, const cr_candidates *candidates, const cr_ranking *ranking,
                          size_t i, cr_explanation *explanation)
{
    const cr_concepts *concepts = &ranking->concepts;
    uint32_t best[CR_MOST_EXPLAINED];
    size_t n = 0;
    for (size_t k = concepts->start[i]; k < concepts->start[i + 1]; k++) {
        uint32_t c = concepts->concept[k];
        size_t at = n < CR_MOST_EXPLAINED ? n++ : CR_MOST_EXPLAINED;
        for (; at && ranking->weight[c] > ranking->weight[best[at - 1]]; at--)
            if (at < CR_MOST_EXPLAINED)
                best[at] = best[at - 1];
        if (at < CR_MOST_EXPLAINED)
            best[at] = c;
    }
    for (size_t k = 0; k < n; k++)
        explanation->concepts[k] = (cr_explained_concept){text_of(document, candidates, concepts, i, best[k]),
                                                          ranking->line ? ranking->line->chance[best[k]] : 0,
                                                          ranking->weight[best[k]]};
    explanation->n_concepts = n;
}

/* What each feature adds to the log odds of the sentence's concepts: their mean, each as often as it weighs. */
static const double *shares_of(const cr_ranking *ranking, size_t i, cr_arena *arena)
{
    const cr_ranking_line *line = ranking->line;
    const cr_concepts *concepts = &ranking->concepts;
    size_t n = line->n_features;
    double all = 0, *shares = CR_ARENA_ZEROED(arena, double, n + 1);
    for (size_t k = concepts->start[i]; k < concepts->start[i + 1]; k++) {
        uint32_t c = concepts->concept[k];
        const double *coefficient = concepts->is_pair[c] ? line->pair : line->stem;
        const double *feature = line->features + c * n;
        all += ranking->weight[c];
        for (size_t f = 0; f < n; f++)
            shares[f] += ranking->weight[c] * coefficient[f] * feature[f];
        shares[n] += ranking->weight[c] * coefficient[n];
    }
    for (size_t f = 0; f <= n && all > 0; f++)
        shares[f] /= all;
    return shares;
}

static void show_line(const cr_ranking_line *line, cr_arena *arena, cr_summary *summary)
{
    const char **names = CR_ARENA_ARRAY(arena, const char *, line->n_features + 1);
    for (size_t f = 0; f < line->n_features; f++)
        names[f] = line->feature_names[f];
    names[line->n_features] = "constant";
    summary->coefficient_names = names;
    summary->n_coefficients = line->n_features + 1;
    summary->stem_weights = line->stem;
    summary->pair_weights = line->pair;
    summary->setting_names = line->setting_names;
    summary->settings = line->settings;
    summary->n_settings = line->n_settings;
}

void cr_explain(const cr_document *const *documents, const cr_candidates *candidates, const cr_ranking *ranking,
                const cr_reason *reason, const double *scores, cr_arena *arena, cr_summary *summary)
{
    const cr_rank_input *input = &candidates->input;
    size_t n = input->n_sentences;
    cr_matrix counts, tfidf;
    cr_matrix_counts(input, arena, &counts);
    double *idf = cr_matrix_idf(input, &counts, arena);
    cr_matrix_tfidf(&counts, idf, arena, &tfidf);
    double *centroid = cr_centroid_cosines(input, &counts, &tfidf, idf, 0, arena);
    double *opening = cr_centroid_cosines(input, &counts, &tfidf, idf, CR_CENTROID_TAU, arena);
    cr_explanation *explanations = CR_ARENA_ARRAY(arena, cr_explanation, n);
    for (size_t i = 0; i < n; i++) {
        double *features = CR_ARENA_ARRAY(arena, double, N_FEATURES);
        features[0] = input->position[i];
        features[1] = input->length[i];
        features[2] = ranking->score[i];
        features[3] = ranking->covers ? ranking->factor[i] : 1;
        features[4] = centroid[i];
        features[5] = opening[i];
        features[6] = candidates->depends[i];
        explanations[i] = (cr_explanation){.document = candidates->document[i],
                                           .sentence = candidates->sentence[i],
                                           .score = scores[i],
                                           .taken = reason[i] == CR_REASON_TAKEN || reason[i] == CR_REASON_LONE,
                                           .reason = reasons[reason[i]],
                                           .features = features};
        if (ranking->covers)
            find_concepts(documents[candidates->document[i]], candidates, ranking, i, &explanations[i]);
        if (ranking->line)
            explanations[i].shares = shares_of(ranking, i, arena);
    }
    summary->explanations = explanations;
    summary->n_explanations = n;
    summary->feature_names = feature_names;
    summary->n_features = N_FEATURES;
    if (ranking->line)
        show_line(ranking->line, arena, summary);
}
