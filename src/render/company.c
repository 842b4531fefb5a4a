#include "render/company.h"

#include "format/json_write.h"
#include "render/json.h"
#include "render/markdown.h"
#include "render/phrases.h"
#include "text/date.h"

enum { DAY = 24 * 60 * 60 };

/* ---- Markdown ----------------------------------------------------------------------------------------------------- */

/* A bar a day, the highest for the most. */
static void append_bars(const cr_company_page *page, cr_buf *out)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▅", "▇"};
    enum { HIGHEST = sizeof bars / sizeof *bars - 1 };
    size_t most = 0;
    for (size_t i = 0; i < page->n_days; i++)
        most = page->days[i] > most ? page->days[i] : most;
    for (size_t i = 0; i < page->n_days; i++)  // rounded up: one mention is more than none
        cr_buf_append_string(out, bars[most ? (page->days[i] * HIGHEST + most - 1) / most : 0]);
}

static void put_counts(const cr_company_page *page, const cr_words *words, cr_markdown_writer *writer)
{
    cr_buf line = {0};
    if (page->n_days > 1) {
        append_bars(page, &line);
        cr_buf_append_string(&line, " ");
    }
    const cr_message_argument counts[] = {cr_word_number("mentions", page->n_mentions),
                                          cr_word_number("articles", page->n_articles)};
    cr_words_append(words, CR_WORD_MENTIONS, counts, 2, &line);
    cr_markdown_paragraph(writer);
    cr_markdown_text(writer, cr_buf_view(&line));
    cr_buf_release(&line);
}

static void put_beside(const cr_company_page *page, const cr_words *words, cr_markdown_writer *writer, cr_arena *arena)
{
    cr_view *names = CR_ARENA_ARRAY(arena, cr_view, page->n_beside);
    cr_buf buf = {0};
    for (size_t i = 0; i < page->n_beside; i++) {
        cr_view name = cr_phrase_foreign(words, cr_entity_name(page->beside[i].entity, page->edition.lang), arena);
        // a name and its count are written as a language and its count are
        const cr_message_argument arguments[] = {cr_word_text("language", name),
                                                 cr_word_number("count", page->beside[i].n_sentences)};
        cr_buf_clear(&buf);
        cr_words_append(words, CR_WORD_LANGUAGE_COUNT, arguments, 2, &buf);
        names[i] = cr_arena_copy(arena, cr_buf_view(&buf));
    }
    cr_buf_clear(&buf);
    cr_locale_append_list(cr_words_locale(words), names, page->n_beside, &buf);
    const cr_message_argument list = cr_word_text("names", cr_arena_copy(arena, cr_buf_view(&buf)));
    cr_buf_clear(&buf);
    cr_words_append(words, CR_WORD_BESIDE, &list, 1, &buf);
    cr_markdown_paragraph(writer);
    cr_markdown_text(writer, cr_buf_view(&buf));
    cr_buf_release(&buf);
}

cr_status cr_render_company_markdown(const cr_company_page *page, const cr_words *words, cr_buf *out, cr_error *error)
{
    cr_arena arena = {0};
    cr_markdown_writer writer = {0};
    cr_markdown_heading(&writer, 1);
    cr_markdown_text(&writer, cr_phrase_foreign(words, cr_entity_name(page->entity, page->edition.lang), &arena));
    cr_view day = cr_phrase_full_day(words, page->edition.date, &arena);
    if (day.size) {
        cr_markdown_paragraph(&writer);
        cr_markdown_text(&writer, day);
    }
    if (page->n_mentions)
        put_counts(page, words, &writer);
    if (page->n_beside)
        put_beside(page, words, &writer, &arena);
    if (page->edition.n_stories == 0) {
        cr_markdown_paragraph(&writer);
        cr_markdown_text(&writer, cr_phrase_word(words, CR_WORD_NOTHING_NEW, &arena));
    }
    cr_render_markdown_body(&page->edition, words, &writer);
    cr_status status = cr_markdown_finish(&writer, out, error);
    cr_markdown_release(&writer);
    cr_arena_release(&arena);
    return status;
}

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

static void put_known(cr_json_writer *w, const char *name, cr_view text)
{
    if (text.size)
        cr_json_member_string(w, name, text);
}

static void put_days(cr_json_writer *w, const cr_company_page *page)
{
    cr_buf day = {0};
    cr_json_put_name(w, "days");
    cr_json_begin_array(w);
    for (size_t i = 0; i < page->n_days; i++) {
        cr_buf_clear(&day);
        cr_date_append(&day, (cr_date){page->first_day + (int64_t)i * DAY, CR_DATE_DAY});
        cr_json_begin_object(w);
        cr_json_member_string(w, "date", cr_buf_view(&day));
        cr_json_member_size(w, "mentions", page->days[i]);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
    cr_buf_release(&day);
}

void cr_render_company_json(const cr_company_page *page, cr_buf *out)
{
    cr_json_writer w = {.out = out};
    const cr_entity *entity = page->entity;
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "schema", CR_VIEW(CR_COMPANY_SCHEMA));
    cr_json_member_string(&w, "id", entity->id);
    cr_json_member_string(&w, "name", cr_entity_name(entity, page->edition.lang));
    cr_json_member_string(&w, "kind", cr_view_of(cr_entity_kind_name(entity->kind)));
    put_known(&w, "ticker", entity->ticker);
    put_known(&w, "domain", entity->domain);
    put_known(&w, "country", entity->country);
    cr_json_member_size(&w, "mentions", page->n_mentions);
    cr_json_member_size(&w, "articles", page->n_articles);
    put_days(&w, page);
    cr_json_put_name(&w, "beside");
    cr_json_begin_array(&w);
    for (size_t i = 0; i < page->n_beside; i++) {
        cr_json_begin_object(&w);
        cr_json_member_string(&w, "id", page->beside[i].entity->id);
        cr_json_member_string(&w, "name", cr_entity_name(page->beside[i].entity, page->edition.lang));
        cr_json_member_size(&w, "sentences", page->beside[i].n_sentences);
        cr_json_end_object(&w);
    }
    cr_json_end_array(&w);
    cr_buf edition = {0};
    cr_render_json(&page->edition, &edition);
    cr_json_put_name(&w, "edition");
    cr_json_put_raw(&w, cr_view_trim(cr_buf_view(&edition)));
    cr_buf_release(&edition);
    cr_json_end_object(&w);
}
