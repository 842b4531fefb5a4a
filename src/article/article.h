/* An article: who published what, when, where; and its text. Made by source/, read by everybody.
 *
 * The text is valid UTF-8 and is never changed after it was decoded: no normalisation, so that byte offsets into it hold
 * for ever. Everything the views point to lives as long as the arena that the reader of the source was given.
 */
#ifndef CR_ARTICLE_ARTICLE_H
#define CR_ARTICLE_ARTICLE_H

#include "base/date.h"
#include "base/view.h"

/* What a part of the text is, as its source tells (Markdown, a web page) or as it was recognised (plain text). */
typedef enum cr_mark_kind {
    CR_MARK_TITLE,  // the title, when it stands in the text
    CR_MARK_HEADING,
    CR_MARK_LIST_ITEM,
    CR_MARK_QUOTE,        // a block quotation
    CR_MARK_DATELINE,     // a line that tells date, place, author or agency
    CR_MARK_BOILERPLATE,  // menu, caption, newsletter, comment form, footnote: no prose of the article
    CR_MARK_CODE,         // code, a table: no prose
} cr_mark_kind;

typedef struct cr_mark {
    uint32_t start, end;  // bytes of the text
    cr_mark_kind kind;
} cr_mark;

/* What an archive knew of an article. */
typedef struct cr_archived {
    cr_view feed;        // address of the feed it came from, or none
    int64_t first_seen;  // seconds since 1970; 0: not known
    int64_t seen;        // in this revision
} cr_archived;

typedef struct cr_article {
    cr_view id;          // as it came; for a file its path
    bool id_is_integer;  // written without quotes in JSON
    bool id_is_own;      // the source gave it: it is no path and no number of a line
    cr_view title;       // none if there is none; not always a part of the text
    bool title_derived;  // made from the first sentence, shortened
    cr_view text;
    cr_view lang;       // BCP 47 tag as declared, or none
    bool lang_binding;  // the tag is the answer, not a hint
    cr_view source;     // name of the paper or feed
    cr_view url;
    cr_view author;
    cr_view group;          // value of the --group-by member, or none
    bool group_is_integer;  // written without quotes in JSON
    cr_date date;
    const cr_mark *marks;  // [n_marks] in order of start, not overlapping
    bool structured;       // the marks are complete; otherwise the analyser recognises the structure of the text
    size_t n_marks;
    size_t n_repaired;            // ill-formed sequences that became U+FFFD
    bool date_refused;            // a date was given that is neither RFC 3339 nor a day
    cr_view path;                 // the file it was read from, for messages
    size_t line;                  // its line there, 1-based; 0 where it is the whole file
    const cr_archived *archived;  // NULL: it was not written out by an archive
} cr_article;

#endif
