#include "format/line.h"

#include "base/utf8.h"

static bool is_separator(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029;
}

static bool is_forbidden(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || cr_utf8_is_noncharacter(code);
}

void cr_line_append(cr_buf *out, cr_view text)
{
    bool due = false, any = false;
    for (size_t at = 0; at < text.size;) {
        cr_view rest = cr_view_slice(text, at, text.size);
        size_t valid = cr_utf8_valid(rest);
        for (size_t end = at + valid; at < end;) {
            uint32_t code = cr_utf8_next(text, &at);
            if (is_separator(code)) {
                due = true;
                continue;
            }
            if (due && any)
                cr_buf_append_byte(out, ' ');
            due = false;
            any = true;
            cr_buf_append_code(out, is_forbidden(code) ? 0xFFFD : code);
        }
        if (at < text.size) {
            if (due && any)
                cr_buf_append_byte(out, ' ');
            due = false;
            any = true;
            cr_buf_append_code(out, 0xFFFD);
            at += cr_utf8_broken(text, at);
        }
    }
}
