/* The language of a text.
 *
 * The script decides where one language alone is written in it. Elsewhere CLD2 reads the letter sequences, and where it is in
 * doubt, or its answer is a language with close relatives (nb nn da; cs sk; hr sr bs; id ms; bg mk ...), the words decide: those
 * that the lexicons list as function words, and the markers of a language, which tell it from its relatives.
 *
 * Reads a bounded part of the text, in pieces spread over it, so a mixed text has the language of most of it. A function of text,
 * hint and lexicons alone.
 */
#ifndef CR_TEXT_LANGUAGE_H
#define CR_TEXT_LANGUAGE_H

#include "text/rules.h"
#include "text/tag.h"

typedef struct cr_language {
    char tag
        [CR_TAG_SIZE];  // BCP 47; "und": in doubt. nb or nn, never no; hr, sr or bs, never sh; zh-Hans or zh-Hant, never zh
    double confidence;  // 0 (und) to 1
} cr_language;

typedef struct cr_language_detector cr_language_detector;

/* One a thread. The book is copied; its tables must outlive the detector, which
 * gathers their words when they are first wanted. Free with cr_language_detector_free, which takes NULL. */
cr_language_detector *cr_language_detector_new(const cr_rule_book *book);
void cr_language_detector_free(cr_language_detector *detector);

/* text: valid UTF-8 prose, a whole article or one sentence. hint: a declared tag of any form, or NULL; it tips the scales, no more.
 * Fails only if a lexicon cannot be read. */
cr_status cr_language_detect(cr_language_detector *detector, cr_view text, const char *hint, cr_language *language,
                             cr_error *error);

#endif
