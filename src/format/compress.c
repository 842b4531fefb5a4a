#include "format/compress.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { BLOCK = 64 * 1024, ANY_GZIP = 15 + 16 };  // zlib's window bits for gzip alone

bool cr_gzip_is(cr_view bytes)
{
    return bytes.size >= 3 && memcmp(bytes.data, "\x1f\x8b\x08", 3) == 0;
}

struct cr_byte_reader {
    FILE *file;  // NULL: the input is a view that zlib has got whole
    const char *path;
    size_t taken;
    z_stream zlib;  // its next_in and avail_in are the input not yet used, for plain files too
    bool sniffed, gzip, ended;
    unsigned char *block;  // [BLOCK]
};

static cr_status refill(cr_byte_reader *reader, cr_error *error)
{
    if (reader->zlib.avail_in || !reader->file)
        return CR_OK;
    size_t got = fread(reader->block, 1, BLOCK, reader->file);
    if (got == 0 && ferror(reader->file))
        return cr_error_errno(error, "read", reader->path);
    reader->taken += got;
    reader->zlib.next_in = reader->block;
    reader->zlib.avail_in = (uInt)got;
    return CR_OK;
}

static void start_inflating(cr_byte_reader *reader)
{
    if (inflateInit2(&reader->zlib, ANY_GZIP) != Z_OK)
        cr_out_of_memory();
    reader->gzip = true;
}

static cr_status sniff(cr_byte_reader *reader, cr_error *error)
{
    cr_status status = refill(reader, error);
    reader->sniffed = true;
    if (!status && cr_gzip_is((cr_view){(const char *)reader->zlib.next_in, reader->zlib.avail_in}))
        start_inflating(reader);
    return status;
}

cr_byte_reader *cr_byte_reader_new(FILE *file, const char *path)
{
    cr_byte_reader *reader = cr_allocate_zeroed(1, sizeof *reader);
    reader->file = file;
    reader->path = path;
    reader->block = cr_allocate(BLOCK, 1);
    return reader;
}

void cr_byte_reader_free(cr_byte_reader *reader)
{
    if (!reader)
        return;
    if (reader->gzip)
        inflateEnd(&reader->zlib);
    free(reader->block);
    free(reader);
}

size_t cr_byte_reader_taken(const cr_byte_reader *reader)
{
    return reader->taken;
}

/* Behind the end of a gzip member: another one, or padding of zeros, or the end. */
static cr_status next_member(cr_byte_reader *reader, cr_error *error)
{
    for (;;) {
        cr_status status = refill(reader, error);
        if (status)
            return status;
        if (reader->zlib.avail_in == 0) {
            reader->ended = true;
            return CR_OK;
        }
        if (*reader->zlib.next_in != 0)
            break;
        reader->zlib.next_in++;
        reader->zlib.avail_in--;
    }
    inflateReset(&reader->zlib);
    return CR_OK;
}

static cr_status inflate_some(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error)
{
    reader->zlib.next_out = (Bytef *)out;
    reader->zlib.avail_out = (uInt)size;
    while (reader->zlib.avail_out == size && !reader->ended) {
        cr_status status = refill(reader, error);
        if (status)
            return status;
        bool at_end = reader->zlib.avail_in == 0;
        int result = inflate(&reader->zlib, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR)
            cr_out_of_memory();
        if (result == Z_STREAM_END)
            status = next_member(reader, error);
        else if (at_end && (result == Z_BUF_ERROR || result == Z_OK) && reader->zlib.avail_out == size)
            status = cr_error_at(error, CR_INPUT, reader->path, 0, 0, "the gzip data end too early");
        else if (result != Z_OK && result != Z_BUF_ERROR)
            status = cr_error_at(error, CR_INPUT, reader->path, 0, 0, "damaged gzip data");
        if (status) {
            reader->ended = true;
            return status;
        }
    }
    *got = size - reader->zlib.avail_out;
    return CR_OK;
}

cr_status cr_byte_reader_read(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error)
{
    *got = 0;
    cr_status status = reader->sniffed ? CR_OK : sniff(reader, error);
    if (status || reader->ended)
        return status;
    if (size > 1024 * CR_MIB)  // zlib counts in 32 bits
        size = 1024 * CR_MIB;
    if (reader->gzip)
        return inflate_some(reader, out, size, got, error);
    status = refill(reader, error);
    size_t n = reader->zlib.avail_in < size ? reader->zlib.avail_in : size;
    if (status || n == 0)
        return status;
    memcpy(out, reader->zlib.next_in, n);
    reader->zlib.next_in += n;
    reader->zlib.avail_in -= (uInt)n;
    *got = n;
    return CR_OK;
}

cr_status cr_byte_reader_rest(cr_byte_reader *reader, size_t limit, cr_buf *out, cr_error *error)
{
    size_t start = out->size, got;
    do {
        char *end = cr_buf_reserve(out, BLOCK);
        cr_status status = cr_byte_reader_read(reader, end, BLOCK, &got, error);
        if (status)
            return status;
        out->size += got;
        out->data[out->size] = '\0';
        if (out->size - start > limit)
            return cr_error_at(error, CR_LIMIT, reader->path, 0, 0, "larger than %zu MiB", limit / CR_MIB);
    } while (got);
    return CR_OK;
}

cr_status cr_gzip_inflate(cr_view bytes, size_t limit, const char *path, cr_buf *out, cr_error *error)
{
    if (bytes.size > 1024 * CR_MIB)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "larger than %zu MiB", limit / CR_MIB);
    cr_byte_reader reader = {.path = path, .sniffed = true};
    // zlib does not write to its input; ZLIB_CONST would say so, but not in every build of it
    reader.zlib.next_in = (Bytef *)(uintptr_t)bytes.data;
    reader.zlib.avail_in = (uInt)bytes.size;
    start_inflating(&reader);
    cr_status status = cr_byte_reader_rest(&reader, limit, out, error);
    inflateEnd(&reader.zlib);
    return status;
}
