#include "format/compress.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    BLOCK = 64 * 1024,
    ANY_GZIP = 15 + 16,  // zlib's window bits: for gzip alone
    ANY_ZLIB = 15,
    BARE_DEFLATE = -15,
    // Bytes that may come of one, once MOST_FREE have come: no text is as empty. Of gzip only runs of one character come above it
    // (at most 1,032), of Zstandard a file that repeats itself comes near it (at most 32,768).
    MOST_OF_GZIP = 1000,
    MOST_OF_ZSTD = 10000,
    MOST_FREE = 64 * 1024 * 1024,
    HEAD_OF_FRAME = 5,  // bytes that tell how long the head of a frame of Zstandard is
};

cr_compression cr_compression_of(cr_view bytes)
{
    if (cr_view_starts(bytes, CR_VIEW("\x1f\x8b\x08")))
        return CR_GZIP;
    if (cr_view_starts(bytes, CR_VIEW("\x28\xb5\x2f\xfd")))
        return CR_ZSTD;
    return CR_PLAIN;
}

struct cr_byte_reader {
    FILE *file;  // NULL: the input is a view that is there whole
    const char *path;
    size_t taken, given;
    cr_view input;  // not yet used
    bool sniffed, ended;
    size_t wanted;  // of Zstandard: bytes up to the end of the block under way; 0: between frames
    bool was_full;  // of Zstandard: there may be more of the last block
    cr_compression compression;
    z_stream zlib;
    ZSTD_DCtx *zstd;
    cr_error fault;        // to be told when what stood before it has been given
    unsigned char *block;  // [BLOCK]
};

static cr_status refill(cr_byte_reader *reader, cr_error *error)
{
    if (reader->input.size || !reader->file)
        return CR_OK;
    size_t got = fread(reader->block, 1, BLOCK, reader->file);
    if (got == 0 && ferror(reader->file))
        return cr_error_errno(error, "read", reader->path);
    reader->taken += got;
    reader->input = (cr_view){(const char *)reader->block, got};
    return CR_OK;
}

static void start(cr_byte_reader *reader, cr_compression compression)
{
    reader->compression = compression;
    if (compression == CR_PLAIN)
        return;
    if (compression == CR_ZSTD) {
        reader->zstd = ZSTD_createDCtx();
        if (!reader->zstd)
            cr_out_of_memory();
        ZSTD_DCtx_setParameter(reader->zstd, ZSTD_d_windowLogMax, CR_MAX_ZSTD_WINDOW_LOG);
        return;
    }
    int bits = ANY_GZIP;
    if (compression == CR_DEFLATE) {  // servers send both; a zlib frame is known by its first two bytes
        const unsigned char *at = (const unsigned char *)reader->input.data;
        bool framed = reader->input.size >= 2 && (at[0] & 15) == 8 && (at[0] * 256u + at[1]) % 31 == 0;
        bits = framed ? ANY_ZLIB : BARE_DEFLATE;
    }
    if (inflateInit2(&reader->zlib, bits) != Z_OK)
        cr_out_of_memory();
}

static void stop(cr_byte_reader *reader)
{
    if (reader->compression == CR_GZIP || reader->compression == CR_DEFLATE)
        inflateEnd(&reader->zlib);
    ZSTD_freeDCtx(reader->zstd);
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
    stop(reader);
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
        if (reader->input.size == 0 || reader->compression == CR_DEFLATE) {
            reader->ended = true;
            return CR_OK;
        }
        if (*reader->input.data != 0)
            break;
        reader->input = cr_view_slice(reader->input, 1, reader->input.size);
    }
    inflateReset(&reader->zlib);
    return CR_OK;
}

static cr_status inflate_step(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error)
{
    z_stream *z = &reader->zlib;
    bool at_end = reader->input.size == 0;
    // zlib does not write to its input; ZLIB_CONST would say so, but not in every build of it
    z->next_in = (Bytef *)(uintptr_t)reader->input.data;
    z->avail_in = (uInt)(reader->input.size < CR_MIB ? reader->input.size : CR_MIB);
    z->next_out = (Bytef *)out;
    z->avail_out = (uInt)size;
    size_t given = z->avail_in;
    int result = inflate(z, Z_NO_FLUSH);
    reader->input = cr_view_slice(reader->input, given - z->avail_in, reader->input.size);
    *got = size - z->avail_out;
    if (result == Z_MEM_ERROR)
        cr_out_of_memory();
    if (result == Z_STREAM_END)
        return next_member(reader, error);
    if (at_end && (result == Z_BUF_ERROR || result == Z_OK) && *got == 0)
        return cr_error_at(error, CR_INPUT, reader->path, 0, 0, "the compressed data end too early");
    if (result != Z_OK && result != Z_BUF_ERROR)
        return cr_error_at(error, CR_INPUT, reader->path, 0, 0, "damaged gzip data");
    return CR_OK;
}

