#include "render/template_parse.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum token_kind { TOKEN_TEXT, TOKEN_LINE_END, TOKEN_TAG } token_kind;

#define NONE UINT32_MAX

/* A stretch of the source: text of one line, the end of a line, or a tag. */
typedef struct token {
    token_kind kind;
    char sigil;           // of a tag: # ^ / > < $ ! = & { or 0
    bool is_dropped;      // white space or line end of a line that tags have for themselves
    bool is_standalone;   // of a tag: on such a line
    uint32_t start, end;  // bytes of the source
    uint32_t line;        // number of its line's first token
    uint32_t partner;     // of an opening tag its closing one, and the other way round
    cr_view content;      // of a tag: without sigil and white space around
} token;

typedef struct parser {
    cr_program *program;
    cr_view source;
    cr_view open, close;  // the delimiters
    token *tokens;        // [n_tokens]
    size_t n_tokens, token_capacity;
    cr_step *steps;  // [n_steps]
    size_t n_steps, step_capacity;
    cr_arena *arena;
    cr_error *error;
} parser;

cr_status cr_program_error(const cr_program *program, size_t at, cr_error *error, cr_status status, const char *format,
                           ...)
{
    char text[CR_ERROR_TEXT_SIZE];
    size_t line = 1, start = 0;
    for (size_t i = 0; i < at && i < program->source.size; i++)
        if (program->source.data[i] == '\n') {
            line++;
            start = i + 1;
        }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return cr_error_at(error, status, program->path, line, at - start + 1, "%s", text);
}

static bool is_blank(cr_view text)
{
    return cr_view_trim(text).size == 0;
}

static cr_view bytes_of(const parser *p, const token *t)
{
    return cr_view_slice(p->source, t->start, t->end);
}

/* ---- tokens ------------------------------------------------------------------------------------------------------- */

static token *add_token(parser *p, token_kind kind, size_t start, size_t end)
{
    p->tokens = cr_grow(p->tokens, &p->token_capacity, p->n_tokens + 1, sizeof *p->tokens);
    bool same_line = p->n_tokens && p->tokens[p->n_tokens - 1].kind != TOKEN_LINE_END;
    p->tokens[p->n_tokens] = (token){.kind = kind,
                                     .start = (uint32_t)start,
                                     .end = (uint32_t)end,
                                     .line = same_line ? p->tokens[p->n_tokens - 1].line : (uint32_t)p->n_tokens,
                                     .partner = NONE};
    return &p->tokens[p->n_tokens++];
}

static void add_text(parser *p, size_t start, size_t end)
{
    while (start < end) {
        ptrdiff_t found = cr_view_find_byte(cr_view_slice(p->source, start, end), '\n');
        size_t feed = found == CR_NOT_FOUND ? end : start + (size_t)found;
        size_t text_end = feed > start && feed < end && p->source.data[feed - 1] == '\r' ? feed - 1 : feed;
        if (text_end > start)
            add_token(p, TOKEN_TEXT, start, text_end);
        if (feed < end)
            add_token(p, TOKEN_LINE_END, text_end, feed + 1);
        start = feed + 1;
    }
}

static cr_status set_delimiters(parser *p, size_t at, cr_view content)
{
    size_t first = 0, last = content.size;
    while (first < content.size && !cr_is_space(content.data[first]))
        first++;
    while (last > first && !cr_is_space(content.data[last - 1]))
        last--;
    cr_view open = cr_view_slice(content, 0, first), close = cr_view_slice(content, last, content.size);
    if (!open.size || !close.size || !is_blank(cr_view_slice(content, first, last)) ||
        cr_view_find_byte(content, '=') != CR_NOT_FOUND)
        return cr_program_error(p->program, at, p->error, CR_INPUT,
                                "delimiters are set as in {{=<< >>=}}: two of them, without '='");
    p->open = open;
    p->close = close;
    return CR_OK;
}

static bool is_name(cr_view name)
{
    for (size_t i = 0; i < name.size; i++)
        if (cr_is_space(name.data[i]))
            return false;
    return name.size > 0;
}

