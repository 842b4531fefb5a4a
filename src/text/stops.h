/* Judging a stop: whether a sentence ends there or a word is abbreviated.
 *
 * After Kiss and Strunk (2006), "Unsupervised Multilingual Sentence Boundary Detection": a listed abbreviation, an initial or
 * an ordinal number ends a sentence only before a word that is known to open sentences, and what the text itself shows of a
 * word (that it occurs in lower case, or without a stop) is evidence.
 */
#ifndef CR_TEXT_STOPS_H
#define CR_TEXT_STOPS_H

#include "text/reading.h"

/* A place where a sentence may end. */
typedef struct cr_stop {
    size_t first;   // start of the sentence
    size_t at;      // the first of the marks: "." of `."`, the first of "..."
    size_t marks;   // behind the last of them
    size_t end;     // behind closing quotation marks and brackets
    size_t next;    // what follows, white space aside; equal to end if there is none
    size_t letter;  // its first letter or digit, or limit
    size_t limit;   // end of the line
    bool dash;      // a dash stands before that letter
} cr_stop;

/* Whether a lone "." ends its sentence. */
bool cr_stop_ends(cr_reading *reading, const cr_stop *stop);

/* Whether "!" or "?" belongs to a name that is listed as an abbreviation ("Yahoo!"). */
bool cr_stop_is_of_name(cr_reading *reading, const cr_stop *stop);

/* Whether the word before the marks is capitalised, as a name is. */
bool cr_stop_is_capitalised(const cr_reading *reading, const cr_stop *stop);

/* Whether a lower-case letter at i begins a name that is written so ("iPhone"). */
bool cr_stop_lower_name(const cr_reading *reading, size_t i);

#endif
