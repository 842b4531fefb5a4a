/* Between json.c and the C++ of simdjson. For these two files only. */
#ifndef CR_FORMAT_JSON_SHIM_H
#define CR_FORMAT_JSON_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

#include "format/json.h"

cr_json_parser *cr_json_shim_new(void);
void cr_json_shim_free(cr_json_parser *parser);

/* NULL, or what is wrong at *offset of the text. */
const char *cr_json_shim_read(cr_json_parser *parser, cr_view text, cr_json_member *members, size_t n_members,
                              size_t *offset);

/* Reads a raw string (members' raw, for the shim's comparison of names too). False at a malformed escape. */
bool cr_json_check_string(const char *raw, size_t size, size_t *fault, bool *escaped);
bool cr_json_check_number(const char *raw, size_t size, bool *integer);
bool cr_json_name_is(const char *raw, size_t size, cr_view name);

#ifdef __cplusplus
}
#endif

#endif
