#include "render/template.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "render/template_parse.h"
#include "render/template_set.h"
#include "render/template_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cr_template {
    cr_templates *templates;
    const char *name;  // "daily.md"
    bool exists;       // false: no folder has it, or it is malformed
    cr_error error;    // of a malformed one
    cr_program program;
};

struct cr_templates {
    const char **folders;  // [n_folders]
    size_t n_folders;
    cr_map known;         // name -> index into items
    cr_template **items;  // [n_items]
    size_t n_items, capacity;
    cr_arena arena;
};

/* ---- the set ------------------------------------------------------------------------------------------------------ */

cr_templates *cr_templates_new(const char *const *folders, size_t n_folders)
{
    cr_templates *templates = cr_allocate_zeroed(1, sizeof *templates);
    templates->folders = CR_ARENA_ARRAY(&templates->arena, const char *, n_folders);
    for (size_t i = 0; i < n_folders; i++)
        if (folders[i])
            templates->folders[templates->n_folders++] = cr_arena_copy(&templates->arena, cr_view_of(folders[i])).data;
    return templates;
}

void cr_templates_free(cr_templates *templates)
{
    if (!templates)
        return;
    cr_map_release(&templates->known);
    free(templates->items);
    cr_arena_release(&templates->arena);
    free(templates);
}

static cr_view ending_of(cr_view name)
{
    size_t dot = name.size;
    while (dot > 0 && name.data[dot - 1] != '.' && name.data[dot - 1] != '/')
        dot--;
    return dot > 0 && name.data[dot - 1] == '.' ? cr_view_slice(name, dot, name.size) : (cr_view){0};
}

static bool is_ending(cr_view ending, cr_template_escape *escape)
{
    static const struct {
        const char *ending;
        cr_template_escape escape;
    } known[] = {{"md", CR_ESCAPE_MARKDOWN}, {"html", CR_ESCAPE_HTML}, {"htm", CR_ESCAPE_HTML},
                 {"xml", CR_ESCAPE_XML},     {"svg", CR_ESCAPE_XML},   {"yaml", CR_ESCAPE_YAML},
                 {"yml", CR_ESCAPE_YAML},    {"json", CR_ESCAPE_JSON}, {"txt", CR_ESCAPE_TEXT}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (cr_view_equal(ending, cr_view_of(known[i].ending))) {
            *escape = known[i].escape;
            return true;
        }
    return false;
}

cr_template_escape cr_template_escape_of(const char *name)
{
    cr_template_escape escape = CR_ESCAPE_TEXT;
    is_ending(ending_of(cr_view_of(name)), &escape);
    return escape;
}

bool cr_template_is_name(cr_view name)
{
    bool starts = true;
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.data[i];
        bool plain = cr_is_alpha(byte) || cr_is_digit(byte) || byte == '-' || byte == '_';
        if (!plain && (starts || (byte != '.' && byte != '/')))
            return false;
        starts = byte == '/';
    }
    return name.size > 0 && name.size <= 200 && !starts;
}

static cr_template *add_item(cr_templates *templates, cr_view name)
{
    bool added;
    cr_map_slot *slot = cr_map_put(&templates->known, name, &added);
    if (!added)
        return templates->items[slot->value];
    cr_template *item = CR_ARENA_NEW(&templates->arena, cr_template);
    cr_view kept = cr_arena_copy(&templates->arena, name);
    slot->key = kept;
    slot->value = templates->n_items;
    item->templates = templates;
    item->name = kept.data;
    templates->items = cr_grow(templates->items, &templates->capacity, templates->n_items + 1,
                               sizeof *templates->items);
    templates->items[templates->n_items++] = item;
    return item;
}

static cr_status compile(cr_template *item, const char *path, cr_view source, cr_error *error)
{
    cr_arena *arena = &item->templates->arena;
    cr_status status = cr_program_parse(path, cr_arena_copy(arena, source), arena, &item->program, error);
    item->exists = status == CR_OK;
    return status;
}

/* Sets the error of a malformed one, each time that it is asked for. */
static cr_status tell(const cr_template *item, cr_error *error)
{
    if (!item->error.status)
        return CR_OK;
    if (error && !error->status)
        *error = item->error;
    return item->error.status;
}

