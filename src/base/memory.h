/* Memory from the heap, never NULL.
 *
 * Inputs are bounded by base/limits.h before memory is asked for, so running out of it is no input's fault. There is one
 * way out then, cr_out_of_memory(), which ends the process, as GLib and git do.
 */
#ifndef CR_BASE_MEMORY_H
#define CR_BASE_MEMORY_H

#include <stddef.h>

_Noreturn void cr_out_of_memory(void);

/* The caller frees with free(). count * size is checked for overflow; zero bytes give a valid pointer. */
void *cr_allocate(size_t count, size_t size);
void *cr_allocate_zeroed(size_t count, size_t size);
void *cr_reallocate(void *memory, size_t count, size_t size);

/* A growing array: makes room for at least `wanted` elements of `size` bytes, doubling *capacity. */
void *cr_grow(void *memory, size_t *capacity, size_t wanted, size_t size);

#endif
