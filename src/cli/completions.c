/* Writes what a shell needs to complete a courant command line: `courant_completions bash|zsh|fish FILE`. A tool of the build, from
 * the same tables as --help. */
#include "cli/cli.h"

#include <string.h>

static const char *const FILES = "FILE", *const FOLDER = "DIR";

/* Whether the value is of a kind, by the name of the argument. */
static bool takes(const courant_option *option, const char *kind)
{
    return option->argument && strstr(option->argument, kind);
}

/* Text inside single quotes, as each shell wants it; `special` stand with a backslash before them. */
static void put_quoted(const char *text, const char *special, const char *quote)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs(quote, stdout);
        else
            printf("%s%c", strchr(special, *text) ? "\\" : "", *text);
    }
}

static void put_choices(const courant_option *option, const char *apart)
{
    for (size_t i = 0; option->choices[i]; i++)
        printf("%s%s", i ? apart : "", option->choices[i]);
}

/* ---- bash --------------------------------------------------------------------------------------------------------- */

static void put_option_pattern(const courant_option *option)
{
    if (option->letter)
        printf("-%c | ", option->letter);
    printf("--%s)", option->name);
}

static void write_bash(void)
{
    courant_option option;
    fputs("# bash completion of courant\n"
          "_courant()\n{\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options=\n"
          "    COMPREPLY=()\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        COMPREPLY=($(compgen -W '",
          stdout);
    for (const cli_command *command = cli_commands; command->name; command++)
        printf("%s ", command->name);
    fputs("help --help --version' -- \"$word\"))\n"
          "        return\n"
          "    fi\n"
          "    case $before in\n",
          stdout);
    for (size_t i = 0; courant_option_get(i, &option); i++) {
        if (!option.argument)
            continue;
        fputs("    ", stdout);
        put_option_pattern(&option);
        if (option.choices) {
            fputs(" COMPREPLY=($(compgen -W '", stdout);
            put_choices(&option, " ");
            fputs("' -- \"$word\")) ;;\n", stdout);
        } else if (takes(&option, FILES)) {
            fputs(" compopt -o default ;;\n", stdout);
        } else if (takes(&option, FOLDER)) {
            fputs(" compopt -o dirnames ;;\n", stdout);
        } else {
            fputs(" ;;\n", stdout);
        }
    }
    fputs("    *)\n"
          "        case ${COMP_WORDS[1]} in\n",
          stdout);
    for (const cli_command *command = cli_commands; command->name; command++) {
        printf("        %s) options='", command->name);
        for (size_t i = 0; courant_option_get(i, &option); i++)
            if (option.commands & (unsigned)command->command)
                printf("--%s ", option.name);
        fputs("--help' ;;\n", stdout);
    }
    fputs("        help) options='", stdout);
    for (const cli_command *command = cli_commands; command->name; command++)
        printf("%s%s", command == cli_commands ? "" : " ", command->name);
    fputs("' ;;\n"
          "        esac\n"
          "        if [ \"${COMP_WORDS[1]}\" = help ] || [ \"${word#-}\" != \"$word\" ]; then\n"
          "            COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
          "        else\n"
          "            compopt -o default\n"
          "        fi\n"
          "        ;;\n"
          "    esac\n"
          "}\n"
          "complete -F _courant courant\n",
          stdout);
}

/* ---- zsh ---------------------------------------------------------------------------------------------------------- */

static void put_zsh_option(const courant_option *option)
{
    const char *again = option->repeats ? "*" : "";
    if (option->letter)
        printf(" \\\n            '%s'{-%c,--%s}'[", again, option->letter, option->name);
    else
        printf(" \\\n            '%s--%s[", again, option->name);
    put_quoted(option->help, "[]:\\", "'\\''");
    fputs("]", stdout);
    if (option->argument)
        printf(":%s:", option->argument);
    if (option->choices) {
        fputs("(", stdout);
        put_choices(option, " ");
        fputs(")", stdout);
    } else if (takes(option, FILES)) {
        fputs("_files", stdout);
    } else if (takes(option, FOLDER)) {
        fputs("_files -/", stdout);
    }
    fputs("'", stdout);
}

static void write_zsh(void)
{
    courant_option option;
    fputs("#compdef courant\n"
          "_courant()\n{\n"
          "    if ((CURRENT == 2)); then\n"
          "        local -a commands=(\n",
          stdout);
    for (const cli_command *command = cli_commands; command->name; command++) {
        printf("            '%s:", command->name);
        put_quoted(command->summary, ":\\", "'\\''");
        fputs("'\n", stdout);
    }
    fputs("        )\n"
          "        _describe command commands\n"
          "        return\n"
          "    fi\n"
          "    shift words\n"
          "    ((CURRENT--))\n"
          "    case $words[1] in\n",
          stdout);
    for (const cli_command *command = cli_commands; command->name; command++) {
        printf("    %s)\n        _arguments", command->name);
        for (size_t i = 0; courant_option_get(i, &option); i++)
            if (option.commands & (unsigned)command->command)
                put_zsh_option(&option);
        fputs(" \\\n            '(-h --help)'{-h,--help}'[show the options]' '*:file:_files'\n        ;;\n", stdout);
    }
    fputs("    esac\n"
          "}\n"
          "_courant \"$@\"\n",
          stdout);
}

/* ---- fish --------------------------------------------------------------------------------------------------------- */

static void write_fish(void)
{
    courant_option option;
    fputs("# fish completion of courant\n"
          "complete -c courant -n __fish_use_subcommand -f -l version -d 'show the version'\n"
          "complete -c courant -f -s h -l help -d 'show the options'\n",
          stdout);
    for (const cli_command *command = cli_commands; command->name; command++) {
        printf("complete -c courant -n __fish_use_subcommand -f -a %s -d '", command->name);
        put_quoted(command->summary, "\\", "\\'");
        fputs("'\n", stdout);
    }
    for (size_t i = 0; courant_option_get(i, &option); i++) {
        fputs("complete -c courant -n '__fish_seen_subcommand_from", stdout);
        for (const cli_command *command = cli_commands; command->name; command++)
            if (option.commands & (unsigned)command->command)
                printf(" %s", command->name);
        printf("' -l %s", option.name);
        if (option.letter)
            printf(" -s %c", option.letter);
        if (option.choices) {
            fputs(" -x -a '", stdout);
            put_choices(&option, " ");
            fputs("'", stdout);
        } else if (option.argument) {
            fputs(takes(&option, FILES)    ? " -r -F"
                  : takes(&option, FOLDER) ? " -x -a '(__fish_complete_directories)'"
                                           : " -x",
                  stdout);
        }
        fputs(" -d '", stdout);
        put_quoted(option.help, "\\", "\\'");
        fputs("'\n", stdout);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*write)(void);
    } SHELLS[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};
    for (size_t i = 0; argc == 3 && i < sizeof SHELLS / sizeof *SHELLS; i++)
        if (strcmp(argv[1], SHELLS[i].name) == 0) {
            if (!freopen(argv[2], "w", stdout))
                return EXIT_FAILED;
            SHELLS[i].write();
            return fclose(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
        }
    fputs("Usage: courant_completions bash|zsh|fish FILE\n", stderr);
    return EXIT_USAGE;
}
