#include "job/job.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "job/kept.h"
#include "job/tools.h"
#include "render/archive.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_WORDS = 32,      // of a question
    SNIPPET_BYTES = 360,  // a longer sentence is cut
    BEFORE_MATCH = 120,   // bytes that are shown before the first match of a sentence that is cut
};

// the title is shown as such, and page furniture is not searched
#define NOT_SHOWN (CR_SENTENCE_TITLE | CR_SENTENCE_BOILERPLATE)

/* A word or phrase of the question, and what it is in each language. */
typedef struct piece {
    cr_view text;
    bool is_phrase, is_prefix;
    bool is_stop;           // in some language
    cr_search_form *forms;  // [n_forms]
    size_t n_forms, capacity;
    cr_map known;   // forms by their terms
    cr_map elided;  // stop words that some language takes from its head: l' of l'orange
} piece;

typedef struct searching {
    const cr_config *config;
    const cr_io *io;
    cr_tools tools;
    cr_archive *archive;
    cr_arena arena;
    piece pieces[MOST_WORDS];
    size_t n_pieces;
    cr_search_word words[MOST_WORDS];  // of the pieces that are looked for
    size_t n_words;
} searching;

/* ---- the question ------------------------------------------------------------------------------------------------- */

static void add_piece(searching *s, cr_view text, bool is_phrase)
{
    bool is_prefix = !is_phrase && text.size > 1 && cr_view_ends(text, CR_VIEW("*"));
    if (is_prefix)
        text.size--;
    text = cr_view_trim(text);
    if (text.size && s->n_pieces < MOST_WORDS)
        s->pieces[s->n_pieces++] = (piece){.text = text, .is_phrase = is_phrase, .is_prefix = is_prefix};
}

/* The end of the white space at `at`. */
static size_t behind_space(cr_view text, size_t at)
{
    for (size_t next = at; at < text.size && cr_utf8_is_space(cr_utf8_next(text, &next));)
        at = next;
    return at;
}

/* Words are parted by white space; what stands in quotation marks is one phrase. */
static void cut(searching *s, cr_view text)
{
    while (text.size) {
        bool is_phrase = text.data[0] == '"';
        size_t start = is_phrase, end = start;
        while (end < text.size &&
               (is_phrase ? text.data[end] != '"' : behind_space(text, end) == end && text.data[end] != '"'))
            cr_utf8_next(text, &end);
        add_piece(s, cr_view_slice(text, start, end), is_phrase);
        if (is_phrase && end < text.size)
            end++;
        text = cr_view_slice(text, behind_space(text, end), text.size);
    }
}

static void add_form(searching *s, piece *p, const cr_view *terms, size_t n_terms)
{
    cr_buf key = {0};
    bool added;
    for (size_t i = 0; i < n_terms; i++) {
        cr_buf_append(&key, terms[i]);
        cr_buf_append_byte(&key, ' ');
    }
    cr_map_slot *slot = cr_map_put(&p->known, cr_buf_view(&key), &added);
    if (added) {
        slot->key = cr_arena_copy(&s->arena, cr_buf_view(&key));
        p->forms = cr_grow(p->forms, &p->capacity, p->n_forms + 1, sizeof *p->forms);
        p->forms[p->n_forms++] = (cr_search_form){terms, n_terms};
    }
    cr_buf_release(&key);
}

/* How many elided stop words stand before a word: l'orange is looked for as orange. */
static size_t count_elided(const cr_document *document, cr_view text)
{
    size_t n = 0;
    while (n + 1 < document->n_tokens && document->terms[document->tokens[n].term].is_stop) {
        cr_view behind = cr_view_slice(text, document->tokens[n].end, text.size);
        if (!cr_view_starts(behind, CR_VIEW("'")) && !cr_view_starts(behind, CR_VIEW("\u2019")))
            break;
        n++;
    }
    return n;
}

