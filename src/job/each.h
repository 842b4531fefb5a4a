/* Each article on its own, through threads, in order, in bounded memory: the frame of summarize and analyze. */
#ifndef CR_JOB_EACH_H
#define CR_JOB_EACH_H

#include "job/job.h"
#include "job/tools.h"
#include "render/records.h"

typedef struct cr_each {
    const cr_config *config;
    const cr_io *io;
    cr_tools *tools;
    cr_format format;    // of what is written; in JSON a record that failed is written too, as {"id","error","line"}
    const char *list;    // its name there; NULL: nothing is written
    bool a_line_a_file;  // in JSON a file that failed is written too, not only a record
    bool keep;           // articles live on: in `arenas`
    void *context;

    /* Appends what is written for an article to out, and may leave a result. Called on any thread; the arena is
     * cleared afterwards. */
    cr_status (*handle)(void *context, cr_worker *worker, const cr_article *article, cr_arena *arena, cr_buf *out,
                        void **result, cr_error *error);

    /* Takes the results, one at a time and in order; may be NULL. Which of those behind a failure there are is up to the threads: drop
     * frees them. */
    void (*take)(void *context, void *result);
    void (*drop)(void *result);
    void (*fail)(void *context, const cr_error *problem);  // likewise what failed; may be NULL

    cr_arena *arenas;  // [n_arenas] out, with keep: of the articles; the caller releases them with cr_each_release
    size_t n_arenas, arenas_capacity;
} cr_each;

cr_status cr_each_run(cr_each *each, const char *const *files, size_t n_files, cr_report *report, cr_error *error);

/* Gives an arena into the keeping of `arenas`; it is empty afterwards. */
void cr_each_keep(cr_each *each, cr_arena *arena);
void cr_each_release(cr_each *each);

#endif
