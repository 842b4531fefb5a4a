/* JSON reading and writing, and gzip. */
#include "suite.h"

#include "base/limits.h"
#include "format/compress.h"
#include "format/json.h"
#include "format/json_document.h"
#include "format/json_write.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* A copy with the padding that the parser wants. */
static cr_view padded(cr_buf *buf, const char *text, size_t size)
{
    cr_buf_clear(buf);
    cr_buf_append(buf, (cr_view){text, size});
    memset(cr_buf_reserve(buf, CR_JSON_PADDING), '"', CR_JSON_PADDING);
    return (cr_view){buf->data, size};
}

static cr_status read_one(const char *text, size_t size, cr_json_member *members, size_t n, cr_error *error)
{
    cr_buf buf = {0};
    cr_json_parser *parser = cr_json_parser_new();
    cr_status status = cr_json_read_object(parser, padded(&buf, text, size), members, n, "x", 1, error);
    cr_json_parser_free(parser);
    cr_buf_release(&buf);
    return status;
}

START_TEST(members_are_read)
{
    const char *text =
        "{\"id\": 123456789012345678901234567890, \"other\": [1e999, {\"\\ud800\": -0.5e+3}, [], {}, "
        "\"\\udc00\"], \"te\\u0078t\" : \"a\\n\\ud83d\\ude00\\u0000\\ud800z\", \"n\":null,\"t\":true, \"id\":7 } ";
    cr_json_member members[] = {{.name = CR_VIEW("id")},
                                {.name = CR_VIEW("text")},
                                {.name = CR_VIEW("n")},
                                {.name = CR_VIEW("t")},
                                {.name = CR_VIEW("absent")}};
    cr_buf buf = {0};
    cr_arena arena = {0};
    cr_json_parser *parser = cr_json_parser_new();
    cr_error error = {0};
    for (int round = 0; round < 2; round++)
        ck_assert_int_eq(cr_json_read_object(parser, padded(&buf, text, strlen(text)), members, 5, "x", 1, &error),
                         CR_OK);
    ck_assert_int_eq(members[0].kind, CR_JSON_INTEGER);
    ck_assert(cr_view_equal(members[0].raw, CR_VIEW("7")));
    ck_assert_int_eq(members[1].kind, CR_JSON_STRING);
    size_t repaired = 0;
    cr_view unescaped = cr_json_unescape(members[1].raw, &arena, &repaired);
    ck_assert(cr_view_equal(unescaped, CR_VIEW("a\n\xF0\x9F\x98\x80\0\xEF\xBF\xBDz")));
    ck_assert_uint_eq(repaired, 1);
    ck_assert_int_eq(members[2].kind, CR_JSON_NULL);
    ck_assert_int_eq(members[3].kind, CR_JSON_BOOL);
    ck_assert_int_eq(members[4].kind, CR_JSON_ABSENT);
    cr_json_parser_free(parser);
    cr_arena_release(&arena);
    cr_buf_release(&buf);
}
END_TEST

START_TEST(kinds_are_told)
{
    cr_json_member members[] = {
        {.name = CR_VIEW("a")}, {.name = CR_VIEW("b")}, {.name = CR_VIEW("c")}, {.name = CR_VIEW("d")}};
    const char *text = "{\"a\":1.0,\"b\":[{\"a\":\"inner\"}],\"c\":{\"b\":1},\"d\":\"\"}";
    ck_assert_int_eq(read_one(text, strlen(text), members, 4, NULL), CR_OK);
    ck_assert_int_eq(members[0].kind, CR_JSON_REAL);
    ck_assert_int_eq(members[1].kind, CR_JSON_ARRAY);
    ck_assert_int_eq(members[2].kind, CR_JSON_OBJECT);
    ck_assert_int_eq(members[3].kind, CR_JSON_STRING);
    ck_assert_uint_eq(members[3].raw.size, 0);
}
END_TEST