/* Reads the tag at `start`; *end is behind it. */
static cr_status read_tag(parser *p, size_t start, size_t *end)
{
    size_t inside = start + p->open.size;
    char sigil = inside < p->source.size ? p->source.data[inside] : 0;
    bool is_known = sigil == '#' || sigil == '^' || sigil == '/' || sigil == '>' || sigil == '<' || sigil == '$' ||
                    sigil == '!' || sigil == '=' || sigil == '&' || sigil == '{';
    sigil = is_known ? sigil : 0;
    inside += is_known;
    cr_view rest = cr_view_slice(p->source, inside, p->source.size);
    ptrdiff_t found = CR_NOT_FOUND;
    size_t extra = sigil == '{' || sigil == '=';  // a byte before the closing delimiter
    for (size_t from = 0; from <= rest.size; from++) {
        ptrdiff_t next = cr_view_find(cr_view_slice(rest, from, rest.size), p->close);
        if (next == CR_NOT_FOUND)
            break;
        from += (size_t)next;
        if (!extra || (from > 0 && rest.data[from - 1] == (sigil == '{' ? '}' : '='))) {
            found = (ptrdiff_t)from;
            break;
        }
    }
    if (found == CR_NOT_FOUND)
        return cr_program_error(p->program, start, p->error, CR_INPUT,
                                "the tag that starts here is not closed by '%s%.*s'",
                                sigil == '{' ? "}"
                                : extra      ? "="
                                             : "",
                                (int)p->close.size, p->close.data);
    *end = inside + (size_t)found + p->close.size;
    token *tag = add_token(p, TOKEN_TAG, start, *end);
    tag->sigil = sigil;
    tag->content = cr_view_trim(cr_view_slice(rest, 0, (size_t)found - extra));
    if (sigil == '!')
        return CR_OK;
    if (sigil == '=')
        return set_delimiters(p, start, tag->content);
    cr_view name = tag->content;
    if ((sigil == '>' || sigil == '<' || sigil == '/') && name.size && name.data[0] == '*')
        name = cr_view_trim(cr_view_slice(name, 1, name.size));
    if (!is_name(name))
        return cr_program_error(p->program, start, p->error, CR_INPUT,
                                name.size ? "a name with white space in it: '%.*s'" : "a tag without a name%.*s",
                                (int)(name.size < 80 ? name.size : 80), name.data ? name.data : "");
    return CR_OK;
}

static cr_status tokenize(parser *p)
{
    cr_status status = CR_OK;
    for (size_t at = 0; at < p->source.size && !status;) {
        ptrdiff_t found = cr_view_find(cr_view_slice(p->source, at, p->source.size), p->open);
        size_t start = found == CR_NOT_FOUND ? p->source.size : at + (size_t)found;
        add_text(p, at, start);
        at = start;
        if (start < p->source.size)
            status = read_tag(p, start, &at);
    }
    return status;
}

static bool opens(const token *t)
{
    return t->kind == TOKEN_TAG && (t->sigil == '#' || t->sigil == '^' || t->sigil == '<' || t->sigil == '$');
}

/* Pairs the tags that open and close. */
static cr_status pair(parser *p)
{
    size_t stack[CR_MAX_TEMPLATE_DEPTH], depth = 0;
    for (size_t i = 0; i < p->n_tokens; i++) {
        token *t = &p->tokens[i];
        if (opens(t)) {
            if (depth == CR_MAX_TEMPLATE_DEPTH)
                return cr_program_error(p->program, t->start, p->error, CR_LIMIT,
                                        "more than %zu sections in each other", CR_MAX_TEMPLATE_DEPTH);
            stack[depth++] = i;
        } else if (t->kind == TOKEN_TAG && t->sigil == '/') {
            const token *opened = depth ? &p->tokens[stack[depth - 1]] : NULL;
            if (!opened)
                return cr_program_error(p->program, t->start, p->error, CR_INPUT, "'%.*s' is closed, but not open",
                                        (int)t->content.size, t->content.data);
            if (!cr_view_equal(opened->content, t->content))
                return cr_program_error(p->program, t->start, p->error, CR_INPUT,
                                        "'%.*s' is closed where '%.*s' is open", (int)t->content.size, t->content.data,
                                        (int)opened->content.size, opened->content.data);
            t->partner = (uint32_t)stack[--depth];
            p->tokens[t->partner].partner = (uint32_t)i;
        }
    }
    if (depth) {
        const token *opened = &p->tokens[stack[depth - 1]];
        return cr_program_error(p->program, opened->start, p->error, CR_INPUT, "'%.*s' is never closed",
                                (int)opened->content.size, opened->content.data);
    }
    return CR_OK;
}

/* ---- lines that tags have for themselves -------------------------------------------------------------------------- */

static char kind_of(const parser *p, const token *t)
{
    return t->sigil == '/' ? p->tokens[t->partner].sigil : t->sigil;
}

