#include "job/job.h"

cr_status cr_io_write(const cr_io *io, cr_view bytes, cr_error *error)
{
    if (bytes.size && !io->write(io->context, bytes.data, bytes.size))
        return cr_error_set(error, CR_IO, "cannot write the output");
    return CR_OK;
}

void cr_io_warn(const cr_io *io, const cr_config *config, const cr_error *problem)
{
    char text[CR_ERROR_SOURCE_SIZE + CR_ERROR_TEXT_SIZE + 64];
    if (!io->message || config->quiet)
        return;
    cr_error_format(problem, text, sizeof text);
    io->message(io->context, CR_WARNING, text);
}

void cr_io_progress(const cr_io *io, size_t done, size_t total, const char *what)
{
    if (io->progress)
        io->progress(io->context, done, total, what);
}
