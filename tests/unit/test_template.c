/* Templates: what the public specification (test_mustache.c) does not say: escapes by kind of file and place, errors with their
 * place, limits, folders. */
#include "suite.h"

#include "base/file.h"
#include "base/limits.h"
#include "format/json_write.h"
#include "format/line.h"
#include "render/template.h"
#include "render/template_check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct made {
    cr_status status;
    cr_error error;
    cr_buf out;
} made;

/* What a template makes of a JSON text. others: name and source of further ones, ended by NULL. */
static made make(const char *name, const char *source, const char *json, const char *const *others)
{
    made m = {0};
    cr_templates *templates = cr_templates_new(NULL, 0);
    cr_json_document *document = NULL;
    const cr_template *template = NULL;
    m.status = cr_templates_add(templates, name, cr_view_of(source), &m.error);
    for (; others && *others && !m.status; others += 2)
        m.status = cr_templates_add(templates, others[0], cr_view_of(others[1]), &m.error);
    if (!m.status)
        m.status = cr_json_document_parse(cr_view_of(json), "json", &document, &m.error);
    if (!m.status)
        m.status = cr_template_load(templates, name, &template, &m.error);
    if (!m.status)
        m.status = cr_template_render(template, cr_json_document_root(document), &m.out, &m.error);
    if (document)
        cr_json_document_free(document);
    cr_templates_free(templates);
    return m;
}

static void check_made(const char *name, const char *source, const char *json, const char *wanted)
{
    made m = make(name, source, json, NULL);
    ck_assert_msg(m.status == CR_OK, "%s: '%s': %s", name, source, m.error.text);
    ck_assert_str_eq(m.out.data ? m.out.data : "", wanted);
    cr_buf_release(&m.out);
}

START_TEST(values_are_escaped_for_their_file)
{
    const char *json =
        "{\"x\":\"a \\\"b\\\" <c> & 'd' \\\\ \\u0001\\u0085\\u2028*\",\"u\":\"javascript:alert(1)\",\"p\":\"a/b.html\","
        "\"h\":\"https://a.example/?b=1&c=2\"}";
    check_made("x.html", "<p>{{x}}</p>", json,
               "<p>a &quot;b&quot; &lt;c&gt; &amp; &#39;d&#39; \\ \xEF\xBF\xBD\xEF\xBF\xBD\xE2\x80\xA8*</p>");
    check_made("x.html", "<a HREF = \"{{u}}\" href='{{p}}' src=\"{{h}}\" title=\"{{u}}\">", json,
               "<a HREF = \"#\" href='a/b.html' src=\"https://a.example/?b=1&amp;c=2\" title=\"javascript:alert(1)\">");
    check_made("x.html", "<a href=\" {{u}}\" href = '\n{{h}}' title=\" {{u}}\">", json,
               "<a href=\" #\" href = '\nhttps://a.example/?b=1&amp;c=2' title=\" javascript:alert(1)\">");
    check_made("x.yaml", "x: \"{{x}}\"", json, "x: \"a \\\"b\\\" <c> & 'd' \\\\ \\x01\\x85\\u2028*\"");
    check_made("x.json", "{\"x\":\"{{x}}\"}", json, "{\"x\":\"a \\\"b\\\" <c> & 'd' \\\\ \\u0001\\u0085\\u2028*\"}");
    check_made("x.txt", "[{{x}}]", json, "[a \"b\" <c> & 'd' \\ \xEF\xBF\xBD *]");
    check_made("x.md", "{{x}}", json, "a \"b\" &lt;c> & 'd' \\\\ \xEF\xBF\xBD \\*");
    check_made("x.md", "{{{x}}} {{&u}}", json, "a \"b\" <c> & 'd' \\ \x01\xC2\x85\xE2\x80\xA8* javascript:alert(1)");
}
END_TEST

