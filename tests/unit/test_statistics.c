/* Statistics: what is counted, the laws of adding, the table as text, and what is learned from it. */
#include "suite.h"

#include "article/analyse.h"
#include "article/statistics_table.h"
#include "lexicon/lexicon.h"

#include <stdio.h>
#include <string.h>

/* ---- helpers ------------------------------------------------------------------------------------------------------ */

static cr_lexicon *new_lexicon(void)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    cr_lexicon *lexicon = NULL;
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, NULL), CR_OK);
    return lexicon;
}

/* Analyses an article by the rules of a lexicon; the caller keeps the arena. */
static void analyse(cr_lexicon *lexicon, const cr_repeated *repeated, const cr_article *article, cr_arena *arena,
                    cr_document *document)
{
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    cr_analyser_options options = {.repeated = repeated};
    cr_analyser *analyser = cr_analyser_new(&book, characters, &options);
    ck_assert_int_eq(cr_analyse(analyser, article, arena, document, NULL), CR_OK);
    cr_analyser_free(analyser);
    cr_characters_free(characters);
}

static cr_article article_of(const char *text, const char *lang, const char *source, const char *url)
{
    return (cr_article){.id = CR_VIEW("1"),
                        .text = cr_view_of(text),
                        .lang = cr_view_of(lang),
                        .lang_binding = true,
                        .source = cr_view_of(source),
                        .url = cr_view_of(url)};
}

static void gather(cr_statistics *statistics, const char *text, const char *lang, const char *source, const char *url)
{
    cr_lexicon *lexicon = new_lexicon();
    cr_article article = article_of(text, lang, source, url);
    cr_arena arena = {0};
    cr_document document;
    analyse(lexicon, NULL, &article, &arena, &document);
    cr_statistics_add(statistics, &document);
    cr_arena_release(&arena);
    cr_lexicon_free(lexicon);
}

/* The table as a string of the heap. */
static char *written(const cr_statistics *statistics)
{
    cr_buf out = {0};
    cr_statistics_write(statistics, &out);
    return out.data;
}

/* The counts of a record as "1 2 3", or "" if there is none. */
static const char *counts(const cr_statistics *statistics, const char *key)
{
    static char text[128];
    const cr_map_slot *slot = cr_map_find(&statistics->index, cr_view_of(key));
    text[0] = '\0';
    if (!slot)
        return text;
    const cr_statistic_record *record = &statistics->records[slot->value];
    for (size_t i = 0, at = 0; i < cr_statistic_forms[record->kind].n_counts; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, i ? " %llu" : "%llu",
                               (unsigned long long)statistics->counts[record->place + i]);
    return text;
}

