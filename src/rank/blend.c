/* The default: coverage of concepts, each weighted by the chance that a human summary holds it.
 *
 * The chance comes from a logistic line over a dozen features of a concept (where it stands, how often, in how central
 * sentences), one line for stems and one for pairs of stems. After C. Li, X. Qian, Y. Liu, Using Supervised Bigram-based ILP for
 * Extractive Summarization, ACL 2013; the choice itself is Gillick and Favre's (see poscon.c). The features speak no
 * language: the line was fitted on some languages and holds for the others (docs/ranking.md). */
#include "rank/blend.h"

#include "article/document.h"
#include "rank/centroid.h"
#include "rank/matrix.h"

#include <math.h>
#include <string.h>

#define TAU_EARLY 32.0
#define LEAST_EARLY 1e-3
#define LENGTH_UNIT 30.0
#define FULL_LENGTH 15.0

/* What is collected of a concept while the sentences pass. */
struct tally {
    double frequency, early, articles, centroid, leading;
    uint32_t first, last_source, longest;
    bool seen;
};

static void count(const cr_rank_input *input, const cr_concepts *concepts, const double *centroid,
                  const double *leading, const double *head_32, struct tally *tallies)
{
    for (size_t i = 0; i < input->n_sentences; i++) {
        uint32_t source = input->source[i];
        double weight = input->source_weight[source], early = weight * head_32[input->position[i]];
        for (size_t k = concepts->start[i]; k < concepts->start[i + 1]; k++) {
            struct tally *t = &tallies[concepts->concept[k]];
            t->frequency += weight;
            t->early += early;
            if (!t->seen || t->last_source != source)
                t->articles += weight;
            t->last_source = source;
            if (!t->seen || input->position[i] < t->first)
                t->first = input->position[i];
            if (centroid[i] > t->centroid)
                t->centroid = centroid[i];
            if (leading[i] > t->leading)
                t->leading = leading[i];
            if (input->length[i] > t->longest)
                t->longest = input->length[i];
            t->seen = true;
        }
    }
}

static uint32_t greatest(const uint32_t *numbers, size_t n)
{
    uint32_t most = 0;
    for (size_t i = 0; i < n; i++)
        most = numbers[i] > most ? numbers[i] : most;
    return most;
}

/* exp(-position / tau) for the positions up to `most`. */
static double *decay(uint32_t most, double tau, cr_arena *arena)
{
    double *table = CR_ARENA_ARRAY(arena, double, (size_t)most + 1);
    for (uint32_t position = 0; position <= most; position++)
        table[position] = exp(-(double)position / tau);
    return table;
}

/* Most concepts occur once, and the logarithm of 1 is known. */
static double log_above(double x, double least)
{
    return x > 1 || x < 1 ? log(fmax(x, least)) : 0;
}

/* Logarithms that many concepts share, each taken once: a concept of one sentence has its position's, and most numbers of
 * sentences are small and whole. */
typedef struct logarithms {
    const double *head_32;  // [positions]
    double *of_head_32;     // [positions]
    double *of_whole;       // [n_whole] of 1 and more
    uint32_t n_whole;
} logarithms;

static logarithms take_logarithms(const double *head_32, uint32_t last_position, uint32_t most, cr_arena *arena)
{
    logarithms l = {.head_32 = head_32,
                    .of_head_32 = CR_ARENA_ARRAY(arena, double, (size_t)last_position + 1),
                    .of_whole = CR_ARENA_ARRAY(arena, double, (size_t)most + 1),
                    .n_whole = most + 1};
    for (uint32_t position = 0; position <= last_position; position++)
        l.of_head_32[position] = log_above(head_32[position], LEAST_EARLY);
    for (uint32_t n = 0; n <= most; n++)
        l.of_whole[n] = log_above(n, 1);
    return l;
}

static double log_of_early(const logarithms *l, const struct tally *t)
{
    return t->early == l->head_32[t->first] ? l->of_head_32[t->first] : log_above(t->early, LEAST_EARLY);
}

static double log_of_frequency(const logarithms *l, double frequency)
{
    uint32_t whole = (uint32_t)frequency;
    return whole > 0 && whole < l->n_whole && frequency == whole ? l->of_whole[whole] : log_above(frequency, 0.1);
}

