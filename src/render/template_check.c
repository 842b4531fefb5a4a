#include "render/template_check.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "render/template_html.h"
#include "render/template_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_CONTEXTS = 64,  // sections in each other, over partials
    MOST_STEPS = 50000,  // looked at of one template and those it calls, and names in each of the sections around them
    MOST_FAULTS = 100,   // told of them
    MOST_NAMES = 512,    // that a mistyped one is compared with
    NAME_SIZE = 64,
    PATH_SIZE = 256,
};

typedef struct checking {
    const cr_model *model;
    cr_template_faults *faults;
    char contexts[MOST_CONTEXTS][PATH_SIZE];  // [n_contexts] paths of the model, the innermost last
    size_t n_contexts, depth, n_steps, n_faults;
    size_t n_unknown;     // sections around that the model does not know: what would be in them is not known either
    cr_map told;          // steps and what is wrong with them
    cr_arena arena;       // of its keys
    bool is_markup;       // HTML or XML; not of a part of others, which by itself begins nowhere
    cr_html_place place;  // in a page that has a letter for each value
} checking;

void cr_template_faults_release(cr_template_faults *faults)
{
    cr_buf_release(&faults->lines);
    cr_map_release(&faults->known);
    free(faults->parts);
    cr_arena_release(&faults->arena);
}

static void add(cr_template_faults *faults, const cr_error *error)
{
    char line[CR_ERROR_SOURCE_SIZE + CR_ERROR_TEXT_SIZE + 64];
    bool added;
    cr_error_format(error, line, sizeof line);
    cr_view text = cr_view_of(line);
    cr_map_slot *slot = cr_map_put(&faults->known, text, &added);
    if (!added)
        return;
    slot->key = cr_arena_copy(&faults->arena, text);
    cr_buf_append(&faults->lines, text);
    cr_buf_append_byte(&faults->lines, '\n');
    faults->n++;
}

/* True the first time that it is asked for a step, which several may call, and a message. */
static bool is_untold(checking *c, const cr_step *step, const char *format)
{
    const void *parts[] = {step, format};
    cr_view key = {(const char *)parts, sizeof parts};
    bool added = false;
    if (c->n_faults == MOST_FAULTS)
        return false;
    cr_map_slot *slot = cr_map_put(&c->told, key, &added);
    if (added)
        slot->key = cr_arena_copy(&c->arena, key);
    c->n_faults += added;
    return added;
}

#define TELL(c, template_, step, ...)                                                                 \
    do {                                                                                              \
        cr_error fault_ = {0};                                                                        \
        cr_program_error(cr_template_program(template_), (step)->at, &fault_, CR_INPUT, __VA_ARGS__); \
        add((c)->faults, &fault_);                                                                    \
    } while (0)

/* A fault at a step. */
#define FAULT(c, template_, step, format, ...)             \
    do {                                                   \
        if (is_untold(c, step, format))                    \
            TELL(c, template_, step, format, __VA_ARGS__); \
    } while (0)

static void join(char *out, const char *path, const char *name)
{
    char joined[PATH_SIZE];
    snprintf(joined, sizeof joined, "%.120s%s%.120s", path, *path ? "." : "", name);
    memcpy(out, joined, sizeof joined);
}

/* The name below one of some paths, PATH_SIZE bytes each, that was most likely meant, in out; NULL if there is none. */
static const char *nearest(const checking *c, const char *paths, size_t n_paths, const char *name, char out[NAME_SIZE])
{
    char names[MOST_NAMES][NAME_SIZE];
    const char *known[MOST_NAMES + 1];
    size_t n = 0;
    for (size_t i = n_paths; i > 0; i--)
        for (size_t k = 0; n < MOST_NAMES; k++, n++) {
            known[n] = cr_model_name(c->model, cr_view_of(paths + (i - 1) * PATH_SIZE), k, names[n], NAME_SIZE);
            if (!known[n])
                break;
        }
    known[n] = NULL;
    const char *found = cr_nearest(name, known);
    if (found)
        memcpy(out, found, NAME_SIZE);
    return found ? out : NULL;
}

