#include "render/site_feed.h"

/* One entry, and what its content is made from. */
typedef struct entry {
    cr_view id, title, lang, day, link;
    cr_buf content;
} entry;

/* A feed under way. */
typedef struct feed {
    cr_site_work *work;
    bool is_json;
    cr_view id, title, lang, self, home;
    cr_view updated;  // day of the newest entry
    entry *entries;   // [n_entries]
    size_t n_entries;
} feed;

static cr_view keep(feed *f, cr_buf *text)
{
    cr_view kept = cr_arena_copy(&f->work->arena, cr_buf_view(text));
    cr_buf_release(text);
    return kept;
}

/* The host of the site's address; without one a name that nobody can have. */
static cr_view host_of(cr_view address)
{
    ptrdiff_t at = cr_view_find(address, CR_VIEW("://"));
    cr_view rest = at == CR_NOT_FOUND ? (cr_view){0} : cr_view_slice(address, (size_t)at + 3, address.size);
    size_t end = 0;
    while (end < rest.size && rest.data[end] != '/' && rest.data[end] != ':')
        end++;
    return end ? cr_view_slice(rest, 0, end) : CR_VIEW("courant.invalid");
}

/* "tag:HOST,DATE:WHAT/ID/MORE" (RFC 4151). */
static cr_view make_id(feed *f, cr_view date, const char *what, cr_view id, cr_view more)
{
    cr_view host = host_of(f->work->input->address);
    cr_buf tag = {0};
    cr_buf_append_string(&tag, "tag:");
    for (size_t i = 0; i < host.size; i++)
        cr_buf_append_byte(&tag, cr_to_lower(host.data[i]));
    cr_buf_append_byte(&tag, ',');
    cr_buf_append(&tag, date);
    cr_buf_append_byte(&tag, ':');
    cr_buf_append_string(&tag, what);
    if (id.size) {
        cr_buf_append_byte(&tag, '/');
        cr_buf_append(&tag, id);
    }
    if (more.size) {
        cr_buf_append_byte(&tag, '/');
        cr_buf_append(&tag, more);
    }
    return keep(f, &tag);
}

/* ---- entries ------------------------------------------------------------------------------------------------------ */

static cr_status add_edition(feed *f, const cr_site_edition *edition, cr_error *error)
{
    entry *e = &f->entries[f->n_entries++];
    cr_buf title = {0};
    cr_template const *template = NULL;
    cr_buf_append(&title, cr_json_value_member_text(edition->root, "title"));
    if (cr_json_value_member_text(edition->root, "day").size) {
        cr_buf_append_string(&title, " · ");
        cr_buf_append(&title, cr_json_value_member_text(edition->root, "day"));
    }
    *e = (entry){.id = make_id(f, edition->day, "digest", edition->day, (cr_view){0}),
                 .title = keep(f, &title),
                 .lang = cr_json_value_member_text(edition->root, "lang"),
                 .day = edition->day,
                 .link = cr_site_link(f->work, CR_SITE_INDEX, CR_SITE_DIGEST, edition->day)};
    cr_status status = cr_template_load(f->work->input->templates, "site/entry.html", &template, error);
    return status ? status : cr_template_render(template, edition->root, &e->content, error);
}

/* When a story was reported last: the newest of its sources. */
static cr_view last_report(const cr_json_value *edition, const cr_json_value *story)
{
    const cr_json_value *sources = cr_json_value_member(edition, "sources");
    const cr_json_value *cites = cr_json_value_member(story, "cites");
    cr_view last = {0};
    for (size_t i = 0; i < cr_json_value_count(cites); i++) {
        size_t number = cr_json_value_size(cr_json_value_member(cr_json_value_at(cites, i), "number"), 0);
        for (size_t k = 0; k < cr_json_value_count(sources); k++) {
            const cr_json_value *source = cr_json_value_at(sources, k);
            cr_view day = cr_site_day(source);
            if (cr_json_value_size(cr_json_value_member(source, "number"), 0) == number &&
                cr_view_compare(day, last) > 0)
                last = day;
        }
    }
    return last;
}

static cr_status add_story(feed *f, const cr_site_company *company, const cr_json_value *edition,
                           const cr_json_value *story, cr_error *error)
{
    cr_view id = cr_json_value_member_text(story, "id"), day = last_report(edition, story);
    if (!day.size)
        day = cr_site_day(edition);
    if (!cr_site_is_id(id) || !day.size)
        return CR_OK;
    entry *e = &f->entries[f->n_entries++];
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    // an id of its own while the story stays the same, whatever day the page is made
    *e = (entry){.id = make_id(f, CR_VIEW("2026"), "companies", company->id, id),
                 .title = cr_json_value_member_text(story, "headline"),
                 .lang = cr_json_value_member_text(story, "lang"),
                 .day = day,
                 .link = cr_site_link(f->work, CR_SITE_INDEX, CR_SITE_COMPANY, company->id)};
    cr_site_part part = {.edition = edition, .story = story, .id = id};
    cr_json_begin_object(&w);
    cr_site_put_extract(&w, &part, 1, &f->work->arena);
    cr_json_end_object(&w);
    cr_status status = cr_template_render_json(f->work->input->templates, "site/entry.html", cr_buf_view(&model),
                                               &e->content, error);
    cr_buf_release(&model);
    return status;
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static cr_view moment(feed *f, cr_view day)
{
    cr_buf text = {0};
    cr_buf_append(&text, day);
    cr_buf_append_string(&text, "T00:00:00Z");
    return keep(f, &text);
}

static cr_status write_atom(feed *f, cr_buf *out, cr_error *error)
{
    cr_buf model = {0};
    cr_json_writer w = {.out = &model};
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "id", f->id);
    cr_json_member_string(&w, "title", f->title);
    cr_json_member_string(&w, "lang", f->lang);
    cr_json_member_string(&w, "updated", moment(f, f->updated));
    cr_json_member_string(&w, "self", f->self);
    cr_json_member_string(&w, "home", f->home);
    cr_json_put_name(&w, "entries");
    cr_json_begin_array(&w);
    for (size_t i = 0; i < f->n_entries; i++) {
        const entry *e = &f->entries[i];
        cr_json_begin_object(&w);
        cr_json_member_string(&w, "id", e->id);
        cr_json_member_string(&w, "title", e->title);
        cr_json_member_string(&w, "lang", e->lang);
        cr_json_member_string(&w, "updated", moment(f, e->day));
        cr_json_member_string(&w, "link", e->link);
        cr_json_member_string(&w, "content", cr_buf_view(&e->content));
        cr_json_end_object(&w);
    }
    cr_json_end_array(&w);
    cr_json_end_object(&w);
    cr_status status = cr_template_render_json(f->work->input->templates, "site/feed.xml", cr_buf_view(&model), out,
                                               error);
    cr_buf_release(&model);
    return status;
}

