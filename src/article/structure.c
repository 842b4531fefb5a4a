#include "article/structure.h"

#include "article/furniture.h"
#include "article/page_line.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/date.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    PROSE_WORDS = 12,      // a finished line with as many is running prose
    PARAGRAPH_WORDS = 25,  // a line with as many is, finished or not
    TAIL_PARAGRAPH = 30,   // as many words behind a subscription box: the article goes on
    TAIL_LINES = 2,        // more lines of prose than that behind it: likewise
    HEADING_WORDS = 12,    // a line of the body with more is no heading
    QUESTION_WORDS = 7,    // a question alone with no more is a heading
    DATELINE_WORDS = 8,
    NAME_WORDS = 6,  // of a paper
    TITLE_WORDS = 30,
    SAMPLE = 2 * 1024,  // bytes of prose that titles and captions are held against
    NAMES = 8 * 1024,   // bytes of the head that the line about the author is held against
    DATED_LINES = 64,   // date lines that are read for a date and a name
    EDGE_LINES = 6,     // lines at the head of a text, and twice as many at its end, where furniture stands
    RUN_IN = 96,        // bytes of a line in which a date that runs into its first sentence ends
    STEM = 5,           // characters that make two words alike, whatever their endings
};

typedef struct page {
    cr_view text;
    const char *lang;
    const cr_rules *rules;
    const cr_characters *characters;
    cr_page_lines lines;
    cr_furniture *furniture;  // [lines.n]
    size_t n_furniture;
    bool is_page;       // with furniture or a date line: no bare article
    bool reliable;      // sentences end with a sign that tells it
    size_t body, tail;  // lines [body, tail) from the first to the last paragraph
    size_t over;        // from this line on nothing is prose
    size_t title;       // its line, or lines.n
    size_t dateline;    // the first one's line, or lines.n
    double stop_share;  // of stop words in the running prose; negative until asked for
    cr_buf scratch;
    cr_buf names;  // short lines of the head, folded, a line each; filled when asked for
} page;

static cr_view view_of(const page *p, const cr_page_line *line)
{
    return cr_view_slice(p->text, line->start, line->end);
}

static void mark(cr_page_line *line, cr_mark_kind kind)
{
    line->is_prose = false;
    line->kind = kind;
}

/* ---- words of a line --------------------------------------------------------------------------------------------- */

/* Takes the next word off *at: letters and digits with what stands inside a piece; in a script without spaces two
 * letters. */
static bool next_word(const page *p, cr_view text, size_t *at, cr_view *word)
{
    size_t start = text.size, end = 0, letters = 0;
    for (size_t i = *at; i < text.size;) {
        size_t here = i;
        uint32_t class = cr_character_class(p->characters, cr_utf8_next(text, &i));
        if (class & CR_CHAR_SPACE && start < text.size)
            break;
        bool spaceless = (class & CR_CHAR_SPACELESS) && (class & CR_CHAR_LETTER);
        if (!(class & (CR_CHAR_LETTER | CR_CHAR_DIGIT | CR_CHAR_MARK)))
            continue;
        if (start == text.size)
            start = here;
        end = i;
        if (spaceless && ++letters == 2) {
            *at = here;  // pairs overlap
            *word = cr_view_slice(text, start, end);
            return true;
        }
    }
    *at = text.size > end && end ? end : text.size;
    *word = cr_view_slice(text, start, end);
    return start < text.size;
}

static cr_view fold_word(page *p, cr_view word)
{
    cr_buf_clear(&p->scratch);
    cr_fold(word, p->lang, &p->scratch);
    return cr_buf_view(&p->scratch);
}

static bool is_stop_word(page *p, cr_view word)
{
    return cr_map_find(&p->rules->stop_words, fold_word(p, word)) != NULL;
}

static double share_of_stop_words(page *p, cr_view text)
{
    size_t words = 0, stops = 0;
    cr_view word;
    for (size_t at = 0; next_word(p, text, &at, &word); words++)
        stops += is_stop_word(p, word);
    return words ? (double)stops / (double)words : 0;
}