/* Looks for a name in all sections below a path; what leads to it goes to out. */
static bool find_below(const checking *c, const char *path, const char *name, char out[PATH_SIZE])
{
    char member[NAME_SIZE], below[PATH_SIZE];
    for (size_t k = 0; cr_model_name(c->model, cr_view_of(path), k, member, sizeof member); k++) {
        join(below, path, member);
        cr_member_kind kind = cr_model_member(c->model, cr_view_of(below));
        if (strcmp(member, name) == 0) {
            memcpy(out, path, strlen(path) + 1);
            return true;
        }
        if (kind == CR_MEMBER_LIST)
            memcpy(below + strlen(below), "[]", 3);
        if (kind != CR_MEMBER_TEXT && find_below(c, below, name, out))
            return true;
    }
    return false;
}

/* "stories[].quotations[]" as the tags that lead there. */
static void append_sections(char *out, size_t size, const char *path)
{
    size_t used = 0;
    while (*path && used < size) {
        size_t length = strcspn(path, "."), bare = strcspn(path, ".[");
        used += (size_t)snprintf(out + used, size - used, "{{#%.*s}}", (int)bare, path);
        path += length + (path[length] == '.');
    }
}

/* Tells that a name is not known: where it was looked for, and what may have been meant. k: its part that is none. */
static void tell_unknown(checking *c, const cr_template *template, const cr_step *step, size_t k, const char *parent)
{
    static const char *const unknown = "unknown";
    char meant[NAME_SIZE], path[PATH_SIZE], sections[PATH_SIZE];
    const char *name = step->name.parts[k], *title = cr_model_title(c->model);
    int length = (int)step->text.size, prefix = 0;
    for (size_t i = 0; i < k; i++)
        prefix += (int)strlen(step->name.parts[i]) + 1;
    if (!is_untold(c, step, unknown))  // before it costs a search
        return;
    const char *other = k ? nearest(c, parent, 1, name, meant) : nearest(c, c->contexts[0], c->n_contexts, name, meant);
    if (other)
        TELL(c, template, step, "no '%.*s' in %s (did you mean '%.*s%s'?)", length, step->text.data, title, prefix,
             step->text.data, other);
    else if (k == 0 && find_below(c, "", name, path)) {
        append_sections(sections, sizeof sections, path);
        TELL(c, template, step, "no '%.*s' here in %s, only in %s", length, step->text.data, title, sections);
    } else {
        TELL(c, template, step, "no '%.*s' in %s", length, step->text.data, title);
    }
}

/* What a name stands for: the path goes to out. A name that is not known is told, but for what stands in a section that is none. */
static cr_member_kind find(checking *c, const cr_template *template, const cr_step *step, char *out)
{
    cr_member_kind kind = CR_MEMBER_NONE;
    const cr_step_name *name = &step->name;
    char parent[PATH_SIZE] = "";
    if (name->n_parts == 0) {
        memcpy(out, c->contexts[c->n_contexts - 1], PATH_SIZE);
        return CR_MEMBER_TEXT;
    }
    for (size_t i = c->n_contexts; i > 0 && !kind; i--, c->n_steps++) {
        join(out, c->contexts[i - 1], name->parts[0]);
        kind = cr_model_member(c->model, cr_view_of(out));
    }
    size_t k = 0;
    while (kind && k + 1 < name->n_parts) {
        if (kind == CR_MEMBER_LIST) {
            FAULT(c, template, step, "'%s' is a list: '%.*s' wants a section {{#%s}}", name->parts[k],
                  (int)step->text.size, step->text.data, name->parts[k]);
            return CR_MEMBER_NONE;
        }
        k++;
        memcpy(parent, out, sizeof parent);
        join(out, parent, name->parts[k]);
        kind = cr_model_member(c->model, cr_view_of(out));
    }
    if (!kind && !c->n_unknown)
        tell_unknown(c, template, step, k, parent);
    return kind;
}

