#include "digest/previous.h"

#include "base/file.h"
#include "base/limits.h"
#include "digest/edition.h"
#include "format/json_document.h"
#include "text/date.h"
#include "text/tag.h"

static cr_view text_of(const cr_json_value *value, const char *name, cr_arena *arena)
{
    cr_view text = cr_json_value_text(cr_json_value_member(value, name));
    return text.size ? cr_arena_copy(arena, text) : (cr_view){0};
}

/* An id as an edition writes it; of another, which could stand for anything where it becomes a name of a file, none. */
static cr_view id_of(const cr_json_value *story, cr_arena *arena)
{
    enum { MOST_BYTES = 64 };
    cr_view id = text_of(story, "id", arena);
    for (size_t i = 0; i < id.size; i++)
        if (!(id.data[i] >= 'a' && id.data[i] <= 'z') && !cr_is_digit(id.data[i]) && id.data[i] != '-')
            return (cr_view){0};
    return id.size <= MOST_BYTES ? id : (cr_view){0};
}

static cr_view lang_of(const cr_json_value *value, cr_arena *arena)
{
    char tag[CR_TAG_SIZE];
    cr_view lang = cr_json_value_text(cr_json_value_member(value, "lang"));
    if (!lang.size)
        return (cr_view){0};
    cr_tag_normalise(lang, tag);
    return cr_arena_copy(arena, cr_view_of(tag));
}

static void read_story(const cr_json_value *value, const cr_json_value *sources, cr_arena *arena, cr_told_story *story)
{
    const cr_json_value *quotations = cr_json_value_member(value, "quotations");
    size_t n = cr_json_value_count(quotations);
    cr_told_sentence *sentences = CR_ARENA_ZEROED(arena, cr_told_sentence, n);
    for (size_t i = 0; i < n; i++) {
        const cr_json_value *quotation = cr_json_value_at(quotations, i);
        size_t source = cr_json_value_size(cr_json_value_member(quotation, "source"), 0);  // from 1
        sentences[i].text = text_of(quotation, "text", arena);
        if (source > 0)
            sentences[i].lang = lang_of(cr_json_value_at(sources, source - 1), arena);
    }
    *story = (cr_told_story){.id = id_of(value, arena), .headline = text_of(value, "headline", arena),
                             .lang = lang_of(value, arena), .sentences = sentences, .n_sentences = n};
}

cr_status cr_previous_edition_read(const char *path, cr_arena *arena, cr_previous_edition *edition, cr_error *error)
{
    cr_buf content = {0};
    cr_json_document *document = NULL;
    *edition = (cr_previous_edition){0};
    cr_status status = cr_file_read(path, CR_MAX_FILE, &content, error);
    if (!status)
        status = cr_json_document_parse(cr_buf_view(&content), path, &document, error);
    const cr_json_value *root = cr_json_document_root(document);
    if (!status && !cr_view_equal(cr_json_value_text(cr_json_value_member(root, "schema")), CR_VIEW(CR_EDITION_SCHEMA)))
        status = cr_error_at(error, CR_INPUT, path, 0, 0, "no edition: its schema is not '%s'", CR_EDITION_SCHEMA);
    if (!status && !cr_date_parse(cr_json_value_text(cr_json_value_member(root, "date")), &edition->date))
        status = cr_error_at(error, CR_INPUT, path, 0, 0, "an edition without a date");
    if (!status) {
        const cr_json_value *stories = cr_json_value_member(root, "stories");
        edition->n_stories = cr_json_value_count(stories);
        cr_told_story *told = CR_ARENA_ARRAY(arena, cr_told_story, edition->n_stories);
        for (size_t i = 0; i < edition->n_stories; i++)
            read_story(cr_json_value_at(stories, i), cr_json_value_member(root, "sources"), arena, &told[i]);
        edition->stories = told;
        const cr_json_value *sources = cr_json_value_member(root, "sources");
        cr_view *hashes = CR_ARENA_ARRAY(arena, cr_view, cr_json_value_count(sources));
        for (; edition->n_hashes < cr_json_value_count(sources); edition->n_hashes++)
            hashes[edition->n_hashes] = text_of(cr_json_value_at(sources, edition->n_hashes), "hash", arena);
        edition->hashes = hashes;
    }
    cr_json_document_free(document);
    cr_buf_release(&content);
    return status;
}
