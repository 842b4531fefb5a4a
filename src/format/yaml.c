#include "format/yaml.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct level {
    bool is_mapping, wants_key;
    bool again;  // the reader's before it
    yaml_mark_t key_mark;
    size_t key_size;  // of the key in `key` before this level's own
    size_t number;    // of the mapping, for telling its keys from those of others
    size_t n_items;   // of a list, so far
} level;

typedef struct reader {
    yaml_parser_t parser;
    const char *source;
    size_t first_line;
    cr_arena *arena;
    cr_error *error;
    level levels[CR_MAX_NESTING];
    size_t n_levels;
    size_t n_mappings;
    cr_buf key;             // of the value under way, with its levels joined by stops
    yaml_mark_t key_mark;   // where its last part stands
    yaml_mark_t head_mark;  // where its first part stands
    bool again;             // that part, or one above it, stood there before
    cr_map keys;            // those that stood, each behind the number of its mapping
    cr_buf scratch;
    cr_yaml_entry *entries;
    size_t n_entries, capacity;
} reader;

static cr_status fail(reader *r, cr_status status, yaml_mark_t mark, const char *text)
{
    return cr_error_at(r->error, status, r->source, r->first_line + mark.line, mark.column + 1, "%s", text);
}

/* Each value gets a copy of its key: a long one above many would take much more memory than the text. */
static cr_status set_key(reader *r, cr_view name, yaml_mark_t mark)
{
    r->key.size = r->levels[r->n_levels - 1].key_size;
    if (r->key.size + name.size >= CR_MAX_YAML_KEY)
        return fail(r, CR_LIMIT, mark, "a key that is too long");
    if (r->key.size)
        cr_buf_append_byte(&r->key, '.');
    cr_buf_append(&r->key, name);
    const level *top = &r->levels[r->n_levels - 1];
    cr_buf_clear(&r->scratch);
    cr_buf_append(&r->scratch, (cr_view){(const char *)&top->number, sizeof top->number});
    cr_buf_append(&r->scratch, name);
    bool added;
    cr_map_slot *slot = cr_map_put(&r->keys, cr_buf_view(&r->scratch), &added);
    if (added)
        slot->key = cr_arena_copy(r->arena, slot->key);
    r->again = top->again || !added;
    r->key_mark = mark;
    if (r->n_levels == 1)
        r->head_mark = mark;
    return CR_OK;
}

/* Another element of the list under way, if it is one: a list of lists counts as the outermost does. */
static void count_item(reader *r)
{
    if (r->n_levels && !r->levels[r->n_levels - 1].is_mapping)
        r->levels[r->n_levels - 1].n_items++;
}

static void value_done(reader *r)
{
    if (r->n_levels && r->levels[r->n_levels - 1].is_mapping)
        r->levels[r->n_levels - 1].wants_key = true;
}

static cr_status open_level(reader *r, bool is_mapping, yaml_mark_t mark)
{
    if (r->n_levels == 0 && !is_mapping)
        return fail(r, CR_INPUT, mark, "not a list of keys and values");
    if (r->n_levels && r->levels[r->n_levels - 1].wants_key)
        return fail(r, CR_INPUT, mark, "a key must be a plain text");
    if (r->n_levels == CR_MAX_NESTING)
        return fail(r, CR_LIMIT, mark, "too many levels");
    count_item(r);
    r->levels[r->n_levels++] = (level){.is_mapping = is_mapping,
                                       .wants_key = is_mapping,
                                       .again = r->again,
                                       .key_mark = r->key_mark,
                                       .key_size = r->key.size,
                                       .number = is_mapping ? r->n_mappings++ : 0};
    return CR_OK;
}

static bool is_null(const yaml_event_t *event, cr_view text)
{
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (text.size == 0 || cr_view_equal(text, CR_VIEW("~")) || cr_view_equal(text, CR_VIEW("null")));
}

static cr_status take_scalar(reader *r, const yaml_event_t *event)
{
    cr_view text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (r->n_levels == 0)
        return fail(r, CR_INPUT, event->start_mark, "not a list of keys and values");
    level *top = &r->levels[r->n_levels - 1];
    if (top->is_mapping && top->wants_key) {
        top->wants_key = false;
        return set_key(r, text, event->start_mark);
    }
    if (r->n_entries == CR_MAX_YAML_ENTRIES)
        return fail(r, CR_LIMIT, event->start_mark, "too many values");
    count_item(r);
    size_t outermost = 0;
    while (outermost + 1 < r->n_levels && r->levels[outermost].is_mapping)
        outermost++;
    r->entries = cr_grow(r->entries, &r->capacity, r->n_entries + 1, sizeof *r->entries);
    r->entries[r->n_entries++] = (cr_yaml_entry){
        .key = cr_arena_copy(r->arena, cr_buf_view(&r->key)),
        .value = is_null(event, text) ? (cr_view){NULL, 0} : cr_arena_copy(r->arena, text),
        .line = r->first_line + event->start_mark.line,
        .column = event->start_mark.column + 1,
        .key_line = r->first_line + r->key_mark.line,
        .key_column = r->key_mark.column + 1,
        .head_line = r->first_line + r->head_mark.line,
        .head_column = r->head_mark.column + 1,
        .item = r->levels[outermost].n_items,
        .in_list = !top->is_mapping,
        .again = r->again,
    };
    value_done(r);
    return CR_OK;
}

static cr_status take_event(reader *r, const yaml_event_t *event, bool *done)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return fail(r, CR_INPUT, event->start_mark, "aliases are not allowed");
    case YAML_SCALAR_EVENT:
        return take_scalar(r, event);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return open_level(r, event->type == YAML_MAPPING_START_EVENT, event->start_mark);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        r->n_levels--;
        r->key.size = r->levels[r->n_levels].key_size;
        r->again = r->levels[r->n_levels].again;
        r->key_mark = r->levels[r->n_levels].key_mark;
        value_done(r);
        return CR_OK;
    case YAML_DOCUMENT_START_EVENT:
        return r->n_entries ? fail(r, CR_INPUT, event->start_mark, "more than one document") : CR_OK;
    case YAML_STREAM_END_EVENT:
        *done = true;
        return CR_OK;
    default:
        return CR_OK;
    }
}

cr_status cr_yaml_read(cr_view text, const char *source, size_t first_line, cr_arena *arena, cr_yaml_entry **entries,
                       size_t *n_entries, cr_error *error)
{
    reader r = {.source = source, .first_line = first_line, .arena = arena, .error = error};
    cr_status status = CR_OK;
    *n_entries = 0;
    *entries = NULL;
    if (text.size > CR_MAX_YAML)
        return cr_error_at(error, CR_LIMIT, source, first_line, 0, "more than %zu KiB of YAML", CR_MAX_YAML / 1024);
    if (!yaml_parser_initialize(&r.parser))
        cr_out_of_memory();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.data, text.size);
    for (bool done = false; !done && !status;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r.parser, &event)) {
            if (r.parser.error == YAML_MEMORY_ERROR)
                cr_out_of_memory();
            status = fail(&r, CR_INPUT, r.parser.problem_mark, r.parser.problem ? r.parser.problem : "malformed YAML");
            break;
        }
        status = take_event(&r, &event, &done);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&r.parser);
    *n_entries = status ? 0 : r.n_entries;
    *entries = CR_ARENA_ARRAY(arena, cr_yaml_entry, r.n_entries);
    if (*n_entries)
        memcpy(*entries, r.entries, r.n_entries * sizeof **entries);
    free(r.entries);
    cr_buf_release(&r.key);
    cr_buf_release(&r.scratch);
    cr_map_release(&r.keys);
    return status;
}
