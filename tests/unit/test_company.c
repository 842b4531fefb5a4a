/* Company pages: what stands on them, and what does not. */
#include "suite.h"

#include "base/buf.h"
#include "base/file.h"
#include "job/job.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool keep(void *context, const char *bytes, size_t size)
{
    cr_buf_append(context, (cr_view){bytes, size});
    return true;
}

/* Runs the job; options are pairs of name and value, ended by NULL. */
static cr_report run(const char *path, const char *const *options, cr_buf *out)
{
    cr_config config;
    cr_error error = {0};
    cr_report report = {0};
    cr_io io = {.context = out, .write = keep};
    cr_buf_clear(out);
    cr_config_init(&config);
    config.data = SOURCE_DIR;
    if (!cr_file_is_folder(path))
        config.input_format = "jsonl";
    for (size_t i = 0; options[i]; i += 2)
        ck_assert_msg(cr_config_set(&config, options[i], options[i + 1], &error) == CR_OK, "%s", error.text);
    ck_assert_msg(cr_job_company(&config, &path, 1, &io, &report, &error) == CR_OK, "%s", error.text);
    cr_config_release(&config);
    return report;
}

static size_t count(const cr_buf *text, const char *part)
{
    size_t n = 0;
    for (const char *at = text->data; at && (at = strstr(at, part)) != NULL; at += strlen(part))
        n++;
    return n;
}

static bool holds(const cr_buf *text, const char *part)
{
    return count(text, part) > 0;
}

static void write_articles(char *path)
{
    static const char articles[] =
        "{\"id\":1,\"lang\":\"en\",\"date\":\"2026-03-10\",\"source\":\"The Quay\",\"title\":\"Ferries ordered\",\"text\":\"The Nordhav "
        "Line ordered four ferries on Tuesday at a yard in Gdansk. The yard of Baltmarin will build them with Nordhav Line money. "
        "Baltmarin has built forty tugs for other owners since spring.\"}\n"
        "{\"id\":2,\"lang\":\"en\",\"date\":\"2026-03-12\",\"source\":\"Port News\",\"title\":\"Nordhav Line names its ferries\",\"text\":\"All "
        "four new ferries will carry the names of birds and flowers. School children proposed them to Nordhav Line in a letter. "
        "However, Nordhav Line kept one name for itself.\"}\n"
        "{\"id\":3,\"lang\":\"en\",\"date\":\"2026-03-11\",\"source\":\"Copy\",\"title\":\"Ferries ordered\",\"text\":\"The Nordhav Line "
        "ordered four ferries on Tuesday at a yard in Gdansk.\"}\n"
        "{\"id\":4,\"lang\":\"en\",\"source\":\"No Date\",\"title\":\"Strike\",\"text\":\"Crews of the Nordhav Line will not sail on Sunday "
        "because of a strike.\"}\n"
        "{\"id\":5,\"lang\":\"en\",\"date\":\"2026-03-12\",\"source\":\"Else\",\"title\":\"Bread\",\"text\":\"The bakers of the town baked "
        "nine hundred loaves for the fair on Thursday.\"}\n";
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq((int)write(descriptor, articles, sizeof articles - 1), (int)sizeof articles - 1);
    close(descriptor);
}

START_TEST(pages_hold_what_is_said_of_the_company)
{
    char path[] = "/tmp/courant-company-XXXXXX";
    cr_buf out = {0};
    write_articles(path);
    const char *const options[] = {"name", "Nordhav Line", "name", "Baltmarin", "format", "jsonl", NULL};
    cr_report report = run(path, options, &out);
    ck_assert(!report.empty);
    ck_assert_uint_eq(report.n_articles, 5);
    ck_assert_uint_eq(count(&out, "\n"), 2);
    char *second = strchr(out.data, '\n') + 1;
    cr_buf first = {0};
    cr_buf_append(&first, (cr_view){out.data, (size_t)(second - out.data)});
    ck_assert(holds(
        &first,
        "\"schema\":\"courant-company-1\",\"id\":\"nordhav-line\",\"name\":\"Nordhav Line\",\"kind\":\"company\""));
    ck_assert(holds(&first, "\"mentions\":6,\"articles\":4"));
    ck_assert(holds(
        &first,
        "\"days\":[{\"date\":\"2026-03-10\",\"day\":\"March 10, 2026\",\"column\":0,\"mentions\":2,\"per_cent\":100},"
        "{\"date\":\"2026-03-11\",\"day\":\"March 11, 2026\",\"column\":1,\"mentions\":1,\"per_cent\":50},"));
    ck_assert(holds(
        &first, "\"shown\":\"Nordhav Line\",\"has_mentions\":true,\"mentions_line\":\"6 mentions in 4 articles\","));
    ck_assert(holds(&first, "\"beside\":[{\"id\":\"baltmarin\",\"name\":\"Baltmarin\",\"sentences\":1}]"));
    ck_assert_uint_eq(count(&first, "\"text\":\"The Nordhav Line ordered four ferries"), 1);  // nothing twice
    ck_assert(!holds(&first, "forty tugs"));                                                  // another company alone
    ck_assert(!holds(&first, "loaves"));
    ck_assert(!holds(&first, "\"text\":\"However"));  // what it answers is not there, or is told
    // newest first, what has no date last
    const char *names = strstr(first.data, "School children"),
               *ordered = strstr(first.data, "\"text\":\"The Nordhav Line ordered");
    const char *strike = strstr(first.data, "Crews of the");
    ck_assert(names && ordered && strike && names < ordered && ordered < strike);
    ck_assert_ptr_nonnull(strstr(second, "\"text\":\""));
    cr_buf_release(&first);
    cr_buf_release(&out);
    unlink(path);
}
END_TEST

