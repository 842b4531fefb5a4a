#include "article/analyse.h"

#include "article/scraps.h"
#include "article/structure.h"
#include "article/vocabulary.h"
#include "base/limits.h"
#include "base/memory.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/lines.h"
#include "text/sentences.h"
#include "text/tag.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    OPENER_WORDS = 6,     // words of the longest opener
    MAX_LANGUAGES = 128,  // kept open: an input may name thousands, and each costs memory
};

/* ---- what is kept for a language ---------------------------------------------------------------------------------- */

typedef struct language {
    struct language *next;
    char tag[CR_TAG_SIZE];
    const cr_rules *rules;
    cr_sentence_breaker *sentences;
    cr_word_breaker *words;
    cr_vocabulary vocabulary;
    cr_date_reader dates;
} language;

struct cr_analyser {
    cr_rule_book book;
    cr_language_detector *detector;
    const cr_characters *characters;
    char lang[CR_TAG_SIZE];  // "": each article's own
    const cr_repeated *repeated;
    bool mark_foreign;
    cr_word_tables *tables, *own_tables;  // own_tables: NULL if they are shared
    language *languages;
    size_t n_languages;
    uint32_t document;  // number of the document under way
    // scratch, used again for every document
    cr_units units;
    cr_lines lines;
    cr_spans spans;
    cr_words words, title_words;
    cr_units title_units;
    cr_buf folded, stem;
    cr_term *terms;  // [terms_capacity] of the document under way
    size_t terms_capacity;
};

cr_analyser *cr_analyser_new(const cr_rule_book *book, const cr_characters *characters,
                             const cr_analyser_options *options)
{
    cr_analyser *analyser = cr_allocate_zeroed(1, sizeof *analyser);
    analyser->book = *book;
    analyser->detector = cr_language_detector_new(book);
    analyser->characters = characters;
    analyser->repeated = options->repeated;
    analyser->mark_foreign = options->mark_foreign;
    analyser->own_tables = options->words ? NULL : cr_word_tables_new();
    analyser->tables = options->words ? options->words : analyser->own_tables;
    if (options->lang)
        cr_tag_normalise(cr_view_of(options->lang), analyser->lang);
    return analyser;
}

static void free_language(language *l)
{
    cr_sentence_breaker_free(l->sentences);
    cr_word_breaker_free(l->words);
    cr_vocabulary_release(&l->vocabulary);
    cr_date_reader_release(&l->dates);
    free(l);
}

static void free_languages(cr_analyser *analyser)
{
    for (language *l = analyser->languages, *next; l; l = next) {
        next = l->next;
        free_language(l);
    }
    analyser->languages = NULL;
    analyser->n_languages = 0;
}

void cr_analyser_free(cr_analyser *analyser)
{
    if (!analyser)
        return;
    free_languages(analyser);
    cr_word_tables_free(analyser->own_tables);
    cr_language_detector_free(analyser->detector);
    cr_units_release(&analyser->units);
    cr_units_release(&analyser->title_units);
    cr_lines_release(&analyser->lines);
    cr_spans_release(&analyser->spans);
    cr_words_release(&analyser->words);
    cr_words_release(&analyser->title_words);
    cr_buf_release(&analyser->folded);
    cr_buf_release(&analyser->stem);
    free(analyser->terms);
    free(analyser);
}

/* The language stays open until another one is. */
static cr_status open_language(cr_analyser *analyser, const char *tag, language **opened, cr_error *error)
{
    language *l = analyser->languages;
    while (l && strcmp(l->tag, tag) != 0)
        l = l->next;
    if (l) {
        *opened = l;
        return CR_OK;
    }
    l = cr_allocate_zeroed(1, sizeof *l);
    memcpy(l->tag, tag, CR_TAG_SIZE);
    cr_status status = analyser->book.find(analyser->book.context, tag, &l->rules, error);
    if (status) {
        free_language(l);
        return status;
    }
    if (analyser->n_languages == MAX_LANGUAGES)
        free_languages(analyser);
    analyser->n_languages++;
    l->words = cr_word_breaker_new(tag, l->rules, analyser->characters);
    l->sentences = cr_sentence_breaker_new(tag, l->rules, analyser->characters);
    cr_vocabulary_init(&l->vocabulary, l->tag, l->rules, analyser->characters, analyser->tables);
    l->dates.lang = l->tag;
    l->next = analyser->languages;
    analyser->languages = l;
    *opened = l;
    return CR_OK;
}

