/* After the update task of Gillick & Favre (2009), "A scalable global model for summarization", with a memory that fades. */
#include "story/novelty.h"

#include "base/map.h"
#include "base/memory.h"
#include "story/lexemes.h"

#include <math.h>
#include <stdlib.h>

static const double HALF_LIFE = 3;       // days
static const double FORGIVEN = .8;       // share of a known concept's weight that is lost
static const double NAME_WEIGHT = 1.5;   // of a name or figure, against a word
static const double NEW_NAME = 1.25;     // what a new one counts
static const size_t LEAST_SKELETON = 4;  // letters of a name that another language is trusted to have told

enum { ANCHOR_SPACE = 1, TEXT_SPACE = 2 };  // what a key of the memory is of; words have 0

/* What was told: key -> 1 + index into `known`. */
typedef struct run {
    const cr_document **all;  // told ones first, then the articles
    size_t n_told;
    cr_lexemes lexemes;
    cr_number_map index;
    double *known;  // 0 to 1
    size_t n_known, capacity;
    bool *told_language;  // [n_languages]
} run;

static uint64_t key_of(uint64_t value, uint64_t space)
{
    return (value ^ space << 62) + space;
}

static void remember(run *r, uint64_t key, double h)
{
    bool added;
    cr_number_slot *slot = cr_number_map_put(&r->index, key, &added);
    if (added) {
        r->known = cr_grow(r->known, &r->capacity, r->n_known + 1, sizeof *r->known);
        r->known[r->n_known] = 0;
        slot->value = r->n_known++;
    }
    r->known[slot->value] = fmax(r->known[slot->value], h);
}

static double recall(const run *r, uint64_t key)
{
    const cr_number_slot *slot = cr_number_map_find(&r->index, key);
    return slot ? r->known[slot->value] : 0;
}

