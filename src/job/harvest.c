#include "job/harvest.h"

#include "base/map.h"
#include "base/memory.h"
#include "job/kept.h"
#include "net/url.h"
#include "source/document.h"
#include "source/feed.h"
#include "text/date.h"
#include "text/decode.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct feed feed;

/* Something that is fetched: a feed, or the page of one of its entries. */
typedef struct visit {
    feed *feed;
    const cr_article *teaser;  // NULL: the feed itself
    bool is_others;            // another feed brought the article
} visit;

struct feed {
    cr_harvest_source source;
    size_t number;          // of its report
    cr_archive_feed state;  // as it was, then as it will be
    visit visit;
    cr_source_parser *parser;  // the harvest's, or its own where it has a language of its own
    cr_arena arena;            // of what waits for pages
    size_t n_asked, n_waiting;
    bool is_kept;    // its state is
    bool try_again;  // some page may be there another time
    int64_t wait;    // seconds for which the keeper of its pages wants to be left alone
};

struct cr_harvest {
    const cr_config *config;
    const cr_io *io;
    cr_tools *tools;
    cr_archive *archive;
    int64_t now;
    cr_fetcher *fetcher;
    cr_source_options options;
    cr_source_parser *parser;
    cr_arena arena;            // of the feeds and what is told of them
    cr_arena scratch;          // of the article under way
    feed **feeds;              // [n]
    cr_fetched_feed *reports;  // [n]
    size_t n, capacity, reports_capacity;
    cr_map known_feeds, asked_pages;
    size_t n_asked, n_answered;
    cr_error failure;  // of the archive: it ends the run
};

/* ---- saying ------------------------------------------------------------------------------------------------------- */

static void note(const cr_harvest *h, cr_view subject, const char *text, cr_view rest)
{
    cr_buf line = {0};
    if (!h->io->message || h->config->quiet)
        return;
    cr_buf_append_byte(&line, '\'');
    cr_buf_append(&line, subject);
    cr_buf_append_string(&line, "' ");
    cr_buf_append_string(&line, text);
    cr_buf_append(&line, rest);
    h->io->message(h->io->context, CR_NOTE, line.data);
    cr_buf_release(&line);
}

static void warn(const cr_harvest *h, const feed *f, const char *text)
{
    cr_error problem = {.status = CR_IO};
    snprintf(problem.source, sizeof problem.source, "%.*s", (int)f->source.url.size, f->source.url.data);
    snprintf(problem.text, sizeof problem.text, "%s", text);
    cr_io_warn(h->io, h->config, &problem);
}

/* ---- what is remembered of a feed --------------------------------------------------------------------------------- */

static void put_state(cr_harvest *h, const feed *f)
{
    if (!h->failure.status && f->is_kept)
        cr_archive_feed_put(h->archive, &f->state, &h->failure);
}

static void succeed(cr_harvest *h, feed *f)
{
    f->state.checked = f->state.succeeded = h->now;
    f->state.failing_since = 0;
    f->state.retry_after = f->wait ? h->now + f->wait : 0;
    f->state.failures = 0;
    f->state.gone = false;
    f->state.last_error = (cr_view){0};
    if (f->try_again)  // with these the next answer would be that nothing is new
        f->state.etag = f->state.last_modified = (cr_view){0};
    put_state(h, f);
}

static void fail(cr_harvest *h, feed *f, cr_view why)
{
    cr_buf text = {0};
    cr_fetched_feed *report = &h->reports[f->number];
    cr_archive_feed *s = &f->state;
    s->checked = h->now;
    s->failing_since = s->failing_since ? s->failing_since : h->now;
    s->failures++;
    s->last_error = cr_arena_copy(&h->arena, why);
    report->state = CR_FETCHED_FAILED;
    report->error = s->last_error;
    report->failing_since = (cr_date){s->failing_since, CR_DATE_TIME};
    put_state(h, f);
    int64_t days = (h->now - s->failing_since) / CR_SECONDS_OF_DAY;
    if (days >= CR_HARVEST_LOUD) {
        cr_buf_append_format(&text, "FAILING FOR %lld DAYS, since ", (long long)days);
        cr_date_append(&text, (cr_date){s->failing_since, CR_DATE_DAY});
        cr_buf_append_string(&text, ": ");
    }
    cr_buf_append(&text, why);
    warn(h, f, text.data);
    cr_buf_release(&text);
}

