#include "render/site.h"

#include "base/memory.h"
#include "render/site_feed.h"
#include "render/site_model.h"

#include <stdlib.h>
#include <string.h>

/* The files on their way. */
typedef struct making {
    cr_site_work *work;
    cr_site *site;
    size_t capacity;
} making;

static bool is_true(const cr_json_value *value, const char *name)
{
    return cr_json_value_is_true(cr_json_value_member(value, name));
}

/* ---- files -------------------------------------------------------------------------------------------------------- */

static void add_file(making *m, const char *path, const cr_buf *bytes)
{
    cr_site *site = m->site;
    site->files = cr_grow(site->files, &m->capacity, site->n_files + 1, sizeof *site->files);
    site->files[site->n_files++] = (cr_site_file){cr_arena_copy(&site->arena, cr_view_of(path)),
                                                  cr_arena_copy(&site->arena, cr_buf_view(bytes))};
}

static cr_status add_page(making *m, const char *path, const char *template, const cr_buf *model, cr_error *error)
{
    cr_buf out = {0};
    cr_status status = cr_template_render_json(m->work->input->templates, template, cr_buf_view(model), &out, error);
    if (!status)
        add_file(m, path, &out);
    cr_buf_release(&out);
    return status;
}

/* ---- digests ------------------------------------------------------------------------------------------------------ */

typedef struct copying {
    making *m;
    cr_json_writer *writer;
    const cr_site_page *page;
} copying;

static void put_story_member(void *context, const char *name, const cr_json_value *value)
{
    cr_json_writer *w = context;
    cr_json_put_name(w, name);
    cr_site_put(w, value, NULL);
}

