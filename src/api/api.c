#include "api/courant.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/file.h"
#include "job/job.h"
#include "job/tools.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

/* The public enumerations are the inner ones under public names. */
_Static_assert((int)COURANT_LIBRARY == (int)CR_LIBRARY && (int)COURANT_USAGE == (int)CR_USAGE, "status codes differ");
_Static_assert((int)COURANT_STATS == (int)CR_COMMAND_STATS && (int)COURANT_DIGEST == (int)CR_COMMAND_DIGEST &&
                   (int)COURANT_STORIES == (int)CR_COMMAND_STORIES && (int)COURANT_COMPANY == (int)CR_COMMAND_COMPANY &&
                   (int)COURANT_VERIFY == (int)CR_COMMAND_VERIFY && (int)COURANT_EXTRACT == (int)CR_COMMAND_EXTRACT &&
                   (int)COURANT_ARCHIVE == (int)CR_COMMAND_ARCHIVE && (int)COURANT_SEARCH == (int)CR_COMMAND_SEARCH &&
                   (int)COURANT_INIT == (int)CR_COMMAND_INIT && (int)COURANT_PUBLISH == (int)CR_COMMAND_PUBLISH,
               "commands differ");

const char *courant_version(void)
{
    return COURANT_VERSION;
}

static courant_status hand_out(cr_status status, const cr_error *inner, courant_error *error)
{
    if (status && error && !error->status) {
        error->status = (courant_status)status;
        cr_error_format(inner, error->text, sizeof error->text);
    }
    return (courant_status)status;
}

/* ---- options ------------------------------------------------------------------------------------------------------ */

struct courant_config {
    cr_config inner;
};

bool courant_option_get(size_t i, courant_option *option)
{
    size_t n;
    const cr_setting *settings = cr_settings(&n);
    if (i >= n)
        return false;
    const cr_setting *s = &settings[i];
    *option = (courant_option){
        s->name, s->letter, s->argument, s->help, s->commands, s->choices, s->kind == CR_SETTING_LIST};
    return true;
}

courant_config *courant_config_new(void)
{
    courant_config *config = cr_allocate(1, sizeof *config);
    cr_config_init(&config->inner);
    return config;
}

void courant_config_free(courant_config *config)
{
    if (config)
        cr_config_release(&config->inner);
    free(config);
}

courant_status courant_config_set(courant_config *config, const char *name, const char *value, courant_error *error)
{
    cr_error inner = {0};
    return hand_out(cr_config_set(&config->inner, name, value, &inner), &inner, error);
}

courant_status courant_config_load(courant_config *config, const char *path, courant_error *error)
{
    cr_error inner = {0};
    return hand_out(cr_config_read(&config->inner, path, &inner), &inner, error);
}

const char *courant_config_get(courant_config *config, const char *name)
{
    return cr_config_get(&config->inner, name);
}

courant_status courant_config_set_secret(courant_config *config, const char *name, const char *value,
                                         courant_error *error)
{
    cr_error inner = {0};
    return hand_out(cr_config_set_secret(&config->inner, name, value, &inner), &inner, error);
}

void courant_config_set_data(courant_config *config, const char *folder)
{
    config->inner.data = folder ? cr_arena_copy(&config->inner.arena, cr_view_of(folder)).data : NULL;
}

/* ---- whole runs --------------------------------------------------------------------------------------------------- */

static const struct {
    courant_command command;
    cr_job *job;
} JOBS[] = {
    {COURANT_SUMMARIZE, cr_job_summarize}, {COURANT_DIGEST, cr_job_digest}, {COURANT_ANALYZE, cr_job_analyze},
    {COURANT_EVALUATE, cr_job_evaluate},   {COURANT_STATS, cr_job_stats},   {COURANT_STORIES, cr_job_stories},
    {COURANT_COMPANY, cr_job_company},     {COURANT_VERIFY, cr_job_verify}, {COURANT_EXTRACT, cr_job_extract},
    {COURANT_TEMPLATES, cr_job_templates}, {COURANT_INIT, cr_job_init},     {COURANT_PUBLISH, cr_job_publish},
    {COURANT_ARCHIVE, cr_job_archive},     {COURANT_SEARCH, cr_job_search}, {COURANT_FETCH, cr_job_fetch},
};

static void pass_message(void *context, cr_level level, const char *text)
{
    const courant_io *io = context;
    if (io->message)
        io->message(io->context, level == CR_WARNING ? COURANT_WARNING : COURANT_NOTE, text);
}

static bool pass_write(void *context, const char *bytes, size_t size)
{
    const courant_io *io = context;
    return io->write(io->context, bytes, size);
}

static void pass_progress(void *context, size_t done, size_t total, const char *what)
{
    const courant_io *io = context;
    if (io->progress)
        io->progress(io->context, done, total, what);
}

