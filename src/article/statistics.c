#include "article/statistics.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>

enum {
    MAX_STEM = 64,            // bytes of a stem that is counted; longer ones are addresses and the like
    MAX_WORD = 40,            // bytes of a word that is counted
    LEAST_LETTERS = 2,        // of a word that is counted; initials are known by their form
    ABBREVIATION = 5,         // letters of the longest abbreviation
    LEAST_CONTINUED = 2,      // how often an abbreviation must have gone on,
    CONTINUED_PER_CENT = 30,  // and in which share of its uses with a stop
    LEAST_LOWER = 2,          // how often a starter must have been in lower case
    LARGE_MAP = 1 << 12,
};

const cr_statistic_form cr_statistic_forms[CR_N_STATISTICS] = {
    [CR_STATISTIC_ARTICLES] = {"articles", 1, 1},
    [CR_STATISTIC_LINE] = {"line", 3, 1},
    [CR_STATISTIC_TERM] = {"term", 2, 1},
    [CR_STATISTIC_WORD] = {"word", 2, CR_WORD_COUNTS},
};

void cr_statistics_release(cr_statistics *statistics)
{
    cr_map_release(&statistics->index);
    free(statistics->records);
    free(statistics->counts);
    cr_arena_release(&statistics->keys);
    cr_buf_release(&statistics->key);
    cr_buf_release(&statistics->folded);
    cr_buf_release(&statistics->origin);
    cr_number_map_release(&statistics->seen);
    *statistics = (cr_statistics){0};
}

/* ---- the table ---------------------------------------------------------------------------------------------------- */

uint64_t *cr_statistics_counts(cr_statistics *statistics, cr_statistic kind, cr_view key)
{
    bool is_new;
    cr_map_slot *slot = cr_map_put(&statistics->index, key, &is_new);
    if (is_new) {
        size_t n = cr_statistic_forms[kind].n_counts, place = statistics->n_counts;
        slot->key = cr_arena_copy(&statistics->keys, key);
        slot->value = statistics->n_records;
        statistics->counts = cr_grow(statistics->counts, &statistics->counts_capacity, place + n,
                                     sizeof *statistics->counts);
        for (size_t i = 0; i < n; i++)
            statistics->counts[place + i] = 0;
        statistics->n_counts += n;
        statistics->records = cr_grow(statistics->records, &statistics->records_capacity, statistics->n_records + 1,
                                      sizeof *statistics->records);
        statistics->records[statistics->n_records++] = (cr_statistic_record){kind, slot->key, place};
    }
    return statistics->counts + statistics->records[slot->value].place;
}

void cr_statistics_increase(uint64_t *count, uint64_t by)
{
    *count = by < CR_STATISTICS_MOST - *count ? *count + by : CR_STATISTICS_MOST;
}

void cr_statistics_merge(cr_statistics *statistics, const cr_statistics *other)
{
    for (size_t i = 0; i < other->n_records; i++) {
        const cr_statistic_record *record = &other->records[i];
        uint64_t *counts = cr_statistics_counts(statistics, record->kind, record->key);
        for (size_t k = 0; k < cr_statistic_forms[record->kind].n_counts; k++)
            cr_statistics_increase(&counts[k], other->counts[record->place + k]);
    }
}

cr_view cr_statistic_part(const cr_statistic_record *record, size_t i)
{
    cr_view rest = record->key;
    for (size_t field = 0;; field++) {
        ptrdiff_t tab = cr_view_find_byte(rest, '\t');
        size_t end = tab < 0 ? rest.size : (size_t)tab;
        if (field == i + 1 || tab < 0)
            return cr_view_slice(rest, 0, end);
        rest = cr_view_slice(rest, end + 1, rest.size);
    }
}

static void begin_key(cr_statistics *statistics, cr_statistic kind, cr_view first)
{
    cr_buf_clear(&statistics->key);
    cr_buf_append_string(&statistics->key, cr_statistic_forms[kind].name);
    cr_buf_append_byte(&statistics->key, '\t');
    cr_buf_append(&statistics->key, first);
}

