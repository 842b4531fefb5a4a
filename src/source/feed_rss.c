/* RSS 0.9x and 2.0, RDF, and CDF, which is much alike. */
#include "source/feed_read.h"

enum { BOTH = CR_FEED_PLAIN | CR_FEED_ATOM };

static const cr_feed_name PUBLISHED[] = {
    {CR_FEED_PLAIN, "pubDate"},
    {BOTH, "published"},
    {CR_FEED_DUBLIN_CORE, "issued"},
    {CR_FEED_DUBLIN_CORE, "date"},
    {BOTH, "issued"},
    {CR_FEED_PLAIN, "date"},
    {CR_FEED_DUBLIN_CORE, "created"},
    {CR_FEED_DUBLIN_CORE, "available"},
    {BOTH, "created"},
    {0, NULL},
};
static const cr_feed_name UPDATED[] = {
    {CR_FEED_PLAIN | CR_FEED_ATOM, "updated"},
    {CR_FEED_DUBLIN_CORE, "modified"},
    {BOTH, "modified"},
    {CR_FEED_PLAIN, "lastBuildDate"},
    {CR_FEED_DUBLIN_CORE, "date"},
    {CR_FEED_PLAIN, "pubDate"},
    {0, NULL},
};
static const cr_feed_name ITEM_UPDATED[] = {
    {CR_FEED_PLAIN | CR_FEED_ATOM, "updated"}, {CR_FEED_DUBLIN_CORE, "modified"}, {BOTH, "modified"}, {0, NULL}};
static const cr_feed_name AUTHORS[] = {
    {CR_FEED_DUBLIN_CORE, "creator"}, {BOTH, "author"}, {CR_FEED_DUBLIN_CORE, "author"},
    {CR_FEED_ITUNES, "author"},       {0, NULL},
};
static const cr_feed_name FEED_AUTHORS[] = {
    {CR_FEED_DUBLIN_CORE, "creator"}, {BOTH, "author"},         {CR_FEED_DUBLIN_CORE, "author"},
    {CR_FEED_ITUNES, "author"},       {BOTH, "managingEditor"}, {0, NULL},
};
static const cr_feed_name CONTENTS[] = {
    {CR_FEED_CONTENT, "encoded"},
    {CR_FEED_XHTML, "body"},
    {CR_FEED_ATOM, "content"},
    {CR_FEED_PLAIN, "body"},
    {CR_FEED_PLAIN, "fullitem"},
    {CR_FEED_PLAIN, "encoded"},
    {0, NULL},
};
static const cr_feed_name SUMMARIES[] = {
    {CR_FEED_PLAIN, "description"},    {CR_FEED_DUBLIN_CORE, "description"}, {BOTH, "summary"},
    {CR_FEED_DUBLIN_CORE, "abstract"}, {CR_FEED_PLAIN, "abstract"},          {CR_FEED_ITUNES, "summary"},
    {CR_FEED_MEDIA, "description"},    {CR_FEED_ITUNES, "subtitle"},         {0, NULL},
};
static const cr_feed_name LANGUAGES[] = {{CR_FEED_PLAIN, "language"}, {CR_FEED_DUBLIN_CORE, "language"}, {0, NULL}};

/* An attribute of CDF's, of an element without namespace. */
static cr_view own(const cr_feed_reader *r, size_t node, const char *name)
{
    return cr_view_trim(cr_xml_attribute_of(&r->document->nodes[node], NULL, name));
}

/* The address by <link>, Atom's link, what identifies the item, or CDF's attribute. */
static cr_view address_of(const cr_feed_reader *r, size_t node)
{
    const cr_xml_node *nodes = r->document->nodes;
    for (size_t i = node + 1; i < nodes[node].next; i = nodes[i].next) {
        cr_view url = cr_feed_is(r, i, CR_FEED_PLAIN, "link") ? cr_feed_line(r, i) : (cr_view){NULL, 0};
        if (url.size)
            return cr_feed_address(r, i, url);
    }
    cr_view url = cr_feed_atom_link(r, node, BOTH, NULL);
    if (!url.size && (own(r, node, "href").size || own(r, node, "url").size))
        url = cr_feed_address(r, node, own(r, node, own(r, node, "href").size ? "href" : "url"));
    size_t guid = cr_feed_child(r, node, CR_FEED_PLAIN, "guid");
    if (!url.size && guid && !cr_view_equal_ignoring_case(own(r, guid, "isPermaLink"), CR_VIEW("false"))) {
        cr_view id = cr_feed_line(r, guid);
        bool says = own(r, guid, "isPermaLink").size > 0;
        if (id.size && (says || cr_view_is_address(id)))
            url = cr_feed_address(r, guid, id);
    }
    for (size_t i = 0; !url.size && i < nodes[node].n_attributes; i++)
        if (cr_view_equal(nodes[node].attributes[i].name, CR_VIEW("about")) &&
            cr_view_is_address(nodes[node].attributes[i].value))
            url = nodes[node].attributes[i].value;
    return url;
}

static cr_view id_of(const cr_feed_reader *r, size_t node)
{
    static const cr_feed_name ids[] = {{CR_FEED_PLAIN, "guid"},
                                       {CR_FEED_ATOM, "id"},
                                       {CR_FEED_DUBLIN_CORE, "identifier"},
                                       {CR_FEED_PLAIN, "id"},
                                       {0, NULL}};
    const cr_xml_node *n = &r->document->nodes[node];
    cr_view id = cr_feed_line(r, cr_feed_first(r, node, ids));
    for (size_t i = 0; !id.size && i < n->n_attributes; i++)
        if (cr_view_equal(n->attributes[i].name, CR_VIEW("about")))
            id = cr_view_trim(n->attributes[i].value);
    return id;
}