static const struct {
    const char *text;
    size_t column;  // 0: any
} refused[] = {
    {"", 1},
    {"  ", 3},
    {"[1]", 1},
    {"7", 1},
    {"{", 0},
    {"{\"a\":1", 0},
    {"{\"a\":1}}", 0},
    {"{\"a\":1} {}", 0},
    {"{\"a\":1,}", 0},
    {"{\"a\" 1}", 0},
    {"{\"a\":}", 0},
    {"{\"a\":01}", 6},
    {"{\"a\":1.}", 6},
    {"{\"a\":-}", 6},
    {"{\"a\":1e}", 6},
    {"{\"a\":+1}", 0},
    {"{\"a\":tru}", 6},
    {"{\"a\":nul}", 6},
    {"{\"a\":NaN}", 0},
    {"{\"a\":1 2}", 0},
    {"{\"a\":\"x\":1}", 0},
    {"{\"a\":\"x\" \"y\"}", 0},
    {"{\"a\":[1,]}", 0},
    {"{\"a\":[1 2]}", 0},
    {"{\"a\":[1}", 0},
    {"{\"a\":{1:2}}", 0},
    {"{'a':1}", 0},
    {"{\"a\":\"\\x\"}", 7},
    {"{\"a\":\"\\u12g4\"}", 7},
    {"{\"\\q\":1}", 3},
    {"{\"a\":\"x", 6},
    {"{\"a\":\"x\ty\"}", 8},
    {"{\"a\":\"\xC3(\"}", 7},
    {"{\"a\":\"\xED\xA0\x80\"}", 7},
    {"{\"a\":1}//", 0},
    {"{\"a\":1 /* */}", 0},
};

START_TEST(malformed_is_refused)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *text = refused[i].text;
        cr_error error = {0};
        cr_json_member member = {.name = CR_VIEW("wanted")};
        ck_assert_msg(read_one(text, strlen(text), &member, 1, &error) == CR_INPUT, "taken: %s", text);
        ck_assert_msg(error.column >= 1 && error.column <= strlen(text) + 1, "%s: column %zu", text, error.column);
        ck_assert_msg(!refused[i].column || error.column == refused[i].column, "%s: column %zu", text, error.column);
    }
}
END_TEST

START_TEST(every_prefix_is_refused)
{
    const char *text = "{\"id\":\"a\\u00e9\\\"\",\"x\":[true,null,{\"y\":-1.5e3}],\"t\":\"\xC3\xA9\"}";
    for (size_t size = 0; size < strlen(text); size++) {
        cr_json_member member = {.name = CR_VIEW("id")};
        ck_assert_int_eq(read_one(text, size, &member, 1, NULL), CR_INPUT);
    }
    cr_json_member member = {.name = CR_VIEW("id")};
    ck_assert_int_eq(read_one(text, strlen(text), &member, 1, NULL), CR_OK);
}
END_TEST

START_TEST(nesting_is_bounded)
{
    for (size_t depth = 126; depth < 130; depth++) {
        cr_buf buf = {0};
        cr_buf_append_string(&buf, "{\"a\":");
        for (size_t i = 0; i < depth; i++)
            cr_buf_append_byte(&buf, '[');
        for (size_t i = 0; i < depth; i++)
            cr_buf_append_byte(&buf, ']');
        cr_buf_append_byte(&buf, '}');
        cr_json_member member = {.name = CR_VIEW("a")};
        ck_assert_int_eq(read_one(buf.data, buf.size, &member, 1, NULL), depth < 128 ? CR_OK : CR_INPUT);
        cr_buf_release(&buf);
    }
}
END_TEST

START_TEST(a_fault_tells_its_line)
{
    cr_error error = {0};
    cr_json_member member = {.name = CR_VIEW("id")};
    const char *text = "{\"id\":5,\n \"b\": tru\n}";
    ck_assert_int_eq(read_one(text, strlen(text), &member, 1, &error), CR_INPUT);
    ck_assert_uint_eq(error.line, 2);
    ck_assert_uint_eq(error.column, 7);
    ck_assert_int_eq(member.kind, CR_JSON_INTEGER);  // what stood before is there
}
END_TEST

START_TEST(arrays_are_cut)
{
    cr_view rest = CR_VIEW(" [ {\"a\":[1,2],\"b\":\"],\\\"\"} , 5,[] ] "), element;
    const char *expected[] = {"{\"a\":[1,2],\"b\":\"],\\\"\"}", "5", "[]"};
    for (size_t i = 0; i < 3; i++) {
        ck_assert(cr_json_next_element(&rest, &element));
        ck_assert(cr_view_equal(element, cr_view_of(expected[i])));
    }
    ck_assert(!cr_json_next_element(&rest, &element));
    ck_assert_uint_eq(rest.size, 0);
    rest = CR_VIEW("[]");
    ck_assert(!cr_json_next_element(&rest, &element));
    ck_assert_uint_eq(rest.size, 0);
    static const char *const broken[] = {"[1,,2]", "[1", "[1}", "[1]]", "[", "[,]", "[1,]", "x"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        rest = cr_view_of(broken[i]);
        while (cr_json_next_element(&rest, &element))
            ;
        ck_assert_uint_gt(rest.size, 0);
    }
}
END_TEST