/* Whether the tags of the line [first, last), which has nothing else but white space, have it for themselves: a single tag that
 * writes nothing by itself; or several of inheritance, but not if all they do is to mark a place for a block. */
static bool is_standalone(const parser *p, size_t first, size_t last)
{
    size_t n_tags = 0, n_others = 0, n_parents = 0, n_halves = 0;
    for (size_t i = first; i < last; i++) {
        const token *t = &p->tokens[i];
        if (t->kind == TOKEN_TEXT && !is_blank(bytes_of(p, t)))
            return false;
        if (t->kind != TOKEN_TAG)
            continue;
        char kind = kind_of(p, t);
        if (kind == 0 || kind == '&' || kind == '{')
            return false;
        n_tags++;
        n_others += kind != '<' && kind != '$';
        n_parents += kind == '<';
        n_halves += t->partner != NONE && (t->partner < first || t->partner >= last);
        if (t->sigil == '<' && t->partner < last)
            i = t->partner;  // what stands between belongs to the parent
    }
    return n_tags == 1 || (n_tags > 1 && n_others == 0 && n_parents + n_halves > 0);
}

static void find_standalone(parser *p)
{
    for (size_t first = 0, last; first < p->n_tokens; first = last) {
        last = first;
        while (last < p->n_tokens && p->tokens[last].line == first)
            last++;
        if (!is_standalone(p, first, last))
            continue;
        for (size_t i = first; i < last; i++) {
            token *t = &p->tokens[i];
            if (t->kind == TOKEN_TAG)
                t->is_standalone = true;
            else
                t->is_dropped = true;
            if (t->sigil == '<' && t->partner < last)
                i = t->partner;
        }
    }
}

/* White space at the start of a token's line. */
static cr_view indent_of(const parser *p, size_t i)
{
    const token *first = &p->tokens[p->tokens[i].line];
    cr_view text = first->kind == TOKEN_TEXT ? bytes_of(p, first) : (cr_view){0};
    size_t size = 0;
    while (size < text.size && (text.data[size] == ' ' || text.data[size] == '\t'))
        size++;
    return cr_view_slice(text, 0, size);
}

/* ---- steps -------------------------------------------------------------------------------------------------------- */

static cr_step *add_step(parser *p, cr_step_kind kind, size_t at)
{
    p->steps = cr_grow(p->steps, &p->step_capacity, p->n_steps + 1, sizeof *p->steps);
    p->steps[p->n_steps] = (cr_step){.kind = kind, .at = (uint32_t)at, .end = (uint32_t)p->n_steps + 1};
    return &p->steps[p->n_steps++];
}

static void add_bytes(parser *p, size_t start, size_t end)
{
    cr_step *last = p->n_steps ? &p->steps[p->n_steps - 1] : NULL;
    if (last && last->kind == CR_STEP_TEXT && last->at + last->text.size == start)
        last->text.size += end - start;
    else if (end > start)
        add_step(p, CR_STEP_TEXT, start)->text = cr_view_slice(p->source, start, end);
}

static cr_step_name split_name(parser *p, cr_view name)
{
    if (cr_view_equal(name, CR_VIEW(".")))
        return (cr_step_name){0};
    size_t n = 1;
    for (size_t i = 0; i < name.size; i++)
        n += name.data[i] == '.';
    const char **parts = CR_ARENA_ARRAY(p->arena, const char *, n);
    for (size_t k = 0; k < n; k++) {
        ptrdiff_t dot = cr_view_find_byte(name, '.');
        size_t size = dot == CR_NOT_FOUND ? name.size : (size_t)dot;
        parts[k] = cr_arena_copy(p->arena, cr_view_slice(name, 0, size)).data;
        name = cr_view_slice(name, size + 1, name.size);
    }
    return (cr_step_name){parts, n};
}

/* What a block's lines are indented by: its content's first line that is not empty, else its own line. */
static cr_view indent_of_content(const parser *p, size_t i)
{
    const token *t = &p->tokens[i];
    if (t->is_standalone)
        for (size_t k = i + 1; k < t->partner; k++) {
            const token *line = &p->tokens[k];
            bool closes = k + 1 == t->partner && line->kind == TOKEN_TEXT && is_blank(bytes_of(p, line));
            if (line->line == k && line->kind != TOKEN_LINE_END && !closes)
                return indent_of(p, k);
        }
    return indent_of(p, i);
}

