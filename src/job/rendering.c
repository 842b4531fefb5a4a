#include "job/rendering.h"

#include "base/file.h"
#include "job/tools.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"

#include <string.h>

enum { TEXT_WIDTH = 80 };

cr_status cr_rendering_words(const cr_config *config, const char *lang, cr_words **words, cr_error *error)
{
    cr_arena arena = {0};
    const char *folder = NULL;
    cr_status status = cr_data_folder(config, "digest-templates", &arena, &folder, error);
    if (!status)
        status = cr_words_load(cr_path_join(&arena, folder, "locale"), lang, words, error);
    cr_arena_release(&arena);
    return status;
}

cr_status cr_rendering_templates(const cr_config *config, cr_templates **templates, cr_error *error)
{
    cr_arena arena = {0};
    const char *folder = NULL;
    cr_status status = CR_OK;
    if (config->templates && !cr_file_is_folder(config->templates))
        status = cr_error_set(error, CR_IO, "no folder '%s'", config->templates);
    if (!status)
        status = cr_data_folder(config, "digest-templates", &arena, &folder, error);
    if (!status) {
        const char *const folders[] = {config->templates, folder};
        *templates = cr_templates_new(folders, 2);
    }
    cr_arena_release(&arena);
    return status;
}

cr_status cr_rendering_make(const cr_edition *edition, const cr_config *config, const char *format, cr_buf *out,
                            cr_error *error)
{
    cr_words *words = NULL;
    cr_templates *templates = NULL;
    cr_status status = cr_rendering_words(config, edition->lang, &words, error);
    if (status)
        return status;
    if (format && (strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0)) {
        cr_render_json(edition, words, out);
    } else if (format && strcmp(format, "text") == 0) {
        cr_render_text(edition, words, TEXT_WIDTH, out);
    } else {
        status = cr_rendering_templates(config, &templates, error);
        if (!status)
            status = cr_render_markdown(edition, words, templates, out, error);
    }
    cr_templates_free(templates);
    cr_words_free(words);
    return status;
}