/* The running prose, or the beginning of it. */
static cr_view prose_sample(const page *p)
{
    size_t start = p->lines.items[p->body].start, end = p->lines.items[p->tail - 1].end;
    if (end - start > SAMPLE) {
        end = start + SAMPLE;
        while (!cr_utf8_is_boundary(p->text, end))
            end--;
    }
    return cr_view_slice(p->text, start, end);
}

/* A short line with few of the little words that the prose is full of: a caption in telegraph style or another language. */
static bool is_alien(page *p, const cr_page_line *line)
{
    if (line->words < 6 || line->words >= PARAGRAPH_WORDS || p->rules->stop_words.size == 0)
        return false;
    if (p->stop_share < 0)
        p->stop_share = share_of_stop_words(p, prose_sample(p));
    return p->stop_share >= 0.2 && share_of_stop_words(p, view_of(p, line)) < p->stop_share / 2;
}

/* ---- zones ------------------------------------------------------------------------------------------------------- */

static bool is_dateline(const page *p, const cr_page_line *line)
{
    if (!line->has_year || !line->has_day || line->words > DATELINE_WORDS + 4 || line->is_long || line->asks)
        return false;
    if (!line->finished)
        return line->words <= DATELINE_WORDS + 4;
    // an abbreviation at the end of a date: "2026 г.", "7:42 a.m."
    size_t at = line->end, letters = 0;
    while (at > line->start) {
        uint32_t class = cr_character_class(p->characters, cr_utf8_previous(p->text, &at));
        if (class & (CR_CHAR_SPACE | CR_CHAR_DIGIT))
            break;
        letters += (class & CR_CHAR_LETTER) != 0;
    }
    return letters <= 2 && line->words <= DATELINE_WORDS;
}

static bool is_running_prose(const page *p, size_t i)
{
    const cr_page_line *line = &p->lines.items[i];
    if (!line->is_prose || p->furniture[i])
        return false;
    return line->is_long || line->words >= PARAGRAPH_WORDS ||
           (line->words >= PROSE_WORDS && (line->finished || !p->reliable));
}

static void judge_ends(page *p)
{
    size_t many = 0, finished = 0;
    for (size_t i = 0; i < p->lines.n; i++)
        if (p->lines.items[i].words >= PROSE_WORDS && !p->furniture[i]) {
            many++;
            finished += p->lines.items[i].finished;
        }
    p->reliable = finished * 2 >= many;
}

static void find_body(page *p)
{
    size_t n = p->lines.n;
    for (p->body = 0; p->body < n && !is_running_prose(p, p->body);)
        p->body++;
    for (p->tail = n; p->tail > p->body && !is_running_prose(p, p->tail - 1);)
        p->tail--;
}

/* The first line of subscription, comments, rights or footnotes behind which no article goes on. */
static void find_end(page *p)
{
    p->over = p->lines.n;
    size_t prose = 0, furniture = 0;
    for (size_t i = p->lines.n; i-- > p->body + 1;) {
        const cr_page_line *line = &p->lines.items[i];
        if (is_running_prose(p, i)) {
            if (line->is_long || line->words >= TAIL_PARAGRAPH || ++prose > TAIL_LINES)
                return;
        }
        furniture += p->furniture[i] || (!line->finished && line->words < HEADING_WORDS);
        if (p->furniture[i] == CR_FURNITURE_STRONG && furniture > (prose > 0))
            p->over = i;
    }
}

/* ---- the same again ---------------------------------------------------------------------------------------------- */

static bool same_words(page *p, cr_view a, cr_view b)
{
    if (a.size == b.size && memcmp(a.data, b.data, a.size) == 0)
        return true;
    if (a.size > b.size + b.size / 4 + 8 || b.size > a.size + a.size / 4 + 8)
        return false;
    cr_buf other = {0};
    cr_buf_clear(&p->scratch);
    cr_fold_spaced(a, p->lang, &p->scratch);
    cr_fold_spaced(b, p->lang, &other);
    bool same = cr_view_equal(cr_buf_view(&p->scratch), cr_buf_view(&other));
    cr_buf_release(&other);
    return same;
}

