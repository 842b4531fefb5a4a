#include "suite.h"

#include "base/arena.h"
#include "base/file.h"
#include "lexicon/lexicon.h"
#include "text/words.h"

#include <dirent.h>
#include <string.h>

static void check_same(const char *lang, const cr_rules *rules, const cr_characters *characters, cr_view text)
{
    cr_units units = {0};
    cr_words ours = {0}, icu = {0};
    cr_word_breaker *breaker = cr_word_breaker_new(lang, rules, characters);
    cr_units_set(&units, text, characters);
    ck_assert_int_eq(cr_word_breaker_run(breaker, &units, &ours, NULL), CR_OK);
    ck_assert_int_eq(cr_word_breaker_run_icu(breaker, &units, &icu, NULL), CR_OK);
    for (size_t i = 0; i < icu.n && i < ours.n; i++)
        ck_assert_msg(ours.items[i].start == icu.items[i].start && ours.items[i].end == icu.items[i].end,
                      "%s: word %zu is %u-%u, ICU's %u-%u: '%.40s'", lang, i, ours.items[i].start, ours.items[i].end,
                      icu.items[i].start, icu.items[i].end, text.data + units.byte[icu.items[i].start]);
    ck_assert_uint_eq(ours.n, icu.n);
    cr_words_release(&ours);
    cr_words_release(&icu);
    cr_units_release(&units);
    cr_word_breaker_free(breaker);
}

START_TEST(words_are_those_of_icu_in_every_language)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    cr_lexicon *lexicon;
    cr_arena arena = {0};
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, NULL), CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    DIR *languages = opendir(SOURCE_DIR "/tests/lang");
    const struct dirent *entry;
    size_t n = 0;
    ck_assert_ptr_nonnull(languages);
    while ((entry = readdir(languages)) != NULL) {
        const cr_rules *rules;
        cr_buf text = {0};
        const char *path = cr_path_join(&arena, cr_path_join(&arena, SOURCE_DIR "/tests/lang", entry->d_name),
                                        "input.txt");
        if (entry->d_name[0] == '.' || cr_file_read(path, 1 << 20, &text, NULL))
            continue;
        ck_assert_int_eq(book.find(book.context, entry->d_name, &rules, NULL), CR_OK);
        check_same(entry->d_name, rules, characters, cr_buf_view(&text));
        cr_buf_release(&text);
        n++;
    }
    closedir(languages);
    ck_assert_uint_gt(n, 20);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(words_are_those_of_icu_in_odd_places)
{
    static const char *const TEXTS[] = {
        "",
        "_",
        "a_b",
        "__init__",
        "3.14 1,000.5 1.2.3 a.b a.1 1.a",
        "can't 'tis rock'n'roll l\u2019eau",
        "EU:n EU:s 12:30",
        "צה\"ל ג' ג'ירפה ד\"ר",
        "e\u0301te\u0301 a\u200Db \u00ADx",
        "x\u2024y 1\u20443",
        "😀a😀 👩‍👩‍👧",
        "𝒜𝒷𝒸 𐐷x",
        "\u0661\u0662\u066B\u0663",
        "a\u0387b a\u00B7b",
        "don\u2019",
        "U.S.A. e.g. .5 5.",
        "한국어 텍스트",
        "ﬁn Ǆ ß",
    };
    static const cr_rules NONE = {0};
    cr_characters *characters = cr_characters_new();
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        check_same("en", &NONE, characters, cr_view_of(TEXTS[i]));
        check_same("fi", &NONE, characters, cr_view_of(TEXTS[i]));
        check_same("sv", &NONE, characters, cr_view_of(TEXTS[i]));
    }
    cr_characters_free(characters);
}
END_TEST

/* Where the space behind a stop was forgotten, the words on both sides of it stay apart. */
START_TEST(words_end_with_their_sentence)
{
    const cr_view text = CR_VIEW("He left.She met U.N. staff.They ate.Then slept");
    static const char *const EXPECTED[] = {"He", "left", "She", "met", "U.N", "staff", "They", "ate", "Then", "slept"};
    static const cr_rules NONE = {0};
    static cr_span spans[] = {{0, 8, 0}, {8, 27, 0}, {27, 36, 0}, {36, 46, 0}};
    cr_spans sentences = {.items = spans, .n = sizeof spans / sizeof *spans};
    cr_characters *characters = cr_characters_new();
    cr_units units = {0};
    cr_words words = {0};
    cr_word_breaker *breaker = cr_word_breaker_new("en", &NONE, characters);
    cr_units_set(&units, text, characters);
    ck_assert_int_eq(cr_word_breaker_run(breaker, &units, &words, NULL), CR_OK);
    cr_words_part(&words, &sentences, &units, characters);
    ck_assert_uint_eq(words.n, sizeof EXPECTED / sizeof *EXPECTED);
    for (size_t i = 0; i < words.n; i++) {
        cr_view word = cr_view_slice(text, words.items[i].start, words.items[i].end);
        ck_assert_msg(cr_view_equal(word, cr_view_of(EXPECTED[i])), "%.*s, not %s", (int)word.size, word.data,
                      EXPECTED[i]);
    }
    cr_words_release(&words);
    cr_units_release(&units);
    cr_word_breaker_free(breaker);
    cr_characters_free(characters);
}
END_TEST

SUITE("words", words_are_those_of_icu_in_every_language, words_are_those_of_icu_in_odd_places,
      words_end_with_their_sentence)
