#include "lexicon/entities.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/locale.h"
#include "text/plain_letters.h"
#include "text/tag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ID = 80 };

static const char *const KINDS[] = {
    [CR_ENTITY_COMPANY] = "company", [CR_ENTITY_INSTITUTION] = "institution", [CR_ENTITY_PERSON] = "person",
    [CR_ENTITY_PLACE] = "place",     [CR_ENTITY_PRODUCT] = "product",
};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS };

static const char *const SCRIPTS[] = {"Arab", "Cyrl", "Deva", "Grek", "Hans", "Hant",
                                      "Hebr", "Jpan", "Kore", "Latn", "Thai"};

const char *cr_entity_kind_name(cr_entity_kind kind)
{
    return KINDS[kind];
}

/* ---- reading lines ------------------------------------------------------------------------------------------------ */

/* A file under way. */
typedef struct reader {
    cr_entities *entities;
    const char *path;
    size_t line;
    bool own;
    cr_error *error;
    cr_map ids;    // id -> line of its stanza, in this file
    cr_map langs;  // tags that are known
    cr_locale *names;
    // the open stanza
    bool open, removes, follows;
    size_t opened;  // its line
    cr_entity entity;
    cr_alias *aliases;  // [entity.n_aliases]
    size_t capacity;
} reader;

static cr_status wrong(reader *r, size_t line, const char *what, cr_view text)
{
    return cr_error_at(r->error, CR_INPUT, r->path, line, 0, "%s: '%.*s'", what,
                       (int)(text.size > 200 ? 200 : text.size), text.data);
}

static size_t count_letters(cr_view text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.size; n++)
        cr_utf8_next(text, &at);
    return n;
}

static cr_view next_word(cr_view *rest)
{
    *rest = cr_view_trim(*rest);
    ptrdiff_t space = cr_view_find_byte(*rest, ' ');
    cr_view word = cr_view_slice(*rest, 0, space == CR_NOT_FOUND ? rest->size : (size_t)space);
    *rest = cr_view_trim(cr_view_slice(*rest, word.size, rest->size));
    return word;
}

/* Calls take with each line that says something, trimmed and valid. */
static cr_status read_lines(reader *r, cr_status (*take)(reader *r, cr_view line))
{
    cr_buf content = {0};
    cr_status status = cr_file_read(r->path, CR_MAX_LEXICON_FILE, &content, r->error);
    cr_view rest = cr_buf_view(&content), line;
    if (cr_view_starts(rest, CR_VIEW("\xEF\xBB\xBF")))
        rest = cr_view_slice(rest, 3, rest.size);
    for (r->line = 1; !status && cr_view_next_line(&rest, &line); r->line++) {
        size_t valid = cr_utf8_valid(line);
        if (valid < line.size)
            status = cr_error_at(r->error, CR_INPUT, r->path, r->line, valid + 1, "not UTF-8");
        line = cr_view_trim(line);
        if (!status && line.size > 0 && line.data[0] != '#')
            status = take(r, line);
    }
    cr_buf_release(&content);
    return status;
}

/* ---- stanzas ------------------------------------------------------------------------------------------------------ */

static bool is_id(cr_view id)
{
    for (size_t i = 0; i < id.size; i++)
        if (!(id.data[i] >= 'a' && id.data[i] <= 'z') && !cr_is_digit(id.data[i]) && id.data[i] != '-')
            return false;
    return id.size > 0 && id.size <= MAX_ID;
}