START_TEST(an_address_is_held_to_what_it_may_be)
{
    const char
        *json = "{\"u\":\"javascript:f(1)\",\"h\":\"HTTPS://a.example/?b=1&c=2\",\"m\":\"mailto:a@b.example\","
                "\"d\":\"data:text/html,x\",\"s\":\"//a.example\",\"j\":\"javascript\",\"n\":12,\"t\":\"a b/c:d\"}";
    check_made("x.html", "<a href='{{h}}'><a href='{{m}}'><a href='{{d}}'><a href='{{s}}'>", json,
               "<a href='HTTPS://a.example/?b=1&amp;c=2'><a href='mailto:a@b.example'><a href='#'><a href='#'>");
    check_made("x.html",
               "<img data-src=\"{{u}}\"><form action=\"{{u}}\"><use xlink:href=\"{{u}}\"><p data-x=\"{{u}}\">", json,
               "<img data-src=\"#\"><form action=\"#\"><use xlink:href=\"#\"><p data-x=\"javascript:f(1)\">");
    check_made("x.html", "<a href=\"#s-{{n}}\"><a href=\"/x/{{t}}?q={{t}}\"><a href=\"java{{t}}\">", json,
               "<a href=\"#s-12\"><a href=\"/x/a%20b%2Fc%3Ad?q=a%20b%2Fc%3Ad\"><a href=\"javaa%20b%2Fc%3Ad\">");
    check_made("x.html", "<a href=\"{{j}}{{t}}\"><a href=\"{{#n}}{{#j}}{{u}}{{/j}}{{/n}}\">", json,
               "<a href=\"javascripta%20b%2Fc%3Ad\"><a href=\"#\">");
    check_made("x.svg", "<a href=\"{{u}}\"/><title>{{t}}</title>", json, "<a href=\"#\"/><title>a b/c:d</title>");
}
END_TEST

