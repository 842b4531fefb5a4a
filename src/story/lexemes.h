/* The words of a run: numbers that are the same in every document, which of them are names, and what of a word survives
 * translation. Shared by what compares articles (story/features.h) and what compares sentences (story/novelty.h).
 */
#ifndef CR_STORY_LEXEMES_H
#define CR_STORY_LEXEMES_H

#include "article/document.h"
#include "base/error.h"
#include "text/figures.h"

enum { CR_MAX_ANCHORS = 3 };  // of one word

/* A word as written. */
typedef struct cr_form {
    cr_view folded;  // as it is looked up among the places
    uint32_t
        anchors[CR_MAX_ANCHORS];  // [n_anchors] skeletons (with and without article), Chinese characters or a number
    uint32_t n_anchors;
} cr_form;

typedef struct cr_lexemes {
    const uint32_t *const *words;  // [n_documents][n_terms] the number of a term's word; a word belongs to one language
    size_t n_words;
    const uint32_t *language;    // [n_documents] number of the language
    const uint32_t *n_articles;  // [n_languages] documents of a language
    const bool *caseless;        // [n_languages] it has no capitals
    size_t n_languages;
    size_t n_anchors;  // so far: it grows with every new form
    struct cr_lexemes_inside *inside;
} cr_lexemes;

/* The documents must outlive it. With `anchors` words have anchors. CR_LIBRARY if ICU lacks a transliterator. Release in any
 * case. */
cr_status cr_lexemes_init(cr_lexemes *lexemes, const cr_document *const *documents, size_t n_documents, bool anchors,
                          cr_error *error);
void cr_lexemes_release(cr_lexemes *lexemes);

/* No page furniture, date line or code: headings and titles count. */
bool cr_lexemes_is_prose(const cr_sentence *sentence);

/* Whether a word stands for a name: capitalised here, and not only because a sentence starts here. flags are the token's. */
bool cr_lexemes_is_name(const cr_lexemes *lexemes, uint32_t word, uint32_t flags, bool first);

/* Words of one letter say nothing; one Chinese character may. */
bool cr_lexemes_is_letter(cr_view surface);

/* What is known of a word as written in document d. Valid until the next call. */
const cr_form *cr_lexemes_form(cr_lexemes *lexemes, size_t d, cr_view surface, bool is_number);

/* Letters of an anchor; 0: a number or a place. */
size_t cr_lexemes_letters(const cr_lexemes *lexemes, uint32_t anchor);

/* The amount or day that document d names at a token, which is number `token` of its tokens and holds a digit (text/figures.h).
 * Only text[from, end) is looked at. CR_FIGURE_NONE: it does not start with one, or says too little: a single digit. *anchor is set
 * otherwise, where there are anchors; figure->end is always behind what was read. */
void cr_lexemes_figure(cr_lexemes *lexemes, size_t d, uint32_t token, size_t from, size_t end, uint32_t *anchor,
                       cr_figure *figure);

/* The country or territory that document d names at word i of a sentence: its number (text/places.h), or 0; *anchor is set where there are
 * anchors, and *n_used to how many words were read (1 where there is none). */
size_t cr_lexemes_place(cr_lexemes *lexemes, size_t d, const cr_sentence *sentence, size_t i, uint32_t *anchor,
                        size_t *n_used);

#endif
