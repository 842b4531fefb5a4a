/* The fixed words of a rendering, in the reader's language: digest-templates/locale/<tag>.txt.
 *
 * A file has lines `key = ICU message`, empty lines, and comments that start with "#"; it is UTF-8. What a file lacks is said
 * in English; where a language has no file everything is, dates too, so that a digest does not mix two languages.
 */
#ifndef CR_RENDER_WORDS_H
#define CR_RENDER_WORDS_H

#include "base/error.h"
#include "text/locale.h"
#include "text/message.h"

/* The keys, each with the arguments its message may use; # marks numbers. */
typedef enum cr_word {
    CR_WORD_TITLE,             // title
    CR_WORD_NEW,               // new
    CR_WORD_UPDATED,           // updated
    CR_WORD_UNCHANGED,         // unchanged
    CR_WORD_ALSO_REPORTED,     // also-reported: reports
    CR_WORD_REPORTED_IN,       // reported-in: paper, language
    CR_WORD_SOURCES,           // sources
    CR_WORD_DERIVED,           // derived
    CR_WORD_NO_DATE,           // no-date
    CR_WORD_UNKNOWN_LANGUAGE,  // unknown-language
    CR_WORD_NOTHING,           // nothing
    CR_WORD_READ,              // read: articles#, sources#
    CR_WORD_LANGUAGES,         // languages: languages
    CR_WORD_LANGUAGE_COUNT,    // language-count: language, count#
    CR_WORD_PERIOD,            // period: days
    CR_WORD_UNDATED,           // undated: count#
    CR_WORD_MERGED,            // merged: count#
    CR_WORD_MUTED,             // muted: count#
    CR_WORD_EMPTY,             // empty: count#
    CR_WORD_REPAIRED,          // repaired: count#
    CR_WORD_FAILED,            // failed: source, reason
    CR_WORD_MENTIONS,          // mentions: mentions#, articles#
    CR_WORD_BESIDE,            // beside: names
    CR_WORD_NOTHING_NEW,       // nothing-new
    CR_WORD_UNSUBSCRIBE,       // unsubscribe
    CR_N_WORDS,
} cr_word;

/* One thread at a time uses it. */
typedef struct cr_words cr_words;

/* Reads the words of a language (a BCP 47 tag) from the folder. CR_INPUT with file, line and column at a malformed one; CR_IO
 * if there is neither a file of the language nor an English one. Free with cr_words_free. */
cr_status cr_words_load(const char *folder, const char *lang, cr_words **words, cr_error *error);
void cr_words_free(cr_words *words);

/* The conventions of the language that the words are in. */
cr_locale *cr_words_locale(const cr_words *words);

/* Appends a message. Arguments that it does not take are passed over. */
void cr_words_append(const cr_words *words, cr_word word, const cr_message_argument *arguments, size_t n_arguments,
                     cr_buf *out);

/* Arguments. */
static inline cr_message_argument cr_word_text(const char *name, cr_view text)
{
    return (cr_message_argument){name, text.data ? text : (cr_view){"", 0}, 0};
}
static inline cr_message_argument cr_word_number(const char *name, size_t number)
{
    return (cr_message_argument){name, {0}, (int64_t)number};
}

#endif
