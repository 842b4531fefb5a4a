#include "story/duplicates.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

enum { BANDS = 16, ROWS = 4, HASHES = BANDS * ROWS, BLOCKS = 4 };
enum {
    MIN_TRIPLES = 12,    // shorter texts repeat another only as a whole
    SIMHASH_WORDS = 50,  // of shorter texts a few bits say nothing
    SIMHASH_BITS = 3,
    MAX_BUCKET = 64,  // originals of one bucket that are compared
};
static const double WIRE = .5, REPRINT = .8, SAME = .9;
static const double ALIKE = .3;  // similarity from which a pair is worth counting

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* ---- prints ------------------------------------------------------------------------------------------------------- */

typedef struct making {
    const cr_features *features;
    cr_print *prints;  // [n]
} making;

static int ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t simhash(const uint32_t *words, size_t n)
{
    int32_t balance[64] = {0};
    uint64_t result = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t hash = mix(words[i] + UINT64_C(0x9E3779B97F4A7C15));
        for (int bit = 0; bit < 64; bit++)
            balance[bit] += hash >> bit & 1 ? 1 : -1;
    }
    for (int bit = 0; bit < 64; bit++)
        result |= (uint64_t)(balance[bit] > 0) << bit;
    return result;
}

static void make_print(void *context, size_t worker, size_t d)
{
    making *m = context;
    (void)worker;
    const uint32_t *words = m->features->words[d].words;
    size_t n = m->features->words[d].n, n_triples = n < 3 ? 0 : n - 2, kept = 0;
    uint64_t *triples = cr_allocate(n_triples, sizeof *triples);
    for (size_t i = 0; i < n_triples; i++)
        triples[i] = mix(mix(mix(words[i]) + words[i + 1]) + words[i + 2]);
    if (n_triples > 1)
        qsort(triples, n_triples, sizeof *triples, ascending);
    for (size_t i = 0; i < n_triples; i++)
        if (i == 0 || triples[i] != triples[i - 1])
            triples[kept++] = triples[i];
    m->prints[d] = (cr_print){.exact = cr_hash((cr_view){(const char *)words, n * sizeof *words}),
                              .similar = simhash(words, n),
                              .triples = cr_reallocate(triples, kept, sizeof *triples),
                              .n_triples = kept,
                              .n_words = n};
}

cr_print *cr_prints_make(const cr_features *features, size_t n, size_t jobs)
{
    making m = {features, cr_allocate_zeroed(n, sizeof *m.prints)};
    cr_pool_each(jobs ? jobs : 1, n, make_print, &m);
    return m.prints;
}

void cr_prints_free(cr_print *prints, size_t n)
{
    for (size_t d = 0; d < n; d++)
        free(prints[d].triples);
    free(prints);
}

/* ---- comparing ---------------------------------------------------------------------------------------------------- */

