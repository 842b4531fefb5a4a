#include "article/word_table.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"
#include "text/tag.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_WORDS = 1 << 18,  // a table with more is full
    MAX_TABLES = 128,     // an input may name thousands of languages
    FIRST_CAPACITY = 1 << 12,
    FIRST_STEMS = 1 << 10,
    GROWTH = 4,      // each array has so many times the slots of the one before, which stays for those who read it
    N_BLOCKS = 22,   // of stems, each twice as large as the one before: more than 32-bit numbers tell apart
    PATIENCE = 100,  // looks at a lock before sleeping
    SHORT_WORD = 8,  // bytes that stand in the slot itself, so that most words cost one look at memory
};

/* Written by the one who holds the lock, the size last; never changed afterwards. */
typedef struct word_slot {
    union {
        uint64_t head;     // of a short word: all of it
        const char *data;  // of a longer one, in the arena
    } letters;
    uint32_t stem;
    uint16_t check;  // bits of the hash
    uint8_t flags;
    _Atomic uint8_t size;  // bytes; 0: the slot is free
} word_slot;

typedef struct slots {
    struct slots *older;  // those it was grown from: others may still read them
    size_t capacity;
    word_slot items[];  // [capacity] open addressing
} slots;

typedef struct stem_slot {
    uint32_t hash;
    uint32_t number;  // 1 and up; 0: the slot is free
} stem_slot;

struct cr_word_table {
    // what lookups read
    _Atomic(slots *) slots;
    cr_term *blocks[N_BLOCKS];  // the terms of the stems; they never move
    char apart[128];            // no cache line of theirs is written to for each word that is added
    pthread_mutex_t lock;       // of those who add
    _Atomic size_t n_words;
    stem_slot *stem_index;  // [stem_capacity] key -> number, open addressing
    size_t n_stems, stem_capacity;
    cr_arena arena;  // long words and keys
    cr_word_table *next;
    char lang[CR_TAG_SIZE];
    size_t n_users;  // this and the next are guarded by the lock of the tables
    bool is_retired;
};

struct cr_word_tables {
    pthread_mutex_t lock;
    cr_word_table *first;
    size_t n;
};

/* ---- tables ------------------------------------------------------------------------------------------------------- */

static slots *new_slots(size_t capacity, slots *older)
{
    slots *made = cr_allocate_zeroed(1, sizeof *made + capacity * sizeof made->items[0]);
    made->capacity = capacity;
    made->older = older;
    return made;
}

static cr_word_table *new_table(const char *lang)
{
    cr_word_table *table = cr_allocate_zeroed(1, sizeof *table);
    memcpy(table->lang, lang, strlen(lang) + 1);
    pthread_mutex_init(&table->lock, NULL);
    atomic_init(&table->slots, new_slots(FIRST_CAPACITY, NULL));
    return table;
}

static void free_table(cr_word_table *table)
{
    for (slots *s = atomic_load(&table->slots), *older; s; s = older) {
        older = s->older;
        free(s);
    }
    for (size_t i = 0; i < N_BLOCKS; i++)
        free(table->blocks[i]);
    free(table->stem_index);
    cr_arena_release(&table->arena);
    pthread_mutex_destroy(&table->lock);
    free(table);
}

/* Takes the table off the list; it goes when nobody uses it. */
static void retire(cr_word_tables *tables, cr_word_table **place)
{
    cr_word_table *table = *place;
    *place = table->next;
    tables->n--;
    table->is_retired = true;
    if (!table->n_users)
        free_table(table);
}

cr_word_tables *cr_word_tables_new(void)
{
    cr_word_tables *tables = cr_allocate_zeroed(1, sizeof *tables);
    pthread_mutex_init(&tables->lock, NULL);
    return tables;
}

void cr_word_tables_free(cr_word_tables *tables)
{
    if (!tables)
        return;
    while (tables->first)
        retire(tables, &tables->first);
    pthread_mutex_destroy(&tables->lock);
    free(tables);
}

