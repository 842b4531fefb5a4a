/* Commands that are not there yet. */
#include "job/job.h"

#define PENDING(name)                                                                                                \
    __attribute__((weak)) cr_status name(const cr_config *config, const char *const *files, size_t n_files,          \
                                         const cr_io *io, cr_report *report, cr_error *error)                        \
    {                                                                                                                \
        (void)config, (void)files, (void)n_files, (void)io, (void)report;                                            \
        return cr_error_set(error, CR_USAGE, "not there yet");                                                       \
    }

PENDING(cr_job_digest)
PENDING(cr_job_stats)
