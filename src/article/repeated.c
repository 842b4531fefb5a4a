#include "article/repeated.h"

#include "article/furniture.h"

enum { MAX_ORIGIN = 200 };  // bytes

void cr_repeated_release(cr_repeated *repeated)
{
    cr_number_map_release(&repeated->lines);
}

static uint64_t key_of(cr_view origin, uint64_t line)
{
    return (cr_hash(origin) * 0x9E3779B97F4A7C15u) ^ line;
}

void cr_repeated_add(cr_repeated *repeated, cr_view origin, uint64_t line)
{
    cr_number_map_put(&repeated->lines, key_of(origin, line), NULL);
}

/* The host of "https://user@www.example.org:80/path". */
static cr_view host_of(cr_view url)
{
    ptrdiff_t scheme = cr_view_find(url, CR_VIEW("://"));
    if (scheme < 0)
        return (cr_view){0};
    cr_view host = cr_view_slice(url, (size_t)scheme + 3, url.size);
    size_t end = 0;
    while (end < host.size && host.data[end] != '/' && host.data[end] != '?' && host.data[end] != '#')
        end++;
    host.size = end;
    ptrdiff_t at = cr_view_find_byte(host, '@');
    if (at >= 0)
        host = cr_view_slice(host, (size_t)at + 1, host.size);
    ptrdiff_t port = cr_view_find_byte(host, ':');
    if (port >= 0)
        host.size = (size_t)port;
    return host;
}

static size_t whole_characters(cr_view text, size_t most)
{
    size_t size = text.size < most ? text.size : most;
    while (size < text.size && size > 0 && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return size;
}

cr_view cr_repeated_origin(const cr_article *article, cr_buf *out)
{
    cr_buf_clear(out);
    cr_fold_spaced(article->source, "", out);
    if (out->size == 0)
        cr_fold_spaced(host_of(article->url), "", out);
    cr_view origin = cr_buf_view(out), www = CR_VIEW("www.");
    if (cr_view_starts(origin, www))
        origin = cr_view_slice(origin, www.size, origin.size);
    origin.size = whole_characters(origin, MAX_ORIGIN);
    return cr_view_trim(origin);
}

cr_view cr_repeated_form(cr_view line, cr_buf *out)
{
    cr_buf_clear(out);
    if (line.size > 4 * CR_REPEATED_LINE)  // white space aside it could hardly be short enough
        return (cr_view){0};
    cr_fold_spaced(line, "", out);
    return out->size > 0 && out->size <= CR_REPEATED_LINE ? cr_buf_view(out) : (cr_view){0};
}

bool cr_repeated_holds(const cr_repeated *repeated, const cr_article *article)
{
    cr_buf name = {0}, form = {0};
    cr_view origin = cr_repeated_origin(article, &name), rest = article->text, line;
    bool found = false;
    while (repeated->lines.size > 0 && origin.size && !found && cr_view_next_line(&rest, &line)) {
        cr_view folded = cr_repeated_form(line, &form);
        found = folded.size && cr_number_map_find(&repeated->lines, key_of(origin, cr_hash(folded)));
    }
    cr_buf_release(&name);
    cr_buf_release(&form);
    return found;
}

/* Words of the prose in repeated lines; their sentences are marked in `marked`, unless it is NULL. */
static size_t walk(const cr_repeated *repeated, const cr_document *document, cr_view origin, cr_sentence *marked)
{
    cr_view text = document->article->text, rest = text, line;
    cr_buf form = {0};
    size_t words = 0, i = 0;
    while (cr_view_next_line(&rest, &line)) {
        size_t end = (size_t)(line.data - text.data) + line.size, first = i;
        while (i < document->n_sentences && document->sentences[i].start < end)
            i++;
        if (first == i)
            continue;
        cr_view folded = cr_repeated_form(line, &form);
        if (!folded.size || !cr_number_map_find(&repeated->lines, key_of(origin, cr_hash(folded))))
            continue;
        for (size_t s = first; s < i; s++) {
            if (document->sentences[s].end > end)
                continue;  // of a wrapped paragraph: the line is a piece of it
            words += document->sentences[s].flags & CR_SENTENCE_NO_PROSE ? 0 : document->sentences[s].n_words;
            if (marked)
                marked[s].flags |= CR_SENTENCE_BOILERPLATE;
        }
    }
    cr_buf_release(&form);
    return words;
}

void cr_repeated_mark(const cr_repeated *repeated, const cr_document *document, cr_sentence *sentences)
{
    cr_buf name = {0};
    cr_view origin = cr_repeated_origin(document->article, &name);
    size_t words = 0;
    for (size_t i = 0; i < document->n_sentences; i++)
        words += document->sentences[i].flags & CR_SENTENCE_NO_PROSE ? 0 : document->sentences[i].n_words;
    if (origin.size && walk(repeated, document, origin, NULL) * 2 <= words)
        walk(repeated, document, origin, sentences);
    cr_buf_release(&name);
}
