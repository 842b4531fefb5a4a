#include "job/edition.h"

#include "base/memory.h"
#include "base/pool.h"
#include "digest/build.h"
#include "digest/preferences.h"
#include "job/past.h"
#include "job/reading.h"
#include "summary/summary.h"
#include "text/tag.h"

#include <stdlib.h>

enum {
    DEFAULT_STORIES = 20,
    DEFAULT_SENTENCES = 4,  // of a story
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
} told;

/* One edition under way. */
typedef struct making {
    const cr_profile *profile;
    const cr_config *config;  // the profile's
    cr_corpus *corpus;
    const cr_document **documents;  // [n_documents] of the corpus, without what the reader mutes
    size_t n_documents, n_muted;
    bool *is_boosted;            // [n_documents]
    cr_past past;                // what earlier editions told
    cr_arena *arena;             // of the edition and what leads to it
    cr_arena *summaries;         // [n_workers] what is told of stories; how it was found is forgotten
    const char *const *readers;  // [n_readers] the reader's languages, best first
    size_t n_readers;
    cr_story_list stories;  // of the documents
    told *told;             // [stories.n_stories]
} making;

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

/* What may not be quoted since an earlier edition told it, or as good as told it: excluded [n_quoted][n_sentences]. Sets the label.
 * t->past is there. */
static cr_status heed_past(const making *m, told *t, const cr_document *const *documents, cr_arena *arena,
                           const uint8_t *const **excluded, cr_error *error)
{
    cr_novelty novelty;
    // only what no edition knew can be news
    const cr_document **fresh = CR_ARENA_ARRAY(arena, const cr_document *, t->n_quoted);
    size_t n_fresh = 0;
    for (size_t k = 0; k < t->n_quoted; k++)
        if (!cr_past_knows(&m->past, documents[k]->article))
            fresh[n_fresh++] = documents[k];
    cr_status status = cr_novelty_find(t->past.told, t->past.n_told, fresh, n_fresh, arena, &novelty, error);
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
                      cr_past_holds(&m->past, cr_document_sentence(documents[k], i));
        f += is_fresh;
        masks[k] = mask;
    }
    *excluded = masks;
    return CR_OK;
}

/* Summarises a story that has something to quote, in an arena of its own. */
static cr_status summarize_quoted(const making *m, told *t, cr_arena *arena, cr_error *error)
{
    const cr_document **documents = CR_ARENA_ARRAY(arena, const cr_document *, t->n_quoted);
    double *weights = CR_ARENA_ARRAY(arena, double, t->n_quoted);
    for (size_t k = 0; k < t->n_quoted; k++) {
        documents[k] = m->documents[t->story->articles[t->quoted[k]]];
        weights[k] = t->story->weights[t->quoted[k]];
    }
    cr_summary_options options = {.method = m->config->method, .background = m->corpus->tools.background};
    size_t most = m->config->sentences ? m->config->sentences : DEFAULT_SENTENCES;
    cr_status status = CR_OK;
    if (m->profile->n_previous)
        status = heed_past(m, t, documents, arena, &options.excluded, error);
    if (status || t->label == CR_STORY_UNCHANGED)
        return status;
    // of one article its quota, but the sentence that matters most in any case
    size_t words = t->n_quoted == 1 ? quota(documents[0]) : 0;
    options.budget.sentences = words ? 1 : most;
    status = cr_summarize(documents, t->n_quoted, weights, &options, arena, &t->summary, error);
    if (!status && words && most > 1 && t->summary.n_words < words) {
        options.budget = (cr_budget){.words = words};
        status = cr_summarize(documents, t->n_quoted, weights, &options, arena, &t->summary, error);
    }
    return status;
}

static cr_status summarize_story(void *context, size_t worker, size_t i, cr_error *error)
{
    making *m = context;
    told *t = &m->told[i];
    cr_arena *scratch = &m->corpus->tools.workers[worker].arena;
    if (t->n_quoted == 0)
        return CR_OK;
    if (m->profile->n_previous)
        t->past = cr_past_of_story(&m->past, i, &m->summaries[worker]);
    cr_status status = summarize_quoted(m, t, scratch, error);
    if (t->summary.n_chosen == 0)  // only with the past: else there is always something
        t->label = CR_STORY_UNCHANGED;
    // the edition wants to know a sentence by its article in the story
    cr_chosen *chosen = CR_ARENA_ARRAY(&m->summaries[worker], cr_chosen, t->summary.n_chosen);
    for (size_t k = 0; k < t->summary.n_chosen; k++) {
        chosen[k] = t->summary.chosen[k];
        chosen[k].document = t->quoted[chosen[k].document];
    }
    t->summary.chosen = chosen;
    cr_arena_clear(scratch);
    return status;
}

