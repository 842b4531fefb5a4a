/* Reading YAML as a flat list: what front matter and settings need of it.
 *
 * `a: {b: 1}` gives "a.b"; `a: [x, y]` gives "a" twice, and `a: [{b: 1}, {b: 2}]` "a.b" twice, of item 1 and of item 2.
 * Aliases and keys that are no plain text are refused, and so is more than one document.
 */
#ifndef CR_FORMAT_YAML_H
#define CR_FORMAT_YAML_H

#include "base/arena.h"
#include "base/error.h"

typedef struct cr_yaml_entry {
    cr_view key;
    cr_view value;                  // as text, NUL-terminated; none for null
    size_t line, column;            // of the value
    size_t key_line, key_column;    // of the last part of the key
    size_t head_line, head_column;  // of its first part
    size_t item;                    // which element of the outermost list it is in, from 1; 0: in none
    bool in_list;                   // the value is itself an element of a list
    bool again;                     // the key, or one above it, stood in its mapping before
} cr_yaml_entry;

/* The text is valid UTF-8; source and first_line are for messages and for the lines of the entries. CR_INPUT where it is malformed
 * or no mapping, CR_LIMIT beyond CR_MAX_YAML bytes, CR_MAX_YAML_ENTRIES values, CR_MAX_YAML_KEY bytes of a key or CR_MAX_NESTING
 * levels. The list lives in the arena. */
cr_status cr_yaml_read(cr_view text, const char *source, size_t first_line, cr_arena *arena, cr_yaml_entry **entries,
                       size_t *n_entries, cr_error *error);

#endif
