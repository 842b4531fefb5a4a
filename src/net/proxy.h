/* The proxies that the environment names (http_proxy, https_proxy, all_proxy and their likes, as libcurl reads them): a connection to
 * one is the user's wish, wherever it stands. */
#ifndef CR_NET_PROXY_H
#define CR_NET_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum { CR_PROXY_ADDRESSES = 16 };

typedef struct cr_proxies {
    struct sockaddr_storage addresses[CR_PROXY_ADDRESSES];  // [n]
    size_t n;
} cr_proxies;

/* Looks them up. Those that cannot be found are left out: connecting tells it later. */
void cr_proxies_find(cr_proxies *proxies);

bool cr_proxies_have(const cr_proxies *proxies, const struct sockaddr *address);

#endif
