/* Pieces: what names are made of, in a list as in a text, whatever the language.
 *
 * A piece is a run of letters and digits, one character of a script that is written without spaces, or one of & and +. Finer
 * than words: "Apple'ın", "AT&T" and "Mistral-AI" have several, so that a name is found whatever a language glues to it.
 */
#ifndef CR_ENTITY_PIECES_H
#define CR_ENTITY_PIECES_H

#include "base/view.h"
#include "text/units.h"

/* What stands before a piece. */
typedef enum cr_gap {
    CR_GAP_NONE,  // nothing
    CR_GAP_SPACE,
    CR_GAP_JOIN,   // a hyphen, an apostrophe, a stop, a middle dot
    CR_GAP_COMMA,  // a comma and white space
    CR_GAP_BREAK,  // anything else, or the start
} cr_gap;

enum {
    CR_PIECE_CAPITALISED = 1u << 0,  // its first letter is a capital
    CR_PIECE_CAPITALS = 1u << 1,     // all its letters are
    CR_PIECE_LOWER = 1u << 2,        // its first letter is a small one
    CR_PIECE_SPACELESS = 1u << 3,
    CR_PIECE_KATAKANA = 1u << 4,
    CR_PIECE_NUMBER = 1u << 5,  // holds a digit
    CR_PIECE_SYMBOL = 1u << 6,
    CR_PIECE_FURNITURE = 1u << 7,  // stands in page furniture; set by who knows
};

typedef struct cr_piece {
    uint32_t start, end;  // bytes of the text
    uint32_t sentence;
    uint8_t gap;      // cr_gap
    uint8_t flags;    // CR_PIECE_...
    uint8_t letters;  // its characters without marks, 255 at most
    uint8_t upper;    // capitals among them
} cr_piece;

/* Zero-initialise it; its memory is used again. */
typedef struct cr_pieces {
    cr_piece *items;
    size_t n, capacity;
} cr_pieces;

/* Adds the pieces of the bytes from start to end of a valid text, all of the sentence given. Addresses (http://, www.) have none. */
void cr_pieces_add(cr_pieces *pieces, cr_view text, size_t start, size_t end, uint32_t sentence,
                   const cr_characters *characters);
void cr_pieces_release(cr_pieces *pieces);

#endif
