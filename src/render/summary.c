#include "render/summary.h"

#include "base/memory.h"
#include "format/json_write.h"
#include "format/line.h"
#include "text/bidi.h"
#include "text/date.h"
#include "text/locale.h"

#include <stdlib.h>

/* What is rendered. */
typedef struct view {
    const cr_document *const *documents;
    size_t n_documents;
    const cr_summary *summary;
    bool is_group;
} view;

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

static void put_id(cr_json_writer *writer, const char *name, cr_view id, bool is_integer)
{
    cr_json_put_name(writer, name);
    cr_json_put_id(writer, id, is_integer);
}

static void put_article_id(cr_json_writer *writer, const cr_article *article)
{
    put_id(writer, "id", article->id, article->id_is_integer);
}

static void put_sentences(cr_json_writer *writer, const view *v)
{
    cr_buf squeezed = {0};
    cr_json_put_name(writer, "summary");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < v->summary->n_chosen; i++) {
        const cr_chosen *chosen = &v->summary->chosen[i];
        const cr_document *document = v->documents[chosen->document];
        const cr_sentence *sentence = &document->sentences[chosen->sentence];
        cr_json_begin_object(writer);
        if (v->is_group)
            put_article_id(writer, document->article);
        cr_buf_clear(&squeezed);
        cr_buf_append_squeezed(&squeezed, cr_document_sentence(document, chosen->sentence));
        cr_json_member_string(writer, "text", cr_buf_view(&squeezed));
        cr_json_member_size(writer, "start", sentence->start);
        cr_json_member_size(writer, "end", sentence->end);
        cr_json_member_real(writer, "score", chosen->score, 6);
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
    cr_buf_release(&squeezed);
}

/* A coefficient that is 0 for both says nothing: the line does not see that feature. */
static bool is_used(const cr_summary *summary, size_t f)
{
    return summary->stem_weights[f] < 0 || summary->stem_weights[f] > 0 || summary->pair_weights[f] < 0 ||
           summary->pair_weights[f] > 0;
}

static void put_coefficients(cr_json_writer *writer, const cr_summary *summary, const char *name, const double *values)
{
    cr_json_put_name(writer, name);
    cr_json_begin_object(writer);
    for (size_t f = 0; f < summary->n_coefficients; f++)
        if (is_used(summary, f))
            cr_json_member_real(writer, summary->coefficient_names[f], values[f], 6);
    cr_json_end_object(writer);
}

static void put_weights(cr_json_writer *writer, const cr_summary *summary)
{
    cr_json_put_name(writer, "weights");
    cr_json_begin_object(writer);
    put_coefficients(writer, summary, "stem", summary->stem_weights);
    put_coefficients(writer, summary, "pair", summary->pair_weights);
    cr_json_put_name(writer, "settings");
    cr_json_begin_object(writer);
    for (size_t k = 0; k < summary->n_settings; k++)
        cr_json_member_real(writer, summary->setting_names[k], summary->settings[k], 6);
    cr_json_end_object(writer);
    cr_json_end_object(writer);
}