START_TEST(writing_is_compact_and_valid)
{
    cr_buf out = {0};
    cr_json_writer writer = {.out = &out};
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "s", CR_VIEW("\"\\\n\t\r\b\x1f\x7f\xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x82\xAC\xFFz\0"));
    cr_json_member_size(&writer, "n", 12);
    cr_json_member_real(&writer, "r", 0.5, 6);
    cr_json_member_bool(&writer, "t", true);
    cr_json_put_name(&writer, "a");
    cr_json_begin_array(&writer);
    cr_json_begin_object(&writer);
    cr_json_end_object(&writer);
    cr_json_put_null(&writer);
    cr_json_put_raw(&writer, CR_VIEW("-99999999999999999999"));
    cr_json_put_string(&writer, (cr_view){NULL, 0});
    cr_json_put_size(&writer, 0);
    cr_json_put_real(&writer, -1.25, 2);
    cr_json_put_bool(&writer, false);
    cr_json_end_array(&writer);
    cr_json_end_object(&writer);
    ck_assert_str_eq(
        out.data,
        "{\"s\":\"\\\"\\\\\\n\\t\\r\\u0008\\u001f\\u007f\\u0085\xC2\xA0\\u2028\xE2\x82\xAC\xEF\xBF\xBDz\\u0000\","
        "\"n\":12,\"r\":0.5,\"t\":true,\"a\":[{},null,-99999999999999999999,\"\",0,-1.25,false]}");
    cr_json_member member = {.name = CR_VIEW("a")};
    ck_assert_int_eq(read_one(out.data, out.size, &member, 1, NULL), CR_OK);
    cr_buf_release(&out);
}
END_TEST

/* ---- gzip -------------------------------------------------------------------------------------------------------- */

START_TEST(trees_have_their_bounds)
{
    static const struct {
        const char *value;
        size_t n;
        cr_status status;
    } cases[] = {{"0", CR_MAX_JSON_VALUES, CR_OK},
                 {"0", CR_MAX_JSON_VALUES + 1, CR_LIMIT},
                 {"[]", CR_MAX_JSON_VALUES / 2 + 1, CR_LIMIT},
                 {"\",[{\\\"\"", CR_MAX_JSON_VALUES / 4, CR_OK}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf text = {0};
        cr_error error = {0};
        cr_json_document *document = NULL;
        for (size_t k = 0; k < cases[i].n; k++)
            cr_buf_append_format(&text, "%c%s", k ? ',' : '[', cases[i].value);
        cr_buf_append_byte(&text, ']');
        cr_status status = cr_json_document_parse(cr_buf_view(&text), "x", &document, &error);
        ck_assert_msg(status == cases[i].status, "%zu: %s", i, error.text);
        if (!status)
            cr_json_document_free(document);
        cr_buf_release(&text);
    }
}
END_TEST

static void deflate_to(cr_buf *out, const char *text, size_t size)
{
    z_stream stream = {0};
    ck_assert_int_eq(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)size;
    size_t room = size + 256;
    stream.next_out = (Bytef *)cr_buf_reserve(out, room);
    stream.avail_out = (uInt)room;
    ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out->size += room - stream.avail_out;
    deflateEnd(&stream);
}

START_TEST(gzip_is_inflated)
{
    cr_buf gz = {0}, out = {0};
    deflate_to(&gz, "one\n", 4);
    deflate_to(&gz, "two\n", 4);
    cr_buf_append(&gz, CR_VIEW("\0\0\0"));
    ck_assert_int_eq(cr_compression_of(cr_buf_view(&gz)), CR_GZIP);
    ck_assert_int_eq(cr_compression_of(CR_VIEW("plain")), CR_PLAIN);
    ck_assert_int_eq(cr_decompress(cr_buf_view(&gz), CR_GZIP, 100, "x", &out, NULL), CR_OK);
    ck_assert_str_eq(out.data, "one\ntwo\n");
    cr_error error = {0};
    ck_assert_int_eq(cr_decompress(cr_buf_view(&gz), CR_GZIP, 7, "x", &out, &error), CR_LIMIT);
    cr_error_clear(&error);
    ck_assert_int_eq(cr_decompress(cr_view_slice(cr_buf_view(&gz), 0, 15), CR_GZIP, 100, "x", &out, &error), CR_INPUT);
    ck_assert_str_eq(error.source, "x");
    gz.data[12] = (char)(gz.data[12] ^ 0x55);
    ck_assert_int_eq(cr_decompress(cr_buf_view(&gz), CR_GZIP, 100, "x", &out, NULL), CR_INPUT);
    cr_buf_release(&gz);
    cr_buf_release(&out);
}
END_TEST

