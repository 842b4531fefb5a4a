#include "article/vocabulary.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_WORDS = 1 << 18,  // more are forgotten
    FIRST_CAPACITY = 1 << 12,
    MAX_WORD = 128,  // bytes of a word that are looked at: longer ones are no words of a language
    SHORT_WORD = 8,  // bytes that stand in the slot itself, so that most words cost one look at memory
};

typedef struct cr_word_slot {
    uint64_t hash;
    union {
        uint64_t head;     // of a short word: all of it
        const char *data;  // of a longer one, in the arena
    } letters;
    uint32_t size;  // bytes; 0: the slot is free
    uint32_t word;  // number
} cr_word_slot;

void cr_vocabulary_init(cr_vocabulary *vocabulary, const char *lang, const cr_rules *rules,
                        const cr_characters *characters)
{
    *vocabulary = (cr_vocabulary){.lang = lang, .rules = rules, .characters = characters};
    vocabulary->stemmer = cr_stemmer_new(lang, rules);
    vocabulary->capacity = FIRST_CAPACITY;
    vocabulary->slots = cr_allocate_zeroed(FIRST_CAPACITY, sizeof *vocabulary->slots);
}

void cr_vocabulary_release(cr_vocabulary *vocabulary)
{
    cr_stemmer_free(vocabulary->stemmer);
    free(vocabulary->slots);
    free(vocabulary->words);
    cr_map_release(&vocabulary->stem_index);
    free(vocabulary->stems);
    cr_arena_release(&vocabulary->arena);
    cr_buf_release(&vocabulary->folded);
    cr_buf_release(&vocabulary->stem);
    *vocabulary = (cr_vocabulary){0};
}

void cr_vocabulary_trim(cr_vocabulary *vocabulary)
{
    if (vocabulary->n_words <= MAX_WORDS)
        return;
    memset(vocabulary->slots, 0, vocabulary->capacity * sizeof *vocabulary->slots);
    vocabulary->n_words = 0;
    cr_map_clear(&vocabulary->stem_index);
    cr_arena_clear(&vocabulary->arena);
}

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

static uint64_t mix(uint64_t number)
{
    number *= UINT64_C(0x9E3779B97F4A7C15);
    return number ^ number >> 32;
}

static bool holds(const cr_word_slot *slot, uint64_t hash, uint64_t head, cr_view word)
{
    if (slot->hash != hash || slot->size != word.size)
        return false;
    return word.size <= SHORT_WORD ? slot->letters.head == head : memcmp(slot->letters.data, word.data, word.size) == 0;
}

static void grow(cr_vocabulary *v)
{
    size_t capacity = v->capacity * 2;
    cr_word_slot *slots = cr_allocate_zeroed(capacity, sizeof *slots);
    for (size_t i = 0; i < v->capacity; i++) {
        if (v->slots[i].size == 0)
            continue;
        size_t at = (size_t)v->slots[i].hash & (capacity - 1);
        while (slots[at].size)
            at = (at + 1) & (capacity - 1);
        slots[at] = v->slots[i];
    }
    free(v->slots);
    v->slots = slots;
    v->capacity = capacity;
}

static bool holds_digit(const cr_characters *characters, cr_view text)
{
    for (size_t at = 0; at < text.size;)
        if (cr_character_class(characters, cr_utf8_next(text, &at)) & CR_CHAR_DIGIT)
            return true;
    return false;
}

/* The number of the stem of a folded word. */
static uint32_t learn_stem(cr_vocabulary *v, cr_view folded)
{
    bool is_stop = cr_map_find(&v->rules->stop_words, folded) != NULL, added;
    cr_buf_clear(&v->stem);
    // a stop word's stem may be that of a word that is none: the first byte keeps them apart
    cr_buf_append_byte(&v->stem, is_stop ? 's' : 'w');
    cr_stemmer_stem(v->stemmer, folded, &v->stem);
    cr_map_slot *slot = cr_map_put(&v->stem_index, cr_buf_view(&v->stem), &added);
    if (added) {
        slot->key = cr_arena_copy(&v->arena, slot->key);
        slot->value = v->stem_index.size - 1;
        cr_view stem = cr_view_slice(slot->key, 1, slot->key.size);
        v->stems = cr_grow(v->stems, &v->stems_capacity, v->stem_index.size, sizeof *v->stems);
        v->stems[slot->value] = (cr_known_stem){
            .term = {.stem = stem, .is_stop = is_stop, .is_number = holds_digit(v->characters, stem)}};
    }
    return (uint32_t)slot->value;
}

static cr_known_word learn_word(cr_vocabulary *v, cr_view word)
{
    size_t first = 0;
    uint32_t class = cr_character_class(v->characters, cr_utf8_next(word, &first));
    cr_known_word known = {.flags = class & CR_CHAR_UPPER   ? CR_TOKEN_CAPITALISED
                                    : class & CR_CHAR_LOWER ? CR_TOKEN_LOWER
                                                            : 0};
    if (holds_digit(v->characters, word))
        known.flags |= CR_TOKEN_NUMBER;
    cr_buf_clear(&v->folded);
    cr_fold(word, v->lang, &v->folded);
    known.stem = learn_stem(v, cr_buf_view(&v->folded));
    return known;
}

const cr_known_word *cr_vocabulary_word(cr_vocabulary *v, cr_view word)
{
    if (word.size > MAX_WORD) {
        word.size = MAX_WORD;
        while (word.size > 1 && (word.data[word.size] & 0xC0) == 0x80)
            word.size--;
    }
    bool is_short = word.size <= SHORT_WORD;
    uint64_t head = is_short ? head_of(word) : 0;
    uint64_t hash = is_short ? mix(head + word.size) : cr_hash(word);
    size_t at = (size_t)hash & (v->capacity - 1);
    while (v->slots[at].size && !holds(&v->slots[at], hash, head, word))
        at = (at + 1) & (v->capacity - 1);
    if (v->slots[at].size)
        return &v->words[v->slots[at].word];
    size_t number = v->n_words++;
    v->slots[at] = (cr_word_slot){.hash = hash, .size = (uint32_t)word.size, .word = (uint32_t)number};
    if (is_short)
        v->slots[at].letters.head = head;
    else
        v->slots[at].letters.data = cr_arena_copy(&v->arena, word).data;
    if (v->n_words * 2 > v->capacity)
        grow(v);
    v->words = cr_grow(v->words, &v->words_capacity, v->n_words, sizeof *v->words);
    v->words[number] = learn_word(v, word);
    return &v->words[number];
}
