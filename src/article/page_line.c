#include "article/page_line.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    LEAST_WRAPPED_LINES = 3,
    LEAST_WIDTH = 40,  // code points
    WIDEST = 120,
    WIDTH_TOLERANCE = 24,
};

void cr_page_lines_release(cr_page_lines *lines)
{
    free(lines->items);
    *lines = (cr_page_lines){0};
}

/* ---- one line ---------------------------------------------------------------------------------------------------- */

static bool is_bullet(uint32_t code)
{
    switch (code) {
    case '*':
    case '-':
    case 0x2022:
    case 0x2023:
    case 0x25AA:
    case 0x25CF:
    case 0x25E6:
        return true;
    default:
        return false;
    }
}

static bool is_dash(uint32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2015);
}

static bool is_colon(uint32_t code)
{
    return code == ':' || code == 0xFF1A;
}

static bool is_exclamation_mark(uint32_t code)
{
    switch (code) {
    case '!':
    case 0x55C:  // Armenian
    case 0x203C:
    case 0xFF01:
        return true;
    default:
        return false;
    }
}

/* How the line ends, behind closing brackets, quotation marks and "[1]". */
static void read_end(cr_page_line *line, cr_view text, const cr_characters *characters)
{
    size_t at = line->end;
    while (at > line->start) {
        uint32_t code = cr_utf8_previous(text, &at), class = cr_character_class(characters, code);
        if (code == ']') {  // a reference to a note
            size_t digit = at;
            while (digit > line->start && cr_is_digit(text.data[digit - 1]))
                digit--;
            if (digit < at && digit > line->start && text.data[digit - 1] == '[') {
                at = digit - 1;
                continue;
            }
        }
        if (class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE | CR_CHAR_SPACE))
            continue;
        line->asks = cr_is_question_mark(code) || is_exclamation_mark(code);
        line->finished = class & (CR_CHAR_END | CR_CHAR_STOP) || code == 0x2026;
        line->colon = is_colon(code);
        return;
    }
}

typedef struct scan {
    cr_page_line *line;
    bool in_word, ended;        // ended: a sentence end was seen, not yet white space
    uint32_t spaces;            // run of white space before this character
    uint32_t spaceless;         // letters of a script without spaces
    uint32_t number, n_digits;  // of the number under way
    uint32_t quotes_open;
} scan;

static void end_number(scan *s)
{
    if (s->n_digits == 4 && s->number >= 1900 && s->number < 2700)
        s->line->has_year = true;
    if ((s->n_digits == 1 || s->n_digits == 2) && s->number >= 1 && s->number <= 31)
        s->line->has_day = true;
    s->number = s->n_digits = 0;
}

static bool is_separator(scan *s, uint32_t code, bool spaced)
{
    switch (code) {
    case '|':
    case 0xB7:
    case 0x2022:
    case '>':
    case 0x203A:
        return true;
    case 0xAB:
        s->quotes_open++;
        return false;
    case 0xBB:
        return !s->quotes_open && spaced;
    case '/':
        return spaced;
    default:
        return false;
    }
}

static void scan_character(scan *s, cr_view text, size_t at, uint32_t code, uint32_t class)
{
    cr_page_line *line = s->line;
    if (class & CR_CHAR_DIGIT) {
        // only the value of ASCII digits is at hand; in other scripts four digits together are taken for a year
        uint32_t value = code < 0x80 ? code - '0' : s->n_digits == 0 ? 2 : 0;
        s->number = s->number < 100000 ? s->number * 10 + value : s->number;
        s->n_digits++;
        line->digits++;
    } else if (s->n_digits) {
        end_number(s);
    }
    if (class & CR_CHAR_SPACE) {
        if (s->ended) {
            line->last_start = (uint32_t)at;
            line->last_words = 0;
        }
        s->ended = s->in_word = false;
        s->spaces += code == '\t' || code == 0x3000 ? 2 : 1;
        return;
    }
    if (s->spaces >= 2 && line->words)
        line->separators++;
    bool spaced = s->spaces > 0;
    s->spaces = 0;
    if (is_separator(s, code, spaced)) {
        line->separators++;
    } else if (class & CR_CHAR_SPACELESS && class & CR_CHAR_LETTER) {
        s->spaceless++;
        line->last_words += s->spaceless & 1;
    } else if (!s->in_word && class & (CR_CHAR_LETTER | CR_CHAR_DIGIT)) {
        s->in_word = true;
        line->words++;
        line->last_words++;
    }
    line->letters += (class & CR_CHAR_LETTER) != 0;
    if (class & (CR_CHAR_STOP | CR_CHAR_END))
        s->ended = true;
    else if (!(class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE)))
        s->ended = false;
    line->has_copyright = line->has_copyright || code == 0xA9;
    if (code == ':' && cr_view_starts(cr_view_slice(text, at, line->end), CR_VIEW("://")))
        line->has_url = true;
    if ((code == '_' || code == '@' || code == '#') && line->letters + (code != '_'))
        line->is_identifier = true;
}

