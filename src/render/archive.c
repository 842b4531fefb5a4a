#include "render/archive.h"

#include "format/json_write.h"
#include "format/line.h"
#include "format/markdown_write.h"
#include "text/date.h"

enum { SCORE_DIGITS = 6 };

static cr_view title_of(const cr_article *article)
{
    return article->title.size ? article->title : article->id;
}

static cr_date day_of(const cr_archive_record *record)
{
    return (cr_date){record->day * CR_SECONDS_OF_DAY, CR_DATE_DAY};
}

/* "day  title (paper)" */
static void append_record(const cr_archive_record *record, cr_buf *out)
{
    cr_date_append(out, day_of(record));
    cr_buf_append_string(out, "  ");
    cr_line_append(out, title_of(&record->content));
    if (record->content.source.size) {
        cr_buf_append_string(out, " (");
        cr_line_append(out, record->content.source);
        cr_buf_append_byte(out, ')');
    }
}

/* A line of a list, linked where there is an address. */
static cr_status append_item(cr_view line, cr_view address, cr_buf *out, cr_error *error)
{
    cr_markdown_writer writer = {0};
    cr_markdown_bullet_item(&writer);
    if (address.size)
        cr_markdown_link(&writer, line, address);
    else
        cr_markdown_text(&writer, line);
    cr_status status = cr_markdown_finish(&writer, out, error);
    cr_markdown_release(&writer);
    return status;
}

static cr_status append_line(cr_format format, cr_view line, cr_view address, cr_buf *out, cr_error *error)
{
    if (format == CR_FORMAT_MARKDOWN)
        return append_item(line, address, out, error);
    cr_buf_append(out, line);
    cr_buf_append_byte(out, '\n');
    return CR_OK;
}

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

static void put_moment(cr_json_writer *w, const char *name, int64_t moment)
{
    if (moment)
        cr_json_member_date(w, name, (cr_date){moment, CR_DATE_TIME});
}

static void put_record(cr_json_writer *w, const cr_archive_record *record)
{
    const cr_article *a = &record->content;
    cr_json_member_size(w, "article", (size_t)record->article);
    cr_json_put_name(w, "id");
    cr_json_put_id(w, a->id, a->id_is_integer);
    cr_json_member_optional(w, "title", a->title);
    cr_json_member_optional(w, "lang", record->lang);
    cr_json_member_date(w, "date", a->date);
    cr_json_member_optional(w, "source", a->source);
    cr_json_member_optional(w, "url", a->url);
    cr_json_member_optional(w, "feed", record->feed);
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

cr_status cr_render_record(const cr_archive_record *record, cr_format format, cr_buf *out, cr_error *error)
{
    cr_buf line = {0};
    if (cr_format_is_json(format)) {
        cr_json_writer w = {out, false};
        cr_json_begin_object(&w);
        put_record(&w, record);
        put_moment(&w, "first_seen", record->first_seen);
        put_moment(&w, "seen", record->seen);
        cr_json_end_object(&w);
        return CR_OK;
    }
    if (format == CR_FORMAT_TEXT)
        cr_buf_append_format(&line, "%6lld  ", (long long)record->article);
    append_record(record, &line);
    cr_status status = append_line(format, cr_buf_view(&line), record->content.url, out, error);
    cr_buf_release(&line);
    return status;
}

cr_status cr_render_feed(const cr_archive_feed *feed, cr_format format, cr_buf *out, cr_error *error)
{
    cr_buf line = {0};
    if (cr_format_is_json(format)) {
        cr_json_writer w = {out, false};
        cr_json_begin_object(&w);
        cr_json_member_string(&w, "url", feed->url);
        cr_json_member_optional(&w, "title", feed->title);
        cr_json_member_optional(&w, "moved_to", feed->moved_to);
        put_moment(&w, "checked", feed->checked);
        put_moment(&w, "succeeded", feed->succeeded);
        put_moment(&w, "failing_since", feed->failing_since);
        cr_json_member_size(&w, "failures", feed->failures);
        cr_json_member_optional(&w, "last_error", feed->last_error);
        put_moment(&w, "retry_after", feed->retry_after);
        cr_json_member_bool(&w, "gone", feed->gone);
        cr_json_end_object(&w);
        return CR_OK;
    }
    cr_line_append(&line, feed->title.size ? feed->title : feed->url);
    if (feed->title.size && format == CR_FORMAT_TEXT) {
        cr_buf_append_string(&line, "  ");
        cr_line_append(&line, feed->url);
    }
    if (feed->gone)
        cr_buf_append_string(&line, "  gone");
    if (feed->failures) {
        cr_buf_append_format(&line, "  failed %zu time%s: ", feed->failures, feed->failures == 1 ? "" : "s");
        cr_line_append(&line, feed->last_error);
    }
    cr_status status = append_line(format, cr_buf_view(&line), feed->url, out, error);
    cr_buf_release(&line);
    return status;
}

cr_status cr_render_edition_entry(const cr_archive_edition *edition, cr_format format, cr_buf *out, cr_error *error)
{
    cr_buf line = {0};
    if (cr_format_is_json(format)) {
        cr_json_writer w = {out, false};
        cr_json_begin_object(&w);
        cr_json_member_string(&w, "profile", edition->profile);
        cr_json_member_date(&w, "date", edition->date);
        put_moment(&w, "made", edition->made);
        cr_json_end_object(&w);
        return CR_OK;
    }
    cr_date_append(&line, edition->date);
    cr_buf_append_string(&line, "  ");
    cr_line_append(&line, edition->profile);
    cr_status status = append_line(format, cr_buf_view(&line), (cr_view){0}, out, error);
    cr_buf_release(&line);
    return status;
}

/* ---- hits --------------------------------------------------------------------------------------------------------- */

static void append_snippet(const cr_hit *hit, cr_buf *out)
{
    if (hit->is_cut)
        cr_buf_append_string(out, "\xE2\x80\xA6");
    cr_buf_append_squeezed(out, cr_view_slice(hit->record->content.text, hit->start, hit->end));
    if (hit->is_cut_behind)
        cr_buf_append_string(out, "\xE2\x80\xA6");
}

static void hit_as_json(const cr_hit *hit, cr_buf *out)
{
    cr_json_writer w = {out, false};
    cr_buf snippet = {0};
    cr_buf_append_squeezed(&snippet, cr_view_slice(hit->record->content.text, hit->start, hit->end));
    cr_json_begin_object(&w);
    put_record(&w, hit->record);
    cr_json_member_real(&w, "score", hit->score, SCORE_DIGITS);
    cr_json_put_name(&w, "snippet");
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "text", cr_buf_view(&snippet));
    cr_json_member_size(&w, "start", hit->start);
    cr_json_member_size(&w, "end", hit->end);
    cr_json_put_name(&w, "matches");
    cr_json_begin_array(&w);
    for (size_t i = 0; i < hit->n_matches; i++) {
        cr_json_begin_object(&w);
        cr_json_member_size(&w, "start", hit->matches[i].start);
        cr_json_member_size(&w, "end", hit->matches[i].end);
        cr_json_end_object(&w);
    }
    cr_json_end_array(&w);
    cr_json_end_object(&w);
    cr_json_end_object(&w);
    cr_buf_release(&snippet);
}

