/* What can be told of fetching without a network: addresses, and what robots.txt means. tests/net has the rest. */
#include "suite.h"

#include "base/buf.h"
#include "net/address.h"
#include "net/robots.h"
#include "net/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

START_TEST(addresses_are_read)
{
    static const struct {
        const char *base, *text, *expected;  // NULL: no address; "": another scheme
    } cases[] = {
        {NULL, "http://example.org", "http://example.org/"},
        {NULL, "  HTTPS://Example.ORG:443/a/../b#c ", "https://example.org/b"},
        {NULL, "http://example.org:8080/?q=a b", "http://example.org:8080/?q=a+b"},
        {NULL, "http://example.org/caf\xc3\xa9", "http://example.org/caf%c3%a9"},
        {NULL,
         "http://b\xc3\xbc"
         "cher.example/",
         "http://xn--bcher-kva.example/"},
        {NULL, "http://0x7f.1/", "http://127.0.0.1/"},
        {NULL, "http://[2001:DB8::1]/", "http://[2001:db8::1]/"},
        {"http://example.org/a/b?c", "d", "http://example.org/a/d"},
        {"http://example.org/a/b?c", "", "http://example.org/a/b?c"},
        {"http://example.org/a/b?c", "#d", "http://example.org/a/b?c"},
        {"http://example.org/a/b?c", "/d", "http://example.org/d"},
        {"https://example.org/a", "//other.example/x", "https://other.example/x"},
        {"http://example.org/a", "http://other.example", "http://other.example/"},
        {"http://example.org/a", "ftp://other.example", ""},
        {"http://example.org/a", "javascript:alert(1)", ""},
        {NULL, "file:///etc/passwd", ""},
        {NULL, "FILE:/etc/passwd", ""},
        {NULL, "", NULL},
        {NULL, "example.org", NULL},
        {NULL, "//example.org/", NULL},
        {NULL, "http://", NULL},
        {NULL, "http://a:b@example.org/", NULL},
        {NULL, "http://a@example.org/", NULL},
        {NULL, "http://example.org:0/", NULL},
        {NULL, "http://example.org:65536/", NULL},
        {NULL, "http://exa mple.org/", NULL},
        {NULL, "http:\\\\example.org\\", NULL},
        {NULL, "http://example.org/\n", "http://example.org/"},
        {NULL, "http://example.org/a\nb", NULL},
    };
    cr_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_url base, url;
        const char *expected = cases[i].expected;
        if (cases[i].base)
            ck_assert_int_eq(cr_url_read(cr_view_of(cases[i].base), NULL, &arena, &base), CR_URL_GOOD);
        cr_url_state state = cr_url_read(cr_view_of(cases[i].text), cases[i].base ? &base : NULL, &arena, &url);
        ck_assert_msg(state == (!expected   ? CR_URL_BAD
                                : *expected ? CR_URL_GOOD
                                            : CR_URL_SCHEME),
                      "%s: %d", cases[i].text, (int)state);
        if (state == CR_URL_GOOD)
            ck_assert_str_eq(url.text.data, expected);
    }
    cr_arena_release(&arena);
}
END_TEST

START_TEST(secrets_stay_at_home)
{
    static const struct {
        const char *owner, *other;
        bool may;
    } cases[] = {
        {"https://example.org/feed", "https://example.org/other?x", true},
        {"http://example.org/feed", "https://example.org/feed", true},
        {"https://example.org/feed", "http://example.org/feed", false},
        {"https://example.org/feed", "https://example.org:8443/feed", false},
        {"http://example.org:8080/feed", "https://example.org/feed", false},
        {"https://example.org/feed", "https://www.example.org/feed", false},
        {"https://example.org/feed", "https://example.org.evil.example/feed", false},
    };
    cr_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_url owner, other;
        cr_url_read(cr_view_of(cases[i].owner), NULL, &arena, &owner);
        cr_url_read(cr_view_of(cases[i].other), NULL, &arena, &other);
        ck_assert_msg(cr_url_may_have_secret_of(&other, &owner) == cases[i].may, "%s", cases[i].other);
    }
    cr_arena_release(&arena);
}
END_TEST

