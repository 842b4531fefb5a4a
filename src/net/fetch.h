/* Fetching feeds and pages over HTTP (RFC 9110), several at once but one at a time a host.
 *
 * Nothing that a stranger's server or link says leads anywhere it should not: http and https only, also behind redirects;
 * addresses of one's own machine and network are refused where the connection is made, so that no name can turn into one;
 * bytes are counted as they come out of the decompression; what is meant for one host goes to no other; robots.txt is asked
 * before a page is (RFC 9309). Proxies are those of the environment.
 */
#ifndef CR_NET_FETCH_H
#define CR_NET_FETCH_H

#include "base/buf.h"
#include "base/error.h"

#include <stdint.h>

typedef enum cr_fetch_outcome {
    CR_FETCHED,
    CR_FETCH_NOT_MODIFIED,     // since the version that the request named
    CR_FETCH_GONE,             // 410: for ever
    CR_FETCH_TOO_MANY,         // 429, or 503 with Retry-After: not before retry_after seconds are over
    CR_FETCH_HTTP,             // another answer that is no success: see http_status
    CR_FETCH_BAD_URL,          // of the request, or of a redirect
    CR_FETCH_SCHEME,           // neither http nor https
    CR_FETCH_REFUSED_ADDRESS,  // of a private network
    CR_FETCH_REDIRECT_LOOP,
    CR_FETCH_REDIRECTS,  // more than CR_FETCH_MOST_REDIRECTS
    CR_FETCH_ROBOTS,     // robots.txt does not want it read
    CR_FETCH_DNS,        // no such host
    CR_FETCH_CONNECT,    // the host, or the proxy, does not answer there
    CR_FETCH_TLS,        // no safe connection: certificate, protocol
    CR_FETCH_TIMED_OUT,  // or slower than CR_FETCH_SLOWEST
    CR_FETCH_TOO_LARGE,
    CR_FETCH_TRUNCATED,  // shorter than announced
    CR_FETCH_ENCODING,   // damaged compression, or one that is not known
    CR_FETCH_FAILED,     // anything else: see detail
} cr_fetch_outcome;

enum {
    CR_FETCH_MOST_REDIRECTS = 5,
    CR_FETCH_MOST_SILENT = 3,           // times in a row that a host may not answer before it is asked no more
    CR_FETCH_SLOWEST = 64,              // bytes a second, over half of the time-out
    CR_FETCH_LONGEST_WAIT = 30 * 86400  // seconds: the most that a server can ask for
};

/* Zero stands for the default. Strings must outlive the fetcher. */
typedef struct cr_fetch_options {
    size_t parallel;          // hosts at once (8)
    size_t timeout;           // milliseconds for one exchange (30,000); a third of it for connecting
    size_t max_size;          // bytes of a body, decompressed (4 MiB)
    bool allow_private;       // addresses of private networks and the machine itself
    const char *contact;      // how the keeper of a server reaches the user: in the user agent
    const char *authorities;  // a file of certificates trusted instead of the system's (NULL)
    int64_t now;              // seconds since 1970, for Retry-After with a date and no Date beside it
} cr_fetch_options;

/* What is wanted. Strings are copied. */
typedef struct cr_fetch_request {
    cr_view url;
    cr_view etag, last_modified;  // of the version that is there, or none
    cr_view secret;               // "user:password" or "Bearer token", or none; only for this host
    bool ask_robots;
    void *context;  // the caller's
} cr_fetch_request;

/* What came. Valid during the callback. */
typedef struct cr_fetch_result {
    cr_fetch_outcome outcome;
    long http_status;   // of the last answer; 0: none
    cr_view url;        // asked for, as given
    cr_view final_url;  // that answered
    cr_view
        moved_to;  // where redirects that are meant for ever (301, 308) lead, or none; only with an answer that is a success
    cr_view body;          // of CR_FETCHED
    cr_view content_type;  // "text/xml; charset=utf-8", or none
    cr_view charset;       // of it, or none
    cr_view etag, last_modified;
    int64_t retry_after;  // seconds; 0: not told
    cr_view detail;       // what is wrong, in words: "HTTP 404 (not found)"; none for CR_FETCHED
    void *context;
} cr_fetch_result;

typedef struct cr_fetcher cr_fetcher;

/* Called once for each request, in the order in which they end. It may add requests. False: nothing more is fetched. */
typedef bool cr_fetch_done(void *context, const cr_fetch_result *result);

cr_status cr_fetcher_new(const cr_fetch_options *options, cr_fetch_done *done, void *context, cr_fetcher **fetcher,
                         cr_error *error);
void cr_fetcher_free(cr_fetcher *fetcher);  // takes NULL

void cr_fetcher_add(cr_fetcher *fetcher, const cr_fetch_request *request);

/* Fetches until nothing is left, or done wants no more. CR_LIBRARY if libcurl fails as a whole; what happens to a request is its result. */
cr_status cr_fetcher_run(cr_fetcher *fetcher, cr_error *error);

/* One word for it, as reports have it: "fetched", "not-modified", "gone" ... */
const char *cr_fetch_outcome_name(cr_fetch_outcome outcome);

#endif
