#include "text/sentences.h"

#include "base/memory.h"
#include "text/marks.h"
#include "text/spaceless.h"
#include "text/stops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    URDU_STOP = 0x6D4,    // abbreviates as "." does
    MAX_SYMBOLS = 24,     // between an end and the first letter of what follows
    MAX_BRACKET = 200,    // units of a bracket that no end parts
    MAX_QUOTATION = 160,  // the same of 「…」, of “…” in Chinese and of "…"라고 in Korean
};

/* Marks that end sentences in one language only. */
static const struct {
    char lang[4];
    uint16_t marks[2];
} OWN_MARKS[] = {
    {"el", {';', 0x37E}},      // the Greek question mark
    {"hy", {':', 0x589}},      // the Armenian full stop as typed
    {"km", {0x17D4, 0x17D5}},  // Khmer khan and bariyoosan
    {"hi", {'|', 0}},          // danda as typed
    {"mr", {'|', 0}},         {"ne", {'|', 0}}, {"bn", {'|', 0}},
};

struct cr_sentence_breaker {
    cr_reading reading;
    char lang[16];
    uint16_t marks[2];
};

cr_sentence_breaker *cr_sentence_breaker_new(const char *lang, const cr_rules *rules, const cr_characters *characters)
{
    cr_sentence_breaker *breaker = cr_allocate_zeroed(1, sizeof *breaker);
    snprintf(breaker->lang, sizeof breaker->lang, "%s", lang);
    breaker->reading = (cr_reading){.characters = characters, .rules = rules, .lang = breaker->lang};
    for (size_t i = 0; i < sizeof OWN_MARKS / sizeof *OWN_MARKS; i++)
        if (strcmp(lang, OWN_MARKS[i].lang) == 0)
            memcpy(breaker->marks, OWN_MARKS[i].marks, sizeof breaker->marks);
    return breaker;
}

void cr_sentence_breaker_free(cr_sentence_breaker *breaker)
{
    if (!breaker)
        return;
    cr_reading_release(&breaker->reading);
    free(breaker);
}

void cr_spans_release(cr_spans *spans)
{
    free(spans->items);
    *spans = (cr_spans){0};
}

/* Ends the sentence at `end` and opens the next at `next`. */
static void cut(cr_walk *w, size_t end, size_t next)
{
    cr_spans *spans = w->sentences;
    while (end > w->start && cr_walk_class(w, end - 1) & CR_CHAR_SPACE)
        end--;
    if (end == w->start)
        return;
    spans->items = cr_grow(spans->items, &spans->capacity, spans->n + 1, sizeof *spans->items);
    spans->items[spans->n++] = (cr_span){(uint32_t)w->start, (uint32_t)end, (uint32_t)w->line};
    w->start = next;
}

/* ---- items of lists ------------------------------------------------------------------------------------------------ */

/* The number of a list's item that ends before `end` ("2" of "2." or "2)", "b" of "b."), 0 if it is none. */
static size_t item_number(const cr_walk *w, size_t end, size_t *start)
{
    size_t at = end, number = 0, scale = 1;
    while (at > w->start && cr_walk_class(w, at - 1) & CR_CHAR_DIGIT && w->unit[at - 1] < 0x80 && end - at < 2) {
        number += (size_t)(w->unit[--at] - '0') * scale;
        scale *= 10;
    }
    if (at == end && at > w->start && w->unit[at - 1] >= 'a' && w->unit[at - 1] <= 'z')
        number = (size_t)(w->unit[--at] - 'a') + 1;
    *start = at;
    if (at > w->start && !(cr_walk_class(w, at - 1) & CR_CHAR_SPACE) && !cr_mark_is_bullet(w->unit[at - 1]))
        return 0;
    return number;
}

