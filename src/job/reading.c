#include "job/reading.h"

#include "base/map.h"
#include "text/tag.h"

#include <string.h>

/* The reader's languages, best first. */
static size_t read_languages(const cr_config *config, cr_arena *arena, const char *const **readers)
{
    cr_view rest = cr_view_of(config->reader);
    const char **tags = CR_ARENA_ARRAY(arena, const char *, rest.size + 1);
    size_t n = 0;
    while (rest.size) {
        ptrdiff_t comma = cr_view_find_byte(rest, ',');
        size_t end = comma < 0 ? rest.size : (size_t)comma;
        char *tag = CR_ARENA_ARRAY(arena, char, CR_TAG_SIZE);
        cr_tag_normalise(cr_view_trim(cr_view_slice(rest, 0, end)), tag);
        if (strcmp(tag, "und") != 0)
            tags[n++] = tag;
        rest = cr_view_slice(rest, end + 1, rest.size);
    }
    *readers = tags;
    return n;
}

/* Without a reader's list the digest is for one who reads the language of most articles. */
static const char *language_of_most(const cr_document *const *documents, size_t n_documents)
{
    cr_map counts = {0};
    const char *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < n_documents; i++)
        cr_map_put(&counts, cr_view_of(documents[i]->lang), NULL)->value++;
    for (size_t i = 0; i < n_documents; i++) {  // in order of the input, so that a tie is no chance
        const char *lang = documents[i]->lang;
        size_t n = cr_map_find(&counts, cr_view_of(lang))->value;
        if (n > most && strcmp(lang, "und") != 0) {
            most = n;
            best = lang;
        }
    }
    cr_map_release(&counts);
    return best;
}

cr_digest_input cr_reading_input(const cr_config *config, const cr_collection *collection,
                                 const cr_document *const *documents, size_t n_documents, cr_arena *arena)
{
    cr_edition_failure *failures = CR_ARENA_ARRAY(arena, cr_edition_failure, collection->n_failures);
    for (size_t i = 0; i < collection->n_failures; i++) {
        const cr_error *problem = &collection->failures[i];
        failures[i] = (cr_edition_failure){cr_view_of(problem->source), cr_view_of(problem->text)};
    }
    cr_digest_input input = {.documents = documents,
                             .n_documents = n_documents,
                             .date = config->date,
                             .failures = failures,
                             .n_failures = collection->n_failures,
                             .quote_per_cent = CR_QUOTE_PER_CENT,
                             .quote_words = CR_QUOTE_WORDS};
    input.n_readers = read_languages(config, arena, &input.readers);
    const char *most = input.n_readers ? NULL : language_of_most(documents, n_documents);
    if (most) {
        const char **readers = CR_ARENA_ARRAY(arena, const char *, 1);
        readers[0] = most;
        input.readers = readers;
        input.n_readers = 1;
    }
    return input;
}
