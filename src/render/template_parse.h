/* Mustache, compiled: a template's source as a flat list of steps. */
#ifndef CR_RENDER_TEMPLATE_PARSE_H
#define CR_RENDER_TEMPLATE_PARSE_H

#include "base/arena.h"
#include "base/error.h"

typedef enum cr_step_kind {
    CR_STEP_TEXT,      // `text` as it is
    CR_STEP_LINE,      // a line of the source starts here, with the white space `text`
    CR_STEP_VALUE,     // escaped
    CR_STEP_RAW,       // as it is
    CR_STEP_SECTION,   // the steps up to `end`, for each element or once
    CR_STEP_INVERTED,  // the steps up to `end`, if there is nothing
    CR_STEP_PARTIAL,
    CR_STEP_PARENT,  // the blocks among the steps up to `end` take the place of the parent's
    CR_STEP_BLOCK,   // the steps up to `end`, if nobody took its place
} cr_step_kind;

/* A name as it is looked up: "a.b.c" in its parts; "." has none. */
typedef struct cr_step_name {
    const char *const *parts;  // [n_parts]
    size_t n_parts;
} cr_step_name;

typedef struct cr_step {
    cr_step_kind kind;
    bool is_dynamic;     // of a partial or parent: `name` tells where its name stands
    bool is_standalone;  // it has its line for itself, so all lines of what it brings are indented
    bool starts_line;    // of a block: its content starts on a line of its own
    uint32_t at;         // offset in the source, of its tag
    uint32_t end;        // number of the step behind its content
    cr_view text;        // as above; of a partial, parent or block its name; of others the name as it is written
    cr_step_name name;
    cr_view indent;  // white space: before a standalone tag; of a block that of its content's first line
} cr_step;

typedef struct cr_program {
    const char *path;  // of messages
    cr_view source;
    const cr_step *steps;  // [n_steps]
    size_t n_steps;
} cr_program;

/* Path and source stay the caller's; all else lives in the arena. CR_INPUT with line and column, CR_LIMIT beyond
 * CR_MAX_TEMPLATE bytes or CR_MAX_TEMPLATE_DEPTH sections in each other. */
cr_status cr_program_parse(const char *path, cr_view source, cr_arena *arena, cr_program *program, cr_error *error);

/* Sets an error at an offset of the source. */
cr_status cr_program_error(const cr_program *program, size_t at, cr_error *error, cr_status status, const char *format,
                           ...) CR_PRINTF(5, 6);

#endif
