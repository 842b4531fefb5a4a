/* The public specification of Mustache: every case but those of lambdas, with the escape for HTML. Its files are not ours: they
 * are read where they are, in the folder named by MUSTACHE_SPEC or beside the project, and nothing is run where they are not. */
#include "base/file.h"
#include "format/json_document.h"
#include "render/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKIPPED = 77 };

static const char *const files[] = {"comments.json", "delimiters.json", "interpolation.json",  "inverted.json",
                                    "partials.json", "sections.json",   "~dynamic-names.json", "~inheritance.json"};

static void print_view(const char *what, cr_view text)
{
    printf("  %s: <%.*s>\n", what, (int)text.size, text.data ? text.data : "");
}

/* The names of members are not told: those that a case uses are looked for in the text of its partials. */
static cr_status render(const cr_json_value *one, const char *ending, const char *const *partials, size_t n_partials,
                        cr_buf *out, cr_error *error)
{
    char full[256];
    cr_templates *templates = cr_templates_new(NULL, 0);
    const cr_template *template = NULL;
    snprintf(full, sizeof full, "main.%s", ending);
    cr_status status = cr_templates_add(templates, full, cr_json_value_member_text(one, "template"), error);
    const cr_json_value *others = cr_json_value_member(one, "partials");
    for (size_t i = 0; i < n_partials && !status; i++) {
        const cr_json_value *partial = cr_json_value_member(others, partials[i]);
        snprintf(full, sizeof full, "%s.%s", partials[i], ending);
        if (partial)
            status = cr_templates_add(templates, full, cr_json_value_text(partial), error);
    }
    snprintf(full, sizeof full, "main.%s", ending);
    if (!status)
        status = cr_template_load(templates, full, &template, error);
    if (!status)
        status = cr_template_render(template, cr_json_value_member(one, "data"), out, error);
    cr_templates_free(templates);
    return status;
}

static bool run_case(const cr_json_value *one, cr_view name, const char *const *partials, size_t n_partials)
{
    cr_buf out = {0};
    cr_error error = {0};
    cr_view wanted = cr_json_value_member_text(one, "expected");
    cr_status status = render(one, "html", partials, n_partials, &out, &error);
    if (status && strstr(error.text, "inside a tag")) {  // the specification knows no places: "<{{x}}" is text to it
        cr_error_clear(&error);
        status = render(one, "txt", partials, n_partials, &out, &error);
    }
    bool good = !status && cr_view_equal(cr_buf_view(&out), wanted);
    if (!good) {
        print_view("case", name);
        print_view("template", cr_json_value_member_text(one, "template"));
        print_view("wanted", wanted);
        print_view(status ? error.text : "made", cr_buf_view(&out));
    }
    cr_buf_release(&out);
    return good;
}

static bool run_file(const char *path, size_t *n_cases)
{
    static const char *const partials[] = {"text",    "partial", "node",    "outer",  "inner",       "include",
                                           "parent",  "parent2", "older",   "super",  "grandParent", "grandparent",
                                           "content", "foobar",  "dynamic", "missing"};
    cr_buf text = {0};
    cr_error error = {0};
    cr_json_document *document = NULL;
    size_t n_good = 0, n = 0;
    cr_status status = cr_file_read(path, 1024 * 1024, &text, &error);
    if (!status)
        status = cr_json_document_parse(cr_buf_view(&text), path, &document, &error);
    const cr_json_value *tests = status ? NULL : cr_json_value_member(cr_json_document_root(document), "tests");
    for (size_t i = 0; i < cr_json_value_count(tests); i++, n++) {
        const cr_json_value *one = cr_json_value_at(tests, i);
        n_good += run_case(one, cr_json_value_member_text(one, "name"), partials, sizeof partials / sizeof *partials);
    }
    if (status)
        printf("%s\n", error.text);
    printf("%s: %zu of %zu\n", path, n_good, n);
    if (document)
        cr_json_document_free(document);
    cr_buf_release(&text);
    *n_cases += n;
    return !status && n > 0 && n_good == n;
}

int main(void)
{
    cr_arena arena = {0};
    const char *folder = getenv("MUSTACHE_SPEC");
    if (!folder)
        folder = SOURCE_DIR "/../shared/eval/data/mustache";
    if (!cr_file_is_folder(folder)) {
        printf("skipped: the specification of Mustache is not there: '%s'\n", folder);
        return SKIPPED;
    }
    bool good = true;
    size_t n_cases = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        good = run_file(cr_path_join(&arena, folder, files[i]), &n_cases) && good;
    printf("%zu cases\n", n_cases);
    cr_arena_release(&arena);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