static void add_tag(parser *p, size_t i)
{
    static const struct {
        char sigil;
        cr_step_kind kind;
    } kinds[] = {{0, CR_STEP_VALUE},      {'&', CR_STEP_RAW},     {'{', CR_STEP_RAW},    {'#', CR_STEP_SECTION},
                 {'^', CR_STEP_INVERTED}, {'>', CR_STEP_PARTIAL}, {'<', CR_STEP_PARENT}, {'$', CR_STEP_BLOCK}};
    const token *t = &p->tokens[i];
    size_t k = 0;
    while (k < sizeof kinds / sizeof *kinds && kinds[k].sigil != t->sigil)
        k++;
    if (k == sizeof kinds / sizeof *kinds)
        return;
    cr_view name = t->content;
    bool is_dynamic = false;
    if ((t->sigil == '>' || t->sigil == '<') && name.data[0] == '*') {
        is_dynamic = true;
        name = cr_view_trim(cr_view_slice(name, 1, name.size));
    }
    cr_step *step = add_step(p, kinds[k].kind, t->start);
    step->text = name;
    step->is_dynamic = is_dynamic;
    step->is_standalone = t->is_standalone;
    if (t->sigil == '$') {
        const token *behind = &p->tokens[i + 1];  // its closing tag at the latest
        step->starts_line = t->is_standalone && behind->is_dropped &&
                            (behind->kind == TOKEN_LINE_END || p->tokens[i + 2].kind == TOKEN_LINE_END);
        step->indent = indent_of_content(p, i);
    } else if (t->sigil == '>' || t->sigil == '<') {
        step->indent = indent_of(p, i);
    }
    if (t->sigil != '$' && ((t->sigil != '>' && t->sigil != '<') || is_dynamic))
        step->name = split_name(p, name);
}

static void compile(parser *p)
{
    size_t open[CR_MAX_TEMPLATE_DEPTH], depth = 0;
    for (size_t i = 0; i < p->n_tokens; i++) {
        const token *t = &p->tokens[i];
        bool starts_line = t->line == i && !t->is_dropped && !t->is_standalone && t->kind != TOKEN_LINE_END;
        size_t start = t->start;
        if (starts_line) {
            cr_view indent = indent_of(p, i);
            add_step(p, CR_STEP_LINE, start)->text = indent;
            start += indent.size;
        }
        if (t->kind != TOKEN_TAG) {
            if (!t->is_dropped)
                add_bytes(p, start, t->end);
        } else if (t->sigil == '/') {
            p->steps[open[--depth]].end = (uint32_t)p->n_steps;
        } else {
            if (opens(t))
                open[depth++] = p->n_steps;
            add_tag(p, i);
        }
    }
}

static cr_status check_source(parser *p)
{
    size_t valid = cr_utf8_valid(p->source);
    if (p->source.size > CR_MAX_TEMPLATE)
        return cr_error_at(p->error, CR_LIMIT, p->program->path, 0, 0, "a template of more than %zu KiB",
                           CR_MAX_TEMPLATE / 1024);
    if (valid < p->source.size)
        return cr_program_error(p->program, valid, p->error, CR_INPUT, "ill-formed UTF-8");
    for (size_t at = 0; at < p->source.size;) {
        size_t start = at;
        uint32_t code = cr_utf8_next(p->source, &at);
        if (code == 0 || (code >= 0xFDD0 && code <= 0xFDEF))
            return cr_program_error(p->program, start, p->error, CR_INPUT, "U+%04X, which no text has", (unsigned)code);
    }
    return CR_OK;
}

cr_status cr_program_parse(const char *path, cr_view source, cr_arena *arena, cr_program *program, cr_error *error)
{
    if (cr_view_starts(source, CR_VIEW("\xEF\xBB\xBF")))
        source = cr_view_slice(source, 3, source.size);
    *program = (cr_program){.path = path, .source = source};
    parser p = {.program = program,
                .source = source,
                .open = CR_VIEW("{{"),
                .close = CR_VIEW("}}"),
                .arena = arena,
                .error = error};
    cr_status status = check_source(&p);
    if (!status)
        status = tokenize(&p);
    if (!status)
        status = pair(&p);
    if (!status) {
        find_standalone(&p);
        compile(&p);
        cr_step *steps = CR_ARENA_ARRAY(arena, cr_step, p.n_steps);
        for (size_t i = 0; i < p.n_steps; i++)
            steps[i] = p.steps[i];
        program->steps = steps;
        program->n_steps = p.n_steps;
    }
    free(p.tokens);
    free(p.steps);
    return status;
}
