/* Sentence ends that no mark shows, and quotations without spaces around them. */
#ifndef CR_TEXT_SPACELESS_H
#define CR_TEXT_SPACELESS_H

#include "text/reading.h"

/* Whether what stands behind a closing quotation mark goes on with the clause: 「…」と, "…"라고, “…”他说. `spaced`: white space
 * parts them. */
bool cr_quotation_goes_on(cr_reading *reading, size_t at, size_t limit, bool spaced);

/* Whether a word that is listed to go on with a clause stands at `at`: "and" behind an ellipsis, where no capital tells. */
bool cr_clause_goes_on(cr_reading *reading, size_t at, size_t limit);

/* Whether a sentence that starts at `first` ends with the white space [space, next): behind a final ending (Korean), or
 * between two clauses of a language without stops (Thai), by length and by the words around. */
bool cr_space_ends(cr_reading *reading, size_t first, size_t space, size_t next, size_t limit);

#endif
