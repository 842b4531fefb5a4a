#include "source/mail.h"

#include "article/furniture.h"
#include "article/title.h"
#include "base/limits.h"
#include "base/memory.h"
#include "source/feed_date.h"
#include "source/page.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

enum {
    PROSE = 12,  // words of a block that ends the body of a newsletter
    RULE = 20,   // underscores of a line that parts the footer of a list from the mail
    MOST_CHARSET = 48,
};

/* ---- headers ----------------------------------------------------------------------------------------------------- */

static const char *charset_of(cr_view charset, char name[MOST_CHARSET])
{
    if (!charset.size || charset.size >= MOST_CHARSET)
        return NULL;
    memcpy(name, charset.data, charset.size);
    name[charset.size] = '\0';
    return name;
}

/* A header as UTF-8 on one line, or none. charset is that of the mail, for headers that were never encoded. */
static cr_status header_text(cr_view raw, cr_view charset, cr_arena *arena, cr_view *text, cr_error *error)
{
    cr_buf line = {0}, squeezed = {0};
    cr_mime_word word;
    cr_status status = CR_OK;
    while (!status && cr_mime_next_word(&raw, arena, &word)) {
        char name[MOST_CHARSET];
        cr_decoded decoded;
        status = cr_decode(word.bytes, charset_of(word.charset.size ? word.charset : charset, name), arena, &decoded,
                           error);
        if (!status)
            cr_buf_append(&line, decoded.text);
    }
    cr_buf_append_squeezed(&squeezed, cr_buf_view(&line));
    *text = squeezed.size ? cr_arena_copy(arena, cr_buf_view(&squeezed)) : (cr_view){NULL, 0};
    cr_buf_release(&line);
    cr_buf_release(&squeezed);
    return status;
}

/* What stands between "<" and ">", or all of it. */
static cr_view in_brackets(cr_view text)
{
    ptrdiff_t open = cr_view_find_byte(text, '<'), close = cr_view_find_byte(text, '>');
    return cr_view_trim(open >= 0 && close > open ? cr_view_slice(text, (size_t)open + 1, (size_t)close) : text);
}

/* Without the mark of a forwarded mail. "TR:" is one in French alone: elsewhere it may be the subject's own. */
static cr_view without_prefix(cr_view subject, cr_view lang)
{
    static const char *const prefixes[] = {"Fwd:", "Fw:", "WG:", "TR:"};
    size_t n = sizeof prefixes / sizeof *prefixes;
    bool is_french = cr_view_equal_ignoring_case(cr_view_slice(lang, 0, 2), CR_VIEW("fr"));
    for (size_t i = 0; i < n - !is_french; i++) {
        cr_view prefix = cr_view_of(prefixes[i]), rest = cr_view_slice(subject, prefix.size, subject.size);
        if (cr_view_equal_ignoring_case(cr_view_slice(subject, 0, prefix.size), prefix) && cr_view_trim(rest).size)
            return cr_view_trim(rest);
    }
    return subject;
}

static cr_status take_sender(const cr_mime_message *m, cr_view charset, cr_arena *arena, cr_article *article,
                             cr_error *error)
{
    cr_view name, address, list = m->list_id;
    cr_mime_mailbox(m->from, arena, &name, &address);
    cr_status status = header_text(name, charset, arena, &article->source, error);
    if (status || article->source.size)
        return status;
    ptrdiff_t open = cr_view_find_byte(list, '<');
    if (open > 0)
        status = header_text(cr_view_slice(list, 0, (size_t)open), charset, arena, &article->source, error);
    if (status || article->source.size)
        return status;
    ptrdiff_t at = cr_view_find_byte(address, '@');
    return header_text(cr_view_slice(address, at < 0 ? 0 : (size_t)at + 1, address.size), charset, arena,
                       &article->source, error);
}

static void take_date(const cr_mime_message *m, cr_article *article)
{
    cr_feed_calendar *calendar = cr_feed_calendar_new("en");
    article->date_refused = m->date.size && !cr_feed_date(m->date, calendar, &article->date);
    cr_feed_calendar_free(calendar);
}