cr_word_table *cr_word_table_take(cr_word_tables *tables, const char *lang)
{
    pthread_mutex_lock(&tables->lock);
    cr_word_table **place = &tables->first;
    while (*place && strcmp((*place)->lang, lang) != 0)
        place = &(*place)->next;
    cr_word_table *table = *place;
    if (table && cr_word_table_is_full(table)) {
        retire(tables, place);
        table = NULL;
    }
    if (!table) {
        while (tables->n >= MAX_TABLES)
            retire(tables, &tables->first);
        table = new_table(lang);
        table->next = tables->first;
        tables->first = table;
        tables->n++;
    }
    table->n_users++;
    pthread_mutex_unlock(&tables->lock);
    return table;
}

void cr_word_table_give_back(cr_word_tables *tables, cr_word_table *table)
{
    pthread_mutex_lock(&tables->lock);
    if (--table->n_users == 0 && table->is_retired)
        free_table(table);
    pthread_mutex_unlock(&tables->lock);
}

bool cr_word_table_is_full(const cr_word_table *table)
{
    return atomic_load_explicit(&table->n_words, memory_order_relaxed) > MAX_WORDS;
}

/* ---- words -------------------------------------------------------------------------------------------------------- */

/* The bytes of a short word as a number; with its size it tells the word. Overlapping loads, so that no byte behind it is read. */
static uint64_t head_of(cr_view word)
{
    uint32_t low, high;
    if (word.size < sizeof low) {
        const unsigned char *byte = (const unsigned char *)word.data;
        return byte[0] | (uint64_t)byte[word.size / 2] << 8 | (uint64_t)byte[word.size - 1] << 16;
    }
    memcpy(&low, word.data, sizeof low);
    memcpy(&high, word.data + word.size - sizeof high, sizeof high);
    return low | (uint64_t)high << 32;
}

static uint64_t hash_of_head(uint64_t head, size_t size)
{
    uint64_t number = (head + size) * cr_secret();
    return number ^ number >> 32;
}

static uint16_t check_of(uint64_t hash)
{
    return (uint16_t)(hash >> 48);
}

bool cr_word_table_find(const cr_word_table *table, cr_view word, cr_known_word *known)
{
    bool is_short = word.size <= SHORT_WORD;
    uint64_t head = is_short ? head_of(word) : 0;
    uint64_t hash = is_short ? hash_of_head(head, word.size) : cr_secret_hash(word);
    const slots *s = atomic_load_explicit(&table->slots, memory_order_acquire);
    for (size_t at = (size_t)hash;; at++) {
        const word_slot *slot = &s->items[at & (s->capacity - 1)];
        size_t size = atomic_load_explicit(&slot->size, memory_order_acquire);
        if (size == 0)
            return false;
        if (size != word.size || slot->check != check_of(hash) ||
            (is_short ? slot->letters.head != head : memcmp(slot->letters.data, word.data, size) != 0))
            continue;
        *known = (cr_known_word){slot->stem, slot->flags};
        return true;
    }
}

/* A free slot for a word that is not there. */
static word_slot *free_slot(slots *s, uint64_t hash)
{
    size_t at = (size_t)hash & (s->capacity - 1);
    while (atomic_load_explicit(&s->items[at].size, memory_order_relaxed))
        at = (at + 1) & (s->capacity - 1);
    return &s->items[at];
}

static slots *grow(cr_word_table *table, slots *old)
{
    slots *grown = new_slots(old->capacity * GROWTH, old);
    for (size_t i = 0; i < old->capacity; i++) {
        const word_slot *from = &old->items[i];
        size_t size = atomic_load_explicit(&from->size, memory_order_relaxed);
        if (size == 0)
            continue;
        uint64_t hash = size <= SHORT_WORD ? hash_of_head(from->letters.head, size)
                                           : cr_secret_hash((cr_view){from->letters.data, size});
        word_slot *to = free_slot(grown, hash);
        to->letters = from->letters;
        to->stem = from->stem;
        to->check = from->check;
        to->flags = from->flags;
        atomic_store_explicit(&to->size, (uint8_t)size, memory_order_relaxed);
    }
    atomic_store_explicit(&table->slots, grown, memory_order_release);
    return grown;
}

/* Where the term of a stem stands: block b holds FIRST_STEMS << b of them. */
static cr_term *place_of(cr_term *const *blocks, uint32_t stem, size_t *block)
{
    size_t at = stem, size = FIRST_STEMS;
    for (*block = 0; at >= size; size *= 2, ++*block)
        at -= size;
    return blocks[*block] ? &blocks[*block][at] : NULL;
}

