#include "render/mail.h"

#include "base/map.h"
#include "render/phrases.h"
#include "render/text.h"
#include "text/date.h"

/* ---- less of an edition ------------------------------------------------------------------------------------------- */

/* What is left out of the last stories, more from one to the next. */
typedef enum lack { LACK_SENTENCES, LACK_REPORTS, LACK_STORIES } lack;

static bool is_quoted(const cr_edition_story *story, size_t source)
{
    for (size_t i = 0; i < story->n_quotations; i++)
        if (story->quotations[i].source == source)
            return true;
    return source == story->headline_source;
}

static void keep_quoted(cr_edition_story *story, cr_arena *arena)
{
    size_t *reports = CR_ARENA_ARRAY(arena, size_t, story->n_reports), n = 0;
    for (size_t i = 0; i < story->n_reports; i++)
        if (is_quoted(story, story->reports[i]))
            reports[n++] = story->reports[i];
    story->reports = reports;
    story->n_reports = n;
}

/* Takes the sources out that no story speaks of any more; the others keep their numbers. */
static void drop_sources(cr_edition *edition, cr_edition_story *stories, cr_arena *arena)
{
    cr_edition_source *sources = CR_ARENA_ARRAY(arena, cr_edition_source, edition->n_sources);
    size_t *place = CR_ARENA_ZEROED(arena, size_t, edition->n_sources), n = 0;
    for (size_t i = 0; i < edition->n_stories; i++) {
        place[stories[i].headline_source] = 1;
        for (size_t k = 0; k < stories[i].n_quotations; k++)
            place[stories[i].quotations[k].source] = 1;
        for (size_t k = 0; k < stories[i].n_reports; k++)
            place[stories[i].reports[k]] = 1;
    }
    for (size_t i = 0; i < edition->n_sources; i++)
        if (place[i]) {
            place[i] = n;
            sources[n++] = edition->sources[i];
        }
    for (size_t i = 0; i < edition->n_stories; i++) {
        cr_quotation *quotations = CR_ARENA_ARRAY(arena, cr_quotation, stories[i].n_quotations);
        size_t *reports = CR_ARENA_ARRAY(arena, size_t, stories[i].n_reports);
        for (size_t k = 0; k < stories[i].n_quotations; k++) {
            quotations[k] = stories[i].quotations[k];
            quotations[k].source = place[quotations[k].source];
        }
        for (size_t k = 0; k < stories[i].n_reports; k++)
            reports[k] = place[stories[i].reports[k]];
        stories[i].quotations = quotations;
        stories[i].reports = reports;
        stories[i].headline_source = place[stories[i].headline_source];
    }
    edition->sources = sources;
    edition->n_sources = n;
}

/* An edition whose last `n` stories lack something, and all stories what comes before it. */
static cr_edition lessen(const cr_edition *whole, lack what, size_t n, cr_arena *arena)
{
    cr_edition edition = *whole;
    if (what == LACK_STORIES)
        edition.n_stories -= n;
    cr_edition_story *stories = CR_ARENA_ARRAY(arena, cr_edition_story, edition.n_stories);
    for (size_t i = 0; i < edition.n_stories; i++) {
        bool is_late = i + n >= whole->n_stories;
        stories[i] = whole->stories[i];
        if ((what > LACK_SENTENCES || is_late) && stories[i].n_quotations > 1)
            stories[i].n_quotations = 1;
        if (what > LACK_REPORTS || (what == LACK_REPORTS && is_late))
            keep_quoted(&stories[i], arena);
    }
    drop_sources(&edition, stories, arena);
    edition.stories = stories;
    return edition;
}

/* The HTML maker with what it is called with. */
typedef struct page {
    const cr_edition *whole;
    cr_mail_html *html;
    void *context;
    cr_buf *out;
} page;

static cr_status try_less(const page *p, lack what, size_t n, cr_error *error)
{
    cr_arena arena = {0};
    cr_edition less = lessen(p->whole, what, n, &arena);
    cr_buf_clear(p->out);
    cr_status status = p->html(p->context, &less, p->out, error);
    cr_arena_release(&arena);
    return status;
}

static bool fits(const page *p)
{
    return p->out->size <= CR_MAIL_HTML_SIZE;
}

/* The fewest of the last stories that have to lack it. That `most` are enough is known. */
static cr_status find_fewest(const page *p, lack what, size_t most, cr_error *error)
{
    cr_status status = CR_OK;
    size_t least = 1, made = most;
    while (!status && least < most) {
        made = least + (most - least) / 2;
        status = try_less(p, what, made, error);
        if (fits(p))
            most = made;
        else
            least = made + 1;
    }
    if (!status && made != most)
        status = try_less(p, what, most, error);
    return status;
}

