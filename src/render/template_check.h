/* Reading templates without filling them: names that no model has, partials that no folder has, what is malformed. */
#ifndef CR_RENDER_TEMPLATE_CHECK_H
#define CR_RENDER_TEMPLATE_CHECK_H

#include "base/arena.h"
#include "base/map.h"
#include "render/model.h"
#include "render/template.h"

/* Zero-initialise it; it adds up over templates, and holds each fault once. */
typedef struct cr_template_faults {
    cr_buf lines;  // "'file':line:column: what is wrong", a line each
    size_t n;
    cr_map known;
    const char **parts;  // [n_parts] names of the parts of templates that a command fills
    size_t n_parts, capacity;
    bool calls_by_value;  // {{>*name}} is among them: which parts that are, only the values tell
    cr_arena arena;
} cr_template_faults;

void cr_template_faults_release(cr_template_faults *faults);

/* Adds what is wrong with a template, and with those it calls. model: what it is filled from; NULL: it is only parsed. */
void cr_template_check(cr_templates *templates, const char *name, const cr_model *model, cr_template_faults *faults);

/* Adds a template that nothing uses, once all others are checked: no command fills it, and it is no part of one that is filled. A file
 * without a tag is told only where its name is nearly that of one that is used. */
void cr_template_check_use(cr_templates *templates, const char *name, cr_template_faults *faults);

#endif
