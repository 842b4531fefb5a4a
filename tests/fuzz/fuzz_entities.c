/* Any bytes are read as a list of entities, or refused with a line; a list that is read can be searched and indexed. */
#include "fuzz.h"

#include "base/utf8.h"
#include "entity/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static cr_characters *characters;
static char path[] = "/tmp/courant-fuzz-XXXXXX";

static void remove_file(void)
{
    unlink(path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    characters = cr_characters_new();
    int descriptor = mkstemp(path);
    require(descriptor >= 0);
    close(descriptor);
    atexit(remove_file);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_error error = {0};
    cr_entities *entities = NULL;
    FILE *file = fopen(path, "wb");
    require(file != NULL && fwrite(data, 1, size, file) == size);
    fclose(file);
    cr_entity_files files = {.list = path, .own = size % 2 ? path : NULL};
    cr_status status = cr_entities_load(&files, &entities, &error);
    require(status == CR_OK || (status == CR_INPUT && error.line > 0) || status == CR_LIMIT);
    if (!status) {
        for (size_t i = 0; i < entities->n_entities; i++) {
            const cr_entity *entity = &entities->entities[i];
            require(entity->name.size > 0 && entity->id.size > 0);
            for (size_t k = 0; k < entity->n_aliases; k++)
                require(cr_utf8_valid(entity->aliases[k].text) == entity->aliases[k].text.size);
        }
        if (entities->n_entities)
            cr_entities_find(entities, entities->entities[0].name);
        cr_entity_index_free(cr_entity_index_new(entities, characters));
        cr_entities_free(entities);
    }
    return 0;
}
