#include "job/rendering.h"

#include "base/file.h"
#include "format/json_write.h"
#include "job/tools.h"
#include "render/document.h"
#include "render/json.h"
#include "render/phrases.h"
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

/* What makes the HTML of a mail. */
typedef struct mail_page {
    const cr_words *words;
    cr_templates *templates;
    const cr_mail *mail;
} mail_page;

/* The edition as templates see it, and what a mail has besides. */
static void make_model(const mail_page *page, const cr_edition *edition, cr_buf *out)
{
    cr_json_writer w = {.out = out};
    cr_arena arena = {0};
    cr_buf json = {0};
    cr_render_json(edition, page->words, &json);
    cr_json_begin_object(&w);
    cr_json_put_name(&w, "mail");
    cr_json_begin_object(&w);
    if (page->mail->unsubscribe.size) {
        cr_json_member_string(&w, "unsubscribe", page->mail->unsubscribe);
        cr_json_member_string(&w, "unsubscribe_text", cr_phrase_word(page->words, CR_WORD_UNSUBSCRIBE, &arena));
    }
    cr_json_end_object(&w);
    cr_buf_append_byte(out, ',');
    cr_buf_append(out, cr_view_slice(cr_buf_view(&json), 1, json.size));  // behind its "{"
    cr_buf_release(&json);
    cr_arena_release(&arena);
}

static cr_status make_html(void *context, const cr_edition *edition, cr_buf *out, cr_error *error)
{
    const mail_page *page = context;
    cr_buf model = {0};
    make_model(page, edition, &model);
    cr_status status = cr_template_render_json(page->templates, "email.html", cr_buf_view(&model), out, error);
    cr_buf_release(&model);
    return status;
}

cr_status cr_rendering_mail(const cr_edition *edition, const cr_config *config, const cr_mail *mail, cr_buf *out,
                            cr_error *error)
{
    cr_words *words = NULL;
    cr_templates *templates = NULL;
    cr_status status = cr_rendering_words(config, edition->lang, &words, error);
    if (!status)
        status = cr_rendering_templates(config, &templates, error);
    if (!status) {
        mail_page page = {words, templates, mail};
        status = cr_render_mail(edition, words, mail, make_html, &page, out, error);
    }
    cr_templates_free(templates);
    cr_words_free(words);
    return status;
}

/* A mail on its own: who sends and gets it is told by options. */
static cr_status make_mail(const cr_edition *edition, const cr_config *config, cr_buf *out, cr_error *error)
{
    cr_arena arena = {0};
    const char *from = config->from        ? config->from
                       : config->mail.from ? config->mail.from
                                           : "Courant <courant@localhost>";
    cr_mail mail = {.unsubscribe = cr_view_of(config->mail.unsubscribe)};
    cr_status status = cr_mailbox_parse(cr_view_of(from), &arena, &mail.from, error);
    if (!status && config->to)
        status = cr_mailbox_parse(cr_view_of(config->to), &arena, &mail.to, error);
    if (!status && mail.unsubscribe.size)
        status = cr_mime_check_unsubscribe(mail.unsubscribe, error);
    if (!status && edition->date.precision == CR_DATE_NONE)
        status = cr_error_set(error, CR_USAGE, "a mail has a day, and no article names one: --date DAY");
    if (!status) {
        mail.id = cr_mail_id(edition, &mail.from, &mail.to, &arena);
        status = cr_rendering_mail(edition, config, &mail, out, error);
    }
    cr_arena_release(&arena);
    return status;
}

cr_status cr_rendering_make(const cr_edition *edition, const cr_config *config, const char *format, cr_buf *out,
                            cr_error *error)
{
    if (format && strcmp(format, "mail") == 0)
        return make_mail(edition, config, out, error);
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
            status = cr_render_document(edition, words, templates,
                                        format && strcmp(format, "html") == 0 ? "page.html" : "daily.md", out, error);
    }
    cr_templates_free(templates);
    cr_words_free(words);
    return status;
}
