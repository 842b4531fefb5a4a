/* Makes the nth call on an archive's files fail, or ends the process there as kill -9 would. Loaded with LD_PRELOAD.
 *
 * INJECT_PATH: what the files' paths begin with. INJECT_AT: which call, from 1 on; 0: none is touched. INJECT_DO: "kill" (before the
 * call), "torn" (half of a write is done first), or a number of errno, for calls that write. INJECT_COUNT: a file that gets the number
 * of calls and of those that write, when the run comes to its end.
 *
 * Counted are the calls on descriptors of these files and on standard output, and those that name these paths. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { MOST = 1024 };

static bool is_ours[MOST];  // descriptors
static long n_calls, n_writes;

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static bool is_path(const char *path)
{
    const char *wanted = setting("INJECT_PATH");
    return *wanted && path && strncmp(path, wanted, strlen(wanted)) == 0;
}

static bool is_descriptor(int descriptor)
{
    return descriptor == 1 || (descriptor >= 0 && descriptor < MOST && is_ours[descriptor]);
}

/* A call that counts comes: true if it must fail. `half` does half of a write. */
static bool strike(bool writes, void (*half)(void *context), void *context)
{
    long at = strtol(setting("INJECT_AT"), NULL, 10);
    const char *what = setting("INJECT_DO");
    bool is_error = *what >= '0' && *what <= '9';
    n_calls++;
    n_writes += writes;
    if (at == 0 || (is_error ? !writes || n_writes < at : n_calls != at))
        return false;
    if (is_error) {  // a full disk stays full
        errno = (int)strtol(what, NULL, 10);
        return true;
    }
    if (strcmp(what, "torn") == 0 && half)
        half(context);
    raise(SIGKILL);
    return true;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = setting("INJECT_COUNT");
    FILE *file = *path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld %ld\n", n_calls, n_writes);
    fclose(file);
}

#define PASS(type, name, parameters) \
    type(*real) parameters;          \
    *(void **)&real = next(name)

static int opened(int descriptor, bool ours)
{
    if (descriptor >= 0 && descriptor < MOST)
        is_ours[descriptor] = ours;
    return descriptor;
}

#define OPEN(function)                                                      \
    int function(const char *path, int flags, ...)                          \
    {                                                                       \
        va_list more;                                                       \
        va_start(more, flags);                                              \
        mode_t mode = flags & O_CREAT ? (mode_t)va_arg(more, unsigned) : 0; \
        va_end(more);                                                       \
        PASS(int, #function, (const char *, int, ...));                     \
        bool ours = is_path(path);                                          \
        if (ours && strike((flags & O_CREAT) != 0, NULL, NULL))             \
            return -1;                                                      \
        return opened(real(path, flags, mode), ours);                       \
    }

OPEN(open)
OPEN(open64)

typedef struct writing {
    int descriptor;
    const void *bytes;
    size_t size;
    off_t offset;
} writing;

static void write_half(void *context)
{
    writing *w = context;
    PASS(ssize_t, "pwrite64", (int, const void *, size_t, off_t));
    (void)!real(w->descriptor, w->bytes, w->size / 2, w->offset);
}

#define PWRITE(function)                                                           \
    ssize_t function(int descriptor, const void *bytes, size_t size, off_t offset) \
    {                                                                              \
        writing w = {descriptor, bytes, size, offset};                             \
        PASS(ssize_t, #function, (int, const void *, size_t, off_t));              \
        if (is_descriptor(descriptor) && strike(true, write_half, &w))             \
            return -1;                                                             \
        return real(descriptor, bytes, size, offset);                              \
    }

PWRITE(pwrite)
PWRITE(pwrite64)

#define PREAD(function)                                                      \
    ssize_t function(int descriptor, void *bytes, size_t size, off_t offset) \
    {                                                                        \
        PASS(ssize_t, #function, (int, void *, size_t, off_t));              \
        if (is_descriptor(descriptor) && strike(false, NULL, NULL))          \
            return -1;                                                       \
        return real(descriptor, bytes, size, offset);                        \
    }

PREAD(pread)
PREAD(pread64)

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    PASS(ssize_t, "write", (int, const void *, size_t));
    if (is_descriptor(descriptor) && strike(descriptor != 1, NULL, NULL))
        return -1;
    return real(descriptor, bytes, size);
}

#define SYNC(function)                                             \
    int function(int descriptor)                                   \
    {                                                              \
        PASS(int, #function, (int));                               \
        if (is_descriptor(descriptor) && strike(true, NULL, NULL)) \
            return -1;                                             \
        return real(descriptor);                                   \
    }

SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(function)                                         \
    int function(int descriptor, off_t size)                       \
    {                                                              \
        PASS(int, #function, (int, off_t));                        \
        if (is_descriptor(descriptor) && strike(true, NULL, NULL)) \
            return -1;                                             \
        return real(descriptor, size);                             \
    }

TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int close(int descriptor)
{
    PASS(int, "close", (int));
    if (is_descriptor(descriptor) && descriptor != 1) {
        strike(false, NULL, NULL);
        is_ours[descriptor] = false;
    }
    return real(descriptor);
}

int unlink(const char *path)
{
    PASS(int, "unlink", (const char *));
    if (is_path(path))
        strike(false, NULL, NULL);
    return real(path);
}

#define MAP(function)                                                                               \
    void *function(void *address, size_t size, int protection, int flags, int descriptor, off_t at) \
    {                                                                                               \
        PASS(void *, #function, (void *, size_t, int, int, int, off_t));                            \
        if (descriptor > 2 && is_descriptor(descriptor))                                            \
            strike(false, NULL, NULL);                                                              \
        return real(address, size, protection, flags, descriptor, at);                              \
    }

MAP(mmap)
MAP(mmap64)

#define CONTROL(function)                                 \
    int function(int descriptor, int command, ...)        \
    {                                                     \
        va_list more;                                     \
        va_start(more, command);                          \
        void *argument = va_arg(more, void *);            \
        va_end(more);                                     \
        PASS(int, #function, (int, int, ...));            \
        if (is_descriptor(descriptor) && descriptor != 1) \
            strike(false, NULL, NULL);                    \
        return real(descriptor, command, argument);       \
    }

CONTROL(fcntl)
CONTROL(fcntl64)
