#include "job/site.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "digest/address.h"
#include "digest/company.h"
#include "digest/edition.h"
#include "format/json_write.h"
#include "job/company_page.h"
#include "job/lock.h"
#include "job/rendering.h"
#include "render/company.h"
#include "render/site.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANIFEST ".courant-site.json"
#define SCHEMA "courant-site-1"

enum { HASH_SIZE = 16 };

/* What is to be done with a file. */
typedef enum action { UNCHANGED, WRITE, REMOVE, LEAVE, FORGET } action;

typedef struct entry {
    cr_view path;   // in the folder
    cr_view bytes;  // as it is made now; none: it is no longer made
    cr_view known;  // hashes of what we wrote, parted by spaces; none: nothing
    bool is_made;
    action action;
} entry;

typedef struct writing {
    const cr_config *config;
    const cr_site_order *order;
    const cr_io *io;
    cr_site_kind kind;
    cr_view address;
    cr_view day;         // of the edition that is added
    cr_view *editions;   // [n_editions]
    cr_view *companies;  // [n_companies]
    size_t n_editions, n_companies;
    cr_site_file *data;  // [n_data] the two above as files
    size_t n_data;
    entry *entries;  // [n_entries] by path
    size_t n_entries;
    bool was_cut_off;  // the run before did not end
    size_t n_passed;   // files of the data that are not what they should be
    cr_arena arena;
} writing;

static const char *in_folder(writing *w, const char *path)
{
    return cr_path_join(&w->arena, w->order->folder, path);
}

/* ---- data --------------------------------------------------------------------------------------------------------- */

static const char *data_folder(const writing *w)
{
    return w->kind == CR_SITE_HUGO ? "data/courant" : w->kind == CR_SITE_JEKYLL ? "_data/courant" : "data";
}

static const char *data_path(writing *w, const char *what, cr_view id)
{
    cr_buf path = {0};
    cr_buf_append_format(&path, "%s/%s", data_folder(w), what);
    if (id.size) {
        cr_buf_append_byte(&path, '/');
        cr_buf_append(&path, id);
        cr_buf_append_string(&path, ".json");
    }
    const char *kept = cr_arena_copy(&w->arena, cr_buf_view(&path)).data;
    cr_buf_release(&path);
    return kept;
}

static bool is_among(const cr_site_file *files, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(files[i].path.data, path) == 0)
            return true;
    return false;
}

/* What is wrong with a file of the data, which its owner may have changed: CR_OK if nothing is. */
static cr_status check_data(const char *path, const char *what, cr_view id, cr_view text, cr_error *problem)
{
    cr_json_document *document = NULL;
    cr_status status = cr_json_document_parse(text, path, &document, problem);
    if (status)
        return status;
    const cr_json_value *root = cr_json_document_root(document);
    bool is_edition = strcmp(what, "editions") == 0;
    cr_view schema = cr_json_value_member_text(root, "schema");
    cr_view named = is_edition ? cr_site_day(root) : cr_json_value_member_text(root, "id");
    if (!cr_view_equal(schema, cr_view_of(is_edition ? CR_EDITION_SCHEMA : CR_COMPANY_SCHEMA)))
        status = cr_error_at(problem, CR_INPUT, path, 0, 0, is_edition ? "no edition" : "no page of a company");
    else if (!cr_view_equal(named, id))
        status = cr_error_at(problem, CR_INPUT, path, 0, 0, "what is in it is called '%.*s'", (int)named.size,
                             named.size ? named.data : "");
    cr_json_document_free(document);
    return status;
}

/* Such a file stays as it is, and so does what was made of it before: it may be mended. */
static void pass_over(writing *w, const cr_error *problem)
{
    cr_error told = *problem;
    snprintf(told.text, sizeof told.text, "%.400s: it is passed over, and nothing is removed", problem->text);
    w->n_passed++;
    cr_io_warn(w->io, w->config, &told);
}

