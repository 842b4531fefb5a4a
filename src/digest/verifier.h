/* The articles that editions and pages are held against. For the verify*.c of this folder alone. */
#ifndef CR_DIGEST_VERIFIER_H
#define CR_DIGEST_VERIFIER_H

#include "base/map.h"
#include "digest/verify.h"

#define CR_VERIFY_NONE SIZE_MAX
#define CR_VERIFY_NEAR .4  // likeness below which nothing is shown as meant
#define CR_VERIFY_SEPARATOR CR_VIEW(" · ")
#define CR_VERIFY_ELLIPSIS CR_VIEW("…")

enum { CR_VERIFY_GRAM_BITS = 14, CR_VERIFY_GRAMS = 1 << CR_VERIFY_GRAM_BITS };

/* An article that may be cited. */
typedef struct cr_known {
    const cr_document *document;
    cr_edition_source source;
    cr_view address;      // as a page shows it, or none
    cr_view file;         // as a page shows it, or none
    size_t next_of_hash;  // of the same text
    size_t next_of_line;  // of the same title and name
    bool is_plain;        // what follows is made
    cr_view text;
    cr_view *sentences;  // [document->n_sentences]
    cr_map whole;        // of sentences
    bool is_bare;        // what follows is made: the text without spaces
    cr_view bare;
    uint32_t *plain_at;  // [bare.size] where its bytes stand in the text
    cr_map whole_bare;   // of sentences without spaces
} cr_known;

struct cr_verifier {
    cr_known *articles;  // [n_articles]
    size_t n_articles;
    cr_number_map by_hash;
    cr_map by_line;           // "title · name" without spaces, or the name where there is no title
    uint8_t *wanted, *found;  // [CR_VERIFY_GRAMS] counts
    size_t n_sought;          // bytes that were looked through for what is near
    cr_arena arena;
};

/* Whether a quotation, as cr_page_plain made it, is one of an article's sentences, or words of it that are not cut at either end. */
bool cr_known_holds(cr_verifier *verifier, cr_known *known, cr_view quotation);

/* The same of a quotation without spaces: it was wrapped, and nobody knows them. */
bool cr_known_holds_bare(cr_verifier *verifier, cr_known *known, cr_view quotation);

/* The sentence of an article that is more like the text than *best, if any is. False: it was not looked for, as too much was before. */
bool cr_known_seek(cr_verifier *verifier, cr_known *known, cr_view wanted, double *best, cr_view *nearest);

/* How much two texts share, from 0 to 1: Dice's coefficient of their runs of three bytes; 0 where it is not above CR_VERIFY_NEAR for their
 * lengths alone. */
double cr_verifier_likeness(cr_verifier *verifier, cr_view a, cr_view b);

/* Adds a quotation that is not in its source; nearest: what may be meant, or none; NULL: that was not looked for. */
void cr_verdict_add_false(cr_verdict *verdict, const char *path, size_t line, cr_view quotation,
                          const cr_view *nearest);

#endif
