/* XML as a tree: the one door to libxml2 (its xmlTextReader).
 *
 * What the reader is given is never what came. A linear scan writes it anew first: comments, processing instructions and the
 * DOCTYPE are left out (nothing that a DOCTYPE declares is ever read, so there is no entity that could grow, and no file or
 * address that could be opened), control characters are dropped, the named characters of HTML become what they stand for.
 * What is ill-formed is put right there too, since xmlTextReader stops at the first fault even when told to go on: a lone "&" or
 * "<" is text, an attribute without quotes gets them, a doubled one is dropped, an end tag that closes nothing is dropped, what
 * was not closed is closed. Each such fault is told as a warning with its line and column.
 *
 * A document is refused with CR_LIMIT beyond CR_MAX_XML bytes, CR_MAX_XML_NESTING levels, CR_MAX_XML_TAG bytes or
 * CR_MAX_XML_ATTRIBUTES attributes of a tag, CR_MAX_XML_ELEMENTS elements or attributes, CR_MAX_XML_NAMES names or
 * CR_MAX_XML_FAULTS faults in all.
 */
#ifndef CR_FORMAT_XML_H
#define CR_FORMAT_XML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

typedef struct cr_xml_attribute {
    cr_view space;  // as that of a node
    cr_view name;
    cr_view value;
} cr_xml_attribute;

/* An element or a text. Nodes stand in the order of the document. */
typedef struct cr_xml_node {
    uint32_t parent;  // number 0 is its own
    uint32_t next;    // number of the first node behind all inside it
    uint32_t line;
    uint32_t n_attributes;
    const cr_xml_attribute *attributes;  // [n_attributes] without declarations of namespaces
    cr_view space;  // of an element: its namespace, or its prefix if nothing declares that, or none
    cr_view name;   // of an element, without prefix; none: a text
    cr_view text;   // of a text: never empty
} cr_xml_node;

/* What was wrong and has been put right. */
typedef struct cr_xml_warning {
    size_t line, column;  // 1-based; the column counts bytes
    const char *text;     // lower case, no full stop
} cr_xml_warning;

enum { CR_XML_WARNINGS = 8 };  // kept; more are only counted

/* Number 0 stands for the document; the elements that have it for their parent are its roots, in a good document one. */
typedef struct cr_xml_document {
    const cr_xml_node *nodes;  // [n_nodes]
    size_t n_nodes;
    cr_xml_warning warnings[CR_XML_WARNINGS];  // [n_warnings, at most CR_XML_WARNINGS]
    size_t n_warnings;                         // all of them
} cr_xml_document;

/* The charset that the XML declaration names, written to out; false if there is none. */
bool cr_xml_charset(cr_view bytes, char out[48]);

/* The source is valid UTF-8. path is for messages. The document lives in the arena. Elements that are called one of `lone` (up to
 * NULL; it may be NULL itself) never stand in one another: where one starts in another, that was not closed. Ill-formed XML is
 * no failure; what holds no element at all is CR_INPUT. */
cr_status cr_xml_read(cr_view source, const char *path, const char *const *lone, cr_arena *arena,
                      cr_xml_document *document, cr_error *error);

/* The value of an attribute without namespace, or in the one given (NULL: none); names are compared ignoring case. */
cr_view cr_xml_attribute_of(const cr_xml_node *node, const char *space, const char *name);

/* All text inside a node, none left out. In the arena unless it is one piece. */
cr_view cr_xml_text(const cr_xml_document *document, size_t node, cr_arena *arena);

/* Appends a text with & < > and both quotation marks as references, for XML and HTML; what is no character becomes U+FFFD. */
void cr_xml_append_escaped(cr_buf *out, cr_view text);

/* What is inside a node as markup: without prefixes and declarations, every text escaped. */
cr_view cr_xml_markup(const cr_xml_document *document, size_t node, cr_arena *arena);

/* A reference against the address of its place (RFC 3986). An absolute one is left as it is; so is any where there is no
 * base, where one of both is broken, or that is longer than an address ever is. */
cr_view cr_xml_resolve(cr_view base, cr_view reference, cr_arena *arena);

#endif
