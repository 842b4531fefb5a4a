/* An edition: one digest as a model. Every rendering (Markdown, JSON, later HTML, mail, site) is made from it alone. */
#ifndef CR_DIGEST_EDITION_H
#define CR_DIGEST_EDITION_H

#include "article/article.h"
#include "base/view.h"

#define CR_EDITION_SCHEMA "courant-edition-1"  // of its JSON

/* A source that is cited: an article. */
typedef struct cr_edition_source {
    size_t number;       // 1-based, in order of first citation; every article told of in the edition has one
    cr_view id;          // the article's id
    bool id_is_integer;  // it came as a number
    cr_view name;        // what it is called: the paper, else the host of its address, else its file, else its id
    cr_view title;
    bool title_derived;
    cr_view paper;  // name of the paper, or none
    cr_view author;
    cr_view url;   // checked http(s) address, or none
    cr_view path;  // the file, where there is no address
    char lang[16];
    cr_date date;
    uint64_t hash;  // XXH3 of the text: the revision that is cited
} cr_edition_source;

/* A sentence, verbatim but for white space: each run of it is one space. */
typedef struct cr_quotation {
    cr_view text;
    size_t source;        // index into cr_edition.sources
    cr_view link;         // the source's address with a text fragment that finds the sentence, or none
    uint32_t start, end;  // bytes of the article's text
    double score;
} cr_quotation;

typedef enum cr_story_label { CR_STORY_PLAIN, CR_STORY_NEW, CR_STORY_UPDATED, CR_STORY_UNCHANGED } cr_story_label;

typedef struct cr_edition_story {
    cr_view id;              // stable from day to day
    const cr_view *aliases;  // [n_aliases] other ids that it had before stories became one
    size_t n_aliases;
    cr_view headline;        // title of one of its articles, one line
    size_t headline_source;  // index into sources
    bool headline_derived;   // made from the first sentence, or shortened
    char lang[16];           // of the headline; a quotation has the language of its source
    cr_story_label label;
    const cr_quotation *quotations;  // [n_quotations] in reading order
    size_t n_quotations;
    const size_t *reports;  // [n_reports] indexes into sources: every article of the story
    size_t n_reports;
    double importance;
} cr_edition_story;

/* What could not be used, and why. */
typedef struct cr_edition_failure {
    cr_view source;  // file or address
    cr_view reason;
} cr_edition_failure;

typedef struct cr_edition_language {
    char lang[16];
    size_t n_articles;
} cr_edition_language;

typedef struct cr_edition {
    char lang[16];                    // the reader's language: title, dates, fixed words
    cr_date date;                     // its day
    cr_date first, last;              // the window: oldest and newest article with a date
    const cr_edition_story *stories;  // [n_stories] most important first
    size_t n_stories;
    const cr_edition_source *sources;  // [n_sources] by number
    size_t n_sources;
    const cr_edition_failure *failures;  // [n_failures]
    size_t n_failures;
    const cr_edition_language *languages;  // [n_languages] of the articles read, most frequent first
    size_t n_languages;
    size_t n_articles;  // read
    size_t n_papers;    // different names among them
    size_t n_undated;
    size_t n_merged;    // articles that repeat another one
    size_t n_empty;     // articles without any prose
    size_t n_repaired;  // ill-formed sequences that became U+FFFD, over all articles
    size_t n_muted;     // articles left out at the reader's wish
    size_t n_capped;    // sentences chosen and left out again by the cap on quotation
} cr_edition;

#endif
