/* A JSON document as a tree, for documents of the size of a configuration or an edition (jansson). */
#ifndef CR_FORMAT_JSON_DOCUMENT_H
#define CR_FORMAT_JSON_DOCUMENT_H

#include "base/buf.h"
#include "format/json.h"

typedef struct cr_json_document cr_json_document;

/* A value inside a document: valid as long as that is. NULL is "absent", and every question about it has an answer. */
typedef struct cr_json_value cr_json_value;

/* Parses a document of at most CR_MAX_FILE bytes, CR_MAX_JSON_VALUES values (CR_LIMIT) and jansson's 2048 levels. CR_INPUT with line and
 * column. Free with
 * cr_json_document_free. source is for messages. */
cr_status cr_json_document_parse(cr_view text, const char *source, cr_json_document **document, cr_error *error);
void cr_json_document_free(cr_json_document *document);

const cr_json_value *cr_json_document_root(const cr_json_document *document);

/* What a value is; CR_JSON_ABSENT for NULL. */
cr_json_kind cr_json_value_kind(const cr_json_value *value);

/* True for true. */
bool cr_json_value_is_true(const cr_json_value *value);

/* Appends a text as it is, a number in digits, true and false; nothing for anything else. */
void cr_json_value_append(const cr_json_value *value, cr_buf *out);

/* The member of an object; NULL if it is none or has no such member. */
const cr_json_value *cr_json_value_member(const cr_json_value *value, const char *name);

/* The elements of an array; 0 and NULL for anything else. */
size_t cr_json_value_count(const cr_json_value *value);
const cr_json_value *cr_json_value_at(const cr_json_value *value, size_t i);

/* Each member of an object, in the order of the text; nothing for anything else. */
typedef void cr_json_visit(void *context, const char *name, const cr_json_value *value);
void cr_json_value_each(const cr_json_value *value, cr_json_visit *visit, void *context);

/* The text of a string, none for anything else; the number, `otherwise` for anything that is no integer from 0 on. */
cr_view cr_json_value_text(const cr_json_value *value);
cr_view cr_json_value_member_text(const cr_json_value *value, const char *name);  // of the member
size_t cr_json_value_size(const cr_json_value *value, size_t otherwise);

#endif