static void let_go(cr_harvest *h, feed *f)
{
    cr_arena_release(&f->arena);
    if (f->parser != h->parser)
        cr_source_parser_free(f->parser);
    f->parser = NULL;
}

/* ---- into the archive --------------------------------------------------------------------------------------------- */

/* Stores an article. What is wrong with the article is told; what is wrong with the archive ends the run. */
static void store(cr_harvest *h, feed *f, const cr_article *article, bool is_page)
{
    cr_fetched_feed *report = &h->reports[f->number];
    cr_archive_item item;
    cr_archive_added added;
    cr_error problem = {0};
    if (h->failure.status)
        return;
    if (cr_kept_item(h->tools, &h->tools->workers[0], article, f->is_kept ? f->source.url : (cr_view){0}, h->now,
                     &h->scratch, &item, &problem)) {
        cr_io_warn(h->io, h->config, &problem);
        cr_arena_clear(&h->scratch);
        return;
    }
    item.is_certain = is_page;
    if (!cr_archive_add(h->archive, &item, &added, &h->failure)) {
        report->n_new += added.outcome == CR_ARCHIVE_NEW;
        report->n_changed += added.outcome == CR_ARCHIVE_REVISED;
        report->n_known += added.outcome == CR_ARCHIVE_KNOWN;
    }
    cr_arena_clear(&h->scratch);
}

/* What the archive has of an entry: its newest revision, in the scratch arena. */
static bool find_stored(cr_harvest *h, const feed *f, const cr_article *entry, cr_archive_record *record)
{
    bool found = false;
    cr_view key = cr_archive_key(entry, &h->scratch);
    if (h->failure.status || cr_archive_find(h->archive, key, &h->scratch, record, &found, &h->failure))
        return false;
    if (found || !entry->id_is_own)
        return found;
    // the page may have given itself another address
    if (cr_archive_find_entry(h->archive, f->source.url, entry->id, &h->scratch, record, &found, &h->failure))
        return false;
    return found && cr_view_equal(record->content.id, entry->id);
}

/* ---- pages -------------------------------------------------------------------------------------------------------- */

static bool may_send_secret(const feed *f, cr_view address, cr_arena *scratch)
{
    cr_url owner, other;
    return f->source.secret.size && cr_url_read(f->source.url, NULL, scratch, &owner) == CR_URL_GOOD &&
           cr_url_read(address, NULL, scratch, &other) == CR_URL_GOOD && cr_url_may_have_secret_of(&other, &owner);
}

static void ask_for(cr_harvest *h, visit *v, cr_view url, cr_view etag, cr_view last_modified)
{
    cr_fetch_request request = {
        .url = url, .etag = etag, .last_modified = last_modified, .ask_robots = v->teaser != NULL, .context = v};
    if (may_send_secret(v->feed, url, &h->scratch))
        request.secret = v->feed->source.secret;
    cr_fetcher_add(h->fetcher, &request);
    cr_arena_clear(&h->scratch);
    h->n_asked++;
}

/* Asks for the page of an entry, unless another feed of this run has done so. */
static bool ask_for_page(cr_harvest *h, feed *f, const cr_article *teaser, bool is_others)
{
    bool is_new;
    cr_map_put(&h->asked_pages, cr_archive_key(teaser, &h->arena), &is_new);
    if (!is_new)
        return false;
    visit *v = CR_ARENA_NEW(&f->arena, visit);
    *v = (visit){f, teaser, is_others};
    ask_for(h, v, teaser->url, (cr_view){0}, (cr_view){0});
    f->n_asked++;
    f->n_waiting++;
    return true;
}

static bool is_html(cr_view content_type)
{
    for (size_t i = 0; i + 4 <= content_type.size; i++)
        if (cr_view_equal_ignoring_case(cr_view_slice(content_type, i, i + 4), CR_VIEW("html")))
            return true;
    return content_type.size == 0;
}

static const char *string_of(cr_view text, cr_arena *arena)
{
    return text.size ? cr_arena_copy(arena, text).data : NULL;
}

