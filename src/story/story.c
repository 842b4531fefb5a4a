#include "story/story.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "story/linkage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double LEAST_OWN = .02, LEAST_ACROSS = .002;           // pairs below are taken for zero
static const double PROMISING_OWN = .025, PROMISING_ACROSS = .015;  // and those with less in rare features

/* One language; all together. The second counts likeness within a language a tenth, about what its pairs are worth there. */
static const cr_linkage_options OWN = {.least = .09, .phantoms = 1, .cohesion = .6};
static const cr_linkage_options ACROSS = {.least = .016, .phantoms = 2.4};
#define OWN_ACROSS .05F

enum { MAX_SHARED = 8, ID_SIZE = 19 };

typedef struct run {
    const cr_document *const *documents;
    size_t n;
    const cr_stories_options *options;
    cr_arena *arena;
    cr_arena scratch;
    cr_features features;
    size_t *order;       // [n] the earliest first
    size_t *original;    // [n]
    cr_repeat *repeats;  // [n_repeats]
    size_t n_repeats;
    cr_date *dates;  // [n]
    bool *skip;      // [n] repeats something
    cr_edge *own, *across;
    size_t n_own, n_across;
    uint32_t *cluster;  // [n] smallest member
} run;

/* ---- order in time ------------------------------------------------------------------------------------------------ */

typedef struct dated {
    cr_date date;
    size_t document;
} dated;

