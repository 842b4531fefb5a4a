/* Reading web pages: blocks, elements, the head, and what is refused. */
#include "suite.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/html.h"

#include <string.h>

/* The blocks, each behind the kind of its element and the bytes that are linked. */
static void show(const cr_html_page *page, cr_buf *out)
{
    static const char kinds[] = "bilTPBMAsnHFfphLIqctCgCa";
    cr_buf_clear(out);
    for (size_t i = 0; i < page->n_blocks; i++) {
        const cr_html_block *block = &page->blocks[i];
        ck_assert(block->end > block->start && block->end <= page->text.size);
        ck_assert(block->element < page->n_elements && block->linked <= block->end - block->start);
        cr_buf_append_byte(out, kinds[page->elements[block->element].tag]);
        if (block->linked)
            cr_buf_append_size(out, block->linked);
        cr_buf_append_byte(out, '{');
        cr_buf_append(out, cr_view_slice(page->text, block->start, block->end));
        cr_buf_append_byte(out, '}');
    }
    for (size_t i = 0; i < page->n_elements; i++) {
        const cr_html_element *e = &page->elements[i];
        ck_assert(e->parent <= i && e->next > i && e->next <= page->n_elements && e->start <= e->end);
        ck_assert(e->first_block <= e->next_block && e->next_block <= page->n_blocks);
    }
}

START_TEST(a_page_becomes_blocks)
{
    static const struct {
        const char *html, *expected;
    } cases[] = {
        {"", ""},
        {"One <b>two</b>\n three", "B{One two three}"},
        {"<p>One<p>Two <a href=x>three</a>.", "p{One}p5{Two three.}"},
        {"<div>One<div>Two</div>Three</div>", "b{One}b{Two}b{Three}"},
        {"One<br>two<br><br>three", "B{One\ntwo}B{three}"},
        {"<h2>Head</h2><ul><li>a<li>b</ul>", "h{Head}I{a}I{b}"},
        {"<p>a<script>var x;</script><style>y</style><noscript>z</noscript>b", "p{ab}"},
        {"<p hidden>a</p><p style='color:red; Display : None'>b</p><p>c", "p{c}"},
        {"<pre>a\n  b</pre>", "c{a\nb}"},
        {"<p>&amp;&lt;&copy;&#8217;", "p{&<\xC2\xA9\xE2\x80\x99}"},
        {"<table><tr><td>a<td>b</table>", "C{a}C{b}"},
        {"<figure><img><figcaption>a</figcaption></figure><nav>b</nav>", "C{a}n{b}"},
        {"<a href=x><div>block</div></a>after", "b5{block}B{after}"},
        {"<b>a<p>b</b>c", "B{a}p{bc}"},
        {"<p>rail&shy;way&shy; &shy;line<p>&shy;", "p{railway line}"},
    };
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_html_page page;
        ck_assert_int_eq(cr_html_read(cr_view_of(cases[i].html), "x", &arena, &page, NULL), CR_OK);
        show(&page, &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s: %s", cases[i].html,
                      out.data ? out.data : "");
        cr_arena_release(&arena);
    }
    cr_buf_release(&out);
}
END_TEST

START_TEST(the_head_is_read)
{
    cr_arena arena = {0};
    cr_html_page page;
    const char
        *html = "<html lang=fr><title> A \n b</title><meta property='OG:Title' content='T &amp; U'>"
                "<link rel=canonical href='https://a.example/1'><script type='application/ld+json'>{\"a\":1}</script>"
                "<body class='x y' id=z><time datetime=2026-03-12>today</time>";
    ck_assert_int_eq(cr_html_read(cr_view_of(html), "x", &arena, &page, NULL), CR_OK);
    ck_assert(cr_view_equal(page.lang, CR_VIEW("fr")));
    ck_assert(cr_view_equal(page.title, CR_VIEW("A b")));
    ck_assert(cr_view_equal(page.canonical, CR_VIEW("https://a.example/1")));
    ck_assert_uint_eq(page.n_metas, 1);
    ck_assert(cr_view_equal(page.metas[0].name, CR_VIEW("og:title")));
    ck_assert(cr_view_equal(page.metas[0].value, CR_VIEW("T & U")));
    ck_assert_uint_eq(page.n_linked_data, 1);
    ck_assert(cr_view_equal(page.linked_data[0], CR_VIEW("{\"a\":1}")));
    ck_assert(cr_view_equal(page.elements[0].names, CR_VIEW("x y z")));
    ck_assert_int_eq(page.elements[1].tag, CR_HTML_TIME);
    ck_assert(cr_view_equal(page.elements[1].value, CR_VIEW("2026-03-12")));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(the_charset_is_found)
{
    static const struct {
        const char *html, *expected;
    } cases[] = {
        {"<meta charset=\"windows-1251\">", "windows-1251"},
        {"<META http-equiv=Content-Type content='text/html; charset = Shift_JIS'>", "Shift_JIS"},
        {"<?xml version='1.0' encoding='ISO-8859-2'?>", "ISO-8859-2"},
        {"<meta charset=''>", ""},
        {"<script charset=utf-8 src=x></script><meta name=x><meta charset=euc-kr>", "euc-kr"},
        {"<a charset=gbk>", ""},
        {"charset", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char charset[48] = "";
        ck_assert(cr_html_charset(cr_view_of(cases[i].html), charset) == (cases[i].expected[0] != '\0'));
        ck_assert_str_eq(charset, cases[i].expected);
    }
}
END_TEST

START_TEST(hostile_pages_are_bounded)
{
    static const struct {
        const char *before, *piece;
        size_t n;
        cr_status status;
    } cases[] = {
        {"", "<div>", 100000, CR_LIMIT},
        {"", "<div>", 400, CR_OK},
        {"", "<p>", 50000, CR_OK},
        {"<ul>", "<li>x", 50000, CR_OK},
        {"", "<br>", 500000, CR_LIMIT},
        {"", "<p><b><i><u><a>", 100000, CR_LIMIT},
        {"", "<b>x</p><p>", 100000, CR_LIMIT},
        {"<a ", "b ", 257, CR_LIMIT},
        {"<a b='", "x", 65537, CR_LIMIT},
        {"", "x", CR_MAX_HTML + 1, CR_LIMIT},
        {"", "<a b c d e f g h>", 100000, CR_LIMIT},
        {"", "</p>", 500000, CR_LIMIT},
        {"", "<!---->", 200000, CR_LIMIT},
        {"<!--", "x", 1000000, CR_OK},
        {"", "<table><tr><td>", 1000, CR_LIMIT},
        {"", "<i><b><u><div></i></b></u>x", 8000, CR_LIMIT},
        {"<table>", "<tr><td><b>x", 20000, CR_OK},
        {"<script>", "<div>", 300000, CR_OK},
        {"", "&amp;", 400000, CR_OK},
        {"", "<", 2000000, CR_OK},
        {"", "<a href=x>y", 40000, CR_OK},
        {"", "<p>x</p>", 70000, CR_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_html_page page;
        cr_buf html = {0};
        cr_buf_append_string(&html, cases[i].before);
        for (size_t k = 0; k < cases[i].n; k++)
            cr_buf_append_string(&html, cases[i].piece);
        ck_assert_msg(cr_html_read(cr_buf_view(&html), "x", &arena, &page, NULL) == cases[i].status, "%s%s",
                      cases[i].before, cases[i].piece);
        cr_buf_release(&html);
        cr_arena_release(&arena);
    }
}
END_TEST

SUITE("html", a_page_becomes_blocks, the_head_is_read, the_charset_is_found, hostile_pages_are_bounded)
