#include "cli/cli.h"

#include "base/error.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Finds the option that a name or letter stands for, if the command takes it. */
static bool find_option(const cli_command *command, const char *name, size_t size, char letter, courant_option *option)
{
    for (size_t i = 0; courant_option_get(i, option); i++) {
        bool named = name && strlen(option->name) == size && memcmp(option->name, name, size) == 0;
        if ((named || (letter && option->letter == letter)) && option->commands & (unsigned)command->command)
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

static courant_status set(cli_arguments *arguments, const courant_option *option, const char *value,
                          courant_error *error)
{
    bool truth = !value || strcmp(value, "true") == 0;
    courant_status status = courant_config_set(arguments->config, option->name, value, error);
    if (status)
        return status;
    // the few that the program itself acts on
    if (strcmp(option->name, "output") == 0)
        arguments->output = value;
    else if (strcmp(option->name, "quiet") == 0)
        arguments->quiet = truth;
    else if (strcmp(option->name, "keep-going") == 0)
        arguments->keep_going = truth;
    else if (strcmp(option->name, "fail-if-empty") == 0)
        arguments->fail_if_empty = truth;
    return COURANT_OK;
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
            courant_status status = set(arguments, &option, NULL, error);
            for (size_t at = 2; argument[at] && !status; at++)
                status = !find_option(command, NULL, 0, argument[at], &option) || option.argument
                             ? fail(error, "unknown flags '%s'", argument)
                             : set(arguments, &option, NULL, error);
            return status;
        }
        value = argument[2] ? argument + 2 + (argument[2] == '=') : NULL;
    }
    if (option.argument && !value) {
        if (*i + 1 >= argc)
            return fail(error, "option '%s' wants a value (%s)", argument, option.argument);
        value = argv[++*i];
    }
    return set(arguments, &option, value, error);
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

static courant_status read_environment(const cli_command *command, cli_arguments *arguments, courant_error *error)
{
    courant_option option;
    for (size_t i = 0; courant_option_get(i, &option); i++) {
        const char *value = option.commands & (unsigned)command->command ? from_environment(option.name) : NULL;
        courant_status status = value && *value ? set(arguments, &option, value, error) : COURANT_OK;
        if (status)
            return status;
    }
    return COURANT_OK;
}

courant_status cli_read_arguments(const cli_command *command, int argc, char **argv, cli_arguments *arguments,
                                  courant_error *error)
{
    *arguments = (cli_arguments){.config = courant_config_new()};
    arguments->files = cr_allocate((size_t)argc + 1, sizeof *arguments->files);
    courant_status status = COURANT_OK;
    if (!is_jsonl_mode(argc, argv))
        status = read_environment(command, arguments, error);
    bool options_ended = false;
    for (int i = 0; i < argc && !status; i++) {
        if (!options_ended && strcmp(argv[i], "--") == 0)
            options_ended = true;
        else if (!options_ended && argv[i][0] == '-' && argv[i][1] != '\0')
            status = read_option(command, argc, argv, &i, arguments, error);
        else
            arguments->files[arguments->n_files++] = argv[i];
    }
    if (!status && arguments->n_files == 0)
        arguments->files[arguments->n_files++] = "-";
    return status;
}

void cli_release_arguments(cli_arguments *arguments)
{
    courant_config_free(arguments->config);
    free(arguments->files);
    *arguments = (cli_arguments){0};
}
