#include "format/mime_read.h"

#include "base/limits.h"
#include "format/gmime.h"

#include <gmime/gmime-encodings.h>
#include <string.h>

/* Of GMime only its decoders are used: they are functions of their arguments. Its parser walks into nested parts without an end and
 * compares each line with every boundary above it. */

enum {
    MOST_BOUNDARY = 200,      // bytes of a boundary; RFC 2046 allows 70
    MOST_HEADER = 16 * 1024,  // bytes of a header that is looked at
    SNIFFED_HEADERS = 40,     // lines that tell a mail
};

static cr_view lowered(cr_view text, cr_arena *arena)
{
    cr_view copy = cr_arena_copy(arena, text);
    for (size_t i = 0; i < copy.size; i++)
        ((char *)(uintptr_t)copy.data)[i] = cr_to_lower(copy.data[i]);
    return copy;
}

/* ---- headers ----------------------------------------------------------------------------------------------------- */

/* Whether a line begins with a header's name and a colon; *size is that of the name. */
static bool is_header(cr_view line, size_t *size)
{
    size_t at = 0;
    while (at < line.size && (unsigned char)line.data[at] > ' ' && (unsigned char)line.data[at] < 127 &&
           line.data[at] != ':')
        at++;
    *size = at;
    while (at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
        at++;
    return *size > 0 && at < line.size && line.data[at] == ':';
}

/* The next header of a block of them, its value trimmed and on one line. False at the end. */
static bool next_header(cr_view *rest, cr_arena *arena, cr_view *name, cr_view *value)
{
    cr_view line;
    size_t size;
    while (cr_view_next_line(rest, &line)) {
        if (!is_header(line, &size))
            continue;
        *name = cr_view_slice(line, 0, size);
        size_t colon = (size_t)cr_view_find_byte(line, ':');
        cr_view whole = {line.data + colon + 1, line.size - colon - 1};
        bool folded = false;
        while (rest->size && (rest->data[0] == ' ' || rest->data[0] == '\t')) {
            cr_view_next_line(rest, &line);
            whole.size = (size_t)(line.data + line.size - whole.data);
            folded = true;
        }
        *value = cr_view_trim(cr_view_slice(whole, 0, MOST_HEADER));
        if (folded) {
            *value = cr_arena_copy(arena, *value);
            char *data = (char *)(uintptr_t)value->data;
            size_t to = 0;
            for (size_t i = 0; i < value->size; i++)
                if (data[i] != '\r' && data[i] != '\n')
                    data[to++] = data[i];
            value->size = to;
        }
        return true;
    }
    return false;
}

static cr_view without_comments(cr_view text, cr_arena *arena)
{
    if (cr_view_find_byte(text, '(') == CR_NOT_FOUND)
        return text;
    cr_view copy = cr_arena_copy(arena, text);
    char *data = (char *)(uintptr_t)copy.data;
    size_t to = 0, depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '\\' && i + 1 < text.size) {
            if (!depth) {
                data[to++] = c;
                data[to++] = text.data[i + 1];
            }
            i++;
            continue;
        }
        if (c == '"' && !depth)
            quoted = !quoted;
        if (c == '(' && !quoted) {
            depth++;
        } else if (c == ')' && depth) {
            depth--;
        } else if (!depth) {
            data[to++] = c;
        }
    }
    copy.size = to;
    return copy;
}

/* A value in quotation marks, or as it is; "\x" becomes x. */
static cr_view unquoted(cr_view text, cr_arena *arena)
{
    text = cr_view_trim(text);
    if (!cr_view_starts(text, CR_VIEW("\"")))
        return text;
    cr_view copy = cr_arena_copy(arena, text);
    char *data = (char *)(uintptr_t)copy.data;
    size_t to = 0;
    for (size_t i = 1; i < text.size && text.data[i] != '"'; i++) {
        if (text.data[i] == '\\' && i + 1 < text.size)
            i++;
        data[to++] = text.data[i];
    }
    return (cr_view){data, to};
}

