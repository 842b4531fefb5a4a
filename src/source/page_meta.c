/* What a page tells of its article. */
#include "base/buf.h"
#include "format/json_document.h"
#include "source/page.h"

#include <string.h>

enum {
    MAX_OBJECTS = 256,
    MAX_SCRIPTS = 32,
    MAX_HEADINGS = 64,
    TITLE_BYTES = 4096,
    LINKED_DATA_BYTES = 256 * 1024,
    LEAST_TITLE = 5,    // bytes
    MOST_TITLE = 1024,  // bytes: what is longer is none, and each block would be held against it
    NAME_WORDS = 8,     // of a byline
    NAMED_BYTES = 120,  // of what is named byline or date
};

/* A value as a line: white space evened out. */
static cr_view line_of(cr_view value, cr_arena *arena)
{
    if (!cr_view_trim(value).size)
        return (cr_view){NULL, 0};
    cr_buf line = {0};
    cr_buf_append_squeezed(&line, value);
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&line));
    cr_buf_release(&line);
    return copy;
}

/* The references that pages leave in JSON and escape twice in attributes. What looks like a tag is none: "List<int>". */
static void resolve(cr_view *field, cr_arena *arena)
{
    cr_html_page page;
    cr_buf html = {0};
    for (size_t i = 0; i < field->size; i++)
        cr_buf_append(&html, field->data[i] == '<' ? CR_VIEW("&lt;") : cr_view_slice(*field, i, i + 1));
    if (cr_view_find_byte(*field, '&') >= 0 && cr_html_read(cr_buf_view(&html), "value", arena, &page, NULL) == CR_OK)
        *field = line_of(page.text, arena);
    cr_buf_release(&html);
}

static void set(cr_view *field, cr_view value, cr_arena *arena)
{
    if (!field->size)
        *field = line_of(value, arena);
}

/* ---- JSON-LD ----------------------------------------------------------------------------------------------------- */

static bool type_is_article(cr_view type)
{
    return cr_view_find(type, CR_VIEW("Article")) >= 0 || cr_view_find(type, CR_VIEW("Posting")) >= 0 ||
           cr_view_equal(type, CR_VIEW("Report"));
}

static bool is_article(const cr_json_value *object)
{
    const cr_json_value *type = cr_json_value_member(object, "@type");
    if (type_is_article(cr_json_value_text(type)))
        return true;
    for (size_t i = 0; i < cr_json_value_count(type); i++)
        if (type_is_article(cr_json_value_text(cr_json_value_at(type, i))))
            return true;
    return false;
}

/* A string, or the name of an object, or those of the elements of an array, with commas between. */
static void append_names(const cr_json_value *value, cr_buf *out)
{
    for (size_t i = 0; i < (cr_json_value_count(value) ? cr_json_value_count(value) : 1) && i < 8; i++) {
        const cr_json_value *one = cr_json_value_count(value) ? cr_json_value_at(value, i) : value;
        cr_view name = cr_json_value_text(one);
        if (!name.size)
            name = cr_json_value_member_text(one, "name");
        if (!name.size || cr_view_is_address(name))
            continue;
        if (out->size)
            cr_buf_append_string(out, ", ");
        cr_buf_append(out, name);
    }
}

static void set_names(cr_view *field, const cr_json_value *value, cr_arena *arena)
{
    cr_buf names = {0};
    append_names(value, &names);
    set(field, cr_buf_view(&names), arena);
    cr_buf_release(&names);
}