/* The charset of the transport goes before that of the page: the page is handed on as UTF-8, and says so. */
static cr_view with_charset(const cr_fetch_result *result, cr_arena *arena)
{
    cr_decoded decoded;
    cr_buf text = {0};
    if (!result->charset.size ||
        cr_decode(result->body, string_of(result->charset, arena), arena, &decoded, NULL) != CR_OK)
        return result->body;
    cr_buf_append_string(&text, "\xef\xbb\xbf");
    cr_buf_append(&text, decoded.text);
    cr_view marked = cr_arena_copy(arena, cr_buf_view(&text));
    cr_buf_release(&text);
    return marked;
}

static bool is_front_page(const cr_url *url)
{
    return cr_view_equal(url->target, CR_VIEW("/"));
}

/* The address of a page: as it names itself, if that is on the host that sent it; else where it was found. False: the answer is
 * the front page, not the page that was asked for. */
static bool address_of_page(const cr_fetch_result *result, cr_article *page, cr_arena *arena)
{
    cr_url asked, found, named;
    if (cr_url_read(result->url, NULL, arena, &asked) != CR_URL_GOOD ||
        cr_url_read(result->final_url, NULL, arena, &found) != CR_URL_GOOD)
        return false;
    if (is_front_page(&found) && !is_front_page(&asked))
        return false;
    bool may_name = page->url.size && cr_url_read(page->url, &found, arena, &named) == CR_URL_GOOD &&
                    cr_view_equal(named.host, found.host) && (!is_front_page(&named) || is_front_page(&found));
    page->url = may_name ? named.text : found.text;
    return true;
}

/* Reads a page in the scratch arena; NULL if there is no article in it. */
static cr_article *read_page(cr_harvest *h, feed *f, const cr_fetch_result *result, cr_error *problem)
{
    cr_article *page = CR_ARENA_NEW(&h->scratch, cr_article);
    if (!is_html(result->content_type)) {
        cr_error_set(problem, CR_INPUT, "it is no web page");
        return NULL;
    }
    if (cr_page_article(f->parser, with_charset(result, &h->scratch), string_of(result->final_url, &h->scratch),
                        &h->scratch, page, problem))
        return NULL;
    if (address_of_page(result, page, &h->scratch))
        return page;
    cr_error_set(problem, CR_INPUT, "it leads to the front page");
    return NULL;
}

/* A page that names another address than its own may be of somebody else on the same host. */
static bool is_at_its_address(const cr_article *page, const cr_fetch_result *result, cr_arena *arena)
{
    return cr_view_equal(cr_archive_address(page->url, arena), cr_archive_address(result->final_url, arena));
}

/* What the entry tells for certain goes before what the page looks like. */
static void complete_page(cr_article *page, const cr_article *teaser)
{
    if (teaser->id_is_own) {
        page->id = teaser->id;
        page->id_is_own = true;
    }
    if (teaser->title.size && !teaser->title_derived) {
        page->title = teaser->title;
        page->title_derived = false;
    }
    if (teaser->date.precision == CR_DATE_TIME || page->date.precision == CR_DATE_NONE)
        page->date = teaser->date;
    if (teaser->source.size)
        page->source = teaser->source;
    if (!page->author.size)
        page->author = teaser->author;
}

static bool may_be_there_later(const cr_fetch_result *result)
{
    switch (result->outcome) {
    case CR_FETCH_TOO_MANY:
    case CR_FETCH_DNS:
    case CR_FETCH_CONNECT:
    case CR_FETCH_TIMED_OUT:
    case CR_FETCH_TRUNCATED:
        return true;
    default:
        return result->outcome == CR_FETCH_HTTP && result->http_status >= 500;
    }
}

static void take_page(cr_harvest *h, const visit *v, const cr_fetch_result *result)
{
    feed *f = v->feed;
    const cr_article *teaser = v->teaser;
    cr_error problem = {0};
    cr_fetched_feed *report = &h->reports[f->number];
    cr_article *page = NULL;
    if (result->outcome == CR_FETCHED)
        page = read_page(h, f, result, &problem);
    if (page && page->text.size < teaser->text.size) {
        cr_error_set(&problem, CR_INPUT, "it holds less than the feed");
        page = NULL;
    }
    if (page) {
        if (!v->is_others)
            complete_page(page, teaser);
        report->n_pages++;
    } else {
        f->try_again |= may_be_there_later(result);
        f->wait = result->retry_after > f->wait ? result->retry_after : f->wait;
        report->n_pages_missed++;
        if (h->config->verbose)
            note(h, result->url, "is no article to be had: ",
                 result->outcome == CR_FETCHED ? cr_view_of(problem.text) : result->detail);
    }
    store(h, f, page ? page : teaser, page && is_at_its_address(page, result, &h->scratch));
    cr_arena_clear(&h->scratch);
    if (--f->n_waiting == 0) {
        succeed(h, f);
        let_go(h, f);
    }
}

