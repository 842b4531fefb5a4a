/* Pages read back: one model, whatever they are written in. */
#include "suite.h"

#include "digest/page.h"

#include <string.h>

static const cr_page_frame FRAMES[] = {{{"Also reported by: ", 18}, {0}}};
static const cr_page_words WORDS = {.frames = FRAMES, .n_frames = 1};

static const char
    MARKDOWN[] = "# News digest\n\nMonday\n\n## Ferries &#91;1&#93; ordered · **New**\n\n"
                 "Four *of* them. [[1]](https://a.example/x#:~:text=Four) They are &#91;2&#93; blue. [2]\n\n"
                 "Also reported by: The Quay [2]\n\n- Told before · **Nothing new** [2]\n\n## Sources\n\n"
                 "1. [Ferries &#91;1&#93; ordered](https://a.example/x) · The Post\n2. Blue · The Quay\n\n"
                 "---\n\n- 2 articles\n- none lost\n";

static const char HTML[] =
    "<!DOCTYPE html><title>No text</title><body><header><h1>News digest</h1><p>Monday</p></header><nav><ol><li>Ferries</ol></nav>\n"
    "<article><h2>Ferries [1] ordered <span class=\"label\">New</span></h2>\n"
    "<p>Four <i>of</i> them. <a class=\"citation\" href=\"https://a.example/x#:~:text=Four\">[1]</a>\n"
    "They are [2] blue. <a class=\"citation\" href=\"#source-2\">[2]</a></p>\n"
    "<p>Also reported by: The Quay <span class=\"soft citation\">[2]</span></p></article>\n"
    "<ul><li>Told before <span>Nothing new</span> <a class=\"citation\" href=\"#source-2\">[2]</a></ul>\n"
    "<h2>Sources</h2><ol><li value=\"1\"><a href=\"https://a.example/x\">Ferries [1] ordered</a> · The Post<li>Blue · The Quay</ol>\n"
    "<div class=\"footer\"><p>2 articles</p><p>none lost</p><p class=\"unsubscribe\">No more</p></div><svg><text>x</text></svg>";

static const char TEXT
    [] = "News digest\nMonday\n\nFerries [1]\nordered · New\n    Four of\n    them. [1] They are [2] blue. [2]\n"
         "    Also reported by: The Quay [2]\n\nTold before · Nothing new [2]\n\nSources\n[1] Ferries [1] ordered ·\n"
         "    The Post\n    https://a.example/x\n[2] Blue · The Quay\n\n2 articles\nnone\n    lost\n\n"
         "No more: mailto:a@b.example\n";

static const cr_page *read_one(const char *content, cr_page_form form, cr_arena *arena)
{
    const cr_page *pages;
    size_t n;
    cr_error error = {0};
    cr_status status = cr_pages_read(cr_view_of(content), form, "page", &WORDS, arena, &pages, &n, &error);
    ck_assert_msg(status == CR_OK, "%s", error.text);
    ck_assert_uint_eq(n, 1);
    return pages;
}

static bool is_plain(cr_view text, const char *expected)
{
    cr_arena arena = {0};
    bool same = cr_view_equal(cr_page_plain(text, &arena), cr_view_of(expected));
    cr_arena_release(&arena);
    return same;
}

static void check_page(const cr_page *page, bool has_links)
{
    ck_assert_uint_eq(page->n_headlines, 2);
    ck_assert_uint_eq(page->headlines[0].end_quoted, page->n_quoted);
    ck_assert_uint_eq(page->headlines[1].first_listed, 1);
    ck_assert(is_plain(page->headlines[1].text, "Told before · Nothing new") ||
              is_plain(page->headlines[1].text, "Told before Nothing new"));
    ck_assert_uint_eq(page->n_quoted, 1);
    ck_assert_uint_eq(page->n_listed, 2);
    ck_assert_uint_eq(page->n_sources, 2);
    ck_assert_uint_eq(page->sources[1].number, 2);
    ck_assert(is_plain(page->sources[0].text, "Ferries [1] ordered · The Post"));
    ck_assert(cr_view_equal(page->sources[0].address, CR_VIEW("https://a.example/x")));
    ck_assert_uint_eq(page->sources[1].address.size, 0);
    ck_assert_uint_eq(page->n_footer, 2);
    ck_assert(is_plain(page->footer[1].text, "none lost"));
    const cr_page_text *quoted = &page->quoted[0];
    if (!has_links)
        return;
    ck_assert_uint_eq(quoted->n_citations, 2);
    ck_assert(is_plain(cr_view_slice(quoted->text, 0, quoted->citations[0].start), "Four of them."));
    ck_assert(is_plain(cr_view_slice(quoted->text, quoted->citations[0].end, quoted->citations[1].start),
                       "They are [2] blue."));
    ck_assert(cr_view_starts(quoted->citations[0].address, CR_VIEW("https://a.example/x#")));
}

START_TEST(every_form_gives_the_same)
{
    cr_arena arena = {0};
    check_page(read_one(MARKDOWN, CR_PAGE_MARKDOWN, &arena), true);
    const cr_page *web = read_one(HTML, CR_PAGE_HTML, &arena);
    check_page(web, true);
    ck_assert_uint_eq(web->quoted[0].citations[0].line, 3);
    ck_assert_uint_eq(web->quoted[0].citations[1].line, 4);
    const cr_page *text = read_one(TEXT, CR_PAGE_TEXT, &arena);
    check_page(text, false);
    ck_assert(text->is_wrapped && !web->is_wrapped);
    ck_assert(is_plain(text->headlines[0].text, "Ferries [1] ordered · New"));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(what_is_no_page_is_told)
{
    static const struct {
        const char *content;
        cr_page_form form;
    } cases[] = {{"", CR_PAGE_MARKDOWN},
                 {"", CR_PAGE_HTML},
                 {"", CR_PAGE_TEXT},
                 {"Text.\n", CR_PAGE_MARKDOWN},
                 {"<p>Text.", CR_PAGE_HTML},
                 {"Text.\n\n\n", CR_PAGE_TEXT},
                 {"# Title\n", CR_PAGE_MARKDOWN},
                 {"<h1>T</h1>", CR_PAGE_HTML},
                 {"\n[1] a\n    b\n", CR_PAGE_TEXT},
                 {"<a class=citation><li></a><footer><footer>", CR_PAGE_HTML},
                 {"    \n  [1] x\n\n    y\n", CR_PAGE_TEXT}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        const cr_page *pages;
        size_t n;
        cr_error error = {0};
        ck_assert_int_eq(
            cr_pages_read(cr_view_of(cases[i].content), cases[i].form, "page", &WORDS, &arena, &pages, &n, &error),
            CR_INPUT);
        ck_assert(strstr(error.text, "no digest"));
        cr_arena_release(&arena);
    }
}
END_TEST

SUITE("page", every_form_gives_the_same, what_is_no_page_is_told)