static void put_concepts(cr_json_writer *writer, const cr_summary *summary, const cr_explanation *e)
{
    cr_buf squeezed = {0};
    cr_json_put_name(writer, "concepts");
    cr_json_begin_array(writer);
    for (size_t k = 0; k < e->n_concepts; k++) {
        cr_json_begin_object(writer);
        cr_buf_clear(&squeezed);
        cr_buf_append_squeezed(&squeezed, e->concepts[k].text);
        cr_json_member_string(writer, "text", cr_buf_view(&squeezed));
        if (summary->n_coefficients)
            cr_json_member_real(writer, "chance", e->concepts[k].chance, 6);
        cr_json_member_real(writer, "weight", e->concepts[k].weight, 6);
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
    cr_buf_release(&squeezed);
}

static void put_explanations(cr_json_writer *writer, const view *v)
{
    const cr_summary *summary = v->summary;
    cr_json_member_string(writer, "method", cr_view_of(summary->method));
    if (summary->note)
        cr_json_member_string(writer, "note", cr_view_of(summary->note));
    if (summary->n_coefficients)
        put_weights(writer, summary);
    cr_json_put_name(writer, "explanation");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < summary->n_explanations; i++) {
        const cr_explanation *e = &summary->explanations[i];
        const cr_document *document = v->documents[e->document];
        cr_json_begin_object(writer);
        if (v->is_group)
            put_article_id(writer, document->article);
        cr_json_member_size(writer, "start", document->sentences[e->sentence].start);
        cr_json_member_size(writer, "end", document->sentences[e->sentence].end);
        cr_json_member_bool(writer, "taken", e->taken);
        cr_json_member_string(writer, "reason", cr_view_of(e->reason));
        cr_json_member_real(writer, "score", e->score, 6);
        cr_json_put_name(writer, "features");
        cr_json_begin_object(writer);
        for (size_t f = 0; f < summary->n_features; f++)
            cr_json_member_real(writer, summary->feature_names[f], e->features[f], 6);
        cr_json_end_object(writer);
        if (e->n_concepts)
            put_concepts(writer, summary, e);
        if (e->n_concepts && e->shares)
            put_coefficients(writer, summary, "shares", e->shares);
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
}

static void render_json(const view *v, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    const cr_article *first = v->documents[0]->article;
    cr_json_begin_object(&writer);
    if (!v->is_group)
        put_article_id(&writer, first);
    else if (first->group.data)
        put_id(&writer, "group", first->group, first->group_is_integer);
    cr_json_member_string(&writer, "lang", cr_view_of(v->documents[0]->lang));
    put_sentences(&writer, v);
    if (v->summary->n_explanations)
        put_explanations(&writer, v);
    cr_json_end_object(&writer);
}

/* ---- text and Markdown -------------------------------------------------------------------------------------------- */

static cr_view title_of(const cr_article *article)
{
    return article->title.size ? article->title : article->id;
}

static cr_view heading_of(const view *v)
{
    const cr_article *first = v->documents[0]->article;
    return !v->is_group ? title_of(first) : first->group;
}

/* Numbers the sources in the order in which they are first quoted; [n_documents], 0: not quoted. The caller frees it. */
static size_t *number_sources(const view *v)
{
    size_t *numbers = cr_allocate_zeroed(v->n_documents, sizeof *numbers), n = 0;
    for (size_t i = 0; i < v->summary->n_chosen; i++)
        if (!numbers[v->summary->chosen[i].document])
            numbers[v->summary->chosen[i].document] = ++n;
    return numbers;
}

/* The document with a number. */
static const cr_document *numbered(const view *v, const size_t *numbers, size_t number)
{
    for (size_t d = 0; d < v->n_documents; d++)
        if (numbers[d] == number)
            return v->documents[d];
    return NULL;
}

static void append_numbers(cr_buf *out, const char *const *names, const double *values, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        cr_buf_append_format(out, "%s %s ", k ? "," : "", names[k]);
        cr_buf_append_real(out, values[k], 3);
    }
    cr_buf_append_byte(out, '\n');
}

static void append_coefficients(cr_buf *out, const cr_summary *summary, const double *values)
{
    const char *comma = "";
    for (size_t f = 0; f < summary->n_coefficients; f++) {
        if (!is_used(summary, f))
            continue;
        cr_buf_append_format(out, "%s %s ", comma, summary->coefficient_names[f]);
        cr_buf_append_real(out, values[f], 3);
        comma = ",";
    }
    cr_buf_append_byte(out, '\n');
}

static void append_concepts(cr_buf *out, const cr_summary *summary, const cr_explanation *e)
{
    cr_buf_append_string(out, "      concepts");
    for (size_t k = 0; k < e->n_concepts; k++) {
        cr_buf_append_string(out, k ? ", \"" : " \"");
        cr_buf_append_squeezed(out, e->concepts[k].text);
        cr_buf_append_string(out, "\" ");
        if (summary->n_coefficients) {
            cr_buf_append_string(out, "chance ");
            cr_buf_append_real(out, e->concepts[k].chance, 3);
            cr_buf_append_byte(out, ' ');
        }
        cr_buf_append_string(out, "weight ");
        cr_buf_append_real(out, e->concepts[k].weight, 3);
    }
    cr_buf_append_byte(out, '\n');
    if (e->shares) {
        cr_buf_append_string(out, "      shares");
        append_coefficients(out, summary, e->shares);
    }
}

static void explain_text(const view *v, cr_buf *out)
{
    const cr_summary *summary = v->summary;
    cr_buf_append_format(out, "  method: %s%s%s\n", summary->method, summary->note ? "; " : "",
                         summary->note ? summary->note : "");
    if (summary->n_coefficients) {
        cr_buf_append_string(out, "  weights of a word:");
        append_coefficients(out, summary, summary->stem_weights);
        cr_buf_append_string(out, "  weights of a pair:");
        append_coefficients(out, summary, summary->pair_weights);
        cr_buf_append_string(out, "  settings:");
        append_numbers(out, summary->setting_names, summary->settings, summary->n_settings);
    }
    for (size_t i = 0; i < summary->n_explanations; i++) {
        const cr_explanation *e = &summary->explanations[i];
        cr_buf_append_format(out, "  %c ", e->taken ? '+' : '-');
        cr_buf_append_real(out, e->score, 3);
        cr_buf_append_format(out, "  %s\n      ", e->reason);
        cr_buf_append_squeezed(out, cr_document_sentence(v->documents[e->document], e->sentence));
        cr_buf_append_string(out, "\n     ");
        append_numbers(out, summary->feature_names, e->features, summary->n_features);
        if (e->n_concepts)
            append_concepts(out, summary, e);
    }
}

