#include "net/robots.h"

#include "base/buf.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- one spelling of a path --------------------------------------------------------------------------------------- */

static void append_encoded(cr_buf *out, unsigned char byte)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    cr_buf_append_byte(out, '%');
    cr_buf_append_byte(out, DIGITS[byte >> 4]);
    cr_buf_append_byte(out, DIGITS[byte & 15]);
}

static bool is_unreserved(unsigned char byte)
{
    return cr_is_alpha((char)byte) || cr_is_digit((char)byte) || byte == '-' || byte == '.' || byte == '_' ||
           byte == '~';
}

/* Percent-encoding in one form (RFC 9309, 2.2.2): only what needs it has it. */
static cr_view one_spelling(cr_view path, cr_arena *arena)
{
    cr_buf out = {0};
    for (size_t i = 0; i < path.size; i++) {
        unsigned char byte = (unsigned char)path.data[i];
        bool escaped = byte == '%' && i + 2 < path.size && cr_hex_value(path.data[i + 1]) >= 0 &&
                       cr_hex_value(path.data[i + 2]) >= 0;
        if (escaped) {
            byte = (unsigned char)(cr_hex_value(path.data[i + 1]) * 16 + cr_hex_value(path.data[i + 2]));
            i += 2;
        }
        if (escaped ? !is_unreserved(byte) : byte <= ' ' || byte >= 0x7f)
            append_encoded(&out, byte);
        else
            cr_buf_append_byte(&out, (char)byte);
    }
    cr_view spelling = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return spelling;
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

typedef struct rules {
    cr_robots_rule *items;  // [n]
    size_t n, capacity;
    bool seen;  // there was such a group
} rules;

static void add_rule(rules *list, cr_robots_rule rule)
{
    list->items = cr_grow(list->items, &list->capacity, list->n + 1, sizeof *list->items);
    list->items[list->n++] = rule;
}

/* The name of a group ends where no letter, "-" or "_" follows: "courant/1.0" is "courant". */
static cr_view product_of(cr_view value)
{
    size_t size = 0;
    while (size < value.size && (cr_is_alpha(value.data[size]) || value.data[size] == '-' || value.data[size] == '_'))
        size++;
    return cr_view_slice(value, 0, size);
}

static bool next_line(cr_view *rest, cr_view *line)
{
    size_t end = 0;
    if (rest->size == 0)
        return false;
    while (end < rest->size && rest->data[end] != '\n' && rest->data[end] != '\r')
        end++;
    *line = cr_view_slice(*rest, 0, end);
    *rest = cr_view_slice(*rest, end + 1, rest->size);
    return true;
}

/* "key: value # comment" */
static bool split(cr_view line, cr_view *key, cr_view *value)
{
    ptrdiff_t comment = cr_view_find_byte(line, '#');
    if (comment >= 0)
        line.size = (size_t)comment;
    ptrdiff_t colon = cr_view_find_byte(line, ':');
    if (colon < 0)
        return false;
    *key = cr_view_trim(cr_view_slice(line, 0, (size_t)colon));
    *value = cr_view_trim(cr_view_slice(line, (size_t)colon + 1, line.size));
    return true;
}

void cr_robots_read(cr_view text, const char *product, cr_arena *arena, cr_robots *robots)
{
    rules ours = {0}, everyone = {0};
    bool in_ours = false, in_everyone = false, group_ended = true;
    cr_view line, key, value;
    if (text.size >= CR_ROBOTS_SIZE) {  // half a line would mean something else
        text.size = CR_ROBOTS_SIZE;
        while (text.size && text.data[text.size - 1] != '\n' && text.data[text.size - 1] != '\r')
            text.size--;
    }
    if (cr_view_starts(text, CR_VIEW("\xef\xbb\xbf")))
        text = cr_view_slice(text, 3, text.size);
    while (next_line(&text, &line)) {
        if (!split(line, &key, &value))
            continue;
        bool allow = cr_view_equal_ignoring_case(key, CR_VIEW("allow"));
        if (cr_view_equal_ignoring_case(key, CR_VIEW("user-agent"))) {
            if (group_ended)
                in_ours = in_everyone = group_ended = false;
            in_ours |= cr_view_equal_ignoring_case(product_of(value), cr_view_of(product));
            in_everyone |= cr_view_equal(value, CR_VIEW("*"));
            ours.seen |= in_ours;
        } else if (allow || cr_view_equal_ignoring_case(key, CR_VIEW("disallow"))) {
            group_ended = true;
            if (value.size == 0 || !(in_ours || in_everyone))
                continue;
            cr_robots_rule rule = {one_spelling(value, arena), allow};
            if (in_ours)
                add_rule(&ours, rule);
            if (in_everyone)
                add_rule(&everyone, rule);
        }
    }
    const rules *chosen = ours.seen ? &ours : &everyone;
    cr_robots_rule *copy = CR_ARENA_ARRAY(arena, cr_robots_rule, chosen->n);
    if (chosen->n)
        memcpy(copy, chosen->items, chosen->n * sizeof *copy);
    *robots = (cr_robots){.rules = copy, .n_rules = chosen->n};
    free(ours.items);
    free(everyone.items);
}

/* ---- asking ------------------------------------------------------------------------------------------------------- */

/* The pieces between the stars, each at the first place where it stands: that is enough, as a later place leaves less. */
static bool matches(cr_view pattern, cr_view target)
{
    bool to_end = cr_view_ends(pattern, CR_VIEW("$")), first = true;
    if (to_end)
        pattern.size--;
    for (;;) {
        ptrdiff_t star = cr_view_find_byte(pattern, '*');
        cr_view piece = cr_view_slice(pattern, 0, star < 0 ? pattern.size : (size_t)star);
        if (star < 0 && to_end && !first)
            return cr_view_ends(target, piece);
        ptrdiff_t at = first ? (cr_view_starts(target, piece) ? 0 : CR_NOT_FOUND)
                             : (piece.size ? cr_view_find(target, piece) : 0);
        if (at < 0)
            return false;
        target = cr_view_slice(target, (size_t)at + piece.size, target.size);
        if (star < 0)
            return !to_end || target.size == 0;
        pattern = cr_view_slice(pattern, (size_t)star + 1, pattern.size);
        first = false;
    }
}

bool cr_robots_allow(const cr_robots *robots, cr_view target, cr_arena *scratch)
{
    size_t longest = 0;
    bool allow = true;
    if (cr_view_equal(target, CR_VIEW("/robots.txt")))
        return true;
    if (robots->none)
        return false;
    target = one_spelling(target, scratch);
    for (size_t i = 0; i < robots->n_rules; i++) {
        const cr_robots_rule *rule = &robots->rules[i];
        if (rule->pattern.size < longest || !matches(rule->pattern, target))
            continue;
        allow = rule->allow || (rule->pattern.size == longest && allow && longest > 0);
        longest = rule->pattern.size;
    }
    return allow;
}
