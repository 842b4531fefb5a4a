#include "format/json_write.h"

#include "base/utf8.h"

/* 0: as it is; 1: by escape; 2: the lead of a character that may need one. */
static int escape_class(unsigned char byte)
{
    if (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F)
        return 1;
    return byte == 0xC2 || byte == 0xE2 ? 2 : 0;
}

static void append_escape(cr_buf *out, uint32_t code)
{
    static const char hex[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', '0', '0', '0', '0'};
    switch (code) {
    case '"':
    case '\\':
        escape[1] = (char)code;
        break;
    case '\n':
        escape[1] = 'n';
        break;
    case '\r':
        escape[1] = 'r';
        break;
    case '\t':
        escape[1] = 't';
        break;
    default:
        for (int i = 0; i < 4; i++)
            escape[5 - i] = hex[code >> (4 * i) & 15];
        cr_buf_append(out, (cr_view){escape, 6});
        return;
    }
    cr_buf_append(out, (cr_view){escape, 2});
}

static void append_valid(cr_buf *out, cr_view text)
{
    size_t start = 0;
    for (size_t at = 0; at < text.size;) {
        int kind = escape_class((unsigned char)text.data[at]);
        if (kind == 0) {
            at++;
            continue;
        }
        size_t next = at;
        uint32_t code = cr_utf8_next(text, &next);
        if (kind == 1 || code < 0xA0 || code == 0x2028 || code == 0x2029) {
            cr_buf_append(out, cr_view_slice(text, start, at));
            append_escape(out, code);
            start = next;
        }
        at = next;
    }
    cr_buf_append(out, cr_view_slice(text, start, text.size));
}

void cr_json_append_string(cr_buf *out, cr_view text)
{
    cr_buf_append_byte(out, '"');
    for (;;) {
        size_t valid = cr_utf8_valid(text);
        append_valid(out, cr_view_slice(text, 0, valid));
        if (valid == text.size)
            break;
        cr_buf_append_code(out, 0xFFFD);
        text = cr_view_slice(text, valid + cr_utf8_broken(text, valid), text.size);
    }
    cr_buf_append_byte(out, '"');
}

static void before_value(cr_json_writer *writer)
{
    if (writer->comma)
        cr_buf_append_byte(writer->out, ',');
    writer->comma = true;
}

static void open_bracket(cr_json_writer *writer, char bracket)
{
    before_value(writer);
    cr_buf_append_byte(writer->out, bracket);
    writer->comma = false;
}

static void close_bracket(cr_json_writer *writer, char bracket)
{
    cr_buf_append_byte(writer->out, bracket);
    writer->comma = true;
}

void cr_json_begin_object(cr_json_writer *writer)
{
    open_bracket(writer, '{');
}

void cr_json_end_object(cr_json_writer *writer)
{
    close_bracket(writer, '}');
}

void cr_json_begin_array(cr_json_writer *writer)
{
    open_bracket(writer, '[');
}

void cr_json_end_array(cr_json_writer *writer)
{
    close_bracket(writer, ']');
}

void cr_json_put_name(cr_json_writer *writer, const char *name)
{
    before_value(writer);
    cr_json_append_string(writer->out, cr_view_of(name));
    cr_buf_append_byte(writer->out, ':');
    writer->comma = false;
}

void cr_json_put_string(cr_json_writer *writer, cr_view text)
{
    before_value(writer);
    cr_json_append_string(writer->out, text);
}

void cr_json_put_size(cr_json_writer *writer, size_t number)
{
    before_value(writer);
    cr_buf_append_size(writer->out, number);
}

void cr_json_put_real(cr_json_writer *writer, double number, int digits)
{
    before_value(writer);
    cr_buf_append_real(writer->out, number, digits);
}

void cr_json_put_bool(cr_json_writer *writer, bool value)
{
    before_value(writer);
    cr_buf_append_string(writer->out, value ? "true" : "false");
}

void cr_json_put_null(cr_json_writer *writer)
{
    before_value(writer);
    cr_buf_append_string(writer->out, "null");
}

void cr_json_put_raw(cr_json_writer *writer, cr_view json)
{
    before_value(writer);
    cr_buf_append(writer->out, json);
}

void cr_json_member_string(cr_json_writer *writer, const char *name, cr_view text)
{
    cr_json_put_name(writer, name);
    cr_json_put_string(writer, text);
}

void cr_json_member_optional(cr_json_writer *writer, const char *name, cr_view text)
{
    if (text.size)
        cr_json_member_string(writer, name, text);
}

void cr_json_member_date(cr_json_writer *writer, const char *name, cr_date date)
{
    cr_buf text = {0};
    cr_date_append(&text, date);
    cr_json_member_optional(writer, name, cr_buf_view(&text));
    cr_buf_release(&text);
}

void cr_json_member_size(cr_json_writer *writer, const char *name, size_t number)
{
    cr_json_put_name(writer, name);
    cr_json_put_size(writer, number);
}

void cr_json_member_real(cr_json_writer *writer, const char *name, double number, int digits)
{
    cr_json_put_name(writer, name);
    cr_json_put_real(writer, number, digits);
}

void cr_json_member_bool(cr_json_writer *writer, const char *name, bool value)
{
    cr_json_put_name(writer, name);
    cr_json_put_bool(writer, value);
}

void cr_json_put_id(cr_json_writer *writer, cr_view id, bool is_integer)
{
    if (is_integer)
        cr_json_put_raw(writer, id);
    else
        cr_json_put_string(writer, id);
}
