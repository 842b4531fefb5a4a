/* The rules of a language, as a table. text/ works by it, lexicon/ fills it from lexicons/<lang>/, once for a run.
 *
 * All lookups are by folded form (cr_fold) unless said otherwise. A table that is all zero stands for a language without
 * lexicon: Unicode's defaults.
 */
#ifndef CR_TEXT_RULES_H
#define CR_TEXT_RULES_H

#include "base/error.h"
#include "base/map.h"

/* Classes of abbreviations: bits, since one may have several. */
enum {
    CR_ABBREVIATION_TITLE = 1u << 0,    // precedes a name, never ends a sentence
    CR_ABBREVIATION_INNER = 1u << 1,    // never ends a sentence
    CR_ABBREVIATION_NUMBER = 1u << 2,   // precedes a number; before anything else it may end a sentence
    CR_ABBREVIATION_UNIT = 1u << 3,     // follows a number; ends a sentence before a starter or most capitalised words
    CR_ABBREVIATION_MAY_END = 1u << 4,  // ends a sentence only before a starter
    // no abbreviations, but what else tells where a sentence ends:
    CR_ABBREVIATION_ORDINAL = 1u << 5,  // a word that follows an ordinal number with a stop
    CR_ABBREVIATION_OPENS = 1u << 6,    // opens a clause, in languages whose sentences end in a mere space
    CR_ABBREVIATION_FINAL = 1u << 7,    // ends a sentence before a space, with or without a stop
    CR_ABBREVIATION_JOINS = 1u << 8,    // behind a quotation, final ending or unit it goes on with the clause
    CR_ABBREVIATION_SAYS = 1u << 9,     // a verb that, shortly behind a quotation, ties it to who said it
    CR_ABBREVIATION_PART = 1u << 10,    // set by the reader: "z." of "z. B.", no end if the rest follows
};

/* Classes of boilerplate phrases. */
enum {
    CR_BOILERPLATE_STARTS = 1u << 0,
    CR_BOILERPLATE_HOLDS = 1u << 1,
    CR_BOILERPLATE_WHOLE = 1u << 2,
};

typedef struct cr_affix {
    cr_view letters;  // folded
    size_t least;     // code points that must remain
} cr_affix;

typedef struct cr_phrase {
    cr_view text;  // folded, words parted by one space
    uint32_t classes;
} cr_phrase;

typedef struct cr_rules {
    char lang[16];         // the tag of the lexicon, "" if none
    cr_map stop_words;     // folded word -> 1
    cr_map abbreviations;  // as written but in folded case, with its last stop -> classes. "z. b." has an inner space;
                           // every proper prefix that ends in a stop ("z.") is there with class PART
    size_t n_learned;      // of the abbreviations: how many were learned from articles
    cr_map starters;       // folded word -> 1: learned from articles to be capitalised at the head of sentences only
    bool has_ordinals;     // the language writes "3." for third
    bool has_final;        // some entry is CR_ABBREVIATION_FINAL
    bool has_opens;        // some entry is CR_ABBREVIATION_OPENS: sentences end in a mere space
    cr_map markers;        // folded word -> 1: tells this language from those it is easily taken for
    cr_map openers;        // folded first word -> index + 1 of its first phrase in opener_phrases
    cr_phrase *opener_phrases;  // [n_opener_phrases] sorted by first word, longest first
    size_t n_opener_phrases;
    cr_phrase *boilerplate;  // [n_boilerplate]
    size_t n_boilerplate;
    cr_affix *elisions;  // [n_elisions] "l'" with its apostrophe as U+0027
    size_t n_elisions;
    cr_affix *prefixes;  // [n_prefixes] longest first
    size_t n_prefixes;
    cr_affix *suffixes;  // [n_suffixes] longest first
    size_t n_suffixes;
    bool apostrophe_suffix;  // what follows an apostrophe is a suffix (Turkish)
} cr_rules;

/* What many articles taught of the words of a language, to be laid over its lexicon. Entries may be listed already. */
typedef struct cr_learned_words {
    const char *lang;
    const cr_view *abbreviations;  // [n_abbreviations] folded, with their stop
    size_t n_abbreviations;
    const cr_view *starters;  // [n_starters] folded
    size_t n_starters;
} cr_learned_words;

typedef struct cr_learned {
    const cr_learned_words *languages;  // [n_languages] one may occur more than once: all of it is laid over
    size_t n_languages;
} cr_learned;

/* Who knows the rules: the table of a language, loaded when it first occurs; never NULL on success. Safe from any thread. */
typedef struct cr_rule_book {
    void *context;
    cr_status (*find)(void *context, const char *lang, const cr_rules **rules, cr_error *error);
} cr_rule_book;

#endif
