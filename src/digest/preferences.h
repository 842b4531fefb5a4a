/* What a reader wants to see more of, or nothing of: words, papers, companies by their names. */
#ifndef CR_DIGEST_PREFERENCES_H
#define CR_DIGEST_PREFERENCES_H

#include "article/document.h"
#include "base/arena.h"

typedef enum cr_preference { CR_PREFERENCE_NONE, CR_PREFERENCE_MUTED, CR_PREFERENCE_BOOSTED } cr_preference;

/* Folded phrases. */
typedef struct cr_preferences {
    const cr_view *mute;  // [n_mute]
    size_t n_mute;
    const cr_view *boost;  // [n_boost]
    size_t n_boost;
} cr_preferences;

/* Folds the phrases into the arena. */
cr_preferences cr_preferences_make(const char *const *mute, size_t n_mute, const char *const *boost, size_t n_boost,
                                   cr_arena *arena);

/* Whether a phrase stands, as whole words, in the title, the paper's name, the host or the first sentence of an article. Muted
 * wins over boosted. */
cr_preference cr_preferences_judge(const cr_preferences *preferences, const cr_document *document);

#endif
