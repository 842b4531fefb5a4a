/* Web pages: which blocks are the article's. */
#include "suite.h"

#include "base/buf.h"
#include "base/memory.h"
#include "source/page.h"

#include <string.h>

#define LONG "The council of the valley voted on Tuesday to close the old mill road to all traffic from the spring."
#define MORE "Lorries have used the road for forty years as a short way to the harbour, which it was never built for."

static cr_view extract(const char *html, const cr_characters *characters, cr_arena *arena)
{
    cr_html_page page;
    cr_page_facts facts;
    cr_article article = {0};
    ck_assert_int_eq(cr_html_read(cr_view_of(html), "x", arena, &page, NULL), CR_OK);
    cr_page_facts_read(&page, arena, &facts);
    bool *taken = cr_allocate(page.n_blocks, sizeof *taken);
    cr_page_choose(&page, &facts, characters, taken);
    cr_page_join(&article, &page, taken, arena);
    free(taken);
    return article.text;
}

START_TEST(the_article_is_found)
{
    static const struct {
        const char *html, *expected;
    } cases[] = {
        // a part of a line is no furniture while most of the line is none
        {"<p><span class=dateline>Oslo –</span> " LONG "<p>" MORE, "Oslo – " LONG "\n\n" MORE},
        {"<p>" LONG "<p><span class=byline>By A. Writer</span>, The Post<p>" MORE, LONG "\n\n" MORE},
        // a refrain, and a copy
        {"<p>" LONG "<ul><li>One egg</ul><p>" MORE "<ul><li>One egg</ul><p>" LONG,
         LONG "\n\nOne egg\n\n" MORE "\n\nOne egg\n\n" LONG},
        {"<div><p>" LONG "</div><div><p>" LONG "<p>" MORE "</div>", LONG "\n\n" MORE},
        // posts of others are quoted
        {"<p>" LONG "<blockquote class=twitter-tweet><p>The road is closed, at last.</blockquote><p>" MORE,
         LONG "\n\nThe road is closed, at last.\n\n" MORE},
        // leads
        {"<article><h1>Road</h1><div class=teaser-text itemprop=description><p>" LONG "</div><p>" MORE "</article>",
         LONG "\n\n" MORE},
        {"<article><h1>Road</h1><h2>" LONG "</h2><p>Mon 1 May<p>" MORE "</article>", LONG "\n\n" MORE},
        {"<header><h1>Road</h1><p>By A. Writer<p>" LONG "</header><div><div class=entry-content><p>" MORE
         "<p>" LONG MORE "</div></div>",
         LONG "\n\n" MORE "\n\n" LONG MORE},
        {"<div><h3 itemprop=headline>Road</h3><div itemprop=description><p>Road is closed</div><div itemprop=articleBody>" LONG
             LONG LONG "</div></div>",
         "Road is closed\n\n" LONG LONG LONG},
        // labels and headings of what was left out for its links; links in a list
        {"<p>" LONG "<p>More on this<p><a href=x>Another road of the valley is closed</a><p>" MORE, LONG "\n\n" MORE},
        {"<p>" LONG "<h3>Lorries</h3><p>" MORE "<h3>More</h3><p><a href=x>Another road</a><h3>Roads</h3><p>" LONG MORE,
         LONG "\n\nLorries\n\n" MORE "\n\nRoads\n\n" LONG MORE},
        {"<p>" LONG "<ul><li>Another <a href=x>road is closed</a><li>Where the <a href=x>lorries</a> go</ul><p>" MORE,
         LONG "\n\n" MORE},
        {"<p>" LONG "<ul><li>Another <a href=x>road</a> is closed<li>Where the lorries go</ul><p>" MORE,
         LONG "\n\nAnother road is closed\nWhere the lorries go\n\n" MORE},
        // a few words beside a picture
        {"<p>" LONG "<div><img src=x><span>The old road</span></div><p>" MORE, LONG "\n\n" MORE},
        {"<p>" LONG "<div><img src=x><p>It was old.</div><p>" MORE, LONG "\n\nIt was old.\n\n" MORE},
        // names mislead
        {"<nav>Home</nav><div class=comments><p>" LONG "</div><div class=comments><p>" MORE "</div>", LONG "\n\n" MORE},
        // what is named as the article's text may begin with a short line
        {"<div itemprop=articleBody><ul><li>Road closed</ul><p>At last.<p>Ann Hill<p>" LONG MORE LONG "</div>",
         "Road closed\n\nAt last.\n\n" LONG MORE LONG},
        {"<div><p>At last.<p>" LONG "</div>", LONG},
    };
    cr_characters *characters = cr_characters_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_view text = extract(cases[i].html, characters, &arena);
        ck_assert_msg(cr_view_equal(text, cr_view_of(cases[i].expected)), "%s:\n%.*s", cases[i].html, (int)text.size,
                      text.data);
        cr_arena_release(&arena);
    }
    cr_characters_free(characters);
}
END_TEST

START_TEST(what_a_page_tells_is_read)
{
    static const struct {
        const char *html, *expected;  // title, author, date as written
    } cases[] = {
        {"<meta name=author content='By A. Writer'><meta property=og:title content='R&amp;amp;D &amp;eacute;tude'>",
         "R&D \u00E9tude|A. Writer|"},
        {"<title>Road closed</title><meta name=author content='Di Wu'>", "Road closed|Di Wu|"},
        {"<title>List&lt;int&gt; &amp; Map</title>", "List<int> & Map||"},
        {"<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"La redacci&oacute;n\"}</script>",
         "La redacci\u00F3n||"},
        // the headline as it stands on the page
        {"<title>Road closed at last | Post.example</title><h1>Road closed at last</h1>", "Road closed at last||"},
        {"<title>The Post - Road closed at last</title><h1>Road closed at last</h1>", "Road closed at last||"},
        {"<title>Road closed</title><h1>Road closed</h1><div class=info><span class=date>12 March 2026</span> <span "
         "class=byline>Von Ada Beispiel</span></div>",
         "Road closed|Ada Beispiel|12 March 2026"},
        {"<h1>Road closed</h1><p class=author>Auteur: Ada Exemple<p class=date>Today", "Road closed|Ada Exemple|"},
        // before the headline, in comments, with a day in it, no name
        {"<i class=author>A. Editor</i><h1>Road closed</h1><div class=comments><b class=author>A. Reader</b><b "
         "class=date>1.2.2026</b></div><p class=author>12 May<p class=author>road, lorries",
         "Road closed||"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_html_page page;
        cr_page_facts facts;
        cr_buf out = {0};
        ck_assert_int_eq(cr_html_read(cr_view_of(cases[i].html), "x", &arena, &page, NULL), CR_OK);
        cr_page_facts_read(&page, &arena, &facts);
        cr_buf_append(&out, facts.title);
        cr_buf_append_byte(&out, '|');
        cr_buf_append(&out, facts.author);
        cr_buf_append_byte(&out, '|');
        cr_buf_append(&out, facts.date);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s: %s", cases[i].html,
                      out.data);
        cr_buf_release(&out);
        cr_arena_release(&arena);
    }
}
END_TEST

SUITE("web_page", the_article_is_found, what_a_page_tells_is_read)
