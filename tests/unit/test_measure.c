/* ROUGE against hand-computed values and those of an independent implementation; the oracle, the bootstrap
 * and the evaluation on cases small enough to check by hand. tests/bench/rouge_agreement.py compares whole
 * data sets. */
#include "suite.h"

#include "base/utf8.h"
#include "job/job.h"
#include "measure/evaluation.h"
#include "measure/oracle.h"
#include "measure/table.h"
#include "text/plain_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const double EXACT = 1e-12;

static bool near(double a, double b)
{
    return fabs(a - b) <= EXACT;
}

static cr_rouge_text read_text(cr_rouge *rouge, cr_arena *arena, const char *text)
{
    cr_rouge_text read = {0};
    cr_error error = {0};
    ck_assert_int_eq(cr_rouge_read(rouge, cr_view_of(text), arena, &read, &error), CR_OK);
    return read;
}

START_TEST(words_are_plain)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {" \t.,!\n", ""},
        {"It's 3.5 km, snake_case", "it|s|3|5|km|snake|case"},
        {"Straße STRASSE", "strasse|strasse"},
        {"ﬁn ＡＢＣ ² Ⅷ", "fin|abc|2|viii"},
        {"naïve nai\xCC\x88ve", "naïve|naïve"},
        {"पुल खुला।", "पुल|खुला"},
        {"橋は3本。ﾊｼ", "橋|は|3|本|ハ|シ"},
        {"ที่นี่ ๑๒", "ท|น|๑|๒"},
        {"ABC橋DEF", "abc|橋|def"},
        {"𝐀𝑏 😀 𐐀", "ab|𐐨"},
        {"o\xC2\xADne two\xE2\x80\x8Bthree", "o|ne|two|three"},
    };
    cr_plain_words words = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_buf joined = {0};
        cr_buf_append_string(&joined, "");
        ck_assert_int_eq(cr_plain_words_find(&words, cr_view_of(cases[i].text), NULL), CR_OK);
        for (size_t w = 0; w < words.n; w++) {
            cr_buf_append_string(&joined, w > 0 ? "|" : "");
            cr_buf_append(&joined, cr_plain_words_at(&words, w));
        }
        ck_assert_str_eq(joined.size ? joined.data : "", cases[i].words);
        cr_buf_release(&joined);
    }
    cr_plain_words_release(&words);
}
END_TEST

START_TEST(long_texts_grow_when_normalised)
{
    enum { N = 3000 };  // U+FDFA is eighteen letters after NFKC
    cr_buf text = {0};
    cr_plain_words words = {0};
    for (size_t i = 0; i < N; i++)
        cr_buf_append_code(&text, 0xFDFA);
    ck_assert_int_eq(cr_plain_words_find(&words, cr_buf_view(&text), NULL), CR_OK);
    ck_assert_uint_eq(words.n,
                      3 * N + 1);  // four words a sign; the last of one and the first of the next are one
    cr_plain_words_release(&words);
    cr_buf_release(&text);
}
END_TEST

