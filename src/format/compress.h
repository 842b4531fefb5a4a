/* Bytes of a stream, plain or gzip; which of the two, its first bytes tell. */
#ifndef CR_FORMAT_COMPRESS_H
#define CR_FORMAT_COMPRESS_H

#include "base/buf.h"
#include "base/error.h"

#include <stdio.h>

/* True if the bytes start as gzip does. */
bool cr_gzip_is(cr_view bytes);

/* Appends what a gzip file (one member or several) holds. Beyond `limit` bytes CR_LIMIT, damaged CR_INPUT. path is for
 * messages. */
cr_status cr_gzip_inflate(cr_view bytes, size_t limit, const char *path, cr_buf *out, cr_error *error);

/* Reads a file in blocks, inflating as it goes, in constant memory. */
typedef struct cr_byte_reader cr_byte_reader;

/* The file stays the caller's. path is for messages and must outlive the reader. */
cr_byte_reader *cr_byte_reader_new(FILE *file, const char *path);
void cr_byte_reader_free(cr_byte_reader *reader);

/* Reads up to `size` bytes; *got is 0 only at the end. */
cr_status cr_byte_reader_read(cr_byte_reader *reader, char *out, size_t size, size_t *got, cr_error *error);

/* Appends all that is left; beyond `limit` bytes CR_LIMIT. */
cr_status cr_byte_reader_rest(cr_byte_reader *reader, size_t limit, cr_buf *out, cr_error *error);

/* Bytes taken from the file so far, as they stand in it. */
size_t cr_byte_reader_taken(const cr_byte_reader *reader);

#endif
