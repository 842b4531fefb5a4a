/* Skeletons: what remains of a name when it is written in another script or language.
 *
 * A word is put into Latin letters (ICU: Any-Latin; Latin-ASCII; Lower) and reduced to its consonants, those that languages
 * exchange for one another made one. "Газпрома", "Gazprom" and "غازبروم" come to one skeleton; so do, at times, two words
 * that have nothing to do with each other, so that one shared skeleton proves nothing.
 */
#ifndef CR_TEXT_SKELETON_H
#define CR_TEXT_SKELETON_H

#include "base/buf.h"
#include "base/error.h"

typedef struct cr_romaniser cr_romaniser;

/* One a thread. CR_LIBRARY if ICU lacks its data. Free with cr_romaniser_free. */
cr_status cr_romaniser_new(cr_romaniser **romaniser, cr_error *error);
void cr_romaniser_free(cr_romaniser *romaniser);

/* Appends a word in lower-case ASCII letters and digits; what has no such form is left out. The word is valid UTF-8 of at
 * most a few hundred bytes; the rest of a longer one is not looked at. */
void cr_romanise(cr_romaniser *romaniser, cr_view word, cr_buf *out);

/* Whether a word holds Chinese characters: to romanise them says nothing, their sound differs from language to language. Then
 * they are appended to out, simplified (traditional and most Japanese forms become the simplified ones), without what is no
 * Chinese character. */
bool cr_simplify_han(cr_romaniser *romaniser, cr_view word, cr_buf *out);

/* Appends the skeleton of a romanised word; nothing where it has no consonant that counts. */
void cr_skeleton(cr_view romanised, cr_buf *out);

#endif