/* The HTML, of as much of the edition as its size allows. */
static cr_status make_html(const page *p, cr_error *error)
{
    cr_status status = p->html(p->context, p->whole, p->out, error);
    for (lack what = LACK_SENTENCES; !status && !fits(p) && p->whole->n_stories && what <= LACK_STORIES; what++) {
        size_t most = what == LACK_STORIES ? p->whole->n_stories - 1 : p->whole->n_stories;
        status = try_less(p, what, most, error);
        if (!status && fits(p))
            return find_fewest(p, what, most, error);
    }
    return status;
}

/* ---- the mail ----------------------------------------------------------------------------------------------------- */

/* Everything that an edition tells, in short: in what language, of which articles, with which sentences. */
static uint64_t fingerprint(const cr_edition *edition)
{
    cr_buf told = {0};
    cr_buf_append_string(&told, edition->lang);
    for (size_t i = 0; i < edition->n_sources; i++)
        cr_buf_append_format(&told, "\n%zu %016llx", edition->sources[i].number,
                             (unsigned long long)edition->sources[i].hash);
    for (size_t i = 0; i < edition->n_stories; i++) {
        const cr_edition_story *story = &edition->stories[i];
        cr_buf_append_format(&told, "\n%.*s %d", (int)story->id.size, story->id.data, (int)story->label);
        for (size_t k = 0; k < story->n_quotations; k++) {
            cr_buf_append_byte(&told, '\n');
            cr_buf_append(&told, story->quotations[k].text);
        }
    }
    uint64_t hash = cr_hash(cr_buf_view(&told));
    cr_buf_release(&told);
    return hash;
}

cr_view cr_mail_id(const cr_edition *edition, const cr_mailbox *from, const cr_mailbox *to, cr_arena *arena)
{
    cr_buf out = {0};
    cr_view domain = cr_mailbox_domain(from);
    if (edition->date.precision != CR_DATE_NONE) {
        cr_date_append(&out, (cr_date){cr_date_day(edition->date) * CR_SECONDS_OF_DAY, CR_DATE_DAY});
        cr_buf_append_byte(&out, '.');
    }
    cr_buf_append_format(&out, "%016llx.%016llx@%.*s", (unsigned long long)fingerprint(edition),
                         (unsigned long long)cr_hash(to->address), (int)domain.size, domain.data);
    cr_view id = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return id;
}

/* Title and day: what a list of mails is searched for. */
static cr_view subject_of(const cr_edition *edition, const cr_words *words, cr_arena *arena)
{
    cr_buf out = {0};
    cr_buf_append(&out, cr_phrase_word(words, CR_WORD_TITLE, arena));
    cr_view day = cr_phrase_day(words, edition->date, arena);
    if (day.size) {
        cr_buf_append_string(&out, " · ");
        cr_buf_append(&out, day);
    }
    cr_view subject = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return subject;
}

static void make_text(const cr_edition *edition, const cr_words *words, const cr_mail *mail, cr_arena *arena,
                      cr_buf *out)
{
    cr_render_text(edition, words, CR_MAIL_WIDTH, out);
    if (!mail->unsubscribe.size)
        return;
    cr_buf_append_byte(out, '\n');
    cr_buf_append(out, cr_phrase_word(words, CR_WORD_UNSUBSCRIBE, arena));
    cr_buf_append_string(out, ": ");
    cr_buf_append(out, mail->unsubscribe);
    cr_buf_append_byte(out, '\n');
}

/* The list's name: "digest@example.org" sends the list digest.example.org. */
static cr_view list_of(const cr_mailbox *from, cr_arena *arena)
{
    cr_view name = cr_arena_copy(arena, from->address);
    ptrdiff_t at = cr_view_find_byte(name, '@');
    if (at >= 0)
        ((char *)name.data)[at] = '.';
    return name;
}

cr_status cr_render_mail(const cr_edition *edition, const cr_words *words, const cr_mail *mail, cr_mail_html *html,
                         void *context, cr_buf *out, cr_error *error)
{
    cr_arena arena = {0};
    cr_buf text = {0}, made = {0};
    const page p = {edition, html, context, &made};
    cr_status status = make_html(&p, error);
    if (!status) {
        make_text(edition, words, mail, &arena, &text);
        const cr_mime_message message = {.from = mail->from,
                                         .to = mail->to,
                                         .date = edition->date,
                                         .subject = subject_of(edition, words, &arena),
                                         .id = mail->id,
                                         .lang = cr_view_of(edition->lang),
                                         .list = list_of(&mail->from, &arena),
                                         .unsubscribe = mail->unsubscribe,
                                         .text = cr_buf_view(&text),
                                         .html = cr_buf_view(&made)};
        status = cr_mime_write(&message, out, error);
    }
    cr_buf_release(&text);
    cr_buf_release(&made);
    cr_arena_release(&arena);
    return status;
}
