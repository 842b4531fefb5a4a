#include "job/lock.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A record lock, which knows its holder, over the whole file. */
static struct flock whole(short type)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET};
}

static cr_status refuse(int descriptor, const char *path, cr_error *error)
{
    struct flock held = whole(F_WRLCK);
    if (fcntl(descriptor, F_GETLK, &held) == 0 && held.l_type != F_UNLCK)
        return cr_error_set(error, CR_IO, "another run is under way: process %ld holds '%s'", (long)held.l_pid, path);
    return cr_error_set(error, CR_IO, "another run has just ended, which held '%s': try again", path);
}

cr_status cr_run_lock_take(cr_run_lock *lock, const char *file, cr_error *error)
{
    cr_buf path = {0};
    cr_status status = CR_OK;
    cr_buf_append_format(&path, "%s.lock", file);
    lock->descriptor = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    struct flock wanted = whole(F_WRLCK);
    if (lock->descriptor < 0)
        status = cr_error_errno(error, "open", path.data);
    else if (fcntl(lock->descriptor, F_SETLK, &wanted) == 0)
        lock->is_held = true;
    else if (errno == EACCES || errno == EAGAIN)
        status = refuse(lock->descriptor, path.data, error);
    else
        status = cr_error_errno(error, "lock", path.data);
    if (status && lock->descriptor >= 0)
        close(lock->descriptor);
    if (lock->is_held) {  // for people; the lock itself does not need it
        cr_buf_clear(&path);
        cr_buf_append_format(&path, "%ld\n", (long)getpid());
        if (ftruncate(lock->descriptor, 0) != 0 || pwrite(lock->descriptor, path.data, path.size, 0) < 0)
            errno = 0;
    }
    cr_buf_release(&path);
    return status;
}

void cr_run_lock_release(cr_run_lock *lock)
{
    if (lock->is_held)
        close(lock->descriptor);
    lock->is_held = false;
}
