#include "config/config.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

static const char *const INPUT_FORMATS[] = {"auto", "text", "markdown", "jsonl", "json", "html", NULL};
static const char *const OUTPUT_FORMATS[] = {"text", "markdown", "json", "jsonl", NULL};

enum {
    READING = CR_COMMAND_SUMMARIZE | CR_COMMAND_DIGEST | CR_COMMAND_ANALYZE | CR_COMMAND_EVALUATE | CR_COMMAND_STATS |
              CR_COMMAND_STORIES | CR_COMMAND_COMPANY | CR_COMMAND_EXTRACT,
    ANALYSING = READING | CR_COMMAND_VERIFY,
    CHOOSING = CR_COMMAND_SUMMARIZE | CR_COMMAND_EVALUATE,
};

#define FLAG(name_, letter_, field, commands_, help_)                                                    \
    {                                                                                                    \
        .name = name_, .letter = letter_, .kind = CR_SETTING_FLAG, .offset = offsetof(cr_config, field), \
        .commands = commands_, .help = help_                                                             \
    }
#define STRING(name_, letter_, argument_, field, commands_, help_)                          \
    {                                                                                       \
        .name = name_, .letter = letter_, .argument = argument_, .kind = CR_SETTING_STRING, \
        .offset = offsetof(cr_config, field), .commands = commands_, .help = help_          \
    }
#define LIST(name_, letter_, argument_, field, commands_, help_)                          \
    {                                                                                     \
        .name = name_, .letter = letter_, .argument = argument_, .kind = CR_SETTING_LIST, \
        .offset = offsetof(cr_config, field), .commands = commands_, .help = help_        \
    }
#define CHOICE(name_, letter_, argument_, field, choices_, commands_, help_)                            \
    {                                                                                                   \
        .name = name_, .letter = letter_, .argument = argument_, .kind = CR_SETTING_CHOICE,             \
        .offset = offsetof(cr_config, field), .choices = choices_, .commands = commands_, .help = help_ \
    }
#define SIZE(name_, letter_, field, least_, most_, commands_, help_)                                               \
    {                                                                                                              \
        .name = name_, .letter = letter_, .argument = "N", .kind = CR_SETTING_SIZE,                                \
        .offset = offsetof(cr_config, field), .least = least_, .most = most_, .commands = commands_, .help = help_ \
    }

static const cr_setting SETTINGS[] = {
    LIST("articles", 'a', "FILE|DIR", articles, CR_COMMAND_VERIFY,
         "what the digest was made of; may be given several times"),
    CHOICE("input-format", 0, "FORMAT", input_format, INPUT_FORMATS, ANALYSING,
           "what the files are: auto, text, markdown, jsonl, json or html (default: auto)"),
    STRING("lang", 'l', "TAG", lang, ANALYSING, "language of every article (default: found for each)"),
    SIZE("words", 'w', words, 1, 1000000, CHOOSING, "choose at most N words (default: 100)"),
    SIZE("sentences", 's', sentences, 1, 100000, CHOOSING | CR_COMMAND_DIGEST | CR_COMMAND_COMPANY,
         "choose at most N sentences (of each story of a digest or company page; default there: 4, and 3)"),
    SIZE("per-cent", 0, per_cent, 1, 100, CHOOSING, "choose at most N per cent of the words"),
    STRING("method", 'm', "NAME", method, CHOOSING, "ranking method (default: the blend; `help` lists them)"),
    FLAG("together", 't', together, CR_COMMAND_SUMMARIZE, "one summary of all articles together"),
    STRING("group-by", 'g', "MEMBER", group_by, CR_COMMAND_SUMMARIZE | CR_COMMAND_EVALUATE,
           "one summary for each value of a member of the JSON lines"),
    FLAG("explain", 'x', explain, CR_COMMAND_SUMMARIZE | CR_COMMAND_STORIES,
         "show why each sentence was taken or left, or what links an article to its story"),
    SIZE("window", 0, window, 1, 10000, CR_COMMAND_STORIES, "link articles at most N days apart (default: 14)"),
    STRING("reader", 'r', "TAGS", reader, CR_COMMAND_DIGEST | CR_COMMAND_COMPANY,
           "the reader's languages, best first, such as fr,en"),
    {.name = "date",
     .letter = 'd',
     .argument = "DAY",
     .kind = CR_SETTING_DAY,
     .offset = offsetof(cr_config, date),
     .commands = CR_COMMAND_DIGEST | CR_COMMAND_COMPANY,
     .help = "day of the digest (default: that of the newest article)"},
    LIST("previous", 'p', "EDITION", previous, CR_COMMAND_DIGEST,
         "an earlier edition (its JSON): tell only what is new since; may be given several times"),
    LIST("mute", 0, "PHRASE", mute, CR_COMMAND_DIGEST,
         "leave out articles with PHRASE in title, paper or first sentence; may be given several times"),
    LIST("boost", 0, "PHRASE", boost, CR_COMMAND_DIGEST,
         "tell stories of articles with PHRASE earlier; may be given several times"),
    SIZE("per-source", 0, per_source, 1, 10000, CR_COMMAND_DIGEST,
         "tell at most N stories of one paper (default: any number)"),
    SIZE("stories", 0, stories, 1, 10000, CR_COMMAND_DIGEST | CR_COMMAND_COMPANY,
         "tell at most N stories (default: 20; on a company page 10)"),
    CHOICE("format", 'f', "FORMAT", format, OUTPUT_FORMATS, READING & ~(unsigned)CR_COMMAND_STATS,
           "write text, markdown, json or jsonl"),
    STRING("output", 'o', "FILE", output, READING, "write to FILE instead of standard output"),
    STRING("pages", 0, "DIR", pages, CR_COMMAND_COMPANY, "write a file for each company into DIR"),
    STRING("lexicons", 0, "DIR", lexicons, ANALYSING, "lexicons of your own, laid over ours"),
    LIST("name", 'n', "NAME", name, CR_COMMAND_COMPANY,
         "id or name of a company to write a page about; may be given several times"),
    STRING("companies", 0, "FILE", companies, CR_COMMAND_ANALYZE | CR_COMMAND_COMPANY | CR_COMMAND_DIGEST,
           "a list of companies of your own, laid over ours"),
    STRING("stats", 0, "FILE", stats, ANALYSING & ~(unsigned)(CR_COMMAND_STATS | CR_COMMAND_EXTRACT),
           "term statistics of your own articles, made by `courant stats`"),
    SIZE("jobs", 'j', jobs, 1, CR_MAX_JOBS, ANALYSING, "work on N threads (default: one a processor)"),
    FLAG("strict", 0, strict, ANALYSING, "stop at the first bad record or file"),
    FLAG("keep-going", 'k', keep_going, READING, "exit 0 even if some record or file was bad"),
    FLAG("fail-if-empty", 0, fail_if_empty, CR_COMMAND_DIGEST | CR_COMMAND_COMPANY,
         "exit 4 if there is nothing to tell"),
    FLAG("quiet", 'q', quiet, ANALYSING, "no progress and no warnings"),
    FLAG("verbose", 'v', verbose, ANALYSING, "say more of what is done"),
};

