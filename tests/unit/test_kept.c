/* What the jobs do with the archive: editions that are made once, feeds that fail, corrections that break no citation. */
#include "suite.h"

#include "archive/archive.h"
#include "base/file.h"
#include "job/kept.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TUESDAY = 1773100800 };  // 2026-03-10

static char folder[64], archive_path[96], input_path[96], page_path[96];

static void set_up(void)
{
    snprintf(folder, sizeof folder, "/tmp/courant-kept-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(archive_path, sizeof archive_path, "%s/a.db", folder);
    snprintf(input_path, sizeof input_path, "%s/in.jsonl", folder);
    snprintf(page_path, sizeof page_path, "%s/page.md", folder);
}

static void tear_down(void)
{
    unlink(archive_path);
    unlink(input_path);
    unlink(page_path);
    ck_assert_msg(rmdir(folder) == 0, "something was left in '%s'", folder);
}

static bool keep(void *context, const char *bytes, size_t size)
{
    cr_buf_append(context, (cr_view){bytes, size});
    return true;
}

/* Runs a job; options are pairs of name and value, ended by NULL. */
static cr_status run(cr_job *job, const char *const *files, size_t n_files, const char *const *options, cr_buf *out,
                     cr_error *error)
{
    cr_config config;
    cr_report report = {0};
    cr_io io = {.context = out, .write = keep};
    cr_buf_clear(out);
    cr_config_init(&config);
    config.data = SOURCE_DIR;
    ck_assert_int_eq(cr_config_set(&config, "archive", archive_path, error), CR_OK);
    for (size_t i = 0; options[i]; i += 2)
        ck_assert_msg(cr_config_set(&config, options[i], options[i + 1], error) == CR_OK, "%s", error->text);
    cr_status status = job(&config, files, n_files, &io, &report, error);
    cr_config_release(&config);
    return status;
}

static void add(const char *lines, const char *day)
{
    cr_buf out = {0};
    cr_error error = {0};
    const char *const files[] = {"add", input_path}, *const options[] = {"seen", day, NULL};
    ck_assert_int_eq(cr_file_write(input_path, cr_view_of(lines), NULL), CR_OK);
    ck_assert_msg(run(cr_job_archive, files, 2, options, &out, &error) == CR_OK, "%s", error.text);
    cr_buf_release(&out);
}

static void digest(const char *const *options, cr_buf *out)
{
    cr_error error = {0};
    ck_assert_msg(run(cr_job_digest, NULL, 0, options, out, &error) == CR_OK, "%s", error.text);
}

static const char FIRST[] =
    "{\"url\":\"https://quay.example/a\",\"lang\":\"en\",\"date\":\"2026-03-10\",\"source\":\"The Quay\",\"title\":\"Ferries ordered\","
    "\"text\":\"The line ordered four ferries on Tuesday at a yard in the north of the country.\"}\n";
static const char CORRECTED[] =
    "{\"url\":\"https://quay.example/a\",\"lang\":\"en\",\"date\":\"2026-03-10\",\"source\":\"The Quay\",\"title\":\"Ferries ordered\","
    "\"text\":\"The line ordered nine ferries on Tuesday at a yard in the south of the country.\"}\n";

START_TEST(an_edition_is_made_once_and_a_correction_breaks_no_citation)
{
    set_up();
    cr_buf first = {0}, second = {0};
    cr_error error = {0};
    const char *const tuesday[] = {"date", "2026-03-10", "store", "true", NULL},
                      *const wednesday[] = {"date", "2026-03-11", NULL}, *const look[] = {"date", "2026-03-10", NULL};
    add(FIRST, "2026-03-10");
    digest(look, &second);
    digest(tuesday, &first);
    ck_assert_str_eq(first.data, second.data);
    ck_assert_ptr_nonnull(strstr(first.data, "four ferries"));
    add(CORRECTED, "2026-03-11");
    digest(tuesday, &second);
    ck_assert_str_eq(first.data, second.data);
    digest(look, &second);
    ck_assert_ptr_nonnull(strstr(second.data, "nine ferries"));
    ck_assert_int_eq(cr_file_write(page_path, cr_buf_view(&first), NULL), CR_OK);
    const char *const pages[] = {page_path};
    ck_assert_msg(run(cr_job_verify, pages, 1, look, &second, &error) == CR_OK, "%s %s", error.text, second.data);
    digest(wednesday, &second);  // the story was told; only what is new in it is news
    ck_assert_ptr_null(strstr(second.data, "four ferries"));
    ck_assert_ptr_null(strstr(second.data, "NEW"));
    cr_buf_release(&first);
    cr_buf_release(&second);
    tear_down();
}
END_TEST

START_TEST(feeds_that_fail_stand_in_the_footer)
{
    set_up();
    cr_buf out = {0};
    cr_error error = {0};
    cr_archive *archive;
    const char *const tuesday[] = {"date", "2026-03-10", NULL};
    add(FIRST, "2026-03-10");
    const cr_archive_feed feeds[] = {
        {.url = CR_VIEW("https://a.example/feed"),
         .title = CR_VIEW("Paper A"),
         .last_error = CR_VIEW("timed out"),
         .failing_since = TUESDAY - 3600,
         .failures = 1},
        {.url = CR_VIEW("https://b.example/feed"),
         .title = CR_VIEW("Paper B"),
         .last_error = CR_VIEW("404"),
         .failing_since = TUESDAY - 9 * CR_SECONDS_OF_DAY,
         .failures = 30},
        {.url = CR_VIEW("https://c.example/feed"), .title = CR_VIEW("Paper C"), .succeeded = TUESDAY},
    };
    ck_assert_int_eq(cr_archive_open(archive_path, NULL, &archive, &error), CR_OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(cr_archive_feed_put(archive, &feeds[i], NULL), CR_OK);
    cr_archive_close(archive);
    digest(tuesday, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "Paper A"));
    ck_assert_ptr_nonnull(strstr(out.data, "timed out"));
    ck_assert_ptr_nonnull(strstr(out.data, "FAILING FOR 9 DAYS: 404"));
    ck_assert_ptr_null(strstr(out.data, "Paper C"));
    static const char *const listed[][2] = {
        {"text", "Paper A  https://a.example/feed  failed 1 time: timed out\n"},
        {"markdown", "](https://b.example/feed)"},
        {"json", "{\"schema\":\"courant-feeds-1\",\"feeds\":["},
        {"jsonl", "\"failing_since\":\"2026-03-01T00:00:00Z\",\"failures\":30,\"last_error\":\"404\",\"gone\":false}"},
    };
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        const char *const files[] = {"list", "feeds"}, *const options[] = {"format", listed[i][0], NULL};
        ck_assert_int_eq(run(cr_job_archive, files, 2, options, &out, &error), CR_OK);
        ck_assert_msg(strstr(out.data, listed[i][1]) != NULL, "%s", out.data);
    }
    const char *const articles[] = {"list", "articles"}, *const markdown[] = {"format", "markdown", NULL};
    ck_assert_int_eq(run(cr_job_archive, articles, 2, markdown, &out, &error), CR_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "(https://quay.example/a)"));
    cr_buf_release(&out);
    tear_down();
}
END_TEST

