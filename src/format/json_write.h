/* Writing JSON: compact, valid whatever the input.
 *
 * The writer sets the commas; brackets and names are the caller's to pair. In strings `"` and `\` are escaped, control
 * characters (C0, DEL, C1) and the line separators U+2028 and U+2029 are written as escapes, so that a document is one line to
 * every reader; all else goes out as UTF-8. Ill-formed UTF-8 becomes U+FFFD.
 */
#ifndef CR_FORMAT_JSON_WRITE_H
#define CR_FORMAT_JSON_WRITE_H

#include "base/buf.h"
#include "base/date.h"

typedef struct cr_json_writer {
    cr_buf *out;
    bool comma;  // one is due before the next name or value
} cr_json_writer;

void cr_json_begin_object(cr_json_writer *writer);
void cr_json_end_object(cr_json_writer *writer);
void cr_json_begin_array(cr_json_writer *writer);
void cr_json_end_array(cr_json_writer *writer);

/* The name of the member whose value is put next. */
void cr_json_put_name(cr_json_writer *writer, const char *name);

void cr_json_put_string(cr_json_writer *writer, cr_view text);
void cr_json_put_size(cr_json_writer *writer, size_t number);
void cr_json_put_real(cr_json_writer *writer, double number, int digits);  // as cr_buf_append_real
void cr_json_put_bool(cr_json_writer *writer, bool value);
void cr_json_put_null(cr_json_writer *writer);
void cr_json_put_raw(cr_json_writer *writer, cr_view json);  // already JSON: a number as it came

/* An id as it came: an integer as its digits, anything else as a string. */
void cr_json_put_id(cr_json_writer *writer, cr_view id, bool is_integer);

/* A name and its value. */
void cr_json_member_string(cr_json_writer *writer, const char *name, cr_view text);
void cr_json_member_optional(cr_json_writer *writer, const char *name, cr_view text);  // nothing where there is none
void cr_json_member_date(cr_json_writer *writer, const char *name, cr_date date);      // likewise
void cr_json_member_size(cr_json_writer *writer, const char *name, size_t number);
void cr_json_member_real(cr_json_writer *writer, const char *name, double number, int digits);
void cr_json_member_bool(cr_json_writer *writer, const char *name, bool value);

/* The string alone, with its quotes, for who writes JSON by hand. */
void cr_json_append_string(cr_buf *out, cr_view text);

#endif
