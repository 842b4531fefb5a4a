/* Each article on its own, through threads, in order, in bounded memory: the frame of summarize and analyze. */
#ifndef CR_JOB_EACH_H
#define CR_JOB_EACH_H

#include "job/job.h"
#include "job/tools.h"

typedef struct cr_each {
    const cr_config *config;
    const cr_io *io;
    cr_tools *tools;
    bool jsonl;           // output is JSON lines: a failure becomes a line of its own
    const char *progress; // what is counted: "articles summarised"
    void *context;

    /* Appends what is written for an article. The document lives in the worker's arena, which also serves as scratch. */
    cr_status (*handle)(void *context, cr_worker *worker, const cr_article *article, cr_buf *out, cr_error *error);
} cr_each;

cr_status cr_each_run(const cr_each *each, const char *const *files, size_t n_files, cr_report *report, cr_error *error);

#endif
