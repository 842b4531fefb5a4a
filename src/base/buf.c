#include "base/buf.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cr_buf_release(cr_buf *buf)
{
    free(buf->data);
    *buf = (cr_buf){0};
}

void cr_buf_clear(cr_buf *buf)
{
    buf->size = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

char *cr_buf_reserve(cr_buf *buf, size_t more)
{
    if (more > SIZE_MAX / 4 - buf->size)
        cr_out_of_memory();
    buf->data = cr_grow(buf->data, &buf->capacity, buf->size + more + 1, 1);
    return buf->data + buf->size;
}

void cr_buf_append(cr_buf *buf, cr_view text)
{
    char *end = cr_buf_reserve(buf, text.size);
    if (text.size)
        memcpy(end, text.data, text.size);
    buf->size += text.size;
    buf->data[buf->size] = '\0';
}

void cr_buf_append_string(cr_buf *buf, const char *string)
{
    cr_buf_append(buf, cr_view_of(string));
}

void cr_buf_append_byte(cr_buf *buf, char byte)
{
    char *end = cr_buf_reserve(buf, 1);
    end[0] = byte;
    end[1] = '\0';
    buf->size++;
}

void cr_buf_append_code(cr_buf *buf, uint32_t code)
{
    char bytes[4];
    cr_buf_append(buf, (cr_view){bytes, cr_utf8_write(code, bytes)});
}

void cr_buf_append_size(cr_buf *buf, size_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    cr_buf_append(buf, (cr_view){digits + at, sizeof digits - at});
}

void cr_buf_append_real(cr_buf *buf, double number, int digits)
{
    double scale = 1;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    double scaled = nearbyint(fabs(number) * scale);
    if (!(scaled < 9e15)) {  // also NaN: no input of ours is that large
        cr_buf_append_byte(buf, '0');
        return;
    }
    if (number < 0 && scaled > 0)
        cr_buf_append_byte(buf, '-');
    uint64_t whole = (uint64_t)scaled / (uint64_t)scale, rest = (uint64_t)scaled % (uint64_t)scale;
    cr_buf_append_size(buf, (size_t)whole);
    if (rest == 0)
        return;
    char decimals[16];
    for (int i = digits - 1; i >= 0; i--, rest /= 10)
        decimals[i] = (char)('0' + rest % 10);
    while (decimals[digits - 1] == '0')
        digits--;
    cr_buf_append_byte(buf, '.');
    cr_buf_append(buf, (cr_view){decimals, (size_t)digits});
}

void cr_buf_append_format(cr_buf *buf, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size > 0) {
        char *end = cr_buf_reserve(buf, (size_t)size);
        vsnprintf(end, (size_t)size + 1, format, again);
        buf->size += (size_t)size;
    }
    va_end(again);
}

/* Bytes of the white space at `at`, 0 if there is none: ASCII, and what Unicode adds (never the no-break ones). */
static size_t space_at(cr_view text, size_t at)
{
    if (cr_is_space(text.data[at]))
        return 1;
    if ((unsigned char)text.data[at] < 0xC2)
        return 0;
    size_t end = at;
    uint32_t code = cr_utf8_next(text, &end);
    bool is_space = code == 0x85 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A && code != 0x2007) ||
                    code == 0x2028 || code == 0x2029 || code == 0x205F || code == 0x3000;
    return is_space ? end - at : 0;
}

void cr_buf_append_squeezed(cr_buf *buf, cr_view text)
{
    bool pending = false, started = false;
    for (size_t at = 0; at < text.size;) {
        size_t space = space_at(text, at);
        if (space) {
            pending = started;
            at += space;
            continue;
        }
        if (pending)
            cr_buf_append_byte(buf, ' ');
        pending = false;
        started = true;
        size_t end = at;
        do
            cr_utf8_next(text, &end);
        while (end < text.size && !space_at(text, end));
        cr_buf_append(buf, cr_view_slice(text, at, end));
        at = end;
    }
}

cr_view cr_buf_view(const cr_buf *buf)
{
    return (cr_view){buf->data ? buf->data : "", buf->size};
}