/* At the mark behind an item's number: "1. First 2. Second". The next item opens a sentence, and its mark ends none. */
static bool meet_item(cr_walk *w, size_t i)
{
    size_t start, number = item_number(w, i, &start);
    uint16_t style = (uint16_t)(w->unit[i] | (cr_walk_class(w, start) & CR_CHAR_DIGIT ? 0x100 : 0));
    size_t behind = i + (w->unit[i] == '.' && i + 1 < w->limit && w->unit[i + 1] == ')' ? 2 : 1);
    if (number == 0 || !(cr_walk_class(w, behind) & CR_CHAR_SPACE))
        return false;
    uint32_t letter = cr_walk_class(w, cr_walk_skip_space(w, behind));
    bool opens = start == w->start || cr_mark_is_bullet(w->unit[start - 1]) ||
                 (start == cr_walk_skip_space(w, w->start + 1));
    if (opens) {
        w->item = number == 1 || w->item == 0 ? number : w->item;
        w->item_style = style;
        return letter != 0;
    }
    if (w->item == 0 || style != w->item_style || number != w->item + 1 || !(letter & CR_CHAR_UPPER))
        return false;
    w->item = number;
    cut(w, start, start);
    return true;
}

/* ---- ends ----------------------------------------------------------------------------------------------------------- */

/* "and …" in scripts without capitals, which would tell whether a sentence begins. */
static bool goes_on_after_word(cr_reading *r, const cr_stop *s)
{
    size_t start = s->at;
    while (start > s->first && cr_reading_class(r, start - 1) & (CR_CHAR_LETTER | CR_CHAR_MARK))
        start--;
    return start < s->at && s->at - start <= 2 && !(cr_reading_class(r, start) & (CR_CHAR_UPPER | CR_CHAR_LOWER)) &&
           cr_reading_is_function_word(r, start, s->at);
}

/* Whether the text is parted there. kind: the classes of the marks; ellipsis: several stops, or one mark for them. */
static bool ends(cr_walk *w, const cr_stop *s, uint32_t kind, bool ellipsis)
{
    cr_reading *r = w->reading;
    uint32_t letter = cr_walk_class(w, s->letter);
    uint32_t before = s->at > s->first ? cr_walk_class(w, s->at - 1) : 0;
    bool closed = s->end > s->marks, spaced = s->next > s->end;
    bool lower = letter & CR_CHAR_LOWER && !cr_stop_lower_name(r, s->letter);
    if (cr_mark_continues(w, s->next) || (before & CR_CHAR_OPEN && closed && !(before & CR_CHAR_QUOTE)))
        return false;
    if (s->letter == s->limit && s->limit - s->next < MAX_SYMBOLS)  // no word follows
        return false;
    if (closed && !(letter & CR_CHAR_DIGIT) && s->letter == s->next && (kind & CR_CHAR_END || !spaced) &&
        cr_quotation_goes_on(r, s->letter, s->limit, spaced))
        return false;
    if (kind & CR_CHAR_END) {
        if (spaced && lower)  // "Yahoo! says" against "oh no! not that"
            return !closed && !s->dash && (w->unit[s->marks - 1] != '!' || !cr_stop_is_capitalised(r, s));
        if (spaced && w->unit[s->at] == URDU_STOP && s->marks == s->at + 1)
            return cr_stop_ends(r, s);
        if (spaced)
            return closed || w->unit[s->marks - 1] != '!' || !cr_stop_is_of_name(r, s);
        if (w->unit[s->marks - 1] >= 0x80 || before & CR_CHAR_SPACELESS)
            return !(before & CR_CHAR_DIGIT && letter & CR_CHAR_DIGIT);
        if (closed || w->unit[s->marks - 1] == ':')
            return (letter & (CR_CHAR_LOWER | CR_CHAR_DIGIT)) == 0;
        return before & CR_CHAR_LOWER && s->letter == s->next && letter & CR_CHAR_UPPER &&
               cr_walk_class(w, s->letter + 1) & CR_CHAR_LOWER;
    }
    if (ellipsis) {
        if (w->unit[s->end - 1] == ']' || goes_on_after_word(r, s))
            return false;
        if (spaced || closed)
            return !lower && !(letter & CR_CHAR_DIGIT && !closed) && !cr_clause_goes_on(r, s->letter, s->limit);
        return false;
    }
    if (w->unit[s->at] != '.')
        return !lower;
    return cr_stop_ends(r, s);
}

