#include "rank/concepts.h"

#include "base/map.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* While they are collected. */
struct collection {
    uint32_t *concept;  // [n_entries] of all sentences so far
    size_t n_entries;
    uint8_t *is_pair;   // [n]
    uint32_t *token;    // [n]
    size_t *place;      // [n] 1 + the entry where it was last put
    size_t n, pair_capacity, token_capacity, place_capacity;
};

static uint32_t add_concept(struct collection *c, bool is_pair, size_t token)
{
    c->is_pair = cr_grow(c->is_pair, &c->pair_capacity, c->n + 1, sizeof *c->is_pair);
    c->token = cr_grow(c->token, &c->token_capacity, c->n + 1, sizeof *c->token);
    c->place = cr_grow(c->place, &c->place_capacity, c->n + 1, sizeof *c->place);
    c->is_pair[c->n] = is_pair;
    c->token[c->n] = (uint32_t)token;
    c->place[c->n] = 0;
    return (uint32_t)c->n++;
}

static void note(struct collection *c, uint32_t concept, size_t sentence_start)
{
    if (c->place[concept] > sentence_start)
        return;
    c->concept[c->n_entries++] = concept;
    c->place[concept] = c->n_entries;
}

void cr_concepts_make(const cr_rank_input *input, bool with_stems, bool with_pairs, cr_arena *arena,
                      cr_concepts *concepts)
{
    size_t n = input->n_sentences, n_tokens = n ? input->token_start[n] : 0;
    struct collection c = {.concept = CR_ARENA_ARRAY(arena, uint32_t, 2 * n_tokens)};
    size_t *start = CR_ARENA_ARRAY(arena, size_t, n + 1);
    uint32_t *of_stem = CR_ARENA_ZEROED(arena, uint32_t, input->n_terms);  // 1 + concept
    cr_number_map of_pair = {0};
    for (size_t i = 0; i < n; i++) {
        start[i] = c.n_entries;
        for (size_t k = input->token_start[i]; k < input->token_start[i + 1]; k++) {
            uint32_t term = input->token[k];
            if (with_stems && !input->is_stop[term]) {
                if (!of_stem[term])
                    of_stem[term] = 1 + add_concept(&c, false, k);
                note(&c, of_stem[term] - 1, start[i]);
            }
            if (!with_pairs || k + 1 == input->token_start[i + 1])
                continue;
            uint32_t next = input->token[k + 1];
            if (input->is_stop[term] && input->is_stop[next])
                continue;
            bool is_new;
            cr_number_slot *slot = cr_number_map_put(&of_pair, (uint64_t)term << 32 | next, &is_new);
            if (is_new)
                slot->value = add_concept(&c, true, k);
            note(&c, (uint32_t)slot->value, start[i]);
        }
    }
    start[n] = c.n_entries;
    uint8_t *is_pair = CR_ARENA_ARRAY(arena, uint8_t, c.n);
    uint32_t *token = CR_ARENA_ARRAY(arena, uint32_t, c.n);
    if (c.n) {
        memcpy(is_pair, c.is_pair, c.n);
        memcpy(token, c.token, c.n * sizeof *token);
    }
    cr_number_map_release(&of_pair);
    free(c.is_pair);
    free(c.token);
    free(c.place);
    *concepts = (cr_concepts){c.n, start, c.concept, is_pair, token};
}
