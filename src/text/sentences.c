#include "text/sentences.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>

enum {
    MAX_PIECE = 40,  // units of the longest abbreviation looked up
    MAX_PIECES = 3,  // pieces of one: "i. d. R."
};

struct cr_sentence_breaker {
    UBreakIterator *iterator;
    const cr_rules *rules;
    const cr_characters *characters;
    char lang[16];
    cr_buf piece, folded;  // scratch
};

cr_status cr_sentence_breaker_new(const char *lang, const cr_rules *rules, const cr_characters *characters,
                                  cr_sentence_breaker **breaker, cr_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, lang, NULL, 0, &status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "ICU cannot break sentences of '%s': %s", lang, u_errorName(status));
    cr_sentence_breaker *made = cr_allocate_zeroed(1, sizeof *made);
    made->iterator = iterator;
    made->rules = rules;
    made->characters = characters;
    snprintf(made->lang, sizeof made->lang, "%s", lang);
    *breaker = made;
    return CR_OK;
}

void cr_sentence_breaker_free(cr_sentence_breaker *breaker)
{
    if (!breaker)
        return;
    ubrk_close(breaker->iterator);
    cr_buf_release(&breaker->piece);
    cr_buf_release(&breaker->folded);
    free(breaker);
}

void cr_spans_release(cr_spans *spans)
{
    free(spans->items);
    *spans = (cr_spans){0};
}

/* One text under way. */
typedef struct run {
    cr_sentence_breaker *breaker;
    const cr_units *units;
    const cr_characters *characters;
    const cr_rules *rules;
} run;

static uint32_t class_at(const run *r, size_t i)
{
    return cr_units_class(r->units, r->characters, i);
}

/* ---- what stands around a proposed end ---------------------------------------------------------------------------- */

/* The folded form of units [start, end), runs of white space as one space. Valid until the next call. */
static cr_view folded(const run *r, size_t start, size_t end)
{
    cr_buf *piece = &r->breaker->piece, *out = &r->breaker->folded;
    cr_buf_clear(piece);
    cr_buf_clear(out);
    bool space = false;
    for (size_t i = start; i < end; i++) {
        bool is_space = (class_at(r, i) & CR_CHAR_SPACE) != 0;
        uint32_t code = r->units->unit[i];
        if (U16_IS_LEAD(code) && i + 1 < end)
            code = (uint32_t)U16_GET_SUPPLEMENTARY(code, r->units->unit[++i]);
        if (!is_space)
            cr_buf_append_code(piece, code);
        else if (!space)
            cr_buf_append_byte(piece, ' ');
        space = is_space;
    }
    cr_fold(cr_buf_view(piece), r->breaker->lang, out);
    return cr_buf_view(out);
}

/* Start of the piece (between white space or opening marks) that ends at `end`, not before `first`. */
static size_t piece_start(const run *r, size_t first, size_t end)
{
    size_t at = end;
    while (at > first && end - at < MAX_PIECE &&
           !(class_at(r, at - 1) & (CR_CHAR_SPACE | CR_CHAR_OPEN | CR_CHAR_QUOTE)))
        at--;
    return at;
}

/* Classes of the abbreviation that ends with the stop before `end`; the longest listed form of up to three pieces wins. */
static uint32_t abbreviation(const run *r, size_t first, size_t end)
{
    size_t starts[MAX_PIECES];
    size_t n = 0, at = end;
    while (n < MAX_PIECES) {
        size_t start = piece_start(r, first, at);
        if (start == at)
            break;
        starts[n++] = start;
        if (start == first || !(class_at(r, start - 1) & CR_CHAR_SPACE))
            break;
        at = start;
        while (at > first && class_at(r, at - 1) & CR_CHAR_SPACE)
            at--;
        if (at == first || r->units->unit[at - 1] != '.')
            break;
    }
    while (n-- > 0) {
        const cr_map_slot *slot = cr_map_find(&r->rules->abbreviations, folded(r, starts[n], end));
        if (slot)
            return (uint32_t)slot->value;
    }
    return 0;
}

/* End of the word that starts at `at`. */
static size_t word_end(const run *r, size_t at, size_t end)
{
    while (at < end && class_at(r, at) & (CR_CHAR_LETTER | CR_CHAR_MARK | CR_CHAR_DIGIT))
        at++;
    return at;
}

/* A word that opens sentences: a function word of the language, or one that makes its sentence depend on the last. */
static bool is_starter(const run *r, size_t at, size_t end)
{
    size_t stop = word_end(r, at, end);
    if (stop == at)
        return false;
    cr_view word = folded(r, at, stop);
    return cr_map_find(&r->rules->stop_words, word) || cr_map_find(&r->rules->openers, word);
}

static bool is_month_like(const run *r, size_t at, size_t end)
{
    size_t stop = word_end(r, at, end);
    const cr_map_slot *slot = stop > at ? cr_map_find(&r->rules->abbreviations, folded(r, at, stop)) : NULL;
    return slot && slot->value & CR_ABBREVIATION_ORDINAL;
}

/* ---- judging ------------------------------------------------------------------------------------------------------ */

