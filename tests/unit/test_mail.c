/* Editions as mails, and how they are handed over to programs. What a server gets is tested in tests/mail/. */
#include "suite.h"

#include "base/file.h"
#include "net/sender.h"
#include "render/mail.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOCALES SOURCE_DIR "/digest-templates/locale"
#define FROM ((cr_mailbox){CR_VIEW("Courant"), CR_VIEW("digest@example.org")})
#define TO ((cr_mailbox){{0}, CR_VIEW("anna@example.org")})

enum { N_STORIES = 12, N_REPORTS = 3 };

/* Stories with two sentences and three sources each. */
typedef struct sample {
    cr_quotation quotations[N_STORIES][2];
    size_t reports[N_STORIES][N_REPORTS];
    cr_edition_story stories[N_STORIES];
    cr_edition_source sources[N_STORIES * N_REPORTS];
    cr_edition edition;
} sample;

static void make_sample(sample *s)
{
    memset(s, 0, sizeof *s);
    for (size_t i = 0; i < N_STORIES * N_REPORTS; i++) {
        s->sources[i] = (cr_edition_source){
            .number = i + 1, .id = CR_VIEW("x"), .name = CR_VIEW("The Ledger"), .lang = "en"};
    }
    for (size_t i = 0; i < N_STORIES; i++) {
        for (size_t k = 0; k < N_REPORTS; k++)
            s->reports[i][k] = i * N_REPORTS + k;
        for (size_t k = 0; k < 2; k++)
            s->quotations[i][k] = (cr_quotation){.text = CR_VIEW("It was opened."), .source = i * N_REPORTS};
        s->stories[i] = (cr_edition_story){.id = CR_VIEW("s-1"),
                                           .headline = CR_VIEW("A bridge"),
                                           .headline_source = i * N_REPORTS,
                                           .lang = "en",
                                           .quotations = s->quotations[i],
                                           .n_quotations = 2,
                                           .reports = s->reports[i],
                                           .n_reports = N_REPORTS};
    }
    s->edition = (cr_edition){.lang = "en",
                              .date = {1773273600, CR_DATE_DAY},
                              .stories = s->stories,
                              .n_stories = N_STORIES,
                              .sources = s->sources,
                              .n_sources = N_STORIES * N_REPORTS};
}

/* What the HTML was made of at last; each sentence, report and story has a size. */
typedef struct counted {
    size_t sentence, report, story;  // bytes
    size_t n_sentences, n_reports, n_stories, n_sources, calls;
    size_t first_of_last;  // number of the first source of the last story
} counted;

static cr_status count(void *context, const cr_edition *edition, cr_buf *out, cr_error *error)
{
    counted *c = context;
    (void)error;
    c->n_sentences = c->n_reports = 0;
    c->n_stories = edition->n_stories;
    c->n_sources = edition->n_sources;
    c->calls++;
    for (size_t i = 0; i < edition->n_stories; i++) {
        const cr_edition_story *story = &edition->stories[i];
        c->n_sentences += story->n_quotations;
        c->n_reports += story->n_reports;
        c->first_of_last = edition->sources[story->headline_source].number;
        ck_assert_uint_eq(edition->sources[story->quotations[0].source].number, c->first_of_last);
        ck_assert_uint_eq(edition->sources[story->reports[0]].number, c->first_of_last);
    }
    size_t size = c->n_sentences * c->sentence + c->n_reports * c->report + c->n_stories * c->story;
    memset(cr_buf_reserve(out, size), 'x', size);
    out->size += size;
    return CR_OK;
}

