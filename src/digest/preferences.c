#include "digest/preferences.h"

#include "base/buf.h"
#include "text/fold.h"
#include "text/phrase.h"

static const cr_view *fold_all(const char *const *phrases, size_t n, cr_arena *arena)
{
    cr_view *folded = CR_ARENA_ARRAY(arena, cr_view, n);
    cr_buf buf = {0};
    for (size_t i = 0; i < n; i++) {
        cr_buf_clear(&buf);
        cr_fold(cr_view_trim(cr_view_of(phrases[i])), "", &buf);
        folded[i] = cr_arena_copy(arena, cr_buf_view(&buf));
    }
    cr_buf_release(&buf);
    return folded;
}

cr_preferences cr_preferences_make(const char *const *mute, size_t n_mute, const char *const *boost, size_t n_boost,
                                   cr_arena *arena)
{
    return (cr_preferences){fold_all(mute, n_mute, arena), n_mute, fold_all(boost, n_boost, arena), n_boost};
}

static void append_folded(cr_view text, cr_buf *out)
{
    cr_fold(text, "", out);
    cr_buf_append_byte(out, '\n');  // no phrase crosses from one to the next
}

static bool holds_one(cr_view text, const cr_view *phrases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (phrases[i].size && cr_phrase_holds(text, phrases[i]))
            return true;
    return false;
}

cr_preference cr_preferences_judge(const cr_preferences *preferences, const cr_document *document)
{
    const cr_article *article = document->article;
    cr_buf text = {0};
    if (preferences->n_mute + preferences->n_boost == 0)
        return CR_PREFERENCE_NONE;
    append_folded(article->title, &text);
    append_folded(article->source, &text);
    append_folded(article->url, &text);
    for (size_t i = 0; i < document->n_sentences; i++)
        if (!(document->sentences[i].flags & CR_SENTENCE_NO_PROSE)) {
            append_folded(cr_document_sentence(document, i), &text);
            break;
        }
    cr_preference found = CR_PREFERENCE_NONE;
    if (holds_one(cr_buf_view(&text), preferences->mute, preferences->n_mute))
        found = CR_PREFERENCE_MUTED;
    else if (holds_one(cr_buf_view(&text), preferences->boost, preferences->n_boost))
        found = CR_PREFERENCE_BOOSTED;
    cr_buf_release(&text);
    return found;
}
