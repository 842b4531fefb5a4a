#include "summary/group.h"

#include "base/memory.h"

#include <stdlib.h>

struct dated {
    int64_t seconds;
    bool has_date;
    size_t document;
};

static int compare(const void *left, const void *right)
{
    const struct dated *a = left, *b = right;
    if (a->has_date != b->has_date)
        return a->has_date ? -1 : 1;
    if (a->has_date && a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    return a->document < b->document ? -1 : a->document > b->document;
}

size_t *cr_group_order(const cr_document *const *documents, size_t n_documents, cr_arena *arena)
{
    struct dated *dated = cr_allocate(n_documents, sizeof *dated);
    for (size_t d = 0; d < n_documents; d++) {
        const cr_date *date = &documents[d]->article->date;
        dated[d] = (struct dated){date->seconds, date->precision != CR_DATE_NONE, d};
    }
    qsort(dated, n_documents, sizeof *dated, compare);
    size_t *order = CR_ARENA_ARRAY(arena, size_t, n_documents);
    for (size_t d = 0; d < n_documents; d++)
        order[d] = dated[d].document;
    free(dated);
    return order;
}
