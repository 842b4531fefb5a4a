#include "text/bidi.h"

#include "base/utf8.h"

#include <unicode/uchar.h>

#define FIRST_STRONG_ISOLATE CR_VIEW("\xE2\x81\xA8")
#define POP_ISOLATE CR_VIEW("\xE2\x81\xA9")
#define POP_EMBEDDING CR_VIEW("\xE2\x80\xAC")

enum { MOST_OPEN = 125 };  // deeper ones have no effect (UAX #9, max_depth)

typedef struct directions {
    bool left, right;      // has letters of this direction
    bool controls;         // has embeddings, overrides or isolates
    UCharDirection first;  // of the first letter: U_LEFT_TO_RIGHT, U_RIGHT_TO_LEFT, or U_OTHER_NEUTRAL for none
    char open[MOST_OPEN];  // [n_open] what is open at the end: 'i' isolate, 'e' embedding
    size_t n_open;
} directions;

static void pop(directions *d, char kind)
{
    // An isolate's end closes the embeddings inside it; an embedding's end reaches no further than its isolate.
    size_t n = d->n_open;
    while (n > 0 && d->open[n - 1] != kind) {
        if (kind == 'e')
            return;
        n--;
    }
    if (n > 0)
        d->n_open = n - 1;
}

static directions look(cr_view text)
{
    directions d = {.first = U_OTHER_NEUTRAL};
    for (size_t at = 0; at < text.size;) {
        UCharDirection direction = u_charDirection((UChar32)cr_utf8_next(text, &at));
        switch (direction) {
        case U_LEFT_TO_RIGHT:
            d.left = true;
            d.first = d.first == U_OTHER_NEUTRAL ? U_LEFT_TO_RIGHT : d.first;
            break;
        case U_RIGHT_TO_LEFT:
        case U_RIGHT_TO_LEFT_ARABIC:
            d.right = true;
            d.first = d.first == U_OTHER_NEUTRAL ? U_RIGHT_TO_LEFT : d.first;
            break;
        case U_LEFT_TO_RIGHT_EMBEDDING:
        case U_LEFT_TO_RIGHT_OVERRIDE:
        case U_RIGHT_TO_LEFT_EMBEDDING:
        case U_RIGHT_TO_LEFT_OVERRIDE:
        case U_LEFT_TO_RIGHT_ISOLATE:
        case U_RIGHT_TO_LEFT_ISOLATE:
        case U_FIRST_STRONG_ISOLATE:
            d.controls = true;
            if (d.n_open < MOST_OPEN)
                d.open[d.n_open++] = direction >= U_FIRST_STRONG_ISOLATE ? 'i' : 'e';
            break;
        case U_POP_DIRECTIONAL_FORMAT:
            d.controls = true;
            pop(&d, 'e');
            break;
        case U_POP_DIRECTIONAL_ISOLATE:
            d.controls = true;
            pop(&d, 'i');
            break;
        default:
            break;
        }
    }
    return d;
}

static void append_isolated(cr_buf *out, cr_view text, directions *d)
{
    cr_buf_append(out, FIRST_STRONG_ISOLATE);
    cr_buf_append(out, text);
    while (d->n_open > 0)
        cr_buf_append(out, d->open[--d->n_open] == 'i' ? POP_ISOLATE : POP_EMBEDDING);
    cr_buf_append(out, POP_ISOLATE);
}

void cr_bidi_append(cr_buf *out, cr_view text, bool rtl)
{
    directions d = look(text);
    if (d.controls || (rtl ? d.left : d.right))
        append_isolated(out, text, &d);
    else
        cr_buf_append(out, text);
}

void cr_bidi_append_paragraph(cr_buf *out, cr_view text, bool rtl)
{
    directions d = look(text);
    if (d.first == (rtl ? U_LEFT_TO_RIGHT : U_RIGHT_TO_LEFT))
        cr_buf_append(out, rtl ? CR_VIEW("\xE2\x80\x8F") : CR_VIEW("\xE2\x80\x8E"));
    if (d.controls)
        append_isolated(out, text, &d);
    else
        cr_buf_append(out, text);
}
