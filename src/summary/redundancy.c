#include "summary/redundancy.h"

#include "base/memory.h"

#include <math.h>

/* Sentences that share less of their content than this are not compared in full. */
#define WORTH_A_LOOK 0.3

struct posting {
    uint32_t chosen;  // index into chosen
    uint32_t count;
    size_t next;  // 1 + posting
};

struct cr_redundancy {
    const cr_rank_input *input;
    size_t *head;             // [n_terms] 1 + the newest posting of a content term
    struct posting *posting;  // [n_postings]
    size_t n_postings;
    uint32_t *chosen;   // [n_chosen] sentences
    double *norm;       // [n_chosen] length of the vector of content words
    double *dot;        // [n_chosen] all zero between calls
    uint32_t *touched;  // [n_chosen]
    size_t n_chosen;
    uint32_t *count;  // [n_terms] all zero between calls
};

cr_redundancy *cr_redundancy_new(const cr_rank_input *input, cr_arena *arena)
{
    cr_redundancy *r = CR_ARENA_NEW(arena, cr_redundancy);
    size_t n = input->n_sentences, n_tokens = n ? input->token_start[n] : 0;
    r->input = input;
    r->head = CR_ARENA_ZEROED(arena, size_t, input->n_terms);
    r->posting = CR_ARENA_ARRAY(arena, struct posting, n_tokens);
    r->chosen = CR_ARENA_ARRAY(arena, uint32_t, n);
    r->norm = CR_ARENA_ARRAY(arena, double, n);
    r->dot = CR_ARENA_ZEROED(arena, double, n);
    r->touched = CR_ARENA_ARRAY(arena, uint32_t, n);
    r->count = CR_ARENA_ZEROED(arena, uint32_t, input->n_terms);
    return r;
}

static void count_terms(cr_redundancy *r, size_t sentence)
{
    for (size_t k = r->input->token_start[sentence]; k < r->input->token_start[sentence + 1]; k++)
        r->count[r->input->token[k]]++;
}

static void forget_counts(cr_redundancy *r, size_t sentence)
{
    for (size_t k = r->input->token_start[sentence]; k < r->input->token_start[sentence + 1]; k++)
        r->count[r->input->token[k]] = 0;
}

/* Sum of the counts over the sentence's tokens: of the counted sentence itself its square, of another the dot product. */
static double sum_of_counts(const cr_redundancy *r, size_t sentence, bool with_stops)
{
    double sum = 0;
    for (size_t k = r->input->token_start[sentence]; k < r->input->token_start[sentence + 1]; k++) {
        uint32_t term = r->input->token[k];
        if (with_stops || !r->input->is_stop[term])
            sum += r->count[term];
    }
    return sum;
}

/* Cosine over all words of the sentence whose terms are counted with another. */
static double cosine_of_all(cr_redundancy *r, size_t counted, size_t other)
{
    double dot = sum_of_counts(r, other, true), square = sum_of_counts(r, counted, true);
    forget_counts(r, counted);
    count_terms(r, other);
    double other_square = sum_of_counts(r, other, true);
    forget_counts(r, other);
    count_terms(r, counted);
    return square > 0 && other_square > 0 ? dot / sqrt(square * other_square) : 0;
}

bool cr_redundancy_repeats(cr_redundancy *r, size_t sentence)
{
    count_terms(r, sentence);
    double norm = sqrt(sum_of_counts(r, sentence, false));
    size_t n_touched = 0;
    for (size_t k = r->input->token_start[sentence]; k < r->input->token_start[sentence + 1]; k++)
        for (size_t p = r->head[r->input->token[k]]; p; p = r->posting[p - 1].next) {
            const struct posting *posting = &r->posting[p - 1];
            if (r->dot[posting->chosen] <= 0)
                r->touched[n_touched++] = posting->chosen;
            r->dot[posting->chosen] += posting->count;
        }
    bool repeats = false;
    for (size_t t = 0; t < n_touched; t++) {
        uint32_t c = r->touched[t];
        double cosine = r->dot[c] / (norm * r->norm[c]);
        if (!repeats && cosine > WORTH_A_LOOK)
            repeats = cosine > CR_TOO_ALIKE || cosine_of_all(r, sentence, r->chosen[c]) > CR_TOO_ALIKE;
        r->dot[c] = 0;
    }
    forget_counts(r, sentence);
    return repeats;
}

void cr_redundancy_add(cr_redundancy *r, size_t sentence)
{
    count_terms(r, sentence);
    r->norm[r->n_chosen] = sqrt(sum_of_counts(r, sentence, false));
    for (size_t k = r->input->token_start[sentence]; k < r->input->token_start[sentence + 1]; k++) {
        uint32_t term = r->input->token[k];
        if (!r->count[term] || r->input->is_stop[term])
            continue;
        r->posting[r->n_postings++] = (struct posting){(uint32_t)r->n_chosen, r->count[term], r->head[term]};
        r->head[term] = r->n_postings;
        r->count[term] = 0;
    }
    forget_counts(r, sentence);
    r->chosen[r->n_chosen++] = (uint32_t)sentence;
}
