#include "source/archived.h"

#include "base/utf8.h"
#include "format/json_write.h"
#include "text/date.h"

static const char *const KINDS[] = {
    [CR_MARK_TITLE] = "title", [CR_MARK_HEADING] = "heading",   [CR_MARK_LIST_ITEM] = "item",
    [CR_MARK_QUOTE] = "quote", [CR_MARK_DATELINE] = "dateline", [CR_MARK_BOILERPLATE] = "boilerplate",
    [CR_MARK_CODE] = "code",
};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS };

/* ---- out ---------------------------------------------------------------------------------------------------------- */

static void put_true(cr_json_writer *w, const char *name, bool value)
{
    if (value)
        cr_json_member_bool(w, name, true);
}

/* "title 0 12, heading 40 52" */
static void put_marks(cr_json_writer *w, const cr_article *article)
{
    cr_buf marks = {0};
    for (size_t i = 0; i < article->n_marks; i++) {
        const cr_mark *mark = &article->marks[i];
        cr_buf_append_format(&marks, "%s%s %u %u", i ? ", " : "", KINDS[mark->kind], mark->start, mark->end);
    }
    cr_json_member_string(w, "marks", cr_buf_view(&marks));
    cr_buf_release(&marks);
}

void cr_archived_append(const cr_article *a, cr_buf *out)
{
    cr_json_writer w = {out, false};
    const cr_archived none = {0}, *archived = a->archived ? a->archived : &none;
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "schema", CR_VIEW(CR_ARCHIVED_SCHEMA));
    cr_json_put_name(&w, "id");
    cr_json_put_id(&w, a->id, a->id_is_integer);
    cr_json_member_optional(&w, "title", a->title);
    cr_json_member_optional(&w, "lang", a->lang);
    cr_json_member_date(&w, "date", a->date);
    cr_json_member_optional(&w, "source", a->source);
    cr_json_member_optional(&w, "url", a->url);
    cr_json_member_optional(&w, "author", a->author);
    cr_json_member_optional(&w, "feed", archived->feed);
    cr_json_member_date(&w, "first_seen", (cr_date){archived->first_seen, CR_DATE_TIME});
    cr_json_member_date(&w, "seen", (cr_date){archived->seen, CR_DATE_TIME});
    put_true(&w, "foreign_id", !a->id_is_own);
    put_true(&w, "title_derived", a->title_derived);
    put_true(&w, "lang_hint", a->lang.size && !a->lang_binding);
    put_true(&w, "date_refused", a->date_refused);
    if (a->n_repaired)
        cr_json_member_size(&w, "repaired", a->n_repaired);
    if (a->structured)
        put_marks(&w, a);
    cr_json_member_string(&w, "text", a->text);
    cr_json_end_object(&w);
    cr_buf_append_byte(out, '\n');
}

/* ---- in ----------------------------------------------------------------------------------------------------------- */

static cr_view next_word(cr_view *rest, char end)
{
    ptrdiff_t at = cr_view_find_byte(*rest, end);
    cr_view word = at < 0 ? *rest : cr_view_slice(*rest, 0, (size_t)at);
    *rest = at < 0 ? (cr_view){0} : cr_view_slice(*rest, (size_t)at + 1, rest->size);
    return cr_view_trim(word);
}

static bool read_mark(cr_view text, size_t after, cr_view of, cr_mark *mark)
{
    cr_view kind = next_word(&text, ' ');
    size_t start, end, k = 0;
    if (!cr_view_to_size(next_word(&text, ' '), &start) || !cr_view_to_size(next_word(&text, ' '), &end) || text.size)
        return false;
    while (k < N_KINDS && !cr_view_equal(kind, cr_view_of(KINDS[k])))
        k++;
    if (k == N_KINDS || start < after || end < start || end > of.size || !cr_utf8_is_boundary(of, start) ||
        !cr_utf8_is_boundary(of, end))
        return false;
    *mark = (cr_mark){(uint32_t)start, (uint32_t)end, (cr_mark_kind)k};
    return true;
}

static bool read_marks(cr_view text, cr_arena *arena, cr_article *article)
{
    size_t n = 0, most = 1;
    for (size_t i = 0; i < text.size; i++)
        most += text.data[i] == ',';
    cr_mark *marks = CR_ARENA_ARRAY(arena, cr_mark, most);
    for (size_t after = 0; text.size; after = marks[n++].end)
        if (!read_mark(next_word(&text, ','), after, article->text, &marks[n]))
            return false;
    article->marks = marks;
    article->n_marks = n;
    article->structured = true;
    return true;
}

cr_status cr_archived_read(cr_json_parser *parser, cr_view object, const char *path, size_t line, cr_arena *arena,
                           cr_article *article, cr_error *error)
{
    enum { FEED, FIRST_SEEN, SEEN, FOREIGN_ID, TITLE_DERIVED, LANG_HINT, DATE_REFUSED, REPAIRED, MARKS, N_MEMBERS };
    cr_json_member m[N_MEMBERS] = {
        [FEED] = {.name = CR_VIEW("feed")},
        [FIRST_SEEN] = {.name = CR_VIEW("first_seen")},
        [SEEN] = {.name = CR_VIEW("seen")},
        [FOREIGN_ID] = {.name = CR_VIEW("foreign_id")},
        [TITLE_DERIVED] = {.name = CR_VIEW("title_derived")},
        [LANG_HINT] = {.name = CR_VIEW("lang_hint")},
        [DATE_REFUSED] = {.name = CR_VIEW("date_refused")},
        [REPAIRED] = {.name = CR_VIEW("repaired")},
        [MARKS] = {.name = CR_VIEW("marks")},
    };
    size_t n = 0;
    cr_date seen = {0}, first_seen = {0};
    cr_archived *archived = CR_ARENA_NEW(arena, cr_archived);
    cr_status status = cr_json_read_object(parser, object, m, N_MEMBERS, path, line, error);
    if (status)
        return status;
    if (m[FEED].kind == CR_JSON_STRING && m[FEED].raw.size)
        archived->feed = cr_arena_copy(arena, cr_json_unescape(m[FEED].raw, arena, &n));
    if (m[SEEN].kind == CR_JSON_STRING && cr_date_parse(m[SEEN].raw, &seen))
        archived->seen = seen.seconds;
    if (m[FIRST_SEEN].kind == CR_JSON_STRING && cr_date_parse(m[FIRST_SEEN].raw, &first_seen))
        archived->first_seen = first_seen.seconds;
    article->archived = archived;
    article->id_is_own = article->id_is_own && m[FOREIGN_ID].kind != CR_JSON_BOOL;
    article->title_derived = m[TITLE_DERIVED].kind == CR_JSON_BOOL;
    article->lang_binding = article->lang_binding && m[LANG_HINT].kind != CR_JSON_BOOL;
    article->date_refused = m[DATE_REFUSED].kind == CR_JSON_BOOL;
    if (m[REPAIRED].kind == CR_JSON_INTEGER && cr_view_to_size(m[REPAIRED].raw, &n))
        article->n_repaired = n;
    if (m[MARKS].kind == CR_JSON_STRING && !read_marks(m[MARKS].raw, arena, article))
        return cr_error_at(error, CR_INPUT, path, line, 0, "\"marks\" do not fit the text");
    return CR_OK;
}