/* Reads back what earlier runs left of one kind, but for what is there already. The names of the files are days or ids. */
static cr_status read_back(writing *w, const char *what, cr_view **texts, size_t *n, cr_error *error)
{
    cr_file_list files = {0};
    const char *folder = in_folder(w, data_path(w, what, (cr_view){0}));
    cr_status status = cr_file_is_folder(folder) ? cr_file_walk(folder, &w->arena, &files, error) : CR_OK;
    cr_view *all = CR_ARENA_ARRAY(&w->arena, cr_view, *n + files.n_paths);
    cr_site_file *data = CR_ARENA_ARRAY(&w->arena, cr_site_file, w->n_data + files.n_paths);
    if (*n)
        memcpy(all, *texts, *n * sizeof *all);
    if (w->n_data)
        memcpy(data, w->data, w->n_data * sizeof *data);
    w->data = data;
    for (size_t i = 0; i < files.n_paths && !status; i++) {
        cr_view name = cr_view_slice(cr_view_of(files.paths[i]), strlen(folder) + 1, strlen(files.paths[i]));
        if (!cr_view_ends(name, CR_VIEW(".json")) || !cr_site_is_id(cr_view_slice(name, 0, name.size - 5)))
            continue;
        cr_view id = cr_view_slice(name, 0, name.size - 5);
        const char *path = data_path(w, what, id);
        cr_buf text = {0};
        cr_error problem = {0};
        if (is_among(w->data, w->n_data, path))
            continue;
        status = cr_file_read(files.paths[i], CR_MAX_FILE, &text, error);
        cr_view kept = cr_arena_copy(&w->arena, cr_buf_view(&text));
        cr_buf_release(&text);
        if (!status && check_data(files.paths[i], what, id, kept, &problem)) {
            pass_over(w, &problem);
            continue;
        }
        all[(*n)++] = kept;
        data[w->n_data++] = (cr_site_file){cr_view_of(path), kept};
    }
    *texts = all;
    return status;
}

/* True if one of the sources of a company's page is one of the edition's. */
static bool tells_of(const cr_json_value *edition, const cr_json_value *page)
{
    const cr_json_value *told = cr_json_value_member(edition, "sources");
    const cr_json_value *its = cr_json_value_member(cr_json_value_member(page, "edition"), "sources");
    for (size_t i = 0; i < cr_json_value_count(its); i++) {
        cr_view hash = cr_json_value_member_text(cr_json_value_at(its, i), "hash");
        for (size_t k = 0; k < cr_json_value_count(told); k++)
            if (cr_view_equal(hash, cr_json_value_member_text(cr_json_value_at(told, k), "hash")))
                return true;
    }
    return false;
}

/* An edition as the data hold it: with the companies that it tells of. */
static cr_view with_companies(writing *w, const cr_json_value *edition, cr_json_document *const *pages, cr_view json)
{
    cr_buf text = {0};
    cr_json_writer writer = {.out = &text};
    cr_json_begin_object(&writer);
    cr_json_put_name(&writer, "companies");
    cr_json_begin_array(&writer);
    for (size_t i = 0; i < w->order->n_companies; i++) {
        const cr_json_value *page = cr_json_document_root(pages[i]);
        if (!tells_of(edition, page))
            continue;
        cr_json_begin_object(&writer);
        cr_json_member_string(&writer, "id", cr_json_value_member_text(page, "id"));
        cr_json_member_string(&writer, "name", cr_json_value_member_text(page, "name"));
        cr_json_end_object(&writer);
    }
    cr_json_end_array(&writer);
    cr_buf_append_byte(&text, ',');
    cr_buf_append(&text, cr_view_slice(cr_view_trim(json), 1, json.size));  // behind its "{"
    cr_buf_append_byte(&text, '\n');
    cr_view kept = cr_arena_copy(&w->arena, cr_buf_view(&text));
    cr_buf_release(&text);
    return kept;
}

