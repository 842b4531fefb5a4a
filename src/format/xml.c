#include "format/xml.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "format/xml_repair.h"

#include <libxml/uri.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMESPACES = 64,           // whose copies are found again; more are copied each time
    NAMES = 256,               // likewise, at most
    LONGEST_REFERENCE = 4096,  // bytes that are resolved: libxml2 takes the square of them
};

bool cr_xml_charset(cr_view bytes, char out[48])
{
    cr_view head = cr_view_trim(cr_view_slice(bytes, 0, 512));
    size_t size = 0;
    if (cr_view_starts(head, CR_VIEW("\xEF\xBB\xBF")))
        head = cr_view_slice(head, 3, head.size);
    ptrdiff_t end = cr_view_find(head, CR_VIEW("?>"));
    if (!cr_view_starts(head, CR_VIEW("<?xml")) || end < 0)
        return false;
    head = cr_view_slice(head, 0, (size_t)end);
    ptrdiff_t key = cr_view_find(head, CR_VIEW("encoding"));
    if (key < 0)
        return false;
    for (size_t at = (size_t)key + 8; at < head.size && size < 47; at++) {
        char c = head.data[at];
        if (cr_is_alpha(c) || cr_is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':')
            out[size++] = c;
        else if (size)
            break;
        else if (!cr_is_space(c) && c != '=' && c != '"' && c != '\'')
            return false;
    }
    out[size] = '\0';
    return size > 0;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct builder {
    cr_arena *arena;
    xmlTextReaderPtr reader;
    cr_xml_node *nodes;
    size_t n_nodes, capacity;
    uint32_t open;  // the innermost open element
    cr_buf text;    // gathered for the next text
    struct {
        const xmlChar *key;  // libxml2's own, one for each namespace
        cr_view copy;
    } spaces[NAMESPACES];  // [n_spaces]
    size_t n_spaces;
    cr_view names[NAMES];  // by a hash
} builder;

static cr_view copy_space(builder *b, const xmlChar *space)
{
    if (!space)
        return (cr_view){NULL, 0};
    for (size_t i = 0; i < b->n_spaces; i++)
        if (b->spaces[i].key == space)
            return b->spaces[i].copy;
    cr_view copy = cr_arena_copy(b->arena, cr_view_of((const char *)space));
    if (b->n_spaces < NAMESPACES) {
        b->spaces[b->n_spaces].key = space;
        b->spaces[b->n_spaces++].copy = copy;
    }
    return copy;
}

static cr_view copy_name(builder *b, const xmlChar *name)
{
    cr_view text = cr_view_of((const char *)name);
    uint32_t hash = 0;
    for (size_t i = 0; i < text.size; i++)
        hash = hash * 31 + (unsigned char)text.data[i];
    cr_view *slot = &b->names[hash % NAMES];
    if (!cr_view_equal(*slot, text))
        *slot = cr_arena_copy(b->arena, text);
    return *slot;
}

/* Name and namespace; a prefix that nothing declares stands for its namespace. */
static void take_name(builder *b, cr_view *space, cr_view *name)
{
    *space = copy_space(b, xmlTextReaderConstNamespaceUri(b->reader));
    *name = copy_name(b, xmlTextReaderConstLocalName(b->reader));
    ptrdiff_t colon = cr_view_find_byte(*name, ':');
    if (!space->size && colon > 0) {
        *space = cr_view_slice(*name, 0, (size_t)colon);
        *name = cr_view_slice(*name, (size_t)colon + 1, name->size);
    }
}

static cr_xml_node *add_node(builder *b)
{
    b->nodes = cr_grow(b->nodes, &b->capacity, b->n_nodes + 1, sizeof *b->nodes);
    cr_xml_node *node = &b->nodes[b->n_nodes++];
    int line = xmlTextReaderGetParserLineNumber(b->reader);
    *node = (cr_xml_node){.parent = b->open, .next = (uint32_t)b->n_nodes, .line = line > 0 ? (uint32_t)line : 0};
    return node;
}

static void end_text(builder *b)
{
    if (!b->text.size)
        return;
    add_node(b)->text = cr_arena_copy(b->arena, cr_buf_view(&b->text));
    cr_buf_clear(&b->text);
}

static void take_attributes(builder *b, cr_xml_node *node)
{
    int most = xmlTextReaderAttributeCount(b->reader);
    if (most <= 0)
        return;
    cr_xml_attribute *attributes = CR_ARENA_ARRAY(b->arena, cr_xml_attribute, (size_t)most);
    uint32_t n = 0;
    while (xmlTextReaderMoveToNextAttribute(b->reader) == 1) {
        if (xmlTextReaderIsNamespaceDecl(b->reader) == 1)
            continue;
        const xmlChar *value = xmlTextReaderConstValue(b->reader);
        cr_xml_attribute *a = &attributes[n++];
        take_name(b, &a->space, &a->name);
        a->value = cr_arena_copy(b->arena, cr_view_of((const char *)value));
    }
    xmlTextReaderMoveToElement(b->reader);
    node->attributes = attributes;
    node->n_attributes = n;
}

static void close_element(builder *b)
{
    end_text(b);
    b->nodes[b->open].next = (uint32_t)b->n_nodes;
    b->open = b->nodes[b->open].parent;
}

static void take_event(builder *b)
{
    switch (xmlTextReaderNodeType(b->reader)) {
    case XML_READER_TYPE_ELEMENT: {
        end_text(b);
        bool empty = xmlTextReaderIsEmptyElement(b->reader) == 1;
        if (xmlTextReaderDepth(b->reader) == 0)
            break;  // the one around all
        cr_xml_node *node = add_node(b);
        take_name(b, &node->space, &node->name);
        take_attributes(b, node);
        if (!empty)
            b->open = (uint32_t)b->n_nodes - 1;
        break;
    }
    case XML_READER_TYPE_END_ELEMENT:
        close_element(b);
        break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        cr_buf_append(&b->text, cr_view_of((const char *)xmlTextReaderConstValue(b->reader)));
        break;
    default:
        break;
    }
}

static void ignore(void *context, xmlErrorPtr error)
{
    (void)context, (void)error;
}

static cr_status build(builder *b, cr_view text, cr_xml_document *document, const char *path, cr_error *error)
{
    b->reader = xmlReaderForMemory(text.data, (int)text.size, NULL, "UTF-8",
                                   XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
    if (!b->reader)
        return cr_error_at(error, CR_LIBRARY, path, 0, 0, "libxml2 gives no reader");
    xmlTextReaderSetStructuredErrorHandler(b->reader, ignore, NULL);
    b->nodes = cr_grow(b->nodes, &b->capacity, 1, sizeof *b->nodes);
    b->nodes[b->n_nodes++] = (cr_xml_node){.next = 1};
    int more;
    while ((more = xmlTextReaderRead(b->reader)) == 1)
        take_event(b);
    size_t line = (size_t)xmlTextReaderGetParserLineNumber(b->reader);
    size_t column = (size_t)xmlTextReaderGetParserColumnNumber(b->reader);
    end_text(b);
    while (b->open)
        close_element(b);
    b->nodes[0].next = (uint32_t)b->n_nodes;
    if (more < 0 && document->n_warnings++ < CR_XML_WARNINGS)
        document->warnings[document->n_warnings - 1] = (cr_xml_warning){line, column,
                                                                        "ill-formed: read as far as here"};
    xmlFreeTextReader(b->reader);
    return CR_OK;
}

cr_status cr_xml_read(cr_view source, const char *path, const char *const *lone, cr_arena *arena,
                      cr_xml_document *document, cr_error *error)
{
    cr_buf text = {0};
    *document = (cr_xml_document){0};
    cr_status status = cr_xml_repair(source, path, lone, &text, document, error);
    builder *b = cr_allocate_zeroed(1, sizeof *b);
    b->arena = arena;
    if (!status)
        status = build(b, cr_buf_view(&text), document, path, error);
    cr_buf_release(&text);
    cr_buf_release(&b->text);
    if (!status) {
        cr_xml_node *nodes = CR_ARENA_ARRAY(arena, cr_xml_node, b->n_nodes);
        memcpy(nodes, b->nodes, b->n_nodes * sizeof *nodes);
        document->nodes = nodes;
        document->n_nodes = b->n_nodes;
    }
    free(b->nodes);
    free(b);
    return status;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

cr_view cr_xml_attribute_of(const cr_xml_node *node, const char *space, const char *name)
{
    for (size_t i = 0; i < node->n_attributes; i++) {
        const cr_xml_attribute *a = &node->attributes[i];
        if (cr_view_equal_ignoring_case(a->name, cr_view_of(name)) &&
            (space ? cr_view_equal(a->space, cr_view_of(space)) : a->space.size == 0))
            return a->value;
    }
    return (cr_view){NULL, 0};
}

cr_view cr_xml_text(const cr_xml_document *document, size_t node, cr_arena *arena)
{
    cr_view only = {NULL, 0};
    size_t n = 0;
    if (document->nodes[node].text.size)
        return document->nodes[node].text;
    for (size_t i = node + 1; i < document->nodes[node].next; i++)
        if (document->nodes[i].text.size) {
            only = document->nodes[i].text;
            n++;
        }
    if (n < 2)
        return only;
    cr_buf all = {0};
    for (size_t i = node + 1; i < document->nodes[node].next; i++)
        cr_buf_append(&all, document->nodes[i].text);
    cr_view text = cr_arena_copy(arena, cr_buf_view(&all));
    cr_buf_release(&all);
    return text;
}

static void append_escaped_code(cr_buf *out, uint32_t code)
{
    bool is_control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || (code >= 0x7F && code < 0xA0);
    switch (code) {
    case '&':
        cr_buf_append_string(out, "&amp;");
        break;
    case '<':
        cr_buf_append_string(out, "&lt;");
        break;
    case '>':
        cr_buf_append_string(out, "&gt;");
        break;
    case '"':
        cr_buf_append_string(out, "&quot;");
        break;
    case '\'':
        cr_buf_append_string(out, "&#39;");
        break;
    default:  // XML has no other controls, not even as references
        cr_buf_append_code(out, is_control || cr_utf8_is_noncharacter(code) ? 0xFFFD : code);
    }
}

void cr_xml_append_escaped(cr_buf *out, cr_view text)
{
    for (size_t at = 0; at < text.size;) {
        size_t end = at + cr_utf8_valid(cr_view_slice(text, at, text.size));
        while (at < end)
            append_escaped_code(out, cr_utf8_next(text, &at));
        if (at < text.size) {
            cr_buf_append_code(out, 0xFFFD);
            at += cr_utf8_broken(text, at);
        }
    }
}

static void append_tag(cr_buf *out, const cr_xml_node *node)
{
    cr_buf_append_byte(out, '<');
    cr_buf_append(out, node->name);
    for (size_t i = 0; i < node->n_attributes; i++) {
        cr_buf_append_byte(out, ' ');
        cr_buf_append(out, node->attributes[i].name);
        cr_buf_append_string(out, "=\"");
        cr_xml_append_escaped(out, node->attributes[i].value);
        cr_buf_append_byte(out, '"');
    }
    cr_buf_append_byte(out, '>');
}

/* Elements of HTML that have no end tag. */
static bool is_void(cr_view name)
{
    static const char *const names[] = {"area", "br", "col", "embed", "hr", "img", "input", "param", "source", "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cr_view_equal_ignoring_case(name, cr_view_of(names[i])))
            return true;
    return false;
}

static void append_end(cr_buf *out, const cr_xml_node *node)
{
    if (is_void(node->name))
        return;
    cr_buf_append_string(out, "</");
    cr_buf_append(out, node->name);
    cr_buf_append_byte(out, '>');
}

cr_view cr_xml_markup(const cr_xml_document *document, size_t node, cr_arena *arena)
{
    const cr_xml_node *nodes = document->nodes;
    cr_buf out = {0};
    size_t open = node;
    for (size_t i = node + 1; i <= nodes[node].next; i++) {
        while (open != node && (i == nodes[node].next || i >= nodes[open].next)) {
            append_end(&out, &nodes[open]);
            open = nodes[open].parent;
        }
        if (i == nodes[node].next)
            break;
        if (nodes[i].text.size) {
            cr_xml_append_escaped(&out, nodes[i].text);
            continue;
        }
        append_tag(&out, &nodes[i]);
        open = i;
    }
    cr_view markup = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return markup;
}

/* ---- addresses --------------------------------------------------------------------------------------------------- */

/* Whether a reference starts with a scheme: it is absolute. */
static bool has_scheme(cr_view reference)
{
    size_t i = 0;
    while (i < reference.size && (cr_is_alpha(reference.data[i]) ||
                                  (i && (cr_is_digit(reference.data[i]) || strchr("+-.", reference.data[i])))))
        i++;
    return i > 0 && i < reference.size && reference.data[i] == ':';
}

/* With escapes for all that RFC 3986 does not know. */
static void append_uri(cr_buf *out, cr_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c <= ' ' || c >= 0x7F || strchr("<>\"{}|\\^`[]", c))
            cr_buf_append_format(out, "%%%02X", c);
        else
            cr_buf_append_byte(out, (char)c);
    }
}

cr_view cr_xml_resolve(cr_view base, cr_view reference, cr_arena *arena)
{
    reference = cr_view_trim(reference);
    base = cr_view_trim(base);
    if (!base.size || has_scheme(reference) || reference.size > LONGEST_REFERENCE)
        return reference;
    if (!reference.size)
        return base;
    cr_buf a = {0}, b = {0};
    append_uri(&a, reference);
    append_uri(&b, base);
    xmlChar *built = xmlBuildURI((const xmlChar *)a.data, (const xmlChar *)b.data);
    cr_view resolved = built ? cr_arena_copy(arena, cr_view_of((const char *)built)) : reference;
    xmlFree(built);
    cr_buf_release(&a);
    cr_buf_release(&b);
    return resolved;
}
