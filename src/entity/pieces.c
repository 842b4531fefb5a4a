#include "entity/pieces.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>

/* What belongs to a word without being seen: soft hyphen, zero-width space and joiners. */
static bool is_unseen(uint32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200D) || code == 0x2060;
}

static bool is_joiner(uint32_t code)
{
    switch (code) {
    case '-':
    case '.':
    case '\'':
    case 0xB7:
    case 0x2BC:
    case 0x2010:
    case 0x2011:
    case 0x2018:
    case 0x2019:
    case 0x30FB:
        return true;
    default:
        return false;
    }
}

static bool is_katakana(uint32_t code)
{
    return (code >= 0x30A1 && code <= 0x30FA) || code == 0x30FC || (code >= 0xFF66 && code <= 0xFF9F);
}

/* What stands between two pieces, read character by character. */
typedef struct gap_reader {
    size_t joiners, spaces, commas, others;
} gap_reader;

static cr_gap gap_of(const gap_reader *gap)
{
    if (gap->others || gap->joiners + gap->commas > 1)
        return CR_GAP_BREAK;
    if (gap->commas)
        return gap->spaces ? CR_GAP_COMMA : CR_GAP_BREAK;
    if (gap->joiners)
        return CR_GAP_JOIN;
    return gap->spaces ? CR_GAP_SPACE : CR_GAP_NONE;
}

static void read_gap(gap_reader *gap, uint32_t code, uint32_t class)
{
    if (class & CR_CHAR_SPACE)
        gap->spaces++;
    else if (is_joiner(code) && (gap->spaces == 0))
        gap->joiners++;
    else if (code == ',' && gap->spaces == 0)
        gap->commas++;
    else
        gap->others++;
}

/* Behind an address that starts at `at`, or `at` itself. */
static size_t skip_address(cr_view text, size_t at, size_t end)
{
    cr_view rest = cr_view_slice(text, at, end);
    if (!cr_view_starts(rest, CR_VIEW("://")) && !cr_view_starts(rest, CR_VIEW("www.")))
        return at;
    while (at < end && !cr_is_space(text.data[at]) && (unsigned char)text.data[at] < 0x80)
        at++;
    return at;
}

static cr_piece *add_piece(cr_pieces *pieces, size_t start, uint32_t sentence, cr_gap gap)
{
    pieces->items = cr_grow(pieces->items, &pieces->capacity, pieces->n + 1, sizeof *pieces->items);
    cr_piece *piece = &pieces->items[pieces->n++];
    *piece = (cr_piece){.start = (uint32_t)start, .sentence = sentence, .gap = (uint8_t)gap};
    return piece;
}

/* The rest of a piece that opens with a character of the class. */
static size_t read_piece(cr_piece *piece, cr_view text, size_t at, size_t end, const cr_characters *characters)
{
    bool has_letter = false, has_lower = false, first = true;
    while (at < end) {
        size_t next = at;
        uint32_t code = cr_utf8_next(text, &next), class = cr_character_class(characters, code);
        bool spaceless = (class & CR_CHAR_SPACELESS) != 0;
        if (!(class & (CR_CHAR_LETTER | CR_CHAR_DIGIT | CR_CHAR_MARK)) && !(is_unseen(code) && !first))
            break;
        if (!first && !(class & CR_CHAR_MARK) && (spaceless || piece->flags & CR_PIECE_SPACELESS))
            break;
        if (spaceless)
            piece->flags |= is_katakana(code) ? CR_PIECE_SPACELESS | CR_PIECE_KATAKANA : CR_PIECE_SPACELESS;
        if (class & CR_CHAR_DIGIT)
            piece->flags |= CR_PIECE_NUMBER;
        if (class & CR_CHAR_LETTER) {
            if (!has_letter)
                piece->flags |= class & CR_CHAR_UPPER   ? CR_PIECE_CAPITALISED
                                : class & CR_CHAR_LOWER ? CR_PIECE_LOWER
                                                        : 0;
            has_letter = true;
            has_lower |= !(class & CR_CHAR_UPPER);
            if (class & CR_CHAR_UPPER && piece->upper < UINT8_MAX)
                piece->upper++;
        }
        if (class & (CR_CHAR_LETTER | CR_CHAR_DIGIT) && piece->letters < UINT8_MAX)
            piece->letters++;
        first = false;
        at = next;
    }
    if (has_letter && !has_lower)
        piece->flags |= CR_PIECE_CAPITALS;
    return at;
}

void cr_pieces_add(cr_pieces *pieces, cr_view text, size_t start, size_t end, uint32_t sentence,
                   const cr_characters *characters)
{
    gap_reader gap = {.others = 1};
    for (size_t at = start; at < end;) {
        size_t next = at;
        if (text.data[at] == ':' || text.data[at] == 'w')
            next = skip_address(text, at, end);
        if (next > at) {
            gap.others++;
            at = next;
            continue;
        }
        uint32_t code = cr_utf8_next(text, &next), class = cr_character_class(characters, code);
        if (class & (CR_CHAR_LETTER | CR_CHAR_DIGIT) || (class & CR_CHAR_MARK && class & CR_CHAR_SPACELESS)) {
            cr_piece *piece = add_piece(pieces, at, sentence, gap_of(&gap));
            next = read_piece(piece, text, at, end, characters);
            piece->end = (uint32_t)next;
            gap = (gap_reader){0};
        } else if (code == '&' || code == '+') {
            cr_piece *piece = add_piece(pieces, at, sentence, gap_of(&gap));
            piece->end = (uint32_t)next;
            piece->flags = CR_PIECE_SYMBOL;
            piece->letters = 1;
            gap = (gap_reader){0};
        } else {
            read_gap(&gap, code, class);
        }
        at = next;
    }
}

void cr_pieces_release(cr_pieces *pieces)
{
    free(pieces->items);
    *pieces = (cr_pieces){0};
}
