/* One edition, hand-made and hostile in turn, as Markdown, JSON and text. */
#include "suite.h"

#include "base/file.h"
#include "render/document.h"
#include "render/json.h"
#include "render/text.h"

#include <cmark.h>
#include <stdio.h>
#include <string.h>

#define TEMPLATES SOURCE_DIR "/digest-templates"
#define LOCALES TEMPLATES "/locale"
#define DAY_10 ((cr_date){1773100800, CR_DATE_DAY})
#define DAY_12 ((cr_date){1773100800 + 2 * 86400, CR_DATE_DAY})

static const cr_quotation quotations[] = {
    {.text = {"A bridge was opened on Monday.", 30},
     .source = 0,
     .start = 0,
     .end = 30,
     .score = .5,
     .link = {"https://ledger.example/bridge#:~:text=A%20bridge", 48}},
    {.text = {"It cost 4 * 5 million.", 22}, .source = 0, .start = 31, .end = 53, .score = .25},
    {.text = {"Le pont est ouvert.", 19}, .source = 1, .start = 0, .end = 19, .score = .125},
};
static const size_t reports[] = {0, 1, 2, 3};
static const cr_edition_story stories[] = {
    {.id = {"s-1", 3},
     .headline = {"A bridge (opened)", 17},
     .lang = "en",
     .label = CR_STORY_NEW,
     .quotations = quotations,
     .n_quotations = 3,
     .reports = reports,
     .n_reports = 4,
     .importance = 3.5},
};
static const cr_edition_source sources[] = {
    {.number = 1,
     .id = {"7", 1},
     .id_is_integer = true,
     .name = {"The Ledger", 10},
     .paper = {"The Ledger", 10},
     .title = {"A bridge", 8},
     .url = {"https://ledger.example/bridge", 29},
     .lang = "en",
     .date = {1773100860, CR_DATE_TIME},
     .hash = 0x123},
    {.number = 2,
     .id = {"b", 1},
     .name = {"b.txt", 5},
     .title = {"Le pont…", 10},
     .title_derived = true,
     .path = {"in/b.txt", 8},
     .lang = "fr"},
    {.number = 3,
     .id = {"c", 1},
     .name = {"Kurier", 6},
     .lang = "de",
     .path = {"in/c.txt", 8},
     .date = {1773100800, CR_DATE_DAY}},
    {.number = 4,
     .id = {"d", 1},
     .name = {"Kurier", 6},
     .title = {"גשר", 6},
     .lang = "de",
     .url = {"https://kurier.example/4", 24},
     .date = {1773100800, CR_DATE_DAY}},
};
static const cr_edition_failure failures[] = {{{"x_y.txt", 7}, {"cannot open", 11}}};
static const cr_edition_language languages[] = {{"en", 3}, {"de", 2}, {"und", 1}};

static cr_edition sample(const char *lang)
{
    cr_edition e = {.date = DAY_12,
                    .first = DAY_10,
                    .last = DAY_12,
                    .stories = stories,
                    .n_stories = 1,
                    .sources = sources,
                    .n_sources = 4,
                    .failures = failures,
                    .n_failures = 1,
                    .languages = languages,
                    .n_languages = 3,
                    .n_articles = 6,
                    .n_papers = 4,
                    .n_undated = 1,
                    .n_merged = 2};
    snprintf(e.lang, sizeof e.lang, "%s", lang);
    return e;
}

static cr_status render_markdown(const cr_edition *edition, const cr_words *words, cr_buf *out, cr_error *error)
{
    cr_templates *templates = cr_templates_new((const char *const[]){TEMPLATES}, 1);
    cr_status status = cr_render_document(edition, words, templates, "daily.md", out, error);
    cr_templates_free(templates);
    return status;
}

static cr_words *load(const char *lang)
{
    cr_words *words = NULL;
    cr_error error = {0};
    ck_assert_msg(cr_words_load(LOCALES, lang, &words, &error) == CR_OK, "%s:%zu: %s", error.source, error.line,
                  error.text);
    return words;
}

