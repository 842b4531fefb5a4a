#include "story/linkage.h"

#include "base/memory.h"

#include <stdlib.h>

/* A neighbour: the sum of the similarities to the cluster which `id` is now in. */
typedef struct link {
    uint32_t id;
    double sum;
} link;

typedef struct node {
    uint32_t parent;  // itself: a cluster that is alive
    uint32_t size;
    uint32_t version;  // counts merges: a proposal made for an older one is void
    double within;     // sum over the pairs inside
    link *links;       // [n_links] may name clusters that were merged since
    size_t n_links, capacity;
} node;

typedef struct proposal {
    double similarity;
    uint32_t a, b;  // a < b
    uint32_t version_a, version_b;
} proposal;

typedef struct run {
    const cr_linkage_options *options;
    const cr_linkage_edges *sets;  // [n_sets]
    size_t n_sets;
    const bool *skip;         // [n] or NULL
    const uint32_t *cluster;  // [n] where each article starts out
    size_t n;
    node *nodes;
    size_t *place;   // [n] scratch: 1 + index into the links under way
    proposal *heap;  // the best first
    size_t n_heap, heap_capacity;
} run;

/* ---- proposals ---------------------------------------------------------------------------------------------------- */

static bool is_better(const proposal *x, const proposal *y)
{
    if (x->similarity != y->similarity)
        return x->similarity > y->similarity;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void push(run *r, proposal p)
{
    r->heap = cr_grow(r->heap, &r->heap_capacity, r->n_heap + 1, sizeof *r->heap);
    size_t at = r->n_heap++;
    while (at > 0 && is_better(&p, &r->heap[(at - 1) / 2])) {
        r->heap[at] = r->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    r->heap[at] = p;
}

static proposal pop(run *r)
{
    proposal best = r->heap[0], last = r->heap[--r->n_heap];
    size_t at = 0;
    for (size_t child = 1; child < r->n_heap; child = 2 * at + 1) {
        if (child + 1 < r->n_heap && is_better(&r->heap[child + 1], &r->heap[child]))
            child++;
        if (!is_better(&r->heap[child], &last))
            break;
        r->heap[at] = r->heap[child];
        at = child;
    }
    if (r->n_heap)
        r->heap[at] = last;
    return best;
}

static double density(const node *x)
{
    return x->size > 1 ? x->within / ((double)x->size * (x->size - 1) / 2) : 0;
}

static void propose(run *r, uint32_t x, uint32_t y, double sum)
{
    uint32_t a = x < y ? x : y, b = x < y ? y : x;
    const node *m = &r->nodes[a], *n = &r->nodes[b];
    double pairs = (double)m->size * n->size, similarity = sum / (pairs + r->options->phantoms);
    double looser = density(m) < density(n) ? density(m) : density(n);
    if (similarity >= r->options->least && sum / pairs >= r->options->cohesion * looser)
        push(r, (proposal){similarity, a, b, m->version, n->version});
}

/* ---- clusters ----------------------------------------------------------------------------------------------------- */

static uint32_t find(const run *r, uint32_t id)
{
    while (r->nodes[id].parent != id) {
        r->nodes[id].parent = r->nodes[r->nodes[id].parent].parent;
        id = r->nodes[id].parent;
    }
    return id;
}

static void add_link(node *x, uint32_t id, double sum)
{
    x->links = cr_grow(x->links, &x->capacity, x->n_links + 1, sizeof *x->links);
    x->links[x->n_links++] = (link){id, sum};
}

/* One link for each neighbour that is alive, none to itself; returns the sum of those to itself. */
static double tidy(run *r, uint32_t id)
{
    node *x = &r->nodes[id];
    size_t n = 0;
    double inside = 0;
    for (size_t i = 0; i < x->n_links; i++) {
        uint32_t other = find(r, x->links[i].id);
        if (other == id) {
            inside += x->links[i].sum;
        } else if (r->place[other]) {
            x->links[r->place[other] - 1].sum += x->links[i].sum;
        } else {
            x->links[n] = (link){other, x->links[i].sum};
            r->place[other] = ++n;
        }
    }
    x->n_links = n;
    for (size_t i = 0; i < n; i++)
        r->place[x->links[i].id] = 0;
    return inside;
}

static void merge(run *r, uint32_t a, uint32_t b)
{
    node *x = &r->nodes[a], *y = &r->nodes[b];
    y->parent = a;
    for (size_t i = 0; i < y->n_links; i++)
        add_link(x, y->links[i].id, y->links[i].sum);
    free(y->links);
    y->links = NULL;
    y->n_links = y->capacity = 0;
    x->size += y->size;
    x->version++;
    x->within += y->within + tidy(r, a) / 2;  // the links between the two stood with both
    for (size_t i = 0; i < x->n_links; i++)
        propose(r, a, x->links[i].id, x->links[i].sum);
}

/* ---- edges -------------------------------------------------------------------------------------------------------- */

/* An edge between the clusters that its articles start out in. */
typedef struct pair {
    uint32_t a, b;
    float similarity;
} pair;

typedef struct walk {
    size_t set, at;
} walk;

/* The next edge that counts; false: there is none. */
static bool next_pair(const run *r, walk *w, pair *p)
{
    for (; w->set < r->n_sets; w->set++, w->at = 0) {
        const cr_linkage_edges *edges = &r->sets[w->set];
        while (w->at < edges->n) {
            const cr_edge *edge = &edges->edges[w->at++];
            if (r->skip && (r->skip[edge->a] || r->skip[edge->b]))
                continue;
            *p = (pair){r->cluster[edge->a], r->cluster[edge->b], edge->similarity * edges->weight};
            return true;
        }
    }
    return false;
}

/* Two clusters become one only if some edge between them is `least` or more, so none grows beyond what a chain of such edges
 * joins. chain[n]: the smallest cluster of each one's chain. */
static void find_chains(run *r, uint32_t *chain)
{
    pair p;
    for (walk w = {0}; next_pair(r, &w, &p);) {
        uint32_t a = find(r, p.a), b = find(r, p.b);
        if (a != b && (double)p.similarity >= r->options->least)
            r->nodes[a < b ? b : a].parent = a < b ? a : b;
    }
    for (uint32_t i = 0; i < r->n; i++)
        chain[i] = find(r, i);
}

static void place_articles(run *r)
{
    for (size_t i = 0; i < r->n; i++) {
        r->nodes[i].parent = r->cluster[i];
        r->nodes[i].size = 0;
    }
    for (size_t i = 0; i < r->n; i++)
        r->nodes[r->cluster[i]].size++;
}

/* Adds to the links of a cluster that has none to itself; those to one neighbour become one before more memory is taken. */
static void add_sparingly(run *r, uint32_t to, uint32_t id, double sum)
{
    node *x = &r->nodes[to];
    if (x->n_links == x->capacity) {
        tidy(r, to);
        if (x->n_links > x->capacity / 2)
            x->links = cr_grow(x->links, &x->capacity, x->capacity + 1, sizeof *x->links);
    }
    add_link(x, id, sum);
}

static void link_clusters(run *r, const uint32_t *chain)
{
    pair p;
    for (walk w = {0}; next_pair(r, &w, &p);) {
        double sum = (double)p.similarity;
        if (p.a == p.b) {
            r->nodes[p.a].within += sum;
        } else if (chain[p.a] == chain[p.b]) {
            add_sparingly(r, p.a, p.b, sum);
            add_sparingly(r, p.b, p.a, sum);
        }
    }
    for (uint32_t i = 0; i < r->n; i++)
        tidy(r, i);
}

static void start(run *r)
{
    uint32_t *chain = cr_allocate(r->n, sizeof *chain);
    place_articles(r);
    find_chains(r, chain);
    place_articles(r);
    link_clusters(r, chain);
    free(chain);
    for (uint32_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->nodes[i].n_links; k++)
            if (r->nodes[i].links[k].id > i)
                propose(r, i, r->nodes[i].links[k].id, r->nodes[i].links[k].sum);
}

void cr_linkage_run(size_t n, const cr_linkage_edges *sets, size_t n_sets, const bool *skip,
                    const cr_linkage_options *options, uint32_t *cluster)
{
    run r = {.options = options, .sets = sets, .n_sets = n_sets, .skip = skip, .cluster = cluster, .n = n};
    r.nodes = cr_allocate_zeroed(n, sizeof *r.nodes);
    r.place = cr_allocate_zeroed(n, sizeof *r.place);
    start(&r);
    while (r.n_heap) {
        proposal p = pop(&r);
        const node *a = &r.nodes[p.a], *b = &r.nodes[p.b];
        if (a->parent == p.a && b->parent == p.b && a->version == p.version_a && b->version == p.version_b)
            merge(&r, p.a, p.b);
    }
    for (uint32_t i = 0; i < n; i++)
        cluster[i] = find(&r, i);
    for (size_t i = 0; i < n; i++)
        free(r.nodes[i].links);
    free(r.nodes);
    free(r.place);
    free(r.heap);
}
