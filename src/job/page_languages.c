#include "job/page_languages.h"

#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "render/phrases.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_MUTED = 1000,   // articles left out that are still recognised on a page
    MOST_TRIES = 20000,  // to find of how many sources the others are, on all pages that are held against one recount
};

typedef struct cr_page_language {
    cr_words *words;
    cr_page_frame failure;         // of its lines about what could not be read, without spaces
    const cr_view *lines, *bares;  // [n_lines] that a footer should have; the same without spaces
    size_t n_lines;
    cr_map muted;  // its lines about what was left out, without spaces -> how many
} language;

/* What stands around the one argument of a message. */
static cr_page_frame frame_of(const cr_words *words, cr_word word, const cr_message_argument *arguments, size_t n,
                              cr_view from, cr_view to, cr_arena *arena)
{
    cr_buf text = {0};
    cr_words_append(words, word, arguments, n, &text);
    cr_view all = cr_arena_copy(arena, cr_buf_view(&text));
    cr_buf_release(&text);
    ptrdiff_t start = cr_view_find(all, from), end = cr_view_find(all, to);
    if (start == CR_NOT_FOUND || end == CR_NOT_FOUND)
        return (cr_page_frame){0};
    return (cr_page_frame){cr_page_plain(cr_view_slice(all, 0, (size_t)start), arena),
                           cr_page_plain(cr_view_slice(all, (size_t)end + to.size, all.size), arena)};
}

