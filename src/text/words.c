#include "text/words.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>

enum { MAX_ELISION = 8 };  // units of the longest one

struct cr_word_breaker {
    UBreakIterator *iterator;
    const cr_rules *rules;
    size_t n_elisions;
    struct elision {
        uint16_t unit[MAX_ELISION];  // lower case, without the apostrophe
        size_t size;
    } *elisions;
};

void cr_words_release(cr_words *words)
{
    free(words->items);
    *words = (cr_words){0};
}

cr_status cr_word_breaker_new(const char *lang, const cr_rules *rules, cr_word_breaker **breaker, cr_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, lang, NULL, 0, &status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "ICU cannot break words of '%s': %s", lang, u_errorName(status));
    cr_word_breaker *made = cr_allocate_zeroed(1, sizeof *made);
    made->iterator = iterator;
    made->rules = rules;
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
    *breaker = made;
    return CR_OK;
}

void cr_word_breaker_free(cr_word_breaker *breaker)
{
    if (!breaker)
        return;
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

cr_status cr_word_breaker_run(cr_word_breaker *breaker, const cr_units *units, cr_words *words, cr_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    bool has_parts = breaker->n_elisions > 0 || breaker->rules->apostrophe_suffix;
    words->n = 0;
    ubrk_setText(breaker->iterator, units->unit, (int32_t)units->n, &status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "ICU cannot break words: %s", u_errorName(status));
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