static void write_json(feed *f, cr_buf *out)
{
    cr_json_writer w = {.out = out};
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "version", CR_VIEW("https://jsonfeed.org/version/1.1"));
    cr_json_member_string(&w, "title", f->title);
    cr_json_member_optional(&w, "home_page_url", f->home);
    cr_json_member_optional(&w, "feed_url", f->self);
    cr_json_member_optional(&w, "language", f->lang);
    cr_json_put_name(&w, "items");
    cr_json_begin_array(&w);
    for (size_t i = 0; i < f->n_entries; i++) {
        const entry *e = &f->entries[i];
        cr_json_begin_object(&w);
        cr_json_member_string(&w, "id", e->id);
        cr_json_member_string(&w, "url", e->link);
        cr_json_member_string(&w, "title", e->title);
        cr_json_member_string(&w, "content_html", cr_buf_view(&e->content));
        cr_json_member_string(&w, "date_published", moment(f, e->day));
        cr_json_member_optional(&w, "language", e->lang);
        cr_json_end_object(&w);
    }
    cr_json_end_array(&w);
    cr_json_end_object(&w);
    cr_buf_append_byte(out, '\n');
}

/* The newest day is that of the feed; without entries a day that comes before all. */
static cr_status finish(feed *f, cr_status status, cr_buf *out, cr_error *error)
{
    f->updated = CR_VIEW("1970-01-01");
    for (size_t i = 0; i < f->n_entries; i++)
        if (cr_view_compare(f->entries[i].day, f->updated) > 0)
            f->updated = f->entries[i].day;
    if (!status && f->is_json)
        write_json(f, out);
    else if (!status)
        status = write_atom(f, out, error);
    for (size_t i = 0; i < f->n_entries; i++)
        cr_buf_release(&f->entries[i].content);
    return status;
}

cr_status cr_site_editions_feed(cr_site_work *work, bool is_json, cr_view self, cr_buf *out, cr_error *error)
{
    const cr_json_value *newest = work->n_editions ? work->editions[work->n_editions - 1].root : NULL;
    feed f = {.work = work, .is_json = is_json, .self = self};
    cr_status status = CR_OK;
    f.id = make_id(&f, CR_VIEW("2026"), "digests", (cr_view){0}, (cr_view){0});
    f.title = newest ? cr_json_value_member_text(newest, "title") : CR_VIEW("News digest");
    f.lang = newest ? cr_json_value_member_text(newest, "lang") : CR_VIEW("en");
    f.home = cr_site_link(work, CR_SITE_INDEX, CR_SITE_INDEX, (cr_view){0});
    f.entries = CR_ARENA_ZEROED(&work->arena, entry, CR_SITE_ENTRIES);
    for (size_t i = work->n_editions; i > 0 && f.n_entries < CR_SITE_ENTRIES && !status; i--)
        status = add_edition(&f, &work->editions[i - 1], error);
    return finish(&f, status, out, error);
}

cr_status cr_site_company_feed(cr_site_work *work, const cr_site_company *company, bool is_json, cr_view self,
                               cr_buf *out, cr_error *error)
{
    const cr_json_value *edition = cr_json_value_member(company->root, "edition");
    const cr_json_value *stories = cr_json_value_member(edition, "stories");
    feed f = {.work = work, .is_json = is_json, .self = self};
    cr_status status = CR_OK;
    f.id = make_id(&f, CR_VIEW("2026"), "companies", company->id, (cr_view){0});
    f.title = cr_json_value_member_text(company->root, "name");
    f.lang = cr_json_value_member_text(edition, "lang");
    f.home = cr_site_link(work, CR_SITE_INDEX, CR_SITE_COMPANY, company->id);
    f.entries = CR_ARENA_ZEROED(&work->arena, entry, CR_SITE_ENTRIES);
    for (size_t i = 0; i < cr_json_value_count(stories) && f.n_entries < CR_SITE_ENTRIES && !status; i++)
        status = add_story(&f, company, edition, cr_json_value_at(stories, i), error);
    return finish(&f, status, out, error);
}

cr_status cr_site_feed(const cr_site_input *input, bool is_json, cr_view self, cr_buf *out, cr_error *error)
{
    cr_site_work work;
    cr_status status = cr_site_open(&work, input, error);
    if (!status)
        status = cr_site_editions_feed(&work, is_json, self, out, error);
    cr_site_close(&work);
    return status;
}
