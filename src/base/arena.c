#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 64 * 1024, KEPT_BLOCK = 8 * 1024 * 1024 };

struct cr_arena_block {
    cr_arena_block *older;
    size_t capacity;
    alignas(max_align_t) char data[];
};

static void free_from(cr_arena_block *block)
{
    while (block) {
        cr_arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void cr_arena_release(cr_arena *arena)
{
    free_from(arena->blocks);
    *arena = (cr_arena){0};
}

void cr_arena_clear(cr_arena *arena)
{
    if (!arena->blocks)
        return;
    // blocks double, so the newest is the largest: it alone serves the next document of this size
    if (arena->blocks->capacity > KEPT_BLOCK) {
        cr_arena_release(arena);
        return;
    }
    free_from(arena->blocks->older);
    arena->blocks->older = NULL;
    arena->used = 0;
}

void *cr_arena_allocate(cr_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 4 / size)
        cr_out_of_memory();
    size_t wanted = (count * size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!arena->blocks || arena->blocks->capacity - arena->used < wanted) {
        size_t capacity = arena->blocks ? arena->blocks->capacity * 2 : FIRST_BLOCK;
        if (capacity < wanted)
            capacity = wanted;
        cr_arena_block *block = cr_allocate(1, sizeof *block + capacity);
        block->older = arena->blocks;
        block->capacity = capacity;
        arena->blocks = block;
        arena->used = 0;
    }
    void *memory = arena->blocks->data + arena->used;
    arena->used += wanted;
    return memory;
}

void *cr_arena_allocate_zeroed(cr_arena *arena, size_t count, size_t size)
{
    void *memory = cr_arena_allocate(arena, count, size);
    memset(memory, 0, count * size);
    return memory;
}

cr_view cr_arena_copy(cr_arena *arena, cr_view text)
{
    char *copy = cr_arena_allocate(arena, text.size + 1, 1);
    if (text.size)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return (cr_view){copy, text.size};
}