START_TEST(a_bomb_stops_at_its_limit)
{
    cr_buf gz = {0}, out = {0};
    char *zeros = calloc(1, 20 * 1024 * 1024);
    deflate_to(&gz, zeros, 20 * 1024 * 1024);
    ck_assert_int_eq(cr_decompress(cr_buf_view(&gz), CR_GZIP, 1024 * 1024, "x", &out, NULL), CR_LIMIT);
    ck_assert_uint_le(out.size, 1024 * 1024 + 64 * 1024);
    free(zeros);
    cr_buf_release(&gz);
    cr_buf_release(&out);
}
END_TEST

static void read_through(const char *bytes, size_t size, cr_buf *out)
{
    FILE *file = tmpfile();
    fwrite(bytes, 1, size, file);
    rewind(file);
    cr_byte_reader *reader = cr_byte_reader_new(file, "x");
    size_t got;
    do {
        ck_assert_int_eq(cr_byte_reader_read(reader, cr_buf_reserve(out, 1000), 1000, &got, NULL), CR_OK);
        out->size += got;
    } while (got);
    ck_assert_uint_eq(cr_byte_reader_taken(reader), size);
    cr_byte_reader_free(reader);
    fclose(file);
}

START_TEST(files_are_read_in_blocks)
{
    cr_buf text = {0}, gz = {0}, plain = {0}, inflated = {0};
    for (size_t i = 0; i < 60000; i++) {
        cr_buf_append_size(&text, i);
        cr_buf_append_byte(&text, '\n');
    }
    deflate_to(&gz, text.data, text.size);
    read_through(text.data, text.size, &plain);
    read_through(gz.data, gz.size, &inflated);
    ck_assert(cr_view_equal(cr_buf_view(&plain), cr_buf_view(&text)));
    ck_assert(cr_view_equal(cr_buf_view(&inflated), cr_buf_view(&text)));
    cr_buf empty = {0};
    read_through("", 0, &empty);
    ck_assert_uint_eq(empty.size, 0);
    cr_buf_release(&text);
    cr_buf_release(&gz);
    cr_buf_release(&plain);
    cr_buf_release(&inflated);
    cr_buf_release(&empty);
}
END_TEST

static void squeeze_to(cr_buf *out, cr_view text)
{
    size_t room = ZSTD_compressBound(text.size);
    size_t size = ZSTD_compress(cr_buf_reserve(out, room), room, text.data, text.size, 3);
    ck_assert(!ZSTD_isError(size));
    out->size += size;
}

START_TEST(what_stands_before_a_fault_of_zstandard_is_given)
{
    cr_buf squeezed = {0}, out = {0};
    cr_view text = CR_VIEW("one\ntwo\n");
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    char *end = cr_buf_reserve(&squeezed, 100);
    squeezed.size = ZSTD_compress2(context, end, 100, text.data, text.size);
    ck_assert(!ZSTD_isError(squeezed.size));
    ZSTD_freeCCtx(context);
    squeezed.data[squeezed.size - 1] ^= 1;  // of the checksum
    ck_assert_int_eq(cr_decompress(cr_buf_view(&squeezed), CR_ZSTD, 100, "x", &out, NULL), CR_INPUT);
    ck_assert(cr_view_equal(cr_buf_view(&out), text));
    cr_buf_release(&squeezed);
    cr_buf_release(&out);
}
END_TEST