START_TEST(rouge_in_many_scripts)
{
    static const struct {
        const char *reference, *candidate;
        cr_rouge_scores expected;
    } cases[] = {
        {"", "", {0, 0, 0}},
        {"a word", "", {0, 0, 0}},
        {"...", "a word", {0, 0, 0}},
        {"word", "word", {1, 0, 1}},
        {"one two", "one two", {1, 1, 1}},
        {"one two", "three four", {0, 0, 0}},
        {"the cat sat", "the cat slept", {2.0 / 3, 0.5, 2.0 / 3}},
        {"The harbour was closed on Monday after a storm.",
         "A storm closed the harbour; ferries stayed in port on Monday.",
         {0.7, 0.33333333333333326, 0.4}},
        {"Der Fluß stieg über die Straße, die FEUERWEHR half.",
         "DIE STRASSE stand unter Wasser. Die Feuerwehr half am Fluss.",
         {0.63157894736842102, 0.35294117647058826, 0.52631578947368418}},
        {"Мост откроют в пятницу, сообщил мэр города.",
         "Мэр города: мост откроют через неделю, в пятницу.",
         {0.8, 0.46153846153846151, 0.53333333333333333}},
        {"पुल शुक्रवार को खुलेगा, महापौर ने कहा।",
         "महापौर ने कहा कि पुल शुक्रवार को खुलेगा।",
         {0.93333333333333335, 0.76923076923076916, 0.53333333333333333}},
        {"橋は金曜日に開通すると市長が述べた。",
         "市長は、橋が金曜に開通すると話した。",
         {0.84848484848484851, 0.45161290322580644, 0.60606060606060608}},
        {"สะพานจะเปิดวันศุกร์ นายกเทศมนตรีกล่าว",
         "นายกเทศมนตรีกล่าวว่าสะพานจะเปิดในวันศุกร์",
         {0.9375, 0.87096774193548387, 0.46875}},
        {"أُغلق الميناء يوم الاثنين بعد العاصفة.",
         "بعد العاصفة أُغلق الميناء، وبقيت السفن في المرسى.",
         {0.57142857142857151, 0.33333333333333331, 0.28571428571428575}},
        {"Ⅷ ﬁne １２３ ½ km² İstanbul’da", "viii fine 123 1⁄2 km2 i̇stanbul da", {1, 1, 1}},
        {"one one one two two", "one two one two three", {0.8, 0.25, 0.6}},
    };
    cr_rouge *rouge = cr_rouge_new();
    cr_arena arena = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_rouge_text reference = read_text(rouge, &arena, cases[i].reference);
        cr_rouge_text candidate = read_text(rouge, &arena, cases[i].candidate);
        cr_rouge_scores scores = cr_rouge_score(rouge, reference, candidate);
        ck_assert_msg(near(scores.r1, cases[i].expected.r1) && near(scores.r2, cases[i].expected.r2) &&
                          near(scores.rl, cases[i].expected.rl),
                      "%s: %.17g %.17g %.17g", cases[i].reference, scores.r1, scores.r2, scores.rl);
        if (i % 3 == 0) {  // numbers start again, nothing is left over
            cr_rouge_clear(rouge);
            ck_assert_uint_eq(cr_rouge_vocabulary(rouge), 0);
        }
    }
    cr_arena_release(&arena);
    cr_rouge_free(rouge);
}
END_TEST

START_TEST(several_references_are_averaged)
{
    cr_rouge *rouge = cr_rouge_new();
    cr_arena arena = {0};
    cr_rouge_text references[] = {
        read_text(rouge, &arena, "the cat sat"),
        read_text(rouge, &arena, "the cat slept"),
        read_text(rouge, &arena, ""),
    };
    cr_rouge_scores scores = cr_rouge_mean(rouge, references, 3, read_text(rouge, &arena, "the cat sat"));
    ck_assert(near(scores.r1, (1 + 2.0 / 3) / 3));
    ck_assert(near(scores.r2, 1.5 / 3));
    ck_assert(near(scores.rl, (1 + 2.0 / 3) / 3));
    scores = cr_rouge_mean(rouge, references, 0, references[0]);
    ck_assert(near(scores.r1 + scores.r2 + scores.rl, 0));
    cr_arena_release(&arena);
    cr_rouge_free(rouge);
}
END_TEST

enum { MOST_WORDS = 330 };

static size_t slow_common(cr_rouge_text a, cr_rouge_text b)
{
    static size_t length[MOST_WORDS + 1][MOST_WORDS + 1];
    memset(length, 0, sizeof length);
    for (size_t i = 1; i <= a.n; i++)
        for (size_t k = 1; k <= b.n; k++) {
            size_t up = length[i - 1][k], left = length[i][k - 1];
            length[i][k] = a.word[i - 1] == b.word[k - 1] ? length[i - 1][k - 1] + 1 : up > left ? up : left;
        }
    return length[a.n][b.n];
}

