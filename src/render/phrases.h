/* What every rendering says in words of ours: the date, who else reports, the footer. Plain text; who calls escapes it.
 *
 * What comes from outside (names, reasons) is made one clean line and isolated where it is of another writing direction. */
#ifndef CR_RENDER_PHRASES_H
#define CR_RENDER_PHRASES_H

#include "base/arena.h"
#include "digest/edition.h"
#include "render/words.h"

/* Where the number of a source belongs in a phrase: U+FDD0, which no text has. */
#define CR_PHRASE_CITATION CR_VIEW("\xEF\xB7\x90")

/* A message without arguments. */
cr_view cr_phrase_word(const cr_words *words, cr_word word, cr_arena *arena);

/* A day in the long form; none for none. */
cr_view cr_phrase_day(const cr_words *words, cr_date date, cr_arena *arena);
cr_view cr_phrase_full_day(const cr_words *words, cr_date date, cr_arena *arena);

/* The label of a story, or none. */
cr_view cr_phrase_label(const cr_words *words, cr_story_label label, cr_arena *arena);

/* A name or title inside a line of the words' language. */
cr_view cr_phrase_foreign(const cr_words *words, cr_view text, cr_arena *arena);

/* The name of a language in the words' own. */
cr_view cr_phrase_language(const cr_words *words, const char *lang, cr_arena *arena);

/* Who else reports the story, beyond those quoted; none if nobody. For the k-th CR_PHRASE_CITATION in it stands
 * (*cited)[k], an index into the edition's sources. */
cr_view cr_phrase_also_reported(const cr_words *words, const cr_edition *edition, const cr_edition_story *story,
                                cr_arena *arena, const size_t **cited);

/* The parts of a source's line behind its title: name, file, day, remarks. */
size_t cr_phrase_source(const cr_words *words, const cr_edition_source *source, cr_arena *arena, const cr_view **parts);

/* How many articles from how many papers. */
cr_view cr_phrase_read(const cr_words *words, size_t n_articles, size_t n_papers, cr_arena *arena);

/* The lines of the footer. Returns their number. */
size_t cr_phrase_footer(const cr_words *words, const cr_edition *edition, cr_arena *arena, const cr_view **lines);

#endif