cr_status cr_analyser_stemming(cr_analyser *analyser, const char *lang, const char **kind, cr_error *error)
{
    language *l = NULL;
    cr_status status = open_language(analyser, lang, &l, error);
    if (!status)
        *kind = cr_stemmer_kind(l->vocabulary.stemmer);
    return status;
}

cr_status cr_analyser_fold(cr_analyser *analyser, const char *lang, cr_view word, cr_buf *out, cr_error *error)
{
    language *l = NULL;
    cr_status status = open_language(analyser, lang, &l, error);
    if (!status)
        cr_fold(word, l->tag, out);
    return status;
}

cr_status cr_analyser_stem(cr_analyser *analyser, const char *lang, cr_view word, cr_buf *out, cr_error *error)
{
    language *l = NULL;
    cr_status status = open_language(analyser, lang, &l, error);
    if (status)
        return status;
    cr_buf_clear(&analyser->folded);
    cr_fold(word, l->tag, &analyser->folded);
    cr_stemmer_stem(l->vocabulary.stemmer, cr_buf_view(&analyser->folded), out);
    return CR_OK;
}

/* ---- terms -------------------------------------------------------------------------------------------------------- */

/* One document under way. */
typedef struct run {
    cr_analyser *analyser;
    language *language;
    const cr_article *article;
    cr_arena *arena;
    cr_document *document;
} run;

static cr_token make_token(run *r, const cr_units *units, cr_view text, const cr_word *word)
{
    cr_vocabulary *vocabulary = &r->language->vocabulary;
    cr_token token = {.start = units->byte[word->start], .end = units->byte[word->end]};
    cr_known_word known = cr_vocabulary_word(vocabulary, cr_view_slice(text, token.start, token.end));
    cr_stem_mark *mark = cr_vocabulary_mark(vocabulary, known.stem);
    if (mark->document != r->analyser->document) {
        cr_analyser *analyser = r->analyser;
        size_t n = r->document->n_terms++;
        *mark = (cr_stem_mark){analyser->document, (uint32_t)n};
        analyser->terms = cr_grow(analyser->terms, &analyser->terms_capacity, n + 1, sizeof *analyser->terms);
        analyser->terms[n] = *cr_word_table_term(vocabulary->table, known.stem);
        analyser->terms[n].stem = cr_arena_copy(r->arena, analyser->terms[n].stem);
    }
    token.term = mark->number;
    token.flags = known.flags;
    return token;
}

static cr_status make_title(run *r, cr_error *error)
{
    cr_analyser *analyser = r->analyser;
    cr_view title = r->article->title;
    cr_units_set(&analyser->title_units, title, analyser->characters);
    cr_status status = cr_word_breaker_run(r->language->words, &analyser->title_units, &analyser->title_words, error);
    if (status)
        return status;
    size_t n = analyser->title_words.n;
    uint32_t *terms = CR_ARENA_ARRAY(r->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        terms[i] = make_token(r, &analyser->title_units, title, &analyser->title_words.items[i]).term;
    r->document->title = terms;
    r->document->n_title = n;
    return CR_OK;
}

/* ---- sentences ---------------------------------------------------------------------------------------------------- */

/* Quotation marks and brackets of a sentence; those of one kind must balance. */
typedef struct balance {
    int guillemets, brackets, corners;  // opened less closed
    unsigned curly, straight;           // „ “ ” by languages open and close differently: only their number tells
} balance;

static void weigh(balance *b, uint16_t unit)
{
    switch (unit) {
    case 0xAB:
        b->guillemets++;
        break;
    case 0xBB:
        b->guillemets--;
        break;
    case '(':
    case 0xFF08:
        b->brackets++;
        break;
    case ')':
    case 0xFF09:
        b->brackets--;
        break;
    case 0x300C:
    case 0x300E:
        b->corners++;
        break;
    case 0x300D:
    case 0x300F:
        b->corners--;
        break;
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
        b->curly++;
        break;
    case '"':
        b->straight++;
        break;
    default:
        break;
    }
}

static bool is_balanced(const balance *b)
{
    return b->guillemets == 0 && b->brackets == 0 && b->corners == 0 && b->curly % 2 == 0 && b->straight % 2 == 0;
}

/* What the characters of a sentence tell: its words as a budget counts them, and flags. */
static balance read_characters(const run *r, const cr_span *span, size_t n_spaceless, cr_sentence *sentence)
{
    const cr_units *units = &r->analyser->units;
    const cr_characters *characters = r->analyser->characters;
    size_t letters = 0, upper = 0, lower = 0, others = 0, words = 0, last = span->start;
    bool in_word = false;
    balance marks = {0};
    for (size_t i = span->start; i < span->end; i++) {
        uint32_t class = cr_units_class(units, characters, i);
        if (class & (CR_CHAR_LETTER | CR_CHAR_MARK)) {
            letters++;
            upper += (class & CR_CHAR_UPPER) != 0;
            lower += (class & CR_CHAR_LOWER) != 0;
            if (!in_word && class & CR_CHAR_LETTER && !(class & CR_CHAR_SPACELESS)) {
                in_word = true;
                words++;
            }
            last = i;
            continue;
        }
        if (class & CR_CHAR_SPACE) {
            in_word = false;
            continue;
        }
        others++;
        if (!in_word && class & CR_CHAR_DIGIT) {
            in_word = true;
            words++;
        }
        if (class & (CR_CHAR_OPEN | CR_CHAR_CLOSE | CR_CHAR_QUOTE) &&
            !(i > span->start && i + 1 < span->end && cr_units_in_hebrew(units->unit, i)))
            weigh(&marks, units->unit[i]);
        if (!(class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE)))
            last = i;
    }
    sentence->n_words = (uint32_t)(words + n_spaceless);
    uint32_t end_class = cr_units_class(units, characters, last);
    if (cr_is_question_mark(units->unit[last]))
        sentence->flags |= CR_SENTENCE_QUESTION;
    else if (!(end_class & (CR_CHAR_STOP | CR_CHAR_END)))
        sentence->flags |= CR_SENTENCE_UNFINISHED;
    uint32_t first_class = cr_units_class(units, characters, span->start);
    if (first_class & CR_CHAR_QUOTE && cr_units_class(units, characters, span->end - 1) & CR_CHAR_QUOTE)
        sentence->flags |= CR_SENTENCE_QUOTED;
    if (upper >= 10 && upper > lower)
        sentence->flags |= CR_SENTENCE_CAPITALS;
    if (letters < others)
        sentence->flags |= CR_SENTENCE_SCRAPPY;
    if (!is_balanced(&marks))
        sentence->flags |= CR_SENTENCE_UNBALANCED;
    return marks;
}

