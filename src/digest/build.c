#include "digest/build.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "digest/address.h"
#include "summary/group.h"
#include "text/tag.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_TITLE = 300,      // characters; a longer title is shortened
    MAX_NAME = 100,       // of the name of a paper
    TITLE_OF_TEXT = 100,  // of a headline made from a quotation
};

static const double FRESH_DAYS = 2;     // importance halves in so many days
static const double UNDATED_DAYS = 1;   // an undated article counts as so old
static const double LONG_WORDS = 500;   // from here length adds nothing
static const double SHORT_FACTOR = .8;  // importance of a text of no length against a long one

/* What is known of an article while the edition is built. */
typedef struct reported {
    size_t words;     // of its prose
    size_t number;    // 1-based among the sources; 0: not yet one
    cr_view address;  // checked, or none
    cr_view name;
} reported;

/* A story under way. */
typedef struct told {
    const cr_digest_story *story;
    size_t given;       // its place in the input
    size_t *articles;   // [story->n_articles] indexes into documents, by date
    cr_chosen *chosen;  // [n_chosen] document is an index into the input's documents
    size_t n_chosen;
    double importance;
    double rank;  // what it is ordered by, the highest first
} told;

typedef struct builder {
    const cr_digest_input *input;
    cr_arena *arena;
    reported *reported;          // [n_documents]
    cr_edition_source *sources;  // [n_documents]
    size_t n_sources;
    cr_edition *edition;
} builder;

/* One line of at most `most` characters (0: no bound). *cut tells if it was shortened. */
static cr_view one_line(cr_view text, size_t most, cr_arena *arena, bool *cut)
{
    cr_buf out = {0};
    cr_buf_append_squeezed(&out, text);
    cr_view line = cr_buf_view(&out);
    size_t at = 0;
    for (size_t n = 0; most && at < line.size && n < most; n++)
        cr_utf8_next(line, &at);
    if (most && at < line.size) {
        out.size = at;
        cr_buf_append(&out, CR_VIEW("…"));
        if (cut)
            *cut = true;
    }
    cr_view result = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return result;
}

static const cr_article *article_of(const builder *b, size_t document)
{
    return b->input->documents[document]->article;
}

static bool may_be_quoted(const cr_sentence *sentence)
{
    return !(sentence->flags & CR_SENTENCE_NO_PROSE);
}

static size_t prose_words(const cr_document *document)
{
    size_t words = 0;
    for (size_t i = 0; i < document->n_sentences; i++)
        if (may_be_quoted(&document->sentences[i]))
            words += document->sentences[i].n_words;
    return words;
}

static cr_view base_name(cr_view path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    return cr_view_slice(path, start, path.size);
}

static cr_view name_of(const cr_article *article, cr_view address, cr_arena *arena)
{
    cr_view host = cr_address_host(address);
    cr_view names[] = {article->source, host, base_name(article->path), article->id};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cr_view name = names[i].size ? one_line(names[i], MAX_NAME, arena, NULL) : (cr_view){0};
        if (name.size)
            return name;
    }
    return CR_VIEW("?");
}

/* Counts over all articles read. */
static int compare_languages(const void *a, const void *b)
{
    const cr_edition_language *x = a, *y = b;
    if (x->n_articles != y->n_articles)
        return x->n_articles > y->n_articles ? -1 : 1;
    return strcmp(x->lang, y->lang);
}

static void count_articles(builder *b)
{
    const cr_digest_input *input = b->input;
    cr_edition *edition = b->edition;
    cr_map names = {0}, tags = {0};
    cr_edition_language *languages = CR_ARENA_ZEROED(b->arena, cr_edition_language, input->n_documents + 1);
    edition->n_articles = input->n_documents;
    for (size_t i = 0; i < input->n_documents; i++) {
        const cr_document *document = input->documents[i];
        const cr_article *article = document->article;
        reported *r = &b->reported[i];
        r->words = prose_words(document);
        r->address = cr_address_check(article->url, b->arena);
        r->name = name_of(article, r->address, b->arena);
        cr_map_put(&names, r->name, NULL);
        bool added;
        cr_map_slot *slot = cr_map_put(&tags, cr_view_of(document->lang), &added);
        if (added) {
            slot->value = edition->n_languages;
            memcpy(languages[edition->n_languages++].lang, document->lang, sizeof document->lang);
        }
        languages[slot->value].n_articles++;
        edition->n_empty += r->words == 0;
        edition->n_repaired += article->n_repaired;
        if (article->date.precision == CR_DATE_NONE) {
            edition->n_undated++;
            continue;
        }
        if (edition->first.precision == CR_DATE_NONE || article->date.seconds < edition->first.seconds)
            edition->first = article->date;
        if (edition->last.precision == CR_DATE_NONE || article->date.seconds > edition->last.seconds)
            edition->last = article->date;
    }
    edition->n_papers = names.size;
    edition->languages = languages;
    cr_map_release(&names);
    cr_map_release(&tags);
}

