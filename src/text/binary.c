#include "text/binary.h"

#include <string.h>

enum {
    LOOKED_AT = 64 * 1024,
    CONTROLS = 20,  // one of as many bytes is a control character: no text (of random bytes it is one of ten)
    WIDE = 4,       // one of as many bytes is NUL: UTF-16, if all stand on one side
};

/* What formats begin with. Some of it may begin a text: `sure` tells that none does, else it only names what is binary. */
static const struct {
    size_t at;
    cr_view mark;
    const char *kind;
    bool sure;
} MARKS[] = {
    {0, {"%PDF-", 5}, "a PDF, not a text", true},
    {0, {"\x89PNG\r\n", 6}, "a PNG image, not a text", true},
    {0, {"\xFF\xD8\xFF", 3}, "a JPEG image, not a text", true},
    {0, {"GIF87a", 6}, "a GIF image, not a text", false},
    {0, {"GIF89a", 6}, "a GIF image, not a text", false},
    {0, {"II*\0", 4}, "a TIFF image, not a text", true},
    {0, {"MM\0*", 4}, "a TIFF image, not a text", true},
    {8, {"WEBP", 4}, "a WebP image, not a text", false},
    {8, {"WAVE", 4}, "a sound, not a text", false},
    {0, {"ID3", 3}, "a sound, not a text", false},
    {0, {"OggS", 4}, "a sound, not a text", false},
    {0, {"fLaC", 4}, "a sound, not a text", false},
    {4, {"ftyp", 4}, "a video, not a text", false},
    {0, {"\x1A\x45\xDF\xA3", 4}, "a video, not a text", true},
    {0, {"PK\3\4", 4}, "a ZIP archive or an office document, not a text", true},
    {0, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, "an office document, not a text", true},
    {0, {"\x1F\x8B\x08", 3}, "a gzip archive, not a text", true},
    {0, {"\x28\xB5\x2F\xFD", 4}, "a Zstandard archive, not a text", true},
    {0, {"\xFD\x37zXZ", 5}, "an xz archive, not a text", true},
    {0, {"BZh", 3}, "a bzip2 archive, not a text", false},
    {0, {"7z\xBC\xAF\x27\x1C", 6}, "a 7z archive, not a text", true},
    {0, {"Rar!\x1A\x07", 6}, "a RAR archive, not a text", true},
    {257, {"ustar", 5}, "a tar archive, not a text", true},
    {0, {"\x7F\x45LF", 4}, "a program, not a text", true},
    {0, {"MZ", 2}, "a program, not a text", false},
    {0, {"SQLite format 3\0", 16}, "an SQLite database, not a text", true},
};

/* No white space, no shift of ISO 2022. */
static bool is_control(unsigned char byte)
{
    return byte == 0x7F ||
           (byte < ' ' && !(byte >= '\t' && byte <= '\r') && byte != 0x0E && byte != 0x0F && byte != 0x1B);
}

const char *cr_binary_utf16(cr_view bytes)
{
    size_t n[2] = {0, 0}, size = bytes.size < LOOKED_AT ? bytes.size : LOOKED_AT, others = 0;
    if (!size || !memchr(bytes.data, '\0', size))
        return NULL;
    for (size_t i = 0; i < size; i++) {
        n[i % 2] += bytes.data[i] == '\0';
        others += bytes.data[i] != '\0' && is_control((unsigned char)bytes.data[i]);
    }
    if ((n[0] + n[1]) * WIDE < size || others * CONTROLS > size || size < 2)
        return NULL;
    return n[0] * CONTROLS < n[1] ? "UTF-16LE" : n[1] * CONTROLS < n[0] ? "UTF-16BE" : NULL;
}

static bool has_order_mark(cr_view bytes)
{
    return cr_view_starts(bytes, CR_VIEW("\xFF\xFE")) || cr_view_starts(bytes, CR_VIEW("\xFE\xFF")) ||
           cr_view_starts(bytes, CR_VIEW("\0\0\xFE\xFF"));
}

const char *cr_binary_kind(cr_view bytes)
{
    if (has_order_mark(bytes))
        return NULL;
    size_t controls = 0, size = bytes.size < LOOKED_AT ? bytes.size : LOOKED_AT;
    for (size_t i = 0; i < size; i++)
        controls += is_control((unsigned char)bytes.data[i]);
    bool is_binary = controls * CONTROLS > size && !cr_binary_utf16(bytes);
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if ((MARKS[i].sure || is_binary) && MARKS[i].at <= size &&
            cr_view_starts(cr_view_slice(bytes, MARKS[i].at, bytes.size), MARKS[i].mark))
            return MARKS[i].kind;
    return is_binary ? "binary data, not a text" : NULL;
}
