/* Atom 0.3 and 1.0. */
#include "source/feed_read.h"

enum { BOTH = CR_FEED_ATOM | CR_FEED_PLAIN };

static const cr_feed_name PUBLISHED[] = {
    {BOTH, "published"}, {BOTH, "issued"},  {CR_FEED_DUBLIN_CORE, "date"},
    {BOTH, "created"},   {BOTH, "pubDate"}, {0, NULL},
};
static const cr_feed_name UPDATED[] = {
    {BOTH, "updated"}, {BOTH, "modified"}, {CR_FEED_DUBLIN_CORE, "modified"}, {0, NULL}};
static const cr_feed_name AUTHORS[] = {
    {BOTH, "author"}, {CR_FEED_DUBLIN_CORE, "creator"}, {CR_FEED_ITUNES, "author"}, {0, NULL}};
static const cr_feed_name CONTENTS[] = {
    {BOTH, "content"}, {CR_FEED_CONTENT, "encoded"}, {CR_FEED_XHTML, "body"}, {0, NULL}};
static const cr_feed_name SUMMARIES[] = {{BOTH, "summary"},
                                         {BOTH, "description"},
                                         {CR_FEED_DUBLIN_CORE, "description"},
                                         {CR_FEED_ITUNES, "summary"},
                                         {0, NULL}};

/* The texts: content, else summary, else what a group of media tells. */
static void take_texts(cr_feed_reader *r, size_t node, cr_feed_entry *entry)
{
    size_t content = cr_feed_first(r, node, CONTENTS), summary = cr_feed_first(r, node, SUMMARIES);
    if (content)
        entry->content = cr_feed_text_of(r, content);
    if (!summary) {
        size_t group = cr_feed_child(r, node, CR_FEED_MEDIA, "group");
        summary = cr_feed_child(r, group ? group : node, CR_FEED_MEDIA, "description");
    }
    if (summary)
        entry->summary = cr_feed_text_of(r, summary);
    if (!cr_view_trim(entry->content.value).size) {
        entry->content = entry->summary;
        entry->summary = (cr_feed_text){0};
        entry->is_summary = true;
    }
}

static cr_view address_of(const cr_feed_reader *r, size_t node)
{
    cr_view url = cr_feed_atom_link(r, node, BOTH, NULL);
    if (url.size)
        return url;
    const cr_xml_node *nodes = r->document->nodes;
    for (size_t i = node + 1; i < nodes[node].next && !url.size; i = nodes[i].next) {
        // without href, as some wrote it in the beginning
        cr_view rel = cr_view_trim(cr_xml_attribute_of(&nodes[i], NULL, "rel"));
        if (cr_feed_is(r, i, BOTH, "link") && (!rel.size || cr_view_equal(rel, CR_VIEW("alternate"))))
            url = cr_feed_address(r, i, cr_xml_text(r->document, i, r->arena));
    }
    size_t content = cr_feed_child(r, node, BOTH, "content");
    if (!url.size && content)
        url = cr_feed_address(r, content, cr_xml_attribute_of(&r->document->nodes[content], NULL, "src"));
    return url;
}

static bool is_entry(const cr_feed_reader *r, size_t i)
{
    return cr_feed_is(r, i, BOTH, "entry") || cr_feed_is(r, i, BOTH, "item");
}

static void take_entry(cr_feed_reader *r, size_t node)
{
    static const cr_feed_name ids[] = {{BOTH, "id"}, {BOTH, "guid"}, {0, NULL}};
    cr_feed_entry *entry = cr_feed_add(r);
    if (!entry)
        return;
    entry->line = r->document->nodes[node].line;
    entry->id = cr_feed_line(r, cr_feed_first(r, node, ids));
    if (cr_view_starts(entry->id, CR_VIEW("/")))
        entry->id = cr_feed_address(r, node, entry->id);
    entry->title = cr_feed_title(r, node);
    entry->url = address_of(r, node);
    if (!entry->url.size && cr_view_is_address(entry->id))
        entry->url = entry->id;
    if (!entry->id.size)
        entry->id = entry->url;
    entry->author = cr_feed_authors(r, node, AUTHORS);
    take_texts(r, node, entry);
    entry->lang = cr_feed_lang_at(r, node);
    size_t content = cr_feed_first(r, node, CONTENTS), source = cr_feed_child(r, node, BOTH, "source");
    if (content && cr_feed_lang_at(r, content).data)
        entry->lang = cr_feed_lang_at(r, content);
    if (!entry->lang.data)
        entry->lang = r->feed->lang;
    if (source) {
        entry->source = cr_feed_title(r, source);
        if (!entry->author.size)
            entry->author = cr_feed_authors(r, source, AUTHORS);
    }
    entry->published = cr_feed_date_of(r, node, PUBLISHED);
    entry->updated = cr_feed_date_of(r, node, UPDATED);
}

void cr_feed_read_atom(cr_feed_reader *r, size_t root)
{
    static const cr_feed_name descriptions[] = {
        {BOTH, "subtitle"}, {BOTH, "tagline"}, {BOTH, "description"}, {BOTH, "info"}, {0, NULL}};
    const cr_xml_node *nodes = r->document->nodes;
    cr_feed *feed = r->feed;
    feed->lang = cr_feed_lang_at(r, root);
    if (!feed->lang.size)
        feed->lang = cr_feed_line(r, cr_feed_child(r, root, CR_FEED_DUBLIN_CORE, "language"));
    cr_feed_take_lang(r);
    if (!cr_feed_is(r, root, BOTH, "entry")) {
        size_t description = cr_feed_first(r, root, descriptions);
        feed->title = cr_feed_title(r, root);
        feed->url = address_of(r, root);
        cr_feed_take_base(r);
        feed->author = cr_feed_authors(r, root, AUTHORS);
        feed->description = description ? cr_feed_plain(r, cr_feed_text_of(r, description)) : feed->description;
        feed->updated = cr_feed_date_of(r, root, UPDATED);
        feed->new_address = cr_feed_line(r, cr_feed_child(r, root, CR_FEED_ITUNES, "new-feed-url"));
    }
    for (size_t i = root; i < nodes[root].next;) {
        if (is_entry(r, i)) {
            take_entry(r, i);
            i++;  // one that was not closed holds the next
        } else {
            i = is_entry(r, nodes[i].parent) ? nodes[i].next : i + 1;
        }
    }
}
