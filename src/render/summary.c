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
    if (article->id_is_integer)
        cr_json_put_raw(writer, article->id);
    else
        cr_json_put_string(writer, article->id);
}

static void render_json(const cr_document *const *documents, size_t n_documents, const cr_summary *summary, cr_buf *out)
{
    cr_json_writer writer = {out, false};
    cr_buf squeezed = {0};
    cr_json_begin_object(&writer);
    cr_json_put_name(&writer, "id");
    put_id(&writer, documents[0]->article);
    cr_json_member_string(&writer, "lang", cr_view_of(documents[0]->lang));
    cr_json_put_name(&writer, "summary");
    cr_json_begin_array(&writer);
    for (size_t i = 0; i < summary->n_chosen; i++) {
        const cr_chosen *chosen = &summary->chosen[i];
        const cr_document *document = documents[chosen->document];
        const cr_sentence *sentence = &document->sentences[chosen->sentence];
        cr_json_begin_object(&writer);
        if (n_documents > 1) {
            cr_json_put_name(&writer, "id");
            put_id(&writer, document->article);
        }
        cr_buf_clear(&squeezed);
        cr_buf_append_squeezed(&squeezed, cr_document_sentence(document, chosen->sentence));
        cr_json_member_string(&writer, "text", cr_buf_view(&squeezed));
        cr_json_member_size(&writer, "start", sentence->start);
        cr_json_member_size(&writer, "end", sentence->end);
        cr_json_member_real(&writer, "score", chosen->score, 6);
        cr_json_end_object(&writer);
    }
    cr_json_end_array(&writer);
    cr_json_end_object(&writer);
    cr_buf_append_byte(out, '\n');
    cr_buf_release(&squeezed);
}

void cr_render_summary(const cr_document *const *documents, size_t n_documents, const cr_summary *summary,
                       cr_summary_format format, cr_buf *out)
{
    (void)format;
    render_json(documents, n_documents, summary, out);
}