static cr_view content_of(const page *p, const cr_page_line *line)
{
    return cr_view_slice(p->text, line->content, line->end);
}

/* A line that says again what the line before said is a caption or its description; so is one that says the same as a
 * line with signs at its head that no sentence has. */
static void find_repetitions(page *p)
{
    for (size_t i = 1; i < p->lines.n; i++) {
        const cr_page_line *a = &p->lines.items[i - 1], *b = &p->lines.items[i];
        cr_view left = content_of(p, a), right = content_of(p, b);
        if (left.size != right.size || memcmp(left.data, right.data, left.size) != 0)
            continue;
        if (p->furniture[i - 1] || p->furniture[i])
            p->furniture[i - 1] = p->furniture[i] = CR_FURNITURE_WEAK;
        else
            p->furniture[i] = CR_FURNITURE_WEAK;
    }
}

static void mark_title(page *p, cr_view title)
{
    if (title.size == 0)
        return;
    for (size_t i = 0; i < p->lines.n; i++) {
        cr_page_line *line = &p->lines.items[i];
        if (!line->is_long && line->words <= TITLE_WORDS + 10 && same_words(p, view_of(p, line), title)) {
            mark(line, CR_MARK_TITLE);
            p->title = p->title < p->lines.n ? p->title : i;
        }
    }
}

/* ---- the title --------------------------------------------------------------------------------------------------- */

/* The first characters of a folded word, without what an apostrophe cuts off before it. */
static cr_view stem_of(cr_view word)
{
    ptrdiff_t apostrophe = cr_view_find_byte(word, '\'');
    if (apostrophe > 0 && (size_t)apostrophe + 3 < word.size)
        word = cr_view_slice(word, (size_t)apostrophe + 1, word.size);
    size_t at = 0;
    for (size_t i = 0; i < STEM && at < word.size; i++)
        cr_utf8_next(word, &at);
    return cr_view_slice(word, 0, at);
}

static bool is_content(page *p, cr_view word, cr_view *stem)
{
    cr_view folded = fold_word(p, word);
    if (folded.size < 3 || cr_map_find(&p->rules->stop_words, folded))
        return false;
    *stem = stem_of(folded);
    return true;
}

static void collect_words(page *p, cr_arena *arena, cr_map *words)
{
    cr_view text = prose_sample(p), word, stem;
    for (size_t at = 0; next_word(p, text, &at, &word);) {
        bool added;
        if (!is_content(p, word, &stem))
            continue;
        cr_map_slot *slot = cr_map_put(words, stem, &added);
        if (added)
            slot->key = cr_arena_copy(arena, stem);
    }
}

static bool may_be_title(const page *p, size_t i)
{
    const cr_page_line *line = &p->lines.items[i];
    if (!line->is_prose || p->furniture[i] > CR_FURNITURE_CAPTION || line->is_long || line->words < 2 ||
        line->words > TITLE_WORDS || is_dateline(p, line))
        return false;
    // a headline rarely ends with a stop: then a date line must tell
    return !line->finished || line->asks || (i + 1 < p->lines.n && is_dateline(p, &p->lines.items[i + 1]));
}

/* How much a line of the head looks like the title: it speaks of what the prose speaks of. */
static double rate_title(page *p, const cr_map *words, size_t i)
{
    const cr_page_line *line = &p->lines.items[i];
    cr_view text = view_of(p, line), word, stem;
    size_t n = 0, known = 0;
    for (size_t at = 0; next_word(p, text, &at, &word);) {
        if (!is_content(p, word, &stem))
            continue;
        n++;
        known += cr_map_find(words, stem) != NULL;
    }
    double rating = (double)known + (n ? 2 * (double)known / (double)n : 0) + (line->words >= 4);
    if (line->lower_start)
        rating -= 2;
    if (p->furniture[i])
        rating -= 1;
    if (i + 1 < p->lines.n && !line->before_gap && is_dateline(p, &p->lines.items[i + 1]))
        rating -= 1;  // likelier the paper or the author
    return rating;
}

