/* Names with one letter wrong, or written together or apart. */
#ifndef CR_ENTITY_SPELLING_H
#define CR_ENTITY_SPELLING_H

#include "entity/forms.h"

typedef struct cr_spelling {
    uint32_t entry;   // index into the index's entries
    size_t n_pieces;  // of the text
    bool exact;       // only the spaces are others
} cr_spelling;

/* The name that the n pieces at the front of `pieces` (at least one; forms are theirs) are a writing of, the longest that can be.
 * None where two entities could be meant, where the odd word is a piece of another name, or stands in the document (numbered) in
 * small letters: a common word. */
bool cr_spelling_find(const cr_entity_index *index, const cr_forms *forms, const cr_piece *pieces, const uint32_t *form,
                      size_t n, uint32_t document, cr_spelling *found);

#endif
