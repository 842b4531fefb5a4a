#include "job/job.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "digest/verify.h"
#include "format/mime_read.h"
#include "job/kept.h"
#include "job/page_languages.h"
#include "job/reading.h"
#include "story/story.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

/* The articles that a file is held against. */
typedef struct ground {
    cr_tools tools;
    cr_collection collection;
    cr_edition recount;  // what an edition over all the articles counts
    cr_verifier *verifier;
    cr_arena arena;
    int64_t edition;  // of the archive, whose articles they are
} ground;

typedef struct verification {
    const cr_config *config;
    const cr_io *io;
    cr_report *report;
    cr_archive *archive;  // NULL: the articles are in files
    ground *ground;       // NULL: not read yet
    bool has_ground;      // of the file under way
    cr_date stated;       // the day that it states
    cr_page_languages languages;
} verification;

/* ---- articles ----------------------------------------------------------------------------------------------------- */

static void leave_ground(verification *v)
{
    ground *g = v->ground;
    if (!g)
        return;
    cr_page_languages_expect(&v->languages, NULL);
    cr_verifier_free(g->verifier);
    cr_collection_release(&g->collection);
    cr_arena_release(&g->arena);
    cr_tools_release(&g->tools);
    free(g);
    v->ground = NULL;
}

/* Counts as a digest of all the articles would. */
static cr_status recount(verification *v, cr_error *error)
{
    ground *g = v->ground;
    const cr_collection *c = &g->collection;
    cr_story_list stories;
    cr_stories_options options = {.jobs = g->tools.n_workers};
    cr_status status = cr_stories_find(c->documents, c->n_documents, &options, &g->arena, &stories, error);
    if (status)
        return status;
    cr_digest_input input = cr_reading_input(v->config, c, c->documents, c->n_documents, &g->arena);
    input.n_merged = stories.n_repeats;
    cr_edition_build(&input, &g->arena, &g->recount);
    g->verifier = cr_verifier_new(c->documents, c->n_documents);
    return CR_OK;
}

/* Reads what the configuration names, else what an edition of the archive read, in the revisions of that day. */
static cr_status read_ground(verification *v, int64_t edition, cr_error *error)
{
    const cr_config *config = v->config;
    const cr_archive_query query = {.edition = edition};
    cr_analyser_options options = {.lang = config->lang, .mark_foreign = true};
    leave_ground(v);
    ground *g = v->ground = cr_allocate_zeroed(1, sizeof *g);
    g->edition = edition;
    cr_status status = cr_tools_init(&g->tools, config, &options, error);
    if (!status && v->archive)
        status = cr_kept_read(&g->collection, config, &g->tools, v->archive, &query, v->io, v->report, error);
    else if (!status)
        status = cr_collection_read(&g->collection, config, &g->tools, config->articles.items, config->articles.n,
                                    v->io, v->report, error);
    v->report->n_failed = 0;  // a digest tells them too: what is missing is found out
    return status ? status : recount(v, error);
}

/* The edition of the archive that a file is held against: of --date, else of the day that it states, else the latest. */
static cr_status find_edition(verification *v, cr_date stated, const char *path, cr_arena *arena,
                              cr_archive_edition *edition, cr_error *error)
{
    const cr_config *config = v->config;
    const cr_archive_edition *latest;
    cr_date day = config->date.precision != CR_DATE_NONE ? config->date : stated;
    cr_buf text = {0};
    size_t n;
    bool found;
    cr_status status;
    if (day.precision != CR_DATE_NONE) {
        status = cr_archive_edition_get(v->archive, cr_kept_profile(config), day, arena, edition, &found, error);
        if (status || found)
            return status;
        cr_date_append(&text, (cr_date){day.seconds, CR_DATE_DAY});
        status = cr_error_at(error, CR_USAGE, config->archive, 0, 0, "the archive has no edition of %s", text.data);
        cr_buf_release(&text);
        return status;
    }
    status = cr_archive_editions(v->archive, cr_kept_profile(config), day, 1, arena, &latest, &n, error);
    if (!status && n == 0)
        status = cr_error_at(error, CR_USAGE, config->archive, 0, 0, "the archive has no such edition");
    if (status)
        return status;
    *edition = latest[0];
    cr_buf_append_format(&text, "'%s' states no day: it is held against the latest edition, of ", path);
    cr_date_append(&text, edition->date);
    if (v->io->message && !config->quiet)
        v->io->message(v->io->context, CR_NOTE, text.data);
    cr_buf_release(&text);
    return CR_OK;
}

