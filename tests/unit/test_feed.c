/* Reading feeds and lists of feeds: every format, dates, what is put right, what is refused. */
#include "suite.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/xml.h"
#include "source/feed.h"
#include "source/feed_date.h"
#include "source/opml.h"
#include "text/date.h"

#include <string.h>

/* ---- XML --------------------------------------------------------------------------------------------------------- */

/* Elements as "<name", their attributes, texts in braces, ">" where they end. */
static void show(const cr_xml_document *document, cr_buf *out)
{
    size_t open = 0;
    cr_buf_clear(out);
    for (size_t i = 1; i <= document->n_nodes; i++) {
        while (open && (i == document->n_nodes || i >= document->nodes[open].next)) {
            cr_buf_append_byte(out, '>');
            open = document->nodes[open].parent;
        }
        if (i == document->n_nodes)
            break;
        const cr_xml_node *node = &document->nodes[i];
        ck_assert(node->parent < i && node->next > i && node->next <= document->n_nodes);
        if (!node->name.size) {
            cr_buf_append_byte(out, '{');
            cr_buf_append(out, node->text);
            cr_buf_append_byte(out, '}');
            continue;
        }
        cr_buf_append_byte(out, '<');
        if (node->space.size) {
            cr_buf_append(out, node->space);
            cr_buf_append_byte(out, '|');
        }
        cr_buf_append(out, node->name);
        for (size_t k = 0; k < node->n_attributes; k++) {
            cr_buf_append_byte(out, ' ');
            cr_buf_append(out, node->attributes[k].name);
            cr_buf_append_byte(out, '=');
            cr_buf_append(out, node->attributes[k].value);
        }
        open = i;
    }
}

START_TEST(xml_is_read_whatever_is_wrong)
{
    static const struct {
        const char *xml, *expected;
        size_t n_warnings;
        const char *warning;
    } cases[] = {
        {"<a b='1'>x<c/></a>", "<a b=1{x}<c>>", 0, ""},
        {"<?xml version='1.0'?><!-- x --><a>y<!-- z -->w</a>", "<a{yw}>", 0, ""},
        {"<a><![CDATA[<b> & ]]>c</a>", "<a{<b> & c}>", 0, ""},
        // what is left out joins no end of the section
        {"<a><![CDATA[x]]\x01><b c='1' c='2'>]]></a>", "<a{x]]><b c='1' c='2'>}>", 0, ""},
        {"<a><![CDATA[]\xEF\xBF\xBF]\xC2\x81>>&]]></a>", "<a{]]>>&}>", 0, ""},
        {"<a xmlns='u'><p:b xmlns:p='v' p:c='d'/></a>", "<u|a<v|b c=d>>", 0, ""},
        {"<a><dc:b>x</dc:b></a>", "<a<dc|b{x}>>", 0, ""},
        {"<a>&lt;&amp;&eacute;&#233;&#xE9;&nbsp;</a>", "<a{<&\xC3\xA9\xC3\xA9\xC3\xA9\xC2\xA0}>", 0, ""},
        {"<a>&#146;\xC2\x92</a>", "<a{\xE2\x80\x99\xE2\x80\x99}>", 0, ""},
        {"<!DOCTYPE a><a/>", "<a>", 0, ""},
        {"<!DOCTYPE a [<!ENTITY e 'x>y'>]><a>&e;</a>", "<a{&e;}>", 2,
         "a DOCTYPE with declarations of its own: they are not read"},
        {"<a>b & c</a>", "<a{b & c}>", 1, "a lone '&'"},
        {"<a>b < c</a>", "<a{b < c}>", 1, "a lone '<'"},
        {"<a>b]]>c</a>", "<a{b]]>c}>", 0, ""},
        {"<a>&foo;</a>", "<a{&foo;}>", 1, "an entity that nothing declares"},
        {"<a>&#0;</a>", "<a{\xEF\xBF\xBD}>", 1, "a number that stands for no character"},
        {"<a b=c d>x</a>", "<a b=c d={x}>", 2, "an attribute without quotes"},
        {"<a b='1' b='2'/>", "<a b=1>", 1, "an attribute that stands there twice"},
        {"<a b='1&2&amp;'/>", "<a b=1&2&>", 1, "a lone '&'"},
        {"<a><b>x</a>", "<a<b{x}>>", 1, "an end tag before that of what is inside"},
        {"<a>x</b></a>", "<a{x}>", 1, "an end tag that closes nothing"},
        {"<a><b>x", "<a<b{x}>>", 1, "the document breaks off"},
        {"<a>x</a", "<a{x}>", 1, "a tag without its end"},
        {"<a><![CDATA[x", "<a{x}>", 2, "a CDATA section without its end"},
        {"<a>x</a><b/>", "<a{x}><b>", 1, "something behind the end of the document"},
        {"<a>\x01x\x1F\xEF\xBF\xBE</a>", "<a{x}>", 0, ""},
        {"<a b='\n'>\r\nx</a>", "<a b= {\nx}>", 0, ""},
    };
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_xml_document document;
        ck_assert_int_eq(cr_xml_read(cr_view_of(cases[i].xml), "x", NULL, &arena, &document, NULL), CR_OK);
        show(&document, &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s: %s", cases[i].xml,
                      out.data ? out.data : "");
        ck_assert_msg(document.n_warnings == cases[i].n_warnings, "%s: %zu warnings", cases[i].xml,
                      document.n_warnings);
        if (document.n_warnings)
            ck_assert_str_eq(document.warnings[0].text, cases[i].warning);
        cr_arena_release(&arena);
    }
    cr_buf_release(&out);
}
END_TEST

