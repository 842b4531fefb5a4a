#include "base/view.h"

#include <string.h>

cr_view cr_view_of(const char *string)
{
    return (cr_view){string, string ? strlen(string) : 0};
}

bool cr_view_equal(cr_view a, cr_view b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int cr_view_compare(cr_view a, cr_view b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool cr_view_starts(cr_view text, cr_view prefix)
{
    return text.size >= prefix.size && cr_view_equal((cr_view){text.data, prefix.size}, prefix);
}

bool cr_view_ends(cr_view text, cr_view suffix)
{
    return text.size >= suffix.size &&
           cr_view_equal((cr_view){text.data + (text.size - suffix.size), suffix.size}, suffix);
}

ptrdiff_t cr_view_find(cr_view text, cr_view needle)
{
    if (needle.size == 0)
        return 0;
    for (size_t at = 0; at + needle.size <= text.size; at++) {
        const char *hit = memchr(text.data + at, needle.data[0], text.size - needle.size + 1 - at);
        if (!hit)
            return CR_NOT_FOUND;
        if (memcmp(hit, needle.data, needle.size) == 0)
            return hit - text.data;
        at = (size_t)(hit - text.data);
    }
    return CR_NOT_FOUND;
}

ptrdiff_t cr_view_find_byte(cr_view text, char byte)
{
    const char *hit = text.size ? memchr(text.data, byte, text.size) : NULL;
    return hit ? hit - text.data : CR_NOT_FOUND;
}

cr_view cr_view_trim(cr_view text)
{
    while (text.size && cr_is_space(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size && cr_is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

bool cr_view_next_line(cr_view *rest, cr_view *line)
{
    if (rest->size == 0)
        return false;
    ptrdiff_t end = cr_view_find_byte(*rest, '\n');
    size_t size = end == CR_NOT_FOUND ? rest->size : (size_t)end;
    size_t taken = end == CR_NOT_FOUND ? size : size + 1;
    *line = (cr_view){rest->data, size && rest->data[size - 1] == '\r' ? size - 1 : size};
    *rest = (cr_view){rest->data + taken, rest->size - taken};
    return true;
}

bool cr_view_equal_ignoring_case(cr_view a, cr_view b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (cr_to_lower(a.data[i]) != cr_to_lower(b.data[i]))
            return false;
    return true;
}

bool cr_view_starts_ignoring_case(cr_view text, cr_view start)
{
    return cr_view_equal_ignoring_case(cr_view_slice(text, 0, start.size), start);
}

bool cr_view_is_address(cr_view text)
{
    return cr_view_starts(text, CR_VIEW("http://")) || cr_view_starts(text, CR_VIEW("https://"));
}

bool cr_view_to_size(cr_view text, size_t *number)
{
    size_t value = 0;
    if (text.size == 0)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (!cr_is_digit(text.data[i]) || value > (SIZE_MAX - 9) / 10)
            return false;
        value = value * 10 + (size_t)(text.data[i] - '0');
    }
    *number = value;
    return true;
}
