#include "suite.h"

#include "base/limits.h"
#include "config/file.h"

#include <stdio.h>
#include <string.h>

START_TEST(every_setting_is_told_and_taken)
{
    size_t n;
    const cr_setting *settings = cr_settings(&n);
    cr_config config;
    cr_config_init(&config);
    ck_assert_uint_gt(n, 10);
    for (size_t i = 0; i < n; i++) {
        const cr_setting *s = &settings[i];
        char number[24];
        ck_assert(s->help[0] && s->help[strlen(s->help) - 1] != '.');
        ck_assert(s->commands != 0);
        ck_assert((s->argument == NULL) == (s->kind == CR_SETTING_FLAG));
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(settings[j].name, s->name);
            ck_assert(s->letter == 0 || s->letter != settings[j].letter);
        }
        snprintf(number, sizeof number, "%zu", s->most);
        const char *value = s->kind == CR_SETTING_FLAG     ? "true"
                            : s->kind == CR_SETTING_SIZE   ? number
                            : s->kind == CR_SETTING_CHOICE ? s->choices[0]
                            : s->kind == CR_SETTING_DAY    ? "2026-03-12"
                                                           : "value";
        cr_error error = {0};
        ck_assert_msg(cr_config_set(&config, s->name, value, &error) == CR_OK, "%s: %s", s->name, error.text);
    }
    ck_assert_uint_eq(config.words, 1000000);
    ck_assert(config.together && config.quiet);
    ck_assert_str_eq(config.group_by, "value");
    ck_assert_int_eq(config.date.precision, CR_DATE_DAY);
    cr_config_release(&config);
}
END_TEST

START_TEST(wrong_values_are_told)
{
    static const struct {
        const char *name, *value, *told;
    } CASES[] = {
        {"wrods", "5", "unknown option 'wrods' (did you mean 'words'?)"},
        {"xyzzy", "5", "unknown option 'xyzzy'"},
        {"words", "0", "'words' is a number from 1 to 1000000, not '0'"},
        {"words", "-3", "'words' is a number from 1 to 1000000, not '-3'"},
        {"words", "99999999999999999999999", "'words' is a number from 1 to 1000000, not '99999999999999999999999'"},
        {"words", "", "option 'words' wants a value (N)"},
        {"words", NULL, "option 'words' wants a value (N)"},
        {"per-cent", "101", "'per-cent' is a number from 1 to 100, not '101'"},
        {"format", "josn", "'josn' is no value of 'format' (did you mean 'json'?)"},
        {"format", "pdf", "'pdf' is no value of 'format'"},
        {"quiet", "maybe", "'quiet' is true or false, not 'maybe'"},
        {"date", "yesterday", "'date' is a day such as 2026-03-12, not 'yesterday'"},
        {"date", "2026-02-30", "'date' is a day such as 2026-03-12, not '2026-02-30'"},
    };
    cr_config config;
    cr_config_init(&config);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_error error = {0};
        ck_assert_int_eq(cr_config_set(&config, CASES[i].name, CASES[i].value, &error), CR_USAGE);
        ck_assert_str_eq(error.text, CASES[i].told);
    }
    cr_config_release(&config);
}
END_TEST

START_TEST(flags_can_be_taken_back)
{
    cr_config config;
    cr_config_init(&config);
    ck_assert_int_eq(cr_config_set(&config, "strict", NULL, NULL), CR_OK);
    ck_assert(config.strict);
    ck_assert_int_eq(cr_config_set(&config, "strict", "false", NULL), CR_OK);
    ck_assert(!config.strict);
    cr_config_release(&config);
}
END_TEST

static cr_status read_text(cr_config *config, const char *text, char *told, size_t size)
{
    cr_error error = {0};
    cr_config_init(config);
    cr_status status = cr_config_read_text(config, cr_view_of(text), "folder/courant.yaml", &error);
    cr_error_format(&error, told, size);
    return status;
}

