#include "source/opml.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "format/xml.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

static cr_view squeezed(cr_view text, cr_arena *arena)
{
    cr_buf line = {0};
    cr_buf_append_squeezed(&line, text);
    cr_view result = line.size ? cr_arena_copy(arena, cr_buf_view(&line)) : (cr_view){NULL, 0};
    cr_buf_release(&line);
    return result;
}

static bool is_named(const cr_xml_node *node, const char *name)
{
    return cr_view_equal_ignoring_case(node->name, cr_view_of(name));
}

bool cr_opml_sniff(cr_view bytes)
{
    cr_view head = cr_view_slice(bytes, 0, 4096);
    for (size_t at = 0; at + 5 < head.size; at++)
        if (head.data[at] == '<' && cr_is_alpha(head.data[at + 1]))  // the first element
            return cr_view_equal_ignoring_case(cr_view_slice(head, at + 1, at + 5), CR_VIEW("opml"));
    return false;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

enum {
    LONGEST_FOLDER = 512,  // bytes of names that lead to a feed
    MOST_FOLDERS = 16,     // around one another
};

static cr_view written_name(const cr_xml_node *outline)
{
    cr_view title = cr_view_trim(cr_xml_attribute_of(outline, NULL, "title"));
    return title.size ? title : cr_view_trim(cr_xml_attribute_of(outline, NULL, "text"));
}

static cr_view folder_of(const cr_xml_document *document, size_t outline, cr_arena *arena)
{
    cr_view names[MOST_FOLDERS];
    size_t n = 0;
    cr_buf folder = {0};
    for (size_t i = document->nodes[outline].parent; i && n < MOST_FOLDERS; i = document->nodes[i].parent)
        if (is_named(&document->nodes[i], "outline"))
            names[n++] = written_name(&document->nodes[i]);
    while (n--) {
        if (!names[n].size || folder.size + names[n].size > LONGEST_FOLDER)
            continue;
        if (folder.size)
            cr_buf_append_byte(&folder, '/');
        cr_buf_append_squeezed(&folder, names[n]);
    }
    cr_view result = folder.size ? cr_arena_copy(arena, cr_buf_view(&folder)) : (cr_view){NULL, 0};
    cr_buf_release(&folder);
    return result;
}

static cr_view address_of(const cr_xml_node *outline)
{
    cr_view url = cr_view_trim(cr_xml_attribute_of(outline, NULL, "xmlUrl"));
    cr_view type = cr_view_trim(cr_xml_attribute_of(outline, NULL, "type"));
    // some write the address of a feed into "url"
    if (!url.size &&
        (cr_view_equal_ignoring_case(type, CR_VIEW("rss")) || cr_view_equal_ignoring_case(type, CR_VIEW("atom"))))
        url = cr_view_trim(cr_xml_attribute_of(outline, NULL, "url"));
    return url;
}

static cr_status take_outlines(const cr_xml_document *document, const char *path, cr_arena *arena, cr_opml *opml,
                               cr_error *error)
{
    cr_map seen = {0};
    cr_opml_feed *feeds = NULL;
    size_t n = 0, capacity = 0, parent = 0;
    cr_view folder = {NULL, 0};
    cr_status status = CR_OK;
    for (size_t i = 1; i < document->n_nodes; i++) {
        const cr_xml_node *node = &document->nodes[i];
        if (is_named(node, "title") && !opml->title.size)
            opml->title = squeezed(cr_xml_text(document, i, arena), arena);
        cr_view url = is_named(node, "outline") ? address_of(node) : (cr_view){NULL, 0};
        bool is_new = false;
        if (url.size)
            cr_map_put(&seen, url, &is_new);
        if (!is_new)
            continue;
        if (n == CR_MAX_FEED_ENTRIES) {
            status = cr_error_at(error, CR_LIMIT, path, node->line, 0, "more than %zu feeds", CR_MAX_FEED_ENTRIES);
            break;
        }
        if (node->parent != parent) {  // neighbours have the same
            parent = node->parent;
            folder = folder_of(document, i, arena);
        }
        feeds = cr_grow(feeds, &capacity, n + 1, sizeof *feeds);
        feeds[n++] = (cr_opml_feed){.url = url,
                                    .title = squeezed(written_name(node), arena),
                                    .page = cr_view_trim(cr_xml_attribute_of(node, NULL, "htmlUrl")),
                                    .lang = cr_view_trim(cr_xml_attribute_of(node, NULL, "language")),
                                    .folder = folder,
                                    .line = node->line};
    }
    cr_opml_feed *kept = CR_ARENA_ARRAY(arena, cr_opml_feed, n);
    if (n)
        memcpy(kept, feeds, n * sizeof *kept);
    opml->feeds = kept;
    opml->n_feeds = n;
    free(feeds);
    cr_map_release(&seen);
    return status;
}

cr_status cr_opml_read(cr_view bytes, const char *path, cr_arena *arena, cr_opml *opml, cr_error *error)
{
    char declared[48];
    cr_decoded decoded;
    cr_xml_document document;
    *opml = (cr_opml){0};
    if (bytes.size > CR_MAX_XML)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "OPML of more than %zu MiB", CR_MAX_XML / CR_MIB);
    cr_status status = cr_decode(bytes, cr_xml_charset(bytes, declared) ? declared : NULL, arena, &decoded, error);
    if (!status)
        status = cr_xml_read(decoded.text, path, NULL, arena, &document, error);
    if (status)
        return status;
    size_t root = 0;
    for (size_t i = 1; i < document.n_nodes && !root; i++)
        if (document.nodes[i].name.size)
            root = i;
    if (!root || !is_named(&document.nodes[root], "opml"))
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no OPML: the document is <%.*s>",
                           (int)(root && document.nodes[root].name.size < 40 ? document.nodes[root].name.size : 0),
                           root ? document.nodes[root].name.data : "");
    status = take_outlines(&document, path, arena, opml, error);
    opml->n_warnings = document.n_warnings;
    if (document.n_warnings) {
        opml->line = document.warnings[0].line;
        opml->warning = cr_view_of(document.warnings[0].text);
    }
    return status;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* In an attribute or a text; line breaks and other white space as references, so that they stay what they are. */
