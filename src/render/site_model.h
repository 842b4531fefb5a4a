/* What a page of a site knows of the site: the member `site` of its model. For render/site*.c only. */
#ifndef CR_RENDER_SITE_MODEL_H
#define CR_RENDER_SITE_MODEL_H

#include "render/site_parts.h"

/* The page that a model is made for. */
typedef struct cr_site_page {
    cr_site_place place;
    size_t edition;      // of a digest
    cr_view id;          // of a story or company
    cr_view name;        // its title
    cr_view lang, dir;   // of the name
    const cr_view *old;  // [n_old] earlier ids of a story
    size_t n_old;
} cr_site_page;

void cr_site_put_site(cr_site_work *work, cr_json_writer *w, const cr_site_page *p);

/* Link to the page of a telling's story; none if it has none. */
cr_view cr_site_story_link(cr_site_work *work, cr_site_place from, size_t telling);

/* A tag as a term: "zh-hans"; none if it cannot be one. */
cr_view cr_site_term(cr_site_work *work, cr_view tag);

/* The newest edition; NULL if there is none. */
const cr_json_value *cr_site_newest(const cr_site_work *work);

#endif