/* Good enough without looking at the prose. */
static bool is_plain_title(const page *p, size_t i)
{
    const cr_page_line *line = &p->lines.items[i];
    return line->words >= 4 && !line->lower_start && !p->furniture[i] && line->before_gap;
}

static void find_title(page *p)
{
    cr_arena arena = {0};
    cr_map words = {0};
    double best = 1;
    bool collected = false;
    size_t chosen = p->lines.n, n = 0;
    for (size_t i = 0; i < p->body; i++)
        n += may_be_title(p, i);
    for (size_t i = 0; i < p->body; i++) {
        if (!may_be_title(p, i))
            continue;
        if (!collected && (n > 1 || !is_plain_title(p, i))) {
            collect_words(p, &arena, &words);
            collected = true;
        }
        double rating = rate_title(p, &words, i);
        if (chosen == p->lines.n ? rating >= best : rating > best) {
            best = rating;
            chosen = i;
        }
    }
    cr_map_release(&words);
    cr_arena_release(&arena);
    if (chosen < p->lines.n)
        mark_title(p, view_of(p, &p->lines.items[chosen]));
}

/* ---- head, body, tail -------------------------------------------------------------------------------------------- */

static bool is_fragment(const page *p, const cr_page_line *line)
{
    return line->words < PARAGRAPH_WORDS && !line->is_long &&
           ((!line->finished && p->reliable) || (line->words < 3 && !line->asks));
}

/* Whether a date line stands among the lines of the head from `first` to the next empty line, which *end is before. */
static bool has_dateline(const page *p, size_t first, size_t *end)
{
    bool found = false;
    for (*end = first; *end < p->body && (*end == first || !p->lines.items[*end].after_gap); ++*end)
        found = found || is_dateline(p, &p->lines.items[*end]);
    return found;
}

static void mark_head(page *p)
{
    for (size_t i = 0; i < p->body && p->dateline == p->lines.n; i++)
        if (is_dateline(p, &p->lines.items[i]))
            p->dateline = i;
    p->is_page = p->n_furniture || p->dateline < p->lines.n;
    bool dated = false;
    for (size_t i = 0, block_end = 0; i < p->body; i++) {
        cr_page_line *line = &p->lines.items[i];
        if (i == block_end)
            dated = has_dateline(p, i, &block_end);
        if (!line->is_prose)
            continue;
        if (is_dateline(p, line)) {
            mark(line, CR_MARK_DATELINE);
        } else if (p->furniture[i]) {
            mark(line, CR_MARK_BOILERPLATE);
        } else if (is_fragment(p, line)) {
            mark(line, dated ? CR_MARK_DATELINE : CR_MARK_HEADING);
        } else if (p->is_page && is_alien(p, line)) {
            mark(line, CR_MARK_BOILERPLATE);
        }
    }
}

static bool in_list(const page *p, size_t i)
{
    const cr_page_line *line = p->lines.items;
    return line[i].is_item && ((i > 0 && line[i - 1].is_item) || (i + 1 < p->lines.n && line[i + 1].is_item));
}

/* A line of the body without the end of a sentence, or a short question that stands alone. */
static bool is_heading(const page *p, size_t i)
{
    const cr_page_line *line = &p->lines.items[i];
    if (line->is_long || !p->reliable)
        return false;
    if (line->asks)
        return line->words <= QUESTION_WORDS && line->after_gap && line->before_gap;
    return !line->finished && line->words <= (p->is_page ? PARAGRAPH_WORDS : HEADING_WORDS) &&
           !(line->colon && line->words > 4);
}

static void mark_body(page *p)
{
    size_t fragments = 0, all = p->tail - p->body;
    for (size_t i = p->body; i < p->tail; i++)
        fragments += is_fragment(p, &p->lines.items[i]);
    bool verse = fragments >= 6 && fragments * 10 > all * 6;  // or a transcript: nothing to tell headings by
    for (size_t i = p->body; i < p->tail; i++) {
        cr_page_line *line = &p->lines.items[i];
        if (!line->is_prose)
            continue;
        if (p->furniture[i])
            mark(line, CR_MARK_BOILERPLATE);
        else if (!line->finished && is_dateline(p, line))
            mark(line, CR_MARK_DATELINE);
        else if (in_list(p, i))
            mark(line, CR_MARK_LIST_ITEM);
        else if (!verse && is_heading(p, i))
            mark(line, CR_MARK_HEADING);
    }
}

