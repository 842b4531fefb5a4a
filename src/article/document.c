#include "article/document.h"

#include "base/memory.h"

#include <stdalign.h>
#include <string.h>

/* A piece of memory that fills up. */
typedef struct piece {
    char *data;
    size_t used;
} piece;

static size_t aligned(size_t size)
{
    return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

static void *add(piece *p, const void *items, size_t size)
{
    void *copy = p->data + p->used;
    if (size)
        memcpy(copy, items, size);
    p->used += size;
    return copy;
}

static void *add_array(piece *p, const void *items, size_t n, size_t size)
{
    void *copy = add(p, items, n * size);
    p->used = aligned(p->used);
    return copy;
}

cr_document *cr_document_keep(const cr_document *d)
{
    size_t size = aligned(sizeof *d) + aligned(d->n_sentences * sizeof *d->sentences) +
                  aligned(d->n_tokens * sizeof *d->tokens) + aligned(d->n_terms * sizeof *d->terms) +
                  aligned(d->n_title * sizeof *d->title);
    for (size_t t = 0; t < d->n_terms; t++)
        size += d->terms[t].stem.size + 1;
    piece p = {.data = cr_allocate(size, 1)};
    cr_document *kept = add_array(&p, d, 1, sizeof *d);
    kept->sentences = add_array(&p, d->sentences, d->n_sentences, sizeof *d->sentences);
    kept->tokens = add_array(&p, d->tokens, d->n_tokens, sizeof *d->tokens);
    kept->title = add_array(&p, d->title, d->n_title, sizeof *d->title);
    cr_term *terms = add_array(&p, d->terms, d->n_terms, sizeof *d->terms);
    kept->terms = terms;
    for (size_t t = 0; t < d->n_terms; t++) {
        terms[t].stem.data = add(&p, d->terms[t].stem.data, d->terms[t].stem.size);
        add(&p, "", 1);  // as in an arena, a NUL behind it
    }
    return kept;
}