/* Of several texts of one name the longest. */
static size_t longest(const cr_feed_reader *r, size_t parent, size_t found)
{
    const cr_xml_node *nodes = r->document->nodes;
    size_t best = found, most = 0;
    for (size_t i = found; found && i < nodes[parent].next; i = nodes[i].next) {
        if (!cr_view_equal(nodes[i].name, nodes[found].name) || !cr_view_equal(nodes[i].space, nodes[found].space))
            continue;
        size_t size = 0;
        for (size_t inner = i + 1; inner < nodes[i].next; inner++)
            size += nodes[inner].text.size;
        if (size > most) {
            most = size;
            best = i;
        }
    }
    return best;
}

static void take_texts(cr_feed_reader *r, size_t node, cr_feed_entry *entry)
{
    size_t content = longest(r, node, cr_feed_first(r, node, CONTENTS));
    size_t summary = longest(r, node, cr_feed_first(r, node, SUMMARIES));
    if (!summary) {
        size_t group = cr_feed_child(r, node, CR_FEED_MEDIA, "group");
        summary = group ? cr_feed_child(r, group, CR_FEED_MEDIA, "description") : 0;
    }
    if (content)
        entry->content = cr_feed_text_of(r, content);
    if (summary)
        entry->summary = cr_feed_text_of(r, summary);
    size_t other = content ? 0 : cr_feed_child(r, node, BOTH, "summary");
    if (other && other != summary) {  // two of them: the first is the fuller one
        entry->content = entry->summary;
        entry->summary = cr_feed_text_of(r, other);
        entry->is_summary = true;
    }
    if (!cr_view_trim(entry->content.value).size) {
        entry->content = entry->summary;
        entry->summary = (cr_feed_text){0};
        entry->is_summary = true;
    }
}

static void take_item(cr_feed_reader *r, size_t node)
{
    cr_feed_entry *entry = cr_feed_add(r);
    if (!entry)
        return;
    entry->line = r->document->nodes[node].line;
    entry->title = cr_feed_title(r, node);
    entry->url = address_of(r, node);
    entry->id = id_of(r, node);
    if (!entry->id.size)
        entry->id = entry->url;
    entry->author = cr_feed_authors(r, node, AUTHORS);
    take_texts(r, node, entry);
    entry->lang = cr_feed_line(r, cr_feed_first(r, node, LANGUAGES));
    if (!entry->lang.size) {
        size_t content = cr_feed_first(r, node, CONTENTS);
        entry->lang = cr_feed_lang_at(r, content ? content : node);
    }
    if (!entry->lang.data)
        entry->lang = r->feed->lang;
    size_t source = cr_feed_child(r, node, CR_FEED_PLAIN, "source");
    entry->source = cr_feed_line(r, source);
    entry->published = cr_feed_date_of(r, node, PUBLISHED);
    entry->updated = cr_feed_date_of(r, node, ITEM_UPDATED);
    if (entry->published.precision == CR_DATE_NONE && own(r, node, "lastmod").size)
        cr_feed_date(own(r, node, "lastmod"), r->calendar, &entry->published);
}

static cr_view first_address(cr_view a, cr_view b)
{
    return cr_view_trim(a).size ? cr_view_trim(a) : cr_view_trim(b);
}

static void take_channel(cr_feed_reader *r, size_t channel)
{
    cr_feed *feed = r->feed;
    size_t description = cr_feed_first(r, channel, SUMMARIES),
           link = cr_feed_child(r, channel, CR_FEED_PLAIN, "redirect");
    feed->lang = cr_feed_line(r, cr_feed_first(r, channel, LANGUAGES));
    if (!feed->lang.size)
        feed->lang = cr_feed_lang_at(r, channel);
    cr_feed_take_lang(r);
    feed->title = cr_feed_title(r, channel);
    feed->url = address_of(r, channel);
    cr_feed_take_base(r);
    feed->author = cr_feed_authors(r, channel, FEED_AUTHORS);
    feed->description = description ? cr_feed_plain(r, cr_feed_text_of(r, description)) : feed->description;
    feed->updated = cr_feed_date_of(r, channel, UPDATED);
    if (feed->updated.precision == CR_DATE_NONE && own(r, channel, "lastmod").size)
        cr_feed_date(own(r, channel, "lastmod"), r->calendar, &feed->updated);
    feed->new_address = first_address(cr_feed_line(r, cr_feed_child(r, channel, CR_FEED_ITUNES, "new-feed-url")),
                                      link ? cr_feed_line(r, cr_feed_child(r, link, CR_FEED_PLAIN, "newLocation"))
                                           : (cr_view){NULL, 0});
}

static bool is_item(const cr_feed_reader *r, size_t i)
{
    return cr_feed_is(r, i, CR_FEED_PLAIN, "item") || cr_feed_is(r, i, BOTH, "entry");
}

void cr_feed_read_rss(cr_feed_reader *r, size_t root)
{
    const cr_xml_node *nodes = r->document->nodes;
    size_t channel = root, end = nodes[root].next;
    for (size_t i = root; i < end; i++)
        if (cr_feed_is(r, i, CR_FEED_PLAIN, "channel")) {
            channel = i;
            break;
        }
    take_channel(r, channel);
    size_t redirect = cr_feed_child(r, root, CR_FEED_PLAIN, "newLocation");
    if (redirect)
        r->feed->new_address = cr_feed_line(r, redirect);
    for (size_t i = root + 1; i < end;) {
        if (is_item(r, i)) {
            take_item(r, i);
            i++;  // one that was not closed holds the next
        } else {
            i = is_item(r, nodes[i].parent) ? nodes[i].next : i + 1;
        }
    }
}