enum { MOST_SPILLED = 5 };  // sentences that one quotation may run through, and be told from a mark gone astray

/* What was left open, and by which sentence. */
typedef struct left_open {
    balance marks;
    size_t since;
    bool is_open;
} left_open;

/* Takes note of sentence i; where it closes what is open, all from the one that opened it hang together. */
static void follow_quotation(left_open *open, cr_sentence *sentences, size_t i, const balance *marks)
{
    if (is_balanced(marks))
        return;
    balance sum = {.guillemets = open->marks.guillemets + marks->guillemets,
                   .brackets = open->marks.brackets + marks->brackets,
                   .corners = open->marks.corners + marks->corners,
                   .curly = open->marks.curly + marks->curly,
                   .straight = open->marks.straight + marks->straight};
    bool closes = open->is_open && i - open->since < MOST_SPILLED && is_balanced(&sum);
    for (size_t k = open->since; closes && k < i; k++)
        sentences[k].flags |= CR_SENTENCE_SPILLS;
    *open = (left_open){*marks, i, !closes};
}

static bool is_inside_word(cr_view text, size_t at)
{
    return at < text.size && (cr_is_alpha(text.data[at]) || (unsigned char)text.data[at] >= 0x80);
}

static cr_view fold_again(const run *r, size_t start, size_t end, cr_buf *out)
{
    const uint32_t *byte = r->analyser->units.byte;
    cr_buf_clear(out);
    cr_fold(cr_view_slice(r->article->text, byte[start], byte[end]), r->language->tag, out);
    return cr_buf_view(out);
}

/* Whether the sentence opens with a pronoun, demonstrative or connective of the list. */
static bool opens_dependent(const run *r, const cr_word *words, const cr_token *tokens, size_t n_words)
{
    cr_analyser *analyser = r->analyser;
    const cr_rules *rules = r->language->rules;
    if (n_words == 0 || rules->n_opener_phrases == 0)
        return false;
    size_t last = n_words < OPENER_WORDS ? n_words - 1 : OPENER_WORDS - 1;
    if (cr_units_class(&analyser->units, analyser->characters, words[0].start) & CR_CHAR_SPACELESS) {
        cr_view start = fold_again(r, words[0].start, words[last].end, &analyser->folded);
        for (size_t i = 0; i < rules->n_opener_phrases; i++)
            if (cr_view_starts(start, rules->opener_phrases[i].text))
                return true;
        return false;
    }
    if (!(tokens[0].flags & CR_TOKEN_OPENER))
        return false;
    cr_view first = fold_again(r, words[0].start, words[0].end, &analyser->stem);
    const cr_map_slot *slot = cr_map_find(&rules->openers, first);
    ptrdiff_t apostrophe = cr_view_find_byte(first, '\'');
    if (!slot && apostrophe > 0) {  // "it's", "he'll"
        first = cr_view_slice(first, 0, (size_t)apostrophe);
        slot = cr_map_find(&rules->openers, first);
    }
    if (!slot)
        return false;
    cr_view start = fold_again(r, words[0].start, words[last].end, &analyser->folded);
    for (size_t i = slot->value - 1; i < rules->n_opener_phrases; i++) {
        cr_view phrase = rules->opener_phrases[i].text;
        if (!cr_view_starts(phrase, first))
            return false;
        if (cr_view_starts(start, phrase) && !is_inside_word(start, phrase.size))
            return true;
    }
    return false;
}

