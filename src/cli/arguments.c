#include "cli/cli.h"

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static bool takes(const cli_command *command, const courant_option *option)
{
    return option->commands & (unsigned)command->command;
}

/* Finds the option that a name or letter stands for, if the command takes it. */
static bool find_option(const cli_command *command, const char *name, size_t size, char letter, courant_option *option)
{
    for (size_t i = 0; courant_option_get(i, option); i++) {
        bool named = name && strlen(option->name) == size && memcmp(option->name, name, size) == 0;
        if ((named || (letter && option->letter == letter)) && takes(command, option))
            return true;
    }
    return false;
}

static courant_status fail(courant_error *error, const char *format, ...) CR_PRINTF(2, 3);

static courant_status fail(courant_error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->status = COURANT_USAGE;
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return COURANT_USAGE;
}

static courant_status unknown(const cli_command *command, const char *argument, size_t size, courant_error *error)
{
    char name[128];
    courant_error why = {0};
    snprintf(name, sizeof name, "%.*s", (int)size, argument);
    // the library knows a near name; what it knows but this command does not take is said so
    courant_config *scratch = courant_config_new();
    courant_status status = courant_config_set(scratch, name, NULL, &why);
    courant_config_free(scratch);
    if (status && strncmp(why.text, "unknown", 7) == 0)
        return fail(error, "%s", why.text);
    return fail(error, "'courant %s' takes no option '--%s'", command->name, name);
}

/* Reads one argument that starts with "-"; *i moves over a value of its own. */
static courant_status read_option(const cli_command *command, int argc, char **argv, int *i, cli_arguments *arguments,
                                  courant_error *error)
{
    const char *argument = argv[*i], *value = NULL;
    courant_option option;
    if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
        arguments->help = true;
        return COURANT_OK;
    }
    if (argument[1] == '-') {
        size_t size = strcspn(argument + 2, "=");
        if (!find_option(command, argument + 2, size, 0, &option))
            return unknown(command, argument + 2, size, error);
        value = argument[2 + size] == '=' ? argument + 3 + size : NULL;
    } else {
        if (!find_option(command, NULL, 0, argument[1], &option))
            return fail(error, "unknown option '%s'", argument);
        if (argument[2] && !option.argument) {  // "-qx": several flags
            courant_status status = courant_config_set(arguments->config, option.name, NULL, error);
            for (size_t at = 2; argument[at] && !status; at++)
                status = !find_option(command, NULL, 0, argument[at], &option) || option.argument
                             ? fail(error, "unknown flags '%s'", argument)
                             : courant_config_set(arguments->config, option.name, NULL, error);
            return status;
        }
        value = argument[2] ? argument + 2 + (argument[2] == '=') : NULL;
    }
    if (option.argument && !value) {
        if (*i + 1 >= argc)
            return fail(error, "option '%s' wants a value (%s)", argument, option.argument);
        value = argv[++*i];
    }
    return courant_config_set(arguments->config, option.name, value, error);
}

/* COURANT_GROUP_BY for "group-by". */
static const char *from_environment(const char *name)
{
    char variable[64] = "COURANT_";
    size_t at = strlen(variable);
    for (; *name && at + 1 < sizeof variable; name++)
        variable[at++] = *name == '-' ? '_' : (char)(*name >= 'a' && *name <= 'z' ? *name - 32 : *name);
    variable[at] = '\0';
    return getenv(variable);
}

/* JSON lines mode is a function of its input and arguments alone. */
static bool is_jsonl_mode(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        const char *argument = argv[i];
        if (strcmp(argument, "--") == 0)
            return false;
        if (strcmp(argument, "--input-format=jsonl") == 0 ||
            (strcmp(argument, "--input-format") == 0 && i + 1 < argc && strcmp(argv[i + 1], "jsonl") == 0))
            return true;
    }
    return false;
}

/* An option that nobody sees on the command line: where it comes from. */
static void tell_environment(courant_error *error)
{
    size_t size = strlen(error->text);
    snprintf(error->text + size, sizeof error->text - size, " (from the environment)");
}

