#include "job/past.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double SECONDS_OF_DAY = 86400;

void cr_past_release(cr_past *past)
{
    free(past->documents);
    cr_map_release(&past->sentences);
    cr_map_release(&past->hashes);
    cr_arena_release(&past->arena);
    *past = (cr_past){0};
}

static cr_view squeezed(cr_past *past, cr_view text)
{
    cr_buf buf = {0};
    cr_buf_append_squeezed(&buf, text);
    cr_view copy = cr_arena_copy(&past->arena, cr_buf_view(&buf));
    cr_buf_release(&buf);
    return copy;
}

/* One document of what a story told in a language; its sentences are lines. */
static cr_status add_document(cr_past *past, cr_tools *tools, const cr_told_story *story, cr_view lang, cr_view text,
                              cr_date date, size_t *capacity, cr_error *error)
{
    cr_article *article = CR_ARENA_NEW(&past->arena, cr_article);
    cr_document *document = CR_ARENA_NEW(&past->arena, cr_document);
    *article = (cr_article){.id = story->id,
                            .text = cr_arena_copy(&past->arena, text),
                            .lang = lang,
                            .lang_binding = lang.size > 0,
                            .date = date,
                            .structured = true};
    if (cr_view_equal(story->lang, lang))
        article->title = story->headline;
    past->documents = cr_grow(past->documents, capacity, past->n_documents + 1, sizeof *past->documents);
    past->documents[past->n_documents++] = document;
    return cr_analyse(tools->workers[0].analyser, article, &past->arena, document, error);
}

/* What a story told in one language, line by line. */
typedef struct told_text {
    cr_view lang;
    cr_buf text;
} told_text;

/* A document for each language that the story was told in, in order of first appearance. */
static cr_status add_story(cr_past *past, cr_tools *tools, const cr_told_story *story, cr_date date, size_t *capacity,
                           cr_error *error)
{
    cr_status status = CR_OK;
    cr_map index = {0};
    told_text *texts = NULL;
    size_t n = 0, texts_capacity = 0;
    for (size_t i = 0; i < story->n_sentences; i++) {
        const cr_told_sentence *sentence = &story->sentences[i];
        bool added;
        cr_map_put(&past->sentences, squeezed(past, sentence->text), NULL);
        cr_map_slot *slot = cr_map_put(&index, sentence->lang, &added);
        if (added) {
            slot->value = n;
            texts = cr_grow(texts, &texts_capacity, n + 1, sizeof *texts);
            texts[n++] = (told_text){.lang = sentence->lang};
        }
        cr_buf_append(&texts[slot->value].text, sentence->text);
        cr_buf_append_byte(&texts[slot->value].text, '\n');
    }
    for (size_t i = 0; i < n; i++) {
        if (!status)
            status = add_document(past, tools, story, texts[i].lang, cr_buf_view(&texts[i].text), date, capacity,
                                  error);
        cr_buf_release(&texts[i].text);
    }
    free(texts);
    cr_map_release(&index);
    return status;
}

static cr_status add_edition(cr_past *past, cr_tools *tools, const cr_previous_edition *edition, size_t *capacity,
                             cr_error *error)
{
    cr_status status = CR_OK;
    for (size_t i = 0; i < edition->n_hashes; i++)
        cr_map_put(&past->hashes, edition->hashes[i], NULL);
    for (size_t s = 0; s < edition->n_stories && !status; s++)
        status = add_story(past, tools, &edition->stories[s], edition->date, capacity, error);
    return status;
}

cr_status cr_past_take(cr_past *past, const cr_previous_edition *editions, size_t n_editions, cr_tools *tools,
                       cr_date day, cr_error *error)
{
    cr_status status = CR_OK;
    size_t capacity = 0;
    for (size_t i = 0; i < n_editions && !status; i++) {
        if (day.precision != CR_DATE_NONE && editions[i].date.seconds > day.seconds)
            return cr_error_at(error, CR_USAGE, editions[i].path, 0, 0, "an edition of a later day is no earlier one");
        status = add_edition(past, tools, &editions[i], &capacity, error);
    }
    if (status)
        return status;
    cr_view *ids = CR_ARENA_ARRAY(&past->arena, cr_view, past->n_documents);
    past->ages = CR_ARENA_ARRAY(&past->arena, double, past->n_documents);
    past->story_of = CR_ARENA_ARRAY(&past->arena, size_t, past->n_documents);
    for (size_t i = 0; i < past->n_documents; i++) {
        const cr_article *article = past->documents[i]->article;
        ids[i] = article->id;
        past->ages[i] = day.precision == CR_DATE_NONE ? 1
                                                      : (double)(day.seconds - article->date.seconds) / SECONDS_OF_DAY;
        past->story_of[i] = SIZE_MAX;
    }
    past->ids = ids;
    return CR_OK;
}

