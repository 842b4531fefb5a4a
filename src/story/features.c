#include "story/features.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "story/lexemes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Chosen on news, Wikinews and short texts in eight languages together; each is in the middle of a wide range that serves
 * all of them alike. */
static const double TAU = 4, FLOOR = .2;  // of the position, in sentences
static const double
    IDF_ALL = 200;  // articles that idf takes for granted: few articles tell little of how rare a word is
static const double IDF_SOME = 6;      // of them with any word
static const double NAME_SHARE = .25;  // of names in own; words have the rest
static const double TRUST_WORDS = 3, TRUST_NAMES = 5, TRUST_ANCHORS = 4;
static const double PLACE = .3;          // what a country counts as an anchor: there are few, and all are often named
static const double COMMON_NUMBER = .5;  // and a year, or a number of two digits
static const double DAY = .5;            // and a day: that of yesterday is in half of what is new
static const double COGNATE = .3;        // what a word counts as an anchor that is no name

enum {
    LEAST_LETTERS = 3,  // of an anchor that counts at all, and of one that chance no longer makes
    FULL_LETTERS = 6,
};

/* An occurrence of a feature. */
typedef struct hit {
    uint32_t id, token;
    float weight;
} hit;

typedef struct hits {
    hit *items;
    size_t n, capacity;
} hits;

/* Features of a document before they are weighed. */
typedef struct raw {
    cr_feature *words, *names, *anchors;
    size_t n_words, n_names, n_anchors;
} raw;

typedef struct run {
    const cr_document *const *documents;
    size_t n_documents;
    const cr_frequencies *background;
    cr_arena scratch;
    cr_lexemes lexemes;
    cr_features *features;
    raw *raws;  // [n_documents]
} run;

/* ---- one document ------------------------------------------------------------------------------------------------- */

static void add_hit(hits *h, uint32_t id, double weight, uint32_t token)
{
    h->items = cr_grow(h->items, &h->capacity, h->n + 1, sizeof *h->items);
    h->items[h->n++] = (hit){id, token, (float)weight};
}

static int by_id_and_token(const void *a, const void *b)
{
    const hit *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->token > y->token) - (x->token < y->token);
}

/* Adds up the occurrences of each feature. */
static void combine(hits *h)
{
    size_t n = 0;
    if (h->n > 1)
        qsort(h->items, h->n, sizeof *h->items, by_id_and_token);
    for (size_t i = 0; i < h->n; i++) {
        if (n > 0 && h->items[n - 1].id == h->items[i].id)
            h->items[n - 1].weight += h->items[i].weight;
        else
            h->items[n++] = h->items[i];
    }
    h->n = n;
}

typedef struct collected {
    hits words, names, anchors, places;
} collected;

/* Years, and numbers of two digits, are in many texts of a day. */
static bool is_common_number(cr_view amount)
{
    return amount.size <= 2 ||
           (amount.size == 4 && (cr_view_starts(amount, CR_VIEW("19")) || cr_view_starts(amount, CR_VIEW("20"))));
}

static void collect_word(run *r, size_t d, uint32_t term, cr_view surface, uint32_t flags, bool first, double weight,
                         uint32_t token, collected *c)
{
    cr_lexemes *v = &r->lexemes;
    const cr_term *t = &r->documents[d]->terms[term];
    uint32_t word = v->words[d][term];
    bool cognate = false;
    if (!t->is_number) {
        if (t->is_stop || cr_lexemes_is_letter(surface))
            return;
        bool name = cr_lexemes_is_name(v, word, flags, first);
        if (name)
            add_hit(&c->names, word, weight, token);
        cognate = !name && !v->caseless[v->language[d]];
    }
    add_hit(&c->words, word, weight, token);
    const cr_form *form = cr_lexemes_form(v, d, surface, t->is_number);
    double share = cognate ? COGNATE : t->is_number && is_common_number(surface) ? COMMON_NUMBER : 1;
    for (size_t i = 0; i < form->n_anchors; i++)
        if (!cognate || cr_lexemes_letters(v, form->anchors[i]) > LEAST_LETTERS)
            add_hit(&c->anchors, form->anchors[i], weight * share, token);
}

/* The number of a day, for others that say "on the 10th" alone. */
static void add_plain(run *r, size_t d, const cr_token *token, uint32_t at, double weight, collected *c)
{
    cr_view surface = cr_view_slice(r->documents[d]->article->text, token->start, token->end);
    const cr_form *form = cr_lexemes_form(&r->lexemes, d, surface, true);
    for (size_t i = 0; i < form->n_anchors; i++)
        add_hit(&c->anchors, form->anchors[i], COMMON_NUMBER * weight, at);
}

