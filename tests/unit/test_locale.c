/* Dates, numbers, lists and messages of a language; and that none of it follows the process's locale or zone. */
#include "suite.h"

#include "base/arena.h"
#include "base/file.h"
#include "render/words.h"
#include "text/bidi.h"
#include "text/locale.h"
#include "text/message.h"
#include "text/wrap.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOCALES SOURCE_DIR "/digest-templates/locale"

static const int64_t MARCH_10 = 1773100800;  // 2026-03-10
static const int64_t DAY = 86400;

typedef void (*append_day)(cr_locale *locale, int64_t seconds, cr_buf *out);

static void expect_day(append_day append, const char *lang, int64_t seconds, const char *expected)
{
    cr_locale *locale = NULL;
    cr_buf out = {0};
    ck_assert_int_eq(cr_locale_new(lang, &locale, NULL), CR_OK);
    append(locale, seconds, &out);
    ck_assert_str_eq(out.data, expected);
    cr_buf_release(&out);
    cr_locale_free(locale);
}

START_TEST(days_are_written_out)
{
    expect_day(cr_locale_append_day, "en", MARCH_10, "March 10, 2026");
    expect_day(cr_locale_append_day, "fr", MARCH_10, "10 mars 2026");
    expect_day(cr_locale_append_day, "de", MARCH_10, "10. März 2026");
    expect_day(cr_locale_append_day, "ru", MARCH_10, "10 марта 2026\u202Fг.");
    expect_day(cr_locale_append_day, "ja", MARCH_10, "2026年3月10日");
    expect_day(cr_locale_append_day, "zh-Hans", MARCH_10 + DAY - 1, "2026年3月10日");
    expect_day(cr_locale_append_day, "en", -1, "December 31, 1969");
    expect_day(cr_locale_append_full_day, "fr", MARCH_10, "mardi 10 mars 2026");
    expect_day(cr_locale_append_full_day, "pl", MARCH_10, "wtorek, 10 marca 2026");
}
END_TEST

/* Of the Persian calendar, in Arabic figures, behind or before the month. */
START_TEST(days_are_read_back)
{
    static const char *const langs[] = {"en", "fr", "hr", "pl", "fa", "th", "ar", "hi", "ja", "zh-Hant", "he", "hu"};
    cr_locale *locale = NULL;
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++) {
        ck_assert_int_eq(cr_locale_new(langs[i], &locale, NULL), CR_OK);
        for (int64_t day = MARCH_10; day < MARCH_10 + 366 * DAY; day += DAY) {
            int64_t read = 0;
            cr_buf_clear(&out);
            cr_locale_append_full_day(locale, day, &out);
            ck_assert_msg(cr_locale_read_full_day(locale, cr_buf_view(&out), &read) && read == day, "%s", out.data);
        }
        ck_assert(!cr_locale_read_full_day(locale, CR_VIEW(""), &(int64_t){0}));
        ck_assert(!cr_locale_read_full_day(locale, CR_VIEW("no day"), &(int64_t){0}));
        cr_locale_free(locale);
    }
    cr_buf_release(&out);
}
END_TEST

START_TEST(unknown_languages_are_english)
{
    // Not the process's locale, which ICU would take.
    setenv("LANG", "tr_TR.UTF-8", 1);
    setenv("LC_ALL", "tr_TR.UTF-8", 1);
    static const char *const unknown[] = {"xx", "und",       "",
                                          "a",  "not a tag", "en-x-0123456789012345678901234567890123456789"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        cr_locale *locale = NULL;
        ck_assert_int_eq(cr_locale_new(unknown[i], &locale, NULL), CR_OK);
        ck_assert_str_eq(cr_locale_tag(locale), "en");
        cr_locale_free(locale);
        expect_day(cr_locale_append_day, unknown[i], MARCH_10, "March 10, 2026");
    }
}
END_TEST