static uint32_t mark_flag(cr_mark_kind kind)
{
    switch (kind) {
    case CR_MARK_TITLE:
        return CR_SENTENCE_TITLE;
    case CR_MARK_HEADING:
        return CR_SENTENCE_HEADING;
    case CR_MARK_LIST_ITEM:
        return CR_SENTENCE_LIST_ITEM;
    case CR_MARK_QUOTE:
        return CR_SENTENCE_QUOTE;
    case CR_MARK_DATELINE:
        return CR_SENTENCE_DATELINE;
    case CR_MARK_BOILERPLATE:
        return CR_SENTENCE_BOILERPLATE;
    case CR_MARK_CODE:
        return CR_SENTENCE_CODE;
    }
    return 0;
}

static cr_status find_foreign(const run *r, cr_sentence *sentence, cr_error *error)
{
    cr_language found;
    cr_view text = cr_view_slice(r->article->text, sentence->start, sentence->end);
    cr_status status = cr_language_detect(r->analyser->detector, text, r->document->lang, &found, error);
    if (!status && strcmp(found.tag, "und") != 0 && !cr_tag_same_language(found.tag, r->document->lang))
        sentence->flags |= CR_SENTENCE_FOREIGN;
    return status;
}

/* The date that runs into the first sentence of a text is a sentence of its own: without it the first one can be quoted. */
static void part_at_date(cr_analyser *analyser, const cr_mark *marks, size_t n_marks)
{
    const cr_units *units = &analyser->units;
    cr_spans *spans = &analyser->spans;
    for (size_t m = 0, i = 0; m < n_marks; m++) {
        while (i < spans->n && units->byte[spans->items[i].end] <= marks[m].start)
            i++;
        if (i == spans->n)
            return;
        cr_span span = spans->items[i];
        if (marks[m].kind != CR_MARK_DATELINE || units->byte[span.end] <= marks[m].end)
            continue;
        uint32_t end = span.start, start;
        while (units->byte[end] < marks[m].end)
            end++;
        for (start = end; start < span.end && cr_units_class(units, analyser->characters, start) & CR_CHAR_SPACE;)
            start++;
        if (end == span.start || start == span.end)
            return;
        spans->items = cr_grow(spans->items, &spans->capacity, spans->n + 1, sizeof *spans->items);
        memmove(spans->items + i + 1, spans->items + i, (spans->n++ - i) * sizeof *spans->items);
        spans->items[i].end = end;
        spans->items[i + 1].start = start;
        return;
    }
}