/* An edition that says again what the data hold, without its companies at hand, keeps those that it had. */
static bool is_stored(writing *w, const char *path, cr_view json, cr_view *stored)
{
    cr_buf text = {0};
    cr_view end = cr_view_slice(cr_view_trim(json), 1, json.size);
    bool same = w->order->n_companies == 0 && cr_file_exists(in_folder(w, path)) &&
                !cr_file_read(in_folder(w, path), CR_MAX_FILE, &text, NULL) &&
                cr_view_starts(cr_buf_view(&text), CR_VIEW("{\"companies\":[")) &&
                cr_view_ends(cr_view_trim(cr_buf_view(&text)), end);
    *stored = same ? cr_arena_copy(&w->arena, cr_buf_view(&text)) : (cr_view){0};
    cr_buf_release(&text);
    return same;
}

static cr_status add_edition(writing *w, cr_json_document *const *pages, cr_error *error)
{
    cr_json_document *edition = NULL;
    cr_status status = cr_json_document_parse(w->order->edition, "the edition", &edition, error);
    if (status)
        return status;
    cr_view day = cr_site_day(cr_json_document_root(edition));
    if (!day.size) {
        status = cr_error_set(error, CR_USAGE, "a site has a page for each day, and no article names one: --date DAY");
    } else {
        const char *path = data_path(w, "editions", day);
        cr_view text;
        if (!is_stored(w, path, w->order->edition, &text))
            text = with_companies(w, cr_json_document_root(edition), pages, w->order->edition);
        w->editions = CR_ARENA_ARRAY(&w->arena, cr_view, 1);
        w->editions[w->n_editions++] = text;
        w->data[w->n_data++] = (cr_site_file){cr_view_of(path), text};
    }
    cr_json_document_free(edition);
    return status;
}

/* What this run brings. */
static cr_status add_new(writing *w, cr_error *error)
{
    size_t n = w->order->n_companies;
    cr_json_document **pages = CR_ARENA_ZEROED(&w->arena, cr_json_document *, n);
    cr_status status = CR_OK;
    w->data = CR_ARENA_ARRAY(&w->arena, cr_site_file, n + 1);
    w->companies = CR_ARENA_ARRAY(&w->arena, cr_view, n);
    for (size_t i = 0; i < n && !status; i++) {
        status = cr_json_document_parse(w->order->companies[i], "a company page", &pages[i], error);
        if (status)
            break;
        cr_view id = cr_json_value_member_text(cr_json_document_root(pages[i]), "id");
        if (!cr_site_is_id(id))
            status = cr_error_set(error, CR_INPUT, "a company of a site has an id of a-z, 0-9 and '-', not '%.*s'",
                                  (int)id.size, id.data ? id.data : "");
        w->companies[w->n_companies++] = w->order->companies[i];
        w->data[w->n_data++] = (cr_site_file){cr_view_of(data_path(w, "companies", id)), w->order->companies[i]};
    }
    if (!status && w->order->edition.size)
        status = add_edition(w, pages, error);
    for (size_t i = 0; i < n; i++)
        if (pages[i])
            cr_json_document_free(pages[i]);
    return status;
}

/* ---- the manifest: what we wrote -------------------------------------------------------------------------------------- */

/* A path that leads out of the folder, or elsewhere in it than it says, is none of ours. */
static bool is_inside(const char *path)
{
    if (!*path || *path == '/')
        return false;
    for (const char *part = path; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t size = strcspn(part, "/");
        if (size == 0 || (size <= 2 && strncmp(part, "..", size) == 0))
            return false;
    }
    return true;
}

static entry *find_entry(writing *w, cr_map *index, cr_view path)
{
    bool added;
    cr_map_slot *slot = cr_map_put(index, path, &added);
    if (added) {
        slot->value = w->n_entries;
        w->entries[w->n_entries++] = (entry){.path = path};
    }
    return &w->entries[slot->value];
}

typedef struct listing {
    writing *w;
    cr_map index;
} listing;

static void take_known(void *context, const char *name, const cr_json_value *value)
{
    listing *l = context;
    if (is_inside(name))
        find_entry(l->w, &l->index, cr_arena_copy(&l->w->arena, cr_view_of(name)))->known = cr_arena_copy(
            &l->w->arena, cr_json_value_text(value));
}

