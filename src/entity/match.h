/* The matcher: finds the entities of a list in an article.
 *
 * One walk over the pieces of the text finds what could be a name, the longest first; a second one decides, knowing what the
 * whole article holds: context words, whole names, defined acronyms. Time is linear in the text, whatever the list.
 */
#ifndef CR_ENTITY_MATCH_H
#define CR_ENTITY_MATCH_H

#include "article/document.h"
#include "entity/index.h"
#include "entity/mention.h"

typedef struct cr_matcher cr_matcher;

/* One a thread. Index and characters must outlive it. Free with cr_matcher_free, which takes NULL. */
cr_matcher *cr_matcher_new(const cr_entity_index *index, const cr_characters *characters);
void cr_matcher_free(cr_matcher *matcher);

/* The mentions of a document, in the arena: a function of the document, the list and nothing else. Menus and code have
 * none, captions only of those that the prose names. */
void cr_matcher_find(cr_matcher *matcher, const cr_document *document, cr_arena *arena, cr_mentions *mentions);

#endif