START_TEST(markdown_of_an_edition)
{
    cr_edition e = sample("en");
    cr_words *words = load("en");
    cr_buf out = {0};
    cr_error error = {0};
    ck_assert_msg(render_markdown(&e, words, &out, &error) == CR_OK, "%s", error.text);
    ck_assert_str_eq(
        out.data,
        "# News digest\n"
        "\n"
        "Thursday, March 12, 2026\n"
        "\n"
        "## A bridge (opened) · **NEW**\n"
        "\n"
        "A bridge was opened on Monday. [[1]](https://ledger.example/bridge#:~:text=A%20bridge) It cost 4 \\* 5 million. [1]\n"
        "\n"
        "Le pont est ouvert. [2]\n"
        "\n"
        "Also reported by: Kurier (German) [3] [[4]](https://kurier.example/4)\n"
        "\n"
        "## Sources\n"
        "\n"
        "1. [A bridge](https://ledger.example/bridge) · The Ledger · March 10, 2026\n"
        "2. Le pont… · b.txt · no date · title made from the first sentence\n"
        "3. Kurier · c.txt · March 10, 2026\n"
        "4. [\u2068גשר\u2069](https://kurier.example/4) · Kurier · March 10, 2026\n"
        "\n"
        "---\n"
        "\n"
        "- 6 articles from 4 sources\n"
        "- Languages: English (3), German (2), and unknown language (1)\n"
        "- Published: March 10\u2009–\u200912, 2026\n"
        "- 1 article without a date\n"
        "- 2 articles repeat others and count only once\n"
        "- Could not be read: x\\_y.txt (cannot open)\n");
    cr_buf_release(&out);
    cr_words_free(words);
}
END_TEST

START_TEST(text_of_an_edition)
{
    cr_edition e = sample("en");
    cr_words *words = load("en");
    cr_buf out = {0};
    cr_render_text(&e, words, 40, &out);
    ck_assert_msg(strstr(out.data, "News digest\nThursday, March 12, 2026\n\nA bridge (opened) · NEW\n"
                                   "    A bridge was opened on Monday. [1]\n"
                                   "    It cost 4 * 5 million. [1]\n"
                                   "    Le pont est ouvert. [2]\n"
                                   "    Also reported by: Kurier (German)\n"
                                   "    [3] [4]\n"
                                   "\nSources\n"
                                   "[1] A bridge · The Ledger · March 10,\n"
                                   "    2026\n"
                                   "    https://ledger.example/bridge\n") == out.data,
                  "%s", out.data);
    cr_buf_clear(&out);
    cr_render_text(&e, words, 0, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "\n    A bridge was opened on Monday. [1] It cost 4 * 5 million. [1]\n"));
    cr_buf_release(&out);
    cr_words_free(words);
}
END_TEST

