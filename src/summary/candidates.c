#include "summary/candidates.h"

#include "base/map.h"
#include "base/utf8.h"
#include "summary/fragments.h"

#include <string.h>

enum { SHORTEST_PROSE = 3 };  // words; below it a line is a scrap that says nothing

static const uint32_t furniture = CR_SENTENCE_BOILERPLATE | CR_SENTENCE_CODE | CR_SENTENCE_DATELINE;

static bool is_prose(const cr_sentence *sentence)
{
    return !(sentence->flags & CR_SENTENCE_NO_PROSE) && sentence->n_words >= SHORTEST_PROSE;
}

static cr_fitness fitness_of(const cr_document *document, size_t s, const cr_cut *cut)
{
    const cr_sentence *sentence = &document->sentences[s];
    if (sentence->flags & furniture)
        return CR_FIT_LAST;
    if (!is_prose(sentence))
        return CR_FIT_OTHER;
    bool is_usual = sentence->n_words >= CR_SHORTEST_SENTENCE && sentence->n_words <= CR_LONGEST_SENTENCE;
    if (!is_usual || sentence->flags & (CR_SENTENCE_FOREIGN | CR_SENTENCE_UNBALANCED))
        return CR_FIT_UNUSUAL;
    return cr_is_fragment(document, s, cut) ? CR_FIT_UNUSUAL : CR_FIT_PROSE;
}

/* One letter says nothing by itself, unless the script is written in such. */
static bool is_stop(const cr_document *document, const cr_term *term)
{
    if (term->is_stop)
        return true;
    if (document->spaceless || term->is_number || !term->stem.size)
        return false;
    size_t end = 0;
    cr_utf8_next(term->stem, &end);
    return end == term->stem.size;
}

/* Terms numbered over all documents by their stems. */
struct numbering {
    uint32_t **number;  // [n_documents][n_terms of the document]
    uint8_t *is_stop;   // [n]
    float *idf;         // [n] or NULL
    size_t n;
};

static void number_terms(const cr_document *const *documents, size_t n_documents, const size_t *order,
                         const cr_frequencies *background, cr_arena *arena, struct numbering *numbering)
{
    size_t most = 0;
    bool has_background = background != NULL;
    for (size_t d = 0; d < n_documents; d++) {
        most += documents[d]->n_terms;
        has_background = has_background && cr_frequencies_know(background, cr_view_of(documents[d]->lang));
    }
    *numbering = (struct numbering){.number = CR_ARENA_ARRAY(arena, uint32_t *, n_documents),
                                    .is_stop = CR_ARENA_ARRAY(arena, uint8_t, most),
                                    .idf = has_background ? CR_ARENA_ARRAY(arena, float, most) : NULL};
    cr_map by_stem = {0}, by_stop = {0};
    for (size_t o = 0; o < n_documents; o++) {
        const cr_document *document = documents[order[o]];
        uint32_t *number = numbering->number[order[o]] = CR_ARENA_ARRAY(arena, uint32_t, document->n_terms);
        for (size_t t = 0; t < document->n_terms; t++) {
            const cr_term *term = &document->terms[t];
            number[t] = (uint32_t)numbering->n;
            // A stop word and a content word may share a stem ("will"): they stay apart, as they do within a document.
            if (n_documents > 1) {
                bool is_new;
                cr_map_slot *slot = cr_map_put(term->is_stop ? &by_stop : &by_stem, term->stem, &is_new);
                if (!is_new) {
                    number[t] = (uint32_t)slot->value;
                    continue;
                }
                slot->value = numbering->n;
            }
            numbering->is_stop[numbering->n] = is_stop(document, term);
            if (numbering->idf)
                numbering->idf[numbering->n] = (float)cr_frequencies_idf(background, cr_view_of(document->lang),
                                                                         term->stem);
            numbering->n++;
        }
    }
    cr_map_release(&by_stem);
    cr_map_release(&by_stop);
}

/* Room for everything, before it is filled. */
struct layout {
    uint32_t *token_start, *token, *position, *n_prose, *source, *length, *flags, *title_start, *title;
    uint32_t *document, *sentence;
    uint8_t *is_candidate, *fitness, *depends, *bound;
    double *source_weight;
};

static struct layout make_room(size_t sentences, size_t tokens, size_t titles, size_t n_documents, cr_arena *arena)
{
    return (struct layout){
        .token_start = CR_ARENA_ARRAY(arena, uint32_t, sentences + 1),
        .token = CR_ARENA_ARRAY(arena, uint32_t, tokens),
        .position = CR_ARENA_ARRAY(arena, uint32_t, sentences),
        .n_prose = CR_ARENA_ZEROED(arena, uint32_t, n_documents),
        .source = CR_ARENA_ARRAY(arena, uint32_t, sentences),
        .length = CR_ARENA_ARRAY(arena, uint32_t, sentences),
        .flags = CR_ARENA_ARRAY(arena, uint32_t, sentences),
        .title_start = CR_ARENA_ARRAY(arena, uint32_t, n_documents + 1),
        .title = CR_ARENA_ARRAY(arena, uint32_t, titles),
        .document = CR_ARENA_ARRAY(arena, uint32_t, sentences),
        .sentence = CR_ARENA_ARRAY(arena, uint32_t, sentences),
        .is_candidate = CR_ARENA_ARRAY(arena, uint8_t, sentences),
        .fitness = CR_ARENA_ARRAY(arena, uint8_t, sentences),
        .depends = CR_ARENA_ARRAY(arena, uint8_t, sentences),
        .bound = CR_ARENA_ZEROED(arena, uint8_t, sentences),
        .source_weight = CR_ARENA_ARRAY(arena, double, n_documents),
    };
}

