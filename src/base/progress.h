/* A progress bar on standard error, drawn only when it is a terminal. The program owns one; the library only reports to it
 * through the callback that it was given. */
#ifndef CR_BASE_PROGRESS_H
#define CR_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct cr_progress {
    FILE *stream;  // where it is drawn
    bool shown;    // false: nothing is drawn
    int columns;   // width of the terminal
    double last;   // when it was last drawn, seconds
    bool drawn;
} cr_progress;

/* Shown if the stream is a terminal, TERM is not "dumb" and wanted is true. */
void cr_progress_init(cr_progress *progress, FILE *stream, bool wanted);

/* done of total (0: not known), at most ten times a second. */
void cr_progress_update(cr_progress *progress, size_t done, size_t total, const char *what);

/* Wipes the bar. */
void cr_progress_finish(cr_progress *progress);

#endif