/* First letter or digit of what follows at `next`, past quotation marks, dashes and the like. */
static size_t first_letter(const cr_walk *w, size_t next, bool *dash, bool *ellipsis)
{
    size_t at = next, stops = 0;
    while (at < w->limit && at - next < MAX_SYMBOLS) {
        if (cr_walk_class(w, at) & (CR_CHAR_LETTER | CR_CHAR_MARK | CR_CHAR_DIGIT))
            return at;
        *dash |= cr_mark_is_dash(w->unit[at]);
        stops += w->unit[at] == '.' ? 1 : w->unit[at] == 0x2026 ? 3 : 0;
        *ellipsis |= stops >= 3;
        at++;
    }
    return w->limit;
}

/* ". . ." from i on: its end, or i if it is none. */
static size_t spaced_ellipsis(const cr_walk *w, size_t i, size_t *stops)
{
    size_t at = i;
    *stops = 0;
    while (at + 2 < w->limit && w->unit[at] == '.' && cr_walk_class(w, at + 1) & CR_CHAR_SPACE &&
           w->unit[at + 2] == '.') {
        at += 2;
        ++*stops;
    }
    if (*stops < 2)
        return i;
    ++*stops;
    return at + 1;
}

/* At a mark that may end a sentence: returns the position from which to go on. */
static size_t meet_end(cr_walk *w, size_t i)
{
    cr_stop s = {.first = w->start, .at = i, .limit = w->limit};
    uint32_t kind = 0;
    size_t stops = 0;
    bool opens_with_ellipsis = false;
    size_t omission = w->unit[i] == '.' ? spaced_ellipsis(w, i, &stops) : i;
    if (omission > i) {  // "word . . . word" goes on; "word. . . . Word" ends with its own stop
        bool own = i > w->start && !(cr_walk_class(w, i - 1) & CR_CHAR_SPACE);
        size_t letter = cr_walk_skip_space(w, omission);
        if (cr_walk_class(w, letter) & CR_CHAR_UPPER && (own || stops >= 4))
            cut(w, own && stops >= 4 ? i + 1 : omission, own && stops >= 4 ? i + 2 : letter);
        return omission;
    }
    size_t end = i, n;
    stops = 0;
    while (cr_mark_ends(w, end)) {
        kind |= cr_walk_class(w, end) & (CR_CHAR_STOP | CR_CHAR_END) ? cr_walk_class(w, end) : CR_CHAR_END;
        stops += w->unit[end] == 0x2026 ? 2 : w->unit[end] == '.' ? 1 : 0;
        end++;
    }
    s.marks = end;
    for (;;) {
        size_t at = cr_walk_skip_space(w, end);
        bool spaced = at > end;
        if ((n = cr_mark_closing(w, at, spaced)) > 0) {
            end = at + n;
        } else if (end > s.marks && cr_mark_ends(w, at) && (!spaced || cr_mark_is_edge(w, at + 1)) &&
                   !cr_mark_ends(w, at + 1)) {
            end = at + 1;  // `.".` and, where marks stand apart, `? " .`
        } else if (spaced && kind & CR_CHAR_END && cr_walk_class(w, at) & CR_CHAR_END) {
            end = at + 1;  // "! !"
        } else {
            break;
        }
    }
    s.end = end;
    s.next = cr_walk_skip_space(w, end);
    if (s.next >= w->limit)
        return w->limit;
    s.letter = first_letter(w, s.next, &s.dash, &opens_with_ellipsis);
    bool lone = (kind & CR_CHAR_END) == 0 && stops < 2;
    if ((opens_with_ellipsis && s.next > s.end && lone && !s.dash) || ends(w, &s, kind, stops > 1)) {
        cut(w, s.end, s.next);
        return s.next > s.end ? s.next : s.end;
    }
    return s.end;
}

