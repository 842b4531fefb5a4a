#include "render/phrases.h"

#include "base/map.h"
#include "format/line.h"
#include "text/bidi.h"

#include <string.h>

/* Moves what a buffer holds into the arena. */
static cr_view keep(cr_buf *buf, cr_arena *arena)
{
    cr_view text = buf->size ? cr_arena_copy(arena, cr_buf_view(buf)) : (cr_view){0};
    cr_buf_release(buf);
    return text;
}

static bool is_rtl(const cr_words *words)
{
    return cr_language_is_rtl(cr_locale_tag(cr_words_locale(words)));
}

static cr_view phrase(const cr_words *words, cr_word word, const cr_message_argument *arguments, size_t n,
                      cr_arena *arena)
{
    cr_buf out = {0};
    cr_words_append(words, word, arguments, n, &out);
    return keep(&out, arena);
}

cr_view cr_phrase_word(const cr_words *words, cr_word word, cr_arena *arena)
{
    return phrase(words, word, NULL, 0, arena);
}

cr_view cr_phrase_day(const cr_words *words, cr_date date, cr_arena *arena)
{
    cr_buf out = {0};
    if (date.precision != CR_DATE_NONE)
        cr_locale_append_day(cr_words_locale(words), date.seconds, &out);
    return keep(&out, arena);
}

cr_view cr_phrase_full_day(const cr_words *words, cr_date date, cr_arena *arena)
{
    cr_buf out = {0};
    if (date.precision != CR_DATE_NONE)
        cr_locale_append_full_day(cr_words_locale(words), date.seconds, &out);
    return keep(&out, arena);
}

cr_view cr_phrase_label(const cr_words *words, cr_story_label label, cr_arena *arena)
{
    switch (label) {
    case CR_STORY_NEW:
        return cr_phrase_word(words, CR_WORD_NEW, arena);
    case CR_STORY_UPDATED:
        return cr_phrase_word(words, CR_WORD_UPDATED, arena);
    case CR_STORY_UNCHANGED:
        return cr_phrase_word(words, CR_WORD_UNCHANGED, arena);
    case CR_STORY_PLAIN:
        break;
    }
    return (cr_view){0};
}

cr_view cr_phrase_foreign(const cr_words *words, cr_view text, cr_arena *arena)
{
    cr_buf line = {0}, out = {0};
    cr_line_append(&line, text);
    cr_bidi_append(&out, cr_buf_view(&line), is_rtl(words));
    cr_buf_release(&line);
    return keep(&out, arena);
}

static void append_language(const cr_words *words, const char *lang, cr_buf *out)
{
    if (strcmp(lang, "und") == 0)
        cr_words_append(words, CR_WORD_UNKNOWN_LANGUAGE, NULL, 0, out);
    else
        cr_locale_append_language(cr_words_locale(words), lang, out);
}

cr_view cr_phrase_language(const cr_words *words, const char *lang, cr_arena *arena)
{
    cr_buf name = {0};
    append_language(words, lang, &name);
    return keep(&name, arena);
}

static bool is_quoted(const cr_edition_story *story, size_t source)
{
    for (size_t i = 0; i < story->n_quotations; i++)
        if (story->quotations[i].source == source)
            return true;
    return false;
}

/* A paper that reports in one language, with its articles. */
typedef struct reporter {
    const cr_edition_source *source;  // the first
    size_t first, last;               // into story->reports, chained by next
} reporter;

static cr_view reporter_key(const cr_edition_source *source, cr_arena *arena)
{
    cr_buf key = {0};
    cr_buf_append(&key, source->name);
    cr_buf_append_byte(&key, '\0');
    cr_buf_append_string(&key, source->lang);
    return keep(&key, arena);
}

static size_t find_reporters(const cr_edition *edition, const cr_edition_story *story, reporter *reporters,
                             size_t *next, cr_arena *arena)
{
    cr_map known = {0};
    size_t n = 0;
    for (size_t i = 0; i < story->n_reports; i++) {
        next[i] = SIZE_MAX;
        if (is_quoted(story, story->reports[i]))
            continue;
        const cr_edition_source *source = &edition->sources[story->reports[i]];
        bool added;
        cr_map_slot *slot = cr_map_put(&known, reporter_key(source, arena), &added);
        if (added) {
            slot->value = n;
            reporters[n++] = (reporter){source, i, i};
        } else {
            next[reporters[slot->value].last] = i;
            reporters[slot->value].last = i;
        }
    }
    cr_map_release(&known);
    return n;
}

static cr_view reporter_phrase(const cr_words *words, const cr_edition_story *story, const cr_edition_source *source,
                               cr_arena *arena)
{
    cr_view name = cr_phrase_foreign(words, source->name, arena);
    if (strcmp(source->lang, story->lang) == 0)
        return name;
    cr_buf language = {0};
    append_language(words, source->lang, &language);
    const cr_message_argument arguments[] = {cr_word_text("paper", name),
                                             cr_word_text("language", cr_buf_view(&language))};
    cr_view text = phrase(words, CR_WORD_REPORTED_IN, arguments, 2, arena);
    cr_buf_release(&language);
    return text;
}