static void take_article(const cr_json_value *object, cr_arena *arena, cr_page_facts *facts)
{
    set(&facts->title, cr_json_value_member_text(object, "headline"), arena);
    set(&facts->date, cr_json_value_member_text(object, "datePublished"), arena);
    set(&facts->lang, cr_json_value_member_text(object, "inLanguage"), arena);
    set_names(&facts->author, cr_json_value_member(object, "author"), arena);
    set_names(&facts->source, cr_json_value_member(object, "publisher"), arena);
    if (!facts->body.size) {
        cr_view body = cr_json_value_member_text(object, "articleBody");
        facts->body = body.size ? cr_arena_copy(arena, body) : body;
    }
    const cr_json_value *entity = cr_json_value_member(object, "mainEntityOfPage");
    cr_view url = cr_json_value_member_text(object, "url");
    if (!cr_view_is_address(url))
        url = cr_json_value_text(entity);
    if (!cr_view_is_address(url))
        url = cr_json_value_member_text(entity, "@id");
    if (cr_view_is_address(url))
        set(&facts->url, url, arena);
}

static void take_linked_data(cr_view script, cr_arena *arena, cr_page_facts *facts)
{
    if (script.size > LINKED_DATA_BYTES)  // a tree of it would take far more memory than the page
        return;
    // control characters stand in strings of many pages, where JSON has none
    char *clean = cr_arena_allocate(arena, script.size + 1, 1);
    for (size_t i = 0; i < script.size; i++)
        clean[i] = (unsigned char)script.data[i] < 0x20 ? ' ' : script.data[i];
    cr_view text = cr_view_trim((cr_view){clean, script.size});
    if (cr_view_ends(text, CR_VIEW(";")))
        text.size--;
    cr_json_document *document = NULL;
    if (cr_json_document_parse(text, "JSON-LD", &document, NULL))
        return;
    const cr_json_value *queue[MAX_OBJECTS];
    size_t n = 1;
    queue[0] = cr_json_document_root(document);
    for (size_t i = 0; i < n; i++) {
        if (is_article(queue[i]))
            take_article(queue[i], arena, facts);
        const cr_json_value *lists[] = {queue[i], cr_json_value_member(queue[i], "@graph")};
        for (size_t l = 0; l < 2; l++)
            for (size_t k = 0; k < cr_json_value_count(lists[l]) && n < MAX_OBJECTS; k++)
                queue[n++] = cr_json_value_at(lists[l], k);
        const cr_json_value *entity = cr_json_value_member(queue[i], "mainEntity");
        if (entity && n < MAX_OBJECTS)
            queue[n++] = entity;
    }
    cr_json_document_free(document);
}

/* ---- meta and microdata ------------------------------------------------------------------------------------------ */

static void set_meta(cr_view *field, const cr_html_page *page, const char *const *names, cr_arena *arena)
{
    for (; *names && !field->size; names++)
        for (size_t i = 0; i < page->n_metas; i++)
            if (cr_view_equal(page->metas[i].name, cr_view_of(*names))) {
                set(field, page->metas[i].value, arena);
                break;
            }
}

static bool has_word(cr_view text, const char *word)
{
    cr_view w = cr_view_of(word);
    for (size_t at = 0; at + w.size <= text.size; at++)
        if (cr_view_equal(cr_view_slice(text, at, at + w.size), w) && (at == 0 || cr_is_space(text.data[at - 1])) &&
            (at + w.size == text.size || cr_is_space(text.data[at + w.size])))
            return true;
    return false;
}

static void set_property(cr_view *field, const cr_html_page *page, const char *property, size_t longest,
                         cr_arena *arena)
{
    for (size_t i = 0; i < page->n_elements && !field->size; i++) {
        const cr_html_element *e = &page->elements[i];
        if (!e->property.size || !has_word(e->property, property))
            continue;
        cr_view value = e->value.size ? e->value : cr_view_trim(cr_view_slice(page->text, e->start, e->end));
        if (value.size <= longest)
            set(field, value, arena);
    }
}

/* The only heading of the first level, or that of them which the title of the head holds. */
static cr_view heading_of(const cr_html_page *page)
{
    cr_view first = {NULL, 0};
    cr_view title = cr_view_slice(page->title, 0, TITLE_BYTES);
    size_t n = 0;
    for (size_t i = 0; i < page->n_elements && n < MAX_HEADINGS; i++) {
        const cr_html_element *e = &page->elements[i];
        if (e->tag != CR_HTML_HEADING || e->level != 1)
            continue;
        cr_view text = cr_view_trim(cr_view_slice(page->text, e->start, e->end));
        if (!text.size || text.size > 400)
            continue;
        if (cr_view_find(title, text) >= 0)
            return text;
        first = n++ ? first : text;
    }
    return n == 1 || !page->title.size ? first : (cr_view){NULL, 0};
}