START_TEST(test_less)
{
    static const struct {
        size_t sentence, report, story;            // bytes of each
        size_t n_sentences, n_reports, n_stories;  // that are left
    } cases[] = {
        {1, 1, 1, 24, 36, 12},       {5000, 0, 0, 20, 36, 12},    {8000, 0, 0, 12, 36, 12}, {4000, 1500, 0, 12, 34, 12},
        {4000, 4000, 0, 12, 12, 12}, {9000, 9000, 9000, 3, 3, 3}, {200000, 1, 1, 1, 1, 1},
    };
    sample s;
    make_sample(&s);
    cr_words *words = NULL;
    ck_assert_int_eq(cr_words_load(LOCALES, "en", &words, NULL), CR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        counted c = {.sentence = cases[i].sentence, .report = cases[i].report, .story = cases[i].story};
        cr_mail mail = {.from = FROM, .to = TO, .id = CR_VIEW("1@example.org")};
        cr_buf out = {0};
        ck_assert_int_eq(cr_render_mail(&s.edition, words, &mail, count, &c, &out, NULL), CR_OK);
        ck_assert_msg(c.n_stories == cases[i].n_stories && c.n_reports == cases[i].n_reports &&
                          c.n_sentences == cases[i].n_sentences,
                      "case %zu: %zu stories, %zu sentences, %zu reports", i, c.n_stories, c.n_sentences, c.n_reports);
        ck_assert_uint_eq(c.first_of_last, (c.n_stories - 1) * N_REPORTS + 1);
        ck_assert_uint_le(c.calls, 30);
        cr_buf_release(&out);
    }
    cr_words_free(words);
}
END_TEST

START_TEST(test_mail)
{
    sample s;
    make_sample(&s);
    s.edition.n_stories = 1;
    cr_words *words = NULL;
    cr_buf out = {0};
    counted c = {0};
    cr_mail mail = {.from = FROM, .to = TO, .id = CR_VIEW("1@example.org"), .unsubscribe = CR_VIEW("mailto:x@y")};
    ck_assert_int_eq(cr_words_load(LOCALES, "en", &words, NULL), CR_OK);
    ck_assert_int_eq(cr_render_mail(&s.edition, words, &mail, count, &c, &out, NULL), CR_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "\r\nList-Id: <digest.example.org>\r\n"));
    ck_assert_ptr_nonnull(strstr(out.data, "\r\nDate: Thu, 12 Mar 2026 00:00:00 +0000\r\nSubject: =?UTF-8?B?"));
    ck_assert_ptr_nonnull(strstr(out.data, "\r\n\r\nUnsubscribe: mailto:x@y\r\n"));
    cr_buf_release(&out);
    cr_words_free(words);
}
END_TEST

