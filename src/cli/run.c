#include "cli/cli.h"

#include "base/file.h"
#include "base/progress.h"

#include <string.h>

/* Where the output goes: standard output, or a file that appears only when it is whole. */
typedef struct output {
    bool to_file;
    cr_file_writer writer;
    cr_error error;
    cr_progress progress;
} output;

static bool write_output(void *context, const char *bytes, size_t size)
{
    output *out = context;
    if (out->to_file)
        return cr_file_writer_write(&out->writer, (cr_view){bytes, size}, &out->error) == CR_OK;
    if (fwrite(bytes, 1, size, stdout) == size)
        return true;
    cr_error_errno(&out->error, "write", "standard output");
    return false;
}

static void say(void *context, courant_level level, const char *text)
{
    output *out = context;
    cr_progress_finish(&out->progress);
    fprintf(stderr, "courant: %s%s\n", level == COURANT_WARNING ? "" : "note: ", text);
}

static void show_progress(void *context, size_t done, size_t total, const char *what)
{
    output *out = context;
    cr_progress_update(&out->progress, done, total, what);
}

static int complain(const char *text)
{
    fprintf(stderr, "courant: %s\n", text);
    return EXIT_FAILED;
}

static int complain_of(const cr_error *error)
{
    char text[CR_ERROR_SOURCE_SIZE + CR_ERROR_TEXT_SIZE + 64];
    cr_error_format(error, text, sizeof text);
    return complain(text);
}

/* Ends the output: a file is put in its place, standard output is flushed and checked. */
static int finish(output *out, bool good)
{
    if (out->to_file && !good)
        cr_file_writer_abandon(&out->writer);
    else if (out->to_file)
        cr_file_writer_commit(&out->writer, &out->error);
    else if (fflush(stdout) != 0 || ferror(stdout))
        cr_error_errno(&out->error, "write", "standard output");  // unless an error is known already
    return out->error.status ? complain_of(&out->error) : EXIT_DONE;
}

int cli_run(const cli_command *command, const cli_arguments *arguments)
{
    output out = {.to_file = arguments->output && strcmp(arguments->output, "-") != 0};
    courant_error error = {0};
    courant_report report = {0};
    if (out.to_file)
        cr_file_clean(arguments->output);  // of runs that were stopped
    if (out.to_file && cr_file_writer_open(&out.writer, arguments->output, &out.error))
        return complain_of(&out.error);
    cr_progress_init(&out.progress, stderr, !arguments->quiet);
    courant_io io = {&out, write_output, say, show_progress};
    courant_status status = courant_run(command->command, arguments->config, arguments->files, arguments->n_files, &io,
                                        &report, &error);
    cr_progress_finish(&out.progress);
    if (out.error.status)  // what could not be written is the cause, whatever the run says of it
        return finish(&out, false);
    int code = finish(&out, status == COURANT_OK);
    if (status) {
        complain(error.text);
        return status == COURANT_USAGE ? EXIT_USAGE : EXIT_FAILED;
    }
    if (code)
        return code;
    if (report.n_failed > 0 && !arguments->keep_going)
        return EXIT_PARTLY;
    return report.empty && arguments->fail_if_empty ? EXIT_EMPTY : EXIT_DONE;
}
