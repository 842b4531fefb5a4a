#include "render/records.h"

#include <string.h>

cr_format cr_format_of(const char *name)
{
    if (!name || strcmp(name, "text") == 0)
        return CR_FORMAT_TEXT;
    if (strcmp(name, "markdown") == 0)
        return CR_FORMAT_MARKDOWN;
    return strcmp(name, "json") == 0 ? CR_FORMAT_JSON : CR_FORMAT_JSONL;
}

bool cr_format_is_json(cr_format format)
{
    return format == CR_FORMAT_JSON || format == CR_FORMAT_JSONL;
}

void cr_records_open(cr_format format, const char *list, cr_buf *out)
{
    if (format == CR_FORMAT_JSON)
        cr_buf_append_format(out, "{\"schema\":\"courant-%s-1\",\"%s\":[\n", list, list);
}

void cr_records_part(cr_format format, cr_buf *out)
{
    if (format == CR_FORMAT_JSON)
        cr_buf_append_string(out, ",\n");
    else
        cr_buf_append_byte(out, '\n');
}

void cr_records_close(cr_format format, bool had_records, cr_buf *out)
{
    if (had_records)
        cr_buf_append_byte(out, '\n');
    if (format == CR_FORMAT_JSON)
        cr_buf_append_string(out, "]}\n");
}
