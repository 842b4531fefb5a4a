/* The table of words: threads that add the same words at the same time, and tables that are forgotten. */
#include "suite.h"

#include "article/word_table.h"
#include "base/pool.h"

#include <stdio.h>
#include <string.h>

enum { N_WORDS = 20000, THREADS = 4 };

/* Words of one byte and more, two of them to a stem, some longer than what stands in a slot. */
static cr_view word_of(size_t i, char *room, size_t size)
{
    int n = snprintf(room, size, i % 3 ? "%zu" : "%zuwithalongtail", i);
    return (cr_view){room, (size_t)n};
}

static cr_known_word know(cr_word_table *table, size_t i)
{
    char room[64], key[64];
    cr_view word = word_of(i, room, sizeof room);
    cr_known_word known;
    if (cr_word_table_find(table, word, &known))
        return known;
    int n = snprintf(key, sizeof key, "w%zu", i / 2);
    return cr_word_table_add(table, word, (uint32_t)(i % 8), (cr_view){key, (size_t)n}, 1,
                             (cr_term){.is_number = true});
}

typedef struct shared {
    cr_word_tables *tables;
    uint32_t stems[THREADS][N_WORDS];
} shared;

static void learn_all(void *context, size_t worker, size_t thread)
{
    shared *s = context;
    (void)worker;
    cr_word_table *table = cr_word_table_take(s->tables, "en");
    for (size_t n = 0; n < N_WORDS; n++) {
        size_t i = thread % 2 ? N_WORDS - 1 - n : n;
        char stem[32];
        cr_known_word known = know(table, i);
        const cr_term *term = cr_word_table_term(table, known.stem);
        snprintf(stem, sizeof stem, "%zu", i / 2);
        ck_assert_uint_eq(known.flags, i % 8);
        ck_assert(cr_view_equal(term->stem, cr_view_of(stem)) && term->is_number && !term->is_stop);
        s->stems[thread][i] = known.stem;
    }
    cr_word_table_give_back(s->tables, table);
}

START_TEST(threads_know_the_same_words)
{
    shared *s = calloc(1, sizeof *s);
    s->tables = cr_word_tables_new();
    cr_pool_each(THREADS, THREADS, learn_all, s);
    for (size_t i = 0; i < N_WORDS; i++) {
        ck_assert_uint_lt(s->stems[0][i], N_WORDS / 2);
        ck_assert_uint_eq(s->stems[0][i], s->stems[0][i ^ 1]);
        for (size_t thread = 1; thread < THREADS; thread++)
            ck_assert_uint_eq(s->stems[thread][i], s->stems[0][i]);
    }
    cr_word_tables_free(s->tables);
    free(s);
}
END_TEST

START_TEST(a_full_table_gives_way)
{
    cr_word_tables *tables = cr_word_tables_new();
    cr_word_table *other = cr_word_table_take(tables, "fr"), *table = cr_word_table_take(tables, "en");
    for (size_t i = 0; !cr_word_table_is_full(table); i++)
        know(table, i);
    cr_word_table *next = cr_word_table_take(tables, "en");
    cr_known_word known;
    ck_assert_ptr_ne(next, table);
    ck_assert(!cr_word_table_is_full(next) && !cr_word_table_find(next, CR_VIEW("1"), &known));
    ck_assert(cr_word_table_find(table, CR_VIEW("1"), &known));  // who holds the old one may read on
    ck_assert_ptr_eq(cr_word_table_take(tables, "en"), next);
    ck_assert_ptr_eq(cr_word_table_take(tables, "fr"), other);
    cr_word_table_give_back(tables, table);
    cr_word_table_give_back(tables, next);
    cr_word_table_give_back(tables, next);
    cr_word_table_give_back(tables, other);
    cr_word_table_give_back(tables, other);
    cr_word_tables_free(tables);
}
END_TEST

START_TEST(many_languages_are_forgotten)
{
    cr_word_tables *tables = cr_word_tables_new();
    cr_word_table *held = cr_word_table_take(tables, "en");
    know(held, 7);
    for (int i = 0; i < 1000; i++) {
        char lang[16];
        snprintf(lang, sizeof lang, "x%d", i);
        cr_word_table *table = cr_word_table_take(tables, lang);
        know(table, 1);
        cr_word_table_give_back(tables, table);
    }
    cr_known_word known;
    ck_assert(cr_word_table_find(held, CR_VIEW("7"), &known));
    cr_word_table_give_back(tables, held);
    cr_word_tables_free(tables);
}
END_TEST

SUITE("word_table", threads_know_the_same_words, a_full_table_gives_way, many_languages_are_forgotten)
