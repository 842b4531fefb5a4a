/* hostile_pages TEMPLATES OWN FOLDER < PAGES: writes pages of texts that nobody means well.
 *
 * Each line of standard input is an array of strings. Every SIX of them are the headline, two sentences, a paper, a source's title
 * and another paper of one story; the last two of the line are the names of a company and of one beside it. From each line come
 * FOLDER/content/<number>.md, made by the templates site-daily.md and site-company.md of the folder OWN over TEMPLATES. */
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "digest/company.h"
#include "format/json_document.h"
#include "render/company.h"
#include "render/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 6, SOURCES = 3 };  // of a story

#define LINK "https://paper.example/a?b=1&c=2#:~:text=x%20y"

/* The edition that holds the texts. */
static void fill(const cr_view *texts, size_t n_stories, cr_arena *arena, cr_edition *edition)
{
    cr_edition_story *stories = CR_ARENA_ZEROED(arena, cr_edition_story, n_stories);
    cr_edition_source *sources = CR_ARENA_ZEROED(arena, cr_edition_source, n_stories * SOURCES);
    for (size_t i = 0; i < n_stories; i++) {
        const cr_view *t = texts + i * TEXTS;
        cr_quotation *quotations = CR_ARENA_ZEROED(arena, cr_quotation, 2);
        size_t *reports = CR_ARENA_ARRAY(arena, size_t, SOURCES);
        quotations[0] = (cr_quotation){.text = t[1], .source = i * SOURCES, .link = CR_VIEW(LINK)};
        quotations[1] = (cr_quotation){.text = t[2], .source = i * SOURCES + 1};
        for (size_t k = 0; k < SOURCES; k++) {
            cr_edition_source *s = &sources[i * SOURCES + k];
            *s = (cr_edition_source){
                .number = i * SOURCES + k + 1, .id = t[3], .name = t[k == 2 ? 5 : 3], .lang = "en"};
            reports[k] = i * SOURCES + k;
        }
        sources[i * SOURCES].title = t[4];
        sources[i * SOURCES].url = CR_VIEW("https://paper.example/");
        sources[i * SOURCES + 1].title = t[4];
        stories[i] = (cr_edition_story){.id = CR_VIEW("s-1"),
                                        .headline = t[0],
                                        .lang = "en",
                                        .label = i % 4 == 3 ? CR_STORY_PLAIN : CR_STORY_NEW,
                                        .headline_source = i * SOURCES,
                                        .quotations = quotations,
                                        .n_quotations = 2,
                                        .reports = reports,
                                        .n_reports = SOURCES};
    }
    *edition = (cr_edition){.lang = "en",
                            .stories = stories,
                            .n_stories = n_stories,
                            .sources = sources,
                            .n_sources = n_stories * SOURCES,
                            .n_articles = n_stories * SOURCES,
                            .n_papers = 1};
}

static cr_status write_page(cr_templates *templates, const char *template, const char *folder, size_t number, char kind,
                            const cr_buf *json, cr_error *error)
{
    char path[4096];
    cr_buf out = {0};
    snprintf(path, sizeof path, "%s/content/%c%zu.md", folder, kind, number);
    cr_status status = cr_template_render_json(templates, template, cr_buf_view(json), &out, error);
    if (!status)
        status = cr_file_write(path, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

static cr_status make(cr_view line, size_t number, cr_templates *templates, const cr_words *words, const char *folder,
                      cr_error *error)
{
    cr_arena arena = {0};
    cr_json_document *document = NULL;
    cr_buf json = {0};
    cr_status status = cr_json_document_parse(line, "standard input", &document, error);
    if (status)
        return status;
    const cr_json_value *root = cr_json_document_root(document);
    size_t n = cr_json_value_count(root);
    cr_view *texts = CR_ARENA_ARRAY(&arena, cr_view, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = cr_json_value_text(cr_json_value_at(root, i));
    cr_entity who = {.id = CR_VIEW("c"), .name = texts[n - 2]}, other = {.id = CR_VIEW("d"), .name = texts[n - 1]};
    const cr_company_beside beside = {&other, 3};
    const size_t days[] = {1, 4};
    cr_company_page page = {
        .entity = &who, .n_mentions = 5, .n_articles = 2, .beside = &beside, .n_beside = 1, .days = days, .n_days = 2};
    cr_edition edition;
    fill(texts, (n - 2) / TEXTS, &arena, &edition);
    cr_render_json(&edition, words, &json);
    status = write_page(templates, "site-daily.md", folder, number, 'd', &json, error);
    page.edition = edition;
    page.edition.n_stories = page.edition.n_sources = 0;
    cr_buf_clear(&json);
    cr_render_company_json(&page, words, &json);
    if (!status)
        status = write_page(templates, "site-company.md", folder, number, 'c', &json, error);
    cr_json_document_free(document);
    cr_arena_release(&arena);
    cr_buf_release(&json);
    return status;
}

int main(int argc, char **argv)
{
    cr_error error = {0};
    cr_arena arena = {0};
    cr_buf input = {0};
    cr_words *words = NULL;
    if (argc != 4)
        return EXIT_FAILURE;
    const char *const folders[] = {argv[2], argv[1]};
    cr_templates *templates = cr_templates_new(folders, 2);
    cr_status status = cr_words_load(cr_path_join(&arena, argv[1], "locale"), "en", &words, &error);
    if (!status)
        status = cr_file_read("-", (size_t)1 << 30, &input, &error);
    cr_view rest = cr_buf_view(&input), line;
    for (size_t number = 0; !status && cr_view_next_line(&rest, &line); number++)
        status = make(line, number, templates, words, argv[3], &error);
    if (status)
        fprintf(stderr, "'%s':%zu: %s\n", error.source, error.line, error.text);
    cr_templates_free(templates);
    cr_words_free(words);
    cr_buf_release(&input);
    cr_arena_release(&arena);
    return status ? EXIT_FAILURE : EXIT_SUCCESS;
}