START_TEST(lists_numbers_and_names)
{
    cr_locale *locale = NULL;
    cr_buf out = {0};
    const cr_view items[] = {{"a", 1}, {"b", 1}, {"c", 1}};
    ck_assert_int_eq(cr_locale_new("fr", &locale, NULL), CR_OK);
    for (size_t n = 0; n <= 3; n++) {
        cr_locale_append_list(locale, items, n, &out);
        cr_buf_append_byte(&out, ';');
    }
    ck_assert_str_eq(out.data, ";a;a et b;a, b et c;");
    cr_buf_clear(&out);
    cr_locale_append_language(locale, "de", &out);
    cr_buf_append_byte(&out, ';');
    cr_locale_append_language(locale, "zh-Hant", &out);
    cr_buf_append_byte(&out, ';');
    cr_locale_append_language(locale, "qq", &out);
    cr_buf_append_byte(&out, ';');
    cr_locale_append_language(locale, "not a tag", &out);
    ck_assert_str_eq(out.data, "allemand;chinois traditionnel;qq;not a tag");
    cr_buf_clear(&out);
    cr_locale_append_number(locale, 1234567, &out);
    ck_assert_str_eq(out.data, "1\xE2\x80\xAF"
                               "234\xE2\x80\xAF"
                               "567");
    cr_buf_clear(&out);
    cr_locale_append_days(locale, MARCH_10, MARCH_10 + 2 * DAY, &out);
    cr_buf_append_byte(&out, ';');
    cr_locale_append_days(locale, MARCH_10, MARCH_10 + 5, &out);
    ck_assert_msg(strstr(out.data, "mars 2026;10 mars 2026"), "%s", out.data);
    cr_buf_release(&out);
    cr_locale_free(locale);
    ck_assert(cr_language_is_rtl("ar") && cr_language_is_rtl("he") && cr_language_is_rtl("fa") &&
              cr_language_is_rtl("ur"));
    ck_assert(!cr_language_is_rtl("en") && !cr_language_is_rtl("zh-Hans") && !cr_language_is_rtl("und"));
}
END_TEST

