#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>

_Noreturn void cr_out_of_memory(void)
{
    abort();
}

static size_t bytes(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        cr_out_of_memory();
    return count * size > 0 ? count * size : 1;
}

void *cr_allocate(size_t count, size_t size)
{
    void *memory = malloc(bytes(count, size));
    if (!memory)
        cr_out_of_memory();
    return memory;
}

void *cr_allocate_zeroed(size_t count, size_t size)
{
    void *memory = calloc(1, bytes(count, size));
    if (!memory)
        cr_out_of_memory();
    return memory;
}

void *cr_reallocate(void *memory, size_t count, size_t size)
{
    memory = realloc(memory, bytes(count, size));
    if (!memory)
        cr_out_of_memory();
    return memory;
}

void *cr_grow(void *memory, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity)
        return memory;
    size_t grown = *capacity < 8 ? 8 : *capacity;
    while (grown < wanted)
        grown = grown > SIZE_MAX / 2 ? wanted : grown * 2;
    memory = cr_reallocate(memory, grown, size);
    *capacity = grown;
    return memory;
}
