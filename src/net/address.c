#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

typedef struct range {
    unsigned char start[16];
    unsigned bits;  // of start that an address shares
} range;

static const range V4[] = {
    {{0}, 8},              // "this network"
    {{10}, 8},             // private
    {{100, 64}, 10},       // shared by carriers
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local
    {{172, 16}, 12},       // private
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 88, 99}, 24},   // 6to4 relays, given up
    {{192, 168}, 16},      // private
    {{198, 18}, 15},       // benchmarking
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, broadcast
};

/* Of IPv6 only 2000::/3 is given out at all; these are the parts of it that are not public, or that carry IPv4. */
static const range V6[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff}, 20},              // documentation
};

static bool is_in(const unsigned char *address, const range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned whole = ranges[i].bits / 8, rest = ranges[i].bits % 8;
        unsigned mask = 0xffu << (8 - rest) & 0xffu;
        if (memcmp(address, ranges[i].start, whole) == 0 &&
            (rest == 0 || ((address[whole] ^ ranges[i].start[whole]) & mask) == 0))
            return true;
    }
    return false;
}

static bool v4_is_public(const unsigned char *address)
{
    return !is_in(address, V4, sizeof V4 / sizeof *V4);
}

static bool v6_is_public(const unsigned char *address)
{
    static const unsigned char MAPPED[12] = {[10] = 0xff, [11] = 0xff}, NAT64[12] = {0x00, 0x64, 0xff, 0x9b};
    if (memcmp(address, MAPPED, 12) == 0 || memcmp(address, NAT64, 12) == 0)
        return v4_is_public(address + 12);
    if (address[0] == 0x20 && address[1] == 0x02)  // 6to4
        return v4_is_public(address + 2);
    return (address[0] & 0xe0) == 0x20 && !is_in(address, V6, sizeof V6 / sizeof *V6);
}

bool cr_address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return v4_is_public((const unsigned char *)&v4.sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return v6_is_public((const unsigned char *)&v6.sin6_addr);
    }
    return false;
}

bool cr_host_may_be_public(cr_view host)
{
    char text[64];
    unsigned char address[16];
    if (host.size && host.data[host.size - 1] == '.')
        host.size--;
    if (cr_view_equal(host, CR_VIEW("localhost")) || cr_view_ends(host, CR_VIEW(".localhost")))
        return false;
    if (host.size > 2 && host.data[0] == '[')
        host = cr_view_slice(host, 1, host.size - 1);
    if (host.size == 0 || host.size >= sizeof text)
        return host.size > 0;
    memcpy(text, host.data, host.size);
    text[host.size] = '\0';
    char *zone = strchr(text, '%');
    if (zone)
        *zone = '\0';
    if (inet_pton(AF_INET, text, address) == 1)
        return v4_is_public(address);
    if (inet_pton(AF_INET6, text, address) == 1)
        return v6_is_public(address);
    return true;
}