/* Writes the tag, or fails where no language or script is called so. */
static cr_status read_tag(reader *r, cr_view tag, char out[16])
{
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        if (cr_view_equal(tag, cr_view_of(SCRIPTS[i]))) {
            snprintf(out, 16, "%s", SCRIPTS[i]);
            return CR_OK;
        }
    cr_tag_normalise(tag, out);
    bool added = false;
    cr_map_slot *slot = cr_map_put(&r->langs, cr_view_of(out), &added);
    if (!added)
        return slot->value ? CR_OK : wrong(r, r->line, "unknown language", tag);
    slot->key = cr_arena_copy(&r->entities->arena, slot->key);
    cr_buf name = {0};
    if (!r->names && cr_locale_new("en", &r->names, r->error))
        return r->error ? r->error->status : CR_LIBRARY;
    cr_locale_append_language(r->names, out, &name);
    slot->value = strcmp(out, "und") != 0 && !cr_view_equal(cr_buf_view(&name), cr_view_of(out));
    cr_buf_release(&name);
    return slot->value ? CR_OK : wrong(r, r->line, "unknown language", tag);
}

static void add_alias(reader *r, cr_view text, cr_alias_use use, const char *lang)
{
    r->aliases = cr_grow(r->aliases, &r->capacity, r->entity.n_aliases + 1, sizeof *r->aliases);
    cr_alias *alias = &r->aliases[r->entity.n_aliases++];
    *alias = (cr_alias){.text = cr_arena_copy(&r->entities->arena, text), .use = use};
    snprintf(alias->lang, sizeof alias->lang, "%s", lang);
}

/* Words or phrases parted by commas. */
static cr_status add_phrases(reader *r, cr_view list, cr_alias_use use)
{
    while (list.size) {
        ptrdiff_t comma = cr_view_find_byte(list, ',');
        size_t end = comma == CR_NOT_FOUND ? list.size : (size_t)comma;
        cr_view phrase = cr_view_trim(cr_view_slice(list, 0, end));
        if (phrase.size)
            add_alias(r, phrase, use, "");
        list = cr_view_slice(list, end + 1, list.size);
    }
    return CR_OK;
}

static cr_status add_name(reader *r, cr_view key, cr_view value, cr_alias_use use)
{
    char lang[16] = "";
    if (count_letters(value) < 2)
        return wrong(r, r->line, "a name of one letter", value);
    cr_view rest = key;
    next_word(&rest);
    cr_status status = rest.size ? read_tag(r, rest, lang) : CR_OK;
    if (status)
        return status;
    if (use == CR_ALIAS_NAME && !rest.size) {
        if (r->entity.name.size)
            return wrong(r, r->line, "a second name", value);
        r->entity.name = cr_arena_copy(&r->entities->arena, value);
    }
    add_alias(r, value, use, lang);
    return CR_OK;
}

static cr_status read_truth(reader *r, cr_view value, bool *truth)
{
    if (!cr_view_equal(value, CR_VIEW("true")) && !cr_view_equal(value, CR_VIEW("false")))
        return wrong(r, r->line, "neither true nor false", value);
    *truth = value.size == 4;
    return CR_OK;
}

static cr_status read_kind(reader *r, cr_view value)
{
    for (size_t k = 0; k < N_KINDS; k++)
        if (cr_view_equal(value, cr_view_of(KINDS[k]))) {
            r->entity.kind = (cr_entity_kind)k;
            return CR_OK;
        }
    return wrong(r, r->line, "unknown kind", value);
}

static cr_status read_member(reader *r, cr_view key, cr_view value)
{
    static const struct {
        const char *key;
        cr_alias_use use;
        bool is_list;
    } NAMES[] = {
        {"name", CR_ALIAS_NAME, false},      {"alias", CR_ALIAS_FULL, false}, {"short", CR_ALIAS_SHORT, false},
        {"context", CR_ALIAS_CONTEXT, true}, {"not", CR_ALIAS_NOT, true},     {"legal", CR_ALIAS_LEGAL, true},
    };
    cr_view tag = key, word = next_word(&tag);
    if (!value.size)
        return wrong(r, r->line, "nothing behind the key", key);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (!cr_view_equal(word, cr_view_of(NAMES[i].key)))
            continue;
        if (NAMES[i].is_list && tag.size)
            break;
        return NAMES[i].is_list ? add_phrases(r, value, NAMES[i].use) : add_name(r, key, value, NAMES[i].use);
    }
    if (cr_view_equal(key, CR_VIEW("kind")))
        return read_kind(r, value);
    if (cr_view_equal(key, CR_VIEW("remove")))
        return read_truth(r, value, &r->removes);
    if (cr_view_equal(key, CR_VIEW("follow")))
        return read_truth(r, value, &r->follows);
    cr_view *member = cr_view_equal(key, CR_VIEW("ticker"))    ? &r->entity.ticker
                      : cr_view_equal(key, CR_VIEW("domain"))  ? &r->entity.domain
                      : cr_view_equal(key, CR_VIEW("country")) ? &r->entity.country
                                                               : NULL;
    if (!member)
        return wrong(r, r->line, "unknown key", key);
    *member = cr_arena_copy(&r->entities->arena, value);
    return CR_OK;
}

