#include "measure/rouge.h"

#include "base/map.h"
#include "base/memory.h"
#include "text/plain_words.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 64 };

struct cr_rouge {
    cr_map numbers;        // word -> its number
    cr_arena letters;      // the words themselves
    cr_plain_words words;  // of the text that is being read
    uint32_t *count;       // [>= vocabulary] all zero between calls
    size_t count_capacity;
    cr_number_map pairs;  // pair of neighbouring words -> how often the reference has it
    uint32_t *where;      // [>= vocabulary] 1 + the last block that holds a word; all zero between calls
    size_t where_capacity;
    struct block *blocks;
    size_t blocks_capacity;
    uint64_t *row;  // [words of the reference / 64]
    size_t row_capacity;
};

/* 64 places of the reference, and those among them where one word stands. The blocks of a word are a list. */
struct block {
    uint64_t places;
    size_t index;   // of the 64 places
    uint32_t next;  // 1 + the block of the same word with the next higher index; 0: none
};

cr_rouge *cr_rouge_new(void)
{
    return cr_allocate_zeroed(1, sizeof(cr_rouge));
}

void cr_rouge_free(cr_rouge *rouge)
{
    if (!rouge)
        return;
    cr_map_release(&rouge->numbers);
    cr_arena_release(&rouge->letters);
    cr_plain_words_release(&rouge->words);
    cr_number_map_release(&rouge->pairs);
    free(rouge->count);
    free(rouge->where);
    free(rouge->blocks);
    free(rouge->row);
    free(rouge);
}

void cr_rouge_clear(cr_rouge *rouge)
{
    cr_map_clear(&rouge->numbers);
    cr_arena_clear(&rouge->letters);
}

size_t cr_rouge_vocabulary(const cr_rouge *rouge)
{
    return rouge->numbers.size;
}

cr_status cr_rouge_read(cr_rouge *rouge, cr_view text, cr_arena *arena, cr_rouge_text *read, cr_error *error)
{
    cr_status status = cr_plain_words_find(&rouge->words, text, error);
    if (status)
        return status;
    size_t n = rouge->words.n;
    uint32_t *word = CR_ARENA_ARRAY(arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        bool added;
        size_t number = rouge->numbers.size;
        cr_map_slot *slot = cr_map_put(&rouge->numbers, cr_plain_words_at(&rouge->words, i), &added);
        if (added) {
            slot->key = cr_arena_copy(&rouge->letters, slot->key);
            slot->value = number;
        }
        word[i] = (uint32_t)slot->value;
    }
    *read = (cr_rouge_text){word, n};
    return CR_OK;
}

double cr_rouge_f1(size_t match, size_t reference, size_t candidate)
{
    if (match == 0)
        return 0;
    double precision = (double)match / (double)candidate, recall = (double)match / (double)reference;
    return 2 * precision * recall / (precision + recall);
}

/* An array by word number, zero where nobody wrote. */
static uint32_t *zeroed_numbers(uint32_t *numbers, size_t *capacity, size_t wanted)
{
    size_t had = *capacity;
    numbers = cr_grow(numbers, capacity, wanted, sizeof *numbers);
    if (*capacity > had)
        memset(numbers + had, 0, (*capacity - had) * sizeof *numbers);
    return numbers;
}

static size_t shared_words(cr_rouge *rouge, cr_rouge_text reference, cr_rouge_text candidate)
{
    rouge->count = zeroed_numbers(rouge->count, &rouge->count_capacity, cr_rouge_vocabulary(rouge));
    uint32_t *count = rouge->count;
    size_t shared = 0;
    for (size_t i = 0; i < reference.n; i++)
        count[reference.word[i]]++;
    for (size_t i = 0; i < candidate.n; i++)
        if (count[candidate.word[i]] > 0) {
            count[candidate.word[i]]--;
            shared++;
        }
    for (size_t i = 0; i < reference.n; i++)
        count[reference.word[i]] = 0;
    return shared;
}

static uint64_t pair_at(cr_rouge_text text, size_t i)
{
    return (uint64_t)text.word[i] << 32 | text.word[i + 1];
}

static size_t shared_pairs(cr_rouge *rouge, cr_rouge_text reference, cr_rouge_text candidate)
{
    size_t shared = 0;
    cr_number_map_clear(&rouge->pairs);
    for (size_t i = 0; i + 1 < reference.n; i++)
        cr_number_map_put(&rouge->pairs, pair_at(reference, i), NULL)->value++;
    for (size_t i = 0; i + 1 < candidate.n; i++) {
        if (!cr_number_map_find(&rouge->pairs, pair_at(candidate, i)))
            continue;
        cr_number_slot *slot = cr_number_map_put(&rouge->pairs, pair_at(candidate, i), NULL);
        if (slot->value > 0) {
            slot->value--;
            shared++;
        }
    }
    return shared;
}