/* The short lines of the head that are no prose, the nearest to the body first; of a long head not all. */
static cr_view names_of_head(page *p)
{
    if (p->names.size)
        return cr_buf_view(&p->names);
    for (size_t i = p->body; i-- > 0 && p->names.size < NAMES;) {
        const cr_page_line *head = &p->lines.items[i];
        if (head->is_prose || head->kind == CR_MARK_TITLE || head->words > PROSE_WORDS || head->is_long)
            continue;
        cr_buf_clear(&p->scratch);
        cr_fold_spaced(view_of(p, head), p->lang, &p->scratch);
        cr_buf_append(&p->names, cr_buf_view(&p->scratch));
        cr_buf_append_byte(&p->names, '\n');
    }
    if (p->names.size == 0)  // asked for, and found to be none
        cr_buf_append_byte(&p->names, '\n');
    return cr_buf_view(&p->names);
}

/* A short line behind the article that starts with a name of its head tells who its author is. */
static bool starts_with_name(page *p, const cr_page_line *line)
{
    cr_view text = content_of(p, line), first, second;
    size_t at = 0;
    if (line->lower_start || line->words >= PARAGRAPH_WORDS || !next_word(p, text, &at, &first) ||
        !next_word(p, text, &at, &second))
        return false;
    size_t start = (size_t)(second.data - text.data);
    if (!(cr_character_class(p->characters, cr_utf8_next(text, &start)) & CR_CHAR_UPPER))
        return false;
    cr_buf name = {0};
    cr_fold_spaced(cr_view_slice(text, 0, (size_t)(second.data - text.data) + second.size), p->lang, &name);
    ptrdiff_t apostrophe = cr_view_find_byte(cr_buf_view(&name), '\'');
    if (apostrophe >= 0 && (size_t)apostrophe + 3 > name.size)
        name.size = (size_t)apostrophe;
    bool found = cr_view_find(names_of_head(p), cr_buf_view(&name)) >= 0;
    cr_buf_release(&name);
    return found;
}

/* The note about the author is no part of the body, though it may be long enough. */
static void leave_author_behind(page *p)
{
    while (p->tail > p->body + 1 && starts_with_name(p, &p->lines.items[p->tail - 1])) {
        p->tail--;
        while (p->tail > p->body + 1 && !is_running_prose(p, p->tail - 1))
            p->tail--;
    }
}