/* Puts what the stanza says in the place of what was known of its id. */
static cr_status close_stanza(reader *r)
{
    if (!r->open)
        return CR_OK;
    r->open = false;
    cr_entities *e = r->entities;
    const cr_map_slot *known = cr_map_find(&e->ids, r->entity.id);
    if (r->removes || (r->follows && !r->entity.name.size)) {
        if (r->entity.n_aliases)
            return wrong(r, r->opened, "names that are told beside `remove` or, without a `name`, `follow`",
                         r->entity.id);
        if (!known)
            return wrong(r, r->opened, "there is no such entity", r->entity.id);
        e->entities[known->value].followed = r->follows;
        if (r->removes)
            e->entities[known->value].n_aliases = 0;
        return CR_OK;
    }
    if (!r->entity.name.size)
        return wrong(r, r->opened, "no `name` is told of", r->entity.id);
    cr_alias *aliases = CR_ARENA_ARRAY(&e->arena, cr_alias, r->entity.n_aliases);
    memcpy(aliases, r->aliases, r->entity.n_aliases * sizeof *aliases);
    r->entity.aliases = aliases;
    r->entity.followed = r->own;
    if (known) {
        e->entities[known->value] = r->entity;
        return CR_OK;
    }
    e->entities = cr_grow(e->entities, &e->capacity, e->n_entities + 1, sizeof *e->entities);
    cr_map_put(&e->ids, r->entity.id, NULL)->value = e->n_entities;
    e->entities[e->n_entities++] = r->entity;
    return CR_OK;
}

static cr_status open_stanza(reader *r, cr_view line)
{
    if (line.data[line.size - 1] != ']')
        return wrong(r, r->line, "no ']' at the end", line);
    cr_view id = cr_view_slice(line, 1, line.size - 1);
    if (!is_id(id))
        return wrong(r, r->line, "an id is made of up to 80 of a-z, 0-9 and -", id);
    id = cr_arena_copy(&r->entities->arena, id);
    bool added;
    cr_map_slot *slot = cr_map_put(&r->ids, id, &added);
    if (!added)
        return cr_error_at(r->error, CR_INPUT, r->path, r->line, 0, "the id '%s' stands already in line %zu", id.data,
                           slot->value);
    slot->value = r->line;
    r->entity = (cr_entity){.id = id};
    r->removes = r->follows = false;
    r->opened = r->line;
    r->open = true;
    return CR_OK;
}

static cr_status read_list_line(reader *r, cr_view line)
{
    if (line.data[0] == '[') {
        cr_status status = close_stanza(r);
        return status ? status : open_stanza(r, line);
    }
    if (!r->open)
        return wrong(r, r->line, "an [id] is wanted first", line);
    ptrdiff_t colon = cr_view_find_byte(line, ':');
    if (colon == CR_NOT_FOUND)
        return wrong(r, r->line, "no ':' in this line", line);
    return read_member(r, cr_view_trim(cr_view_slice(line, 0, (size_t)colon)),
                       cr_view_trim(cr_view_slice(line, (size_t)colon + 1, line.size)));
}