cr_status cr_templates_add(cr_templates *templates, const char *name, cr_view source, cr_error *error)
{
    cr_template *item = add_item(templates, cr_view_of(name));
    compile(item, item->name, source, &item->error);
    return tell(item, error);
}

/* Reads it from the first folder that has it. */
static void read(cr_template *item)
{
    cr_templates *templates = item->templates;
    cr_status status = CR_OK;
    for (size_t i = 0; i < templates->n_folders && !item->exists && !status; i++) {
        const char *path = cr_path_join(&templates->arena, templates->folders[i], item->name);
        if (!cr_file_exists(path) || cr_file_is_folder(path))
            continue;
        cr_buf source = {0};
        status = cr_file_read(path, CR_MAX_TEMPLATE, &source, &item->error);
        if (!status)
            status = compile(item, path, cr_buf_view(&source), &item->error);
        cr_buf_release(&source);
    }
}

cr_status cr_template_get(cr_templates *templates, cr_view name, const cr_template **result, cr_error *error)
{
    *result = NULL;
    if (!cr_template_is_name(name))
        return CR_OK;
    const cr_map_slot *slot = cr_map_find(&templates->known, name);
    cr_template *item = slot ? templates->items[slot->value] : NULL;
    if (!item) {
        item = add_item(templates, name);
        read(item);
    }
    *result = item->exists ? item : NULL;
    return tell(item, error);
}

cr_status cr_template_load(cr_templates *templates, const char *name, const cr_template **result, cr_error *error)
{
    cr_status status = cr_template_get(templates, cr_view_of(name), result, error);
    if (!status && !*result)
        status = cr_error_set(error, CR_IO, "no template '%s'", name);
    return status;
}

cr_status cr_template_partial(const cr_template *template, cr_view name, const cr_template **result, cr_error *error)
{
    cr_template_escape escape;
    cr_view own = cr_view_of(template->name), ending = ending_of(own);
    cr_buf full = {0};
    cr_buf_append(&full, name);
    if (ending.size && !is_ending(ending_of(name), &escape)) {
        cr_buf_append_byte(&full, '.');
        cr_buf_append(&full, ending);
    }
    cr_status status = cr_template_get(template->templates, cr_buf_view(&full), result, error);
    cr_buf_release(&full);
    return status;
}

const cr_program *cr_template_program(const cr_template *template)
{
    return &template->program;
}

const char *cr_template_name(const cr_template *template)
{
    return template->name;
}

const cr_step *cr_template_block(const cr_template_scope *scopes, cr_view name, const cr_template_scope **where,
                                 size_t *n_steps)
{
    const cr_step *found = NULL;
    for (const cr_template_scope *s = scopes; s; s = s->outer) {
        const cr_step *steps = s->template->program.steps;
        for (size_t i = s->first; i < s->last; i = steps[i].end, ++*n_steps)
            if (steps[i].kind == CR_STEP_BLOCK && cr_view_equal(steps[i].text, name)) {
                found = &steps[i];
                *where = s;
                break;
            }
    }
    return found;
}

/* ---- rendering ---------------------------------------------------------------------------------------------------- */

enum { MOST_VALUES = 256 };  // of the stack of what sections stand for

/* A template that is at work, or the content of a block. */
typedef struct frame {
    const cr_template *template;
    cr_view indent;                   // before each line, behind that of `outer`
    const struct frame *outer;        // NULL: it stands at the start of lines
    size_t strip;                     // white space that each line loses
    const cr_template_scope *scopes;  // whose blocks take the place of ours; the innermost
} frame;

typedef struct rendering {
    cr_template_writer writer;
    const cr_json_value *values[MOST_VALUES];  // [n_values] innermost last
    size_t n_values;
    size_t depth, n_steps;
    bool skip_indent;  // the next line goes on one that is there
    cr_buf text;
    cr_error *error;
} rendering;

static cr_status run(rendering *r, const frame *f, size_t first, size_t last);

static const cr_json_value *look_up(const rendering *r, const cr_step_name *name)
{
    if (name->n_parts == 0)
        return r->values[r->n_values - 1];
    const cr_json_value *value = NULL;
    for (size_t i = r->n_values; i > 0 && !value; i--)
        value = cr_json_value_member(r->values[i - 1], name->parts[0]);
    for (size_t k = 1; k < name->n_parts && value; k++)
        value = cr_json_value_member(value, name->parts[k]);
    return value;
}

