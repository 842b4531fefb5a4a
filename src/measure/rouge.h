/* ROUGE: how much of a reference text a candidate text has, and how much of the candidate is in the
 * reference.
 *
 * F1 of shared words (ROUGE-1), of shared pairs of neighbouring words (ROUGE-2), each counted as often as
 * both texts have it, and of the longest common subsequence of words (ROUGE-L over the whole text, not
 * sentence by sentence). Words are those of text/plain_words.h. Scores go from 0 to 1; a text without words
 * scores 0.
 *
 * C.-Y. Lin (2004): ROUGE: A Package for Automatic Evaluation of Summaries. The subsequence is found by
 * bit-parallel dynamic programming after H. Hyyrö (2004): Bit-Parallel LCS-length Computation Revisited.
 */
#ifndef CR_MEASURE_ROUGE_H
#define CR_MEASURE_ROUGE_H

#include "base/arena.h"
#include "base/error.h"

/* A text as word numbers. Only texts read by the same cr_rouge, with no cr_rouge_clear between, can be
 * compared. */
typedef struct cr_rouge_text {
    const uint32_t *word;  // [n]
    size_t n;
} cr_rouge_text;

typedef struct cr_rouge_scores {
    double r1, r2, rl;
} cr_rouge_scores;

/* A vocabulary and working space: one a thread. */
typedef struct cr_rouge cr_rouge;

cr_rouge *cr_rouge_new(void);
void cr_rouge_free(cr_rouge *rouge);

/* Forgets all words, so that memory does not grow with the number of texts. */
void cr_rouge_clear(cr_rouge *rouge);

/* Reads a text (valid UTF-8) into the arena. Errors as cr_plain_words_find. */
cr_status cr_rouge_read(cr_rouge *rouge, cr_view text, cr_arena *arena, cr_rouge_text *read, cr_error *error);

/* Words known so far: every word number is below. */
size_t cr_rouge_vocabulary(const cr_rouge *rouge);

/* Scores of a candidate against one reference. Time: the words of both, and for ROUGE-L up to the words of
 * one times those of the other / 64. */
cr_rouge_scores cr_rouge_score(cr_rouge *rouge, cr_rouge_text reference, cr_rouge_text candidate);

/* Scores averaged over several references; zero without any. */
cr_rouge_scores cr_rouge_mean(cr_rouge *rouge, const cr_rouge_text *references, size_t n_references,
                              cr_rouge_text candidate);

/* Harmonic mean of match / reference and match / candidate; 0 where nothing matches. */
double cr_rouge_f1(size_t match, size_t reference, size_t candidate);

/* Words of the longest common subsequence. */
size_t cr_rouge_common(cr_rouge *rouge, cr_rouge_text a, cr_rouge_text b);

#endif
