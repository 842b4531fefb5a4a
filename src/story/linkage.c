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

static uint32_t find(run *r, uint32_t id)
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

static void start(run *r, size_t n, const cr_edge *edges, size_t n_edges, const uint32_t *cluster)
{
    for (size_t i = 0; i < n; i++) {
        r->nodes[i].parent = cluster[i];
        r->nodes[cluster[i]].size++;
    }
    for (size_t i = 0; i < n_edges; i++) {
        uint32_t a = cluster[edges[i].a], b = cluster[edges[i].b];
        double sum = (double)edges[i].similarity;
        if (a == b) {
            r->nodes[a].within += sum;
        } else {
            add_link(&r->nodes[a], b, sum);
            add_link(&r->nodes[b], a, sum);
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (cluster[i] != i)
            continue;
        tidy(r, i);
        for (size_t k = 0; k < r->nodes[i].n_links; k++)
            if (r->nodes[i].links[k].id > i)
                propose(r, i, r->nodes[i].links[k].id, r->nodes[i].links[k].sum);
    }
}

void cr_linkage_run(size_t n, const cr_edge *edges, size_t n_edges, const cr_linkage_options *options,
                    uint32_t *cluster)
{
    run r = {.options = options};
    r.nodes = cr_allocate_zeroed(n, sizeof *r.nodes);
    r.place = cr_allocate_zeroed(n, sizeof *r.place);
    start(&r, n, edges, n_edges, cluster);
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