/* The places of every word of a text, from the last to the first, so that the lists come out in order. */
static void place_words(cr_rouge *rouge, cr_rouge_text text)
{
    size_t n_blocks = 0;
    rouge->where = zeroed_numbers(rouge->where, &rouge->where_capacity, cr_rouge_vocabulary(rouge));
    rouge->blocks = cr_grow(rouge->blocks, &rouge->blocks_capacity, text.n, sizeof *rouge->blocks);
    for (size_t i = text.n; i-- > 0;) {
        uint32_t *where = &rouge->where[text.word[i]];
        if (*where == 0 || rouge->blocks[*where - 1].index != i / WORD_BITS) {
            rouge->blocks[n_blocks] = (struct block){0, i / WORD_BITS, *where};
            *where = (uint32_t)++n_blocks;
        }
        rouge->blocks[*where - 1].places |= (uint64_t)1 << i % WORD_BITS;
    }
}

/* row = (row + hit) | (row - hit), hit being the set places of `row` where the word stands: an addition that
 * is carried from block to block. Blocks without a hit change only where a carry comes in, so the others are
 * not visited. */
static void step(uint64_t *row, size_t n_rows, const struct block *blocks, uint32_t first)
{
    size_t at = 0;
    bool carry = false;
    for (uint32_t b = first; b > 0 || carry;) {
        uint64_t places = 0;
        if (!carry)
            at = blocks[b - 1].index;
        else if (at == n_rows)
            return;
        if (b > 0 && blocks[b - 1].index == at) {
            places = blocks[b - 1].places;
            b = blocks[b - 1].next;
        }
        uint64_t hit = row[at] & places, sum = row[at] + hit;
        bool over = sum < hit;
        sum += carry;
        over |= carry && sum == 0;
        row[at] = sum | (row[at] & ~hit);
        carry = over;
        at++;
    }
}

static size_t count_bits(uint64_t bits)
{
    size_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

size_t cr_rouge_common(cr_rouge *rouge, cr_rouge_text a, cr_rouge_text b)
{
    if (a.n == 0 || b.n == 0)
        return 0;
    size_t n_rows = (a.n + WORD_BITS - 1) / WORD_BITS, left = a.n % WORD_BITS, common = 0;
    place_words(rouge, a);
    rouge->row = cr_grow(rouge->row, &rouge->row_capacity, n_rows, sizeof *rouge->row);
    memset(rouge->row, 0xFF, n_rows * sizeof *rouge->row);
    for (size_t i = 0; i < b.n; i++)
        step(rouge->row, n_rows, rouge->blocks, rouge->where[b.word[i]]);
    for (size_t i = 0; i < a.n; i++)
        rouge->where[a.word[i]] = 0;
    if (left > 0)  // what stands behind the text is no part of it
        rouge->row[n_rows - 1] |= ~(uint64_t)0 << left;
    for (size_t i = 0; i < n_rows; i++)
        common += count_bits(~rouge->row[i]);
    return common;
}

cr_rouge_scores cr_rouge_score(cr_rouge *rouge, cr_rouge_text reference, cr_rouge_text candidate)
{
    if (reference.n == 0 || candidate.n == 0)
        return (cr_rouge_scores){0};
    return (cr_rouge_scores){
        cr_rouge_f1(shared_words(rouge, reference, candidate), reference.n, candidate.n),
        cr_rouge_f1(shared_pairs(rouge, reference, candidate), reference.n - 1, candidate.n - 1),
        cr_rouge_f1(cr_rouge_common(rouge, reference, candidate), reference.n, candidate.n),
    };
}

cr_rouge_scores cr_rouge_mean(cr_rouge *rouge, const cr_rouge_text *references, size_t n_references,
                              cr_rouge_text candidate)
{
    cr_rouge_scores sum = {0};
    if (n_references == 0)
        return sum;
    for (size_t i = 0; i < n_references; i++) {
        cr_rouge_scores scores = cr_rouge_score(rouge, references[i], candidate);
        sum.r1 += scores.r1;
        sum.r2 += scores.r2;
        sum.rl += scores.rl;
    }
    double n = (double)n_references;
    return (cr_rouge_scores){sum.r1 / n, sum.r2 / n, sum.rl / n};
}
