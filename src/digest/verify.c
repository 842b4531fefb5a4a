#include "digest/verifier.h"

#include "base/memory.h"
#include "digest/build.h"
#include "format/markdown_write.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GRAM = 3,                // bytes; of the likeness of two texts
    MOST_COUNTED = 255,      // of one gram
    MOST_SOUGHT = 16 << 20,  // bytes that are looked through for what is near what is wrong
};

/* ---- articles ----------------------------------------------------------------------------------------------------- */

/* An address as it is read from Markdown. */
static cr_view address_of(cr_view url, cr_arena *arena)
{
    cr_buf written = {0}, read = {0};
    cr_view result = {0};
    if (url.size && cr_markdown_append_address(&written, url)) {
        for (size_t at = 0; at < written.size; at++) {
            cr_buf_append_byte(&read, written.data[at]);
            if (cr_view_starts(cr_view_slice(cr_buf_view(&written), at, written.size), CR_VIEW("&amp;")))
                at += 4;
        }
        result = cr_arena_copy(arena, cr_buf_view(&read));
    }
    cr_buf_release(&written);
    cr_buf_release(&read);
    return result;
}

static cr_view file_of(const cr_edition_source *source, cr_arena *arena)
{
    size_t start = source->path.size;
    while (start > 0 && source->path.data[start - 1] != '/')
        start--;
    cr_view file = cr_view_slice(source->path, start, source->path.size);
    return source->url.size || cr_view_equal(file, source->name) ? (cr_view){0} : cr_page_bare(file, arena);
}

static cr_view line_of(const cr_edition_source *source, cr_arena *arena)
{
    cr_buf line = {0};
    if (source->title.size) {
        cr_buf_append(&line, source->title);
        cr_buf_append(&line, CR_VERIFY_SEPARATOR);
    }
    cr_buf_append(&line, source->name);
    cr_view result = cr_page_bare(cr_buf_view(&line), arena);
    cr_buf_release(&line);
    return result;
}

cr_verifier *cr_verifier_new(const cr_document *const *documents, size_t n_documents)
{
    cr_verifier *v = cr_allocate_zeroed(1, sizeof *v);
    v->articles = cr_allocate_zeroed(n_documents, sizeof *v->articles);
    v->n_articles = n_documents;
    v->wanted = cr_allocate_zeroed(CR_VERIFY_GRAMS, 1);
    v->found = cr_allocate_zeroed(CR_VERIFY_GRAMS, 1);
    for (size_t i = 0; i < n_documents; i++) {
        cr_known *k = &v->articles[i];
        bool added;
        k->document = documents[i];
        cr_edition_source_make(documents[i], &v->arena, &k->source);
        k->address = address_of(k->source.url, &v->arena);
        k->file = file_of(&k->source, &v->arena);
        cr_number_slot *same = cr_number_map_put(&v->by_hash, k->source.hash, &added);
        k->next_of_hash = added ? CR_VERIFY_NONE : same->value;
        same->value = i;
        cr_map_slot *alike = cr_map_put(&v->by_line, line_of(&k->source, &v->arena), &added);
        k->next_of_line = added ? CR_VERIFY_NONE : alike->value;
        alike->value = i;
    }
    return v;
}

void cr_verifier_free(cr_verifier *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->n_articles; i++) {
        cr_map_release(&v->articles[i].whole);
        cr_map_release(&v->articles[i].whole_bare);
    }
    free(v->articles);
    free(v->wanted);
    free(v->found);
    cr_number_map_release(&v->by_hash);
    cr_map_release(&v->by_line);
    cr_arena_release(&v->arena);
    free(v);
}

static void make_plain(cr_verifier *v, cr_known *k)
{
    if (k->is_plain)
        return;
    k->is_plain = true;
    k->text = cr_page_plain(k->document->article->text, &v->arena);
    k->sentences = CR_ARENA_ARRAY(&v->arena, cr_view, k->document->n_sentences);
    for (size_t i = 0; i < k->document->n_sentences; i++) {
        k->sentences[i] = cr_page_plain(cr_document_sentence(k->document, i), &v->arena);
        if (k->sentences[i].size)
            cr_map_put(&k->whole, k->sentences[i], NULL);
    }
}

/* ---- texts -------------------------------------------------------------------------------------------------------- */

static bool is_of_word(char byte)
{
    return cr_is_alpha(byte) || cr_is_digit(byte) || (unsigned char)byte >= 0x80;
}

/* Whether text[start, end) has a word cut at either end. */
static bool cuts_word(cr_view text, size_t start, size_t end)
{
    return (start > 0 && is_of_word(text.data[start - 1]) && is_of_word(text.data[start])) ||
           (end < text.size && is_of_word(text.data[end]) && is_of_word(text.data[end - 1]));
}

bool cr_known_holds(cr_verifier *v, cr_known *k, cr_view quotation)
{
    make_plain(v, k);
    if (cr_map_find(&k->whole, quotation))
        return true;
    for (size_t from = 0; from < k->text.size;) {
        ptrdiff_t at = cr_view_find(cr_view_slice(k->text, from, k->text.size), quotation);
        if (at == CR_NOT_FOUND)
            return false;
        size_t start = from + (size_t)at;
        if (!cuts_word(k->text, start, start + quotation.size))
            return true;
        from = start + 1;
    }
    return false;
}