static void add_part(cr_statistics *statistics, cr_view part)
{
    cr_buf_append_byte(&statistics->key, '\t');
    cr_buf_append(&statistics->key, part);
}

static uint64_t *counts_of_key(cr_statistics *statistics, cr_statistic kind)
{
    return cr_statistics_counts(statistics, kind, cr_buf_view(&statistics->key));
}

/* ---- gathering ---------------------------------------------------------------------------------------------------- */

static bool has_controls(cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ')
            return true;
    return false;
}

static void add_terms(cr_statistics *statistics, const cr_document *document)
{
    begin_key(statistics, CR_STATISTIC_TERM, cr_view_of(document->lang));
    size_t start = statistics->key.size;
    for (size_t i = 0; i < document->n_terms; i++) {
        const cr_term *term = &document->terms[i];
        if (term->is_stop || term->stem.size == 0 || term->stem.size > MAX_STEM || has_controls(term->stem))
            continue;
        statistics->key.size = start;
        add_part(statistics, term->stem);
        cr_statistics_increase(counts_of_key(statistics, CR_STATISTIC_TERM), 1);
    }
}

static size_t count_letters(cr_view word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.size; i++)
        n += ((unsigned char)word.data[i] & 0xC0) != 0x80;
    return n;
}

static size_t skip_spaces(cr_view text, size_t at)
{
    while (at < text.size) {
        if (cr_is_space(text.data[at]))
            at++;
        else if (cr_view_starts(cr_view_slice(text, at, text.size), CR_VIEW("\xC2\xA0")))
            at += 2;
        else
            break;
    }
    return at;
}

/* What goes on with a clause, so that a stop before it ended no sentence. */
static bool is_continuing_mark(cr_view text, size_t at)
{
    if (at >= text.size)
        return false;
    switch (cr_utf8_next(text, &at)) {
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case 0x60C:
    case 0x61B:
    case 0x3001:
    case 0xFF0C:
        return true;
    default:
        return false;
    }
}

/* Whether the text goes on behind the stop at the end of token i. A line end parts what no sentence holds together. */
static bool goes_on(const cr_document *document, const cr_sentence *sentence, size_t i)
{
    cr_view text = document->article->text;
    size_t behind = document->tokens[i].end + (size_t)1, next = skip_spaces(text, behind);
    if (is_continuing_mark(text, behind))
        return true;
    if (i + 1 >= document->n_tokens || document->tokens[i + 1].start != next ||
        !(document->tokens[i + 1].flags & CR_TOKEN_LOWER))
        return false;
    return next < sentence->end || cr_view_find_byte(cr_view_slice(text, behind, next), '\n') < 0;
}

/* Whether a word or a comma, and nothing else, stands before token i of the sentence. */
static bool is_inside(const cr_document *document, const cr_sentence *sentence, size_t i)
{
    if (i == sentence->first_token)
        return false;
    cr_view text = document->article->text;
    size_t at = document->tokens[i - 1].end, start = document->tokens[i].start;
    if (at < start && text.data[at] == ',')
        at++;
    return at < start && skip_spaces(text, at) == start;
}

static void add_word(cr_statistics *statistics, const cr_document *document, const cr_sentence *sentence, size_t i)
{
    const cr_token *token = &document->tokens[i];
    cr_view text = document->article->text, word = cr_view_slice(text, token->start, token->end);
    bool cased = token->flags & (CR_TOKEN_LOWER | CR_TOKEN_CAPITALISED);
    if (token->flags & CR_TOKEN_NUMBER || word.size > MAX_WORD)
        return;
    size_t letters = count_letters(word);
    if (letters < LEAST_LETTERS || (letters > ABBREVIATION && !cased))
        return;
    cr_buf_clear(&statistics->folded);
    cr_fold(word, document->lang, &statistics->folded);
    if (statistics->folded.size == 0 || has_controls(cr_buf_view(&statistics->folded)))
        return;
    add_part(statistics, cr_buf_view(&statistics->folded));
    uint64_t *counts = counts_of_key(statistics, CR_STATISTIC_WORD);
    cr_statistics_increase(&counts[CR_WORD_USES], 1);
    if (token->flags & CR_TOKEN_LOWER)
        cr_statistics_increase(&counts[CR_WORD_LOWER], 1);
    else if (token->flags & CR_TOKEN_CAPITALISED && is_inside(document, sentence, i))
        cr_statistics_increase(&counts[CR_WORD_CAPITALISED], 1);
    bool stops = letters <= ABBREVIATION && token->end < text.size && text.data[token->end] == '.' &&
                 !(token->end + (size_t)1 < text.size && text.data[token->end + 1] == '.');
    if (!stops)
        return;
    cr_statistics_increase(&counts[CR_WORD_STOPS], 1);
    if (goes_on(document, sentence, i))
        cr_statistics_increase(&counts[CR_WORD_CONTINUED], 1);
}

