/* Writing Markdown that no text can break.
 *
 * A document is written block by block; whatever text goes in comes out of a Markdown parser as that text, and no tag, link,
 * attribute, shortcode or variable is made that the caller did not ask for: not by CommonMark, nor by the dialects of GitHub,
 * Hugo and Jekyll (kramdown, Liquid). Beside the document the writer keeps what it means; cr_markdown_finish parses the
 * document again with cmark and holds the two against each other, so that a gap in the escape is an error, never a page.
 *
 * What no escape can stop: GitHub's own renderer makes links of mail addresses and of @names after all escapes are gone.
 */
#ifndef CR_FORMAT_MARKDOWN_WRITE_H
#define CR_FORMAT_MARKDOWN_WRITE_H

#include "base/buf.h"

/* Where an escaped text stands. */
enum {
    CR_MARKDOWN_STARTS = 1u << 0,         // at the start of a line (of a paragraph or a list item)
    CR_MARKDOWN_HEADING = 1u << 1,        // at the end of a heading
    CR_MARKDOWN_BEFORE_LINK = 1u << 2,    // a link or a bracket of the caller's comes right behind it
    CR_MARKDOWN_AFTER_BRACKET = 1u << 3,  // a bracket of the caller's stands right before it
};

/* Appends the text, made one clean line (format/line.h), escaped for its place. For templates; the writer below does it by
 * itself. */
void cr_markdown_escape(cr_buf *out, cr_view text, unsigned place);

/* The same for a clean line between what stands in the document before it and what will stand behind it (of both what is on its
 * line, or more of it). */
void cr_markdown_escape_between(cr_buf *out, cr_view before, cr_view line, cr_view after, unsigned place);

/* Appends a link's destination, encoded so that it ends where it should in every dialect. False, and nothing is appended, if
 * the scheme is not http, https or mailto, or nothing is left of it. */
bool cr_markdown_append_address(cr_buf *out, cr_view address);

/* Zero-initialise it. Blocks don't nest, but for items in a list. */
typedef struct cr_markdown_writer {
    cr_buf document;     // what was written
    cr_buf meaning;      // the tree that is intended, in a form of ours
    cr_buf pending;      // text of the open block, not yet escaped
    char block;          // the open block: 'h', 'p', 'i', or 0
    char list;           // the open list: 'o', 'u', or 0
    int level;           // of the open heading
    size_t item;         // number of the newest item
    size_t parted;       // offset in document before the blank line that parts the open block from the one before
    size_t block_start;  // offset in document of the open block's content
    bool after_bracket;
} cr_markdown_writer;

void cr_markdown_release(cr_markdown_writer *writer);

/* Blocks. What is open of the kind is closed first. An item opens a list of its kind if none is open (ordered ones
 * count from 1). A heading or paragraph without text is not written. */
void cr_markdown_heading(cr_markdown_writer *writer, int level);
void cr_markdown_paragraph(cr_markdown_writer *writer);
void cr_markdown_ordered_item(cr_markdown_writer *writer);
void cr_markdown_bullet_item(cr_markdown_writer *writer);
void cr_markdown_rule(cr_markdown_writer *writer);

/* Inside the open block. Text is collected up to the next link, emphasis or end of the block and then made one line, so a
 * space at the end of one piece and the start of the next is one space. */
void cr_markdown_text(cr_markdown_writer *writer, cr_view text);

/* Strong emphasis, only for words of ours: dialects differ where it touches a letter. It is text where it would. */
void cr_markdown_strong(cr_markdown_writer *writer, cr_view text);

/* A link; its text alone where the address is none, or not let through. */
void cr_markdown_link(cr_markdown_writer *writer, cr_view text, cr_view address);

/* "[number]", linked where there is an address. */
void cr_markdown_citation(cr_markdown_writer *writer, size_t number, cr_view address);

/* Closes what is open, checks, and appends the document to out. CR_LIBRARY with the line if it does not mean what it should. */
cr_status cr_markdown_finish(cr_markdown_writer *writer, cr_buf *out, cr_error *error);

#endif
