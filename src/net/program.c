#include "net/program.h"

#include "base/arena.h"
#include "base/buf.h"
#include "format/line.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum {
    TICK = 20,        // milliseconds between two looks at the program
    COMPLAINT = 300,  // bytes of what it says that are told
    // of sysexits.h, which is no standard's
    EXIT_DATA = 65,
    EXIT_NO_USER = 67,
    EXIT_NO_HOST = 68,
    EXIT_NOT_RUN = 127,  // POSIX's, where the child alone knows that there is no such program
};

/* The message in a file that has no name: a program that reads nothing, or not at once, blocks nobody and raises no signal. */
static FILE *make_input(cr_view message, cr_error *error)
{
    FILE *file = tmpfile();
    bool good = file != NULL;
    for (size_t start = 0; good && start < message.size;) {
        ptrdiff_t found = cr_view_find(cr_view_slice(message, start, message.size), CR_VIEW("\r\n"));
        size_t end = found < 0 ? message.size : start + (size_t)found;
        good = fwrite(message.data + start, 1, end - start, file) == end - start;
        if (good && end < message.size)
            good = fputc('\n', file) != EOF;
        start = end + (end < message.size ? 2 : 0);
    }
    if (good && fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
        return file;
    cr_error_errno(error, "write", "a temporary file");
    if (file)
        fclose(file);
    return NULL;
}

/* The first line of what the program said. */
static void read_complaint(FILE *said, cr_buf *out)
{
    char bytes[COMPLAINT];
    ssize_t size = pread(fileno(said), bytes, sizeof bytes, 0);
    cr_view rest = {bytes, size > 0 ? (size_t)size : 0}, line;
    if (cr_view_next_line(&rest, &line) && cr_view_trim(line).size) {
        cr_buf_append_string(out, ": ");
        cr_line_append(out, line);
    }
}

static bool asks_for_headers(char *const *arguments)
{
    for (size_t i = 1; arguments[i]; i++)
        if (strcmp(arguments[i], "-t") == 0)
            return true;
    return false;
}

/* Waits; a program that takes too long is ended. */
static int wait_for(pid_t child, size_t timeout, bool *is_late)
{
    int status = 0;
    const struct timespec tick = {0, TICK * 1000000L};
    for (size_t ticks = timeout * 1000 / TICK; ticks > 0; ticks--) {
        pid_t done = waitpid(child, &status, WNOHANG);
        if (done == child)
            return status;
        if (done < 0 && errno != EINTR)
            return -1;
        nanosleep(&tick, NULL);
    }
    *is_late = true;
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static void judge(const char *program, int status, bool is_late, FILE *said, cr_sent *sent)
{
    cr_buf complaint = {0};
    read_complaint(said, &complaint);
    const char *text = complaint.data ? complaint.data : "";
    int code = status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == 0) {
        sent->outcome = CR_SENT;
    } else if (is_late) {
        sent->is_unsure = true;
        cr_error_set(&sent->reason, CR_IO, "'%s' took too long and was ended%s", program, text);
    } else if (code == EXIT_NOT_RUN && !complaint.size) {
        sent->is_down = true;
        cr_error_set(&sent->reason, CR_IO, "cannot run '%s'", program);
    } else if (code > 0) {
        sent->outcome = code == EXIT_DATA || code == EXIT_NO_USER || code == EXIT_NO_HOST ? CR_SENT_REFUSED
                                                                                          : CR_SENT_FAILED;
        cr_error_set(&sent->reason, CR_IO, "'%s' failed with exit code %d%s", program, code, text);
    } else {
        sent->is_unsure = true;
        cr_error_set(&sent->reason, CR_IO, "'%s' did not end by itself%s", program, text);
    }
    cr_buf_release(&complaint);
}

void cr_program_send(char *const *arguments, size_t n, size_t timeout, const char *to, cr_view message, cr_sent *sent)
{
    cr_arena arena = {0};
    char **complete = CR_ARENA_ZEROED(&arena, char *, n + 3);
    FILE *input = make_input(message, &sent->reason), *said = tmpfile();
    posix_spawn_file_actions_t actions;
    pid_t child;
    memcpy(complete, arguments, n * sizeof *complete);
    if (!asks_for_headers(arguments))
        complete[n] = (char *)cr_arena_copy(&arena, cr_view_of(to)).data;  // no option: it begins with no "-"
    if (input && said && posix_spawn_file_actions_init(&actions) == 0) {
        bool is_late = false;
        posix_spawn_file_actions_adddup2(&actions, fileno(input), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, fileno(said), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, fileno(said), STDERR_FILENO);
        for (size_t i = 0; i < 2; i++) {
            int descriptor = fileno(i ? said : input);
            if (descriptor > STDERR_FILENO)
                posix_spawn_file_actions_addclose(&actions, descriptor);
        }
        int failure = posix_spawnp(&child, complete[0], &actions, NULL, complete, environ);
        posix_spawn_file_actions_destroy(&actions);
        if (failure) {
            sent->is_down = true;
            cr_error_set(&sent->reason, CR_IO, "cannot run '%s': %s", complete[0], strerror(failure));
        } else {
            int status = wait_for(child, timeout, &is_late);
            judge(complete[0], status, is_late, said, sent);
        }
    } else {
        cr_error_errno(&sent->reason, "open", "a temporary file");
    }
    if (input)
        fclose(input);
    if (said)
        fclose(said);
    cr_arena_release(&arena);
}
