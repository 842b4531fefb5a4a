#include "text/phrase.h"

#include "base/utf8.h"

bool cr_phrase_is_edge(cr_view text, size_t at)
{
    if (at == 0 || at >= text.size)
        return true;
    size_t before = at, behind = at;
    uint32_t left = cr_utf8_previous(text, &before), right = cr_utf8_next(text, &behind);
    for (int side = 0; side < 2; side++) {
        uint32_t code = side ? right : left;
        bool word = code < 0x80 ? cr_is_alpha((char)code) || cr_is_digit((char)code) : code >= 0xC0 && code < 0x2000;
        if (code >= 0x0E00 && code < 0x0F00)  // Thai, Lao
            word = false;
        if (!word)
            return true;
    }
    return false;
}

bool cr_phrase_holds(cr_view text, cr_view phrase)
{
    for (size_t from = 0; from < text.size;) {
        ptrdiff_t at = cr_view_find(cr_view_slice(text, from, text.size), phrase);
        if (at < 0)
            return false;
        size_t start = from + (size_t)at;
        if (cr_phrase_is_edge(text, start) && cr_phrase_is_edge(text, start + phrase.size))
            return true;
        from = start + 1;
    }
    return false;
}