static void read_start(cr_page_line *line, cr_view text, const cr_characters *characters)
{
    size_t at = line->start;
    line->content = line->start;
    uint32_t symbols = 0;
    while (at < line->end) {
        size_t here = at;
        uint32_t code = cr_utf8_next(text, &at), class = cr_character_class(characters, code);
        if (class & (CR_CHAR_LETTER | CR_CHAR_DIGIT | CR_CHAR_OPEN | CR_CHAR_QUOTE)) {
            line->content = (uint32_t)here;
            line->lower_start = (class & CR_CHAR_LOWER) != 0;
            line->upper_start = (class & CR_CHAR_UPPER) != 0;
            if (code == '[') {
                size_t digit = at;
                while (digit < line->end && cr_is_digit(text.data[digit]))
                    digit++;
                line->is_footnote = digit > at && digit < line->end && text.data[digit] == ']';
            }
            break;
        }
        if (here == line->start && is_bullet(code) && at < line->end && text.data[at] == ' ')
            line->is_item = true;
        // "¿Qué...", "... and" and a dialogue's dash open sentences
        else if (!(class & (CR_CHAR_SPACE | CR_CHAR_STOP)) && !is_dash(code) && code != 0xBF && code != 0xA1 &&
                 code != 0x2026)
            symbols++;
    }
    line->symbols = symbols;
}

static void read_line(cr_page_line *line, cr_view text, const cr_characters *characters)
{
    size_t stop = line->end;
    line->is_long = line->end - line->start > CR_PAGE_LONG_LINE;
    if (line->is_long) {
        stop = line->start + CR_PAGE_LONG_LINE;
        while (!cr_utf8_is_boundary(text, stop))
            stop--;
    }
    line->last_start = line->start;
    scan s = {.line = line};
    for (size_t at = line->start; at < stop;) {
        size_t here = at;
        uint32_t code = cr_utf8_next(text, &at), class = cr_character_class(characters, code);
        if (s.in_word && !s.n_digits && class & (CR_CHAR_LETTER | CR_CHAR_MARK) && !(class & CR_CHAR_SPACELESS)) {
            line->letters += (class & CR_CHAR_LETTER) != 0;  // inside a word: the usual case, and nothing else to see
            s.ended = false;
            continue;
        }
        scan_character(&s, text, here, code, class);
    }
    end_number(&s);
    line->words += (s.spaceless + 1) / 2;
    line->is_identifier = line->is_identifier && line->words == 1;
    read_start(line, text, characters);
    read_end(line, text, characters);
    line->is_prose = true;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

static size_t width_of(const cr_page_line *line, cr_view text)
{
    size_t n = 0;
    for (size_t i = line->start; i < line->end && n <= WIDEST; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n;
}

/* Whether n lines that stand together are one hard-wrapped paragraph. Where the text is known to be wrapped, less tells it. */
static bool is_wrapped(const cr_page_line *line, size_t n, cr_view text, bool known)
{
    if (n < (known ? 2 : LEAST_WRAPPED_LINES))
        return false;
    size_t shortest = SIZE_MAX, longest = 0, ending = 0, capitals = line[n - 1].upper_start;
    for (size_t i = 0; i + 1 < n; i++) {
        if (line[i].end - line[i].start > 4 * WIDEST)
            return false;
        capitals += i > 0 && line[i].upper_start;
        size_t width = width_of(&line[i], text);
        shortest = width < shortest ? width : shortest;
        longest = width > longest ? width : longest;
        ending += line[i].finished;
    }
    bool list = capitals == n - 1 && !known;  // of links
    return shortest >= LEAST_WIDTH && longest <= WIDEST && longest - shortest <= WIDTH_TOLERANCE &&
           ending * 2 < n - 1 + known && !list;
}

static size_t end_of_block(const cr_page_lines *lines, size_t first)
{
    size_t end = first + 1;
    while (end < lines->n && !lines->items[end].after_gap)
        end++;
    return end;
}

/* Makes one line of every hard-wrapped paragraph. */
static void join_wrapped(cr_page_lines *lines, cr_view text, const cr_characters *characters)
{
    bool known = false;
    for (size_t i = 0, end; i < lines->n && !known; i = end) {
        end = end_of_block(lines, i);
        known = is_wrapped(lines->items + i, end - i, text, false);
    }
    size_t to = 0;
    for (size_t i = 0, end; i < lines->n; i = end) {
        end = end_of_block(lines, i);
        lines->items[end - 1].before_gap = true;
        if (known && is_wrapped(lines->items + i, end - i, text, known)) {
            cr_page_line joined = {.start = lines->items[i].start, .end = lines->items[end - 1].end, .after_gap = true};
            read_line(&joined, text, characters);
            joined.before_gap = true;
            lines->items[to++] = joined;
            continue;
        }
        for (size_t j = i; j < end; j++)
            lines->items[to++] = lines->items[j];
    }
    lines->n = to;
}

/* The line without white space at its ends, no-break and ideographic spaces included. */
static void trim(cr_page_line *line, cr_view text, const cr_characters *characters)
{
    for (size_t at = line->start; at < line->end; line->start = (uint32_t)at)
        if (!(cr_character_class(characters, cr_utf8_next(text, &at)) & CR_CHAR_SPACE))
            break;
    for (size_t at = line->end; at > line->start; line->end = (uint32_t)at)
        if (!(cr_character_class(characters, cr_utf8_previous(text, &at)) & CR_CHAR_SPACE))
            break;
}

void cr_page_lines_find(cr_page_lines *lines, cr_view text, const cr_characters *characters)
{
    lines->n = 0;
    bool gap = true;
    for (size_t at = 0; at < text.size;) {
        const char *newline = memchr(text.data + at, '\n', text.size - at);
        size_t end = newline ? (size_t)(newline - text.data) : text.size;
        cr_page_line line = {.start = (uint32_t)at, .end = (uint32_t)end};
        at = end + 1;
        trim(&line, text, characters);
        if (line.start == line.end) {
            gap = true;
            continue;
        }
        line.after_gap = gap;
        gap = false;
        read_line(&line, text, characters);
        lines->items = cr_grow(lines->items, &lines->capacity, lines->n + 1, sizeof *lines->items);
        lines->items[lines->n++] = line;
    }
    join_wrapped(lines, text, characters);
}
