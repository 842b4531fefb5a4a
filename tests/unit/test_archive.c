/* The archive: what goes in comes out, once, and what an edition cites stays. */
#include "suite.h"

#include "archive/archive.h"
#include "base/file.h"
#include "base/map.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static char path[96];
static cr_arena arena;

enum { MONDAY = 1773014400 };  // 2026-03-09

static cr_archive *open_archive(void)
{
    cr_error error = {0};
    cr_archive *archive = NULL;
    const cr_archive_options options = {.may_create = true, .wait = 1};
    ck_assert_msg(cr_archive_open(path, &options, &archive, &error) == CR_OK, "%s", error.text);
    return archive;
}

static cr_archive *set_up(void)
{
    snprintf(folder, sizeof folder, "/tmp/courant-archive-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.db", folder);
    return open_archive();
}

static void expect_sound(cr_archive *archive)
{
    cr_buf faults = {0};
    size_t n = 1;
    cr_error error = {0};
    ck_assert_msg(cr_archive_check(archive, &faults, &n, &error) == CR_OK, "%s", error.text);
    ck_assert_msg(n == 0, "%s", faults.data);
    cr_buf_release(&faults);
}

static void tear_down(cr_archive *archive)
{
    if (archive)
        expect_sound(archive);
    cr_archive_close(archive);
    unlink(path);
    ck_assert_msg(rmdir(folder) == 0, "something was left in '%s'", folder);
    cr_arena_release(&arena);
}

static cr_archive_added add(cr_archive *archive, const cr_article *article, const char *terms, int64_t seen)
{
    cr_error error = {0};
    cr_archive_added added;
    cr_archive_item item = {.article = article, .lang = CR_VIEW("en"), .text_terms = cr_view_of(terms), .seen = seen};
    ck_assert_msg(cr_archive_add(archive, &item, &added, &error) == CR_OK, "%s", error.text);
    return added;
}

static cr_article article_of(const char *url, const char *text)
{
    return (cr_article){.url = cr_view_of(url), .text = cr_view_of(text), .title = CR_VIEW("Title")};
}

/* Each is added behind the one before, with a text of its own, and does what is said. */
START_TEST(only_its_own_feed_revises)
{
    static const struct {
        const char *feed;
        bool is_certain;
        cr_archive_outcome outcome;
        size_t newest;  // whose text is the article's then
    } cases[] = {
        {"https://planet.example/feed", false, CR_ARCHIVE_NEW, 0},
        {"http://planet.example/feed", false, CR_ARCHIVE_REVISED, 1},  // the same one
        {"https://other.example/feed", false, CR_ARCHIVE_KNOWN, 1},
        {"https://other.example/feed", true, CR_ARCHIVE_REVISED, 3},  // the page itself
        {"https://planet.example/feed", false, CR_ARCHIVE_REVISED, 4},
        {"https://quay.example/feed", false, CR_ARCHIVE_REVISED, 5},  // of the article's host: its own from now on
        {"https://planet.example/feed", false, CR_ARCHIVE_KNOWN, 5},
        {"https://quay.example/sports", false, CR_ARCHIVE_KNOWN, 5},
        {NULL, false, CR_ARCHIVE_REVISED, 8},  // by hand
        {"https://quay.example/feed", false, CR_ARCHIVE_REVISED, 9},
    };
    enum { N = sizeof cases / sizeof *cases };
    cr_archive *archive = set_up();
    char texts[N][16];
    bool found;
    for (size_t i = 0; i < N; i++) {
        cr_archive_added added;
        cr_archive_record record;
        snprintf(texts[i], sizeof texts[i], "Text %zu.", i);
        cr_article a = article_of("https://quay.example/a", texts[i]);
        const cr_archive_item item = {.article = &a,
                                      .lang = CR_VIEW("en"),
                                      .text_terms = CR_VIEW("text"),
                                      .feed = cr_view_of(cases[i].feed),
                                      .is_certain = cases[i].is_certain,
                                      .seen = MONDAY + (int64_t)i};
        ck_assert_int_eq(cr_archive_add(archive, &item, &added, NULL), CR_OK);
        ck_assert_msg(added.outcome == cases[i].outcome, "case %zu: %d", i, (int)added.outcome);
        ck_assert_int_eq(cr_archive_find(archive, a.url, &arena, &record, &found, NULL), CR_OK);
        ck_assert_msg(found && cr_view_equal(record.content.text, cr_view_of(texts[cases[i].newest])),
                      "case %zu: '%.*s'", i, (int)record.content.text.size, record.content.text.data);
    }
    cr_archive_record record;  // what did not become the newest is kept
    ck_assert_int_eq(cr_archive_find_revision(archive, cr_hash(cr_view_of(texts[2])), &arena, &record, &found, NULL),
                     CR_OK);
    ck_assert(found && !record.is_newest);
    tear_down(archive);
}
END_TEST