static void set_time(cr_view *field, const cr_html_page *page, cr_arena *arena)
{
    for (size_t i = 0; i < page->n_elements && !field->size; i++)
        if (page->elements[i].tag == CR_HTML_TIME)
            set(field, page->elements[i].value, arena);
}

static const char *const JOINTS[] = {" - ", " | ", " – ", " — ", " :: ", " • ", " · "};

/* The part of a title before or behind a joint and the other part, if the joint is there. */
static bool part(cr_view title, cr_view other, bool at_end, cr_view *rest)
{
    if (title.size <= other.size || !(at_end ? cr_view_ends(title, other) : cr_view_starts(title, other)))
        return false;
    *rest = at_end ? cr_view_slice(title, 0, title.size - other.size) : cr_view_slice(title, other.size, title.size);
    for (size_t i = 0; i < sizeof JOINTS / sizeof *JOINTS; i++) {
        cr_view joint = cr_view_of(JOINTS[i]);
        if (!(at_end ? cr_view_ends(*rest, joint) : cr_view_starts(*rest, joint)))
            continue;
        *rest = at_end ? cr_view_slice(*rest, 0, rest->size - joint.size)
                       : cr_view_slice(*rest, joint.size, rest->size);
        return true;
    }
    return false;
}

/* "Headline - Paper": without the paper, where it is known or the headline stands on the page. */
static void drop_paper(const cr_html_page *page, cr_page_facts *facts)
{
    cr_view heading = heading_of(page), rest;
    if (facts->source.size && part(facts->title, facts->source, true, &rest) && rest.size >= LEAST_TITLE)
        facts->title = rest;
    if (heading.size >= LEAST_TITLE &&
        (part(facts->title, heading, false, &rest) || part(facts->title, heading, true, &rest)))
        facts->title = heading;
}

/* ---- what is visible ---------------------------------------------------------------------------------------------- */

static bool has_digit(cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        if (cr_is_digit(text.data[i]))
            return true;
    return false;
}

/* "By A. Writer", "Author: A. Writer": the name. "Di Wu" is one. */
static cr_view without_by(cr_view name)
{
    static const char *const words[] = {"posted by ", "written by ", "by ", "von ", "par ", "por ", "di ", "door "};
    static const char *const names[] = {"von ", "di "};
    ptrdiff_t colon = cr_view_find_byte(name, ':');
    if (colon >= 0)
        name = cr_view_trim(cr_view_slice(name, (size_t)colon + 1, name.size));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cr_view_starts_ignoring_case(name, cr_view_of(names[i])) &&
            cr_view_find_byte(cr_view_slice(name, strlen(names[i]), name.size), ' ') < 0)
            return name;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cr_view_starts_ignoring_case(name, cr_view_of(words[i])))
            return cr_view_trim(cr_view_slice(name, strlen(words[i]), name.size));
    return name;
}

static bool may_be_name(cr_view text)
{
    size_t words = 1;
    for (size_t i = 0; i < text.size; i++)
        words += text.data[i] == ' ';
    return words <= NAME_WORDS && text.size >= 2 && !(text.data[0] >= 'a' && text.data[0] <= 'z') && !has_digit(text) &&
           cr_view_find_byte(text, '#') < 0 && cr_view_find_byte(text, '@') < 0;
}

static const cr_html_element *headline_of(const cr_html_page *page, cr_view title)
{
    const cr_html_element *first = NULL;
    for (const cr_html_element *e = page->elements; e < page->elements + page->n_elements; e++) {
        if (e->tag != CR_HTML_HEADING || e->start == e->end)
            continue;
        if (cr_page_same(cr_view_slice(page->text, e->start, e->end), title))
            return e;
        if (!first && e->level == 1)
            first = e;
    }
    return first;
}

