/* Ways in: JSON lines. */
#include "suite.h"

#include "base/file.h"
#include "base/limits.h"
#include "source/jsonl.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/courant-source-XXXXXX";

static const char *put(cr_arena *arena, const char *name, cr_view content)
{
    const char *path = cr_path_join(arena, folder, name);
    ck_assert_int_eq(cr_file_write(path, content, NULL), CR_OK);
    return path;
}

static void parse_line(const char *line, const cr_jsonl_options *options, cr_arena *arena, cr_article *article,
                       cr_error *error)
{
    cr_buf buf = {0};
    cr_buf_append_string(&buf, line);
    memset(cr_buf_reserve(&buf, CR_JSON_PADDING), 0, CR_JSON_PADDING);
    cr_json_parser *parser = cr_json_parser_new();
    cr_jsonl_item item = {.line = cr_buf_view(&buf), .number = 17, .path = "x.jsonl"};
    cr_jsonl_options with = *options;
    with.keep = true;
    cr_error_clear(error);
    cr_status status = cr_jsonl_parse(parser, &item, &with, arena, article, error);
    ck_assert_int_eq(status, error->status);
    cr_json_parser_free(parser);
    cr_buf_release(&buf);
}

START_TEST(a_line_becomes_an_article)
{
    cr_arena arena = {0};
    cr_article a;
    cr_error error = {0};
    cr_jsonl_options options = {.group_by = "topic"};
    parse_line("{\"id\":12345678901234567890123,\"text\":\"A.\\n\\nB.\",\"title\":\"T\",\"lang\":\"fr\",\"date\":\"2026-03-12\","
               "\"source\":\"S\",\"url\":\"https://example.org/\",\"author\":\"N\",\"topic\":-4,\"x\":{\"text\":1}}",
               &options, &arena, &a, &error);
    ck_assert_int_eq(error.status, CR_OK);
    ck_assert(cr_view_equal(a.id, CR_VIEW("12345678901234567890123")) && a.id_is_integer);
    ck_assert(cr_view_equal(a.text, CR_VIEW("A.\n\nB.")));
    ck_assert(cr_view_equal(a.title, CR_VIEW("T")) && cr_view_equal(a.lang, CR_VIEW("fr")) && a.lang_binding);
    ck_assert(cr_view_equal(a.source, CR_VIEW("S")) && cr_view_equal(a.author, CR_VIEW("N")));
    ck_assert(cr_view_equal(a.url, CR_VIEW("https://example.org/")));
    ck_assert(cr_view_equal(a.group, CR_VIEW("-4")) && a.group_is_integer);
    ck_assert_int_eq(a.date.precision, CR_DATE_DAY);
    ck_assert(!a.date_refused);
    ck_assert_uint_eq(a.line, 17);

    options.group_by = "source";  // also a member of its own
    parse_line("{\"text\":\"A \\udc00.\",\"title\":\" \",\"lang\":null,\"date\":\"yesterday\",\"source\":\"S\",\"url\":5}", &options,
               &arena, &a, &error);
    ck_assert_int_eq(error.status, CR_OK);
    ck_assert(cr_view_equal(a.id, CR_VIEW("17")) && a.id_is_integer);
    ck_assert(!a.title.data && !a.lang.data && !a.lang_binding && !a.url.data);
    ck_assert(cr_view_equal(a.group, CR_VIEW("S")) && !a.group_is_integer && cr_view_equal(a.source, a.group));
    ck_assert(a.date_refused && a.date.precision == CR_DATE_NONE);
    ck_assert_uint_eq(a.n_repaired, 1);

    options.lang = "de";
    parse_line("{\"id\":\"\",\"text\":\"A.\",\"lang\":\"fr\"}", &options, &arena, &a, &error);
    ck_assert(cr_view_equal(a.lang, CR_VIEW("de")));
    ck_assert(a.id.data && a.id.size == 0 && !a.id_is_integer && !a.group.data);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(bad_records_are_told)
{
    static const struct {
        const char *line, *message, *id;
    } bad[] = {
        {"{\"id\":\"a\",\"text\":\"x\" \"y\"}", "'x.jsonl':17:22: malformed JSON", "a"},
        {"nothing", "'x.jsonl':17:1: not a JSON object", "17"},
        {"{\"id\":3}", "'x.jsonl':17: no text", "3"},
        {"{\"id\":3,\"text\":\" \\n\"}", "'x.jsonl':17: no text", "3"},
        {"{\"id\":3,\"text\":[]}", "'x.jsonl':17: no text", "3"},
        {"{\"id\":[],\"text\":\"x\"}", "'x.jsonl':17: \"id\" is neither a string nor an integer", "17"},
        {"{\"id\":\"b\",\"text\":\"\xFF\"}", "'x.jsonl':17:19: invalid UTF-8", "17"},
    };
    cr_arena arena = {0};
    cr_jsonl_options options = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_article article;
        cr_error error = {0};
        char message[600];
        parse_line(bad[i].line, &options, &arena, &article, &error);
        cr_error_format(&error, message, sizeof message);
        ck_assert_str_eq(message, bad[i].message);
        ck_assert_msg(cr_view_equal(article.id, cr_view_of(bad[i].id)), "id of %s", bad[i].line);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(lines_are_cut)
{
    cr_arena arena = {0};
    const char *paths[4] = {put(&arena, "a.jsonl", CR_VIEW("\xEF\xBB\xBF{\"a\":1}\r\n\n  \n{\"b\":2}")), "/nowhere/x",
                            folder, put(&arena, "b.jsonl", CR_VIEW("{}\n{\"c\":3}\n"))};
    cr_jsonl_reader *reader = cr_jsonl_reader_new(paths, 4);
    cr_jsonl_batch batch = {0};
    ck_assert(cr_jsonl_reader_read(reader, &batch));
    ck_assert_uint_eq(batch.n_items, 6);
    ck_assert(cr_view_equal(cr_view_trim(batch.items[0].line), CR_VIEW("{\"a\":1}")));
    ck_assert_uint_eq(batch.items[0].number, 1);
    ck_assert(cr_view_equal(batch.items[1].line, CR_VIEW("{\"b\":2}")));
    ck_assert_uint_eq(batch.items[1].number, 4);
    ck_assert_int_eq(batch.items[2].failure->status, CR_IO);
    ck_assert_int_eq(batch.items[3].failure->status, CR_IO);
    ck_assert_uint_eq(batch.items[3].number, 0);
    ck_assert(cr_view_equal(batch.items[5].line, CR_VIEW("{\"c\":3}")));
    ck_assert_str_eq(batch.items[5].path, paths[3]);
    ck_assert(!cr_jsonl_reader_read(reader, &batch));
    cr_jsonl_reader_free(reader);
    cr_jsonl_batch_release(&batch);
    cr_arena_release(&arena);
}
END_TEST

/* Every line of a large file comes once, in order, with its number, in batches that are bounded. */
START_TEST(batches_hold_all_lines)
{
    cr_arena arena = {0};
    cr_buf text = {0};
    size_t n_lines = 5000;
    for (size_t i = 0; i < n_lines; i++) {
        cr_buf_append_size(&text, i);
        for (size_t j = 0; j < i * 37 % 3000; j++)
            cr_buf_append_byte(&text, 'x');
        if (i == 777)
            for (size_t j = 0; j < 600000; j++)
                cr_buf_append_byte(&text, 'y');
        cr_buf_append_byte(&text, '\n');
    }
    const char *path = put(&arena, "large.jsonl", cr_buf_view(&text));
    cr_jsonl_reader *reader = cr_jsonl_reader_new(&path, 1);
    cr_jsonl_batch batch = {0};
    cr_view rest = cr_buf_view(&text), line;
    size_t n = 0, done, total;
    while (cr_jsonl_reader_read(reader, &batch)) {
        ck_assert_uint_le(batch.bytes.size, CR_JSONL_BATCH_BYTES + 610000);
        for (size_t i = 0; i < batch.n_items; i++) {
            ck_assert(cr_view_next_line(&rest, &line));
            ck_assert(cr_view_equal(batch.items[i].line, line));
            ck_assert_uint_eq(batch.items[i].number, ++n);
        }
    }
    ck_assert_uint_eq(n, n_lines);
    cr_jsonl_reader_progress(reader, &done, &total);
    ck_assert_uint_eq(done, text.size);
    ck_assert_uint_eq(total, text.size);
    cr_jsonl_reader_free(reader);
    cr_jsonl_batch_release(&batch);
    cr_buf_release(&text);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(long_lines_are_passed_over)
{
    cr_arena arena = {0};
    cr_buf text = {0};
    cr_buf_append_string(&text, "{\"text\":\"one\"}\n");
    size_t size = CR_MAX_RECORD + 100000;
    memset(cr_buf_reserve(&text, size), 'a', size);
    text.size += size;
    cr_buf_append_string(&text, "\n{\"text\":\"two\"}\n");
    memset(cr_buf_reserve(&text, size), 'a', size);
    text.size += size;  // and one that ends with the file
    const char *path = put(&arena, "long.jsonl", cr_buf_view(&text));
    cr_jsonl_reader *reader = cr_jsonl_reader_new(&path, 1);
    cr_jsonl_batch batch = {0};
    ck_assert(cr_jsonl_reader_read(reader, &batch));
    ck_assert_uint_eq(batch.n_items, 4);
    ck_assert(!batch.items[0].failure && !batch.items[2].failure);
    ck_assert_int_eq(batch.items[1].failure->status, CR_LIMIT);
    ck_assert_uint_eq(batch.items[1].failure->line, 2);
    ck_assert(cr_view_equal(batch.items[2].line, CR_VIEW("{\"text\":\"two\"}")));
    ck_assert_int_eq(batch.items[3].failure->status, CR_LIMIT);
    cr_article article;
    cr_error error = {0};
    cr_jsonl_options options = {0};
    ck_assert_int_eq(cr_jsonl_parse(NULL, &batch.items[1], &options, &arena, &article, &error), CR_LIMIT);
    ck_assert_uint_eq(error.line, 2);
    ck_assert(cr_view_equal(article.id, CR_VIEW("2")));
    ck_assert(!cr_jsonl_reader_read(reader, &batch));
    cr_jsonl_reader_free(reader);
    cr_jsonl_batch_release(&batch);
    cr_buf_release(&text);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(damaged_gzip_is_a_failure_after_its_lines)
{
    cr_arena arena = {0};
    // `printf '{"text":"one"}\n' | gzip -n`, without its last bytes, is read up to the fault
    static const char gz[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01\x0f\x00\xf0\xff{\"text\":\"one\"}\n";
    const char *path = put(&arena, "cut.jsonl.gz", (cr_view){gz, sizeof gz - 1});
    cr_jsonl_reader *reader = cr_jsonl_reader_new(&path, 1);
    cr_jsonl_batch batch = {0};
    ck_assert(cr_jsonl_reader_read(reader, &batch));
    ck_assert_uint_eq(batch.n_items, 2);
    ck_assert(cr_view_equal(batch.items[0].line, CR_VIEW("{\"text\":\"one\"}")));
    ck_assert_int_eq(batch.items[1].failure->status, CR_INPUT);
    cr_jsonl_reader_free(reader);
    cr_jsonl_batch_release(&batch);
    cr_arena_release(&arena);
}
END_TEST

static void remove_folder(void)
{
    cr_arena arena = {0};
    cr_file_list list;
    if (cr_file_walk(folder, &arena, &list, NULL) == CR_OK)
        for (size_t i = 0; i < list.n_paths; i++)
            unlink(list.paths[i]);
    rmdir(folder);
    cr_arena_release(&arena);
}

int main(void)
{
    const TTest *const tests[] = {a_line_becomes_an_article, bad_records_are_told,       lines_are_cut,
                                  batches_hold_all_lines,    long_lines_are_passed_over, damaged_gzip_is_a_failure_after_its_lines};
    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    int result = run_suite("source", tests, sizeof tests / sizeof *tests);
    remove_folder();
    return result;
}