START_TEST(zstandard_is_read)
{
    cr_buf text = {0}, squeezed = {0}, out = {0};
    for (size_t i = 0; i < 60000; i++)
        cr_buf_append_format(&text, "%zu\n", i);
    squeeze_to(&squeezed, cr_buf_view(&text));
    squeeze_to(&squeezed, CR_VIEW("and more\n"));
    ck_assert_int_eq(cr_compression_of(cr_buf_view(&squeezed)), CR_ZSTD);
    read_through(squeezed.data, squeezed.size, &out);
    cr_buf_append_string(&text, "and more\n");
    ck_assert(cr_view_equal(cr_buf_view(&out), cr_buf_view(&text)));
    cr_buf_clear(&out);
    ck_assert_int_eq(cr_decompress(cr_buf_view(&squeezed), CR_ZSTD, 1000, "x", &out, NULL), CR_LIMIT);
    for (size_t cut = 4; cut < squeezed.size; cut += 97) {
        cr_error error = {0};
        cr_buf_clear(&out);
        cr_status status = cr_decompress(cr_view_slice(cr_buf_view(&squeezed), 0, cut), CR_ZSTD, CR_MIB, "x", &out,
                                         &error);
        ck_assert_int_eq(status, CR_INPUT);
        ck_assert_str_eq(error.text, "the compressed data end too early");
    }
    // a frame that wants a window of a GiB
    cr_error error = {0};
    cr_view large = CR_VIEW("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00");
    ck_assert_int_eq(cr_decompress(large, CR_ZSTD, CR_MIB, "x", &out, &error), CR_LIMIT);
    ck_assert_str_eq(error.text, "a window of more than 32 MiB");
    cr_buf_release(&text);
    cr_buf_release(&squeezed);
    cr_buf_release(&out);
}
END_TEST

START_TEST(deflate_is_read_with_and_without_a_frame)
{
    static const int bits[] = {15, -15};
    for (size_t i = 0; i < 2; i++) {
        z_stream stream = {0};
        char squeezed[64];
        cr_buf out = {0};
        ck_assert_int_eq(deflateInit2(&stream, 6, Z_DEFLATED, bits[i], 8, Z_DEFAULT_STRATEGY), Z_OK);
        stream.next_in = (Bytef *)(uintptr_t) "one two";
        stream.avail_in = 7;
        stream.next_out = (Bytef *)squeezed;
        stream.avail_out = sizeof squeezed;
        ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
        cr_view bytes = {squeezed, sizeof squeezed - stream.avail_out};
        deflateEnd(&stream);
        ck_assert_int_eq(cr_decompress(bytes, CR_DEFLATE, 100, "x", &out, NULL), CR_OK);
        ck_assert_str_eq(out.data, "one two");
        cr_buf_release(&out);
    }
}
END_TEST

/* A fault takes nothing with it of what stood before. */
START_TEST(what_is_before_a_fault_is_read)
{
    cr_buf text = {0}, packed[2] = {{0}, {0}};
    for (size_t i = 0; i < 3000; i++)
        cr_buf_append_format(&text, "%zu\n", i * i);
    deflate_to(&packed[0], text.data, text.size);
    squeeze_to(&packed[1], cr_buf_view(&text));
    for (size_t i = 0; i < 2; i++) {
        cr_buf_append_string(&packed[i], "no member");
        cr_buf out = {0};
        FILE *file = tmpfile();
        fwrite(packed[i].data, 1, packed[i].size, file);
        rewind(file);
        cr_byte_reader *reader = cr_byte_reader_new(file, "x");
        cr_error error = {0};
        cr_status status = cr_byte_reader_rest(reader, CR_MIB, &out, &error);
        ck_assert_int_eq(status, CR_INPUT);
        ck_assert(cr_view_equal(cr_buf_view(&out), cr_buf_view(&text)));
        size_t got = 1;
        ck_assert_int_eq(cr_byte_reader_read(reader, text.data, 1, &got, NULL), CR_OK);
        ck_assert_uint_eq(got, 0);
        cr_byte_reader_free(reader);
        fclose(file);
        cr_buf_release(&out);
        cr_buf_release(&packed[i]);
    }
    cr_buf_release(&text);
}
END_TEST

SUITE("json", members_are_read, kinds_are_told, malformed_is_refused, every_prefix_is_refused, nesting_is_bounded,
      a_fault_tells_its_line, arrays_are_cut, writing_is_compact_and_valid, trees_have_their_bounds, gzip_is_inflated,
      a_bomb_stops_at_its_limit, files_are_read_in_blocks, zstandard_is_read,
      what_stands_before_a_fault_of_zstandard_is_given, deflate_is_read_with_and_without_a_frame,
      what_is_before_a_fault_is_read)