const cr_setting *cr_settings(size_t *n)
{
    *n = sizeof SETTINGS / sizeof *SETTINGS;
    return SETTINGS;
}

void cr_config_init(cr_config *config)
{
    *config = (cr_config){.input_format = "auto"};
}

void cr_config_release(cr_config *config)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (SETTINGS[i].kind == CR_SETTING_LIST)
            free(((cr_list *)((char *)config + SETTINGS[i].offset))->items);
    cr_arena_release(&config->arena);
}

static cr_status unknown(const char *name, cr_error *error)
{
    const char *names[sizeof SETTINGS / sizeof *SETTINGS + 1];
    size_t n = sizeof SETTINGS / sizeof *SETTINGS;
    for (size_t i = 0; i < n; i++)
        names[i] = SETTINGS[i].name;
    names[n] = NULL;
    const char *nearest = cr_nearest(name, names);
    if (nearest)
        return cr_error_set(error, CR_USAGE, "unknown option '%s' (did you mean '%s'?)", name, nearest);
    return cr_error_set(error, CR_USAGE, "unknown option '%s'", name);
}

static cr_status set_choice(const cr_setting *setting, const char *value, const char **field, cr_error *error)
{
    for (const char *const *choice = setting->choices; *choice; choice++) {
        if (strcmp(*choice, value) == 0) {
            *field = *choice;
            return CR_OK;
        }
    }
    const char *nearest = cr_nearest(value, setting->choices);
    if (nearest)
        return cr_error_set(error, CR_USAGE, "'%s' is no value of '%s' (did you mean '%s'?)", value, setting->name,
                            nearest);
    return cr_error_set(error, CR_USAGE, "'%s' is no value of '%s'", value, setting->name);
}

static void add_to_list(cr_list *list, const char *value)
{
    list->items = cr_grow(list->items, &list->capacity, list->n + 1, sizeof *list->items);
    list->items[list->n++] = value;
}

static cr_status set_value(cr_config *config, const cr_setting *setting, const char *value, cr_error *error)
{
    void *field = (char *)config + setting->offset;
    size_t number;
    cr_date date;
    if (setting->kind == CR_SETTING_FLAG) {
        if (value && strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
            return cr_error_set(error, CR_USAGE, "'%s' is true or false, not '%s'", setting->name, value);
        *(bool *)field = !value || strcmp(value, "true") == 0;
        return CR_OK;
    }
    if (!value || !*value)
        return cr_error_set(error, CR_USAGE, "option '%s' wants a value (%s)", setting->name, setting->argument);
    switch (setting->kind) {
    case CR_SETTING_FLAG:
        break;
    case CR_SETTING_SIZE:
        if (!cr_view_to_size(cr_view_of(value), &number) || number < setting->least || number > setting->most)
            return cr_error_set(error, CR_USAGE, "'%s' is a number from %zu to %zu, not '%s'", setting->name,
                                setting->least, setting->most, value);
        *(size_t *)field = number;
        break;
    case CR_SETTING_STRING:
        *(const char **)field = cr_arena_copy(&config->arena, cr_view_of(value)).data;
        break;
    case CR_SETTING_LIST:
        add_to_list(field, cr_arena_copy(&config->arena, cr_view_of(value)).data);
        break;
    case CR_SETTING_CHOICE:
        return set_choice(setting, value, (const char **)field, error);
    case CR_SETTING_DAY:
        if (!cr_date_parse(cr_view_of(value), &date) || date.precision != CR_DATE_DAY)
            return cr_error_set(error, CR_USAGE, "'%s' is a day such as 2026-03-12, not '%s'", setting->name, value);
        *(cr_date *)field = date;
        break;
    }
    return CR_OK;
}

cr_status cr_config_set(cr_config *config, const char *name, const char *value, cr_error *error)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (strcmp(SETTINGS[i].name, name) == 0)
            return set_value(config, &SETTINGS[i], value, error);
    return unknown(name, error);
}