START_TEST(addresses_have_one_form)
{
    static const char *const cases[][2] = {
        {"http://Example.ORG", "https://example.org/"},
        {"https://example.org:443/A?utm_source=x&b=1&fbclid=2#top", "https://example.org/A?b=1"},
        {"http://example.org:80/?utm_medium=mail", "https://example.org/"},
        {"https://example.org:8080/a%20b?", "https://example.org:8080/a%20b"},
        {"  https://example.org/x?a=1&&b=2 ", "https://example.org/x?a=1&b=2"},
        {"ftp://example.org/", ""},
        {"https://", ""},
        {"17", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_view address = cr_archive_address(cr_view_of(cases[i][0]), &arena);
        ck_assert_msg(cr_view_equal(address, cr_view_of(cases[i][1])), "'%s' became '%.*s'", cases[i][0],
                      (int)address.size, address.data);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(an_article_stands_once_with_its_revisions)
{
    cr_archive *archive = set_up();
    cr_archive_record record;
    bool found;
    cr_article a = article_of("https://example.org/a", "First words."),
               b = article_of("http://example.org/a#x", "Other.");
    cr_archive_added first = add(archive, &a, "first word", MONDAY);
    ck_assert_int_eq(first.outcome, CR_ARCHIVE_NEW);
    ck_assert_int_eq(add(archive, &a, "first word", MONDAY + 60).outcome, CR_ARCHIVE_KNOWN);
    cr_archive_added second = add(archive, &b, "other", MONDAY + 120);
    ck_assert_int_eq(second.outcome, CR_ARCHIVE_REVISED);
    ck_assert_int_eq(second.article, first.article);
    ck_assert_int_ne(second.revision, first.revision);
    ck_assert_int_eq(cr_archive_find(archive, CR_VIEW("http://EXAMPLE.org/a"), &arena, &record, &found, NULL), CR_OK);
    ck_assert(found && record.is_newest && cr_view_equal(record.content.text, b.text));
    ck_assert_int_eq(record.first_seen, MONDAY);
    ck_assert_int_eq(record.seen, MONDAY + 120);
    ck_assert_int_eq(cr_archive_find_revision(archive, cr_hash(a.text), &arena, &record, &found, NULL), CR_OK);
    ck_assert(found && !record.is_newest && cr_view_equal(record.content.text, a.text));
    // back to the first words: no third revision, and the first is the newest again
    cr_archive_added third = add(archive, &a, "first word", MONDAY + 180);
    ck_assert_int_eq(third.outcome, CR_ARCHIVE_REVISED);
    ck_assert_int_eq(third.revision, first.revision);
    cr_archive_counts counts;
    ck_assert_int_eq(cr_archive_count(archive, &counts, NULL), CR_OK);
    ck_assert_uint_eq(counts.articles, 1);
    ck_assert_uint_eq(counts.revisions, 2);
    tear_down(archive);
}
END_TEST

START_TEST(without_an_address_the_own_id_then_the_text_tells)
{
    cr_archive *archive = set_up();
    cr_article own = {.id = CR_VIEW("7"), .id_is_own = true, .text = CR_VIEW("One.")};
    cr_article path_only = {.id = CR_VIEW("a.txt"), .text = CR_VIEW("Two.")};
    add(archive, &own, "one", MONDAY);
    own.text = CR_VIEW("One, corrected.");
    ck_assert_int_eq(add(archive, &own, "one correct", MONDAY).outcome, CR_ARCHIVE_REVISED);
    own.source = CR_VIEW("Another Paper");
    ck_assert_int_eq(add(archive, &own, "one correct", MONDAY).outcome, CR_ARCHIVE_NEW);
    add(archive, &path_only, "two", MONDAY);
    path_only.id = CR_VIEW("b.txt");
    ck_assert_int_eq(add(archive, &path_only, "two", MONDAY).outcome, CR_ARCHIVE_KNOWN);
    tear_down(archive);
}
END_TEST

/* Ids of a feed are its own: they may be those of another's, or numbers of articles. */
START_TEST(an_entry_is_found_by_the_id_of_its_feed)
{
    static const char *const feeds[] = {"https://a.example/feed", "https://b.example/feed"};
    cr_archive *archive = set_up();
    cr_article other = article_of("https://example.org/other", "First.");
    add(archive, &other, "first", MONDAY);
    for (size_t i = 0; i < 2; i++) {
        cr_article a = article_of(i ? "https://b.example/1" : "https://a.example/1", i ? "Theirs." : "Ours.");
        a.id = CR_VIEW("1");
        a.id_is_own = true;
        const cr_archive_item item = {.article = &a, .lang = CR_VIEW("en"), .feed = cr_view_of(feeds[i])};
        ck_assert_int_eq(cr_archive_add(archive, &item, NULL, NULL), CR_OK);
    }
    cr_archive_record r;
    bool found;
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(cr_archive_find_entry(archive, cr_view_of(feeds[i]), CR_VIEW("1"), &arena, &r, &found, NULL),
                         CR_OK);
        ck_assert(found && cr_view_equal(r.content.text, i ? CR_VIEW("Theirs.") : CR_VIEW("Ours.")));
    }
    ck_assert_int_eq(
        cr_archive_find_entry(archive, CR_VIEW("https://c.example/feed"), CR_VIEW("1"), &arena, &r, &found, NULL),
        CR_OK);
    ck_assert(!found);
    tear_down(archive);
}
END_TEST

START_TEST(everything_of_an_article_comes_back)
{
    cr_archive *archive = set_up();
    const cr_mark marks[] = {{0, 5, CR_MARK_TITLE}, {7, 300, CR_MARK_QUOTE}, {300, 301, CR_MARK_CODE}};
    char text[400];
    memset(text, 'x', sizeof text);
    text[20] = '\0';  // a text may hold it
    cr_article a = {.id = CR_VIEW("12"),
                    .id_is_integer = true,
                    .id_is_own = true,
                    .title = CR_VIEW("T\xC3\xA9"),
                    .title_derived = true,
                    .text = {text, sizeof text},
                    .lang = CR_VIEW("fr"),
                    .lang_binding = true,
                    .source = CR_VIEW("Paper"),
                    .author = CR_VIEW("A. Writer"),
                    .date = {MONDAY + 5, CR_DATE_TIME},
                    .marks = marks,
                    .n_marks = 3,
                    .structured = true,
                    .n_repaired = 2};
    cr_archive_added added = add(archive, &a, "x", MONDAY + 99);
    cr_archive_close(archive);
    archive = open_archive();
    cr_archive_record r;
    bool found;
    ck_assert_int_eq(cr_archive_find(archive, CR_VIEW("1"), &arena, &r, &found, NULL), CR_OK);
    ck_assert(found);
    ck_assert_int_eq(r.article, added.article);
    ck_assert(cr_view_equal(r.content.text, a.text) && cr_view_equal(r.content.title, a.title));
    ck_assert(cr_view_equal(r.content.id, a.id) && cr_view_equal(r.content.lang, a.lang));
    ck_assert(cr_view_equal(r.content.source, a.source) && cr_view_equal(r.content.author, a.author));
    ck_assert(r.content.id_is_integer && r.content.id_is_own && r.content.title_derived && r.content.lang_binding);
    ck_assert(r.content.structured && r.content.url.data == NULL && r.content.n_repaired == 2);
    ck_assert_int_eq(r.content.date.seconds, MONDAY + 5);
    ck_assert_int_eq(r.content.date.precision, CR_DATE_TIME);
    ck_assert_uint_eq(r.content.n_marks, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(r.content.marks[i].start, marks[i].start);
        ck_assert_uint_eq(r.content.marks[i].end, marks[i].end);
        ck_assert_int_eq(r.content.marks[i].kind, marks[i].kind);
    }
    tear_down(archive);
}
END_TEST

static cr_status count_one(void *context, const cr_archive_record *record, cr_error *error)
{
    (void)record, (void)error;
    ++*(size_t *)context;
    return CR_OK;
}

static size_t count(cr_archive *archive, cr_archive_query query)
{
    size_t n = 0;
    ck_assert_int_eq(cr_archive_each(archive, &query, count_one, &n, NULL), CR_OK);
    return n;
}

START_TEST(the_days_wanted_are_read)
{
    cr_archive *archive = set_up();
    static char texts[5][16];
    for (int i = 0; i < 5; i++) {
        snprintf(texts[i], sizeof texts[i], "Text %d.", i);
        cr_article a = {.text = cr_view_of(texts[i])};
        if (i < 4)  // the fifth has no date: it is of the day when it was seen
            a.date = (cr_date){MONDAY + i * CR_SECONDS_OF_DAY + 3600, CR_DATE_TIME};
        add(archive, &a, "text", MONDAY + CR_SECONDS_OF_DAY);
    }
    const cr_date monday = {MONDAY, CR_DATE_DAY}, tuesday = {MONDAY + CR_SECONDS_OF_DAY, CR_DATE_DAY};
    ck_assert_uint_eq(count(archive, (cr_archive_query){0}), 5);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.last = monday}), 1);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.first = tuesday, .last = tuesday}), 2);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.first = tuesday}), 4);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.most = 3, .newest_first = true}), 3);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.feed = CR_VIEW("https://example.org/none")}), 0);
    tear_down(archive);
}
END_TEST