static void make_bare(cr_verifier *v, cr_known *k)
{
    make_plain(v, k);
    if (k->is_bare)
        return;
    k->is_bare = true;
    k->bare = cr_page_bare(k->text, &v->arena);
    k->plain_at = CR_ARENA_ARRAY(&v->arena, uint32_t, k->bare.size);
    for (size_t at = 0, n = 0; at < k->text.size && n < k->bare.size; at++)
        if (k->text.data[at] != ' ')
            k->plain_at[n++] = (uint32_t)at;
    for (size_t i = 0; i < k->document->n_sentences; i++) {
        cr_view sentence = cr_page_bare(k->sentences[i], &v->arena);
        if (sentence.size)
            cr_map_put(&k->whole_bare, sentence, NULL);
    }
}

bool cr_known_holds_bare(cr_verifier *v, cr_known *k, cr_view quotation)
{
    make_bare(v, k);
    if (cr_map_find(&k->whole_bare, quotation))
        return true;
    for (size_t from = 0; quotation.size && from < k->bare.size;) {
        ptrdiff_t at = cr_view_find(cr_view_slice(k->bare, from, k->bare.size), quotation);
        if (at == CR_NOT_FOUND)
            return false;
        size_t start = from + (size_t)at;
        if (!cuts_word(k->text, k->plain_at[start], (size_t)k->plain_at[start + quotation.size - 1] + 1))
            return true;
        from = start + 1;
    }
    return false;
}

static size_t gram_at(cr_view text, size_t at)
{
    uint32_t gram = (uint32_t)(unsigned char)text.data[at] << 16 | (uint32_t)(unsigned char)text.data[at + 1] << 8 |
                    (unsigned char)text.data[at + 2];
    return (gram * UINT32_C(2654435761)) >> (32 - CR_VERIFY_GRAM_BITS);
}

/* Whether two texts are of so similar a length that one may be near the other. */
static bool may_be_near(cr_view a, cr_view b)
{
    cr_view shorter = a.size < b.size ? a : b;
    return shorter.size >= GRAM && 2 * (double)shorter.size > CR_VERIFY_NEAR * (double)(a.size + b.size);
}

/* How much of the grams two texts share (Dice), against those counted in v->wanted. */
static double likeness(cr_verifier *v, cr_view wanted, cr_view text)
{
    size_t shared = 0;
    if (!may_be_near(wanted, text))
        return 0;
    for (size_t at = 0; at + GRAM <= text.size; at++) {
        size_t gram = gram_at(text, at);
        if (v->found[gram] < v->wanted[gram]) {
            v->found[gram]++;
            shared++;
        }
    }
    for (size_t at = 0; at + GRAM <= text.size; at++)
        v->found[gram_at(text, at)] = 0;
    return 2 * (double)shared / (double)(wanted.size + text.size - 2 * (GRAM - 1));
}

static void want(cr_verifier *v, cr_view text, bool on)
{
    for (size_t at = 0; at + GRAM <= text.size; at++) {
        uint8_t *count = &v->wanted[gram_at(text, at)];
        *count = (uint8_t)(on ? *count + (*count < MOST_COUNTED) : 0);
    }
}

bool cr_known_seek(cr_verifier *v, cr_known *k, cr_view wanted, double *best, cr_view *nearest)
{
    make_plain(v, k);
    v->n_sought += k->text.size + wanted.size;
    if (v->n_sought > MOST_SOUGHT)
        return false;
    want(v, wanted, true);
    for (size_t i = 0; i < k->document->n_sentences; i++) {
        double like = likeness(v, wanted, k->sentences[i]);
        if (like > *best) {
            *best = like;
            *nearest = k->sentences[i];
        }
    }
    want(v, wanted, false);
    return true;
}

double cr_verifier_likeness(cr_verifier *v, cr_view a, cr_view b)
{
    if (!may_be_near(a, b))
        return 0;
    want(v, a, true);
    double like = likeness(v, a, b);
    want(v, a, false);
    return like;
}

/* ---- faults ------------------------------------------------------------------------------------------------------- */

void cr_verdict_release(cr_verdict *verdict)
{
    cr_buf_release(&verdict->faults);
    *verdict = (cr_verdict){0};
}

void cr_verdict_add(cr_verdict *verdict, const char *path, size_t line, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    cr_buf_append_format(&verdict->faults, "'%s':", path);
    if (line)
        cr_buf_append_format(&verdict->faults, "%zu:", line);
    cr_buf_append_byte(&verdict->faults, ' ');
    if (size >= (int)sizeof text) {  // as long as a sentence
        char *all = cr_allocate((size_t)size + 1, 1);
        va_start(arguments, format);
        vsnprintf(all, (size_t)size + 1, format, arguments);
        va_end(arguments);
        cr_buf_append_string(&verdict->faults, all);
        free(all);
    } else {
        cr_buf_append_string(&verdict->faults, text);
    }
    cr_buf_append_byte(&verdict->faults, '\n');
    verdict->n_faults++;
}

void cr_verdict_add_false(cr_verdict *verdict, const char *path, size_t line, cr_view quotation, const cr_view *nearest)
{
    if (!nearest)
        cr_verdict_add(verdict, path, line, "not in its source: '%.*s'", (int)quotation.size, quotation.data);
    else if (nearest->size)
        cr_verdict_add(verdict, path, line, "not in its source: '%.*s'; nearest: '%.*s'", (int)quotation.size,
                       quotation.data, (int)nearest->size, nearest->data);
    else
        cr_verdict_add(verdict, path, line, "not in its source, nor anything like it: '%.*s'", (int)quotation.size,
                       quotation.data);
}
