/* The marks of a text: which end, open, close or go on. Of text/sentences.h, whose walk over a line they are asked on. */
#ifndef CR_TEXT_MARKS_H
#define CR_TEXT_MARKS_H

#include "text/reading.h"

/* A line under way. */
typedef struct cr_walk {
    cr_reading *reading;
    const uint16_t *marks;  // [2] of the language alone
    const uint16_t *unit;
    struct cr_spans *sentences;
    size_t line;      // its number
    size_t start;     // of the sentence under way
    size_t begin;     // of the line
    size_t limit;     // its end
    size_t unclosed;  // no closing bracket stands before here
    size_t item;      // number of the list's item under way, 0 if none
    uint16_t item_style;
    bool quoted;    // inside a quotation
    bool reversed;  // brackets stand the wrong way round, as in text from right to left they may
} cr_walk;

static inline uint32_t cr_walk_class(const cr_walk *w, size_t i)
{
    return i < w->limit ? cr_reading_class(w->reading, i) : 0;
}

static inline size_t cr_walk_skip_space(const cr_walk *w, size_t at)
{
    return cr_reading_skip_space(w->reading, at, w->limit);
}

bool cr_mark_is_dash(uint16_t unit);
bool cr_mark_is_bullet(uint16_t unit);
bool cr_mark_is_syllable(const cr_walk *w, size_t i);   // Hangul
bool cr_mark_is_ideograph(const cr_walk *w, size_t i);  // Han and kana

/* Whether the mark at i can end a sentence. */
bool cr_mark_ends(const cr_walk *w, size_t i);

/* Whether the mark at i goes on with a clause: a comma and its like. */
bool cr_mark_continues(const cr_walk *w, size_t i);

/* Whether what stands at i parts words: white space, the line's end, a closing or ending mark. */
bool cr_mark_is_edge(const cr_walk *w, size_t i);

typedef enum cr_side { CR_SIDE_NONE, CR_SIDE_OPENS, CR_SIDE_CLOSES } cr_side;

/* Which side of a quotation the mark at i is on: by the spaces around it, then by its shape, then by what is open. */
cr_side cr_mark_quote_side(const cr_walk *w, size_t i);

/* Units of the closing marks at i, 0 if there are none; `spaced`: white space is before them. */
size_t cr_mark_closing(cr_walk *w, size_t i, bool spaced);

/* The bracket that closes this one, 0 if it opens none. */
uint16_t cr_mark_closing_of(uint16_t open);

/* Position of the bracket that closes the one at i, 0 if it is `most` units away or missing. */
size_t cr_mark_closed_at(cr_walk *w, size_t i, size_t most);

#endif
