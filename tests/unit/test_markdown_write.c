/* Whatever text goes in comes out of cmark as that text, in every place a text can stand. What the dialects of Hugo and
 * Jekyll make of it is tested with the real programs elsewhere. */
#include "suite.h"

#include "base/file.h"
#include "base/utf8.h"
#include "format/line.h"
#include "format/markdown_write.h"

#include <cmark.h>
#include <stdio.h>
#include <string.h>

static const char *const hostile[] = {
    "",
    " ",
    "\t leading and trailing \n",
    "two\nlines",
    "two\r\n\r\n# paragraphs",
    "line\xE2\x80\xA8separator",
    "nul \0 inside",
    "bell \x07 and escape \x1B[31m",
    "\xFF\xFE broken \xC3",
    "# heading",
    "####### seven",
    "ends in hashes ##",
    "C#",
    "#",
    "##",
    "1. item",
    "1) item",
    "12345678901. item",
    "2024. Year",
    "3.5 million",
    "1.",
    "- item",
    "-",
    "--",
    "---",
    "- - -",
    "+ item",
    "* item",
    "***",
    "_ _ _",
    "===",
    "=",
    "> quote",
    ": definition",
    "^",
    "% title",
    "    code",
    "\tcode",
    "~~~",
    "~~~ruby",
    "```",
    "`code",
    "``a`b``",
    "a\\",
    "\\",
    "\\\\",
    "\\* \\[ \\&",
    "*em* **st** ***x***",
    "_em_ __st__ a_b_c",
    "~~gone~~",
    "[text](http://evil.example)",
    "[text][ref] [ref]",
    "[ref]: http://evil.example",
    "![image](x.png)",
    "wow!",
    "]( x )",
    "](javascript:alert(1))",
    "[x](<a b>)",
    "[^1] [^1]: note",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<!-- comment -->",
    "<?php x ?>",
    "<http://x.example>",
    "<a@b.example>",
    "http://auto.example/x_y",
    "HTTPS://AUTO.EXAMPLE",
    "ftp://x",
    "www.example.com",
    "WWW.example.com",
    "a@b.example",
    "&lt;b&gt; &amp; &copy; &#65; &#x41; &nosuch;",
    "AT&T",
    "R&D; B&B",
    "& alone &; &#; &",
    "{{ x }} {% y %} {{< z >}} {{% w %}}",
    "{: onclick=\"x\"}",
    "{#id} {.class}",
    "{::nomarkdown}x{:/}",
    "| a | b |",
    "|---|---|",
    "$x$ $$y$$ $$$",
    ":smile:",
    "==mark==",
    "H~2~O x^2^",
    "(starts with a bracket",
    "(c) (tm) -- ... \"q\" 'q'",
    "«Guillemets» „Gänsefüßchen“ ‚x‘",
    "「会社」は**株",
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
    "\xE2\x80\xAE"
    "override",
    "no-break\xC2\xA0space",
    "\xEF\xBB\xBF"
    "byte order mark",
    "[TOC]",
    "[[_TOC_]]",
    "@someone",
    "\"title\" \"",
    "a](b \"c\")",
    "+++",
    "...",
    "\xEF\xBF\xBE noncharacter",
};

/* What must come out: computed here by a way of its own, the text as one line. */
static cr_view expected(cr_buf *buf, cr_view text)
{
    cr_buf_clear(buf);
    cr_line_append(buf, text);
    return cr_buf_view(buf);
}

typedef struct reading {
    cr_buf text;   // all text, blocks parted by one newline
    cr_buf links;  // addresses, a line each
    size_t n_blocks;
    bool foreign;  // something that the writer has no call for
} reading;

