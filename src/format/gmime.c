#include "format/gmime.h"

#include "base/load.h"

#include <gmime/gmime-encodings.h>

#define LIBRARY "libgmime-3.0.so.0"

cr_status cr_gmime_load(cr_error *error)
{
    return cr_load(LIBRARY, "g_mime_encoding_flush")
               ? CR_OK
               : cr_error_set(error, CR_LIBRARY, "mail needs the library '%s', which is not installed", LIBRARY);
}

void g_mime_encoding_init_encode(GMimeEncoding *state, GMimeContentEncoding encoding)
{
    ((void (*)(GMimeEncoding *, GMimeContentEncoding))cr_load(LIBRARY, __func__))(state, encoding);
}

void g_mime_encoding_init_decode(GMimeEncoding *state, GMimeContentEncoding encoding)
{
    ((void (*)(GMimeEncoding *, GMimeContentEncoding))cr_load(LIBRARY, __func__))(state, encoding);
}

size_t g_mime_encoding_outlen(GMimeEncoding *state, size_t size)
{
    return ((size_t(*)(GMimeEncoding *, size_t))cr_load(LIBRARY, __func__))(state, size);
}

size_t g_mime_encoding_step(GMimeEncoding *state, const char *in, size_t size, char *out)
{
    return ((size_t(*)(GMimeEncoding *, const char *, size_t, char *))cr_load(LIBRARY, __func__))(state, in, size, out);
}

size_t g_mime_encoding_flush(GMimeEncoding *state, const char *in, size_t size, char *out)
{
    return ((size_t(*)(GMimeEncoding *, const char *, size_t, char *))cr_load(LIBRARY, __func__))(state, in, size, out);
}