/* How well a language suits the reader: the place in the list, behind it those that are not in it. */
static size_t suits(const making *m, const char *lang)
{
    size_t place = 0;
    while (place < m->n_readers && !cr_tag_same_language(m->readers[place], lang))
        place++;
    return place;
}

/* The language in which a story is told: of the articles that are news, the reader's best, else the one of most of them, the first
 * of them in case of a tie. */
static const char *language_of(const making *m, const cr_story *story, const bool *is_news)
{
    struct {
        const char *lang;
        size_t n_articles;
    } *langs = NULL;  // [n]
    size_t n = 0, capacity = 0, best = 0;
    for (size_t i = 0; i < story->n_articles; i++) {
        const char *lang = m->documents[story->articles[i]]->lang;
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
        size_t place = suits(m, langs[k].lang), best_place = suits(m, langs[best].lang);
        if (place < best_place || (place == best_place && langs[k].n_articles > langs[best].n_articles))
            best = k;
    }
    const char *lang = n ? langs[best].lang : NULL;
    free(langs);
    return lang;
}

/* Which articles of a story no earlier edition knew; all if it knew all. */
static bool *find_news(making *m, const cr_story *story)
{
    bool *is_news = CR_ARENA_ARRAY(m->arena, bool, story->n_articles), any = false;
    for (size_t i = 0; i < story->n_articles; i++) {
        is_news[i] = !cr_past_knows(&m->past, m->documents[story->articles[i]]->article);
        any |= is_news[i];
    }
    for (size_t i = 0; !any && i < story->n_articles; i++)
        is_news[i] = true;
    return is_news;
}

/* Leaves out what is of days before the reader's, and what the reader wants nothing of, and notes what the reader wants more of: by
 * words, and by companies. */
static void heed_preferences(making *m)
{
    const cr_config *config = m->config;
    const cr_collection *collection = &m->corpus->collection;
    cr_preferences preferences = cr_preferences_make(config->mute.items, config->mute.n, config->boost.items,
                                                     config->boost.n, m->arena);
    m->documents = CR_ARENA_ARRAY(m->arena, const cr_document *, collection->n_documents);
    m->is_boosted = CR_ARENA_ZEROED(m->arena, bool, collection->n_documents);
    for (size_t i = 0; i < collection->n_documents; i++) {
        if (!cr_collection_is_since(collection, i, m->profile->first))
            continue;
        cr_preference found = cr_preferences_judge(&preferences, collection->documents[i]);
        m->n_muted += found == CR_PREFERENCE_MUTED;
        if (found == CR_PREFERENCE_MUTED)
            continue;
        bool is_boosted = found == CR_PREFERENCE_BOOSTED;
        const cr_mentions *mentions = m->profile->followed ? &m->corpus->mentions[i] : NULL;
        for (size_t k = 0; mentions && k < mentions->n; k++)
            is_boosted |= m->profile->followed[mentions->items[k].entity];
        m->is_boosted[m->n_documents] = is_boosted;
        m->documents[m->n_documents++] = collection->documents[i];
    }
}

/* The day asked for, else that of the newest article. */
static cr_date day_of_edition(const making *m)
{
    cr_date day = m->config->date;
    for (size_t i = 0; m->config->date.precision == CR_DATE_NONE && i < m->n_documents; i++) {
        cr_date date = m->documents[i]->article->date;
        if (date.precision != CR_DATE_NONE && (day.precision == CR_DATE_NONE || date.seconds > day.seconds))
            day = date;
    }
    return day;
}

static cr_status make_stories(making *m, cr_error *error)
{
    cr_stories_options options = {.jobs = m->corpus->tools.n_workers};
    cr_status status = CR_OK;
    m->stories = m->corpus->stories;
    if (m->n_documents < m->corpus->collection.n_documents)  // without what is left out they may be others
        status = cr_stories_find(m->documents, m->n_documents, &options, m->arena, &m->stories, error);
    if (status)
        return status;
    m->told = cr_allocate_zeroed(m->stories.n_stories, sizeof *m->told);
    for (size_t i = 0; i < m->stories.n_stories; i++) {
        told *t = &m->told[i];
        t->story = &m->stories.stories[i];
        t->quoted = CR_ARENA_ARRAY(m->arena, size_t, t->story->n_articles);
        const char *lang = language_of(m, t->story, find_news(m, t->story));
        for (size_t k = 0; k < t->story->n_articles; k++) {
            const cr_document *document = m->documents[t->story->articles[k]];
            if (cr_tag_same_language(lang, document->lang) && has_prose(document))
                t->quoted[t->n_quoted++] = k;
        }
    }
    return CR_OK;
}