START_TEST(a_value_where_no_escape_holds_is_refused)
{
    static const struct {
        const char *source;  // "@" stands where the value does
        const char *text;    // NULL: the value may stand there
    } cases[] = {
        {"<p class=@>", "without quotation marks: write class=\"{{x}}\""},
        {"<a HREF = @>", "without quotation marks: write href=\"{{x}}\""},
        {"<a href=/a/@>", "without quotation marks: write href=\"{{x}}\""},
        {"<a href='x' title=@>", "without quotation marks: write title=\"{{x}}\""},
        {"<@>", "a value as a name inside a tag"},
        {"</@>", "a value as a name inside a tag"},
        {"<h@>", "a value as a name inside a tag"},
        {"<p @>", "a value as a name inside a tag"},
        {"<p data-@='x'>", "a value as a name inside a tag"},
        {"<p class='a'@>", "a value as a name inside a tag"},
        {"<img srcset='@ 2x'>", "a value in 'srcset', a list of addresses: write src=\"{{x}}\""},
        {"<link imagesrcset=\"/a 1x, @ 2x\">", "a value in 'imagesrcset', a list of addresses"},
        {"<p STYLE='color: @'>", "a value in 'style', which has no escape"},
        {"<p onclick=\"f('@')\">", "a value in 'onclick', which is code: write data-value=\"{{x}}\""},
        {"<iframe srcdoc='@'>", "a value in 'srcdoc'"},
        {"<script src='@'>", "a value as the address of a script"},
        {"<a href='javascript:f(@)'>", "an address of another kind than http, https, mailto or relative"},
        {"<a href=' java\tscript:@'>", "an address of another kind"},
        {"<script>@</script>", "a value in <script>, which is code: write data-value=\"{{x}}\""},
        {"<SCRIPT type='text/plain'>a</scripts>@", "a value in <script>"},
        {"<style>a { b: @ }</style>", "a value in <style>, which has no escape"},
        {"<iframe>@</iframe>", "a value in <iframe>"},
        {"<!-- @ -->", "a value in a comment, which has no escape: write {{! ... }}"},
        {"<!-- a -- > @ -->", "a value in a comment"},
        {"<!DOCTYPE @>", "a value in a declaration"},
        {"<?xml version='@'?>", "a value in a declaration"},
        {"</ @>", "a value in a declaration"},
        {"<![CDATA[ a > @ ]]>", "a value in CDATA, which has no escape: write it as text"},
        {"<title></tit@</title>", "a value in <title>"},
        {"<p>@ a < b @ &@</p><br/>@", NULL},
        {"<title>@</title><TEXTAREA>@</TextArea>@", NULL},
        {"<p a=b title = \"@\" class='a > @'>@</p>", NULL},
        {"<script>'<p title=' + x</script>@<style></style >@<!---->@<!-->@<!-- a --!>@<!DOCTYPE a>@", NULL},
        {"<script src='/a.js'/></script>@<input disabled>@<p data-style='@'>@", NULL},
        {"{{#x}}<b>{{/x}}@<p{{#x}} class='a'{{/x}}>@</p>", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf source = {0};
        for (const char *at = cases[i].source; *at; at++)
            cr_buf_append(&source, *at == '@' ? CR_VIEW("{{x}}") : (cr_view){at, 1});
        made m = make("page.html", source.data, "{\"x\":\"y\"}", NULL);
        ck_assert_msg(m.status == (cases[i].text ? CR_INPUT : CR_OK), "'%s': %s", source.data, m.error.text);
        if (cases[i].text) {
            ck_assert_msg(strstr(m.error.text, cases[i].text) != NULL, "'%s': %s", source.data, m.error.text);
            ck_assert_str_eq(m.error.source, "page.html");
            ck_assert_uint_eq(m.error.line, 1);
            ck_assert_uint_eq(m.error.column, strcspn(cases[i].source, "@") + 1);
            ck_assert_uint_eq(m.out.size, 0);
        }
        cr_buf_release(&m.out);
        cr_buf_release(&source);
    }
    made xml = make("x.svg", "<script/>{{x}}<title><a>{{x}}</a></title><script>{{x}}</script>", "{}", NULL);
    ck_assert_uint_eq(xml.error.column, 50);
}
END_TEST

START_TEST(markdown_is_escaped_for_its_place)
{
    check_made("x.md", "{{a}} {{a}}\n- {{a}}\n> 1. {{a}}\n", "{\"a\":\"- x\"}", "\\- x - x\n- \\- x\n> 1. \\- x\n");
    check_made("x.md", "# {{a}}\n\n# {{a}} {{a}} b\n", "{\"a\":\"C#\"}", "# C\\#\n\n# C# C# b\n");
    check_made("x.md", "[{{t}}]({{u}}) {{t}}[1]{{n}}\n",
               "{\"t\":\"a]b!\",\"u\":\"https://x.example/a b)\",\"n\":\"(c)\"}",
               "[a&#93;b!](https://x.example/a%20b%29) a&#93;b\\![1]&#40;c)\n");
    check_made("x.md", "[a]({{u}}) [b](/s/{{u}}/x) [c]({{p}})", "{\"u\":\"javascript:a/b\",\"p\":\"../a b\"}",
               "[a]() [b](/s/javascript%3Aa%2Fb/x) [c](../a%20b)");
    check_made("x.md", "{{a}}. Year\n{{b}}lt;\n", "{\"a\":\"2024\",\"b\":\"x&\"}", "202&#52;. Year\nx&amp;lt;\n");
    check_made("x.md", "&{{a}}{{b}} {{c}}|{{c}}\n", "{\"a\":\"l\",\"b\":\"t;\",\"c\":\"  \"}", "&lt&#59; |\n");
    check_made("x.md", "a{{p}}b{{q}}c", "{\"p\":\" x\\n\",\"q\":\" \"}", "a x b c");
    check_made("x.md", "---\ntitle: \"{{t}}\"\n---\n{{t}}\n", "{\"t\":\"# a \\\"b\\\"\\n---\"}",
               "---\ntitle: \"# a \\\"b\\\"\\x0A---\"\n---\n\\# a \"b\" ---\n");
    check_made("x.md", "- [{{a}}](/x) {{a}}{{b}}[1]\n", "{\"a\":\"X\",\"b\":\"y \"}", "- [&#88;](/x) Xy [1]\n");
    check_made("x.md", "<!-- more -->\n\n**{{a}}**\n", "{\"a\":\"(x)\"}", "<!-- more -->\n\n**(x)**\n");
}
END_TEST

START_TEST(markdown_that_would_be_another_is_refused)
{
    static const struct {
        const char *source, *json;
        cr_status status;
        const char *text;
    } cases[] = {
        {"a\n\n`{{x}}`\n", "{\"x\":\"y\"}", CR_INPUT, "a value stands in code"},
        {"    {{x}}\n", "{\"x\":\"y\"}", CR_INPUT, "a value stands in code"},
        {"<b title=\"{{x}}\">\n", "{\"x\":\"y\"}", CR_INPUT, "a value stands in code"},
        {"[a](/b \"{{x}}\")\n", "{\"x\":\"y\"}", CR_INPUT, "a value stands in code"},
        {"a\n\nb **{{x}}**c\n", "{\"x\":\"(y)\"}", CR_LIBRARY, "line 3 of what it makes"},
        {"---\na: \"{{x}}\"\n", "{\"x\":\"y\"}", CR_INPUT, "front matter that no line"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made m = make("x.md", cases[i].source, cases[i].json, NULL);
        ck_assert_msg(m.status == cases[i].status, "'%s': %d %s", cases[i].source, (int)m.status, m.error.text);
        ck_assert_msg(strstr(m.error.text, cases[i].text) != NULL, "'%s'", m.error.text);
        ck_assert_str_eq(m.error.source, "x.md");
        ck_assert_uint_eq(m.out.size, 0);
    }
}
END_TEST

/* Bytes that mean something somewhere, in any order. */
static void append_noise(cr_buf *out, uint64_t *state)
{
    static const char *const pieces[] = {"*",
                                         "_",
                                         "`",
                                         "\\",
                                         "[",
                                         "]",
                                         "(",
                                         ")",
                                         "<",
                                         ">",
                                         "&",
                                         ";",
                                         "#",
                                         "!",
                                         "|",
                                         "~",
                                         "-",
                                         "+",
                                         "=",
                                         ":",
                                         "^",
                                         "%",
                                         "$",
                                         "@",
                                         "\"",
                                         "'",
                                         "{",
                                         "}",
                                         "{{",
                                         "}}",
                                         "{%",
                                         "1.",
                                         "12)",
                                         " ",
                                         "  ",
                                         "\n",
                                         "\t",
                                         "a",
                                         "b",
                                         "lt",
                                         "amp;",
                                         "&#35;",
                                         "www.",
                                         "http://x.example/",
                                         "](",
                                         "://",
                                         "\xE2\x80\x8F",
                                         "\xE4\xB8\xAD",
                                         "\xFF",
                                         "---",
                                         "```",
                                         "<b>",
                                         "\xC2\xA0"};
    size_t n = sizeof pieces / sizeof *pieces;
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    for (size_t k = 0, length = 1 + (*state >> 33) % 12; k < length; k++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        cr_buf_append_string(out, pieces[(*state >> 33) % n]);
    }
}

START_TEST(no_value_changes_a_document)
{
    enum { ROUNDS = 20000 };
    const char *source =
        "# {{a}}\n\n{{b}}\n\n## {{a}} \xC2\xB7 **{{w}}**\n\n{{a}} [[1]]({{b}}) {{b}}[2] {{a}}[[3]](/x/{{a}}?q={{b}})\n"
        "{{c}} and{{a}}{{b}}.\n\n1. [{{a}}](https://x.example/) \xC2\xB7 {{b}}\n2. [{{b}}]({{a}}){{c}}\n   {{a}}\n\n"
        "> {{c}}\n\n- {{a}}\n- {{b}}!\n- [{{c}}]\n";
    uint64_t state = 20261122;
    cr_templates *templates = cr_templates_new(NULL, 0);
    cr_error error = {0};
    const cr_template *template = NULL;
    ck_assert_int_eq(cr_templates_add(templates, "x.md", cr_view_of(source), &error), CR_OK);
    ck_assert_int_eq(cr_template_load(templates, "x.md", &template, &error), CR_OK);
    cr_buf json = {0}, value = {0}, out = {0};
    for (size_t i = 0; i < ROUNDS; i++) {
        cr_json_document *document = NULL;
        cr_json_writer w = {.out = &json};
        cr_buf_clear(&json);
        cr_buf_clear(&out);
        cr_json_begin_object(&w);
        for (char name[] = "a"; name[0] <= 'c'; name[0]++) {
            cr_buf_clear(&value);
            append_noise(&value, &state);
            cr_json_member_string(&w, name, cr_buf_view(&value));
        }
        cr_json_member_string(&w, "w", CR_VIEW("NEW"));
        cr_json_end_object(&w);
        ck_assert_int_eq(cr_json_document_parse(cr_buf_view(&json), "json", &document, &error), CR_OK);
        cr_status status = cr_template_render(template, cr_json_document_root(document), &out, &error);
        ck_assert_msg(status == CR_OK, "%s: %s\n%s", error.text, json.data, out.data);
        cr_json_document_free(document);
    }
    cr_buf_release(&json);
    cr_buf_release(&value);
    cr_buf_release(&out);
    cr_templates_free(templates);
}
END_TEST

START_TEST(errors_tell_their_place)
{
    static const struct {
        const char *source;
        size_t line, column;
        const char *text;
    } cases[] = {
        {"a\n {{x", 2, 2, "the tag that starts here is not closed by '}}'"},
        {"{{{x}}", 1, 1, "the tag that starts here is not closed by '}}}'"},
        {"{{#a}}\n{{/b}}", 2, 1, "'b' is closed where 'a' is open"},
        {"x {{#a}}", 1, 3, "'a' is never closed"},
        {"{{/a}}", 1, 1, "'a' is closed, but not open"},
        {"\n{{}}", 2, 1, "a tag without a name"},
        {"{{ a b }}", 1, 1, "a name with white space in it: 'a b'"},
        {"{{=x=}}", 1, 1, "delimiters are set as in {{=<< >>=}}: two of them, without '='"},
        {"ab\n\xFF", 2, 1, "ill-formed UTF-8"},
        {"\xEF\xB7\x91", 1, 1, "U+FDD1, which no text has"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made m = make("folder/x.md", cases[i].source, "{}", NULL);
        ck_assert_int_eq(m.status, CR_INPUT);
        ck_assert_str_eq(m.error.text, cases[i].text);
        ck_assert_str_eq(m.error.source, "folder/x.md");
        ck_assert_uint_eq(m.error.line, cases[i].line);
        ck_assert_uint_eq(m.error.column, cases[i].column);
    }
}
END_TEST

/* What is found in a template of a name, beside others. */
static cr_template_faults check(const char *name, const char *source, const char *const *others)
{
    cr_template_faults faults = {0};
    cr_templates *templates = cr_templates_new(NULL, 0);
    if (source)
        cr_templates_add(templates, name, cr_view_of(source), NULL);
    for (; others && *others; others += 2)
        cr_templates_add(templates, others[0], cr_view_of(others[1]), NULL);
    cr_template_check(templates, name, cr_model_of(name), &faults);
    cr_templates_free(templates);
    return faults;
}

/* Seconds of this process, bounded where they tell something: in the build that users have. */
static void check_seconds(clock_t start, const char *what)
{
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__)
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < 0.25, "%s: %.2f s", what, seconds);
#else
    (void)start;
    (void)what;
#endif
}

static void append_times(cr_buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cr_buf_append_string(out, text);
}

START_TEST(no_template_costs_much)
{
    static const struct {
        const char *before, *middle;
        size_t n;
        const char *behind;
        cr_status markdown, other;  // what filling it ends in
    } cases[] = {
        {"{{> x}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"{{title}} a\n  {{> x}}\n{{> x}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"{{<x}}{{$a}}{{> x}}{{/a}}{{/x}}{{$a}}{{/a}}{{> x}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"{{<x}}{{$b}}{{<x}}{{$a}}{{/a}}{{/x}}{{/b}}{{/x}}{{$b}}{{$a}}{{/a}}{{/b}}{{> x}}", "", 0, "", CR_LIMIT,
         CR_LIMIT},
        {"{{<y}}{{$a}}{{$a}}{{/a}}!{{/a}}{{/y}}", "", 0, "", CR_OK, CR_OK},
        {"{{<y}}{{$a}}{{<y}}{{$b}}{{<y}}{{$a}}x{{/a}}{{/y}}{{/b}}{{/y}}{{/a}}{{/y}}", "", 0, "", CR_OK, CR_OK},
        {"{{#stories}}{{#stories}}{{#stories}}{{/stories}}{{/stories}}{{/stories}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"{{#stories}}{{#stories}}{{headline}}a{{/stories}}{{/stories}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"{{#stories}}{{#stories}}[a]({{papers}}{{papers}}) {{/stories}}{{/stories}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"{{#stories}}{{#stories}}](/a{{papers}}{{/stories}}{{/stories}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"", "> ", 30000, "{{#stories}}{{#stories}}{{headline}}a{{/stories}}{{/stories}}", CR_LIMIT, CR_LIMIT},
        {"", "> ", 30000, "{{#stories}}{{#stories}}{{space}} {{/stories}}{{/stories}}", CR_LIMIT, CR_LIMIT},
        {"", "1", 30000, "{{#stories}}{{#stories}}{{digit}}1{{/stories}}{{/stories}}", CR_LIMIT, CR_LIMIT},
        {"{{nobody}}{{> x}}{{> x}}", "", 0, "", CR_LIMIT, CR_LIMIT},
        {"", " ", 60000, "{{> x}}\na\n", CR_LIMIT, CR_LIMIT},
        {"{{#stories}}", "long ", 120000, "{{/stories}}", CR_LIMIT, CR_LIMIT},
        {"{{#stories}}", "[", 20000, "{{/stories}}", CR_LIMIT, CR_OK},
        {"{{#stories}}", "*a _b ", 4000, "{{/stories}}", CR_LIMIT, CR_OK},
        {"", "{{#stories}}", 65, "", CR_LIMIT, CR_LIMIT},
        {"", "{{nobody}}\n", 90000, "", CR_OK, CR_OK},
        {"", "{{stores}}", 100000, "", CR_OK, CR_OK},
        {"{{<y}}", "{{$c}}{{/c}}", 40000, "{{/y}}", CR_OK, CR_OK},
        {"{{<z}}{{$c}}{{/c}}{{/z}}", "{{$d}}{{/d}}", 40000, "", CR_OK, CR_OK},
        {"{{<z}}{{$b}}{{/b}}", "{{$c}}{{/c}}", 30000, "{{$d}}{{<z}}{{/z}}{{/d}}{{/z}}", CR_LIMIT, CR_LIMIT},
        {"", "{{title}}", 110000, "", CR_OK, CR_OK},
    };
    static const char *const endings[] = {"md", "html", "txt"};
    cr_buf json = {0}, z = {0}, source = {0};
    cr_buf_append_string(&json, "{\"title\":\"x\",\"space\":\" \",\"digit\":\"1\",\"stories\":[{\"headline\":\"y\"}");
    append_times(&json, ",{\"headline\":\"y\",\"papers\":\"z\"}", 999);
    cr_buf_append_string(&json, "]}");
    append_times(&z, "{{$a}}{{/a}}", 20000);
    cr_buf_append_string(&z, "{{$d}}{{/d}}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
            char names[3][16];
            for (size_t n = 0; n < 3; n++)
                snprintf(names[n], sizeof names[n], "%c.%s", (char)('x' + n), endings[k]);
            cr_buf_clear(&source);
            cr_buf_append_string(&source, cases[i].before);
            append_times(&source, cases[i].middle, cases[i].n);
            cr_buf_append_string(&source, cases[i].behind);
            const char *const others[] = {names[1], "{{$a}}{{/a}}{{$b}}{{/b}}{{$a}}{{/a}}", names[2], z.data, NULL};
            clock_t start = clock();
            made m = make(names[0], source.data, json.data, others);
            check_seconds(start, cases[i].before);
            ck_assert_msg(m.status == (k == 0 ? cases[i].markdown : cases[i].other), "%zu %s: %d %s", i, names[0],
                          (int)m.status, m.error.text);
            cr_buf_release(&m.out);
            start = clock();
            cr_template_faults faults = check(
                "daily.md", source.data,
                (const char *const[]){"x.md", source.data, "y.md", others[1], "z.md", z.data, NULL});
            check_seconds(start, cases[i].before);
            ck_assert_uint_le(faults.n, 102);
            cr_template_faults_release(&faults);
        }
    cr_buf_release(&json);
    cr_buf_release(&z);
    cr_buf_release(&source);
}
END_TEST

START_TEST(a_users_folder_lies_over_ours)
{
    char root[] = "/tmp/courant-templates-XXXXXX", user[64], ours[64], path[96];
    cr_error error = {0};
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(user, sizeof user, "%s/user", root);
    snprintf(ours, sizeof ours, "%s/ours", root);
    ck_assert_int_eq(mkdir(user, 0700), 0);
    ck_assert_int_eq(mkdir(ours, 0700), 0);
    static const struct {
        bool is_ours;
        const char *name, *source;
    } all[] = {{true, "daily.txt", "ours {{> story}} {{> ../secret}} {{>*hostile}}"},
               {true, "story.txt", "our story"},
               {false, "story.txt", "user's story{{> own.html}}"},
               {false, "own.html", "<{{x}}>"},
               {false, "broken.txt", "\n{{#a}}"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(path, sizeof path, "%s/%s", all[i].is_ours ? ours : user, all[i].name);
        ck_assert_int_eq(cr_file_write(path, cr_view_of(all[i].source), &error), CR_OK);
    }
    snprintf(path, sizeof path, "%s/secret.txt", root);
    ck_assert_int_eq(cr_file_write(path, CR_VIEW("secret"), &error), CR_OK);
    const char *folders[] = {NULL, user, ours};
    cr_templates *templates = cr_templates_new(folders, 3);
    const cr_template *template = NULL;
    cr_json_document *document = NULL;
    cr_buf out = {0};
    ck_assert_int_eq(
        cr_json_document_parse(CR_VIEW("{\"x\":\"&\",\"hostile\":\"../secret\"}"), "json", &document, &error), CR_OK);
    ck_assert_int_eq(cr_template_load(templates, "daily.txt", &template, &error), CR_OK);
    ck_assert_int_eq(cr_template_render(template, cr_json_document_root(document), &out, &error), CR_OK);
    ck_assert_str_eq(out.data, "ours user's story<&>  ");
    ck_assert_int_eq(cr_template_load(templates, "absent.txt", &template, &error), CR_IO);
    ck_assert_str_eq(error.text, "no template 'absent.txt'");
    cr_error_clear(&error);
    ck_assert_int_eq(cr_template_load(templates, "../secret.txt", &template, &error), CR_IO);
    cr_error_clear(&error);
    ck_assert_int_eq(cr_template_load(templates, "broken.txt", &template, &error), CR_INPUT);
    ck_assert_uint_eq(error.line, 2);
    ck_assert_msg(strstr(error.source, "user/broken.txt") != NULL, "%s", error.source);
    cr_json_document_free(document);
    cr_templates_free(templates);
    cr_buf_release(&out);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(path, sizeof path, "%s/%s", all[i].is_ours ? ours : user, all[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/secret.txt", root);
    unlink(path);
    rmdir(user);
    rmdir(ours);
    rmdir(root);
}
END_TEST

START_TEST(faults_are_told_before_a_run)
{
    static const char *const parts[] = {"page.md",
                                        "{{#stories}}{{$body}}{{headline}}{{/body}}{{/stories}}{{$foot}}{{x}}{{/foot}}",
                                        "loop.md",
                                        "{{#stories}}{{> loop}}{{/stories}}",
                                        "broken.md",
                                        "{{#x}}",
                                        "company.md",
                                        "{{shown}}{{edition.full_day}}{{#edition}}{{#stories}}{{headline}}{{mentions}}"
                                        "{{/stories}}{{#footer}}{{.}}{{/footer}}{{/edition}}{{edition.shown}}",
                                        NULL};
    static const struct {
        const char *source, *faults;
    } cases[] = {
        {"{{title}} {{words.new}} {{#stories}}{{headline}}{{title}}{{#reports}}{{.}}{{/reports}}{{/stories}}{{^stories}}{{day}}{{/stories}}",
         ""},
        {"{{headline}}", "'daily.md':1:1: no 'headline' here in the digest, only in {{#stories}}\n"},
        {"{{nobody}} {{#stories}}{{#cites}}{{closes}}{{new}}{{nown}}{{/cites}}{{/stories}}",
         "'daily.md':1:1: no 'nobody' in the digest\n"
         "'daily.md':1:34: no 'closes' here in the digest, only in {{#stories}}{{#quotations}}\n"
         "'daily.md':1:44: no 'new' here in the digest, only in {{#words}}\n"
         "'daily.md':1:51: no 'nown' in the digest\n"},
        {"{{#storys}}{{headline}}{{/storys}}{{^storys}}{{dayly}}{{/storys}}",
         "'daily.md':1:1: no 'storys' in the digest (did you mean 'stories'?)\n"
         "'daily.md':1:35: no 'storys' in the digest (did you mean 'stories'?)\n"},
        {"{{dayly}}{{stories.headline}}",
         "'daily.md':1:1: no 'dayly' in the digest (did you mean 'day'?)\n"
         "'daily.md':1:10: 'stories' is a list: 'stories.headline' wants a section {{#stories}}\n"},
        {"\n {{titel}}", "'daily.md':2:2: no 'titel' in the digest (did you mean 'title'?)\n"},
        {"{{#words}}{{sauces}}{{/words}}", "'daily.md':1:11: no 'sauces' in the digest (did you mean 'sources'?)\n"},
        {"{{words.sorces}}", "'daily.md':1:1: no 'words.sorces' in the digest (did you mean 'words.sources'?)\n"},
        {"{{stories}}{{words}}", "'daily.md':1:1: 'stories' is no text: it wants a section\n"
                                 "'daily.md':1:12: 'words' is no text: it wants a section\n"},
        {"{{> absent}}{{> ../x}}",
         "'daily.md':1:1: no template 'absent'\n'daily.md':1:13: '../x' is no name of a template\n"},
        {"{{> loop}}{{>*title}}{{>*titel}}", "'daily.md':1:22: no 'titel' in the digest (did you mean 'title'?)\n"},
        {"{{> broken}}{{> broken}}", "'broken.md':1:1: 'x' is never closed\n"},
        {"{{<page}}{{$body}}{{papers}}{{/body}}{{$foot}}{{day}}{{/foot}}{{/page}}", ""},
        {"{{<page}}{{$body}}{{paper}}{{/body}}{{/page}}",
         "'daily.md':1:19: no 'paper' in the digest (did you mean 'papers'?)\n'page.md':1:64: no 'x' in the digest\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_template_faults faults = check("daily.md", cases[i].source, parts);
        ck_assert_str_eq(faults.lines.data ? faults.lines.data : "", cases[i].faults);
        cr_template_faults_release(&faults);
    }
    cr_template_faults faults = check("company.md", NULL, parts);
    ck_assert_str_eq(faults.lines.data, "'company.md':1:129: no 'edition.shown' in the page of a company\n");
    cr_template_faults_release(&faults);
    ck_assert_ptr_null(cr_model_of("stories.md"));
    ck_assert_ptr_null(cr_model_of("site/daily.md"));
    ck_assert_ptr_null(cr_model_of("daily.html"));
}
END_TEST

START_TEST(a_template_that_nothing_uses_is_told)
{
    static const struct {
        const char *daily, *name, *source, *faults;
    } cases[] = {
        {"{{> storys}}", "storys.md", "{{title}}", ""},
        {"{{> stories}}", "storys.md", "{{title}}",
         "'storys.md': no command and no template uses it (did you mean 'stories.md'?)\n"},
        {"", "dayly.md", "plain", "'dayly.md': no command and no template uses it (did you mean 'daily.md'?)\n"},
        {"", "site/diges.md", "",
         "'site/diges.md': no command and no template uses it (did you mean 'site/digest.md'?)\n"},
        {"", "own.md", "{{title}}", "'own.md': no command and no template uses it\n"},
        {"", "README.md", "What these are.", ""},
        {"{{#stories}}{{>*label}}{{/stories}}", "new.md", "{{title}}", ""},
        {"", "daily.html", "{{title}}", "'daily.html': no command and no template uses it\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_template_faults faults = {0};
        cr_templates *templates = cr_templates_new(NULL, 0);
        cr_templates_add(templates, "daily.md", cr_view_of(cases[i].daily), NULL);
        cr_templates_add(templates, "stories.md", CR_VIEW(""), NULL);
        cr_templates_add(templates, cases[i].name, cr_view_of(cases[i].source), NULL);
        cr_template_check(templates, "daily.md", cr_model_of("daily.md"), &faults);
        cr_template_check(templates, cases[i].name, cr_model_of(cases[i].name), &faults);
        cr_template_check_use(templates, cases[i].name, &faults);
        ck_assert_str_eq(faults.lines.data ? faults.lines.data : "", cases[i].faults);
        cr_template_faults_release(&faults);
        cr_templates_free(templates);
    }
}
END_TEST

START_TEST(places_in_pages_are_looked_at_before_a_run)
{
    static const char *const parts[] = {"part.html", "{{title}}", "open.html", "<a title=", NULL};
    static const struct {
        const char *source, *faults;
    } cases[] = {
        {"<p title=\"{{title}}\">{{title}}{{#stories}}<a{{#is_new}} class='a'{{/is_new}} href='#{{id}}'>{{> part}}</a>"
         "{{/stories}}<p title='{{> part}}'>",
         ""},
        {"<p>{{^stories}}\n<p title={{title}}>{{/stories}}",
         "'page.html':2:10: a value in an attribute without quotation marks: write title=\"{{title}}\"\n"},
        {"<p title={{> part}}>",
         "'part.html':1:1: a value in an attribute without quotation marks: write title=\"{{title}}\"\n"},
        {"{{> open}}'{{title}}'>{{> open}}{{title}}>",
         "'page.html':1:33: a value in an attribute without quotation marks: write title=\"{{title}}\"\n"},
        {"{{#stories}}<a href='{{/stories}}",
         "'page.html':1:1: 'stories' begins in text and ends in an attribute: close in a section what it opens\n"},
        {"<!--{{#stories}}-->{{/stories}}",
         "'page.html':1:5: 'stories' begins in a comment or declaration and ends in text: close in a section what it "
         "opens\n"},
        {"<script>{{#has_told}}f(){{/has_told}}</script>{{{title}}}<p title={{{title}}}>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_template_faults faults = check("page.html", cases[i].source, parts);
        ck_assert_str_eq(faults.lines.data ? faults.lines.data : "", cases[i].faults);
        cr_template_faults_release(&faults);
    }
}
END_TEST

SUITE("templates", values_are_escaped_for_their_file, an_address_is_held_to_what_it_may_be,
      a_value_where_no_escape_holds_is_refused, markdown_is_escaped_for_its_place,
      markdown_that_would_be_another_is_refused, no_value_changes_a_document, errors_tell_their_place,
      no_template_costs_much, a_users_folder_lies_over_ours, faults_are_told_before_a_run,
      places_in_pages_are_looked_at_before_a_run, a_template_that_nothing_uses_is_told)