START_TEST(json_of_an_edition)
{
    static const char *const parts[] = {
        "{\"schema\":\"courant-edition-1\",\"lang\":\"en\",\"date\":\"2026-03-12\",\"first\":\"2026-03-10\",\"last\":\"2026-03-12\","
        "\"title\":\"News digest\",\"day\":\"March 12, 2026\",\"full_day\":\"Thursday, March 12, 2026\","
        "\"words\":{\"lang\":\"en\",\"dir\":\"ltr\",\"new\":\"NEW\",",
        "\"has_stories\":true,\"has_told\":true,\"has_contents\":false,\"has_unchanged\":false,\"has_sources\":true,"
        "\"footer\":[\"6 articles from 4 sources\",",
        "\"stories\":[{\"id\":\"s-1\",\"headline\":\"A bridge (opened)\",\"headline_source\":1,\"lang\":\"en\",\"label\":\"new\","
        "\"importance\":3.5,\"before\":\"\",\"behind\":\"\",\"dir\":\"ltr\",\"label_text\":\"NEW\",\"is_new\":true,"
        "\"is_updated\":false,\"is_unchanged\":false,\"has_quotations\":true,\"quotations\":["
        "{\"text\":\"A bridge was opened on Monday.\",\"source\":1,\"start\":0,\"end\":30,\"score\":0.5,"
        "\"has_link\":true,\"link\":\"https://ledger.example/bridge#:~:text=A%20bridge\",\"number\":1,"
        "\"before\":\"\",\"behind\":\"\",\"lang\":\"en\",\"dir\":\"ltr\",\"opens\":true,\"closes\":false},"
        "{\"text\":\"It cost 4 * 5 million.\",\"source\":1,\"start\":31,\"end\":53,\"score\":0.25,\"has_link\":false,",
        "\"opens\":false,\"closes\":true},{\"text\":\"Le pont est ouvert.\",\"source\":2,\"start\":0,\"end\":19,\"score\":0.125,",
        "\"has_also_reported\":true,\"also_reported\":[{\"is_citation\":false,\"text\":\"Also reported by: Kurier (German) \"},"
        "{\"is_citation\":true,\"number\":3,\"has_url\":false},{\"is_citation\":false,\"text\":\" \"},"
        "{\"is_citation\":true,\"number\":4,\"has_url\":true,\"url\":\"https://kurier.example/4\"}],"
        "\"reports\":[1,2,3,4],\"cites\":[{\"number\":1,\"has_url\":true,",
        "],\"papers\":3,\"papers_per_cent\":100,\"coverage\":\"4 articles from 3 sources\"}],"
        "\"sources\":[{\"number\":1,\"id\":7,\"name\":\"The Ledger\",\"title\":\"A bridge\",\"source\":\"The Ledger\","
        "\"has_url\":true,\"url\":\"https://ledger.example/bridge\",\"lang\":\"en\",\"date\":\"2026-03-10T00:01:00Z\","
        "\"hash\":\"0000000000000123\",\"shown\":\"A bridge\",\"dir\":\"ltr\",\"day\":\"March 10, 2026\","
        "\"details\":[\"The Ledger\",\"March 10, 2026\"]},"
        "{\"number\":2,\"id\":\"b\",\"name\":\"b.txt\",\"title\":\"Le pont…\",\"title_derived\":true,\"has_url\":false,"
        "\"path\":\"in/b.txt\",\"lang\":\"fr\",\"hash\":\"0000000000000000\",",
        "\"languages\":[{\"lang\":\"en\",\"name\":\"English\",\"articles\":3},{\"lang\":\"de\",\"name\":\"German\",\"articles\":2},"
        "{\"lang\":\"und\",\"name\":\"unknown language\",\"articles\":1}],"
        "\"failures\":[{\"source\":\"x_y.txt\",\"reason\":\"cannot open\"}],"
        "\"counts\":{\"articles\":6,\"names\":4,\"undated\":1,\"merged\":2,\"muted\":0,\"empty\":0,\"repaired\":0,\"capped\":0}}\n",
    };
    cr_edition e = sample("en");
    cr_words *words = load("en");
    cr_buf out = {0};
    cr_render_json(&e, words, &out);
    const char *at = out.data;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *found = strstr(at, parts[i]);
        ck_assert_msg(found != NULL && (i > 0 || found == out.data), "%.200s\nis not in\n%.300s", parts[i], at);
        at = found + strlen(parts[i]);
    }
    ck_assert_str_eq(at, "");
    cr_words_free(words);
    cr_buf_release(&out);
}
END_TEST

