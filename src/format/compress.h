/* Bytes of a stream, plain, gzip or Zstandard; which of them, its first bytes tell. */
#ifndef CR_FORMAT_COMPRESS_H
#define CR_FORMAT_COMPRESS_H

#include "base/buf.h"
#include "base/error.h"

#include <stdio.h>

typedef enum cr_compression {
    CR_PLAIN,
    CR_GZIP,
    CR_ZSTD,
    CR_DEFLATE,  // as HTTP has it: in zlib's frame or in none. Its bytes do not tell
} cr_compression;

/* What bytes are by how they start. */
cr_compression cr_compression_of(cr_view bytes);

/* Appends what compressed bytes hold: of gzip and Zstandard one member or several. Beyond `limit` bytes CR_LIMIT, damaged CR_INPUT.
 * path is for messages. */
cr_status cr_decompress(cr_view bytes, cr_compression compression, size_t limit, const char *path, cr_buf *out,
                        cr_error *error);

/* Reads a file in blocks, decompressing as it goes, in constant memory: a frame of Zstandard that wants a window of more than
 * 2^CR_MAX_ZSTD_WINDOW_LOG bytes is CR_LIMIT. */
typedef struct cr_byte_reader cr_byte_reader;

/* The file stays the caller's. path is for messages and must outlive the reader. */
cr_byte_reader *cr_byte_reader_new(FILE *file, const char *path);
void cr_byte_reader_free(cr_byte_reader *reader);

/* Reads up to `size` bytes; *got is 0 only at the end and after a failure. What was read before a fault is given first. */
cr_status cr_byte_reader_read(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error);

/* Appends all that is left; beyond `limit` bytes CR_LIMIT. */
cr_status cr_byte_reader_rest(cr_byte_reader *reader, size_t limit, cr_buf *out, cr_error *error);

/* Bytes taken from the file so far, as they stand in it. */
size_t cr_byte_reader_taken(const cr_byte_reader *reader);

#endif
