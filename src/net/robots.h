/* robots.txt: what the keeper of a site asks of programs (RFC 9309). */
#ifndef CR_NET_ROBOTS_H
#define CR_NET_ROBOTS_H

#include "base/arena.h"

enum { CR_ROBOTS_SIZE = 512 * 1024 };  // bytes that are read of one; what is behind them is passed over

typedef struct cr_robots_rule {
    cr_view pattern;  // in one spelling; "*" and a "$" at its end have their meaning
    bool allow;
} cr_robots_rule;

typedef struct cr_robots {
    const cr_robots_rule *rules;  // [n_rules] of the groups that concern us
    size_t n_rules;
    bool none;  // nothing may be read at all (the file could not be had)
} cr_robots;

/* Reads the groups of `product` (such as "courant"), all of that name together; where there are none, those of "*". Anything
 * can be read; what makes no sense is passed over. The rules live in the arena. */
void cr_robots_read(cr_view text, const char *product, cr_arena *arena, cr_robots *robots);

/* May the path with its query be read? The longest rule that matches decides, `allow` among equals; /robots.txt always may. */
bool cr_robots_allow(const cr_robots *robots, cr_view target, cr_arena *scratch);

#endif