/* A word with a digit in it. *read_to is where the figure before ended: "1 400" and "10 March" are one each. */
static void collect_figure(run *r, size_t d, const cr_sentence *sentence, uint32_t at, double weight, size_t *read_to,
                           collected *c)
{
    const cr_document *document = r->documents[d];
    const cr_token *token = &document->tokens[at];
    uint32_t anchor = 0;
    cr_figure figure = {.end = *read_to};
    if (token->start >= *read_to)
        cr_lexemes_figure(&r->lexemes, d, at, *read_to, sentence->end, &anchor, &figure);
    if (figure.end == 0) {  // a name with digits
        collect_word(r, d, token->term, cr_view_slice(document->article->text, token->start, token->end), token->flags,
                     false, weight, at, c);
        return;
    }
    *read_to = figure.end;
    add_hit(&c->words, r->lexemes.words[d][token->term], weight, at);
    if (figure.kind == CR_FIGURE_DAY) {
        add_hit(&c->anchors, anchor, DAY * weight, at);
        add_plain(r, d, token, at, weight, c);
    } else if (figure.kind == CR_FIGURE_AMOUNT) {
        add_hit(&c->anchors, anchor,
                !figure.scaled && is_common_number(cr_view_of(figure.key)) ? COMMON_NUMBER * weight : weight, at);
    }
}

static void collect_places(run *r, size_t d, const cr_sentence *sentence, double weight, collected *c)
{
    size_t n_used;
    for (size_t i = 0; i < sentence->n_tokens; i += n_used) {
        uint32_t anchor = UINT32_MAX, token = sentence->first_token + (uint32_t)i;
        size_t place = cr_lexemes_place(&r->lexemes, d, sentence, i, &anchor, &n_used);
        if (place)
            add_hit(&c->places, (uint32_t)place - 1, weight, token);
        if (anchor != UINT32_MAX)
            add_hit(&c->anchors, anchor, PLACE * weight, token);
    }
}

/* Titles have lost their capitals: their words are names if they are in the texts. */
static void collect_title(run *r, size_t d, collected *c)
{
    const cr_document *document = r->documents[d];
    for (size_t i = 0; i < document->n_title; i++) {
        uint32_t term = document->title[i];
        collect_word(r, d, term, document->terms[term].stem, CR_TOKEN_CAPITALISED, true, 1,
                     CR_FEATURE_TITLE | (uint32_t)i, c);
    }
}

static void collect(run *r, size_t d, collected *c)
{
    const cr_document *document = r->documents[d];
    size_t position = 0;
    bool titled = document->article->title_derived;
    c->words.n = c->names.n = c->anchors.n = c->places.n = 0;
    for (size_t s = 0; s < document->n_sentences; s++) {
        const cr_sentence *sentence = &document->sentences[s];
        double weight = fmax(FLOOR, exp(-(double)position / TAU));
        if (!cr_lexemes_is_prose(sentence))
            continue;
        titled = titled || sentence->flags & CR_SENTENCE_TITLE;
        size_t read_to = sentence->start;
        for (size_t i = 0; i < sentence->n_tokens; i++) {
            uint32_t at = sentence->first_token + (uint32_t)i;
            const cr_token *token = &document->tokens[at];
            if (document->terms[token->term].is_number)
                collect_figure(r, d, sentence, at, weight, &read_to, c);
            else
                collect_word(r, d, token->term, cr_view_slice(document->article->text, token->start, token->end),
                             token->flags, i == 0, weight, at, c);
        }
        collect_places(r, d, sentence, weight, c);
        position++;
    }
    if (!titled)
        collect_title(r, d, c);
    combine(&c->words);
    combine(&c->names);
    combine(&c->anchors);
    combine(&c->places);
}

/* ---- weights ------------------------------------------------------------------------------------------------------ */

static double idf(size_t n_documents, size_t frequency)
{
    return log(((double)n_documents + IDF_ALL) / ((double)frequency + IDF_SOME));
}

static double tf(double occurrences)
{
    return log2(1 + occurrences);
}

/* Makes the vector's length `length`; what has no weight is dropped. Returns how many stay. */
static size_t normalise(cr_feature *items, size_t n, double length)
{
    double sum = 0;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)items[i].weight * (double)items[i].weight;
    for (size_t i = 0; i < n; i++) {
        if (items[i].weight <= 0)
            continue;
        items[kept] = items[i];
        items[kept++].weight = (float)((double)items[i].weight * length / sqrt(sum));
    }
    return kept;
}

static double trust(size_t n, double k)
{
    return (double)n / ((double)n + k);
}