static int earliest_first(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    bool x_none = x->date.precision == CR_DATE_NONE, y_none = y->date.precision == CR_DATE_NONE;
    if (x_none != y_none)
        return x_none ? 1 : -1;
    if (!x_none && x->date.seconds != y->date.seconds)
        return x->date.seconds < y->date.seconds ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

static void put_in_order(run *r)
{
    dated *all = CR_ARENA_ARRAY(&r->scratch, dated, r->n);
    r->order = CR_ARENA_ARRAY(&r->scratch, size_t, r->n);
    r->dates = CR_ARENA_ARRAY(&r->scratch, cr_date, r->n);
    for (size_t d = 0; d < r->n; d++) {
        r->dates[d] = r->documents[d]->article->date;
        all[d] = (dated){r->dates[d], d};
    }
    if (r->n > 1)
        qsort(all, r->n, sizeof *all, earliest_first);
    for (size_t i = 0; i < r->n; i++)
        r->order[i] = all[i].document;
}

/* ---- clusters ----------------------------------------------------------------------------------------------------- */

static void find_edges(run *r, bool across)
{
    cr_similar_options options = {.language = r->features.language,
                                  .date = r->dates,
                                  .places = r->features.places,
                                  .placed = r->features.placed,
                                  .skip = r->skip,
                                  .across = across,
                                  .least = across ? LEAST_ACROSS : LEAST_OWN,
                                  .promising = across ? PROMISING_ACROSS : PROMISING_OWN,
                                  .window = r->options->window ? r->options->window : CR_STORIES_WINDOW,
                                  .jobs = r->options->jobs};
    if (across)
        r->across = cr_similar_find(r->features.anchors, r->n, r->features.n_anchors, &options, &r->n_across);
    else
        r->own = cr_similar_find(r->features.own, r->n, r->features.n_own, &options, &r->n_own);
}

static void mark_repeats(run *r)
{
    for (size_t d = 0; d < r->n; d++)
        r->skip[d] = r->original[d] != d;
}

static void collapse(run *r)
{
    cr_print *prints = cr_prints_make(&r->features, r->n, r->options->jobs);
    r->original = CR_ARENA_ARRAY(&r->scratch, size_t, r->n);
    r->repeats = CR_ARENA_ARRAY(r->arena, cr_repeat, r->n);
    r->skip = CR_ARENA_ZEROED(&r->scratch, bool, r->n);
    cr_duplicates_find(prints, r->order, r->n, r->options->jobs, r->original, r->repeats, &r->n_repeats);
    mark_repeats(r);
    find_edges(r, false);
    cr_duplicates_of_edges(prints, r->order, r->n, r->own, r->n_own, r->original, r->repeats, &r->n_repeats);
    mark_repeats(r);
    cr_prints_free(prints, r->n);
    if (!r->options->explain)
        cr_features_forget_own(&r->features);
}

static void link_articles(run *r)
{
    r->cluster = CR_ARENA_ARRAY(&r->scratch, uint32_t, r->n);
    for (uint32_t d = 0; d < r->n; d++)
        r->cluster[d] = d;
    cr_linkage_run(r->n, &(cr_linkage_edges){r->own, r->n_own, 1}, 1, r->skip, &OWN, r->cluster);
    find_edges(r, true);
    const cr_linkage_edges all[] = {{r->own, r->n_own, OWN_ACROSS}, {r->across, r->n_across, 1}};
    if (r->n_across)
        cr_linkage_run(r->n, all, 2, r->skip, &ACROSS, r->cluster);
}

/* ---- stories ------------------------------------------------------------------------------------------------------ */

cr_view cr_story_id(const cr_article *first, cr_map *taken, cr_arena *arena)
{
    uint64_t hash = cr_hash(first->url.size ? first->url : first->id_is_own ? first->id : first->text);
    char text[ID_SIZE];
    for (bool added = false;; hash++) {
        snprintf(text, sizeof text, "s-%016llx", (unsigned long long)hash);
        cr_view id = {text, ID_SIZE - 1};
        cr_map_slot *slot = cr_map_put(taken, id, &added);
        if (added)
            return slot->key = cr_arena_copy(arena, id);
    }
}

static size_t earliest(const run *r, const cr_story *story)
{
    dated least = {r->dates[story->articles[0]], story->articles[0]};
    for (size_t i = 1; i < story->n_articles; i++) {
        dated one = {r->dates[story->articles[i]], story->articles[i]};
        if (earliest_first(&one, &least) < 0)
            least = one;
    }
    return least.document;
}

static void weigh(const run *r, const size_t *copies, cr_story *story)
{
    double *weights = CR_ARENA_ARRAY(r->arena, double, story->n_articles);
    for (size_t i = 0; i < story->n_articles; i++) {
        weights[i] = 1 / (double)copies[r->original[story->articles[i]]];
        story->sources += weights[i];
    }
    story->weights = weights;
}

static void gather(run *r, cr_story_list *list, cr_story *stories)
{
    size_t *number = CR_ARENA_ARRAY(&r->scratch, size_t, r->n);  // story of a cluster, by its name
    size_t *copies = CR_ARENA_ZEROED(&r->scratch, size_t, r->n);
    size_t *story_of = CR_ARENA_ARRAY(r->arena, size_t, r->n), **fill = CR_ARENA_ARRAY(&r->scratch, size_t *, r->n);
    cr_map taken = {0};
    for (size_t d = 0; d < r->n; d++)
        number[d] = r->n;
    for (size_t d = 0; d < r->n; d++) {
        size_t cluster = r->cluster[r->original[d]];
        copies[r->original[d]]++;
        if (number[cluster] == r->n)
            number[cluster] = list->n_stories++;
        story_of[d] = number[cluster];
        stories[story_of[d]].n_articles++;
    }
    for (size_t s = 0; s < list->n_stories; s++)
        stories[s].articles = fill[s] = CR_ARENA_ARRAY(r->arena, size_t, stories[s].n_articles);
    for (size_t d = 0; d < r->n; d++)
        *fill[story_of[d]]++ = d;
    for (size_t s = 0; s < list->n_stories; s++) {
        stories[s].first = earliest(r, &stories[s]);
        stories[s].id = cr_story_id(r->documents[stories[s].first]->article, &taken, r->arena);
        weigh(r, copies, &stories[s]);
    }
    cr_map_release(&taken);
    list->story_of = story_of;
}

/* An edge across languages as strong as one within, by what each takes to link two articles. */
static double strength(const cr_edge *edge, bool across)
{
    double least = across ? ACROSS.least * (1 + ACROSS.phantoms) : OWN.least * (1 + OWN.phantoms);
    return (double)edge->similarity / least;
}

static void choose_leads(const run *r, const cr_story_list *list, cr_story *stories)
{
    double *sum = cr_allocate_zeroed(r->n, sizeof *sum);
    for (int across = 0; across < 2; across++) {
        const cr_edge *edges = across ? r->across : r->own;
        for (size_t i = 0; i < (across ? r->n_across : r->n_own); i++) {
            if (list->story_of[edges[i].a] != list->story_of[edges[i].b])
                continue;
            sum[edges[i].a] += strength(&edges[i], across);
            sum[edges[i].b] += strength(&edges[i], across);
        }
    }
    for (size_t i = r->n; i-- > 0;) {  // of equals the earliest
        size_t d = r->order[i];
        cr_story *story = &stories[list->story_of[d]];
        if (r->original[d] == d && (story->lead == r->n || sum[d] >= sum[story->lead]))
            story->lead = d;
    }
    free(sum);
}

/* ---- why ---------------------------------------------------------------------------------------------------------- */

static cr_view surface(const cr_document *document, uint32_t token)
{
    if (token & CR_FEATURE_TITLE)
        return document->terms[document->title[token & ~CR_FEATURE_TITLE]].stem;
    return cr_view_slice(document->article->text, document->tokens[token].start, document->tokens[token].end);
}

typedef struct shared {
    double summand;
    cr_view here, there;
} shared;

static int weightiest_first(const void *a, const void *b)
{
    const shared *x = a, *y = b;
    if (x->summand != y->summand)
        return x->summand > y->summand ? -1 : 1;
    return cr_view_compare(x->here, y->here);
}

static void find_shared(const run *r, cr_story_link *link)
{
    const cr_vector *a = link->across ? &r->features.anchors[link->article] : &r->features.own[link->article];
    const cr_vector *b = link->across ? &r->features.anchors[link->other] : &r->features.own[link->other];
    shared *all = cr_allocate(a->n < b->n ? a->n : b->n, sizeof *all);
    cr_view *here = CR_ARENA_ARRAY(r->arena, cr_view, MAX_SHARED),
            *there = CR_ARENA_ARRAY(r->arena, cr_view, MAX_SHARED);
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        const cr_feature *x = &a->items[i], *y = &b->items[j];
        if (x->id == y->id)
            all[n++] = (shared){(double)x->weight * (double)y->weight, surface(r->documents[link->article], x->token),
                                surface(r->documents[link->other], y->token)};
        i += x->id <= y->id;
        j += y->id <= x->id;
    }
    if (n > 1)
        qsort(all, n, sizeof *all, weightiest_first);
    for (size_t i = 0; i < n && link->n_shared < MAX_SHARED; i++) {
        bool told = false;  // a name counts as a word too
        for (size_t k = 0; k < link->n_shared; k++)
            told = told || cr_view_equal(here[k], all[i].here);
        if (told)
            continue;
        here[link->n_shared] = all[i].here;
        there[link->n_shared++] = all[i].there;
    }
    link->shared = here;
    link->there = there;
    free(all);
}