START_TEST(a_file_fills_everything)
{
    static const char
        text[] = "words: 60\nstrict: true\nreader: [fr, en]\nmute: [a, b]\nboost: c\ndate: 2026-03-12\n"
                 "companies: companies.txt\noutput: /tmp/x\nprevious: [../a.json, b.json]\n"
                 "archive: news.db\ntemplates: mine/\nquiet:\n"
                 "sources:\n"
                 "  - url: https://example.org/feed.xml\n    name: Example Times\n    lang: fr\n"
                 "    pages: always\n    secret: key.txt\n"
                 "  - opml: feeds.opml\n"
                 "  -\n"
                 "    files: notes/\n"
                 "fetch: {contact: 'mailto:me@example.org', parallel: 3, timeout: 5, max-size: 2,\n"
                 "        allow-private: true}\n"
                 "outputs:\n  - markdown: out/{date}.md\n  - feed: feed.xml\n    address: https://example.org/f\n"
                 "  - site: hugo\n    folder: site\n    address: https://example.org/news\n  - mail: all\n"
                 "mail: {from: 'Courant <digest@example.org>', smtp: 'smtps://example.org:465', user: x,\n"
                 "       password-file: p.txt, sendmail: /usr/sbin/sendmail -t -i, always: true,\n"
                 "       unsubscribe: 'mailto:a@example.org?subject=no'}\n"
                 "readers:\n  - address: anna@example.org\n    name: Anna\n    reader: fr,en\n"
                 "    companies: [mistral-ai, airbus]\n    mute: [x]\n  - {address: b@example.org, boost: y}\n";
    cr_config c;
    char told[600];
    ck_assert_msg(read_text(&c, text, told, sizeof told) == CR_OK, "%s", told);
    ck_assert_uint_eq(c.words, 60);
    ck_assert(c.strict && !c.quiet);
    ck_assert_str_eq(c.reader, "fr,en");
    ck_assert(c.mute.n == 2 && c.boost.n == 1 && c.previous.n == 2);
    ck_assert_str_eq(c.previous.items[0], "folder/../a.json");
    ck_assert_str_eq(c.companies, "folder/companies.txt");
    ck_assert_str_eq(c.output, "/tmp/x");
    ck_assert_str_eq(c.archive, "folder/news.db");
    ck_assert_str_eq(c.templates, "folder/mine/");
    ck_assert_str_eq(c.file, "folder/courant.yaml");
    ck_assert_str_eq(cr_config_get(&c, "date"), "2026-03-12");
    ck_assert_str_eq(cr_config_get(&c, "words"), "60");
    ck_assert_str_eq(cr_config_get(&c, "strict"), "true");
    ck_assert_str_eq(cr_config_get(&c, "mute"), "a");
    ck_assert_ptr_null(cr_config_get(&c, "quiet"));
    ck_assert_ptr_null(cr_config_get(&c, "no-such"));

    ck_assert_uint_eq(c.n_sources, 3);
    ck_assert_str_eq(c.sources[0].url, "https://example.org/feed.xml");
    ck_assert_str_eq(c.sources[0].name, "Example Times");
    ck_assert_str_eq(c.sources[0].lang, "fr");
    ck_assert_str_eq(c.sources[0].secret, "folder/key.txt");
    ck_assert_int_eq(c.sources[0].pages, CR_PAGES_ALWAYS);
    ck_assert_int_eq(c.sources[1].pages, CR_PAGES_TEASER);
    ck_assert_str_eq(c.sources[1].opml, "folder/feeds.opml");
    ck_assert_str_eq(c.sources[2].files, "folder/notes/");
    ck_assert_uint_eq(c.sources[1].line, 19);
    ck_assert_str_eq(c.fetch.contact, "mailto:me@example.org");
    ck_assert(c.fetch.parallel == 3 && c.fetch.timeout == 5 && c.fetch.max_size == 2 * CR_MIB && c.fetch.allow_private);

    ck_assert_uint_eq(c.n_outputs, 4);
    ck_assert_int_eq(c.outputs[0].kind, CR_OUTPUT_MARKDOWN);
    ck_assert_str_eq(c.outputs[0].path, "folder/out/{date}.md");
    ck_assert_int_eq(c.outputs[1].kind, CR_OUTPUT_FEED);
    ck_assert_int_eq(c.outputs[2].kind, CR_OUTPUT_SITE);
    ck_assert_str_eq(c.outputs[2].site, "hugo");
    ck_assert_str_eq(c.outputs[2].folder, "folder/site");
    ck_assert_str_eq(c.outputs[2].address, "https://example.org/news");
    ck_assert_int_eq(c.outputs[3].kind, CR_OUTPUT_MAIL);
    ck_assert_str_eq(c.outputs[3].to, "all");
    ck_assert_str_eq(c.mail.from, "Courant <digest@example.org>");
    ck_assert_str_eq(c.mail.password_file, "folder/p.txt");
    ck_assert_str_eq(c.mail.sendmail, "/usr/sbin/sendmail -t -i");
    ck_assert(c.mail.always && !c.mail.password);
    ck_assert_int_eq(cr_config_set_secret(&c, "mail-password", "x", NULL), CR_OK);
    ck_assert_str_eq(c.mail.password, "x");
    ck_assert_int_eq(cr_config_set_secret(&c, "mail-user", "x", NULL), CR_USAGE);

    ck_assert_uint_eq(c.n_readers, 2);
    ck_assert_str_eq(c.readers[0].reader, "fr,en");
    ck_assert(c.readers[0].companies.n == 2 && c.readers[0].mute.n == 1 && c.readers[0].boost.n == 0);
    ck_assert_str_eq(c.readers[0].companies.items[1], "airbus");
    ck_assert_str_eq(c.readers[1].address, "b@example.org");
    ck_assert(c.readers[1].boost.n == 1 && !c.readers[1].name);
    cr_config_release(&c);
}
END_TEST

