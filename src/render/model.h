/* What templates see: the names of the members of each kind of document, as docs/templates.md tells them. The JSON itself is
 * written by render/json.h and its like; a test holds the two against each other. */
#ifndef CR_RENDER_MODEL_H
#define CR_RENDER_MODEL_H

#include "base/view.h"

typedef struct cr_model cr_model;

typedef enum cr_member_kind { CR_MEMBER_NONE, CR_MEMBER_TEXT, CR_MEMBER_LIST, CR_MEMBER_OBJECT } cr_member_kind;

/* The model that a template is filled from, by its name ("site/digest.md"); NULL for those that no command fills: parts of others. */
const cr_model *cr_model_of(const char *template_name);

/* The names of the templates that commands fill: number i, or NULL behind the last. */
const char *cr_model_template(size_t i);

/* "the digest", "the page of a company" */
const char *cr_model_title(const cr_model *model);

/* What stands at a path, "stories[].quotations[].text": behind the name of a list, "[]" is one of its elements. */
cr_member_kind cr_model_member(const cr_model *model, cr_view path);

/* The names of the members below a path ("" is the whole): number i, or NULL behind the last. */
const char *cr_model_name(const cr_model *model, cr_view path, size_t i, char *out, size_t size);

#endif