/* The best link of each article to an article before it, else to any other. */
static void explain(const run *r, const cr_story_list *list, cr_story *stories)
{
    cr_story_link *best = cr_allocate_zeroed(r->n, sizeof *best);
    double *best_strength = cr_allocate_zeroed(r->n, sizeof *best_strength);
    for (int across = 0; across < 2; across++) {
        const cr_edge *edges = across ? r->across : r->own;
        for (size_t i = 0; i < (across ? r->n_across : r->n_own); i++) {
            const cr_edge *e = &edges[i];
            double s = strength(e, across);
            if (list->story_of[e->a] != list->story_of[e->b])
                continue;
            for (int end = 0; end < 2; end++) {
                uint32_t from = end ? e->a : e->b, to = end ? e->b : e->a;
                if (s > best_strength[from]) {
                    best_strength[from] = s;
                    best[from] = (cr_story_link){
                        .article = from, .other = to, .similarity = (double)e->similarity, .across = across};
                }
            }
        }
    }
    for (size_t i = 0; i < r->n_repeats; i++) {
        const cr_repeat *repeat = &r->repeats[i];
        best[repeat->article] = (cr_story_link){
            .article = repeat->article, .other = repeat->original, .similarity = repeat->containment, .repeats = true};
        best_strength[repeat->article] = 1;
    }
    for (size_t s = 0; s < list->n_stories; s++) {
        cr_story *story = &stories[s];
        cr_story_link *links = CR_ARENA_ARRAY(r->arena, cr_story_link, story->n_articles);
        for (size_t i = 1; i < story->n_articles; i++) {
            cr_story_link *link = &best[story->articles[i]];
            if (best_strength[story->articles[i]] <= 0)
                continue;
            find_shared(r, link);
            links[story->n_links++] = *link;
        }
        story->links = links;
    }
    free(best);
    free(best_strength);
}

static int by_article(const void *a, const void *b)
{
    const cr_repeat *x = a, *y = b;
    return (x->article > y->article) - (x->article < y->article);
}

cr_status cr_stories_find(const cr_document *const *documents, size_t n_documents, const cr_stories_options *options,
                          cr_arena *arena, cr_story_list *list, cr_error *error)
{
    run r = {.documents = documents, .n = n_documents, .options = options, .arena = arena};
    *list = (cr_story_list){0};
    if (n_documents >= CR_FEATURE_TITLE)
        return cr_error_set(error, CR_LIMIT, "more than %u articles", CR_FEATURE_TITLE);
    put_in_order(&r);
    cr_status status = cr_features_make(documents, n_documents, options->background, &r.features, error);
    if (!status) {
        cr_story *stories = CR_ARENA_ZEROED(arena, cr_story, n_documents);
        collapse(&r);
        link_articles(&r);
        gather(&r, list, stories);
        for (size_t s = 0; s < list->n_stories; s++)
            stories[s].lead = n_documents;
        choose_leads(&r, list, stories);
        if (r.n_repeats > 1)
            qsort(r.repeats, r.n_repeats, sizeof *r.repeats, by_article);
        if (options->explain)
            explain(&r, list, stories);
        list->stories = stories;
        list->repeats = r.repeats;
        list->n_repeats = r.n_repeats;
    }
    free(r.own);
    free(r.across);
    cr_features_release(&r.features);
    cr_arena_release(&r.scratch);
    return status;
}