/* The snippet with what was found in bold. */
static void mark_snippet(const cr_hit *hit, cr_markdown_writer *writer)
{
    cr_view text = hit->record->content.text;
    size_t at = hit->start;
    if (hit->is_cut)
        cr_markdown_text(writer, CR_VIEW("\xE2\x80\xA6"));
    for (size_t i = 0; i < hit->n_matches; i++) {
        if (hit->matches[i].start > at)
            cr_markdown_text(writer, cr_view_slice(text, at, hit->matches[i].start));
        cr_markdown_strong(writer, cr_view_slice(text, hit->matches[i].start, hit->matches[i].end));
        at = hit->matches[i].end;
    }
    if (at < hit->end)
        cr_markdown_text(writer, cr_view_slice(text, at, hit->end));
    if (hit->is_cut_behind)
        cr_markdown_text(writer, CR_VIEW("\xE2\x80\xA6"));
}

cr_status cr_render_hit(const cr_hit *hit, cr_format format, cr_buf *out, cr_error *error)
{
    const cr_article *article = &hit->record->content;
    cr_buf line = {0};
    cr_status status = CR_OK;
    if (cr_format_is_json(format)) {
        hit_as_json(hit, out);
        return CR_OK;
    }
    append_record(hit->record, &line);
    if (format == CR_FORMAT_MARKDOWN) {
        cr_markdown_writer writer = {0};
        cr_markdown_paragraph(&writer);
        if (article->url.size)
            cr_markdown_link(&writer, cr_buf_view(&line), article->url);
        else
            cr_markdown_text(&writer, cr_buf_view(&line));
        cr_markdown_paragraph(&writer);
        mark_snippet(hit, &writer);
        status = cr_markdown_finish(&writer, out, error);
        cr_markdown_release(&writer);
    } else {
        cr_buf snippet = {0};
        append_snippet(hit, &snippet);
        cr_buf_append_format(out, "%6lld  %s\n        ", (long long)hit->record->article, line.data);
        cr_line_append(out, cr_buf_view(&snippet));
        cr_buf_append_byte(out, '\n');
        if (article->url.size) {
            cr_buf_append_string(out, "        ");
            cr_line_append(out, article->url);
            cr_buf_append_byte(out, '\n');
        }
        cr_buf_release(&snippet);
    }
    cr_buf_release(&line);
    return status;
}