START_TEST(what_was_not_committed_is_not_there)
{
    cr_archive *archive = set_up(), *other = open_archive();
    cr_article a = article_of("https://example.org/a", "One."), b = article_of("https://example.org/b", "Two.");
    cr_error error = {0};
    ck_assert_int_eq(cr_archive_begin(archive, NULL), CR_OK);
    add(archive, &a, "one", MONDAY);
    ck_assert_uint_eq(count(archive, (cr_archive_query){0}), 1);
    ck_assert_uint_eq(count(other, (cr_archive_query){0}), 0);
    ck_assert_int_eq(cr_archive_begin(other, &error), CR_IO);  // after a second
    ck_assert_ptr_nonnull(strstr(error.text, "another run is writing"));
    cr_archive_rollback(archive);
    ck_assert_uint_eq(count(archive, (cr_archive_query){0}), 0);
    add(other, &b, "two", MONDAY);
    ck_assert_uint_eq(count(archive, (cr_archive_query){0}), 1);
    cr_archive_close(other);
    tear_down(archive);
}
END_TEST

START_TEST(what_an_edition_cites_stays)
{
    cr_archive *archive = set_up();
    cr_archive_record record;
    bool found, existed, cited;
    size_t n;
    const cr_date day = {MONDAY, CR_DATE_DAY}, later = {MONDAY + 9 * CR_SECONDS_OF_DAY, CR_DATE_DAY};
    cr_article a = article_of("https://example.org/a", "Cited."), b = article_of("https://example.org/b", "Only read.");
    int64_t revisions[] = {add(archive, &a, "cite", MONDAY).revision, add(archive, &b, "read", MONDAY).revision};
    const bool cites[] = {true, false};
    a.text = CR_VIEW("Corrected.");
    int64_t article = add(archive, &a, "correct", MONDAY + 5).article;
    cr_archive_edition edition = {.profile = CR_VIEW("daily"), .date = day, .json = CR_VIEW("{}"), .made = MONDAY + 9};
    ck_assert_int_eq(cr_archive_edition_add(archive, &edition, revisions, cites, 2, &existed, NULL), CR_OK);
    ck_assert(!existed);
    int64_t id = edition.id;
    edition.json = CR_VIEW("{\"other\":1}");
    ck_assert_int_eq(cr_archive_edition_add(archive, &edition, revisions, cites, 2, &existed, NULL), CR_OK);
    ck_assert(existed && edition.id == id);
    ck_assert_int_eq(cr_archive_edition_get(archive, CR_VIEW("daily"), day, &arena, &edition, &found, NULL), CR_OK);
    ck_assert(found && cr_view_equal(edition.json, CR_VIEW("{}")) && edition.made == MONDAY + 9);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.edition = id}), 2);
    ck_assert_int_eq(cr_archive_remove(archive, article, false, &cited, NULL), CR_OK);
    ck_assert(cited);
    ck_assert_int_eq(cr_archive_prune(archive, later, true, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.every_revision = true}), 3);
    ck_assert_int_eq(cr_archive_prune(archive, later, false, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(cr_archive_find_revision(archive, cr_hash(CR_VIEW("Cited.")), &arena, &record, &found, NULL),
                     CR_OK);
    ck_assert(found);
    ck_assert_int_eq(cr_archive_find(archive, CR_VIEW("https://example.org/b"), &arena, &record, &found, NULL), CR_OK);
    ck_assert(!found);
    const cr_archive_edition *editions;
    ck_assert_int_eq(cr_archive_editions(archive, CR_VIEW("daily"), later, 0, &arena, &editions, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(cr_archive_editions(archive, CR_VIEW("daily"), day, 0, &arena, &editions, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(cr_archive_remove(archive, article, true, &cited, NULL), CR_OK);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.every_revision = true}), 0);
    tear_down(archive);
}
END_TEST

START_TEST(feeds_and_deliveries_are_remembered)
{
    cr_archive *archive = set_up();
    bool found, existed;
    size_t n;
    cr_archive_feed feed = {.url = CR_VIEW("https://example.org/feed"), .etag = CR_VIEW("\"x\""), .checked = MONDAY};
    ck_assert_int_eq(cr_archive_feed_get(archive, feed.url, &arena, &feed, &found, NULL), CR_OK);
    ck_assert(!found);
    feed = (cr_archive_feed){.url = CR_VIEW("https://example.org/feed"),
                             .etag = CR_VIEW("\"x\""),
                             .last_error = CR_VIEW("timed out"),
                             .checked = MONDAY,
                             .failing_since = MONDAY - 9,
                             .failures = 3,
                             .gone = true};
    ck_assert_int_eq(cr_archive_feed_put(archive, &feed, NULL), CR_OK);
    feed.title = CR_VIEW("Example");
    feed.last_error = (cr_view){0};
    ck_assert_int_eq(cr_archive_feed_put(archive, &feed, NULL), CR_OK);
    cr_article a = article_of("https://example.org/a", "One.");
    cr_archive_item item = {.article = &a, .feed = feed.url, .seen = MONDAY};
    ck_assert_int_eq(cr_archive_add(archive, &item, NULL, NULL), CR_OK);
    item.feed = CR_VIEW("https://example.org/second");
    a.url = CR_VIEW("https://example.org/b");
    ck_assert_int_eq(cr_archive_add(archive, &item, NULL, NULL), CR_OK);
    ck_assert_uint_eq(count(archive, (cr_archive_query){.feed = feed.url}), 1);
    const cr_archive_feed *feeds;
    ck_assert_int_eq(cr_archive_feeds(archive, &arena, &feeds, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 2);
    ck_assert(cr_view_equal(feeds[0].title, CR_VIEW("Example")) && feeds[0].gone && feeds[0].failures == 3);
    ck_assert(cr_view_equal(feeds[0].etag, CR_VIEW("\"x\"")) && feeds[0].last_error.size == 0);
    ck_assert_int_eq(cr_archive_feed_remove(archive, feed.url, NULL), CR_OK);
    ck_assert_uint_eq(count(archive, (cr_archive_query){0}), 2);
    cr_archive_edition edition = {.date = {MONDAY, CR_DATE_DAY}, .json = CR_VIEW("{}")};
    ck_assert_int_eq(cr_archive_edition_add(archive, &edition, NULL, NULL, 0, &existed, NULL), CR_OK);
    cr_archive_delivery delivery = {.edition = edition.id, .kind = CR_VIEW("mail"), .target = CR_VIEW("a@example.org")};
    ck_assert_int_eq(cr_archive_delivery_put(archive, &delivery, NULL), CR_OK);
    delivery.state = CR_DELIVERY_DONE;
    delivery.attempts = 2;
    delivery.message_id = CR_VIEW("<1@example.org>");
    ck_assert_int_eq(cr_archive_delivery_put(archive, &delivery, NULL), CR_OK);
    const cr_archive_delivery *deliveries;
    ck_assert_int_eq(cr_archive_deliveries(archive, edition.id, &arena, &deliveries, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(deliveries[0].state, CR_DELIVERY_DONE);
    ck_assert_uint_eq(deliveries[0].attempts, 2);
    cr_archive_delivery got;
    ck_assert_int_eq(cr_archive_delivery_get(archive, edition.id, CR_VIEW("mail"), CR_VIEW("b@example.org"), &arena,
                                             &got, &found, NULL),
                     CR_OK);
    ck_assert(!found);
    tear_down(archive);
}
END_TEST

/* One word in one form. */
static size_t search(cr_archive *archive, const char *word, bool is_prefix, cr_search extra, const cr_search_hit **hits)
{
    cr_view terms[4], rest = cr_view_of(word);
    size_t n = 0, n_hits, n_matches;
    bool all;
    cr_error error = {0};
    while (rest.size) {
        ptrdiff_t space = cr_view_find_byte(rest, ' ');
        terms[n++] = space < 0 ? rest : cr_view_slice(rest, 0, (size_t)space);
        rest = space < 0 ? (cr_view){0} : cr_view_slice(rest, (size_t)space + 1, rest.size);
    }
    const cr_search_form form = {terms, n};
    const cr_search_word one = {&form, 1, is_prefix};
    extra.words = &one;
    extra.n_words = 1;
    ck_assert_msg(cr_archive_search(archive, &extra, &arena, hits, &n_hits, &n_matches, &all, &error) == CR_OK, "%s",
                  error.text);
    ck_assert(all);
    return n_matches;
}

START_TEST(terms_are_searched_as_they_were_given)
{
    cr_archive *archive = set_up();
    const cr_search_hit *hits;
    cr_article a = article_of("https://example.org/a", "A."), b = article_of("https://example.org/b", "B."),
               c = article_of("https://example.org/c", "C.");
    a.date = b.date = (cr_date){MONDAY, CR_DATE_DAY};
    add(archive, &a, "central bank rais rate rate rate", MONDAY);
    add(archive, &b, "bank central o'clock 3.5% \xE0\xB8\x99\xE0\xB9\x89\xE0\xB8\xB3 at&t rate", MONDAY);
    add(archive, &c, "\xE4\xB8\xAD\xE5\x9B\xBD bank \"quoted\" not and or NEAR(", MONDAY + 5 * CR_SECONDS_OF_DAY);
    ck_assert_uint_eq(search(archive, "bank", false, (cr_search){0}, &hits), 3);
    ck_assert_uint_eq(search(archive, "central bank", false, (cr_search){0}, &hits), 1);
    ck_assert_uint_eq(search(archive, "centr", true, (cr_search){0}, &hits), 2);
    ck_assert_uint_eq(search(archive, "centr", false, (cr_search){0}, &hits), 0);
    ck_assert_uint_eq(search(archive, "3.5%", false, (cr_search){0}, &hits), 1);
    ck_assert_uint_eq(search(archive, "3", false, (cr_search){0}, &hits), 0);
    ck_assert_uint_eq(search(archive, "at&t", false, (cr_search){0}, &hits), 1);
    ck_assert_uint_eq(search(archive, "\xE0\xB8\x99\xE0\xB9\x89\xE0\xB8\xB3", false, (cr_search){0}, &hits), 1);
    ck_assert_uint_eq(search(archive, "\xE4\xB8\xAD\xE5\x9B\xBD", false, (cr_search){0}, &hits), 1);
    ck_assert_uint_eq(search(archive, "\"quoted\"", false, (cr_search){0}, &hits), 0);  // as it is stored: quoted
    ck_assert_uint_eq(search(archive, "not", false, (cr_search){0}, &hits), 1);
    ck_assert_uint_eq(search(archive, "near(", false, (cr_search){0}, &hits), 1);  // a term like any other
    const cr_date tuesday = {MONDAY + CR_SECONDS_OF_DAY, CR_DATE_DAY};
    ck_assert_uint_eq(search(archive, "bank", false, (cr_search){.first = tuesday}, &hits), 1);
    ck_assert_uint_eq(search(archive, "bank", false, (cr_search){.last = tuesday}, &hits), 2);
    ck_assert_uint_eq(search(archive, "rate", false, (cr_search){0}, &hits), 2);
    ck_assert_int_eq(hits[0].article, 1);  // thrice there
    ck_assert_uint_eq(search(archive, "rate", false, (cr_search){.newest_first = true}, &hits), 2);
    ck_assert_int_eq(hits[0].article, 2);
    a.text = CR_VIEW("A, corrected.");
    add(archive, &a, "wholly other", MONDAY);
    ck_assert_uint_eq(search(archive, "rate", false, (cr_search){0}, &hits), 1);
    tear_down(archive);
}
END_TEST

static void change(const char *sql)
{
    sqlite3 *file;
    ck_assert_int_eq(sqlite3_open(path, &file), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(file, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(file);
}

static void expect_refused(const char *why)
{
    cr_error error = {0};
    cr_archive *archive;
    const cr_archive_options options = {.may_create = true};
    ck_assert_int_ne(cr_archive_open(path, &options, &archive, &error), CR_OK);
    ck_assert_msg(strstr(error.text, why) != NULL, "%s", error.text);
    ck_assert_ptr_null(archive);
}

START_TEST(what_is_no_archive_is_refused)
{
    cr_error error = {0};
    cr_archive *archive = set_up();
    cr_archive_close(archive);
    change("PRAGMA user_version = 9999");
    expect_refused("newer Courant");
    change("PRAGMA user_version = -1");
    expect_refused("no archive of Courant");
    unlink(path);
    change("CREATE TABLE other(x)");
    expect_refused("no archive of Courant");
    ck_assert_int_eq(cr_file_write(path,
                                   CR_VIEW("{\"text\":\"some other file that is longer than a header of a database "
                                           "would have to be, at least a hundred bytes\"}\n"),
                                   NULL),
                     CR_OK);
    expect_refused("no archive, or damaged");
    unlink(path);
    ck_assert_int_eq(cr_archive_open(path, NULL, &archive, &error), CR_USAGE);
    cr_error_clear(&error);
    ck_assert_int_eq(cr_archive_open(folder, NULL, &archive, &error), CR_IO);
    tear_down(NULL);
}
END_TEST

START_TEST(check_finds_what_is_wrong)
{
    static const char *const damages[][2] = {
        {"UPDATE revisions SET text = 'Something else'", "not the one that was stored"},
        {"DELETE FROM terms", "not in the full-text index"},
        {"UPDATE articles SET revision = NULL", "without a text"},
        {"PRAGMA foreign_keys = OFF; UPDATE articles SET feed = 77", "refers to what is not there"},
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        cr_archive *archive = set_up();
        cr_buf faults = {0};
        size_t n = 0;
        cr_article a = article_of("https://example.org/a", "One.");
        add(archive, &a, "one", MONDAY);
        cr_archive_close(archive);
        change(damages[i][0]);
        archive = open_archive();
        ck_assert_int_eq(cr_archive_check(archive, &faults, &n, NULL), CR_OK);
        ck_assert_uint_ge(n, 1);
        ck_assert_msg(strstr(faults.data, damages[i][1]) != NULL, "%s", faults.data);
        cr_archive_close(archive);
        cr_buf_release(&faults);
        tear_down(NULL);
    }
}
END_TEST

START_TEST(a_published_edition_cannot_be_changed)
{
    cr_archive *archive = set_up();
    bool existed;
    cr_archive_edition edition = {.date = {MONDAY, CR_DATE_DAY}, .json = CR_VIEW("{}")};
    ck_assert_int_eq(cr_archive_edition_add(archive, &edition, NULL, NULL, 0, &existed, NULL), CR_OK);
    sqlite3 *file;
    ck_assert_int_eq(sqlite3_open(path, &file), SQLITE_OK);
    ck_assert_int_ne(sqlite3_exec(file, "UPDATE editions SET json = ''", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(file);
    tear_down(archive);
}
END_TEST

SUITE("archive", only_its_own_feed_revises, addresses_have_one_form, an_article_stands_once_with_its_revisions,
      without_an_address_the_own_id_then_the_text_tells, an_entry_is_found_by_the_id_of_its_feed,
      the_days_wanted_are_read, without_an_address_the_own_id_then_the_text_tells, everything_of_an_article_comes_back,
      the_days_wanted_are_read, what_was_not_committed_is_not_there, what_an_edition_cites_stays,
      feeds_and_deliveries_are_remembered, terms_are_searched_as_they_were_given, what_is_no_archive_is_refused,
      check_finds_what_is_wrong, a_published_edition_cannot_be_changed)