static void count_member(void *context, const char *name, const cr_json_value *value)
{
    (void)name;
    (void)value;
    ++*(size_t *)context;
}

static int compare_entries(const void *a, const void *b)
{
    return cr_view_compare(((const entry *)a)->path, ((const entry *)b)->path);
}

/* What we wrote and what is made now, side by side. */
static cr_status list_entries(writing *w, const cr_site *site, cr_error *error)
{
    const char *path = in_folder(w, MANIFEST);
    cr_json_document *manifest = NULL;
    const cr_json_value *files = NULL;
    cr_buf text = {0};
    size_t n = site->n_files + w->n_data;
    listing l = {.w = w};
    if (cr_file_exists(path)) {
        cr_status status = cr_file_read(path, CR_MAX_FILE, &text, error);
        if (!status)
            status = cr_json_document_parse(cr_buf_view(&text), path, &manifest, error);
        cr_buf_release(&text);
        if (status)
            return status;
        files = cr_json_value_member(cr_json_document_root(manifest), "files");
        cr_json_value_each(files, count_member, &n);
        w->was_cut_off = cr_json_value_is_true(cr_json_value_member(cr_json_document_root(manifest), "writing"));
    }
    w->entries = CR_ARENA_ARRAY(&w->arena, entry, n);
    cr_json_value_each(files, take_known, &l);
    if (manifest)
        cr_json_document_free(manifest);
    for (size_t i = 0; i < site->n_files + w->n_data; i++) {
        const cr_site_file *file = i < w->n_data ? &w->data[i] : &site->files[i - w->n_data];
        entry *e = find_entry(w, &l.index, file->path);
        e->is_made = true;
        e->bytes = file->bytes;
    }
    cr_map_release(&l.index);
    if (w->n_entries)
        qsort(w->entries, w->n_entries, sizeof *w->entries, compare_entries);
    return CR_OK;
}

static void append_hash(cr_buf *out, cr_view bytes)
{
    cr_buf_append_format(out, "%016llx", (unsigned long long)cr_hash(bytes));
}

/* is_before: what is about to be written counts as ours besides what was, so that a run that is cut off is carried on. */
static cr_status write_manifest(writing *w, bool is_before, cr_error *error)
{
    cr_buf text = {0}, hashes = {0};
    cr_json_writer writer = {.out = &text};
    const char *path = in_folder(w, MANIFEST);
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "schema", CR_VIEW(SCHEMA));
    if (is_before)
        cr_json_member_bool(&writer, "writing", true);
    cr_json_put_name(&writer, "files");
    cr_json_begin_object(&writer);
    for (size_t i = 0; i < w->n_entries; i++) {
        const entry *e = &w->entries[i];
        bool is_ours = e->is_made && e->action != LEAVE;
        cr_buf_clear(&hashes);
        if (is_ours)
            append_hash(&hashes, e->bytes);
        if (e->known.size && (!is_ours || (is_before && e->action == WRITE)) && (is_before || e->action != REMOVE) &&
            e->action != FORGET) {
            cr_buf_append_string(&hashes, hashes.size ? " " : "");
            cr_buf_append(&hashes, e->known);
        }
        if (!hashes.size)
            continue;
        cr_buf_append_string(&text, writer.comma ? ",\n" : "\n");
        writer.comma = false;
        cr_json_put_name(&writer, e->path.data);
        cr_json_put_string(&writer, cr_buf_view(&hashes));
    }
    cr_json_end_object(&writer);
    cr_json_end_object(&writer);
    cr_buf_append_byte(&text, '\n');
    bool same = cr_file_holds(path, cr_buf_view(&text));
    cr_file_clean(path);
    cr_status status = same ? CR_OK : cr_file_write(path, cr_buf_view(&text), error);
    cr_buf_release(&text);
    cr_buf_release(&hashes);
    return status;
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

