#include "render/document.h"

#include "render/json.h"

cr_status cr_render_document(const cr_edition *edition, const cr_words *words, cr_templates *templates,
                             const char *name, cr_buf *out, cr_error *error)
{
    cr_buf json = {0};
    cr_render_json(edition, words, &json);
    cr_status status = cr_template_render_json(templates, name, cr_buf_view(&json), out, error);
    cr_buf_release(&json);
    return status;
}