/* What a piece is in a language: analysed as an article would be. */
static cr_status read_piece(searching *s, piece *p, cr_view lang, cr_error *error)
{
    cr_document document;
    const cr_article article = {.text = p->text, .lang = lang, .lang_binding = true, .structured = true};
    cr_status status = cr_analyse(s->tools.workers[0].analyser, &article, &s->arena, &document, error);
    if (status || document.n_tokens == 0)
        return status;
    cr_view *terms = CR_ARENA_ARRAY(&s->arena, cr_view, document.n_tokens);
    for (size_t i = 0; i < document.n_tokens; i++)
        terms[i] = document.terms[document.tokens[i].term].stem;
    p->is_stop |= document.n_tokens == 1 && document.terms[document.tokens[0].term].is_stop;
    size_t n_elided = p->is_phrase ? 0 : count_elided(&document, p->text);
    for (size_t i = 0; i < n_elided; i++) {
        bool added;
        cr_map_slot *slot = cr_map_put(&p->elided, terms[i], &added);
        slot->key = added ? cr_arena_copy(&s->arena, terms[i]) : slot->key;
    }
    add_form(s, p, terms + n_elided, document.n_tokens - n_elided);
    if (p->is_prefix) {  // the stem may be longer or shorter than what the word begins with
        cr_buf folded = {0};
        cr_view *whole = CR_ARENA_ARRAY(&s->arena, cr_view, 1);
        status = cr_analyser_fold(s->tools.workers[0].analyser, document.lang, p->text, &folded, error);
        whole[0] = cr_arena_copy(&s->arena, cr_buf_view(&folded));
        cr_buf_release(&folded);
        if (!status && whole[0].size && cr_view_find_byte(whole[0], ' ') < 0)
            add_form(s, p, whole, 1);
    }
    return status;
}

/* Where one language takes l' from a word's head, another takes all that follows it for an ending: what is left of the word
 * there would find every article with an l'. */
static void drop_elided(piece *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->n_forms; i++)
        if (p->forms[i].n_terms != 1 || !cr_map_find(&p->elided, p->forms[i].terms[0]))
            p->forms[kept++] = p->forms[i];
    p->n_forms = kept;
}

static cr_status read_question(searching *s, const char *const *words, size_t n_words, cr_error *error)
{
    const cr_view *langs = NULL;
    cr_view asked = cr_view_of(s->config->lang);
    size_t n_langs = 1;
    cr_status status = CR_OK;
    if (asked.size)
        langs = &asked;
    else
        status = cr_archive_languages(s->archive, &s->arena, &langs, &n_langs, error);
    for (size_t i = 0; i < n_words; i++) {
        size_t valid = cr_utf8_valid(cr_view_of(words[i]));
        if (words[i][valid])
            return cr_error_set(error, CR_USAGE, "the words are no UTF-8");
        cut(s, cr_view_of(words[i]));
    }
    for (size_t i = 0; i < s->n_pieces; i++)
        for (size_t k = 0; k < n_langs && !status; k++)
            status = read_piece(s, &s->pieces[i], langs[k], error);
    for (size_t i = 0; i < s->n_pieces; i++)
        drop_elided(&s->pieces[i]);
    // what is a stop word is looked for only where there is nothing else
    bool any = false;
    for (size_t i = 0; i < s->n_pieces; i++)
        any |= s->pieces[i].n_forms && (!s->pieces[i].is_stop || s->pieces[i].is_phrase);
    for (size_t i = 0; i < s->n_pieces; i++) {
        const piece *p = &s->pieces[i];
        if (p->n_forms && (!any || !p->is_stop || p->is_phrase))
            s->words[s->n_words++] = (cr_search_word){p->forms, p->n_forms, p->is_prefix};
    }
    if (!status && s->n_words == 0 && n_langs)
        return cr_error_set(error, CR_USAGE, "search wants words to look for");
    return status;
}

/* ---- snippets ----------------------------------------------------------------------------------------------------- */

static bool same_term(cr_view term, cr_view wanted, bool is_prefix)
{
    return is_prefix ? cr_view_starts(term, wanted) : cr_view_equal(term, wanted);
}

