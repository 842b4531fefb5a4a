/* Runs a fuzz target over the files of its corpus, in builds without libFuzzer: `replay_NAME FOLDER`. */
#include "fuzz.h"

#include "base/file.h"
#include "base/limits.h"
#include "format/compress.h"

#include <stdio.h>

static bool run(const char *path)
{
    FILE *file = NULL;
    cr_buf bytes = {0};
    if (cr_file_open(path, &file, NULL))
        return false;
    bytes.size = fread(cr_buf_reserve(&bytes, CR_MIB), 1, CR_MIB, file);
    fclose(file);
    LLVMFuzzerTestOneInput((const uint8_t *)bytes.data, bytes.size);
    cr_buf_release(&bytes);
    return true;
}

int main(int argc, char **argv)
{
    cr_arena arena = {0};
    cr_file_list list = {0};
    bool good = argc == 2 && cr_file_walk(argv[1], &arena, &list, NULL) == CR_OK && list.n_paths > 0;
#ifdef INITIALIZED
    LLVMFuzzerInitialize(&argc, &argv);
#endif
    for (size_t i = 0; good && i < list.n_paths; i++)
        good = run(list.paths[i]);
    printf("%zu inputs\n", list.n_paths);
    cr_arena_release(&arena);
    return good ? 0 : 1;
}
