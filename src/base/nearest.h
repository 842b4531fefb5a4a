/* What somebody who mistyped a name may have meant. */
#ifndef CR_BASE_NEAREST_H
#define CR_BASE_NEAREST_H

/* The entry of `names` (NULL-terminated) that `name` was most likely meant to be, or NULL: at most two letters wrong. */
const char *cr_nearest(const char *name, const char *const *names);

#endif
