#include "format/html_guard.h"

#include "base/limits.h"

#include <gumbo.h>
#include <string.h>

enum {
    MAX_NAME = 32,  // longer names are all unknown to gumbo
    UNKNOWN = GUMBO_TAG_UNKNOWN,
};

typedef struct scan {
    cr_view source;
    const char *path;
    size_t at;
    int open[CR_MAX_HTML_NESTING + 1];  // [depth] GumboTag of each element that is open
    size_t depth;
    size_t n_closable;  // of the open ones: the start of another may end them
    int lost
        [CR_MAX_HTML_NESTING];  // [n_lost] formatting that was cut off by the end of a block: opened again in the next
    size_t n_lost;
    size_t elements, attributes;
} scan;

static bool is_formatting(int tag)
{
    switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
        return true;
    default:
        return false;
    }
}

static bool is_void(int tag)
{
    switch (tag) {
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BASEFONT:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_IMAGE:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_BODY:
        return true;
    default:
        return false;
    }
}

static bool is_raw(int tag)
{
    switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
        return true;
    default:
        return false;
    }
}

/* Formatting inside one of these does not go on behind it. */
static bool is_wall(int tag)
{
    return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_OBJECT ||
           tag == GUMBO_TAG_APPLET || tag == GUMBO_TAG_MARQUEE;
}

/* Whether there is a kind that is_closed_by() is true of. */
static bool is_closable(int open)
{
    return open == GUMBO_TAG_LI || open == GUMBO_TAG_DD || open == GUMBO_TAG_DT || open == GUMBO_TAG_OPTION ||
           open == GUMBO_TAG_TD || open == GUMBO_TAG_TH || open == GUMBO_TAG_TR || open == GUMBO_TAG_A ||
           open == GUMBO_TAG_P;
}

/* Whether an element of the kind `open` ends where one of the kind `tag` starts. */
static bool is_closed_by(int open, int tag)
{
    switch (open) {
    case GUMBO_TAG_LI:
        return tag == GUMBO_TAG_LI;
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
        return tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT;
    case GUMBO_TAG_OPTION:
        return tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP;
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
        return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TBODY;
    case GUMBO_TAG_TR:
        return tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TBODY;
    case GUMBO_TAG_A:
        return tag == GUMBO_TAG_A;
    case GUMBO_TAG_P:
        return !is_formatting(tag) && tag != GUMBO_TAG_SPAN && tag < GUMBO_TAG_UNKNOWN;
    default:
        return false;
    }
}

/* What an implied end does not reach across. */
static bool is_fence(int open, int tag)
{
    if (open == GUMBO_TAG_TABLE)
        return true;
    if (is_wall(open))
        return tag != GUMBO_TAG_TD && tag != GUMBO_TAG_TH && tag != GUMBO_TAG_TR && tag != GUMBO_TAG_TBODY;
    if (tag == GUMBO_TAG_LI)
        return open == GUMBO_TAG_UL || open == GUMBO_TAG_OL;
    return open == GUMBO_TAG_BUTTON || open == GUMBO_TAG_DL;
}

static void push(scan *s, int tag)
{
    s->open[s->depth++] = tag;
    s->n_closable += is_closable(tag);
}

/* Closes the elements from number `to` on; the formatting among them is opened again by what comes next. */
static void close_to(scan *s, size_t to, bool last_is_meant)
{
    while (s->depth > to) {
        int tag = s->open[--s->depth];
        s->n_closable -= is_closable(tag);
        if (is_wall(tag))
            s->n_lost = 0;
        else if (is_formatting(tag) && !(last_is_meant && s->depth == to) && s->n_lost < CR_MAX_HTML_NESTING)
            s->lost[s->n_lost++] = tag;
    }
}

static cr_status too_deep(const scan *s, cr_error *error)
{
    return cr_error_at(error, CR_LIMIT, s->path, 0, 0, "more than %zu levels of HTML", CR_MAX_HTML_NESTING);
}

