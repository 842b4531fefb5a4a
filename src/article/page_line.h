/* The lines of a plain text and what their form tells. For structure.c. */
#ifndef CR_ARTICLE_PAGE_LINE_H
#define CR_ARTICLE_PAGE_LINE_H

#include "article/article.h"
#include "text/units.h"

enum { CR_PAGE_LONG_LINE = 500 };  // bytes: beyond, a line is a paragraph and only its ends are looked at

/* A line, or the lines of one hard-wrapped paragraph. */
typedef struct cr_page_line {
    uint32_t start, end;  // bytes, without white space at the ends; never empty
    uint32_t content;     // where its first letter, digit, bracket or quotation mark stands
    uint32_t words;       // pieces between white space; in a script without spaces two letters count as one
    uint32_t letters, digits;
    uint32_t last_words;     // words behind the last sentence end inside the line; `words` if there is none
    uint32_t last_start;     // where they start
    uint32_t separators;     // of items: "|", "·", "»", ">", wide gaps
    uint32_t symbols;        // signs before `content` that no sentence starts with
    bool after_gap;          // an empty line, or the start, is before it
    bool before_gap;         // an empty line, or the end, is behind it
    bool is_long;            // more than CR_PAGE_LONG_LINE: counts are of its first bytes
    bool finished;           // ends as a sentence does
    bool asks;               // ends with a question or exclamation mark of any script
    bool colon;              // ends with a colon
    bool has_year, has_day;  // a number from 1900 to 2699; one from 1 to 31
    bool has_url;
    bool has_copyright;
    bool is_footnote;    // starts with "[1]"
    bool is_item;        // starts with a bullet
    bool lower_start;    // its first letter is lower-case
    bool upper_start;    // or upper-case
    bool is_identifier;  // one piece with an underscore, an at sign or a number sign in it
    bool is_prose;       // result: false where it is marked
    cr_mark_kind kind;   // result
} cr_page_line;

/* Zero-initialise it. */
typedef struct cr_page_lines {
    cr_page_line *items;
    size_t n, capacity;
} cr_page_lines;

/* Cuts a text into lines, all of them prose as yet. Linear. */
void cr_page_lines_find(cr_page_lines *lines, cr_view text, const cr_characters *characters);
void cr_page_lines_release(cr_page_lines *lines);

#endif
