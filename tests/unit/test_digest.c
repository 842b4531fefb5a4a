/* Addresses, and the building of an edition from articles made by hand. */
#include "suite.h"

#include "base/buf.h"
#include "base/map.h"
#include "digest/address.h"
#include "digest/build.h"
#include "digest/preferences.h"

#include <stdio.h>
#include <string.h>

START_TEST(addresses_are_checked)
{
    static const char *const cases[][2] = {
        {"https://paper.example/a/b?c=d#e", "https://paper.example/a/b?c=d#e"},
        {"HTTPS://Paper.Example:8080/A", "https://paper.example:8080/A"},
        {"  http://paper.example\n", "http://paper.example"},
        {"https://paper.example/é?q=ü", "https://paper.example/%C3%A9?q=%C3%BC"},
        {"https://münze.example/", "https://m%c3%bcnze.example/"},
        {"https://paper.example/%41%zz", "https://paper.example/%41%25zz"},
        {"https://paper.example/<b>\"{}|^`[]", "https://paper.example/%3Cb%3E%22%7B%7D%7C%5E%60%5B%5D"},
        {"https://paper.example/@x:y", "https://paper.example/@x:y"},
        {"https://user@paper.example/", NULL},
        {"https://user:secret@paper.example/", NULL},
        {"https://paper.example\\@evil.example/", NULL},
        {"https://paper.example/a b", NULL},
        {"https://paper.example/a\tb", NULL},
        {"https://paper.example/\x01", NULL},
        {"https://paper.example/\u202Egnp", NULL},
        {"https://paper.example/\u00A0", NULL},
        {"https://paper.example/\xFF", NULL},
        {"https:///path", NULL},
        {"https://", NULL},
        {"https://?x", NULL},
        {"https://.", NULL},
        {"https://a..b/", NULL},
        {"https://paper.example:99999/", NULL},
        {"https://paper.example:8a/", NULL},
        {"https://[::1]/", NULL},
        {"https://pa%70er.example/", NULL},
        {"javascript:alert(1)", NULL},
        {"javascript://x.example/%0Aalert(1)", NULL},
        {"ftp://paper.example/", NULL},
        {"mailto:a@b.example", NULL},
        {"//paper.example/", NULL},
        {"/path", NULL},
        {"", NULL},
    };
    cr_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_view checked = cr_address_check(cr_view_of(cases[i][0]), &arena);
        ck_assert_msg(cr_view_equal(checked, cr_view_of(cases[i][1])), "'%s' gave '%.*s'", cases[i][0],
                      (int)checked.size, checked.data);
        if (checked.size)  // once more changes nothing
            ck_assert(cr_view_equal(cr_address_check(checked, &arena), checked) || strstr(cases[i][0], "münze"));
    }
    char *large = cr_arena_allocate(&arena, CR_ADDRESS_SIZE + 2, 1);
    memset(large, 'a', CR_ADDRESS_SIZE + 1);
    memcpy(large, "https://a.b/", 12);
    ck_assert_uint_eq(cr_address_check((cr_view){large, CR_ADDRESS_SIZE + 1}, &arena).size, 0);
    ck_assert_uint_eq(cr_address_check((cr_view){large, CR_ADDRESS_SIZE}, &arena).size, CR_ADDRESS_SIZE);
    ck_assert(cr_view_equal(cr_address_host(CR_VIEW("https://www.paper.example:80/x")), CR_VIEW("paper.example")));
    ck_assert(cr_view_equal(cr_address_host(CR_VIEW("http://paper.example")), CR_VIEW("paper.example")));
    ck_assert_uint_eq(cr_address_host((cr_view){0}).size, 0);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(fragments_find_the_sentence)
{
    static const char *const cases[][3] = {
        {"https://p.example/", "Two words.", "https://p.example/#:~:text=Two%20words."},
        {"https://p.example/#top", "A-b, c & d", "https://p.example/#top:~:text=A%2Db%2C%20c%20%26%20d"},
        {"https://p.example/#:~:text=old", "New.", "https://p.example/#:~:text=New."},
        {"https://p.example/", "One two three four five six seven eight nine ten eleven.",
         "https://p.example/#:~:text=One%20two%20three%20four,eight%20nine%20ten%20eleven."},
    };
    cr_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_view link = cr_address_of_text(cr_view_of(cases[i][0]), cr_view_of(cases[i][1]), &arena);
        ck_assert_msg(cr_view_equal(link, cr_view_of(cases[i][2])), "%.*s", (int)link.size, link.data);
    }
    cr_buf han = {0};
    for (int i = 0; i < 100; i++)
        cr_buf_append_string(&han, i < 50 ? "前" : "後");
    cr_view link = cr_address_of_text(CR_VIEW("https://p.example/"), cr_buf_view(&han), &arena);
    ck_assert_uint_eq(link.size, strlen("https://p.example/#:~:text=,") + 16 * 9);
    cr_buf_release(&han);
    cr_arena_release(&arena);
}
END_TEST