/* At the opening of a quotation that closes at `close`: where to go on. Its own mark may end it: 「…。」 */
static size_t past_quotation(const cr_walk *w, size_t i, size_t close)
{
    return cr_walk_class(w, close - 1) & CR_CHAR_END && close > i + 1 ? close - 1 : close + 1;
}

/* At a quotation mark: past the whole quotation in Chinese, or if it is a part of its clause (Korean "…"라고). */
static size_t meet_quote(cr_walk *w, size_t i)
{
    uint16_t unit = w->unit[i], close = unit == 0x201C ? 0x201D : unit == 0x2018 ? 0x2019 : unit;
    cr_side s = cr_mark_quote_side(w, i);
    bool han = unit == 0x201C && cr_mark_is_ideograph(w, i + 1);
    if (s == CR_SIDE_OPENS && (han || cr_mark_is_syllable(w, i + 1)))
        for (size_t at = i + 1; at < w->limit && at - i < MAX_QUOTATION; at++)
            if (w->unit[at] == close) {
                if (han || cr_mark_is_syllable(w, at + 1)) {
                    w->quoted = han;
                    return han ? past_quotation(w, i, at) : at + 1;
                }
                break;
            }
    if (s != CR_SIDE_NONE && unit != '\'' && unit != 0x2018 && unit != 0x2019)
        w->quoted = s == CR_SIDE_OPENS;
    return i + 1;
}

static void break_line(cr_walk *w)
{
    const cr_rules *rules = w->reading->rules;
    bool by_space = rules->has_final || rules->has_opens;
    const uint32_t interest = CR_CHAR_STOP | CR_CHAR_END | CR_CHAR_OPEN | CR_CHAR_CLOSE | CR_CHAR_QUOTE |
                              (by_space ? CR_CHAR_SPACE : 0);
    for (size_t i = w->start; i < w->limit;) {
        uint16_t unit = w->unit[i];
        uint32_t class = cr_reading_class(w->reading, i);
        if (!(class & interest) && unit != w->marks[0] && unit != w->marks[1] &&
            !(unit >= 0x2022 && cr_mark_is_bullet(unit))) {
            i++;
            continue;
        }
        if (cr_mark_ends(w, i)) {
            i = unit == '.' && meet_item(w, i) ? i + 1 : meet_end(w, i);
        } else if (class & CR_CHAR_SPACE) {
            size_t next = cr_walk_skip_space(w, i);
            if (i > w->start && cr_space_ends(w->reading, w->start, i, next, w->limit))
                cut(w, i, next);
            i = next;
        } else if (cr_mark_closing_of(unit)) {
            bool corner = unit >= 0x3008 && unit <= 0x3010;
            size_t close = i > w->start || corner ? cr_mark_closed_at(w, i, corner ? MAX_QUOTATION : MAX_BRACKET) : 0;
            i = close == 0 ? i + 1 : corner ? past_quotation(w, i, close) : close + 1;
        } else if (cr_mark_is_bullet(unit)) {
            if (i > w->start && cr_walk_class(w, i - 1) & CR_CHAR_SPACE)
                cut(w, i, i);
            i++;
        } else if (class & CR_CHAR_QUOTE) {
            i = meet_quote(w, i);
        } else {
            if (unit == ')' && !meet_item(w, i))
                w->reversed = true;
            i++;
        }
    }
    cut(w, w->limit, w->limit);
}

void cr_sentence_breaker_run(cr_sentence_breaker *breaker, const cr_units *units, const cr_lines *lines,
                             cr_spans *sentences)
{
    cr_reading *reading = &breaker->reading;
    reading->units = units;
    reading->has_seen = false;
    sentences->n = 0;
    for (size_t i = 0; i < lines->n; i++) {
        const cr_line *line = &lines->items[i];
        cr_walk w = {.reading = reading,
                     .marks = breaker->marks,
                     .unit = units->unit,
                     .sentences = sentences,
                     .line = i,
                     .start = line->start,
                     .begin = line->start,
                     .limit = line->end};
        break_line(&w);
    }
}