/* The story of today that most of the articles are in that stand together with a document of the past. */
static size_t story_beside(const cr_story *mixed, size_t n_today, const cr_story_list *stories, size_t *votes)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < mixed->n_articles; i++)
        if (mixed->articles[i] < n_today) {
            size_t story = stories->story_of[mixed->articles[i]];
            votes[story]++;
            if (best == SIZE_MAX || votes[story] > votes[best])
                best = story;
        }
    for (size_t i = 0; i < mixed->n_articles; i++)
        if (mixed->articles[i] < n_today)
            votes[stories->story_of[mixed->articles[i]]] = 0;
    return best;
}

/* Sorts what is attached by its story. */
static void sort_by_story(cr_past *past, size_t n_stories)
{
    past->start = CR_ARENA_ZEROED(&past->arena, size_t, n_stories + 1);
    past->by_story = CR_ARENA_ARRAY(&past->arena, size_t, past->n_documents);
    for (size_t i = 0; i < past->n_documents; i++)
        if (past->story_of[i] != SIZE_MAX)
            past->start[past->story_of[i]]++;
    for (size_t s = 1; s <= n_stories; s++)  // now where each ends
        past->start[s] += past->start[s - 1];
    for (size_t i = past->n_documents; i-- > 0;)
        if (past->story_of[i] != SIZE_MAX)
            past->by_story[--past->start[past->story_of[i]]] = i;
}

cr_status cr_past_attach(cr_past *past, const cr_document *const *documents, size_t n_documents,
                         const cr_story_list *stories, size_t jobs, cr_error *error)
{
    if (past->n_documents == 0 || n_documents == 0)
        return CR_OK;
    size_t n = n_documents + past->n_documents;
    const cr_document **all = cr_allocate(n, sizeof *all);
    memcpy(all, documents, n_documents * sizeof *all);
    memcpy(all + n_documents, past->documents, past->n_documents * sizeof *all);
    cr_story_list mixed;
    cr_stories_options options = {.jobs = jobs};
    cr_status status = cr_stories_find(all, n, &options, &past->arena, &mixed, error);
    if (!status) {
        size_t *votes = cr_allocate_zeroed(stories->n_stories, sizeof *votes);
        for (size_t i = 0; i < past->n_documents; i++)
            past->story_of[i] = story_beside(&mixed.stories[mixed.story_of[n_documents + i]], n_documents, stories,
                                             votes);
        free(votes);
        sort_by_story(past, stories->n_stories);
    }
    free(all);
    return status;
}

cr_past_story cr_past_of_story(const cr_past *past, size_t story, cr_arena *arena)
{
    cr_past_story found = {0};
    const size_t *documents = past->start ? past->by_story + past->start[story] : NULL;
    size_t n = past->start ? past->start[story + 1] - past->start[story] : 0;
    cr_told *told = CR_ARENA_ARRAY(arena, cr_told, n);
    cr_view *aliases = CR_ARENA_ARRAY(arena, cr_view, n);
    cr_map ids = {0};
    double oldest = -1;
    for (size_t i = 0; i < n; i++) {
        told[found.n_told++] = (cr_told){past->documents[documents[i]], past->ages[documents[i]]};
        if (past->ages[documents[i]] > oldest) {
            oldest = past->ages[documents[i]];
            found.id = past->ids[documents[i]];
        }
    }
    cr_map_put(&ids, found.id, NULL);
    for (size_t i = 0; i < n; i++) {
        bool added;
        cr_map_put(&ids, past->ids[documents[i]], &added);
        if (added)
            aliases[found.n_aliases++] = past->ids[documents[i]];
    }
    cr_map_release(&ids);
    found.told = told;
    found.aliases = aliases;
    return found;
}

bool cr_past_knows(const cr_past *past, const cr_article *article)
{
    char hash[24];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)cr_hash(article->text));
    return cr_map_find(&past->hashes, cr_view_of(hash)) != NULL;
}

bool cr_past_holds(const cr_past *past, cr_view sentence)
{
    if (past->sentences.size == 0)
        return false;
    cr_buf buf = {0};
    cr_buf_append_squeezed(&buf, sentence);
    bool found = cr_map_find(&past->sentences, cr_buf_view(&buf)) != NULL;
    cr_buf_release(&buf);
    return found;
}