START_TEST(nothing_new_is_said_so)
{
    char path[] = "/tmp/courant-company-XXXXXX";
    cr_buf out = {0};
    write_articles(path);
    const char *const options[] = {"name", "Nobody Ltd", "reader", "fr", NULL};
    ck_assert(run(path, options, &out).empty);
    ck_assert(holds(&out, "# Nobody Ltd\n") && holds(&out, "Rien de nouveau."));
    const char *const german[] = {"name", "Nordhav Line", "reader", "de", NULL};
    ck_assert(!run(path, german, &out).empty);
    ck_assert(holds(&out, "▇▃▇ 6 Erwähnungen in 4 Artikeln") || holds(&out, "▇▅▇ 6 Erwähnungen in 4 Artikeln"));
    ck_assert(holds(&out, "Nichts Neues.") == false);
    cr_buf_release(&out);
    unlink(path);
}
END_TEST

START_TEST(each_company_may_have_its_file)
{
    char path[] = "/tmp/courant-company-XXXXXX", folder[] = "/tmp/courant-pages-XXXXXX", file[64];
    cr_buf out = {0}, page = {0};
    write_articles(path);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *const options[] = {"name",         "Nordhav Line", "name", "Baltmarin", "name",
                                   "nordhav line", "pages",        folder, NULL};
    run(path, options, &out);
    ck_assert_uint_eq(out.size, 0);
    snprintf(file, sizeof file, "%s/nordhav-line.md", folder);
    ck_assert_int_eq(cr_file_read(file, 100000, &page, NULL), CR_OK);
    ck_assert(strncmp(page.data, "# Nordhav Line\n", 15) == 0);
    unlink(file);
    snprintf(file, sizeof file, "%s/baltmarin.md", folder);
    ck_assert(cr_file_exists(file));
    unlink(file);
    ck_assert_int_eq(rmdir(folder), 0);
    cr_buf_release(&out);
    cr_buf_release(&page);
    unlink(path);
}
END_TEST

START_TEST(lists_of_ones_own_are_followed)
{
    char path[] = "/tmp/courant-company-XXXXXX", list[] = "/tmp/courant-list-XXXXXX";
    static const char text[] = "[yard]\nname: Baltmarin\n[line]\nname: Nordhav Line\nname fr: La ligne Nordhav\n";
    cr_buf out = {0};
    write_articles(path);
    int descriptor = mkstemp(list);
    ck_assert_int_eq((int)write(descriptor, text, sizeof text - 1), (int)sizeof text - 1);
    close(descriptor);
    const char *const options[] = {"companies", list, "reader", "fr", NULL};
    run(path, options, &out);
    ck_assert_uint_eq(count(&out, "\n# ") + 1, 2);
    ck_assert(strncmp(out.data, "# Baltmarin\n", 12) == 0);
    ck_assert(holds(&out, "\n# La ligne Nordhav\n"));
    cr_buf_release(&out);
    unlink(path);
    unlink(list);
}
END_TEST

/* Five articles of newspapers, where they are at hand. */
START_TEST(a_company_of_real_articles)
{
    static const char *const folder = SOURCE_DIR "/../shared/seeds";
    if (!cr_file_is_folder(folder))
        return;
    cr_buf out = {0};
    const char *const options[] = {"name", "microsoft", "format", "jsonl", NULL};
    run(folder, options, &out);
    size_t n = 0, cited = 0;
    for (const char *at = out.data; (at = strstr(at, "\"text\":\"")) != NULL; n++) {
        const char *end = strstr(at += 8, "\",\"source\":");
        ck_assert_ptr_nonnull(end);
        cr_buf sentence = {0};
        cr_buf_append(&sentence, (cr_view){at, (size_t)(end - at)});
        ck_assert_msg(holds(&sentence, "icrosoft") || holds(&sentence, "Miscrosoft"), "%s", sentence.data);
        cr_buf_release(&sentence);
    }
    for (int source = 1; source <= 5; source++) {
        char part[32];
        snprintf(part, sizeof part, "\",\"source\":%d,", source);
        cited += holds(&out, part);
    }
    ck_assert_uint_ge(n, 4);
    ck_assert_uint_ge(cited, 4);
    cr_buf_release(&out);
}
END_TEST

SUITE("company", pages_hold_what_is_said_of_the_company, nothing_new_is_said_so, each_company_may_have_its_file,
      lists_of_ones_own_are_followed, a_company_of_real_articles)