START_TEST(faults_have_their_place)
{
    cr_arena arena = {0};
    cr_xml_document document;
    ck_assert_int_eq(
        cr_xml_read(CR_VIEW("<!--\n\n--><a>\n <b c='\n'>x & y</b>\n<d/></a>"), "x", NULL, &arena, &document, NULL),
        CR_OK);
    ck_assert_uint_eq(document.n_warnings, 1);
    ck_assert_uint_eq(document.warnings[0].line, 5);
    ck_assert_uint_eq(document.warnings[0].column, 5);
    ck_assert(cr_view_equal(document.nodes[document.n_nodes - 1].name, CR_VIEW("d")));
    ck_assert_uint_eq(document.nodes[document.n_nodes - 1].line, 6);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(hostile_xml_is_refused)
{
    static const struct {
        const char *before, *piece;
        size_t n;
        cr_status status;
    } cases[] = {
        {"", "<a>", 201, CR_LIMIT},
        {"", "<a>", 190, CR_OK},
        {"<a ", "b='' ", 70000, CR_LIMIT},
        {"<a b='", "x", 70000, CR_LIMIT},
        {"<a>", "x", CR_MAX_XML, CR_LIMIT},
        {"<a>", "<b/>", 100001, CR_LIMIT},
        {"<a>", "</b>", 100001, CR_LIMIT},
        {"<a>", "&", 100001, CR_LIMIT},
        {"<a>", "<!--", 900000, CR_OK},
        {"", "x", 10, CR_INPUT},
        {"", "", 0, CR_INPUT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_xml_document document;
        cr_buf xml = {0};
        cr_buf_append_string(&xml, cases[i].before);
        for (size_t k = 0; k < cases[i].n; k++)
            cr_buf_append_string(&xml, cases[i].piece);
        cr_status status = cr_xml_read(cr_buf_view(&xml), "x", NULL, &arena, &document, NULL);
        ck_assert_msg(status == cases[i].status, "%s%s: %d", cases[i].before, cases[i].piece, (int)status);
        cr_buf_release(&xml);
        cr_arena_release(&arena);
    }
    cr_buf names = {0};
    cr_arena arena = {0};
    cr_xml_document document;
    cr_buf_append_string(&names, "<a>");
    for (unsigned i = 0; i < 5000; i++)
        cr_buf_append_format(&names, "<n%u/>", i);
    ck_assert_int_eq(cr_xml_read(cr_buf_view(&names), "x", NULL, &arena, &document, NULL), CR_LIMIT);
    cr_buf_release(&names);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(addresses_are_resolved)
{
    static const struct {
        const char *base, *reference, *expected;
    } cases[] = {
        {"https://a.example/b/c", "d", "https://a.example/b/d"},
        {"https://a.example/b/c", "../d?e#f", "https://a.example/d?e#f"},
        {"https://a.example/b/c", "/d", "https://a.example/d"},
        {"https://a.example/b", "//c.example/d", "https://c.example/d"},
        {"https://a.example/b", "http://\xC3\xA9.example/\xC3\xA9", "http://\xC3\xA9.example/\xC3\xA9"},
        {"https://a.example/b/", "\xC3\xA9 x", "https://a.example/b/%C3%A9%20x"},
        {"https://a.example/b", "", "https://a.example/b"},
        {"", "d", "d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_view resolved = cr_xml_resolve(cr_view_of(cases[i].base), cr_view_of(cases[i].reference), &arena);
        ck_assert_msg(cr_view_equal(resolved, cr_view_of(cases[i].expected)), "%s: %.*s", cases[i].reference,
                      (int)resolved.size, resolved.data);
        cr_arena_release(&arena);
    }
    cr_buf climbing = {0};  // each ".." would cost a walk through the rest
    for (size_t i = 0; i < 200000; i++)
        cr_buf_append_string(&climbing, "x/../");
    cr_arena arena = {0};
    cr_view resolved = cr_xml_resolve(CR_VIEW("https://a.example/b"), cr_buf_view(&climbing), &arena);
    ck_assert(cr_view_equal(resolved, cr_buf_view(&climbing)));
    cr_buf_release(&climbing);
    cr_arena_release(&arena);
}
END_TEST

/* ---- dates ------------------------------------------------------------------------------------------------------- */

START_TEST(dates_in_the_wild_are_read)
{
    static const struct {
        const char *lang, *text, *expected;  // "": no date
    } cases[] = {
        {"", "2026-03-12T08:30:00Z", "2026-03-12T08:30:00Z"},
        {"", "2026-03-12T08:30:00.123+01:00", "2026-03-12T07:30:00Z"},
        {"", "2026-03-12T08:30:00+0100", "2026-03-12T07:30:00Z"},
        {"", "2026-03-12T08:30:00", "2026-03-12T08:30:00Z"},
        {"", "2026-03-12 08:30", "2026-03-12T08:30:00Z"},
        {"", "2026-03-12T08:30 CET", "2026-03-12T07:30:00Z"},
        {"", "2026-03-12T08Z", "2026-03-12T08:00:00Z"},
        {"", "2026-03-12", "2026-03-12"},
        {"", "2026-03", "2026-03-01"},
        {"", "2026", "2026-01-01"},
        {"", "20260312", "2026-03-12"},
        {"", "20260312T083000Z", "2026-03-12T08:30:00Z"},
        {"", "2026-071", "2026-03-12"},
        {"", "2026071", "2026-03-12"},
        {"", "26-03-12", "2026-03-12"},
        {"", "2026/03/12 08:30:00", "2026-03-12T08:30:00Z"},
        {"", "2026-03-12T24:00:00Z", "2026-03-13T00:00:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 GMT", "2026-03-12T08:30:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 +0100", "2026-03-12T07:30:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 +1:00", "2026-03-12T07:30:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 EST", "2026-03-12T13:30:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 IST", "2026-03-12T03:00:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 GMT+0200", "2026-03-12T06:30:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 Etc/GMT", "2026-03-12T08:30:00Z"},
        {"", "Thu, 12 Mar 2026 08:30:00 (no zone)", "2026-03-12T08:30:00Z"},
        {"", "12 Mar 26 08:30 UT", "2026-03-12T08:30:00Z"},
        {"", "12 Mar 1998 08:30", "1998-03-12T08:30:00Z"},
        {"", "12 Mar 98", "1998-03-12"},
        {"", "Thursday, March 12, 2026 8:30 PM", "2026-03-12T20:30:00Z"},
        {"", "Mar. 12th, 2026 at 12:05 am", "2026-03-12T00:05:00Z"},
        {"", "Thu Mar 12 08:30:00 2026", "2026-03-12T08:30:00Z"},
        {"", "Thu Mar 12 08:30:00 EDT 2026", "2026-03-12T12:30:00Z"},
        {"", "12-Mar-2026", "2026-03-12"},
        {"", "Thu, 2026/03/12 08:30:00 EDT", "2026-03-12T12:30:00Z"},
        {"", "03/12/2026", "2026-03-12"},
        {"", "25/03/2026 10:00", "2026-03-25T10:00:00Z"},
        {"de", "03/12/2026", "2026-12-03"},
        {"de", "12.03.2026 08:30", "2026-03-12T08:30:00Z"},
        {"de", "Do, 12. M\xC3\xA4rz 2026 08:30:00 +0100", "2026-03-12T07:30:00Z"},
        {"fr", "jeu., 12 f\xC3\xA9vr. 2026 08h30", "2026-02-12T08:30:00Z"},
        {"es", "mar, 13 ene 2026 08:30:00 GMT", "2026-01-13T08:30:00Z"},
        {"ru", "12 \xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0 2026, 08:30", "2026-03-12T08:30:00Z"},
        {"", "12 \xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0 2026", "2026-03-12"},
        {"", "\xCE\xA0\xCE\xB5\xCE\xBC, 12 \xCE\x9C\xCE\xB1\xCF\x81 2026 08:30:00 EET", "2026-03-12T06:30:00Z"},
        {"zh",
         "2026\xE5\xB9\xB4"
         "3\xE6\x9C\x88"
         "12\xE6\x97\xA5 \xE4\xB8\x8B\xE5\x8D\x88"
         "8:30",
         "2026-03-12T20:30:00Z"},
        {"ko", "2026\xEB\x85\x84 3\xEC\x9B\x94 12\xEC\x9D\xBC \xEC\x98\xA4\xED\x9B\x84 08:30:15",
         "2026-03-12T20:30:15Z"},
        {"ar", "\xD9\xA1\xD9\xA2 \xD9\x85\xD8\xA7\xD8\xB1\xD8\xB3 \xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6", "2026-03-12"},
        {"th", "12 \xE0\xB8\xA1\xE0\xB8\xB5\xE0\xB8\x99\xE0\xB8\xB2\xE0\xB8\x84\xE0\xB8\xA1 2569", "2026-03-12"},
        {"", "Thu, 31 Feb 2026 08:30:00 GMT", ""},
        {"", "yesterday", ""},
        {"", "", ""},
        {"", "12", ""},
        {"", "08:30", ""},
        {"", "+", ""},
        {"", "Thu, 12 Mar 2026 99:99:99 GMT", "2026-03-12"},
    };
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_feed_calendar *calendar = cr_feed_calendar_new(cases[i].lang);
        cr_date date;
        cr_buf_clear(&out);
        bool found = cr_feed_date(cr_view_of(cases[i].text), calendar, &date);
        if (found)
            cr_date_append(&out, date);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s: %s", cases[i].text,
                      found ? out.data : "none");
        cr_feed_calendar_free(calendar);
    }
    cr_buf_release(&out);
}
END_TEST

/* ---- feeds ------------------------------------------------------------------------------------------------------- */

static void put(cr_buf *out, const char *name, cr_view text)
{
    if (!text.size)
        return;
    cr_buf_append_format(out, "%s=", name);
    cr_buf_append(out, text);
    cr_buf_append_byte(out, '\n');
}

static void put_date(cr_buf *out, const char *name, cr_date date)
{
    cr_buf text = {0};
    cr_date_append(&text, date);
    put(out, name, cr_buf_view(&text));
    cr_buf_release(&text);
}

static void show_feed(const cr_feed *feed, cr_buf *out)
{
    cr_buf_clear(out);
    cr_buf_append_format(out, "%s\n", feed->format);
    put(out, "title", feed->title);
    put(out, "url", feed->url);
    put(out, "lang", feed->lang);
    put(out, "author", feed->author);
    put(out, "description", feed->description);
    put(out, "moved", feed->new_address);
    put_date(out, "updated", feed->updated);
    for (size_t i = 0; i < feed->n_entries; i++) {
        const cr_feed_entry *entry = &feed->entries[i];
        cr_buf_append_string(out, "-\n");
        put(out, "id", entry->id);
        put(out, "title", entry->title);
        put(out, "url", entry->url);
        put(out, "author", entry->author);
        put(out, "lang", entry->lang);
        put(out, "source", entry->source);
        put(out, entry->content.is_html ? "html" : entry->is_summary ? "summary" : "text", entry->content.value);
        put(out, "also", entry->summary.value);
        put_date(out, "published", entry->published);
        put_date(out, "updated", entry->updated);
    }
    for (size_t i = 0; i < feed->n_warnings; i++) {
        cr_buf_append_format(out, "! %zu:%zu ", feed->warnings[i].line, feed->warnings[i].column);
        cr_buf_append(out, feed->warnings[i].text);
        cr_buf_append_byte(out, '\n');
    }
}

#define RSS(inside) "<rss version='2.0'><channel>" inside "</channel></rss>"
#define ATOM(inside) "<feed xmlns='http://www.w3.org/2005/Atom'>" inside "</feed>"

START_TEST(every_format_is_read)
{
    static const struct {
        const char *feed, *expected;
    } cases[] = {
        {RSS("<title>Hill &amp;amp; Dale</title><link>https://hill.example/</link><description>News &lt;b&gt;daily&lt;/b&gt;."
             "</description><language>en-gb</language><pubDate>Thu, 12 Mar 2026 08:30:00 GMT</pubDate>"
             "<item><title>A &lt;b&gt;bold&lt;/b&gt; step</title><link>/1</link><guid isPermaLink='false'>n1</guid>"
             "<author>ann@hill.example (Ann Hill)</author><pubDate>12 Mar 2026</pubDate>"
             "<description>It was &lt;i&gt;bold&lt;/i&gt;.</description></item>"
             "<item><guid>https://hill.example/2</guid><description>5 &lt; 7</description></item>"),
         "RSS\ntitle=Hill & Dale\nurl=https://hill.example/\nlang=en-gb\ndescription=News daily.\n"
         "updated=2026-03-12T08:30:00Z\n-\nid=n1\ntitle=A bold step\nurl=https://f.example/1\nauthor=Ann Hill\nlang=en-gb\n"
         "html=It was <i>bold</i>.\npublished=2026-03-12\n-\nid=https://hill.example/2\nurl=https://hill.example/2\n"
         "lang=en-gb\nsummary=5 < 7\n"},
        {"<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
         "xmlns:media='http://search.yahoo.com/mrss/'><channel><item><media:title>Seen</media:title>"
         "<dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator><dc:date>2026-03-12T08:30:00Z</dc:date>"
         "<dc:language>fr</dc:language><description>Short</description>"
         "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><source url='x'>Other paper</source></item>"
         "</channel></rss>",
         "RSS\n-\ntitle=Seen\nauthor=Ann, Bob\nlang=fr\nsource=Other paper\nhtml=<p>Long</p>\nalso=Short\n"
         "published=2026-03-12T08:30:00Z\n"},
        {"<rss><channel><item><media:group><media:title>In a group</media:title><media:description>Seen</media:description>"
         "</media:group></item></channel></rss>",
         "RSS\n-\ntitle=In a group\nsummary=Seen\n"},
        {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
         "<channel rdf:about='https://hill.example/rdf'><title>Hill</title></channel>"
         "<item rdf:about='https://hill.example/1'><title>One</title><description>First.</description></item></rdf:RDF>",
         "RDF\ntitle=Hill\nurl=https://hill.example/rdf\n-\nid=https://hill.example/1\ntitle=One\n"
         "url=https://hill.example/1\nsummary=First.\n"},
        {ATOM(
             "<title>Hill</title><link rel='self' href='x'/><link href='https://hill.example/'/><subtitle>Sub</subtitle>"
             "<author><name>Ann</name><email>ann@hill.example</email></author><updated>2026-03-12T08:30:00Z</updated>"
             "<entry xml:lang='de' xml:base='https://b.example/c/'><id>tag:1</id>"
             "<title type='html'>A &amp;amp; &lt;i&gt;B&lt;/i&gt;</title><link rel='alternate' href='d'/>"
             "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>One &amp; <b class='x'>two</b><br/></div>"
             "</content><summary>Short</summary><published>2026-03-11T08:30:00Z</published>"
             "<updated>2026-03-12T08:30:00Z</updated><source><title>Other</title></source></entry>"
             "<entry><title>Plain &lt;b&gt;</title><content type='text'>x &lt; y</content></entry>"),
         "Atom\ntitle=Hill\nurl=https://hill.example/\nauthor=Ann\ndescription=Sub\nupdated=2026-03-12T08:30:00Z\n-\n"
         "id=tag:1\ntitle=A & B\nurl=https://b.example/c/d\nlang=de\nsource=Other\n"
         "html=<div>One &amp; <b class=\"x\">two</b><br></div>\nalso=Short\npublished=2026-03-11T08:30:00Z\n"
         "updated=2026-03-12T08:30:00Z\n-\ntitle=Plain <b>\ntext=x < y\n"},
        {"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><tagline>Sub</tagline><entry>"
         "<title mode='escaped' type='text/html'>A &amp;lt; B</title><issued>2026-03-12T08:30+01:00</issued>"
         "<content mode='base64' type='text/html'>PGI+eDwvYj4=</content></entry></feed>",
         "Atom\ndescription=Sub\n-\ntitle=A < B\nhtml=<b>x</b>\npublished=2026-03-12T07:30:00Z\n"},
        {"{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Hill\", \"home_page_url\": \"/home\",\n"
         "\"language\": \"en\", \"items\": [\n{\"id\": 7, \"url\": \"/7\", \"title\": \"Seven\", \"content_html\": \"<p>x<\\/p>\","
         "\"date_published\": \"2026-03-12T08:30:00Z\", \"authors\": [{\"name\": \"Ann\"}, {\"name\": \"Bob\"}]},\n"
         "{\"id\": \"8\", \"content_text\": \"y\", \"summary\": \"z\", \"author\": {\"name\": \"Eve\"},"
         " \"date_modified\": \"some day\"}]}",
         "JSON Feed\ntitle=Hill\nurl=https://f.example/home\nlang=en\n-\nid=7\ntitle=Seven\nurl=https://f.example/7\n"
         "author=Ann, Bob\nlang=en\nhtml=<p>x</p>\npublished=2026-03-12T08:30:00Z\n-\nid=8\nauthor=Eve\nlang=en\ntext=y\n"
         "also=z\n! 4:0 a date that cannot be read\n"},
        {"<CHANNEL HREF='https://hill.example/' LASTMOD='2026-03-12'><TITLE>Old</TITLE><ITEM HREF='/1'><TITLE>One</TITLE>"
         "<ABSTRACT>First.</ABSTRACT></ITEM></CHANNEL>",
         "CDF\ntitle=Old\nurl=https://hill.example/\nupdated=2026-03-12\n-\nid=https://f.example/1\ntitle=One\n"
         "url=https://f.example/1\nsummary=First.\n"},
        // what is broken
        {"<rss><channel><title>Cut</title><item><title>One</title><description>Half of",
         "RSS\ntitle=Cut\n-\ntitle=One\nsummary=Half of\n! 1:77 the document breaks off\n"},
        {RSS("<item><title>A<item><title>B</title></item>"),
         "RSS\n-\ntitle=A\n-\ntitle=B\n! 1:43 an element inside another that it cannot stand in\n"},
        {RSS("<item><title>Fish & Chips</title><link>https://x.example/?a=1&b=2</link></item>"),
         "RSS\n-\nid=https://x.example/?a=1&b=2\ntitle=Fish & Chips\nurl=https://x.example/?a=1&b=2\n"
         "! 1:47 a lone '&'\n! 1:90 a lone '&'\n"},
        {RSS("<item><title>x</title><pubDate>soon</pubDate></item>"),
         "RSS\n-\ntitle=x\n! 1:0 a date that cannot be read\n"},
        {RSS("<item><description>a &lt;iframe src=x/&gt; b</description></item>"), "RSS\n-\nhtml=a  b\n"},
        {RSS(""), "RSS\n"},
        {"<rss><channel><itunes:new-feed-url>https://new.example/</itunes:new-feed-url></channel></rss>",
         "RSS\nmoved=https://new.example/\n"},
    };
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_feed feed;
        cr_error error = {0};
        ck_assert_msg(cr_feed_read(cr_view_of(cases[i].feed), "https://f.example/feed", NULL, &arena, &feed, &error) ==
                          CR_OK,
                      "%s: %s", cases[i].feed, error.text);
        show_feed(&feed, &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)), "%s:\n%s", cases[i].feed,
                      out.data ? out.data : "");
        ck_assert(cr_feed_sniff(cr_view_of(cases[i].feed)));
        cr_arena_release(&arena);
    }
    cr_buf_release(&out);
}
END_TEST