/* Before the languages are sorted: of those with most articles the one that occurred first. */
static void choose_language(builder *b)
{
    cr_edition *edition = b->edition;
    if (b->input->n_readers) {
        cr_tag_normalise(cr_view_of(b->input->readers[0]), edition->lang);
    } else {
        size_t most = 0;
        for (size_t i = 0; i < edition->n_languages; i++)
            if (edition->languages[i].n_articles > most && strcmp(edition->languages[i].lang, "und") != 0) {
                most = edition->languages[i].n_articles;
                memcpy(edition->lang, edition->languages[i].lang, sizeof edition->lang);
            }
    }
    if (edition->lang[0] == '\0' || strcmp(edition->lang, "und") == 0)
        snprintf(edition->lang, sizeof edition->lang, "%s", "en");
}

static void choose_date(builder *b)
{
    cr_date date = b->input->date.precision != CR_DATE_NONE ? b->input->date : b->edition->last;
    if (date.precision != CR_DATE_NONE)
        date = (cr_date){cr_date_day(date) * CR_SECONDS_OF_DAY, CR_DATE_DAY};
    b->edition->date = date;
}

static void order_articles(const builder *b, told *t)
{
    size_t n = t->story->n_articles;
    t->articles = CR_ARENA_ARRAY(b->arena, size_t, n);
    const cr_document **documents = CR_ARENA_ARRAY(b->arena, const cr_document *, n);
    for (size_t i = 0; i < n; i++)
        documents[i] = b->input->documents[t->story->articles[i]];
    const size_t *order = cr_group_order(documents, n, b->arena);
    for (size_t i = 0; i < n; i++)
        t->articles[i] = t->story->articles[order[i]];
}

/* Sources that don't copy each other: for each name its weightiest article. */
static double independent_sources(const builder *b, const cr_digest_story *story)
{
    cr_map names = {0};
    double *most = cr_allocate_zeroed(story->n_articles, sizeof *most);
    double sum = 0;
    for (size_t i = 0; i < story->n_articles; i++) {
        bool added;
        cr_map_slot *slot = cr_map_put(&names, b->reported[story->articles[i]].name, &added);
        if (added)
            slot->value = i;
        double weight = story->weights ? story->weights[i] : 1;
        if (weight > most[slot->value])
            most[slot->value] = weight;
    }
    for (size_t i = 0; i < story->n_articles; i++)
        sum += most[i];
    free(most);
    cr_map_release(&names);
    return sum;
}

static double importance_of(const builder *b, const cr_digest_story *story)
{
    double age = -1, words = 0;
    for (size_t i = 0; i < story->n_articles; i++) {
        cr_date date = article_of(b, story->articles[i])->date;
        double days = UNDATED_DAYS;
        if (date.precision != CR_DATE_NONE && b->edition->date.precision != CR_DATE_NONE)
            days = fmax(0, (double)(cr_date_day(b->edition->date) - cr_date_day(date)));
        age = age < 0 ? days : fmin(age, days);
        words = fmax(words, (double)b->reported[story->articles[i]].words);
    }
    double length = SHORT_FACTOR + (1 - SHORT_FACTOR) * fmin(1, words / LONG_WORDS);
    double boost = story->boost > 0 ? story->boost : 1;
    return independent_sources(b, story) * exp2(-age / FRESH_DAYS) * length * boost;
}

/* The moment of its newest article; below all others where none has a date. */
static double newest_of(const builder *b, const cr_digest_story *story)
{
    double newest = -HUGE_VAL;
    for (size_t i = 0; i < story->n_articles; i++) {
        cr_date date = article_of(b, story->articles[i])->date;
        if (date.precision != CR_DATE_NONE)
            newest = fmax(newest, (double)date.seconds);
    }
    return newest;
}

static const cr_sentence *sentence_of(const builder *b, const cr_chosen *chosen)
{
    return &b->input->documents[chosen->document]->sentences[chosen->sentence];
}