static void mark_tail(page *p)
{
    for (size_t i = p->tail < p->over ? p->tail : p->over; i < p->lines.n; i++) {
        cr_page_line *line = &p->lines.items[i];
        if (!line->is_prose)
            continue;
        if (is_dateline(p, line))
            mark(line, CR_MARK_DATELINE);
        else if (i >= p->over || p->furniture[i] ||
                 (is_fragment(p, line) && (p->is_page || line->words < DATELINE_WORDS)) ||
                 (p->is_page && is_alien(p, line)) || starts_with_name(p, line))
            mark(line, CR_MARK_BOILERPLATE);
    }
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void find_furniture(page *p)
{
    for (size_t i = 0; i < p->lines.n; i++) {
        const cr_page_line *line = &p->lines.items[i];
        // in the middle of a text nobody looks twice at a sentence
        bool is_inner = i >= EDGE_LINES && i + 2 * EDGE_LINES < p->lines.n;
        if (!is_inner || !line->finished || line->words < PROSE_WORDS || line->symbols)
            p->furniture[i] = cr_furniture_of(line, p->text, p->lang, p->rules, &p->scratch);
    }
    find_repetitions(p);
    for (size_t i = 0; i < p->lines.n; i++)
        p->n_furniture += p->furniture[i] != CR_FURNITURE_NONE;
}

/* A name and a date in figures before the first sentence ("date 2026-03 The ship ..."), as extractors leave them: its end,
 * or `at`. */
static size_t labelled_date(cr_view text, size_t at)
{
    size_t start = at, figures = 0, none = at;
    while (at < text.size && text.data[at] >= 'a' && text.data[at] <= 'z')
        at++;
    if (at == start)
        return none;
    while (at < text.size && (text.data[at] == ':' || text.data[at] == ' '))
        at++;
    for (start = at; at < text.size && (cr_is_digit(text.data[at]) || text.data[at] == '-'); at++)
        figures += cr_is_digit(text.data[at]);
    if (at - start < 7 || text.data[start + 4] != '-' || (figures != 6 && figures != 8) || at >= text.size ||
        text.data[at] != ' ')
        return none;
    return at;
}

/* Whether the text is one word that may name the day of a week: no "On" and no "Since". In a script without capitals nothing tells
 * it from the first word of the sentence. */
static bool is_weekday_like(page *p, cr_view text)
{
    size_t at = 0, first = 0;
    cr_view word, more;
    return next_word(p, text, &at, &word) && !next_word(p, text, &at, &more) && !is_stop_word(p, word) &&
           cr_character_class(p->characters, cr_utf8_next(word, &first)) & (CR_CHAR_UPPER | CR_CHAR_LOWER);
}

static bool is_figures(cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!cr_is_digit(text.data[i]) && !strchr("-/.", text.data[i]))
            return false;
    return true;
}

/* A day of the week and a date, or a date in figures, that run into the first sentence ("Tuesday, 12 May 2026 The ship ..."): its end,
 * or `at`. */
static size_t full_date(page *p, cr_date_reader *dates, size_t at, size_t end)
{
    size_t first, last;
    cr_date date;
    cr_view head = cr_view_slice(p->text, at, end - at > RUN_IN ? at + RUN_IN : end);
    while (head.size && !cr_utf8_is_boundary(p->text, at + head.size))
        head.size--;
    if (!cr_date_find(dates, head, &date, &first, &last))
        return at;
    bool names_day = first > 0 && is_weekday_like(p, cr_view_slice(head, 0, first));
    return names_day || (first == 0 && is_figures(cr_view_slice(head, 0, last))) ? at + last : at;
}

/* Where the date ends that runs into the first sentence of a line, its start if there is none. */
static size_t run_in_date(page *p, cr_date_reader *dates, const cr_page_line *line)
{
    size_t end = labelled_date(p->text, line->start);
    if (end == line->start && line->has_year && line->has_day)
        end = full_date(p, dates, line->start, line->end);
    size_t next = end;
    while (next < line->end && p->text.data[next] == ' ')
        next++;
    size_t behind = next;
    uint32_t class = next < line->end ? cr_character_class(p->characters, cr_utf8_next(p->text, &behind)) : 0;
    return class & (CR_CHAR_LETTER | CR_CHAR_DIGIT) && !(class & CR_CHAR_LOWER) ? end : line->start;
}

static void write_marks(page *p, cr_date_reader *dates, cr_arena *arena, cr_structure *structure)
{
    size_t dated_line = p->lines.n, date_end = 0, n = 0;
    for (size_t i = 0; i < p->lines.n; i++) {
        const cr_page_line *line = &p->lines.items[i];
        if (line->is_prose && i <= p->body && i < EDGE_LINES && dated_line == p->lines.n) {
            date_end = run_in_date(p, dates, line);
            dated_line = date_end > line->start ? i : dated_line;
        }
        n += !line->is_prose || i == dated_line;
    }
    cr_mark *marks = CR_ARENA_ARRAY(arena, cr_mark, n);
    n = 0;
    for (size_t i = 0; i < p->lines.n; i++) {
        const cr_page_line *line = &p->lines.items[i];
        if (i == dated_line)
            marks[n++] = (cr_mark){line->start, (uint32_t)date_end, CR_MARK_DATELINE};
        else if (!line->is_prose)
            marks[n++] = (cr_mark){line->start, line->end, line->kind};
    }
    structure->marks = marks;
    structure->n_marks = n;
}