static void render_text(const view *v, cr_buf *out)
{
    const cr_summary *summary = v->summary;
    size_t *numbers = number_sources(v);
    cr_view heading = heading_of(v);
    if (heading.size) {
        cr_buf_append_squeezed(out, heading);
        cr_buf_append_byte(out, '\n');
    }
    for (size_t i = 0; i < summary->n_chosen; i++) {
        const cr_chosen *chosen = &summary->chosen[i];
        cr_buf_append_string(out, "  ");
        cr_buf_append_squeezed(out, cr_document_sentence(v->documents[chosen->document], chosen->sentence));
        if (v->is_group)
            cr_buf_append_format(out, " [%zu]", numbers[chosen->document]);
        cr_buf_append_byte(out, '\n');
    }
    const cr_document *source;
    for (size_t n = 1; v->is_group && (source = numbered(v, numbers, n)) != NULL; n++) {
        cr_buf_append_format(out, "  [%zu] ", n);
        cr_buf_append_squeezed(out, title_of(source->article));
        cr_buf_append_byte(out, '\n');
    }
    if (summary->n_explanations)
        explain_text(v, out);
    free(numbers);
}

/* A text as one clean line. */
static void put_line(cr_json_writer *writer, const char *name, cr_view text)
{
    cr_buf line = {0};
    cr_line_append(&line, text);
    cr_json_member_string(writer, name, cr_buf_view(&line));
    cr_buf_release(&line);
}

static void put_lang(cr_json_writer *writer, const char *lang)
{
    cr_json_member_string(writer, "lang", cr_view_of(lang));
    cr_json_member_string(writer, "dir", cr_language_is_rtl(lang) ? CR_VIEW("rtl") : CR_VIEW("ltr"));
}

static void put_citation(cr_json_writer *writer, size_t number, cr_view url)
{
    cr_json_member_size(writer, "number", number);
    cr_json_member_bool(writer, "has_url", url.size > 0);
    cr_json_member_optional(writer, "url", url);
}

static void put_model_sentences(cr_json_writer *writer, const view *v, const size_t *numbers)
{
    cr_json_member_bool(writer, "has_sentences", v->summary->n_chosen > 0);
    cr_json_put_name(writer, "sentences");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < v->summary->n_chosen; i++) {
        const cr_chosen *chosen = &v->summary->chosen[i];
        const cr_document *document = v->documents[chosen->document];
        cr_json_begin_object(writer);
        put_line(writer, "text", cr_document_sentence(document, chosen->sentence));
        put_lang(writer, document->lang);
        cr_json_member_bool(writer, "is_first", i == 0);
        put_citation(writer, numbers[chosen->document], document->article->url);
        cr_json_end_object(writer);
    }
    cr_json_end_array(writer);
}

static void put_model_source(cr_json_writer *writer, const cr_document *document, size_t number)
{
    const cr_article *article = document->article;
    cr_json_begin_object(writer);
    put_line(writer, "shown", title_of(article));
    put_lang(writer, document->lang);
    cr_json_member_optional(writer, "source", article->source);
    cr_json_member_optional(writer, "author", article->author);
    cr_json_member_date(writer, "date", article->date);
    put_citation(writer, number, article->url);
    cr_json_end_object(writer);
}

/* What the template article.md sees. */
static void put_model(const view *v, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    size_t *numbers = number_sources(v);
    const cr_document *source;
    cr_json_begin_object(&writer);
    put_line(&writer, "heading", heading_of(v));
    put_lang(&writer, v->documents[0]->lang);
    cr_json_member_bool(&writer, "is_group", v->is_group);
    put_model_sentences(&writer, v, numbers);
    cr_json_put_name(&writer, "sources");
    cr_json_begin_array(&writer);
    for (size_t n = 1; (source = numbered(v, numbers, n)) != NULL; n++)
        put_model_source(&writer, source, n);
    cr_json_end_array(&writer);
    cr_json_end_object(&writer);
    free(numbers);
}

static cr_status render_markdown(const view *v, cr_templates *templates, cr_buf *out, cr_error *error)
{
    cr_buf json = {0};
    put_model(v, &json);
    cr_status status = cr_template_render_json(templates, "article.md", cr_buf_view(&json), out, error);
    cr_buf_release(&json);
    return status;
}

static cr_status render(const view *v, cr_format format, cr_templates *templates, cr_buf *out, cr_error *error)
{
    switch (format) {
    case CR_FORMAT_TEXT:
        render_text(v, out);
        return CR_OK;
    case CR_FORMAT_MARKDOWN:
        return render_markdown(v, templates, out, error);
    case CR_FORMAT_JSON:
    case CR_FORMAT_JSONL:
        render_json(v, out);
        break;
    }
    return CR_OK;
}

cr_status cr_render_summary(const cr_document *document, const cr_summary *summary, cr_format format,
                            cr_templates *templates, cr_buf *out, cr_error *error)
{
    return render(&(view){&document, 1, summary, false}, format, templates, out, error);
}

cr_status cr_render_group_summary(const cr_document *const *documents, size_t n_documents, const cr_summary *summary,
                                  cr_format format, cr_templates *templates, cr_buf *out, cr_error *error)
{
    return render(&(view){documents, n_documents, summary, true}, format, templates, out, error);
}
