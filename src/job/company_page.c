#include "job/company_page.h"

#include "base/memory.h"
#include "job/reading.h"
#include "summary/about.h"
#include "text/tag.h"

#include <stdlib.h>

enum {
    DEFAULT_STORIES = 10,   // of a page
    DEFAULT_SENTENCES = 3,  // of a story; it may have twice as many if each is of another article
    OF_ONE_ARTICLE = 2,     // sentences
    MOST_BESIDE = 8,
    MOST_DAYS = 30,  // of the bars
};

void cr_company_maker_init(cr_company_maker *maker, const cr_config *config, const cr_corpus *corpus)
{
    const cr_collection *collection = &corpus->collection;
    *maker = (cr_company_maker){.config = config, .corpus = corpus};
    maker->input = cr_reading_input(config, collection, collection->documents, collection->n_documents, &maker->own);
    maker->input.n_merged = corpus->stories.n_repeats;
}

void cr_company_maker_release(cr_company_maker *maker)
{
    cr_arena_release(&maker->arena);
    cr_arena_release(&maker->own);
}

static bool is_in_title(const cr_mentions *mentions, size_t entity)
{
    for (size_t i = 0; i < mentions->n_title; i++)
        if (mentions->title[i] == entity)
            return true;
    return false;
}

/* The lead of an article whose title names it, if it speaks of nobody else. */
static void mark_lead(const cr_document *document, const cr_mentions *mentions, uint8_t *about)
{
    size_t s = 0;
    while (s < document->n_sentences && document->sentences[s].flags & CR_SENTENCE_NO_PROSE)
        s++;
    if (s == document->n_sentences || about[s])
        return;
    for (size_t k = 0; k < mentions->n; k++)
        if (mentions->items[k].sentence == s)
            return;
    about[s] = CR_ABOUT_LEAD;
}

/* [n_sentences] of cr_about, NULL if the document has nothing to do with it; counts its mentions. */
static const uint8_t *mark_sentences(cr_company_maker *c, size_t d, size_t entity, size_t *n_mentions)
{
    const cr_document *document = c->corpus->collection.documents[d];
    const cr_mentions *mentions = &c->corpus->mentions[d];
    uint8_t *about = NULL;
    *n_mentions = 0;
    for (size_t k = 0; k < mentions->n; k++) {
        const cr_mention *m = &mentions->items[k];
        if (m->entity != entity)
            continue;
        if (!about)
            about = CR_ARENA_ZEROED(&c->arena, uint8_t, document->n_sentences);
        const cr_sentence *s = &document->sentences[m->sentence];
        bool early = (m->start - s->start) * 2 < s->end - s->start;
        if (about[m->sentence] < CR_ABOUT_SUBJECT)
            about[m->sentence] = early ? CR_ABOUT_SUBJECT : CR_ABOUT_NAMED;
        ++*n_mentions;
    }
    if (about && is_in_title(mentions, entity))
        mark_lead(document, mentions, about);
    return about;
}

static void count_days(cr_company_maker *c, const size_t *n_mentions, cr_company_page *page)
{
    const cr_edition *edition = &page->edition;
    if (edition->first.precision == CR_DATE_NONE)
        return;
    int64_t last = cr_date_day(edition->last), first = cr_date_day(edition->first);
    if (edition->date.precision != CR_DATE_NONE && cr_date_day(edition->date) > last)
        last = cr_date_day(edition->date);
    if (first < last - MOST_DAYS + 1)
        first = last - MOST_DAYS + 1;
    size_t *days = CR_ARENA_ZEROED(&c->arena, size_t, (size_t)(last - first + 1));
    for (size_t d = 0; d < c->corpus->collection.n_documents; d++) {
        cr_date date = c->corpus->collection.documents[d]->article->date;
        if (date.precision != CR_DATE_NONE && cr_date_day(date) >= first && cr_date_day(date) <= last)
            days[cr_date_day(date) - first] += n_mentions[d];
    }
    page->days = days;
    page->n_days = (size_t)(last - first + 1);
    page->first_day = first * CR_SECONDS_OF_DAY;
}

