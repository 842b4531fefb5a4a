#include "suite.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/utf8.h"

#include <string.h>

START_TEST(first_error_wins)
{
    cr_error error = {0};
    char text[600];
    ck_assert_int_eq(cr_error_at(&error, CR_INPUT, "x.jsonl", 17, 4, "bad %s", "record"), CR_INPUT);
    cr_error_set(&error, CR_IO, "later");
    cr_error_format(&error, text, sizeof text);
    ck_assert_str_eq(text, "'x.jsonl':17:4: bad record");
}
END_TEST

START_TEST(arena_keeps_views)
{
    cr_arena arena = {0};
    for (int round = 0; round < 3; round++) {
        cr_view a = cr_arena_copy(&arena, CR_VIEW("abc"));
        int *numbers = CR_ARENA_ZEROED(&arena, int, 100000);
        ck_assert_int_eq(numbers[99999], 0);
        ck_assert(cr_view_equal(a, CR_VIEW("abc")));
        cr_arena_clear(&arena);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(reals_ignore_the_locale)
{
    cr_buf buf = {0};
    const double numbers[] = {0, 1, -1.5, 0.123456789, 1e-9, 99.9999999, 1234567.25};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        cr_buf_append_real(&buf, numbers[i], 6);
        cr_buf_append_byte(&buf, ' ');
    }
    ck_assert_str_eq(buf.data, "0 1 -1.5 0.123457 0 100 1234567.25 ");
    cr_buf_release(&buf);
}
END_TEST

START_TEST(maps_find_what_was_put)
{
    cr_map map = {0};
    cr_number_map numbers = {0};
    cr_arena arena = {0};
    for (size_t i = 0; i < 1000; i++) {
        cr_buf buf = {0};
        cr_buf_append_size(&buf, i);
        cr_map_put(&map, cr_arena_copy(&arena, cr_buf_view(&buf)), NULL)->value = i;
        cr_number_map_put(&numbers, i * 7, NULL)->value = i;
        cr_buf_release(&buf);
    }
    ck_assert_uint_eq(map.size, 1000);
    ck_assert_uint_eq(cr_map_find(&map, CR_VIEW("512"))->value, 512);
    ck_assert_ptr_null(cr_map_find(&map, CR_VIEW("1000")));
    ck_assert_uint_eq(cr_number_map_find(&numbers, 700)->value, 100);
    ck_assert_ptr_null(cr_number_map_find(&numbers, 1));
    cr_map_release(&map);
    cr_number_map_release(&numbers);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(utf8_finds_the_broken_byte)
{
    ck_assert_uint_eq(cr_utf8_valid(CR_VIEW("plain ascii, long enough")), 24);
    ck_assert_uint_eq(cr_utf8_valid(CR_VIEW("é漢😀")), 9);
    ck_assert_uint_eq(cr_utf8_valid(CR_VIEW("ab\xC0\x80")), 2);        // overlong
    ck_assert_uint_eq(cr_utf8_valid(CR_VIEW("\xED\xA0\x80")), 0);      // a surrogate
    ck_assert_uint_eq(cr_utf8_valid(CR_VIEW("\xF4\x90\x80\x80")), 0);  // beyond U+10FFFF
    ck_assert_uint_eq(cr_utf8_broken(CR_VIEW("\xE6\xBC"), 0), 2);      // cut short
    size_t at = 9;
    ck_assert_uint_eq(cr_utf8_previous(CR_VIEW("é漢😀"), &at), 0x1F600);
    ck_assert_uint_eq(at, 5);
}
END_TEST

START_TEST(characters_are_told)
{
    static const uint32_t spaces[] = {' ',    '\t',   '\r',   0x85,   0xA0,   0x1680,
                                      0x2000, 0x200A, 0x2028, 0x202F, 0x205F, 0x3000};
    static const uint32_t others[] = {0, 8, 0x0E, 'a', 0x84, 0x180E, 0x200B, 0x3001, 0xFEFF};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        ck_assert(cr_utf8_is_space(spaces[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert(!cr_utf8_is_space(others[i]));
    ck_assert_int_eq(cr_hex_value('0'), 0);
    ck_assert_int_eq(cr_hex_value('a'), 10);
    ck_assert_int_eq(cr_hex_value('F'), 15);
    ck_assert_int_eq(cr_hex_value('g'), -1);
    ck_assert_int_eq(cr_hex_value('/'), -1);
}
END_TEST

enum { BATCHES = 100, SLOTS = 6 };

typedef struct counting {
    size_t read, fail_at;
    size_t value[SLOTS];
    size_t written[BATCHES];
    size_t n_written;
} counting;

static cr_status count_read(void *context, size_t slot, bool *more, cr_error *error)
{
    counting *c = context;
    (void)error;
    *more = c->read < BATCHES;
    c->value[slot] = c->read++;
    return CR_OK;
}

static cr_status count_work(void *context, size_t worker, size_t slot, cr_error *error)
{
    counting *c = context;
    (void)worker;
    if (c->value[slot] == c->fail_at)
        return cr_error_set(error, CR_INPUT, "batch %zu", c->value[slot]);
    c->value[slot] *= 2;
    return CR_OK;
}

static cr_status count_write(void *context, size_t slot, cr_error *error)
{
    counting *c = context;
    (void)error;
    c->written[c->n_written++] = c->value[slot];
    return CR_OK;
}

START_TEST(streams_keep_their_order)
{
    for (size_t jobs = 1; jobs <= 8; jobs++) {
        counting c = {.fail_at = SIZE_MAX};
        cr_stream stream = {jobs, SLOTS, &c, count_read, count_work, count_write};
        ck_assert_int_eq(cr_stream_run(&stream, NULL), CR_OK);
        ck_assert_uint_eq(c.n_written, BATCHES);
        for (size_t i = 0; i < BATCHES; i++)
            ck_assert_uint_eq(c.written[i], i * 2);
    }
}
END_TEST

START_TEST(streams_stop_at_the_failure)
{
    for (size_t jobs = 1; jobs <= 4; jobs++) {
        counting c = {.fail_at = 40};
        cr_error error = {0};
        cr_stream stream = {jobs, SLOTS, &c, count_read, count_work, count_write};
        ck_assert_int_eq(cr_stream_run(&stream, &error), CR_INPUT);
        ck_assert_str_eq(error.text, "batch 40");
        ck_assert_uint_eq(c.n_written, 40);
    }
}
END_TEST

static cr_status fail_at_threes(void *context, size_t worker, size_t i, cr_error *error)
{
    bool *done = context;
    (void)worker;
    done[i] = true;
    return i % 3 == 2 ? cr_error_set(error, CR_INPUT, "work %zu", i) : CR_OK;
}

START_TEST(work_fails_at_its_first_failure)
{
    for (size_t jobs = 1; jobs <= 8; jobs++) {
        bool done[BATCHES] = {0};
        cr_error error = {0};
        ck_assert_int_eq(cr_pool_try(jobs, BATCHES, fail_at_threes, done, &error), CR_INPUT);
        ck_assert_str_eq(error.text, "work 2");
        ck_assert(done[0] && done[1]);
        ck_assert_int_eq(cr_pool_try(jobs, 2, fail_at_threes, done, &error), CR_OK);
    }
}
END_TEST

SUITE("base", first_error_wins, arena_keeps_views, reals_ignore_the_locale, maps_find_what_was_put,
      utf8_finds_the_broken_byte, characters_are_told, streams_keep_their_order, streams_stop_at_the_failure,
      work_fails_at_its_first_failure)