/* Whether the bytes are what we wrote. */
static bool is_ours(const entry *e, cr_view bytes)
{
    cr_buf hash = {0};
    append_hash(&hash, bytes);
    bool found = cr_view_find(e->known, cr_buf_view(&hash)) != CR_NOT_FOUND;
    cr_buf_release(&hash);
    return found;
}

static void decide(writing *w, entry *e)
{
    const char *path = in_folder(w, e->path.data);
    struct stat info;
    cr_buf old = {0};
    if (!e->is_made && w->n_passed) {
        e->action = UNCHANGED;
        return;
    }
    bool is_there = lstat(path, &info) == 0;
    bool is_read = is_there && S_ISREG(info.st_mode) && !cr_file_read(path, CR_MAX_FILE, &old, NULL);
    if (!is_there)
        e->action = e->is_made ? WRITE : FORGET;
    else if (e->is_made && is_read && cr_view_equal(cr_buf_view(&old), e->bytes))
        e->action = UNCHANGED;
    else if (is_read && is_ours(e, cr_buf_view(&old)))
        e->action = e->is_made ? WRITE : REMOVE;
    else
        e->action = e->is_made ? LEAVE : FORGET;
    if (is_there && (e->action == LEAVE || e->action == FORGET)) {
        cr_error problem = {0};
        cr_error_set(&problem, CR_IO,
                     e->known.size ? "'%s' was changed by somebody: it is left" : "'%s' is not ours: it is left", path);
        if (e->action == FORGET)
            e->action = LEAVE, e->known = (cr_view){0};
        cr_io_warn(w->io, w->config, &problem);
    }
    cr_buf_release(&old);
}

/* Removes a file of ours, and the folders that it leaves empty. */
static cr_status remove_file(writing *w, const entry *e, cr_error *error)
{
    const char *path = in_folder(w, e->path.data);
    if (unlink(path) != 0 && errno != ENOENT)
        return cr_error_errno(error, "remove", path);
    cr_view above = e->path;
    for (;;) {
        size_t end = above.size;
        while (end > 0 && above.data[end - 1] != '/')
            end--;
        if (end == 0)
            return CR_OK;
        above = cr_view_slice(above, 0, end - 1);
        if (rmdir(in_folder(w, cr_arena_copy(&w->arena, above).data)) != 0)
            return CR_OK;  // something else is in it
    }
}

static cr_status carry_out(writing *w, cr_error *error)
{
    cr_status status = CR_OK;
    for (size_t i = 0; i < w->n_entries && !status; i++) {
        const entry *e = &w->entries[i];
        const char *path = in_folder(w, e->path.data);
        if (w->was_cut_off && e->is_made)
            cr_file_clean(path);
        if (e->action == WRITE) {
            status = cr_file_make_folders(path, error);
            if (!status)
                status = cr_file_write(path, e->bytes, error);
        } else if (e->action == REMOVE) {
            status = remove_file(w, e, error);
        }
    }
    return status;
}

static cr_status write_files(writing *w, const cr_site *site, cr_site_outcome *outcome, cr_error *error)
{
    cr_status status = list_entries(w, site, error);
    for (size_t i = 0; i < w->n_entries && !status; i++) {
        decide(w, &w->entries[i]);
        outcome->n_written += w->entries[i].action == WRITE;
        outcome->n_unchanged += w->entries[i].action == UNCHANGED && w->entries[i].is_made;
        outcome->n_removed += w->entries[i].action == REMOVE;
        outcome->n_left += w->entries[i].action == LEAVE;
    }
    if (status || w->config->dry_run)
        return status;
    if (outcome->n_written || outcome->n_removed || w->was_cut_off) {
        status = write_manifest(w, true, error);
        if (!status)
            status = carry_out(w, error);
    }
    return status ? status : write_manifest(w, false, error);
}

