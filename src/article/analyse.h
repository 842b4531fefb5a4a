/* The analyser: an article becomes a document (language, sentences, tokens, terms). One analyser a thread. */
#ifndef CR_ARTICLE_ANALYSE_H
#define CR_ARTICLE_ANALYSE_H

#include "article/document.h"
#include "article/repeated.h"
#include "article/word_table.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "text/rules.h"
#include "text/units.h"

typedef struct cr_analyser cr_analyser;

/* Raised whenever sentences, words, terms or languages of some text come out otherwise than before: what was counted with
 * another version cannot be added (article/statistics.h). */
enum { CR_ANALYSIS_VERSION = 1 };

typedef struct cr_analyser_options {
    const char *lang;             // the language of every article, binding; NULL: each article's own
    const cr_repeated *repeated;  // lines that sources repeat, or NULL; must outlive the analyser
    bool mark_foreign;      // find sentences in another language than the article's (costs a detection a sentence)
    cr_word_tables *words;  // of all analysers with these rules, which must outlive them; NULL: its own
} cr_analyser_options;

/* Book and characters must outlive the analyser. Free with cr_analyser_free. */
cr_analyser *cr_analyser_new(const cr_rule_book *book, const cr_characters *characters,
                             const cr_analyser_options *options);
void cr_analyser_free(cr_analyser *analyser);

/* Analyses an article; the document lives in the arena and points into the article, which must stay. The result is a
 * function of the article, the rules and the options alone. Time and memory are linear in the text.
 * CR_LIMIT: the text is larger than CR_MAX_ARTICLE. CR_INPUT: a lexicon is malformed. CR_LIBRARY: ICU failed. */
cr_status cr_analyse(cr_analyser *analyser, const cr_article *article, cr_arena *arena, cr_document *document,
                     cr_error *error);

/* How the terms of a language are stemmed: "snowball", "rules" or "none". */
cr_status cr_analyser_stemming(cr_analyser *analyser, const char *lang, const char **kind, cr_error *error);

/* The stem of a word, as the analyser would make it, appended to out. */
cr_status cr_analyser_stem(cr_analyser *analyser, const char *lang, cr_view word, cr_buf *out, cr_error *error);

/* A word as it is before it is stemmed, appended to out. */
cr_status cr_analyser_fold(cr_analyser *analyser, const char *lang, cr_view word, cr_buf *out, cr_error *error);

#endif