/* Who is mentioned in the same sentences: the most frequent ones. */
static void count_beside(cr_company_maker *c, size_t entity, const uint8_t *const *about, cr_company_page *page)
{
    const cr_entities *list = c->corpus->tools.entities;
    size_t *counts = cr_allocate_zeroed(list->n_entities, sizeof *counts);
    size_t *last = cr_allocate_zeroed(list->n_entities, sizeof *last);  // 1 + number of the sentence counted last
    size_t sentences = 0;
    for (size_t d = 0; d < c->corpus->collection.n_documents; d++) {
        for (size_t k = 0; about[d] && k < c->corpus->mentions[d].n; k++) {
            const cr_mention *m = &c->corpus->mentions[d].items[k];
            size_t number = sentences + m->sentence + 1;
            if (m->entity == entity || about[d][m->sentence] < CR_ABOUT_NAMED || last[m->entity] == number ||
                list->entities[m->entity].kind == CR_ENTITY_PLACE)
                continue;
            last[m->entity] = number;
            counts[m->entity]++;
        }
        sentences += c->corpus->collection.documents[d]->n_sentences;
    }
    cr_company_beside *beside = CR_ARENA_ARRAY(&c->arena, cr_company_beside, MOST_BESIDE);
    while (page->n_beside < MOST_BESIDE) {
        size_t best = CR_NO_ENTITY;
        for (size_t e = 0; e < list->n_entities; e++)
            if (counts[e] && (best == CR_NO_ENTITY || counts[e] > counts[best]))
                best = e;
        if (best == CR_NO_ENTITY)
            break;
        beside[page->n_beside++] = (cr_company_beside){&list->entities[best], counts[best]};
        counts[best] = 0;
    }
    page->beside = beside;
    free(counts);
    free(last);
}

/* What is kept of the sentences chosen of one story, [n]: the best of each article first, then the best. */
static size_t keep_best(const cr_chosen *chosen, size_t n, size_t most, bool *keep)
{
    size_t n_kept = 0;
    for (int pass = 0; pass < 2; pass++) {
        size_t limit = pass == 0 ? 2 * most : most;
        while (n_kept < limit) {
            size_t best = n;
            for (size_t i = 0; i < n; i++) {
                bool told = keep[i];
                for (size_t k = 0; pass == 0 && k < n && !told; k++)
                    told = keep[k] && chosen[k].document == chosen[i].document;
                if (!told && (best == n || chosen[i].score > chosen[best].score))
                    best = i;
            }
            if (best == n)
                break;
            keep[best] = true;
            n_kept++;
        }
    }
    return n_kept;
}

/* How well the language of a document suits the reader: its place in the list, or behind it. */
static size_t place_of(const cr_company_maker *c, size_t document)
{
    size_t place = 0;
    while (place < c->input.n_readers &&
           !cr_tag_same_language(c->input.readers[place], c->corpus->collection.documents[document]->lang))
        place++;
    return place;
}

/* Of what several languages tell of one story, what the one tells that suits the reader best: the others say it again. */
static size_t keep_language(const cr_company_maker *c, cr_chosen *chosen, size_t n)
{
    size_t best = 0, n_kept = 0;
    for (size_t i = 1; i < n; i++) {
        size_t its = place_of(c, chosen[i].document), other = place_of(c, chosen[best].document);
        if (its < other || (its == other && chosen[i].score > chosen[best].score))
            best = i;
    }
    const char *lang = c->corpus->collection.documents[chosen[best].document]->lang;
    for (size_t i = 0; i < n; i++)
        if (cr_tag_same_language(lang, c->corpus->collection.documents[chosen[i].document]->lang))
            chosen[n_kept++] = chosen[i];
    return n_kept;
}