START_TEST(common_subsequence_over_many_machine_words)
{
    static const size_t sizes[] = {1, 2, 63, 64, 65, 127, 128, 129, 200, MOST_WORDS};
    cr_rouge *rouge = cr_rouge_new();
    cr_arena arena = {0};
    uint32_t state = 7;
    for (uint32_t letters = 1; letters <= 40; letters += letters < 4 ? 1 : 12) {
        for (size_t s = 0; s < COUNT(sizes) * COUNT(sizes); s++) {
            size_t n[2] = {sizes[s / COUNT(sizes)], sizes[s % COUNT(sizes)]};
            cr_rouge_text text[2];
            for (int t = 0; t < 2; t++) {
                cr_buf buf = {0};
                for (size_t i = 0; i < n[t]; i++) {
                    state = state * 1664525 + 1013904223;
                    cr_buf_append_format(&buf, "w%u ", (state >> 16) % letters);
                }
                text[t] = read_text(rouge, &arena, buf.data);
                cr_buf_release(&buf);
            }
            ck_assert_uint_eq(cr_rouge_common(rouge, text[0], text[1]), slow_common(text[0], text[1]));
        }
        cr_rouge_clear(rouge);
        cr_arena_clear(&arena);
    }
    cr_arena_release(&arena);
    cr_rouge_free(rouge);
}
END_TEST

/* What the oracle chooses, as "0 2". */
static void check_oracle(const char *const *sentences, size_t n, const char *const *references, size_t n_references,
                         size_t words, size_t max_sentences, const char *expected, const char *text)
{
    cr_rouge *rouge = cr_rouge_new();
    cr_arena arena = {0};
    cr_rouge_text read[8], wanted[4];
    uint32_t length[8];
    cr_oracle oracle;
    cr_buf chosen = {0};
    for (size_t i = 0; i < n; i++) {
        read[i] = read_text(rouge, &arena, sentences[i]);
        length[i] = (uint32_t)read[i].n;
    }
    for (size_t i = 0; i < n_references; i++)
        wanted[i] = read_text(rouge, &arena, references[i]);
    cr_oracle_input input = {read, length, n, wanted, n_references, words, max_sentences};
    cr_oracle_choose(&input, cr_rouge_vocabulary(rouge), &arena, &oracle);
    cr_buf_append_string(&chosen, "");
    for (size_t i = 0; i < oracle.n_chosen; i++)
        cr_buf_append_format(&chosen, i > 0 ? " %u" : "%u", oracle.chosen[i]);
    ck_assert_str_eq(chosen.size ? chosen.data : "", expected);
    cr_rouge_text same = read_text(rouge, &arena, text);
    ck_assert_uint_eq(same.n, oracle.text.n);
    for (size_t i = 0; i < same.n; i++)
        ck_assert_uint_eq(same.word[i], oracle.text.word[i]);
    cr_buf_release(&chosen);
    cr_arena_release(&arena);
    cr_rouge_free(rouge);
}

START_TEST(oracle_chooses_what_the_references_have)
{
    static const char *const sentences[] = {"rain fell all day", "the bridge opens friday", "", "nobody was hurt",
                                            "the mayor opens the bridge friday"};
    static const char *const both[] = {"nobody was hurt the bridge opens friday"};
    static const char *const two[] = {"nobody was hurt", "rain fell all day"};
    static const char *const none[] = {"quite other things", ""};
    check_oracle(sentences, 5, both, 1, 0, 0, "1 3", "the bridge opens friday nobody was hurt");
    check_oracle(sentences, 5, both, 1, 7, 0, "1 3", "the bridge opens friday nobody was hurt");
    check_oracle(sentences, 5, both, 1, 6, 0, "1", "the bridge opens friday");
    check_oracle(sentences, 5, both, 1, 0, 1, "1", "the bridge opens friday");
    check_oracle(sentences, 5, two, 2, 0, 0, "0 3", "rain fell all day nobody was hurt");
    check_oracle(sentences, 5, none, 2, 0, 0, "", "");
    check_oracle(sentences, 5, NULL, 0, 0, 0, "", "");
    check_oracle(sentences, 0, both, 1, 0, 0, "", "");
    // none fits: the best one stands alone
    check_oracle(sentences, 5, both, 1, 2, 0, "1", "the bridge opens friday");
}
END_TEST

START_TEST(oracle_takes_the_first_of_equal_sentences)
{
    static const char *const sentences[] = {"x y", "a b", "a b", "b a"};
    static const char *const reference[] = {"a b"};
    check_oracle(sentences, 4, reference, 1, 0, 0, "1", "a b");
}
END_TEST