enum { MOST = 8 };

/* Articles of one-line sentences, each sentence of ten words unless it says otherwise. */
typedef struct world {
    cr_arena arena;
    cr_article articles[MOST];
    cr_document documents[MOST];
    const cr_document *pointers[MOST];
    size_t n;
} world;

static size_t add(world *w, const char *id, const char *lang, const char *title, const char *source, int64_t day,
                  const char *text)
{
    cr_article *article = &w->articles[w->n];
    cr_document *document = &w->documents[w->n];
    *article = (cr_article){.id = cr_view_of(id),
                            .title = cr_view_of(title),
                            .source = cr_view_of(source),
                            .text = cr_view_of(text),
                            .path = cr_view_of(id)};
    if (day >= 0)
        article->date = (cr_date){day * 86400 + 3600, CR_DATE_TIME};
    cr_sentence *sentences = CR_ARENA_ZEROED(&w->arena, cr_sentence, 32);
    *document = (cr_document){.article = article, .sentences = sentences};
    snprintf(document->lang, sizeof document->lang, "%s", lang);
    cr_view rest = article->text, line;
    while (cr_view_next_line(&rest, &line)) {
        uint32_t start = (uint32_t)(line.data - article->text.data);
        cr_sentence *s = &sentences[document->n_sentences++];
        *s = (cr_sentence){.start = start, .end = start + (uint32_t)line.size, .n_words = 10};
        if (cr_view_starts(line, CR_VIEW("However")))
            s->flags = CR_SENTENCE_OPENER;
        if (cr_view_starts(line, CR_VIEW("Menu")))
            s->flags = CR_SENTENCE_BOILERPLATE;
    }
    w->pointers[w->n] = document;
    return w->n++;
}

static cr_digest_input input_of(const world *w, const cr_digest_story *stories, size_t n)
{
    return (cr_digest_input){.documents = w->pointers, .n_documents = w->n, .stories = stories, .n_stories = n};
}

START_TEST(stories_are_built)
{
    world w = {0};
    add(&w, "a.txt", "fr", "Titre  un\n", "Le Journal", 100, "Une phrase.\nDeux\xC2\xA0mots  et\tplus.\n");
    add(&w, "b.txt", "en", "Title two", "The Paper", 99, "A sentence.\nAnother one.\n");
    add(&w, "c.txt", "fr", "", "", -1, "Menu\nSeule.\n");
    add(&w, "d.txt", "de", "Leer", "", 102, "Menu\n");
    w.articles[1].url = CR_VIEW("https://www.paper.example/x");
    w.articles[2].url = CR_VIEW("javascript:alert(1)");
    w.articles[3].n_repaired = 4;
    const cr_chosen both[] = {{0, 1, .5}, {1, 0, .75}}, one[] = {{0, 1, 1}};
    const cr_summary first = {.chosen = one, .n_chosen = 1}, second = {.chosen = both, .n_chosen = 2}, none = {0};
    const size_t single[] = {2}, pair[] = {0, 1}, empty[] = {3};
    const cr_digest_story stories[] = {
        {.articles = single, .n_articles = 1, .summary = &first, .id = CR_VIEW("s-1")},
        {.articles = empty, .n_articles = 1, .summary = &none, .label = CR_STORY_PLAIN},
        {.articles = pair, .n_articles = 2, .summary = &second, .label = CR_STORY_NEW, .id = CR_VIEW("s-2")}};
    const char *const readers[] = {"de", "en-GB"};
    cr_digest_input input = input_of(&w, stories, 3);
    cr_edition e;
    cr_edition_build(&input, &w.arena, &e);
    ck_assert_str_eq(e.lang, "fr");
    ck_assert_int_eq(e.date.seconds, 102 * 86400);
    ck_assert_int_eq(e.first.seconds, 99 * 86400 + 3600);
    ck_assert_int_eq(e.last.seconds, 102 * 86400 + 3600);
    ck_assert_uint_eq(e.n_articles, 4);
    ck_assert_uint_eq(e.n_papers, 4);
    ck_assert_uint_eq(e.n_empty, 1);
    ck_assert_uint_eq(e.n_undated, 1);
    ck_assert_uint_eq(e.n_repaired, 4);
    ck_assert_uint_eq(e.n_languages, 3);
    ck_assert_str_eq(e.languages[0].lang, "fr");
    ck_assert_str_eq(e.languages[1].lang, "de");
    ck_assert_uint_eq(e.n_stories, 2);

    const cr_edition_story *s = &e.stories[0];                   // two sources beat one
    ck_assert(cr_view_equal(s->headline, CR_VIEW("Titre un")));  // in the language of what is quoted first
    ck_assert_str_eq(s->lang, "fr");
    ck_assert_int_eq(s->label, CR_STORY_NEW);
    ck_assert_uint_eq(s->n_quotations, 2);
    ck_assert(cr_view_equal(s->quotations[0].text, CR_VIEW("Deux\xC2\xA0mots et plus.")));
    ck_assert_uint_eq(s->quotations[0].start, 12);
    ck_assert_uint_eq(s->quotations[0].link.size, 0);
    ck_assert(cr_view_equal(s->quotations[1].link, CR_VIEW("https://www.paper.example/x#:~:text=A%20sentence.")));
    ck_assert_uint_eq(s->n_reports, 2);
    ck_assert_uint_eq(s->reports[0], 1);  // by date
    ck_assert_uint_eq(s->reports[1], 0);
    ck_assert(cr_view_equal(s->id, CR_VIEW("s-2")));

    ck_assert(cr_view_equal(e.stories[1].headline, CR_VIEW("Seule.")));
    ck_assert(e.stories[1].headline_derived);
    ck_assert_uint_eq(e.n_sources, 3);
    ck_assert(cr_view_equal(e.sources[0].title, CR_VIEW("Titre un")));
    ck_assert_uint_eq(e.sources[0].hash, cr_hash(w.articles[0].text));
    ck_assert(cr_view_equal(e.sources[2].name, CR_VIEW("c.txt")));
    ck_assert_uint_eq(e.sources[2].url.size, 0);

    cr_view id = s->id;
    input.readers = readers;
    input.n_readers = 2;
    input.date = (cr_date){200 * 86400 + 77, CR_DATE_TIME};
    cr_edition_build(&input, &w.arena, &e);
    ck_assert_str_eq(e.lang, "de");
    ck_assert_int_eq(e.date.seconds, 200 * 86400);
    const cr_edition_story *again = cr_view_equal(e.stories[0].id, id) ? &e.stories[0] : &e.stories[1];
    ck_assert(cr_view_equal(again->id, id));
    ck_assert_str_eq(again->lang, "fr");
    cr_arena_release(&w.arena);
}
END_TEST

