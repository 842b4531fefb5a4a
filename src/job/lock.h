/* One run at a time: what two of them would do twice (a mail, above all) is done under a lock. */
#ifndef CR_JOB_LOCK_H
#define CR_JOB_LOCK_H

#include "base/error.h"

#include <stdbool.h>

/* Zero-initialise it. */
typedef struct cr_run_lock {
    int descriptor;
    bool is_held;
} cr_run_lock;

/* Takes the lock that belongs to a file (the archive): FILE.lock beside it, in which its holder's process number stands. CR_IO if
 * another process holds it: the message says which. The lock ends with the process, however that ends; the file stays. */
cr_status cr_run_lock_take(cr_run_lock *lock, const char *file, cr_error *error);
void cr_run_lock_release(cr_run_lock *lock);

#endif