static cr_status open_again(scan *s, cr_error *error)
{
    while (s->n_lost) {
        if (s->depth >= CR_MAX_HTML_NESTING)
            return too_deep(s, error);
        push(s, s->lost[--s->n_lost]);
        s->elements++;
    }
    return CR_OK;
}

static cr_status start(scan *s, int tag, cr_error *error)
{
    s->elements++;
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_BODY)
        return CR_OK;
    for (size_t i = s->depth; s->n_closable && i-- > 0 && !is_fence(s->open[i], tag);)
        if (is_closed_by(s->open[i], tag))
            close_to(s, i, true);
    cr_status status = open_again(s, error);
    if (status || is_void(tag) || is_raw(tag))
        return status;
    if (s->depth >= CR_MAX_HTML_NESTING)
        return too_deep(s, error);
    push(s, tag);
    return CR_OK;
}

/* Whether a block is open inside element number `from`. */
static bool holds_block(const scan *s, size_t from)
{
    for (size_t i = from + 1; i < s->depth; i++)
        if (!is_formatting(s->open[i]) && s->open[i] != GUMBO_TAG_SPAN && s->open[i] != UNKNOWN)
            return true;
    return false;
}

/* False if nothing that is open ends here. */
static bool end(scan *s, int tag)
{
    for (size_t i = 0; i < s->n_lost; i++)  // what would be opened again is closed here
        if (s->lost[i] == tag) {
            memmove(s->lost + i, s->lost + i + 1, (--s->n_lost - i) * sizeof *s->lost);
            return true;
        }
    for (size_t i = s->depth; i-- > 0;) {
        if (s->open[i] == tag && is_formatting(tag) && holds_block(s, i)) {
            // misnested: the blocks stay open, and the formatting is copied into them
            s->elements += 4 * (s->depth - i);
            s->n_closable -= is_closable(tag);
            memmove(s->open + i, s->open + i + 1, (--s->depth - i) * sizeof *s->open);
            return true;
        }
        if (s->open[i] == tag) {
            close_to(s, i, true);
            return true;
        }
        if (is_wall(s->open[i]) && tag != GUMBO_TAG_TABLE && tag != GUMBO_TAG_TR && tag != GUMBO_TAG_TBODY)
            return false;
    }
    return false;
}

static int read_name(scan *s)
{
    size_t from = s->at;
    while (s->at < s->source.size && !cr_is_space(s->source.data[s->at]) && s->source.data[s->at] != '>' &&
           s->source.data[s->at] != '/')
        s->at++;
    size_t size = s->at - from;
    return size > MAX_NAME ? UNKNOWN : (int)gumbo_tagn_enum(s->source.data + from, (unsigned)size);
}

/* From behind a tag's name to behind its ">". */
static cr_status read_attributes(scan *s, size_t tag_start, cr_error *error)
{
    size_t n = 0;
    bool in_name = false;
    for (; s->at < s->source.size; s->at++) {
        char c = s->source.data[s->at];
        if (s->at - tag_start > CR_MAX_HTML_TAG)
            return cr_error_at(error, CR_LIMIT, s->path, 0, 0, "a tag of more than %zu KiB", CR_MAX_HTML_TAG / 1024);
        if (c == '>') {
            s->at++;
            break;
        }
        if (c == '=' && in_name) {
            in_name = false;
            size_t value = s->at + 1;
            while (value < s->source.size && cr_is_space(s->source.data[value]))
                value++;
            char quote = value < s->source.size ? s->source.data[value] : '\0';
            if (quote == '"' || quote == '\'') {
                const char *closing = memchr(s->source.data + value + 1, quote, s->source.size - value - 1);
                s->at = closing ? (size_t)(closing - s->source.data) : s->source.size - 1;
            } else {
                while (value < s->source.size && !cr_is_space(s->source.data[value]) && s->source.data[value] != '>')
                    value++;
                s->at = value - 1;
            }
        } else if (cr_is_space(c) || c == '/') {
            // white space may stand before "="
            size_t next = s->at;
            while (next < s->source.size && cr_is_space(s->source.data[next]))
                next++;
            in_name = in_name && next < s->source.size && s->source.data[next] == '=';
        } else if (!in_name) {
            in_name = true;
            s->attributes++;
            if (++n > CR_MAX_HTML_ATTRIBUTES)
                return cr_error_at(error, CR_LIMIT, s->path, 0, 0, "a tag of more than %zu attributes",
                                   CR_MAX_HTML_ATTRIBUTES);
        }
    }
    if (s->at - tag_start > CR_MAX_HTML_TAG)
        return cr_error_at(error, CR_LIMIT, s->path, 0, 0, "a tag of more than %zu KiB", CR_MAX_HTML_TAG / 1024);
    return CR_OK;
}

