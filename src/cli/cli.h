/* The program: arguments in, exit code out. Sees the library through courant.h only. */
#ifndef CR_CLI_CLI_H
#define CR_CLI_CLI_H

#include "api/courant.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Exit codes, as the manual tells them. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_PARTLY = 3, EXIT_EMPTY = 4 };

typedef struct cli_command {
    const char *name;
    courant_command command;
    const char *arguments;    // "[FILE|DIR|-]..."
    const char *summary;      // one line
    const char *description;  // paragraphs, for --help
} cli_command;

extern const cli_command cli_commands[];  // ended by a NULL name

const cli_command *cli_find_command(const char *name);

/* --help of the program, or of a command, folded to the width of the terminal. */
void cli_print_help(FILE *out);
void cli_print_command_help(FILE *out, const cli_command *command);

/* What stood on the command line. */
typedef struct cli_arguments {
    courant_config *config;
    const char **files;  // [n_files]
    size_t n_files;
    const char *output;  // of --output
    bool quiet, keep_going, fail_if_empty, watch, help;
    bool misconfigured;  // what failed is in a configuration file
} cli_arguments;

/* Reads the arguments behind the command, then, for what does not stand there, the environment (COURANT_WORDS=60) and the
 * configuration file. On failure
 * the error is filled. Release in any case. */
courant_status cli_read_arguments(const cli_command *command, int argc, char **argv, cli_arguments *arguments,
                                  courant_error *error);
void cli_release_arguments(cli_arguments *arguments);

/* Runs a command; returns the exit code. */
int cli_run(const cli_command *command, const cli_arguments *arguments);

/* Runs it again whenever the files named, or those in the folders named, have changed. Returns only if a run fails. */
int cli_watch(const cli_command *command, const cli_arguments *arguments);

#endif
