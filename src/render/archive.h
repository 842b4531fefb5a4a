/* What stands in the archive, as lists: articles, feeds, editions, and what a search finds. */
#ifndef CR_RENDER_ARCHIVE_H
#define CR_RENDER_ARCHIVE_H

#include "archive/archive.h"
#include "render/records.h"

/* A part of a text: bytes of it. */
typedef struct cr_hit_match {
    uint32_t start, end;
} cr_hit_match;

/* One thing that a search found. */
typedef struct cr_hit {
    const cr_archive_record *record;
    double score;
    uint32_t start, end;          // the part of the text that is shown
    bool is_cut, is_cut_behind;   // it starts, or ends, inside a sentence
    const cr_hit_match *matches;  // [n_matches] in it, in order
    size_t n_matches;
} cr_hit;

/* Each appends one record: text and Markdown are ended by a line end, JSON is an object without one. CR_LIBRARY if the Markdown
 * does not mean what it should: a defect. */
cr_status cr_render_record(const cr_archive_record *record, cr_format format, cr_buf *out, cr_error *error);
cr_status cr_render_hit(const cr_hit *hit, cr_format format, cr_buf *out, cr_error *error);
cr_status cr_render_feed(const cr_archive_feed *feed, cr_format format, cr_buf *out, cr_error *error);
cr_status cr_render_edition_entry(const cr_archive_edition *edition, cr_format format, cr_buf *out, cr_error *error);

#endif