/* The members of an edition; each story knows its page. */
static void put_edition_member(void *context, const char *name, const cr_json_value *value)
{
    const copying *c = context;
    cr_json_writer *w = c->writer;
    if (strcmp(name, "companies") == 0 || strcmp(name, "site") == 0)
        return;
    const cr_site_edition *edition = &c->m->work->editions[c->page->edition];
    cr_json_put_name(w, name);
    if (strcmp(name, "date") == 0) {
        cr_json_put_string(w, edition->day);
        return;
    }
    if (strcmp(name, "stories") != 0) {
        cr_site_put(w, value, NULL);
        return;
    }
    cr_json_begin_array(w);
    for (size_t i = 0; i < cr_json_value_count(value); i++) {
        cr_json_begin_object(w);
        cr_json_value_each(cr_json_value_at(value, i), put_story_member, w);
        cr_json_member_string(w, "page", cr_site_story_link(c->m->work, c->page->place, edition->first_telling + i));
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

static const char *digest_path(making *m, cr_view day)
{
    switch (m->work->input->kind) {
    case CR_SITE_HUGO:
        return cr_site_path(m->work, "content/digest/", day, ".md");
    case CR_SITE_JEKYLL:
        return cr_site_path(m->work, "_posts/", day, "-digest.md");
    case CR_SITE_HTML:
        break;
    }
    return cr_site_path(m->work, "digest/", day, ".html");
}

/* "digest" becomes "site/digest.md" or "site/digest.html". */
static const char *template_of(making *m, const char *name)
{
    return cr_site_path(m->work, "site/", cr_view_of(name), m->work->input->kind == CR_SITE_HTML ? ".html" : ".md");
}

static cr_status add_digest(making *m, size_t edition, cr_error *error)
{
    const cr_site_edition *e = &m->work->editions[edition];
    cr_site_page p = {.place = CR_SITE_DIGEST, .edition = edition, .id = e->day};
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    copying c = {m, &w, &p};
    cr_json_begin_object(&w);
    cr_json_value_each(e->root, put_edition_member, &c);
    cr_site_put_site(m->work, &w, &p);
    cr_json_end_object(&w);
    cr_status status = add_page(m, digest_path(m, e->day), template_of(m, "digest"), &model, error);
    cr_buf_release(&model);
    return status;
}

/* ---- stories ------------------------------------------------------------------------------------------------------ */

static const char *story_path(making *m, cr_view id)
{
    if (m->work->input->kind == CR_SITE_HTML)
        return cr_site_path(m->work, "stories/", id, ".html");
    return cr_site_path(m->work, m->work->input->kind == CR_SITE_HUGO ? "content/stories/" : "stories/", id, ".md");
}

/* The tellings of a group, the newest first: those that tell something; if none does, the last. */
static size_t tellings_of(making *m, size_t group, cr_site_part *parts)
{
    cr_site_work *work = m->work;
    size_t n = 0;
    for (size_t i = work->last_of[group]; i != CR_SITE_NONE; i = work->tellings[i].before) {
        const cr_site_telling *t = &work->tellings[i];
        const cr_site_edition *e = &work->editions[t->edition];
        if (is_true(t->story, "is_unchanged") && (n > 0 || t->before != CR_SITE_NONE))
            continue;
        // an id is told once on a page
        cr_view id = n ? cr_view_of(cr_site_path(m->work, "told-", e->day, "")) : work->page_of[group];
        parts[n++] = (cr_site_part){.edition = e->root,
                                    .story = t->story,
                                    .id = id,
                                    .day = cr_json_value_member_text(e->root, "day"),
                                    .link = cr_site_link(work, CR_SITE_STORY, CR_SITE_DIGEST, e->day)};
    }
    return n;
}

/* The ids that a story had before, as others may have linked to them. */
static size_t old_ids(making *m, size_t group, cr_view *ids, size_t most)
{
    cr_site_work *work = m->work;
    size_t n = 0;
    for (size_t i = work->last_of[group]; i != CR_SITE_NONE; i = work->tellings[i].before) {
        cr_view id = cr_json_value_member_text(work->tellings[i].story, "id");
        bool known = !cr_site_is_id(id) || cr_view_equal(id, work->page_of[group]);
        for (size_t k = 0; k < n; k++)
            known |= cr_view_equal(ids[k], id);
        if (!known && n < most)
            ids[n++] = id;
    }
    return n;
}

static cr_status add_story(making *m, size_t group, cr_error *error)
{
    cr_site_work *work = m->work;
    size_t n = 0;
    for (size_t i = work->last_of[group]; i != CR_SITE_NONE; i = work->tellings[i].before)
        n++;
    cr_site_part *parts = CR_ARENA_ARRAY(&work->arena, cr_site_part, n);
    cr_view *old = CR_ARENA_ARRAY(&work->arena, cr_view, n);
    const cr_site_telling *last = &work->tellings[work->last_of[group]];
    cr_site_page p = {.place = CR_SITE_STORY,
                      .id = work->page_of[group],
                      .name = cr_json_value_member_text(last->story, "headline"),
                      .lang = cr_json_value_member_text(last->story, "lang"),
                      .dir = cr_json_value_member_text(last->story, "dir"),
                      .old = old,
                      .n_old = old_ids(m, group, old, n)};
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "date", work->editions[last->edition].day);
    cr_json_member_string(&w, "day", cr_json_value_member_text(work->editions[last->edition].root, "day"));
    cr_json_member_string(&w, "full_day", cr_json_value_member_text(work->editions[last->edition].root, "full_day"));
    cr_site_put_extract(&w, parts, tellings_of(m, group, parts), &work->arena);
    cr_site_put_site(m->work, &w, &p);
    cr_json_end_object(&w);
    cr_status status = add_page(m, story_path(m, p.id), template_of(m, "story"), &model, error);
    cr_buf_release(&model);
    return status;
}

/* ---- companies ---------------------------------------------------------------------------------------------------- */

static const char *company_path(making *m, cr_view id)
{
    switch (m->work->input->kind) {
    case CR_SITE_HUGO:
        return cr_site_path(m->work, "content/companies/", id, "/_index.md");
    case CR_SITE_JEKYLL:
        return cr_site_path(m->work, "companies/", id, ".md");
    case CR_SITE_HTML:
        break;
    }
    return cr_site_path(m->work, "companies/", id, ".html");
}

/* Where files stand that a generator copies as they are. */
static const char *fixed_path(making *m, const char *path)
{
    return m->work->input->kind == CR_SITE_HUGO ? cr_site_path(m->work, "static/", cr_view_of(path), "") : path;
}

/* The feeds of the digests, or of a company. */
static cr_status add_feeds(making *m, const cr_site_company *company, cr_error *error)
{
    cr_status status = CR_OK;
    for (int is_json = 0; is_json < 2 && !status; is_json++) {
        const char *ending = is_json ? ".json" : ".xml";
        const char *path = company ? cr_site_path(m->work, "companies/", company->id, ending)
                                   : cr_site_path(m->work, "feed", (cr_view){0}, ending);
        cr_view self = cr_site_file_link(m->work, CR_SITE_INDEX, path);
        cr_buf feed = {0};
        status = company ? cr_site_company_feed(m->work, company, is_json, self, &feed, error)
                         : cr_site_editions_feed(m->work, is_json, self, &feed, error);
        if (!status)
            add_file(m, fixed_path(m, path), &feed);
        cr_buf_release(&feed);
    }
    return status;
}

static cr_status add_company(making *m, const cr_site_company *company, cr_error *error)
{
    const cr_json_value *edition = cr_json_value_member(company->root, "edition");
    cr_site_page p = {.place = CR_SITE_COMPANY,
                      .id = company->id,
                      .name = cr_json_value_member_text(company->root, "name"),
                      .lang = cr_json_value_member_text(edition, "lang")};
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    cr_json_begin_object(&w);
    cr_json_value_each(company->root, put_story_member, &w);
    cr_site_put_site(m->work, &w, &p);
    cr_json_end_object(&w);
    cr_status status = add_page(m, company_path(m, company->id), template_of(m, "company"), &model, error);
    cr_buf_release(&model);
    return status ? status : add_feeds(m, company, error);
}

/* ---- the rest ----------------------------------------------------------------------------------------------------- */

static cr_status add_index(making *m, cr_error *error)
{
    static const char *const kept[] = {"schema", "lang", "title", "words"};
    cr_site_page p = {.place = CR_SITE_INDEX, .name = cr_json_value_member_text(cr_site_newest(m->work), "title")};
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    cr_json_begin_object(&w);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        cr_json_put_name(&w, kept[i]);
        cr_site_put(&w, cr_json_value_member(cr_site_newest(m->work), kept[i]), NULL);
    }
    cr_site_put_site(m->work, &w, &p);
    cr_json_end_object(&w);
    const char *path = m->work->input->kind == CR_SITE_HUGO     ? "content/_index.md"
                       : m->work->input->kind == CR_SITE_JEKYLL ? "index.md"
                                                                : "index.html";
    cr_status status = add_page(m, path, template_of(m, "index"), &model, error);
    cr_buf_release(&model);
    return status;
}

