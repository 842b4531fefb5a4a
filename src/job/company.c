#include "job/job.h"

#include "base/file.h"
#include "base/memory.h"
#include "job/company_page.h"
#include "job/kept.h"
#include "job/rendering.h"
#include "render/company.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    DEFAULT_PAGES = 10,  // where nobody is followed
    DEFAULT_DAYS = 30,   // of the archive
};

typedef struct company {
    const cr_config *config;
    cr_corpus corpus;
    cr_company_maker maker;
    size_t *entities;  // [n_entities] whose pages are written
    size_t n_entities;
    cr_arena arena;
} company;

/* ---- whose pages -------------------------------------------------------------------------------------------------- */

static void add_entity(company *c, size_t entity)
{
    for (size_t i = 0; i < c->n_entities; i++)
        if (c->entities[i] == entity)
            return;
    c->entities[c->n_entities++] = entity;
}

/* Those mentioned most, places aside; the earlier one of equals. */
static void add_most_mentioned(company *c)
{
    const cr_entities *list = c->corpus.tools.entities;
    size_t *counts = cr_allocate_zeroed(list->n_entities, sizeof *counts);
    for (size_t d = 0; d < c->corpus.collection.n_documents; d++)
        for (size_t k = 0; k < c->corpus.mentions[d].n; k++)
            counts[c->corpus.mentions[d].items[k].entity]++;
    for (size_t n = 0; n < DEFAULT_PAGES; n++) {
        size_t best = CR_NO_ENTITY;
        for (size_t e = 0; e < list->n_entities; e++)
            if (counts[e] && list->entities[e].kind != CR_ENTITY_PLACE &&
                (best == CR_NO_ENTITY || counts[e] > counts[best]))
                best = e;
        if (best == CR_NO_ENTITY)
            break;
        counts[best] = 0;
        c->entities[c->n_entities++] = best;
    }
    free(counts);
}

static void choose_entities(company *c, const size_t *named, size_t n_named)
{
    const cr_entities *list = c->corpus.tools.entities;
    c->entities = CR_ARENA_ARRAY(&c->arena, size_t, list->n_entities);
    for (size_t i = 0; i < n_named; i++)
        add_entity(c, named[i]);
    if (!n_named && c->config->companies) {
        for (size_t e = 0; e < list->n_entities; e++)
            if (list->entities[e].followed)
                c->entities[c->n_entities++] = e;
    } else if (!n_named) {
        add_most_mentioned(c);
    }
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

/* How the pages are written: by a template, or as JSON. */
typedef struct page_form {
    const char *template;  // NULL: JSON
    const char *ending;    // of a page's file
    cr_format list;        // of all pages together: JSON or JSONL
} page_form;

static page_form form_of(const char *format)
{
    if (!format || strcmp(format, "markdown") == 0)
        return (page_form){.template = "company.md", .ending = ".md"};
    if (strcmp(format, "html") == 0)
        return (page_form){.template = "company.html", .ending = ".html"};
    return (page_form){.ending = ".json", .list = cr_format_of(format)};
}

static cr_status write_file(const cr_config *config, const cr_company_page *page, const char *ending, cr_view content,
                            cr_error *error)
{
    cr_arena arena = {0};
    cr_buf name = {0};
    cr_buf_append(&name, page->entity->id);
    cr_buf_append_string(&name, ending);
    cr_status status = cr_file_write(cr_path_join(&arena, config->pages, name.data), content, error);
    cr_buf_release(&name);
    cr_arena_release(&arena);
    return status;
}

static cr_status write_pages(company *c, const cr_io *io, cr_report *report, cr_error *error)
{
    const cr_config *config = c->config;
    page_form form = form_of(config->format);
    cr_words *words = NULL;
    cr_templates *templates = NULL;
    cr_buf out = {0}, page_text = {0};
    cr_status status = CR_OK;
    report->empty = true;
    if (config->pages && mkdir(config->pages, 0777) != 0 && errno != EEXIST)
        status = cr_error_errno(error, "make", config->pages);
    if (!status && form.template)
        status = cr_rendering_templates(config, &templates, error);
    if (!config->pages && !form.template)
        cr_records_open(form.list, "companies", &out);
    for (size_t i = 0; i < c->n_entities && !status; i++) {
        cr_company_page page;
        cr_company_make(&c->maker, c->entities[i], &page);
        report->empty &= page.edition.n_stories == 0;
        cr_buf_clear(&page_text);
        if (!words)
            status = cr_rendering_words(config, page.edition.lang, &words, error);
        if (!status && form.template)
            status = cr_render_company(&page, words, templates, form.template, &page_text, error);
        else if (!status)
            cr_render_company_json(&page, words, &page_text);
        if (!status && config->pages) {
            if (!form.template)
                cr_buf_append_byte(&page_text, '\n');
            status = write_file(config, &page, form.ending, cr_buf_view(&page_text), error);
        } else if (!status) {
            if (i > 0)
                cr_records_part(form.list, &out);
            cr_buf_append(&out, cr_buf_view(&page_text));
        }
        cr_arena_clear(&c->maker.arena);
    }
    if (!config->pages && !form.template)
        cr_records_close(form.list, c->n_entities > 0, &out);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    cr_templates_free(templates);
    cr_words_free(words);
    cr_buf_release(&out);
    cr_buf_release(&page_text);
    return status;
}

cr_status cr_job_company(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                         cr_report *report, cr_error *error)
{
    company c = {.config = config};
    if (config->format && strcmp(config->format, "text") == 0)
        return cr_error_set(error, CR_USAGE, "company writes markdown, html, json or jsonl, no text");
    size_t *named = cr_allocate(config->name.n, sizeof *named);
    cr_archive *archive = NULL;
    cr_status status = cr_corpus_init(&c.corpus, config, true, &config->name, named, error);
    if (!status && config->archive && n_files == 0)
        status = cr_kept_open(config, io, false, &archive, error);
    c.corpus.archive = archive;
    c.corpus.query = cr_kept_days(config, DEFAULT_DAYS);
    if (!status)
        status = cr_corpus_read(&c.corpus, files, n_files, "look for companies in", io, report, error);
    if (!status) {
        cr_corpus_find_mentions(&c.corpus);
        cr_company_maker_init(&c.maker, config, &c.corpus);
        choose_entities(&c, named, config->name.n);
        status = write_pages(&c, io, report, error);
    }
    free(named);
    cr_company_maker_release(&c.maker);
    cr_arena_release(&c.arena);
    cr_corpus_release(&c.corpus);
    cr_archive_close(archive);
    return status;
}
