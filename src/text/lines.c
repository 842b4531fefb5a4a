#include "text/lines.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    LEAST_WRAPPED_LINES = 3,
    LEAST_WIDTH = 40,
    WIDEST = 120,     // nobody wraps beyond: such lines are paragraphs
    SLACK = 14,       // part of the width that a full line may leave free
    MAX_INDENT = 16,  // columns before a line that count as its own
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

static void split(cr_lines *lines, const cr_units *units, const cr_characters *characters)
{
    bool opens = true;
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
        if (start < end)
            add_line(lines, (cr_line){(uint32_t)start, (uint32_t)end, opens});
        opens = start == end;
    }
}

/* ---- hard-wrapped paragraphs ---------------------------------------------------------------------------------------- */

typedef struct reader {
    cr_units *units;
    const cr_characters *characters;
} reader;

static uint32_t class_at(const reader *r, size_t i)
{
    return cr_units_class(r->units, r->characters, i);
}

static bool ends_sentence(const reader *r, const cr_line *line)
{
    size_t at = line->end;
    uint32_t class = 0;
    while (at > line->start) {
        class = class_at(r, --at);
        if (!(class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE)))
            break;
    }
    return (class & (CR_CHAR_STOP | CR_CHAR_END)) != 0;
}

/* Columns of a line with its indentation. */
static size_t width_of(const reader *r, const cr_line *line)
{
    size_t start = line->start;
    while (start > 0 && line->start - start < MAX_INDENT && class_at(r, start - 1) & CR_CHAR_SPACE &&
           !(class_at(r, start - 1) & CR_CHAR_BREAK))
        start--;
    return line->end - start;
}

/* Columns of what may not be parted at the head of a line. */
static size_t first_word(const reader *r, const cr_line *line)
{
    size_t at = line->start;
    if (class_at(r, at) & CR_CHAR_SPACELESS)
        return 2;  // a character, and one that may not begin a line
    while (at < line->end && !(class_at(r, at) & CR_CHAR_SPACE))
        at++;
    return at - line->start;
}

static bool is_one_word(const reader *r, const cr_line *line)
{
    return first_word(r, line) == line->end - line->start;
}

/* "- item", "* item", "12. item", "(a) item". */
static bool is_item(const reader *r, const cr_line *line)
{
    size_t at = line->start;
    uint16_t unit = r->units->unit[at];
    if (unit == '*' || unit == '-' || unit == '+' || unit == '#' || unit == '|' || unit == 0x2022 || unit == 0x2013 ||
        unit == 0x2014 || unit == 0x25CF)
        return (class_at(r, at + 1) & CR_CHAR_SPACE) != 0;
    at += unit == '(';
    size_t label = at;
    while (at - label < 2 && class_at(r, at) & CR_CHAR_DIGIT)
        at++;
    if (at == label && class_at(r, at) & CR_CHAR_LETTER)
        at++;
    unit = r->units->unit[at];
    return at > label && (unit == ')' || (unit == '.' && class_at(r, label) & CR_CHAR_DIGIT)) &&
           (class_at(r, at + 1) & CR_CHAR_SPACE) != 0;
}

/* Whether the end of a line is due to the width alone. Not everything that wraps fills its lines to the last column. */
static bool is_full(const reader *r, const cr_line *line, size_t width)
{
    return width_of(r, line) + 1 + first_word(r, line + 1) > width - width / SLACK && !is_item(r, line + 1);
}

/* Whether a paragraph fits a width that others of its text have: its lines are full or end sentences. */
static bool fits(const reader *r, const cr_line *line, size_t n, size_t width)
{
    size_t full = 0;
    for (size_t i = 0; i < n; i++) {
        if (width_of(r, &line[i]) > width && !is_one_word(r, &line[i]))
            return false;
        if (i + 1 == n)
            break;
        bool is = is_full(r, &line[i], width);
        if (!is && !ends_sentence(r, &line[i]))
            return false;
        full += is;
    }
    return full > 0;
}

/* The width to which a paragraph of n lines is wrapped, 0 if it is not. */
static size_t wrapped_width(const reader *r, const cr_line *line, size_t n)
{
    size_t width = 0, full = 0, ending = 0, odd = 0, upper = 0, lower = 0;
    for (size_t i = 0; i < n; i++) {
        size_t own = width_of(r, &line[i]);
        if (own > width && !is_one_word(r, &line[i]))  // a long address stands over the edge
            width = own;
    }
    if (n < LEAST_WRAPPED_LINES || width < LEAST_WIDTH || width > WIDEST)
        return 0;
    for (size_t i = 0; i + 1 < n; i++) {
        bool ends = ends_sentence(r, &line[i]);
        if (!is_full(r, &line[i], width)) {
            odd += !ends && !is_item(r, &line[i + 1]);
            continue;
        }
        uint32_t class = class_at(r, line[i + 1].start);
        full++;
        ending += ends;
        upper += (class & CR_CHAR_UPPER) != 0;
        lower += (class & CR_CHAR_LOWER) != 0;
    }
    bool capitals = upper > 0 && lower * 4 < upper;
    return full >= 2 && odd * 8 < n && ending * 2 < full && !capitals ? width : 0;
}

static void join(const reader *r, cr_line *line, const cr_line *next)
{
    for (size_t i = line->end; i < next->start; i++)
        if (class_at(r, i) & CR_CHAR_BREAK)
            r->units->unit[i] = ' ';
    line->end = next->end;
}

/* Number of lines of the paragraph that starts with line[0], of n. */
static size_t paragraph_size(const cr_line *line, size_t n)
{
    size_t size = 1;
    while (size < n && !line[size].opens_paragraph)
        size++;
    return size;
}

void cr_lines_find(cr_lines *lines, cr_units *units, const cr_characters *characters)
{
    reader r = {units, characters};
    size_t common = 0, n = 0;
    lines->n = 0;
    split(lines, units, characters);
    cr_line *line = lines->items;
    for (size_t i = 0, size; i < lines->n; i += size) {
        size = paragraph_size(line + i, lines->n - i);
        size_t width = wrapped_width(&r, line + i, size);
        common = width > common ? width : common;
    }
    if (common == 0)
        return;
    for (size_t i = 0, size; i < lines->n; i += size) {
        size = paragraph_size(line + i, lines->n - i);
        size_t width = wrapped_width(&r, line + i, size);
        if (width == 0 && fits(&r, line + i, size, common))
            width = common;
        cr_line last = line[i];
        for (size_t k = i + 1; k < i + size; k++) {
            // judged by the line as it stood, which join has not moved
            if (width > 0 && is_full(&r, &line[k - 1], width)) {
                join(&r, &last, &line[k]);
            } else {
                line[n++] = last;
                last = line[k];
            }
        }
        line[n++] = last;
    }
    lines->n = n;
}
