#include "config/config.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

static const char *const INPUT_FORMATS[] = {"auto", "text", "markdown", "jsonl", "json", "html",
                                            "feed", "eml",  "mbox",     "warc",  NULL};
static const char *const SITES[] = {"hugo", "jekyll", "html", NULL};
static const char *const OUTPUT_FORMATS[] = {"text", "markdown", "json", "jsonl", "html", "mail", NULL};

enum {
    READING = CR_COMMAND_SUMMARIZE | CR_COMMAND_DIGEST | CR_COMMAND_ANALYZE | CR_COMMAND_EVALUATE | CR_COMMAND_STATS |
              CR_COMMAND_STORIES | CR_COMMAND_COMPANY | CR_COMMAND_EXTRACT | CR_COMMAND_ARCHIVE | CR_COMMAND_SEARCH,
    ANALYSING = READING | CR_COMMAND_VERIFY | CR_COMMAND_PUBLISH,
    EDITIONS = CR_COMMAND_DIGEST | CR_COMMAND_PUBLISH,
    FROM_ARCHIVE = EDITIONS | CR_COMMAND_STORIES | CR_COMMAND_COMPANY | CR_COMMAND_ARCHIVE | CR_COMMAND_SEARCH,
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
/* Files and folders. */
#define PATH(name_, letter_, argument_, field, commands_, help_)                                    \
    {                                                                                               \
        .name = name_, .letter = letter_, .argument = argument_, .kind = CR_SETTING_STRING,         \
        .offset = offsetof(cr_config, field), .commands = commands_, .help = help_, .is_path = true \
    }
#define PATHS(name_, letter_, argument_, field, commands_, help_)                                   \
    {                                                                                               \
        .name = name_, .letter = letter_, .argument = argument_, .kind = CR_SETTING_LIST,           \
        .offset = offsetof(cr_config, field), .commands = commands_, .help = help_, .is_path = true \
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
    PATH("config", 'c', "FILE", config, ~(unsigned)CR_COMMAND_INIT,
         "read the configuration FILE; none: read no file (default: courant.yaml where settings belong)"),
    PATHS("articles", 'a', "FILE|DIR", articles, CR_COMMAND_VERIFY,
          "what the digest was made of; may be given several times"),
    PATH("archive", 0, "FILE", archive, FROM_ARCHIVE | CR_COMMAND_VERIFY | CR_COMMAND_FETCH,
         "the archive, made by `courant fetch` or `courant archive add`"),
    SIZE("days", 0, days, 1, 100000, FROM_ARCHIVE,
         "of the archive, take N days up to --date (default: digest 2, stories 14, company 30, else all)"),
    STRING("profile", 0, "NAME", profile, EDITIONS | CR_COMMAND_ARCHIVE | CR_COMMAND_VERIFY,
           "name of the digest whose editions the archive keeps (default: daily)"),
    FLAG("retell", 0, retell, CR_COMMAND_DIGEST, "heed no earlier edition of the archive"),
    FLAG("store", 0, store, CR_COMMAND_DIGEST,
         "keep the edition in the archive, so that later ones do not tell again what it tells"),
    FLAG("anew", 0, anew, CR_COMMAND_PUBLISH, "make the day's editions anew, but for those that were mailed"),
    FLAG("dry-run", 0, dry_run, EDITIONS | CR_COMMAND_ARCHIVE, "change nothing, but tell what would be"),
    {.name = "seen",
     .argument = "DAY",
     .kind = CR_SETTING_DAY,
     .offset = offsetof(cr_config, seen),
     .commands = CR_COMMAND_ARCHIVE,
     .help = "add: day on which the articles were seen (default: now)"},
    {.name = "before",
     .argument = "DAY",
     .kind = CR_SETTING_DAY,
     .offset = offsetof(cr_config, before),
     .commands = CR_COMMAND_ARCHIVE,
     .help = "prune: take out what is of earlier days and not cited"},
    FLAG("force", 0, force, CR_COMMAND_ARCHIVE, "remove: also what an edition cites"),
    SIZE("limit", 0, limit, 1, 1000000, CR_COMMAND_ARCHIVE | CR_COMMAND_SEARCH,
         "show at most N (default: list 20, search 10)"),
    FLAG("newest", 0, newest, CR_COMMAND_SEARCH, "the newest first, without ranking"),
    CHOICE("input-format", 0, "FORMAT", input_format, INPUT_FORMATS, ANALYSING & ~(unsigned)CR_COMMAND_SEARCH,
           "what the files are: auto, text, markdown, jsonl, json, html, feed, eml, mbox or warc (default: auto)"),
    SIZE("parallel", 0, parallel, 1, 64, CR_COMMAND_FETCH, "ask at most N hosts at once (default: 8)"),
    SIZE("timeout", 0, timeout, 1, 600, CR_COMMAND_FETCH, "give up a feed or page after N seconds (default: 30)"),
    SIZE("max-size", 0, max_size, 1, 64, CR_COMMAND_FETCH, "read at most N MiB of a feed or page (default: 4)"),
    STRING("contact", 0, "ADDRESS", contact, CR_COMMAND_FETCH,
           "how the keeper of a site reaches you: told to every server"),
    FLAG("allow-private", 0, allow_private, CR_COMMAND_FETCH, "fetch from private networks and this computer too"),
    STRING("lang", 'l', "TAG", lang, ANALYSING | CR_COMMAND_FETCH,
           "language of every article, or of the words searched (default: found for each)"),
    SIZE("words", 'w', words, 1, 1000000, CHOOSING, "choose at most N words (default: 100)"),
    SIZE("sentences", 's', sentences, 1, 100000, CHOOSING | EDITIONS | CR_COMMAND_COMPANY,
         "choose at most N sentences (of each story of a digest or company page; default there: 4, and 3)"),
    SIZE("per-cent", 0, per_cent, 1, 100, CHOOSING, "choose at most N per cent of the words"),
    STRING("method", 'm', "NAME", method, CHOOSING, "ranking method (default: the blend; `help` lists them)"),
    FLAG("together", 't', together, CR_COMMAND_SUMMARIZE, "one summary of all articles together"),
    STRING("group-by", 'g', "MEMBER", group_by, CR_COMMAND_SUMMARIZE | CR_COMMAND_EVALUATE,
           "one summary for each value of a member of the JSON lines"),
    FLAG("explain", 'x', explain, CR_COMMAND_SUMMARIZE | CR_COMMAND_STORIES,
         "show why each sentence was taken or left, or what links an article to its story"),
    SIZE("window", 0, window, 1, 10000, CR_COMMAND_STORIES, "link articles at most N days apart (default: 14)"),
    {.name = "reader",
     .letter = 'r',
     .argument = "TAGS",
     .kind = CR_SETTING_STRING,
     .offset = offsetof(cr_config, reader),
     .commands = EDITIONS | CR_COMMAND_COMPANY,
     .help = "the reader's languages, best first, such as fr,en",
     .joins = true},
    {.name = "date",
     .letter = 'd',
     .argument = "DAY",
     .kind = CR_SETTING_DAY,
     .offset = offsetof(cr_config, date),
     .commands = FROM_ARCHIVE | CR_COMMAND_VERIFY,
     .help = "day of the digest, last day of what is taken of the archive (default: the newest article's; today)"},
    PATHS("previous", 'p', "EDITION", previous, CR_COMMAND_DIGEST,
          "an earlier edition (its JSON): tell only what is new since; may be given several times"),
    LIST("mute", 0, "PHRASE", mute, EDITIONS,
         "leave out articles with PHRASE in title, paper or first sentence; may be given several times"),
    LIST("boost", 0, "PHRASE", boost, EDITIONS,
         "tell stories of articles with PHRASE earlier; may be given several times"),
    SIZE("per-source", 0, per_source, 1, 10000, EDITIONS, "tell at most N stories of one paper (default: any number)"),
    SIZE("stories", 0, stories, 1, 10000, EDITIONS | CR_COMMAND_COMPANY,
         "tell at most N stories (default: 20; on a company page 10)"),
    CHOICE("format", 'f', "FORMAT", format, OUTPUT_FORMATS, (READING & ~(unsigned)CR_COMMAND_STATS) | CR_COMMAND_FETCH,
           "write text, markdown, json or jsonl; a digest or company page also as html, a digest as mail"),
    STRING("from", 0, "ADDRESS", from, CR_COMMAND_DIGEST, "who sends the mail (default: that of the configuration)"),
    STRING("to", 0, "ADDRESS", to, CR_COMMAND_DIGEST, "whom the mail is for"),
    CHOICE("site", 0, "KIND", site, SITES, CR_COMMAND_DIGEST,
           "write the digest into a site of pages and feeds: hugo, jekyll or html"),
    PATH("folder", 0, "DIR", folder, CR_COMMAND_DIGEST, "the folder of the site"),
    STRING("address", 0, "ADDRESS", address, CR_COMMAND_DIGEST,
           "where the site stands on the web, such as https://example.org/news (default: links are relative)"),
    PATH("output", 'o', "FILE", output, READING | CR_COMMAND_FETCH, "write to FILE instead of standard output"),
    PATH("pages", 0, "DIR", pages, CR_COMMAND_COMPANY, "write a file for each company into DIR"),
    PATH("templates", 0, "DIR", templates, CR_COMMAND_SUMMARIZE | EDITIONS | CR_COMMAND_COMPANY | CR_COMMAND_TEMPLATES,
         "templates of your own, laid over ours"),
    PATH("lexicons", 0, "DIR", lexicons, ANALYSING | CR_COMMAND_FETCH, "lexicons of your own, laid over ours"),
    LIST("name", 'n', "NAME", name, CR_COMMAND_COMPANY,
         "id or name of a company to write a page about; may be given several times"),
    PATH("companies", 0, "FILE", companies,
         CR_COMMAND_ANALYZE | CR_COMMAND_COMPANY | EDITIONS | CR_COMMAND_ARCHIVE | CR_COMMAND_FETCH,
         "a list of companies of your own, laid over ours"),
    PATH("stats", 0, "FILE", stats,
         ANALYSING & ~(unsigned)(CR_COMMAND_STATS | CR_COMMAND_EXTRACT | CR_COMMAND_ARCHIVE | CR_COMMAND_SEARCH),
         "term statistics of your own articles, made by `courant stats`"),
    SIZE("jobs", 'j', jobs, 1, CR_MAX_JOBS, ANALYSING, "work on N threads (default: one a processor)"),
    FLAG("strict", 0, strict, ANALYSING & ~(unsigned)CR_COMMAND_SEARCH, "stop at the first bad record or file"),
    FLAG("keep-going", 'k', keep_going,
         (READING & ~(unsigned)CR_COMMAND_SEARCH) | CR_COMMAND_PUBLISH | CR_COMMAND_FETCH,
         "exit 0 even if some record or file was bad"),
    FLAG("fail-if-empty", 0, fail_if_empty, CR_COMMAND_DIGEST | CR_COMMAND_COMPANY,
         "exit 4 if there is nothing to tell"),
    FLAG("watch", 0, watch, CR_COMMAND_DIGEST | CR_COMMAND_COMPANY | CR_COMMAND_STORIES | CR_COMMAND_ARCHIVE,
         "run again whenever the files or folders named have changed"),
    FLAG("quiet", 'q', quiet, ANALYSING | CR_COMMAND_FETCH, "no progress and no warnings"),
    FLAG("verbose", 'v', verbose, ANALYSING | CR_COMMAND_FETCH, "say more of what is done"),
};

const cr_setting *cr_settings(size_t *n)
{
    *n = sizeof SETTINGS / sizeof *SETTINGS;
    return SETTINGS;
}

void cr_config_init(cr_config *config)
{
    *config = (cr_config){.input_format = "auto", .fetch = {.parallel = 8, .timeout = 30, .max_size = 4 * CR_MIB}};
}

void cr_config_release(cr_config *config)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (SETTINGS[i].kind == CR_SETTING_LIST)
            free(((cr_list *)((char *)config + SETTINGS[i].offset))->items);
    for (size_t i = 0; i < config->n_readers; i++) {
        free(config->readers[i].companies.items);
        free(config->readers[i].mute.items);
        free(config->readers[i].boost.items);
    }
    free(config->sources);
    free(config->outputs);
    free(config->readers);
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

void cr_list_add(cr_list *list, const char *value)
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
        cr_list_add(field, cr_arena_copy(&config->arena, cr_view_of(value)).data);
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

_Static_assert(sizeof SETTINGS / sizeof *SETTINGS <= 128, "cr_config.given holds a bit a setting");

const cr_setting *cr_setting_find(const char *name)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (strcmp(SETTINGS[i].name, name) == 0)
            return &SETTINGS[i];
    return NULL;
}