/* A sentence between two chosen ones breaks the pair of words across their gap, and makes two others. */
START_TEST(oracle_counts_pairs_across_sentences)
{
    static const char *const sentences[] = {"a b c d e f", "m n", "g h i j k l"};
    static const char *const seamless[] = {"a b c d e f g h i j k l m"};
    static const char *const between[] = {"a b c d e f m n g h i j k l"};
    check_oracle(sentences, 3, seamless, 1, 0, 0, "0 2", "a b c d e f g h i j k l");
    check_oracle(sentences, 3, between, 1, 0, 0, "0 1 2", "a b c d e f m n g h i j k l");
}
END_TEST

START_TEST(bootstrap_of_clear_cases)
{
    static const double a[] = {0.5, 0.25, 0.75, 0.5}, b[] = {0.25, 0, 0.5, 0.25};
    cr_bootstrap always = cr_bootstrap_compare(a, b, 4), never = cr_bootstrap_compare(b, a, 4);
    ck_assert(near(always.difference, 0.25) && near(always.low, 0.25) && near(always.high, 0.25));
    ck_assert(near(always.better, 1));
    ck_assert(near(never.difference, -0.25) && near(never.better, 0));
    cr_bootstrap same = cr_bootstrap_compare(a, a, 4), none = cr_bootstrap_compare(a, b, 0);
    ck_assert(near(same.difference, 0) && near(same.low, 0) && near(same.high, 0) && near(same.better, 0.5));
    ck_assert(near(none.difference, 0) && near(none.better, 0));
    cr_bootstrap one = cr_bootstrap_compare(a, b, 1);
    ck_assert(near(one.low, 0.25) && near(one.high, 0.25) && near(one.better, 1));
}
END_TEST

START_TEST(bootstrap_interval_has_the_width_of_theory)
{
    enum { N = 400 };
    static double a[N], b[N];
    double mean = 0, squares = 0;
    uint32_t state = 1;
    for (size_t i = 0; i < N; i++) {
        state = state * 1664525 + 1013904223;
        a[i] = (double)(state >> 8) / (1 << 24) + 0.02;
        b[i] = 0.5;
        mean += (a[i] - b[i]) / N;
    }
    for (size_t i = 0; i < N; i++)
        squares += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
    double half = 1.96 * sqrt(squares / N / N);
    cr_bootstrap got = cr_bootstrap_compare(a, b, N), again = cr_bootstrap_compare(a, b, N);
    ck_assert(near(got.difference, mean));
    ck_assert(fabs(got.low - (mean - half)) < 0.1 * half);
    ck_assert(fabs(got.high - (mean + half)) < 0.1 * half);
    double share = 0.5 * erfc(-mean / (half / 1.96) / sqrt(2.0));
    ck_assert(fabs(got.better - share) < 0.03);
    ck_assert(memcmp(&got, &again, sizeof got) == 0);
}
END_TEST

/* Three texts, twice. */
#define TWICE(...)               \
    {                            \
        __VA_ARGS__, __VA_ARGS__ \
    }
static const cr_rouge_scores LEAD[] = TWICE({0.5, 0.25, 0.5}, {0.25, 0, 0.25}, {0.75, 0.5, 0.75});
static const cr_rouge_scores GOOD[] = TWICE({0.75, 0.25, 0.5}, {0.5, 0, 0.25}, {0.75, 0.75, 0.75});
static const cr_rouge_scores POOR[] = TWICE({0.5, 0, 0.25}, {0, 0, 0}, {0.75, 0.5, 0.75});
static const cr_rouge_scores BEST[] = TWICE({1, 0.5, 0.75}, {0.5, 0.25, 0.5}, {1, 1, 1});
static const cr_measured METHODS[] = {{"poor", POOR}, {"lead", LEAD}, {"twin", GOOD}, {"good", GOOD}};

