/* Addresses of the internet that a stranger's link may lead to, and those of one's own machine and network. */
#ifndef CR_NET_ADDRESS_H
#define CR_NET_ADDRESS_H

#include "base/view.h"

#include <sys/socket.h>

/* False for everything that is not of the public internet: loopback, private, link-local, shared, multicast, documentation,
 * benchmarking, reserved (the IANA special-purpose registries), IPv4 of that kind inside IPv6 (mapped, compatible, NAT64, 6to4,
 * Teredo), and every family but IPv4 and IPv6. */
bool cr_address_is_public(const struct sockaddr *address);

/* False for a host that is written as such an address or is named "localhost". */
bool cr_host_may_be_public(cr_view host);

#endif
