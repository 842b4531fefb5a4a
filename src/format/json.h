/* Reading JSON: wanted members of one object, by name.
 *
 * The text must be JSON through and through (RFC 8259), also where nobody asks: members that are not wanted may hold
 * anything that JSON allows, numbers of any size and lone surrogates among it. Arrays and objects may nest CR_MAX_NESTING
 * levels. Of members with the same name the last one counts.
 */
#ifndef CR_FORMAT_JSON_H
#define CR_FORMAT_JSON_H

#include "base/arena.h"
#include "base/error.h"

enum { CR_JSON_PADDING = 64 };  // readable bytes of any content that must follow a text given to the parser

typedef enum cr_json_kind {
    CR_JSON_ABSENT,
    CR_JSON_NULL,
    CR_JSON_BOOL,
    CR_JSON_INTEGER,  // a number without fraction and exponent, of any size
    CR_JSON_REAL,
    CR_JSON_STRING,
    CR_JSON_ARRAY,
    CR_JSON_OBJECT,
} cr_json_kind;

typedef struct cr_json_member {
    cr_view name;       // in: what is wanted
    cr_json_kind kind;  // out
    cr_view raw;        // out: as written; a string without its quotes but with its escapes; of arrays and objects the
                        // opening bracket only. A view of the text.
} cr_json_member;

/* One thread at a time; keeps its memory for the next text, up to a bound. */
typedef struct cr_json_parser cr_json_parser;

cr_json_parser *cr_json_parser_new(void);
void cr_json_parser_free(cr_json_parser *parser);

/* Reads the object that the text is. line is the number of the text's first line in the source, for messages. On
 * CR_INPUT the members that stood before the fault are filled nonetheless. */
cr_status cr_json_read_object(cr_json_parser *parser, cr_view text, cr_json_member *members, size_t n_members,
                              const char *source, size_t line, cr_error *error);

/* The content of a string from its raw form: the raw view itself where nothing is escaped, else in the arena. A lone
 * surrogate becomes U+FFFD and adds one to *n_repaired. U+0000 is kept. */
cr_view cr_json_unescape(cr_view raw, cr_arena *arena, size_t *n_repaired);

/* Cuts an array into its elements without checking them: takes the next one off *rest, which is at first the text of the
 * array and then what follows. False at the array's end and where its brackets and commas are broken: after the end *rest
 * is empty, elsewhere it starts at the fault. */
bool cr_json_next_element(cr_view *rest, cr_view *element);

#endif
