/* One exchange with a server: a request goes out, an answer comes in under limits. */
#ifndef CR_NET_TRANSFER_H
#define CR_NET_TRANSFER_H

#include "net/fetch.h"
#include "net/proxy.h"
#include "net/url.h"

#include <curl/curl.h>

typedef struct cr_transfer_rules {
    cr_fetch_options options;  // complete
    const char *agent;
    cr_proxies proxies;
} cr_transfer_rules;

/* Zero-initialise it; url and what is sent are set by the caller. */
typedef struct cr_transfer {
    cr_url url;
    cr_view etag, last_modified;  // sent, NUL-terminated, or none
    cr_view secret;               // sent, NUL-terminated, or none
    size_t max_size;
    bool cut;  // a body that is too large is cut off, and good as far as it goes
    // under way
    CURL *handle;
    struct curl_slist *headers;
    const cr_transfer_rules *rules;
    char message[CURL_ERROR_SIZE];
    size_t header_bytes;
    bool headers_ended, unwanted, too_large, refused;
    cr_buf body;
} cr_transfer;

/* Makes the handle, ready for a multi handle; its private pointer is `owner`. */
cr_status cr_transfer_start(cr_transfer *transfer, const cr_transfer_rules *rules, void *owner, cr_error *error);

/* The answer. */
typedef struct cr_answer {
    cr_fetch_outcome outcome;  // redirects are CR_FETCH_HTTP with a location
    long http_status;
    cr_view location, etag, last_modified, content_type, charset;  // in the arena
    int64_t retry_after;
    cr_view detail;  // in the arena
} cr_answer;

/* Reads what came; the body stays in the transfer until cr_transfer_release. */
void cr_transfer_finish(cr_transfer *transfer, CURLcode code, cr_arena *arena, cr_answer *answer);

/* Lets go of handle, headers and body; the handle must be in no multi handle. */
void cr_transfer_release(cr_transfer *transfer);

#endif