static cr_status take_headers(cr_source_parser *parser, const cr_mime_message *m, const char *path, size_t number,
                              cr_arena *arena, cr_article *article, cr_error *error)
{
    cr_view charset = m->html.body.data ? m->html.charset : m->text.charset, url;
    *article = (cr_article){.path = cr_arena_copy(arena, cr_view_of(path)), .line = number, .structured = true};
    article->lang = cr_view_of(parser->options.json.lang);
    article->lang_binding = article->lang.size > 0;
    cr_status status = header_text(in_brackets(m->id), charset, arena, &article->id, error);
    article->id_is_own = article->id.size > 0;
    if (!article->id_is_own && number) {
        cr_buf id = {0};
        cr_buf_append_format(&id, "%s#%zu", path, number);
        article->id = cr_arena_copy(arena, cr_buf_view(&id));
        cr_buf_release(&id);
    } else if (!article->id_is_own) {
        article->id = article->path;
    }
    if (!status)
        status = header_text(m->subject, charset, arena, &article->title, error);
    article->title = without_prefix(article->title, article->lang.size ? article->lang : m->language);
    if (!status)
        status = take_sender(m, charset, arena, article, error);
    if (!status)
        status = header_text(in_brackets(m->archived_at), charset, arena, &url, error);
    if (!status && (cr_view_starts(url, CR_VIEW("https://")) || cr_view_starts(url, CR_VIEW("http://"))))
        article->url = url;
    take_date(m, article);
    return status;
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

static size_t count_words(cr_view text, const cr_characters *characters)
{
    cr_page_lines lines = {0};
    size_t n = 0;
    cr_page_lines_find(&lines, text, characters);
    for (size_t i = 0; i < lines.n; i++)
        n += lines.items[i].words;
    cr_page_lines_release(&lines);
    return n;
}

/* Drops what the phrases of the language know for furniture, and where some of it stands behind the last block of prose, all that
 * is there: addresses, rights, links. Something is always left. */
static bool drop_furniture(cr_source_parser *parser, const cr_html_page *page, const char *lang, const cr_rules *rules,
                           bool *taken)
{
    cr_buf scratch = {0};
    size_t n_left = 0, last_prose = 0, first_furniture = page->n_blocks;
    bool dropped = false, any_prose = false;
    for (size_t i = 0; i < page->n_blocks; i++)
        n_left += taken[i];
    for (size_t i = 0; i < page->n_blocks && n_left > 1; i++) {
        cr_view text = cr_view_slice(page->text, page->blocks[i].start, page->blocks[i].end);
        if (!taken[i])
            continue;
        if (cr_furniture_of_sentence(text, lang, rules, &scratch) != CR_FURNITURE_NONE) {
            taken[i] = false;
            dropped = true;
            n_left--;
            if (first_furniture < last_prose || first_furniture == page->n_blocks)
                first_furniture = i;
        } else if (count_words(text, parser->options.characters) >= PROSE) {
            last_prose = i;
            any_prose = true;
        }
    }
    for (size_t i = last_prose + 1;
         any_prose && i < page->n_blocks && first_furniture > last_prose && first_furniture < page->n_blocks; i++) {
        dropped |= taken[i];
        taken[i] = false;
    }
    cr_buf_release(&scratch);
    return dropped;
}

static cr_status take_html(cr_source_parser *parser, const cr_mime_message *m, const char *path, cr_arena *arena,
                           cr_article *article, cr_error *error)
{
    cr_buf raw = {0};
    cr_decoded decoded;
    cr_html_page page;
    char name[MOST_CHARSET];
    cr_status status = cr_mime_decode(&m->html, path, &raw, error);
    cr_view bytes = cr_buf_view(&raw);
    const char *charset = charset_of(m->html.charset, name);
    if (!charset && cr_html_charset(bytes, name))
        charset = name;
    if (!status)
        status = cr_decode(bytes, charset, arena, &decoded, error);
    if (!status)
        status = cr_html_read(decoded.text, path, arena, &page, error);
    if (status || !page.n_blocks) {
        cr_buf_release(&raw);
        return status;
    }
    article->n_repaired = decoded.n_repaired;
    bool *taken = cr_allocate(page.n_blocks, sizeof *taken);
    cr_page_choose_content(&page, article->title, parser->options.characters, taken);
    cr_page_join(article, &page, taken, arena);
    status = cr_page_language(parser, article, page.lang.size ? page.lang : m->language, arena, error);
    char tag[CR_TAG_SIZE];
    const cr_rules *rules = NULL;
    cr_tag_normalise(article->lang, tag);
    if (!status)
        status = parser->options.book.find(parser->options.book.context, tag, &rules, error);
    if (!status && drop_furniture(parser, &page, tag, rules, taken))
        cr_page_join(article, &page, taken, arena);
    free(taken);
    cr_buf_release(&raw);
    return status;
}

/* Without the signature, and without the footer that a list puts under it. */
static cr_view without_signature(cr_view text)
{
    cr_view rest = text, line;
    while (cr_view_next_line(&rest, &line)) {
        size_t before = (size_t)(line.data - text.data), rule = 0;
        while (rule < line.size && line.data[rule] == '_')
            rule++;
        bool ends = cr_view_equal(line, CR_VIEW("-- ")) || (rule >= RULE && rule == line.size);
        if (ends && before > text.size / 2)
            return cr_view_slice(text, 0, before);
    }
    return text;
}

static cr_status take_text(cr_source_parser *parser, const cr_mime_message *m, const char *path, cr_arena *arena,
                           cr_article *article, cr_error *error)
{
    cr_buf raw = {0}, flowed = {0};
    cr_decoded decoded;
    char name[MOST_CHARSET];
    cr_status status = cr_mime_decode(&m->text, path, &raw, error);
    if (!status)
        status = cr_decode(cr_buf_view(&raw), charset_of(m->text.charset, name), arena, &decoded, error);
    if (status) {
        cr_buf_release(&raw);
        return status;
    }
    article->n_repaired = decoded.n_repaired;
    bool in_place = raw.data && decoded.text.data >= raw.data && decoded.text.data <= raw.data + raw.size;
    if (m->text.flowed)
        cr_mime_unflow(decoded.text, m->text.delsp, &flowed);
    article->text = m->text.flowed ? cr_arena_copy(arena, cr_buf_view(&flowed))
                    : in_place     ? cr_arena_copy(arena, decoded.text)
                                   : decoded.text;
    cr_buf_release(&flowed);
    cr_buf_release(&raw);
    article->text = without_signature(article->text);
    if (cr_view_trim(article->text).size == 0)
        return cr_error_at(error, CR_INPUT, path, article->line, 0, "no text in this mail");
    return cr_text_structure(parser, article, arena, error);
}

cr_status cr_mail_article(cr_source_parser *parser, const cr_mime_message *message, const char *path, size_t number,
                          cr_arena *arena, cr_article *article, cr_error *error)
{
    cr_error why = {0};
    cr_status status = take_headers(parser, message, path, number, arena, article, error);
    if (status)
        return status;
    bool binding = article->lang_binding;
    cr_view lang = article->lang;
    if (message->html.body.data)
        status = take_html(parser, message, path, arena, article, &why);
    if (status == CR_LIBRARY || (status && !message->text.body.data)) {
        if (error && !error->status)
            *error = why;
        return status;
    }
    if (!status && cr_view_trim(article->text).size) {
        cr_title_derive(article, parser->options.characters, arena);
        return CR_OK;
    }
    if (!message->text.body.data)
        return cr_error_at(error, CR_INPUT, path, number, 0, "no text in this mail");
    article->marks = NULL;
    article->n_marks = 0;
    article->lang = lang;
    article->lang_binding = binding;
    status = take_text(parser, message, path, arena, article, error);
    if (!status)
        cr_title_derive(article, parser->options.characters, arena);
    return status;
}
