/* Mails as bytes: headers that nothing can break, parts that come out as they went in. tests/mail/ reads them with another
 * parser. */
#include "suite.h"

#include "format/mime_write.h"

#include <stdio.h>
#include <string.h>

#define DAY ((cr_date){1773273600 + 3600, CR_DATE_TIME})  // 2026-03-12, at one o'clock

static cr_mime_message plain_message(void)
{
    return (cr_mime_message){.from = {CR_VIEW("Courant"), CR_VIEW("digest@example.org")},
                             .to = {{0}, CR_VIEW("anna@example.org")},
                             .date = DAY,
                             .subject = CR_VIEW("News digest"),
                             .id = CR_VIEW("1.2@example.org"),
                             .lang = CR_VIEW("en"),
                             .list = CR_VIEW("digest.example.org"),
                             .text = CR_VIEW("One.\nTwo.\n"),
                             .html = CR_VIEW("<p>One.</p>\n")};
}

static char *write_message(const cr_mime_message *message)
{
    cr_buf out = {0};
    ck_assert_int_eq(cr_mime_write(message, &out, NULL), CR_OK);
    ck_assert_uint_eq(strlen(out.data), out.size);
    return out.data;
}

START_TEST(test_whole)
{
    cr_mime_message message = plain_message();
    message.unsubscribe = CR_VIEW("https://example.org/leave?who=anna");
    char *out = write_message(&message);
    ck_assert_str_eq(out, "From: Courant <digest@example.org>\r\n"
                          "To: anna@example.org\r\n"
                          "Date: Thu, 12 Mar 2026 00:00:00 +0000\r\n"
                          "Subject: News digest\r\n"
                          "Message-ID: <1.2@example.org>\r\n"
                          "Content-Language: en\r\n"
                          "List-Id: <digest.example.org>\r\n"
                          "List-Unsubscribe: <https://example.org/leave?who=anna>\r\n"
                          "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                          "Auto-Submitted: auto-generated\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: multipart/alternative; boundary=\"=_courant_a94baa9fdcc1ad02\"\r\n"
                          "\r\n"
                          "--=_courant_a94baa9fdcc1ad02\r\n"
                          "Content-Type: text/plain; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n"
                          "\r\n"
                          "One.\r\nTwo.\r\n"
                          "--=_courant_a94baa9fdcc1ad02\r\n"
                          "Content-Type: text/html; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n"
                          "\r\n"
                          "<p>One.</p>\r\n"
                          "--=_courant_a94baa9fdcc1ad02--\r\n");
    free(out);
}
END_TEST