static void append_escaped(cr_buf *out, cr_view text)
{
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t code = cr_utf8_next(text, &at);
        switch (code) {
        case '\t':
        case '\n':
        case '\r':
            cr_buf_append_format(out, "&#%u;", (unsigned)code);
            break;
        default:
            if (code >= 0x20 && code != 0xFFFE && code != 0xFFFF)
                cr_xml_append_escaped(out, cr_view_slice(text, start, at));
        }
    }
}

static void append_attribute(cr_buf *out, const char *name, cr_view value)
{
    if (!value.size)
        return;
    cr_buf_append_format(out, " %s=\"", name);
    append_escaped(out, value);
    cr_buf_append_byte(out, '"');
}

void cr_opml_write(const cr_opml *opml, cr_buf *out)
{
    cr_view folder = {NULL, 0};
    cr_buf_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head>");
    if (opml->title.size) {
        cr_buf_append_string(out, "<title>");
        append_escaped(out, opml->title);
        cr_buf_append_string(out, "</title>");
    }
    cr_buf_append_string(out, "</head>\n<body>\n");
    for (size_t i = 0; i < opml->n_feeds; i++) {
        const cr_opml_feed *feed = &opml->feeds[i];
        if (!cr_view_equal(feed->folder, folder)) {
            if (folder.size)
                cr_buf_append_string(out, "</outline>\n");
            folder = feed->folder;
            if (folder.size) {
                cr_buf_append_string(out, "<outline");
                append_attribute(out, "text", folder);
                cr_buf_append_string(out, ">\n");
            }
        }
        cr_buf_append_string(out, "<outline type=\"rss\"");
        append_attribute(out, "text", feed->title.size ? feed->title : feed->url);
        append_attribute(out, "title", feed->title);
        append_attribute(out, "xmlUrl", feed->url);
        append_attribute(out, "htmlUrl", feed->page);
        append_attribute(out, "language", feed->lang);
        cr_buf_append_string(out, "/>\n");
    }
    if (folder.size)
        cr_buf_append_string(out, "</outline>\n");
    cr_buf_append_string(out, "</body>\n</opml>\n");
}
