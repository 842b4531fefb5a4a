/* Hash maps from bytes, or from a 64-bit number, to a size_t. Open addressing, linear probing, no removal.
 *
 * The map keeps views of its keys: they must outlive it (copy them into an arena first). Iteration order is not defined;
 * whoever needs an order keeps an array beside the map.
 */
#ifndef CR_BASE_MAP_H
#define CR_BASE_MAP_H

#include "base/view.h"

uint64_t cr_hash(cr_view bytes);  // XXH3, the same on every machine

/* An odd number that no text can know beforehand, since it comes of where the system has put the program this time. For the places
 * of keys in tables alone, which hostile keys would otherwise choose all alike; nothing that is written may depend on it. */
uint64_t cr_secret(void);
uint64_t cr_secret_hash(cr_view bytes);

/* Zero-initialise it. */
typedef struct cr_map {
    struct cr_map_slot *slots;
    size_t size;      // keys
    size_t capacity;  // slots, a power of two
} cr_map;

typedef struct cr_map_slot {
    uint64_t hash;
    cr_view key;  // data NULL: the slot is free
    size_t value;
} cr_map_slot;

void cr_map_release(cr_map *map);
void cr_map_clear(cr_map *map);  // memory kept

/* The slot of a key, made with value 0 if it is new (*added, which may be NULL, tells). Valid until the next put.
 * A caller that keeps a copy of a new key sets slot->key to the copy. */
cr_map_slot *cr_map_put(cr_map *map, cr_view key, bool *added);

/* The slot of a key, or NULL. */
const cr_map_slot *cr_map_find(const cr_map *map, cr_view key);

/* The same for numbers as keys. */
typedef struct cr_number_map {
    struct cr_number_slot *slots;
    size_t size, capacity;
} cr_number_map;

typedef struct cr_number_slot {
    uint64_t key;
    size_t value;
    bool used;
} cr_number_slot;

void cr_number_map_release(cr_number_map *map);
void cr_number_map_clear(cr_number_map *map);
cr_number_slot *cr_number_map_put(cr_number_map *map, uint64_t key, bool *added);
const cr_number_slot *cr_number_map_find(const cr_number_map *map, uint64_t key);

#endif
