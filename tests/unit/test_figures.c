/* Amounts and days as ten languages and more write them. Words and separators are ICU's: a few of each kind are tried. */
#include "suite.h"

#include "text/figures.h"

#include <string.h>

static size_t first_digit(cr_view text, const char *digit)
{
    ptrdiff_t at = cr_view_find(text, cr_view_of(digit));
    ck_assert_int_ge(at, 0);
    return (size_t)at;
}

/* The first digit of the text is what `digit` is. */
static void expect(const char *lang, const char *line, const char *digit, const char *expected, cr_figure_kind kind)
{
    cr_figures *figures = cr_figures_new(lang);
    cr_view text = cr_view_of(line);
    cr_figure figure = cr_figures_read(figures, text, 0, first_digit(text, digit));
    ck_assert_msg(strcmp(figure.key, expected) == 0, "%s: '%s' is '%s', not '%s'", lang, line, figure.key, expected);
    ck_assert_msg(figure.kind == kind, "%s: '%s': kind %d", lang, line, (int)figure.kind);
    ck_assert_uint_le(figure.end, text.size);
    cr_figures_free(figures);
}

START_TEST(amounts_have_their_scale)
{
    static const struct {
        const char *lang, *text, *digit, *expected;
    } cases[] = {
        {"en", "about 20 million people", "2", "20000000"},
        {"en", "worth $1.5bn to us", "1", "1500000000"},
        {"en", "a 20-million fund", "2", "20000000"},
        {"en", "$20M more", "2", "20000000"},
        {"en", "2 crore rupees", "2", "20000000"},
        {"en", "1.2 lakh crore rupees", "1", "1200000000000"},
        {"en", "2 billion", "2", "2000000000"},
        {"de", "2 Billionen", "2", "2000000000000"},
        {"de", "20 Mio. Euro", "2", "20000000"},
        {"de", "1,5 Milliarden", "1", "1500000000"},
        {"fr", "20 millions d'euros", "2", "20000000"},
        {"fr", "3 mille", "3", "3000"},
        {"fr", "2 milliards", "2", "2000000000"},
        {"fr", "20 M€", "2", "20"},
        {"es", "2,5 mil millones de euros", "2", "2500000000"},
        {"it", "oltre 20mila persone", "2", "20000"},
        {"pt", "20 milhões", "2", "20000000"},
        {"pt", "3 mil milhões", "3", "3000000000"},
        {"nl", "4 miljard euro", "4", "4000000000"},
        {"pl", "20 mln zł", "2", "20000000"},
        {"pl", "ponad 20 milionami", "2", "20000000"},
        {"ru", "20 млн рублей", "2", "20000000"},
        {"ru", "к 20 миллионам", "2", "20000000"},
        {"ru", "1,5 тыс. человек", "1", "1500"},
        {"uk", "3 мільярди", "3", "3000000000"},
        {"tr", "20 milyonluk", "2", "20000000"},
        {"ro", "20 de milioane", "2", "20000000"},
        {"ar", "٢٠ مليون", "٢", "20000000"},
        {"fa", "۲۰ میلیون", "۲", "20000000"},
        {"fa", "۲ هزار میلیارد", "۲", "2000000000000"},
        {"hi", "2 करोड़ रुपये", "2", "20000000"},
        {"hi", "५ लाख", "५", "500000"},
        {"zh-Hans", "约2000万人", "2", "20000000"},
        {"zh-Hant", "約2000萬人", "2", "20000000"},
        {"zh-Hans", "3亿元", "3", "300000000"},
        {"zh-Hans", "2万亿", "2", "2000000000000"},
        {"ja", "1億2000万円", "1", "120000000"},
        {"ko", "2000만 명", "2", "20000000"},
        {"th", "20 ล้านบาท", "2", "20000000"},
        {"vi", "20 triệu", "2", "20000000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].lang, cases[i].text, cases[i].digit, cases[i].expected, CR_FIGURE_AMOUNT);
}
END_TEST

START_TEST(amounts_have_their_separators)
{
    static const struct {
        const char *lang, *text, *digit, *expected;
    } cases[] = {
        {"en", "1,400 tonnes", "1", "1400"},
        {"en", "1.400 metres", "1", "1.4"},
        {"en", "1,234,567.50", "1", "1234567.5"},
        {"en", "12 400 of them", "1", "12"},
        {"en", "1,00,000", "1", "100000"},
        {"en", "in 2026, 400 came", "2", "2026"},
        {"de", "1.400 Tonnen", "1", "1400"},
        {"de", "1,4 Tonnen", "1", "1.4"},
        {"de", "1.234.567,5", "1", "1234567.5"},
        {"de", "1’400 Franken", "1", "1400"},
        {"fr", "1 400 tonnes", "1", "1400"},
        {"fr", "1 400 000 tonnes", "1", "1400000"},
        {"fr", "2026 400", "2", "2026"},
        {"es", "7,2", "7", "7.2"},
        {"es", "7.2", "7", "7.2"},
        {"ru", "1 400,5", "1", "1400.5"},
        {"sv", "1 400", "1", "1400"},
        {"ar", "١٬٤٠٠", "١", "1400"},
        {"fa", "۱۴۰۰", "۱", "1400"},
        {"fa", "۷٫۲", "۷", "7.2"},
        {"hi", "१,४००", "१", "1400"},
        {"hi", "२,००,०००", "२", "200000"},
        {"ja", "1,400人", "1", "1400"},
        {"en", "2,3,4", "2", "234"},
        {"en", "007", "0", "7"},
        {"en", "0.50", "0", "0.5"},
        {"en", "12345678901234567890123", "1", "123456789012345678"},
        {"und", "1,400", "1", "1400"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].lang, cases[i].text, cases[i].digit, cases[i].expected, CR_FIGURE_AMOUNT);
}
END_TEST

START_TEST(days_are_read)
{
    static const struct {
        const char *lang, *text, *digit, *expected;
    } cases[] = {
        {"en", "on 10 March", "1", "03-10"},
        {"en", "on March 10, 2026", "1", "03-10"},
        {"en", "the 10th of March", "1", "03-10"},
        {"en", "Sept. 3", "3", "09-03"},
        {"en", "2026-03-10", "2", "03-10"},
        {"de", "am 10. März", "1", "03-10"},
        {"de", "am 10.03.2026", "1", "03-10"},
        {"de", "zum 1. Januar 2028", "1", "01-01"},
        {"fr", "le 1er mars", "1", "03-01"},
        {"es", "el 10 de marzo", "1", "03-10"},
        {"it", "il 10 marzo", "1", "03-10"},
        {"pt", "a 10 de março", "1", "03-10"},
        {"ca", "el 10 d'abril", "1", "04-10"},
        {"pl", "10 marca", "1", "03-10"},
        {"ru", "в ночь на 10 марта", "1", "03-10"},
        {"cs", "10. března", "1", "03-10"},
        {"hu", "március 10-én", "1", "03-10"},
        {"fi", "10. maaliskuuta", "1", "03-10"},
        {"tr", "10 Mart'ta", "1", "03-10"},
        {"ar", "في ١٠ مارس", "١", "03-10"},
        {"ar", "10 آذار", "1", "03-10"},
        {"he", "ב-10 במרץ", "1", "03-10"},
        {"fa", "۱۰ مارس", "۱", "03-10"},
        {"hi", "10 मार्च को", "1", "03-10"},
        {"zh-Hans", "3月10日", "3", "03-10"},
        {"ja", "3月10日未明", "3", "03-10"},
        {"ko", "3월 10일", "3", "03-10"},
        {"vi", "ngày 10 tháng 3", "1", "03-10"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].lang, cases[i].text, cases[i].digit, cases[i].expected, CR_FIGURE_DAY);
    expect("en", "10 may be enough", "1", "10", CR_FIGURE_AMOUNT);
    expect("en", "40 March past", "4", "40", CR_FIGURE_AMOUNT);
    expect("de", "30. Februar", "3", "30", CR_FIGURE_AMOUNT);
    expect("zh-Hans", "13月10日", "1", "13", CR_FIGURE_AMOUNT);
}
END_TEST

START_TEST(what_was_read_counts_once)
{
    cr_figures *figures = cr_figures_new("en");
    cr_view text = CR_VIEW("10 March 12 people, H5N1");
    cr_figure day = cr_figures_read(figures, text, 0, 0);
    ck_assert_str_eq(day.key, "03-10");
    ck_assert_uint_eq(day.end, 8);
    ck_assert_str_eq(cr_figures_read(figures, text, day.end, 9).key, "12");
    ck_assert_int_eq(cr_figures_read(figures, text, 0, 3).kind, CR_FIGURE_NONE);
    ck_assert_int_eq(cr_figures_read(figures, text, 0, text.size).kind, CR_FIGURE_NONE);
    cr_figures_free(figures);
}
END_TEST

START_TEST(odd_figures_end)
{
    expect("ja", "0億0万円", "0", "0", CR_FIGURE_AMOUNT);
    expect("ja", "1兆99999999億", "1", "1000000000000", CR_FIGURE_AMOUNT);
    expect("fr", "à 10 heures", "1", "10", CR_FIGURE_AMOUNT);
    expect("en", "March\u00A010", "1", "03-10", CR_FIGURE_DAY);
    expect("en", "2026-0", "2", "2026", CR_FIGURE_AMOUNT);
    expect("ro", "20 de ", "2", "20", CR_FIGURE_AMOUNT);
    expect("en", "0.00000000000000001", "0", "0.00000000000000001", CR_FIGURE_AMOUNT);
}
END_TEST

SUITE("figures", amounts_have_their_scale, amounts_have_their_separators, days_are_read, what_was_read_counts_once,
      odd_figures_end)
