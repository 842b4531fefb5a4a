/* Web pages: the article inside an HTML page.
 *
 * What the page says of itself goes before what it looks like: title, byline, date, language, address and paper come from
 * JSON-LD, then OpenGraph and other <meta>, then microdata, then the visible text.
 *
 * The text is found by a method of our own, made of known observations: running prose has long blocks with few links
 * (Kohlschütter, Fankhauser and Nejdl 2010, "Boilerplate Detection using Shallow Text Features"); the article is a subtree of
 * the page (Gupta, Kaiser, Neistadt and Grimm 2003, "DOM-based Content Extraction of HTML Documents"), here the one with the
 * greatest sum of what its blocks are worth, where links and scraps are worth less than nothing (after Pasternack and Roth
 * 2009, "Extracting Article Text from the Web with Maximum Subsequence Segmentation"); authors name its parts and those of the
 * furniture in class and id with a few common words (the observation behind Arc90's Readability). What repeats itself inside
 * the subtree, or is mostly links, is furniture.
 */
#ifndef CR_SOURCE_PAGE_H
#define CR_SOURCE_PAGE_H

#include "format/html.h"
#include "source/document.h"

/* What names tell of an element: bits. */
enum {
    CR_NAMES_FURNITURE = 1u << 0,  // navigation, sharing, related, advertisement, author box ...
    CR_NAMES_COMMENTS = 1u << 1,   // of readers
    CR_NAMES_ARTICLE = 1u << 2,    // the text of the article
    CR_NAMES_CAPTION = 1u << 3,    // of a picture
    CR_NAMES_AUTHOR = 1u << 4,     // who wrote it
    CR_NAMES_DATE = 1u << 5,       // when
};

/* What class, id and role say. */
unsigned cr_page_names(cr_view names);

/* What the page tells of its article; each may be none. */
typedef struct cr_page_facts {
    cr_view title, author, lang, url, source;
    cr_view date;  // as written
    cr_view body;  // the text as JSON-LD has it
} cr_page_facts;

void cr_page_facts_read(const cr_html_page *page, cr_arena *arena, cr_page_facts *facts);

/* Chooses the blocks of the article: taken[i] for block i, [n_blocks]. */
void cr_page_choose(const cr_html_page *page, const cr_page_facts *facts, const cr_characters *characters, bool *taken);

/* The same for a fragment that is an article already, as feeds have it: all but furniture; all of it where nothing is left. */
void cr_page_choose_content(const cr_html_page *page, cr_view title, const cr_characters *characters, bool *taken);

/* Drops short blocks that the phrases of the language know for furniture, but for items of lists: a list may tell the reader to sign
 * up. Something is always left; true if something was dropped. */
bool cr_page_drop_phrases(const cr_html_page *page, const char *lang, const cr_rules *rules,
                          const cr_characters *characters, bool *taken);

/* Sets text and marks of an article from the blocks chosen. */
void cr_page_join(cr_article *article, const cr_html_page *page, const bool *taken, cr_arena *arena);

/* Sets the language: what was asked for, else what the text is in, with what was declared as a hint. */
cr_status cr_page_language(cr_source_parser *parser, cr_article *article, cr_view declared, cr_arena *arena,
                           cr_error *error);

/* Letters and digits of a text, alike in small letters, for telling repetitions. */
bool cr_page_same(cr_view a, cr_view b);

#endif
