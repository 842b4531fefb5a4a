#include "rank/concepts.h"

/* A concept takes part in a collection while the sentences pass. No sentence can bring more concepts than two a token, so
 * all room is known beforehand. */
struct collection {
    uint32_t *concept;  // [n_entries] of all sentences so far
    size_t n_entries;
    uint8_t *is_pair;  // [n]
    uint32_t *token;   // [n]
    size_t *place;     // [n] 1 + the entry where it was last put
    size_t n;
};

/* Pairs of terms by open addressing; there is room for twice as many as come. */
struct pairs {
    uint64_t *key;      // [mask + 1]
    uint32_t *concept;  // [mask + 1] 1 + concept, 0: free
    size_t mask;
};

static struct pairs pairs_for(size_t n_tokens, cr_arena *arena)
{
    size_t capacity = 16;
    while (capacity < 2 * n_tokens)
        capacity *= 2;
    return (struct pairs){CR_ARENA_ARRAY(arena, uint64_t, capacity), CR_ARENA_ZEROED(arena, uint32_t, capacity),
                          capacity - 1};
}

static uint32_t *slot_of(struct pairs *pairs, uint32_t first, uint32_t second)
{
    uint64_t key = (uint64_t)first << 32 | second, hash = key * 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(hash >> 32) & pairs->mask;
    while (pairs->concept[at] && pairs->key[at] != key)
        at = (at + 1) & pairs->mask;
    pairs->key[at] = key;
    return &pairs->concept[at];
}

/* Notes a concept in the sentence that starts at that entry; a new one where *number is 0. */
static void note(struct collection *c, uint32_t *number, bool is_pair, size_t token, size_t sentence_start)
{
    if (!*number) {
        c->is_pair[c->n] = is_pair;
        c->token[c->n] = (uint32_t)token;
        c->place[c->n] = 0;
        *number = (uint32_t)++c->n;
    }
    if (c->place[*number - 1] > sentence_start)
        return;
    c->concept[c->n_entries++] = *number - 1;
    c->place[*number - 1] = c->n_entries;
}

void cr_concepts_make(const cr_rank_input *input, bool with_stems, bool with_pairs, cr_arena *arena,
                      cr_concepts *concepts)
{
    size_t n = input->n_sentences, n_tokens = n ? input->token_start[n] : 0, most = 2 * n_tokens;
    struct collection c = {.concept = CR_ARENA_ARRAY(arena, uint32_t, most),
                           .is_pair = CR_ARENA_ARRAY(arena, uint8_t, most),
                           .token = CR_ARENA_ARRAY(arena, uint32_t, most),
                           .place = CR_ARENA_ARRAY(arena, size_t, most)};
    size_t *start = CR_ARENA_ARRAY(arena, size_t, n + 1);
    uint32_t *of_stem = CR_ARENA_ZEROED(arena, uint32_t, input->n_terms);  // 1 + concept
    struct pairs pairs = pairs_for(with_pairs ? n_tokens : 0, arena);
    for (size_t i = 0; i < n; i++) {
        start[i] = c.n_entries;
        size_t end = input->token_start[i + 1];
        for (size_t k = input->token_start[i]; k < end; k++) {
            uint32_t term = input->token[k];
            bool is_stop = input->is_stop[term];
            if (with_stems && !is_stop)
                note(&c, &of_stem[term], false, k, start[i]);
            if (with_pairs && k + 1 < end && !(is_stop && input->is_stop[input->token[k + 1]]))
                note(&c, slot_of(&pairs, term, input->token[k + 1]), true, k, start[i]);
        }
    }
    start[n] = c.n_entries;
    *concepts = (cr_concepts){c.n, start, c.concept, c.is_pair, c.token};
}
