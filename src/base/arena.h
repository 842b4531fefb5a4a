/* An arena: memory for one document or one run, freed all at once.
 *
 * What comes from it is aligned for any type and stays valid until cr_arena_clear or cr_arena_release. There is no
 * freeing of one piece. cr_arena_clear keeps the memory for the next document, up to a bound.
 */
#ifndef CR_BASE_ARENA_H
#define CR_BASE_ARENA_H

#include "base/view.h"

#include <stddef.h>

typedef struct cr_arena_block cr_arena_block;

/* Zero-initialise it. */
typedef struct cr_arena {
    cr_arena_block *blocks;  // the newest first
    size_t used;             // bytes in use of the newest block
} cr_arena;

void cr_arena_clear(cr_arena *arena);
void cr_arena_release(cr_arena *arena);

/* Memory of count * size bytes, not initialised; never NULL. */
void *cr_arena_allocate(cr_arena *arena, size_t count, size_t size);
void *cr_arena_allocate_zeroed(cr_arena *arena, size_t count, size_t size);

/* A copy of a text, with a NUL behind it that the view does not count. */
cr_view cr_arena_copy(cr_arena *arena, cr_view text);

/* Typed forms. */
#define CR_ARENA_NEW(arena, type) ((type *)cr_arena_allocate_zeroed((arena), 1, sizeof(type)))
#define CR_ARENA_ARRAY(arena, type, count) ((type *)cr_arena_allocate((arena), (count), sizeof(type)))
#define CR_ARENA_ZEROED(arena, type, count) ((type *)cr_arena_allocate_zeroed((arena), (count), sizeof(type)))

#endif