/* How often each content term stands in the text. */
static uint32_t *occurrences(const cr_rank_input *input, cr_arena *arena)
{
    uint32_t *number = CR_ARENA_ZEROED(arena, uint32_t, input->n_terms);
    size_t n_tokens = input->n_sentences ? input->token_start[input->n_sentences] : 0;
    for (size_t k = 0; k < n_tokens; k++)
        number[input->token[k]] += !input->is_stop[input->token[k]];
    return number;
}

/* What the features of all concepts are made of. */
typedef struct evidence {
    const struct tally *tallies;  // [concepts->n]
    const double *head_2, *head_8;
    logarithms logs;
    const uint32_t *number;  // [n_terms] of occurrences
    double sources;          // sum of their weights
} evidence;

static evidence gather(const cr_rank_input *input, const cr_concepts *concepts, cr_arena *arena)
{
    cr_matrix counts, tfidf;
    cr_matrix_counts(input, arena, &counts);
    double *idf = cr_matrix_idf(input, &counts, arena);
    cr_matrix_tfidf(&counts, idf, arena, &tfidf);
    double *centroid = cr_centroid_cosines(input, &counts, &tfidf, idf, 0, arena);
    double *leading = cr_centroid_cosines(input, &counts, &tfidf, idf, CR_CENTROID_TAU, arena);
    struct tally *tallies = CR_ARENA_ZEROED(arena, struct tally, concepts->n);
    uint32_t last = greatest(input->position, input->n_sentences);
    const double *head_32 = decay(last, TAU_EARLY, arena);
    count(input, concepts, centroid, leading, head_32, tallies);
    evidence e = {.tallies = tallies,
                  .head_2 = decay(last, 2, arena),
                  .head_8 = decay(last, 8, arena),
                  .number = occurrences(input, arena)};
    e.logs = take_logarithms(head_32, last, greatest(e.number, input->n_terms), arena);
    for (size_t s = 0; s < input->n_sources; s++)
        e.sources += input->source_weight[s];
    return e;
}

/* The features of concept c, f[CR_BLEND_N_FEATURES]. */
static void show(const evidence *e, const cr_rank_input *input, const cr_concepts *concepts, size_t c, double *f)
{
    const struct tally *t = &e->tallies[c];
    const uint32_t *term = input->token + concepts->token[c];
    uint32_t most = concepts->is_pair[c] ? e->number[term[e->number[term[1]] > e->number[term[0]]]] : 1;
    f[CR_BLEND_FREQUENCY] = log_of_frequency(&e->logs, t->frequency);
    f[CR_BLEND_EARLY] = log_of_early(&e->logs, t);
    f[CR_BLEND_FIRST] = t->first == 0;
    f[CR_BLEND_HEAD_2] = e->head_2[t->first];
    f[CR_BLEND_HEAD_8] = e->head_8[t->first];
    f[CR_BLEND_CENTROID] = t->centroid;
    f[CR_BLEND_LEADING] = t->leading;
    f[CR_BLEND_ONCE] = t->frequency <= 1;
    f[CR_BLEND_LENGTH] = t->longest / LENGTH_UNIT;
    f[CR_BLEND_FULL] = fmin(1, t->longest / FULL_LENGTH);
    f[CR_BLEND_ARTICLES] = log_above(t->articles, 0.1);
    f[CR_BLEND_SHARE] = e->sources > 0 ? t->articles / e->sources : 0;
    f[CR_BLEND_STEM] = e->logs.of_whole[most];
}

double *cr_blend_features(const cr_rank_input *input, const cr_concepts *concepts, cr_arena *arena)
{
    double *features = CR_ARENA_ARRAY(arena, double, concepts->n *CR_BLEND_N_FEATURES);
    evidence e = gather(input, concepts, arena);
    for (size_t c = 0; c < concepts->n; c++)
        show(&e, input, concepts, c, features + c * CR_BLEND_N_FEATURES);
    return features;
}

static double chance(const double *line, const double *features)
{
    double sum = line[CR_BLEND_N_FEATURES];
    for (size_t k = 0; k < CR_BLEND_N_FEATURES; k++)
        sum += line[k] * features[k];
    return 1 / (1 + exp(-sum));
}

