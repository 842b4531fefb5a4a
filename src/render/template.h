/* Templates: Mustache (its public specification with inheritance and dynamic names, without lambdas), compiled once, filled
 * from a JSON value, with an escape that follows from the kind of file.
 *
 * A template is a file of a folder, named by its path in it ("daily.md"). {{> story}} in it is the file "story.md" (or, named
 * with its ending, that file) of the first of the folders that has it, so a user's folder lies over ours file by file. Names
 * hold letters, digits, "-", "_", "." and "/", and no part of them starts with ".": no name, wherever it comes from, leads
 * out of the folders.
 *
 * {{value}} is escaped for the file that is being made: what the value holds comes out of a parser as text of one place,
 * whatever it is. {{{value}}} and {{&value}} are not: they are for who writes the template and knows what stands there. By
 * ending:
 *   .md          as format/markdown_write.h, by where the value stands: in text, at the start of a line, behind "](" as a link's
 *                address; in front matter (a first line "---") as YAML. A document is proven before it is handed out
 *                (format/markdown_proof.h).
 *   .html .xml   & " ' < > as references, in text and in attributes in quotation marks; where a value stands elsewhere, or in an
 *                attribute that is code or a list of addresses, the template is refused (render/template_html.h). Where an attribute
 *                that is an address begins with the value, only http, https, mailto and relative addresses come out, others
 *                become "#"; further on it is percent-encoded
 *   .yaml .yml   the inside of a double-quoted scalar
 *   .json        the inside of a string
 *   .txt, others one clean line (format/line.h)
 *
 * A section is passed over for what is absent, null, false, "" or []. A name that nothing knows is empty, and so is a partial
 * that no folder has; `courant templates check` (render/template_check.h) reports both.
 */
#ifndef CR_RENDER_TEMPLATE_H
#define CR_RENDER_TEMPLATE_H

#include "base/buf.h"
#include "format/json_document.h"

typedef enum cr_template_escape {
    CR_ESCAPE_TEXT,
    CR_ESCAPE_MARKDOWN,
    CR_ESCAPE_HTML,
    CR_ESCAPE_XML,
    CR_ESCAPE_YAML,
    CR_ESCAPE_JSON,
} cr_template_escape;

/* By the ending of a file's name. */
cr_template_escape cr_template_escape_of(const char *name);

/* The templates of some folders, read as they are asked for. One thread at a time uses them. */
typedef struct cr_templates cr_templates;

/* The folders, the first one first; NULL ones are passed over. Free takes NULL. */
cr_templates *cr_templates_new(const char *const *folders, size_t n_folders);
void cr_templates_free(cr_templates *templates);

/* A template of the caller's, before those of the folders. Name and source are copied. CR_INPUT as below. */
cr_status cr_templates_add(cr_templates *templates, const char *name, cr_view source, cr_error *error);

/* One template: valid as long as the templates are. */
typedef struct cr_template cr_template;

/* CR_INPUT with file, line and column at a malformed one; CR_IO if no folder has it. */
cr_status cr_template_load(cr_templates *templates, const char *name, const cr_template **result, cr_error *error);

/* Appends what the template makes of the value. On an error nothing is appended: CR_INPUT at a malformed partial, CR_LIMIT where
 * partials call each other without end or the output has no bounds, CR_LIBRARY where Markdown does not read back as it should. */
cr_status cr_template_render(const cr_template *template, const cr_json_value *value, cr_buf *out, cr_error *error);

/* The same from the name of a template and the text of a JSON document. */
cr_status cr_template_render_json(cr_templates *templates, const char *name, cr_view json, cr_buf *out,
                                  cr_error *error);

#endif
