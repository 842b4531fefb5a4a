#include "cli/cli.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/nearest.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_COMMANDS = 64 };  // that a mistyped name is compared with

/* The folder of our data as seen from the program: installed beside it, or in the source tree of a build. NULL: ask the
 * library, which knows the prefix it was installed to. */
static const char *find_data(cr_arena *arena)
{
    static const char *const PLACES[] = {"../share/courant", "../.."};
    char program[4096];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 1);
    if (size <= 0)
        return NULL;
    program[size] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const char *folder = cr_path_join(arena, program, PLACES[i]);
        if (cr_file_is_folder(cr_path_join(arena, folder, "lexicons")))
            return folder;
    }
    return NULL;
}

/* Ends what was printed: help and version. */
static int end_printing(void)
{
    if (fflush(stdout) == 0)
        return EXIT_DONE;
    fprintf(stderr, "courant: cannot write 'standard output': %s\n", strerror(errno));
    return EXIT_FAILED;
}

static int usage(const char *text, const char *command)
{
    fprintf(stderr, "courant: %s\nTry 'courant %s%s--help'.\n", text, command, *command ? " " : "");
    return EXIT_USAGE;
}

static int run_command(const cli_command *command, int argc, char **argv)
{
    cli_arguments arguments;
    courant_error error = {0};
    cr_arena arena = {0};
    int code;
    if (cli_read_arguments(command, argc, argv, &arguments, &error)) {
        if (arguments.misconfigured)  // no help for a command mends it
            fprintf(stderr, "courant: %s\n", error.text);
        else
            usage(error.text, command->name);
        code = EXIT_USAGE;
    } else if (arguments.help) {
        cli_print_command_help(stdout, command);
        code = end_printing();
    } else if (arguments.watch && arguments.n_files == 0) {
        code = usage("'--watch' wants files or folders to watch", command->name);
    } else {
        courant_config_set_data(arguments.config, find_data(&arena));
        code = (arguments.watch ? cli_watch : cli_run)(command, &arguments);
    }
    cli_release_arguments(&arguments);
    cr_arena_release(&arena);
    return code;
}

/* A name that no command has: the nearest one, if there is one. */
static int unknown_command(const char *name)
{
    const char *names[MOST_COMMANDS + 1];
    char text[256];
    size_t n = 0;
    for (const cli_command *command = cli_commands; command->name && n < MOST_COMMANDS; command++)
        names[n++] = command->name;
    names[n] = NULL;
    const char *nearest = cr_nearest(name, names);
    if (nearest)
        snprintf(text, sizeof text, "unknown command '%.100s' (did you mean '%s'?)", name, nearest);
    else
        snprintf(text, sizeof text, "unknown command '%.100s'", name);
    return usage(text, "");
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);  // a closed standard output is a failed write, told and counted as such
    if (argc < 2) {
        cli_print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        const cli_command *command = argc > 2 ? cli_find_command(argv[2]) : NULL;
        if (argc > 2 && !command)
            return unknown_command(argv[2]);
        if (command)
            cli_print_command_help(stdout, command);
        else
            cli_print_help(stdout);
        return end_printing();
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("courant %s\n", courant_version());
        return end_printing();
    }
    const cli_command *command = cli_find_command(argv[1]);
    return command ? run_command(command, argc - 2, argv + 2) : unknown_command(argv[1]);
}