/* What stands in the environment goes behind the command line. */
static courant_status read_environment(const cli_command *command, cli_arguments *arguments, courant_error *error)
{
    courant_option option;
    courant_status status = COURANT_OK;
    for (size_t i = 0; courant_option_get(i, &option) && !status; i++) {
        const char *value = takes(command, &option) ? from_environment(option.name) : NULL;
        if (value && *value && !courant_config_get(arguments->config, option.name))
            status = courant_config_set(arguments->config, option.name, value, error);
        if (status)
            tell_environment(error);
    }
    const char *password = getenv("COURANT_MAIL_PASSWORD");
    if (password && !status)
        status = courant_config_set_secret(arguments->config, "mail-password", password, error);
    return status;
}

/* Where a configuration belongs: $XDG_CONFIG_HOME/courant/courant.yaml, or ~/.config/courant/courant.yaml. NULL: there is none. */
static const char *find_configuration(cr_arena *arena)
{
    const char *home = getenv("HOME"), *folder = getenv("XDG_CONFIG_HOME");
    if (!folder || folder[0] != '/')
        folder = home && home[0] == '/' ? cr_path_join(arena, home, ".config") : NULL;
    const char *path = folder ? cr_path_join(arena, folder, "courant/courant.yaml") : NULL;
    return path && cr_file_exists(path) ? path : NULL;
}

/* The file goes behind both. In JSON lines mode none is looked for. */
static courant_status read_configuration(cli_arguments *arguments, bool look, courant_error *error)
{
    cr_arena arena = {0};
    const char *path = courant_config_get(arguments->config, "config");
    if (!path && look)
        path = find_configuration(&arena);
    courant_status status = COURANT_OK;
    if (path && strcmp(path, "none") != 0)
        status = courant_config_load(arguments->config, path, error);
    arguments->misconfigured = status != COURANT_OK;
    cr_arena_release(&arena);
    return status;
}

static bool is_set(const cli_command *command, cli_arguments *arguments, const char *name)
{
    courant_option option;
    if (!find_option(command, name, strlen(name), 0, &option))
        return false;  // it is another command's, and stands in the configuration
    const char *value = courant_config_get(arguments->config, name);
    return value && strcmp(value, "true") == 0;
}

courant_status cli_read_arguments(const cli_command *command, int argc, char **argv, cli_arguments *arguments,
                                  courant_error *error)
{
    const unsigned without_files = COURANT_INIT | COURANT_PUBLISH | COURANT_DIGEST | COURANT_COMPANY | COURANT_STORIES |
                                   COURANT_ARCHIVE | COURANT_SEARCH | COURANT_FETCH;
    bool options_ended = false, is_pure = is_jsonl_mode(argc, argv);
    courant_option option;
    *arguments = (cli_arguments){.config = courant_config_new()};
    arguments->files = cr_allocate((size_t)argc + 1, sizeof *arguments->files);
    courant_status status = COURANT_OK;
    for (int i = 0; i < argc && !status; i++) {
        if (!options_ended && strcmp(argv[i], "--") == 0)
            options_ended = true;
        else if (!options_ended && argv[i][0] == '-' && argv[i][1] != '\0')
            status = read_option(command, argc, argv, &i, arguments, error);
        else
            arguments->files[arguments->n_files++] = argv[i];
    }
    if (!status && !is_pure && !arguments->help)
        status = read_environment(command, arguments, error);
    if (!status && !arguments->help && command->command != COURANT_INIT)
        status = read_configuration(arguments, !is_pure, error);
    if (status)
        return status;
    if (arguments->n_files == 0 && !(without_files & (unsigned)command->command))
        arguments->files[arguments->n_files++] = "-";
    // the few that the program itself acts on
    if (find_option(command, "output", strlen("output"), 0, &option))
        arguments->output = courant_config_get(arguments->config, "output");
    arguments->quiet = is_set(command, arguments, "quiet");
    arguments->watch = is_set(command, arguments, "watch");
    arguments->keep_going = is_set(command, arguments, "keep-going");
    arguments->fail_if_empty = is_set(command, arguments, "fail-if-empty");
    return COURANT_OK;
}

void cli_release_arguments(cli_arguments *arguments)
{
    courant_config_free(arguments->config);
    free(arguments->files);
    *arguments = (cli_arguments){0};
}
