#include "digest/previous.h"

#include "base/file.h"
#include "base/limits.h"
#include "digest/manifest.h"

#include <stdio.h>

/* An id as an edition writes it; of another, which could stand for anything where it becomes a name of a file, none. */
static cr_view id_of(cr_view id)
{
    enum { MOST_BYTES = 64 };
    for (size_t i = 0; i < id.size; i++)
        if (!(id.data[i] >= 'a' && id.data[i] <= 'z') && !cr_is_digit(id.data[i]) && id.data[i] != '-')
            return (cr_view){0};
    return id.size <= MOST_BYTES ? id : (cr_view){0};
}

static void take_story(const cr_edition *edition, const cr_edition_story *story, cr_arena *arena, cr_told_story *told)
{
    cr_told_sentence *sentences = CR_ARENA_ZEROED(arena, cr_told_sentence, story->n_quotations);
    for (size_t i = 0; i < story->n_quotations; i++) {
        size_t source = story->quotations[i].source;
        sentences[i].text = story->quotations[i].text;
        if (source < edition->n_sources)
            sentences[i].lang = cr_view_of(edition->sources[source].lang);
    }
    *told = (cr_told_story){.id = id_of(story->id),
                            .headline = story->headline,
                            .lang = cr_view_of(story->lang),
                            .sentences = sentences,
                            .n_sentences = story->n_quotations};
}

static void take_edition(const cr_edition *from, cr_arena *arena, cr_previous_edition *edition)
{
    cr_told_story *told = CR_ARENA_ARRAY(arena, cr_told_story, from->n_stories);
    cr_view *hashes = CR_ARENA_ARRAY(arena, cr_view, from->n_sources);
    for (size_t i = 0; i < from->n_stories; i++)
        take_story(from, &from->stories[i], arena, &told[i]);
    for (size_t i = 0; i < from->n_sources; i++) {
        char hash[24];
        snprintf(hash, sizeof hash, "%016llx", (unsigned long long)from->sources[i].hash);
        hashes[i] = cr_arena_copy(arena, cr_view_of(hash));
    }
    *edition = (cr_previous_edition){.date = from->date,
                                     .stories = told,
                                     .n_stories = from->n_stories,
                                     .hashes = hashes,
                                     .n_hashes = from->n_sources};
}

cr_status cr_previous_edition_parse(cr_view json, const char *path, cr_arena *arena, cr_previous_edition *edition,
                                    cr_error *error)
{
    cr_manifest manifest = {0};
    *edition = (cr_previous_edition){0};
    cr_status status = cr_manifest_parse(json, path, arena, &manifest, error);
    if (!status && !manifest.is_digest)
        status = cr_error_at(error, CR_INPUT, path, 0, 0, "no edition: its schema is not '%s'", CR_EDITION_SCHEMA);
    if (!status && manifest.editions[0].date.precision == CR_DATE_NONE)
        status = cr_error_at(error, CR_INPUT, path, 0, 0, "an edition without a date");
    if (!status) {
        take_edition(&manifest.editions[0], arena, edition);
        edition->path = cr_arena_copy(arena, cr_view_of(path)).data;
    }
    return status;
}

cr_status cr_previous_edition_read(const char *path, cr_arena *arena, cr_previous_edition *edition, cr_error *error)
{
    cr_buf content = {0};
    cr_status status = cr_file_read(path, CR_MAX_FILE, &content, error);
    if (!status)
        status = cr_previous_edition_parse(cr_buf_view(&content), path, arena, edition, error);
    cr_buf_release(&content);
    return status;
}