static cr_status read_list(cr_entities *entities, const char *path, bool own, cr_error *error)
{
    reader r = {.entities = entities, .path = path, .own = own, .error = error};
    cr_status status = read_lines(&r, read_list_line);
    if (!status)
        status = close_stanza(&r);
    cr_locale_free(r.names);
    cr_map_release(&r.ids);
    cr_map_release(&r.langs);
    free(r.aliases);
    return status;
}

/* ---- legal forms and endings -------------------------------------------------------------------------------------- */

static cr_status read_legal_line(reader *r, cr_view line)
{
    add_alias(r, line, CR_ALIAS_LEGAL, "");
    return CR_OK;
}

static cr_status read_legal_forms(cr_entities *entities, const char *path, cr_error *error)
{
    reader r = {.entities = entities, .path = path, .error = error};
    cr_status status = read_lines(&r, read_legal_line);
    cr_view *forms = CR_ARENA_ARRAY(&entities->arena, cr_view, r.entity.n_aliases);
    for (size_t i = 0; i < r.entity.n_aliases; i++)
        forms[i] = r.aliases[i].text;
    entities->legal_forms = forms;
    entities->n_legal_forms = r.entity.n_aliases;
    free(r.aliases);
    return status;
}

/* The list of endings grows at the head of entities->endings, which has room. */
static cr_status read_endings_line(reader *r, cr_view line)
{
    enum { MOST_ENDINGS = 256 };
    cr_entities *entities = r->entities;
    cr_arena *arena = &entities->arena;
    cr_name_endings language = {0};
    cr_view rest = line;
    cr_status status = read_tag(r, next_word(&rest), language.lang);
    if (!status && !cr_view_to_size(next_word(&rest), &language.least))
        status = wrong(r, r->line, "a number of letters is wanted behind the language", line);
    cr_view *suffixes = CR_ARENA_ARRAY(arena, cr_view, MOST_ENDINGS),
            *prefixes = CR_ARENA_ARRAY(arena, cr_view, MOST_ENDINGS);
    while (!status && rest.size) {
        cr_view word = next_word(&rest);
        bool is_prefix = word.size > 1 && cr_view_ends(word, CR_VIEW("-"));
        if (language.n_suffixes == MOST_ENDINGS || language.n_prefixes == MOST_ENDINGS)
            return wrong(r, r->line, "too many endings", line);
        cr_buf plain = {0};
        cr_plain_letters(is_prefix ? cr_view_slice(word, 0, word.size - 1) : word, &plain);
        cr_view copy = cr_arena_copy(arena, cr_buf_view(&plain));
        cr_buf_release(&plain);
        if (is_prefix)
            prefixes[language.n_prefixes++] = copy;
        else
            suffixes[language.n_suffixes++] = copy;
    }
    language.suffixes = suffixes;
    language.prefixes = prefixes;
    cr_name_endings *all = CR_ARENA_ARRAY(arena, cr_name_endings, entities->n_endings + 1);
    if (entities->n_endings)
        memcpy(all, entities->endings, entities->n_endings * sizeof *all);
    all[entities->n_endings++] = language;
    entities->endings = all;
    return status;
}