/* True if what follows at i + 1 opens with a reference to the sentence at i. */
static bool is_needed(const builder *b, const told *t, size_t i)
{
    return i + 1 < t->n_chosen && t->chosen[i + 1].document == t->chosen[i].document &&
           t->chosen[i + 1].sentence == t->chosen[i].sentence + 1 &&
           sentence_of(b, &t->chosen[i + 1])->flags & CR_SENTENCE_OPENER;
}

static size_t cap_of(const builder *b, size_t document)
{
    size_t cap = SIZE_MAX;
    if (b->input->quote_per_cent)
        cap = b->reported[document].words * b->input->quote_per_cent / 100;
    if (b->input->quote_words && b->input->quote_words < cap)
        cap = b->input->quote_words;
    return cap;
}

/* Keeps the cap for one article. */
static void keep_cap(builder *b, told *t, size_t document)
{
    size_t cap = cap_of(b, document);
    for (;;) {
        size_t words = 0, n = 0, worst = SIZE_MAX;
        for (size_t i = 0; i < t->n_chosen; i++) {
            if (t->chosen[i].document != document)
                continue;
            words += sentence_of(b, &t->chosen[i])->n_words;
            n++;
            if (!is_needed(b, t, i) && (worst == SIZE_MAX || t->chosen[i].score <= t->chosen[worst].score))
                worst = i;
        }
        if (words <= cap || n < 2 || worst == SIZE_MAX)
            return;
        memmove(&t->chosen[worst], &t->chosen[worst + 1], (t->n_chosen - worst - 1) * sizeof *t->chosen);
        t->n_chosen--;
        b->edition->n_capped++;
    }
}

static void take_chosen(builder *b, told *t)
{
    const cr_summary *summary = t->story->summary;
    if (t->story->label == CR_STORY_UNCHANGED)
        return;
    t->chosen = CR_ARENA_ARRAY(b->arena, cr_chosen, summary->n_chosen);
    for (size_t i = 0; i < summary->n_chosen; i++) {
        t->chosen[t->n_chosen] = summary->chosen[i];
        t->chosen[t->n_chosen++].document = t->story->articles[summary->chosen[i].document];
    }
    for (size_t i = 0; i < t->story->n_articles; i++)
        keep_cap(b, t, t->story->articles[i]);
}

