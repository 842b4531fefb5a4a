/* Lines that a source repeats: a paper's subscription notice, share buttons, the note on its author stand in article after
 * article, word for word, and are no prose of any of them. */
#ifndef CR_ARTICLE_REPEATED_H
#define CR_ARTICLE_REPEATED_H

#include "article/document.h"
#include "base/buf.h"
#include "base/map.h"

enum {
    CR_REPEATED_ARTICLES = 3,  // a line that stands in as many articles of one source is repeated
    CR_REPEATED_LINE = 400,    // bytes of a folded line: longer ones are taken for paragraphs of the article
};

/* A set of lines by source. Zero-initialise it. Only read while threads use it. */
typedef struct cr_repeated {
    cr_number_map lines;
} cr_repeated;

void cr_repeated_release(cr_repeated *repeated);
void cr_repeated_add(cr_repeated *repeated, cr_view origin, uint64_t line);

/* Who published an article, as one name for all its articles: the folded name of the paper, else the host of the address
 * without "www."; none if neither is known. out is cleared and holds the result. */
cr_view cr_repeated_origin(const cr_article *article, cr_buf *out);

/* The form under which a line is compared, folded and its white space evened out, whatever the language; none if it is empty
 * or longer than CR_REPEATED_LINE. cr_hash of it is its number. out is cleared and holds the result. */
cr_view cr_repeated_form(cr_view line, cr_buf *out);

/* Whether the article has a repeated line. */
bool cr_repeated_holds(const cr_repeated *repeated, const cr_article *article);

/* Marks the sentences that stand in repeated lines CR_SENTENCE_BOILERPLATE. An article most of whose words stand in such
 * lines was published several times itself, and is left alone. sentences are the document's. Linear. */
void cr_repeated_mark(const cr_repeated *repeated, const cr_document *document, cr_sentence *sentences);

#endif
