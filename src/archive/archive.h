/* The archive: what was read and what was published, in one SQLite file.
 *
 * Articles stand in it once each: by their canonical address, else by the id that their source gave them, else by their text. A
 * later text of the same article is a further revision, and the earlier ones stay, since editions cite them by the hash of the
 * text. Beside them: the state of the feeds, the editions as they were published, and their deliveries.
 *
 * One writer at a time, any number of readers. What is written between begin and commit is there as a whole or not at all,
 * whatever happens to the process or the machine; what is written outside is a transaction of its own. A cr_archive is used by one
 * thread at a time.
 *
 * Moments are seconds since 1970 in UTC, 0: none. No function looks at the clock. Views that come back live in the arena given.
 * Errors: CR_IO, the file cannot be read or written (disk full, another writer that does not end); CR_INPUT, it is no archive,
 * is damaged, or was written by a newer Courant; CR_USAGE, there is none. */
#ifndef CR_ARCHIVE_ARCHIVE_H
#define CR_ARCHIVE_ARCHIVE_H

#include "article/document.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"

typedef struct cr_archive cr_archive;

enum { CR_ARCHIVE_VERSION = 1 };  // of the schema

typedef struct cr_archive_options {
    bool may_create;                 // make the file if there is none
    size_t wait;                     // seconds that a write waits for another writer; 0: 30
    void (*waiting)(void *context);  // called once when it begins to wait, or NULL
    void *context;
} cr_archive_options;

/* Opens an archive and brings an older schema up to date. Where nothing may be written it is opened for reading alone: what would change it
 * ends in CR_IO, and so does a read if somebody changes the file who could not be locked out. Free with cr_archive_close,
 * which takes NULL and gives up what was begun and not committed. */
cr_status cr_archive_open(const char *path, const cr_archive_options *options, cr_archive **archive, cr_error *error);
void cr_archive_close(cr_archive *archive);

cr_status cr_archive_begin(cr_archive *archive, cr_error *error);
cr_status cr_archive_commit(cr_archive *archive, cr_error *error);  // on failure all since begin is given up
void cr_archive_rollback(cr_archive *archive);                      // nothing where nothing was begun

/* Everything that can be checked: the file, its indexes, what refers to what, the hashes of the texts. Appends a line for each
 * fault; none: it is sound. */
cr_status cr_archive_check(cr_archive *archive, cr_buf *faults, size_t *n_faults, cr_error *error);

/* ---- articles ----------------------------------------------------------------------------------------------------- */

/* How an article is known: "https://..." in canonical form (scheme and host in lower case, without fragment, default port and the
 * parameters that only count visitors; http stands as https), else "id:SOURCE:ID", else "text:HASH". */
cr_view cr_archive_key(const cr_article *article, cr_arena *arena);

/* The canonical form of an address alone; none if it is no http(s) address. */
cr_view cr_archive_address(cr_view address, cr_arena *arena);

/* Whether two addresses are of one host; no if one of them is none. */
bool cr_archive_same_host(cr_view a, cr_view b, cr_arena *arena);

typedef struct cr_archive_mention {
    cr_view entity;  // its id in the list
    size_t n;
} cr_archive_mention;

/* An article on its way in. */
typedef struct cr_archive_item {
    const cr_article *article;
    cr_view lang;                        // as found by the analysis
    cr_view title_terms, text_terms;     // of cr_archive_terms
    cr_view feed;                        // address of the feed it came from, or none: it is given by hand
    bool is_certain;                     // it is the page itself, or given by hand: it revises what any feed brought
    int64_t seen;                        // when
    int64_t first_seen;                  // when the article was seen first, if that was earlier; 0: now
    const cr_archive_mention *mentions;  // [n_mentions]
    size_t n_mentions;
} cr_archive_item;

typedef enum cr_archive_outcome {
    CR_ARCHIVE_NEW,
    CR_ARCHIVE_REVISED,  // known, with other words
    CR_ARCHIVE_KNOWN,    // as it stands there
} cr_archive_outcome;

typedef struct cr_archive_added {
    cr_archive_outcome outcome;
    int64_t article, revision;
} cr_archive_added;

/* The terms of a document for full-text search, one space between two: folded and stemmed, stop words included, page furniture
 * left out. Any thread. */
void cr_archive_terms(const cr_document *document, cr_buf *title, cr_buf *text);

/* Adds an article or a revision of one. Anybody may write of an address that is another's: a feed revises what it brought itself, and of its
 * own host what a feed of another host or nobody's brought, which is its own from then on. What another feed tells of an article is kept
 * as a revision that is not the newest: CR_ARCHIVE_KNOWN. added may be NULL. */
