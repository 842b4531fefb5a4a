/* Any bytes are a template that is compiled or refused, checked, and filled within its bounds; a Markdown document that comes out was
 * proven. */
#include "fuzz.h"

#include "base/utf8.h"
#include "format/json_document.h"
#include "render/template_check.h"

#include <stdlib.h>

#define MODEL                                                                                                                              \
    "{\"title\":\"*a* {{b}} <c>\",\"day\":\"\",\"x\":\"main\",\"has_stories\":true,\"stories\":[{\"headline\":\"1. [x](y)\",\"papers\":3," \
    "\"quotations\":[{\"text\":\"# z\\n---\"},{\"text\":\"http://a.example/ b\"}]},{\"headline\":\"\",\"quotations\":[]}],"                \
    "\"words\":{\"new\":\"NEW\"},\"footer\":[\"a\",\"- b\",1,1.5,null,[true]]}"

static void fill(cr_view source, const char *name, const cr_json_value *model)
{
    cr_error error = {0};
    cr_buf out = {0};
    cr_template_faults faults = {0};
    const cr_template *template = NULL;
    cr_templates *templates = cr_templates_new(NULL, 0);
    cr_status status = cr_templates_add(templates, name, source, &error);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    cr_template_check(templates, name, cr_model_of(name), &faults);
    if (status == CR_OK) {
        require(cr_template_load(templates, name, &template, &error) == CR_OK);
        status = cr_template_render(template, model, &out, &error);
        require(status == error.status && (status == CR_OK || out.size == 0));
        require(cr_utf8_valid(cr_buf_view(&out)) == out.size);
    }
    cr_template_faults_release(&faults);
    cr_templates_free(templates);
    cr_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_view source = {(const char *)data, size};
    cr_json_document *model = NULL;
    require(cr_json_document_parse(CR_VIEW(MODEL), "model", &model, NULL) == CR_OK);
    fill(source, "daily.md", cr_json_document_root(model));
    fill(source, "page.html", cr_json_document_root(model));
    cr_json_document_free(model);
    return 0;
}
