/* What the pages of a site and its feeds share. For render/site*.c only. */
#ifndef CR_RENDER_SITE_PARTS_H
#define CR_RENDER_SITE_PARTS_H

#include "format/json_write.h"
#include "render/site.h"

#define CR_SITE_NONE ((size_t)-1)

typedef struct cr_site_edition {
    cr_json_document *document;
    const cr_json_value *root;
    cr_view day;           // "2026-03-12"
    size_t first_telling;  // of its stories, which follow each other
} cr_site_edition;

typedef struct cr_site_company {
    cr_json_document *document;
    const cr_json_value *root;
    cr_view id;
} cr_site_company;

/* One edition's telling of a story. */
typedef struct cr_site_telling {
    size_t edition;
    const cr_json_value *story;
    size_t group;   // tellings of one story, under whatever id, have one
    size_t before;  // the telling of it before this one, or CR_SITE_NONE
} cr_site_telling;

/* A site under way. */
typedef struct cr_site_work {
    const cr_site_input *input;
    cr_site_edition *editions;  // [n_editions] the oldest first
    size_t n_editions;
    cr_site_company *companies;  // [n_companies] by id
    size_t n_companies;
    cr_site_telling *tellings;  // [n_tellings] the oldest first
    size_t n_tellings;
    cr_view *page_of;  // [n_tellings] by group: id of the story's page, none if it has none
    size_t *last_of;   // [n_tellings] by group: its last telling, or CR_SITE_NONE
    cr_arena arena;
} cr_site_work;

/* Reads the input, and finds which tellings are of one story. Release in any case. */
cr_status cr_site_open(cr_site_work *work, const cr_site_input *input, cr_error *error);
void cr_site_close(cr_site_work *work);

/* A part of the site, as it is linked to: the index (id none), a digest, a story, a company. */
typedef enum cr_site_place { CR_SITE_INDEX, CR_SITE_DIGEST, CR_SITE_STORY, CR_SITE_COMPANY } cr_site_place;

/* An address in the site, from a page in a place (the index and the feeds stand at the top). In the arena. */
cr_view cr_site_link(cr_site_work *work, cr_site_place from, cr_site_place to, cr_view id);

/* The same for a file of the site. */
cr_view cr_site_file_link(cr_site_work *work, cr_site_place from, const char *path);

/* "folder", an id and an ending, in the arena. */
const char *cr_site_path(cr_site_work *work, const char *folder, cr_view id, const char *ending);

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

/* Puts a value as it is, numbers of sources renumbered: numbers [n_numbers], by the old one; NULL: as they are. */
typedef struct cr_site_numbers {
    const size_t *numbers;
    size_t n;
} cr_site_numbers;
void cr_site_put(cr_json_writer *writer, const cr_json_value *value, const cr_site_numbers *numbers);

/* One telling, and the edition that it stands in. */
typedef struct cr_site_part {
    const cr_json_value *edition, *story;
    cr_view id;    // its id in the document
    cr_view day;   // of the edition, in words; none: not told
    cr_view link;  // of that edition
} cr_site_part;

/* Puts the members of an edition that holds nothing but some tellings: words of the first one, their sources once each, numbered anew. */
void cr_site_put_extract(cr_json_writer *writer, const cr_site_part *parts, size_t n_parts, cr_arena *arena);

#endif
