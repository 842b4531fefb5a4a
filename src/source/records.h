/* Inputs of many articles that are read one after another: mailboxes and web archives. For source.c. */
#ifndef CR_SOURCE_RECORDS_H
#define CR_SOURCE_RECORDS_H

#include "format/compress.h"
#include "source/source.h"

typedef struct cr_record_reader cr_record_reader;

/* format is CR_SOURCE_MBOX or CR_SOURCE_WARC; first: what was read already to see what it is. Takes over bytes and file; the path
 * must outlive the reader and its batches. */
cr_record_reader *cr_record_reader_new(cr_source_format format, cr_byte_reader *bytes, FILE *file, const char *path,
                                       cr_view first);
void cr_record_reader_free(cr_record_reader *reader);  // takes NULL

/* Appends items to an empty batch; false: there was nothing more. */
bool cr_record_reader_read(cr_record_reader *reader, cr_source_batch *batch);

/* Bytes taken from the file. */
size_t cr_record_reader_taken(const cr_record_reader *reader);

#endif