static uint32_t chance(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* A table of some of 60 records with counts that agree; now and then near the most there may be. */
static void fill_at_random(cr_statistics *statistics, uint64_t *state)
{
    size_t n = chance(state) % 40;
    for (size_t i = 0; i < n; i++) {
        char key[80];
        cr_statistic kind = (cr_statistic)(chance(state) % CR_N_STATISTICS);
        unsigned x = chance(state) % 15;
        if (kind == CR_STATISTIC_ARTICLES)
            snprintf(key, sizeof key, "articles\t%c%c", (int)('a' + x), (int)('a' + x));
        else if (kind == CR_STATISTIC_LINE)
            snprintf(key, sizeof key, "line\tpaper %u\t%016x\tline %u", x % 3, x, x);
        else
            snprintf(key, sizeof key, "%s\ten\tw%u", cr_statistic_forms[kind].name, x);
        uint64_t *c = cr_statistics_counts(statistics, kind, cr_view_of(key));
        uint64_t by = chance(state) % 8 == 0 ? CR_STATISTICS_MOST - chance(state) % 3 : chance(state) % 100 + 1;
        for (size_t k = 0; k < cr_statistic_forms[kind].n_counts; k++)
            cr_statistics_increase(&c[k], k > CR_WORD_USES ? by / 2 : by);
    }
}

/* ---- counting ----------------------------------------------------------------------------------------------------- */

START_TEST(words_are_counted_by_case_and_stop)
{
    cr_statistics s = {0};
    gather(&s,
           "The crew met the plmq. of the ferry. In March, Harbour boats and the Plmq. went out, he said. Boats "
           "of the harbour came back... Every plmq. Anderson met, plmq., was there. The plmq. 5 too.",
           "en", "", "");
    ck_assert_str_eq(counts(&s, "articles\ten"), "1");
    // uses, lower case, capitalised inside, before a stop, going on behind it
    ck_assert_str_eq(counts(&s, "word\ten\tplmq"), "5 4 1 5 3");
    ck_assert_str_eq(counts(&s, "word\ten\tharbour"), "2 1 1 0 0");
    ck_assert_str_eq(counts(&s, "word\ten\tboats"), "2 1 0 0 0");  // a capital at the head tells nothing
    ck_assert_str_eq(counts(&s, "word\ten\tback"), "1 1 0 0 0");   // an ellipsis is no stop
    ck_assert_str_eq(counts(&s, "word\ten\tsaid"), "1 1 0 1 0");
    ck_assert_str_eq(counts(&s, "word\ten\tferry"), "1 1 0 1 0");
    ck_assert_str_eq(counts(&s, "word\ten\t5"), "");
    cr_statistics_release(&s);
}
END_TEST

START_TEST(terms_count_articles)
{
    cr_statistics s = {0};
    gather(&s, "Ferries and a ferry crossed the bay.", "en", "", "");
    gather(&s, "The ferry was late.", "en", "", "");
    ck_assert_str_eq(counts(&s, "articles\ten"), "2");
    ck_assert_str_eq(counts(&s, "term\ten\tferri"), "2");
    ck_assert_str_eq(counts(&s, "term\ten\tbay"), "1");
    ck_assert_str_eq(counts(&s, "term\ten\tthe"), "");
    cr_statistics_release(&s);
    gather(&s, "渡轮停在港口。", "zh-Hans", "", "");
    for (size_t i = 0; i < s.n_records; i++)
        ck_assert_int_ne(s.records[i].kind, CR_STATISTIC_WORD);
    cr_statistics_release(&s);
}
END_TEST

START_TEST(lines_are_counted_by_source)
{
    cr_statistics s = {0};
    cr_buf form = {0};
    char key[128];
    const char *text = "One sentence is here.\n  Read   OUR letter \r\nread our letter\n\n";
    cr_view read = cr_repeated_form(CR_VIEW(" Read our  letter"), &form);
    unsigned long long hash = (unsigned long long)cr_hash(read);
    ck_assert(cr_view_equal(read, CR_VIEW("read our letter")));
    gather(&s, text, "en", "Harbour  Post", "https://other.example/");
    gather(&s, text, "en", "", "https://www.Post.example:8080/a/b?c#d");
    gather(&s, text, "en", "", "");
    snprintf(key, sizeof key, "line\tharbour post\t%016llx\tread our letter", hash);
    ck_assert_str_eq(counts(&s, key), "1");  // twice in one article is once
    snprintf(key, sizeof key, "line\tpost.example\t%016llx\tread our letter", hash);
    ck_assert_str_eq(counts(&s, key), "1");
    size_t lines = 0;
    for (size_t i = 0; i < s.n_records; i++)
        lines += s.records[i].kind == CR_STATISTIC_LINE;
    ck_assert_uint_eq(lines, 4);
    cr_buf_release(&form);
    cr_statistics_release(&s);
}
END_TEST

/* ---- adding ------------------------------------------------------------------------------------------------------- */

START_TEST(adding_is_associative_commutative_and_has_an_identity)
{
    uint64_t state = 7;
    for (size_t round = 0; round < 200; round++) {
        cr_statistics t[3], sums[4], pair = {0}, none = {0};
        memset(t, 0, sizeof t);
        memset(sums, 0, sizeof sums);
        for (size_t i = 0; i < 3; i++)
            fill_at_random(&t[i], &state);
        for (size_t i = 0; i < 3; i++)  // ((0 + 1) + 2) and ((2 + 1) + 0)
            cr_statistics_merge(&sums[0], &t[i]), cr_statistics_merge(&sums[1], &t[2 - i]);
        cr_statistics_merge(&pair, &t[1]);
        cr_statistics_merge(&pair, &t[2]);
        cr_statistics_merge(&sums[2], &t[0]);  // (0 + (1 + 2))
        cr_statistics_merge(&sums[2], &pair);
        cr_statistics_merge(&sums[3], &none);
        cr_statistics_merge(&sums[3], &sums[0]);
        cr_statistics_merge(&sums[3], &none);
        char *first = written(&sums[0]);
        for (size_t i = 1; i < 4; i++) {
            char *other = written(&sums[i]);
            ck_assert_str_eq(first, other);
            free(other);
        }
        // and what is written is read back, added to nothing or to the rest
        cr_statistics read = {0};
        cr_error error = {0};
        for (size_t i = 0; i < 3; i++) {
            char *text = written(&t[i]);
            ck_assert_msg(cr_statistics_read(&read, cr_view_of(text), "t", &error) == CR_OK, "%zu: %s", error.line,
                          error.text);
            free(text);
        }
        char *again = written(&read);
        ck_assert_str_eq(first, again);
        free(again);
        free(first);
        cr_statistics_release(&read);
        cr_statistics_release(&pair);
        for (size_t i = 0; i < 4; i++)
            cr_statistics_release(&sums[i]);
        for (size_t i = 0; i < 3; i++)
            cr_statistics_release(&t[i]);
    }
}
END_TEST

START_TEST(counts_stay_at_the_most)
{
    uint64_t count = CR_STATISTICS_MOST - 2;
    cr_statistics_increase(&count, 1);
    ck_assert(count == CR_STATISTICS_MOST - 1);
    cr_statistics_increase(&count, CR_STATISTICS_MOST);
    ck_assert(count == CR_STATISTICS_MOST);
}
END_TEST

/* ---- tables that are none ----------------------------------------------------------------------------------------- */

START_TEST(faults_name_the_line)
{
    static const struct {
        const char *records, *told;
        size_t n, line;
    } CASES[] = {
        {"articles\ten\t3\n", NULL, 1, 0},
        {"articles\ten\t3\n", "the table is cut short", 2, 6},
        {"articles\ten\t3", "the table is cut short", 1, 5},
        {"articles\ten\t3\n\n", "more records than the head tells of", 1, 6},
        {"articles\ten\t3\n", "more records than the head tells of", 0, 5},
        {"article\ten\t3\n", "no record is called 'article'", 1, 5},
        {"articles\ten\n", "a record 'articles' has 3 fields, not 2", 1, 5},
        {"articles\ten\t3\t4\n", "a record 'articles' has 3 fields, not 4", 1, 5},
        {"a\tb\tc\td\te\tf\tg\th\ti\tj\tk\n", "a record has too many fields", 1, 5},
        {"articles\tEN\t3\n", "this cannot be a record 'articles'", 1, 5},
        {"articles\t\t3\n", "this cannot be a record 'articles'", 1, 5},
        {"articles\ten\t3\r\n", "field 3 is no count", 1, 5},
        {"articles\ten\t-3\n", "field 3 is no count", 1, 5},
        {"articles\ten\t03\n", "field 3 is no count", 1, 5},
        {"articles\ten\t3.5\n", "field 3 is no count", 1, 5},
        {"articles\ten\t1000000000000001\n", "field 3 is no count", 1, 5},
        {"articles\ten\t99999999999999999999999\n", "field 3 is no count", 1, 5},
        {"articles\ten\t0\n", "the counts contradict each other", 1, 5},
        {"articles\tfr\t1\narticles\ten\t1\n", "the records are not in order", 2, 6},
        {"articles\ten\t1\narticles\ten\t1\n", "the records are not in order", 2, 6},
        {"line\tpaper\t00000000000000ff\ta line\t1\n", NULL, 1, 0},
        {"line\tpaper\t00000000000000FF\ta line\t1\n", "this cannot be a record 'line'", 1, 5},
        {"line\tpaper\tff\ta line\t1\n", "this cannot be a record 'line'", 1, 5},
        {"term\ten\tx\x01y\t1\n", "this cannot be a record 'term'", 1, 5},
        {"term\ten\tx\xC3y\t1\n", "not UTF-8", 1, 5},
        {"word\ten\tmr\t5\t4\t1\t5\t5\n", NULL, 1, 0},
        {"word\ten\tmr\t5\t6\t1\t5\t5\n", "the counts contradict each other", 1, 5},
        {"word\ten\tmr\t5\t4\t1\t4\t5\n", "the counts contradict each other", 1, 5},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_buf table = {0};
        cr_statistics s = {0};
        cr_error error = {0};
        cr_buf_append_format(&table, "courant statistics\nversion\t1\nparameters\t%016llx\nrecords\t%zu\n%s",
                             (unsigned long long)cr_statistics_parameters(), CASES[i].n, CASES[i].records);
        cr_status status = cr_statistics_read(&s, cr_buf_view(&table), "t.tsv", &error);
        ck_assert_msg(status == (CASES[i].told ? CR_INPUT : CR_OK), "case %zu: %d %s", i, (int)status, error.text);
        ck_assert_str_eq(error.text, CASES[i].told ? CASES[i].told : "");
        ck_assert_uint_eq(error.line, CASES[i].line);
        ck_assert_str_eq(error.source, CASES[i].told ? "t.tsv" : "");
        cr_buf_release(&table);
        cr_statistics_release(&s);
    }
}
END_TEST

START_TEST(other_heads_are_refused)
{
    static const struct {
        const char *table, *told;
        size_t line;
    } CASES[] = {
        {"", "no table of statistics", 1},
        {"courant statistics", "no table of statistics", 1},
        {"courant statistic\n", "no table of statistics", 1},
        {"courant statistics\nversion\n", "the version of the format is wanted here", 2},
        {"courant statistics\nversion\t2\n", "a table of version '2', this program reads version 1", 2},
        {"courant statistics\nversion\t1\n", "the parameters, 16 hexadecimal digits, are wanted here", 3},
        {"courant statistics\nversion\t1\nparameters\t0123\n", "the parameters, 16 hexadecimal digits, are wanted here",
         3},
        {"courant statistics\nversion\t1\nparameters\t0123456789abcdef\n", "counted by another version of the program",
         3},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_statistics s = {0};
        cr_error error = {0};
        ck_assert_int_eq(cr_statistics_read(&s, cr_view_of(CASES[i].table), "t.tsv", &error), CR_INPUT);
        ck_assert_msg(strstr(error.text, CASES[i].told) == error.text, "case %zu: %s", i, error.text);
        ck_assert_uint_eq(error.line, CASES[i].line);
        cr_statistics_release(&s);
    }
}
END_TEST

START_TEST(a_damaged_table_is_read_without_harm)
{
    cr_statistics s = {0};
    uint64_t state = 11;
    fill_at_random(&s, &state);
    fill_at_random(&s, &state);
    char *table = written(&s);
    size_t size = strlen(table);
    for (size_t round = 0; round < 3000; round++) {
        cr_buf damaged = {0};
        cr_statistics read = {0};
        cr_buf_append(&damaged, (cr_view){table, size - (round % 3 == 0 ? chance(&state) % size : 0)});
        for (size_t i = chance(&state) % 4; i-- > 0 && damaged.size;)
            damaged.data[chance(&state) % damaged.size] = (char)(chance(&state) % 3 ? "\t\n0 \xC3z"[chance(&state) % 6]
                                                                                    : (int)(chance(&state) % 256));
        cr_statistics_read(&read, cr_buf_view(&damaged), "t.tsv", NULL);
        cr_statistics_release(&read);
        cr_buf_release(&damaged);
    }
    free(table);
    cr_statistics_release(&s);
}
END_TEST

/* ---- learning ----------------------------------------------------------------------------------------------------- */

static void put_word(cr_statistics *s, const char *word, const uint64_t n[CR_WORD_COUNTS])
{
    char key[80];
    snprintf(key, sizeof key, "word\ten\t%s", word);
    memcpy(cr_statistics_counts(s, CR_STATISTIC_WORD, cr_view_of(key)), n, CR_WORD_COUNTS * sizeof *n);
}

START_TEST(abbreviations_and_starters_are_told)
{
    static const struct {
        const char *word;
        uint64_t n[CR_WORD_COUNTS];
        bool abbreviation, starter;
    } CASES[] = {
        {"plmq", {10, 8, 0, 10, 3}, true, false},   {"plmr", {10, 8, 0, 10, 2}, false, true},  // goes on in 20 %
        {"plms", {1, 1, 0, 1, 1}, false, false},                                               // once
        {"plmt", {20, 20, 0, 10, 10}, false, true},  // as often without the stop
        {"plmuvw", {9, 9, 0, 9, 9}, false, true},    // six letters
        {"приш", {9, 9, 0, 9, 9}, true, false},     {"harbour", {9, 5, 4, 0, 0}, false, true},
        {"brown", {9, 4, 4, 0, 0}, false, false},   {"once", {1, 1, 0, 0, 0}, false, false},
    };
    cr_statistics s = {0};
    cr_arena arena = {0};
    cr_learned learned;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        put_word(&s, CASES[i].word, CASES[i].n);
    cr_statistics_learn(&s, &arena, &learned);
    ck_assert_uint_eq(learned.n_languages, 1);
    ck_assert_str_eq(learned.languages[0].lang, "en");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const cr_learned_words *words = &learned.languages[0];
        bool abbreviation = false, starter = false;
        for (size_t k = 0; k < words->n_abbreviations; k++)
            abbreviation |= cr_view_starts(words->abbreviations[k], cr_view_of(CASES[i].word));
        for (size_t k = 0; k < words->n_starters; k++)
            starter |= cr_view_equal(words->starters[k], cr_view_of(CASES[i].word));
        ck_assert_msg(abbreviation == CASES[i].abbreviation, "%s", CASES[i].word);
        ck_assert_msg(starter == CASES[i].starter, "%s", CASES[i].word);
    }
    cr_arena_release(&arena);
    cr_statistics_release(&s);
}
END_TEST

