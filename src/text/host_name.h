/* Names of hosts beyond ASCII (UTS #46): "bücher.example" is "xn--bcher-kva.example" to the network. */
#ifndef CR_TEXT_HOST_NAME_H
#define CR_TEXT_HOST_NAME_H

#include "base/arena.h"

/* The name in ASCII and lower case, in the arena; none if it can be no host's. */
cr_view cr_host_name_to_ascii(cr_view name, cr_arena *arena);

#endif
