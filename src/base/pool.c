#include "base/pool.h"

#include "base/limits.h"
#include "base/memory.h"

#include <pthread.h>
#include <stdlib.h>

/* ---- numbered work ------------------------------------------------------------------------------------------------ */

typedef struct each {
    pthread_mutex_t lock;
    size_t next, n, next_worker;
    cr_status (*run)(void *context, size_t worker, size_t i, cr_error *error);
    void *context;
    size_t failed;  // the smallest number that did
    cr_status status;
    cr_error error;
} each;

static void note_failure(each *e, size_t i, cr_status status, const cr_error *error)
{
    e->n = e->next;
    if (!e->status || i < e->failed) {
        e->failed = i;
        e->status = status;
        e->error = *error;
    }
}

static void *each_thread(void *argument)
{
    each *e = argument;
    cr_error error = {0};
    pthread_mutex_lock(&e->lock);
    size_t worker = e->next_worker++;
    while (e->next < e->n) {
        size_t i = e->next++;
        pthread_mutex_unlock(&e->lock);
        cr_status status = e->run(e->context, worker, i, &error);
        pthread_mutex_lock(&e->lock);
        if (status)
            note_failure(e, i, status, &error);
    }
    pthread_mutex_unlock(&e->lock);
    return NULL;
}

/* Starts threads that run `body(argument)`; returns how many could be started. */
static size_t start(pthread_t *threads, size_t n, void *(*body)(void *), void *argument)
{
    size_t started = 0;
    while (started < n && pthread_create(&threads[started], NULL, body, argument) == 0)
        started++;
    return started;
}

cr_status cr_pool_try(size_t jobs, size_t n, cr_status (*run)(void *context, size_t worker, size_t i, cr_error *error),
                      void *context, cr_error *error)
{
    each e = {.n = n, .run = run, .context = context};
    pthread_t threads[64];  // [CR_MAX_JOBS]
    if (jobs > CR_MAX_JOBS)
        jobs = CR_MAX_JOBS;
    if (jobs > n)
        jobs = n;
    pthread_mutex_init(&e.lock, NULL);
    size_t started = jobs > 1 ? start(threads, jobs - 1, each_thread, &e) : 0;
    each_thread(&e);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&e.lock);
    if (e.status && error)
        *error = e.error;
    return e.status;
}

/* Work that cannot fail. */
typedef struct safe {
    void (*run)(void *context, size_t worker, size_t i);
    void *context;
} safe;

static cr_status run_safe(void *context, size_t worker, size_t i, cr_error *error)
{
    const safe *s = context;
    (void)error;
    s->run(s->context, worker, i);
    return CR_OK;
}

void cr_pool_each(size_t jobs, size_t n, void (*run)(void *context, size_t worker, size_t i), void *context)
{
    safe s = {run, context};
    cr_pool_try(jobs, n, run_safe, &s, NULL);
}

/* ---- a stream of batches ------------------------------------------------------------------------------------------ */

typedef enum slot_state { SLOT_FREE, SLOT_READ, SLOT_WORKING, SLOT_DONE } slot_state;

typedef struct slot {
    slot_state state;
    cr_status status;
    cr_error error;
} slot;

/* Batch b lives in slot b % slots. All counters are guarded by the lock. */
typedef struct stream {
    const cr_stream *plan;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    slot *slots;
    size_t n_read, n_taken, n_written;  // batches read, taken by a worker, written
    bool reading, writing, ended;
    size_t next_worker;
    cr_status status;
    cr_error error;
} stream;

static void fail(stream *s, cr_status status, const cr_error *error)
{
    if (!s->status) {
        s->status = status;
        s->error = *error;
    }
    s->ended = true;
}

/* Each returns true if it did something; called with the lock held, which they let go while they work. */

static bool write_one(stream *s)
{
    slot *done = &s->slots[s->n_written % s->plan->slots];
    if (s->writing || s->n_written == s->n_taken || done->state != SLOT_DONE || s->status)
        return false;
    if (done->status) {
        fail(s, done->status, &done->error);
        return true;
    }
    s->writing = true;
    pthread_mutex_unlock(&s->lock);
    cr_error error = {0};
    cr_status status = s->plan->write(s->plan->context, s->n_written % s->plan->slots, &error);
    pthread_mutex_lock(&s->lock);
    s->writing = false;
    done->state = SLOT_FREE;
    s->n_written++;
    if (status)
        fail(s, status, &error);
    return true;
}

static bool work_one(stream *s, size_t worker)
{
    if (s->n_taken == s->n_read || s->status)
        return false;
    size_t at = s->n_taken++ % s->plan->slots;
    slot *taken = &s->slots[at];
    taken->state = SLOT_WORKING;
    pthread_mutex_unlock(&s->lock);
    taken->error = (cr_error){0};
    taken->status = s->plan->work(s->plan->context, worker, at, &taken->error);
    pthread_mutex_lock(&s->lock);
    taken->state = SLOT_DONE;
    return true;
}

static bool read_one(stream *s)
{
    if (s->reading || s->ended || s->n_read - s->n_written == s->plan->slots)
        return false;
    s->reading = true;
    size_t at = s->n_read % s->plan->slots;
    pthread_mutex_unlock(&s->lock);
    bool more = false;
    cr_error error = {0};
    cr_status status = s->plan->read(s->plan->context, at, &more, &error);
    pthread_mutex_lock(&s->lock);
    s->reading = false;
    s->slots[at].state = SLOT_READ;
    if (status) {
        // what was read before the failure is still worked on and written: the failure takes its place in the stream
        s->slots[at].state = SLOT_DONE;
        s->slots[at].status = status;
        s->slots[at].error = error;
        s->ended = true;
    }
    if (status || more)
        s->n_read++;
    else
        s->ended = true;
    return true;
}

static bool work_or_pass(stream *s, size_t worker)
{
    // a batch whose reading failed needs no work, only its place in the order
    if (s->n_taken < s->n_read && s->slots[s->n_taken % s->plan->slots].state == SLOT_DONE) {
        s->n_taken++;
        return true;
    }
    return work_one(s, worker);
}

static void *stream_thread(void *argument)
{
    stream *s = argument;
    pthread_mutex_lock(&s->lock);
    size_t worker = s->next_worker++;
    while (!s->status && !(s->ended && !s->reading && s->n_written == s->n_read)) {
        // a batch for each thread is read ahead, so that none waits for another's reading
        bool is_ahead = s->n_read - s->n_taken >= s->plan->jobs;
        if (write_one(s) || (!is_ahead && read_one(s)) || work_or_pass(s, worker) || read_one(s))
            pthread_cond_broadcast(&s->changed);
        else
            pthread_cond_wait(&s->changed, &s->lock);
    }
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

cr_status cr_stream_run(const cr_stream *plan, cr_error *error)
{
    stream s = {.plan = plan};
    pthread_t threads[64];  // [CR_MAX_JOBS]
    size_t jobs = plan->jobs > CR_MAX_JOBS ? CR_MAX_JOBS : plan->jobs;
    s.slots = cr_allocate_zeroed(plan->slots, sizeof *s.slots);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.changed, NULL);
    size_t started = jobs > 1 ? start(threads, jobs - 1, stream_thread, &s) : 0;
    stream_thread(&s);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&s.changed);
    pthread_mutex_destroy(&s.lock);
    free(s.slots);
    if (s.status && error && !error->status)
        *error = s.error;
    return s.status;
}