/* How many tokens from `token` on are a form; 0: they are not. */
static size_t form_at(const cr_document *document, size_t token, const cr_search_form *form, bool is_prefix)
{
    if (form->n_terms > document->n_tokens - token)
        return 0;
    for (size_t i = 0; i < form->n_terms; i++)
        if (!same_term(document->terms[document->tokens[token + i].term].stem, form->terms[i],
                       is_prefix && i + 1 == form->n_terms))
            return 0;
    return form->n_terms;
}

/* What is found of the question at a token: how many tokens, and which word. */
static size_t word_at(const searching *s, const cr_document *document, size_t token, size_t *word)
{
    size_t longest = 0;
    for (size_t w = 0; w < s->n_words; w++)
        for (size_t f = 0; f < s->words[w].n_forms; f++) {
            size_t n = form_at(document, token, &s->words[w].forms[f], s->words[w].is_prefix);
            if (n > longest) {
                longest = n;
                *word = w;
            }
        }
    return longest;
}

/* The sentence that holds most of the words, the first of equals; the first of prose if none holds any. */
static size_t best_sentence(const searching *s, const cr_document *document)
{
    size_t best = SIZE_MAX, most = 0, prose = SIZE_MAX;
    for (size_t i = 0; i < document->n_sentences; i++) {
        const cr_sentence *sentence = &document->sentences[i];
        bool seen[MOST_WORDS] = {false};
        size_t n = 0, found = 0, word = 0;
        if (prose == SIZE_MAX && !(sentence->flags & CR_SENTENCE_NO_PROSE))
            prose = i;
        for (size_t t = 0; t < sentence->n_tokens && !(sentence->flags & NOT_SHOWN); t++)
            if (word_at(s, document, sentence->first_token + t, &word)) {
                n += !seen[word];
                seen[word] = true;
                found++;
            }
        // a sentence of prose goes before a heading that holds as much
        size_t worth = n * 64 + (found < 16 ? found : 16) + (n && !(sentence->flags & CR_SENTENCE_NO_PROSE) ? 20 : 0);
        if (worth > most) {
            most = worth;
            best = i;
        }
    }
    return best != SIZE_MAX ? best : prose != SIZE_MAX ? prose : 0;
}

/* Where a cut may stand: the start of a token, or its end. */
static void cut_sentence(const cr_document *document, const cr_sentence *sentence, uint32_t match, cr_hit *hit)
{
    uint32_t start = sentence->start, end = sentence->end;
    const cr_token *tokens = document->tokens + sentence->first_token;
    if (match > start + BEFORE_MATCH) {
        for (size_t i = 0; i < sentence->n_tokens && start + BEFORE_MATCH < match; i++)
            start = tokens[i].start + BEFORE_MATCH >= match ? tokens[i].start : start;
        for (size_t i = 0; i < sentence->n_tokens && start == sentence->start; i++)
            if (tokens[i].start + BEFORE_MATCH >= match)
                start = tokens[i].start;
    }
    if (end - start > SNIPPET_BYTES) {
        uint32_t last = start;
        for (size_t i = 0; i < sentence->n_tokens && tokens[i].end <= start + SNIPPET_BYTES; i++)
            last = tokens[i].end > last ? tokens[i].end : last;
        end = last > start ? last : end;
    }
    hit->is_cut = start > sentence->start;
    hit->is_cut_behind = end < sentence->end;
    hit->start = start;
    hit->end = end;
}

static void choose_snippet(const searching *s, const cr_document *document, cr_arena *arena, cr_hit *hit)
{
    if (document->n_sentences == 0)
        return;
    const cr_sentence *sentence = &document->sentences[best_sentence(s, document)];
    cr_hit_match *matches = CR_ARENA_ARRAY(arena, cr_hit_match, sentence->n_tokens);
    size_t n = 0, word;
    for (size_t t = 0; t < sentence->n_tokens;) {
        size_t first = sentence->first_token + t, size = word_at(s, document, first, &word);
        if (size > sentence->n_tokens - t)
            size = 0;  // it goes on behind the sentence
        if (size)
            matches[n++] = (cr_hit_match){document->tokens[first].start, document->tokens[first + size - 1].end};
        t += size ? size : 1;
    }
    hit->start = sentence->start;
    hit->end = sentence->end;
    if (sentence->end - sentence->start > SNIPPET_BYTES)
        cut_sentence(document, sentence, n ? matches[0].start : sentence->start, hit);
    while (n && matches[n - 1].end > hit->end)
        n--;
    hit->matches = matches;
    hit->n_matches = n;
}

