/* What every fuzz target is: two functions that libFuzzer (or replay.c) calls, and what must hold. */
#ifndef COURANT_TESTS_FUZZ_H
#define COURANT_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(bool holds)
{
    if (!holds)
        abort();
}

#endif
