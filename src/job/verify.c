#include "job/job.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "digest/verify.h"
#include "format/mime_read.h"
#include "job/kept.h"
#include "job/reading.h"
#include "render/phrases.h"
#include "story/story.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_MUTED = 1000 };  // articles left out that are still recognised on a page

typedef struct verification {
    const cr_config *config;
    cr_collection collection;
    cr_edition recount;  // what an edition over all the articles counts
    cr_verifier *verifier;
    cr_words **words;  // [n_words] of every language that a page may be in; none before a page is seen
    size_t n_words, words_capacity;
    cr_page_words page_words;
    cr_arena arena;
} verification;

/* ---- the words of pages ------------------------------------------------------------------------------------------- */

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

static cr_status add_words(verification *v, const char *folder, const char *path, cr_error *error)
{
    cr_view tag = cr_view_of(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
    cr_words *words = NULL;
    if (!cr_view_ends(tag, CR_VIEW(".txt")))
        return CR_OK;
    tag = cr_arena_copy(&v->arena, cr_view_slice(tag, 0, tag.size - 4));
    cr_status status = cr_words_load(folder, tag.data, &words, error);
    if (status)
        return status;
    v->words = cr_grow(v->words, &v->words_capacity, v->n_words + 1, sizeof *v->words);
    v->words[v->n_words++] = words;
    return CR_OK;
}

static void make_page_words(verification *v)
{
    static const cr_story_label known[] = {CR_STORY_NEW, CR_STORY_UPDATED, CR_STORY_UNCHANGED};
    const size_t n_known = sizeof known / sizeof *known;
    const cr_message_argument list = cr_word_text("reports", CR_PHRASE_CITATION);
    cr_page_frame *frames = CR_ARENA_ZEROED(&v->arena, cr_page_frame, v->n_words);
    cr_view *labels = CR_ARENA_ZEROED(&v->arena, cr_view, n_known * v->n_words);
    for (size_t i = 0; i < v->n_words; i++) {
        frames[i] = frame_of(v->words[i], CR_WORD_ALSO_REPORTED, &list, 1, CR_PHRASE_CITATION, CR_PHRASE_CITATION,
                             &v->arena);
        for (size_t k = 0; k < n_known; k++)
            labels[n_known * i + k] = cr_phrase_label(v->words[i], known[k], &v->arena);
    }
    v->page_words = (cr_page_words){frames, v->n_words, labels, n_known * v->n_words};
}

static cr_status load_words(verification *v, cr_error *error)
{
    const char *folder = NULL;
    cr_file_list files = {0};
    if (v->n_words)
        return CR_OK;
    cr_status status = cr_data_folder(v->config, "digest-templates", &v->arena, &folder, error);
    if (!status) {
        folder = cr_path_join(&v->arena, folder, "locale");
        status = cr_file_walk(folder, &v->arena, &files, error);
    }
    for (size_t i = 0; !status && i < files.n_paths; i++)
        status = add_words(v, folder, files.paths[i], error);
    if (!status)
        make_page_words(v);
    return status;
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
static size_t expected(const verification *v, const cr_words *words, cr_arena *arena, cr_view **result)
{
    const cr_view *lines;
    cr_edition edition = v->recount;
    edition.n_failures = 0;
    size_t n = cr_phrase_footer(words, &edition, arena, &lines);
    *result = CR_ARENA_ARRAY(arena, cr_view, n);
    for (size_t i = 0; i < n; i++)
        (*result)[i] = plain(lines[i], arena);
    return n;
}

/* The words of the language that a page's footer is in, as far as its lines tell; NULL if none of them. */
static const cr_words *words_of(const verification *v, const cr_page *page, cr_arena *arena)
{
    const cr_words *best = NULL;
    size_t most = 0;
    cr_view *lines;
    for (size_t i = 0; i < v->n_words; i++) {
        size_t n = expected(v, v->words[i], arena, &lines), same = 0;
        for (size_t k = 0; k < n; k++)
            same += has_line(page, lines[k], arena);
        if (same > most) {
            most = same;
            best = v->words[i];
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
static bool is_of_fewer(const verification *v, const cr_page *page, cr_arena *arena)
{
    size_t n_articles = v->recount.n_articles, most = n_articles < MOST_MUTED ? n_articles : MOST_MUTED;
    for (size_t k = 0; k < page->n_footer; k++) {
        cr_view line = plain(page->footer[k].text, arena);
        for (size_t i = 0; i < v->n_words; i++) {
            size_t n = muted_of(v->words[i], line, most, arena);
            if (n && tells_read(page, v->words[i], n_articles - n, v->recount.n_papers, arena))
                return true;
        }
    }
    return false;
}

/* The footer of a page is held against what it would say. */
static void check_footer(const verification *v, const cr_page *page, const char *path, cr_verdict *verdict)
{
    cr_arena arena = {0};
    cr_verdict found = {0};
    cr_view *lines;
    const cr_words *words = words_of(v, page, &arena);
    size_t n = words ? expected(v, words, &arena, &lines) : 0;
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
    if (found.n_faults && !is_of_fewer(v, page, &arena)) {
        cr_buf_append(&verdict->faults, cr_buf_view(&found.faults));
        verdict->n_faults += found.n_faults;
    }
    cr_verdict_release(&found);
    cr_arena_release(&arena);
}

/* ---- files -------------------------------------------------------------------------------------------------------- */

static cr_status verify_json(verification *v, cr_view content, const char *path, cr_arena *arena, cr_verdict *verdict,
                             cr_error *error)
{
    cr_manifest manifest;
    cr_status status = cr_manifest_parse(content, path, arena, &manifest, error);
    size_t at = 0;
    for (size_t i = 0; !status && i < manifest.n_editions; i++) {
        const cr_edition *edition = &manifest.editions[i];
        size_t left = at < manifest.n_lines ? manifest.n_lines - at : 0;
        cr_verify_edition(v->verifier, edition, &v->recount, manifest.lines + (left ? at : 0), left, path, verdict);
        for (size_t k = 0; k < edition->n_stories; k++)
            at += edition->stories[k].n_quotations;
    }
    return status;
}

static cr_status verify_pages(verification *v, cr_view content, cr_page_form form, const char *path, cr_arena *arena,
                              cr_verdict *verdict, cr_error *error)
{
    const cr_page *pages = NULL;
    size_t n_pages = 0;
    cr_status status = load_words(v, error);
    if (!status)
        status = cr_pages_read(content, form, path, &v->page_words, arena, &pages, &n_pages, error);
    for (size_t i = 0; !status && i < n_pages; i++) {
        cr_verify_page(v->verifier, &pages[i], path, verdict);
        check_footer(v, &pages[i], path, verdict);
    }
    return status;
}

static bool is_html(cr_view text)
{
    return cr_view_equal_ignoring_case(cr_view_slice(text, 0, 9), CR_VIEW("<!doctype")) ||
           cr_view_equal_ignoring_case(cr_view_slice(text, 0, 5), CR_VIEW("<html"));
}

/* A page of a site (docs/site.md), whose title stands in front matter: a heading in its place, on as many lines. */
static cr_view without_front_matter(cr_view content, cr_arena *arena)
{
    ptrdiff_t end = cr_view_starts(content, CR_VIEW("---\n")) ? cr_view_find(content, CR_VIEW("\n---\n"))
                                                              : CR_NOT_FOUND;
    cr_buf page = {0};
    if (end == CR_NOT_FOUND)
        return content;
    cr_buf_append(&page, CR_VIEW("# -\n"));
    size_t start = (size_t)end + 5;
    for (size_t at = 4; at < start; at++)
        if (content.data[at] == '\n')
            cr_buf_append_byte(&page, '\n');
    cr_buf_append(&page, cr_view_slice(content, start, content.size));
    cr_view result = cr_arena_copy(arena, cr_buf_view(&page));
    cr_buf_release(&page);
    return result;
}

/* A rendering of an edition, of whatever form. */
static cr_status verify_content(verification *v, cr_view content, const char *path, cr_arena *arena,
                                cr_verdict *verdict, cr_error *error)
{
    cr_view text = cr_view_trim(content);
    size_t valid = cr_utf8_valid(content);
    if (valid < content.size)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "ill-formed UTF-8 at byte %zu", valid);
    if (cr_view_find_byte(content, '\0') != CR_NOT_FOUND)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no digest: it holds NUL bytes");
    if (cr_view_starts(text, CR_VIEW("{")))
        return verify_json(v, content, path, arena, verdict, error);
    content = without_front_matter(content, arena);
    cr_page_form form = is_html(text)                            ? CR_PAGE_HTML
                        : cr_view_starts(content, CR_VIEW("# ")) ? CR_PAGE_MARKDOWN
                                                                 : CR_PAGE_TEXT;
    return verify_pages(v, content, form, path, arena, verdict, error);
}

/* A part of a mail, whose lines are those of the part without its transfer encoding. */
static cr_status verify_part(verification *v, const cr_mime_part *part, const char *path, const char *what,
                             cr_arena *arena, cr_verdict *verdict, cr_error *error)
{
    cr_buf content = {0}, name = {0};
    if (!part->body.data)
        return CR_OK;
    cr_buf_append_format(&name, "%s (%s)", path, what);
    const char *called = cr_arena_copy(arena, cr_buf_view(&name)).data;
    cr_status status = cr_mime_decode(part, path, &content, error);
    if (!status)
        status = verify_content(v, cr_buf_view(&content), called, arena, verdict, error);
    cr_buf_release(&content);
    cr_buf_release(&name);
    return status;
}

static cr_status verify_mail(verification *v, cr_view content, const char *path, cr_arena *arena, cr_verdict *verdict,
                             cr_error *error)
{
    cr_mime_message message;
    cr_status status = cr_mime_read(content, path, arena, &message, error);
    if (!status)
        status = verify_part(v, &message.text, path, "text", arena, verdict, error);
    if (!status)
        status = verify_part(v, &message.html, path, "HTML", arena, verdict, error);
    return status;
}

static cr_status verify_file(verification *v, const char *path, const cr_io *io, size_t *n_faults, cr_error *error)
{
    cr_buf content = {0}, line = {0};
    cr_arena arena = {0};
    cr_verdict verdict = {0};
    cr_status status = cr_file_read(path, CR_MAX_FILE, &content, error);
    if (!status && cr_mime_sniff(cr_buf_view(&content)))
        status = verify_mail(v, cr_buf_view(&content), path, &arena, &verdict, error);
    else if (!status)
        status = verify_content(v, cr_buf_view(&content), path, &arena, &verdict, error);
    if (!status && verdict.n_faults == 0)
        cr_buf_append_format(&line, "'%s': proven: %zu quotations, %zu citations, %zu headlines, %zu sources\n", path,
                             verdict.n_quotations, verdict.n_citations, verdict.n_headlines, verdict.n_sources);
    cr_buf_append(&verdict.faults, cr_buf_view(&line));
    if (!status)
        status = cr_io_write(io, cr_buf_view(&verdict.faults), error);
    *n_faults += verdict.n_faults;
    cr_buf_release(&line);
    cr_buf_release(&content);
    cr_verdict_release(&verdict);
    cr_arena_release(&arena);
    return status;
}

/* Counts as a digest of all the articles would. */
static cr_status recount(verification *v, const cr_tools *tools, cr_error *error)
{
    const cr_collection *c = &v->collection;
    cr_story_list stories;
    cr_stories_options options = {.jobs = tools->n_workers};
    cr_status status = cr_stories_find(c->documents, c->n_documents, &options, &v->arena, &stories, error);
    if (status)
        return status;
    cr_digest_input input = cr_reading_input(v->config, c, c->documents, c->n_documents, &v->arena);
    input.n_merged = stories.n_repeats;
    cr_edition_build(&input, &v->arena, &v->recount);
    v->verifier = cr_verifier_new(c->documents, c->n_documents);
    return CR_OK;
}

/* The articles of an edition of the archive, in the revisions that it read: of --date, else the latest. */
static cr_status read_edition(verification *v, cr_tools *tools, const cr_io *io, cr_report *report, cr_error *error)
{
    const cr_config *config = v->config;
    cr_archive *archive;
    cr_date before = config->date;
    const cr_archive_edition *editions = NULL;
    size_t n = 0;
    before.seconds += before.precision == CR_DATE_NONE ? 0 : CR_SECONDS_OF_DAY;
    cr_status status = cr_kept_open(config, io, false, &archive, error);
    if (!status)
        status = cr_archive_editions(archive, cr_kept_profile(config), before, 1, &v->arena, &editions, &n, error);
    bool is_other = n && config->date.precision != CR_DATE_NONE && editions[0].date.seconds != config->date.seconds;
    if (!status && (n == 0 || is_other))
        status = cr_error_at(error, CR_USAGE, config->archive, 0, 0, "the archive has no such edition");
    const cr_archive_query query = {.edition = status ? 0 : editions[0].id};
    if (!status)
        status = cr_kept_read(&v->collection, config, tools, archive, &query, io, report, error);
    cr_archive_edition stored;
    cr_edition edition = {0};
    bool found = false;
    if (!status && v->collection.n_documents == 0)
        status = cr_kept_load(archive, cr_kept_profile(config), editions[0].date, &v->arena, &stored, &edition, &found,
                              error);
    if (!status && edition.n_sources)
        status = cr_error_at(error, CR_USAGE, config->archive, 0, 0,
                             "the articles of this edition are not in the archive: name their files with --articles");
    cr_archive_close(archive);
    return status;
}

cr_status cr_job_verify(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    cr_tools tools;
    verification v = {.config = config};
    cr_analyser_options options = {.lang = config->lang, .mark_foreign = true};
    size_t n_faults = 0;
    if (config->articles.n == 0 && !config->archive)
        return cr_error_set(error, CR_USAGE,
                            "verify wants --articles, the files or folders that the digest was made of, or --archive");
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status && config->articles.n == 0)
        status = read_edition(&v, &tools, io, report, error);
    else if (!status)
        status = cr_collection_read(&v.collection, config, &tools, config->articles.items, config->articles.n, io,
                                    report, error);
    report->n_failed = 0;  // a digest tells them too: what is missing is found out
    if (!status)
        status = recount(&v, &tools, error);
    for (size_t i = 0; i < n_files && !status; i++)
        status = verify_file(&v, files[i], io, &n_faults, error);
    if (!status && n_faults)
        status = cr_error_set(error, CR_INPUT, "not proven: %zu fault%s", n_faults, n_faults == 1 ? "" : "s");
    cr_verifier_free(v.verifier);
    for (size_t i = 0; i < v.n_words; i++)
        cr_words_free(v.words[i]);
    free(v.words);
    cr_collection_release(&v.collection);
    cr_arena_release(&v.arena);
    cr_tools_release(&tools);
    return status;
}