/* Byline and date by the names of their elements behind the headline. */
static void set_visible(cr_page_facts *facts, const cr_html_page *page, cr_arena *arena)
{
    const cr_html_element *headline = facts->author.size && facts->date.size ? NULL : headline_of(page, facts->title);
    size_t next;
    for (size_t i = headline ? headline->next : page->n_elements; i < page->n_elements; i = next) {
        const cr_html_element *e = &page->elements[i];
        unsigned names = cr_page_names(e->names);
        next = names & CR_NAMES_COMMENTS ? e->next : i + 1;
        if (names & CR_NAMES_COMMENTS || !(names & (CR_NAMES_AUTHOR | CR_NAMES_DATE)) ||
            e->end - e->start > NAMED_BYTES)
            continue;
        cr_view text = line_of(cr_view_slice(page->text, e->start, e->end), arena);
        cr_view name = without_by(text);
        if (names & CR_NAMES_DATE && has_digit(text))
            set(&facts->date, text, arena);
        if (names & CR_NAMES_AUTHOR && may_be_name(name))
            set(&facts->author, name, arena);
    }
}

void cr_page_facts_read(const cr_html_page *page, cr_arena *arena, cr_page_facts *facts)
{
    static const char *const titles[] = {"og:title", "twitter:title", "dc.title", "dcterms.title", "headline", NULL};
    static const char *const authors[] = {"author",         "article:author",  "dc.creator", "dcterms.creator",
                                          "parsely-author", "sailthru.author", NULL};
    static const char *const dates[] = {"article:published_time",
                                        "datepublished",
                                        "og:published_time",
                                        "date",
                                        "dc.date.issued",
                                        "dcterms.date",
                                        "dc.date",
                                        "parsely-pub-date",
                                        "pubdate",
                                        "publishdate",
                                        "sailthru.date",
                                        "article:published",
                                        NULL};
    static const char *const langs[] = {"og:locale", "content-language", "dc.language", "language", NULL};
    static const char *const sources[] = {"og:site_name", "application-name", "dc.publisher", NULL};
    static const char *const urls[] = {"og:url", "twitter:url", NULL};
    *facts = (cr_page_facts){0};
    for (size_t i = 0; i < page->n_linked_data && i < MAX_SCRIPTS; i++)
        take_linked_data(page->linked_data[i], arena, facts);
    cr_view author = {NULL, 0}, url = {NULL, 0};
    set_meta(&facts->title, page, titles, arena);
    set_meta(&author, page, authors, arena);
    set_meta(&facts->date, page, dates, arena);
    set_meta(&facts->source, page, sources, arena);
    if (!cr_view_is_address(author))  // of a profile
        set(&facts->author, author, arena);
    set_property(&facts->title, page, "headline", 400, arena);
    set_property(&facts->date, page, "datePublished", 100, arena);
    set_property(&facts->author, page, "author", 100, arena);
    if (facts->title.size > MOST_TITLE)
        facts->title = (cr_view){NULL, 0};
    set(&facts->title, heading_of(page), arena);
    if (page->title.size <= MOST_TITLE)
        set(&facts->title, page->title, arena);
    set_time(&facts->date, page, arena);
    resolve(&facts->title, arena);
    resolve(&facts->author, arena);
    resolve(&facts->source, arena);
    drop_paper(page, facts);
    facts->author = without_by(facts->author);
    set_visible(facts, page, arena);
    if (!facts->lang.size)
        facts->lang = page->lang;
    set_meta(&facts->lang, page, langs, arena);
    // the canonical address is meant for this; the others often are that of the paper
    set_meta(&url, page, urls, arena);
    if (cr_view_is_address(page->canonical))
        facts->url = page->canonical;
    else if (cr_view_is_address(url))
        facts->url = url;
}
