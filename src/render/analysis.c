#include "render/analysis.h"

#include "base/memory.h"
#include "format/json_write.h"

#include <stdlib.h>

enum { SHOWN_TERMS = 20 };  // of the most frequent ones, in text

static const struct {
    uint32_t flag;
    const char *name;
} KINDS[] = {
    {CR_SENTENCE_TITLE, "title"},
    {CR_SENTENCE_HEADING, "heading"},
    {CR_SENTENCE_LIST_ITEM, "list item"},
    {CR_SENTENCE_QUOTE, "block quotation"},
    {CR_SENTENCE_DATELINE, "date line"},
    {CR_SENTENCE_BOILERPLATE, "boilerplate"},
    {CR_SENTENCE_CODE, "code"},
    {CR_SENTENCE_QUESTION, "question"},
    {CR_SENTENCE_QUOTED, "quotation"},
    {CR_SENTENCE_OPENER, "dependent"},
    {CR_SENTENCE_UNFINISHED, "unfinished"},
    {CR_SENTENCE_CAPITALS, "capitals"},
    {CR_SENTENCE_FOREIGN, "foreign"},
    {CR_SENTENCE_SCRAPPY, "scrappy"},
    {CR_SENTENCE_UNBALANCED, "unbalanced"},
    {CR_SENTENCE_SPILLS, "spills"},
};
enum { N_KINDS = sizeof KINDS / sizeof *KINDS };

/* A term and how often it occurs. */
typedef struct counted {
    uint32_t term;
    size_t n;
} counted;

static int order_counted(const void *a, const void *b)
{
    const counted *p = a, *q = b;
    int order = (p->n < q->n) - (p->n > q->n);
    return order ? order : (p->term > q->term) - (p->term < q->term);
}

/* The terms that are no stop words, most frequent first, those of equal count by first occurrence. The caller frees. */
static counted *count_terms(const cr_document *document, size_t *n)
{
    counted *terms = cr_allocate_zeroed(document->n_terms, sizeof *terms);
    for (size_t i = 0; i < document->n_terms; i++)
        terms[i].term = (uint32_t)i;
    for (size_t i = 0; i < document->n_tokens; i++)
        terms[document->tokens[i].term].n += !document->terms[document->tokens[i].term].is_stop;
    if (document->n_terms)
        qsort(terms, document->n_terms, sizeof *terms, order_counted);
    for (*n = 0; *n < document->n_terms && terms[*n].n > 0;)
        ++*n;
    return terms;
}

static void put_sentences(cr_json_writer *writer, const cr_document *document, bool with_details)
{
    cr_json_put_name(writer, "sentences");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < document->n_sentences; i++) {
        const cr_sentence *sentence = &document->sentences[i];
        cr_json_begin_object(writer);
        cr_json_member_size(writer, "start", sentence->start);
        cr_json_member_size(writer, "end", sentence->end);
        if (with_details) {
            cr_json_member_size(writer, "words", sentence->n_words);
            cr_json_put_name(writer, "is");
            cr_json_begin_array(writer);
            for (size_t k = 0; k < N_KINDS; k++)
                if (sentence->flags & KINDS[k].flag)
                    cr_json_put_string(writer, cr_view_of(KINDS[k].name));
            cr_json_end_array(writer);
        }
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
}

static void put_mentions(cr_json_writer *writer, const cr_analysis_means *means, bool with_details)
{
    cr_json_put_name(writer, "mentions");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < means->mentions.n; i++) {
        const cr_mention *mention = &means->mentions.items[i];
        const cr_entity *entity = &means->entities->entities[mention->entity];
        cr_json_begin_object(writer);
        cr_json_member_string(writer, "entity", entity->id);
        cr_json_member_size(writer, "start", mention->start);
        cr_json_member_size(writer, "end", mention->end);
        cr_json_member_string(writer, "rule", cr_view_of(cr_mention_rule_name(mention->rule)));
        if (with_details) {
            cr_json_member_string(writer, "name", entity->name);
            cr_json_member_string(writer, "kind", cr_view_of(cr_entity_kind_name(entity->kind)));
        }
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
}