/* To the end tag of an element whose content is no markup. */
static void skip_raw(scan *s, int tag)
{
    while (s->at < s->source.size) {
        const char *next = memchr(s->source.data + s->at, '<', s->source.size - s->at);
        if (!next) {
            s->at = s->source.size;
            return;
        }
        size_t at = (size_t)(next - s->source.data);
        s->at = at + 1;
        if (s->at < s->source.size && s->source.data[s->at] == '/') {
            s->at++;
            if (read_name(s) == tag) {
                s->at = at;
                return;
            }
        }
    }
}

static void skip_to(scan *s, cr_view what)
{
    ptrdiff_t found = cr_view_find(cr_view_slice(s->source, s->at, s->source.size), what);
    s->at = found < 0 ? s->source.size : s->at + (size_t)found + what.size;
}

static cr_status read_tag(scan *s, cr_error *error)
{
    size_t tag_start = s->at++;
    cr_view rest = cr_view_slice(s->source, s->at, s->source.size);
    char first = rest.size ? rest.data[0] : '\0';
    if (first == '!' && cr_view_starts(rest, CR_VIEW("!--"))) {
        s->elements++;  // a comment is a node too
        s->at += 2;     // "<!-->" is one
        skip_to(s, CR_VIEW("-->"));
        return CR_OK;
    }
    if (first == '!' || first == '?') {
        s->elements++;
        skip_to(s, CR_VIEW(">"));
        return CR_OK;
    }
    bool ends = first == '/';
    s->at += ends;
    if (s->at >= s->source.size || !cr_is_alpha(s->source.data[s->at])) {
        s->elements += ends;
        return CR_OK;
    }
    int tag = read_name(s);
    cr_status status = read_attributes(s, tag_start, error);
    if (status)
        return status;
    if (ends) {
        if (!end(s, tag))
            s->elements++;  // "</p>" and "</br>" make an element where none is open
        return CR_OK;
    }
    status = start(s, tag, error);
    if (!status && tag == GUMBO_TAG_PLAINTEXT)
        s->at = s->source.size;
    if (!status && is_raw(tag))
        skip_raw(s, tag);
    return status;
}

cr_status cr_html_guard(cr_view source, const char *path, cr_error *error)
{
    if (source.size > CR_MAX_HTML)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu MiB of HTML", CR_MAX_HTML / CR_MIB);
    scan s = {.source = source, .path = path};
    cr_status status = CR_OK;
    while (!status && s.at < source.size) {
        const char *next = memchr(source.data + s.at, '<', source.size - s.at);
        if (!next)
            break;
        s.at = (size_t)(next - source.data);
        while (s.at + 1 < source.size && source.data[s.at + 1] == '<')  // of several the last may begin a tag
            s.at++;
        status = read_tag(&s, error);
        if (!status && s.elements > CR_MAX_HTML_ELEMENTS)
            status = cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu elements of HTML", CR_MAX_HTML_ELEMENTS);
        if (!status && s.attributes > CR_MAX_HTML_ELEMENTS)
            status = cr_error_at(error, CR_LIMIT, path, 0, 0, "more than %zu attributes of HTML", CR_MAX_HTML_ELEMENTS);
    }
    return status;
}
