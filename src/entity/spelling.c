#include "entity/spelling.h"

#include "base/utf8.h"

enum {
    MOST_LETTERS = CR_SPELLING_MOST + 1,
    ODD_WORD_LEAST = 5,  // letters of the word that has the wrong one
    MOST_PROBES = 64,
};

/* Pieces read as one word. */
typedef struct written {
    uint32_t letters[MOST_LETTERS];
    uint8_t piece[MOST_LETTERS];  // which piece each belongs to
    size_t n;
} written;

/* False if it becomes too long. */
static bool add_piece(written *w, cr_view plain, size_t piece)
{
    for (size_t at = 0; at < plain.size;) {
        if (w->n == MOST_LETTERS)
            return false;
        w->letters[w->n] = cr_utf8_next(plain, &at);
        w->piece[w->n++] = (uint8_t)piece;
    }
    return true;
}

/* Where two words begin to differ, if one letter is wrong, missing, too many, or two neighbours are exchanged: CR_NOT_FOUND if
 * they are farther apart, n if they are equal. */
static ptrdiff_t first_difference(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t i = 0, rest;
    while (i < n && i < m && a[i] == b[i])
        i++;
    if (i == n && i == m)
        return (ptrdiff_t)n;
    size_t skip_a = n >= m, skip_b = m >= n;
    for (rest = 0; i + skip_a + rest < n && i + skip_b + rest < m && a[i + skip_a + rest] == b[i + skip_b + rest];)
        rest++;
    if (i + skip_a + rest == n && i + skip_b + rest == m)
        return (ptrdiff_t)i;
    if (n != m || i + 1 >= n || a[i] != b[i + 1] || a[i + 1] != b[i])
        return CR_NOT_FOUND;
    for (rest = i + 2; rest < n && a[rest] == b[rest];)
        rest++;
    return rest == n ? (ptrdiff_t)i : CR_NOT_FOUND;
}

static bool is_digit(uint32_t letter)
{
    return letter >= '0' && letter <= '9';
}

/* Letters of the piece that holds letter `at`. */
static size_t piece_letters(const written *name, size_t at)
{
    size_t n = 0;
    for (size_t i = 0; i < name->n; i++)
        n += name->piece[i] == name->piece[at];
    return n;
}

/* A trial: the first pieces of the text, read as one word. */
typedef struct trial {
    const cr_entity_index *index;
    const cr_forms *forms;
    const cr_piece *pieces;
    const uint32_t *form;
    size_t n_pieces;
    uint32_t document;
    written text;
} trial;

static size_t count_bits(uint32_t bits)
{
    size_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* The same letters, but other spaces; what is written together keeps its capitals: MistralAI, but no Casablanca of Casa Blanca. */
static bool is_joined(const trial *t, const cr_entry *entry)
{
    size_t upper = 0;
    for (size_t k = 0; k < t->n_pieces; k++)
        upper += t->pieces[k].upper;
    return t->n_pieces > entry->n_pieces || (t->n_pieces < entry->n_pieces && upper >= count_bits(entry->capitalised));
}

static bool is_written_as(const trial *t, uint32_t e, bool *exact)
{
    const cr_entry *entry = &t->index->entries[e];
    const written *text = &t->text;
    written name = {.n = 0};
    size_t at = 0;
    for (size_t k = 0; k < entry->n_pieces; k++)
        if (!add_piece(&name, t->index->vocables[t->index->spelt[e][k]].plain, k))
            return false;
    ptrdiff_t differs = first_difference(name.letters, name.n, text->letters, text->n);
    if (differs == CR_NOT_FOUND || name.letters[0] != text->letters[0])
        return false;
    at = (size_t)differs;
    *exact = at == name.n && text->n == name.n;
    if (*exact)
        return is_joined(t, entry);
    size_t in_name = at < name.n ? at : name.n - 1, in_text = at < text->n ? at : text->n - 1;
    if (is_digit(name.letters[in_name]) || is_digit(text->letters[in_text]))
        return false;
    if (piece_letters(&name, in_name) < ODD_WORD_LEAST)
        return false;
    if (entry->n_pieces == 1 && at + 1 >= name.n)  // the end of a word is where the language bends it
        return false;
    const cr_form *odd = &t->forms->items[t->form[text->piece[in_text]]];
    if (odd->exact || t->forms->lower[odd->sound] == t->document)
        return false;
    if (t->n_pieces == entry->n_pieces)
        for (size_t k = 0; k < t->n_pieces; k++)
            if (entry->capitalised >> k & 1 && t->pieces[k].flags & CR_PIECE_LOWER)
                return false;
    return true;
}

/* Looks a hash up. False if it leads to another entity than the one found before. */
static bool look_up(const trial *t, uint32_t hash, bool *found, cr_spelling *spelling)
{
    size_t mask = t->index->n_misspelling_slots - 1;
    for (size_t probe = 0, at = hash & mask; probe < MOST_PROBES; probe++, at = (at + 1) & mask) {
        const cr_misspelling *slot = &t->index->misspellings[at];
        if (!slot->entry)
            return true;
        bool exact;
        if (slot->hash != hash || !is_written_as(t, slot->entry - 1, &exact))
            continue;
        const cr_entry *entry = &t->index->entries[slot->entry - 1];
        if (*found && !spelling->exact && !exact && t->index->entries[spelling->entry].entity != entry->entity)
            return false;
        if (!*found || (exact && !spelling->exact))
            *spelling = (cr_spelling){slot->entry - 1, t->n_pieces, exact};
        *found = true;
    }
    return true;
}

static bool try_pieces(trial *t, bool all_deletions, cr_spelling *spelling)
{
    uint32_t hashes[MOST_LETTERS + 1];
    bool found = false;
    if (t->text.n + 1 < CR_SPELLING_LEAST)
        return false;
    cr_deletion_hashes(t->text.letters, t->text.n, hashes);
    size_t n = all_deletions ? t->text.n + 1 : 1;
    for (size_t k = 0; k < n; k++)
        if (!look_up(t, hashes[k], &found, spelling))
            return false;
    return found;
}

bool cr_spelling_find(const cr_entity_index *index, const cr_forms *forms, const cr_piece *pieces, const uint32_t *form,
                      size_t n, uint32_t document, cr_spelling *found)
{
    trial t = {.index = index, .forms = forms, .pieces = pieces, .form = form, .document = document};
    size_t ends[CR_SPELLING_PIECES];
    bool is_known = false;
    for (; t.n_pieces < n && t.n_pieces < CR_SPELLING_PIECES; t.n_pieces++) {
        const cr_piece *piece = &pieces[t.n_pieces];
        if (piece->flags & (CR_PIECE_SPACELESS | CR_PIECE_SYMBOL) || (t.n_pieces && piece->gap > CR_GAP_JOIN) ||
            !add_piece(&t.text, forms->items[form[t.n_pieces]].plain, t.n_pieces))
            break;
        ends[t.n_pieces] = t.text.n;
    }
    for (; t.n_pieces > 0; t.n_pieces--) {
        t.text.n = ends[t.n_pieces - 1];
        is_known = t.n_pieces == 1;
        for (size_t k = 0; k < t.n_pieces; k++)
            is_known |= forms->items[form[k]].exact != 0;
        if (try_pieces(&t, is_known, found))
            return true;
    }
    return false;
}