/* What the configuration names as files and folders of articles; NULL: none, or the command takes none from it. */
static const char **files_of(const cr_config *config, courant_command command, size_t *n)
{
    const unsigned commands = COURANT_DIGEST | COURANT_COMPANY | COURANT_STORIES;
    const char **files = cr_allocate(config->n_sources + 1, sizeof *files);
    *n = 0;
    for (size_t i = 0; i < config->n_sources && (commands & (unsigned)command) && !config->archive; i++)
        if (config->sources[i].files)
            files[(*n)++] = config->sources[i].files;
    if (*n)
        return files;
    free(files);
    return NULL;
}

courant_status courant_run(courant_command command, const courant_config *config, const char *const *files,
                           size_t n_files, const courant_io *io, courant_report *report, courant_error *error)
{
    cr_error inner = {0};
    cr_report inner_report = {0};
    courant_io caller = *io;
    cr_io inner_io = {&caller, pass_write, pass_message, pass_progress};
    const char **configured = n_files ? NULL : files_of(&config->inner, command, &n_files);
    if (configured)
        files = configured;
    cr_status status = cr_error_set(&inner, CR_USAGE, "unknown command %d", (int)command);
    for (size_t i = 0; i < sizeof JOBS / sizeof *JOBS; i++) {
        if (JOBS[i].command != command)
            continue;
        cr_error_clear(&inner);
        status = cr_config_check_format(&config->inner, (unsigned)command, &inner);
        if (!status)
            status = JOBS[i].job(&config->inner, files, n_files, &inner_io, &inner_report, &inner);
    }
    free(configured);
    if (report)
        *report = (courant_report){inner_report.n_articles, inner_report.n_failed, inner_report.empty};
    return hand_out(status, &inner, error);
}

/* ---- one text at a time ------------------------------------------------------------------------------------------- */

struct courant {
    cr_tools tools;
};

courant *courant_new(const courant_config *config, courant_error *error)
{
    cr_error inner = {0};
    cr_config one = {0};
    courant *c = cr_allocate_zeroed(1, sizeof *c);
    cr_config_init(&one);
    if (config)
        one = config->inner;  // only read: strings stay the caller's config's
    one.jobs = 1;
    cr_analyser_options options = {.lang = one.lang};
    cr_status status = cr_tools_init(&c->tools, &one, &options, &inner);
    if (hand_out(status, &inner, error) == COURANT_OK)
        return c;
    courant_free(c);
    return NULL;
}

void courant_free(courant *c)
{
    if (c)
        cr_tools_release(&c->tools);
    free(c);
}

typedef struct owned_summary {
    courant_summary public;  // first: a pointer to it is a pointer to the whole
    cr_arena arena;
} owned_summary;

static void copy_sentences(owned_summary *owned, const cr_document *document, const cr_summary *summary)
{
    courant_sentence *sentences = CR_ARENA_ARRAY(&owned->arena, courant_sentence, summary->n_chosen);
    cr_buf line = {0};
    for (size_t i = 0; i < summary->n_chosen; i++) {
        const cr_sentence *sentence = &document->sentences[summary->chosen[i].sentence];
        cr_buf_clear(&line);
        cr_buf_append_squeezed(&line, cr_document_sentence(document, summary->chosen[i].sentence));
        cr_view text = cr_arena_copy(&owned->arena, cr_buf_view(&line));
        sentences[i] = (courant_sentence){sentence->start, sentence->end, text.data, text.size,
                                          summary->chosen[i].score};
    }
    cr_buf_release(&line);
    owned->public.lang = cr_arena_copy(&owned->arena, cr_view_of(document->lang)).data;
    owned->public.sentences = sentences;
    owned->public.n_sentences = summary->n_chosen;
}

courant_summary *courant_summarize_text(courant *c, const char *text, size_t size, const char *lang, size_t words,
                                        courant_error *error)
{
    cr_error inner = {0};
    cr_worker *worker = &c->tools.workers[0];
    cr_article article = {.text = {text, size}, .lang = cr_view_of(lang), .lang_binding = lang != NULL};
    cr_document document;
    cr_summary summary;
    cr_summary_options options = {.budget = {.words = words}, .background = c->tools.background};
    cr_status status = CR_OK;
    size_t valid = cr_utf8_valid(article.text);
    if (valid < size)
        status = cr_error_set(&inner, CR_INPUT, "ill-formed UTF-8 at byte %zu", valid);
    if (!status)
        status = cr_analyse(worker->analyser, &article, &worker->arena, &document, &inner);
    const cr_document *documents[] = {&document};
    if (!status)
        status = cr_summarize(documents, 1, NULL, &options, &worker->arena, &summary, &inner);
    owned_summary *owned = NULL;
    if (!status) {
        owned = cr_allocate_zeroed(1, sizeof *owned);
        copy_sentences(owned, &document, &summary);
    }
    cr_arena_clear(&worker->arena);
    hand_out(status, &inner, error);
    return owned ? &owned->public : NULL;
}

void courant_summary_free(courant_summary *summary)
{
    owned_summary *owned = (owned_summary *)summary;
    if (owned)
        cr_arena_release(&owned->arena);
    free(owned);
}
