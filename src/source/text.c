#include "article/structure.h"
#include "article/title.h"
#include "base/limits.h"
#include "source/document.h"
#include "text/decode.h"

#include <string.h>

cr_status cr_source_language(cr_source_parser *parser, cr_view text, const cr_article *article, char tag[CR_TAG_SIZE],
                             const cr_rules **rules, cr_error *error)
{
    cr_status status = CR_OK;
    if (article->lang.size) {
        cr_tag_normalise(article->lang, tag);
    } else {
        cr_language language = {0};
        status = cr_language_detect(parser->detector, text, NULL, &language, error);
        memcpy(tag, language.tag, CR_TAG_SIZE);
    }
    return status ? status : parser->options.book.find(parser->options.book.context, tag, rules, error);
}

cr_status cr_text_structure(cr_source_parser *parser, cr_article *article, cr_arena *arena, cr_error *error)
{
    char tag[CR_TAG_SIZE];
    const cr_rules *rules = NULL;
    cr_status status = cr_source_language(parser, article->text, article, tag, &rules, error);
    if (status)
        return status;
    cr_structure structure;
    cr_date_reader dates = {.lang = tag};
    cr_structure_recognise(article->text, article->title, &dates, rules, parser->options.characters, arena, &structure);
    cr_structure_date(article->text, &dates, parser->options.characters, &structure);
    cr_date_reader_release(&dates);
    if (!article->title.size)
        article->title = structure.title;
    if (!article->source.size)
        article->source = structure.source;
    if (!article->author.size)
        article->author = structure.author;
    if (article->date.precision == CR_DATE_NONE)
        article->date = structure.date;
    article->marks = structure.marks;
    article->n_marks = structure.n_marks;
    return CR_OK;
}

cr_status cr_text_article(cr_source_parser *parser, cr_view bytes, const char *path, cr_arena *arena,
                          cr_article *article, cr_error *error)
{
    cr_view name = cr_arena_copy(arena, cr_view_of(path));
    *article = (cr_article){.id = name, .path = name, .structured = true};
    cr_decoded decoded;
    cr_status status = cr_decode(bytes, NULL, arena, &decoded, error);
    if (status)
        return status;
    if (cr_view_trim(decoded.text).size == 0)
        return cr_error_at(error, CR_INPUT, path, 0, 0, "no text");
    if (decoded.text.size > CR_MAX_ARTICLE)
        return cr_error_at(error, CR_LIMIT, path, 0, 0, "the text is longer than %zu MiB", CR_MAX_ARTICLE / CR_MIB);
    bool in_place = decoded.text.data >= bytes.data && decoded.text.data <= bytes.data + bytes.size;
    article->text = in_place ? cr_arena_copy(arena, decoded.text) : decoded.text;
    article->n_repaired = decoded.n_repaired;
    article->lang = cr_view_of(parser->options.json.lang);
    article->lang_binding = article->lang.size > 0;
    status = cr_text_structure(parser, article, arena, error);
    if (!status)
        cr_title_derive(article, parser->options.characters, arena);
    return status;
}