/* An address as links begin with it: without a stroke at its end. */
static cr_status check_address(writing *w, cr_error *error)
{
    cr_view given = cr_view_of(w->order->address), address = {0};
    if (given.size)
        address = cr_address_check(given, &w->arena);
    while (cr_view_ends(address, CR_VIEW("/")))
        address.size--;
    if (given.size && (!address.size || cr_view_find_byte(address, '?') != CR_NOT_FOUND ||
                       cr_view_find_byte(address, '#') != CR_NOT_FOUND))
        return cr_error_set(error, CR_USAGE, "'%s' is no address of a site, such as https://example.org/news",
                            w->order->address);
    w->address = address;
    return CR_OK;
}

cr_status cr_site_write(const cr_config *config, const cr_site_order *order, const cr_io *io, cr_site_outcome *outcome,
                        cr_error *error)
{
    writing w = {.config = config, .order = order, .io = io};
    cr_run_lock lock = {0};
    cr_templates *templates = NULL;
    cr_site site = {0};
    *outcome = (cr_site_outcome){0};
    cr_site_kind_of(order->kind, &w.kind);
    cr_status status = check_address(&w, error);
    if (!status)
        status = add_new(&w, error);
    if (!status && !config->dry_run)
        status = cr_file_make_folders(in_folder(&w, MANIFEST), error);
    if (!status && !config->dry_run)
        status = cr_run_lock_take(&lock, in_folder(&w, MANIFEST), error);
    if (!status)
        status = read_back(&w, "editions", &w.editions, &w.n_editions, error);
    if (!status)
        status = read_back(&w, "companies", &w.companies, &w.n_companies, error);
    if (!status)
        status = cr_rendering_templates(config, &templates, error);
    if (!status) {
        const cr_site_input input = {.kind = w.kind,
                                     .address = w.address,
                                     .editions = w.editions,
                                     .n_editions = w.n_editions,
                                     .companies = w.companies,
                                     .n_companies = w.n_companies,
                                     .templates = templates};
        status = cr_site_make(&input, &site, error);
    }
    if (!status)
        status = write_files(&w, &site, outcome, error);
    cr_run_lock_release(&lock);
    cr_site_release(&site);
    cr_templates_free(templates);
    cr_arena_release(&w.arena);
    return status;
}

void cr_site_outcome_append(const cr_site_outcome *outcome, bool is_dry, cr_buf *out)
{
    cr_buf_append_format(out, "%s%zu written, %zu unchanged, %zu removed, %zu left", is_dry ? "would be " : "",
                         outcome->n_written, outcome->n_unchanged, outcome->n_removed, outcome->n_left);
}

/* ---- companies ---------------------------------------------------------------------------------------------------- */

static cr_status add_company(cr_company_maker *maker, size_t entity, cr_arena *arena, cr_view *companies, size_t *n,
                             cr_error *error)
{
    cr_company_page page;
    cr_words *words = NULL;
    cr_buf json = {0};
    cr_company_make(maker, entity, &page);
    cr_status status = CR_OK;
    if (page.edition.n_stories)
        status = cr_rendering_words(maker->config, page.edition.lang, &words, error);
    if (words) {
        cr_render_company_json(&page, words, &json);
        cr_buf_append_byte(&json, '\n');
        companies[(*n)++] = cr_arena_copy(arena, cr_buf_view(&json));
    }
    cr_words_free(words);
    cr_buf_release(&json);
    cr_arena_clear(&maker->arena);
    return status;
}

cr_status cr_site_companies(const cr_config *config, const cr_corpus *corpus, const bool *followed, cr_arena *arena,
                            const cr_view **companies, size_t *n, cr_error *error)
{
    size_t n_entities = corpus->tools.entities->n_entities;
    cr_view *made = CR_ARENA_ARRAY(arena, cr_view, n_entities);
    cr_company_maker maker;
    cr_status status = CR_OK;
    *n = 0;
    cr_company_maker_init(&maker, config, corpus);
    for (size_t e = 0; e < n_entities && !status; e++)
        if (followed[e])
            status = add_company(&maker, e, arena, made, n, error);
    cr_company_maker_release(&maker);
    *companies = made;
    return status;
}
