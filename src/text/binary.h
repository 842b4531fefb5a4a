/* Bytes that are no text: images, archives, programs under the name of a text. */
#ifndef CR_TEXT_BINARY_H
#define CR_TEXT_BINARY_H

#include "base/view.h"

/* What bytes look like that are no text in any charset, as a message ("a PNG image, not a text"; "binary data, not a text" where
 * nothing tells more); NULL if they may be one. Looks at the first 64 KiB. */
const char *cr_binary_kind(cr_view bytes);

/* "UTF-16LE" or "UTF-16BE" where every second byte or nearly is NUL, as in a text of Latin letters without a byte order mark;
 * else NULL. */
const char *cr_binary_utf16(cr_view bytes);

#endif
