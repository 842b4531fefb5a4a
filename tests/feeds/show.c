/* Shows what is read of feeds: for each line "path", or "path<TAB>charset<TAB>address", of standard input a line of JSON. */
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "format/compress.h"
#include "format/html.h"
#include "format/json_write.h"
#include "source/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* As plain text, which is what expectations are held against. */
static void put_text(cr_json_writer *writer, const char *name, cr_feed_text text, cr_arena *arena)
{
    cr_html_page page;
    cr_view value = text.value;
    if (text.is_html)
        value = cr_html_read(value, "feed", arena, &page, NULL) == CR_OK ? page.text : CR_VIEW("(refused)");
    cr_json_member_optional(writer, name, value);
}

static void show(cr_view bytes, const char *path, const char *charset, const char *address, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    cr_arena arena = {0};
    cr_error error = {0};
    cr_feed feed;
    clock_t start = clock();
    cr_status status = cr_feed_read(bytes, *address ? address : path, *charset ? charset : NULL, &arena, &feed, &error);
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "path", cr_view_of(path));
    if (status) {
        cr_json_member_string(&writer, "error", cr_view_of(error.text));
    } else {
        cr_json_member_string(&writer, "format", cr_view_of(feed.format));
        cr_json_member_optional(&writer, "title", feed.title);
        cr_json_member_optional(&writer, "link", feed.url);
        cr_json_member_optional(&writer, "language", feed.lang);
        cr_json_member_optional(&writer, "author", feed.author);
        cr_json_member_optional(&writer, "description", feed.description);
        cr_json_member_optional(&writer, "newlocation", feed.new_address);
        cr_json_member_date(&writer, "updated", feed.updated);
        cr_json_member_size(&writer, "warnings", feed.n_warnings);
        cr_json_member_optional(&writer, "warning", feed.n_warnings ? feed.warnings[0].text : (cr_view){NULL, 0});
        cr_json_put_name(&writer, "entries");
        cr_json_begin_array(&writer);
        for (size_t i = 0; i < feed.n_entries; i++) {
            const cr_feed_entry *entry = &feed.entries[i];
            cr_json_begin_object(&writer);
            cr_json_member_optional(&writer, "id", entry->id);
            cr_json_member_optional(&writer, "title", entry->title);
            cr_json_member_optional(&writer, "link", entry->url);
            cr_json_member_optional(&writer, "author", entry->author);
            cr_json_member_optional(&writer, "language", entry->lang);
            cr_json_member_optional(&writer, "source", entry->source);
            put_text(&writer, "content", entry->content, &arena);
            put_text(&writer, "summary", entry->summary.value.size ? entry->summary : entry->content, &arena);
            cr_json_member_date(&writer, "published", entry->published);
            cr_json_member_date(&writer, "updated", entry->updated);
            cr_json_end_object(&writer);
        }
        cr_json_end_array(&writer);
    }
    cr_json_member_size(&writer, "milliseconds", (size_t)((clock() - start) * 1000 / CLOCKS_PER_SEC));
    cr_json_end_object(&writer);
    cr_arena_release(&arena);
}

static bool read_file(const char *path, cr_buf *bytes)
{
    FILE *file = NULL;
    cr_error error = {0};
    cr_buf_clear(bytes);
    if (cr_file_open(path, &file, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    cr_byte_reader *reader = cr_byte_reader_new(file, path);
    cr_status status = cr_byte_reader_rest(reader, CR_MAX_FILE, bytes, &error);
    cr_byte_reader_free(reader);
    fclose(file);
    return status == CR_OK;
}

int main(void)
{
    char line[4096], none[1] = "";
    cr_buf bytes = {0}, out = {0};
    int failed = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *charset = strchr(line, '\t'), *address = charset ? strchr(charset + 1, '\t') : NULL;
        if (charset)
            *charset++ = '\0';
        if (address)
            *address++ = '\0';
        if (!read_file(line, &bytes)) {
            failed = 1;
            continue;
        }
        cr_buf_clear(&out);
        show(cr_buf_view(&bytes), line, charset ? charset : none, address ? address : none, &out);
        cr_buf_append_byte(&out, '\n');
        fwrite(out.data, 1, out.size, stdout);
        fflush(stdout);
    }
    cr_buf_release(&bytes);
    cr_buf_release(&out);
    return failed;
}