START_TEST(messages_are_checked_when_made)
{
    const cr_message_argument samples[] = {{"name", {"x", 1}, 0}, {"count", {0}, 2}};
    static const struct {
        const char *pattern, *problem;
    } cases[] = {
        {"{name", "malformed message"},
        {"{count, plural, one {x}}", "malformed message"},
        {"{count, nosuch}", "malformed message"},
        {"hello {nobody}", "this message has no such argument"},
        {"{0}", "this message has no such argument"},
        {"{name, plural, other {#}}", "an argument is used as what it is not"},
        {"{name, number}", "an argument is used as what it is not"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *problem = NULL;
        size_t at = 0;
        ck_assert_ptr_null(cr_message_new("en", cr_view_of(cases[i].pattern), samples, 2, &problem, &at));
        ck_assert_msg(strcmp(problem, cases[i].problem) == 0, "'%s': %s", cases[i].pattern, problem);
    }
    const char *problem = NULL;
    size_t at = 0;
    cr_message *message = cr_message_new("ru",
                                         CR_VIEW("{name}: {count, plural, one {# x} few {# y} many {# z} other {# w}}"),
                                         samples, 2, &problem, &at);
    ck_assert_ptr_nonnull(message);
    cr_buf out = {0};
    const int64_t counts[] = {1, 3, 5, 21, 1000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const cr_message_argument given[] = {{"name", {"{name} '#", 9}, 0}, {"count", {0}, counts[i]}};
        cr_message_append(message, given, 2, &out);
        cr_buf_append_byte(&out, ';');
    }
    ck_assert_str_eq(out.data, "{name} '#: 1 x;{name} '#: 3 y;{name} '#: 5 z;{name} '#: 21 x;{name} '#: 1\xC2\xA0"
                               "000 z;");
    cr_buf_release(&out);
    cr_message_free(message);
    cr_message_free(NULL);
}
END_TEST

START_TEST(every_language_has_all_words)
{
    cr_arena arena = {0};
    cr_file_list files;
    cr_error error = {0};
    ck_assert_int_eq(cr_file_walk(LOCALES, &arena, &files, &error), CR_OK);
    ck_assert_uint_ge(files.n_paths, 15);
    for (size_t i = 0; i < files.n_paths; i++) {
        const char *name = strrchr(files.paths[i], '/') + 1;
        char tag[32];
        snprintf(tag, sizeof tag, "%.*s", (int)(strlen(name) - 4), name);
        // Alone in a folder, so that English can't fill in what is missing.
        char folder[] = "/tmp/courant-locale-XXXXXX", path[64];
        ck_assert_ptr_nonnull(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/%s", folder, name);
        cr_buf text = {0};
        ck_assert_int_eq(cr_file_read(files.paths[i], 1 << 20, &text, &error), CR_OK);
        ck_assert_int_eq(cr_file_write(path, cr_buf_view(&text), &error), CR_OK);
        cr_words *words = NULL;
        cr_status status = cr_words_load(folder, tag, &words, &error);
        ck_assert_msg(status == CR_OK, "%s:%zu:%zu: %s", files.paths[i], error.line, error.column, error.text);
        ck_assert_str_eq(cr_locale_tag(cr_words_locale(words)), tag);
        for (size_t count = 0; count < 120; count++) {
            cr_buf out = {0};
            const cr_message_argument argument = cr_word_number("count", count);
            cr_words_append(words, CR_WORD_UNDATED, &argument, 1, &out);
            ck_assert_uint_gt(out.size, 0);
            cr_buf_release(&out);
        }
        cr_words_free(words);
        cr_buf_release(&text);
        unlink(path);
        rmdir(folder);
    }
    cr_arena_release(&arena);
}
END_TEST

static void expect_words(const char *lang, cr_word word, size_t articles, size_t sources, const char *expected)
{
    cr_words *words = NULL;
    cr_error error = {0};
    cr_buf out = {0};
    cr_status status = cr_words_load(LOCALES, lang, &words, &error);
    ck_assert_msg(status == CR_OK, "%s:%zu:%zu: %s", error.source, error.line, error.column, error.text);
    const cr_message_argument arguments[] = {cr_word_number("articles", articles), cr_word_number("sources", sources),
                                             cr_word_number("count", articles)};
    cr_words_append(words, word, arguments, 3, &out);
    ck_assert_str_eq(out.data, expected);
    cr_buf_release(&out);
    cr_words_free(words);
}

START_TEST(plurals_are_right)
{
    expect_words("en", CR_WORD_READ, 1, 1, "1 article from 1 source");
    expect_words("en", CR_WORD_READ, 1200, 2, "1,200 articles from 2 sources");
    expect_words("fr-CA", CR_WORD_READ, 0, 2, "0 article de 2 sources");
    expect_words("ru", CR_WORD_READ, 21, 5, "21 статья из 5 источников");
    expect_words("ru", CR_WORD_READ, 3, 11, "3 статьи из 11 источников");
    expect_words("pl", CR_WORD_READ, 22, 1, "22 artykuły z 1 źródła");
    expect_words("ar", CR_WORD_READ, 2, 1, "مقالتان من مصدر واحد");
    expect_words("zh-TW", CR_WORD_READ, 4, 2, "來自 2 個來源的 4 篇文章");
    expect_words("zh", CR_WORD_UNDATED, 4, 0, "4 篇文章没有日期");
    expect_words("no", CR_WORD_UNDATED, 1, 0, "1 artikkel uten dato");
    expect_words("tlh", CR_WORD_UNDATED, 2, 0, "2 articles without a date");
    expect_words("../en", CR_WORD_UNDATED, 2, 0, "2 articles without a date");
}
END_TEST

START_TEST(bad_files_name_the_line)
{
    static const struct {
        const char *content, *text;
        size_t line, column;
    } cases[] = {
        {"# x\n\ntitle Digest\n", "no '=' in this line", 3, 1},
        {"titel = Digest\n", "unknown key 'titel'", 1, 1},
        {"title = a\n  title = b\n", "'title' stands here twice", 2, 3},
        {"title = \xFF\n", "invalid UTF-8", 1, 9},
        {"undated = ok {count\n", "malformed message", 1, 0},
        {"undated = ok {sources}\n", "this message has no such argument", 1, 15},
        {"title = a\n", "'new' is missing", 0, 0},
    };
    char folder[] = "/tmp/courant-words-XXXXXX", path[64];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/en.txt", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_error error = {0};
        cr_words *words = NULL;
        ck_assert_int_eq(cr_file_write(path, cr_view_of(cases[i].content), &error), CR_OK);
        ck_assert_int_eq(cr_words_load(folder, "en", &words, &error), CR_INPUT);
        ck_assert_str_eq(error.text, cases[i].text);
        ck_assert_str_eq(error.source, path);
        ck_assert_uint_eq(error.line, cases[i].line);
        if (cases[i].column)
            ck_assert_uint_eq(error.column, cases[i].column);
        ck_assert_ptr_null(words);
    }
    unlink(path);
    cr_error error = {0};
    cr_words *words = NULL;
    ck_assert_int_eq(cr_words_load(folder, "en", &words, &error), CR_IO);
    rmdir(folder);
}
END_TEST

START_TEST(missing_words_are_english)
{
    char folder[] = "/tmp/courant-words-XXXXXX", english[64], french[64];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(english, sizeof english, "%s/en.txt", folder);
    snprintf(french, sizeof french, "%s/fr.txt", folder);
    cr_buf text = {0};
    cr_error error = {0};
    cr_words *words = NULL;
    ck_assert_int_eq(cr_file_read(LOCALES "/en.txt", 1 << 20, &text, &error), CR_OK);
    ck_assert_int_eq(cr_file_write(english, cr_buf_view(&text), &error), CR_OK);
    ck_assert_int_eq(cr_file_write(french, CR_VIEW("\xEF\xBB\xBFnew = NEUF\r\n"), &error), CR_OK);
    ck_assert_int_eq(cr_words_load(folder, "fr", &words, &error), CR_OK);
    cr_buf_clear(&text);
    cr_words_append(words, CR_WORD_NEW, NULL, 0, &text);
    cr_words_append(words, CR_WORD_UPDATED, NULL, 0, &text);
    ck_assert_str_eq(text.data, "NEUFUPDATED");
    cr_words_free(words);
    cr_buf_release(&text);
    unlink(english);
    unlink(french);
    rmdir(folder);
}
END_TEST

START_TEST(foreign_directions_are_isolated)
{
    static const struct {
        const char *text;
        bool rtl, paragraph;
        const char *expected;
    } cases[] = {
        {"plain", false, false, "plain"},
        {"plain", true, false, "\u2068plain\u2069"},
        {"123", true, false, "123"},
        {"שלום", false, false, "\u2068שלום\u2069"},
        {"שלום", true, false, "שלום"},
        {"a\u202Eb", false, false, "\u2068a\u202Eb\u202C\u2069"},
        {"a\u2067\u202Bb\u2069", false, false, "\u2068a\u2067\u202Bb\u2069\u2069"},
        {"a\u2066\u202Ab", false, false, "\u2068a\u2066\u202Ab\u202C\u2069\u2069"},
        {"a\u2069b\u202C", false, false, "\u2068a\u2069b\u202C\u2069"},
        {"Apple הודיעה", true, true, "\u200FApple הודיעה"},
        {"«הודיעה» Apple", true, true, "«הודיעה» Apple"},
        {"עברית first", false, true, "\u200Eעברית first"},
        {"Hello שלום", false, true, "Hello שלום"},
        {"x\u202Ey", false, true, "\u2068x\u202Ey\u202C\u2069"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf out = {0};
        (cases[i].paragraph ? cr_bidi_append_paragraph : cr_bidi_append)(&out, cr_view_of(cases[i].text), cases[i].rtl);
        ck_assert_msg(strcmp(out.data, cases[i].expected) == 0, "case %zu: %s", i, out.data);
        cr_buf_release(&out);
    }
}
END_TEST

START_TEST(lines_are_wrapped)
{
    cr_buf out = {0};
    cr_wrap(CR_VIEW("one two three four"), 9, 2, 0, &out);
    ck_assert_str_eq(out.data, "one two\n  three\n  four\n");
    cr_buf_clear(&out);
    cr_wrap(CR_VIEW("one two three four"), 0, 2, 0, &out);
    ck_assert_str_eq(out.data, "one two three four\n");
    cr_buf_clear(&out);
    cr_wrap(CR_VIEW("漢字仮名交じり文"), 8, 0, 4, &out);
    ck_assert_str_eq(out.data, "漢字\n仮名交じ\nり文\n");
    cr_buf_clear(&out);
    cr_wrap(CR_VIEW("a unbreakablylongword b"), 5, 0, 0, &out);
    ck_assert_str_eq(out.data, "a\nunbreakablylongword\nb\n");
    cr_buf_clear(&out);
    cr_wrap(CR_VIEW(""), 5, 0, 0, &out);
    ck_assert_str_eq(out.data, "\n");
    cr_buf_release(&out);
    ck_assert_uint_eq(cr_display_width(CR_VIEW("e\u0301漢\u2068x\u2069")), 4);
}
END_TEST

SUITE("locale", days_are_written_out, days_are_read_back, unknown_languages_are_english, lists_numbers_and_names,
      messages_are_checked_when_made, every_language_has_all_words, plurals_are_right, bad_files_name_the_line,
      missing_words_are_english, foreign_directions_are_isolated, lines_are_wrapped)