START_TEST(the_lexicon_takes_what_it_does_not_list)
{
    static const cr_view ABBREVIATIONS[] = {CR_VIEW("plmq."), CR_VIEW("mr."), CR_VIEW("who.")};
    static const cr_view STARTERS[] = {CR_VIEW("harbour")};
    const cr_learned_words words = {"en", ABBREVIATIONS, 3, STARTERS, 1};
    const cr_learned learned = {&words, 1};
    cr_lexicon *lexicon = new_lexicon();
    cr_lexicon_learn(lexicon, &learned);
    cr_rule_book book = cr_lexicon_book(lexicon);
    const cr_rules *english, *french;
    ck_assert_int_eq(book.find(book.context, "en", &english, NULL), CR_OK);
    ck_assert_int_eq(book.find(book.context, "fr", &french, NULL), CR_OK);
    ck_assert_uint_eq(english->n_learned, 1);
    ck_assert_uint_eq(french->n_learned, 0);
    ck_assert_uint_eq(cr_map_find(&english->abbreviations, CR_VIEW("plmq."))->value, CR_ABBREVIATION_MAY_END);
    ck_assert_uint_eq(cr_map_find(&english->abbreviations, CR_VIEW("mr."))->value, CR_ABBREVIATION_TITLE);
    ck_assert_ptr_null(cr_map_find(&english->abbreviations, CR_VIEW("who.")));

    cr_article article = article_of("We met the old plmq. Anderson there. We met the old plmq. Harbour boats went.",
                                    "en", "", "");
    cr_arena arena = {0};
    cr_document document;
    analyse(lexicon, NULL, &article, &arena, &document);
    ck_assert_uint_eq(document.n_sentences, 3);  // no end before a name, an end before a starter
    cr_arena_release(&arena);
    cr_lexicon_free(lexicon);
}
END_TEST

