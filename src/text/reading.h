/* A text as sentence breaking reads it: its characters, the rules of its language, and what the text itself tells of its words.
 *
 * Positions are units; a `limit` is the end of the line under way. Nothing here allocates once its scratch has grown.
 */
#ifndef CR_TEXT_READING_H
#define CR_TEXT_READING_H

#include "base/buf.h"
#include "base/map.h"
#include "text/rules.h"
#include "text/units.h"

/* What a text tells of a word. */
enum {
    CR_SEEN_LOWER = 1u << 0,  // it occurs in lower case: capitalised behind a stop, it opens a sentence
    CR_SEEN_BARE = 1u << 1,   // it occurs without a stop: it is no abbreviation
};

/* Zero-initialise it but for the first four fields. */
typedef struct cr_reading {
    const cr_units *units;
    const cr_characters *characters;
    const cr_rules *rules;
    const char *lang;
    cr_buf piece, folded;  // scratch
    cr_number_map seen;    // hash of a word in lower case -> CR_SEEN_...
    bool has_seen;         // seen is of this text
} cr_reading;

void cr_reading_release(cr_reading *reading);

static inline uint32_t cr_reading_class(const cr_reading *reading, size_t i)
{
    return cr_units_class(reading->units, reading->characters, i);
}

/* First position from `at` that is no white space, or limit. */
static inline size_t cr_reading_skip_space(const cr_reading *reading, size_t at, size_t limit)
{
    while (at < limit && cr_reading_class(reading, at) & CR_CHAR_SPACE)
        at++;
    return at;
}

/* The folded form of [start, end), runs of white space as one space. Valid until the next call. */
cr_view cr_reading_folded(cr_reading *reading, size_t start, size_t end);

/* Classes (CR_ABBREVIATION_...) under which [start, end) is listed; 0 if it is not. */
uint32_t cr_reading_listed(cr_reading *reading, size_t start, size_t end);

/* Units of the longest beginning of [at, limit) that is listed with one of these classes, whatever follows; 0 if none. */
size_t cr_reading_listed_beginning(cr_reading *reading, size_t at, size_t limit, uint32_t classes);

/* End of the word that starts at `at`: letters, marks and digits. */
size_t cr_reading_word_end(const cr_reading *reading, size_t at, size_t limit);

/* What the text tells of the word [start, end): CR_SEEN_... The first question costs a pass over the text. */
uint32_t cr_reading_seen(cr_reading *reading, size_t start, size_t end);

/* Whether an opener, a whole phrase, stands at `at`. */
bool cr_reading_opener(cr_reading *reading, size_t at, size_t limit);

/* Whether the word is a stop word or the first word of an opener. */
bool cr_reading_is_function_word(cr_reading *reading, size_t start, size_t end);

/* Whether many articles taught that the word is capitalised at the head of sentences only. */
bool cr_reading_is_learned_starter(cr_reading *reading, size_t start, size_t end);

#endif