cr_status cr_archive_add(cr_archive *archive, const cr_archive_item *item, cr_archive_added *added, cr_error *error);

/* A revision of an article as it stands in the archive. */
typedef struct cr_archive_record {
    int64_t article, revision;  // numbers, from 1 on, never used again
    cr_article content;         // id, marks and all, as it was added
    cr_view key;                // as cr_archive_key
    cr_view lang;               // as found
    cr_view feed;
    int64_t first_seen;  // the article
    int64_t seen;        // this revision
    int64_t day;         // days since 1970 of its date, else of first_seen
    uint64_t hash;       // cr_hash of its text
    bool is_newest;      // it is the article's newest revision
} cr_archive_record;

/* Which revisions. Zero-initialised: the newest of every article, in the order of their arrival. */
typedef struct cr_archive_query {
    cr_date first, last;  // their days, both included; none: no bound
    cr_view feed;         // only of this feed
    int64_t article;      // only of this article
    int64_t edition;      // only those that this edition read, in the revision that it read
    bool every_revision;  // not only the newest
    bool newest_first;    // the latest to arrive first
    bool without_text;    // text and marks are left out
    size_t most;          // 0: all
} cr_archive_query;

/* Calls take for each, in order, as they are read: memory is that of one. A record lives as long as its call. take must not write
 * to the archive; a failure of it ends the walk, and so does a record that is not as it was
 * stored (CR_INPUT). */
cr_status cr_archive_each(cr_archive *archive, const cr_archive_query *query,
                          cr_status (*take)(void *context, const cr_archive_record *record, cr_error *error),
                          void *context, cr_error *error);

/* A copy of a record whose views live in the arena. */
void cr_archive_record_copy(const cr_archive_record *record, cr_arena *arena, cr_archive_record *copy);

/* Finds an article by its number, address, key or own id: its newest revision. */
cr_status cr_archive_find(cr_archive *archive, cr_view name, cr_arena *arena, cr_archive_record *record, bool *found,
                          cr_error *error);

/* Finds an article of a feed by the id that the feed gave it: its newest revision. */
cr_status cr_archive_find_entry(cr_archive *archive, cr_view feed, cr_view id, cr_arena *arena,
                                cr_archive_record *record, bool *found, cr_error *error);

/* Finds a revision by the hash of its text, as an edition cites it; the newest of several. */
cr_status cr_archive_find_revision(cr_archive *archive, uint64_t hash, cr_arena *arena, cr_archive_record *record,
                                   bool *found, cr_error *error);

/* Takes an article out with all its revisions. *cited: an edition cites one of them, and it stays unless forced. */
cr_status cr_archive_remove(cr_archive *archive, int64_t article, bool force, bool *cited, cr_error *error);

/* Takes out the revisions of articles of days before `before` which no edition cites, and articles of which none is left.
 * dry: only counts. *n: of revisions. */
cr_status cr_archive_prune(cr_archive *archive, cr_date before, bool dry, size_t *n, cr_error *error);

typedef struct cr_archive_counts {
    size_t articles, revisions, feeds, editions;
} cr_archive_counts;

cr_status cr_archive_count(cr_archive *archive, cr_archive_counts *counts, cr_error *error);

/* ---- search ------------------------------------------------------------------------------------------------------- */

/* The languages of the articles, in bytewise order of their tags. */
cr_status cr_archive_languages(cr_archive *archive, cr_arena *arena, const cr_view **langs, size_t *n, cr_error *error);

/* A word of a search in its possible forms (a stem for each language), or a phrase. */
typedef struct cr_search_form {
    const cr_view *terms;  // [n_terms] one behind the other
    size_t n_terms;
} cr_search_form;

typedef struct cr_search_word {
    const cr_search_form *forms;  // [n_forms] any of them will do
    size_t n_forms;
    bool is_prefix;  // the last term of each form may go on
} cr_search_word;

typedef struct cr_search {
    const cr_search_word *words;  // [n_words] all of them must be there
    size_t n_words;
    cr_date first, last;  // days of the articles; none: no bound
    bool newest_first;    // no ranking
    size_t most;          // hits; 0: 10
} cr_search;

typedef struct cr_search_hit {
    int64_t article, revision;
    double score;
} cr_search_hit;

/* Of the newest that match, at most CR_SEARCH_CANDIDATES, are ranked the best by BM25 (Robertson and Zaragoza 2009, "The Probabilistic
 * Relevance Framework: BM25 and Beyond"; a term in the title counts as three), the newer one of equals first. So the cost is that
 * of the candidates, not of the archive. *n_matches: how many match; *all: false, there may be more. */
