/* Ways in: JSON lines, JSON, texts, Markdown, folders. */
#include "suite.h"

#include "base/file.h"
#include "base/limits.h"
#include "lexicon/lexicon.h"
#include "source/source.h"
#include "text/date.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
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
    parse_line(
        "{\"id\":12345678901234567890123,\"text\":\"A.\\n\\nB.\",\"title\":\"T\",\"lang\":\"fr\",\"date\":\"2026-03-12\","
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
    parse_line(
        "{\"text\":\"A \\udc00.\",\"title\":\" \",\"lang\":null,\"date\":\"yesterday\",\"source\":\"S\",\"url\":5}",
        &options, &arena, &a, &error);
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
        {"{\"schema\":\"courant-article-1\",\"id\":\"c\",\"text\":\"\xC3\xA9t\xC3\xA9\",\"marks\":\"title 0 1\"}",
         "'x.jsonl':17: \"marks\" do not fit the text", "c"},
        {"{\"schema\":\"courant-article-1\",\"id\":\"c\",\"text\":\"\xC3\xA9t\xC3\xA9\",\"marks\":\"title 0 9\"}",
         "'x.jsonl':17: \"marks\" do not fit the text", "c"},
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

START_TEST(long_texts_are_refused)
{
    for (size_t more = 0; more < 2; more++) {
        cr_arena arena = {0};
        cr_buf line = {0};
        cr_error error = {0};
        cr_article article;
        cr_json_parser *parser = cr_json_parser_new();
        cr_buf_append_string(&line, "{\"id\":\"long\",\"text\":\"");
        memset(cr_buf_reserve(&line, CR_MAX_ARTICLE + more), 'a', CR_MAX_ARTICLE + more);
        line.size += CR_MAX_ARTICLE + more;
        cr_buf_append_string(&line, "\"}");
        cr_buf_reserve(&line, CR_JSON_PADDING);
        cr_jsonl_item item = {.line = cr_buf_view(&line), .number = 7, .path = "x"};
        cr_status status = cr_jsonl_parse(parser, &item, &(cr_jsonl_options){0}, &arena, &article, &error);
        ck_assert_int_eq(status, more ? CR_LIMIT : CR_OK);
        ck_assert(cr_view_equal(article.id, CR_VIEW("long")));
        ck_assert_str_eq(error.text, more ? "the text is longer than 16 MiB" : "");
        ck_assert_uint_eq(error.line, more ? 7 : 0);
        cr_json_parser_free(parser);
        cr_buf_release(&line);
        cr_arena_release(&arena);
    }
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

/* ---- all formats ------------------------------------------------------------------------------------------------- */

static cr_lexicon *lexicon;
static cr_characters *characters;

#define LONG_EN \
    "The council of the valley voted on Tuesday to close the old mill road to lorries for the rest of the year."

/* Reads inputs to the end: one line an item, "id|title|date|lang|marks" or "!error". */
static void read_inputs(const char *const *inputs, size_t n, cr_source_format format, cr_buf *out)
{
    cr_source_options options = {.book = cr_lexicon_book(lexicon), .characters = characters};
    cr_source_parser *parser = cr_source_parser_new(&options);
    cr_source_reader *reader = cr_source_reader_new(inputs, n, format);
    cr_source_batch batch = {0};
    cr_buf_clear(out);
    while (cr_source_reader_read(reader, &batch))
        for (size_t i = 0; i < batch.n_items; i++) {
            cr_arena arena = {0};
            cr_article a;
            cr_error error = {0};
            if (cr_source_parse(parser, &batch.items[i], &arena, &a, &error) == CR_OK) {
                cr_buf_append(out, cr_view_ends(a.id, CR_VIEW(".gz")) || a.id.size > 8 ? CR_VIEW("path") : a.id);
                cr_buf_append_byte(out, '|');
                cr_buf_append(out, a.title);
                cr_buf_append_string(out, a.title_derived ? "~|" : "|");
                cr_date_append(out, a.date);
                cr_buf_append_byte(out, '|');
                cr_buf_append(out, a.lang);
                cr_buf_append_byte(out, '|');
                for (size_t m = 0; m < a.n_marks; m++)
                    cr_buf_append_byte(out, "thlqdbc"[a.marks[m].kind]);
            } else {
                char message[700];
                cr_error_format(&error, message, sizeof message);
                const char *name = strstr(message, folder);
                cr_buf_append_byte(out, '!');
                if (name)
                    cr_buf_append(out, (cr_view){message, (size_t)(name - message)});
                cr_buf_append_string(out, name ? name + sizeof folder : message);
            }
            cr_buf_append_byte(out, '\n');
            cr_arena_release(&arena);
        }
    size_t done, total;
    cr_source_reader_progress(reader, &done, &total);
    ck_assert(total == 0 || done == total);
    cr_source_reader_free(reader);
    cr_source_parser_free(parser);
    cr_source_batch_release(&batch);
}

START_TEST(every_format_is_read)
{
    static const struct {
        const char *name, *content, *expected;
    } cases[] = {
        {"t1.txt", "Valley closes road\n\nThe Post\n12 March 2026\n\n" LONG_EN "\n\nSubscribe to our newsletter\n",
         "path|Valley closes road|2026-03-12||tddb\n"},
        {"t2.txt", LONG_EN "\n",
         "path|The council of the valley voted on Tuesday to close the old mill road to…~|||\n"},
        {"t3.txt", "date 2026-03 A council met here. " LONG_EN, "path|A council met here~|||d\n"},
        {"t5.txt", "The council met Dr. Ann Example of AI. It listened. " LONG_EN,
         "path|The council met Dr. Ann Example of AI~|||\n"},
        {"t4.txt", " \n", "!'t4.txt': no text\n"},
        {"m1.md",
         "---\ntitle: \"T: x\"\ndate: 2026-03-10 08:00:00 +0000\nlang: fr\nurl: https://a.example/\n---\n# T: x\n\n" LONG_EN
         "\n\n> Q.\n\n- Here one stands.\n- There two stand.\n\n[Read also: z](http://z.example)\n",
         "path|T: x|2026-03-10|fr|tqllb\n"},
        {"m2.md", "# Head\n\n" LONG_EN "\n\n## Sub\n\nMore follows here.\n\n    code\n", "path|Head|||thc\n"},
        {"m3.md", "---\na: [\n---\nText", "!'m3.md':3:1: did not find expected node content\n"},
        {"m4.md", "![x](y.png)\n", "!'m4.md': no text\n"},
        {"m5.md", LONG_EN "\n\n## Sub\n\nMore follows here.",
         "path|The council of the valley voted on Tuesday to close the old mill road to…~|||h\n"},
        {"j1.json",
         "[{\"id\":1,\"text\":\"A.\"},\n {\"text\":\"B.\",\"title\":\"T\"},\n {\"id\":\"x\"},\n {\"text\": tru}]\n",
         "1||||\n2|T|||\n!'j1.json':3: no text\n!'j1.json':4:11: an unknown word\n"},
        {"j2.json", "\xEF\xBB\xBF{\"id\":\"one\",\n\"text\":\"A.\"}\n", "one||||\n"},
        {"j3.json", "[]", ""},
        {"j4.json", "[{\"text\":\"A.\"}\n,", "1||||\n!'j4.json':2: malformed JSON: the array breaks off\n"},
        {"j6.json", ",{\"text\":\"A.\"}]", "!'j6.json':1:1: not a JSON object\n"},
        {"j7.json", " , ", "!'j7.json':1:2: not a JSON object\n"},
        {"j8.json", "[,{\"text\":\"A.\"}]", "!'j8.json':1: malformed JSON: the array breaks off\n"},
        {"j5.json", "", "!'j5.json':1:1: no JSON\n"},
        {"l1.jsonl", "{\"id\":5,\"text\":\"A.\"}\n{}\n", "5||||\n!'l1.jsonl':2: no text\n"},
        {"sniffed-lines", "{\"id\":5,\"text\":\"A.\"}\n{\"id\":6,\"text\":\"A.\"}\n", "5||||\n6||||\n"},
        {"sniffed-object", "{\n\"id\":5,\"text\":\"A.\"\n}\n", "5||||\n"},
        {"sniffed-array", "[\n{\"id\":5,\"text\":\"A.\"}\n]", "5||||\n"},
        {"sniffed-matter", "---\ntitle: T\n---\n" LONG_EN, "path|T|||\n"},
        {"sniffed-text", "[1] " LONG_EN,
         "path|[1] The council of the valley voted on Tuesday to close the old mill road to…~|||\n"},
        {"page", "<!DOCTYPE html><p>x", "!'page': no article in this page\n"},
        {"page2",
         "<?xml version=\"1.0\"?>\n<!DOCTYPE html><html lang=\"en\"><h1>Mill road</h1><p>" LONG_EN
         "<blockquote>" LONG_EN " Indeed.</blockquote></html>",
         "path|Mill road||en|q\n"},
        {"p3.htm",
         "<meta property=\"article:published_time\" content=\"2026-03-10 08:00\"><title>The mill</title><nav>" LONG_EN
         "</nav><p>" LONG_EN
         "<h2>Sub</h2><ul><li>One stands here.<li>Two stand here.</ul><p>More follows here, and it is enough for "
         "an end.<div class=comments><p>A comment of a reader, which is no part of the article at all.</div>",
         "path|The mill|2026-03-10|en|hll\n"},
        {"p4.htm",
         "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"The mill\",\"articleBody\":\"" LONG_EN
         "\\n\\n&lt;h2&gt;Sub&lt;/h2&gt;&lt;p&gt;" LONG_EN
         "\"}</script><html lang=en><p>Enable scripts to read on here.",
         "path|The mill||en|h\n"},
        {"drawing", "<?xml version=\"1.0\"?><svg></svg>", "!'drawing': XML, but no feed\n"},
        {"feed", "<?xml version=\"1.0\"?><rss></rss>", ""},
        {"feed.xml", "<svg/>", "!'feed.xml': no feed: the document is <svg>\n"},
        {"image.txt", "\x89PNG\r\n\x1A\n", "!'image.txt': a PNG image, not a text\n"},
        {"paper", "%PDF-1.4", "!'paper': a PDF, not a text\n"},
    };
    cr_arena arena = {0};
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = put(&arena, cases[i].name, cr_view_of(cases[i].content));
        read_inputs(&path, 1, CR_SOURCE_AUTO, &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s: %s", cases[i].name,
                      out.data ? out.data : "");
        unlink(path);
    }
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(folders_are_walked)
{
    cr_arena arena = {0};
    cr_buf out = {0};
    const char *inner = cr_path_join(&arena, folder, "walked"), *empty = cr_path_join(&arena, folder, "empty");
    mkdir(inner, 0700);
    mkdir(empty, 0700);
    put(&arena, "walked/b.jsonl", CR_VIEW("{\"id\":1,\"text\":\"A.\"}\n"));
    put(&arena, "walked/c.JSONL", CR_VIEW("{\"id\":2,\"text\":\"A.\"}\n"));
    put(&arena, "walked/a.txt", CR_VIEW(LONG_EN));
    put(&arena, "walked/d.png", CR_VIEW("\x89PNG"));
    put(&arena, "walked/e.txt", CR_VIEW(LONG_EN));
    mkfifo(cr_path_join(&arena, folder, "walked/f"), 0600);
    const char *inputs[] = {inner, empty, "/nowhere/x.txt", cr_path_join(&arena, folder, "walked/f")};
    read_inputs(inputs, 4, CR_SOURCE_AUTO, &out);
    static const char title[] = "path|The council of the valley voted on Tuesday to close the old mill road to…~|||\n";
    cr_buf expected = {0};
    cr_buf_append_string(&expected, title);
    cr_buf_append_string(&expected, "1||||\n2||||\n");
    cr_buf_append_string(&expected, title);
    cr_buf_append_string(&expected, "!'walked/f': cannot be read: neither a file nor a folder that may be entered\n"
                                    "!'empty': no articles in this folder\n"
                                    "!cannot open '/nowhere/x.txt': No such file or directory\n"
                                    "!cannot read 'walked/f': it is a FIFO, not a file\n");
    ck_assert_str_eq(out.data, expected.data);
    unlink(inputs[3]);
    static const char *const names[] = {"a.txt", "b.jsonl", "c.JSONL", "d.png", "e.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(cr_path_join(&arena, inner, names[i]));
    rmdir(inner);
    rmdir(empty);
    cr_buf_release(&expected);
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(formats_have_names)
{
    cr_source_format format;
    ck_assert(cr_source_format_named("markdown", &format) && format == CR_SOURCE_MARKDOWN);
    ck_assert(cr_source_format_named(NULL, &format) && format == CR_SOURCE_AUTO);
    ck_assert(!cr_source_format_named("pdf", &format));
    ck_assert_int_eq(cr_source_format_of_name("a/b.MD.gz"), CR_SOURCE_MARKDOWN);
    ck_assert_int_eq(cr_source_format_of_name(".txt"), CR_SOURCE_AUTO);
    ck_assert_int_eq(cr_source_format_of_name("b.gz"), CR_SOURCE_AUTO);
    // a format that is forced goes before the ending
    cr_arena arena = {0};
    cr_buf out = {0};
    const char *path = put(&arena, "forced.md", CR_VIEW("# " LONG_EN));
    read_inputs(&path, 1, CR_SOURCE_TEXT, &out);
    ck_assert(cr_view_starts(cr_buf_view(&out), CR_VIEW("path|# The council")));
    unlink(path);
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

/* More files and elements than a batch holds, in order. */
START_TEST(many_items_keep_their_order)
{
    cr_arena arena = {0};
    cr_buf text = {0}, out = {0}, expected = {0};
    cr_buf_append_byte(&text, '[');
    for (size_t i = 1; i <= 500; i++) {
        cr_buf_append_format(&text, "%s{\"text\":\"A %zu.\"}\n", i > 1 ? "," : "", i);
        cr_buf_append_format(&expected, "%zu||||\n", i);
    }
    cr_buf_append_byte(&text, ']');
    const char *path = put(&arena, "many.json", cr_buf_view(&text));
    read_inputs(&path, 1, CR_SOURCE_AUTO, &out);
    ck_assert_str_eq(out.data, expected.data);
    unlink(path);
    cr_buf_release(&text);
    cr_buf_release(&out);
    cr_buf_release(&expected);
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
    const TTest *const tests[] = {a_line_becomes_an_article,
                                  bad_records_are_told,
                                  lines_are_cut,
                                  batches_hold_all_lines,
                                  long_texts_are_refused,
                                  long_lines_are_passed_over,
                                  damaged_gzip_is_a_failure_after_its_lines,
                                  every_format_is_read,
                                  folders_are_walked,
                                  formats_have_names,
                                  many_items_keep_their_order};
    const char *lexicons = SOURCE_DIR "/lexicons";
    if (!mkdtemp(folder) || cr_lexicon_new(&lexicons, 1, &lexicon, NULL) != CR_OK)
        return EXIT_FAILURE;
    characters = cr_characters_new();
    int result = run_suite("source", tests, sizeof tests / sizeof *tests);
    remove_folder();
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
    return result;
}
