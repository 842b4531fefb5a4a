/* JSON Feed 1.0 and 1.1. */
#include "base/buf.h"
#include "format/json.h"
#include "source/feed_read.h"

#include <string.h>

enum { MOST_AUTHORS = 32 };

typedef struct json {
    cr_feed_reader *r;
    cr_json_parser *parser;
    cr_view text;         // the whole document, padded
    const char *counted;  // its lines are counted as far as here
    size_t line;
} json;

static cr_view text_of(json *j, const cr_json_member *member)
{
    size_t n_repaired = 0;
    if (member->kind == CR_JSON_STRING) {
        cr_view text = cr_json_unescape(member->raw, j->r->arena, &n_repaired);
        j->r->feed->n_repaired += n_repaired;
        return text;
    }
    if (member->kind == CR_JSON_INTEGER || member->kind == CR_JSON_REAL)  // ids that are numbers
        return member->raw;
    return (cr_view){NULL, 0};
}

static cr_view line_of(json *j, const cr_json_member *member)
{
    return cr_feed_squeezed(text_of(j, member), j->r->arena);
}

/* The whole of an array or object, or what there is of it; none for anything else. */
static cr_view whole_of(const json *j, const cr_json_member *member)
{
    if (member->kind != CR_JSON_ARRAY && member->kind != CR_JSON_OBJECT)
        return (cr_view){NULL, 0};
    const char *start = member->raw.data, *end = j->text.data + j->text.size, *at = start;
    size_t depth = 0;
    for (bool in_string = false; at < end; at++) {
        if (in_string) {
            in_string = *at != '"';
            at += *at == '\\';
        } else if (*at == '"') {
            in_string = true;
        } else if (*at == '[' || *at == '{') {
            depth++;
        } else if ((*at == ']' || *at == '}') && --depth == 0) {
            return (cr_view){start, (size_t)(at - start) + 1};
        }
    }
    return (cr_view){start, (size_t)(end - start)};
}

/* The line of a place behind the last one asked for. */
static size_t line_number(json *j, const char *at)
{
    for (; j->counted < at; j->counted++)
        j->line += *j->counted == '\n';
    return j->line;
}

/* Names of "authors", an array of objects, or of "author", one. */
static cr_view names_of(json *j, const cr_json_member *authors, const cr_json_member *author)
{
    cr_view rest = authors->kind == CR_JSON_ARRAY ? whole_of(j, authors) : (cr_view){NULL, 0}, element;
    cr_buf all = {0};
    cr_json_member name = {.name = CR_VIEW("name")};
    for (size_t i = 0; i < MOST_AUTHORS && rest.size && cr_json_next_element(&rest, &element); i++) {
        if (cr_json_read_object(j->parser, element, &name, 1, j->r->path, 1, NULL))
            continue;
        cr_view line = line_of(j, &name);
        if (line.size && all.size)
            cr_buf_append_string(&all, ", ");
        cr_buf_append(&all, line);
    }
    if (!all.size && author->kind == CR_JSON_OBJECT &&
        !cr_json_read_object(j->parser, whole_of(j, author), &name, 1, j->r->path, 1, NULL))
        cr_buf_append(&all, line_of(j, &name));
    else if (!all.size)
        cr_buf_append(&all, line_of(j, author));
    cr_view names = all.size ? cr_arena_copy(j->r->arena, cr_buf_view(&all)) : (cr_view){NULL, 0};
    cr_buf_release(&all);
    return names;
}

static cr_date date_of(json *j, const cr_json_member *member)
{
    cr_date date = {0};
    cr_view line = line_of(j, member);
    if (line.size && !cr_feed_date(line, j->r->calendar, &date))
        cr_feed_warn(j->r, j->line, 0, CR_VIEW("a date that cannot be read"));
    return date;
}