static void put_terms(cr_json_writer *writer, const cr_document *document)
{
    size_t n;
    counted *terms = count_terms(document, &n);
    cr_json_put_name(writer, "terms");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < n; i++) {
        cr_json_begin_object(writer);
        cr_json_member_string(writer, "stem", document->terms[terms[i].term].stem);
        cr_json_member_size(writer, "count", terms[i].n);
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
    free(terms);
}

void cr_render_analysis_json(const cr_document *document, const cr_analysis_means *means, bool with_details,
                             cr_buf *out)
{
    const cr_article *article = document->article;
    cr_json_writer writer = {out, false};
    cr_json_begin_object(&writer);
    cr_json_put_name(&writer, "id");
    cr_json_put_id(&writer, article->id, article->id_is_integer);
    cr_json_member_string(&writer, "lang", cr_view_of(document->lang));
    cr_json_member_real(&writer, "confidence", document->confidence, 6);
    if (with_details) {
        cr_json_member_string(&writer, "title", article->title);
        cr_json_member_string(&writer, "lexicon", cr_view_of(means->lexicon));
        cr_json_member_string(&writer, "stemming", cr_view_of(means->stemming));
    }
    put_sentences(&writer, document, with_details);
    put_mentions(&writer, means, with_details);
    if (with_details)
        put_terms(&writer, document);
    cr_json_end_object(&writer);
}

void cr_render_analysis_text(const cr_document *document, const cr_analysis_means *means, cr_buf *out)
{
    const cr_article *article = document->article;
    cr_buf_append_squeezed(out, article->title.size ? article->title : article->id);
    cr_buf_append_format(out, "%s\n  language: %s (confidence ", article->title_derived ? " (derived)" : "",
                         document->lang);
    cr_buf_append_real(out, document->confidence, 2);
    cr_buf_append_format(out, "), lexicon: %s, stemming: %s\n", means->lexicon, means->stemming);
    for (size_t i = 0; i < document->n_sentences; i++) {
        const cr_sentence *sentence = &document->sentences[i];
        cr_buf_append_format(out, "  %zu. ", i + 1);
        cr_buf_append_squeezed(out, cr_document_sentence(document, i));
        cr_buf_append_format(out, "\n     %u-%u, %u words", sentence->start, sentence->end, sentence->n_words);
        for (size_t k = 0; k < N_KINDS; k++)
            if (sentence->flags & KINDS[k].flag)
                cr_buf_append_format(out, ", %s", KINDS[k].name);
        cr_buf_append_byte(out, '\n');
    }
    if (means->mentions.n)
        cr_buf_append_string(out, "  mentions:\n");
    for (size_t i = 0; i < means->mentions.n; i++) {
        const cr_mention *mention = &means->mentions.items[i];
        cr_buf_append_format(out, "     %u-%u, ", mention->start, mention->end);
        cr_buf_append(out, means->entities->entities[mention->entity].id);
        cr_buf_append_format(out, ", %s: ", cr_mention_rule_name(mention->rule));
        cr_buf_append_squeezed(out, cr_view_slice(article->text, mention->start, mention->end));
        cr_buf_append_byte(out, '\n');
    }
    size_t n;
    counted *terms = count_terms(document, &n);
    cr_buf_append_string(out, "  terms:");
    for (size_t i = 0; i < n && i < SHOWN_TERMS; i++) {
        cr_buf_append_byte(out, ' ');
        cr_buf_append(out, document->terms[terms[i].term].stem);
        cr_buf_append_format(out, " (%zu)", terms[i].n);
    }
    cr_buf_append_string(out, n > SHOWN_TERMS ? " ...\n" : "\n");
    free(terms);
}