START_TEST(an_edition_reaches_back_to_the_last_one)
{
    enum { D = CR_SECONDS_OF_DAY };
    static const struct {
        size_t days;
        int64_t since, first;  // days before Tuesday
    } cases[] = {{0, 1, 2}, {0, 2, 2}, {0, 3, 3},   {0, 9, 9},    {0, 400, 13},
                 {1, 1, 1}, {5, 1, 4}, {30, 2, 29}, {30, 400, 29}};
    cr_config config;
    cr_config_init(&config);
    config.date = (cr_date){TUESDAY, CR_DATE_DAY};
    ck_assert_int_eq(cr_kept_days_since(&config, 3, (cr_date){0}).first.seconds, TUESDAY - 2 * D);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        config.days = cases[i].days;
        cr_archive_query query = cr_kept_days_since(&config, 3, (cr_date){TUESDAY - cases[i].since * D, CR_DATE_DAY});
        ck_assert_int_eq(query.first.seconds, TUESDAY - cases[i].first * D);
        ck_assert_int_eq(query.last.seconds, TUESDAY);
    }
    cr_config_release(&config);
}
END_TEST

SUITE("kept", an_edition_reaches_back_to_the_last_one, an_edition_is_made_once_and_a_correction_breaks_no_citation,
      feeds_that_fail_stand_in_the_footer)