static bool take_item(json *j, cr_view object)
{
    enum { ID, URL, EXTERNAL, TITLE, HTML, TEXT, SUMMARY, PUBLISHED, MODIFIED, AUTHORS, AUTHOR, LANGUAGE, N };
    cr_json_member m[N] = {
        [ID] = {.name = CR_VIEW("id")},
        [URL] = {.name = CR_VIEW("url")},
        [EXTERNAL] = {.name = CR_VIEW("external_url")},
        [TITLE] = {.name = CR_VIEW("title")},
        [HTML] = {.name = CR_VIEW("content_html")},
        [TEXT] = {.name = CR_VIEW("content_text")},
        [SUMMARY] = {.name = CR_VIEW("summary")},
        [PUBLISHED] = {.name = CR_VIEW("date_published")},
        [MODIFIED] = {.name = CR_VIEW("date_modified")},
        [AUTHORS] = {.name = CR_VIEW("authors")},
        [AUTHOR] = {.name = CR_VIEW("author")},
        [LANGUAGE] = {.name = CR_VIEW("language")},
    };
    size_t line = line_number(j, object.data);
    if (cr_json_read_object(j->parser, object, m, N, j->r->path, line, NULL)) {
        cr_feed_warn(j->r, line, 0, CR_VIEW("an item that is no JSON object"));
        return true;
    }
    cr_feed_entry *entry = cr_feed_add(j->r);
    if (!entry)
        return false;
    entry->line = line;
    entry->id = line_of(j, &m[ID]);
    entry->title = line_of(j, &m[TITLE]);
    entry->url = cr_feed_address(j->r, 0, text_of(j, &m[URL]));
    if (!entry->url.size)
        entry->url = cr_feed_address(j->r, 0, text_of(j, &m[EXTERNAL]));
    if (!entry->url.size &&
        (cr_view_starts(entry->id, CR_VIEW("https://")) || cr_view_starts(entry->id, CR_VIEW("http://"))))
        entry->url = entry->id;
    if (!entry->id.size)
        entry->id = entry->url;
    entry->author = names_of(j, &m[AUTHORS], &m[AUTHOR]);
    entry->lang = line_of(j, &m[LANGUAGE]);
    if (!entry->lang.size)
        entry->lang = j->r->feed->lang;
    cr_view html = text_of(j, &m[HTML]), text = text_of(j, &m[TEXT]), summary = text_of(j, &m[SUMMARY]);
    entry->content = html.size ? (cr_feed_text){html, true} : (cr_feed_text){text, false};
    entry->summary = (cr_feed_text){summary, false};
    if (!cr_view_trim(entry->content.value).size) {
        entry->content = entry->summary;
        entry->summary = (cr_feed_text){0};
        entry->is_summary = true;
    }
    entry->published = date_of(j, &m[PUBLISHED]);
    entry->updated = date_of(j, &m[MODIFIED]);
    return true;
}

static void take_items(json *j, const cr_json_member *items)
{
    cr_view rest = items->kind == CR_JSON_ARRAY ? whole_of(j, items) : (cr_view){NULL, 0}, element;
    bool more = rest.size > 0;
    while (more && cr_json_next_element(&rest, &element))
        more = take_item(j, element);
}

cr_status cr_feed_read_json(cr_feed_reader *r, cr_view text, cr_error *error)
{
    enum { VERSION, TITLE, HOME, DESCRIPTION, LANGUAGE, AUTHORS, AUTHOR, ITEMS, N };
    cr_json_member m[N] = {
        [VERSION] = {.name = CR_VIEW("version")},    [TITLE] = {.name = CR_VIEW("title")},
        [HOME] = {.name = CR_VIEW("home_page_url")}, [DESCRIPTION] = {.name = CR_VIEW("description")},
        [LANGUAGE] = {.name = CR_VIEW("language")},  [AUTHORS] = {.name = CR_VIEW("authors")},
        [AUTHOR] = {.name = CR_VIEW("author")},      [ITEMS] = {.name = CR_VIEW("items")},
    };
    char *padded = cr_arena_allocate(r->arena, text.size + CR_JSON_PADDING, 1);
    memcpy(padded, text.data, text.size);
    memset(padded + text.size, 0, CR_JSON_PADDING);
    json j = {.r = r, .parser = cr_json_parser_new(), .text = {padded, text.size}, .counted = padded, .line = 1};
    cr_error problem = {0};
    cr_status status = cr_json_read_object(j.parser, j.text, m, N, r->path, 1, &problem);
    cr_view version = text_of(&j, &m[VERSION]);
    bool is_feed = cr_view_find(version, CR_VIEW("jsonfeed.org/version/")) >= 0;
    if (!is_feed) {
        status = status ? cr_error_at(error, CR_INPUT, r->path, problem.line, problem.column, "%s", problem.text)
                        : cr_error_at(error, CR_INPUT, r->path, 0, 0, "no feed: JSON without the version of JSON Feed");
    } else {
        if (status)  // what stood before the fault
            cr_feed_warn(r, problem.line, problem.column, cr_arena_copy(r->arena, cr_view_of(problem.text)));
        cr_feed *feed = r->feed;
        feed->format = "JSON Feed";
        feed->title = line_of(&j, &m[TITLE]);
        feed->url = cr_feed_address(r, 0, text_of(&j, &m[HOME]));
        cr_feed_take_base(r);
        feed->description = line_of(&j, &m[DESCRIPTION]);
        feed->lang = line_of(&j, &m[LANGUAGE]);
        cr_feed_take_lang(r);
        feed->author = names_of(&j, &m[AUTHORS], &m[AUTHOR]);
        take_items(&j, &m[ITEMS]);
        status = CR_OK;
    }
    cr_json_parser_free(j.parser);
    return status;
}