static cr_status read_endings(cr_entities *entities, const char *path, cr_error *error)
{
    reader r = {.entities = entities, .path = path, .error = error};
    cr_status status = read_lines(&r, read_endings_line);
    cr_locale_free(r.names);
    cr_map_release(&r.langs);
    return status;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

cr_status cr_entities_load(const cr_entity_files *files, cr_entities **entities, cr_error *error)
{
    cr_entities *made = cr_allocate_zeroed(1, sizeof *made);
    cr_status status = CR_OK;
    if (files->list)
        status = read_list(made, files->list, false, error);
    if (!status && files->own)
        status = read_list(made, files->own, true, error);
    if (!status && files->legal_forms)
        status = read_legal_forms(made, files->legal_forms, error);
    if (!status && files->endings)
        status = read_endings(made, files->endings, error);
    if (status)
        cr_entities_free(made);
    else
        *entities = made;
    return status;
}

void cr_entities_free(cr_entities *entities)
{
    if (!entities)
        return;
    free(entities->entities);
    cr_map_release(&entities->ids);
    cr_arena_release(&entities->arena);
    free(entities);
}

static bool is_called(const cr_entity *entity, cr_alias_use use, cr_view plain, cr_buf *scratch)
{
    for (size_t i = 0; i < entity->n_aliases; i++) {
        if (entity->aliases[i].use != use)
            continue;
        cr_buf_clear(scratch);
        cr_plain_letters(entity->aliases[i].text, scratch);
        if (cr_view_equal(cr_buf_view(scratch), plain))
            return true;
    }
    return false;
}

size_t cr_entities_find(const cr_entities *entities, cr_view name)
{
    const cr_map_slot *slot = cr_map_find(&entities->ids, name);
    if (slot && entities->entities[slot->value].n_aliases)
        return slot->value;
    cr_buf plain = {0}, scratch = {0};
    cr_plain_letters(name, &plain);
    size_t found = CR_NO_ENTITY;
    for (cr_alias_use use = CR_ALIAS_NAME; use <= CR_ALIAS_SHORT && found == CR_NO_ENTITY; use++)
        for (size_t i = 0; i < entities->n_entities && found == CR_NO_ENTITY; i++)
            if (is_called(&entities->entities[i], use, cr_buf_view(&plain), &scratch))
                found = i;
    cr_buf_release(&plain);
    cr_buf_release(&scratch);
    return found;
}

/* "Nordhav Line" gives "nordhav-line"; a number is put behind where that is taken, and alone where nothing is left. */
static cr_view make_id(const cr_entities *entities, cr_view name, cr_arena *arena)
{
    cr_buf plain = {0}, id = {0};
    cr_plain_letters(name, &plain);
    for (size_t i = 0; i < plain.size && id.size < MAX_ID - 20; i++) {
        char byte = plain.data[i];
        if (cr_is_alpha(byte) || cr_is_digit(byte))
            cr_buf_append_byte(&id, byte);
        else if (id.size && id.data[id.size - 1] != '-')
            cr_buf_append_byte(&id, '-');
    }
    while (id.size && id.data[id.size - 1] == '-')
        id.size--;
    if (!id.size)
        cr_buf_append_string(&id, "name");
    size_t stem = id.size;
    for (size_t n = 2; cr_map_find(&entities->ids, cr_buf_view(&id)); n++) {
        id.size = stem;
        cr_buf_append_format(&id, "-%zu", n);
    }
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&id));
    cr_buf_release(&plain);
    cr_buf_release(&id);
    return copy;
}

size_t cr_entities_add(cr_entities *entities, cr_view name)
{
    cr_arena *arena = &entities->arena;
    cr_alias *alias = CR_ARENA_NEW(arena, cr_alias);
    alias->text = cr_arena_copy(arena, name);
    alias->use = CR_ALIAS_NAME;
    cr_entity entity = {
        .id = make_id(entities, name, arena), .name = alias->text, .aliases = alias, .n_aliases = 1, .followed = true};
    entities->entities = cr_grow(entities->entities, &entities->capacity, entities->n_entities + 1, sizeof entity);
    cr_map_put(&entities->ids, entity.id, NULL)->value = entities->n_entities;
    entities->entities[entities->n_entities] = entity;
    return entities->n_entities++;
}

cr_view cr_entity_name(const cr_entity *entity, const char *lang)
{
    for (size_t i = 0; i < entity->n_aliases; i++)
        if (entity->aliases[i].use == CR_ALIAS_NAME && entity->aliases[i].lang[0] &&
            cr_tag_same_language(entity->aliases[i].lang, lang))
            return entity->aliases[i].text;
    return entity->name;
}