enum { CR_SEARCH_CANDIDATES = 1000 };
cr_status cr_archive_search(cr_archive *archive, const cr_search *search, cr_arena *arena, const cr_search_hit **hits,
                            size_t *n_hits, size_t *n_matches, bool *all, cr_error *error);

/* ---- feeds -------------------------------------------------------------------------------------------------------- */

/* What is remembered of a feed between two visits. */
typedef struct cr_archive_feed {
    cr_view url;            // as configured: what it is known by
    cr_view title;          // as it calls itself
    cr_view etag;           // of the last answer, for conditional requests
    cr_view last_modified;  // likewise
    cr_view moved_to;       // its address now, or none
    cr_view last_error;     // none: the last visit went well
    int64_t checked;        // last visit
    int64_t succeeded;      // last visit that went well
    int64_t failing_since;  // first of the visits that failed since; 0: it does not fail
    size_t failures;        // how many visits in a row failed
    int64_t retry_after;    // not to be visited before
    bool gone;              // it said that it is gone for good
} cr_archive_feed;

cr_status cr_archive_feed_get(cr_archive *archive, cr_view url, cr_arena *arena, cr_archive_feed *feed, bool *found,
                              cr_error *error);
cr_status cr_archive_feed_put(cr_archive *archive, const cr_archive_feed *feed, cr_error *error);
cr_status cr_archive_feed_remove(cr_archive *archive, cr_view url, cr_error *error);

/* All feeds, in bytewise order of their addresses. */
cr_status cr_archive_feeds(cr_archive *archive, cr_arena *arena, const cr_archive_feed **feeds, size_t *n,
                           cr_error *error);

/* ---- editions ----------------------------------------------------------------------------------------------------- */

/* An edition as it was published. Once stored it never changes. */
typedef struct cr_archive_edition {
    int64_t id;
    cr_view profile;  // of which digest: a name, "" is none
    cr_date date;     // its day; one edition a profile and day
    cr_view json;     // as render/json.h wrote it
    int64_t made;     // when
} cr_archive_edition;

/* Stores an edition with the revisions [n_revisions] that it read, cited[i] those that it cites. If there is one of that profile
 * and day it stays, and *existed is set. edition->id is set to that of the one that stands. */
cr_status cr_archive_edition_add(cr_archive *archive, cr_archive_edition *edition, const int64_t *revisions,
                                 const bool *cited, size_t n_revisions, bool *existed, cr_error *error);

/* Takes out an edition of which nothing went out, with its deliveries. */
cr_status cr_archive_edition_remove(cr_archive *archive, int64_t edition, cr_error *error);

cr_status cr_archive_edition_get(cr_archive *archive, cr_view profile, cr_date date, cr_arena *arena,
                                 cr_archive_edition *edition, bool *found, cr_error *error);

/* The latest editions of a profile of days before `before` (none: of any), at most `most` (0: all), the newest first. */
cr_status cr_archive_editions(cr_archive *archive, cr_view profile, cr_date before, size_t most, cr_arena *arena,
                              const cr_archive_edition **editions, size_t *n, cr_error *error);

/* ---- deliveries --------------------------------------------------------------------------------------------------- */

typedef enum cr_delivery_state {
    CR_DELIVERY_PENDING,  // decided, and nothing is known to have gone out
    CR_DELIVERY_DONE,
    CR_DELIVERY_FAILED,   // may be tried again
    CR_DELIVERY_REFUSED,  // for good
    CR_DELIVERY_SENDING,  // handed over, or about to be: whether it went out is not known
} cr_delivery_state;

/* What became of an edition on its way to one target. */
typedef struct cr_archive_delivery {
    int64_t edition;
    cr_view kind;    // "mail", "markdown", "site", ...
    cr_view target;  // address or file; edition, kind and target make it one
    cr_delivery_state state;
    cr_view message_id;
    size_t attempts;
    cr_view last_error;
    int64_t done;  // when
} cr_archive_delivery;

cr_status cr_archive_delivery_get(cr_archive *archive, int64_t edition, cr_view kind, cr_view target, cr_arena *arena,
                                  cr_archive_delivery *delivery, bool *found, cr_error *error);
cr_status cr_archive_delivery_put(cr_archive *archive, const cr_archive_delivery *delivery, cr_error *error);

/* All of an edition, in bytewise order of kind and target. */
cr_status cr_archive_deliveries(cr_archive *archive, int64_t edition, cr_arena *arena,
                                const cr_archive_delivery **deliveries, size_t *n, cr_error *error);

#endif