/* Sees to it that the articles are at hand of which a file of that day was made. One file may not have those of one day after the other
 * read. */
static cr_status take_ground(verification *v, cr_date stated, const char *path, cr_error *error)
{
    cr_arena arena = {0};
    cr_archive_edition edition;
    cr_manifest manifest = {0};
    if (!v->archive)
        return CR_OK;
    bool is_same = stated.precision == v->stated.precision && cr_date_day(stated) == cr_date_day(v->stated);
    if (v->has_ground && !is_same && v->config->date.precision == CR_DATE_NONE)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "more than one day is stated: each takes a file of its own");
    if (v->has_ground)
        return CR_OK;
    v->has_ground = true;
    v->stated = stated;
    cr_status status = find_edition(v, stated, path, &arena, &edition, error);
    if (!status && (!v->ground || v->ground->edition != edition.id)) {
        status = read_ground(v, edition.id, error);
        if (!status && v->ground->collection.n_documents == 0)
            status = cr_manifest_parse(edition.json, "an edition of the archive", &arena, &manifest, error);
        if (manifest.n_editions && manifest.editions[0].n_sources)
            status = cr_error_at(error, CR_USAGE, v->config->archive, 0, 0,
                                 "the articles of this edition are not in the archive: name their files with "
                                 "--articles");
    }
    cr_arena_release(&arena);
    return status;
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
        status = take_ground(v, edition->date, path, error);
        if (status)
            break;
        size_t left = at < manifest.n_lines ? manifest.n_lines - at : 0;
        cr_verify_edition(v->ground->verifier, edition, &v->ground->recount, manifest.lines + (left ? at : 0), left,
                          path, verdict);
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
    cr_status status = cr_page_languages_load(&v->languages, v->config, error);
    if (!status)
        status = cr_pages_read(content, form, path, &v->languages.fixed, arena, &pages, &n_pages, error);
    for (size_t i = 0; !status && i < n_pages; i++) {
        status = take_ground(v, cr_page_languages_day(&v->languages, &pages[i]), path, error);
        if (status)
            break;
        cr_verify_page(v->ground->verifier, &pages[i], path, verdict);
        cr_page_languages_expect(&v->languages, &v->ground->recount);
        cr_page_languages_check_footer(&v->languages, &pages[i], path, verdict);
    }
    return status;
}

static bool is_html(cr_view text)
{
    return cr_view_equal_ignoring_case(cr_view_slice(text, 0, 9), CR_VIEW("<!doctype")) ||
           cr_view_equal_ignoring_case(cr_view_slice(text, 0, 5), CR_VIEW("<html"));
}

/* A page of a site (docs/site.md), whose title and day stand in front matter: a heading and the day in its place, on as many lines. */
static cr_view without_front_matter(cr_view content, cr_arena *arena)
{
    ptrdiff_t end = cr_view_starts(content, CR_VIEW("---\n")) ? cr_view_find(content, CR_VIEW("\n---\n"))
                                                              : CR_NOT_FOUND;
    const cr_view day = CR_VIEW("date: \"");
    cr_buf page = {0};
    if (end == CR_NOT_FOUND)
        return content;
    cr_view front = cr_view_slice(content, 4, (size_t)end + 5), line;
    cr_buf_append(&page, CR_VIEW("# -\n"));
    while (cr_view_next_line(&front, &line)) {
        if (cr_view_starts(line, day))
            cr_buf_append(&page, cr_view_slice(line, day.size, day.size + sizeof "2026-03-12" - 1));
        cr_buf_append_byte(&page, '\n');
    }
    cr_buf_append(&page, cr_view_slice(content, (size_t)end + 5, content.size));
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
    v->has_ground = false;
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

cr_status cr_job_verify(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    verification v = {.config = config, .io = io, .report = report};
    size_t n_faults = 0;
    if (config->articles.n == 0 && !config->archive)
        return cr_error_set(error, CR_USAGE,
                            "verify wants --articles, the files or folders that the digest was made of, or --archive");
    cr_status status = config->articles.n ? read_ground(&v, 0, error)
                                          : cr_kept_open(config, io, false, &v.archive, error);
    for (size_t i = 0; i < n_files && !status; i++)
        status = verify_file(&v, files[i], io, &n_faults, error);
    if (!status && n_faults)
        status = cr_error_set(error, CR_INPUT, "not proven: %zu fault%s", n_faults, n_faults == 1 ? "" : "s");
    leave_ground(&v);
    cr_page_languages_release(&v.languages);
    cr_archive_close(v.archive);
    return status;
}
