/* Threads. Results never depend on their number: work is numbered, and what comes out is taken in the order of the numbers. */
#ifndef CR_BASE_POOL_H
#define CR_BASE_POOL_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Calls run(context, worker, i) for each i below n, on `jobs` threads (1: on this one). worker is 0 .. jobs - 1. */
void cr_pool_each(size_t jobs, size_t n, void (*run)(void *context, size_t worker, size_t i), void *context);

/* The same for work that may fail: then nothing more is begun, and the failure of the smallest number is returned. */
cr_status cr_pool_try(size_t jobs, size_t n, cr_status (*run)(void *context, size_t worker, size_t i, cr_error *error),
                      void *context, cr_error *error);

/* A stream of batches through threads, in order, with bounded memory.
 *
 * read fills the next batch (false: no more) and write takes a finished one; both are called one at a time, in the order of
 * the stream, though not always on the same thread. work runs on any thread. Batches are `slots` objects of the caller's, numbered 0 .. slots - 1, used
 * again and again. Any of the three may fail: the stream stops, and the first failure in stream order is returned. */
typedef struct cr_stream {
    size_t jobs;   // threads that work; 1: all on the calling thread
    size_t slots;  // batches under way, at least 1; 4 * jobs is good: one that takes long does not hold up the rest
    void *context;
    cr_status (*read)(void *context, size_t slot, bool *more, cr_error *error);
    cr_status (*work)(void *context, size_t worker, size_t slot, cr_error *error);
    cr_status (*write)(void *context, size_t slot, cr_error *error);
} cr_stream;

cr_status cr_stream_run(const cr_stream *stream, cr_error *error);

#endif
