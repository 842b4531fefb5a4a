/* What several articles about one thing need beyond a single one. */
#ifndef CR_SUMMARY_GROUP_H
#define CR_SUMMARY_GROUP_H

#include "article/document.h"
#include "base/arena.h"

/* The reading order of the documents: by date, those without a date behind, then as given. [n_documents] */
size_t *cr_group_order(const cr_document *const *documents, size_t n_documents, cr_arena *arena);

#endif