/* The next parameter of "type; name=value; ...". */
static bool next_parameter(cr_view *rest, cr_arena *arena, cr_view *name, cr_view *value)
{
    while (rest->size && (cr_is_space(rest->data[0]) || rest->data[0] == ';'))
        *rest = cr_view_slice(*rest, 1, rest->size);
    ptrdiff_t equal = cr_view_find_byte(*rest, '=');
    if (equal < 0)
        return false;
    *name = cr_view_trim(cr_view_slice(*rest, 0, (size_t)equal));
    size_t end = (size_t)equal + 1;
    for (bool quoted = false; end < rest->size && (quoted || rest->data[end] != ';'); end++) {
        if (rest->data[end] == '\\' && quoted)
            end++;
        else if (rest->data[end] == '"')
            quoted = !quoted;
    }
    *value = unquoted(cr_view_slice(*rest, (size_t)equal + 1, end), arena);
    *rest = cr_view_slice(*rest, end, rest->size);
    return true;
}

/* ---- the walk ---------------------------------------------------------------------------------------------------- */

/* What the headers of a part tell of it. */
typedef struct entity {
    cr_view type;      // lower case; text/plain where it does not say
    cr_view boundary;  // of a multipart
    cr_mime_part part;
    bool is_attachment, is_named;
} entity;

typedef struct walk {
    const char *path;
    cr_view rest;  // behind what was read
    cr_arena *arena;
    cr_mime_message *message;
    cr_view boundaries[CR_MAX_MAIL_NESTING];
    size_t n_boundaries, n_parts;
    size_t inner;              // levels above the message inside the message that is under way; 0: none
    bool is_inner;             // within one
    int html_rank, text_rank;  // of the best so far
    bool too_large;
    cr_error *error;
} walk;

static cr_status too_much(walk *w, const char *what)
{
    return cr_error_at(w->error, CR_LIMIT, w->path, 0, 0, "a mail with too %s", what);
}

static void take_type(cr_view value, cr_arena *arena, entity *e)
{
    cr_view rest = without_comments(value, arena), name, of;
    ptrdiff_t end = cr_view_find_byte(rest, ';');
    cr_view type = cr_view_trim(cr_view_slice(rest, 0, end < 0 ? rest.size : (size_t)end));
    if (cr_view_find_byte(type, '/') > 0)
        e->type = lowered(type, arena);
    rest = cr_view_slice(rest, end < 0 ? rest.size : (size_t)end, rest.size);
    while (next_parameter(&rest, arena, &name, &of)) {
        if (cr_view_equal_ignoring_case(name, CR_VIEW("boundary")) && of.size && of.size <= MOST_BOUNDARY)
            e->boundary = of;
        else if (cr_view_equal_ignoring_case(name, CR_VIEW("charset")))
            e->part.charset = of;
        else if (cr_view_equal_ignoring_case(name, CR_VIEW("format")))
            e->part.flowed = cr_view_equal_ignoring_case(of, CR_VIEW("flowed"));
        else if (cr_view_equal_ignoring_case(name, CR_VIEW("delsp")))
            e->part.delsp = cr_view_equal_ignoring_case(of, CR_VIEW("yes"));
        else if (cr_view_equal_ignoring_case(name, CR_VIEW("name")))
            e->is_named = true;
    }
}

static void take_encoding(cr_view value, cr_arena *arena, entity *e)
{
    value = cr_view_trim(without_comments(value, arena));
    if (cr_view_equal_ignoring_case(value, CR_VIEW("base64")))
        e->part.encoding = CR_MIME_BASE64;
    else if (cr_view_equal_ignoring_case(value, CR_VIEW("quoted-printable")))
        e->part.encoding = CR_MIME_QUOTED;
    else if (cr_view_equal_ignoring_case(value, CR_VIEW("x-uuencode")) ||
             cr_view_equal_ignoring_case(value, CR_VIEW("uuencode")))
        e->part.encoding = CR_MIME_UUENCODED;
}