static bool is_something(const cr_json_value *value)
{
    switch (cr_json_value_kind(value)) {
    case CR_JSON_ABSENT:
    case CR_JSON_NULL:
        return false;
    case CR_JSON_BOOL:
        return cr_json_value_is_true(value);
    case CR_JSON_STRING:
        return cr_json_value_text(value).size > 0;
    case CR_JSON_ARRAY:
        return cr_json_value_count(value) > 0;
    case CR_JSON_INTEGER:
    case CR_JSON_REAL:
    case CR_JSON_OBJECT:
        break;
    }
    return true;
}

static const cr_program *program_of(const frame *f)
{
    return &f->template->program;
}

static void put_indent(rendering *r, const frame *f)
{
    if (f->outer)
        put_indent(r, f->outer);
    cr_template_put_literal(&r->writer, f->indent);
}

/* Another step, or an element of a list. */
static cr_status count_step(rendering *r, const frame *f, const cr_step *step)
{
    size_t most = r->writer.escape == CR_ESCAPE_MARKDOWN ? CR_MAX_MARKDOWN : CR_MAX_TEMPLATE_OUTPUT;
    if (++r->n_steps > CR_MAX_TEMPLATE_STEPS)
        return cr_program_error(program_of(f), step->at, r->error, CR_LIMIT, "more than %zu steps for one document",
                                CR_MAX_TEMPLATE_STEPS);
    if (r->writer.document.size + r->writer.pending.size > most)
        return cr_program_error(program_of(f), step->at, r->error, CR_LIMIT, "a document of more than %zu MiB",
                                most / CR_MIB);
    return CR_OK;
}

static cr_status enter(rendering *r, const frame *f, const cr_step *step)
{
    if (r->depth == CR_MAX_TEMPLATE_DEPTH)
        return cr_program_error(program_of(f), step->at, r->error, CR_LIMIT,
                                "templates in each other to a depth of more than %zu", CR_MAX_TEMPLATE_DEPTH);
    r->depth++;
    return CR_OK;
}

static cr_status run_with(rendering *r, const frame *f, const cr_step *step, size_t first, const cr_json_value *value)
{
    if (r->n_values == MOST_VALUES)
        return cr_program_error(program_of(f), step->at, r->error, CR_LIMIT, "more than %d values in each other",
                                (int)MOST_VALUES);
    cr_status status = count_step(r, f, step);
    r->values[r->n_values++] = value;
    if (!status)
        status = run(r, f, first, step->end);
    r->n_values--;
    return status;
}

static cr_status run_section(rendering *r, const frame *f, const cr_step *step, size_t body)
{
    const cr_json_value *value = look_up(r, &step->name);
    bool is_list = cr_json_value_kind(value) == CR_JSON_ARRAY;
    if (step->kind == CR_STEP_INVERTED)
        return is_something(value) ? CR_OK : run(r, f, body, step->end);
    if (!is_list)
        return is_something(value) ? run_with(r, f, step, body, value) : CR_OK;
    cr_status status = CR_OK;
    for (size_t i = 0; i < cr_json_value_count(value) && !status; i++)
        status = run_with(r, f, step, body, cr_json_value_at(value, i));
    return status;
}

/* Runs the template that a tag names. body: its first step. */
static cr_status run_other(rendering *r, const frame *f, const cr_step *step, size_t body)
{
    const cr_template *other = NULL;
    cr_view name = step->is_dynamic ? cr_json_value_text(look_up(r, &step->name)) : step->text;
    cr_status status = cr_template_partial(f->template, name, &other, r->error);
    if (status || !other)
        return status;
    status = enter(r, f, step);
    if (status)
        return status;
    cr_template_scope own = {f->template, body, step->end, f->scopes};
    frame next = {.template = other, .scopes = step->kind == CR_STEP_PARENT ? &own : f->scopes};
    if (step->is_standalone) {
        next.outer = f;
        next.indent = cr_view_slice(step->indent, f->strip, step->indent.size);
    }
    r->skip_indent = false;
    status = run(r, &next, 0, other->program.n_steps);
    r->depth--;
    return status;
}

