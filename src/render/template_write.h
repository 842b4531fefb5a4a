/* The document that a template makes, and the escape of each value by where it stands in it. */
#ifndef CR_RENDER_TEMPLATE_WRITE_H
#define CR_RENDER_TEMPLATE_WRITE_H

#include "base/arena.h"
#include "render/template.h"
#include "render/template_html.h"

/* Set `escape`, zero-initialise the rest. */
typedef struct cr_template_writer {
    cr_template_escape escape;
    cr_buf document;
    cr_html_place place;  // of HTML and XML: where the end stands
    // of Markdown: the document again with a placeholder for each value, the values, and where things stand
    cr_buf skeleton;
    cr_view *values;  // [n_values] as they should be read back
    size_t n_values, capacity;
    cr_buf pending;   // value not yet escaped: what follows it counts too
    size_t line;      // offset in document of the newest line
    size_t looked;    // the document was looked at up to here for links
    size_t address;   // offset in it of the address of a link that goes on at `looked`; 0: none
    size_t marks;     // the newest line was looked at up to here for marks of blocks
    size_t begun;     // a line, as its offset and 1, in which a text has begun behind the marks of blocks; 0: none
    bool in_heading;  // that line is a heading
    size_t scanned;   // lines up to here were looked at for the end of the front matter
    enum { CR_FRONT_UNKNOWN, CR_FRONT_INSIDE, CR_FRONT_NONE } front;
    cr_arena arena;
} cr_template_writer;

void cr_template_writer_release(cr_template_writer *writer);

/* What the template's author wrote, or wants as it is. */
void cr_template_put_literal(cr_template_writer *writer, cr_view text);

/* What may be anything. */
void cr_template_put_value(cr_template_writer *writer, cr_view text);

/* Ends the document, proves Markdown, and appends it to out. source names the template in messages. */
cr_status cr_template_finish(cr_template_writer *writer, const char *source, cr_buf *out, cr_error *error);

#endif