START_TEST(test_days)
{
    static const struct {
        int64_t day;  // since 1970
        const char *date;
    } cases[] = {
        {0, "Thu, 01 Jan 1970"},     {-1, "Wed, 31 Dec 1969"},    {19782, "Thu, 29 Feb 2024"},
        {19783, "Fri, 01 Mar 2024"}, {11016, "Tue, 29 Feb 2000"}, {-25567, "Mon, 01 Jan 1900"},
        {47540, "Sun, 28 Feb 2100"}, {47541, "Mon, 01 Mar 2100"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_mime_message message = plain_message();
        char expected[64];
        message.date = (cr_date){cases[i].day * CR_SECONDS_OF_DAY, CR_DATE_DAY};
        snprintf(expected, sizeof expected, "\r\nDate: %s 00:00:00 +0000\r\n", cases[i].date);
        char *out = write_message(&message);
        ck_assert_msg(strstr(out, expected), "no %s in %s", expected, out);
        free(out);
    }
}
END_TEST

START_TEST(test_hostile_headers)
{
    cr_mime_message message = plain_message();
    message.subject = CR_VIEW("a\r\nBcc: all@example.org\r\n\r\n<script>\x01\xff");
    message.from.name = CR_VIEW("x\"\\ <evil@example.org>,\n y");
    message.id = CR_VIEW("1\r\nX: y@example.org");
    message.lang = CR_VIEW("en\n\nX");
    char *out = write_message(&message);
    ck_assert_ptr_null(strstr(out, "\nBcc"));
    ck_assert_ptr_null(strstr(out, "\nX"));
    ck_assert_ptr_nonnull(strstr(out, "From: \"x\\\"\\\\ <evil@example.org>, y\" <digest@example.org>\r\n"));
    ck_assert_ptr_nonnull(strstr(out, "Message-ID: <1X: y@example.org>\r\n"));
    free(out);
}
END_TEST

START_TEST(test_subject)
{
    static const struct {
        const char *subject, *header;
    } cases[] = {
        {"", "Subject:\r\n"},
        {"é", "Subject: =?UTF-8?B?w6k=?=\r\n"},
        {"two  spaces", "Subject: two spaces\r\n"},
        {"=?x", "Subject: =?UTF-8?B?PT94?=\r\n"},
        {"words that are many, so many that they do not fit on one line of a header at all",
         "Subject: words that are many, so many that they do not fit on one line of a\r\n header at all\r\n"},
        {"ニュースのまとめ、とても長い件名なので一行には収まらない二〇二六年三月十二日",
         "Subject: =?UTF-8?B?44OL44Ol44O844K544Gu44G+44Go44KB44CB44Go44Gm44KC6ZW3?=\r\n"
         " =?UTF-8?B?44GE5Lu25ZCN44Gq44Gu44Gn5LiA6KGM44Gr44Gv5Y+O44G+44KJ44Gq44GE?=\r\n"
         " =?UTF-8?B?5LqM44CH5LqM5YWt5bm05LiJ5pyI5Y2B5LqM5pel?=\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_mime_message message = plain_message();
        message.subject = cr_view_of(cases[i].subject);
        char *out = write_message(&message);
        ck_assert_msg(strstr(out, cases[i].header), "%s: no %s in %s", cases[i].subject, cases[i].header, out);
        free(out);
    }
}
END_TEST

START_TEST(test_lines)
{
    cr_buf long_line = {0};
    for (int i = 0; i < 3000; i++)
        cr_buf_append_string(&long_line, i % 7 ? "x" : "ж");
    cr_buf_append_string(&long_line, "\n.\nFrom x\n--=_courant_0\ntrailing \n\nno end");
    cr_mime_message message = plain_message();
    message.text = cr_buf_view(&long_line);
    message.subject = cr_buf_view(&long_line);
    char *out = write_message(&message);
    size_t column = 0;
    for (const char *c = out; *c; c++) {
        ck_assert_msg((unsigned char)*c < 0x80, "a byte beyond ASCII");
        ck_assert((*c == '\n') == (c > out && c[-1] == '\r'));
        column = *c == '\n' ? 0 : column + 1;
        ck_assert_uint_le(column, 79);
    }
    ck_assert_ptr_null(strstr(out, "\n--=_courant_0\r"));
    ck_assert_ptr_nonnull(strstr(out, "no end"));
    free(out);
    cr_buf_release(&long_line);
}
END_TEST

START_TEST(test_mailbox)
{
    static const struct {
        const char *text, *name, *address;  // address NULL: none
    } cases[] = {
        {"anna@example.org", "", "anna@example.org"},
        {" <anna@example.org> ", "", "anna@example.org"},
        {"Anna Żak <a.b+c@news.example.org>", "Anna Żak", "a.b+c@news.example.org"},
        {"\"Żak, \\\"A\\\"\" <a@b>", "Żak, \"A\"", "a@b"},
        {"anna", "", NULL},
        {"", "", NULL},
        {"@example.org", "", NULL},
        {"a@", "", NULL},
        {"a@b@c", "", NULL},
        {"a b@example.org", "", NULL},
        {"a@example..org", "", NULL},
        {"a@-example.org", "", NULL},
        {".a@example.org", "", NULL},
        {"a..b@example.org", "", NULL},
        {"-fx@example.org", "", NULL},
        {"a@example.org, b@example.org", "", NULL},
        {"a@example.org\r\nBcc: b@example.org", "", NULL},
        {"a@exämple.org", "", NULL},
        {"x <a@example.org> y", "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_mailbox mailbox;
        cr_status status = cr_mailbox_parse(cr_view_of(cases[i].text), &arena, &mailbox, NULL);
        ck_assert_msg(status == (cases[i].address ? CR_OK : CR_USAGE), "'%s'", cases[i].text);
        if (!status) {
            ck_assert_str_eq(mailbox.address.data, cases[i].address);
            ck_assert_str_eq(mailbox.name.data ? mailbox.name.data : "", cases[i].name);
            ck_assert_ptr_eq(cr_mailbox_domain(&mailbox).data, strchr(mailbox.address.data, '@') + 1);
        }
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(test_unsubscribe)
{
    ck_assert_int_eq(cr_mime_check_unsubscribe(CR_VIEW("https://example.org/x?y=1"), NULL), CR_OK);
    ck_assert_int_eq(cr_mime_check_unsubscribe(CR_VIEW("mailto:leave@example.org?subject=leave"), NULL), CR_OK);
    ck_assert_int_eq(cr_mime_check_unsubscribe(CR_VIEW("javascript:x"), NULL), CR_USAGE);
    ck_assert_int_eq(cr_mime_check_unsubscribe(CR_VIEW("https://example.org/>x"), NULL), CR_USAGE);
    ck_assert_int_eq(cr_mime_check_unsubscribe(CR_VIEW("https://example.org/\r\nX: y"), NULL), CR_USAGE);
    ck_assert_int_eq(cr_mime_check_unsubscribe(CR_VIEW("https://ex\xc3\xa4mple.org/"), NULL), CR_USAGE);
    cr_mime_message message = plain_message();
    message.unsubscribe = CR_VIEW("mailto:leave@example.org");
    message.to = (cr_mailbox){0};
    message.date = (cr_date){0};
    char *out = write_message(&message);
    ck_assert_ptr_nonnull(strstr(out, "\r\nList-Unsubscribe: <mailto:leave@example.org>\r\n"));
    ck_assert_ptr_null(strstr(out, "List-Unsubscribe-Post"));
    ck_assert_ptr_nonnull(strstr(out, "\r\nTo: undisclosed-recipients:;\r\n"));
    ck_assert_ptr_null(strstr(out, "Date:"));
    free(out);
}
END_TEST

SUITE("mime_write", test_whole, test_days, test_hostile_headers, test_subject, test_lines, test_mailbox,
      test_unsubscribe)
