#include "net/proxy.h"

#include <curl/curl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

static void add_addresses(cr_proxies *proxies, const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    if (getaddrinfo(host, port, &hints, &found) != 0)
        return;
    for (const struct addrinfo *a = found; a && proxies->n < CR_PROXY_ADDRESSES; a = a->ai_next)
        if (a->ai_addrlen <= sizeof proxies->addresses[0])
            memcpy(&proxies->addresses[proxies->n++], a->ai_addr, a->ai_addrlen);
    freeaddrinfo(found);
}

/* "[scheme://][user:password@]host[:port]" */
static void add_proxy(cr_proxies *proxies, const char *value)
{
    char *host = NULL, *port = NULL;
    CURLU *handle = curl_url();
    if (handle &&
        curl_url_set(handle, CURLUPART_URL, value, CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
        curl_url_get(handle, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
        size_t size = strlen(host);
        if (curl_url_get(handle, CURLUPART_PORT, &port, 0))
            port = NULL;
        if (size > 2 && host[0] == '[') {
            host[size - 1] = '\0';
            memmove(host, host + 1, size - 1);
        }
        add_addresses(proxies, host, port ? port : strncmp(value, "https:", 6) == 0 ? "443" : "1080");
    }
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(handle);
}

void cr_proxies_find(cr_proxies *proxies)
{
    static const char *const NAMES[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    *proxies = (cr_proxies){0};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *value = getenv(NAMES[i]);
        if (value && *value)
            add_proxy(proxies, value);
    }
}

bool cr_proxies_have(const cr_proxies *proxies, const struct sockaddr *address)
{
    for (size_t i = 0; i < proxies->n; i++) {
        const struct sockaddr *known = (const struct sockaddr *)&proxies->addresses[i];
        if (known->sa_family != address->sa_family)
            continue;
        if (known->sa_family == AF_INET) {
            struct sockaddr_in a, b;
            memcpy(&a, known, sizeof a);
            memcpy(&b, address, sizeof b);
            if (a.sin_port == b.sin_port && a.sin_addr.s_addr == b.sin_addr.s_addr)
                return true;
        } else if (known->sa_family == AF_INET6) {
            struct sockaddr_in6 a, b;
            memcpy(&a, known, sizeof a);
            memcpy(&b, address, sizeof b);
            if (a.sin6_port == b.sin6_port && memcmp(&a.sin6_addr, &b.sin6_addr, sizeof a.sin6_addr) == 0)
                return true;
        }
    }
    return false;
}