static void read_back(cr_view document, reading *r)
{
    *r = (reading){0};
    cmark_node *root = cmark_parse_document(document.data, document.size, CMARK_OPT_DEFAULT);
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
            cr_buf_append_string(&r->text, cmark_node_get_literal(node));
            break;
        case CMARK_NODE_LINK:
            if (event == CMARK_EVENT_ENTER) {
                cr_buf_append_string(&r->links, cmark_node_get_url(node));
                cr_buf_append_byte(&r->links, '\n');
            }
            break;
        case CMARK_NODE_HEADING:
        case CMARK_NODE_PARAGRAPH:
            if (event == CMARK_EVENT_EXIT) {
                cr_buf_append_byte(&r->text, '\n');
                r->n_blocks++;
            }
            break;
        case CMARK_NODE_DOCUMENT:
        case CMARK_NODE_LIST:
        case CMARK_NODE_ITEM:
        case CMARK_NODE_STRONG:
        case CMARK_NODE_THEMATIC_BREAK:
            break;
        default:
            r->foreign = true;
        }
    }
    cmark_iter_free(iterator);
    cmark_node_free(root);
}

static void release_reading(reading *r)
{
    cr_buf_release(&r->text);
    cr_buf_release(&r->links);
}

/* One hostile text in every place at once. Returns the document in out. */
static void write_everywhere(cr_view text, cr_buf *out)
{
    cr_markdown_writer w = {0};
    cr_error error = {0};
    cr_view address = CR_VIEW("https://paper.example/a?b=1&c=2");
    cr_markdown_heading(&w, 1);
    cr_markdown_text(&w, CR_VIEW("x "));
    cr_markdown_text(&w, text);
    cr_markdown_heading(&w, 2);
    cr_markdown_text(&w, text);
    cr_markdown_text(&w, CR_VIEW(" "));
    cr_markdown_strong(&w, CR_VIEW("NEW"));
    cr_markdown_paragraph(&w);
    cr_markdown_text(&w, text);
    cr_markdown_text(&w, CR_VIEW(" "));
    cr_markdown_citation(&w, 1, address);
    cr_markdown_text(&w, text);
    cr_markdown_citation(&w, 2, (cr_view){0});
    cr_markdown_text(&w, text);
    cr_markdown_citation(&w, 3, CR_VIEW("javascript:alert(1)"));
    cr_markdown_ordered_item(&w);
    cr_markdown_link(&w, text, address);
    cr_markdown_text(&w, text);
    cr_markdown_link(&w, CR_VIEW("t"), text);
    cr_markdown_ordered_item(&w);
    cr_markdown_text(&w, text);
    cr_markdown_text(&w, CR_VIEW(" end"));
    cr_markdown_rule(&w);
    cr_markdown_bullet_item(&w);
    cr_markdown_text(&w, text);
    cr_markdown_text(&w, CR_VIEW(" "));
    cr_markdown_strong(&w, text);
    cr_markdown_text(&w, CR_VIEW(" end"));
    cr_status status = cr_markdown_finish(&w, out, &error);
    ck_assert_msg(status == CR_OK, "%s, line %zu, for '%.*s':\n%s", error.text, error.line, (int)text.size, text.data,
                  w.document.data);
    cr_markdown_release(&w);
}

static void hold(cr_view text)
{
    cr_buf out = {0}, line = {0};
    write_everywhere(text, &out);
    reading r;
    read_back(cr_buf_view(&out), &r);
    ck_assert(!r.foreign);
    ck_assert_uint_eq(r.n_blocks, 6);
    cr_view want = expected(&line, text);
    cr_buf text_wanted = {0};
    cr_buf_append(&text_wanted, CR_VIEW("x "));
    cr_buf_append(&text_wanted, want);
    cr_view first, rest = cr_buf_view(&r.text);
    ck_assert(cr_view_next_line(&rest, &first));
    ck_assert_msg(cr_view_equal(first, cr_view_trim(cr_buf_view(&text_wanted))), "'%.*s' for '%s'", (int)first.size,
                  first.data, text_wanted.data);
    cr_buf_clear(&text_wanted);
    cr_buf_append(&text_wanted, want);
    if (want.size)
        cr_buf_append_byte(&text_wanted, ' ');
    cr_buf_append(&text_wanted, CR_VIEW("NEW"));
    ck_assert(cr_view_next_line(&rest, &first));
    ck_assert_msg(cr_view_equal(first, cr_buf_view(&text_wanted)), "'%.*s' for '%s'", (int)first.size, first.data,
                  text_wanted.data);
    // Only the addresses that were asked for, none of them alive in a way that was not.
    cr_view links = cr_buf_view(&r.links), link;
    while (cr_view_next_line(&links, &link))
        ck_assert(cr_view_starts(link, CR_VIEW("http://")) || cr_view_starts(link, CR_VIEW("https://")) ||
                  cr_view_starts(link, CR_VIEW("HTTPS://")) || cr_view_starts(link, CR_VIEW("mailto:")));
    // The raw document has nothing that a dialect would run.
    cr_view document = cr_buf_view(&out);
    ck_assert_int_eq(cr_view_find_byte(document, '{'), CR_NOT_FOUND);
    ck_assert_int_eq(cr_view_find_byte(document, '<'), CR_NOT_FOUND);
    ck_assert_int_eq(cr_view_find_byte(document, '|'), CR_NOT_FOUND);
    ck_assert_int_eq(cr_view_find_byte(document, '~'), CR_NOT_FOUND);
    ck_assert_int_eq(cr_view_find(document, CR_VIEW("$$")), CR_NOT_FOUND);
    ck_assert_int_eq(cr_view_find(document, CR_VIEW("]:")), CR_NOT_FOUND);
    ck_assert_uint_eq(cr_utf8_valid(document), document.size);
    release_reading(&r);
    cr_buf_release(&text_wanted);
    cr_buf_release(&line);
    cr_buf_release(&out);
}