static void make_report(cr_evaluation *evaluation, cr_arena *arena, bool mixed)
{
    static const char *const langs[] = TWICE("en", "de", "en"), *const one[] = TWICE("en", "en", "en");
    cr_measurements m = {METHODS, COUNT(METHODS), 1, BEST, mixed ? langs : one, COUNT(LEAD)};
    cr_evaluation_make(&m, arena, evaluation);
    evaluation->words = 100;
}

START_TEST(report_orders_and_groups)
{
    static const char *const order[] = {"oracle", "twin", "good", "lead", "poor"};
    cr_arena arena = {0};
    cr_evaluation evaluation;
    make_report(&evaluation, &arena, false);
    ck_assert_uint_eq(evaluation.n_sections, 1);
    make_report(&evaluation, &arena, true);
    ck_assert_uint_eq(evaluation.n_sections, 3);
    ck_assert_ptr_null(evaluation.sections[0].lang);
    ck_assert_str_eq(evaluation.sections[1].lang, "de");
    ck_assert_uint_eq(evaluation.sections[1].n_texts, 2);
    ck_assert_str_eq(evaluation.sections[2].lang, "en");
    ck_assert_uint_eq(evaluation.sections[2].n_texts, 4);
    ck_assert_uint_eq(evaluation.sections[0].n_rows, COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++)
        ck_assert_str_eq(evaluation.sections[0].rows[i].name, order[i]);
    const cr_evaluation_row *good = &evaluation.sections[0].rows[1], *lead = &evaluation.sections[0].rows[3];
    ck_assert(near(good->mean.r1, 2.0 / 3) && near(good->mean.r2, 1.0 / 3) && near(good->mean.rl, 0.5));
    ck_assert(near(good->main, 0.5) && near(lead->main, 0.375));
    ck_assert(near(good->against_lead.difference, 0.125) && near(good->against_lead.better, 1));
    ck_assert(lead->is_lead && near(lead->against_lead.difference, 0));
    cr_arena_release(&arena);
}
END_TEST

static size_t widest_line(cr_view text)
{
    size_t widest = 0;
    for (cr_view line; cr_view_next_line(&text, &line);) {
        size_t width = 0;
        for (size_t at = 0; at < line.size; width++)
            cr_utf8_next(line, &at);
        widest = width > widest ? width : widest;
    }
    return widest;
}