static const char *const feature_names[CR_BLEND_N_FEATURES] = {
    [CR_BLEND_FREQUENCY] = "frequency", [CR_BLEND_EARLY] = "early",   [CR_BLEND_FIRST] = "first",
    [CR_BLEND_HEAD_2] = "head 2",       [CR_BLEND_HEAD_8] = "head 8", [CR_BLEND_CENTROID] = "centroid",
    [CR_BLEND_LEADING] = "leading",     [CR_BLEND_ONCE] = "once",     [CR_BLEND_LENGTH] = "length",
    [CR_BLEND_ARTICLES] = "articles",   [CR_BLEND_SHARE] = "share",   [CR_BLEND_STEM] = "stem",
    [CR_BLEND_FULL] = "full",
};

/* The fields that follow the lines in cr_blend_weights. */
static const char *const setting_names[] = {"power",    "early",     "stem share", "length exponent", "repeat", "first",
                                            "question", "quotation", "full"};

static const cr_ranking_line *line_of(const cr_blend_weights *weights, const double *features, const double *chances,
                                      cr_arena *arena)
{
    const double settings[] = {weights->power,           weights->early,     weights->stem_share,
                               weights->length_exponent, weights->repeat,    weights->first,
                               weights->question,        weights->quotation, weights->full};
    enum { N_SETTINGS = sizeof settings / sizeof *settings };
    double *copy = CR_ARENA_ARRAY(arena, double, N_SETTINGS);
    memcpy(copy, settings, sizeof settings);
    cr_ranking_line *line = CR_ARENA_NEW(arena, cr_ranking_line);
    *line = (cr_ranking_line){.n_features = CR_BLEND_N_FEATURES,
                              .feature_names = feature_names,
                              .stem = weights->stem,
                              .pair = weights->pair,
                              .features = features,
                              .chance = chances,
                              .n_settings = N_SETTINGS,
                              .setting_names = setting_names,
                              .settings = copy};
    return line;
}

/* p to the power of half a whole number. */
static double power_of(double p, unsigned halves)
{
    double root = sqrt(p), result = 1;
    for (unsigned i = 0; i < halves; i++)
        result *= root;
    return result;
}

void cr_blend_rank(const cr_rank_input *input, const cr_blend_weights *weights, cr_arena *arena, cr_ranking *ranking)
{
    *ranking = (cr_ranking){.covers = true, .length_exponent = weights->length_exponent, .repeat = weights->repeat};
    cr_concepts_make(input, true, true, arena, &ranking->concepts);
    const cr_concepts *concepts = &ranking->concepts;
    evidence e = gather(input, concepts, arena);
    double *weight = CR_ARENA_ARRAY(arena, double, concepts->n), *chances = CR_ARENA_ARRAY(arena, double, concepts->n);
    unsigned halves = (unsigned)lround(2 * weights->power);
    for (size_t c = 0; c < concepts->n; c++) {
        bool is_pair = concepts->is_pair[c];
        double f[CR_BLEND_N_FEATURES];
        show(&e, input, concepts, c, f);
        chances[c] = chance(is_pair ? weights->pair : weights->stem, f);
        double worth = power_of(chances[c], halves);
        if (weights->early > 0)
            worth *= exp(weights->early * f[CR_BLEND_EARLY]);
        weight[c] = worth * (is_pair ? 1 - weights->stem_share : weights->stem_share);
    }
    double *factor = CR_ARENA_ARRAY(arena, double, input->n_sentences);
    for (size_t i = 0; i < input->n_sentences; i++) {
        double sum = input->position[i] == 0 ? weights->first : 0;
        if (input->flags[i] & CR_SENTENCE_QUESTION)
            sum -= weights->question;
        if (input->flags[i] & CR_SENTENCE_QUOTED)
            sum -= weights->quotation;
        factor[i] = exp(sum) * (input->length[i] < weights->full ? input->length[i] / weights->full : 1);
    }
    ranking->weight = weight;
    ranking->factor = factor;
    if (input->explain)
        ranking->line = line_of(weights, cr_blend_features(input, concepts, arena), chances, arena);
    cr_ranking_score_by_coverage(input, arena, ranking);
}

void cr_rank_blend(const cr_rank_input *input, cr_arena *arena, cr_ranking *ranking)
{
    cr_blend_rank(input, input->n_sources > 1 ? &cr_blend_group : &cr_blend_article, arena, ranking);
}