static void add_words(cr_statistics *statistics, const cr_document *document)
{
    if (document->spaceless)
        return;
    begin_key(statistics, CR_STATISTIC_WORD, cr_view_of(document->lang));
    size_t start = statistics->key.size;
    for (size_t s = 0; s < document->n_sentences; s++) {
        const cr_sentence *sentence = &document->sentences[s];
        if (sentence->flags & CR_SENTENCE_NO_PROSE)
            continue;
        for (size_t i = 0; i < sentence->n_tokens; i++) {
            statistics->key.size = start;
            add_word(statistics, document, sentence, sentence->first_token + i);
        }
    }
}

static void add_line(cr_statistics *statistics, cr_view line)
{
    cr_view form = cr_repeated_form(line, &statistics->folded);
    bool is_new;
    uint64_t hash = cr_hash(form);
    if (form.size == 0)
        return;
    cr_number_map_put(&statistics->seen, hash, &is_new);
    if (!is_new)
        return;
    size_t shown = form.size < CR_LINE_SHOWN ? form.size : CR_LINE_SHOWN;
    while (!cr_utf8_is_boundary(form, shown))
        shown--;
    begin_key(statistics, CR_STATISTIC_LINE, cr_buf_view(&statistics->origin));
    cr_buf_append_format(&statistics->key, "\t%016llx", (unsigned long long)hash);
    add_part(statistics, cr_view_trim(cr_view_slice(form, 0, shown)));
    cr_statistics_increase(counts_of_key(statistics, CR_STATISTIC_LINE), 1);
}

static void add_lines(cr_statistics *statistics, const cr_document *document)
{
    cr_view rest = document->article->text, line;
    cr_view origin = cr_repeated_origin(document->article, &statistics->folded);
    if (origin.size == 0)
        return;
    cr_buf_clear(&statistics->origin);
    cr_buf_append(&statistics->origin, origin);
    if (statistics->seen.capacity > LARGE_MAP)  // clearing it would cost each later article as much as the largest one
        cr_number_map_release(&statistics->seen);
    else
        cr_number_map_clear(&statistics->seen);
    while (cr_view_next_line(&rest, &line))
        add_line(statistics, line);
}

void cr_statistics_add_habits(cr_statistics *statistics, const cr_document *document)
{
    begin_key(statistics, CR_STATISTIC_ARTICLES, cr_view_of(document->lang));
    cr_statistics_increase(counts_of_key(statistics, CR_STATISTIC_ARTICLES), 1);
    add_words(statistics, document);
    add_lines(statistics, document);
}

void cr_statistics_add(cr_statistics *statistics, const cr_document *document)
{
    cr_statistics_add_habits(statistics, document);
    add_terms(statistics, document);
}

/* ---- learning ----------------------------------------------------------------------------------------------------- */

static bool is_abbreviation(cr_view word, const uint64_t *counts)
{
    uint64_t stops = counts[CR_WORD_STOPS], continued = counts[CR_WORD_CONTINUED];
    return continued >= LEAST_CONTINUED && continued * 100 >= stops * CONTINUED_PER_CENT &&
           stops * 2 > counts[CR_WORD_USES] && count_letters(word) <= ABBREVIATION;
}