/* ---- feeds -------------------------------------------------------------------------------------------------------- */

static bool wants_page(const feed *f, const cr_article *article, bool is_teaser)
{
    return article->url.size &&
           (f->source.pages == CR_PAGES_ALWAYS || (f->source.pages == CR_PAGES_TEASER && is_teaser));
}

/* An entry goes into the archive, or its page is asked for, or it is there already. */
static void take_entry(cr_harvest *h, feed *f, const cr_article *article, bool is_teaser)
{
    cr_archive_record record = {0};
    bool wanted = wants_page(f, article, is_teaser), known = false, ask = false, is_others = false;
    if (wanted || is_teaser) {
        bool found = find_stored(h, f, article, &record), same = found && record.hash == cr_hash(article->text);
        ask = wanted && f->n_asked < CR_HARVEST_PAGES &&
              (!found || (same && h->now - record.first_seen < CR_HARVEST_AGAIN));
        is_others = found && !cr_view_equal(record.feed, f->source.url);
        // a teaser does not take the place of the page that was read before
        known = found && !ask && (same || record.content.text.size > article->text.size);
        cr_arena_clear(&h->scratch);
    }
    if (ask)
        known = !ask_for_page(h, f, article, is_others);
    h->reports[f->number].n_known += known;
    if (!ask && !known)
        store(h, f, article, false);
}

static void take_entries(cr_harvest *h, feed *f, const cr_feed *parsed)
{
    cr_view title = f->source.name.size ? f->source.name : parsed->title;
    const char *path = f->source.url.data;
    for (size_t i = 0; i < parsed->n_entries && !h->failure.status; i++) {
        cr_article *article = CR_ARENA_NEW(&f->arena, cr_article);
        cr_error problem = {0};
        bool is_teaser;
        if (!cr_feed_article(f->parser, &parsed->entries[i], title, path, i + 1, &f->arena, article, &is_teaser,
                             &problem))
            take_entry(h, f, article, is_teaser);
        else if (h->config->verbose)
            cr_io_warn(h->io, h->config, &problem);
    }
}

static void tell_faults(const cr_harvest *h, const feed *f, const cr_feed *parsed)
{
    for (size_t i = 0; i < parsed->n_warnings && i < CR_FEED_WARNINGS && h->config->verbose; i++)
        note(h, f->source.url, "is broken and was read all the same: ", parsed->warnings[i].text);
}

/* What the next visit has to know, for when this one is through. */
static void remember(cr_harvest *h, feed *f, const cr_fetch_result *result, cr_view title)
{
    cr_archive_feed *s = &f->state;
    if (title.size)
        s->title = cr_arena_copy(&h->arena, title);
    if (result->outcome == CR_FETCHED || result->etag.size)
        s->etag = cr_arena_copy(&h->arena, result->etag);
    if (result->outcome == CR_FETCHED || result->last_modified.size)
        s->last_modified = cr_arena_copy(&h->arena, result->last_modified);
    if (result->moved_to.size && !cr_view_equal(result->moved_to, s->moved_to)) {
        s->moved_to = cr_arena_copy(&h->arena, result->moved_to);
        note(h, f->source.url, "has moved, and is read there from now on: ", s->moved_to);
    }
    h->reports[f->number].title = s->title;
    h->reports[f->number].moved_to = s->moved_to;
}

/* A page that was named by hand. */
static void take_single_page(cr_harvest *h, feed *f, const cr_fetch_result *result)
{
    cr_error problem = {0};
    cr_article *page = read_page(h, f, result, &problem);
    if (page) {
        h->reports[f->number].n_pages++;
        store(h, f, page, true);
    } else {
        h->reports[f->number].state = CR_FETCHED_FAILED;
        h->reports[f->number].error = cr_arena_copy(&h->arena, cr_view_of(problem.text));
        warn(h, f, problem.text);
    }
    cr_arena_clear(&h->scratch);
    let_go(h, f);
}

