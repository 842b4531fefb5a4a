#include "render/article.h"

#include "format/json_write.h"
#include "format/line.h"
#include "format/markdown_write.h"

static void render_json(const cr_article *article, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    cr_json_begin_object(&writer);
    cr_json_put_name(&writer, "id");
    cr_json_put_id(&writer, article->id, article->id_is_integer);
    cr_json_member_optional(&writer, "title", article->title);
    cr_json_member_optional(&writer, "byline", article->author);
    cr_json_member_date(&writer, "date", article->date);
    cr_json_member_optional(&writer, "lang", article->lang);
    cr_json_member_optional(&writer, "url", article->url);
    cr_json_member_optional(&writer, "source", article->source);
    cr_json_member_string(&writer, "text", article->text);
    cr_json_end_object(&writer);
}

/* Paper, author and day as one line. */
static void append_origin(const cr_article *article, cr_buf *out)
{
    cr_buf date = {0};
    cr_date_append(&date, article->date);
    cr_view parts[] = {article->source, article->author, cr_view_slice(cr_buf_view(&date), 0, 10)};
    for (size_t i = 0, n = 0; i < 3; i++) {
        if (!parts[i].size)
            continue;
        if (n++)
            cr_buf_append_string(out, ", ");
        cr_buf_append(out, parts[i]);
    }
    cr_buf_release(&date);
}

/* What the line or paragraph that starts at `start` is; false: prose. */
static bool kind_at(const cr_article *article, size_t start, size_t *mark, cr_mark_kind *kind)
{
    while (*mark < article->n_marks && article->marks[*mark].end <= start)
        ++*mark;
    if (*mark == article->n_marks || article->marks[*mark].start > start)
        return false;
    *kind = article->marks[*mark].kind;
    return true;
}

static cr_status render_markdown(const cr_article *article, cr_buf *out, cr_error *error)
{
    cr_markdown_writer writer = {0};
    cr_buf origin = {0};
    append_origin(article, &origin);
    if (article->title.size) {
        cr_markdown_heading(&writer, 1);
        cr_markdown_text(&writer, article->title);
    }
    if (origin.size || article->url.size) {
        cr_markdown_paragraph(&writer);
        cr_markdown_link(&writer, origin.size ? cr_buf_view(&origin) : article->url, article->url);
    }
    cr_view rest = article->text, line;
    bool ended = true;
    for (size_t mark = 0; cr_view_next_line(&rest, &line);) {
        cr_mark_kind kind;
        if (!cr_view_trim(line).size) {
            ended = true;
            continue;
        }
        bool known = kind_at(article, (size_t)(line.data - article->text.data), &mark, &kind);
        if (known && kind == CR_MARK_HEADING) {
            cr_markdown_heading(&writer, 2);
        } else if (known && kind == CR_MARK_LIST_ITEM) {
            cr_markdown_bullet_item(&writer);
        } else if (ended) {
            cr_markdown_paragraph(&writer);
        } else {
            cr_markdown_text(&writer, CR_VIEW(" "));
        }
        cr_markdown_text(&writer, line);
        ended = known && (kind == CR_MARK_HEADING || kind == CR_MARK_LIST_ITEM);
    }
    cr_status status = cr_markdown_finish(&writer, out, error);
    cr_buf_release(&origin);
    cr_markdown_release(&writer);
    return status;
}

static void append_line(cr_buf *out, cr_view line)
{
    if (!line.size)
        return;
    cr_line_append(out, line);
    cr_buf_append_byte(out, '\n');
}

static void render_text(const cr_article *article, cr_buf *out)
{
    cr_buf origin = {0};
    append_origin(article, &origin);
    append_line(out, article->title);
    append_line(out, cr_buf_view(&origin));
    append_line(out, article->url);
    if (article->title.size || origin.size || article->url.size)
        cr_buf_append_byte(out, '\n');
    cr_view rest = article->text, line;
    while (cr_view_next_line(&rest, &line)) {
        if (line.size)
            append_line(out, line);
        else
            cr_buf_append_byte(out, '\n');
    }
    cr_buf_release(&origin);
}

cr_status cr_render_article(const cr_article *article, cr_format format, cr_buf *out, cr_error *error)
{
    if (format == CR_FORMAT_MARKDOWN)
        return render_markdown(article, out, error);
    if (format == CR_FORMAT_TEXT)
        render_text(article, out);
    else
        render_json(article, out);
    return CR_OK;
}