/* Whether a sentence that ends in a lone stop ends there. [first, end) is the sentence with its stop, next the first
 * character of what follows, limit the end of the line. */
static bool stop_ends(const run *r, size_t first, size_t end, size_t next, size_t limit)
{
    size_t stop = end;
    while (stop > first && !(class_at(r, stop - 1) & CR_CHAR_STOP))  // past closing marks
        stop--;
    if (stop == first || r->units->unit[stop - 1] != '.' || (stop - 1 > first && r->units->unit[stop - 2] == '.'))
        return true;  // no stop, an ellipsis, or a stop of another script
    size_t start = piece_start(r, first, stop);
    size_t size = stop - 1 - start;
    uint32_t listed = abbreviation(r, first, stop);
    bool closed = stop < end;  // "(etc.)": a bracket behind the stop
    uint32_t next_class = class_at(r, next);
    if (listed & (CR_ABBREVIATION_TITLE | CR_ABBREVIATION_INNER) && !closed)
        return false;
    if (listed & CR_ABBREVIATION_NUMBER && next_class & CR_CHAR_DIGIT)
        return false;
    if (listed & (CR_ABBREVIATION_MAY_END | CR_ABBREVIATION_UNIT))
        return is_starter(r, next, limit);
    if (size == 0)
        return true;
    uint32_t class = class_at(r, start);
    if (size == 1 && class & CR_CHAR_UPPER)  // an initial
        return is_starter(r, next, limit) && start > first;
    if (class & CR_CHAR_DIGIT) {
        size_t digits = start;
        while (digits < stop - 1 && class_at(r, digits) & CR_CHAR_DIGIT)
            digits++;
        if (digits == stop - 1) {
            if (start == first && size <= 3)  // the number of a list item
                return false;
            if (r->rules->has_ordinals && size <= 3 && !closed)
                return !is_month_like(r, next, limit) && is_starter(r, next, limit);
        }
    }
    return true;
}

/* Whether the text may be parted between `end` (without white space) and `next`, within one line. */
static bool ends(const run *r, size_t first, size_t end, size_t next, size_t limit)
{
    size_t letter = next;
    while (letter < limit && class_at(r, letter) & (CR_CHAR_OPEN | CR_CHAR_QUOTE | CR_CHAR_CLOSE))
        letter++;
    if (class_at(r, letter) & CR_CHAR_LOWER)
        return false;
    return stop_ends(r, first, end, letter, limit);
}

/* Moves an end over closing marks that ICU left to what follows: " »", "”". */
static size_t over_closing(const run *r, size_t end, size_t limit)
{
    for (;;) {
        size_t at = end;
        while (at < limit && class_at(r, at) & CR_CHAR_SPACE)
            at++;
        uint32_t class = class_at(r, at);
        bool parted = at + 1 >= limit || class_at(r, at + 1) & (CR_CHAR_SPACE | CR_CHAR_CLOSE | CR_CHAR_QUOTE);
        if (at >= limit || !(class & CR_CHAR_CLOSE) || (at > end && !parted))
            return end;
        end = at + 1;
    }
}

static void add_span(cr_spans *spans, size_t start, size_t end, size_t line)
{
    spans->items = cr_grow(spans->items, &spans->capacity, spans->n + 1, sizeof *spans->items);
    spans->items[spans->n++] = (cr_span){(uint32_t)start, (uint32_t)end, (uint32_t)line};
}

static void break_line(const run *r, const cr_line *line, size_t number, int32_t *proposed, cr_spans *sentences)
{
    UBreakIterator *iterator = r->breaker->iterator;
    size_t start = line->start;
    while (*proposed != UBRK_DONE && (size_t)*proposed <= start)
        *proposed = ubrk_next(iterator);
    for (; *proposed != UBRK_DONE && (size_t)*proposed < line->end; *proposed = ubrk_next(iterator)) {
        if ((size_t)*proposed <= start)
            continue;
        size_t end = (size_t)*proposed;
        while (end > start && class_at(r, end - 1) & CR_CHAR_SPACE)
            end--;
        end = over_closing(r, end, line->end);
        size_t next = end;
        while (next < line->end && class_at(r, next) & CR_CHAR_SPACE)
            next++;
        if (next == line->end || !ends(r, start, end, next, line->end))
            continue;
        add_span(sentences, start, end, number);
        start = next;
    }
    if (start < line->end)
        add_span(sentences, start, line->end, number);
}

cr_status cr_sentence_breaker_run(cr_sentence_breaker *breaker, const cr_units *units, const cr_lines *lines,
                                  cr_spans *sentences, cr_error *error)
{
    run r = {breaker, units, breaker->characters, breaker->rules};
    UErrorCode status = U_ZERO_ERROR;
    sentences->n = 0;
    ubrk_setText(breaker->iterator, units->unit, (int32_t)units->n, &status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "ICU cannot break sentences: %s", u_errorName(status));
    int32_t proposed = ubrk_next(breaker->iterator);
    for (size_t i = 0; i < lines->n; i++)
        break_line(&r, &lines->items[i], i, &proposed, sentences);
    return CR_OK;
}