static bool is_starter(const uint64_t *counts)
{
    return counts[CR_WORD_LOWER] >= LEAST_LOWER && counts[CR_WORD_LOWER] > counts[CR_WORD_CAPITALISED];
}

/* What is learned of a language, growing. */
typedef struct lesson {
    cr_view lang;
    cr_view *abbreviations, *starters;
    size_t n_abbreviations, abbreviations_capacity, n_starters, starters_capacity;
} lesson;

typedef struct lessons {
    cr_map index;  // language -> number in items
    lesson *items;
    size_t n, capacity;
} lessons;

static lesson *lesson_of(lessons *all, cr_view lang)
{
    bool is_new;
    cr_map_slot *slot = cr_map_put(&all->index, lang, &is_new);
    if (is_new) {
        slot->value = all->n;
        all->items = cr_grow(all->items, &all->capacity, all->n + 1, sizeof *all->items);
        all->items[all->n++] = (lesson){.lang = lang};
    }
    return &all->items[slot->value];
}

static cr_view with_stop(cr_view word, cr_arena *arena)
{
    cr_buf buf = {0};
    cr_buf_append(&buf, word);
    cr_buf_append_byte(&buf, '.');
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&buf));
    cr_buf_release(&buf);
    return copy;
}

static void learn_word(lessons *all, const cr_statistic_record *record, const uint64_t *counts, cr_arena *arena)
{
    cr_view word = cr_statistic_part(record, 1);
    bool abbreviation = is_abbreviation(word, counts), starter = is_starter(counts);
    if (!abbreviation && !starter)
        return;
    lesson *l = lesson_of(all, cr_statistic_part(record, 0));
    if (abbreviation) {
        l->abbreviations = cr_grow(l->abbreviations, &l->abbreviations_capacity, l->n_abbreviations + 1,
                                   sizeof *l->abbreviations);
        l->abbreviations[l->n_abbreviations++] = with_stop(word, arena);
    } else {
        l->starters = cr_grow(l->starters, &l->starters_capacity, l->n_starters + 1, sizeof *l->starters);
        l->starters[l->n_starters++] = cr_arena_copy(arena, word);
    }
}

static const cr_view *keep(const cr_view *views, size_t n, cr_arena *arena)
{
    cr_view *kept = CR_ARENA_ARRAY(arena, cr_view, n);
    for (size_t i = 0; i < n; i++)
        kept[i] = views[i];
    return kept;
}

void cr_statistics_learn(const cr_statistics *statistics, cr_arena *arena, cr_learned *learned)
{
    lessons all = {0};
    for (size_t i = 0; i < statistics->n_records; i++)
        if (statistics->records[i].kind == CR_STATISTIC_WORD)
            learn_word(&all, &statistics->records[i], statistics->counts + statistics->records[i].place, arena);
    cr_learned_words *languages = CR_ARENA_ARRAY(arena, cr_learned_words, all.n);
    for (size_t i = 0; i < all.n; i++) {
        lesson *l = &all.items[i];
        languages[i] = (cr_learned_words){.lang = cr_arena_copy(arena, l->lang).data,
                                          .abbreviations = keep(l->abbreviations, l->n_abbreviations, arena),
                                          .n_abbreviations = l->n_abbreviations,
                                          .starters = keep(l->starters, l->n_starters, arena),
                                          .n_starters = l->n_starters};
        free(l->abbreviations);
        free(l->starters);
    }
    *learned = (cr_learned){languages, all.n};
    free(all.items);
    cr_map_release(&all.index);
}

static uint64_t read_hash(cr_view digits)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < digits.size; i++) {
        char c = digits.data[i];
        hash = hash << 4 | (uint64_t)(cr_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return hash;
}

void cr_statistics_repeated(const cr_statistics *statistics, cr_repeated *repeated)
{
    for (size_t i = 0; i < statistics->n_records; i++) {
        const cr_statistic_record *record = &statistics->records[i];
        if (record->kind == CR_STATISTIC_LINE && statistics->counts[record->place] >= CR_REPEATED_ARTICLES)
            cr_repeated_add(repeated, cr_statistic_part(record, 0), read_hash(cr_statistic_part(record, 1)));
    }
}