/* The words of a sentence as one number: to find it again word for word. */
static uint64_t text_of(const run *r, size_t d, const cr_sentence *sentence)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < sentence->n_tokens; i++) {
        uint32_t term = r->all[d]->tokens[sentence->first_token + i].term;
        hash = (hash ^ r->lexemes.words[d][term]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

/* One concept of a sentence. */
typedef struct concept {
    uint32_t word;
    bool strong;              // a name or a figure
    const uint32_t *anchors;  // [n_anchors] of a strong one
    size_t n_anchors;
    uint32_t figure;  // the anchor of an amount or a day
}
concept;

/* *read_to is where the figure before ended, at first the start of the sentence. */
static bool read_concept(run *r, size_t d, const cr_sentence *sentence, size_t i, size_t *read_to, concept *c)
{
    const cr_document *document = r->all[d];
    const cr_token *token = &document->tokens[sentence->first_token + i];
    const cr_term *term = &document->terms[token->term];
    cr_view surface = cr_view_slice(document->article->text, token->start, token->end);
    if (!term->is_number && (term->is_stop || cr_lexemes_is_letter(surface)))
        return false;
    c->word = r->lexemes.words[d][token->term];
    c->strong = term->is_number || cr_lexemes_is_name(&r->lexemes, c->word, token->flags, i == 0);
    c->n_anchors = 0;
    if (term->is_number && token->start >= *read_to) {
        cr_figure figure;
        cr_lexemes_figure(&r->lexemes, d, sentence->first_token + (uint32_t)i, *read_to, sentence->end, &c->figure,
                          &figure);
        *read_to = figure.end > *read_to ? figure.end : *read_to;
        c->anchors = &c->figure;
        c->n_anchors = figure.kind != CR_FIGURE_NONE;
        if (figure.end)
            return true;
    }
    if (c->strong && token->start >= *read_to) {
        const cr_form *form = cr_lexemes_form(&r->lexemes, d, surface, term->is_number);
        c->anchors = form->anchors;
        c->n_anchors = form->n_anchors;
    }
    return true;
}

static void remember_document(run *r, size_t d, double age)
{
    const cr_document *document = r->all[d];
    double h = fmin(1, exp2(-(age - 1) / HALF_LIFE));
    concept c;
    r->told_language[r->lexemes.language[d]] = true;
    for (size_t s = 0; s < document->n_sentences; s++) {
        const cr_sentence *sentence = &document->sentences[s];
        size_t read_to = sentence->start;
        remember(r, key_of(text_of(r, d, sentence), TEXT_SPACE), 1);
        for (size_t i = 0; i < sentence->n_tokens; i++) {
            if (!read_concept(r, d, sentence, i, &read_to, &c))
                continue;
            remember(r, key_of(c.word, 0), h);
            for (size_t k = 0; k < c.n_anchors; k++)
                remember(r, key_of(c.anchors[k], ANCHOR_SPACE), h);
        }
    }
}

/* How well a concept is known. */
static double knowledge(const run *r, const concept *c)
{
    double h = recall(r, key_of(c->word, 0));
    for (size_t k = 0; k < c->n_anchors; k++) {
        size_t letters = cr_lexemes_letters(&r->lexemes, c->anchors[k]);
        if (letters == 0 || letters >= LEAST_SKELETON)
            h = fmax(h, recall(r, key_of(c->anchors[k], ANCHOR_SPACE)));
    }
    return h;
}

static double novelty_of(run *r, size_t d, const cr_sentence *sentence)
{
    bool words_count = r->told_language[r->lexemes.language[d]];
    double all = 0, new = 0;
    size_t read_to = sentence->start;
    concept c;
    if (recall(r, key_of(text_of(r, d, sentence), TEXT_SPACE)) > 0)
        return 0;
    for (size_t i = 0; i < sentence->n_tokens; i++) {
        if (!read_concept(r, d, sentence, i, &read_to, &c) || !(words_count || c.strong))
            continue;
        double weight = c.strong ? NAME_WEIGHT : 1, h = knowledge(r, &c);
        all += weight;
        new += weight *(1 - FORGIVEN * h) * (c.strong && h <= 0 ? NEW_NAME : 1);
    }
    return all > 0 ? new / all : 0;
}

/* Of a story that nobody was told of all is new. */
static void all_is_new(const cr_document *const *documents, size_t n_documents, cr_arena *arena, cr_novelty *novelty)
{
    const double **sentences = CR_ARENA_ARRAY(arena, const double *, n_documents);
    for (size_t d = 0; d < n_documents; d++) {
        double *values = CR_ARENA_ARRAY(arena, double, documents[d]->n_sentences);
        for (size_t s = 0; s < documents[d]->n_sentences; s++)
            values[s] = 1;
        sentences[d] = values;
    }
    *novelty = (cr_novelty){sentences, CR_NEWS_NEW};
}

static void judge(run *r, size_t n_documents, cr_arena *arena, cr_novelty *novelty)
{
    const double **sentences = CR_ARENA_ARRAY(arena, const double *, n_documents);
    novelty->news = CR_NEWS_UNCHANGED;
    for (size_t d = 0; d < n_documents; d++) {
        const cr_document *document = r->all[r->n_told + d];
        double *values = CR_ARENA_ARRAY(arena, double, document->n_sentences);
        for (size_t s = 0; s < document->n_sentences; s++) {
            values[s] = novelty_of(r, r->n_told + d, &document->sentences[s]);
            if (values[s] >= CR_NOVELTY_LEAST && !(document->sentences[s].flags & CR_SENTENCE_NO_PROSE))
                novelty->news = CR_NEWS_UPDATED;
        }
        sentences[d] = values;
    }
    novelty->sentences = sentences;
}

cr_status cr_novelty_find(const cr_told *told, size_t n_told, const cr_document *const *documents, size_t n_documents,
                          cr_arena *arena, cr_novelty *novelty, cr_error *error)
{
    run r = {.n_told = n_told};
    *novelty = (cr_novelty){0};
    if (n_told == 0) {  // most stories: no transliterator need be opened for them
        all_is_new(documents, n_documents, arena, novelty);
        return CR_OK;
    }
    r.all = cr_allocate(n_told + n_documents, sizeof *r.all);
    for (size_t i = 0; i < n_told; i++)
        r.all[i] = told[i].document;
    for (size_t i = 0; i < n_documents; i++)
        r.all[n_told + i] = documents[i];
    cr_status status = cr_lexemes_init(&r.lexemes, r.all, n_told + n_documents, true, error);
    if (!status) {
        r.told_language = cr_allocate_zeroed(r.lexemes.n_languages, sizeof *r.told_language);
        for (size_t i = 0; i < n_told; i++)
            remember_document(&r, i, told[i].age);
        judge(&r, n_documents, arena, novelty);
    }
    cr_lexemes_release(&r.lexemes);
    cr_number_map_release(&r.index);
    free(r.told_language);
    free(r.known);
    free(r.all);
    return status;
}
