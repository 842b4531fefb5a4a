#include "digest/manifest.h"

#include "base/memory.h"
#include "digest/company.h"
#include "format/json_document.h"
#include "text/date.h"
#include "text/tag.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
    cr_arena *arena;
    cr_manifest *manifest;
    cr_edition *editions;
    size_t capacity;
} reader;

static cr_view text_of(const cr_json_value *value, const char *name, cr_arena *arena)
{
    cr_view text = cr_json_value_member_text(value, name);
    return text.size ? cr_arena_copy(arena, text) : (cr_view){0};
}

static size_t size_of(const cr_json_value *value, const char *name)
{
    return cr_json_value_size(cr_json_value_member(value, name), 0);
}

static cr_date date_of(const cr_json_value *value, const char *name)
{
    cr_date date = {0};
    if (!cr_date_parse(cr_json_value_member_text(value, name), &date))
        date = (cr_date){0};
    return date;
}

static void copy_tag(const cr_json_value *value, char lang[CR_TAG_SIZE])
{
    cr_view tag = cr_json_value_member_text(value, "lang");
    lang[0] = '\0';
    if (tag.size)
        cr_tag_normalise(tag, lang);
}

/* The index that a number stands for. */
static size_t index_of(size_t number, size_t n_sources)
{
    return number > 0 && number <= n_sources ? number - 1 : SIZE_MAX;
}

static uint64_t hash_of(cr_view text)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = cr_to_lower(text.data[i]);
        bool is_letter = c >= 'a' && c <= 'f';
        if (text.size != 16 || (!cr_is_digit(c) && !is_letter))
            return 0;
        hash = hash << 4 | (uint64_t)(is_letter ? c - 'a' + 10 : c - '0');
    }
    return hash;
}

static cr_story_label label_of(cr_view text)
{
    return cr_view_equal(text, CR_VIEW("new"))         ? CR_STORY_NEW
           : cr_view_equal(text, CR_VIEW("updated"))   ? CR_STORY_UPDATED
           : cr_view_equal(text, CR_VIEW("unchanged")) ? CR_STORY_UNCHANGED
                                                       : CR_STORY_PLAIN;
}

static void read_source(const cr_json_value *value, cr_arena *arena, cr_edition_source *source)
{
    *source = (cr_edition_source){
        .number = size_of(value, "number"),
        .id = text_of(value, "id", arena),
        .name = text_of(value, "name", arena),
        .title = text_of(value, "title", arena),
        .title_derived = cr_json_value_member(value, "title_derived") != NULL,
        .paper = text_of(value, "source", arena),
        .author = text_of(value, "author", arena),
        .url = text_of(value, "url", arena),
        .path = text_of(value, "path", arena),
        .date = date_of(value, "date"),
        .hash = hash_of(cr_json_value_member_text(value, "hash")),
    };
    copy_tag(value, source->lang);
}

static void read_story(const cr_json_value *value, size_t n_sources, cr_arena *arena, cr_edition_story *story)
{
    const cr_json_value *quoted = cr_json_value_member(value, "quotations");
    const cr_json_value *reported = cr_json_value_member(value, "reports");
    size_t n = cr_json_value_count(quoted), n_reports = cr_json_value_count(reported);
    cr_quotation *quotations = CR_ARENA_ZEROED(arena, cr_quotation, n);
    size_t *reports = CR_ARENA_ARRAY(arena, size_t, n_reports);
    for (size_t i = 0; i < n; i++) {
        const cr_json_value *q = cr_json_value_at(quoted, i);
        size_t start = size_of(q, "start"), end = size_of(q, "end");
        quotations[i] = (cr_quotation){.text = text_of(q, "text", arena),
                                       .source = index_of(size_of(q, "source"), n_sources),
                                       .link = text_of(q, "link", arena),
                                       .start = start < UINT32_MAX ? (uint32_t)start : UINT32_MAX,
                                       .end = end < UINT32_MAX ? (uint32_t)end : UINT32_MAX};
    }
    for (size_t i = 0; i < n_reports; i++)
        reports[i] = index_of(cr_json_value_size(cr_json_value_at(reported, i), 0), n_sources);
    *story = (cr_edition_story){.id = text_of(value, "id", arena),
                                .headline = text_of(value, "headline", arena),
                                .headline_source = index_of(size_of(value, "headline_source"), n_sources),
                                .headline_derived = cr_json_value_member(value, "headline_derived") != NULL,
                                .label = label_of(cr_json_value_member_text(value, "label")),
                                .quotations = quotations,
                                .n_quotations = n,
                                .reports = reports,
                                .n_reports = n_reports};
    copy_tag(value, story->lang);
}

