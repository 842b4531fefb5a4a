#include "text/marks.h"

bool cr_mark_is_dash(uint16_t unit)
{
    return unit == '-' || (unit >= 0x2010 && unit <= 0x2015);
}

bool cr_mark_is_syllable(const cr_walk *w, size_t i)
{
    return i < w->limit && w->unit[i] >= 0xAC00 && w->unit[i] <= 0xD7A3;
}

bool cr_mark_is_ideograph(const cr_walk *w, size_t i)
{
    return i < w->limit && w->unit[i] >= 0x2E80 && w->unit[i] < 0xA000;
}

bool cr_mark_is_bullet(uint16_t unit)
{
    switch (unit) {
    case 0x2022:
    case 0x2023:
    case 0x2043:
    case 0x25A0:
    case 0x25AA:
    case 0x25CF:
    case 0x25E6:
        return true;
    default:
        return false;
    }
}

bool cr_mark_ends(const cr_walk *w, size_t i)
{
    return i < w->limit && (cr_walk_class(w, i) & (CR_CHAR_STOP | CR_CHAR_END) || w->unit[i] == w->marks[0] ||
                            w->unit[i] == w->marks[1]);
}

bool cr_mark_continues(const cr_walk *w, size_t i)
{
    switch (i < w->limit ? w->unit[i] : 0) {
    case ',':
        return i + 1 >= w->limit || w->unit[i + 1] != ',';  // ",,Ja" opens a quotation
    case ';':
    case ':':
    case '%':
    case 0x60C:
    case 0x61B:
    case 0x3001:
    case 0xFF0C:
    case 0xFF1A:
    case 0xFF1B:
        return !cr_mark_ends(w, i);
    default:
        return false;
    }
}

bool cr_mark_is_edge(const cr_walk *w, size_t i)
{
    return i >= w->limit || cr_walk_class(w, i) & (CR_CHAR_SPACE | CR_CHAR_CLOSE | CR_CHAR_QUOTE) ||
           cr_mark_ends(w, i) || cr_mark_continues(w, i);
}

cr_side cr_mark_quote_side(const cr_walk *w, size_t i)
{
    uint16_t unit = w->unit[i];
    uint32_t class = cr_walk_class(w, i);
    uint32_t before = i > w->begin ? cr_walk_class(w, i - 1) : CR_CHAR_SPACE;
    bool left = before & (CR_CHAR_SPACE | CR_CHAR_OPEN) ||
                (i > w->begin && cr_mark_is_dash(w->unit[i - 1]) && !w->quoted);
    bool right = cr_mark_is_edge(w, i + 1);
    if (unit >= 0x300A && unit <= 0x301F)  // 「」
        return class & CR_CHAR_OPEN ? CR_SIDE_OPENS : CR_SIDE_CLOSES;
    bool single = unit == '\'' || unit == 0x2018 || unit == 0x2019 || unit == 0x201A || unit == 0x201B;
    if (left != right)
        return left ? CR_SIDE_OPENS : CR_SIDE_CLOSES;
    if (unit == '"' && before & CR_CHAR_LETTER && cr_walk_class(w, i + 1) & CR_CHAR_LETTER)  // Hebrew abbreviations
        return CR_SIDE_NONE;
    if (single)  // an apostrophe
        return !left && before & (CR_CHAR_STOP | CR_CHAR_END) ? CR_SIDE_CLOSES : CR_SIDE_NONE;
    if (left && unit != '"')
        return class & CR_CHAR_OPEN ? CR_SIDE_OPENS : CR_SIDE_CLOSES;
    if (left) {
        size_t next = cr_walk_skip_space(w, i + 1);
        if (next >= w->limit || cr_mark_ends(w, next) || cr_mark_continues(w, next))
            return CR_SIDE_CLOSES;
        if (i > w->begin + 1 && cr_mark_continues(w, i - 2))
            return CR_SIDE_OPENS;
    }
    return w->quoted || (class & CR_CHAR_CLOSE && !left) ? CR_SIDE_CLOSES : CR_SIDE_OPENS;
}

static bool is_pair(const cr_walk *w, size_t i)
{
    return i + 1 < w->limit && w->unit[i] == '\'' && w->unit[i + 1] == '\'';
}

size_t cr_mark_closing(cr_walk *w, size_t i, bool spaced)
{
    uint32_t class = cr_walk_class(w, i);
    if (is_pair(w, i) && (!spaced || cr_mark_is_edge(w, i + 2))) {
        w->quoted = false;
        return 2;
    }
    if (class & CR_CHAR_QUOTE) {
        if (cr_mark_quote_side(w, i) != CR_SIDE_CLOSES)
            return 0;
        w->quoted = false;
        return 1;
    }
    if (class & CR_CHAR_CLOSE && (!spaced || cr_mark_is_edge(w, i + 1)))
        return 1;
    return 0;
}

uint16_t cr_mark_closing_of(uint16_t open)
{
    switch (open) {
    case '(':
        return ')';
    case '[':
        return ']';
    case 0xFF08:
        return 0xFF09;
    case 0x300A:  // 《
    case 0x3008:
    case 0x300C:  // 「
    case 0x300E:
    case 0x3010:
        return open + 1;
    default:
        return 0;
    }
}

size_t cr_mark_closed_at(cr_walk *w, size_t i, size_t most)
{
    uint16_t open = w->unit[i], close = cr_mark_closing_of(open);
    size_t depth = 0;
    if (close == 0 || w->unclosed > i || w->reversed)
        return 0;
    for (size_t at = i; at < w->limit && at - i < most; at++) {
        if (w->unit[at] == open)
            depth++;
        else if (w->unit[at] == close && --depth == 0)
            return at;
    }
    w->unclosed = i + most / 2;  // keeps a row of open brackets linear
    return 0;
}