/* A language, as the newest edition that has it calls it. */
typedef struct language {
    cr_view term, name;
} language;

static size_t find_languages(making *m, language **result)
{
    language *found = NULL;
    size_t n = 0, capacity = 0;
    for (size_t e = m->work->n_editions; e > 0; e--) {
        const cr_json_value *list = cr_json_value_member(m->work->editions[e - 1].root, "languages");
        for (size_t i = 0; i < cr_json_value_count(list); i++) {
            cr_view term = cr_site_term(m->work, cr_json_value_member_text(cr_json_value_at(list, i), "lang"));
            size_t k = 0;
            while (k < n && !cr_view_equal(found[k].term, term))
                k++;
            if (k < n || !term.size)
                continue;
            found = cr_grow(found, &capacity, n + 1, sizeof *found);
            found[n++] = (language){term, cr_json_value_member_text(cr_json_value_at(list, i), "name")};
        }
    }
    *result = found;
    return n;
}

static cr_status add_language(making *m, const language *l, cr_error *error)
{
    cr_site_page p = {.place = CR_SITE_STORY, .id = l->term, .name = l->name};
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    cr_json_begin_object(&w);
    cr_site_put_site(m->work, &w, &p);
    cr_json_end_object(&w);
    cr_status status = add_page(m, cr_site_path(m->work, "content/languages/", l->term, "/_index.md"),
                                "site/language.md", &model, error);
    cr_buf_release(&model);
    return status;
}

static void add_names(making *m, const language *languages, size_t n_languages)
{
    cr_buf names = {0};
    cr_json_writer w = {.out = &names};
    cr_json_begin_object(&w);
    cr_json_put_name(&w, "companies");
    cr_json_begin_object(&w);
    for (size_t i = 0; i < m->work->n_companies; i++)
        cr_json_member_string(&w, m->work->companies[i].id.data,
                              cr_json_value_member_text(m->work->companies[i].root, "name"));
    cr_json_end_object(&w);
    cr_json_put_name(&w, "languages");
    cr_json_begin_object(&w);
    for (size_t i = 0; i < n_languages; i++)
        cr_json_member_string(&w, languages[i].term.data, languages[i].name);
    cr_json_end_object(&w);
    cr_json_end_object(&w);
    cr_buf_append_byte(&names, '\n');
    add_file(m, m->work->input->kind == CR_SITE_HUGO ? "data/courant/names.json" : "_data/courant/names.json", &names);
    cr_buf_release(&names);
}

static cr_status add_languages(making *m, cr_error *error)
{
    language *languages;
    cr_status status = CR_OK;
    size_t n = find_languages(m, &languages);
    for (size_t i = 0; i < n && !status && m->work->input->kind == CR_SITE_HUGO; i++)
        status = add_language(m, &languages[i], error);
    if (m->work->input->kind != CR_SITE_HTML)
        add_names(m, languages, n);
    free(languages);
    return status;
}

static int compare_files(const void *a, const void *b)
{
    return cr_view_compare(((const cr_site_file *)a)->path, ((const cr_site_file *)b)->path);
}

cr_status cr_site_make(const cr_site_input *input, cr_site *site, cr_error *error)
{
    cr_site_work work;
    making m = {.work = &work, .site = site};
    *site = (cr_site){0};
    cr_status status = cr_site_open(&work, input, error);
    if (!status)
        status = add_index(&m, error);
    for (size_t i = 0; i < work.n_editions && !status; i++)
        status = add_digest(&m, i, error);
    for (size_t i = 0; i < work.n_tellings && !status; i++)
        if (work.tellings[i].group == i && work.page_of[i].size)
            status = add_story(&m, i, error);
    for (size_t i = 0; i < work.n_companies && !status; i++)
        status = add_company(&m, &work.companies[i], error);
    if (!status)
        status = add_languages(&m, error);
    if (!status)
        status = add_feeds(&m, NULL, error);
    if (!status && site->n_files)
        qsort(site->files, site->n_files, sizeof *site->files, compare_files);
    cr_site_close(&work);
    return status;
}

void cr_site_release(cr_site *site)
{
    free(site->files);
    cr_arena_release(&site->arena);
    *site = (cr_site){0};
}
