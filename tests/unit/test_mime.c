/* Mails, mailboxes and web archives, below their articles. */
#include "suite.h"

#include "base/limits.h"
#include "format/mbox.h"
#include "format/mime_read.h"
#include "format/warc.h"

#include <stdio.h>
#include <string.h>

#define MUST(view, text) ck_assert_msg(cr_view_equal(view, cr_view_of(text)), "'%.*s'", (int)(view).size, (view).data)

START_TEST(headers_are_unfolded)
{
    cr_arena arena = {0};
    cr_mime_message m;
    cr_view mail = CR_VIEW("Subject: one\r\n\ttwo\r\n three\r\nfrom : Ann <ann@a.example>\r\nX: y\r\nSubject: other\r\n"
                           "Message-Id:\r\n <1@a.example>\r\nno header\r\nDate: today\r\n\r\nText.\r\n");
    ck_assert_int_eq(cr_mime_read(mail, "m", &arena, &m, NULL), CR_OK);
    MUST(m.subject, "one\ttwo three");
    MUST(m.from, "Ann <ann@a.example>");
    MUST(m.id, "<1@a.example>");
    MUST(m.date, "today");
    MUST(m.text.body, "Text.\r\n");
    ck_assert_ptr_null(m.html.body.data);
    ck_assert_ptr_null(m.list_id.data);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(the_best_part_is_taken)
{
    static const struct {
        const char *mail, *html, *text;
    } CASES[] = {
        {"Content-Type: multipart/alternative; boundary=\"a b\"\n\npreamble\n--a b\n\nplain\n--a b\nContent-Type: TEXT/HTML\n\n"
         "<p>x\n--a b--\nepilogue\n",
         "<p>x", "plain"},
        // CRLF, white space behind the boundary, one that begins alike, and an inner level
        {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b \r\nContent-Type: multipart/related; boundary=bb\r\n\r\n--bb\r\n"
         "Content-Type: text/html\r\n\r\nfirst\r\n--bbb\r\n--bb--\r\n--b\r\n\r\nsecond\r\n--b--\r\n",
         "first\r\n--bbb", "second"},
        // no end of the inner level, and of none
        {"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nshort\n--o\n\nlonger one",
         NULL, "longer one"},
        {"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Disposition: attachment\n\nattached text\n--o\n\nown\n--o\n"
         "Content-Type: text/plain; name=notes.txt\n\nmuch longer text of a file\n--o\nContent-Type: message/rfc822\n\nSubject: s\n\n"
         "a forwarded text that is long\n--o--\n",
         NULL, "own"},
        {"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\nSubject: s\nContent-Type: multipart/mixed;"
         " boundary=i\n\n--i\n\nforwarded\n--i--\n--o\nContent-Type: image/png\n\nxx\n--o--\n",
         NULL, "forwarded"},
        {"Content-Type: text/plain (a comment); (another \\) one) charset=\"utf\\-8\" ; format=Flowed; delsp=YES\n\nx",
         NULL, "x"},
        {"Content-Type: nonsense\n\nx", NULL, "x"},
        {"Content-Type: multipart/mixed\n\nno boundary", NULL, NULL},
        {"Content-Type: image/png\n\nx", NULL, NULL},
        {"From a@b Thu Mar 12 08:00:00 2026\nSubject: s\n\nsaved out of a mailbox", NULL, "saved out of a mailbox"},
        {"", NULL, NULL},
        {"\n\n", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_arena arena = {0};
        cr_mime_message m;
        cr_error error = {0};
        bool none = !CASES[i].html && !CASES[i].text;
        ck_assert_int_eq(cr_mime_read(cr_view_of(CASES[i].mail), "m", &arena, &m, &error), none ? CR_INPUT : CR_OK);
        ck_assert_msg(cr_view_equal(m.html.body, cr_view_of(CASES[i].html)), "%zu: %.*s", i, (int)m.html.body.size,
                      m.html.body.data);
        ck_assert_msg(cr_view_equal(m.text.body, cr_view_of(CASES[i].text)), "%zu: %.*s", i, (int)m.text.body.size,
                      m.text.body.data);
        if (i == 5) {
            MUST(m.text.charset, "utf-8");
            ck_assert(m.text.flowed && m.text.delsp);
        }
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(bodies_are_decoded)
{
    static const struct {
        cr_mime_encoding encoding;
        const char *body, *decoded;
    } CASES[] = {
        {CR_MIME_PLAIN, "a=41", "a=41"},
        {CR_MIME_QUOTED, "a=41=\nb =c3=A9=\r\n!\n=ZZ", "aAb \xC3\xA9!\n=ZZ"},
        {CR_MIME_BASE64, "QUJD\nRA==\n", "ABCD"},
        {CR_MIME_BASE64, "QU JD!RA", "ABC"},
        {CR_MIME_UUENCODED, "begin 644 x\n#04)#\n`\nend\n", "ABC"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_buf out = {0};
        cr_mime_part part = {.body = cr_view_of(CASES[i].body), .encoding = CASES[i].encoding};
        ck_assert_int_eq(cr_mime_decode(&part, "m", &out, NULL), CR_OK);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(CASES[i].decoded)), "%zu: '%s'", i, out.data);
        cr_buf_release(&out);
    }
}
END_TEST

START_TEST(flowed_lines_are_joined)
{
    static const struct {
        const char *text;
        bool delsp;
        const char *joined;
    } CASES[] = {
        {"one \ntwo\nthree\n", false, "one two\nthree\n"},
        {"on \ne\n", true, "one\n"},
        {"> quoted \n> text \nown \n text\n", false, "> quoted text \nown text\n"},
        {" >no quotation\n From here\n", false, ">no quotation\nFrom here\n"},
        {"end \n-- \nAnn\n", false, "end \n-- \nAnn\n"},
        {"", false, ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_buf out = {0};
        cr_mime_unflow(cr_view_of(CASES[i].text), CASES[i].delsp, &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(CASES[i].joined)), "%zu: '%s'", i, out.data);
        cr_buf_release(&out);
    }
}
END_TEST

START_TEST(words_of_headers_are_decoded)
{
    static const struct {
        const char *header, *pieces;  // charset:bytes|...
    } CASES[] = {
        {"plain words", ":plain words|"},
        {"=?utf-8?Q?a_b=2E?=", "utf-8:a b.|"},
        {"=?UTF-8*en?B?YWI=?= \t =?utf-8?q?c?= d", "UTF-8:abc|: d|"},
        {"a =?x?q?b?= =?y?q?c?=!", ":a |x:b|y:c|:!|"},
        {"=?iso-2022-jp?q?a?= =?iso-2022-jp?q?b?=", "iso-2022-jp:a|iso-2022-jp:b|"},
        {"=?utf-8?x?a?= =?utf-8?q?a", ":=?utf-8?x?a?= =?utf-8?q?a|"},
        {"a=b", ":a=b|"},
        {"=?utf-8?q?"
         "?=",
         "utf-8:|"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_arena arena = {0};
        cr_buf out = {0};
        cr_mime_word word;
        cr_view rest = cr_view_of(CASES[i].header);
        while (cr_mime_next_word(&rest, &arena, &word)) {
            cr_buf_append(&out, word.charset);
            cr_buf_append_byte(&out, ':');
            cr_buf_append(&out, word.bytes);
            cr_buf_append_byte(&out, '|');
        }
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(CASES[i].pieces)), "%s: '%s'", CASES[i].header,
                      out.data);
        cr_buf_release(&out);
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(mailboxes_are_told_apart)
{
    static const char *const CASES[][3] = {
        {"Ann Field <ann@a.example>", "Ann Field", "ann@a.example"},
        {"\"Field, \\\"Ann\\\"\" <ann@a.example>, b@a.example", "Field, \"Ann\"", "ann@a.example"},
        {"ann@a.example (Ann Field)", "Ann Field", "ann@a.example"},
        {"ann@a.example", "", "ann@a.example"},
        {"<ann@a.example>", "", "ann@a.example"},
        {"", "", ""},
    };
    cr_arena arena = {0};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_view name, address;
        cr_mime_mailbox(cr_view_of(CASES[i][0]), &arena, &name, &address);
        MUST(name, CASES[i][1]);
        MUST(address, CASES[i][2]);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(mails_are_known)
{
    ck_assert(cr_mime_sniff(CR_VIEW("Received: from a\n\tby b\nFrom: a@b\nSubject: s\n\nText")));
    ck_assert(!cr_mime_sniff(CR_VIEW("From: the harbour\nSubject: none\n\nText")));
    ck_assert(!cr_mime_sniff(CR_VIEW("Note: a text\nthat goes on\nFrom: a\nSubject: b\nDate: c\n")));
    ck_assert(!cr_mime_sniff(CR_VIEW("")));
    ck_assert(cr_mbox_sniff(CR_VIEW("From a@b Thu Mar 12 08:00:00 2026\nSubject: s\n")));
    ck_assert(!cr_mbox_sniff(CR_VIEW("From 08:00 on the gate is open.\n")));
    ck_assert(cr_warc_sniff(CR_VIEW("WARC/1.0\r\n")));
    ck_assert(!cr_warc_sniff(CR_VIEW("WARC is a format.\n")));
}
END_TEST

/* What a mailbox gives, read from a file: "line:message|...", "!" for a failure. */
static void read_box(cr_view content, cr_view first, cr_buf *out)
{
    FILE *file = tmpfile();
    cr_mbox mbox;
    cr_view message;
    cr_status status;
    size_t line;
    fwrite(content.data, 1, content.size, file);
    rewind(file);
    cr_byte_reader *reader = cr_byte_reader_new(file, "box");
    cr_mbox_init(&mbox, reader, first, "box");
    cr_buf_clear(out);
    while (cr_mbox_next(&mbox, &message, &line, &status, NULL)) {
        cr_buf_append_format(out, "%zu:", line);
        cr_buf_append(out, status ? CR_VIEW("!") : cr_view_slice(message, 0, 60));
        cr_buf_append_byte(out, '|');
    }
    cr_mbox_release(&mbox);
    cr_byte_reader_free(reader);
    fclose(file);
}

START_TEST(mailboxes_are_cut)
{
#define FROM "From a@b Thu Mar 12 08:00:00 2026\n"
    static const char *const CASES[][2] = {
        {FROM "S: 1\n\none\n\n" FROM "S: 2\n\ntwo\n", "1:S: 1\n\none\n\n|6:S: 2\n\ntwo\n|"},
        {"\n" FROM "\na\nFrom the tower, 2026 at 08:00\n\nFrom the tower\n>From x\n>>From y\n> From z\n>>>\n",
         "2:\na\nFrom the tower, 2026 at 08:00\n\nFrom the tower\nFrom x\n>Fro|"},
        {"From -\nS: 1\r\n\r\none\r\n\r\n" FROM "two", "1:S: 1\r\n\r\none\r\n\r\n|6:two|"},
        {FROM "\n" FROM "\n" FROM, "1:\n|3:\n|5:|"},
        {"no mailbox\n", "0:!|"},
        {"", ""},
        {"\n\n", ""},
    };
    cr_buf out = {0}, large = {0};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (size_t split = 0; split < 3; split++) {  // what was read before belongs to it
            cr_view all = cr_view_of(CASES[i][0]);
            size_t cut = all.size * split / 3;
            read_box(cr_view_slice(all, cut, all.size), cr_view_slice(all, 0, cut), &out);
            ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(CASES[i][1])), "%zu: '%s'", i,
                          out.data ? out.data : "");
        }
    // one that is too large costs itself alone, wherever the blocks end
    for (size_t more = 0; more < 3; more++) {
        cr_buf_clear(&large);
        cr_buf_append_string(&large, FROM "a\n\n" FROM);
        while (large.size <= CR_MAX_MAIL + 200 + more)
            cr_buf_append_string(&large, "x x x x\n");
        cr_buf_append_string(&large, "xx\n\n" FROM "b\n");
        read_box(cr_buf_view(&large), (cr_view){NULL, 0}, &out);
        ck_assert_msg(cr_view_starts(cr_buf_view(&out), CR_VIEW("1:a\n\n|4:!|")) &&
                          cr_view_ends(cr_buf_view(&out), CR_VIEW(":b\n|")),
                      "'%s'", out.data);
    }
    cr_buf_release(&large);
    cr_buf_release(&out);
}
END_TEST

/* "From " across the ends of blocks, and lines as long as blocks. */
START_TEST(mailboxes_of_many_blocks_are_cut)
{
    cr_buf box = {0}, out = {0}, expected = {0};
    size_t line = 1;
    for (size_t i = 0; i < 300; i++) {
        cr_buf_append_string(&box, FROM);
        cr_buf_append_format(&expected, "%zu:%zu \n", line, i);
        cr_buf_append_format(&box, "%zu \n", i);
        size_t before = box.size;
        while (box.size < before + 100 + i * 11)
            cr_buf_append_string(&box, i % 3 ? "yFrom " : "Fro");
        cr_view body = cr_view_slice(cr_buf_view(&box), before, box.size);
        char digits[24];
        size_t digits_size = (size_t)snprintf(digits, sizeof digits, "%zu \n", i);
        cr_buf_append(&expected, cr_view_slice(body, 0, 60 - digits_size));
        cr_buf_append_byte(&expected, '|');
        cr_buf_append_string(&box, "\n\n");
        line += 4;
    }
    read_box(cr_buf_view(&box), (cr_view){NULL, 0}, &out);
    ck_assert(cr_view_equal(cr_buf_view(&out), cr_buf_view(&expected)));
    cr_buf_release(&box);
    cr_buf_release(&out);
    cr_buf_release(&expected);
}
END_TEST

START_TEST(web_archives_are_read)
{
    static const struct {
        const char *record, *page;  // url charset html, "!" and the message, "" for nothing
    } CASES[] = {
        {"WARC-Type: response\r\nWARC-Target-URI: u\r\nContent-Length: %zu\r\n\r\n|HTTP/1.0 200 OK\r\ncontent-type: Text/HTML ; "
         "Charset=\"x\"\r\n\r\n<p>",
         "u x <p>"},
        {"WARC-Type: response\r\nContent-Length: %zu\r\n\r\n|HTTP/1.1 200\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
         "2;x\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
         "  abc"},
        {"WARC-Type: response\r\nContent-Length: %zu\r\n\r\n|HTTP/1.1 200\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
         "no chunks",
         "  no chunks"},
        {"WARC-Type: response\r\nContent-Length: %zu\r\n\r\n|HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\nx",
         ""},
        {"WARC-Type: response\r\nContent-Length: %zu\r\n\r\n|HTTP/1.1 200\r\nContent-Type: text/css\r\n\r\nx", ""},
        {"WARC-Type: response\r\nContent-Length: %zu\r\n\r\n|nonsense", ""},
        {"WARC-Type: revisit\r\nContent-Length: %zu\r\n\r\n|HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\nx", ""},
        {"WARC-Type: resource\r\nContent-Type: application/xhtml+xml\r\nContent-Length: %zu\r\n\r\n|<p>", "  <p>"},
        {"WARC-Type: resource\r\nContent-Length: 99999999999999999999\r\n\r\n|<p>",
         "!record 1 does not tell its length"},
        {"WARC-Type: response\r\nContent-Length: 500\r\n\r\n|<p>", "!record 1 breaks off"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_buf out = {0}, content = {0};
        const char *bar = strchr(CASES[i].record, '|'), *percent = strstr(CASES[i].record, "%zu");
        cr_buf_append_string(&content, "WARC/1.1\r\n");
        cr_buf_append(&content, (cr_view){CASES[i].record, (size_t)((percent ? percent : bar) - CASES[i].record)});
        if (percent) {
            cr_buf_append_size(&content, strlen(bar + 1));
            cr_buf_append(&content, (cr_view){percent + 3, (size_t)(bar - percent) - 3});
        }
        cr_buf_append_string(&content, bar + 1);
        FILE *file = tmpfile();
        fwrite(content.data, 1, content.size, file);
        rewind(file);
        cr_byte_reader *reader = cr_byte_reader_new(file, "w");
        cr_warc warc;
        cr_warc_page page;
        cr_status status;
        cr_error error = {0};
        cr_warc_init(&warc, reader, (cr_view){NULL, 0}, "w");
        while (cr_warc_next(&warc, &page, &status, &error)) {
            if (status) {
                cr_buf_append_format(&out, "!%s", error.text);
                continue;
            }
            cr_buf_append(&out, page.url);
            cr_buf_append_byte(&out, ' ');
            cr_buf_append(&out, page.charset);
            cr_buf_append_byte(&out, ' ');
            cr_buf_append(&out, page.html);
        }
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(CASES[i].page)), "%zu: '%s'", i,
                      out.data ? out.data : "");
        cr_warc_release(&warc);
        cr_byte_reader_free(reader);
        fclose(file);
        cr_buf_release(&out);
        cr_buf_release(&content);
    }
}
END_TEST

/* A mail of so many bytes, its text first. */
static cr_status read_large(size_t size, const char *head, cr_error *error)
{
    cr_buf mail = {0};
    cr_arena arena = {0};
    cr_mime_message message;
    cr_buf_append_string(&mail, head);
    size_t rest = size - mail.size;
    memset(cr_buf_reserve(&mail, rest), 'a', rest);
    for (size_t i = 70; i < rest; i += 70)
        mail.data[mail.size + i] = '\n';
    mail.size = size;
    cr_status status = cr_mime_read(cr_buf_view(&mail), "mail", &arena, &message, error);
    cr_arena_release(&arena);
    cr_buf_release(&mail);
    return status;
}

START_TEST(large_mails_are_refused)
{
    const char *text = "From: a@b.example\nSubject: s\n\n";
    const char *attached = "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText.\n--x\n"
                           "Content-Type: application/pdf\n\n";
    cr_error error = {0};
    ck_assert_int_eq(read_large(CR_MAX_MAIL, attached, NULL), CR_OK);
    ck_assert_int_eq(read_large(CR_MAX_MAIL + 1, attached, &error), CR_LIMIT);
    ck_assert_str_eq(error.text, "a mail of more than 16 MiB");
    cr_error_clear(&error);
    ck_assert_int_eq(read_large(CR_MAX_MAIL_TEXT, text, NULL), CR_OK);
    ck_assert_int_eq(read_large(CR_MAX_MAIL_TEXT + strlen(text) + 1, text, &error), CR_LIMIT);
    ck_assert_str_eq(error.text, "a mail with more than 4 MiB of text");
}
END_TEST

SUITE("mime", large_mails_are_refused, headers_are_unfolded, the_best_part_is_taken, bodies_are_decoded,
      flowed_lines_are_joined, words_of_headers_are_decoded, mailboxes_are_told_apart, mails_are_known,
      mailboxes_are_cut, mailboxes_of_many_blocks_are_cut, web_archives_are_read)