static cr_feature *keep(cr_arena *arena, const hits *h)
{
    cr_feature *items = CR_ARENA_ARRAY(arena, cr_feature, h->n);
    for (size_t i = 0; i < h->n; i++)
        items[i] = (cr_feature){h->items[i].id, h->items[i].token, h->items[i].weight};
    return items;
}

static size_t count_of(const cr_map *map, cr_view key)
{
    const cr_map_slot *slot = cr_map_find(map, key);
    return slot ? slot->value : 0;
}

/* Adds the articles of the background that hold a word, to those of the run. */
static void add_background(run *r, uint32_t *word_df)
{
    bool *done = CR_ARENA_ZEROED(&r->scratch, bool, r->lexemes.n_words);
    cr_buf key = {0};
    for (size_t d = 0; d < r->n_documents; d++) {
        const cr_document *document = r->documents[d];
        for (size_t t = 0; t < document->n_terms; t++) {
            uint32_t word = r->lexemes.words[d][t];
            if (done[word])
                continue;
            done[word] = true;
            cr_buf_clear(&key);
            cr_buf_append_format(&key, "%s\t", document->lang);
            cr_buf_append(&key, document->terms[t].stem);
            word_df[word] += (uint32_t)count_of(&r->background->terms, cr_buf_view(&key));
        }
    }
    cr_buf_release(&key);
}

static void weigh_own(run *r)
{
    uint32_t *word_df = CR_ARENA_ZEROED(&r->scratch, uint32_t, r->lexemes.n_words);
    uint32_t *name_df = CR_ARENA_ZEROED(&r->scratch, uint32_t, r->lexemes.n_words);
    for (size_t d = 0; d < r->n_documents; d++) {
        for (size_t i = 0; i < r->raws[d].n_words; i++)
            word_df[r->raws[d].words[i].id]++;
        for (size_t i = 0; i < r->raws[d].n_names; i++)
            name_df[r->raws[d].names[i].id]++;
    }
    r->features->n_own = 2 * r->lexemes.n_words;
    if (r->background)
        add_background(r, word_df);
    for (size_t d = 0; d < r->n_documents; d++) {
        const raw *x = &r->raws[d];
        size_t here = r->lexemes.n_articles[r->lexemes.language[d]], all = here;
        if (r->background)
            all += count_of(&r->background->documents, cr_view_of(r->documents[d]->lang));
        cr_feature *own = CR_ARENA_ARRAY(&r->features->own_arena, cr_feature, x->n_words + x->n_names);
        for (size_t i = 0; i < x->n_words; i++) {
            own[i] = x->words[i];
            own[i].weight = (float)(tf((double)own[i].weight) * idf(all, word_df[own[i].id]));
        }
        size_t n = normalise(own, x->n_words, sqrt(1 - NAME_SHARE) * trust(x->n_words, TRUST_WORDS));
        for (size_t i = 0; i < x->n_names; i++) {
            own[n + i] = x->names[i];
            own[n + i].weight = (float)(tf((double)x->names[i].weight) * idf(here, name_df[x->names[i].id]));
            own[n + i].id += (uint32_t)r->lexemes.n_words;  // a name's own number, behind all words
        }
        n += normalise(own + n, x->n_names, sqrt(NAME_SHARE) * trust(x->n_names, TRUST_NAMES));
        r->features->own[d] = (cr_vector){own, n};
    }
}

static double anchor_share(size_t letters)
{
    if (letters == 0 || letters >= FULL_LETTERS)
        return 1;
    return (double)(letters - LEAST_LETTERS + 1) / (FULL_LETTERS - LEAST_LETTERS + 1);
}

/* An anchor is as rare as in the language where it is most common: function words of one language are names in another. */
static void weigh_anchors(run *r)
{
    size_t n_anchors = r->lexemes.n_anchors;
    uint32_t *df = CR_ARENA_ZEROED(&r->scratch, uint32_t, n_anchors);
    cr_number_map language_df = {0};
    for (size_t d = 0; d < r->n_documents; d++) {
        for (size_t i = 0; i < r->raws[d].n_anchors; i++) {
            uint32_t id = r->raws[d].anchors[i].id;
            df[id]++;
            cr_number_map_put(&language_df, (uint64_t)id << 32 | r->lexemes.language[d], NULL)->value++;
        }
    }
    for (size_t d = 0; d < r->n_documents; d++) {
        raw *x = &r->raws[d];
        uint32_t language = r->lexemes.language[d];
        for (size_t i = 0; i < x->n_anchors; i++) {
            cr_feature *feature = &x->anchors[i];
            size_t here = cr_number_map_find(&language_df, (uint64_t)feature->id << 32 | language)->value;
            double rare = fmin(idf(r->lexemes.n_articles[language], here), idf(r->n_documents, df[feature->id]));
            feature->weight = (float)(tf((double)feature->weight) * rare *
                                      anchor_share(cr_lexemes_letters(&r->lexemes, feature->id)));
        }
        size_t n = normalise(x->anchors, x->n_anchors, trust(x->n_anchors, TRUST_ANCHORS));
        cr_feature *anchors = CR_ARENA_ARRAY(&r->features->arena, cr_feature, n);
        if (n)
            memcpy(anchors, x->anchors, n * sizeof *anchors);
        r->features->anchors[d] = (cr_vector){anchors, n};
    }
    r->features->n_anchors = n_anchors;
    cr_number_map_release(&language_df);
}