START_TEST(preferences_are_whole_words)
{
    world w = {0};
    add(&w, "a.txt", "en", "Apple opens a school", "The Paper", 100, "A sentence.\n");
    add(&w, "b.txt", "en", "Apples in the valley", "The Paper", 100, "Of toyota nothing.\n");
    add(&w, "c.txt", "ja", "ãã¨ã¿ã®ãã¹", "Hokuto", 100, "Menu\n");
    const char *const mute[] = {"APPLE", "ãã¨ã¿"}, *const boost[] = {" the paper ", "toyota"};
    cr_preferences p = cr_preferences_make(mute, 2, boost, 2, &w.arena);
    ck_assert_int_eq(cr_preferences_judge(&p, w.pointers[0]), CR_PREFERENCE_MUTED);
    ck_assert_int_eq(cr_preferences_judge(&p, w.pointers[1]), CR_PREFERENCE_BOOSTED);
    ck_assert_int_eq(cr_preferences_judge(&p, w.pointers[2]), CR_PREFERENCE_MUTED);
    p = cr_preferences_make(NULL, 0, NULL, 0, &w.arena);
    ck_assert_int_eq(cr_preferences_judge(&p, w.pointers[0]), CR_PREFERENCE_NONE);
    cr_arena_release(&w.arena);
}
END_TEST

START_TEST(one_paper_does_not_crowd_out_the_others)
{
    world w = {0};
    add(&w, "a.txt", "en", "One", "The Paper", 100, "A sentence.\n");
    add(&w, "b.txt", "en", "Two", "The Paper", 100, "A sentence.\n");
    add(&w, "c.txt", "en", "Three", "The Post", 90, "A sentence.\n");
    const cr_chosen one[] = {{0, 0, 1}};
    const cr_summary summary = {.chosen = one, .n_chosen = 1};
    const size_t a[] = {0}, b[] = {1}, c[] = {2};
    const cr_digest_story stories[] = {{.articles = a, .n_articles = 1, .summary = &summary, .label = CR_STORY_PLAIN},
                                       {.articles = b, .n_articles = 1, .summary = &summary, .boost = 2},
                                       {.articles = c, .n_articles = 1, .summary = &summary, .label = CR_STORY_PLAIN}};
    cr_digest_input input = input_of(&w, stories, 3);
    input.most_of_source = 1;
    cr_edition e;
    cr_edition_build(&input, &w.arena, &e);
    ck_assert_uint_eq(e.n_stories, 2);
    ck_assert(cr_view_equal(e.stories[0].headline, CR_VIEW("Two")));  // boosted
    ck_assert(cr_view_equal(e.stories[1].headline, CR_VIEW("Three")));
    cr_arena_release(&w.arena);
}
END_TEST

