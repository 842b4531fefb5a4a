#include "base/file.h"
#include "base/limits.h"
#include "job/job.h"
#include "job/tools.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char *const FILES[] = {"courant.yaml", "companies.txt"};

enum { N_FILES = sizeof FILES / sizeof *FILES };

/* Only where nothing is: a file that somebody wrote is never touched. */
static cr_status write_new(const char *path, cr_view content, cr_error *error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST)
        return cr_error_set(error, CR_IO, "'%s' is there already: it is not overwritten", path);
    if (descriptor < 0)
        return cr_error_errno(error, "write", path);
    while (content.size) {
        ssize_t written = write(descriptor, content.data, content.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            break;
        content = cr_view_slice(content, (size_t)written, content.size);
    }
    cr_status status = CR_OK;
    if (content.size || fsync(descriptor) != 0)
        status = cr_error_errno(error, "write", path);
    close(descriptor);
    if (status)
        unlink(path);  // ours, and half done
    return status;
}

cr_status cr_job_init(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                      cr_report *report, cr_error *error)
{
    cr_arena arena = {0};
    cr_buf content = {0}, told = {0};
    const char *from = NULL, *to = n_files ? files[0] : ".", *paths[N_FILES];
    (void)report;
    if (n_files > 1)
        return cr_error_set(error, CR_USAGE, "init takes one folder");
    cr_status status = cr_data_folder(config, "examples", &arena, &from, error);
    if (!status && !cr_file_is_folder(to))
        status = cr_error_set(error, CR_IO, "no folder '%s'", to);
    for (size_t i = 0; i < N_FILES && !status; i++) {  // all or nothing
        paths[i] = cr_path_join(&arena, to, FILES[i]);
        if (cr_file_exists(paths[i]))
            status = cr_error_set(error, CR_IO, "'%s' is there already: it is not overwritten", paths[i]);
    }
    size_t n_written = 0;
    for (size_t i = 0; i < N_FILES && !status; i++) {
        cr_buf_clear(&content);
        status = cr_file_read(cr_path_join(&arena, from, FILES[i]), CR_MAX_YAML, &content, error);
        if (!status)
            status = write_new(paths[i], cr_buf_view(&content), error);
        if (!status)
            cr_buf_append_format(&told, "%s\n", paths[i]);
        n_written += !status;
    }
    while (status && n_written)
        unlink(paths[--n_written]);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&told), error);
    cr_buf_release(&content);
    cr_buf_release(&told);
    cr_arena_release(&arena);
    return status;
}
