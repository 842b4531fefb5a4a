#include "format/json_document.h"

#include "base/limits.h"

#include <jansson.h>

/* The document is jansson's root value under our name, and a value is jansson's. */
static const json_t *inner(const cr_json_value *value)
{
    return (const json_t *)(const void *)value;
}

static const cr_json_value *outer(const json_t *value)
{
    return (const cr_json_value *)(const void *)value;
}

/* Each value of a tree takes far more memory than the two bytes that it may be written with. */
static bool has_too_many_values(cr_view text)
{
    size_t n = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.size && n <= CR_MAX_JSON_VALUES; i++) {
        char c = text.data[i];
        if (c == '"')
            in_string = !in_string;
        else if (in_string)
            i += c == '\\';
        else
            n += c == ',' || c == '[' || c == '{';
    }
    return n > CR_MAX_JSON_VALUES;
}

cr_status cr_json_document_parse(cr_view text, const char *source, cr_json_document **document, cr_error *error)
{
    json_error_t problem;
    if (text.size > CR_MAX_FILE)
        return cr_error_at(error, CR_LIMIT, source, 0, 0, "a JSON document of more than %zu MiB", CR_MAX_FILE / CR_MIB);
    if (has_too_many_values(text))
        return cr_error_at(error, CR_LIMIT, source, 0, 0, "a JSON document of more than %zu values",
                           CR_MAX_JSON_VALUES);
    json_t *root = json_loadb(text.data ? text.data : "", text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &problem);
    if (!root)
        return cr_error_at(error, CR_INPUT, source, problem.line > 0 ? (size_t)problem.line : 0,
                           problem.column > 0 ? (size_t)problem.column : 0, "%s", problem.text);
    *document = (cr_json_document *)(void *)root;
    return CR_OK;
}

void cr_json_document_free(cr_json_document *document)
{
    json_decref((json_t *)(void *)document);
}

const cr_json_value *cr_json_document_root(const cr_json_document *document)
{
    return (const cr_json_value *)(const void *)document;
}

cr_json_kind cr_json_value_kind(const cr_json_value *value)
{
    if (!value)
        return CR_JSON_ABSENT;
    switch (json_typeof(inner(value))) {
    case JSON_OBJECT:
        return CR_JSON_OBJECT;
    case JSON_ARRAY:
        return CR_JSON_ARRAY;
    case JSON_STRING:
        return CR_JSON_STRING;
    case JSON_INTEGER:
        return CR_JSON_INTEGER;
    case JSON_REAL:
        return CR_JSON_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return CR_JSON_BOOL;
    case JSON_NULL:
        break;
    }
    return CR_JSON_NULL;
}

bool cr_json_value_is_true(const cr_json_value *value)
{
    return json_is_true(inner(value));
}

void cr_json_value_append(const cr_json_value *value, cr_buf *out)
{
    enum { DIGITS = 9 };
    switch (cr_json_value_kind(value)) {
    case CR_JSON_STRING:
        cr_buf_append(out, cr_json_value_text(value));
        break;
    case CR_JSON_INTEGER:
        cr_buf_append_format(out, "%lld", (long long)json_integer_value(inner(value)));
        break;
    case CR_JSON_REAL:
        cr_buf_append_real(out, json_real_value(inner(value)), DIGITS);
        break;
    case CR_JSON_BOOL:
        cr_buf_append_string(out, json_is_true(inner(value)) ? "true" : "false");
        break;
    default:
        break;
    }
}

const cr_json_value *cr_json_value_member(const cr_json_value *value, const char *name)
{
    return outer(json_object_get(inner(value), name));
}

size_t cr_json_value_count(const cr_json_value *value)
{
    return json_array_size(inner(value));
}

const cr_json_value *cr_json_value_at(const cr_json_value *value, size_t i)
{
    return outer(json_array_get(inner(value), i));
}

void cr_json_value_each(const cr_json_value *value, cr_json_visit *visit, void *context)
{
    json_t *object = (json_t *)(void *)(uintptr_t)(const void *)value;  // only read: jansson's iterators know no const
    if (cr_json_value_kind(value) != CR_JSON_OBJECT)
        return;
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
        visit(context, json_object_iter_key(at), outer(json_object_iter_value(at)));
}

cr_view cr_json_value_text(const cr_json_value *value)
{
    if (!json_is_string(inner(value)))
        return (cr_view){0};
    return (cr_view){json_string_value(inner(value)), json_string_length(inner(value))};
}

cr_view cr_json_value_member_text(const cr_json_value *value, const char *name)
{
    return cr_json_value_text(cr_json_value_member(value, name));
}

size_t cr_json_value_size(const cr_json_value *value, size_t otherwise)
{
    json_int_t number = json_is_integer(inner(value)) ? json_integer_value(inner(value)) : -1;
    return number >= 0 ? (size_t)number : otherwise;
}