static void take_header(cr_mime_message *message, cr_view name, cr_view value)
{
    const struct {
        cr_view name;
        cr_view *value;
    } known[] = {
        {CR_VIEW("Subject"), &message->subject},
        {CR_VIEW("From"), &message->from},
        {CR_VIEW("Date"), &message->date},
        {CR_VIEW("Message-ID"), &message->id},
        {CR_VIEW("List-Id"), &message->list_id},
        {CR_VIEW("Content-Language"), &message->language},
        {CR_VIEW("Archived-At"), &message->archived_at},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!known[i].value->size && cr_view_equal_ignoring_case(name, known[i].name))
            *known[i].value = value;
}

/* Reads the headers at the front of what is left. */
static cr_status read_headers(walk *w, bool is_first, entity *e)
{
    *e = (entity){.type = CR_VIEW("text/plain")};
    cr_view at = w->rest, line, name, value;
    size_t size = 0;
    while (cr_view_next_line(&at, &line) && line.size)
        if ((size = (size_t)(at.data - w->rest.data)) > CR_MAX_MAIL_HEADERS)
            return too_much(w, "many headers");
    cr_view block = cr_view_slice(w->rest, 0, size);
    w->rest = at;
    while (next_header(&block, w->arena, &name, &value)) {
        if (is_first)
            take_header(w->message, name, value);
        if (cr_view_equal_ignoring_case(name, CR_VIEW("Content-Type")))
            take_type(value, w->arena, e);
        else if (cr_view_equal_ignoring_case(name, CR_VIEW("Content-Transfer-Encoding")))
            take_encoding(value, w->arena, e);
        else if (cr_view_equal_ignoring_case(name, CR_VIEW("Content-Disposition")))
            e->is_attachment = cr_view_equal_ignoring_case(cr_view_slice(value, 0, 10), CR_VIEW("attachment"));
    }
    return CR_OK;
}

/* Takes all before the next line of a boundary that is open, which is taken too; *level is the boundary's, CR_MAX_MAIL_NESTING at
 * the end of the message, and *closes whether it is its last. */
static cr_view take_body(walk *w, size_t *level, bool *closes)
{
    cr_view text = w->rest;
    *level = CR_MAX_MAIL_NESTING;
    *closes = false;
    for (size_t at = 0; w->n_boundaries;) {
        bool at_line = at == 0;
        ptrdiff_t hit = at_line && cr_view_starts(text, CR_VIEW("--"))
                            ? 0
                            : cr_view_find(cr_view_slice(text, at, text.size), CR_VIEW("\n--"));
        if (hit < 0)
            break;
        size_t line_start = at + (size_t)hit, end = line_start;
        if (text.data[line_start] == '\n')
            line_start++;
        cr_view line = cr_view_slice(text, line_start + 2, text.size);
        for (size_t i = w->n_boundaries; i-- > 0;) {
            if (!cr_view_starts(line, w->boundaries[i]))
                continue;
            cr_view behind = cr_view_slice(line, w->boundaries[i].size, line.size), tail = {NULL, 0};
            bool last = cr_view_starts(behind, CR_VIEW("--"));
            behind = cr_view_slice(behind, last ? 2 : 0, behind.size);
            cr_view_next_line(&behind, &tail);
            if (cr_view_trim(tail).size)
                continue;  // a longer one that begins the same
            *level = i;
            *closes = last;
            w->rest = behind;
            if (end && text.data[end - 1] == '\r')
                end--;
            return cr_view_slice(text, 0, end);
        }
        at = line_start + 2;
    }
    w->rest = cr_view_slice(text, text.size, text.size);
    return text;
}

/* Keeps a part if it is a text and better than the one before: of the message itself, without a name, large. */
static void take_part(walk *w, entity *e)
{
    bool is_html = cr_view_equal(e->type, CR_VIEW("text/html"));
    if ((!is_html && !cr_view_equal(e->type, CR_VIEW("text/plain"))) || e->is_attachment ||
        !cr_view_trim(e->part.body).size)
        return;
    if (e->part.body.size > CR_MAX_MAIL_TEXT) {
        w->too_large = true;
        return;
    }
    cr_mime_part *best = is_html ? &w->message->html : &w->message->text;
    int *rank = is_html ? &w->html_rank : &w->text_rank, own = 1 + !e->is_named + 2 * !w->is_inner;
    if (own < *rank || (own == *rank && e->part.body.size <= best->body.size))
        return;
    *best = e->part;
    *rank = own;
}

