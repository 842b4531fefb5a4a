/* Feeds: RSS 0.9 to 2.0, RDF (RSS 0.90 and 1.0), Atom 0.3 and 1.0, CDF, and JSON Feed 1.0 and 1.1.
 *
 * Whatever the format, its entries come out alike: titles, names and addresses as plain text, the content as HTML or plain
 * text. What is broken is read as far as it makes sense, and told as warnings; see format/xml.h for what is put right.
 */
#ifndef CR_SOURCE_FEED_H
#define CR_SOURCE_FEED_H

#include "article/article.h"
#include "base/arena.h"
#include "base/error.h"

/* A text of an entry. */
typedef struct cr_feed_text {
    cr_view value;  // none if there is none
    bool is_html;   // a fragment of HTML; otherwise plain text with line breaks
} cr_feed_text;

typedef struct cr_feed_entry {
    cr_view id;     // as given (guid, rdf:about, atom:id, id), else the address, or none
    cr_view title;  // plain text, one line
    cr_view url;    // absolute where the feed tells enough
    cr_view author;
    cr_view lang;          // its own, else the feed's, as written; or none
    cr_view source;        // the feed that an entry was taken over from, if it tells; or none
    cr_feed_text content;  // the fullest text that there is; the summary where there is no other
    cr_feed_text summary;  // none if there is no other text than the content
    bool is_summary;       // the content is what the feed calls a description or summary
    cr_date published, updated;
    cr_view around;  // titles of the feed's entries, which tell the language where nothing declares it; else none
    size_t line;     // where it starts, 1-based; 0: not known
} cr_feed_entry;

typedef struct cr_feed_warning {
    size_t line, column;  // 0: not known
    cr_view text;         // lower case, no full stop
} cr_feed_warning;

enum { CR_FEED_WARNINGS = 8 };

typedef struct cr_feed {
    const char *format;  // "RSS", "RDF", "Atom", "CDF" or "JSON Feed"
    cr_view title;       // plain text, one line
    cr_view url;         // of the paper's page
    cr_view lang;        // as written, or none
    cr_view author;
    cr_view description;  // plain text
    cr_view new_address;  // where the feed says that it has moved, or none
    cr_date updated;
    const cr_feed_entry *entries;  // [n_entries] in the order of the feed
    size_t n_entries;
    cr_feed_warning warnings[CR_FEED_WARNINGS];  // [n_warnings, at most CR_FEED_WARNINGS]
    size_t n_warnings;                           // all of them
    size_t n_repaired;                           // ill-formed sequences of the charset that became U+FFFD
} cr_feed;

/* Whether bytes look like a feed by their beginning. */
bool cr_feed_sniff(cr_view bytes);

/* Reads a feed. path is for messages; if it is an address, relative ones are resolved against it, else
 * against the page of the feed. charset is what the transport
 * says, or NULL. Everything lives in the arena; the bytes need not. CR_INPUT: it is no feed at all; CR_LIMIT: more than a
 * limit of base/limits.h. */
cr_status cr_feed_read(cr_view bytes, const char *path, const char *charset, cr_arena *arena, cr_feed *feed,
                       cr_error *error);

/* A copy in another arena. */
cr_feed_entry *cr_feed_entry_copy(const cr_feed_entry *entry, cr_arena *arena);

#endif