static void write(checking *c, cr_view text)
{
    if (c->is_markup)
        cr_html_place_follow(&c->place, text);
}

static void look(checking *c, const cr_template *template, const cr_template_scope *scopes, size_t first, size_t last);

static void look_at_section(checking *c, const cr_template *template, const cr_template_scope *scopes,
                            const cr_step *step, size_t body)
{
    char path[PATH_SIZE] = "";
    cr_member_kind kind = c->model ? find(c, template, step, path) : CR_MEMBER_NONE;
    bool enters = step->kind == CR_STEP_SECTION && kind && c->n_contexts < MOST_CONTEXTS;
    if (enters) {
        char *context = c->contexts[c->n_contexts++];
        snprintf(context, PATH_SIZE, "%.250s%s", path, kind == CR_MEMBER_LIST ? "[]" : "");
    }
    bool is_unknown = c->model && !kind;
    cr_html_place before = c->place;
    c->n_unknown += is_unknown;
    look(c, template, scopes, body, step->end);
    c->n_unknown -= is_unknown;
    c->n_contexts -= enters;
    if (!cr_html_place_equal(&before, &c->place))
        FAULT(c, template, step, "'%.*s' begins %s and ends %s: close in a section what it opens", (int)step->text.size,
              step->text.data, cr_html_place_name(&before), cr_html_place_name(&c->place));
}

static void look_at_value(checking *c, const cr_template *template, const cr_step *step)
{
    char path[PATH_SIZE], why[CR_ERROR_TEXT_SIZE];
    cr_member_kind kind = c->model ? find(c, template, step, path) : CR_MEMBER_TEXT;
    if (kind == CR_MEMBER_LIST || kind == CR_MEMBER_OBJECT)
        FAULT(c, template, step, "'%.*s' is no text: it wants a section", (int)step->text.size, step->text.data);
    if (step->kind == CR_STEP_RAW)
        return;
    if (cr_html_place_refuses(&c->place, step->text, why, sizeof why))
        FAULT(c, template, step, "%s", why);
    write(c, CR_VIEW("x"));
}

static bool is_part(const cr_template_faults *faults, const char *name)
{
    for (size_t i = 0; i < faults->n_parts; i++)
        if (strcmp(faults->parts[i], name) == 0)
            return true;
    return false;
}

static void add_part(cr_template_faults *faults, const char *name)
{
    if (is_part(faults, name))
        return;
    faults->parts = cr_grow(faults->parts, &faults->capacity, faults->n_parts + 1, sizeof *faults->parts);
    faults->parts[faults->n_parts++] = cr_arena_copy(&faults->arena, cr_view_of(name)).data;
}

static void look_at_other(checking *c, const cr_template *template, const cr_template_scope *scopes,
                          const cr_step *step, size_t body)
{
    char path[PATH_SIZE];
    const cr_template *other = NULL;
    cr_error error = {0};
    if (step->is_dynamic) {  // which one it is, only the value tells
        if (c->model)
            find(c, template, step, path);
        c->faults->calls_by_value |= c->model != NULL;
        return;
    }
    if (cr_template_partial(template, step->text, &other, &error)) {
        add(c->faults, &error);
        return;
    }
    if (!other) {
        if (cr_template_is_name(step->text))
            FAULT(c, template, step, "no template '%.*s'", (int)step->text.size, step->text.data);
        else
            FAULT(c, template, step, "'%.*s' is no name of a template", (int)step->text.size, step->text.data);
        return;
    }
    if (c->model)
        add_part(c->faults, cr_template_name(other));
    if (c->depth == CR_MAX_TEMPLATE_DEPTH)
        return;  // it calls itself, for what is below: this was seen
    cr_template_scope own = {template, body, step->end, scopes};
    c->depth++;
    look(c, other, step->kind == CR_STEP_PARENT ? &own : scopes, 0, cr_template_program(other)->n_steps);
    c->depth--;
}

