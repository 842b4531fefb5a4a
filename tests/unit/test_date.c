#include "suite.h"

#include "text/date.h"

#include <stdio.h>
#include <string.h>

static const char *day_of(cr_date date)
{
    static char text[32];
    cr_buf buf = {0};
    cr_date_append(&buf, date);
    snprintf(text, sizeof text, "%s", buf.data ? buf.data : "");
    cr_buf_release(&buf);
    return text;
}

START_TEST(data_are_parsed)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"2026-03-12", "2026-03-12"},
        {"1969-12-31", "1969-12-31"},
        {"2024-02-29", "2024-02-29"},
        {"0001-01-01", "0001-01-01"},
        {"9999-12-31", "9999-12-31"},
        {"2026-03-12T08:30:00Z", "2026-03-12T08:30:00Z"},
        {"2026-03-12t08:30:00.125z", "2026-03-12T08:30:00Z"},
        {"2026-03-12 23:30:00-02:30", "2026-03-13T02:00:00Z"},
        {"2026-01-01T00:30:00+05:45", "2025-12-31T18:45:00Z"},
        {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_date date = {0};
        ck_assert_msg(cr_date_parse(cr_view_of(cases[i].text), &date), "%s", cases[i].text);
        ck_assert_str_eq(day_of(date), cases[i].expected);
    }
    static const char *const refused[] = {"",
                                          "2026",
                                          "2026-3-12",
                                          "2026-13-01",
                                          "2026-02-29",
                                          "2026-03-00",
                                          "2026-03-12T08:30",
                                          "2026-03-12T08:30:00",
                                          "2026-03-12T24:00:00Z",
                                          "2026-03-12T08:30:00.Z",
                                          "2026-03-12T08:30:00+0100",
                                          "2026-03-12T08:30:00+24:00",
                                          "2026-03-12T08:30:00Zx",
                                          "2026-03-12x",
                                          "0000-01-01",
                                          "12.03.2026",
                                          "yesterday"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cr_date date = {0};
        ck_assert_msg(!cr_date_parse(cr_view_of(refused[i]), &date), "%s", refused[i]);
        ck_assert_int_eq(date.precision, CR_DATE_NONE);
    }
}
END_TEST

START_TEST(every_day_is_one_after_the_other)
{
    cr_date date, before;
    cr_date_of_day(1896, 12, 31, &before);
    for (int year = 1897; year < 2104; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= 31; day++)
                if (cr_date_of_day(year, month, day, &date)) {
                    char expected[32];
                    snprintf(expected, sizeof expected, "%04d-%02d-%02d", year, month, day);
                    ck_assert_int_eq(date.seconds - before.seconds, 86400);
                    ck_assert_str_eq(day_of(date), expected);
                    before = date;
                }
    ck_assert_int_eq(before.seconds % 86400, 0);
    cr_date_of_day(1970, 1, 1, &date);
    ck_assert_int_eq(date.seconds, 0);
}
END_TEST

START_TEST(days_are_found_in_lines)
{
    static const struct {
        const char *lang, *line, *expected;
    } cases[] = {
        {"fr", "12 mars 2026", "2026-03-12"},
        {"fr", "Publié le jeudi 1er août 2024 à 18:05", "2024-08-01"},
        {"en", "Thursday, March 12, 2026", "2026-03-12"},
        {"en", "March 10, 2026 7:42 a.m.", "2026-03-10"},
        {"en", "Sept 3rd, 2026", "2026-09-03"},
        {"en", "3/12/2026", "2026-03-12"},
        {"en-GB", "3/12/2026", "2026-12-03"},
        {"en", "13/12/2026", "2026-12-13"},
        {"de", "Dienstag, 10. März 2026", "2026-03-10"},
        {"de", "12.03.2026, 18 Uhr", "2026-03-12"},
        {"es", "Miércoles 11 de marzo de 2026", "2026-03-11"},
        {"pt", "10 de março de 2026", "2026-03-10"},
        {"pl", "11 marca 2026 r.", "2026-03-11"},
        {"ru", "10 марта 2026 г.", "2026-03-10"},
        {"tr", "11 Mart 2026 Çarşamba", "2026-03-11"},
        {"nl", "10 maart 2026, 09.15 uur", "2026-03-10"},
        {"hu", "2026. március 12.", "2026-03-12"},
        {"ja", "2026年3月11日　午前7時10分", "2026-03-11"},
        {"zh", "2026年3月11日", "2026-03-11"},
        {"ko", "2026년 3월 12일", "2026-03-12"},
        {"ar", "١٢ مارس ٢٠٢٦", "2026-03-12"},
        {"ar", "12 آذار 2026", "2026-03-12"},
        {"hi", "12 मार्च 2026", "2026-03-12"},
        {"he", "12 במרץ 2026", "2026-03-12"},
        {"vi", "12 tháng 3, 2026", "2026-03-12"},
        {"th", "12 มีนาคม 2569", "2026-03-12"},
        {"it", "2026-03-12 at noon", "2026-03-12"},
        {"fi", "12. maaliskuuta 2026", "2026-03-12"},
        {"xx", "12 March 2026", "2026-03-12"},
        {"", "Gábor Bíró 4 March 2024", "2024-03-04"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_date date = {0};
        size_t start = 0, end = 0;
        cr_view line = cr_view_of(cases[i].line);
        cr_date_reader reader = {.lang = cases[i].lang};
        ck_assert_msg(cr_date_find(&reader, line, &date, &start, &end), "%s", cases[i].line);
        ck_assert_msg(strcmp(day_of(date), cases[i].expected) == 0, "%s: %s", cases[i].line, day_of(date));
        ck_assert(start < end && end <= line.size);
        ck_assert(cr_date_find(&reader, line, &date, NULL, NULL));
        cr_date_reader_release(&reader);
    }
    cr_date_reader english = {.lang = "en"};
    static const char *const none[] = {"",
                                       "In 2026 the firm sold 12 ships",
                                       "March 2026",
                                       "12 March",
                                       "1.2.3",
                                       "32 March 2026",
                                       "2026-13-12",
                                       "30 February 2026",
                                       "call 2026-03",
                                       "5/2026",
                                       "12 2026 March"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        cr_date date = {0};
        ck_assert_msg(!cr_date_find(&english, cr_view_of(none[i]), &date, NULL, NULL), "%s", none[i]);
    }
    cr_date date;
    size_t start, end;
    char figures[512];  // more tokens than are kept: the last has nothing behind it
    memset(figures, '1', sizeof figures);
    for (size_t i = 1; i < sizeof figures; i += 2)
        figures[i] = '-';
    memcpy(figures, "2026-77-", 8);
    ck_assert(!cr_date_find(&english, (cr_view){figures, sizeof figures}, &date, NULL, NULL));
    ck_assert(cr_date_find(&english, CR_VIEW("By X, 12 March 2026, Rome"), &date, &start, &end));
    ck_assert_uint_eq(start, 6);
    ck_assert_uint_eq(end, 19);
    cr_date_reader_release(&english);
}
END_TEST

SUITE("date", data_are_parsed, every_day_is_one_after_the_other, days_are_found_in_lines)