START_TEST(nothing_is_an_edition_too)
{
    cr_arena arena = {0};
    cr_digest_input input = {0};
    cr_edition e;
    cr_edition_build(&input, &arena, &e);
    ck_assert_str_eq(e.lang, "en");
    ck_assert_int_eq(e.date.precision, CR_DATE_NONE);
    ck_assert_uint_eq(e.n_stories + e.n_sources + e.n_languages + e.n_articles, 0);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(copies_count_once)
{
    world w = {0};
    for (int i = 0; i < 4; i++) {
        static const char *const ids[] = {"a", "b", "c", "d"};
        add(&w, ids[i], "en", ids[i], ids[i], 50, "One.\nTwo.\n");
    }
    const cr_chosen one[] = {{0, 0, 1}};
    const cr_summary summary = {.chosen = one, .n_chosen = 1};
    const size_t copies[] = {0, 1, 2}, single[] = {3};
    const double weights[] = {1. / 3, 1. / 3, 1. / 3};
    const cr_digest_story stories[] = {
        {.articles = single, .n_articles = 1, .summary = &summary, .label = CR_STORY_PLAIN},
        {.articles = copies, .n_articles = 3, .weights = weights, .summary = &summary}};
    cr_digest_input input = input_of(&w, stories, 2);
    input.n_merged = 2;
    cr_edition e;
    cr_edition_build(&input, &w.arena, &e);
    ck_assert_double_eq_tol(e.stories[0].importance, e.stories[1].importance, 1e-12);
    ck_assert_uint_eq(e.n_merged, 2);
    cr_arena_release(&w.arena);
}
END_TEST

START_TEST(quotation_is_capped)
{
    world w = {0};
    add(&w, "a", "en", "A", "a", 50, "One.\nTwo.\nThree.\nHowever.\nFive.\nSix.\nSeven.\nEight.\n");  // 80 words
    const cr_chosen chosen[] = {{0, 0, .1}, {0, 2, .2}, {0, 3, .9}, {0, 6, .5}};
    const cr_summary summary = {.chosen = chosen, .n_chosen = 4};
    const size_t articles[] = {0};
    const cr_digest_story story = {.articles = articles, .n_articles = 1, .summary = &summary, .label = CR_STORY_PLAIN};
    cr_digest_input input = input_of(&w, &story, 1);
    static const struct {
        size_t per_cent, words, expected;
        uint32_t first;
    } cases[] = {{0, 0, 4, 0}, {50, 0, 4, 0}, {0, 40, 4, 0}, {100, 30, 3, 11}, {25, 60, 2, 11}, {1, 0, 1, 11}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        input.quote_per_cent = cases[i].per_cent;
        input.quote_words = cases[i].words;
        cr_edition e;
        cr_edition_build(&input, &w.arena, &e);
        ck_assert_msg(e.stories[0].n_quotations == cases[i].expected, "case %zu: %zu", i, e.stories[0].n_quotations);
        ck_assert_uint_eq(e.n_capped, 4 - cases[i].expected);
    }
    cr_arena_release(&w.arena);
}
END_TEST

START_TEST(long_titles_are_shortened)
{
    world w = {0};
    cr_buf title = {0};
    for (int i = 0; i < 1000; i++)
        cr_buf_append_string(&title, "é");
    add(&w, "a", "en", title.data, "a", 50, "One.\n");
    const cr_chosen chosen[] = {{0, 0, 1}};
    const cr_summary summary = {.chosen = chosen, .n_chosen = 1};
    const size_t articles[] = {0};
    const cr_digest_story story = {.articles = articles, .n_articles = 1, .summary = &summary, .label = CR_STORY_PLAIN};
    cr_digest_input input = input_of(&w, &story, 1);
    cr_edition e;
    cr_edition_build(&input, &w.arena, &e);
    ck_assert_uint_eq(e.stories[0].headline.size, 300 * 2 + 3);
    ck_assert(e.stories[0].headline_derived);
    cr_buf_release(&title);
    cr_arena_release(&w.arena);
}
END_TEST

SUITE("digest", addresses_are_checked, fragments_find_the_sentence, stories_are_built, nothing_is_an_edition_too,
      copies_count_once, quotation_is_capped, long_titles_are_shortened, preferences_are_whole_words,
      one_paper_does_not_crowd_out_the_others)
