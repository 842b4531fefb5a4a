/* What an article is compared by: two sparse vectors.
 *
 *   own      words and names of its language, for articles of the same language
 *   anchors  what survives translation, for articles of different languages: skeletons of names and cognates
 *            (text/skeleton.h), Chinese characters, amounts and days (text/figures.h), countries (text/places.h)
 *
 * What stands early counts more: weight = log2(1 + sum of max(FLOOR, exp(-sentence / TAU))) x idf. Vectors have length 1 times a
 * factor below 1 that tells how much there is to go by, n / (n + k) with n distinct features, so that two short texts
 * need more in common than two long ones.
 */
#ifndef CR_STORY_FEATURES_H
#define CR_STORY_FEATURES_H

#include "article/document.h"
#include "base/arena.h"
#include "base/error.h"
#include "rank/frequencies.h"

typedef struct cr_feature {
    uint32_t id;
    uint32_t token;  // where it first occurs in the document, or CR_FEATURE_TITLE | index into the title
    float weight;
} cr_feature;

#define CR_FEATURE_TITLE ((uint32_t)1 << 31)

typedef struct cr_vector {
    const cr_feature *items;  // [n] by id
    size_t n;
} cr_vector;

/* The words of an article's prose in order, by numbers that are the same in every article. */
typedef struct cr_words_of {
    const uint32_t *words;  // [n]
    size_t n;
} cr_words_of;

typedef struct cr_features {
    cr_vector *own;      // [n_documents]
    cr_vector *anchors;  // [n_documents] empty where all articles are in one language
    cr_vector *places;   // [n_documents] countries and territories named, of length 1
    float *placed;  // [n_documents] 0 to 1: how much the article is bound to its places, by how early it names them
    cr_words_of *words;  // [n_documents]
    uint32_t *language;  // [n_documents] number of the language
    size_t n_own;        // ids of own are smaller
    size_t n_anchors;    // ids of anchors are smaller
    cr_arena arena;      // of all
    cr_arena own_arena;  // but of what own and words hold
} cr_features;

/* background may be NULL: articles that are counted with those given when it is judged how rare a word is. CR_LIBRARY if ICU
 * lacks a transliterator. Release in any case. */
cr_status cr_features_make(const cr_document *const *documents, size_t n_documents, const cr_frequencies *background,
                           cr_features *features, cr_error *error);
void cr_features_release(cr_features *features);

/* Frees what own and words hold, for when articles of one language have been compared. */
void cr_features_forget_own(cr_features *features);

/* The scalar product. If squares is asked for, it is the sum of the squares of the summands: how few features it rests on. */
double cr_vector_product(const cr_vector *a, const cr_vector *b, double *squares);

#endif
