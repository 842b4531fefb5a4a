#include "render/company.h"

#include "format/json_write.h"
#include "render/json.h"
#include "render/phrases.h"
#include "text/date.h"

enum { DAY = 24 * 60 * 60 };

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

static cr_view counts_line(const cr_company_page *page, const cr_words *words, cr_arena *arena)
{
    cr_buf line = {0};
    const cr_message_argument counts[] = {cr_word_number("mentions", page->n_mentions),
                                          cr_word_number("articles", page->n_articles)};
    cr_words_append(words, CR_WORD_MENTIONS, counts, 2, &line);
    cr_view kept = cr_arena_copy(arena, cr_buf_view(&line));
    cr_buf_release(&line);
    return kept;
}

static cr_view beside_line(const cr_company_page *page, const cr_words *words, cr_arena *arena)
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
    cr_view kept = cr_arena_copy(arena, cr_buf_view(&buf));
    cr_buf_release(&buf);
    return kept;
}

static void put_days(cr_json_writer *w, const cr_company_page *page, const cr_words *words, cr_arena *arena)
{
    cr_buf day = {0};
    size_t most = 0;
    for (size_t i = 0; i < page->n_days; i++)
        most = page->days[i] > most ? page->days[i] : most;
    cr_json_put_name(w, "days");
    cr_json_begin_array(w);
    for (size_t i = 0; i < page->n_days; i++) {
        cr_date date = {page->first_day + (int64_t)i * DAY, CR_DATE_DAY};
        cr_buf_clear(&day);
        cr_date_append(&day, date);
        cr_json_begin_object(w);
        cr_json_member_string(w, "date", cr_buf_view(&day));
        cr_json_member_string(w, "day", cr_phrase_day(words, date, arena));
        cr_json_member_size(w, "column", i);
        cr_json_member_size(w, "mentions", page->days[i]);
        cr_json_member_size(w, "per_cent", most ? page->days[i] * 100 / most : 0);
        cr_json_end_object(w);
    }
    cr_json_end_array(w);
    cr_json_member_size(w, "n_days", page->n_days);
    cr_date first = {page->first_day, CR_DATE_DAY}, last = first;
    last.seconds += page->n_days ? (int64_t)(page->n_days - 1) * DAY : 0;
    cr_json_member_string(w, "first_day", page->n_days ? cr_phrase_day(words, first, arena) : CR_VIEW(""));
    cr_json_member_string(w, "last_day", page->n_days ? cr_phrase_day(words, last, arena) : CR_VIEW(""));
    cr_buf_release(&day);
}

/* What the page says in the reader's language, beside its edition. */
static void put_page(cr_json_writer *w, const cr_company_page *page, const cr_words *words, cr_arena *arena)
{
    cr_buf bars = {0};
    if (page->n_days > 1)
        append_bars(page, &bars);
    cr_json_member_string(w, "shown",
                          cr_phrase_foreign(words, cr_entity_name(page->entity, page->edition.lang), arena));
    cr_json_member_bool(w, "has_mentions", page->n_mentions > 0);
    cr_json_member_string(w, "mentions_line", counts_line(page, words, arena));
    cr_json_member_string(w, "bars", cr_buf_view(&bars));
    cr_json_member_bool(w, "has_beside", page->n_beside > 0);
    cr_json_member_string(w, "beside_line", page->n_beside ? beside_line(page, words, arena) : CR_VIEW(""));
    cr_buf_release(&bars);
}

void cr_render_company_json(const cr_company_page *page, const cr_words *words, cr_buf *out)
{
    cr_arena arena = {0};
    cr_json_writer w = {.out = out};
    const cr_entity *entity = page->entity;
    cr_json_begin_object(&w);
    cr_json_member_string(&w, "schema", CR_VIEW(CR_COMPANY_SCHEMA));
    cr_json_member_string(&w, "id", entity->id);
    cr_json_member_string(&w, "name", cr_entity_name(entity, page->edition.lang));
    cr_json_member_string(&w, "kind", cr_view_of(cr_entity_kind_name(entity->kind)));
    cr_json_member_optional(&w, "ticker", entity->ticker);
    cr_json_member_optional(&w, "domain", entity->domain);
    cr_json_member_optional(&w, "country", entity->country);
    cr_json_member_size(&w, "mentions", page->n_mentions);
    cr_json_member_size(&w, "articles", page->n_articles);
    put_page(&w, page, words, &arena);
    put_days(&w, page, words, &arena);
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
    cr_render_json(&page->edition, words, &edition);
    cr_json_put_name(&w, "edition");
    cr_json_put_raw(&w, cr_view_trim(cr_buf_view(&edition)));
    cr_buf_release(&edition);
    cr_json_end_object(&w);
    cr_arena_release(&arena);
}

cr_status cr_render_company(const cr_company_page *page, const cr_words *words, cr_templates *templates,
                            const char *name, cr_buf *out, cr_error *error)
{
    cr_buf json = {0};
    cr_render_company_json(page, words, &json);
    cr_status status = cr_template_render_json(templates, name, cr_buf_view(&json), out, error);
    cr_buf_release(&json);
    return status;
}
