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
    CR_COMMAND_FETCH = 1u << 9,
    CR_COMMAND_ARCHIVE = 1u << 10,
    CR_COMMAND_SEARCH = 1u << 11,
    CR_COMMAND_TEMPLATES = 1u << 13,
    CR_COMMAND_PUBLISH = 1u << 12,
    CR_COMMAND_INIT = 1u << 14,
};

/* The values of an option that may be given several times, in their order. */
typedef struct cr_list {
    const char **items;  // [n]
    size_t n, capacity;
} cr_list;

/* The value is not copied. */
void cr_list_add(cr_list *list, const char *value);

/* ---- what only the configuration file can tell (docs/configuration.md) ------------------------------------------------- */

/* When the page behind an entry of a feed is fetched. */
typedef enum cr_pages_when { CR_PAGES_TEASER, CR_PAGES_ALWAYS, CR_PAGES_NEVER } cr_pages_when;

/* One of `sources`: exactly one of url, opml and files is set. Paths are as the program may open them. */
typedef struct cr_config_source {
    const char *url;    // of a feed, http or https, without user and password
    const char *opml;   // a file of feeds
    const char *files;  // a file or folder of articles
    const char *name;   // of the paper; NULL: as the feed says
    const char *lang;   // NULL: found for each article
    cr_pages_when pages;
    const char *secret;   // a file: "user:password", or "Bearer TOKEN", on its first line
    size_t line, column;  // where it begins in the configuration file
} cr_config_source;

typedef struct cr_config_fetch {
    const char *contact;  // mailto: or an address of the web, for the user agent; NULL: none
    size_t parallel;      // hosts at a time
    size_t timeout;       // seconds
    size_t max_size;      // bytes of one answer
    bool allow_private;   // local networks too
} cr_config_fetch;

typedef enum cr_output_kind {
    CR_NO_OUTPUT,
    CR_OUTPUT_MARKDOWN,
    CR_OUTPUT_HTML,
    CR_OUTPUT_TEXT,
    CR_OUTPUT_JSON,
    CR_OUTPUT_FEED,
    CR_OUTPUT_SITE,
    CR_OUTPUT_MAIL,
} cr_output_kind;

/* One of `outputs`. */
typedef struct cr_config_output {
    cr_output_kind kind;
    const char *path;     // of a file; may hold {date}
    const char *site;     // "hugo", "jekyll" or "html"
    const char *folder;   // of the site
    const char *address;  // of the site on the web, without a stroke at its end; NULL: none
    const char *to;       // of mail: "all", or the address of one reader
    size_t line, column;
} cr_config_output;

typedef struct cr_config_mail {
    const char *from;           // "Name <address>" or an address
    const char *smtp;           // smtp:// or smtps://; NULL: not sent so
    const char *user;           // of the SMTP server
    const char *password_file;  // its first line is the password
    const char *password;       // from the environment; goes before the file
    const char *sendmail;       // a command line that takes the message; NULL: not sent so
    const char *unsubscribe;    // https: or mailto:
    bool always;                // also when there is nothing to tell
} cr_config_mail;

/* One of `readers`. What is not set is as in the settings at large. */
typedef struct cr_config_reader {
    const char *address, *name;
    const char *reader;  // languages, best first: "fr,en"
    cr_list companies, mute, boost;
    size_t line, column;
} cr_config_reader;

/* The values; strings live in the config's arena. 0, NULL and false mean "not set" unless said otherwise. */
typedef struct cr_config {
    cr_arena arena;
    const char *config;         // the configuration file asked for; "none": none
    const char *file;           // the configuration file that was read; NULL: none
    cr_config_source *sources;  // [n_sources]
    size_t n_sources;
    cr_config_fetch fetch;
    cr_config_output *outputs;  // [n_outputs]
    size_t n_outputs;
    cr_config_mail mail;
    cr_config_reader *readers;  // [n_readers]
    size_t n_readers;
    const char *archive;    // a file
    size_t days;            // that are read from it, the last one being `date`
    const char *profile;    // name of the digest whose editions it keeps; NULL: daily
    bool retell;            // heed no earlier edition
    bool store;             // keep the edition
    bool anew;              // make the day's editions anew, but for those that were mailed
    bool dry_run;           // change nothing
    bool force;             // take out also what editions cite
    cr_date seen;           // of what is added; none: now
    cr_date before;         // prune what is of earlier days
    size_t limit;           // articles that are listed, hits that are shown
    bool newest;            // the newest hits first
    const char *templates;  // a folder laid over digest-templates/
    uint64_t given[2];      // bit i: setting i was set
    // what is read
    const char *input_format;  // "auto" (default), "text", "markdown", "jsonl", "json", "html", "feed"
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
    const char *site;       // "hugo", "jekyll" or "html": the digest becomes part of one; NULL: of none
    const char *folder;     // of the site
    const char *address;    // of the site on the web; NULL: none
    const char *from, *to;  // of a digest as a mail: addresses; NULL: those of the configuration, nobody
    // what is verified
    cr_list articles;  // files and folders that a digest was made of
    // what is fetched; 0, NULL and false: as in `fetch`
    size_t parallel, timeout, max_size;  // hosts at a time, seconds, MiB
    bool allow_private;
    const char *contact;
    // company pages
    cr_list name;       // ids or names of the companies; none: those of `companies`
    const char *pages;  // a folder for a file a company; NULL: all go to the output
    // what is written
    const char *format;  // "text", "markdown", "json", "jsonl"; NULL: the command's own default
    const char *output;  // NULL: standard output
    size_t jobs;         // threads; 0: one a processor
    bool watch;          // run again when the files have changed
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
    bool is_path;                // relative in a configuration file: to the folder of the file
    bool joins;                  // a list in a configuration file is joined by commas
    const char *help;            // one line, lower case, no full stop
} cr_setting;

const cr_setting *cr_settings(size_t *n);

void cr_config_init(cr_config *config);
void cr_config_release(cr_config *config);

/* Sets one setting by name; the value is copied. value is "true" or "false" for a flag (NULL: true). CR_USAGE: unknown
 * name (a near one is suggested) or unusable value. */
cr_status cr_config_set(cr_config *config, const char *name, const char *value, cr_error *error);

/* CR_USAGE if the command, one of CR_COMMAND_..., does not write the format that is set. */
cr_status cr_config_check_format(const cr_config *config, unsigned command, cr_error *error);

/* The value of a setting as text, in the config's arena; of a list its first. NULL: it was never set, or there is no such one. */
const char *cr_config_get(cr_config *config, const char *name);

/* The entry of the table, or NULL. */
const cr_setting *cr_setting_find(const char *name);

/* True if the setting, one of the table, was set. */
bool cr_config_is_given(const cr_config *config, const cr_setting *setting);

#endif