/* The paper's name stands before the date; a menu or a byline may stand between. */
static void find_source(const page *p, cr_structure *structure)
{
    if (p->dateline == p->lines.n)
        return;
    for (size_t i = p->dateline; i > 0 && !p->lines.items[i].after_gap; i--) {
        const cr_page_line *line = &p->lines.items[i - 1];
        if (line->is_prose || (line->kind != CR_MARK_DATELINE && line->kind != CR_MARK_BOILERPLATE))
            return;
        if (line->kind == CR_MARK_BOILERPLATE)
            continue;
        if (!line->finished && !line->lower_start && line->words <= NAME_WORDS)
            structure->source = view_of(p, line);
        return;
    }
}

void cr_structure_recognise(cr_view text, cr_view title, cr_date_reader *dates, const cr_rules *rules,
                            const cr_characters *characters, cr_arena *arena, cr_structure *structure)
{
    *structure = (cr_structure){0};
    page p = {.text = text, .lang = dates->lang, .rules = rules, .characters = characters, .stop_share = -1};
    cr_page_lines_find(&p.lines, text, characters);
    p.title = p.dateline = p.lines.n;
    p.furniture = cr_allocate_zeroed(p.lines.n, sizeof *p.furniture);
    find_furniture(&p);
    judge_ends(&p);
    mark_title(&p, title);
    find_body(&p);
    if (p.body < p.tail) {
        find_end(&p);
        if (p.over < p.tail) {
            p.tail = p.over;
            while (p.tail > p.body + 1 && !is_running_prose(&p, p.tail - 1))
                p.tail--;
        }
        if (title.size == 0)
            find_title(&p);
        mark_head(&p);
        leave_author_behind(&p);
        mark_body(&p);
        mark_tail(&p);
        find_source(&p, structure);
    } else if (p.n_furniture < p.lines.n) {
        for (size_t i = 0; i < p.lines.n; i++)
            if (p.furniture[i] && p.lines.items[i].is_prose)
                mark(&p.lines.items[i], CR_MARK_BOILERPLATE);
    }
    if (p.title < p.lines.n)
        structure->title = view_of(&p, &p.lines.items[p.title]);
    write_marks(&p, dates, arena, structure);
    cr_buf_release(&p.scratch);
    cr_buf_release(&p.names);
    cr_page_lines_release(&p.lines);
    free(p.furniture);
}

/* Two to four words, each with a capital: a name. */
static bool is_name(cr_view text, const cr_characters *characters)
{
    size_t words = 0;
    bool in_word = false;
    for (size_t at = 0; at < text.size;) {
        uint32_t class = cr_character_class(characters, cr_utf8_next(text, &at));
        if (class & CR_CHAR_SPACE) {
            in_word = false;
            continue;
        }
        if (!in_word && !(class & CR_CHAR_UPPER))
            return false;
        if (class & (CR_CHAR_DIGIT | CR_CHAR_OPEN | CR_CHAR_CLOSE))
            return false;
        words += !in_word;
        in_word = true;
    }
    return words >= 2 && words <= 4;
}

void cr_structure_date(cr_view text, cr_date_reader *dates, const cr_characters *characters, cr_structure *structure)
{
    size_t n_read = 0;
    for (size_t i = 0; i < structure->n_marks && n_read < DATED_LINES; i++) {
        const cr_mark *m = &structure->marks[i];
        if (m->kind != CR_MARK_DATELINE)
            continue;
        n_read++;
        cr_view line = cr_view_slice(text, m->start, m->end), name = {NULL, 0};
        size_t start, end;
        cr_date date;
        if (cr_date_find(dates, line, &date, &start, &end)) {
            if (structure->date.precision == CR_DATE_NONE)
                structure->date = date;
            name = cr_view_trim(cr_view_slice(line, 0, start));
        } else {
            ptrdiff_t colon = cr_view_find_byte(line, ':');
            name = colon > 0 ? cr_view_trim(cr_view_slice(line, (size_t)colon + 1, line.size)) : name;
        }
        if (structure->author.size == 0 && is_name(name, characters))
            structure->author = name;
    }
}