static cr_status run_block(rendering *r, const frame *f, const cr_step *step, size_t body)
{
    const cr_template_scope *where = NULL;
    const cr_step *other = cr_template_block(f->scopes, step->text, &where, &r->n_steps);
    if (!other)
        return run(r, f, body, step->end);
    cr_status status = enter(r, f, step);
    if (status)
        return status;
    frame next = {.template = where->template,
                  .indent = cr_view_slice(step->indent, f->strip, step->indent.size),
                  .outer = f,
                  .strip = other->starts_line ? other->indent.size : 0,
                  .scopes = where->outer};
    r->skip_indent = other->starts_line && !step->is_standalone;
    if (step->is_standalone && !other->starts_line)
        put_indent(r, &next);
    status = run(r, &next, (size_t)(other - where->template->program.steps) + 1, other->end);
    r->skip_indent = false;
    r->depth--;
    return status;
}

static void run_line(rendering *r, const frame *f, const cr_step *step)
{
    if (!r->skip_indent)
        put_indent(r, f);
    r->skip_indent = false;
    cr_template_put_literal(&r->writer, cr_view_slice(step->text, f->strip, step->text.size));
}

static cr_status run_value(rendering *r, const frame *f, const cr_step *step)
{
    char why[CR_ERROR_TEXT_SIZE];
    if (step->kind == CR_STEP_VALUE && cr_html_place_refuses(&r->writer.place, step->text, why, sizeof why))
        return cr_program_error(program_of(f), step->at, r->error, CR_INPUT, "%s", why);
    const cr_json_value *value = look_up(r, &step->name);
    bool is_plain = step->kind == CR_STEP_RAW ||
                    (cr_json_value_kind(value) == CR_JSON_INTEGER && cr_json_value_size(value, SIZE_MAX) != SIZE_MAX);
    cr_buf_clear(&r->text);
    cr_json_value_append(value, &r->text);
    if (is_plain)
        cr_template_put_literal(&r->writer, cr_buf_view(&r->text));
    else
        cr_template_put_value(&r->writer, cr_buf_view(&r->text));
    return CR_OK;
}

static cr_status run(rendering *r, const frame *f, size_t first, size_t last)
{
    const cr_program *program = program_of(f);
    cr_status status = CR_OK;
    for (size_t i = first; i < last && !status;) {
        const cr_step *step = &program->steps[i];
        status = count_step(r, f, step);
        if (status)
            return status;
        switch (step->kind) {
        case CR_STEP_TEXT:
            cr_template_put_literal(&r->writer, step->text);
            break;
        case CR_STEP_LINE:
            run_line(r, f, step);
            break;
        case CR_STEP_VALUE:
        case CR_STEP_RAW:
            status = run_value(r, f, step);
            break;
        case CR_STEP_SECTION:
        case CR_STEP_INVERTED:
            status = run_section(r, f, step, i + 1);
            break;
        case CR_STEP_PARTIAL:
        case CR_STEP_PARENT:
            status = run_other(r, f, step, i + 1);
            break;
        case CR_STEP_BLOCK:
            status = run_block(r, f, step, i + 1);
            break;
        }
        i = step->end;
    }
    return status;
}

cr_status cr_template_render(const cr_template *template, const cr_json_value *value, cr_buf *out, cr_error *error)
{
    rendering *r = cr_allocate_zeroed(1, sizeof *r);
    r->writer.escape = cr_template_escape_of(template->name);
    r->writer.place.is_xml = r->writer.escape == CR_ESCAPE_XML;
    r->values[r->n_values++] = value;
    r->error = error;
    frame f = {.template = template};
    cr_status status = run(r, &f, 0, template->program.n_steps);
    if (!status)
        status = cr_template_finish(&r->writer, template->program.path, out, error);
    cr_template_writer_release(&r->writer);
    cr_buf_release(&r->text);
    free(r);
    return status;
}

cr_status cr_template_render_json(cr_templates *templates, const char *name, cr_view json, cr_buf *out, cr_error *error)
{
    const cr_template *template = NULL;
    cr_json_document *document = NULL;
    cr_status status = cr_template_load(templates, name, &template, error);
    if (!status)
        status = cr_json_document_parse(json, name, &document, error);
    if (!status)
        status = cr_template_render(template, cr_json_document_root(document), out, error);
    if (document)
        cr_json_document_free(document);
    return status;
}
