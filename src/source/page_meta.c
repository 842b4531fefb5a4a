/* What a page tells of its article. */
#include "base/buf.h"
#include "format/json_document.h"
#include "source/page.h"

#include <string.h>

enum { MAX_OBJECTS = 256, MAX_SCRIPTS = 32, MAX_HEADINGS = 64, TITLE_BYTES = 4096, LINKED_DATA_BYTES = 256 * 1024 };

/* A line of text out of a value: white space evened out, the references that pages leave in JSON resolved. */
static cr_view line_of(cr_view value, cr_arena *arena)
{
    static const struct {
        const char *reference, *text;
    } references[] = {{"&amp;", "&"},   {"&quot;", "\""}, {"&#039;", "'"},  {"&#39;", "'"},
                      {"&lt;", "<"},    {"&gt;", ">"},    {"&nbsp;", " "},  {"&apos;", "'"},
                      {"&#8217;", "’"}, {"&#8216;", "‘"}, {"&#8220;", "“"}, {"&#8221;", "”"}};
    if (!cr_view_trim(value).size)
        return (cr_view){NULL, 0};
    cr_buf plain = {0}, line = {0};
    for (size_t at = 0; at < value.size;) {
        size_t taken = 0;
        for (size_t i = 0; value.data[at] == '&' && !taken && i < sizeof references / sizeof *references; i++)
            if (cr_view_starts(cr_view_slice(value, at, value.size), cr_view_of(references[i].reference))) {
                cr_buf_append_string(&plain, references[i].text);
                taken = strlen(references[i].reference);
            }
        if (!taken)
            cr_buf_append_byte(&plain, value.data[at]);
        at += taken ? taken : 1;
    }
    cr_buf_append_squeezed(&line, cr_buf_view(&plain));
    cr_view copy = line.size ? cr_arena_copy(arena, cr_buf_view(&line)) : (cr_view){NULL, 0};
    cr_buf_release(&plain);
    cr_buf_release(&line);
    return copy;
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

/* "Headline - Paper": without the paper, where it is known. */
static void drop_paper(cr_page_facts *facts)
{
    cr_view *title = &facts->title;
    if (!facts->source.size || title->size < facts->source.size + 8 || !cr_view_ends(*title, facts->source))
        return;
    static const char *const joints[] = {" - ", " | ", " – ", " — ", " :: ", " • ", " · "};
    cr_view before = cr_view_slice(*title, 0, title->size - facts->source.size);
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (cr_view_ends(before, cr_view_of(joints[i]))) {
            title->size = before.size - strlen(joints[i]);
            return;
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
    set(&facts->title, heading_of(page), arena);
    set(&facts->title, page->title, arena);
    set_time(&facts->date, page, arena);
    drop_paper(facts);
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