static void read_edition(reader *r, const cr_json_value *root)
{
    cr_arena *arena = r->arena;
    const cr_json_value *stories = cr_json_value_member(root, "stories"),
                        *sources = cr_json_value_member(root, "sources");
    const cr_json_value *languages = cr_json_value_member(root, "languages"),
                        *failures = cr_json_value_member(root, "failures"),
                        *counts = cr_json_value_member(root, "counts");
    cr_edition edition = {.date = date_of(root, "date"),
                          .first = date_of(root, "first"),
                          .last = date_of(root, "last"),
                          .n_stories = cr_json_value_count(stories),
                          .n_sources = cr_json_value_count(sources),
                          .n_languages = cr_json_value_count(languages),
                          .n_failures = cr_json_value_count(failures),
                          .n_articles = size_of(counts, "articles"),
                          .n_papers = size_of(counts, "names"),
                          .n_undated = size_of(counts, "undated"),
                          .n_merged = size_of(counts, "merged"),
                          .n_muted = size_of(counts, "muted"),
                          .n_empty = size_of(counts, "empty"),
                          .n_repaired = size_of(counts, "repaired"),
                          .n_capped = size_of(counts, "capped")};
    copy_tag(root, edition.lang);
    cr_edition_story *story = CR_ARENA_ARRAY(arena, cr_edition_story, edition.n_stories);
    cr_edition_source *source = CR_ARENA_ARRAY(arena, cr_edition_source, edition.n_sources);
    cr_edition_language *language = CR_ARENA_ARRAY(arena, cr_edition_language, edition.n_languages);
    cr_edition_failure *failure = CR_ARENA_ARRAY(arena, cr_edition_failure, edition.n_failures);
    for (size_t i = 0; i < edition.n_sources; i++)
        read_source(cr_json_value_at(sources, i), arena, &source[i]);
    for (size_t i = 0; i < edition.n_stories; i++)
        read_story(cr_json_value_at(stories, i), edition.n_sources, arena, &story[i]);
    for (size_t i = 0; i < edition.n_languages; i++) {
        copy_tag(cr_json_value_at(languages, i), language[i].lang);
        language[i].n_articles = size_of(cr_json_value_at(languages, i), "articles");
    }
    for (size_t i = 0; i < edition.n_failures; i++) {
        const cr_json_value *value = cr_json_value_at(failures, i);
        failure[i] = (cr_edition_failure){text_of(value, "source", arena), text_of(value, "reason", arena)};
    }
    edition.stories = story;
    edition.failures = failure;
    edition.sources = source;
    edition.languages = language;
    r->editions = cr_grow(r->editions, &r->capacity, r->manifest->n_editions + 1, sizeof *r->editions);
    r->editions[r->manifest->n_editions++] = edition;
}

static bool has_schema(const cr_json_value *value, cr_view schema)
{
    return cr_view_equal(cr_json_value_member_text(value, "schema"), schema);
}

/* False if it is none of ours. */
static bool read_document(reader *r, const cr_json_value *root)
{
    if (has_schema(root, CR_VIEW(CR_EDITION_SCHEMA))) {
        r->manifest->is_digest = r->manifest->n_editions == 0;
        read_edition(r, root);
        return true;
    }
    r->manifest->is_digest = false;
    if (has_schema(root, CR_VIEW(CR_COMPANY_SCHEMA))) {
        const cr_json_value *edition = cr_json_value_member(root, "edition");
        if (has_schema(edition, CR_VIEW(CR_EDITION_SCHEMA)))
            read_edition(r, edition);
        return has_schema(edition, CR_VIEW(CR_EDITION_SCHEMA));
    }
    const cr_json_value *pages = cr_json_value_member(root, "companies");
    bool good = has_schema(root, CR_VIEW(CR_COMPANIES_SCHEMA));
    for (size_t i = 0; good && i < cr_json_value_count(pages); i++)
        good = has_schema(cr_json_value_at(pages, i), CR_VIEW(CR_COMPANY_SCHEMA)) &&
               read_document(r, cr_json_value_at(pages, i));
    return good;
}

