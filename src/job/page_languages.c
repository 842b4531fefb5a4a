#include "job/page_languages.h"

#include "base/file.h"
#include "base/memory.h"
#include "render/phrases.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_MUTED = 1000 };  // articles left out that are still recognised on a page

static cr_view plain(cr_view text, cr_arena *arena)
{
    cr_buf out = {0};
    cr_page_append_plain(&out, text);
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return copy;
}

/* A line of a page or of what it should say, both without spaces: plain text was wrapped. */
static cr_view bare(cr_view text, cr_arena *arena)
{
    cr_buf out = {0};
    cr_page_append_bare(&out, text);
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return copy;
}

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
    return (cr_page_frame){plain(cr_view_slice(all, 0, (size_t)start), arena),
                           plain(cr_view_slice(all, (size_t)end + to.size, all.size), arena)};
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
    l->words = cr_grow(l->words, &l->capacity, l->n_words + 1, sizeof *l->words);
    l->words[l->n_words++] = words;
    return CR_OK;
}

static void make_fixed(cr_page_languages *l)
{
    static const cr_story_label known[] = {CR_STORY_NEW, CR_STORY_UPDATED, CR_STORY_UNCHANGED};
    const size_t n_known = sizeof known / sizeof *known;
    const cr_message_argument list = cr_word_text("reports", CR_PHRASE_CITATION);
    cr_page_frame *frames = CR_ARENA_ZEROED(&l->arena, cr_page_frame, l->n_words);
    cr_view *labels = CR_ARENA_ZEROED(&l->arena, cr_view, n_known * l->n_words);
    for (size_t i = 0; i < l->n_words; i++) {
        frames[i] = frame_of(l->words[i], CR_WORD_ALSO_REPORTED, &list, 1, CR_PHRASE_CITATION, CR_PHRASE_CITATION,
                             &l->arena);
        for (size_t k = 0; k < n_known; k++)
            labels[n_known * i + k] = cr_phrase_label(l->words[i], known[k], &l->arena);
    }
    l->fixed = (cr_page_words){frames, l->n_words, labels, n_known * l->n_words};
}

cr_status cr_page_languages_load(cr_page_languages *l, const cr_config *config, cr_error *error)
{
    const char *folder = NULL;
    cr_file_list files = {0};
    if (l->n_words)
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
    for (size_t i = 0; i < l->n_words; i++)
        cr_words_free(l->words[i]);
    free(l->words);
    cr_arena_release(&l->arena);
}

/* ---- the day of a page -------------------------------------------------------------------------------------------- */

cr_date cr_page_languages_day(const cr_page_languages *l, const cr_page *page)
{
    cr_arena arena = {0};
    cr_date day = {0};
    cr_view lead = bare(page->lead, &arena);
    bool found = cr_date_parse(lead, &day);
    for (size_t i = 0; i < l->n_words && !found; i++) {
        day = (cr_date){.precision = CR_DATE_DAY};
        found = cr_locale_read_full_day(cr_words_locale(l->words[i]), plain(page->lead, &arena), &day.seconds) &&
                cr_view_equal(bare(cr_phrase_full_day(l->words[i], day, &arena), &arena), lead);
    }
    cr_arena_release(&arena);
    return found ? day : (cr_date){0};
}

/* ---- the footer of pages ------------------------------------------------------------------------------------------ */

static bool has_line(const cr_page *page, cr_view text, cr_arena *arena)
{
    for (size_t i = 0; i < page->n_footer; i++)
        if (cr_view_equal(bare(page->footer[i].text, arena), bare(text, arena)))
            return true;
    return false;
}

/* A line of what was left out at the reader's wish: how many, or 0. */
static size_t muted_of(const cr_words *words, cr_view line, size_t most, cr_arena *arena)
{
    for (size_t n = 1; n <= most; n++) {
        cr_buf text = {0};
        const cr_message_argument count = cr_word_number("count", n);
        cr_words_append(words, CR_WORD_MUTED, &count, 1, &text);
        bool same = cr_view_equal(bare(cr_buf_view(&text), arena), bare(line, arena));
        cr_buf_release(&text);
        if (same)
            return n;
    }
    return 0;
}