/* ---- hits --------------------------------------------------------------------------------------------------------- */

typedef struct showing {
    searching *s;
    const cr_search_hit *found;
    cr_format format;
    cr_buf *out;
} showing;

static cr_status show_hit(void *context, const cr_archive_record *record, cr_error *error)
{
    showing *show = context;
    cr_worker *worker = &show->s->tools.workers[0];
    cr_document document;
    cr_hit hit = {.record = record, .score = show->found->score};
    cr_article article = record->content;
    if (!article.lang_binding) {  // it was found out when it was added
        article.lang = record->lang;
        article.lang_binding = record->lang.size > 0;
    }
    cr_status status = cr_analyse(worker->analyser, &article, &worker->arena, &document, error);
    if (!status) {
        choose_snippet(show->s, &document, &worker->arena, &hit);
        status = cr_render_hit(&hit, show->format, show->out, error);
    }
    cr_arena_clear(&worker->arena);
    return status;
}

static cr_status show_hits(searching *s, const cr_search_hit *hits, size_t n_hits, cr_error *error)
{
    cr_buf out = {0};
    cr_format format = cr_format_of(s->config->format);
    cr_status status = CR_OK;
    if (cr_format_is_json(format))
        cr_records_open(format, "hits", &out);
    for (size_t i = 0; i < n_hits && !status; i++) {
        showing show = {s, &hits[i], format, &out};
        const cr_archive_query query = {.article = hits[i].article};
        if (i && format != CR_FORMAT_TEXT)
            cr_records_part(format, &out);
        status = cr_archive_each(s->archive, &query, show_hit, &show, error);
    }
    if (cr_format_is_json(format))
        cr_records_close(format, n_hits > 0, &out);
    if (!status)
        status = cr_io_write(s->io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

static void say_more(const searching *s, size_t n_hits, size_t n_matches, bool all)
{
    cr_buf text = {0};
    if (n_matches)
        cr_buf_append_format(&text, "%zu of %s%zu that match are shown", n_hits, all ? "" : "more than ", n_matches);
    else
        cr_buf_append_format(&text, "nothing was found");
    if (s->io->message && !s->config->quiet && (n_hits < n_matches || n_matches == 0))
        s->io->message(s->io->context, CR_NOTE, text.data);
    cr_buf_release(&text);
}

cr_status cr_job_search(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    searching s = {.config = config, .io = io};
    cr_config one = *config;  // a question is no work for several threads
    const cr_search_hit *hits = NULL;
    size_t n_hits = 0, n_matches = 0;
    bool all = true;
    one.jobs = 1;
    cr_analyser_options options = {0};
    if (n_files == 0)
        return cr_error_set(error, CR_USAGE, "search wants words to look for");
    cr_status status = cr_kept_open(config, io, false, &s.archive, error);
    if (!status)
        status = cr_tools_init(&s.tools, &one, &options, error);
    if (!status)
        status = read_question(&s, files, n_files, error);
    cr_search search = {.words = s.words, .n_words = s.n_words, .newest_first = config->newest, .most = config->limit};
    if (config->date.precision != CR_DATE_NONE || config->days) {
        cr_archive_query days = cr_kept_days(config, 1);
        search.first = days.first;
        search.last = days.last;
    }
    if (!status)
        status = cr_archive_search(s.archive, &search, &s.arena, &hits, &n_hits, &n_matches, &all, error);
    if (!status)
        status = show_hits(&s, hits, n_hits, error);
    if (!status)
        say_more(&s, n_hits, n_matches, all);
    report->empty = n_hits == 0;
    for (size_t i = 0; i < s.n_pieces; i++) {
        free(s.pieces[i].forms);
        cr_map_release(&s.pieces[i].known);
        cr_map_release(&s.pieces[i].elided);
    }
    cr_tools_release(&s.tools);
    cr_archive_close(s.archive);
    cr_arena_release(&s.arena);
    return status;
}