static void take_feed(cr_harvest *h, feed *f, const cr_fetch_result *result)
{
    cr_feed parsed;
    cr_error problem = {0};
    if (f->source.by_hand && !cr_feed_sniff(result->body) && is_html(result->content_type)) {
        take_single_page(h, f, result);
        return;
    }
    if (cr_feed_read(result->body, string_of(result->final_url, &f->arena), string_of(result->charset, &f->arena),
                     &f->arena, &parsed, &problem)) {
        fail(h, f, cr_view_of(problem.text));
        let_go(h, f);
        return;
    }
    tell_faults(h, f, &parsed);
    f->is_kept = true;
    remember(h, f, result, parsed.title);
    if (!h->failure.status && !cr_archive_begin(h->archive, &h->failure)) {
        take_entries(h, f, &parsed);
        if (!f->n_waiting)
            succeed(h, f);
        if (h->failure.status)
            cr_archive_rollback(h->archive);
        else
            cr_archive_commit(h->archive, &h->failure);
    }
    if (!f->n_waiting)
        let_go(h, f);
}

static void take_failure(cr_harvest *h, feed *f, const cr_fetch_result *result)
{
    if (result->retry_after)
        f->state.retry_after = h->now + result->retry_after;
    if (result->outcome == CR_FETCH_GONE)
        f->state.gone = true;
    if (!may_be_there_later(result))
        f->state.moved_to = (cr_view){0};  // the next visit begins where it is said to be
    if (f->state.retry_after > h->now)
        h->reports[f->number].again = (cr_date){f->state.retry_after, CR_DATE_TIME};
    fail(h, f, result->detail);
    let_go(h, f);
}

static bool take_result(void *context, const cr_fetch_result *result)
{
    cr_harvest *h = context;
    visit *v = result->context;
    feed *f = v->feed;
    h->n_answered++;
    if (v->teaser) {
        take_page(h, v, result);
    } else if (result->outcome == CR_FETCHED) {
        take_feed(h, f, result);
    } else if (result->outcome == CR_FETCH_NOT_MODIFIED) {
        h->reports[f->number].state = CR_FETCHED_UNCHANGED;
        remember(h, f, result, (cr_view){0});
        succeed(h, f);
        let_go(h, f);
    } else {
        take_failure(h, f, result);
    }
    cr_io_progress(h->io, h->n_answered, h->n_asked, "fetching");
    return !h->failure.status;
}

/* ---- the run ------------------------------------------------------------------------------------------------------ */

cr_status cr_harvest_new(const cr_config *config, const cr_io *io, cr_tools *tools, cr_archive *archive, int64_t now,
                         cr_harvest **harvest, cr_error *error)
{
    const cr_config_fetch *file = &config->fetch;
    cr_harvest *h = cr_allocate_zeroed(1, sizeof *h);
    h->config = config;
    h->io = io;
    h->tools = tools;
    h->archive = archive;
    h->now = now;
    h->options = (cr_source_options){
        .json = {.lang = config->lang}, .book = tools->book, .characters = tools->characters};
    h->parser = cr_source_parser_new(&h->options);
    *harvest = h;
    const cr_fetch_options options = {
        .parallel = config->parallel ? config->parallel : file->parallel,
        .timeout = 1000 * (config->timeout ? config->timeout : file->timeout),
        .max_size = config->max_size ? config->max_size * 1024 * 1024 : file->max_size,
        .allow_private = config->allow_private || file->allow_private,
        .contact = config->contact ? config->contact : file->contact,
        .now = now,
    };
    return cr_fetcher_new(&options, take_result, h, &h->fetcher, error);
}

void cr_harvest_free(cr_harvest *h)
{
    if (!h)
        return;
    cr_fetcher_free(h->fetcher);
    for (size_t i = 0; i < h->n; i++)
        let_go(h, h->feeds[i]);
    cr_source_parser_free(h->parser);
    cr_map_release(&h->known_feeds);
    cr_map_release(&h->asked_pages);
    cr_arena_release(&h->arena);
    cr_arena_release(&h->scratch);
    free(h->feeds);
    free(h->reports);
    free(h);
}