static cr_status walk_parts(walk *w)
{
    entity e;
    bool closes = false;
    cr_status status = read_headers(w, true, &e);
    while (!status) {
        size_t level;
        if (++w->n_parts > CR_MAX_MAIL_PARTS)
            return too_much(w, "many parts");
        if (cr_view_equal(e.type, CR_VIEW("message/rfc822")) && e.part.encoding == CR_MIME_PLAIN && !e.is_attachment) {
            if (!w->is_inner)
                w->inner = w->n_boundaries;
            w->is_inner = true;
            status = read_headers(w, false, &e);
            continue;
        }
        bool is_multipart = cr_view_starts(e.type, CR_VIEW("multipart/")) && e.boundary.size;
        if (is_multipart && w->n_boundaries == CR_MAX_MAIL_NESTING)
            return too_much(w, "many levels");
        if (is_multipart)
            w->boundaries[w->n_boundaries++] = e.boundary;
        e.part.body = take_body(w, &level, &closes);
        if (!is_multipart)
            take_part(w, &e);
        for (; level < CR_MAX_MAIL_NESTING && closes; take_body(w, &level, &closes))
            w->n_boundaries = level;  // what follows the last part is nobody's
        if (level == CR_MAX_MAIL_NESTING)
            return CR_OK;
        w->n_boundaries = level + 1;
        if (w->is_inner && level < w->inner)
            w->is_inner = false;
        status = read_headers(w, false, &e);
    }
    return status;
}

cr_status cr_mime_read(cr_view bytes, const char *path, cr_arena *arena, cr_mime_message *message, cr_error *error)
{
    *message = (cr_mime_message){0};
    if (bytes.size > CR_MAX_MAIL)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "a mail of more than %zu MiB", CR_MAX_MAIL / CR_MIB);
    walk w = {.path = path, .rest = bytes, .arena = arena, .message = message, .error = error};
    if (cr_view_starts(w.rest, CR_VIEW("\xEF\xBB\xBF")))
        w.rest = cr_view_slice(w.rest, 3, w.rest.size);
    cr_view line = w.rest, from_line;
    if (cr_view_starts(line, CR_VIEW("From ")) && cr_view_next_line(&line, &from_line))
        w.rest = line;  // saved out of a mailbox
    cr_status status = cr_gmime_load(error);
    if (!status)
        status = walk_parts(&w);
    if (status)
        return status;
    if (message->html.body.data || message->text.body.data)
        return CR_OK;
    if (w.too_large)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "a mail with more than %zu MiB of text",
                           CR_MAX_MAIL_TEXT / CR_MIB);
    return cr_error_at(error, CR_INPUT, path, 0, 0, "no text in this mail");
}

static void keep(cr_view *text, cr_arena *arena)
{
    if (text->data)
        *text = cr_arena_copy(arena, *text);
}

void cr_mime_keep(cr_mime_message *m, cr_arena *arena)
{
    cr_view *const views[] = {&m->subject,      &m->from,      &m->date,        &m->id,
                              &m->list_id,      &m->language,  &m->archived_at, &m->html.body,
                              &m->html.charset, &m->text.body, &m->text.charset};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        keep(views[i], arena);
}