START_TEST(test_id)
{
    cr_arena arena = {0};
    const cr_mailbox from = FROM, to = TO, other = {{0}, CR_VIEW("b@example.org")};
    sample s;
    make_sample(&s);
    cr_view id = cr_mail_id(&s.edition, &from, &to, &arena);
    ck_assert(cr_view_starts(id, CR_VIEW("2026-03-12.")));
    ck_assert(cr_view_ends(id, CR_VIEW(".1407154b18c5edfe@example.org")));
    ck_assert(cr_view_equal(id, cr_mail_id(&s.edition, &from, &to, &arena)));
    ck_assert(!cr_view_equal(id, cr_mail_id(&s.edition, &from, &other, &arena)));
    s.quotations[3][1].text = CR_VIEW("It was closed.");
    cr_view changed = cr_mail_id(&s.edition, &from, &to, &arena);
    ck_assert(!cr_view_equal(id, changed));
    s.sources[5].hash++;
    ck_assert(!cr_view_equal(changed, cr_mail_id(&s.edition, &from, &to, &arena)));
    s.edition.date = (cr_date){0};
    ck_assert(!cr_view_starts(cr_mail_id(&s.edition, &from, &to, &arena), CR_VIEW("2026")));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(test_command)
{
    static const struct {
        const char *command;
        const char *words[5];  // none: an error
    } cases[] = {
        {"/usr/sbin/sendmail -t -i", {"/usr/sbin/sendmail", "-t", "-i"}},
        {"  a\t'b c' \"d e\"f \\ g ", {"a", "b c", "d ef", " g"}},
        {"a '' \"\\\"\" '\\'", {"a", "", "\"", "\\"}},
        {"a $HOME `x` ; |", {"a", "$HOME", "`x`", ";", "|"}},
        {"a 'b", {NULL}},
        {"  ", {NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        char **arguments;
        size_t n;
        cr_status status = cr_command_split(cases[i].command, &arena, &arguments, &n, NULL);
        ck_assert_msg(status == (cases[i].words[0] ? CR_OK : CR_USAGE), "'%s'", cases[i].command);
        for (size_t k = 0; !status && k < n; k++)
            ck_assert_str_eq(arguments[k], cases[i].words[k]);
        ck_assert(status || n == 5 || !cases[i].words[n]);
        ck_assert(status || !arguments[n]);
        cr_arena_release(&arena);
    }
}
END_TEST

static cr_sent send_by(const char *command, size_t timeout)
{
    cr_sender_options options = {.sendmail = command, .timeout = timeout};
    cr_sender *sender = NULL;
    cr_sent sent;
    ck_assert_int_eq(cr_sender_open(&options, &sender, NULL), CR_OK);
    cr_sender_send(sender, "digest@example.org", "anna@example.org", CR_VIEW("A: b\r\n\r\n.\r\nc\r\n"), &sent);
    cr_sender_close(sender);
    return sent;
}

START_TEST(test_program)
{
    char path[] = "/tmp/courant-mail-XXXXXX", command[200];
    int descriptor = mkstemp(path);
    cr_buf got = {0};
    ck_assert_int_ge(descriptor, 0);
    snprintf(command, sizeof command, "sh -c 'cat >%s; echo \"$@\" >>%s' x -t -i", path, path);
    ck_assert_int_eq(send_by(command, 0).outcome, CR_SENT);
    ck_assert_int_eq(cr_file_read(path, 1000, &got, NULL), CR_OK);
    ck_assert_str_eq(got.data, "A: b\n\n.\nc\n-t -i\n");
    cr_buf_clear(&got);
    snprintf(command, sizeof command, "sh -c 'echo \"$@\" >%s' x -i", path);  // which reads nothing
    ck_assert_int_eq(send_by(command, 0).outcome, CR_SENT);
    ck_assert_int_eq(cr_file_read(path, 1000, &got, NULL), CR_OK);
    ck_assert_str_eq(got.data, "-i anna@example.org\n");
    cr_buf_release(&got);
    close(descriptor);
    unlink(path);
}
END_TEST

START_TEST(test_program_fails)
{
    cr_sent sent = send_by("sh -c 'echo no room >&2; exit 75'", 0);
    ck_assert_int_eq(sent.outcome, CR_SENT_FAILED);
    ck_assert(!sent.is_unsure);
    ck_assert_str_eq(sent.reason.text, "'sh' failed with exit code 75: no room");
    ck_assert_int_eq(send_by("sh -c 'exit 67'", 0).outcome, CR_SENT_REFUSED);
    sent = send_by("sh -c 'kill -9 $$'", 0);
    ck_assert_int_eq(sent.outcome, CR_SENT_FAILED);
    ck_assert(sent.is_unsure);
    sent = send_by("/nowhere/sendmail -t", 0);
    ck_assert_int_eq(sent.outcome, CR_SENT_FAILED);
    ck_assert(sent.is_down && !sent.is_unsure);
    // valgrind's child alone knows why
    ck_assert_msg(cr_view_starts(cr_view_of(sent.reason.text), CR_VIEW("cannot run '/nowhere/sendmail'")), "%s",
                  sent.reason.text);
    sent = send_by("sh -c 'exit 127'", 0);
    ck_assert(sent.is_down);
    ck_assert_str_eq(sent.reason.text, "cannot run 'sh'");
    sent = send_by("sh -c 'exec sleep 600'", 1);
    ck_assert_int_eq(sent.outcome, CR_SENT_FAILED);
    ck_assert_str_eq(sent.reason.text, "'sh' took too long and was ended");
}
END_TEST

START_TEST(test_sender_options)
{
    static const char *const bad[] = {"http://example.org", "example.org", "smtp://a:b@example.org", "smtps://",
                                      "ftp://x"};
    cr_sender *sender = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_sender_options options = {.smtp = bad[i]};
        ck_assert_msg(cr_sender_open(&options, &sender, NULL) == CR_USAGE, "%s", bad[i]);
        ck_assert_ptr_null(sender);
    }
    cr_sender_options options = {.smtp = "smtps://mail.example.org:465", .hello = "example.org"};
    ck_assert_int_eq(cr_sender_open(&options, &sender, NULL), CR_OK);
    cr_sender_close(sender);
    ck_assert_int_eq(cr_sender_open(&(cr_sender_options){0}, &sender, NULL), CR_USAGE);
}
END_TEST

SUITE("mail", test_less, test_mail, test_id, test_command, test_program, test_program_fails, test_sender_options)
