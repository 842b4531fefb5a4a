/* OPML: lists of feeds, as feed readers hand them to one another.
 *
 * Outlines may nest; those with an xmlUrl are feeds, the others folders, whose names lead to the feed. Broken lists are read as
 * feeds are (format/xml.h).
 */
#ifndef CR_SOURCE_OPML_H
#define CR_SOURCE_OPML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

typedef struct cr_opml_feed {
    cr_view url;     // of the feed
    cr_view title;   // title or text, plain, or none
    cr_view page;    // htmlUrl, or none
    cr_view lang;    // or none
    cr_view folder;  // names of the outlines around it, parted by "/", or none
    size_t line;     // 1-based
} cr_opml_feed;

typedef struct cr_opml {
    cr_view title;              // or none
    const cr_opml_feed *feeds;  // [n_feeds] each address once, in the order of the list
    size_t n_feeds;
    size_t n_warnings;  // faults that were put right
    size_t line;        // of the first one
    cr_view warning;    // which it was
} cr_opml;

/* Whether bytes look like OPML by their beginning. */
bool cr_opml_sniff(cr_view bytes);

/* Reads a list. path is for messages. Everything lives in the arena. CR_INPUT: it is no OPML; CR_LIMIT: more than a limit of
 * base/limits.h; of too many feeds those that are not too many are given nonetheless. */
cr_status cr_opml_read(cr_view bytes, const char *path, cr_arena *arena, cr_opml *opml, cr_error *error);

/* Appends a list as OPML 2.0: feeds that follow one another with the same folder stand in it together. What XML may not hold is
 * left out. */
void cr_opml_write(const cr_opml *opml, cr_buf *out);

#endif