/* The articles of a story that mention the company, and what was chosen of them, as a story of the edition. */
static void make_story(cr_company_maker *c, const cr_summary *all, const cr_story *story, const size_t *n_mentions,
                       cr_digest_story *made)
{
    cr_arena *arena = &c->arena;
    size_t n = 0, n_articles = 0, n_kept = 0, most = c->config->sentences ? c->config->sentences : DEFAULT_SENTENCES;
    cr_chosen *chosen = CR_ARENA_ARRAY(arena, cr_chosen, all->n_chosen);
    for (size_t i = 0; i < all->n_chosen; i++)
        if (&c->corpus->stories.stories[c->corpus->stories.story_of[all->chosen[i].document]] == story)
            chosen[n++] = all->chosen[i];
    n = keep_language(c, chosen, n);
    bool *keep = CR_ARENA_ZEROED(arena, bool, n);
    keep_best(chosen, n, most, keep);
    size_t *articles = CR_ARENA_ARRAY(arena, size_t, story->n_articles);
    double *weights = CR_ARENA_ARRAY(arena, double, story->n_articles);
    for (size_t k = 0; k < story->n_articles; k++)
        if (n_mentions[story->articles[k]]) {
            weights[n_articles] = story->weights[k];
            articles[n_articles++] = story->articles[k];
        }
    for (size_t i = 0; i < n; i++) {
        if (!keep[i])
            continue;
        size_t k = 0;
        while (articles[k] != chosen[i].document)
            k++;
        chosen[n_kept] = chosen[i];
        chosen[n_kept++].document = k;
    }
    cr_summary *summary = CR_ARENA_NEW(arena, cr_summary);
    *summary = (cr_summary){.chosen = chosen, .n_chosen = n_kept, .method = all->method};
    *made = (cr_digest_story){
        .articles = articles, .n_articles = n_articles, .weights = weights, .summary = summary, .id = story->id};
}

void cr_company_make(cr_company_maker *c, size_t entity, cr_company_page *page)
{
    cr_arena *arena = &c->arena;
    size_t n = c->corpus->collection.n_documents, n_stories = c->config->stories ? c->config->stories : DEFAULT_STORIES;
    size_t most = c->config->sentences ? c->config->sentences : DEFAULT_SENTENCES;
    const uint8_t **about = CR_ARENA_ARRAY(arena, const uint8_t *, n);
    size_t *n_mentions = CR_ARENA_ARRAY(arena, size_t, n);
    *page = (cr_company_page){.entity = &c->corpus->tools.entities->entities[entity]};
    for (size_t d = 0; d < n; d++) {
        about[d] = mark_sentences(c, d, entity, &n_mentions[d]);
        page->n_mentions += n_mentions[d];
        page->n_articles += n_mentions[d] > 0;
    }
    cr_summary all;
    cr_about_options options = {.sentences = 2 * n_stories * most,
                                .per_document = most < OF_ONE_ARTICLE ? most : OF_ONE_ARTICLE,
                                .background = c->corpus->tools.background};
    cr_summarize_about(c->corpus->collection.documents, about, n, &options, arena, &all);
    cr_digest_input input = c->input;
    cr_digest_story *stories = CR_ARENA_ARRAY(arena, cr_digest_story, all.n_chosen);
    bool *is_told = CR_ARENA_ZEROED(arena, bool, c->corpus->stories.n_stories);
    for (size_t i = 0; i < all.n_chosen; i++) {
        size_t story = c->corpus->stories.story_of[all.chosen[i].document];
        if (!is_told[story])
            make_story(c, &all, &c->corpus->stories.stories[story], n_mentions, &stories[input.n_stories++]);
        is_told[story] = true;
    }
    input.stories = stories;
    input.newest_first = true;
    input.most_stories = n_stories;
    cr_edition_build(&input, arena, &page->edition);
    count_days(c, n_mentions, page);
    count_beside(c, entity, about, page);
}
