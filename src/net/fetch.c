#include "net/fetch.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "net/address.h"
#include "net/robots.h"
#include "net/transfer.h"

#include <stdlib.h>
#include <string.h>

static const char PRODUCT[] = "courant";

enum { DEFAULT_PARALLEL = 8, DEFAULT_TIMEOUT = 30000, LONGEST_POLL = 1000 };
#define DEFAULT_SIZE (4 * CR_MIB)

/* A request with all that follows from it: redirects, and the robots.txt asked for it. */
typedef struct task {
    struct task *next;
    cr_arena arena;
    cr_fetch_request request;  // copied
    cr_url url;                // the next to be fetched
    cr_url owner;              // the one asked for: the secret is its own
    size_t host;               // index of hosts, of the next address
    size_t site;               // index of robots, of the next address
    bool is_robots;
    size_t robots;                                // index of robots: of which this is the file
    cr_url visited[CR_FETCH_MOST_REDIRECTS + 1];  // [n_visited]
    size_t n_visited;
    bool left_for_good;  // every redirect so far was permanent
    cr_view moved_to;
    cr_transfer transfer;
    size_t place;  // in running
} task;

typedef struct queue {
    task *first, **last;
} queue;

typedef struct host {
    bool busy;
    int64_t retry_after;  // it has asked to be left alone: nothing more goes to it
    size_t n_silent;      // times in a row that it did not answer
} host;

typedef struct site_robots {
    bool asked, known;
    cr_robots rules;
} site_robots;

struct cr_fetcher {
    cr_transfer_rules rules;
    cr_buf agent;
    cr_fetch_done *done;
    void *context;
    bool stopped;
    CURLM *multi;
    queue urgent, waiting;  // robots.txt and redirects go before new requests
    size_t n_asked;         // robots.txt
    task **running;         // [n_running]
    size_t n_running;
    cr_arena arena;  // of hosts and robots
    cr_map host_numbers, robots_numbers;
    host *hosts;  // [host_numbers.size]
    size_t hosts_capacity;
    site_robots *robots;  // [robots_numbers.size]
    size_t robots_capacity;
};

/* ---- making ------------------------------------------------------------------------------------------------------- */

static void make_agent(cr_fetcher *f)
{
    const char *contact = f->rules.options.contact;
    cr_buf_append_format(&f->agent, "%s/%s", PRODUCT, COURANT_VERSION);
    if (contact && *contact) {
        cr_buf_append_string(&f->agent, " (+");
        for (; *contact; contact++)
            if (*contact > ' ' && *contact < 0x7f && *contact != '(' && *contact != ')')
                cr_buf_append_byte(&f->agent, *contact);
        cr_buf_append_byte(&f->agent, ')');
    }
    f->rules.agent = f->agent.data;
}

cr_status cr_fetcher_new(const cr_fetch_options *options, cr_fetch_done *done, void *context, cr_fetcher **fetcher,
                         cr_error *error)
{
    *fetcher = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return cr_error_set(error, CR_LIBRARY, "libcurl does not start");
    cr_fetcher *f = cr_allocate_zeroed(1, sizeof *f);
    cr_fetch_options *o = &f->rules.options;
    *o = *options;
    o->parallel = o->parallel ? o->parallel : DEFAULT_PARALLEL;
    o->timeout = o->timeout ? o->timeout : DEFAULT_TIMEOUT;
    o->max_size = o->max_size ? o->max_size : DEFAULT_SIZE;
    f->running = cr_allocate(o->parallel, sizeof *f->running);
    cr_proxies_find(&f->rules.proxies);
    make_agent(f);
    f->done = done;
    f->context = context;
    f->urgent.last = &f->urgent.first;
    f->waiting.last = &f->waiting.first;
    f->multi = curl_multi_init();
    *fetcher = f;
    if (!f->multi || curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)(2 * o->parallel)))
        return cr_error_set(error, CR_LIBRARY, "libcurl does not start");
    return CR_OK;
}

static void free_task(task *t)
{
    cr_transfer_release(&t->transfer);
    cr_arena_release(&t->arena);
    free(t);
}

static void free_queue(queue *q)
{
    while (q->first) {
        task *t = q->first;
        q->first = t->next;
        free_task(t);
    }
}

void cr_fetcher_free(cr_fetcher *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->n_running; i++) {  // after a failure
        curl_multi_remove_handle(f->multi, f->running[i]->transfer.handle);
        free_task(f->running[i]);
    }
    free_queue(&f->urgent);
    free_queue(&f->waiting);
    curl_multi_cleanup(f->multi);
    cr_map_release(&f->host_numbers);
    cr_map_release(&f->robots_numbers);
    cr_arena_release(&f->arena);
    cr_buf_release(&f->agent);
    free(f->running);
    free(f->hosts);
    free(f->robots);
    free(f);
    curl_global_cleanup();
}