bool cr_config_is_given(const cr_config *config, const cr_setting *setting)
{
    size_t i = (size_t)(setting - SETTINGS);
    return config->given[i / 64] >> i % 64 & 1;
}

cr_status cr_config_set(cr_config *config, const char *name, const char *value, cr_error *error)
{
    const cr_setting *setting = cr_setting_find(name);
    if (!setting)
        return unknown(name, error);
    cr_status status = set_value(config, setting, value, error);
    size_t i = (size_t)(setting - SETTINGS);
    if (!status)
        config->given[i / 64] |= (uint64_t)1 << i % 64;
    return status;
}

const char *cr_config_get(cr_config *config, const char *name)
{
    const cr_setting *setting = cr_setting_find(name);
    if (!setting || !cr_config_is_given(config, setting))
        return NULL;
    const void *field = (const char *)config + setting->offset;
    const char *value = NULL;
    cr_buf text = {0};
    switch (setting->kind) {
    case CR_SETTING_FLAG:
        return *(const bool *)field ? "true" : "false";
    case CR_SETTING_SIZE:
        cr_buf_append_size(&text, *(const size_t *)field);
        break;
    case CR_SETTING_DAY:
        cr_date_append(&text, *(const cr_date *)field);
        break;
    case CR_SETTING_LIST:
        return ((const cr_list *)field)->items[0];
    default:
        return *(const char *const *)field;
    }
    value = cr_arena_copy(&config->arena, cr_buf_view(&text)).data;
    cr_buf_release(&text);
    return value;
}

cr_status cr_config_check_format(const cr_config *config, unsigned command, cr_error *error)
{
    static const struct {
        const char *format;
        unsigned commands;
        const char *who;
    } LIMITED[] = {{"html", CR_COMMAND_DIGEST | CR_COMMAND_COMPANY, "digests and company pages"},
                   {"mail", CR_COMMAND_DIGEST, "digests"}};
    for (size_t i = 0; config->format && i < sizeof LIMITED / sizeof *LIMITED; i++)
        if (strcmp(config->format, LIMITED[i].format) == 0 && !(command & LIMITED[i].commands))
            return cr_error_set(error, CR_USAGE, "only %s are written as '%s'", LIMITED[i].who, config->format);
    return CR_OK;
}
