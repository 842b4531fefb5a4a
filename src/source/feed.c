#include "source/feed.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "format/html.h"
#include "source/feed_read.h"
#include "text/decode.h"
#include "text/tag.h"

#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_BASE = 512,  // bytes of an address that others are relative to
    MOST_BASES = 8,      // around one another
    MOST_AUTHORS = 32,
    TITLES = 2048,  // bytes of them that tell the language of a feed
    LONGEST_NAME = 256,
};

static const char XML_SPACE[] = "http://www.w3.org/XML/1998/namespace";

void cr_feed_warn(cr_feed_reader *r, size_t line, size_t column, cr_view text)
{
    cr_feed *feed = r->feed;
    if (feed->n_warnings++ < CR_FEED_WARNINGS)
        feed->warnings[feed->n_warnings - 1] = (cr_feed_warning){line, column, text};
}

cr_feed_entry *cr_feed_add(cr_feed_reader *r)
{
    if (r->n_entries == CR_MAX_FEED_ENTRIES) {
        cr_feed_warn(r, 0, 0, CR_VIEW("more entries than are read of one feed"));
        return NULL;
    }
    r->entries = cr_grow(r->entries, &r->capacity, r->n_entries + 1, sizeof *r->entries);
    cr_feed_entry *entry = &r->entries[r->n_entries++];
    *entry = (cr_feed_entry){0};
    return entry;
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

unsigned cr_feed_space_of(cr_view space)
{
    // a prefix stands for its usual namespace where nothing declares it; some write theirs with a slash more or less
    static const struct {
        const char *start;
        unsigned what;
        bool whole;
    } spaces[] = {
        {"http://www.w3.org/2005/Atom", CR_FEED_ATOM, false},
        {"https://www.w3.org/2005/Atom", CR_FEED_ATOM, false},
        {"http://purl.org/atom/", CR_FEED_ATOM, false},
        {"http://example.com/newformat#", CR_FEED_ATOM, false},
        {"http://example.com/necho", CR_FEED_ATOM, false},
        {"uri/of/echo/namespace#", CR_FEED_ATOM, false},
        {"http://purl.org/echo/", CR_FEED_ATOM, false},
        {"http://purl.org/pie/", CR_FEED_ATOM, false},
        {"atom", CR_FEED_ATOM, true},
        {"http://purl.org/dc/", CR_FEED_DUBLIN_CORE, false},
        {"https://purl.org/dc/", CR_FEED_DUBLIN_CORE, false},
        {"dc", CR_FEED_DUBLIN_CORE, true},
        {"dcterms", CR_FEED_DUBLIN_CORE, true},
        {"http://purl.org/rss/1.0/modules/content", CR_FEED_CONTENT, false},
        {"https://purl.org/rss/1.0/modules/content", CR_FEED_CONTENT, false},
        {"content", CR_FEED_CONTENT, true},
        {"http://search.yahoo.com/mrss", CR_FEED_MEDIA, false},
        {"https://search.yahoo.com/mrss", CR_FEED_MEDIA, false},
        {"http://www.rssboard.org/media-rss", CR_FEED_MEDIA, false},
        {"media", CR_FEED_MEDIA, true},
        {"http://www.itunes.com/dtds/podcast-1.0.dtd", CR_FEED_ITUNES, false},
        {"itunes", CR_FEED_ITUNES, true},
        {"http://www.w3.org/1999/xhtml", CR_FEED_XHTML, false},
        {"xhtml", CR_FEED_XHTML, true},
        {"http://www.w3.org/1999/02/22-rdf-syntax-ns", CR_FEED_RDF, false},
        {"rdf", CR_FEED_RDF, true},
        {"http://purl.org/rss/1.0/modules/", CR_FEED_OTHER, false},
        {"http://purl.org/rss/", CR_FEED_PLAIN, false},
        {"http://purl.org/net/rss", CR_FEED_PLAIN, false},
        {"http://my.netscape.com/", CR_FEED_PLAIN, false},
        {"http://channel.netscape.com/", CR_FEED_PLAIN, false},
        {"http://backend.userland.com/", CR_FEED_PLAIN, false},
        {"http://blogs.law.harvard.edu/tech/rss", CR_FEED_PLAIN, false},
        {"http://cyber.law.harvard.edu/rss", CR_FEED_PLAIN, false},
        {"http://www.rssboard.org/rss", CR_FEED_PLAIN, false},
        {"http://ns.rss.com/", CR_FEED_PLAIN, false},
    };
    if (!space.size)
        return CR_FEED_PLAIN;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (cr_view_starts_ignoring_case(space, cr_view_of(spaces[i].start)) &&
            (!spaces[i].whole || space.size == strlen(spaces[i].start)))
            return spaces[i].what;
    return CR_FEED_OTHER;
}

bool cr_feed_is(const cr_feed_reader *r, size_t i, unsigned spaces, const char *name)
{
    const cr_xml_node *node = &r->document->nodes[i];
    return node->name.size && cr_view_equal_ignoring_case(node->name, cr_view_of(name)) &&
           cr_feed_space_of(node->space) & spaces;
}

static bool is_empty(const cr_feed_reader *r, size_t i)
{
    const cr_xml_node *nodes = r->document->nodes;
    if (nodes[i].n_attributes)
        return false;
    for (size_t at = i + 1; at < nodes[i].next; at++)
        if (nodes[at].n_attributes || cr_view_trim(nodes[at].text).size)
            return false;
    return true;
}

size_t cr_feed_child(const cr_feed_reader *r, size_t parent, unsigned spaces, const char *name)
{
    const cr_xml_node *nodes = r->document->nodes;
    for (size_t i = parent + 1; i < nodes[parent].next; i = nodes[i].next)
        if (cr_feed_is(r, i, spaces, name) && !is_empty(r, i))
            return i;
    return 0;
}

size_t cr_feed_first(const cr_feed_reader *r, size_t parent, const cr_feed_name *names)
{
    size_t found = 0;
    for (; names->name && !found; names++)
        found = cr_feed_child(r, parent, names->spaces, names->name);
    return found;
}

/* ---- what holds at a node ---------------------------------------------------------------------------------------- */

cr_view cr_feed_base_at(const cr_feed_reader *r, size_t i)
{
    cr_view bases[MOST_BASES], base = r->base;
    size_t n = 0;
    for (; i && n < MOST_BASES; i = r->document->nodes[i].parent) {
        cr_view written = cr_xml_attribute_of(&r->document->nodes[i], XML_SPACE, "base");
        if (!written.size && cr_feed_is(r, i, CR_FEED_PLAIN, "channel"))
            written = cr_xml_attribute_of(&r->document->nodes[i], NULL, "base");
        if (written.size && written.size <= LONGEST_BASE)
            bases[n++] = written;
    }
    while (n)
        base = cr_xml_resolve(base, bases[--n], r->arena);
    return base;
}

cr_view cr_feed_lang_at(const cr_feed_reader *r, size_t i)
{
    for (; i; i = r->document->nodes[i].parent) {
        cr_view lang = cr_xml_attribute_of(&r->document->nodes[i], XML_SPACE, "lang");
        if (lang.data)
            return cr_view_trim(lang);
    }
    return (cr_view){NULL, 0};
}

cr_view cr_feed_address(const cr_feed_reader *r, size_t node, cr_view written)
{
    cr_view trimmed = cr_view_trim(written);
    if (!trimmed.size)
        return (cr_view){NULL, 0};
    return cr_xml_resolve(r->document ? cr_feed_base_at(r, node) : r->base, trimmed, r->arena);
}

cr_view cr_feed_atom_link(const cr_feed_reader *r, size_t parent, unsigned spaces, const char *rel)
{
    const cr_xml_node *nodes = r->document->nodes;
    size_t other = 0;
    for (size_t i = parent + 1; i < nodes[parent].next; i = nodes[i].next) {
        if (!cr_feed_is(r, i, spaces, "link"))
            continue;
        cr_view href = cr_xml_attribute_of(&nodes[i], NULL, "href");
        cr_view is = cr_view_trim(cr_xml_attribute_of(&nodes[i], NULL, "rel"));
        cr_view type = cr_xml_attribute_of(&nodes[i], NULL, "type");
        if (cr_view_starts_ignoring_case(is, CR_VIEW("http://www.iana.org/assignments/relation/")))
            is = cr_view_slice(is, 41, is.size);
        bool fits = cr_view_equal_ignoring_case(is, cr_view_of(rel ? rel : "alternate")) || (!rel && !is.size);
        if (!fits || !cr_view_trim(href).size)
            continue;
        if (rel || !type.size || cr_view_starts_ignoring_case(type, CR_VIEW("text/html")) ||
            cr_view_starts_ignoring_case(type, CR_VIEW("application/xhtml")))
            return cr_feed_address(r, i, href);
        if (!other)
            other = i;
    }
    return other ? cr_feed_address(r, other, cr_xml_attribute_of(&nodes[other], NULL, "href")) : (cr_view){NULL, 0};
}

/* ---- persons ----------------------------------------------------------------------------------------------------- */

cr_view cr_feed_person(cr_view text, cr_arena *arena)
{
    cr_view person = cr_feed_squeezed(text, arena);
    ptrdiff_t open = cr_view_find_byte(person, '('), at = cr_view_find_byte(person, '@');
    ptrdiff_t angle = cr_view_find_byte(person, '<');
    if (at < 0)
        return person;
    if (open > at && cr_view_ends(person, CR_VIEW(")")))  // mail@example.org (Name)
        return cr_view_trim(cr_view_slice(person, (size_t)open + 1, person.size - 1));
    if (open > 0 && at > open)  // Name (mail@example.org)
        return cr_view_trim(cr_view_slice(person, 0, (size_t)open));
    if (angle > 0 && at > angle) {  // Name <mail@example.org>
        person = cr_view_trim(cr_view_slice(person, 0, (size_t)angle));
        if (person.size > 1 && person.data[0] == '"' && cr_view_ends(person, CR_VIEW("\"")))
            person = cr_view_slice(person, 1, person.size - 1);
        return person;
    }
    return person;
}

cr_view cr_feed_authors(const cr_feed_reader *r, size_t parent, const cr_feed_name *names)
{
    const cr_xml_node *nodes = r->document->nodes;
    cr_buf all = {0};
    size_t n = 0;
    for (; names->name && !all.size; names++)
        for (size_t i = parent + 1; i < nodes[parent].next; i = nodes[i].next) {
            if (!cr_feed_is(r, i, names->spaces, names->name))
                continue;
            size_t name = cr_feed_child(r, i, CR_FEED_ATOM | CR_FEED_PLAIN, "name");
            cr_view person = cr_feed_line(r, name ? name : i);
            if (!name && cr_feed_holds_elements(r, i))  // its mail address and page are no name
                person = cr_feed_line(r, cr_feed_child(r, i, CR_FEED_ATOM | CR_FEED_PLAIN, "email"));
            person = cr_feed_person(person, r->arena);
            if (!person.size || person.size > LONGEST_NAME || cr_view_find(cr_buf_view(&all), person) >= 0)
                continue;
            if (all.size)
                cr_buf_append_string(&all, ", ");
            cr_buf_append(&all, person);
            if (++n == MOST_AUTHORS)
                break;
        }
    cr_view authors = all.size ? cr_arena_copy(r->arena, cr_buf_view(&all)) : (cr_view){NULL, 0};
    cr_buf_release(&all);
    return authors;
}

cr_date cr_feed_date_of(cr_feed_reader *r, size_t parent, const cr_feed_name *names)
{
    const cr_xml_node *nodes = r->document->nodes;
    cr_date date = {0}, found;
    for (; names->name && date.precision == CR_DATE_NONE; names++)
        for (size_t i = parent + 1; i < nodes[parent].next; i = nodes[i].next) {
            if (!cr_feed_is(r, i, names->spaces, names->name))
                continue;
            cr_view line = cr_feed_line(r, i);
            if (!line.size)
                continue;
            if (cr_feed_date(line, r->calendar, &found))
                date = found;  // the last one of several
            else
                cr_feed_warn(r, nodes[i].line, 0, CR_VIEW("a date that cannot be read"));
        }
    return date;
}

void cr_feed_take_base(cr_feed_reader *r)
{
    cr_view url = r->feed->url;
    if (!r->base.size && (cr_view_starts_ignoring_case(url, CR_VIEW("http://")) ||
                          cr_view_starts_ignoring_case(url, CR_VIEW("https://"))))
        r->base = url;
}

void cr_feed_take_lang(cr_feed_reader *r)
{
    char tag[CR_TAG_SIZE] = "";
    if (r->feed->lang.size)
        cr_tag_normalise(r->feed->lang, tag);
    cr_feed_calendar_free(r->calendar);
    r->calendar = cr_feed_calendar_new(tag);
}

/* ---- the feed ---------------------------------------------------------------------------------------------------- */

static cr_status read_xml(cr_feed_reader *r, cr_view text, cr_error *error)
{
    cr_xml_document document;
    static const char *const lone[] = {"item", "entry", NULL};
    cr_status status = cr_xml_read(text, r->path, lone, r->arena, &document, error);
    if (status)
        return status;
    r->document = &document;
    for (size_t i = 0; i < document.n_warnings && i < CR_XML_WARNINGS; i++)
        cr_feed_warn(r, document.warnings[i].line, document.warnings[i].column, cr_view_of(document.warnings[i].text));
    if (document.n_warnings > CR_XML_WARNINGS)
        r->feed->n_warnings += document.n_warnings - CR_XML_WARNINGS;
    cr_view first = {NULL, 0};
    for (size_t i = 1; i < document.n_nodes; i++) {
        const cr_xml_node *node = &document.nodes[i];
        if (!node->name.size)
            continue;
        if (!first.size)
            first = node->name;
        if (cr_feed_is(r, i, CR_FEED_ATOM | CR_FEED_PLAIN, "feed") || cr_feed_is(r, i, CR_FEED_ATOM, "entry")) {
            r->feed->format = "Atom";
            cr_feed_read_atom(r, i);
            break;
        }
        if (cr_feed_is(r, i, CR_FEED_RDF | CR_FEED_PLAIN, "rdf")) {
            r->feed->format = "RDF";
            cr_feed_read_rss(r, i);
            break;
        }
        if (cr_feed_is(r, i, CR_FEED_PLAIN, "rss") || cr_feed_is(r, i, CR_FEED_PLAIN, "channel")) {
            bool is_rss = cr_feed_is(r, i, CR_FEED_PLAIN, "rss");
            r->feed->format = is_rss || cr_feed_child(r, i, CR_FEED_PLAIN, "description") ? "RSS" : "CDF";
            cr_feed_read_rss(r, i);
            break;
        }
        if (cr_view_equal_ignoring_case(node->name, CR_VIEW("html")) ||
            cr_view_equal_ignoring_case(node->name, CR_VIEW("opml")))
            break;
    }
    if (!r->feed->format[0])
        status = cr_error_at(error, CR_INPUT, r->path, 0, 0, "no feed: the document is <%.*s>",
                             (int)(first.size < 40 ? first.size : 40), first.data);
    r->document = NULL;
    return status;
}

static cr_view skip_mark(cr_view bytes)
{
    if (cr_view_starts(bytes, CR_VIEW("\xEF\xBB\xBF")))
        bytes = cr_view_slice(bytes, 3, bytes.size);
    return cr_view_trim(bytes);
}

static bool holds(cr_view text, const char *what)
{
    return cr_view_find(text, cr_view_of(what)) >= 0;
}

/* Of UTF-16 and UTF-32 what there is in ASCII. */
static cr_view narrowed(cr_view bytes, char out[1024])
{
    size_t n = 0;
    bytes = cr_view_slice(bytes, 0, 4096);
    if (!bytes.size || !memchr(bytes.data, '\0', bytes.size < 4 ? bytes.size : 4))
        if (!cr_view_starts(bytes, CR_VIEW("\xFF\xFE")) && !cr_view_starts(bytes, CR_VIEW("\xFE\xFF")))
            return (cr_view){NULL, 0};
    for (size_t i = 0; i < bytes.size && n < 1024; i++)
        if (bytes.data[i] != 0 && (unsigned char)bytes.data[i] < 0x80)
            out[n++] = bytes.data[i];
    return (cr_view){out, n};
}

bool cr_feed_sniff(cr_view bytes)
{
    char ascii[1024];
    cr_view narrow = narrowed(bytes, ascii);
    cr_view start = skip_mark(narrow.size ? narrow : bytes);
    if (cr_view_starts(start, CR_VIEW("{"))) {
        cr_view head = cr_view_slice(start, 0, 4096);
        return holds(head, "\"version\"") &&
               (holds(head, "://jsonfeed.org/version/") || holds(head, ":\\/\\/jsonfeed.org\\/version\\/"));
    }
    while (cr_view_starts(start, CR_VIEW("<?")) || cr_view_starts(start, CR_VIEW("<!"))) {
        bool comment = cr_view_starts(start, CR_VIEW("<!--"));
        ptrdiff_t end = cr_view_find(start, comment ? CR_VIEW("-->") : CR_VIEW(">"));
        if (end < 0)
            return false;
        start = cr_view_trim(cr_view_slice(start, (size_t)end + (comment ? 3 : 1), start.size));
    }
    cr_view head = cr_view_slice(start, 0, 64);
    static const char *const roots[] = {"<rss", "<feed", "<rdf:rdf", "<atom:feed", "<channel"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t size = strlen(roots[i]);
        if (cr_view_starts_ignoring_case(head, cr_view_of(roots[i])) && head.size > size &&
            (cr_is_space(head.data[size]) || head.data[size] == '>'))
            return true;
    }
    return false;
}

static size_t count_tags(cr_feed_text text)
{
    size_t n = 0;
    for (size_t i = 0; text.is_html && i < text.value.size; i++)
        n += text.value.data[i] == '<';
    return n;
}

/* Gives the entries without a language the titles of all, or of the first of them. */
static void show_around(cr_feed_reader *r)
{
    cr_buf titles = {0};
    bool any = false;
    for (size_t i = 0; i < r->n_entries; i++) {
        any |= !r->entries[i].lang.size;
        if (titles.size + r->entries[i].title.size > TITLES || !r->entries[i].title.size)
            continue;
        cr_buf_append(&titles, r->entries[i].title);
        cr_buf_append_string(&titles, ".\n");
    }
    cr_view around = any ? cr_arena_copy(r->arena, cr_buf_view(&titles)) : (cr_view){NULL, 0};
    for (size_t i = 0; i < r->n_entries; i++)
        if (!r->entries[i].lang.size)
            r->entries[i].around = around;
    cr_buf_release(&titles);
}

/* The entries whose texts are within the limit. */
static size_t count_readable(cr_feed_reader *r)
{
    size_t n_tags = 0;
    for (size_t i = 0; i < r->n_entries; i++) {
        n_tags += count_tags(r->entries[i].content);
        if (n_tags > CR_MAX_FEED_TAGS && i > 0) {
            cr_feed_warn(r, r->entries[i].line, 0, CR_VIEW("more HTML than is read of one feed, from here on"));
            return i;
        }
    }
    return r->n_entries;
}

/* UTF-16 and UTF-32 without a mark look like ASCII with NULs: the mark that is missing, and its size. */
static cr_view missing_mark(cr_view bytes)
{
    static const struct {
        cr_view start, mark;
    } kinds[] = {
        {{"<\0\0\0", 4}, {"\xFF\xFE\0\0", 4}},
        {{"\0\0\0<", 4}, {"\0\0\xFE\xFF", 4}},
        {{"<\0", 2}, {"\xFF\xFE", 2}},
        {{"\0<", 2}, {"\xFE\xFF", 2}},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cr_view_starts(bytes, kinds[i].start))
            return kinds[i].mark;
    return (cr_view){NULL, 0};
}

cr_status cr_feed_read(cr_view bytes, const char *path, const char *charset, cr_arena *arena, cr_feed *feed,
                       cr_error *error)
{
    *feed = (cr_feed){.format = ""};
    cr_feed_reader r = {.path = path, .arena = arena, .feed = feed};
    cr_decoded decoded;
    char declared[48];
    if (bytes.size > CR_MAX_XML)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "a feed of more than %zu MiB", CR_MAX_XML / CR_MIB);
    if (cr_view_starts_ignoring_case(cr_view_of(path), CR_VIEW("http://")) ||
        cr_view_starts_ignoring_case(cr_view_of(path), CR_VIEW("https://")))
        r.base = cr_arena_copy(arena, cr_view_of(path));
    if (!charset && cr_xml_charset(bytes, declared))
        charset = declared;
    cr_view mark = missing_mark(bytes);
    cr_buf marked = {0};
    cr_buf_append(&marked, mark);
    if (mark.size) {
        cr_buf_append(&marked, bytes);
        bytes = cr_buf_view(&marked);
    }
    cr_status status = cr_decode(bytes, charset, arena, &decoded, error);
    cr_buf_release(&marked);
    if (status)
        return status;
    feed->n_repaired = decoded.n_repaired;
    cr_view start = skip_mark(decoded.text);
    if (!start.size)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no feed: the file is empty");
    if (cr_view_starts(start, CR_VIEW("{")))
        status = cr_feed_read_json(&r, start, error);
    else
        status = read_xml(&r, decoded.text, error);
    if (!status) {
        r.n_entries = count_readable(&r);
        show_around(&r);
        cr_feed_entry *entries = CR_ARENA_ARRAY(arena, cr_feed_entry, r.n_entries);
        if (r.n_entries)
            memcpy(entries, r.entries, r.n_entries * sizeof *entries);
        feed->entries = entries;
        feed->n_entries = r.n_entries;
    }
    free(r.entries);
    cr_feed_calendar_free(r.calendar);
    return status;
}

static cr_view kept(cr_view text, cr_arena *arena)
{
    return text.data ? cr_arena_copy(arena, text) : text;
}

cr_feed_entry *cr_feed_entry_copy(const cr_feed_entry *entry, cr_arena *arena)
{
    cr_feed_entry *other = CR_ARENA_NEW(arena, cr_feed_entry);
    *other = *entry;
    other->id = kept(entry->id, arena);
    other->title = kept(entry->title, arena);
    other->url = kept(entry->url, arena);
    other->author = kept(entry->author, arena);
    other->lang = kept(entry->lang, arena);
    other->source = kept(entry->source, arena);
    other->around = kept(entry->around, arena);
    other->content.value = kept(entry->content.value, arena);
    other->summary.value = kept(entry->summary.value, arena);
    return other;
}
