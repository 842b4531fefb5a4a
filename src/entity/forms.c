#include "entity/forms.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/plain_letters.h"

#include <stdlib.h>

enum {
    MAX_FORM = 256,     // bytes that are looked at: longer ones are no words
    CLIPPED_LEAST = 4,  // letters that must remain of a name that lost its last vowels
};

static void add_near(cr_forms *forms, cr_form *form, uint32_t vocable)
{
    for (uint32_t k = 0; k < form->n_near; k++)
        if (forms->near[form->near + k] == vocable)
            return;
    if (form->n_near == CR_FORM_NEAR || vocable + 1 == form->exact)
        return;
    forms->near = cr_grow(forms->near, &forms->near_capacity, forms->n_near + 1, sizeof *forms->near);
    forms->near[forms->n_near++] = vocable;
    form->n_near++;
}

/* The stem is a whole piece of a name. */
static void add_whole(cr_forms *forms, const cr_entity_index *index, cr_form *form, cr_view stem)
{
    const cr_map_slot *slot = cr_map_find(&index->vocabulary, stem);
    if (slot && index->vocables[slot->value - 1].letters >= forms->endings->least)
        add_near(forms, form, (uint32_t)(slot->value - 1));
}

/* The stem is one without its last vowels. */
static void add_clipped(cr_forms *forms, const cr_entity_index *index, cr_form *form, cr_view stem)
{
    const cr_map_slot *slot = cr_map_find(&index->clipped, stem);
    size_t n = 0;
    for (size_t c = slot ? slot->value : 0; c && n < CR_FORM_NEAR; c = index->clips[c - 1].next, n++)
        if (index->vocables[index->clips[c - 1].vocable].letters >= forms->endings->least)
            add_near(forms, form, index->clips[c - 1].vocable);
}

static void inflect(cr_forms *forms, const cr_entity_index *index, cr_form *form)
{
    const cr_name_endings *endings = forms->endings;
    cr_view plain = form->plain;
    for (size_t k = 0; k < endings->n_suffixes; k++) {
        cr_view suffix = endings->suffixes[k];
        bool clips = cr_view_starts(suffix, CR_VIEW("~"));
        if (clips)
            suffix = cr_view_slice(suffix, 1, suffix.size);
        if (suffix.size >= plain.size || !cr_view_ends(plain, suffix))
            continue;
        cr_view stem = cr_view_slice(plain, 0, plain.size - suffix.size);
        if (clips)
            add_clipped(forms, index, form, stem);
        else
            add_whole(forms, index, form, stem);
    }
    for (size_t k = 0; k < endings->n_prefixes; k++)
        if (endings->prefixes[k].size < plain.size && cr_view_starts(plain, endings->prefixes[k]))
            add_whole(forms, index, form, cr_view_slice(plain, endings->prefixes[k].size, plain.size));
}

static cr_form learn(cr_forms *forms, const cr_entity_index *index, cr_view surface, const cr_piece *piece)
{
    cr_buf plain = {0};
    cr_form form = {.near = (uint32_t)forms->n_near};
    cr_plain_letters(surface, &plain);
    bool added;
    cr_map_slot *sound = cr_map_put(&forms->sounds, cr_buf_view(&plain), &added);
    if (added) {
        sound->key = cr_arena_copy(&forms->arena, sound->key);
        sound->value = forms->sounds.size;
        forms->lower = cr_grow(forms->lower, &forms->lower_capacity, forms->sounds.size, sizeof *forms->lower);
        forms->lower[sound->value - 1] = 0;
    }
    form.plain = sound->key;
    form.sound = (uint32_t)(sound->value - 1);
    const cr_map_slot *slot = cr_map_find(&index->vocabulary, form.plain);
    form.exact = slot ? (uint32_t)slot->value : 0;
    if (forms->endings && !(piece->flags & (CR_PIECE_SPACELESS | CR_PIECE_SYMBOL)))
        inflect(forms, index, &form);
    cr_buf_release(&plain);
    return form;
}

uint32_t cr_forms_find(cr_forms *forms, const cr_entity_index *index, cr_view surface, const cr_piece *piece)
{
    bool added;
    if (surface.size > MAX_FORM) {
        size_t end = MAX_FORM;
        while (!cr_utf8_is_boundary(surface, end))
            end--;
        surface.size = end;
    }
    cr_map_slot *slot = cr_map_put(&forms->known, surface, &added);
    if (added) {
        slot->key = cr_arena_copy(&forms->arena, surface);
        slot->value = forms->known.size;
        forms->items = cr_grow(forms->items, &forms->capacity, forms->known.size, sizeof *forms->items);
        forms->items[slot->value - 1] = learn(forms, index, slot->key, piece);
    }
    return (uint32_t)(slot->value - 1);
}

void cr_forms_clear(cr_forms *forms)
{
    cr_map_clear(&forms->known);
    cr_map_clear(&forms->sounds);
    cr_arena_clear(&forms->arena);
    forms->n_near = 0;
}

void cr_forms_release(cr_forms *forms)
{
    cr_map_release(&forms->known);
    cr_map_release(&forms->sounds);
    cr_arena_release(&forms->arena);
    free(forms->items);
    free(forms->near);
    free(forms->lower);
}
