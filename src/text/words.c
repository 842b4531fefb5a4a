#include "text/words.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

enum { MAX_ELISION = 8 };  // units of the longest one

struct cr_word_breaker {
    UBreakIterator *iterator;  // opened when a text needs it: few languages do
    char lang[16];
    const cr_rules *rules;
    const cr_characters *characters;
    bool colon_joins;
    size_t n_elisions;
    struct elision {
        uint16_t unit[MAX_ELISION];  // lower case, without the apostrophe
        size_t size;
    } * elisions;
};

void cr_words_release(cr_words *words)
{
    free(words->items);
    *words = (cr_words){0};
}

cr_word_breaker *cr_word_breaker_new(const char *lang, const cr_rules *rules, const cr_characters *characters)
{
    cr_word_breaker *made = cr_allocate_zeroed(1, sizeof *made);
    snprintf(made->lang, sizeof made->lang, "%s", lang);
    made->rules = rules;
    made->characters = characters;
    made->colon_joins = strcmp(lang, "sv") == 0 || strcmp(lang, "fi") == 0;
    made->elisions = cr_allocate_zeroed(rules->n_elisions, sizeof *made->elisions);
    for (size_t i = 0; i < rules->n_elisions; i++) {
        cr_view letters = rules->elisions[i].letters;
        struct elision *e = &made->elisions[made->n_elisions];
        for (size_t at = 0; at < letters.size && e->size < MAX_ELISION;) {
            uint32_t code = cr_utf8_next(letters, &at);
            if (code != '\'' && code < 0x10000)
                e->unit[e->size++] = (uint16_t)code;
        }
        made->n_elisions += e->size > 0;
    }
    return made;
}

void cr_word_breaker_free(cr_word_breaker *breaker)
{
    if (!breaker)
        return;
    if (breaker->iterator)
        ubrk_close(breaker->iterator);
    free(breaker->elisions);
    free(breaker);
}

static bool is_apostrophe(uint16_t unit)
{
    return unit == '\'' || unit == 0x2019 || unit == 0x02BC;
}

static bool same_letters(const uint16_t *lower, const uint16_t *written, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t unit = written[i] >= 'A' && written[i] <= 'Z' ? (uint16_t)(written[i] + 32) : written[i];
        if (unit != lower[i])
            return false;
    }
    return true;
}

static void add_word(cr_words *words, size_t start, size_t end)
{
    words->items = cr_grow(words->items, &words->capacity, words->n + 1, sizeof *words->items);
    words->items[words->n++] = (cr_word){(uint32_t)start, (uint32_t)end};
}

/* A word with an apostrophe inside: "l'entreprise" is two words, "Apple'ın" is Apple. */
static void add_parts(const cr_word_breaker *breaker, const cr_units *units, cr_words *words, size_t start, size_t end)
{
    for (size_t at = start + 1; at + 1 < end; at++) {
        if (!is_apostrophe(units->unit[at]))
            continue;
        for (size_t i = 0; i < breaker->n_elisions; i++) {
            const struct elision *e = &breaker->elisions[i];
            if (e->size == at - start && same_letters(e->unit, units->unit + start, e->size)) {
                add_word(words, start, at);
                start = at + 1;
                break;
            }
        }
        if (start <= at && breaker->rules->apostrophe_suffix) {
            end = at;
            break;
        }
    }
    add_word(words, start, end);
}

/* ---- words of scripts with spaces ---------------------------------------------------------------------------------
 *
 * The rules of UAX 29 (Unicode 15, section 4.1.1), by hand: three times as fast as ICU's tables, and the same words, as a
 * test holds. Scripts without spaces need ICU's dictionaries. */

static bool is_letter(uint8_t b)
{
    return b == U_WB_ALETTER || b == U_WB_HEBREW_LETTER;
}

static bool is_extending(uint8_t b)
{
    return b == U_WB_EXTEND || b == U_WB_FORMAT || b == U_WB_ZWJ;
}

typedef struct scan {
    const cr_units *units;
    const cr_characters *characters;
    bool colon_joins;  // CLDR: only Swedish and Finnish write "EU:n"
} scan;

static uint8_t break_at(const scan *s, size_t i)
{
    if (i >= s->units->n)
        return U_WB_NEWLINE;
    return cr_units_word_break(s->units, s->characters, i);
}

/* The next character that counts, behind i and whatever extends it (WB4). */
static size_t step(const scan *s, size_t i)
{
    i += (s->units->unit[i] & 0xFC00) == 0xD800 ? 2 : 1;
    while (is_extending(break_at(s, i)))
        i++;
    return i;
}

/* Whether what stands at i joins a letter (or number) before it with one behind it (WB6, 7, 11, 12). */
static bool joins(const scan *s, size_t i, uint8_t before, uint8_t b)
{
    bool quote = b == U_WB_MIDNUMLET || b == U_WB_SINGLE_QUOTE;
    if (is_letter(before) && (quote || (b == U_WB_MIDLETTER && (s->units->unit[i] != ':' || s->colon_joins))))
        return is_letter(break_at(s, step(s, i)));
    if (before == U_WB_NUMERIC && (quote || b == U_WB_MIDNUM))
        return break_at(s, step(s, i)) == U_WB_NUMERIC;
    return before == U_WB_HEBREW_LETTER && b == U_WB_DOUBLE_QUOTE && break_at(s, step(s, i)) == U_WB_HEBREW_LETTER;
}