bool cr_manifest_is_sound(const cr_edition *edition)
{
    bool good = true;
    for (size_t i = 0; i < edition->n_stories; i++) {
        const cr_edition_story *story = &edition->stories[i];
        good &= story->headline_source < edition->n_sources;
        for (size_t k = 0; k < story->n_quotations; k++)
            good &= story->quotations[k].source < edition->n_sources;
        for (size_t k = 0; k < story->n_reports; k++)
            good &= story->reports[k] < edition->n_sources;
    }
    return good;
}

/* Where each member "text" stands: only quotations have one, and arrays are read in their order. */
static void find_lines(cr_view content, cr_arena *arena, cr_manifest *manifest)
{
    size_t n = 0, line = 1;
    size_t *lines = NULL, capacity = 0;
    for (size_t at = 0; at < content.size; at++) {
        line += content.data[at] == '\n';
        if (content.data[at] != '"')
            continue;
        size_t start = ++at;
        for (; at < content.size && content.data[at] != '"'; at++)
            at += content.data[at] == '\\';
        size_t next = at + 1;
        while (next < content.size && cr_is_space(content.data[next]))
            next++;
        if (next < content.size && content.data[next] == ':' &&
            cr_view_equal(cr_view_slice(content, start, at), CR_VIEW("text"))) {
            lines = cr_grow(lines, &capacity, n + 1, sizeof *lines);
            lines[n++] = line;
        }
    }
    size_t *kept = CR_ARENA_ARRAY(arena, size_t, n);
    if (n)
        memcpy(kept, lines, n * sizeof *kept);
    free(lines);
    manifest->lines = kept;
    manifest->n_lines = n;
}

/* Several documents, a line each: the first line is one, and is not all. */
static bool is_lines(cr_view content)
{
    cr_view rest = cr_view_trim(content), line;
    cr_json_document *document = NULL;
    if (!cr_view_next_line(&rest, &line) || cr_view_trim(rest).size == 0)
        return false;
    bool good = cr_json_document_parse(line, NULL, &document, NULL) == CR_OK;
    cr_json_document_free(document);
    return good;
}

static cr_status parse_one(reader *r, cr_view content, const char *path, size_t line, cr_error *error)
{
    cr_json_document *document = NULL;
    cr_status status = cr_json_document_parse(content, path, &document, error);
    if (!status && !read_document(r, cr_json_document_root(document)))
        status = cr_error_at(error, CR_INPUT, path, line, 0, "no edition: its schema is not '%s'", CR_EDITION_SCHEMA);
    cr_json_document_free(document);
    return status;
}

cr_status cr_manifest_parse(cr_view content, const char *path, cr_arena *arena, cr_manifest *manifest, cr_error *error)
{
    reader r = {.arena = arena, .manifest = manifest};
    cr_status status = CR_OK;
    *manifest = (cr_manifest){0};
    if (is_lines(content)) {
        cr_view rest = content, line;
        for (size_t number = 1; !status && cr_view_next_line(&rest, &line); number++)
            if (cr_view_trim(line).size)
                status = parse_one(&r, line, path, number, error);
    } else {
        status = parse_one(&r, content, path, 0, error);
    }
    cr_edition *editions = CR_ARENA_ARRAY(arena, cr_edition, manifest->n_editions);
    if (manifest->n_editions)
        memcpy(editions, r.editions, manifest->n_editions * sizeof *editions);
    manifest->editions = editions;
    free(r.editions);
    if (!status)
        find_lines(content, arena, manifest);
    return status;
}