static cr_status zstd_step(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error)
{
    if (reader->input.size == 0 && !reader->wanted) {
        reader->ended = true;
        return CR_OK;
    }
    bool at_end = reader->input.size == 0 && !reader->was_full;
    // a block a call, and none before all of the last one is out: a call that fails gives nothing
    size_t most = reader->was_full ? 0 : reader->wanted ? reader->wanted : HEAD_OF_FRAME;
    ZSTD_inBuffer in = {reader->input.data, reader->input.size < most ? reader->input.size : most, 0};
    ZSTD_outBuffer to = {out, size, 0};
    size_t left = ZSTD_decompressStream(reader->zstd, &to, &in);
    *got = ZSTD_isError(left) ? 0 : to.pos;  // what it holds then may be anything
    reader->input = cr_view_slice(reader->input, in.pos, reader->input.size);
    if (ZSTD_isError(left)) {
        if (ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation)
            cr_out_of_memory();
        bool large = ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge;
        return large ? cr_error_at(error, CR_LIMIT, reader->path, 0, 0, "a window of more than %zu MiB",
                                   ((size_t)1 << CR_MAX_ZSTD_WINDOW_LOG) / CR_MIB)
                     : cr_error_at(error, CR_INPUT, reader->path, 0, 0, "damaged Zstandard data");
    }
    reader->wanted = left;
    reader->was_full = to.pos == size;
    if (at_end && reader->wanted && to.pos == 0)
        return cr_error_at(error, CR_INPUT, reader->path, 0, 0, "the compressed data end too early");
    return CR_OK;
}

static cr_status refuse_bomb(const cr_byte_reader *reader, cr_error *error)
{
    size_t most = reader->compression == CR_ZSTD ? MOST_OF_ZSTD : MOST_OF_GZIP;
    if (!reader->file || reader->compression == CR_PLAIN || reader->given <= MOST_FREE ||
        reader->given / most < reader->taken - reader->input.size)
        return CR_OK;
    return cr_error_at(error, CR_LIMIT, reader->path, 0, 0, "more than %zu times as large as it is compressed", most);
}

cr_status cr_byte_reader_read(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error)
{
    cr_status status = CR_OK;
    *got = 0;
    if (size > 1024 * CR_MIB)  // zlib counts in 32 bits
        size = 1024 * CR_MIB;
    while (*got == 0 && !reader->ended && !status) {
        status = refill(reader, &reader->fault);
        if (!status && !reader->sniffed) {
            start(reader, cr_compression_of(reader->input));
            reader->sniffed = true;
        }
        if (status)
            break;
        if (reader->compression == CR_ZSTD) {
            status = zstd_step(reader, out, size, got, &reader->fault);
        } else if (reader->compression != CR_PLAIN) {
            status = inflate_step(reader, out, size, got, &reader->fault);
        } else {
            *got = reader->input.size < size ? reader->input.size : size;
            if (*got)
                memcpy(out, reader->input.data, *got);
            reader->input = cr_view_slice(reader->input, *got, reader->input.size);
            reader->ended = *got == 0;
        }
        reader->given += *got;
        if (!status)
            status = refuse_bomb(reader, &reader->fault);
    }
    if (status)
        reader->ended = true;
    if (*got || !reader->fault.status)
        return CR_OK;
    status = reader->fault.status;
    if (error && !error->status)
        *error = reader->fault;
    cr_error_clear(&reader->fault);  // told once
    return status;
}

cr_status cr_byte_reader_rest(cr_byte_reader *reader, size_t limit, cr_buf *out, cr_error *error)
{
    size_t before = out->size, got;
    do {
        char *end = cr_buf_reserve(out, BLOCK);
        cr_status status = cr_byte_reader_read(reader, end, BLOCK, &got, error);
        if (status)
            return status;
        out->size += got;
        out->data[out->size] = '\0';
        if (out->size - before > limit)
            return cr_error_at(error, CR_LIMIT, reader->path, 0, 0, "larger than %zu MiB", limit / CR_MIB);
    } while (got);
    return CR_OK;
}

cr_status cr_decompress(cr_view bytes, cr_compression compression, size_t limit, const char *path, cr_buf *out,
                        cr_error *error)
{
    cr_byte_reader reader = {.path = path, .input = bytes, .sniffed = true};
    start(&reader, compression);
    cr_status status = cr_byte_reader_rest(&reader, limit, out, error);
    stop(&reader);
    return status;
}
