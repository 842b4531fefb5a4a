#include "job/past.h"

#include "base/memory.h"
#include "digest/previous.h"

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
static cr_status add_document(cr_past *past, cr_tools *tools, const cr_told_story *story, cr_view lang, cr_date date,
                              size_t *capacity, cr_error *error)
{
    cr_buf text = {0};
    for (size_t i = 0; i < story->n_sentences; i++)
        if (cr_view_equal(story->sentences[i].lang, lang)) {
            cr_buf_append(&text, story->sentences[i].text);
            cr_buf_append_byte(&text, '\n');
        }
    cr_article *article = CR_ARENA_NEW(&past->arena, cr_article);
    cr_document *document = CR_ARENA_NEW(&past->arena, cr_document);
    *article = (cr_article){.id = story->id, .text = cr_arena_copy(&past->arena, cr_buf_view(&text)), .lang = lang,
                            .lang_binding = lang.size > 0, .date = date, .structured = true};
    if (cr_view_equal(story->lang, lang))
        article->title = story->headline;
    cr_buf_release(&text);
    past->documents = cr_grow(past->documents, capacity, past->n_documents + 1, sizeof *past->documents);
    past->documents[past->n_documents++] = document;
    return cr_analyse(tools->workers[0].analyser, article, &past->arena, document, error);
}

static bool is_first_of_lang(const cr_told_story *story, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (cr_view_equal(story->sentences[k].lang, story->sentences[i].lang))
            return false;
    return true;
}

static cr_status add_edition(cr_past *past, cr_tools *tools, const cr_previous_edition *edition, size_t *capacity,
                             cr_error *error)
{
    cr_status status = CR_OK;
    for (size_t i = 0; i < edition->n_hashes; i++)
        cr_map_put(&past->hashes, edition->hashes[i], NULL);
    for (size_t s = 0; s < edition->n_stories && !status; s++) {
        const cr_told_story *story = &edition->stories[s];
        for (size_t i = 0; i < story->n_sentences && !status; i++) {
            cr_map_put(&past->sentences, squeezed(past, story->sentences[i].text), NULL);
            if (is_first_of_lang(story, i))
                status = add_document(past, tools, story, story->sentences[i].lang, edition->date, capacity, error);
        }
    }
    return status;
}

cr_status cr_past_read(cr_past *past, const cr_config *config, cr_tools *tools, cr_date day, cr_error *error)
{
    cr_status status = CR_OK;
    size_t capacity = 0;
    for (size_t i = 0; i < config->previous.n && !status; i++) {
        cr_previous_edition edition;
        status = cr_previous_edition_read(config->previous.items[i], &past->arena, &edition, error);
        if (!status && day.precision != CR_DATE_NONE && edition.date.seconds > day.seconds)
            status = cr_error_at(error, CR_USAGE, config->previous.items[i], 0, 0, "an edition of a later day is no earlier one");
        if (!status)
            status = add_edition(past, tools, &edition, &capacity, error);
    }
    if (status)
        return status;
    cr_view *ids = CR_ARENA_ARRAY(&past->arena, cr_view, past->n_documents);
    past->ages = CR_ARENA_ARRAY(&past->arena, double, past->n_documents);
    past->story_of = CR_ARENA_ARRAY(&past->arena, size_t, past->n_documents);
    for (size_t i = 0; i < past->n_documents; i++) {
        const cr_article *article = past->documents[i]->article;
        ids[i] = article->id;
        past->ages[i] = day.precision == CR_DATE_NONE ? 1 : (double)(day.seconds - article->date.seconds) / SECONDS_OF_DAY;
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
            past->story_of[i] = story_beside(&mixed.stories[mixed.story_of[n_documents + i]], n_documents, stories, votes);
        free(votes);
    }
    free(all);
    return status;
}

static bool is_in(cr_view id, const cr_view *ids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cr_view_equal(ids[i], id))
            return true;
    return false;
}

cr_past_story cr_past_of_story(const cr_past *past, size_t story, cr_arena *arena)
{
    cr_past_story found = {0};
    cr_told *told = CR_ARENA_ARRAY(arena, cr_told, past->n_documents);
    cr_view *aliases = CR_ARENA_ARRAY(arena, cr_view, past->n_documents);
    double oldest = -1;
    for (size_t i = 0; i < past->n_documents; i++) {
        if (past->story_of[i] != story)
            continue;
        told[found.n_told++] = (cr_told){past->documents[i], past->ages[i]};
        if (past->ages[i] > oldest) {
            oldest = past->ages[i];
            found.id = past->ids[i];
        }
    }
    for (size_t i = 0; i < past->n_documents; i++)
        if (past->story_of[i] == story && !cr_view_equal(past->ids[i], found.id) && !is_in(past->ids[i], aliases, found.n_aliases))
            aliases[found.n_aliases++] = past->ids[i];
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
