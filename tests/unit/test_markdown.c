/* Reading Markdown and YAML. */
#include "suite.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/markdown.h"
#include "format/yaml.h"

#include <string.h>

/* The text with each range in brackets behind the letter of its kind. */
static void show(const cr_markdown_text *text, cr_buf *out)
{
    static const char kinds[] = "hlqck";
    size_t at = 0;
    cr_buf_clear(out);
    for (size_t i = 0; i < text->n_ranges; i++) {
        const cr_markdown_range *range = &text->ranges[i];
        ck_assert(range->start >= at && range->end > range->start && range->end <= text->text.size);
        cr_buf_append(out, cr_view_slice(text->text, at, range->start));
        cr_buf_append_byte(out, kinds[range->kind]);
        cr_buf_append_byte(out, '{');
        cr_buf_append(out, cr_view_slice(text->text, range->start, range->end));
        cr_buf_append_byte(out, '}');
        at = range->end;
    }
    cr_buf_append(out, cr_view_slice(text->text, at, text->text.size));
}

START_TEST(markdown_becomes_text)
{
    static const struct {
        const char *markdown, *expected;
    } cases[] = {
        {"", ""},
        {"One *two* **three** `four`.\nFive.", "One two three four. Five."},
        {"# Head\n\nText with [a link](http://x.example \"t\") and ![an image](y.png).",
         "h{Head}\n\nText with a link and ."},
        {"A &amp; B &copy; \\* C<br>D", "A & B \xC2\xA9 * CD"},
        {"![only an image](y.png)\n\nText.", "Text."},
        {"- one\n- two\n  more\n- three", "l{one}\nl{two more}\nl{three}"},
        {"1. one\n\n2. two", "l{one}\n\nl{two}"},
        {"> quoted\n> on\n\nnot", "q{quoted on}\n\nnot"},
        {"Text.\n\n```c\nint x;\n```\n\n    more code\n\nEnd.", "Text.\n\nc{int x;}\n\nc{more code}\n\nEnd."},
        {"<div>\nhidden\n</div>\n\nText <b>bold</b>.", "Text bold."},
        {"| a | b |\n|---|---|\n| 1 | 2 |", "c{| a | b | |---|---| | 1 | 2 |}"},
        {"[Read also: more](http://x.example)", "k{Read also: more}"},
        {"*Our letter. [Sign up](http://x.example).*", "k{Our letter. Sign up.}"},
        {"*Only emphasis.*", "Only emphasis."},
        {"Hard  \nbreak\n\n---\n\nEnd", "Hard\nbreak\n\nEnd"},
        {"Setext\n------\n\n### Third", "h{Setext}\n\nh{Third}"},
        {"<http://x.example/a>", "k{http://x.example/a}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_buf out = {0};
        cr_markdown_text text;
        ck_assert_int_eq(cr_markdown_read(cr_view_of(cases[i].markdown), "x.md", &arena, &text, NULL), CR_OK);
        show(&text, &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s: %s", cases[i].markdown,
                      out.data);
        cr_buf_release(&out);
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(hostile_markdown_is_bounded)
{
    static const struct {
        const char *piece;
        size_t n;
        cr_status status;
    } cases[] = {
        {"[", 200000, CR_LIMIT},   {"*a ", 200000, CR_LIMIT},
        {"`", 100000, CR_LIMIT},   {"> ", 1000, CR_LIMIT},
        {"- ", 200, CR_LIMIT},     {"1. ", 200, CR_LIMIT},
        {"<!--", 90000, CR_LIMIT}, {"a", CR_MAX_MARKDOWN + 1, CR_LIMIT},
        {"> ", 100, CR_OK},        {"[a](b) ", 2000, CR_OK},
        {"**a **", 3000, CR_OK},   {"a\n\n", 100000, CR_OK},
        {"* a\n", 20000, CR_OK},   {"![[]()", 3000, CR_OK},
        {"&#", 20000, CR_OK},      {"<a ", 10000, CR_OK},
        {"[a]: b\n", 5000, CR_OK}, {"\xE2\x80\x80", 1000, CR_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_buf source = {0};
        cr_markdown_text text;
        cr_error error = {0};
        for (size_t j = 0; j < cases[i].n; j++)
            cr_buf_append_string(&source, cases[i].piece);
        ck_assert_msg(cr_markdown_read(cr_buf_view(&source), "x.md", &arena, &text, &error) == cases[i].status,
                      "%s: %s", cases[i].piece, error.text);
        cr_buf_release(&source);
        cr_arena_release(&arena);
    }
    // levels by indentation
    cr_arena arena = {0};
    cr_buf source = {0};
    for (size_t i = 0; i < 300; i++) {
        for (size_t j = 0; j < i; j++)
            cr_buf_append_string(&source, "  ");
        cr_buf_append_string(&source, "- a\n");
    }
    cr_markdown_text text;
    ck_assert_int_eq(cr_markdown_read(cr_buf_view(&source), "x.md", &arena, &text, NULL), CR_LIMIT);
    cr_buf_release(&source);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(items_are_paragraphs_of_their_own)
{
    static const struct {
        const char *first, *line;
        cr_status status;
    } cases[] = {
        {"", "1. [a_b](c) _d_\n", CR_OK},
        {"", "- [a_b](c) _d_\n", CR_OK},
        {"1. a\n", "2. [a_b](c) _d_\n", CR_OK},
        {"a\n", "2. [a_b](c) _d_\n", CR_LIMIT},
        {"a\n", "    - [a_b](c) _d_\n", CR_LIMIT},
        {"> 1. a\n", "2. [a_b](c) _d_\n", CR_LIMIT},
        {"- a\nb\n", "2. [a_b](c) _d_\n", CR_LIMIT},
        {"- a\n", "1234567890. [a_b](c) _d_\n", CR_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf source = {0};
        cr_error error = {0};
        cr_buf_append_string(&source, cases[i].first);
        for (size_t k = 0; k < 8000; k++)
            cr_buf_append_string(&source, cases[i].line);
        ck_assert_msg(cr_markdown_guard(cr_buf_view(&source), "x.md", &error) == cases[i].status, "%s%s: %s",
                      cases[i].first, cases[i].line, error.text);
        cr_buf_release(&source);
    }
}
END_TEST

START_TEST(front_matter_is_split)
{
    cr_view matter, body;
    ck_assert(cr_front_matter_split(CR_VIEW("---\ntitle: x\n---\nText\n"), &matter, &body));
    ck_assert(cr_view_equal(matter, CR_VIEW("title: x\n")) && cr_view_equal(body, CR_VIEW("Text\n")));
    ck_assert(cr_front_matter_split(CR_VIEW("---\r\na: b\r\n...\r\n"), &matter, &body));
    ck_assert_uint_eq(body.size, 0);
    ck_assert(!cr_front_matter_split(CR_VIEW("---\ntitle: x\n"), &matter, &body));
    ck_assert(!cr_front_matter_split(CR_VIEW("text\n---\n---\n"), &matter, &body));
    ck_assert(!cr_front_matter_split(CR_VIEW(""), &matter, &body));
}
END_TEST

START_TEST(yaml_becomes_a_list)
{
    cr_arena arena = {0};
    cr_yaml_entry *entries;
    size_t n;
    cr_view text = CR_VIEW("title: \"A: b\\u00e9\"\ndate: 2026-03-12\nempty:\nnone: ~\nquoted: '~'\ntags: [x, y]\n"
                           "author:\n  name: Ann\n  links:\n    - {url: u}\nlast: |\n  one\n  two\n");
    static const char *const expected[][2] = {
        {"title", "A: b\xC3\xA9"}, {"date", "2026-03-12"}, {"empty", NULL}, {"none", NULL},
        {"quoted", "~"},           {"tags", "x"},          {"tags", "y"},   {"author.name", "Ann"},
        {"author.links.url", "u"}, {"last", "one\ntwo\n"}};
    ck_assert_int_eq(cr_yaml_read(text, "x.md", 2, &arena, &entries, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < n; i++) {
        ck_assert_msg(cr_view_equal(entries[i].key, cr_view_of(expected[i][0])), "%zu: %.*s", i,
                      (int)entries[i].key.size, entries[i].key.data);
        ck_assert(cr_view_equal(entries[i].value, cr_view_of(expected[i][1])));
    }
    ck_assert_uint_eq(entries[0].line, 2);
    ck_assert_uint_eq(entries[7].line, 9);
    ck_assert_int_eq(cr_yaml_read(CR_VIEW(""), "x.md", 2, &arena, &entries, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, 0);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(yaml_tells_elements_and_repetitions)
{
    static const struct {
        const char *key, *value;
        size_t item, key_line;
        bool in_list, again;
    } expected[] = {
        {"a.b", "1", 1, 1, false, false}, {"a.c", "x", 1, 1, true, false}, {"a.c", "y", 1, 1, true, false},
        {"a.b", "2", 2, 1, false, false}, {"a", "z", 3, 1, true, false},   {"b", "1", 0, 2, false, false},
        {"c.d", "1", 0, 3, false, false}, {"b", "2", 0, 4, false, true},   {"c.e", "3", 0, 5, false, true},
        {"f.b", "1", 0, 6, false, false}, {"g.h", "q", 1, 7, true, false},
    };
    cr_arena arena = {0};
    cr_yaml_entry *entries;
    size_t n;
    cr_view text = CR_VIEW(
        "a: [{b: 1, c: [x, y]}, {b: 2}, z]\nb: 1\nc: {d: 1}\nb: 2\nc: {e: 3}\nf: {b: 1}\ng: {h: [q]}\n");
    ck_assert_int_eq(cr_yaml_read(text, "x.yaml", 1, &arena, &entries, &n, NULL), CR_OK);
    ck_assert_uint_eq(n, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < n; i++) {
        ck_assert(cr_view_equal(entries[i].key, cr_view_of(expected[i].key)));
        ck_assert(cr_view_equal(entries[i].value, cr_view_of(expected[i].value)));
        ck_assert_uint_eq(entries[i].item, expected[i].item);
        ck_assert_uint_eq(entries[i].key_line, expected[i].key_line);
        ck_assert_msg(entries[i].in_list == expected[i].in_list && entries[i].again == expected[i].again, "%zu", i);
    }
    ck_assert(entries[4].key_column == 1 && entries[4].column == 32);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(bad_yaml_is_refused)
{
    static const char *const bad[] = {"a: [1",      "- a\n- b",        "just text",    "a: &x 1\nb: *x", "? [a]\n: b",
                                      "a: \"\\z\"", "a: b\n---\nc: d", "a:\tb\n\t- c", "a: 'x"};
    cr_arena arena = {0};
    cr_yaml_entry *entries;
    size_t n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_error error = {0};
        ck_assert_msg(cr_yaml_read(cr_view_of(bad[i]), "x.md", 2, &arena, &entries, &n, &error) == CR_INPUT, "%s",
                      bad[i]);
        ck_assert_str_eq(error.source, "x.md");
        ck_assert_uint_ge(error.line, 2);
        ck_assert_uint_eq(n, 0);
    }
    cr_buf deep = {0};
    cr_buf_append_string(&deep, "a: ");
    for (size_t i = 0; i < 500; i++)
        cr_buf_append_byte(&deep, '[');
    ck_assert_int_eq(cr_yaml_read(cr_buf_view(&deep), "x.md", 2, &arena, &entries, &n, NULL), CR_LIMIT);
    cr_buf_clear(&deep);  // a long key above many short ones
    cr_buf_append_string(&deep, "? ");
    for (int i = 0; i < 300; i++)
        cr_buf_append_byte(&deep, 'k');
    cr_buf_append_string(&deep, "\n:\n  a: b\n  c: d\n");
    ck_assert_int_eq(cr_yaml_read(cr_buf_view(&deep), "x.md", 2, &arena, &entries, &n, NULL), CR_LIMIT);
    cr_buf_clear(&deep);
    while (deep.size <= CR_MAX_YAML)
        cr_buf_append_string(&deep, "# nothing but remarks\n");
    ck_assert_int_eq(cr_yaml_read(cr_buf_view(&deep), "x.md", 2, &arena, &entries, &n, NULL), CR_LIMIT);
    cr_buf_release(&deep);
    cr_arena_release(&arena);
}
END_TEST

SUITE("markdown", markdown_becomes_text, hostile_markdown_is_bounded, items_are_paragraphs_of_their_own,
      front_matter_is_split, yaml_becomes_a_list, yaml_tells_elements_and_repetitions, bad_yaml_is_refused)
