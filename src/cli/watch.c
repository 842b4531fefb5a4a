#include "cli/cli.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Whether that is behind a file's name in those of the files that stand beside it while it is written. */
static bool is_beside(const char *ending)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(ending, endings[i]) == 0)
            return true;
    return ending[0] == '.' && ending[1] && strspn(ending, ".0123456789") == strlen(ending);
}

/* The file that the run itself writes, or one beside it (an archive has several): no change of the articles. */
static bool is_ours(const char *path, const char *written)
{
    char *ours = written ? realpath(written, NULL) : NULL, *theirs = ours ? realpath(path, NULL) : NULL;
    bool same = ours && theirs && strncmp(ours, theirs, strlen(ours)) == 0 && is_beside(theirs + strlen(ours));
    free(ours);
    free(theirs);
    return same;
}

static void append_file(cr_buf *state, const char *path, const cli_arguments *arguments)
{
    struct stat info;
    if (!is_ours(path, arguments->output) && !is_ours(path, courant_config_get(arguments->config, "archive")) &&
        stat(path, &info) == 0)
        cr_buf_append_format(state, "%s %lld %lld %lld.%ld\n", path, (long long)info.st_ino, (long long)info.st_size,
                             (long long)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

/* A number for the files as they are now. It is asked for once a second: for folders of newspapers that costs less than
 * keeping a watch on each of them does to set up, and it works on every file system. */
static uint64_t state_of(const cli_arguments *arguments)
{
    cr_arena arena = {0};
    cr_buf state = {0};
    for (size_t i = 0; i < arguments->n_files; i++) {
        cr_file_list list = {0};
        if (!cr_file_is_folder(arguments->files[i]))
            append_file(&state, arguments->files[i], arguments);
        else if (cr_file_walk(arguments->files[i], &arena, &list, NULL) == CR_OK)
            for (size_t k = 0; k < list.n_paths; k++)
                append_file(&state, list.paths[k], arguments);
    }
    uint64_t hash = cr_hash(cr_buf_view(&state));
    cr_buf_release(&state);
    cr_arena_release(&arena);
    return hash;
}

int cli_watch(const cli_command *command, const cli_arguments *arguments)
{
    const struct timespec second = {.tv_sec = 1};
    for (;;) {
        uint64_t before = state_of(arguments);
        int code = cli_run(command, arguments);
        if (code == EXIT_FAILED || code == EXIT_USAGE)
            return code;
        uint64_t now = before, last;
        do {  // until something is different, and stays so: nobody is writing any more
            last = now;
            nanosleep(&second, NULL);
            now = state_of(arguments);
        } while (now == before || now != last);
    }
}
