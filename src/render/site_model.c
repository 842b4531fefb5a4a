#include "render/site_model.h"

enum { HEADLINES = 5 };  // of a digest on the index

/* A digest as others link to it. */
static void put_digest(cr_site_work *work, cr_json_writer *w, const cr_site_page *p, size_t edition)
{
    const cr_site_edition *e = &work->editions[edition];
    cr_json_member_string(w, "date", e->day);
    cr_json_member_string(w, "day", cr_json_value_member_text(e->root, "day"));
    cr_json_member_string(w, "full_day", cr_json_value_member_text(e->root, "full_day"));
    cr_json_member_string(w, "link", cr_site_link(work, p->place, CR_SITE_DIGEST, e->day));
}

cr_view cr_site_story_link(cr_site_work *work, cr_site_place from, size_t telling)
{
    cr_view id = work->page_of[work->tellings[telling].group];
    return id.size ? cr_site_link(work, from, CR_SITE_STORY, id) : (cr_view){"", 0};
}

static void put_headlines(cr_site_work *work, cr_json_writer *w, const cr_site_page *p, size_t edition)
{
    static const char *const names[] = {"headline", "before", "behind", "lang", "dir"};
    const cr_site_edition *e = &work->editions[edition];
    const cr_json_value *stories = cr_json_value_member(e->root, "stories");
    size_t n = 0;
    cr_json_put_name(w, "headlines");
    cr_json_begin_array(w);
    for (size_t i = 0; i < cr_json_value_count(stories) && n < HEADLINES; i++) {
        const cr_json_value *story = cr_json_value_at(stories, i);
        if (cr_json_value_is_true(cr_json_value_member(story, "is_unchanged")))
            continue;
        n++;
        cr_json_begin_object(w);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            cr_json_member_string(w, names[k], cr_json_value_member_text(story, names[k]));
        cr_json_member_string(w, "page", cr_site_story_link(work, p->place, e->first_telling + i));
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

static bool tells_of(const cr_site_edition *edition, cr_view company)
{
    const cr_json_value *list = cr_json_value_member(edition->root, "companies");
    for (size_t i = 0; i < cr_json_value_count(list); i++)
        if (cr_view_equal(cr_json_value_member_text(cr_json_value_at(list, i), "id"), company))
            return true;
    return false;
}

/* The digests of the index, and those that tell of a company; the newest first. */
static void put_digests(cr_site_work *work, cr_json_writer *w, const cr_site_page *p)
{
    size_t n = 0;
    cr_json_put_name(w, "digests");
    cr_json_begin_array(w);
    for (size_t i = work->n_editions; i > 0; i--) {
        bool is_index = p->place == CR_SITE_INDEX;
        if (!is_index && (p->place != CR_SITE_COMPANY || !tells_of(&work->editions[i - 1], p->id)))
            continue;
        n++;
        cr_json_begin_object(w);
        put_digest(work, w, p, i - 1);
        if (is_index)
            put_headlines(work, w, p, i - 1);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
    cr_json_member_bool(w, "has_digests", n > 0);
}

/* All companies on the index, those told of on a digest. */
static void put_companies(cr_site_work *work, cr_json_writer *w, const cr_site_page *p)
{
    size_t n = 0;
    cr_json_put_name(w, "companies");
    cr_json_begin_array(w);
    for (size_t i = 0; i < work->n_companies; i++) {
        const cr_site_company *c = &work->companies[i];
        if (p->place != CR_SITE_INDEX && (p->place != CR_SITE_DIGEST || !tells_of(&work->editions[p->edition], c->id)))
            continue;
        n++;
        cr_json_begin_object(w);
        cr_json_member_string(w, "id", c->id);
        cr_json_member_string(w, "name", cr_json_value_member_text(c->root, "name"));
        cr_json_member_string(w, "link", cr_site_link(work, p->place, CR_SITE_COMPANY, c->id));
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
    cr_json_member_bool(w, "has_companies", n > 0);
}

cr_view cr_site_term(cr_site_work *work, cr_view tag)
{
    cr_buf term = {0};
    for (size_t i = 0; i < tag.size; i++)
        cr_buf_append_byte(&term, cr_to_lower(tag.data[i]));
    cr_view kept = cr_arena_copy(&work->arena, cr_buf_view(&term));
    cr_buf_release(&term);
    return cr_site_is_id(kept) ? kept : (cr_view){0};
}

static void put_languages(cr_site_work *work, cr_json_writer *w, const cr_site_page *p)
{
    const cr_json_value *list = NULL;
    if (p->place == CR_SITE_DIGEST)
        list = cr_json_value_member(work->editions[p->edition].root, "languages");
    cr_json_put_name(w, "languages");
    cr_json_begin_array(w);
    for (size_t i = 0; i < cr_json_value_count(list); i++) {
        const cr_json_value *language = cr_json_value_at(list, i);
        cr_view term = cr_site_term(work, cr_json_value_member_text(language, "lang"));
        if (!term.size)
            continue;
        cr_json_begin_object(w);
        cr_json_member_string(w, "id", term);
        cr_json_member_string(w, "name", cr_json_value_member_text(language, "name"));
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
}

/* The stories of a digest, as terms. */
static void put_stories(cr_site_work *work, cr_json_writer *w, const cr_site_page *p)
{
    cr_json_put_name(w, "stories");
    cr_json_begin_array(w);
    if (p->place == CR_SITE_DIGEST) {
        const cr_site_edition *e = &work->editions[p->edition];
        for (size_t i = 0; i < cr_json_value_count(cr_json_value_member(e->root, "stories")); i++) {
            cr_view id = work->page_of[work->tellings[e->first_telling + i].group];
            if (id.size)
                cr_json_put_string(w, id);
        }
    }
    cr_json_end_array(w);
}

static void put_neighbour(cr_site_work *work, cr_json_writer *w, const cr_site_page *p, const char *name,
                          size_t edition)
{
    if (p->place != CR_SITE_DIGEST || edition >= work->n_editions)
        return;
    cr_json_put_name(w, name);
    cr_json_begin_object(w);
    put_digest(work, w, p, edition);
    cr_json_end_object(w);
}

const cr_json_value *cr_site_newest(const cr_site_work *work)
{
    return work->n_editions ? work->editions[work->n_editions - 1].root : NULL;
}

static const char *feed_of(cr_site_work *work, const cr_site_page *p, const char *ending)
{
    return p->place == CR_SITE_COMPANY ? cr_site_path(work, "companies/", p->id, ending)
                                       : cr_site_path(work, "feed", (cr_view){0}, ending);
}

void cr_site_put_site(cr_site_work *work, cr_json_writer *w, const cr_site_page *p)
{
    cr_site_kind kind = work->input->kind;
    cr_json_put_name(w, "site");
    cr_json_begin_object(w);
    cr_json_member_bool(w, "is_hugo", kind == CR_SITE_HUGO);
    cr_json_member_bool(w, "is_jekyll", kind == CR_SITE_JEKYLL);
    cr_json_member_bool(w, "is_html", kind == CR_SITE_HTML);
    cr_json_member_string(w, "title", cr_json_value_member_text(cr_site_newest(work), "title"));
    cr_json_member_string(w, "home", cr_site_link(work, p->place, CR_SITE_INDEX, (cr_view){0}));
    cr_json_member_string(w, "feed", cr_site_file_link(work, p->place, feed_of(work, p, ".xml")));
    cr_json_member_string(w, "json_feed", cr_site_file_link(work, p->place, feed_of(work, p, ".json")));
    cr_json_member_string(w, "id", p->id);
    cr_json_member_string(w, "name", p->name);
    cr_json_member_string(w, "name_lang", p->lang);
    cr_json_member_string(w, "name_dir", p->dir);
    cr_json_put_name(w, "old_ids");
    cr_json_begin_array(w);
    for (size_t i = 0; i < p->n_old; i++)
        cr_json_put_string(w, p->old[i]);
    cr_json_end_array(w);
    put_digests(work, w, p);
    put_companies(work, w, p);
    put_languages(work, w, p);
    put_stories(work, w, p);
    put_neighbour(work, w, p, "earlier", p->edition - 1);
    put_neighbour(work, w, p, "later", p->edition + 1);
    cr_json_end_object(w);
}
