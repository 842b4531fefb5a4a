#include "text/host_name.h"

#include <unicode/uidna.h>

enum { LONGEST = 254 };  // with a dot at its end

cr_view cr_host_name_to_ascii(cr_view name, cr_arena *arena)
{
    char ascii[LONGEST + 1];
    UErrorCode code = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (name.size == 0 || name.size > 4 * LONGEST)
        return (cr_view){0};
    UIDNA *idna = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &code);
    int32_t size = uidna_nameToASCII_UTF8(idna, name.data, (int32_t)name.size, ascii, LONGEST, &info, &code);
    uidna_close(idna);
    if (U_FAILURE(code) || info.errors || size <= 0 || size > LONGEST)
        return (cr_view){0};
    return cr_arena_copy(arena, (cr_view){ascii, (size_t)size});
}