/* End of the word that starts at i. */
static size_t scan_word(const scan *s, size_t i, bool *holds_letter)
{
    uint8_t before = break_at(s, i);
    *holds_letter = before != U_WB_EXTENDNUMLET;
    const uint16_t *unit = s->units->unit;
    const uint8_t *word_break = s->characters->word_break;  // half a pair is no letter here
    for (;;) {
        // the inside of most words: letters alike, and what extends them
        if (is_letter(before))
            while (word_break[unit[i + 1]] == before || word_break[unit[i + 1]] == U_WB_EXTEND)
                i++;
        size_t next = step(s, i);
        uint8_t b = break_at(s, next);
        if (before == CR_WORD_BREAK_HANGUL || b == CR_WORD_BREAK_HANGUL) {
            if (before != b)
                return next;
        } else if (b == U_WB_EXTENDNUMLET || is_letter(b) || b == U_WB_NUMERIC) {
            *holds_letter |= b != U_WB_EXTENDNUMLET;
        } else if (before == U_WB_HEBREW_LETTER && b == U_WB_SINGLE_QUOTE && !joins(s, next, before, b)) {
            return step(s, next);  // WB7a: a final geresh belongs to its letter
        } else if (joins(s, next, before, b)) {
            next = step(s, next);
            b = break_at(s, next);
        } else {
            return next;
        }
        before = b;
        i = next;
    }
}

static void scan_words(const cr_word_breaker *breaker, const cr_units *units, cr_words *words)
{
    scan s = {units, breaker->characters, breaker->colon_joins};
    bool has_parts = breaker->n_elisions > 0 || breaker->rules->apostrophe_suffix;
    for (size_t i = 0; i < units->n;) {
        uint8_t b = break_at(&s, i);
        if (!is_letter(b) && b != U_WB_NUMERIC && b != U_WB_EXTENDNUMLET && b != CR_WORD_BREAK_HANGUL) {
            i++;
            continue;
        }
        bool holds_letter;
        size_t end = scan_word(&s, i, &holds_letter);
        if (holds_letter && has_parts)
            add_parts(breaker, units, words, i, end);
        else if (holds_letter)
            add_word(words, i, end);
        i = end;
    }
}

cr_status cr_word_breaker_run_icu(cr_word_breaker *breaker, const cr_units *units, cr_words *words, cr_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    bool has_parts = breaker->n_elisions > 0 || breaker->rules->apostrophe_suffix;
    words->n = 0;
    if (!breaker->iterator)
        breaker->iterator = ubrk_open(UBRK_WORD, breaker->lang, NULL, 0, &status);
    ubrk_setText(breaker->iterator, units->unit, (int32_t)units->n, &status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "ICU cannot break words of '%s': %s", breaker->lang,
                            u_errorName(status));
    int32_t start = 0, end;
    while ((end = ubrk_next(breaker->iterator)) != UBRK_DONE) {
        if (ubrk_getRuleStatus(breaker->iterator) >= UBRK_WORD_NONE_LIMIT) {
            if (has_parts)
                add_parts(breaker, units, words, (size_t)start, (size_t)end);
            else
                add_word(words, (size_t)start, (size_t)end);
        }
        start = end;
    }
    return CR_OK;
}

cr_status cr_word_breaker_run(cr_word_breaker *breaker, const cr_units *units, cr_words *words, cr_error *error)
{
    if (units->has_spaceless)
        return cr_word_breaker_run_icu(breaker, units, words, error);
    words->n = 0;
    scan_words(breaker, units, words);
    return CR_OK;
}

/* Adds what of [start, end) is between its first and last letter, mark or digit; there is room. */
static void put_part(cr_words *words, const cr_units *units, const cr_characters *characters, size_t start, size_t end)
{
    const uint32_t inside = CR_CHAR_LETTER | CR_CHAR_MARK | CR_CHAR_DIGIT;
    while (start < end && !(cr_units_class(units, characters, start) & inside))
        start++;
    while (start < end && !(cr_units_class(units, characters, end - 1) & inside))
        end--;
    if (start < end)
        words->items[words->n++] = (cr_word){(uint32_t)start, (uint32_t)end};
}

void cr_words_part(cr_words *words, const cr_spans *sentences, const cr_units *units, const cr_characters *characters)
{
    const cr_span *sentence = sentences->items;
    size_t more = 0, all = words->n;
    for (size_t i = 0, s = 0; i < all; i++)
        for (; s < sentences->n && sentence[s].end < words->items[i].end; s++)
            more += sentence[s].end > words->items[i].start;
    if (!more)
        return;
    words->items = cr_grow(words->items, &words->capacity, all + more, sizeof *words->items);
    memmove(words->items + more, words->items, all * sizeof *words->items);
    words->n = 0;
    for (size_t i = 0, s = 0; i < all; i++) {
        cr_word word = words->items[more + i];
        bool is_parted = false;
        for (; s + 1 < sentences->n && sentence[s].end < word.end; s++)
            if (sentence[s].end > word.start) {
                put_part(words, units, characters, word.start, sentence[s].end);
                word.start = sentence[s + 1].start;
                is_parted = true;
            }
        if (is_parted)
            put_part(words, units, characters, word.start, word.end);
        else
            words->items[words->n++] = word;
    }
}