cr_view cr_phrase_also_reported(const cr_words *words, const cr_edition *edition, const cr_edition_story *story,
                                cr_arena *arena, const size_t **cited)
{
    reporter *reporters = CR_ARENA_ARRAY(arena, reporter, story->n_reports);
    size_t *next = CR_ARENA_ARRAY(arena, size_t, story->n_reports);
    size_t *order = CR_ARENA_ARRAY(arena, size_t, story->n_reports);
    cr_view *items = CR_ARENA_ARRAY(arena, cr_view, story->n_reports);
    size_t n = find_reporters(edition, story, reporters, next, arena), n_cited = 0;
    for (size_t i = 0; i < n; i++) {
        cr_buf item = {0};
        cr_buf_append(&item, reporter_phrase(words, story, reporters[i].source, arena));
        for (size_t r = reporters[i].first; r != SIZE_MAX; r = next[r]) {
            cr_buf_append_byte(&item, ' ');
            cr_buf_append(&item, CR_PHRASE_CITATION);
            order[n_cited++] = story->reports[r];
        }
        items[i] = keep(&item, arena);
    }
    *cited = order;
    if (n == 0)
        return (cr_view){0};
    cr_buf list = {0};
    cr_locale_append_list(cr_words_locale(words), items, n, &list);
    const cr_message_argument reports = cr_word_text("reports", cr_buf_view(&list));
    cr_view text = phrase(words, CR_WORD_ALSO_REPORTED, &reports, 1, arena);
    cr_buf_release(&list);
    return text;
}

static cr_view base_name(cr_view path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    return cr_view_slice(path, start, path.size);
}

size_t cr_phrase_source(const cr_words *words, const cr_edition_source *source, cr_arena *arena, const cr_view **parts)
{
    enum { MOST_PARTS = 4 };
    cr_view *all = CR_ARENA_ZEROED(arena, cr_view, MOST_PARTS);
    size_t n = 0;
    if (source->title.size)  // without one the name stands in its place
        all[n++] = cr_phrase_foreign(words, source->name, arena);
    cr_view file = base_name(source->path);
    if (!source->url.size && file.size && !cr_view_equal(file, source->name))
        all[n++] = cr_phrase_foreign(words, file, arena);
    all[n++] = source->date.precision == CR_DATE_NONE ? cr_phrase_word(words, CR_WORD_NO_DATE, arena)
                                                      : cr_phrase_day(words, source->date, arena);
    if (source->title.size && source->title_derived)
        all[n++] = cr_phrase_word(words, CR_WORD_DERIVED, arena);
    *parts = all;
    return n;
}

static cr_view languages_phrase(const cr_words *words, const cr_edition *edition, cr_arena *arena)
{
    cr_view *items = CR_ARENA_ARRAY(arena, cr_view, edition->n_languages);
    for (size_t i = 0; i < edition->n_languages; i++) {
        cr_buf name = {0};
        append_language(words, edition->languages[i].lang, &name);
        const cr_message_argument arguments[] = {cr_word_text("language", cr_buf_view(&name)),
                                                 cr_word_number("count", edition->languages[i].n_articles)};
        items[i] = phrase(words, CR_WORD_LANGUAGE_COUNT, arguments, 2, arena);
        cr_buf_release(&name);
    }
    cr_buf list = {0};
    cr_locale_append_list(cr_words_locale(words), items, edition->n_languages, &list);
    const cr_message_argument languages = cr_word_text("languages", cr_buf_view(&list));
    cr_view text = phrase(words, CR_WORD_LANGUAGES, &languages, 1, arena);
    cr_buf_release(&list);
    return text;
}

static cr_view period_phrase(const cr_words *words, const cr_edition *edition, cr_arena *arena)
{
    cr_buf days = {0};
    cr_locale_append_days(cr_words_locale(words), edition->first.seconds, edition->last.seconds, &days);
    const cr_message_argument argument = cr_word_text("days", cr_buf_view(&days));
    cr_view text = phrase(words, CR_WORD_PERIOD, &argument, 1, arena);
    cr_buf_release(&days);
    return text;
}

cr_view cr_phrase_read(const cr_words *words, size_t n_articles, size_t n_papers, cr_arena *arena)
{
    const cr_message_argument read[] = {cr_word_number("articles", n_articles), cr_word_number("sources", n_papers)};
    return phrase(words, CR_WORD_READ, read, 2, arena);
}

size_t cr_phrase_footer(const cr_words *words, const cr_edition *edition, cr_arena *arena, const cr_view **result)
{
    enum { FIXED_LINES = 7 };
    cr_view *lines = CR_ARENA_ZEROED(arena, cr_view, FIXED_LINES + edition->n_failures);
    size_t n = 0;
    lines[n++] = cr_phrase_read(words, edition->n_articles, edition->n_papers, arena);
    if (edition->n_languages)
        lines[n++] = languages_phrase(words, edition, arena);
    if (edition->first.precision != CR_DATE_NONE)
        lines[n++] = period_phrase(words, edition, arena);
    const struct {
        cr_word word;
        size_t count;
    } counts[] = {{CR_WORD_UNDATED, edition->n_undated},
                  {CR_WORD_MERGED, edition->n_merged},
                  {CR_WORD_MUTED, edition->n_muted},
                  {CR_WORD_EMPTY, edition->n_empty},
                  {CR_WORD_REPAIRED, edition->n_repaired}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const cr_message_argument count = cr_word_number("count", counts[i].count);
        if (counts[i].count)
            lines[n++] = phrase(words, counts[i].word, &count, 1, arena);
    }
    for (size_t i = 0; i < edition->n_failures; i++) {
        const cr_message_argument failure[] = {
            cr_word_text("source", cr_phrase_foreign(words, edition->failures[i].source, arena)),
            cr_word_text("reason", cr_phrase_foreign(words, edition->failures[i].reason, arena))};
        lines[n++] = phrase(words, CR_WORD_FAILED, failure, 2, arena);
    }
    *result = lines;
    return n;
}
