#include "render/summary.h"

#include "format/json_write.h"

#include <string.h>

cr_summary_format cr_summary_format_of(const char *name)
{
    if (!name || strcmp(name, "text") == 0)
        return CR_SUMMARY_TEXT;
    return strcmp(name, "markdown") == 0 ? CR_SUMMARY_MARKDOWN : strcmp(name, "json") == 0 ? CR_SUMMARY_JSON : CR_SUMMARY_JSONL;
}

static void put_id(cr_json_writer *writer, const cr_article *article)
{
    cr_json_put_name(writer, "id");
    if (article->id_is_integer)
        cr_json_put_raw(writer, article->id);
    else
        cr_json_put_string(writer, article->id);
}

static void put_sentences(cr_json_writer *writer, const cr_document *const *documents, const cr_summary *summary,
                          bool with_ids)
{
    cr_buf squeezed = {0};
    cr_json_put_name(writer, "summary");
    cr_json_begin_array(writer);
    for (size_t i = 0; i < summary->n_chosen; i++) {
        const cr_chosen *chosen = &summary->chosen[i];
        const cr_document *document = documents[chosen->document];
        const cr_sentence *sentence = &document->sentences[chosen->sentence];
        cr_json_begin_object(writer);
        if (with_ids)
            put_id(writer, document->article);
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

void cr_render_summary(const cr_document *document, const cr_summary *summary, cr_summary_format format, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    (void)format;
    cr_json_begin_object(&writer);
    put_id(&writer, document->article);
    cr_json_member_string(&writer, "lang", cr_view_of(document->lang));
    put_sentences(&writer, &document, summary, false);
    cr_json_end_object(&writer);
    cr_buf_append_byte(out, '\n');
}

void cr_render_group_summary(const cr_document *const *documents, size_t n_documents, const cr_summary *summary,
                             cr_summary_format format, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    (void)format, (void)n_documents;
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "group", documents[0]->article->group);
    cr_json_member_string(&writer, "lang", cr_view_of(documents[0]->lang));
    put_sentences(&writer, documents, summary, true);
    cr_json_end_object(&writer);
    cr_buf_append_byte(out, '\n');
}
