/* Addresses that may be fetched: absolute, http or https, checked and put in one form by libcurl's own reader. */
#ifndef CR_NET_URL_H
#define CR_NET_URL_H

#include "base/arena.h"

enum { CR_URL_SIZE = 4096 };  // longer ones are refused

typedef enum cr_url_state {
    CR_URL_GOOD,
    CR_URL_BAD,     // no address, too long, with user info, a backslash or control characters
    CR_URL_SCHEME,  // neither http nor https
} cr_url_state;

typedef struct cr_url {
    cr_view text;    // ASCII, NUL-terminated, without a fragment
    cr_view host;    // lower case, NUL-terminated; IPv6 in brackets
    cr_view target;  // path and query
    unsigned port;
    bool secure;  // https
} cr_url;

/* Reads an address; with a base (which is good), one relative to it. The views live in the arena. */
cr_url_state cr_url_read(cr_view text, const cr_url *base, cr_arena *arena, cr_url *url);

/* Scheme, host and port: "https://example.org:443", in the arena. */
cr_view cr_url_origin(const cr_url *url, cr_arena *arena);

/* What was meant for one address alone may go to another: the same host and port, or from http to https of one host, never
 * back. */
bool cr_url_may_have_secret_of(const cr_url *url, const cr_url *owner);

#endif
