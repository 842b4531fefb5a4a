#include "text/wrap.h"

#include "base/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

static size_t code_width(UChar32 code)
{
    switch (u_charType(code)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return 0;
    default:
        break;
    }
    switch (u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
        return 2;
    default:
        return 1;
    }
}

size_t cr_display_width(cr_view text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size;)
        width += code_width((UChar32)cr_utf8_next(text, &at));
    return width;
}

static cr_view without_space(cr_view text)
{
    while (text.size && cr_is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

void cr_wrap(cr_view text, size_t width, size_t indent, size_t used, cr_buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *units = utext_openUTF8(NULL, text.size ? text.data : "", (int64_t)text.size, &status);
    // The root's rules: a language that ICU does not know would get those of the process's locale.
    UBreakIterator *breaks = width ? ubrk_open(UBRK_LINE, "root", NULL, 0, &status) : NULL;
    if (breaks)
        ubrk_setUText(breaks, units, &status);
    size_t start = 0, end = 0, column = used;  // the line so far is [start, end)
    while (breaks && U_SUCCESS(status)) {
        int32_t next = ubrk_next(breaks);
        if (next == UBRK_DONE)
            break;
        cr_view piece = cr_view_slice(text, end, (size_t)next);
        if (end > start && column + cr_display_width(without_space(piece)) > width) {
            cr_buf_append(out, without_space(cr_view_slice(text, start, end)));
            cr_buf_append_byte(out, '\n');
            for (size_t i = 0; i < indent; i++)
                cr_buf_append_byte(out, ' ');
            start = end;
            column = indent;
        }
        column += cr_display_width(piece);
        end = (size_t)next;
    }
    cr_buf_append(out, without_space(cr_view_slice(text, start, text.size)));
    cr_buf_append_byte(out, '\n');
    ubrk_close(breaks);
    utext_close(units);
}
