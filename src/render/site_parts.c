#include "render/site_parts.h"

#include "base/map.h"
#include "base/memory.h"
#include "digest/company.h"
#include "digest/edition.h"

#include <stdlib.h>
#include <string.h>

bool cr_site_kind_of(const char *name, cr_site_kind *kind)
{
    static const char *const names[] = {[CR_SITE_HUGO] = "hugo", [CR_SITE_JEKYLL] = "jekyll", [CR_SITE_HTML] = "html"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (cr_site_kind)i;
            return true;
        }
    return false;
}

bool cr_site_is_id(cr_view id)
{
    enum { MOST = 80 };
    for (size_t i = 0; i < id.size; i++)
        if (!cr_is_digit(id.data[i]) && !(id.data[i] >= 'a' && id.data[i] <= 'z') && id.data[i] != '-')
            return false;
    return id.size > 0 && id.size <= MOST;
}

cr_view cr_site_day(const cr_json_value *edition)
{
    enum { DAY = sizeof "2026-03-12" - 1 };
    cr_view day = cr_view_slice(cr_json_value_member_text(edition, "date"), 0, DAY);
    for (size_t i = 0; i < day.size; i++)
        if (i == 4 || i == 7 ? day.data[i] != '-' : !cr_is_digit(day.data[i]))
            return (cr_view){0};
    return day.size == DAY ? day : (cr_view){0};
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static int compare_editions(const void *a, const void *b)
{
    return cr_view_compare(((const cr_site_edition *)a)->day, ((const cr_site_edition *)b)->day);
}

static int compare_companies(const void *a, const void *b)
{
    return cr_view_compare(((const cr_site_company *)a)->id, ((const cr_site_company *)b)->id);
}

static bool has_schema(const cr_json_value *root, cr_view schema)
{
    return cr_view_equal(cr_json_value_member_text(root, "schema"), schema);
}

static cr_status read_edition(cr_site_work *work, cr_view json, cr_error *error)
{
    cr_site_edition *edition = &work->editions[work->n_editions];
    cr_status status = cr_json_document_parse(json, "an edition", &edition->document, error);
    if (status)
        return status;
    work->n_editions++;
    edition->root = cr_json_document_root(edition->document);
    edition->day = cr_site_day(edition->root);
    if (!has_schema(edition->root, CR_VIEW(CR_EDITION_SCHEMA)))
        return cr_error_set(error, CR_INPUT, "a site is made of editions, and this is none");
    if (!edition->day.size)
        return cr_error_set(error, CR_INPUT, "an edition without a day has no place in a site");
    return CR_OK;
}

static cr_status read_company(cr_site_work *work, cr_view json, cr_error *error)
{
    cr_site_company *company = &work->companies[work->n_companies];
    cr_status status = cr_json_document_parse(json, "a company page", &company->document, error);
    if (status)
        return status;
    work->n_companies++;
    company->root = cr_json_document_root(company->document);
    company->id = cr_json_value_member_text(company->root, "id");
    if (!has_schema(company->root, CR_VIEW(CR_COMPANY_SCHEMA)) || !cr_site_is_id(company->id))
        return cr_error_set(error, CR_INPUT, "a company page of a site has an id of a-z, 0-9 and '-', not '%.*s'",
                            (int)company->id.size, company->id.data ? company->id.data : "");
    return CR_OK;
}

static size_t root_of(size_t *groups, size_t group)
{
    while (groups[group] != group)
        group = groups[group] = groups[groups[group]];
    return group;
}

/* Joins an id to a group; the first group that has it is the one. */
static void join(cr_map *known, size_t *groups, cr_view id, size_t group)
{
    bool added;
    cr_map_slot *slot = id.size ? cr_map_put(known, id, &added) : NULL;
    if (!slot)
        return;
    if (added)
        slot->value = group;
    size_t a = root_of(groups, slot->value), b = root_of(groups, group);
    groups[a > b ? a : b] = a > b ? b : a;
}

/* Tellings of one story are those that share an id or alias, directly or by others. */
static void find_groups(cr_site_work *work)
{
    cr_map known = {0};
    size_t *groups = CR_ARENA_ARRAY(&work->arena, size_t, work->n_tellings);
    for (size_t i = 0; i < work->n_tellings; i++)
        groups[i] = i;
    for (size_t i = 0; i < work->n_tellings; i++) {
        const cr_json_value *story = work->tellings[i].story, *aliases = cr_json_value_member(story, "aliases");
        join(&known, groups, cr_json_value_member_text(story, "id"), i);
        for (size_t k = 0; k < cr_json_value_count(aliases); k++)
            join(&known, groups, cr_json_value_text(cr_json_value_at(aliases, k)), i);
    }
    work->page_of = CR_ARENA_ZEROED(&work->arena, cr_view, work->n_tellings);
    work->last_of = CR_ARENA_ARRAY(&work->arena, size_t, work->n_tellings);
    for (size_t i = 0; i < work->n_tellings; i++)
        work->last_of[i] = CR_SITE_NONE;
    for (size_t i = 0; i < work->n_tellings; i++) {  // the page is named as the story was named last
        cr_view id = cr_json_value_member_text(work->tellings[i].story, "id");
        size_t group = root_of(groups, i);
        work->tellings[i].group = group;
        work->tellings[i].before = work->last_of[group];
        work->last_of[group] = i;
        work->page_of[group] = cr_site_is_id(id) ? id : (cr_view){0};
    }
    cr_map_release(&known);
}

static void find_tellings(cr_site_work *work)
{
    size_t n = 0;
    for (size_t e = 0; e < work->n_editions; e++)
        n += cr_json_value_count(cr_json_value_member(work->editions[e].root, "stories"));
    work->tellings = CR_ARENA_ZEROED(&work->arena, cr_site_telling, n);
    for (size_t e = 0; e < work->n_editions; e++) {
        const cr_json_value *stories = cr_json_value_member(work->editions[e].root, "stories");
        work->editions[e].first_telling = work->n_tellings;
        for (size_t i = 0; i < cr_json_value_count(stories); i++)
            work->tellings[work->n_tellings++] = (cr_site_telling){.edition = e, .story = cr_json_value_at(stories, i)};
    }
    find_groups(work);
}

cr_status cr_site_open(cr_site_work *work, const cr_site_input *input, cr_error *error)
{
    cr_status status = CR_OK;
    *work = (cr_site_work){.input = input};
    work->editions = CR_ARENA_ZEROED(&work->arena, cr_site_edition, input->n_editions);
    work->companies = CR_ARENA_ZEROED(&work->arena, cr_site_company, input->n_companies);
    for (size_t i = 0; i < input->n_editions && !status; i++)
        status = read_edition(work, input->editions[i], error);
    for (size_t i = 0; i < input->n_companies && !status; i++)
        status = read_company(work, input->companies[i], error);
    if (status)
        return status;
    if (work->n_editions)
        qsort(work->editions, work->n_editions, sizeof *work->editions, compare_editions);
    if (work->n_companies)
        qsort(work->companies, work->n_companies, sizeof *work->companies, compare_companies);
    find_tellings(work);
    return CR_OK;
}

void cr_site_close(cr_site_work *work)
{
    for (size_t i = 0; i < work->n_editions; i++)
        cr_json_document_free(work->editions[i].document);
    for (size_t i = 0; i < work->n_companies; i++)
        cr_json_document_free(work->companies[i].document);
    cr_arena_release(&work->arena);
}

/* ---- links -------------------------------------------------------------------------------------------------------- */

/* What leads from a page to the top of the site. */
static void append_root(const cr_site_work *work, cr_site_place from, cr_buf *out)
{
    if (work->input->address.size) {
        cr_buf_append(out, work->input->address);
        cr_buf_append_byte(out, '/');
    } else if (from !=
               CR_SITE_INDEX) {  // plain pages stand one folder down, those of a generator are folders themselves
        cr_buf_append_string(out, work->input->kind == CR_SITE_HTML ? "../" : "../../");
    }
}

cr_view cr_site_link(cr_site_work *work, cr_site_place from, cr_site_place to, cr_view id)
{
    static const char *const folders[] = {
        [CR_SITE_DIGEST] = "digest/", [CR_SITE_STORY] = "stories/", [CR_SITE_COMPANY] = "companies/"};
    bool is_plain = work->input->kind == CR_SITE_HTML;
    cr_buf link = {0};
    append_root(work, from, &link);
    if (to == CR_SITE_INDEX) {
        cr_buf_append_string(&link, is_plain ? "index.html" : link.size ? "" : "./");
    } else {
        cr_buf_append_string(&link, folders[to]);
        cr_buf_append(&link, id);
        cr_buf_append_string(&link, is_plain ? ".html" : "/");
    }
    cr_view kept = cr_arena_copy(&work->arena, cr_buf_view(&link));
    cr_buf_release(&link);
    return kept;
}

cr_view cr_site_file_link(cr_site_work *work, cr_site_place from, const char *path)
{
    cr_buf link = {0};
    append_root(work, from, &link);
    cr_buf_append_string(&link, path);
    cr_view kept = cr_arena_copy(&work->arena, cr_buf_view(&link));
    cr_buf_release(&link);
    return kept;
}

const char *cr_site_path(cr_site_work *work, const char *folder, cr_view id, const char *ending)
{
    cr_buf path = {0};
    cr_buf_append_string(&path, folder);
    cr_buf_append(&path, id);
    cr_buf_append_string(&path, ending);
    const char *kept = cr_arena_copy(&work->arena, cr_buf_view(&path)).data;
    cr_buf_release(&path);
    return kept;
}

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

typedef struct putting {
    cr_json_writer *writer;
    const cr_site_numbers *numbers;
} putting;

static size_t renumber(const cr_site_numbers *numbers, size_t number)
{
    return numbers && number < numbers->n ? numbers->numbers[number] : number;
}

/* Members that hold the number of a source. */
static bool is_number_of_source(const char *name)
{
    return strcmp(name, "number") == 0 || strcmp(name, "source") == 0 || strcmp(name, "headline_source") == 0;
}

static void put_member(void *context, const char *name, const cr_json_value *value)
{
    const putting *p = context;
    bool is_integer = cr_json_value_kind(value) == CR_JSON_INTEGER;
    cr_json_put_name(p->writer, name);
    if (is_integer && is_number_of_source(name)) {
        cr_json_put_size(p->writer, renumber(p->numbers, cr_json_value_size(value, 0)));
    } else if (strcmp(name, "reports") == 0) {
        cr_json_begin_array(p->writer);
        for (size_t i = 0; i < cr_json_value_count(value); i++)
            cr_json_put_size(p->writer, renumber(p->numbers, cr_json_value_size(cr_json_value_at(value, i), 0)));
        cr_json_end_array(p->writer);
    } else {
        cr_site_put(p->writer, value, p->numbers);
    }
}

void cr_site_put(cr_json_writer *writer, const cr_json_value *value, const cr_site_numbers *numbers)
{
    putting p = {writer, numbers};
    cr_buf number = {0};
    switch (cr_json_value_kind(value)) {
    case CR_JSON_OBJECT:
        cr_json_begin_object(writer);
        cr_json_value_each(value, put_member, &p);
        cr_json_end_object(writer);
        break;
    case CR_JSON_ARRAY:
        cr_json_begin_array(writer);
        for (size_t i = 0; i < cr_json_value_count(value); i++)
            cr_site_put(writer, cr_json_value_at(value, i), numbers);
        cr_json_end_array(writer);
        break;
    case CR_JSON_STRING:
        cr_json_put_string(writer, cr_json_value_text(value));
        break;
    case CR_JSON_INTEGER:
    case CR_JSON_REAL:
        cr_json_value_append(value, &number);
        cr_json_put_raw(writer, cr_buf_view(&number));
        cr_buf_release(&number);
        break;
    case CR_JSON_BOOL:
        cr_json_put_bool(writer, cr_json_value_is_true(value));
        break;
    case CR_JSON_NULL:
    case CR_JSON_ABSENT:
        cr_json_put_null(writer);
        break;
    }
}

/* ---- some tellings as an edition ---------------------------------------------------------------------------------- */

/* The sources of an extract. */
typedef struct sources {
    const cr_json_value **items;  // [n] by new number, less one
    size_t n;
    cr_map known;  // by id and text
    cr_arena *arena;
} sources;

/* The new number of a source. */
static size_t add_source(sources *s, const cr_json_value *source)
{
    cr_buf key = {0};
    bool added;
    cr_buf_append(&key, cr_json_value_member_text(source, "hash"));
    cr_buf_append_byte(&key, '\0');
    cr_buf_append(&key, cr_json_value_member_text(source, "id"));
    cr_map_slot *slot = cr_map_put(&s->known, cr_buf_view(&key), &added);
    if (added) {
        slot->key = cr_arena_copy(s->arena, cr_buf_view(&key));
        s->items[s->n] = source;
        slot->value = ++s->n;
    }
    size_t number = slot->value;
    cr_buf_release(&key);
    return number;
}

static const cr_json_value *source_at(const cr_json_value *list, size_t number)
{
    for (size_t i = 0; i < cr_json_value_count(list); i++)
        if (cr_json_value_size(cr_json_value_member(cr_json_value_at(list, i), "number"), 0) == number)
            return cr_json_value_at(list, i);
    return NULL;
}

/* The new numbers of the sources that a story cites, by the old ones. */
static cr_site_numbers number_sources(sources *s, const cr_site_part *part)
{
    const cr_json_value *list = cr_json_value_member(part->edition, "sources");
    const cr_json_value *cites = cr_json_value_member(part->story, "cites");
    const cr_json_value *quotations = cr_json_value_member(part->story, "quotations");
    size_t n = cr_json_value_count(list) + 1;
    size_t *numbers = CR_ARENA_ZEROED(s->arena, size_t, n);
    for (size_t i = 0; i < cr_json_value_count(quotations) + cr_json_value_count(cites); i++) {
        size_t k = cr_json_value_count(quotations);
        const cr_json_value *citation = i < k ? cr_json_value_at(quotations, i) : cr_json_value_at(cites, i - k);
        size_t number = cr_json_value_size(cr_json_value_member(citation, "number"), 0);
        const cr_json_value *source = source_at(list, number);
        if (source && number < n && !numbers[number])
            numbers[number] = add_source(s, source);
    }
    return (cr_site_numbers){numbers, n};
}

/* Everything of a story but its id. */
static void put_told_member(void *context, const char *name, const cr_json_value *value)
{
    if (strcmp(name, "id") != 0)
        put_member(context, name, value);
}

static const char *const KEPT[] = {"schema", "lang", "title", "words"};

void cr_site_put_extract(cr_json_writer *writer, const cr_site_part *parts, size_t n_parts, cr_arena *arena)
{
    sources s = {.arena = arena};
    size_t most = 0, n_unchanged = 0;
    for (size_t i = 0; i < n_parts; i++)
        most += cr_json_value_count(cr_json_value_member(parts[i].edition, "sources"));
    s.items = CR_ARENA_ARRAY(arena, const cr_json_value *, most);
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT && n_parts; i++) {
        cr_json_put_name(writer, KEPT[i]);
        cr_site_put(writer, cr_json_value_member(parts[0].edition, KEPT[i]), NULL);
    }
    cr_json_put_name(writer, "stories");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < n_parts; i++) {
        cr_site_numbers numbers = number_sources(&s, &parts[i]);
        putting p = {writer, &numbers};
        cr_json_begin_object(writer);
        cr_json_member_string(writer, "id", parts[i].id);
        cr_json_value_each(parts[i].story, put_told_member, &p);
        if (parts[i].day.size) {
            cr_json_member_string(writer, "told_day", parts[i].day);
            cr_json_member_string(writer, "told_link", parts[i].link);
        }
        cr_json_end_object(writer);
        n_unchanged += cr_json_value_is_true(cr_json_value_member(parts[i].story, "is_unchanged"));
    }
    cr_json_end_array(writer);
    cr_json_put_name(writer, "sources");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < s.n; i++) {
        size_t old = cr_json_value_size(cr_json_value_member(s.items[i], "number"), 0);
        size_t *numbers = CR_ARENA_ZEROED(arena, size_t, old + 1);
        numbers[old] = i + 1;
        cr_site_put(writer, s.items[i], &(cr_site_numbers){numbers, old + 1});
    }
    cr_json_end_array(writer);
    cr_json_member_bool(writer, "has_stories", n_parts > 0);
    cr_json_member_bool(writer, "has_told", n_parts > n_unchanged);
    cr_json_member_bool(writer, "has_contents", false);
    cr_json_member_bool(writer, "has_unchanged", n_unchanged > 0);
    cr_json_member_bool(writer, "has_sources", s.n > 0);
    cr_json_put_name(writer, "footer");
    cr_json_begin_array(writer);
    cr_json_end_array(writer);
    cr_map_release(&s.known);
}
