/* Courant: a multilingual news summariser and digest generator, as a library.
 *
 * This header is all there is to learn. Two ways to use it:
 *
 *   - one text at a time: courant_new, courant_summarize_text, courant_free;
 *   - whole runs, as the program makes them: set options by the names of the program's own, and courant_run a command
 *     over files, with callbacks for what is written and what is said.
 *
 * Texts are UTF-8. Offsets are bytes. Nothing is printed, nothing exits, no mutable global exists. An object may be used by
 * one thread at a time; different objects by different threads. The same input gives the same bytes, whatever the number of
 * threads, the locale, the time zone and the day.
 *
 *     courant_error error = {0};
 *     courant *c = courant_new(NULL, &error);
 *     courant_summary *s = c ? courant_summarize_text(c, text, size, NULL, 60, &error) : NULL;
 *     for (size_t i = 0; s && i < s->n_sentences; i++)
 *         printf("%.*s\n", (int)s->sentences[i].size, s->sentences[i].text);
 *     courant_summary_free(s);
 *     courant_free(c);
 */
#ifndef COURANT_H
#define COURANT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define COURANT_API __attribute__((visibility("default")))
#else
#define COURANT_API
#endif

/* ---- errors ------------------------------------------------------------------------------------------------------- */

typedef enum courant_status {
    COURANT_OK = 0,
    COURANT_USAGE,  /* an option or argument is wrong */
    COURANT_INPUT,  /* what was read is malformed */
    COURANT_IO,     /* the system refused to read or write */
    COURANT_LIMIT,  /* an input is larger than Courant takes */
    COURANT_LIBRARY /* a library underneath failed */
} courant_status;

/* Zero-initialise it. The first error wins: one that is set is kept. */
typedef struct courant_error {
    courant_status status;
    char text[1200]; /* "'file':line:column: what is wrong", NUL-terminated */
} courant_error;

/* "0.1.0" */
COURANT_API const char *courant_version(void);

/* ---- options ------------------------------------------------------------------------------------------------------ */

typedef enum courant_command {
    COURANT_SUMMARIZE = 1 << 0,
    COURANT_DIGEST = 1 << 1,
    COURANT_ANALYZE = 1 << 2,
    COURANT_EVALUATE = 1 << 3,
    COURANT_STATS = 1 << 4,
    COURANT_STORIES = 1 << 5,
    COURANT_COMPANY = 1 << 6,
    COURANT_VERIFY = 1 << 7, /* files: digests; what they were made of is the option "articles" */
    COURANT_EXTRACT = 1 << 8,
    COURANT_FETCH = 1 << 9,      /* files: addresses of feeds, OPML files; none: the sources of the configuration */
    COURANT_ARCHIVE = 1 << 10,   /* files: a verb, and what it is about */
    COURANT_SEARCH = 1 << 11,    /* files: words */
    COURANT_TEMPLATES = 1 << 13, /* files: "check" or "list", and a folder of templates, or none */
    COURANT_PUBLISH = 1 << 12,   /* files: the articles, or none: those of the configuration */
    COURANT_INIT = 1 << 14       /* files: the folder to write to, or none: the current one */
} courant_command;

/* One option: what it is called and what it takes. */
typedef struct courant_option {
    const char *name;           /* "group-by" */
    char letter;                /* short form, 0 if it has none */
    const char *argument;       /* "FILE", NULL for a flag */
    const char *help;           /* one line */
    unsigned commands;          /* which commands take it: courant_command bits */
    const char *const *choices; /* the values it takes, ended by NULL; NULL where there is no list of them */
    bool repeats;               /* it may be given several times */
} courant_option;

/* Option number i, in the order of help; false behind the last. The strings are static. */
COURANT_API bool courant_option_get(size_t i, courant_option *option);

typedef struct courant_config courant_config;

COURANT_API courant_config *courant_config_new(void);
COURANT_API void courant_config_free(courant_config *config); /* takes NULL */

/* Sets an option by name. value is NULL (or "true", "false") for a flag. It is copied. COURANT_USAGE if there is no such
 * option or it does not take the value. */
COURANT_API courant_status courant_config_set(courant_config *config, const char *name, const char *value,
                                              courant_error *error);

/* Reads a configuration file (docs/configuration.md). An option that was set before keeps its value: set first what goes before the
 * file, once a file is read no other one is. After a failure the config is of no use but to be freed. */
COURANT_API courant_status courant_config_load(courant_config *config, const char *path, courant_error *error);

/* The value of an option as text ("true" and "false" for a flag; of several the first), or NULL if it was not set. It lives as
 * long as the config. */
COURANT_API const char *courant_config_get(courant_config *config, const char *name);

/* Sets what must not stand in a file that is shown around: "mail-password". It is copied. */
COURANT_API courant_status courant_config_set_secret(courant_config *config, const char *name, const char *value,
                                                     courant_error *error);

/* Says where the data (lexicons/, digest-templates/) are. Without it the installed ones are used. */
COURANT_API void courant_config_set_data(courant_config *config, const char *folder);

/* ---- whole runs --------------------------------------------------------------------------------------------------- */

typedef enum courant_level { COURANT_WARNING, COURANT_NOTE } courant_level;

/* What a run writes and says. write must not be NULL; it returns false when it cannot write, which ends the run. */
typedef struct courant_io {
    void *context;
    bool (*write)(void *context, const char *bytes, size_t size);
    void (*message)(void *context, courant_level level, const char *text);
    void (*progress)(void *context, size_t done, size_t total, const char *what); /* total 0: not known */
} courant_io;

/* How a run went. */
typedef struct courant_report {
    size_t n_articles; /* read */
    size_t n_failed;   /* files and records that could not be used */
    bool empty;        /* there was nothing to tell */
} courant_report;

/* Runs a command over files, folders and "-" (standard input); without files, digest, company and stories take those that the
 * configuration names as sources, and else all read standard input. COURANT_OK also when some record failed: see the report. */
COURANT_API courant_status courant_run(courant_command command, const courant_config *config, const char *const *files,
                                       size_t n_files, const courant_io *io, courant_report *report,
                                       courant_error *error);

/* ---- one text at a time ------------------------------------------------------------------------------------------- */

typedef struct courant courant;

/* config may be NULL: the defaults. It is only read now. NULL on failure. */
COURANT_API courant *courant_new(const courant_config *config, courant_error *error);
COURANT_API void courant_free(courant *c); /* takes NULL */

typedef struct courant_sentence {
    size_t start, end; /* bytes of the text given */
    const char *text;  /* that slice, each run of white space one space, NUL-terminated */
    size_t size;       /* bytes of it */
    double score;
} courant_sentence;

typedef struct courant_summary {
    const char *lang;                  /* BCP 47; "und" if unknown */
    const courant_sentence *sentences; /* [n_sentences] in the order of the text */
    size_t n_sentences;
} courant_summary;

/* The key sentences of a text: whole sentences of together at most `words` words. lang is the text's language, or NULL: it is
 * found. Ill-formed UTF-8 is COURANT_INPUT. NULL on failure; free with courant_summary_free. */
COURANT_API courant_summary *courant_summarize_text(courant *c, const char *text, size_t size, const char *lang,
                                                    size_t words, courant_error *error);
COURANT_API void courant_summary_free(courant_summary *summary); /* takes NULL */

#ifdef __cplusplus
}
#endif

#endif
