#include "text/versions.h"

#include <libstemmer.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

static void append_version(const char *name, const UVersionInfo version, cr_buf *out)
{
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_versionToString(version, text);
    cr_buf_append_format(out, "%s %s", name, text);
}

void cr_text_versions(cr_buf *out)
{
    UVersionInfo version;
    u_getVersion(version);
    append_version("icu", version, out);
    u_getUnicodeVersion(version);
    append_version(" unicode", version, out);
    cr_buf_append_string(out, " snowball");  // which tells no version of its own
    for (const char **name = sb_stemmer_list(); *name; name++)
        cr_buf_append_format(out, " %s", *name);
}
