#include "rank/frequencies.h"

#include <math.h>
#include <string.h>

enum { LONGEST_KEY = 512 };

void cr_frequencies_release(cr_frequencies *frequencies)
{
    cr_map_release(&frequencies->documents);
    cr_map_release(&frequencies->terms);
    cr_arena_release(&frequencies->keys);
    *frequencies = (cr_frequencies){0};
}

/* The key in the buffer; none if it is longer than any real stem. */
static cr_view key_of(cr_view lang, cr_view stem, char buffer[LONGEST_KEY])
{
    if (!lang.size || !stem.size || lang.size + 1 + stem.size > LONGEST_KEY)
        return (cr_view){0};
    memcpy(buffer, lang.data, lang.size);
    buffer[lang.size] = '\t';
    memcpy(buffer + lang.size + 1, stem.data, stem.size);
    return (cr_view){buffer, lang.size + 1 + stem.size};
}

static void add(cr_map *map, cr_arena *keys, cr_view key, size_t n)
{
    bool is_new;
    cr_map_slot *slot = cr_map_put(map, key, &is_new);
    if (is_new)
        slot->key = cr_arena_copy(keys, key);
    slot->value += n;
}

void cr_frequencies_add_documents(cr_frequencies *frequencies, cr_view lang, size_t n)
{
    add(&frequencies->documents, &frequencies->keys, lang, n);
}

void cr_frequencies_add_term(cr_frequencies *frequencies, cr_view lang, cr_view stem, size_t n)
{
    char buffer[LONGEST_KEY];
    cr_view key = key_of(lang, stem, buffer);
    if (key.size)
        add(&frequencies->terms, &frequencies->keys, key, n);
}

bool cr_frequencies_know(const cr_frequencies *frequencies, cr_view lang)
{
    const cr_map_slot *slot = cr_map_find(&frequencies->documents, lang);
    return slot && slot->value;
}

double cr_frequencies_idf(const cr_frequencies *frequencies, cr_view lang, cr_view stem)
{
    const cr_map_slot *documents = cr_map_find(&frequencies->documents, lang);
    if (!documents || !documents->value)
        return 1;
    char buffer[LONGEST_KEY];
    cr_view key = key_of(lang, stem, buffer);
    const cr_map_slot *term = key.size ? cr_map_find(&frequencies->terms, key) : NULL;
    return log((1 + (double)documents->value) / (1 + (double)(term ? term->value : 0))) + 1;
}
