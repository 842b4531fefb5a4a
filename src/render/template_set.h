/* What is inside templates, for those who look at them without filling them. */
#ifndef CR_RENDER_TEMPLATE_SET_H
#define CR_RENDER_TEMPLATE_SET_H

#include "render/template.h"
#include "render/template_parse.h"

/* True for a name that a template may have. */
bool cr_template_is_name(cr_view name);

/* As cr_template_load, but *result is NULL where no folder has it, and where the name is none. */
cr_status cr_template_get(cr_templates *templates, cr_view name, const cr_template **result, cr_error *error);

/* The same for a partial of a template, by the name that stands there. */
cr_status cr_template_partial(const cr_template *template, cr_view name, const cr_template **result, cr_error *error);

const cr_program *cr_template_program(const cr_template *template);

/* The blocks of a parent tag, which take the place of those of the template it names, and those around it. */
typedef struct cr_template_scope {
    const cr_template *template;
    size_t first, last;  // steps
    const struct cr_template_scope *outer;
} cr_template_scope;

/* The outermost of the blocks of a name that parent tags bring, and *where it stands; NULL if none does. Adds the steps looked at to
 * *n_steps. */
const cr_step *cr_template_block(const cr_template_scope *scopes, cr_view name, const cr_template_scope **where,
                                 size_t *n_steps);

const char *cr_template_name(const cr_template *template);

#endif
