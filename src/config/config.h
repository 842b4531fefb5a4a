/* The settings: every option of the program, in one table. Help, command line, environment and configuration file all
 * read this table and nothing else knows an option. */
#ifndef CR_CONFIG_CONFIG_H
#define CR_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

/* Commands, as bits: which settings concern which. */
enum {
    CR_COMMAND_SUMMARIZE = 1u << 0,
    CR_COMMAND_DIGEST = 1u << 1,
    CR_COMMAND_ANALYZE = 1u << 2,
    CR_COMMAND_EVALUATE = 1u << 3,
    CR_COMMAND_STATS = 1u << 4,
    CR_COMMAND_STORIES = 1u << 5,
    CR_COMMAND_COMPANY = 1u << 6,
    CR_COMMAND_VERIFY = 1u << 7,
    CR_COMMAND_EXTRACT = 1u << 8,
};

/* The values of an option that may be given several times, in their order. */
typedef struct cr_list {
    const char **items;  // [n]
    size_t n, capacity;
} cr_list;

/* The values; strings live in the config's arena. 0, NULL and false mean "not set" unless said otherwise. */
typedef struct cr_config {
    cr_arena arena;
    // what is read
    const char *input_format;  // "auto" (default), "text", "markdown", "jsonl", "json", "html"
    const char *lang;          // binding for all articles
    const char *lexicons;      // a folder laid over ours
    const char *companies;     // a list of companies laid over ours
    const char *stats;         // term statistics to use
    bool strict;               // a bad record stops the run
    bool keep_going;           // partly done counts as done
    // what is chosen
    size_t words, sentences, per_cent;
    const char *method;
    bool together;
    const char *group_by;
    bool explain;
    // the stories
    size_t window;  // days that may lie between two articles of a story that are linked
    // the digest
    const char *reader;  // languages of the reader, best first: "fr,en"
    cr_date date;
    size_t stories;       // how many at most
    cr_list mute, boost;  // phrases: articles that hold one are left out, or count more
    size_t per_source;    // stories of one paper at most
    cr_list previous;     // files of earlier editions: what they told is not told again
    bool fail_if_empty;
    // what is verified
    cr_list articles;  // files and folders that a digest was made of
    // company pages
    cr_list name;       // ids or names of the companies; none: those of `companies`
    const char *pages;  // a folder for a file a company; NULL: all go to the output
    // what is written
    const char *format;  // "text", "markdown", "json", "jsonl"; NULL: the command's own default
    const char *output;  // NULL: standard output
    size_t jobs;         // threads; 0: one a processor
    bool quiet, verbose;
    // where the program's own data are; set by the program, not by an option
    const char *data;  // folder that holds lexicons/ and digest-templates/
} cr_config;

typedef enum cr_setting_kind {
    CR_SETTING_FLAG,  // bool
    CR_SETTING_SIZE,  // size_t, from least to most
    CR_SETTING_STRING,
    CR_SETTING_CHOICE,  // a string out of choices
    CR_SETTING_DAY,     // cr_date
    CR_SETTING_LIST,    // cr_list: each value is added
} cr_setting_kind;

typedef struct cr_setting {
    const char *name;      // "group-by"
    char letter;           // 0: none
    const char *argument;  // "FILE", as help shows it; NULL for a flag
    cr_setting_kind kind;
    size_t offset;               // of the value in cr_config
    unsigned commands;           // CR_COMMAND_...
    const char *const *choices;  // NULL-terminated, of CR_SETTING_CHOICE
    size_t least, most;          // of CR_SETTING_SIZE
    const char *help;            // one line, lower case, no full stop
} cr_setting;

const cr_setting *cr_settings(size_t *n);

void cr_config_init(cr_config *config);
void cr_config_release(cr_config *config);

/* Sets one setting by name; the value is copied. value is "true" or "false" for a flag (NULL: true). CR_USAGE: unknown
 * name (a near one is suggested) or unusable value. */
cr_status cr_config_set(cr_config *config, const char *name, const char *value, cr_error *error);

#endif
