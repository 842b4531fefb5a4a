#include "article/furniture.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/phrase.h"

#include <string.h>

enum {
    SHORT_LINE = 25,  // words: a line with fewer that holds a phrase is no prose
    MENU_ITEM = 4,    // words of an item of a menu, on average
    CREDIT = 5,       // words of a credit behind a caption
    JUNK = 2,         // signs at the head of a line that no sentence has
};

/* True if every white space is one plain space inside the text. */
static bool is_even(cr_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if ((c <= ' ' && (c != ' ' || i == 0 || i + 1 == text.size || text.data[i + 1] == ' ')) || c == 0xC2 ||
            c == 0xE2 || c == 0xE3)
            return false;
    }
    return true;
}

void cr_fold_spaced(cr_view text, const char *lang, cr_buf *out)
{
    size_t start = out->size;
    cr_fold(text, lang, out);
    if (is_even(cr_view_slice(cr_buf_view(out), start, out->size)))
        return;
    size_t to = start;
    bool space = true;
    cr_view folded = cr_buf_view(out);
    for (size_t at = start; at < folded.size;) {
        size_t here = at;
        uint32_t code = cr_utf8_next(folded, &at);
        if (code <= ' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F) {
            if (!space)
                out->data[to++] = ' ';
            space = true;
            continue;
        }
        space = false;
        memmove(out->data + to, out->data + here, at - here);
        to += at - here;
    }
    if (to > start && out->data[to - 1] == ' ')
        to--;
    out->size = to;
    if (out->data)
        out->data[to] = '\0';
}

/* ---- phrases ----------------------------------------------------------------------------------------------------- */

/* Pieces of four bytes that a line has: phrases are ruled out by theirs without a search. Four bytes are more than a letter in
 * any script; of two, a line in Bengali would have nearly all that its phrases have. */
typedef struct pieces {
    uint64_t bits[16];
} pieces;

enum { PIECE = 4, LOOKED_AT = 16 };  // bytes of a piece; pieces of a phrase that are looked up at most

static size_t piece_bit(const char *bytes)
{
    uint32_t piece;
    memcpy(&piece, bytes, PIECE);
    return piece * UINT32_C(0x9E3779B1) >> 22;
}

static void note_pieces(pieces *p, cr_view text)
{
    memset(p, 0, sizeof *p);
    for (size_t i = 0; i + PIECE <= text.size; i++) {
        size_t bit = piece_bit(text.data + i);
        p->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

static bool may_hold(const pieces *p, cr_view phrase)
{
    for (size_t i = 0; i + PIECE <= phrase.size && i < LOOKED_AT; i++) {
        size_t bit = piece_bit(phrase.data + i);
        if (!(p->bits[bit / 64] >> bit % 64 & 1))
            return false;
    }
    return true;
}

static cr_view without_stop(cr_view text)
{
    while (text.size && strchr(".:!", text.data[text.size - 1]))
        text.size--;
    return cr_view_trim(text);
}

static cr_furniture by_phrase(cr_view folded, const cr_rules *rules)
{
    pieces seen;
    note_pieces(&seen, folded);
    cr_furniture found = CR_FURNITURE_NONE;
    for (size_t i = 0; i < rules->n_boilerplate && found < CR_FURNITURE_STRONG; i++) {
        const cr_phrase *phrase = &rules->boilerplate[i];
        if (phrase->text.size == 0 || !may_hold(&seen, phrase->text))
            continue;
        if (phrase->classes & CR_BOILERPLATE_HOLDS && cr_phrase_holds(folded, phrase->text))
            found = CR_FURNITURE_STRONG;
        else if (phrase->classes & CR_BOILERPLATE_STARTS && cr_view_starts(folded, phrase->text) &&
                 cr_phrase_is_edge(folded, phrase->text.size))
            found = CR_FURNITURE_WEAK;
        else if (phrase->classes & CR_BOILERPLATE_WHOLE && cr_view_equal(without_stop(folded), phrase->text))
            found = CR_FURNITURE_WEAK;
    }
    return found;
}

/* ---- form -------------------------------------------------------------------------------------------------------- */

static cr_furniture by_form(const cr_page_line *line)
{
    if (line->is_footnote && (line->has_url || line->words < SHORT_LINE))
        return CR_FURNITURE_STRONG;
    if (line->has_copyright && line->words < SHORT_LINE)
        return CR_FURNITURE_STRONG;
    if (line->letters == line->words && line->letters < 6 && line->words > 1)
        return CR_FURNITURE_WEAK;  // initials
    if (line->letters == 0 || line->is_identifier || line->symbols > JUNK)
        return CR_FURNITURE_WEAK;
    if (line->has_url && line->words < 6)
        return CR_FURNITURE_WEAK;
    if (line->finished)
        return CR_FURNITURE_NONE;
    if (line->separators >= 2 && line->words <= MENU_ITEM * (line->separators + 1))
        return CR_FURNITURE_WEAK;
    // a caption and its credit: a sentence, then a few words without an end
    if (line->last_start > line->start && line->last_words <= CREDIT && line->words > line->last_words + 2 &&
        line->words < SHORT_LINE)
        return CR_FURNITURE_CAPTION;
    return CR_FURNITURE_NONE;
}

cr_furniture cr_furniture_of(const cr_page_line *line, cr_view text, const char *lang, const cr_rules *rules,
                             cr_buf *scratch)
{
    if (line->is_long)
        return CR_FURNITURE_NONE;
    cr_furniture form = by_form(line);
    if (form == CR_FURNITURE_STRONG || line->words >= SHORT_LINE || rules->n_boilerplate == 0)
        return form;
    cr_buf_clear(scratch);
    cr_fold_spaced(cr_view_slice(text, line->content, line->end), lang, scratch);
    cr_furniture phrase = by_phrase(cr_buf_view(scratch), rules);
    if (phrase == CR_FURNITURE_NONE && line->last_start > line->start) {  // "... at noon. Photo: a name"
        cr_buf_clear(scratch);
        cr_fold_spaced(cr_view_slice(text, line->last_start, line->end), lang, scratch);
        phrase = by_phrase(cr_buf_view(scratch), rules);
    }
    return phrase > form ? phrase : form;
}

cr_furniture cr_furniture_of_sentence(cr_view sentence, const char *lang, const cr_rules *rules, cr_buf *scratch)
{
    if (rules->n_boilerplate == 0)
        return CR_FURNITURE_NONE;
    cr_buf_clear(scratch);
    cr_fold_spaced(sentence, lang, scratch);
    return by_phrase(cr_buf_view(scratch), rules);
}
