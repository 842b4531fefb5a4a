#include "job/job.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/pool.h"
#include "digest/build.h"
#include "job/collect.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"
#include "summary/summary.h"
#include "text/tag.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_STORIES = 20,
    DEFAULT_SENTENCES = 4,  // of a story
    TEXT_WIDTH = 80,
};

/* A story on its way into the edition. */
typedef struct told {
    size_t *articles;  // [n_articles] indexes into the collection
    size_t n_articles;
    cr_summary summary;
    cr_status status;
    cr_error error;
} told;

typedef struct digest {
    const cr_config *config;
    cr_tools *tools;
    cr_collection collection;
    cr_arena arena;      // of the edition and what leads to it
    cr_arena *summaries; // [tools->n_workers]
    told *stories;       // [n_stories]
    size_t n_stories;
} digest;

static bool has_prose(const cr_document *document)
{
    for (size_t i = 0; i < document->n_sentences; i++)
        if (!(document->sentences[i].flags & CR_SENTENCE_NO_PROSE))
            return true;
    return false;
}

/* Words that may be quoted of an article: its share, but one sentence's worth at least. */
static size_t quota(const cr_document *document)
{
    size_t words = 0;
    for (size_t i = 0; i < document->n_sentences; i++)
        words += document->sentences[i].flags & CR_SENTENCE_NO_PROSE ? 0 : document->sentences[i].n_words;
    words = words * CR_QUOTE_PER_CENT / 100;
    return words < 1 ? 1 : words > CR_QUOTE_WORDS ? CR_QUOTE_WORDS : words;
}

static void summarize_story(void *context, size_t worker, size_t i)
{
    digest *d = context;
    told *story = &d->stories[i];
    cr_arena *arena = &d->summaries[worker];
    const cr_document **documents = CR_ARENA_ARRAY(arena, const cr_document *, story->n_articles);
    for (size_t k = 0; k < story->n_articles; k++)
        documents[k] = d->collection.documents[story->articles[k]];
    cr_summary_options options = {.method = d->config->method, .background = d->tools->background};
    if (story->n_articles == 1)
        options.budget.words = quota(documents[0]);
    options.budget.sentences = d->config->sentences ? d->config->sentences : DEFAULT_SENTENCES;
    story->status = cr_summarize(documents, story->n_articles, NULL, &options, arena, &story->summary, &story->error);
}

/* The reader's languages, best first. */
static size_t read_languages(const cr_config *config, cr_arena *arena, const char *const **readers)
{
    cr_view rest = cr_view_of(config->reader);
    const char **tags = CR_ARENA_ARRAY(arena, const char *, rest.size + 1);
    size_t n = 0;
    while (rest.size) {
        ptrdiff_t comma = cr_view_find_byte(rest, ',');
        size_t end = comma < 0 ? rest.size : (size_t)comma;
        char *tag = CR_ARENA_ARRAY(arena, char, CR_TAG_SIZE);
        cr_tag_normalise(cr_view_trim(cr_view_slice(rest, 0, end)), tag);
        if (strcmp(tag, "und") != 0)
            tags[n++] = tag;
        rest = cr_view_slice(rest, end + 1, rest.size);
    }
    *readers = tags;
    return n;
}

static const cr_edition_failure *failures_of(const cr_collection *collection, cr_arena *arena)
{
    cr_edition_failure *failures = CR_ARENA_ARRAY(arena, cr_edition_failure, collection->n_failures);
    for (size_t i = 0; i < collection->n_failures; i++) {
        const cr_error *problem = &collection->failures[i];
        failures[i] = (cr_edition_failure){cr_view_of(problem->source), cr_view_of(problem->text)};
    }
    return failures;
}

/* For now every article is a story of its own. */
static void make_stories(digest *d)
{
    d->stories = cr_allocate_zeroed(d->collection.n_documents, sizeof *d->stories);
    for (size_t i = 0; i < d->collection.n_documents; i++) {
        if (!has_prose(d->collection.documents[i]))
            continue;
        told *story = &d->stories[d->n_stories++];
        story->articles = CR_ARENA_ARRAY(&d->arena, size_t, 1);
        story->articles[0] = i;
        story->n_articles = 1;
    }
}

static cr_status render(const cr_edition *edition, const cr_config *config, cr_buf *out, cr_error *error)
{
    cr_words *words = NULL;
    cr_arena arena = {0};
    const char *folder = NULL;
    const char *format = config->format ? config->format : "markdown";
    if (strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0) {
        cr_render_json(edition, out);
        return CR_OK;
    }
    cr_status status = cr_data_folder(config, "digest-templates", &arena, &folder, error);
    if (!status)
        status = cr_words_load(cr_path_join(&arena, folder, "locale"), edition->lang, &words, error);
    if (!status && strcmp(format, "text") == 0)
        cr_render_text(edition, words, TEXT_WIDTH, out);
    else if (!status)
        status = cr_render_markdown(edition, words, out, error);
    cr_words_free(words);
    cr_arena_release(&arena);
    return status;
}

static cr_status build(digest *d, cr_edition *edition, cr_error *error)
{
    const cr_config *config = d->config;
    cr_digest_story *stories = CR_ARENA_ZEROED(&d->arena, cr_digest_story, d->n_stories);
    for (size_t i = 0; i < d->n_stories; i++) {
        const told *story = &d->stories[i];
        if (story->status) {
            *error = story->error;
            return story->status;
        }
        stories[i] = (cr_digest_story){story->articles, story->n_articles, NULL, &story->summary, CR_STORY_PLAIN};
    }
    cr_digest_input input = {.documents = d->collection.documents, .n_documents = d->collection.n_documents,
                             .stories = stories, .n_stories = d->n_stories, .date = config->date,
                             .failures = failures_of(&d->collection, &d->arena), .n_failures = d->collection.n_failures,
                             .quote_per_cent = CR_QUOTE_PER_CENT, .quote_words = CR_QUOTE_WORDS};
    input.n_readers = read_languages(config, &d->arena, &input.readers);
    input.most_stories = config->stories ? config->stories : DEFAULT_STORIES;
    cr_edition_build(&input, &d->arena, edition);
    return CR_OK;
}

cr_status cr_job_digest(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    cr_tools tools;
    digest d = {.config = config, .tools = &tools};
    cr_edition edition = {0};
    cr_buf out = {0};
    cr_analyser_options options = {.lang = config->lang, .mark_foreign = true};
    cr_status status = cr_tools_init(&tools, config, &options, error);
    if (!status)
        status = cr_collection_read(&d.collection, config, &tools, files, n_files, io, report, error);
    if (!status && d.collection.n_documents == 0)
        status = cr_error_set(error, CR_INPUT, "no articles to make a digest of");
    if (!status) {
        make_stories(&d);
        d.summaries = cr_allocate_zeroed(tools.n_workers, sizeof *d.summaries);
        cr_pool_each(tools.n_workers, d.n_stories, summarize_story, &d);
        status = build(&d, &edition, error);
    }
    if (!status)
        status = render(&edition, config, &out, error);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    report->empty = edition.n_stories == 0;
    for (size_t i = 0; d.summaries && i < tools.n_workers; i++)
        cr_arena_release(&d.summaries[i]);
    free(d.summaries);
    free(d.stories);
    cr_buf_release(&out);
    cr_collection_release(&d.collection);
    cr_arena_release(&d.arena);
    cr_tools_release(&tools);
    return status;
}