START_TEST(table_fits_its_columns)
{
    cr_arena arena = {0};
    cr_evaluation evaluation;
    make_report(&evaluation, &arena, true);
    for (size_t columns = CR_TABLE_LEAST_COLUMNS; columns < 160; columns++) {
        cr_buf out = {0};
        cr_table_write(&evaluation, columns, &out);
        ck_assert_uint_le(widest_line(cr_buf_view(&out)), columns);
        ck_assert_uint_eq(cr_utf8_valid(cr_buf_view(&out)), out.size);
        ck_assert_ptr_nonnull(strstr(out.data, "to lead"));
        ck_assert_ptr_null(strstr(out.data, " \n"));
        cr_buf_release(&out);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(table_cuts_long_names)
{
    static const cr_measured methods[] = {{"a-method-with-a-name-longer-than-anybody-would-give-it", LEAD}};
    static const char *const langs[] = {"en"};
    cr_measurements m = {methods, 1, 0, NULL, langs, 1};
    cr_arena arena = {0};
    cr_evaluation evaluation;
    cr_buf out = {0};
    cr_evaluation_make(&m, &arena, &evaluation);
    cr_table_write(&evaluation, 1, &out);
    ck_assert_uint_le(widest_line(cr_buf_view(&out)), CR_TABLE_LEAST_COLUMNS);
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(table_in_eighty_columns)
{
    cr_arena arena = {0};
    cr_evaluation evaluation;
    cr_buf out = {0};
    make_report(&evaluation, &arena, false);
    evaluation.n_refused = 2;
    cr_table_write(&evaluation, 80, &out);
    ck_assert_str_eq(out.data, "6 texts, budget 100 words\n"
                               "2 refused\n"
                               "method     R1     R2     RL   mean  to lead         interval\n"
                               "oracle  83.33  58.33  75.00  70.83   +33.33   +29.17..+37.50  ██████████████████\n"
                               "twin    66.67  33.33  50.00  50.00   +12.50   +12.50..+12.50  ████████████▊\n"
                               "good    66.67  33.33  50.00  50.00   +12.50   +12.50..+12.50  ████████████▊\n"
                               "lead    50.00  25.00  50.00  37.50                            █████████▌\n"
                               "poor    41.67  16.67  33.33  29.17    -8.33    -12.50..-4.17  ███████▍\n"
                               "\n"
                               "mean: of R1 and R2, the main figure\n"
                               "interval: 95 %, paired bootstrap\n");
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(report_without_texts)
{
    cr_measurements m = {METHODS, COUNT(METHODS), 1, NULL, NULL, 0};
    cr_arena arena = {0};
    cr_evaluation evaluation;
    cr_buf out = {0};
    cr_evaluation_make(&m, &arena, &evaluation);
    evaluation.sentences = 1;
    cr_table_write(&evaluation, 80, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "0 texts, budget 1 sentence\n"));
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(json_tells_the_same)
{
    static const cr_measured methods[] = {{"lead", LEAD}, {"good", GOOD}};
    static const char *const langs[] = {"en"};
    cr_measurements m = {methods, 2, 0, BEST, langs, 1};
    cr_arena arena = {0};
    cr_evaluation evaluation;
    cr_buf out = {0};
    cr_evaluation_make(&m, &arena, &evaluation);
    evaluation.per_cent = 20;
    evaluation.n_refused = 1;
    cr_table_write_json(&evaluation, &out);
    ck_assert_str_eq(out.data, "{\"schema\":\"courant-evaluation/"
                               "1\",\"budget\":{\"per_cent\":20},\"texts\":1,\"refused\":1,\"sections\":["
                               "{\"lang\":null,\"texts\":1,\"methods\":["
                               "{\"method\":\"good\",\"r1\":0.75,\"r2\":0.25,\"rl\":0.5,\"mean\":0.5,"
                               "\"against_lead\":{\"difference\":0.125}},"
                               "{\"method\":\"lead\",\"r1\":0.5,\"r2\":0.25,\"rl\":0.5,\"mean\":0.375}],"
                               "\"oracle\":{\"r1\":1,\"r2\":0.5,\"rl\":0.75,\"mean\":0.75}}]}\n");
    cr_buf_release(&out);
    cr_arena_release(&arena);
}
END_TEST

static const char *const RECORDS[] = {
    "{\"id\":1,\"lang\":\"en\",\"topic\":\"bridge\",\"summary\":\"The bridge opens on "
    "Friday.\",\"text\":\"The bridge opens on "
    "Friday. The mayor said so to reporters at the town hall.\"}",
    "{\"id\":2,\"lang\":\"de\",\"topic\":\"bridge\",\"text\":\"Die Brücke wird am Freitag eröffnet. Das "
    "sagte der Bürgermeister.\","
    "\"summary\":[\"Die Br\\u00fccke wird am Freitag eröffnet.\", \"a ] \\\" [ b\"],\"more\":[[1],{}]}",
    "{\"id\":3,\"topic\":\"rain\",\"text\":\"Rain fell for three days in the valley.\"}",
    "{\"id\":4,\"topic\":\"rain\",\"text\":\"Rain fell for three days in the valley.\",\"summary\":[]}",
    "{\"id\":5,\"topic\":\"rain\",\"text\":\"Rain fell for three days in the "
    "valley.\",\"summary\":[\"Rain\",7]}",
    "{\"id\":6,\"text\":\"Rain fell for three days in the valley.\",\"summary\":{\"a\":\"Rain\"}}",
    "no JSON",
};

static bool collect(void *context, const char *bytes, size_t size)
{
    cr_buf_append(context, (cr_view){bytes, size});
    return true;
}

/* Runs the job over the first n records with one option. */
static cr_status evaluate(size_t n, const char *option, const char *value, cr_buf *out, cr_report *report)
{
    char path[] = "/tmp/courant-measure-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    for (size_t i = 0; i < n; i++)
        ck_assert_int_gt(dprintf(file, "%s\n", RECORDS[i]), 0);
    close(file);
    const char *files[] = {path};
    cr_io io = {.context = out, .write = collect};
    cr_config config;
    cr_error error = {0};
    cr_config_init(&config);
    config.data = SOURCE_DIR;
    ck_assert_int_eq(cr_config_set(&config, "format", "json", NULL), CR_OK);
    if (option)
        ck_assert_int_eq(cr_config_set(&config, option, value, NULL), CR_OK);
    *report = (cr_report){0};
    cr_buf_clear(out);
    cr_buf_append_string(out, "");
    cr_status status = cr_job_evaluate(&config, files, 1, &io, report, &error);
    cr_config_release(&config);
    unlink(path);
    return status;
}

START_TEST(job_measures_records)
{
    cr_buf out = {0};
    cr_report report;
    ck_assert_int_eq(evaluate(COUNT(RECORDS), NULL, NULL, &out, &report), CR_OK);
    ck_assert_uint_eq(report.n_failed, 5);
    ck_assert_ptr_nonnull(strstr(out.data, "\"budget\":{\"words\":100},\"texts\":2,\"refused\":5,"));
    ck_assert_ptr_nonnull(strstr(out.data, "{\"lang\":\"de\",\"texts\":1,"));
    ck_assert_ptr_nonnull(strstr(out.data, "{\"lang\":\"en\",\"texts\":1,"));
    // the first sentence is the reference: nothing is better
    ck_assert_ptr_nonnull(strstr(out.data, "\"oracle\":{\"r1\":1,\"r2\":1,\"rl\":1,\"mean\":1}"));
    ck_assert_int_eq(evaluate(2, "method", "lead", &out, &report), CR_OK);
    ck_assert_ptr_null(strstr(out.data, "textrank"));
    ck_assert_int_eq(evaluate(2, "sentences", "1", &out, &report), CR_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "\"budget\":{\"sentences\":1},\"texts\":2,\"refused\":0,"));
    ck_assert_int_eq(evaluate(2, "per-cent", "50", &out, &report), CR_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "\"budget\":{\"per_cent\":50}"));
    ck_assert_int_eq(evaluate(0, NULL, NULL, &out, &report), CR_OK);
    ck_assert(report.empty);
    ck_assert_ptr_nonnull(strstr(out.data, "\"texts\":0,"));
    cr_buf_release(&out);
}
END_TEST

START_TEST(job_measures_groups)
{
    cr_buf out = {0};
    cr_report report;
    // the bridge has the references of both of its articles; the rain has none that can be used
    ck_assert_int_eq(evaluate(COUNT(RECORDS), "group-by", "topic", &out, &report), CR_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "\"texts\":1,\"refused\":4,"));
    cr_buf_release(&out);
}
END_TEST

START_TEST(job_refuses)
{
    cr_buf out = {0};
    cr_report report;
    ck_assert_int_eq(evaluate(COUNT(RECORDS), "strict", NULL, &out, &report), CR_INPUT);
    ck_assert_uint_eq(out.size, 0);
    ck_assert_int_eq(evaluate(2, "method", "no-such-method", &out, &report), CR_USAGE);
    cr_buf_release(&out);
}
END_TEST

START_TEST(job_ignores_the_number_of_threads)
{
    cr_buf one = {0}, many = {0};
    cr_report report;
    evaluate(COUNT(RECORDS), "jobs", "1", &one, &report);
    evaluate(COUNT(RECORDS), "jobs", "5", &many, &report);
    ck_assert_str_eq(one.data, many.data);
    cr_buf_release(&one);
    cr_buf_release(&many);
}
END_TEST

SUITE("measure", words_are_plain, long_texts_grow_when_normalised, rouge_in_many_scripts,
      several_references_are_averaged, common_subsequence_over_many_machine_words,
      oracle_chooses_what_the_references_have, oracle_takes_the_first_of_equal_sentences,
      oracle_counts_pairs_across_sentences, bootstrap_of_clear_cases, bootstrap_interval_has_the_width_of_theory,
      report_orders_and_groups, table_fits_its_columns, table_cuts_long_names, table_in_eighty_columns,
      report_without_texts, json_tells_the_same, job_measures_records, job_measures_groups, job_refuses,
      job_ignores_the_number_of_threads)