/* The failure of the archive, if there was one. */
static cr_status hand_out_failure(const cr_harvest *h, cr_error *error)
{
    if (h->failure.status)
        *error = h->failure;
    return h->failure.status;
}

static cr_status add(cr_harvest *h, const cr_harvest_source *source, feed **added, cr_error *error)
{
    bool is_new, found;
    *added = NULL;
    cr_view url = cr_arena_copy(&h->arena, cr_view_trim(source->url));
    cr_map_put(&h->known_feeds, url, &is_new);
    if (!is_new)
        return CR_OK;
    feed *f = CR_ARENA_NEW(&h->arena, feed);
    f->source = *source;
    f->source.url = url;
    f->source.name = cr_arena_copy(&h->arena, source->name);
    f->source.lang = cr_arena_copy(&h->arena, source->lang);
    f->source.secret = cr_arena_copy(&h->arena, source->secret);
    f->number = h->n;
    f->visit.feed = f;
    f->parser = h->parser;
    cr_status status = cr_archive_feed_get(h->archive, url, &h->arena, &f->state, &found, error);
    if (!found)
        f->state = (cr_archive_feed){.url = url};
    f->is_kept = found || !source->by_hand;  // what is named by hand is remembered when it is known to be a feed
    h->feeds = cr_grow(h->feeds, &h->capacity, h->n + 1, sizeof *h->feeds);
    h->reports = cr_grow(h->reports, &h->reports_capacity, h->n + 1, sizeof *h->reports);
    h->reports[h->n] = (cr_fetched_feed){.url = url, .title = f->state.title, .moved_to = f->state.moved_to};
    h->feeds[h->n++] = f;
    *added = f;
    return status;
}

cr_status cr_harvest_add(cr_harvest *h, const cr_harvest_source *source, cr_error *error)
{
    feed *f;
    cr_status status = add(h, source, &f, error);
    if (status || !f)
        return status;
    cr_archive_feed *s = &f->state;
    if (s->retry_after > h->now) {
        h->reports[f->number].state = CR_FETCHED_WAITING;
        h->reports[f->number].again = (cr_date){s->retry_after, CR_DATE_TIME};
        return CR_OK;
    }
    if (s->gone && !f->source.by_hand) {
        fail(h, f, CR_VIEW("gone for good (HTTP 410): it is asked for no more"));
        return hand_out_failure(h, error);
    }
    if (f->source.lang.size) {
        cr_source_options options = h->options;
        options.json.lang = f->source.lang.data;
        f->parser = cr_source_parser_new(&options);
    }
    ask_for(h, &f->visit, s->moved_to.size ? s->moved_to : f->source.url, s->etag, s->last_modified);
    return CR_OK;
}

cr_status cr_harvest_add_failed(cr_harvest *h, const cr_harvest_source *source, const cr_error *problem,
                                cr_error *error)
{
    feed *f;
    cr_status status = add(h, source, &f, error);
    if (!status && f)
        fail(h, f, cr_view_of(problem->text));
    return status ? status : hand_out_failure(h, error);
}

cr_status cr_harvest_forgive_others(cr_harvest *h, cr_error *error)
{
    const cr_archive_feed *kept;
    size_t n;
    cr_status status = cr_archive_feeds(h->archive, &h->arena, &kept, &n, error);
    for (size_t i = 0; i < n && !status; i++) {
        cr_archive_feed state = kept[i];
        if ((!state.failures && !state.gone) || cr_map_find(&h->known_feeds, state.url) ||
            h->now - state.checked < CR_HARVEST_FORGET)
            continue;
        state.failures = 0;
        state.failing_since = 0;
        state.gone = false;
        state.last_error = (cr_view){0};
        status = cr_archive_feed_put(h->archive, &state, error);
    }
    return status;
}

cr_status cr_harvest_run(cr_harvest *h, cr_error *error)
{
    cr_status status = cr_fetcher_run(h->fetcher, error);
    return status ? status : hand_out_failure(h, error);
}

const cr_fetched_feed *cr_harvest_report(const cr_harvest *h, size_t *n)
{
    *n = h->n;
    return h->reports;
}