START_TEST(hostile_texts_come_back)
{
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        hold(cr_view_of(hostile[i]));
    hold(CR_VIEW("nul \0 inside"));
}
END_TEST

START_TEST(hostile_titles_come_back)
{
    cr_buf file = {0};
    const char *path = SOURCE_DIR "/../shared/eval/hostile-titles.txt";
    if (cr_file_exists(path)) {
        ck_assert_int_eq(cr_file_read(path, 1 << 20, &file, NULL), CR_OK);
        cr_view rest = cr_buf_view(&file), line;
        size_t n = 0;
        for (; cr_view_next_line(&rest, &line); n++)
            hold(line);
        ck_assert_uint_gt(n, 30);
    }
    cr_buf_release(&file);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t x = *state;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

START_TEST(random_texts_come_back)
{
    static const char *const pieces[] = {"*",  "_",  "`",  "~",  "[",  "]",  "(",    ")",    "<",    ">",
                                         "{",  "}",  "|",  "#",  "+",  "-",  "=",    ":",    "//",   "!",
                                         "^",  "$",  "%",  "&",  ";",  "&#", "&lt;", "www",  ".",    "http",
                                         "@",  "\\", "\"", "'",  "\n", " ",  " ",    "1",    "9",    "0",
                                         "a",  "Zz", "é",  "会", "。", "\t", "ش",    "\x01", "\xC3", "\xE2\x80\xAE",
                                         "  ", "--", "]:", "](", "x"};
    uint64_t state = 20260310;
    cr_buf text = {0};
    for (size_t round = 0; round < 8000; round++) {
        cr_buf_clear(&text);
        for (size_t n = next_random(&state) % 14; n > 0; n--)
            cr_buf_append_string(&text, pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)]);
        hold(cr_buf_view(&text));
    }
    cr_buf_release(&text);
}
END_TEST

