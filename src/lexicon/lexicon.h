/* The lexicons: the files of lexicons/<tag>/, read when a language first occurs. The format is told in lexicons/README.md. */
#ifndef CR_LEXICON_LEXICON_H
#define CR_LEXICON_LEXICON_H

#include "text/rules.h"

typedef struct cr_lexicon cr_lexicon;

/* folders[n_folders]: each is laid over the ones before it. A folder need not have a language; that a folder itself is
 * missing is CR_IO. Free with cr_lexicon_free. */
cr_status cr_lexicon_new(const char *const *folders, size_t n_folders, cr_lexicon **lexicon, cr_error *error);
void cr_lexicon_free(cr_lexicon *lexicon);

/* Lays what many articles taught over the tables of languages that are not loaded yet: learned abbreviations that are neither
 * listed nor stop words become CR_ABBREVIATION_MAY_END. Call it before the first language is looked up; learned must outlive
 * the lexicon. */
void cr_lexicon_learn(cr_lexicon *lexicon, const cr_learned *learned);

/* The book for text/ and article/. find(tag) loads what is not loaded yet: "de-AT" finds "de"; a language without a folder
 * gets an empty table. Errors name file and line (CR_INPUT). Safe from any thread; tables live as long as the lexicon. */
cr_rule_book cr_lexicon_book(cr_lexicon *lexicon);

/* Reads every language of every folder, so that all errors show. Stops at the first one. */
cr_status cr_lexicon_check(cr_lexicon *lexicon, cr_error *error);

#endif
