#include "base/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80, WIDEST_BAR = 40 };
static const double INTERVAL = 0.1;  // seconds between two drawings

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void cr_progress_init(cr_progress *progress, FILE *stream, bool wanted)
{
    const char *terminal = getenv("TERM");
    struct winsize size;
    *progress = (cr_progress){.stream = stream, .columns = DEFAULT_COLUMNS};
    progress->shown = wanted && isatty(fileno(stream)) && !(terminal && strcmp(terminal, "dumb") == 0);
    if (progress->shown && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        progress->columns = size.ws_col;
}

void cr_progress_update(cr_progress *progress, size_t done, size_t total, const char *what)
{
    if (!progress->shown)
        return;
    double time = now();
    if (progress->drawn && time - progress->last < INTERVAL)
        return;
    progress->last = time;
    progress->drawn = true;
    char line[160];
    int bar = progress->columns / 3 < WIDEST_BAR ? progress->columns / 3 : WIDEST_BAR;
    if (total > 0 && bar >= 5) {
        int full = (int)((double)bar * (double)(done < total ? done : total) / (double)total);
        char drawn[WIDEST_BAR + 1];
        memset(drawn, '-', (size_t)bar);
        memset(drawn, '#', (size_t)full);
        drawn[bar] = '\0';
        snprintf(line, sizeof line, "[%s] %zu/%zu %s", drawn, done, total, what);
    } else {
        snprintf(line, sizeof line, "%zu %s", done, what);
    }
    // one column is left free: a full line would wrap
    fprintf(progress->stream, "\r\033[K%.*s", progress->columns - 1, line);
    fflush(progress->stream);
}

void cr_progress_finish(cr_progress *progress)
{
    if (!progress->drawn)
        return;
    fputs("\r\033[K", progress->stream);
    fflush(progress->stream);
    progress->drawn = false;
}
