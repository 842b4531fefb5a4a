/* What a ranking method gets: pure arrays over the sentences of one article or of a group of articles.
 *
 * Sentences are numbered in the order of the articles, then of the text. Terms are numbered over all of them. Nobody here
 * knows documents, files or languages. All arrays are the caller's and are only read.
 */
#ifndef CR_RANK_INPUT_H
#define CR_RANK_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cr_rank_input {
    size_t n_sentences, n_terms, n_sources;
    const uint32_t *token_start;  // [n_sentences + 1] where a sentence's tokens begin in `token`
    const uint32_t *token;        // [token_start[n_sentences]] term of each token, in order of the text
    const uint8_t *is_stop;       // [n_terms] 1: a stop word
    const float *idf;             // [n_terms] inverse document frequency from a background table, or NULL
    const uint32_t *position;     // [n_sentences] number of the sentence among the prose of its article
    const uint32_t *n_prose;      // [n_sources] prose sentences of each article
    const uint32_t *source;       // [n_sentences] article it stands in
    const double *source_weight;  // [n_sources] 1 for an independent one; near-duplicates share 1
    const uint32_t *length;       // [n_sentences] words, as the budget counts
    const uint32_t *flags;        // [n_sentences] CR_SENTENCE_... of article/document.h
    const uint8_t *is_candidate;  // [n_sentences] 1: may be chosen; the others lend their words only
    const uint32_t *title_start;  // [n_sources + 1] where an article's title terms begin in `title`
    const uint32_t *title;        // [title_start[n_sources]]
    bool explain;                 // the ranking shows how it came about
} cr_rank_input;

#endif
