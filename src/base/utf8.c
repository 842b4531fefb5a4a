#include "base/utf8.h"

#include <string.h>

static unsigned char byte_at(cr_view text, size_t at)
{
    return (unsigned char)text.data[at];
}

uint32_t cr_utf8_previous(cr_view text, size_t *at)
{
    size_t start = *at - 1;
    while (start > 0 && (byte_at(text, start) & 0xC0) == 0x80)
        start--;
    *at = start;
    size_t next = start;
    return cr_utf8_next(text, &next);
}

size_t cr_utf8_write(uint32_t code, char out[4])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        code = 0xFFFD;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* Bytes of the sequence at `at`; *complete tells whether it is a whole character (Unicode 15, table 3-7). */
static size_t sequence(cr_view text, size_t at, bool *complete)
{
    unsigned char lead = byte_at(text, at);
    unsigned char low = 0x80, high = 0xBF;
    size_t length;
    *complete = false;
    if (lead < 0x80) {
        *complete = true;
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0)
            low = 0xA0;
        else if (lead == 0xED)
            high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0)
            low = 0x90;
        else if (lead == 0xF4)
            high = 0x8F;
    } else {
        return 1;
    }
    for (size_t i = 1; i < length; i++) {
        if (at + i >= text.size || byte_at(text, at + i) < low || byte_at(text, at + i) > high)
            return i;
        low = 0x80;
        high = 0xBF;
    }
    *complete = true;
    return length;
}

size_t cr_utf8_valid(cr_view text)
{
    size_t at = 0;
    while (at < text.size) {
        uint64_t eight;
        while (at + sizeof eight <= text.size) {  // ASCII, eight bytes at a time
            memcpy(&eight, text.data + at, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
            at += sizeof eight;
        }
        if (at == text.size)
            break;
        bool complete;
        size_t length = sequence(text, at, &complete);
        if (!complete)
            return at;
        at += length;
    }
    return at;
}

size_t cr_utf8_broken(cr_view text, size_t at)
{
    bool complete;
    return sequence(text, at, &complete);
}

bool cr_utf8_is_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

bool cr_utf8_is_boundary(cr_view text, size_t at)
{
    return at >= text.size || (byte_at(text, at) & 0xC0) != 0x80;
}
