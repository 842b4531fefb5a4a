/* Decoding: bytes of any charset become valid UTF-8.
 *
 * In this order: a byte order mark (UTF-8, UTF-16, UTF-32); UTF-16 of Latin letters without one; valid UTF-8 is taken for what
 * it is; the charset that the source declares; a few faults in what is else UTF-8 are repaired; ICU's detection. What cannot be
 * decoded becomes U+FFFD, one for each maximal ill-formed part, and is counted; so does NUL.
 */
#ifndef CR_TEXT_DECODE_H
#define CR_TEXT_DECODE_H

#include "base/arena.h"
#include "base/error.h"

typedef struct cr_decoded {
    cr_view text;       // without byte order mark: the bytes themselves where they were valid UTF-8, else in the arena
    size_t n_repaired;  // sequences that became U+FFFD
    char charset[48];   // as found, ICU's name
} cr_decoded;

/* declared may be NULL, and may name a charset that nobody knows: it is passed over then. CR_LIBRARY if ICU fails. */
cr_status cr_decode(cr_view bytes, const char *declared, cr_arena *arena, cr_decoded *decoded, cr_error *error);

#endif
