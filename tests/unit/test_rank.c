/* Ranking: the matrix and its walk against dense arithmetic, each method on cases small enough to see through. */
#include "suite.h"

#include "rank/blend.h"
#include "rank/centroid.h"
#include "rank/frequencies.h"
#include "rank/matrix.h"
#include "rank/rank.h"

#include <math.h>
#include <string.h>

enum { MOST = 64 };

/* An input made of words: a term is its letter, "a" to "z", and "." stands for a stop word; "/" ends a sentence, "|" an article. */
struct text {
    cr_rank_input input;
    uint32_t token_start[MOST + 1], token[MOST * 8], position[MOST], n_prose[MOST], source[MOST], length[MOST],
        flags[MOST];
    uint32_t title_start[MOST + 1];
    uint8_t is_stop[27], is_candidate[MOST];
    double source_weight[MOST];
};

enum { STOP = 26, N_TERMS = 27 };

static void make(struct text *t, const char *words)
{
    memset(t, 0, sizeof *t);
    size_t n = 0, tokens = 0, source = 0, position = 0;
    for (const char *c = words; *c; c++) {
        if (*c == '/' || *c == '|') {
            t->position[n] = (uint32_t)position++;
            t->source[n] = (uint32_t)source;
            t->length[n] = (uint32_t)(tokens - t->token_start[n]);
            t->is_candidate[n] = 1;
            t->token_start[++n] = (uint32_t)tokens;
            if (*c == '|') {
                source++;
                position = 0;
            }
        } else {
            t->token[tokens++] = *c == '.' ? STOP : (uint32_t)(*c - 'a');
        }
    }
    t->is_stop[STOP] = 1;
    for (size_t s = 0; s <= source; s++)
        t->source_weight[s] = 1;
    t->input = (cr_rank_input){.n_sentences = n,
                               .n_terms = N_TERMS,
                               .n_sources = source ? source : 1,
                               .token_start = t->token_start,
                               .token = t->token,
                               .is_stop = t->is_stop,
                               .position = t->position,
                               .n_prose = t->n_prose,
                               .source = t->source,
                               .source_weight = t->source_weight,
                               .length = t->length,
                               .flags = t->flags,
                               .is_candidate = t->is_candidate,
                               .title_start = t->title_start};
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static const char *const sample = "ab.cd/abce/.fgh/aabk/c.dx/xyz/";

static double dense(const cr_matrix *m, size_t row, size_t column)
{
    for (size_t k = m->start[row]; k < m->start[row + 1]; k++)
        if (m->column[k] == column)
            return m->value[k];
    return 0;
}

static double cosine(const cr_matrix *m, size_t i, size_t j)
{
    double sum = 0;
    for (size_t t = 0; t < N_TERMS; t++)
        sum += dense(m, i, t) * dense(m, j, t);
    return sum;
}

START_TEST(matrix_counts_and_scales)
{
    struct text t;
    cr_arena arena = {0};
    make(&t, sample);
    cr_matrix counts, tfidf;
    cr_matrix_counts(&t.input, &arena, &counts);
    ck_assert(near(dense(&counts, 3, 0), 2));  // aabk
    ck_assert(near(dense(&counts, 0, STOP), 0));
    double *idf = cr_matrix_idf(&t.input, &counts, &arena);
    ck_assert(near(idf[0], log(1 + 6.0 / 3)));
    ck_assert(near(idf['z' - 'a'], log(7)));
    cr_matrix_tfidf(&counts, idf, &arena, &tfidf);
    for (size_t i = 0; i < 6; i++)
        ck_assert(near(cosine(&tfidf, i, i), 1));
    cr_arena_release(&arena);
}
END_TEST

/* The walk with products is the walk over the written-out graph. */
START_TEST(walk_is_the_dense_walk)
{
    enum { N = 6, STEPS = 12 };
    struct text t;
    cr_arena arena = {0};
    make(&t, sample);
    cr_matrix counts, a;
    cr_matrix_counts(&t.input, &arena, &counts);
    cr_matrix_tfidf(&counts, cr_matrix_idf(&t.input, &counts, &arena), &arena, &a);
    double x[N], restart[N] = {0.5, 0.1, 0.1, 0.1, 0.1, 0.1};
    memcpy(x, restart, sizeof x);
    for (size_t s = 0; s < STEPS; s++) {
        double next[N], lost = 1;
        for (size_t j = 0; j < N; j++)
            next[j] = 0;
        for (size_t i = 0; i < N; i++) {
            double out = 0;
            for (size_t j = 0; j < N; j++)
                out += i == j ? 0 : cosine(&a, i, j);
            for (size_t j = 0; j < N && out > 0; j++)
                next[j] += i == j ? 0 : 0.85 * x[i] * cosine(&a, i, j) / out;
            lost -= out > 0 ? 0.85 * x[i] : 0;
        }
        for (size_t j = 0; j < N; j++)
            x[j] = next[j] + lost * restart[j];
    }
    double *walked = cr_matrix_walk(&a, &a, restart, 0.85, STEPS, &arena), sum = 0;
    for (size_t i = 0; i < N; i++) {
        ck_assert(near(walked[i], N * x[i]));
        sum += walked[i];
    }
    ck_assert(near(sum, N));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(concepts_are_stems_and_pairs)
{
    struct text t;
    cr_arena arena = {0};
    make(&t, "ab..a/abab/");
    cr_concepts c;
    cr_concepts_make(&t.input, true, true, &arena, &c);
    // a ab b b. .a | ba: of "..", both stop words, nothing is made
    ck_assert_uint_eq(c.n, 6);
    ck_assert_uint_eq(c.start[1] - c.start[0], 5);
    ck_assert_uint_eq(c.start[2] - c.start[1], 4);
    ck_assert_uint_eq(c.is_pair[0], 0);
    ck_assert_uint_eq(c.is_pair[1], 1);
    ck_assert_uint_eq(c.token[5], 6);
    cr_concepts_make(&t.input, false, true, &arena, &c);
    ck_assert_uint_eq(c.n, 4);
    cr_concepts_make(&t.input, true, false, &arena, &c);
    ck_assert_uint_eq(c.n, 2);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(methods_are_found_by_name)
{
    ck_assert_str_eq(cr_rank_method_find(NULL)->name, "blend");
    for (size_t i = 0; i < cr_rank_n_methods; i++)
        ck_assert_ptr_eq(cr_rank_method_find(cr_rank_methods[i].name), &cr_rank_methods[i]);
    ck_assert_ptr_null(cr_rank_method_find("no such method"));
}
END_TEST

/* Every method gives finite scores of at least 0, the same ones twice, and survives what has nothing to rank. */
START_TEST(methods_give_sound_scores)
{
    static const char *const texts[] = {
        "", "/", "././", "a/", "a/a/a/a/", "ab.cd/abce/.fgh/aabk/c.dx/xyz/", "abc/def|abd/xyz|.bc//a|", "a//b//c/"};
    struct text t;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        for (size_t m = 0; m < cr_rank_n_methods; m++) {
            cr_arena arena = {0};
            make(&t, texts[k]);
            cr_ranking once, again;
            cr_rank_methods[m].rank(&t.input, &arena, &once);
            cr_rank_methods[m].rank(&t.input, &arena, &again);
            ck_assert_uint_eq(once.n_sentences, t.input.n_sentences);
            for (size_t i = 0; i < once.n_sentences; i++) {
                ck_assert_msg(isfinite(once.score[i]) && once.score[i] >= 0, "%s: '%s'", cr_rank_methods[m].name,
                              texts[k]);
                ck_assert(!memcmp(&once.score[i], &again.score[i], sizeof(double)));
            }
            cr_arena_release(&arena);
        }
}
END_TEST

static const double *score(const char *method, const char *words, struct text *t, cr_arena *arena)
{
    static cr_ranking ranking;
    make(t, words);
    cr_rank_method_find(method)->rank(&t->input, arena, &ranking);
    return ranking.score;
}

START_TEST(lead_goes_by_position)
{
    struct text t;
    cr_arena arena = {0};
    const double *s = score("lead", "a/b|c/d|", &t, &arena);
    ck_assert(near(s[0], s[2]) && near(s[1], s[3]) && s[0] > s[1]);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(luhn_finds_the_cluster)
{
    struct text t;
    cr_arena arena = {0};
    // a, b occur four times; in the first sentence the cluster is "abxa": three of four
    const double *s = score("luhn", "yabxaz/b......a/cde/bba/", &t, &arena);
    ck_assert(near(s[0], 9.0 / 4));
    ck_assert(near(s[1], 1));
    ck_assert(near(s[2], 0));
    ck_assert(near(s[3], 3));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(walks_leave_the_stranger_last)
{
    static const char *const methods[] = {"textrank", "lexrank", "bm25", "centroid"};
    struct text t;
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        cr_arena arena = {0};
        const double *s = score(methods[m], "abcd/abce/wxyz/abde/", &t, &arena);
        for (size_t i = 0; i < 4; i++)
            ck_assert_msg(i == 2 || s[i] > s[2], "%s: sentence %zu", methods[m], i);
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(pacsum_looks_ahead)
{
    struct text t;
    cr_arena arena = {0};
    const double *s = score("pacsum", "abcd/abce/abcf/", &t, &arena);
    ck_assert(s[0] > s[1] && s[1] > s[2]);
    s = score("pacsum", "abcd/abce|abcf|", &t, &arena);  // the other article's sentence counts as following
    ck_assert(s[0] > s[1]);
    ck_assert(s[2] > s[1]);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(coverage_weights_by_hand)
{
    struct text t;
    cr_arena arena = {0};
    cr_ranking r;
    make(&t, "ab/ac/");
    cr_rank_poscon(&t.input, &arena, &r);
    ck_assert(r.covers);
    double second = exp(-1 / 32.0);
    // a ab b | ac c, the pair after the stem that opens it
    const double expected[] = {1 + second, 1, 1, second, second};
    ck_assert_uint_eq(r.concepts.n, 5);
    for (size_t c = 0; c < 5; c++)
        ck_assert(near(r.weight[c], expected[c]));
    // pairs alone in a group: ab opens two articles, cd stands behind in one of half weight
    make(&t, "ab/cd|ab|");
    t.source_weight[1] = 0.5;
    cr_rank_icsisumm(&t.input, &arena, &r);
    ck_assert_uint_eq(r.concepts.n, 2);
    ck_assert(near(r.weight[0], 2 + 2 * 0.5));
    ck_assert(near(r.weight[1], 1));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(blend_sees_the_features)
{
    struct text t;
    cr_arena arena = {0};
    make(&t, "ab/cd/ab|ae|");
    t.source_weight[1] = 0.5;
    cr_concepts c;
    cr_concepts_make(&t.input, true, true, &arena, &c);
    const double *f = cr_blend_features(&t.input, &c, &arena);  // of "a"
    ck_assert(near(f[CR_BLEND_FREQUENCY], log(2.5)));
    ck_assert(near(f[CR_BLEND_EARLY], log(1 + exp(-2 / 32.0) + 0.5)));
    ck_assert(near(f[CR_BLEND_FIRST], 1));
    ck_assert(near(f[CR_BLEND_HEAD_2], 1));
    ck_assert(near(f[CR_BLEND_ONCE], 0));
    ck_assert(near(f[CR_BLEND_LENGTH], 2 / 30.0));
    ck_assert(near(f[CR_BLEND_ARTICLES], log(1.5)));
    ck_assert(near(f[CR_BLEND_SHARE], 1));
    ck_assert(f[CR_BLEND_CENTROID] > 0 && f[CR_BLEND_CENTROID] <= 1);
    ck_assert(near(f[CR_BLEND_STEM], 0));
    ck_assert(near(f[CR_BLEND_N_FEATURES + CR_BLEND_STEM], log(3)));  // of "ab": "a" stands thrice
    cr_arena_release(&arena);
}
END_TEST

/* A background table takes the place of the article's own frequencies. */
START_TEST(background_frequencies_count)
{
    cr_frequencies f = {0};
    ck_assert(!cr_frequencies_know(&f, CR_VIEW("en")));
    cr_frequencies_add_documents(&f, CR_VIEW("en"), 4);
    cr_frequencies_add_documents(&f, CR_VIEW("en"), 5);
    cr_frequencies_add_term(&f, CR_VIEW("en"), CR_VIEW("bank"), 4);
    ck_assert(cr_frequencies_know(&f, CR_VIEW("en")));
    ck_assert(near(cr_frequencies_idf(&f, CR_VIEW("en"), CR_VIEW("bank")), log(10.0 / 5) + 1));
    ck_assert(near(cr_frequencies_idf(&f, CR_VIEW("en"), CR_VIEW("rare")), log(10.0) + 1));
    ck_assert(near(cr_frequencies_idf(&f, CR_VIEW("de"), CR_VIEW("bank")), 1));
    cr_frequencies_release(&f);
    struct text t;
    cr_arena arena = {0};
    float idf[N_TERMS] = {[0] = 9, [1] = 1};
    make(&t, "a/b/");
    t.input.idf = idf;
    cr_ranking r;
    cr_rank_tfidf(&t.input, &arena, &r);
    ck_assert(r.score[0] > r.score[1]);
    cr_arena_release(&arena);
}
END_TEST

SUITE("rank", matrix_counts_and_scales, walk_is_the_dense_walk, concepts_are_stems_and_pairs, methods_are_found_by_name,
      methods_give_sound_scores, lead_goes_by_position, luhn_finds_the_cluster, walks_leave_the_stranger_last,
      pacsum_looks_ahead, coverage_weights_by_hand, blend_sees_the_features, background_frequencies_count)