START_TEST(what_is_no_feed_is_refused)
{
    static const struct {
        const char *bytes, *message;
    } cases[] = {
        {"", "no feed: the file is empty"},
        {"<html><body>x</body></html>", "no feed: the document is <html>"},
        {"<opml/>", "no feed: the document is <opml>"},
        {"Not found", "no XML: there is no element in it"},
        {"{\"a\":1}", "no feed: JSON without the version of JSON Feed"},
        {"{\"version\":", "a value is missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_feed feed;
        cr_error error = {0};
        ck_assert_int_eq(cr_feed_read(cr_view_of(cases[i].bytes), "f", NULL, &arena, &feed, &error), CR_INPUT);
        if (i + 1 < sizeof cases / sizeof *cases)  // the last is the JSON reader's
            ck_assert_str_eq(error.text, cases[i].message);
        ck_assert(!cr_feed_sniff(cr_view_of(cases[i].bytes)));
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(charsets_are_found)
{
    static const struct {
        cr_view bytes;
        const char *charset, *title;
    } cases[] = {
        {{"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>\xE9t\xE9</title></channel></rss>", 91},
         NULL,
         "\xC3\xA9t\xC3\xA9"},
        {{"<?xml version='1.0' encoding='utf-8'?><rss><channel><title>\xCC\xE8\xF0</title></channel></rss>", 86},
         "windows-1251",
         "\xD0\x9C\xD0\xB8\xD1\x80"},
        {{"<\0r\0s\0s\0>\0<\0t\0i\0t\0l\0e\0>\0\xE9\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0r\0s\0s\0>\0", 54},
         NULL,
         "\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_feed feed;
        ck_assert_int_eq(cr_feed_read(cases[i].bytes, "f", cases[i].charset, &arena, &feed, NULL), CR_OK);
        ck_assert_msg(cr_view_equal(feed.title, cr_view_of(cases[i].title)), "%zu: %.*s", i, (int)feed.title.size,
                      feed.title.data);
        ck_assert(cr_feed_sniff(cases[i].bytes));
        cr_arena_release(&arena);
    }
    ck_assert(cr_feed_sniff((cr_view){"<\0r\0s\0s\0>\0", 10}));
    ck_assert(cr_feed_sniff((cr_view){"\xFE\xFF\0<\0f\0e\0e\0d\0>", 14}));
}
END_TEST

/* ---- OPML -------------------------------------------------------------------------------------------------------- */

START_TEST(lists_are_read_and_written)
{
    const char *list =
        "<?xml version='1.0'?><opml version='1.0'><head><title>My  feeds</title></head><body>"
        "<outline text='Papers'><outline text='North &amp; South' title='North &amp; South' type='rss' "
        "xmlUrl='https://north.example/feed?a=1&amp;b=2' htmlUrl='https://north.example/' language='en'/>"
        "<outline text='Deeper'><outline text='Deep' xmlUrl='https://deep.example/'/></outline></outline>"
        "<outline text='Twice' xmlUrl='https://deep.example/'/><outline text='Old' type='rss' url='https://old.example/'/>"
        "<outline text='A note'/></body></opml>";
    const char *written =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>My feeds</title></head>\n<body>\n"
        "<outline text=\"Papers\">\n<outline type=\"rss\" text=\"North &amp; South\" title=\"North &amp; South\" "
        "xmlUrl=\"https://north.example/feed?a=1&amp;b=2\" htmlUrl=\"https://north.example/\" language=\"en\"/>\n</outline>\n"
        "<outline text=\"Papers/Deeper\">\n<outline type=\"rss\" text=\"Deep\" title=\"Deep\" "
        "xmlUrl=\"https://deep.example/\"/>\n</outline>\n"
        "<outline type=\"rss\" text=\"Old\" title=\"Old\" xmlUrl=\"https://old.example/\"/>\n</body>\n</opml>\n";
    cr_arena arena = {0};
    cr_opml opml;
    cr_buf out = {0}, again = {0};
    ck_assert(cr_opml_sniff(cr_view_of(list)));
    ck_assert(!cr_opml_sniff(CR_VIEW("<rss/><opml>")));
    ck_assert_int_eq(cr_opml_read(cr_view_of(list), "list", &arena, &opml, NULL), CR_OK);
    ck_assert_uint_eq(opml.n_feeds, 3);
    ck_assert_uint_eq(opml.n_warnings, 0);
    cr_opml_write(&opml, &out);
    ck_assert_str_eq(out.data, written);
    ck_assert_int_eq(cr_opml_read(cr_buf_view(&out), "list", &arena, &opml, NULL), CR_OK);
    cr_opml_write(&opml, &again);
    ck_assert_str_eq(out.data, again.data);
    ck_assert_int_eq(cr_opml_read(CR_VIEW("<opml><outline xmlUrl=a"), "list", &arena, &opml, NULL), CR_OK);
    ck_assert_uint_eq(opml.n_feeds, 1);
    ck_assert_uint_gt(opml.n_warnings, 0);
    ck_assert_int_eq(cr_opml_read(CR_VIEW("<rss/>"), "list", &arena, &opml, NULL), CR_INPUT);
    cr_buf_release(&out);
    cr_buf_release(&again);
    cr_arena_release(&arena);
}
END_TEST

/* A list of so many feeds, each in so many folders. */
static void write_list(cr_buf *out, size_t n_feeds, size_t n_folders, const char *folder)
{
    cr_buf_append_string(out, "<opml><body>");
    for (size_t i = 0; i < n_folders; i++)
        cr_buf_append_format(out, "<outline text='%s%zu'>", folder, i);
    for (size_t i = 0; i < n_feeds; i++)
        cr_buf_append_format(out, "<outline xmlUrl='http://f.example/%zu'/>", i);
    for (size_t i = 0; i < n_folders; i++)
        cr_buf_append_string(out, "</outline>");
    cr_buf_append_string(out, "</body></opml>");
}

START_TEST(lists_have_their_bounds)
{
    char longest[600] = "";
    memset(longest, 'x', sizeof longest - 1);
    const struct {
        size_t n_feeds, n_folders;
        const char *folder;
        size_t n_read;
        const char *message, *starts;  // of the folder of the first feed
    } cases[] = {
        {CR_MAX_FEED_ENTRIES, 0, "", CR_MAX_FEED_ENTRIES, NULL, ""},
        {CR_MAX_FEED_ENTRIES + 1, 0, "", CR_MAX_FEED_ENTRIES, "more than 10000 feeds", NULL},
        {2, 16, "f", 2, NULL, "f0/f1/"},
        {2, 100, "f", 2, NULL, "f84/f85/"},  // the nearest sixteen
        {2, 2, longest, 2, NULL, ""},
        {1, CR_MAX_XML_NESTING + 1, "f", 0, "levels", NULL},
        {0, 0, "", 0, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_buf list = {0};
        cr_opml opml;
        cr_error error = {0};
        write_list(&list, cases[i].n_feeds, cases[i].n_folders, cases[i].folder);
        cr_status status = cr_opml_read(cr_buf_view(&list), "list", &arena, &opml, &error);
        ck_assert_msg(status == (cases[i].message ? CR_LIMIT : CR_OK), "%zu: %s", i, error.text);
        ck_assert_msg(!cases[i].message || strstr(error.text, cases[i].message), "%zu: %s", i, error.text);
        ck_assert_uint_eq(opml.n_feeds, cases[i].n_read);
        if (cases[i].starts && cases[i].starts[0])
            ck_assert_msg(cr_view_starts(opml.feeds[0].folder, cr_view_of(cases[i].starts)), "%zu: %.*s", i,
                          (int)opml.feeds[0].folder.size, opml.feeds[0].folder.data);
        else if (cases[i].starts)
            ck_assert_uint_eq(opml.feeds[0].folder.size, 0);
        cr_buf_release(&list);
        cr_arena_release(&arena);
    }
    cr_arena arena = {0};
    cr_opml opml;
    cr_error error = {0};
    char *large = calloc(1, CR_MAX_XML + 1);
    ck_assert_int_eq(cr_opml_read((cr_view){large, CR_MAX_XML + 1}, "list", &arena, &opml, &error), CR_LIMIT);
    ck_assert_str_eq(error.text, "OPML of more than 4 MiB");
    free(large);
    cr_arena_release(&arena);
}
END_TEST

SUITE("feed", xml_is_read_whatever_is_wrong, faults_have_their_place, hostile_xml_is_refused, addresses_are_resolved,
      dates_in_the_wild_are_read, every_format_is_read, what_is_no_feed_is_refused, charsets_are_found,
      lists_are_read_and_written, lists_have_their_bounds)
