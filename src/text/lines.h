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

/* Finds the lines of a text. In hard-wrapped paragraphs (three lines or more of nearly one width, 40 columns at least, the
 * last line aside, most of them not ending a sentence) the line ends are overwritten by spaces and the paragraph is one
 * line. Linear. */
void cr_lines_find(cr_lines *lines, cr_units *units, const cr_characters *characters);
void cr_lines_release(cr_lines *lines);

#endif