static bool is_public(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return cr_address_is_public((const struct sockaddr *)&v4);
    ck_assert_int_eq(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return cr_address_is_public((const struct sockaddr *)&v6);
}

START_TEST(private_addresses_are_known)
{
    static const char *const PUBLIC[] = {"1.1.1.1",        "9.255.255.255",  "11.0.0.0",        "100.63.255.255",
                                         "100.128.0.0",    "126.0.0.1",      "128.0.0.1",       "172.15.255.255",
                                         "172.32.0.0",     "192.167.0.1",    "198.17.255.255",  "198.20.0.0",
                                         "223.255.255.1",  "2a00:1450::1",   "2606:4700::1111", "2001:4860:4860::8888",
                                         "2002:101:101::", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"};
    static const char *const PRIVATE[] = {
        "0.0.0.0",         "10.0.0.1",        "100.64.0.1",        "127.0.0.1",    "127.255.255.255",
        "169.254.169.254", "172.16.0.1",      "172.31.255.255",    "192.0.0.1",    "192.0.2.1",
        "192.168.0.1",     "198.18.0.1",      "198.19.255.255",    "198.51.100.1", "203.0.113.1",
        "224.0.0.1",       "240.0.0.1",       "255.255.255.255",   "::",           "::1",
        "::127.0.0.1",     "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::",
        "2001::1",         "2001:db8::1",     "3fff::1",           "fc00::1",      "fd12::1",
        "fe80::1",         "fec0::1",         "ff02::1",           "100::1",       "5f00::1"};
    for (size_t i = 0; i < sizeof PUBLIC / sizeof *PUBLIC; i++)
        ck_assert_msg(is_public(PUBLIC[i]), "%s", PUBLIC[i]);
    for (size_t i = 0; i < sizeof PRIVATE / sizeof *PRIVATE; i++)
        ck_assert_msg(!is_public(PRIVATE[i]), "%s", PRIVATE[i]);
    const struct sockaddr local = {.sa_family = AF_UNIX};
    ck_assert(!cr_address_is_public(&local));
    ck_assert(!cr_host_may_be_public(CR_VIEW("localhost")));
    ck_assert(!cr_host_may_be_public(CR_VIEW("a.localhost.")));
    ck_assert(!cr_host_may_be_public(CR_VIEW("127.0.0.1.")));
    ck_assert(!cr_host_may_be_public(CR_VIEW("[fe80::1%25eth0]")));
    ck_assert(!cr_host_may_be_public(CR_VIEW("")));
    ck_assert(cr_host_may_be_public(CR_VIEW("localhost.example")));
    ck_assert(cr_host_may_be_public(CR_VIEW("[2606:4700::1111]")));
}
END_TEST

START_TEST(robots_are_understood)
{
    static const struct {
        const char *text, *target;
        bool allow;
    } cases[] = {
        {"", "/a", true},
        {"User-agent: *\nDisallow: /", "/a", false},
        {"User-agent: *\nDisallow: /", "/robots.txt", true},
        {"User-agent: *\nDisallow:", "/a", true},
        {"User-agent: other\nDisallow: /", "/a", true},
        // our group counts, and that of everyone does not
        {"User-agent: *\nDisallow: /\nUser-agent: courant\nDisallow: /b", "/a", true},
        {"User-agent: *\nDisallow: /\nUser-agent: COURANT/2.0\nDisallow: /b", "/b", false},
        {"User-agent: courant\n\nUser-agent: *\nDisallow: /", "/a", false},
        {"User-agent: courant-reader\nDisallow: /", "/a", true},
        {"User-agent: courant\nAllow: /x\nUser-agent: *\nDisallow: /", "/a", true},
        // groups of several names, and several groups of one name
        {"User-agent: other\nUser-agent: courant\nDisallow: /a", "/a", false},
        {"User-agent: courant\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: courant\nDisallow: /c", "/c",
         false},
        {"User-agent: courant\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: courant\nDisallow: /c", "/b",
         true},
        {"User-agent: other\nCrawl-delay: 5\nUser-agent: courant\nDisallow: /a", "/a", false},
        // the longest match, allow among equals
        {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
        {"User-agent: *\nAllow: /a/b\nDisallow: /a/b/c", "/a/b/c", false},
        {"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
        {"User-agent: *\nAllow: /a\nDisallow: /a", "/a", true},
        // * and $
        {"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false},
        {"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
        {"User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
        {"User-agent: *\nDisallow: /a*b*c", "/axxbyyc!", false},
        {"User-agent: *\nDisallow: /a*b*c", "/axxcyyb", true},
        {"User-agent: *\nDisallow: /a*a$", "/a", true},
        {"User-agent: *\nDisallow: /a*a$", "/aa", false},
        {"User-agent: *\nDisallow: /a*b$", "/abab", false},
        {"User-agent: *\nDisallow: /a$", "/ab", true},
        {"User-agent: *\nDisallow: *", "/", false},
        {"User-agent: *\nDisallow: /$", "/", false},
        {"User-agent: *\nDisallow: /?q=", "/?q=1", false},
        // spellings
        {"User-agent: *\nDisallow: /caf\xc3\xa9", "/caf%c3%a9", false},
        {"User-agent: *\nDisallow: /caf%C3%A9", "/caf%c3%a9", false},
        {"User-agent: *\nDisallow: /%61", "/a", false},
        {"User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
        {"User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false},
        {"User-agent: *\nDisallow: /100%", "/100%", false},
        // what files look like
        {"\xef\xbb\xbfUSER-AGENT : * # all\r\n  disallow : /a # no\r\n", "/a", false},
        {"User-agent: *\rDisallow: /a", "/a", false},
        {"Disallow: /\nUser-agent: *\nAllow: /", "/a", true},
        {"<html><body>User-agent</body></html>", "/a", true},
        {"\0\0\xff:\n::\nUser-agent\nDisallow /a", "/a", true},
    };
    cr_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_robots robots;
        cr_robots_read(cr_view_of(cases[i].text), "courant", &arena, &robots);
        ck_assert_msg(cr_robots_allow(&robots, cr_view_of(cases[i].target), &arena) == cases[i].allow, "%s: %s",
                      cases[i].text, cases[i].target);
    }
    cr_robots closed = {.none = true};
    ck_assert(!cr_robots_allow(&closed, CR_VIEW("/a"), &arena));
    cr_arena_release(&arena);
}
END_TEST

START_TEST(hostile_robots_end)
{
    cr_arena arena = {0};
    cr_buf text = {0}, target = {0};
    cr_robots robots;
    cr_buf_append_string(&text, "User-agent: *\n");
    while (text.size < CR_ROBOTS_SIZE) {  // the last rule is cut off
        cr_buf_append_string(&text, "Disallow: /");
        for (int i = 0; i < 500; i++)
            cr_buf_append_string(&text, i % 7 ? "a" : "*");
        cr_buf_append_string(&text, "b\n");
    }
    while (target.size < CR_URL_SIZE)
        cr_buf_append_string(&target, target.size ? "a" : "/");
    cr_robots_read(cr_buf_view(&text), "courant", &arena, &robots);
    ck_assert_uint_gt(robots.n_rules, 1000);
    ck_assert(cr_robots_allow(&robots, cr_buf_view(&target), &arena));
    cr_buf_release(&text);
    cr_buf_release(&target);
    cr_arena_release(&arena);
}
END_TEST

SUITE("net", addresses_are_read, secrets_stay_at_home, private_addresses_are_known, robots_are_understood,
      hostile_robots_end)