/* What takes the place of a block; itself where nothing does. */
static void look_at_block(checking *c, const cr_template *template, const cr_template_scope *scopes,
                          const cr_step *step, size_t body)
{
    const cr_template_scope *where = NULL;
    const cr_step *found = cr_template_block(scopes, step->text, &where, &c->n_steps);
    if (!found) {
        look(c, template, scopes, body, step->end);
        return;
    }
    size_t first = (size_t)(found - cr_template_program(where->template)->steps) + 1;
    look(c, where->template, where->outer, first, found->end);
}

static void look(checking *c, const cr_template *template, const cr_template_scope *scopes, size_t first, size_t last)
{
    const cr_step *steps = cr_template_program(template)->steps;
    for (size_t i = first; i < last && c->n_steps < MOST_STEPS && c->n_faults < MOST_FAULTS; i = steps[i].end) {
        const cr_step *step = &steps[i];
        c->n_steps++;
        switch (step->kind) {
        case CR_STEP_TEXT:
        case CR_STEP_LINE:
            write(c, step->text);
            break;
        case CR_STEP_VALUE:
        case CR_STEP_RAW:
            look_at_value(c, template, step);
            break;
        case CR_STEP_SECTION:
        case CR_STEP_INVERTED:
            look_at_section(c, template, scopes, step, i + 1);
            break;
        case CR_STEP_PARTIAL:
        case CR_STEP_PARENT:
            look_at_other(c, template, scopes, step, i + 1);
            break;
        case CR_STEP_BLOCK:
            look_at_block(c, template, scopes, step, i + 1);
            break;
        }
    }
}

void cr_template_check(cr_templates *templates, const char *name, const cr_model *model, cr_template_faults *faults)
{
    checking c = {.model = model, .faults = faults, .n_contexts = 1};
    cr_template_escape escape = cr_template_escape_of(name);
    c.place.is_xml = escape == CR_ESCAPE_XML;
    c.is_markup = model && (escape == CR_ESCAPE_HTML || c.place.is_xml);
    const cr_template *template = NULL;
    cr_error error = {0};
    if (cr_template_load(templates, name, &template, &error))
        add(faults, &error);
    else
        look(&c, template, NULL, 0, cr_template_program(template)->n_steps);
    if (c.n_faults == MOST_FAULTS || c.n_steps >= MOST_STEPS) {
        cr_error_at(&error, CR_LIMIT, cr_template_program(template)->path, 0, 0, "%s: the rest is not looked at",
                    c.n_faults == MOST_FAULTS ? "many faults" : "templates call templates without end");
        add(faults, &error);
    }
    cr_map_release(&c.told);
    cr_arena_release(&c.arena);
}

static bool has_tag(const cr_program *program)
{
    for (size_t i = 0; i < program->n_steps; i++)
        if (program->steps[i].kind != CR_STEP_TEXT && program->steps[i].kind != CR_STEP_LINE)
            return true;
    return false;
}

void cr_template_check_use(cr_templates *templates, const char *name, cr_template_faults *faults)
{
    const cr_template *template = NULL;
    cr_error error = {0};
    if (cr_model_of(name) || is_part(faults, name) || faults->calls_by_value ||
        cr_template_load(templates, name, &template, NULL))
        return;
    size_t n = 0;
    while (cr_model_template(n))
        n++;
    const char **used = CR_ARENA_ZEROED(&faults->arena, const char *, n + faults->n_parts + 1);
    for (size_t i = 0; i < n; i++)
        used[i] = cr_model_template(i);
    for (size_t i = 0; i < faults->n_parts; i++)
        used[n + i] = faults->parts[i];
    const char *meant = cr_nearest(name, used);
    if (!meant && !has_tag(cr_template_program(template)))
        return;
    if (meant)
        cr_error_at(&error, CR_INPUT, cr_template_program(template)->path, 0, 0,
                    "no command and no template uses it (did you mean '%s'?)", meant);
    else
        cr_error_at(&error, CR_INPUT, cr_template_program(template)->path, 0, 0, "no command and no template uses it");
    add(faults, &error);
}