/* Tokens and sentences, in one walk over both. */
static cr_status make_sentences(run *r, const cr_mark *marks, size_t n_marks, cr_error *error)
{
    cr_analyser *analyser = r->analyser;
    cr_document *document = r->document;
    const cr_units *units = &analyser->units;
    const cr_spans *spans = &analyser->spans;
    const cr_words *words = &analyser->words;
    cr_sentence *sentences = CR_ARENA_ZEROED(r->arena, cr_sentence, spans->n);
    cr_token *tokens = CR_ARENA_ARRAY(r->arena, cr_token, words->n);
    size_t word = 0, mark = 0, all_spaceless = 0;
    left_open open = {0};
    cr_status status = CR_OK;
    for (size_t i = 0; i < spans->n && !status; i++) {
        const cr_span *span = &spans->items[i];
        cr_sentence *sentence = &sentences[i];
        sentence->start = units->byte[span->start];
        sentence->end = units->byte[span->end];
        sentence->paragraph = span->line;
        sentence->first_token = (uint32_t)word;
        if (i == 0 || spans->items[i - 1].line != span->line)
            sentence->flags |= CR_SENTENCE_PARAGRAPH;
        size_t n_spaceless = 0;
        for (; word < words->n && words->items[word].start < span->end; word++) {
            tokens[word] = make_token(r, units, r->article->text, &words->items[word]);
            n_spaceless += units->has_spaceless &&
                           cr_units_class(units, analyser->characters, words->items[word].start) & CR_CHAR_SPACELESS;
        }
        all_spaceless += n_spaceless;
        sentence->n_tokens = (uint32_t)word - sentence->first_token;
        balance quotes = read_characters(r, span, n_spaceless, sentence);
        follow_quotation(&open, sentences, i, &quotes);
        if (opens_dependent(r, words->items + sentence->first_token, tokens + sentence->first_token,
                            sentence->n_tokens))
            sentence->flags |= CR_SENTENCE_OPENER;
        while (mark < n_marks && marks[mark].end <= sentence->start)
            mark++;
        if (mark < n_marks && marks[mark].start <= sentence->start)
            sentence->flags |= mark_flag(marks[mark].kind);
        if (analyser->mark_foreign)
            status = find_foreign(r, sentence, error);
    }
    document->sentences = sentences;
    document->n_sentences = spans->n;
    document->tokens = tokens;
    document->n_tokens = word;
    document->spaceless = all_spaceless * 2 > word;
    if (!status)
        cr_scraps_mark(document, r->language->rules, &r->language->dates, sentences, &analyser->folded);
    if (!status && analyser->repeated && analyser->repeated->lines.size > 0)
        cr_repeated_mark(analyser->repeated, document, sentences);
    return status;
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

static cr_status find_language(const cr_analyser *analyser, const cr_article *article, cr_document *document,
                               cr_error *error)
{
    cr_status status = CR_OK;
    document->confidence = 1;
    if (analyser->lang[0]) {
        memcpy(document->lang, analyser->lang, CR_TAG_SIZE);
    } else if (article->lang_binding) {
        cr_tag_normalise(article->lang, document->lang);
    } else {
        char hint[CR_TAG_SIZE] = "";
        cr_language found = {0};
        if (article->lang.size)
            cr_tag_normalise(article->lang, hint);
        status = cr_language_detect(analyser->detector, article->text, hint[0] ? hint : NULL, &found, error);
        memcpy(document->lang, found.tag, CR_TAG_SIZE);
        document->confidence = found.confidence;
    }
    return status;
}

cr_status cr_analyse(cr_analyser *analyser, const cr_article *article, cr_arena *arena, cr_document *document,
                     cr_error *error)
{
    run r = {.analyser = analyser, .article = article, .arena = arena, .document = document};
    *document = (cr_document){.article = article};
    if (article->text.size > CR_MAX_ARTICLE)
        return cr_error_set(error, CR_LIMIT, "an article of more than %zu MiB", CR_MAX_ARTICLE / CR_MIB);
    cr_status status = find_language(analyser, article, document, error);
    if (!status)
        status = open_language(analyser, document->lang, &r.language, error);
    if (status)
        return status;
    cr_vocabulary_trim(&r.language->vocabulary);
    // documents are told apart by number; a wrap-around is 4 thousand million documents away, but costs one line
    if (++analyser->document == 0)
        analyser->document = 1;
    cr_structure structure = {.marks = article->marks, .n_marks = article->n_marks};
    if (!article->structured)
        cr_structure_recognise(article->text, article->title, &r.language->dates, r.language->rules,
                               analyser->characters, arena, &structure);
    cr_units_set(&analyser->units, article->text, analyser->characters);
    cr_lines_find(&analyser->lines, &analyser->units, analyser->characters);
    cr_sentence_breaker_run(r.language->sentences, &analyser->units, &analyser->lines, &analyser->spans);
    part_at_date(analyser, structure.marks, structure.n_marks);
    status = cr_word_breaker_run(r.language->words, &analyser->units, &analyser->words, error);
    cr_words_part(&analyser->words, &analyser->spans, &analyser->units, analyser->characters);
    if (!status)
        status = make_sentences(&r, structure.marks, structure.n_marks, error);
    if (!status)
        status = make_title(&r, error);
    cr_term *terms = CR_ARENA_ARRAY(arena, cr_term, document->n_terms);
    if (document->n_terms)
        memcpy(terms, analyser->terms, document->n_terms * sizeof *terms);
    document->terms = terms;
    return status;
}

cr_view cr_document_sentence(const cr_document *document, size_t sentence)
{
    const cr_sentence *s = &document->sentences[sentence];
    return cr_view_slice(document->article->text, s->start, s->end);
}