#define NOTICE "The office of this paper is open on all working days from nine to five."

START_TEST(repeated_lines_are_no_prose)
{
    static const char TEXT
        [] = "The ferry to the island will sail again on Monday after a year in the dock, the council said.\n" NOTICE
             "\nIts new engine is quieter than the old one and needs less oil, and it was paid by the state.";
    cr_statistics s = {0};
    cr_repeated repeated = {0};
    cr_lexicon *lexicon = new_lexicon();
    cr_arena arena = {0};
    cr_document document;
    gather(&s, "First.\n" NOTICE, "en", "Harbour Post", "");
    gather(&s, "Second.\n" NOTICE, "en", "Harbour Post", "");
    cr_statistics_repeated(&s, &repeated);
    ck_assert_uint_eq(repeated.lines.size, 0);
    gather(&s, "Third.\n" NOTICE, "en", "Harbour Post", "");
    cr_statistics_repeated(&s, &repeated);
    ck_assert_uint_eq(repeated.lines.size, 1);

    cr_article article = article_of(TEXT, "en", "harbour post", "");
    ck_assert(cr_repeated_holds(&repeated, &article));
    analyse(lexicon, &repeated, &article, &arena, &document);
    ck_assert_uint_eq(document.n_sentences, 3);
    ck_assert_uint_eq(document.sentences[0].flags & CR_SENTENCE_BOILERPLATE, 0);
    ck_assert_uint_ne(document.sentences[1].flags & CR_SENTENCE_BOILERPLATE, 0);
    ck_assert_uint_eq(document.sentences[2].flags & CR_SENTENCE_BOILERPLATE, 0);

    article = article_of(TEXT, "en", "Island News", "");  // another paper
    ck_assert(!cr_repeated_holds(&repeated, &article));
    analyse(lexicon, &repeated, &article, &arena, &document);
    ck_assert_uint_eq(document.sentences[1].flags & CR_SENTENCE_BOILERPLATE, 0);

    article = article_of("The ferry sails.\n" NOTICE, "en", "Harbour Post",
                         "");  // hardly anything else: published again
    analyse(lexicon, &repeated, &article, &arena, &document);
    for (size_t i = 0; i < document.n_sentences; i++)
        ck_assert_uint_eq(document.sentences[i].flags & CR_SENTENCE_BOILERPLATE, 0);
    cr_arena_release(&arena);
    cr_lexicon_free(lexicon);
    cr_repeated_release(&repeated);
    cr_statistics_release(&s);
}
END_TEST

SUITE("statistics", words_are_counted_by_case_and_stop, terms_count_articles, lines_are_counted_by_source,
      adding_is_associative_commutative_and_has_an_identity, counts_stay_at_the_most, faults_name_the_line,
      other_heads_are_refused, a_damaged_table_is_read_without_harm, abbreviations_and_starters_are_told,
      the_lexicon_takes_what_it_does_not_list, repeated_lines_are_no_prose)
