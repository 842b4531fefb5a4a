/* Language tags (BCP 47), reduced to what matters here: a language, and a script where one language has two. */
#ifndef CR_TEXT_TAG_H
#define CR_TEXT_TAG_H

#include "base/view.h"

enum { CR_TAG_SIZE = 16 };

/* Writes the plain form of a tag: "EN_us" and "eng" give "en", "zh", "zh-CN" "zh-Hans", "zh-TW" "zh-Hant", "no" "nb", "iw" "he",
 * "sr-Latn" "sr-Latn". What is no tag at all gives "und". */
void cr_tag_normalise(cr_view tag, char out[CR_TAG_SIZE]);

/* True if both name the same language, whatever the script ("zh-Hans" and "zh-Hant" do not: they are read apart). */
bool cr_tag_same_language(const char *a, const char *b);

/* True if the language writes all nouns with a capital: one tells no name, nor the head of a sentence. */
bool cr_tag_capitalises_nouns(const char *tag);

#endif