START_TEST(addresses_are_encoded_or_refused)
{
    static const char *const cases[][2] = {
        {"https://a.example/x", "https://a.example/x"},
        {"HTTP://a.example", "HTTP://a.example"},
        {"mailto:a@b.example", "mailto:a@b.example"},
        {"https://a.example/(x)", "https://a.example/%28x%29"},
        {"https://a.example/a b", "https://a.example/a%20b"},
        {"https://a.example/é", "https://a.example/%C3%A9"},
        {"https://a.example/%C3%A9%", "https://a.example/%C3%A9%25"},
        {"https://a.example/?a=1&copy;=2&b", "https://a.example/?a=1&amp;copy;=2&b"},
        {"https://a.example/<b>\"'`\\", "https://a.example/%3Cb%3E%22%27%60%5C"},
        {"https://a.example/{{x}}|*^[]", "https://a.example/%7B%7Bx%7D%7D%7C%2A%5E%5B%5D"},
        {"https://a.example/$$", "https://a.example/%24%24"},
        {"https://a.example/\n\x01", "https://a.example/%0A%01"},
        {"javascript:alert(1)", NULL},
        {"java\nscript:alert(1)", NULL},
        {" https://a.example", NULL},
        {"data:text/html,x", NULL},
        {"file:///etc/passwd", NULL},
        {"//a.example", NULL},
        {"https:/a.example", NULL},
        {"https://", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf out = {0};
        bool taken = cr_markdown_append_address(&out, cr_view_of(cases[i][0]));
        ck_assert_msg(taken == (cases[i][1] != NULL), "%s", cases[i][0]);
        if (taken)
            ck_assert_str_eq(out.data, cases[i][1]);
        cr_buf_release(&out);
    }
}
END_TEST

START_TEST(plain_text_stays_readable)
{
    static const char *const cases[][2] = {
        {"AT&T and S&P 500, don't", "AT&T and S&P 500, don't"},
        {"Price: $5 (about 4.60 €) - 10 % more", "Price: $5 (about 4.60 €) - 10 % more"},
        {"x_y * 2", "x\\_y \\* 2"},
        {"2024. Year", "2024\\. Year"},
        {"- dash", "\\- dash"},
        {"see http://a.example", "see http&#58;//a.example"},
        {"www.a.example", "www&#46;a.example"},
        {"&lt;", "&amp;lt;"},
        {"10:30, Tom: \"no\"", "10:30, Tom: \"no\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf out = {0};
        cr_markdown_escape(&out, cr_view_of(cases[i][0]), CR_MARKDOWN_STARTS);
        ck_assert_str_eq(out.data, cases[i][1]);
        cr_buf_release(&out);
    }
}
END_TEST

START_TEST(documents_look_as_they_should)
{
    cr_markdown_writer w = {0};
    cr_buf out = {0};
    cr_markdown_heading(&w, 1);
    cr_markdown_text(&w, CR_VIEW("News #"));
    cr_markdown_paragraph(&w);
    cr_markdown_text(&w, CR_VIEW("Wow!"));
    cr_markdown_citation(&w, 3, CR_VIEW("https://a.example/"));
    cr_markdown_text(&w, CR_VIEW(" Then. "));
    cr_markdown_citation(&w, 4, (cr_view){0});
    cr_markdown_text(&w, CR_VIEW("(so)"));
    cr_markdown_paragraph(&w);
    cr_markdown_heading(&w, 3);
    cr_markdown_text(&w, CR_VIEW(" \n "));
    cr_markdown_ordered_item(&w);
    cr_markdown_text(&w, CR_VIEW("# one"));
    cr_markdown_ordered_item(&w);
    cr_markdown_text(&w, CR_VIEW(""));
    cr_markdown_rule(&w);
    cr_markdown_bullet_item(&w);
    cr_markdown_link(&w, CR_VIEW("a]b"), CR_VIEW("mailto:x@y.example"));
    ck_assert_int_eq(cr_markdown_finish(&w, &out, NULL), CR_OK);
    ck_assert_str_eq(out.data, "# News \\#\n\n"
                               "Wow\\![[3]](https://a.example/) Then. [4]&#40;so)\n\n"
                               "1. \\# one\n2. \n\n---\n\n- [a&#93;b](mailto:x@y.example)\n");
    cr_buf_release(&out);
    cr_markdown_release(&w);
}
END_TEST

START_TEST(a_gap_is_an_error)
{
    cr_markdown_writer w = {0};
    cr_error error = {0};
    cr_buf out = {0};
    cr_markdown_paragraph(&w);
    cr_markdown_text(&w, CR_VIEW("one"));
    cr_markdown_paragraph(&w);
    cr_markdown_text(&w, CR_VIEW("two "));
    cr_markdown_citation(&w, 1, (cr_view){0});
    cr_buf_append(&w.document, CR_VIEW("<b>"));  // as if the escape had let it pass
    ck_assert_int_eq(cr_markdown_finish(&w, &out, &error), CR_LIBRARY);
    ck_assert_uint_eq(error.line, 3);
    ck_assert_uint_eq(out.size, 0);
    cr_markdown_release(&w);
}
END_TEST

SUITE("markdown_write", hostile_texts_come_back, hostile_titles_come_back, random_texts_come_back,
      addresses_are_encoded_or_refused, plain_text_stays_readable, documents_look_as_they_should, a_gap_is_an_error)