const cr_term *cr_word_table_term(const cr_word_table *table, uint32_t stem)
{
    size_t block;
    return place_of(table->blocks, stem, &block);
}

/* A key as it stands in the arena: its term's stem is the end of it. */
static bool has_key(const cr_word_table *table, uint32_t stem, cr_view key, size_t stem_start)
{
    const cr_term *term = cr_word_table_term(table, stem);
    return term->stem.size == key.size - stem_start && memcmp(term->stem.data - stem_start, key.data, key.size) == 0;
}

static void grow_stem_index(cr_word_table *table)
{
    size_t capacity = table->stem_capacity ? table->stem_capacity * 2 : FIRST_STEMS;
    stem_slot *grown = cr_allocate_zeroed(capacity, sizeof *grown);
    for (size_t i = 0; i < table->stem_capacity; i++) {
        size_t at = table->stem_index[i].hash & (capacity - 1);
        if (!table->stem_index[i].number)
            continue;
        while (grown[at].number)
            at = (at + 1) & (capacity - 1);
        grown[at] = table->stem_index[i];
    }
    free(table->stem_index);
    table->stem_index = grown;
    table->stem_capacity = capacity;
}

static uint32_t add_stem(cr_word_table *table, cr_view key, size_t stem_start, cr_term term)
{
    if (table->n_stems * 4 >= table->stem_capacity * 3)
        grow_stem_index(table);
    uint32_t hash = (uint32_t)cr_secret_hash(key);
    size_t at = hash & (table->stem_capacity - 1);
    for (stem_slot *slot; (slot = &table->stem_index[at])->number; at = (at + 1) & (table->stem_capacity - 1))
        if (slot->hash == hash && has_key(table, slot->number - 1, key, stem_start))
            return slot->number - 1;
    uint32_t stem = (uint32_t)table->n_stems++;
    size_t block;
    if (!place_of(table->blocks, stem, &block))
        table->blocks[block] = cr_allocate((size_t)FIRST_STEMS << block, sizeof(cr_term));
    term.stem = cr_view_slice(cr_arena_copy(&table->arena, key), stem_start, key.size);
    *place_of(table->blocks, stem, &block) = term;
    table->stem_index[at] = (stem_slot){hash, stem + 1};
    return stem;
}

/* Adding a word takes less time than going to sleep and being woken: a thread that meets another lets it finish. */
static void lock_for_a_word(cr_word_table *table)
{
    for (int i = 0; i < PATIENCE; i++) {
        if (pthread_mutex_trylock(&table->lock) == 0)
            return;
        sched_yield();
    }
    pthread_mutex_lock(&table->lock);
}

cr_known_word cr_word_table_add(cr_word_table *table, cr_view word, uint32_t flags, cr_view key, size_t stem_start,
                                cr_term term)
{
    cr_known_word known;
    lock_for_a_word(table);
    if (!cr_word_table_find(table, word, &known)) {  // nobody else was first
        bool is_short = word.size <= SHORT_WORD;
        uint64_t head = is_short ? head_of(word) : 0;
        uint64_t hash = is_short ? hash_of_head(head, word.size) : cr_secret_hash(word);
        slots *s = atomic_load_explicit(&table->slots, memory_order_relaxed);
        size_t n = atomic_load_explicit(&table->n_words, memory_order_relaxed) + 1;
        if (n * 8 > s->capacity * 5)
            s = grow(table, s);
        known = (cr_known_word){add_stem(table, key, stem_start, term), flags};
        word_slot *slot = free_slot(s, hash);
        if (is_short)
            slot->letters.head = head;
        else
            slot->letters.data = cr_arena_copy(&table->arena, word).data;
        slot->stem = known.stem;
        slot->check = check_of(hash);
        slot->flags = (uint8_t)flags;
        atomic_store_explicit(&slot->size, (uint8_t)word.size, memory_order_release);
        atomic_store_explicit(&table->n_words, n, memory_order_relaxed);
    }
    pthread_mutex_unlock(&table->lock);
    return known;
}
