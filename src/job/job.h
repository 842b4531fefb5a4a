/* Jobs: one file a command. A job calls the layers in order and hands the result of each to the next. */
#ifndef CR_JOB_JOB_H
#define CR_JOB_JOB_H

#include "base/error.h"
#include "base/view.h"
#include "config/config.h"

typedef enum cr_level { CR_WARNING, CR_NOTE } cr_level;

/* What a job writes and says; any callback but write may be NULL. */
typedef struct cr_io {
    void *context;
    bool (*write)(void *context, const char *bytes, size_t size);  // false: it cannot be written
    void (*message)(void *context, cr_level level, const char *text);
    void (*progress)(void *context, size_t done, size_t total, const char *what);
} cr_io;

/* How it went. */
typedef struct cr_report {
    size_t n_articles;  // read
    size_t n_failed;    // files and records that could not be used
    bool empty;         // there was nothing to tell
} cr_report;

/* A job reads files, folders and "-". Records that fail are counted and told, and the rest goes on, unless config->strict. */
typedef cr_status cr_job(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error);

cr_job cr_job_summarize;
cr_job cr_job_analyze;
cr_job cr_job_digest;
cr_job cr_job_evaluate;
cr_job cr_job_stats;
cr_job cr_job_stories;
cr_job cr_job_extract;
cr_job cr_job_archive;  // files: a verb, and what it is about
cr_job cr_job_search;   // files: words
cr_job cr_job_fetch;    // files: addresses of feeds, and OPML files
cr_job cr_job_company;
cr_job cr_job_publish;
cr_job cr_job_init;       // writes a configuration to begin with
cr_job cr_job_templates;  // CR_INPUT if a template has a fault
cr_job cr_job_verify;     // CR_INPUT if something is not proven

/* ---- for the jobs themselves -------------------------------------------------------------------------------------- */

cr_status cr_io_write(const cr_io *io, cr_view bytes, cr_error *error);
void cr_io_warn(const cr_io *io, const cr_config *config, const cr_error *problem);
void cr_io_progress(const cr_io *io, size_t done, size_t total, const char *what);

#endif