static bool tells_failure(const cr_words *words, cr_view line, cr_arena *arena)
{
    const cr_view source = CR_VIEW("\xEF\xB7\x92"), reason = CR_VIEW("\xEF\xB7\x93");
    const cr_message_argument failure[] = {cr_word_text("source", source), cr_word_text("reason", reason)};
    cr_page_frame frame = frame_of(words, CR_WORD_FAILED, failure, 2, source, reason, arena);
    cr_view told = bare(line, arena);
    return frame.before.size + frame.after.size > 0 && cr_view_starts(told, bare(frame.before, arena)) &&
           cr_view_ends(told, bare(frame.after, arena));
}

/* The lines of a footer that counts what was recounted. */
static size_t expected(const cr_edition *recount, const cr_words *words, cr_arena *arena, cr_view **result)
{
    const cr_view *lines;
    cr_edition edition = *recount;
    edition.n_failures = 0;
    size_t n = cr_phrase_footer(words, &edition, arena, &lines);
    *result = CR_ARENA_ARRAY(arena, cr_view, n);
    for (size_t i = 0; i < n; i++)
        (*result)[i] = plain(lines[i], arena);
    return n;
}

/* The words of the language that a page's footer is in, as far as its lines tell; NULL if none of them. */
static const cr_words *words_of(const cr_page_languages *l, const cr_page *page, const cr_edition *recount,
                                cr_arena *arena)
{
    const cr_words *best = NULL;
    size_t most = 0;
    cr_view *lines;
    for (size_t i = 0; i < l->n_words; i++) {
        size_t n = expected(recount, l->words[i], arena, &lines), same = 0;
        for (size_t k = 0; k < n; k++)
            same += has_line(page, lines[k], arena);
        if (same > most) {
            most = same;
            best = l->words[i];
        }
    }
    return best;
}

/* Whether a page says that so many articles were read, of however many sources. */
static bool tells_read(const cr_page *page, const cr_words *words, size_t n_articles, size_t most_sources,
                       cr_arena *arena)
{
    bool found = false;
    for (size_t n = 0; n <= most_sources && !found; n++) {
        cr_buf text = {0};
        const cr_message_argument read[] = {cr_word_number("articles", n_articles), cr_word_number("sources", n)};
        cr_words_append(words, CR_WORD_READ, read, 2, &text);
        found = has_line(page, cr_buf_view(&text), arena);
        cr_buf_release(&text);
    }
    return found;
}

/* True if articles were left out at the reader's wish, so that nobody knows which, and the number of the others is right. */
static bool is_of_fewer(const cr_page_languages *l, const cr_page *page, const cr_edition *recount, cr_arena *arena)
{
    size_t n_articles = recount->n_articles, most = n_articles < MOST_MUTED ? n_articles : MOST_MUTED;
    for (size_t k = 0; k < page->n_footer; k++) {
        cr_view line = plain(page->footer[k].text, arena);
        for (size_t i = 0; i < l->n_words; i++) {
            size_t n = muted_of(l->words[i], line, most, arena);
            if (n && tells_read(page, l->words[i], n_articles - n, recount->n_papers, arena))
                return true;
        }
    }
    return false;
}

void cr_page_languages_check_footer(const cr_page_languages *l, const cr_page *page, const cr_edition *recount,
                                    const char *path, cr_verdict *verdict)
{
    cr_arena arena = {0};
    cr_verdict found = {0};
    cr_view *lines;
    const cr_words *words = words_of(l, page, recount, &arena);
    size_t n = words ? expected(recount, words, &arena, &lines) : 0;
    for (size_t i = 0; i < page->n_footer; i++) {
        cr_view line = plain(page->footer[i].text, &arena);
        bool good = words && tells_failure(words, line, &arena);
        for (size_t k = 0; k < n && !good; k++)
            good = cr_view_equal(bare(lines[k], &arena), bare(line, &arena));
        if (!good)
            cr_verdict_add(&found, path, page->footer[i].line, "not so: '%.*s'", (int)line.size, line.data);
    }
    for (size_t k = 0; k < n; k++)
        if (!has_line(page, lines[k], &arena))
            cr_verdict_add(&found, path, page->footer[0].line, "the footer does not say: '%.*s'", (int)lines[k].size,
                           lines[k].data);
    if (found.n_faults && !is_of_fewer(l, page, recount, &arena)) {
        cr_buf_append(&verdict->faults, cr_buf_view(&found.faults));
        verdict->n_faults += found.n_faults;
    }
    cr_verdict_release(&found);
    cr_arena_release(&arena);
}
