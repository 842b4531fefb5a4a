/* An edition in the form asked for. */
#ifndef CR_JOB_RENDERING_H
#define CR_JOB_RENDERING_H

#include "config/config.h"
#include "digest/edition.h"
#include "render/mail.h"
#include "render/template.h"
#include "render/words.h"

/* The fixed words of a language, from the program's data. Free with cr_words_free. */
cr_status cr_rendering_words(const cr_config *config, const char *lang, cr_words **words, cr_error *error);

/* The templates: ours, and over them those of the user's folder. CR_IO if there is no such folder. Free with cr_templates_free. */
cr_status cr_rendering_templates(const cr_config *config, cr_templates **templates, cr_error *error);

/* Appends an edition as "markdown" (NULL stands for it), "html", "text", "json", "jsonl" or "mail" (from config->from or mail.from,
 * to config->to). */
cr_status cr_rendering_make(const cr_edition *edition, const cr_config *config, const char *format, cr_buf *out,
                            cr_error *error);

/* Appends an edition as a mail, with the words of its language and the template email.html. */
cr_status cr_rendering_mail(const cr_edition *edition, const cr_config *config, const cr_mail *mail, cr_buf *out,
                            cr_error *error);

#endif
