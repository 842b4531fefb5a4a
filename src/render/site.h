/* A static site of editions: the files of a Hugo site, of a Jekyll site, or plain HTML, and feeds. A pure function of the editions,
 * the company pages and the templates: what was told of a story is found in the editions themselves. docs/site.md tells the files. */
#ifndef CR_RENDER_SITE_H
#define CR_RENDER_SITE_H

#include "base/arena.h"
#include "render/template.h"

typedef enum cr_site_kind { CR_SITE_HUGO, CR_SITE_JEKYLL, CR_SITE_HTML } cr_site_kind;

enum { CR_SITE_ENTRIES = 50 };  // of a feed

typedef struct cr_site_input {
    cr_site_kind kind;
    cr_view address;  // of the site on the web, without a stroke at its end; none: links are relative
    // JSON as render/json.h writes it, with "companies": [{"id", "name"}] besides, those told of in it
    const cr_view *editions;  // [n_editions] of different days, in any order
    size_t n_editions;
    const cr_view *companies;  // [n_companies] of different ids: JSON as render/company.h writes it
    size_t n_companies;
    cr_templates *templates;
} cr_site_input;

typedef struct cr_site_file {
    cr_view path;  // in the site's folder, NUL-terminated
    cr_view bytes;
} cr_site_file;

typedef struct cr_site {
    cr_site_file *files;  // [n_files] in bytewise order of their paths
    size_t n_files;
    cr_arena arena;  // of the files
} cr_site;

/* Makes all files but the data of the editions and companies themselves. CR_INPUT for JSON that is no edition with a day or no
 * company page; else errors are those of cr_template_render. Release in any case. */
cr_status cr_site_make(const cr_site_input *input, cr_site *site, cr_error *error);
void cr_site_release(cr_site *site);

/* An Atom feed of the editions, or with is_json a JSON feed. self is its own address, or none. */
cr_status cr_site_feed(const cr_site_input *input, bool is_json, cr_view self, cr_buf *out, cr_error *error);

/* "hugo", "jekyll", "html". */
bool cr_site_kind_of(const char *name, cr_site_kind *kind);

/* True for what may stand in a path and be a term of a taxonomy: [a-z0-9-]{1,80}. */
bool cr_site_is_id(cr_view id);

/* The day of an edition's JSON, "2026-03-12"; none if it has none. */
cr_view cr_site_day(const cr_json_value *edition);

#endif
