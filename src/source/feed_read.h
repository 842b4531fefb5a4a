/* Inside of the feed readers. */
#ifndef CR_SOURCE_FEED_READ_H
#define CR_SOURCE_FEED_READ_H

#include "format/xml.h"
#include "source/feed.h"
#include "source/feed_date.h"

/* What an element is by its namespace: bits. */
enum {
    CR_FEED_PLAIN = 1u << 0,  // none, or one of those of RSS
    CR_FEED_ATOM = 1u << 1,
    CR_FEED_DUBLIN_CORE = 1u << 2,
    CR_FEED_CONTENT = 1u << 3,
    CR_FEED_MEDIA = 1u << 4,
    CR_FEED_ITUNES = 1u << 5,
    CR_FEED_XHTML = 1u << 6,
    CR_FEED_RDF = 1u << 7,
    CR_FEED_OTHER = 1u << 8,
};

/* Elements that tell the same, the best first. */
typedef struct cr_feed_name {
    unsigned spaces;
    const char *name;
} cr_feed_name;

/* A feed under way. */
typedef struct cr_feed_reader {
    const char *path;
    cr_view base;  // of all relative addresses, or none
    cr_arena *arena;
    cr_feed *feed;
    cr_feed_entry *entries;  // [n_entries] grows on the heap
    size_t n_entries, capacity;
    const cr_xml_document *document;  // NULL in JSON
    cr_feed_calendar *calendar;       // NULL until the feed's language is known
} cr_feed_reader;

void cr_feed_warn(cr_feed_reader *r, size_t line, size_t column, cr_view text);

/* A new entry, or NULL: there are too many. */
cr_feed_entry *cr_feed_add(cr_feed_reader *r);

unsigned cr_feed_space_of(cr_view space);

/* Whether node i is an element of that name in one of these namespaces; case does not matter. */
bool cr_feed_is(const cr_feed_reader *r, size_t i, unsigned spaces, const char *name);

/* Base address and language that hold at a node, by xml:base and xml:lang. */
cr_view cr_feed_base_at(const cr_feed_reader *r, size_t i);
cr_view cr_feed_lang_at(const cr_feed_reader *r, size_t i);

/* The first child that is so called and holds something, 0 if there is none. */
size_t cr_feed_child(const cr_feed_reader *r, size_t parent, unsigned spaces, const char *name);

/* The same for the first of several names, up to one that is NULL. */
size_t cr_feed_first(const cr_feed_reader *r, size_t parent, const cr_feed_name *names);

/* All text inside a node, white space evened out. */
cr_view cr_feed_line(const cr_feed_reader *r, size_t node);

/* The first date that can be read among the children with these names. */
cr_date cr_feed_date_of(cr_feed_reader *r, size_t parent, const cr_feed_name *names);

/* The text of a node: by its type and mode where it has them, else by its looks; Atom's without a type are plain. */
cr_feed_text cr_feed_text_of(cr_feed_reader *r, size_t node);

/* Whether there is markup inside a node. */
bool cr_feed_holds_elements(const cr_feed_reader *r, size_t node);

/* Plain text on one line of something that may be HTML. */
cr_view cr_feed_plain(const cr_feed_reader *r, cr_feed_text text);

/* Whether text that could be either is HTML by its looks. */
bool cr_feed_looks_like_html(cr_view text);

/* An author of RSS, "mail@example.org (Name)" among others: the name. */
cr_view cr_feed_person(cr_view text, cr_arena *arena);

cr_view cr_feed_squeezed(cr_view text, cr_arena *arena);

/* The title of an entry or a feed. */
cr_view cr_feed_title(cr_feed_reader *r, size_t parent);

/* An address relative to its place made absolute. */
cr_view cr_feed_address(const cr_feed_reader *r, size_t node, cr_view written);

/* The address of a page among Atom's links of that rel (NULL: alternate), or none. */
cr_view cr_feed_atom_link(const cr_feed_reader *r, size_t parent, unsigned spaces, const char *rel);

/* The names of all authors, parted by commas. */
cr_view cr_feed_authors(const cr_feed_reader *r, size_t parent, const cr_feed_name *names);

/* Where nobody tells where the feed was read, its addresses are relative to the page that it names as its own. */
void cr_feed_take_base(cr_feed_reader *r);

/* Sets the language of the dates from that of the feed. */
void cr_feed_take_lang(cr_feed_reader *r);

void cr_feed_read_atom(cr_feed_reader *r, size_t root);
void cr_feed_read_rss(cr_feed_reader *r, size_t root);
cr_status cr_feed_read_json(cr_feed_reader *r, cr_view text, cr_error *error);

#endif
