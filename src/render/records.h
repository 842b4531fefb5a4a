/* The formats of an output of many records, and what stands between the records. */
#ifndef CR_RENDER_RECORDS_H
#define CR_RENDER_RECORDS_H

#include "base/buf.h"

typedef enum cr_format {
    CR_FORMAT_TEXT,
    CR_FORMAT_MARKDOWN,
    CR_FORMAT_JSON,   // one document for all records: {"schema":"courant-<list>-1","<list>":[...]}
    CR_FORMAT_JSONL,  // a line each
} cr_format;

/* The format of a --format; NULL is text. */
cr_format cr_format_of(const char *name);

/* A format of JSON, in which a record that failed has its place. */
bool cr_format_is_json(cr_format format);

/* Before the first record, between two, and behind the last one. */
void cr_records_open(cr_format format, const char *list, cr_buf *out);
void cr_records_part(cr_format format, cr_buf *out);
void cr_records_close(cr_format format, bool had_records, cr_buf *out);

#endif
