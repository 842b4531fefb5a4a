#include "render/fetched.h"

#include "format/json_write.h"

typedef struct sums {
    size_t feeds[CR_FETCHED_FAILED + 1];  // by state
    size_t n_new, n_changed, n_known, n_pages, n_pages_missed;
} sums;

static sums add_up(const cr_fetched_feed *feeds, size_t n)
{
    sums s = {0};
    for (size_t i = 0; i < n; i++) {
        s.feeds[feeds[i].state]++;
        s.n_new += feeds[i].n_new;
        s.n_changed += feeds[i].n_changed;
        s.n_known += feeds[i].n_known;
        s.n_pages += feeds[i].n_pages;
        s.n_pages_missed += feeds[i].n_pages_missed;
    }
    return s;
}

static void write_text(const sums *s, cr_buf *out)
{
    cr_buf_append_format(out, "feeds: %zu read, %zu unchanged", s->feeds[CR_FETCHED_READ],
                         s->feeds[CR_FETCHED_UNCHANGED]);
    if (s->feeds[CR_FETCHED_WAITING])
        cr_buf_append_format(out, ", %zu left alone for now", s->feeds[CR_FETCHED_WAITING]);
    cr_buf_append_format(out, ", %zu failed\n", s->feeds[CR_FETCHED_FAILED]);
    cr_buf_append_format(out, "articles: %zu new, %zu changed, %zu known\n", s->n_new, s->n_changed, s->n_known);
    if (s->n_pages || s->n_pages_missed)
        cr_buf_append_format(out, "pages: %zu read, %zu not to be had\n", s->n_pages, s->n_pages_missed);
}

static void write_feed(const cr_fetched_feed *feed, cr_json_writer *writer)
{
    static const char *const STATES[] = {"read", "unchanged", "waiting", "failed"};
    cr_json_begin_object(writer);
    cr_json_member_string(writer, "url", feed->url);
    cr_json_member_optional(writer, "title", feed->title);
    cr_json_member_string(writer, "state", cr_view_of(STATES[feed->state]));
    cr_json_member_size(writer, "new", feed->n_new);
    cr_json_member_size(writer, "changed", feed->n_changed);
    cr_json_member_size(writer, "known", feed->n_known);
    cr_json_member_size(writer, "pages", feed->n_pages);
    cr_json_member_size(writer, "pages_missed", feed->n_pages_missed);
    cr_json_member_optional(writer, "moved_to", feed->moved_to);
    cr_json_member_optional(writer, "error", feed->error);
    cr_json_member_date(writer, "failing_since", feed->failing_since);
    cr_json_member_date(writer, "again", feed->again);
    cr_json_end_object(writer);
}

static void write_json(const cr_fetched_feed *feeds, size_t n, const sums *s, cr_buf *out)
{
    cr_json_writer writer = {.out = out};
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "schema", CR_VIEW("courant-fetch-1"));
    cr_json_put_name(&writer, "feeds");
    cr_json_begin_array(&writer);
    for (size_t i = 0; i < n; i++)
        write_feed(&feeds[i], &writer);
    cr_json_end_array(&writer);
    cr_json_member_size(&writer, "read", s->feeds[CR_FETCHED_READ]);
    cr_json_member_size(&writer, "unchanged", s->feeds[CR_FETCHED_UNCHANGED]);
    cr_json_member_size(&writer, "waiting", s->feeds[CR_FETCHED_WAITING]);
    cr_json_member_size(&writer, "failed", s->feeds[CR_FETCHED_FAILED]);
    cr_json_member_size(&writer, "new", s->n_new);
    cr_json_member_size(&writer, "changed", s->n_changed);
    cr_json_member_size(&writer, "known", s->n_known);
    cr_json_end_object(&writer);
    cr_buf_append_byte(out, '\n');
}

void cr_render_fetched(const cr_fetched_feed *feeds, size_t n, cr_format format, cr_buf *out)
{
    sums s = add_up(feeds, n);
    if (format == CR_FORMAT_JSON) {
        write_json(feeds, n, &s, out);
    } else if (format == CR_FORMAT_JSONL) {
        for (size_t i = 0; i < n; i++) {
            cr_json_writer writer = {.out = out};
            write_feed(&feeds[i], &writer);
            cr_buf_append_byte(out, '\n');
        }
    } else {
        write_text(&s, out);
    }
}
