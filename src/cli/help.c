#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDEST = 100, NARROWEST = 30, DEFAULT_WIDTH = 80, OPTION_COLUMN = 28 };

static size_t width_of(FILE *out)
{
    struct winsize size;
    if (!isatty(fileno(out)) || ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return DEFAULT_WIDTH;
    return size.ws_col > WIDEST ? WIDEST : size.ws_col < NARROWEST ? NARROWEST : size.ws_col;
}

/* Prints ASCII text folded to the width, every line indented; the cursor stands at `column`. */
static void print_folded(FILE *out, const char *text, size_t indent, size_t column, size_t width)
{
    while (*text) {
        size_t size = strcspn(text, " \n");
        if (column > indent && column + 1 + size > width) {
            fputc('\n', out);
            column = 0;
        }
        if (column < indent) {
            fprintf(out, "%*s", (int)(indent - column), "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, size, out);
        column += size;
        text += size;
        if (*text == '\n') {
            fputs("\n\n", out);
            column = 0;
        }
        text += *text != '\0';
    }
    fputc('\n', out);
}

static void print_entry(FILE *out, const char *name, const char *text, size_t name_column, size_t width)
{
    size_t indent = width < 2 * name_column ? 6 : name_column;
    int printed = fprintf(out, "  %s", name);
    size_t column = printed > 0 ? (size_t)printed : 0;
    if (column + 2 > indent) {
        fputc('\n', out);
        column = 0;
    }
    print_folded(out, text, indent, column, width);
}

void cli_print_help(FILE *out)
{
    size_t width = width_of(out);
    print_folded(out, "Usage: courant COMMAND [OPTION]... [FILE|DIR|-]...", 0, 0, width);
    fputc('\n', out);
    print_folded(
        out,
        "Reads articles in many languages and chooses the sentences that matter, word for word, each with its source.",
        0, 0, width);
    fputs("\nCommands:\n", out);
    for (const cli_command *command = cli_commands; command->name; command++)
        print_entry(out, command->name, command->summary, 14, width);
    fputc('\n', out);
    print_folded(
        out,
        "`courant COMMAND --help` tells the options of a command; --version, the version. Exit codes: 0 done, 1 failed, "
        "2 wrong usage, 3 partly done, 4 nothing to tell (--fail-if-empty).",
        0, 0, width);
}

static void option_name(const courant_option *option, char *name, size_t size)
{
    char letter[8] = "    ";
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    snprintf(name, size, "%s--%s%s%s", letter, option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
}

void cli_print_command_help(FILE *out, const cli_command *command)
{
    size_t width = width_of(out);
    courant_option option;
    char line[128];
    snprintf(line, sizeof line, "Usage: courant %s [OPTION]... %s", command->name, command->arguments);
    print_folded(out, line, 0, 0, width);
    fputc('\n', out);
    print_folded(out, command->description, 0, 0, width);
    fputs("\nOptions:\n", out);
    for (size_t i = 0; courant_option_get(i, &option); i++) {
        if (!(option.commands & (unsigned)command->command))
            continue;
        option_name(&option, line, sizeof line);
        print_entry(out, line, option.help, OPTION_COLUMN, width);
    }
    print_entry(out, "-h, --help", "show this help", OPTION_COLUMN, width);
    fputc('\n', out);
    print_folded(
        out,
        "An option may also stand in the environment, --words 60 as COURANT_WORDS=60, and in a configuration file, as "
        "words: 60 (neither for JSON lines).",
        0, 0, width);
}
