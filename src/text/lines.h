/* Lines and paragraphs: which line ends end something, and which are only the width of somebody's screen. */
#ifndef CR_TEXT_LINES_H
#define CR_TEXT_LINES_H

#include "text/units.h"

/* A stretch of text that no sentence crosses: a line, or several lines of one hard-wrapped paragraph. */
typedef struct cr_line {
    uint32_t start, end;   // units, without white space at the ends; never empty
    bool opens_paragraph;  // an empty line (or the start) is before it
} cr_line;

/* Zero-initialise it; its memory is used again for the next text. */
typedef struct cr_lines {
    cr_line *items;
    size_t n, capacity;
} cr_lines;

/* Finds the lines of a text. A line end that is only the width of a screen is overwritten by a space, and its lines become
 * one. It is such an end if the first word of the next line would not have fitted any more, in a paragraph of three lines or
 * more, 40 to 120 columns wide, whose other ends end sentences, whose wrapped ones mostly do not, and whose lines, in scripts
 * with capitals, do not all begin with one. Poems, lists, tables, headlines and articles with a paragraph a line stay apart.
 * Where a text has such paragraphs, the others that fit their width go by it. Linear. */
void cr_lines_find(cr_lines *lines, cr_units *units, const cr_characters *characters);
void cr_lines_release(cr_lines *lines);

#endif