/* ---- ends --------------------------------------------------------------------------------------------------------- */

static cr_view say(task *t, const char *text)
{
    return cr_arena_copy(&t->arena, cr_view_of(text));
}

/* What is known of the rules of a site after the request for them ended. */
static void learn_robots(cr_fetcher *f, task *t, const cr_fetch_result *result)
{
    site_robots *site = &f->robots[t->robots];
    site->known = true;
    if (result->outcome == CR_FETCHED)
        cr_robots_read(result->body, PRODUCT, &f->arena, &site->rules);
    else if (result->outcome != CR_FETCH_GONE &&
             !(result->outcome == CR_FETCH_HTTP && result->http_status >= 400 && result->http_status < 500))
        site->rules.none = true;  // RFC 9309, 2.3.1.4: unreachable is "no"; 2.3.1.3: there is none
}

/* Reports what became of a task, and frees it. */
static void end(cr_fetcher *f, task *t, cr_fetch_result *result)
{
    result->url = t->request.url;
    result->final_url = t->url.text.size ? t->url.text : t->request.url;
    result->context = t->request.context;
    if (result->outcome != CR_FETCHED)
        result->body = (cr_view){0};
    if (result->outcome == CR_FETCHED || result->outcome == CR_FETCH_NOT_MODIFIED)
        result->moved_to = t->moved_to;
    if (t->is_robots)
        learn_robots(f, t, result);
    else
        f->stopped |= !f->done(f->context, result);
    free_task(t);
}

static void end_with(cr_fetcher *f, task *t, cr_fetch_outcome outcome, const char *text)
{
    cr_fetch_result result = {.outcome = outcome, .detail = say(t, text)};
    end(f, t, &result);
}

/* ---- waiting ------------------------------------------------------------------------------------------------------ */

static size_t number_of(cr_map *map, cr_view key, cr_arena *arena, bool *added)
{
    size_t next = map->size;
    cr_map_slot *slot = cr_map_put(map, key, added);
    if (*added) {
        slot->key = cr_arena_copy(arena, key);
        slot->value = next;
    }
    return slot->value;
}

static size_t host_of(cr_fetcher *f, const cr_url *url)
{
    bool added;
    size_t number = number_of(&f->host_numbers, url->host, &f->arena, &added);
    f->hosts = cr_grow(f->hosts, &f->hosts_capacity, f->host_numbers.size, sizeof *f->hosts);
    if (added)
        f->hosts[number] = (host){0};
    return number;
}

static size_t robots_of(cr_fetcher *f, const cr_url *url, cr_arena *scratch)
{
    bool added;
    size_t number = number_of(&f->robots_numbers, cr_url_origin(url, scratch), &f->arena, &added);
    f->robots = cr_grow(f->robots, &f->robots_capacity, f->robots_numbers.size, sizeof *f->robots);
    if (added)
        f->robots[number] = (site_robots){0};
    return number;
}

static void put(queue *q, task *t)
{
    t->next = NULL;
    *q->last = t;
    q->last = &t->next;
}

/* Takes an address as the next of a task; false: the task has ended. */
static bool aim(cr_fetcher *f, task *t, cr_view text, const cr_url *base)
{
    cr_url url;
    cr_url_state state = cr_url_read(text, base, &t->arena, &url);
    if (state == CR_URL_SCHEME) {
        end_with(f, t, CR_FETCH_SCHEME,
                 base ? "a redirect to something else than http or https" : "neither http nor https");
        return false;
    }
    if (state == CR_URL_BAD) {
        end_with(f, t, CR_FETCH_BAD_URL,
                 base ? "a redirect to something that is no address"
                 : cr_view_find_byte(text, '@') < 0
                     ? "no address of the web"
                     : "no address of the web (user and password go into the file of 'secret')");
        return false;
    }
    t->url = url;
    if (!f->rules.options.allow_private && !cr_host_may_be_public(url.host)) {
        end_with(f, t, CR_FETCH_REFUSED_ADDRESS, "the address is one of a private network (see --allow-private)");
        return false;
    }
    t->host = host_of(f, &url);
    if (t->request.ask_robots)
        t->site = robots_of(f, &url, &t->arena);
    return true;
}