static void keep_places(run *r, size_t d, const hits *h)
{
    cr_feature *places = keep(&r->features->arena, h);
    double mass = 0;
    for (size_t i = 0; i < h->n; i++)
        mass += (double)h->items[i].weight;
    r->features->placed[d] = (float)fmin(1, mass);
    r->features->places[d] = (cr_vector){places, normalise(places, h->n, 1)};
}

/* The words of the prose in order, for what compares texts word by word. */
static void keep_words(run *r, size_t d)
{
    const cr_document *document = r->documents[d];
    uint32_t *words = CR_ARENA_ARRAY(&r->features->own_arena, uint32_t, document->n_tokens);
    size_t n = 0;
    for (size_t s = 0; s < document->n_sentences; s++) {
        const cr_sentence *sentence = &document->sentences[s];
        for (size_t i = 0; cr_lexemes_is_prose(sentence) && i < sentence->n_tokens; i++)
            words[n++] = r->lexemes.words[d][document->tokens[sentence->first_token + i].term];
    }
    r->features->words[d] = (cr_words_of){words, n};
}

static void make(run *r)
{
    cr_features *f = r->features;
    collected c = {0};
    size_t n = r->n_documents;
    r->raws = CR_ARENA_ARRAY(&r->scratch, raw, n);
    f->own = CR_ARENA_ARRAY(&f->arena, cr_vector, n);
    f->anchors = CR_ARENA_ARRAY(&f->arena, cr_vector, n);
    f->places = CR_ARENA_ARRAY(&f->arena, cr_vector, n);
    f->placed = CR_ARENA_ARRAY(&f->arena, float, n);
    f->words = CR_ARENA_ARRAY(&f->arena, cr_words_of, n);
    f->language = CR_ARENA_ARRAY(&f->arena, uint32_t, n);
    for (size_t d = 0; d < n; d++) {
        f->language[d] = r->lexemes.language[d];
        collect(r, d, &c);
        keep_places(r, d, &c.places);
        keep_words(r, d);
        r->raws[d] = (raw){keep(&r->scratch, &c.words),
                           keep(&r->scratch, &c.names),
                           keep(&r->scratch, &c.anchors),
                           c.words.n,
                           c.names.n,
                           c.anchors.n};
    }
    weigh_own(r);
    weigh_anchors(r);
    free(c.words.items);
    free(c.names.items);
    free(c.anchors.items);
    free(c.places.items);
}

cr_status cr_features_make(const cr_document *const *documents, size_t n_documents, const cr_frequencies *background,
                           cr_features *features, cr_error *error)
{
    run r = {.documents = documents, .n_documents = n_documents, .background = background, .features = features};
    bool several = false;
    *features = (cr_features){0};
    for (size_t d = 1; d < n_documents; d++)
        several = several || strcmp(documents[d]->lang, documents[0]->lang) != 0;
    cr_status status = cr_lexemes_init(&r.lexemes, documents, n_documents, several, error);
    if (!status)
        make(&r);
    cr_lexemes_release(&r.lexemes);
    cr_arena_release(&r.scratch);
    return status;
}

void cr_features_forget_own(cr_features *features)
{
    cr_arena_release(&features->own_arena);
}

void cr_features_release(cr_features *features)
{
    cr_arena_release(&features->own_arena);
    cr_arena_release(&features->arena);
    *features = (cr_features){0};
}

double cr_vector_product(const cr_vector *a, const cr_vector *b, double *squares)
{
    double sum = 0, square_sum = 0;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        uint32_t x = a->items[i].id, y = b->items[j].id;
        if (x == y) {
            double summand = (double)a->items[i].weight * (double)b->items[j].weight;
            sum += summand;
            square_sum += summand * summand;
        }
        i += x <= y;
        j += y <= x;
    }
    if (squares)
        *squares = square_sum;
    return sum;
}
