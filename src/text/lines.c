#include "text/lines.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    LEAST_WRAPPED_LINES = 3,
    LEAST_WIDTH = 40,
    WIDEST = 120,         // nobody wraps beyond: such lines are paragraphs
    WIDTH_TOLERANCE = 16  // a long word moves to the next line
};

void cr_lines_release(cr_lines *lines)
{
    free(lines->items);
    *lines = (cr_lines){0};
}

static void add_line(cr_lines *lines, cr_line line)
{
    lines->items = cr_grow(lines->items, &lines->capacity, lines->n + 1, sizeof *lines->items);
    lines->items[lines->n++] = line;
}

static bool ends_sentence(const cr_units *units, const cr_characters *characters, const cr_line *line)
{
    size_t at = line->end;
    uint32_t class = 0;
    while (at > line->start) {
        class = cr_units_class(units, characters, --at);
        if (!(class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE)))
            break;
    }
    return (class & (CR_CHAR_STOP | CR_CHAR_END)) != 0;
}

/* Lines [first, lines->n) are one paragraph: if they are hard-wrapped they become one line. */
static void join_wrapped(cr_lines *lines, size_t first, cr_units *units, const cr_characters *characters)
{
    size_t n = lines->n - first;
    if (n < LEAST_WRAPPED_LINES)
        return;
    cr_line *line = lines->items + first;
    size_t shortest = SIZE_MAX, longest = 0, ending = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        size_t width = line[i].end - line[i].start;
        shortest = width < shortest ? width : shortest;
        longest = width > longest ? width : longest;
        ending += ends_sentence(units, characters, &line[i]);
    }
    if (shortest < LEAST_WIDTH || longest > WIDEST || longest - shortest > WIDTH_TOLERANCE || ending * 2 >= n - 1 ||
        line[n - 1].end - line[n - 1].start > longest + WIDTH_TOLERANCE)
        return;
    for (size_t i = line[0].start; i < line[n - 1].end; i++)
        if (cr_units_class(units, characters, i) & CR_CHAR_BREAK)
            units->unit[i] = ' ';
    line[0].end = line[n - 1].end;
    lines->n = first + 1;
}

void cr_lines_find(cr_lines *lines, cr_units *units, const cr_characters *characters)
{
    size_t paragraph = 0;  // number of the line that opened it
    bool opens = true;
    lines->n = 0;
    for (size_t at = 0; at < units->n;) {
        size_t start = at;
        while (at < units->n && !(cr_units_class(units, characters, at) & CR_CHAR_BREAK))
            at++;
        size_t end = at;
        if (at < units->n)  // CR LF is one end
            at += units->unit[at] == '\r' && at + 1 < units->n && units->unit[at + 1] == '\n' ? 2 : 1;
        while (start < end && cr_units_class(units, characters, start) & CR_CHAR_SPACE)
            start++;
        while (end > start && cr_units_class(units, characters, end - 1) & CR_CHAR_SPACE)
            end--;
        if (start == end) {
            join_wrapped(lines, paragraph, units, characters);
            paragraph = lines->n;
            opens = true;
            continue;
        }
        add_line(lines, (cr_line){(uint32_t)start, (uint32_t)end, opens});
        opens = false;
    }
    join_wrapped(lines, paragraph, units, characters);
}
