#include "article/scraps.h"

#include "article/furniture.h"
#include "text/date.h"

enum {
    HEAD = 12,       // sentences at the head that are looked at
    FULL_WORDS = 7,  // a sentence with as many words,
    FULL_LOWER = 3,  // and as many in lower case, begins the prose
    BYLINE_WORDS = 8,
    DATELINE_WORDS = 12,
    PHRASE_WORDS = 8,  // a phrase of the page is no longer
};

typedef struct counts {
    size_t lower, capitalised, numbers;
} counts;

static counts count_tokens(const cr_document *document, const cr_sentence *sentence)
{
    counts c = {0};
    for (size_t i = 0; i < sentence->n_tokens; i++) {
        uint32_t flags = document->tokens[sentence->first_token + i].flags;
        c.lower += (flags & CR_TOKEN_LOWER) != 0;
        c.capitalised += (flags & CR_TOKEN_CAPITALISED) != 0;
        c.numbers += (flags & CR_TOKEN_NUMBER) != 0;
    }
    return c;
}

/* "09:53": two figures or one, a colon or a stop, two figures. */
static bool holds_time(cr_view text)
{
    for (size_t i = 1; i + 2 < text.size; i++)
        if (text.data[i] == ':' && cr_is_digit(text.data[i - 1]) && cr_is_digit(text.data[i + 1]) &&
            cr_is_digit(text.data[i + 2]))
            return true;
    return false;
}

static bool tells_when(const cr_document *document, cr_date_reader *dates, const cr_sentence *sentence, const counts *c)
{
    cr_date date;
    size_t start, end;
    cr_view text = cr_view_slice(document->article->text, sentence->start, sentence->end);
    if (sentence->n_words > DATELINE_WORDS || c->numbers == 0)
        return false;
    if (holds_time(text))
        return c->numbers * 4 >= sentence->n_tokens;
    return c->lower < FULL_LOWER && cr_date_find(dates, text, &date, &start, &end);
}

/* What stands before the first full sentence in a script with capitals, and names who or when. */
static void mark_head(const cr_document *document, cr_date_reader *dates, cr_sentence *sentences)
{
    for (size_t i = 0; i < document->n_sentences && i < HEAD; i++) {
        counts c = count_tokens(document, &sentences[i]);
        if (c.lower + c.capitalised == 0 && sentences[i].n_tokens > c.numbers)
            return;  // no capitals in this script: nothing tells
        bool when = tells_when(document, dates, &sentences[i], &c);
        if (!when && sentences[i].n_words >= FULL_WORDS && c.lower >= FULL_LOWER)
            return;
        bool who = sentences[i].n_words <= BYLINE_WORDS && c.lower <= 1;
        if (when || who)
            sentences[i].flags |= CR_SENTENCE_DATELINE;
    }
}

void cr_scraps_mark(const cr_document *document, const cr_rules *rules, cr_date_reader *dates, cr_sentence *sentences,
                    cr_buf *scratch)
{
    mark_head(document, dates, sentences);
    for (size_t i = 0; i < document->n_sentences; i++) {
        cr_sentence *sentence = &sentences[i];
        bool alone = sentence->flags & CR_SENTENCE_PARAGRAPH &&
                     (i + 1 == document->n_sentences || sentences[i + 1].flags & CR_SENTENCE_PARAGRAPH);
        // a line of its own was judged as a line
        if (!alone && sentence->n_words <= PHRASE_WORDS &&
            cr_furniture_of_sentence(cr_view_slice(document->article->text, sentence->start, sentence->end),
                                     document->lang, rules, scratch))
            sentence->flags |= CR_SENTENCE_BOILERPLATE;
    }
}