static int compare_stories(const void *a, const void *b)
{
    const told *x = a, *y = b;
    bool x_last = x->story->label == CR_STORY_UNCHANGED, y_last = y->story->label == CR_STORY_UNCHANGED;
    if (x_last != y_last)
        return x_last - y_last;
    if (x->rank > y->rank || x->rank < y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->given < y->given ? -1 : x->given > y->given;
}

void cr_edition_source_make(const cr_document *document, cr_arena *arena, cr_edition_source *source)
{
    const cr_article *article = document->article;
    bool cut = article->title_derived;
    cr_view address = cr_address_check(article->url, arena);
    *source = (cr_edition_source){
        .id = article->id,
        .id_is_integer = article->id_is_integer,
        .name = name_of(article, address, arena),
        .title = one_line(article->title, MAX_TITLE, arena, &cut),
        .paper = article->source.size ? one_line(article->source, MAX_NAME, arena, NULL) : (cr_view){0},
        .author = article->author.size ? one_line(article->author, MAX_NAME, arena, NULL) : (cr_view){0},
        .url = address,
        .path = article->path,
        .date = article->date,
        .hash = cr_hash(article->text),
    };
    source->title_derived = cut;
    memcpy(source->lang, document->lang, sizeof source->lang);
}

/* The source of an article, numbered when it is first asked for. */
static size_t source_of(builder *b, size_t document)
{
    reported *r = &b->reported[document];
    if (r->number)
        return r->number - 1;
    cr_edition_source *source = &b->sources[b->n_sources++];
    cr_edition_source_make(b->input->documents[document], b->arena, source);
    source->number = r->number = b->n_sources;
    return r->number - 1;
}

/* The article whose title is the headline: the story's first one in the language of what is quoted, which is the one chosen
 * for the reader; of an update the one that is quoted first, so that the headline is news too. */
static size_t headline_article(const builder *b, const told *t)
{
    size_t chosen = t->n_chosen ? t->chosen[0].document : t->articles[0];
    if (t->story->label == CR_STORY_UPDATED && t->n_chosen && article_of(b, chosen)->title.size)
        return chosen;
    const char *lang = t->story->lang ? t->story->lang : b->input->documents[chosen]->lang;
    for (size_t i = t->story->n_articles; i-- > 0;) {
        size_t article = t->articles[i];
        if (cr_tag_same_language(b->input->documents[article]->lang, lang) && article_of(b, article)->title.size)
            chosen = article;
    }
    return chosen;
}

/* Keeps of each paper as many stories as it may fill, the most important ones; returns how many are left. */
static size_t without_crowding(const builder *b, told *all, size_t n)
{
    cr_map counts = {0};
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (cr_map_put(&counts, b->reported[headline_article(b, &all[i])].name, NULL)->value++ <
            b->input->most_of_source)
            all[kept++] = all[i];
    cr_map_release(&counts);
    return kept;
}

static void choose_headline(builder *b, const told *t, cr_edition_story *story)
{
    size_t chosen = headline_article(b, t);
    story->headline_source = source_of(b, chosen);
    const cr_edition_source *source = &b->sources[story->headline_source];
    story->headline = source->title;
    story->headline_derived = source->title_derived;
    memcpy(story->lang, source->lang, sizeof story->lang);
    if (!story->headline.size && story->n_quotations) {
        story->headline = one_line(story->quotations[0].text, TITLE_OF_TEXT, b->arena, NULL);
        story->headline_derived = true;
    }
}

static void tell(builder *b, const told *t, cr_edition_story *story)
{
    cr_quotation *quotations = CR_ARENA_ZEROED(b->arena, cr_quotation, t->n_chosen);
    for (size_t i = 0; i < t->n_chosen; i++) {
        const cr_sentence *sentence = sentence_of(b, &t->chosen[i]);
        cr_view text = cr_view_slice(article_of(b, t->chosen[i].document)->text, sentence->start, sentence->end);
        cr_quotation *q = &quotations[i];
        q->source = source_of(b, t->chosen[i].document);
        q->text = one_line(text, 0, b->arena, NULL);
        q->start = sentence->start;
        q->end = sentence->end;
        q->score = t->chosen[i].score;
        if (b->sources[q->source].url.size)
            q->link = cr_address_of_text(b->sources[q->source].url, q->text, b->arena);
    }
    *story = (cr_edition_story){
        .id = t->story->id,
        .aliases = t->story->aliases,
        .n_aliases = t->story->n_aliases,
        .label = t->story->label,
        .quotations = quotations,
        .n_quotations = t->n_chosen,
        .n_reports = t->story->n_articles,
        .importance = t->importance,
    };
    choose_headline(b, t, story);
    size_t *reports = CR_ARENA_ARRAY(b->arena, size_t, t->story->n_articles);
    for (size_t i = 0; i < t->story->n_articles; i++)
        reports[i] = source_of(b, t->articles[i]);
    story->reports = reports;
}

void cr_edition_build(const cr_digest_input *input, cr_arena *arena, cr_edition *edition)
{
    *edition = (cr_edition){.failures = input->failures,
                            .n_failures = input->n_failures,
                            .n_merged = input->n_merged,
                            .n_muted = input->n_muted};
    builder b = {
        .input = input,
        .arena = arena,
        .reported = CR_ARENA_ZEROED(arena, reported, input->n_documents),
        .sources = CR_ARENA_ZEROED(arena, cr_edition_source, input->n_documents),
        .edition = edition,
    };
    count_articles(&b);
    choose_language(&b);
    qsort((void *)edition->languages, edition->n_languages, sizeof *edition->languages, compare_languages);
    choose_date(&b);

    told *all = CR_ARENA_ZEROED(arena, told, input->n_stories);
    size_t n = 0;
    for (size_t i = 0; i < input->n_stories; i++) {
        const cr_digest_story *story = &input->stories[i];
        if (story->label != CR_STORY_UNCHANGED && (!story->summary || story->summary->n_chosen == 0))
            continue;
        told *t = &all[n++];
        *t = (told){.story = story, .given = i, .importance = importance_of(&b, story)};
        order_articles(&b, t);
        t->rank = input->newest_first ? newest_of(&b, story) : t->importance;
        take_chosen(&b, t);
    }
    if (n)
        qsort(all, n, sizeof *all, compare_stories);
    if (input->most_of_source)
        n = without_crowding(&b, all, n);
    if (input->most_stories && n > input->most_stories)
        n = input->most_stories;
    cr_edition_story *stories = CR_ARENA_ZEROED(arena, cr_edition_story, n);
    for (size_t i = 0; i < n; i++)
        tell(&b, &all[i], &stories[i]);
    edition->stories = stories;
    edition->n_stories = n;
    edition->sources = b.sources;
    edition->n_sources = b.n_sources;
}
