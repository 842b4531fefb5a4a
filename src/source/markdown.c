#include "format/markdown.h"
#include "article/structure.h"
#include "article/title.h"
#include "base/limits.h"
#include "format/yaml.h"
#include "source/document.h"
#include "text/date.h"
#include "text/decode.h"

#include <string.h>

/* ---- front matter ------------------------------------------------------------------------------------------------ */

/* The value of the first of several keys that has one. */
static cr_view value_of(const cr_yaml_entry *entries, size_t n, const char *const *keys)
{
    for (; *keys; keys++)
        for (size_t i = 0; i < n; i++)
            if (cr_view_equal_ignoring_case(entries[i].key, cr_view_of(*keys)) && cr_view_trim(entries[i].value).size)
                return cr_view_trim(entries[i].value);
    return (cr_view){NULL, 0};
}

static void take_front_matter(cr_article *article, const cr_yaml_entry *entries, size_t n)
{
    static const char *const titles[] = {"title", "headline", NULL};
    static const char *const dates[] = {"date", "published", "pubdate", "date_published", NULL};
    static const char *const authors[] = {"author", "authors", "byline", "author.name", "authors.name", NULL};
    static const char *const langs[] = {"lang", "language", "locale", NULL};
    static const char *const sources[] = {"source", "publisher", "site", "site_name", "source.name", NULL};
    static const char *const urls[] = {"url", "canonical_url", "canonical", "link", "original", "source.url", NULL};
    article->title = value_of(entries, n, titles);
    article->author = value_of(entries, n, authors);
    article->source = value_of(entries, n, sources);
    if (!article->lang_binding) {
        article->lang = value_of(entries, n, langs);
        article->lang_binding = article->lang.size > 0;
    }
    cr_view url = value_of(entries, n, urls), date = value_of(entries, n, dates);
    article->url = cr_view_is_address(url) ? url : (cr_view){NULL, 0};
    // site generators write their dates in more ways than RFC 3339's
    cr_date_reader english = {.lang = "en"};
    article->date_refused = date.size && !cr_date_parse(date, &article->date) &&
                            !cr_date_find(&english, date, &article->date, NULL, NULL);
    cr_date_reader_release(&english);
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

static cr_mark_kind kind_of(const cr_markdown_range *range, cr_view text, cr_view title)
{
    switch (range->kind) {
    case CR_MARKDOWN_HEADING:
        return cr_view_equal(cr_view_slice(text, range->start, range->end), title) ? CR_MARK_TITLE : CR_MARK_HEADING;
    case CR_MARKDOWN_LIST_ITEM:
        return CR_MARK_LIST_ITEM;
    case CR_MARKDOWN_QUOTE:
        return CR_MARK_QUOTE;
    case CR_MARKDOWN_CODE:
        return CR_MARK_CODE;
    default:
        return CR_MARK_BOILERPLATE;
    }
}

/* What Markdown tells goes before what the lines look like. */
static void merge_marks(cr_article *article, const cr_markdown_text *plain, const cr_structure *structure,
                        cr_arena *arena)
{
    cr_mark *marks = CR_ARENA_ARRAY(arena, cr_mark, plain->n_ranges + structure->n_marks);
    size_t n = 0, other = 0;
    for (size_t i = 0; i <= plain->n_ranges; i++) {
        uint32_t start = i < plain->n_ranges ? plain->ranges[i].start : UINT32_MAX;
        uint32_t before = i > 0 ? plain->ranges[i - 1].end : 0;
        for (; other < structure->n_marks && structure->marks[other].start < start; other++)
            if (structure->marks[other].start >= before && structure->marks[other].end <= start)
                marks[n++] = structure->marks[other];
        if (i == plain->n_ranges)
            break;
        const cr_markdown_range *range = &plain->ranges[i];
        cr_mark mark = {range->start, range->end, kind_of(range, article->text, article->title)};
        // furniture may stand in a list
        for (size_t j = other; j < structure->n_marks && structure->marks[j].start < range->end; j++)
            if (structure->marks[j].kind == CR_MARK_BOILERPLATE && structure->marks[j].end == range->end &&
                structure->marks[j].start == range->start && mark.kind == CR_MARK_LIST_ITEM)
                mark.kind = CR_MARK_BOILERPLATE;
        marks[n++] = mark;
    }
    article->marks = marks;
    article->n_marks = n;
}

/* The first heading before any prose, if it is of the first level that occurs. */
static cr_view title_of(const cr_markdown_text *plain)
{
    int best = 7;
    cr_view title = {NULL, 0};
    for (size_t i = 0; i < plain->n_ranges; i++)
        if (plain->ranges[i].kind == CR_MARKDOWN_HEADING && plain->ranges[i].level < best) {
            best = plain->ranges[i].level;
            title = cr_view_slice(plain->text, plain->ranges[i].start, plain->ranges[i].end);
            if (plain->ranges[i].start > 0 && best > 1)
                return (cr_view){NULL, 0};  // a section's
            if (best == 1)
                return title;
        }
    return title;
}

cr_status cr_markdown_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                              cr_article *article, cr_error *error)
{
    cr_view name = cr_arena_copy(arena, cr_view_of(path));
    *article = (cr_article){.id = name, .path = name, .structured = true};
    article->lang = cr_view_of(parser->options.json.lang);
    article->lang_binding = article->lang.size > 0;
    cr_decoded decoded;
    cr_status status = cr_decode(bytes, NULL, arena, &decoded, error);
    if (status)
        return status;
    article->n_repaired = decoded.n_repaired;
    cr_view front_matter, body = decoded.text;
    if (cr_front_matter_split(decoded.text, &front_matter, &body)) {
        cr_yaml_entry *entries;
        size_t n;
        status = cr_yaml_read(front_matter, path, 2, arena, &entries, &n, error);
        if (status)
            return status;
        take_front_matter(article, entries, n);
    }
    cr_markdown_text plain;
    status = cr_markdown_read(body, path, arena, &plain, error);
    if (status)
        return status;
    article->text = plain.text;
    if (cr_view_trim(plain.text).size == 0)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no text");
    if (article->title.size == 0)
        article->title = title_of(&plain);
    char tag[CR_TAG_SIZE];
    const cr_rules *rules = NULL;
    status = cr_source_language(parser, article->text, article, tag, &rules, error);
    if (status)
        return status;
    cr_structure structure;
    cr_date_reader dates = {.lang = tag};
    cr_structure_recognise(article->text, article->title, &dates, rules, parser->options.characters, arena, &structure);
    if (article->title.size == 0)
        article->title = structure.title;
    if (article->date.precision == CR_DATE_NONE) {
        cr_structure_date(article->text, &dates, parser->options.characters, &structure);
        article->date = structure.date;
    }
    cr_date_reader_release(&dates);
    merge_marks(article, &plain, &structure, arena);
    cr_title_derive(article, parser->options.characters, arena);
    return CR_OK;
}