void cr_fetcher_add(cr_fetcher *f, const cr_fetch_request *request)
{
    task *t = cr_allocate_zeroed(1, sizeof *t);
    t->request = *request;
    t->request.url = cr_arena_copy(&t->arena, request->url);
    t->request.etag = cr_arena_copy(&t->arena, request->etag);
    t->request.last_modified = cr_arena_copy(&t->arena, request->last_modified);
    t->request.secret = cr_arena_copy(&t->arena, request->secret);
    t->left_for_good = true;
    put(&f->waiting, t);
}

/* The request for the rules of a site goes before what waits for them. */
static void ask_robots(cr_fetcher *f, const task *asking, size_t number)
{
    task *t = cr_allocate_zeroed(1, sizeof *t);
    t->is_robots = true;
    t->robots = number;
    f->robots[number].asked = true;
    f->n_asked++;
    if (aim(f, t, CR_VIEW("/robots.txt"), &asking->url)) {
        t->request.url = t->url.text;
        t->owner = t->url;
        put(&f->urgent, t);
    }
}

/* ---- starting ----------------------------------------------------------------------------------------------------- */

typedef enum verdict { START, WAIT, ENDED } verdict;

static verdict judge(cr_fetcher *f, task *t)
{
    if (!t->owner.text.size) {  // new
        if (!aim(f, t, t->request.url, NULL))
            return ENDED;
        t->owner = t->url;
    }
    const host *h = &f->hosts[t->host];
    if (h->busy)
        return WAIT;
    if (h->retry_after && !t->is_robots) {
        cr_fetch_result result = {.outcome = CR_FETCH_TOO_MANY,
                                  .retry_after = h->retry_after,
                                  .detail = say(t, "the host has asked to be left alone for now")};
        end(f, t, &result);
        return ENDED;
    }
    if (h->n_silent >= CR_FETCH_MOST_SILENT) {
        end_with(f, t, CR_FETCH_CONNECT, "the host has not answered several times, and is asked no more in this run");
        return ENDED;
    }
    if (!t->request.ask_robots)
        return START;
    if (!f->robots[t->site].asked)
        ask_robots(f, t, t->site);
    const site_robots *site = &f->robots[t->site];
    if (!site->known)
        return WAIT;
    if (cr_robots_allow(&site->rules, t->url.target, &t->arena))
        return START;
    end_with(f, t, CR_FETCH_ROBOTS,
             site->rules.none ? "its robots.txt could not be had, so it is left alone"
                              : "its robots.txt asks programs not to read it");
    return ENDED;
}

static cr_status start(cr_fetcher *f, task *t, cr_error *error)
{
    cr_transfer *transfer = &t->transfer;
    transfer->url = t->url;
    transfer->etag = t->request.etag;
    transfer->last_modified = t->request.last_modified;
    transfer->secret = cr_url_may_have_secret_of(&t->url, &t->owner) ? t->request.secret : (cr_view){0};
    transfer->max_size = t->is_robots ? CR_ROBOTS_SIZE : f->rules.options.max_size;
    transfer->cut = t->is_robots;
    t->visited[t->n_visited++] = t->url;
    cr_status status = cr_transfer_start(transfer, &f->rules, t, error);
    if (!status && curl_multi_add_handle(f->multi, transfer->handle))
        status = cr_error_set(error, CR_LIBRARY, "libcurl does not take a request");
    if (status) {
        free_task(t);
        return status;
    }
    f->hosts[t->host].busy = true;
    t->place = f->n_running;
    f->running[f->n_running++] = t;
    return CR_OK;
}

/* Goes through a list of waiting tasks and starts what can be started. Tasks may be added to either list meanwhile. */
static cr_status start_from(cr_fetcher *f, queue *q, cr_error *error)
{
    cr_status status = CR_OK;
    for (task **at = &q->first; *at && !status && !f->stopped && f->n_running < f->rules.options.parallel;) {
        task *t = *at;
        *at = t->next;
        if (q->last == &t->next)
            q->last = at;
        verdict v = judge(f, t);
        if (v == START)
            status = start(f, t, error);
        if (v != WAIT)
            continue;
        t->next = *at;
        if (!t->next)
            q->last = &t->next;
        *at = t;
        at = &t->next;
    }
    return status;
}

static cr_status start_more(cr_fetcher *f, cr_error *error)
{
    size_t n_asked;
    cr_status status;
    do {
        n_asked = f->n_asked;
        status = start_from(f, &f->urgent, error);
        if (!status)
            status = start_from(f, &f->waiting, error);
    } while (!status && n_asked != f->n_asked);
    return status;
}

/* ---- ending ------------------------------------------------------------------------------------------------------- */

static bool is_redirect(const cr_answer *answer)
{
    long code = answer->http_status;
    return answer->outcome == CR_FETCH_HTTP && answer->location.size &&
           (code == 301 || code == 302 || code == 303 || code == 307 || code == 308);
}