bool cr_mime_sniff(cr_view bytes)
{
    static const char *const of_mails[] = {"Return-Path",     "Received", "From",           "To",
                                           "Subject",         "Date",     "Message-ID",     "MIME-Version",
                                           "Delivered-To",    "Reply-To", "DKIM-Signature", "List-Id",
                                           "List-Unsubscribe"};
    size_t n = 0, size;
    cr_view line;
    for (size_t i = 0; i < SNIFFED_HEADERS && cr_view_next_line(&bytes, &line) && line.size; i++) {
        if (i && (line.data[0] == ' ' || line.data[0] == '\t'))
            continue;
        if (!is_header(line, &size))
            return false;
        bool known = false;
        for (size_t j = 0; j < sizeof of_mails / sizeof *of_mails && !known; j++)
            known = cr_view_equal_ignoring_case(cr_view_slice(line, 0, size), cr_view_of(of_mails[j]));
        n += known;
    }
    return n >= 3;
}

/* ---- decoding ---------------------------------------------------------------------------------------------------- */

static void decode(cr_view text, GMimeContentEncoding encoding, cr_buf *out)
{
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, encoding);
    char *to = cr_buf_reserve(out, g_mime_encoding_outlen(&state, text.size) + 1);
    out->size += g_mime_encoding_step(&state, text.data, text.size, to);
    out->data[out->size] = '\0';
}

/* What is behind the line "begin 644 name"; all of it where there is none. */
static cr_view behind_begin(cr_view body)
{
    cr_view rest = body, line;
    while (cr_view_next_line(&rest, &line))
        if (cr_view_starts(line, CR_VIEW("begin ")))
            return rest;
    return body;
}

cr_status cr_mime_decode(const cr_mime_part *part, const char *path, cr_buf *out, cr_error *error)
{
    static const GMimeContentEncoding encodings[] = {
        [CR_MIME_BASE64] = GMIME_CONTENT_ENCODING_BASE64,
        [CR_MIME_QUOTED] = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
        [CR_MIME_UUENCODED] = GMIME_CONTENT_ENCODING_UUENCODE,
    };
    if (part->body.size > CR_MAX_MAIL_TEXT)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "a mail with more than %zu MiB of text",
                           CR_MAX_MAIL_TEXT / CR_MIB);
    if (part->encoding == CR_MIME_PLAIN)
        cr_buf_append(out, part->body);
    else if (part->body.size)
        decode(part->encoding == CR_MIME_UUENCODED ? behind_begin(part->body) : part->body, encodings[part->encoding],
               out);
    return CR_OK;
}

void cr_mime_unflow(cr_view text, bool delsp, cr_buf *out)
{
    cr_view line;
    size_t depth_before = 0;
    bool flows = false;
    while (cr_view_next_line(&text, &line)) {
        size_t depth = 0;
        while (depth < line.size && line.data[depth] == '>')
            depth++;
        cr_view content = cr_view_slice(line, depth, line.size);
        if (cr_view_starts(content, CR_VIEW(" ")))
            content = cr_view_slice(content, 1, content.size);
        bool is_signature = cr_view_equal(content, CR_VIEW("-- "));
        if (flows && depth == depth_before && !is_signature) {
            out->size--;  // the line end before
        } else {
            cr_buf_append(out, cr_view_slice(line, 0, depth));
            if (depth)
                cr_buf_append_byte(out, ' ');
        }
        flows = !is_signature && cr_view_ends(content, CR_VIEW(" "));
        if (flows && delsp)
            content.size--;
        cr_buf_append(out, content);
        cr_buf_append_byte(out, '\n');
        depth_before = depth;
    }
}

/* ---- words of headers -------------------------------------------------------------------------------------------- */

typedef struct encoded {
    cr_view charset, text;
    char encoding;
    size_t size;  // of all
} encoded;

/* "=?charset*lang?Q?text?=" at the front of a text. */
static bool parse_encoded(cr_view text, encoded *word)
{
    if (!cr_view_starts(text, CR_VIEW("=?")))
        return false;
    cr_view rest = cr_view_slice(text, 2, text.size);
    ptrdiff_t first = cr_view_find_byte(cr_view_slice(rest, 0, 64), '?');
    if (first <= 0 || (size_t)first + 3 >= rest.size || rest.data[first + 2] != '?')
        return false;
    word->encoding = cr_to_lower(rest.data[first + 1]);
    word->charset = cr_view_slice(rest, 0, (size_t)first);
    ptrdiff_t star = cr_view_find_byte(word->charset, '*');
    if (star > 0)
        word->charset.size = (size_t)star;
    rest = cr_view_slice(rest, (size_t)first + 3, rest.size);
    ptrdiff_t end = cr_view_find(cr_view_slice(rest, 0, 4096), CR_VIEW("?="));
    if (end < 0 || (word->encoding != 'q' && word->encoding != 'b'))
        return false;
    word->text = cr_view_slice(rest, 0, (size_t)end);
    word->size = (size_t)(rest.data + end + 2 - text.data);
    return true;
}

