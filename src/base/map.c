#include "base/map.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { FIRST_CAPACITY = 64 };

uint64_t cr_hash(cr_view bytes)
{
    return XXH3_64bits(bytes.data ? bytes.data : "", bytes.size);
}

uint64_t cr_secret(void)
{
    static const char PLACE = 0;
    uint64_t secret = (uint64_t)(uintptr_t)&PLACE;
    secret = (secret ^ secret >> 12) * UINT64_C(0xBF58476D1CE4E5B9);
    secret = (secret ^ secret >> 27) * UINT64_C(0x94D049BB133111EB);
    return (secret ^ secret >> 31) | 1;
}

uint64_t cr_secret_hash(cr_view bytes)
{
    return XXH3_64bits_withSeed(bytes.data ? bytes.data : "", bytes.size, cr_secret());
}

void cr_map_release(cr_map *map)
{
    free(map->slots);
    *map = (cr_map){0};
}

void cr_map_clear(cr_map *map)
{
    if (map->slots)
        memset(map->slots, 0, map->capacity * sizeof *map->slots);
    map->size = 0;
}

static cr_map_slot *probe(cr_map_slot *slots, size_t capacity, cr_view key, uint64_t hash)
{
    size_t at = (size_t)hash & (capacity - 1);
    while (slots[at].key.data && !(slots[at].hash == hash && cr_view_equal(slots[at].key, key)))
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static void grow(cr_map *map)
{
    size_t capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY;
    cr_map_slot *slots = cr_allocate_zeroed(capacity, sizeof *slots);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key.data)
            *probe(slots, capacity, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    free(map->slots);
    map->slots = slots;
    map->capacity = capacity;
}

cr_map_slot *cr_map_put(cr_map *map, cr_view key, bool *added)
{
    uint64_t hash = cr_secret_hash(key);
    if (!key.data)
        key.data = "";
    if (map->size * 4 >= map->capacity * 3)
        grow(map);
    cr_map_slot *slot = probe(map->slots, map->capacity, key, hash);
    bool is_new = !slot->key.data;
    if (is_new) {
        *slot = (cr_map_slot){.hash = hash, .key = key};
        map->size++;
    }
    if (added)
        *added = is_new;
    return slot;
}

const cr_map_slot *cr_map_find(const cr_map *map, cr_view key)
{
    if (map->size == 0)
        return NULL;
    const cr_map_slot *slot = probe(map->slots, map->capacity, key, cr_secret_hash(key));
    return slot->key.data ? slot : NULL;
}

void cr_number_map_release(cr_number_map *map)
{
    free(map->slots);
    *map = (cr_number_map){0};
}

void cr_number_map_clear(cr_number_map *map)
{
    if (map->slots)
        memset(map->slots, 0, map->capacity * sizeof *map->slots);
    map->size = 0;
}

static cr_number_slot *probe_number(cr_number_slot *slots, size_t capacity, uint64_t key)
{
    uint64_t mixed = key * cr_secret();
    size_t at = (size_t)(mixed ^ mixed >> 32) & (capacity - 1);
    while (slots[at].used && slots[at].key != key)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

cr_number_slot *cr_number_map_put(cr_number_map *map, uint64_t key, bool *added)
{
    if (map->size * 4 >= map->capacity * 3) {
        size_t capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY;
        cr_number_slot *slots = cr_allocate_zeroed(capacity, sizeof *slots);
        for (size_t i = 0; i < map->capacity; i++)
            if (map->slots[i].used)
                *probe_number(slots, capacity, map->slots[i].key) = map->slots[i];
        free(map->slots);
        map->slots = slots;
        map->capacity = capacity;
    }
    cr_number_slot *slot = probe_number(map->slots, map->capacity, key);
    bool is_new = !slot->used;
    if (is_new) {
        *slot = (cr_number_slot){.key = key, .used = true};
        map->size++;
    }
    if (added)
        *added = is_new;
    return slot;
}

const cr_number_slot *cr_number_map_find(const cr_number_map *map, uint64_t key)
{
    if (map->size == 0)
        return NULL;
    const cr_number_slot *slot = probe_number(map->slots, map->capacity, key);
    return slot->used ? slot : NULL;
}
