/* Addresses that may be linked. */
#ifndef CR_DIGEST_ADDRESS_H
#define CR_DIGEST_ADDRESS_H

#include "base/arena.h"

enum { CR_ADDRESS_SIZE = 2048 };  // longer ones are refused

/* The address, ready to be linked, in the arena: ASCII (what is beyond it percent-encoded), scheme and host in lower case. None
 * unless it is absolute, http or https, with a host of letters, digits, "-", "." and "_" (or letters beyond ASCII), a port that
 * is one, no user info, no backslash, white space, control or format character. */
cr_view cr_address_check(cr_view address, cr_arena *arena);

/* The host of a checked address, without "www.". */
cr_view cr_address_host(cr_view checked);

/* A checked address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/) that finds the sentence: all of a
 * short one, else its beginning and its end. */
cr_view cr_address_of_text(cr_view checked, cr_view sentence, cr_arena *arena);

#endif
