/* A document: an article analysed. Sentences and tokens as offsets into the article's text, terms as small integers.
 *
 * Terms are numbered 0, 1, ... in the order in which they first occur, so a document is a function of its article, its
 * language's rules and nothing else. All arrays live in the arena given to the analyser.
 */
#ifndef CR_ARTICLE_DOCUMENT_H
#define CR_ARTICLE_DOCUMENT_H

#include "article/article.h"

/* What a sentence is and where it stands. */
enum {
    CR_SENTENCE_PARAGRAPH = 1u << 0,  // the first of its paragraph
    CR_SENTENCE_HEADING = 1u << 1,    // a title, a heading, or a short line without a sentence end
    CR_SENTENCE_LIST_ITEM = 1u << 2,
    CR_SENTENCE_QUOTE = 1u << 3,  // in a block quotation
    CR_SENTENCE_DATELINE = 1u << 4,
    CR_SENTENCE_BOILERPLATE = 1u << 5,  // page furniture
    CR_SENTENCE_CODE = 1u << 6,
    CR_SENTENCE_QUESTION = 1u << 7,  // ends with a question mark of any script
    CR_SENTENCE_QUOTED = 1u << 8,    // one long quotation
    CR_SENTENCE_OPENER = 1u
                         << 9,  // depends on the one before: opens with a listed pronoun, demonstrative or connective
    CR_SENTENCE_UNFINISHED = 1u << 10,  // without terminal punctuation
    CR_SENTENCE_CAPITALS = 1u << 11,    // mostly capitals
    CR_SENTENCE_TITLE = 1u << 12,       // it is the title
    CR_SENTENCE_FOREIGN = 1u << 13,     // in another language than the article
    CR_SENTENCE_SCRAPPY = 1u << 14,     // fewer letters than a sentence has: figures, addresses, symbols
    CR_SENTENCE_UNBALANCED = 1u << 15,  // closes a quotation or bracket that another one opened, or leaves one open
    CR_SENTENCE_SPILLS = 1u << 16,      // and what is open ends a few sentences on: they go together
};

/* What disqualifies a sentence from being quoted, whatever its rank. */
#define CR_SENTENCE_NO_PROSE                                                                                       \
    (CR_SENTENCE_HEADING | CR_SENTENCE_DATELINE | CR_SENTENCE_BOILERPLATE | CR_SENTENCE_CODE | CR_SENTENCE_TITLE | \
     CR_SENTENCE_CAPITALS | CR_SENTENCE_SCRAPPY)

typedef struct cr_sentence {
    uint32_t start, end;  // bytes of the text, without white space at the ends
    uint32_t first_token;
    uint32_t n_tokens;
    uint32_t n_words;    // as a budget counts: pieces between white space with a letter or digit in them; in a
                         // script without spaces, ICU's words
    uint32_t paragraph;  // 0-based
    uint32_t flags;      // CR_SENTENCE_...
} cr_sentence;

enum {
    CR_TOKEN_CAPITALISED = 1u << 0,  // starts with an upper- or title-case letter
    CR_TOKEN_NUMBER = 1u << 1,       // holds a digit
    CR_TOKEN_LOWER = 1u << 2,        // starts with a lower-case letter
    CR_TOKEN_OPENER = 1u << 3,       // an opener of the lexicon starts with it, or with what is before its apostrophe
};

typedef struct cr_token {
    uint32_t start, end;  // bytes of the text
    uint32_t term;
    uint32_t flags;  // CR_TOKEN_...
} cr_token;

typedef struct cr_term {
    cr_view stem;  // folded, normalised, stemmed
    bool is_stop;  // a stop word: its surface form stands in the list
    bool is_number;
} cr_term;

typedef struct cr_document {
    const cr_article *article;
    char lang[16];                 // BCP 47, "und" if unknown
    double confidence;             // of the language, 0 to 1
    const cr_sentence *sentences;  // [n_sentences] in order of the text
    size_t n_sentences;
    const cr_token *tokens;  // [n_tokens] in order of the text, stop words included
    size_t n_tokens;
    const cr_term *terms;  // [n_terms] by term number; those of the title alone come last
    size_t n_terms;
    const uint32_t *title;  // [n_title] terms of the title
    size_t n_title;
    bool spaceless;  // written without spaces between words (Han, kana, Thai, Khmer, ...)
} cr_document;

/* A copy of a document that needs no arena, in one piece of memory of just its size: free() frees all of it. It points to the same
 * article. */
cr_document *cr_document_keep(const cr_document *document);

/* The bytes of a sentence or token. */
cr_view cr_document_sentence(const cr_document *document, size_t sentence);

#endif
