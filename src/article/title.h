/* A title for an article that has none. */
#ifndef CR_ARTICLE_TITLE_H
#define CR_ARTICLE_TITLE_H

#include "article/article.h"
#include "base/arena.h"
#include "text/units.h"

enum { CR_TITLE_LENGTH = 80 };  // characters of a derived title

/* From a sentence: white space evened out, its final stop dropped, shortened at a word. */
cr_view cr_title_of_sentence(cr_view sentence, cr_arena *arena);

/* From the first prose of an article whose marks are complete: sets title and title_derived unless it has a title or no
 * prose. Sentences are cut roughly here; whoever has a document can do better with cr_title_of_sentence. */
void cr_title_derive(cr_article *article, const cr_characters *characters, cr_arena *arena);

#endif