static double containment(const cr_print *a, const cr_print *b)
{
    size_t common = 0, least = a->n_triples < b->n_triples ? a->n_triples : b->n_triples;
    for (size_t i = 0, j = 0; i < a->n_triples && j < b->n_triples;) {
        uint64_t x = a->triples[i], y = b->triples[j];
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return least ? (double)common / (double)least : 0;
}

static int bits_apart(uint64_t x, uint64_t y)
{
    int n = 0;
    for (uint64_t rest = x ^ y; rest; rest &= rest - 1)
        n++;
    return n;
}

/* Whether `article` repeats `original`; then kind and containment are set. */
static bool repeats_it(const cr_print *article, const cr_print *original, cr_repeat *repeat)
{
    size_t least = article->n_triples < original->n_triples ? article->n_triples : original->n_triples;
    if (article->n_words == 0)
        return false;
    if (article->exact == original->exact && article->n_words == original->n_words) {
        repeat->kind = CR_REPEAT_SAME;
        repeat->containment = 1;
        return true;
    }
    if (least < MIN_TRIPLES)
        return false;
    repeat->containment = containment(article, original);
    bool close = article->n_words >= SIMHASH_WORDS && bits_apart(article->similar, original->similar) <= SIMHASH_BITS;
    if (close && repeat->containment >= SAME)
        repeat->kind = CR_REPEAT_SAME;
    else
        repeat->kind = repeat->containment >= REPRINT ? CR_REPEAT_REPRINT : CR_REPEAT_WIRE;
    return repeat->containment >= WIRE;
}

/* ---- finding ------------------------------------------------------------------------------------------------------ */

/* Buckets of originals: each key leads to a chain. */
typedef struct entry {
    size_t original, next;  // next: 1 + index, 0 at the end
} entry;

typedef struct buckets {
    cr_number_map index;  // key -> 1 + index of the newest entry
    entry *entries;
    size_t n, capacity;
} buckets;

enum { KEYS = 1 + BANDS + BLOCKS };

typedef struct keys {
    const cr_print *prints;
    uint64_t (*key)[KEYS];  // [n]
} keys;

static void make_keys(void *context, size_t worker, size_t d)
{
    keys *k = context;
    const cr_print *print = &k->prints[d];
    uint64_t least[HASHES], *key = k->key[d];
    (void)worker;
    memset(least, 0xFF, sizeof least);
    for (size_t i = 0; i < print->n_triples; i++) {
        for (uint64_t h = 0; h < HASHES; h++) {
            // one multiplication a hash: of triples, which are mixed already, the order under it is as good as random
            uint64_t value = (print->triples[i] ^ h * UINT64_C(0xD6E8FEB86659FD93)) * (2 * mix(h + 1) + 1);
            if (value < least[h])
                least[h] = value;
        }
    }
    *key++ = mix(print->exact);
    for (uint64_t band = 0; band < BANDS; band++) {
        uint64_t value = band + 1;
        for (size_t row = 0; row < ROWS; row++)
            value = mix(value ^ least[band * ROWS + row]);
        *key++ = value;
    }
    for (uint64_t block = 0; block < BLOCKS; block++)
        *key++ = mix((print->similar >> 16 * block & 0xFFFF) | (block + 1) << 32);
}

static void look_up(buckets *b, const keys *k, size_t article, cr_repeat *best, bool *found)
{
    for (size_t i = 0; i < KEYS; i++) {
        const cr_number_slot *slot = cr_number_map_find(&b->index, k->key[article][i]);
        size_t compared = 0;
        for (size_t at = slot ? slot->value : 0; at && compared < MAX_BUCKET;
             at = b->entries[at - 1].next, compared++) {
            cr_repeat repeat = {.article = article, .original = b->entries[at - 1].original};
            if (*found && repeat.original == best->original)
                continue;
            if (repeats_it(&k->prints[article], &k->prints[repeat.original], &repeat) &&
                (!*found || repeat.containment > best->containment)) {
                *best = repeat;
                *found = true;
            }
        }
        if (*found && best->kind != CR_REPEAT_WIRE)
            return;
    }
}

static void put(buckets *b, const keys *k, size_t original)
{
    for (size_t i = 0; i < KEYS; i++) {
        cr_number_slot *slot = cr_number_map_put(&b->index, k->key[original][i], NULL);
        b->entries = cr_grow(b->entries, &b->capacity, b->n + 1, sizeof *b->entries);
        b->entries[b->n] = (entry){original, slot->value};
        slot->value = ++b->n;
    }
}

void cr_duplicates_find(const cr_print *prints, const size_t *order, size_t n, size_t jobs, size_t *original,
                        cr_repeat *repeats, size_t *n_repeats)
{
    buckets b = {0};
    keys k = {prints, cr_allocate(n, sizeof *k.key)};
    cr_pool_each(jobs ? jobs : 1, n, make_keys, &k);
    for (size_t i = 0; i < n; i++) {
        cr_repeat best = {0};
        bool found = false;
        original[order[i]] = order[i];
        look_up(&b, &k, order[i], &best, &found);
        if (found) {
            original[order[i]] = best.original;
            repeats[(*n_repeats)++] = best;
        } else if (prints[order[i]].n_words > 0) {
            put(&b, &k, order[i]);
        }
    }
    free(k.key);
    free(b.entries);
    cr_number_map_release(&b.index);
}

void cr_duplicates_of_edges(const cr_print *prints, const size_t *order, size_t n, const cr_edge *edges, size_t n_edges,
                            size_t *original, cr_repeat *repeats, size_t *n_repeats)
{
    size_t *rank = cr_allocate(n, sizeof *rank);
    cr_repeat *best = cr_allocate_zeroed(n, sizeof *best);  // containment 0: none
    for (size_t i = 0; i < n; i++)
        rank[order[i]] = i;
    for (size_t i = 0; i < n_edges; i++) {
        if ((double)edges[i].similarity < ALIKE)
            continue;
        bool a_first = rank[edges[i].a] < rank[edges[i].b];
        cr_repeat repeat = {.article = a_first ? edges[i].b : edges[i].a,
                            .original = a_first ? edges[i].a : edges[i].b};
        if (repeats_it(&prints[repeat.article], &prints[repeat.original], &repeat) &&
            repeat.containment > best[repeat.article].containment)
            best[repeat.article] = repeat;
    }
    for (size_t i = 0; i < n; i++) {
        const cr_repeat *repeat = &best[order[i]];
        if (repeat->containment > 0 && original[repeat->original] == repeat->original) {
            original[repeat->article] = repeat->original;
            repeats[(*n_repeats)++] = *repeat;
        }
    }
    // what repeated an article that now is a repeat itself follows it
    for (size_t i = 0; i < n; i++)
        original[i] = original[original[i]];
    for (size_t i = 0; i < *n_repeats; i++)
        repeats[i].original = original[repeats[i].article];
    free(rank);
    free(best);
}