static cr_status add_words(cr_page_languages *l, const char *folder, const char *path, cr_error *error)
{
    cr_view tag = cr_view_of(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
    cr_words *words = NULL;
    if (!cr_view_ends(tag, CR_VIEW(".txt")))
        return CR_OK;
    tag = cr_arena_copy(&l->arena, cr_view_slice(tag, 0, tag.size - 4));
    cr_status status = cr_words_load(folder, tag.data, &words, error);
    if (status)
        return status;
    l->languages = cr_grow(l->languages, &l->capacity, l->n_languages + 1, sizeof *l->languages);
    l->languages[l->n_languages++] = (language){.words = words};
    return CR_OK;
}

static void make_fixed(cr_page_languages *l)
{
    static const cr_story_label known[] = {CR_STORY_NEW, CR_STORY_UPDATED, CR_STORY_UNCHANGED};
    const size_t n_known = sizeof known / sizeof *known;
    const cr_view source = CR_VIEW("\xEF\xB7\x92"), reason = CR_VIEW("\xEF\xB7\x93");
    const cr_message_argument list = cr_word_text("reports", CR_PHRASE_CITATION);
    const cr_message_argument failure[] = {cr_word_text("source", source), cr_word_text("reason", reason)};
    cr_page_frame *frames = CR_ARENA_ZEROED(&l->arena, cr_page_frame, l->n_languages);
    cr_view *labels = CR_ARENA_ZEROED(&l->arena, cr_view, n_known * l->n_languages);
    for (size_t i = 0; i < l->n_languages; i++) {
        language *one = &l->languages[i];
        frames[i] = frame_of(one->words, CR_WORD_ALSO_REPORTED, &list, 1, CR_PHRASE_CITATION, CR_PHRASE_CITATION,
                             &l->arena);
        for (size_t k = 0; k < n_known; k++)
            labels[n_known * i + k] = cr_phrase_label(one->words, known[k], &l->arena);
        cr_page_frame frame = frame_of(one->words, CR_WORD_FAILED, failure, 2, source, reason, &l->arena);
        one->failure = (cr_page_frame){cr_page_bare(frame.before, &l->arena), cr_page_bare(frame.after, &l->arena)};
    }
    l->fixed = (cr_page_words){frames, l->n_languages, labels, n_known * l->n_languages};
}

cr_status cr_page_languages_load(cr_page_languages *l, const cr_config *config, cr_error *error)
{
    const char *folder = NULL;
    cr_file_list files = {0};
    if (l->n_languages)
        return CR_OK;
    cr_status status = cr_data_folder(config, "digest-templates", &l->arena, &folder, error);
    if (!status) {
        folder = cr_path_join(&l->arena, folder, "locale");
        status = cr_file_walk(folder, &l->arena, &files, error);
    }
    for (size_t i = 0; !status && i < files.n_paths; i++)
        status = add_words(l, folder, files.paths[i], error);
    if (!status)
        make_fixed(l);
    return status;
}

void cr_page_languages_release(cr_page_languages *l)
{
    for (size_t i = 0; i < l->n_languages; i++) {
        cr_words_free(l->languages[i].words);
        cr_map_release(&l->languages[i].muted);
    }
    free(l->languages);
    cr_arena_release(&l->arena);
    cr_arena_release(&l->expected);
}

/* ---- the day of a page -------------------------------------------------------------------------------------------- */

cr_date cr_page_languages_day(const cr_page_languages *l, const cr_page *page)
{
    cr_arena arena = {0};
    cr_date day = {0};
    cr_view plain = cr_page_plain(page->lead, &arena), lead = cr_page_bare(page->lead, &arena);
    bool found = cr_date_parse(lead, &day);
    for (size_t i = 0; i < l->n_languages && !found; i++) {
        const cr_words *words = l->languages[i].words;
        day = (cr_date){.precision = CR_DATE_DAY};
        found = cr_locale_read_full_day(cr_words_locale(words), plain, &day.seconds) &&
                cr_view_equal(cr_page_bare(cr_phrase_full_day(words, day, &arena), &arena), lead);
    }
    cr_arena_release(&arena);
    return found ? day : (cr_date){0};
}

/* ---- the footer of pages ------------------------------------------------------------------------------------------ */

void cr_page_languages_expect(cr_page_languages *l, const cr_edition *recount)
{
    if (recount == l->recount)
        return;
    l->recount = recount;
    l->n_tries = 0;
    cr_arena_clear(&l->expected);
    for (size_t i = 0; recount && i < l->n_languages; i++) {
        language *one = &l->languages[i];
        cr_edition edition = *recount;
        const cr_view *lines;
        edition.n_failures = 0;
        one->n_lines = cr_phrase_footer(one->words, &edition, &l->expected, &lines);
        cr_view *plains = CR_ARENA_ARRAY(&l->expected, cr_view, one->n_lines);
        cr_view *bares = CR_ARENA_ARRAY(&l->expected, cr_view, one->n_lines);
        for (size_t k = 0; k < one->n_lines; k++) {
            plains[k] = cr_page_plain(lines[k], &l->expected);
            bares[k] = cr_page_bare(lines[k], &l->expected);
        }
        one->lines = plains;
        one->bares = bares;
    }
}

/* The lines of what was left out at the reader's wish: made once, as no page may have them made again and again. */
static void make_muted(cr_page_languages *l)
{
    size_t n_articles = l->recount->n_articles, most = n_articles < MOST_MUTED ? n_articles : MOST_MUTED;
    for (size_t n = l->n_muted + 1; n <= most; n++)
        for (size_t i = 0; i < l->n_languages; i++) {
            cr_buf text = {0};
            bool added;
            const cr_message_argument count = cr_word_number("count", n);
            cr_words_append(l->languages[i].words, CR_WORD_MUTED, &count, 1, &text);
            cr_map_slot *slot = cr_map_put(&l->languages[i].muted, cr_page_bare(cr_buf_view(&text), &l->arena), &added);
            slot->value = added ? n : slot->value;
            cr_buf_release(&text);
        }
    l->n_muted = most > l->n_muted ? most : l->n_muted;
}

/* A footer as it is compared. */
typedef struct footer {
    cr_view *lines;  // [n_lines] without spaces
    size_t n_lines;
    cr_map known;  // these lines
} footer;

static footer footer_of(const cr_page *page, cr_arena *arena)
{
    footer f = {.lines = CR_ARENA_ARRAY(arena, cr_view, page->n_footer), .n_lines = page->n_footer};
    for (size_t i = 0; i < f.n_lines; i++) {
        f.lines[i] = cr_page_bare(page->footer[i].text, arena);
        cr_map_put(&f.known, f.lines[i], NULL);
    }
    return f;
}

static bool has_line(const footer *f, cr_view line)
{
    return cr_map_find(&f->known, line) != NULL;
}

static bool tells_failure(const language *one, cr_view line)
{
    return one->failure.before.size + one->failure.after.size > 0 && cr_view_starts(line, one->failure.before) &&
           cr_view_ends(line, one->failure.after);
}

static bool is_expected(const language *one, cr_view line)
{
    for (size_t k = 0; k < one->n_lines; k++)
        if (cr_view_equal(one->bares[k], line))
            return true;
    return tells_failure(one, line);
}

/* The language that a footer is in, as far as its lines tell; NULL if none of them. */
static const language *language_of(const cr_page_languages *l, const footer *f)
{
    const language *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < l->n_languages; i++) {
        const language *one = &l->languages[i];
        size_t same = 0;
        for (size_t k = 0; k < one->n_lines; k++)
            same += has_line(f, one->bares[k]);
        if (same > most) {
            most = same;
            best = one;
        }
    }
    return best;
}

