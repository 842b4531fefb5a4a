/* Stems: Snowball where it has the language, else the light suffix rules of the lexicon, else the word itself. */
#ifndef CR_TEXT_STEM_H
#define CR_TEXT_STEM_H

#include "base/buf.h"
#include "base/error.h"
#include "text/rules.h"

typedef struct cr_stemmer cr_stemmer;

/* One a thread and language. The rules must outlive it. Free with cr_stemmer_free. */
cr_stemmer *cr_stemmer_new(const char *lang, const cr_rules *rules);
void cr_stemmer_free(cr_stemmer *stemmer);

/* Appends the stem of a folded word (cr_fold). */
void cr_stemmer_stem(cr_stemmer *stemmer, cr_view folded, cr_buf *out);

/* "snowball", "rules" or "none": for courant analyze. */
const char *cr_stemmer_kind(const cr_stemmer *stemmer);

#endif