static void append_encoded(const encoded *word, cr_buf *out)
{
    if (word->encoding == 'b') {
        if (word->text.size)
            decode(word->text, GMIME_CONTENT_ENCODING_BASE64, out);
        return;
    }
    for (size_t i = 0; i < word->text.size; i++) {
        char c = word->text.data[i];
        if (c == '=' && i + 2 < word->text.size && cr_hex_value(word->text.data[i + 1]) >= 0 &&
            cr_hex_value(word->text.data[i + 2]) >= 0) {
            cr_buf_append_byte(
                out, (char)(cr_hex_value(word->text.data[i + 1]) * 16 + cr_hex_value(word->text.data[i + 2])));
            i += 2;
        } else {
            cr_buf_append_byte(out, c == '_' ? ' ' : c);
        }
    }
}

bool cr_mime_next_word(cr_view *rest, cr_arena *arena, cr_mime_word *word)
{
    encoded e;
    if (!rest->size)
        return false;
    if (parse_encoded(*rest, &e)) {
        cr_buf bytes = {0};
        cr_view charset = e.charset, left;
        do {
            append_encoded(&e, &bytes);
            *rest = left = cr_view_slice(*rest, e.size, rest->size);
            while (left.size && cr_is_space(left.data[0]))
                left = cr_view_slice(left, 1, left.size);
            if (parse_encoded(left, &e))
                *rest = left;
            else
                break;
            // words in ISO 2022 stand for themselves: joined, their escapes would follow one another
        } while (cr_view_equal_ignoring_case(e.charset, charset) &&
                 !cr_view_equal_ignoring_case(cr_view_slice(charset, 0, 8), CR_VIEW("iso-2022")));
        *word = (cr_mime_word){cr_arena_copy(arena, cr_buf_view(&bytes)), charset};
        cr_buf_release(&bytes);
        return true;
    }
    size_t end = 1;
    for (; end < rest->size; end++) {
        const char *next = memchr(rest->data + end, '=', rest->size - end);
        end = next ? (size_t)(next - rest->data) : rest->size;
        if (!next || parse_encoded(cr_view_slice(*rest, end, rest->size), &e))
            break;
    }
    *word = (cr_mime_word){cr_view_slice(*rest, 0, end), {NULL, 0}};
    *rest = cr_view_slice(*rest, end, rest->size);
    return true;
}

void cr_mime_mailbox(cr_view from, cr_arena *arena, cr_view *name, cr_view *address)
{
    cr_view text = from;
    size_t open = text.size, end = text.size;
    bool quoted = false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\\') {
            i++;
        } else if (text.data[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && text.data[i] == '<') {
            open = i;
        } else if (!quoted && (text.data[i] == '>' || text.data[i] == ',')) {
            end = i;
            break;
        }
    }
    if (open < end) {
        *name = unquoted(cr_view_slice(text, 0, open), arena);
        *address = cr_view_trim(cr_view_slice(text, open + 1, end));
        return;
    }
    // "anna@example.org (Anna)"
    text = cr_view_slice(text, 0, end);
    *address = cr_view_trim(without_comments(text, arena));
    ptrdiff_t comment = cr_view_find_byte(text, '('), last = cr_view_find_byte(text, ')');
    *name = comment >= 0 && last > comment ? cr_view_trim(cr_view_slice(text, (size_t)comment + 1, (size_t)last))
                                           : (cr_view){NULL, 0};
}