/* Sends a task on its way again, or ends it. */
static void follow(cr_fetcher *f, task *t, const cr_answer *answer)
{
    cr_url from = t->url;
    t->left_for_good &= answer->http_status == 301 || answer->http_status == 308;
    if (!aim(f, t, answer->location, &from))
        return;
    for (size_t i = 0; i < t->n_visited; i++) {
        if (cr_view_equal(t->visited[i].text, t->url.text)) {
            end_with(f, t, CR_FETCH_REDIRECT_LOOP, "its redirects lead back to where they began");
            return;
        }
    }
    if (t->n_visited > CR_FETCH_MOST_REDIRECTS) {
        end_with(f, t, CR_FETCH_REDIRECTS, "too many redirects");
        return;
    }
    if (t->left_for_good)
        t->moved_to = t->url.text;
    put(&f->urgent, t);
}

static void finish(cr_fetcher *f, task *t, CURLcode code)
{
    cr_answer answer;
    cr_transfer_finish(&t->transfer, code, &t->arena, &answer);
    curl_multi_remove_handle(f->multi, t->transfer.handle);
    f->hosts[t->host].busy = false;
    f->running[t->place] = f->running[--f->n_running];
    f->running[t->place]->place = t->place;
    host *h = &f->hosts[t->host];
    if (answer.outcome == CR_FETCH_TOO_MANY && answer.retry_after)
        h->retry_after = answer.retry_after;
    bool silent = answer.outcome == CR_FETCH_TIMED_OUT || answer.outcome == CR_FETCH_CONNECT ||
                  answer.outcome == CR_FETCH_DNS;
    h->n_silent = silent ? h->n_silent + 1 : 0;
    if (is_redirect(&answer)) {
        cr_transfer_release(&t->transfer);
        follow(f, t, &answer);
        return;
    }
    cr_fetch_result result = {.outcome = answer.outcome,
                              .http_status = answer.http_status,
                              .body = cr_buf_view(&t->transfer.body),
                              .content_type = answer.content_type,
                              .charset = answer.charset,
                              .etag = answer.etag,
                              .last_modified = answer.last_modified,
                              .retry_after = answer.retry_after,
                              .detail = answer.detail};
    end(f, t, &result);
}

static void finish_ended(cr_fetcher *f)
{
    int left;
    CURLMsg *message;
    while (!f->stopped && (message = curl_multi_info_read(f->multi, &left))) {
        task *t = NULL;
        CURLcode code = message->data.result;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        finish(f, t, code);
    }
}

cr_status cr_fetcher_run(cr_fetcher *f, cr_error *error)
{
    cr_status status = start_more(f, error);
    while (!status && !f->stopped && f->n_running) {
        int n;
        if (curl_multi_perform(f->multi, &n))
            return cr_error_set(error, CR_LIBRARY, "libcurl fails");
        finish_ended(f);
        status = start_more(f, error);
        if (!status && !f->stopped && f->n_running && curl_multi_poll(f->multi, NULL, 0, LONGEST_POLL, NULL))
            status = cr_error_set(error, CR_LIBRARY, "libcurl fails");
    }
    return status;
}

const char *cr_fetch_outcome_name(cr_fetch_outcome outcome)
{
    static const char *const NAMES[] = {
        [CR_FETCHED] = "fetched",
        [CR_FETCH_NOT_MODIFIED] = "not-modified",
        [CR_FETCH_GONE] = "gone",
        [CR_FETCH_TOO_MANY] = "too-many-requests",
        [CR_FETCH_HTTP] = "http-error",
        [CR_FETCH_BAD_URL] = "bad-address",
        [CR_FETCH_SCHEME] = "forbidden-scheme",
        [CR_FETCH_REFUSED_ADDRESS] = "refused-address",
        [CR_FETCH_REDIRECT_LOOP] = "redirect-loop",
        [CR_FETCH_REDIRECTS] = "too-many-redirects",
        [CR_FETCH_ROBOTS] = "robots",
        [CR_FETCH_DNS] = "no-such-host",
        [CR_FETCH_CONNECT] = "no-connection",
        [CR_FETCH_TLS] = "tls-failure",
        [CR_FETCH_TIMED_OUT] = "timed-out",
        [CR_FETCH_TOO_LARGE] = "too-large",
        [CR_FETCH_TRUNCATED] = "truncated",
        [CR_FETCH_ENCODING] = "bad-encoding",
        [CR_FETCH_FAILED] = "failed",
    };
    return NAMES[outcome];
}
