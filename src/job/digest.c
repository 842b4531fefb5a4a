#include "job/job.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/pool.h"
#include "digest/preferences.h"
#include "job/past.h"
#include "job/reading.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/text.h"
#include "story/story.h"
#include "summary/summary.h"
#include "text/tag.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_STORIES = 20,
    DEFAULT_SENTENCES = 4,  // of a story
    TEXT_WIDTH = 80,
};

#define BOOST 2.0  // times the importance of a story that the reader wants more of

/* A story on its way into the edition. */
typedef struct told {
    const cr_story *story;
    size_t *quoted;  // [n_quoted] indexes into story->articles: those in the language that the reader gets it in
    size_t n_quoted;
    cr_story_label label;
    cr_past_story past;      // what earlier editions told of it
    cr_view id;              // in the edition
    const cr_view *aliases;  // [n_aliases]
    size_t n_aliases;
    cr_summary summary;
    cr_status status;
    cr_error error;
} told;

typedef struct digest {
    const cr_config *config;
    cr_tools *tools;
    cr_collection collection;
    const cr_document **documents;  // [n_documents] of the collection, without what the reader mutes
    size_t n_documents;
    bool *is_boosted;            // [n_documents]
    cr_past past;                // what earlier editions told
    cr_arena arena;              // of the edition and what leads to it
    cr_arena *summaries;         // [tools->n_workers]
    const char *const *readers;  // [n_readers] the reader's languages, best first
    size_t n_readers;
    cr_story_list stories;
    told *told;  // [stories.n_stories]
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

/* What may not be quoted since an earlier edition told it, or as good as told it: excluded [n_quoted][n_sentences]. */
static cr_status heed_past(const digest *d, told *t, const cr_document *const *documents, cr_arena *arena,
                           const uint8_t *const **excluded)
{
    cr_novelty novelty;
    t->past = cr_past_of_story(&d->past, (size_t)(t - d->told), arena);
    // only what no edition knew can be news
    const cr_document **fresh = CR_ARENA_ARRAY(arena, const cr_document *, t->n_quoted);
    size_t n_fresh = 0;
    for (size_t k = 0; k < t->n_quoted; k++)
        if (!cr_past_knows(&d->past, documents[k]->article))
            fresh[n_fresh++] = documents[k];
    cr_status status = cr_novelty_find(t->past.told, t->past.n_told, fresh, n_fresh, arena, &novelty, &t->error);
    if (status)
        return status;
    t->label = n_fresh == 0                      ? CR_STORY_UNCHANGED
               : novelty.news == CR_NEWS_NEW     ? CR_STORY_NEW
               : novelty.news == CR_NEWS_UPDATED ? CR_STORY_UPDATED
                                                 : CR_STORY_UNCHANGED;
    const uint8_t **masks = CR_ARENA_ARRAY(arena, const uint8_t *, t->n_quoted);
    for (size_t k = 0, f = 0; k < t->n_quoted; k++) {
        uint8_t *mask = CR_ARENA_ARRAY(arena, uint8_t, documents[k]->n_sentences);
        bool is_fresh = f < n_fresh && fresh[f] == documents[k];
        for (size_t i = 0; i < documents[k]->n_sentences; i++)
            mask[i] = !is_fresh || novelty.sentences[f][i] < CR_NOVELTY_LEAST ||
                      cr_past_holds(&d->past, cr_document_sentence(documents[k], i));
        f += is_fresh;
        masks[k] = mask;
    }
    *excluded = masks;
    return CR_OK;
}

static void summarize_story(void *context, size_t worker, size_t i)
{
    digest *d = context;
    told *t = &d->told[i];
    cr_arena *arena = &d->summaries[worker];
    if (t->n_quoted == 0)
        return;
    const cr_document **documents = CR_ARENA_ARRAY(arena, const cr_document *, t->n_quoted);
    double *weights = CR_ARENA_ARRAY(arena, double, t->n_quoted);
    for (size_t k = 0; k < t->n_quoted; k++) {
        documents[k] = d->documents[t->story->articles[t->quoted[k]]];
        weights[k] = t->story->weights[t->quoted[k]];
    }
    cr_summary_options options = {.method = d->config->method, .background = d->tools->background};
    size_t most = d->config->sentences ? d->config->sentences : DEFAULT_SENTENCES;
    if (d->config->previous.n)
        t->status = heed_past(d, t, documents, arena, &options.excluded);
    if (t->status || t->label == CR_STORY_UNCHANGED)
        return;
    // of one article its quota, but the sentence that matters most in any case
    size_t words = t->n_quoted == 1 ? quota(documents[0]) : 0;
    options.budget.sentences = words ? 1 : most;
    t->status = cr_summarize(documents, t->n_quoted, weights, &options, arena, &t->summary, &t->error);
    if (!t->status && words && most > 1 && t->summary.n_words < words) {
        options.budget = (cr_budget){.words = words};
        t->status = cr_summarize(documents, t->n_quoted, weights, &options, arena, &t->summary, &t->error);
    }
    if (t->status)
        return;
    if (t->summary.n_chosen == 0)  // only with the past: else there is always something
        t->label = CR_STORY_UNCHANGED;
    // the edition wants to know a sentence by its article in the story
    cr_chosen *chosen = CR_ARENA_ARRAY(arena, cr_chosen, t->summary.n_chosen);
    for (size_t k = 0; k < t->summary.n_chosen; k++) {
        chosen[k] = t->summary.chosen[k];
        chosen[k].document = t->quoted[chosen[k].document];
    }
    t->summary.chosen = chosen;
}

static void choose_readers(digest *d)
{
    cr_digest_input input = cr_reading_input(d->config, &d->collection, d->documents, d->n_documents, &d->arena);
    d->readers = input.readers;
    d->n_readers = input.n_readers;
}

/* How well a language suits the reader: the place in the list, behind it those that are not in it. */
static size_t suits(const digest *d, const char *lang)
{
    size_t place = 0;
    while (place < d->n_readers && !cr_tag_same_language(d->readers[place], lang))
        place++;
    return place;
}

/* The language in which a story is told: of the articles that are news, the reader's best, else the one of most of them, the first
 * of them in case of a tie. */
static const char *language_of(const digest *d, const cr_story *story, const bool *is_news)
{
    struct {
        const char *lang;
        size_t n_articles;
    } *langs = NULL;  // [n]
    size_t n = 0, capacity = 0, best = 0;
    for (size_t i = 0; i < story->n_articles; i++) {
        const char *lang = d->documents[story->articles[i]]->lang;
        size_t k = 0;
        if (!is_news[i])
            continue;
        while (k < n && !cr_tag_same_language(langs[k].lang, lang))
            k++;
        if (k == n) {
            langs = cr_grow(langs, &capacity, n + 1, sizeof *langs);
            langs[n].lang = lang;
            langs[n++].n_articles = 0;
        }
        langs[k].n_articles++;
    }
    for (size_t k = 1; k < n; k++) {
        size_t place = suits(d, langs[k].lang), best_place = suits(d, langs[best].lang);
        if (place < best_place || (place == best_place && langs[k].n_articles > langs[best].n_articles))
            best = k;
    }
    const char *lang = n ? langs[best].lang : NULL;
    free(langs);
    return lang;
}

/* Which articles of a story no earlier edition knew; all if it knew all. */
static bool *find_news(digest *d, const cr_story *story)
{
    bool *is_news = CR_ARENA_ARRAY(&d->arena, bool, story->n_articles), any = false;
    for (size_t i = 0; i < story->n_articles; i++) {
        is_news[i] = !cr_past_knows(&d->past, d->documents[story->articles[i]]->article);
        any |= is_news[i];
    }
    for (size_t i = 0; !any && i < story->n_articles; i++)
        is_news[i] = true;
    return is_news;
}

/* Leaves out what the reader wants nothing of, and notes what the reader wants more of. */
static void heed_preferences(digest *d)
{
    const cr_config *config = d->config;
    cr_preferences preferences = cr_preferences_make(config->mute.items, config->mute.n, config->boost.items,
                                                     config->boost.n, &d->arena);
    d->documents = CR_ARENA_ARRAY(&d->arena, const cr_document *, d->collection.n_documents);
    d->is_boosted = CR_ARENA_ZEROED(&d->arena, bool, d->collection.n_documents);
    for (size_t i = 0; i < d->collection.n_documents; i++) {
        cr_preference found = cr_preferences_judge(&preferences, d->collection.documents[i]);
        if (found == CR_PREFERENCE_MUTED)
            continue;
        d->is_boosted[d->n_documents] = found == CR_PREFERENCE_BOOSTED;
        d->documents[d->n_documents++] = d->collection.documents[i];
    }
}

/* Notes, worker by worker, which articles speak of a company that the reader follows. */
static void find_followed(void *context, size_t worker, size_t i)
{
    digest *d = context;
    cr_mentions mentions;
    cr_matcher_find(d->tools->workers[worker].matcher, d->documents[i], &d->tools->workers[worker].arena, &mentions);
    for (size_t k = 0; k < mentions.n; k++)
        if (d->tools->entities->entities[mentions.items[k].entity].followed)
            d->is_boosted[i] = true;
    cr_arena_clear(&d->tools->workers[worker].arena);
}

static cr_status heed_companies(digest *d, cr_error *error)
{
    if (!d->config->companies)
        return CR_OK;
    cr_status status = cr_tools_load_entities(d->tools, d->config, NULL, NULL, error);
    if (!status)
        cr_pool_each(d->tools->n_workers, d->n_documents, find_followed, d);
    return status;
}

/* The day asked for, else that of the newest article. */
static cr_date day_of_digest(const digest *d)
{
    cr_date day = d->config->date;
    for (size_t i = 0; d->config->date.precision == CR_DATE_NONE && i < d->n_documents; i++) {
        cr_date date = d->documents[i]->article->date;
        if (date.precision != CR_DATE_NONE && (day.precision == CR_DATE_NONE || date.seconds > day.seconds))
            day = date;
    }
    return day;
}

static cr_status make_stories(digest *d, cr_error *error)
{
    cr_stories_options options = {.jobs = d->tools->n_workers};
    cr_status status = cr_stories_find(d->documents, d->n_documents, &options, &d->arena, &d->stories, error);
    if (status)
        return status;
    d->told = cr_allocate_zeroed(d->stories.n_stories, sizeof *d->told);
    for (size_t i = 0; i < d->stories.n_stories; i++) {
        told *t = &d->told[i];
        t->story = &d->stories.stories[i];
        t->quoted = CR_ARENA_ARRAY(&d->arena, size_t, t->story->n_articles);
        const char *lang = language_of(d, t->story, find_news(d, t->story));
        for (size_t k = 0; k < t->story->n_articles; k++) {
            const cr_document *document = d->documents[t->story->articles[k]];
            if (cr_tag_same_language(lang, document->lang) && has_prose(document))
                t->quoted[t->n_quoted++] = k;
        }
    }
    return CR_OK;
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

/* A story that the reader wants more of counts twice as much. */
static double boost_of(const digest *d, const cr_story *story)
{
    for (size_t i = 0; i < story->n_articles; i++)
        if (d->is_boosted[story->articles[i]])
            return BOOST;
    return 1;
}

/* Each story keeps the id that an earlier edition gave it. If several come of one that was told, the first keeps it; and no
 * other story's id or alias is made an alias. */
static void choose_ids(digest *d)
{
    cr_map taken = {0};
    for (size_t i = 0; i < d->stories.n_stories; i++) {
        told *t = &d->told[i];
        bool is_free = false;
        if (t->past.id.size)
            cr_map_put(&taken, t->past.id, &is_free);
        if (is_free)
            t->id = t->past.id;
    }
    for (size_t i = 0; i < d->stories.n_stories; i++) {
        told *t = &d->told[i];
        if (!t->id.size)
            t->id = cr_story_id(d->documents[t->story->first]->article, &taken, &d->arena);
    }
    for (size_t i = 0; i < d->stories.n_stories; i++) {
        told *t = &d->told[i];
        cr_view *aliases = CR_ARENA_ARRAY(&d->arena, cr_view, t->past.n_aliases);
        for (size_t k = 0; k < t->past.n_aliases; k++) {
            bool is_free = false;
            if (t->past.aliases[k].size)
                cr_map_put(&taken, t->past.aliases[k], &is_free);
            if (is_free)
                aliases[t->n_aliases++] = t->past.aliases[k];
        }
        t->aliases = aliases;
    }
    cr_map_release(&taken);
}

static cr_status build(digest *d, cr_edition *edition, cr_error *error)
{
    const cr_config *config = d->config;
    cr_digest_story *stories = CR_ARENA_ZEROED(&d->arena, cr_digest_story, d->stories.n_stories);
    for (size_t i = 0; i < d->stories.n_stories; i++) {
        const told *t = &d->told[i];
        if (t->status) {
            *error = t->error;
            return t->status;
        }
        stories[i] = (cr_digest_story){.articles = t->story->articles,
                                       .n_articles = t->story->n_articles,
                                       .weights = t->story->weights,
                                       .summary = &t->summary,
                                       .label = t->label,
                                       .id = t->id,
                                       .aliases = t->aliases,
                                       .n_aliases = t->n_aliases,
                                       .lang = t->n_quoted ? d->documents[t->story->articles[t->quoted[0]]]->lang
                                                           : NULL,
                                       .boost = boost_of(d, t->story)};
    }
    cr_digest_input input = cr_reading_input(config, &d->collection, d->documents, d->n_documents, &d->arena);
    input.stories = stories;
    input.n_stories = d->stories.n_stories;
    input.n_merged = d->stories.n_repeats;
    input.most_of_source = config->per_source;
    input.n_muted = d->collection.n_documents - d->n_documents;
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
        heed_preferences(&d);
        choose_readers(&d);
        status = heed_companies(&d, error);
    }
    if (!status)
        status = cr_past_read(&d.past, config, &tools, day_of_digest(&d), error);
    if (!status)
        status = make_stories(&d, error);
    if (!status)
        status = cr_past_attach(&d.past, d.documents, d.n_documents, &d.stories, tools.n_workers, error);
    if (!status) {
        d.summaries = cr_allocate_zeroed(tools.n_workers, sizeof *d.summaries);
        cr_pool_each(tools.n_workers, d.stories.n_stories, summarize_story, &d);
        choose_ids(&d);
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
    free(d.told);
    cr_buf_release(&out);
    cr_past_release(&d.past);
    cr_collection_release(&d.collection);
    cr_arena_release(&d.arena);
    cr_tools_release(&tools);
    return status;
}