START_TEST(what_was_set_goes_before_the_file)
{
    cr_config c;
    cr_config_init(&c);
    ck_assert_int_eq(cr_config_set(&c, "words", "5", NULL), CR_OK);
    ck_assert_int_eq(cr_config_set(&c, "mute", "mine", NULL), CR_OK);
    ck_assert_int_eq(cr_config_set(&c, "strict", "false", NULL), CR_OK);
    ck_assert_int_eq(
        cr_config_read_text(&c, CR_VIEW("words: 9\nmute: [a, b]\nstrict: true\nsentences: 3\n"), "c.yaml", NULL),
        CR_OK);
    ck_assert_uint_eq(c.words, 5);
    ck_assert(c.mute.n == 1 && !c.strict && c.sentences == 3);
    cr_config_release(&c);
}
END_TEST

START_TEST(wrong_files_are_told_with_their_place)
{
    static const struct {
        const char *text, *told;
    } CASES[] = {
        {"wrods: 5", "1:1: unknown key 'wrods' (did you mean 'words'?)"},
        {"words: 5\nsuorces:\n- url: x\n", "2:1: unknown key 'suorces' (did you mean 'sources'?)"},
        {"sorces: 5", "1:1: unknown key 'sorces' (did you mean 'sources'?)"},
        {"words: many", "1:8: 'words' is a number from 1 to 1000000, not 'many'"},
        {"words: [1, 2]", "1:9: 'words' takes one value, not a list"},
        {"words: {a: 1}", "1:9: 'words' takes no keys of its own"},
        {"strict: yes", "1:9: 'strict' is true or false, not 'yes'"},
        {"lang: ''", "1:7: 'lang' wants a value"},
        {"config: x.yaml", "1:1: no configuration file names another one"},
        {"words: 5\nwords: 6", "2:1: 'words' stands here twice"},
        {"fetch: {parallel: 2}\nfetch: {timeout: 3}", "2:9: 'fetch.timeout' stands here twice"},
        {"fetch: 3", "1:8: 'fetch' holds keys and values, such as 'contact: ...'"},
        {"sources: a", "1:10: 'sources' is a list of keys and values: '- url: ...'"},
        {"sources:\n  url: https://a.b/", "2:3: 'sources' is a list: begin each of its entries with '-'"},
        {"fetch:\n- parallel: 3", "2:3: 'fetch' is no list"},
        {"sources:\n- name: x", "2:3: a source has one of 'url', 'opml' and 'files'"},
        {"sources:\n- url: ftp://a.b/",
         "2:8: 'url' wants an address that begins with https:// or http://, without user and password"},
        {"sources:\n- url: http:///x",
         "2:8: 'url' wants an address that begins with https:// or http://, without user and password"},
        {"sources:\n- {files: x, pages: never}",
         "2:4: 'name', 'lang', 'pages' and 'secret' are for what is fetched, not for 'files'"},
        {"sources:\n- {url: 'http://a.b/', lang: 7}", "2:30: 'lang' wants a language such as fr, not '7'"},
        {"outputs:\n- folder: x",
         "2:3: an output has one of 'markdown', 'html', 'text', 'json', 'feed', 'site' and 'mail'"},
        {"outputs:\n- site: gatsby\n  folder: x", "2:9: 'site' wants hugo, jekyll or html"},
        {"mail: {from: \"a@b\\r\\nBcc: c@d\"}", "1:14: 'from' wants \"Name <me@example.org>\" or me@example.org"},
        {"mail: {unsubscribe: 'mailto:<a@b>'}",
         "1:21: 'unsubscribe' wants mailto:me@example.org or an address of the web"},
        {"readers:\n- name: Anna", "2:3: a reader wants an 'address'"},
        {"readers:\n- address: a@b, c@d", "2:12: 'address' wants an address such as anna@example.org"},
        {"archive: ~/news.db", "1:10: '~' is not known here: write the whole path"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_config c;
        char told[1200];
        ck_assert_int_eq(read_text(&c, CASES[i].text, told, sizeof told), CR_USAGE);
        ck_assert(strncmp(told, "'folder/courant.yaml':", 22) == 0);
        ck_assert_str_eq(told + 22, CASES[i].told);
        cr_config_release(&c);
    }
}
END_TEST

SUITE("config", every_setting_is_told_and_taken, wrong_values_are_told, flags_can_be_taken_back,
      a_file_fills_everything, what_was_set_goes_before_the_file, wrong_files_are_told_with_their_place)