/* The sentence ends a quotation that runs through it and sentences before it: if all of them could be quoted but for their marks,
 * they are bound together. */
static void bind(const cr_document *document, size_t s, size_t n, uint8_t *bound)
{
    size_t first = s;
    while (first > 0 && document->sentences[first - 1].flags & CR_SENTENCE_SPILLS)
        first--;
    for (size_t k = first; k <= s; k++) {
        const cr_sentence *sentence = &document->sentences[k];
        if (!is_prose(sentence) || sentence->flags & CR_SENTENCE_FOREIGN || sentence->n_words > CR_LONGEST_SENTENCE)
            return;
    }
    for (size_t k = first; k < s; k++)
        bound[n - (s - k) + 1] = 1;
}

void cr_candidates_make(const cr_document *const *documents, size_t n_documents, const size_t *order,
                        const double *source_weight, const uint8_t *const *excluded, const cr_frequencies *background,
                        cr_arena *arena, cr_candidates *candidates)
{
    struct numbering numbering;
    number_terms(documents, n_documents, order, background, arena, &numbering);
    size_t n_sentences = 0, n_tokens = 0, n_titles = 0, words = 0, prose_words = 0;
    for (size_t d = 0; d < n_documents; d++) {
        n_sentences += documents[d]->n_sentences;
        n_tokens += documents[d]->n_tokens;
        n_titles += documents[d]->n_title;
        for (size_t s = 0; s < documents[d]->n_sentences; s++) {
            words += documents[d]->sentences[s].n_words;
            prose_words += is_prose(&documents[d]->sentences[s]) ? documents[d]->sentences[s].n_words : 0;
        }
    }
    struct layout all = make_room(n_sentences, n_tokens, n_titles, n_documents, arena);
    size_t n = 0, n_put = 0, n_title_put = 0;
    for (size_t o = 0; o < n_documents; o++) {
        const cr_document *document = documents[order[o]];
        const uint32_t *number = numbering.number[order[o]];
        cr_cut cut = cr_cut_of(document);
        all.source_weight[o] = source_weight ? source_weight[order[o]] : 1;
        all.title_start[o] = (uint32_t)n_title_put;
        for (size_t k = 0; k < document->n_title; k++)
            all.title[n_title_put++] = number[document->title[k]];
        for (size_t s = 0; s < document->n_sentences; s++, n++) {
            const cr_sentence *sentence = &document->sentences[s];
            bool prose = is_prose(sentence);
            all.token_start[n] = (uint32_t)n_put;
            for (size_t k = 0; (prose || !prose_words) && k < sentence->n_tokens; k++)
                all.token[n_put++] = number[document->tokens[sentence->first_token + k].term];
            all.position[n] = all.n_prose[o];
            all.n_prose[o] += prose;
            all.source[n] = (uint32_t)o;
            all.length[n] = sentence->n_words;
            all.flags[n] = sentence->flags;
            all.document[n] = (uint32_t)order[o];
            all.sentence[n] = (uint32_t)s;
            bool is_excluded = excluded && excluded[order[o]][s];
            all.fitness[n] = (uint8_t)(is_excluded ? CR_FIT_EXCLUDED : fitness_of(document, s, &cut));
            all.is_candidate[n] = all.fitness[n] == CR_FIT_PROSE;
            if (!(sentence->flags & CR_SENTENCE_SPILLS))
                bind(document, s, n, all.bound);
            all.depends[n] = s > 0 && all.position[n] > 0 && (sentence->flags & CR_SENTENCE_OPENER);
        }
    }
    all.token_start[n] = (uint32_t)n_put;
    all.title_start[n_documents] = (uint32_t)n_title_put;
    *candidates = (cr_candidates){.input = {.n_sentences = n,
                                            .n_terms = numbering.n,
                                            .n_sources = n_documents,
                                            .token_start = all.token_start,
                                            .token = all.token,
                                            .is_stop = numbering.is_stop,
                                            .idf = numbering.idf,
                                            .position = all.position,
                                            .n_prose = all.n_prose,
                                            .source = all.source,
                                            .source_weight = all.source_weight,
                                            .length = all.length,
                                            .flags = all.flags,
                                            .is_candidate = all.is_candidate,
                                            .title_start = all.title_start,
                                            .title = all.title},
                                  .document = all.document,
                                  .sentence = all.sentence,
                                  .fitness = all.fitness,
                                  .depends = all.depends,
                                  .bound = all.bound,
                                  .n_words = prose_words ? prose_words : words};
}
