/* The encodings of MIME by libgmime, which is loaded when they are first used (base/load.h): with it come twenty libraries. Where
 * it is said to be there, <gmime/gmime-encodings.h> may be called as if it were linked. */
#ifndef CR_FORMAT_GMIME_H
#define CR_FORMAT_GMIME_H

#include "base/error.h"

/* To be asked before the first call: CR_LIBRARY if it is not installed. */
cr_status cr_gmime_load(cr_error *error);

#endif