START_TEST(every_language_renders)
{
    cr_arena arena = {0};
    cr_file_list files;
    ck_assert_int_eq(cr_file_walk(LOCALES, &arena, &files, NULL), CR_OK);
    for (size_t i = 0; i < files.n_paths; i++) {
        char tag[16];
        const char *name = strrchr(files.paths[i], '/') + 1;
        snprintf(tag, sizeof tag, "%.*s", (int)(strlen(name) - 4), name);
        cr_edition e = sample(tag), none = {.lang = "en"};
        cr_words *words = load(tag);
        cr_buf out = {0}, again = {0};
        cr_error error = {0};
        ck_assert_msg(render_markdown(&e, words, &out, &error) == CR_OK, "%s: %s", tag, error.text);
        // Neither the zone nor the locale of the process changes a byte.
        setenv("TZ", "Pacific/Kiritimati", 1);
        setenv("LC_ALL", "tr_TR.UTF-8", 1);
        cr_words_free(words);
        words = load(tag);
        ck_assert_int_eq(render_markdown(&e, words, &again, &error), CR_OK);
        ck_assert_str_eq(out.data, again.data);
        cr_buf_clear(&out);
        ck_assert_int_eq(render_markdown(&none, words, &out, &error), CR_OK);
        cr_render_text(&e, words, 60, &out);
        cr_render_text(&none, words, 0, &out);
        unsetenv("TZ");
        unsetenv("LC_ALL");
        cr_words_free(words);
        cr_buf_release(&out);
        cr_buf_release(&again);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(right_to_left_is_kept_apart)
{
    cr_edition e = sample("he");
    cr_edition_story story = stories[0];
    story.headline = CR_VIEW("Apple פותחת משרד");
    snprintf(story.lang, sizeof story.lang, "%s", "he");
    e.stories = &story;
    cr_words *words = load("he");
    cr_buf out = {0};
    ck_assert_int_eq(render_markdown(&e, words, &out, NULL), CR_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "\n## \u200FApple פותחת משרד · **"));
    ck_assert_ptr_nonnull(
        strstr(out.data, "\n1. [\u2068A bridge\u2069](https://ledger.example/bridge) · \u2068The Ledger\u2069"));
    ck_assert_ptr_nonnull(strstr(out.data, "\u2068Kurier\u2069 (גרמנית) [3]"));
    cr_buf_release(&out);
    cr_words_free(words);
}
END_TEST

/* One hostile text as everything that comes from outside. */
static void hold(cr_view text, const cr_words *words)
{
    cr_quotation q = {.text = text, .source = 0};
    const size_t all[] = {0, 1};
    const char *bad_link = "https://x.example/)](y";
    cr_edition_source s[] = {
        {.number = 1, .id = text, .name = text, .title = text, .url = cr_view_of(bad_link), .lang = "en"},
        {.number = 2, .id = text, .name = text, .path = text, .title = text, .lang = "fr"}};
    cr_edition_story story = {.id = CR_VIEW("s-1"),
                              .headline = text,
                              .lang = "en",
                              .quotations = &q,
                              .n_quotations = 1,
                              .reports = all,
                              .n_reports = 2,
                              .label = CR_STORY_UPDATED};
    cr_edition_failure failure = {text, text};
    cr_edition e = {.lang = "en",
                    .stories = &story,
                    .n_stories = 1,
                    .sources = s,
                    .n_sources = 2,
                    .failures = &failure,
                    .n_failures = 1,
                    .n_articles = 2,
                    .n_papers = 1};
    cr_buf out = {0};
    cr_error error = {0};
    ck_assert_msg(render_markdown(&e, words, &out, &error) == CR_OK, "'%.*s': %s", (int)text.size, text.data,
                  error.text);
    char *html = cmark_markdown_to_html(out.data, out.size, CMARK_OPT_UNSAFE);
    for (const char *at = html; (at = strchr(at, '<')) != NULL; at++)  // only the tags that a digest has
        ck_assert_msg(strncmp(at, "<h", 2) == 0 || strncmp(at, "</", 2) == 0 || strncmp(at, "<p>", 3) == 0 ||
                          strncmp(at, "<ol>", 4) == 0 || strncmp(at, "<ul>", 4) == 0 || strncmp(at, "<li>", 4) == 0 ||
                          strncmp(at, "<strong>", 8) == 0 ||
                          strncmp(at, "<a href=\"https://x.example/%29%5D%28y\">", 39) == 0,
                      "%.80s", at);
    free(html);
    cr_buf_clear(&out);
    cr_render_text(&e, words, 30, &out);
    for (size_t i = 0; i < out.size; i++)
        ck_assert((unsigned char)out.data[i] >= 0x20 || out.data[i] == '\n');
    cr_buf_clear(&out);
    cr_render_json(&e, words, &out);
    ck_assert_ptr_eq(strchr(out.data, '\n'), out.data + out.size - 1);
    cr_buf_release(&out);
}

START_TEST(hostile_editions_hold)
{
    static const char *const own[] = {"",        "\x1B[31mred", "<b>",  "\u202E\u2066", "[3]",    "**NEW**", "1. x",
                                      "{{ x }}", "\uFDD0",      "a\nb", "](x)",         "\u2069", "![x](y)"};
    cr_words *words = load("en");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        hold(cr_view_of(own[i]), words);
    cr_buf file = {0};
    const char *path = SOURCE_DIR "/../shared/eval/hostile-titles.txt";
    if (cr_file_exists(path)) {
        ck_assert_int_eq(cr_file_read(path, 1 << 20, &file, NULL), CR_OK);
        cr_view rest = cr_buf_view(&file), line;
        while (cr_view_next_line(&rest, &line))
            hold(line, words);
    }
    cr_buf_release(&file);
    cr_words_free(words);
}
END_TEST

SUITE("render", markdown_of_an_edition, text_of_an_edition, json_of_an_edition, every_language_renders,
      right_to_left_is_kept_apart, hostile_editions_hold)