/* Whether a footer says that so many articles were read, of so many sources as there may be without those that were left out. */
static bool tells_read(cr_page_languages *l, const footer *f, const cr_words *words, size_t n_muted)
{
    bool found = false;
    cr_arena arena = {0};
    size_t n_articles = l->recount->n_articles - n_muted, most = l->recount->n_papers;
    for (size_t n = most - (n_muted < most ? n_muted : most); n <= most && !found && l->n_tries < MOST_TRIES; n++) {
        l->n_tries++;
        cr_buf text = {0};
        const cr_message_argument read[] = {cr_word_number("articles", n_articles), cr_word_number("sources", n)};
        cr_words_append(words, CR_WORD_READ, read, 2, &text);
        found = has_line(f, cr_page_bare(cr_buf_view(&text), &arena));
        cr_buf_release(&text);
        cr_arena_clear(&arena);
    }
    cr_arena_release(&arena);
    return found;
}

/* True if articles were left out at the reader's wish, so that nobody knows which, and the number of the others is right. A footer says
 * once how many. */
static bool is_of_fewer(cr_page_languages *l, const footer *f)
{
    make_muted(l);
    for (size_t i = 0; i < l->n_languages; i++) {
        const language *one = &l->languages[i];
        const cr_map_slot *muted = NULL;
        for (size_t k = 0; k < f->n_lines && !muted; k++)
            muted = cr_map_find(&one->muted, f->lines[k]);
        if (muted && muted->value <= l->recount->n_articles && tells_read(l, f, one->words, muted->value))
            return true;
    }
    return false;
}

void cr_page_languages_check_footer(cr_page_languages *l, const cr_page *page, const char *path, cr_verdict *verdict)
{
    cr_arena arena = {0};
    cr_verdict found = {0};
    footer f = footer_of(page, &arena);
    const language *one = language_of(l, &f);
    for (size_t i = 0; i < f.n_lines; i++) {
        if (one && is_expected(one, f.lines[i]))
            continue;
        cr_view line = cr_page_plain(page->footer[i].text, &arena);
        cr_verdict_add(&found, path, page->footer[i].line, "not so: '%.*s'", (int)line.size, line.data);
    }
    for (size_t k = 0; one && k < one->n_lines; k++)
        if (!has_line(&f, one->bares[k]))
            cr_verdict_add(&found, path, page->footer[0].line, "the footer does not say: '%.*s'",
                           (int)one->lines[k].size, one->lines[k].data);
    if (found.n_faults && !is_of_fewer(l, &f)) {
        cr_buf_append(&verdict->faults, cr_buf_view(&found.faults));
        verdict->n_faults += found.n_faults;
    }
    cr_verdict_release(&found);
    cr_map_release(&f.known);
    cr_arena_release(&arena);
}