/* A story that the reader wants more of counts twice as much. */
static double boost_of(const making *m, const cr_story *story)
{
    for (size_t i = 0; i < story->n_articles; i++)
        if (m->is_boosted[story->articles[i]])
            return BOOST;
    return 1;
}

/* Each story keeps the id that an earlier edition gave it. If several come of one that was told, the first keeps it; and no
 * other story's id or alias is made an alias. */
static void choose_ids(making *m)
{
    cr_map taken = {0};
    for (size_t i = 0; i < m->stories.n_stories; i++) {
        told *t = &m->told[i];
        bool is_free = false;
        if (t->past.id.size)
            cr_map_put(&taken, t->past.id, &is_free);
        if (is_free)
            t->id = cr_arena_copy(m->arena, t->past.id);
    }
    for (size_t i = 0; i < m->stories.n_stories; i++) {
        told *t = &m->told[i];
        if (!t->id.size)
            t->id = cr_story_id(m->documents[t->story->first]->article, &taken, m->arena);
    }
    for (size_t i = 0; i < m->stories.n_stories; i++) {
        told *t = &m->told[i];
        cr_view *aliases = CR_ARENA_ARRAY(m->arena, cr_view, t->past.n_aliases);
        for (size_t k = 0; k < t->past.n_aliases; k++) {
            bool is_free = false;
            if (t->past.aliases[k].size)
                cr_map_put(&taken, t->past.aliases[k], &is_free);
            if (is_free)
                aliases[t->n_aliases++] = cr_arena_copy(m->arena, t->past.aliases[k]);
        }
        t->aliases = aliases;
    }
    cr_map_release(&taken);
}

static void build(making *m, cr_edition *edition)
{
    const cr_config *config = m->config;
    cr_digest_story *stories = CR_ARENA_ZEROED(m->arena, cr_digest_story, m->stories.n_stories);
    for (size_t i = 0; i < m->stories.n_stories; i++) {
        const told *t = &m->told[i];
        stories[i] = (cr_digest_story){.articles = t->story->articles,
                                       .n_articles = t->story->n_articles,
                                       .weights = t->story->weights,
                                       .summary = &t->summary,
                                       .label = t->label,
                                       .id = t->id,
                                       .aliases = t->aliases,
                                       .n_aliases = t->n_aliases,
                                       .lang = t->n_quoted ? m->documents[t->story->articles[t->quoted[0]]]->lang
                                                           : NULL,
                                       .boost = boost_of(m, t->story)};
    }
    cr_digest_input input = cr_reading_input(config, &m->corpus->collection, m->documents, m->n_documents, m->arena);
    input.stories = stories;
    input.n_stories = m->stories.n_stories;
    input.n_merged = m->stories.n_repeats;
    input.most_of_source = config->per_source;
    input.n_muted = m->n_muted;
    input.most_stories = config->stories ? config->stories : DEFAULT_STORIES;
    cr_edition_build(&input, m->arena, edition);
}

cr_status cr_reader_edition_make(cr_corpus *corpus, const cr_profile *profile, cr_reader_edition *made, cr_error *error)
{
    cr_tools *tools = &corpus->tools;
    *made = (cr_reader_edition){.summaries = cr_allocate_zeroed(tools->n_workers, sizeof *made->summaries),
                                .n_summaries = tools->n_workers};
    making m = {.profile = profile,
                .config = profile->config,
                .corpus = corpus,
                .arena = &made->arena,
                .summaries = made->summaries};
    heed_preferences(&m);
    cr_digest_input input = cr_reading_input(m.config, &corpus->collection, m.documents, m.n_documents, m.arena);
    m.readers = input.readers;
    m.n_readers = input.n_readers;
    cr_status status = cr_past_take(&m.past, profile->previous, profile->n_previous, tools, day_of_edition(&m), error);
    if (!status)
        status = make_stories(&m, error);
    if (!status)
        status = cr_past_attach(&m.past, m.documents, m.n_documents, &m.stories, tools->n_workers, error);
    if (!status)
        status = cr_pool_try(tools->n_workers, m.stories.n_stories, summarize_story, &m, error);
    if (!status) {
        choose_ids(&m);
        build(&m, &made->edition);
    }
    free(m.told);
    cr_past_release(&m.past);
    return status;
}

void cr_reader_edition_release(cr_reader_edition *made)
{
    for (size_t i = 0; i < made->n_summaries; i++)
        cr_arena_release(&made->summaries[i]);
    free(made->summaries);
    cr_arena_release(&made->arena);
    *made = (cr_reader_edition){0};
}
