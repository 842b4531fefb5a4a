#include "entity/index.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/plain_letters.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROOT_OF_NAMES,
    ROOT_OF_LEGAL_FORMS,
    SHORT_CAPITALS = 3,   // letters up to which capitals must stand as capitals: SAP is no sap
    CLIPPED_LETTERS = 2,  // vowels that may be cut off
    CLIPPED_LEAST = 4,    // letters that must remain
    SURNAME_LEAST = 3,
    ACRONYM_LETTERS = 5,
    MOST_PROBES = 64,  // slots of the deletion index that are looked at
};

/* A name under way. */
typedef struct builder {
    cr_entity_index *index;
    const cr_characters *characters;
    cr_pieces pieces;
    cr_buf plain;
} builder;

/* ---- vocabulary --------------------------------------------------------------------------------------------------- */

/* A final letter that gives way to an ending somewhere. */
static bool is_clipped(uint32_t code)
{
    switch (code) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
    case 0x3B1:
    case 0x3B5:
    case 0x3B7:
    case 0x3B9:
    case 0x3BF:
    case 0x3C3:
    case 0x3C5:
    case 0x3C9:  // Greek, and its s
    case 0x430:
    case 0x435:
    case 0x438:
    case 0x43E:
    case 0x443:
    case 0x44B:
    case 0x44C:
    case 0x44D:
    case 0x44E:
    case 0x44F:
    case 0x454:
    case 0x456:  // Cyrillic, and its soft sign
        return true;
    default:
        return false;
    }
}

static void add_clips(cr_entity_index *index, uint32_t vocable)
{
    cr_view rest = index->vocables[vocable].plain;
    size_t letters = index->vocables[vocable].letters;
    for (int n = 0; n < CLIPPED_LETTERS && letters > CLIPPED_LEAST; n++, letters--) {
        size_t at = rest.size;
        if (!is_clipped(cr_utf8_previous(rest, &at)))
            return;
        rest = cr_view_slice(rest, 0, at);
        cr_map_slot *slot = cr_map_put(&index->clipped, rest, NULL);
        index->clips = cr_grow(index->clips, &index->clips_capacity, index->n_clips + 1, sizeof *index->clips);
        index->clips[index->n_clips++] = (cr_clip){vocable, (uint32_t)slot->value};
        slot->value = index->n_clips;
    }
}

static uint32_t vocable_of(builder *b, cr_view text, const cr_piece *piece)
{
    cr_entity_index *index = b->index;
    cr_buf_clear(&b->plain);
    cr_plain_letters(cr_view_slice(text, piece->start, piece->end), &b->plain);
    bool added;
    cr_map_slot *slot = cr_map_put(&index->vocabulary, cr_buf_view(&b->plain), &added);
    if (!added)
        return (uint32_t)(slot->value - 1);
    slot->key = cr_arena_copy(&index->arena, slot->key);
    slot->value = index->n_vocables + 1;
    index->vocables = cr_grow(index->vocables, &index->vocables_capacity, index->n_vocables + 1,
                              sizeof *index->vocables);
    index->vocables[index->n_vocables] = (cr_vocable){.plain = slot->key, .letters = piece->letters};
    if (!(piece->flags & (CR_PIECE_SPACELESS | CR_PIECE_SYMBOL | CR_PIECE_NUMBER)))
        add_clips(index, (uint32_t)index->n_vocables);
    return (uint32_t)index->n_vocables++;
}

/* ---- the trie ----------------------------------------------------------------------------------------------------- */

static uint32_t add_node(cr_entity_index *index)
{
    index->nodes = cr_grow(index->nodes, &index->nodes_capacity, index->n_nodes + 1, sizeof *index->nodes);
    index->nodes[index->n_nodes] = (cr_entry_node){0};
    return (uint32_t)index->n_nodes++;
}

static uint32_t step(cr_entity_index *index, uint32_t node, uint32_t vocable)
{
    bool added;
    cr_number_slot *slot = cr_number_map_put(&index->steps, (uint64_t)node << 32 | vocable, &added);
    if (added)
        slot->value = add_node(index);
    return (uint32_t)slot->value;
}

/* How a piece of a name must be written in a text. */
static void require_capitals(cr_entry *entry, size_t k, const cr_piece *piece)
{
    if (entry->use == CR_ALIAS_NOT)
        return;
    if (piece->flags & CR_PIECE_CAPITALISED)
        entry->capitalised |= 1u << k;
    if (piece->flags & CR_PIECE_CAPITALS && piece->letters <= SHORT_CAPITALS)
        entry->capitals |= 1u << k;
}

static void add_entry(cr_entity_index *index, uint32_t node, const cr_entry *entry)
{
    cr_entry_node *at = &index->nodes[node];
    uint32_t *first = entry->use == CR_ALIAS_NOT ? &at->nots : &at->names;
    // an entity's entries of a node stand together, at the head
    for (uint32_t e = *first; e && index->entries[e - 1].entity == entry->entity; e = index->entries[e - 1].next)
        if (index->entries[e - 1].use <= entry->use &&
            (!index->entries[e - 1].lang || index->entries[e - 1].lang == entry->lang))
            return;  // it stands there already, by itself or for more
    index->entries = cr_grow(index->entries, &index->entries_capacity, index->n_entries + 1, sizeof *index->entries);
    index->entries[index->n_entries] = *entry;
    index->entries[index->n_entries].next = *first;
    *first = (uint32_t)++index->n_entries;
}

/* Keeps the pieces of a name that may be found misspelt. */
static void keep_spelling(builder *b, const uint32_t *vocables, size_t n, const cr_entry *entry)
{
    cr_entity_index *index = b->index;
    size_t letters = 0;
    index->spelt = cr_grow((void *)index->spelt, &index->spelt_capacity, index->n_entries, sizeof *index->spelt);
    index->spelt[index->n_entries - 1] = NULL;
    for (size_t k = 0; k < n; k++) {
        letters += index->vocables[vocables[k]].letters;
        if (b->pieces.items[k].flags & (CR_PIECE_SPACELESS | CR_PIECE_SYMBOL))
            return;
    }
    if (entry->use > CR_ALIAS_FULL || letters < CR_SPELLING_LEAST || letters > CR_SPELLING_MOST ||
        n > CR_SPELLING_PIECES)
        return;
    uint32_t *kept = CR_ARENA_ARRAY(&index->arena, uint32_t, n);
    memcpy(kept, vocables, n * sizeof *kept);
    index->spelt[index->n_entries - 1] = kept;
    index->n_misspellings += letters + 1;
}

static bool is_new_chain(const cr_entity_index *index, size_t n_before)
{
    return index->n_entries > n_before;
}

static void add_context(cr_entity_index *index, uint32_t node, const cr_entry *entry)
{
    cr_entry_node *at = &index->nodes[node];
    at->capitalised = at->is_context ? at->capitalised & entry->capitalised : entry->capitalised;
    at->capitals = at->is_context ? at->capitals & entry->capitals : entry->capitals;
    at->is_context = true;
    index->contexts = cr_grow(index->contexts, &index->contexts_capacity, index->n_contexts + 1,
                              sizeof *index->contexts);
    index->contexts[index->n_contexts++] = node;
}

/* A name told of one language counts everywhere, unless it is an acronym, which means something else elsewhere, or elsewhere a
 * short name. */
static bool is_of_one_language(const builder *b, uint32_t entity, const cr_alias *alias)
{
    const cr_piece *first = &b->pieces.items[0];
    if (!alias->lang[0] || alias->use > CR_ALIAS_FULL)
        return false;
    if (b->pieces.n == 1 && first->flags & CR_PIECE_CAPITALS && first->letters <= ACRONYM_LETTERS)
        return true;
    const cr_entity *e = &b->index->list->entities[entity];
    for (size_t i = 0; i < e->n_aliases; i++)
        if (e->aliases[i].use == CR_ALIAS_SHORT && !e->aliases[i].lang[0] &&
            cr_view_equal(e->aliases[i].text, alias->text))
            return true;
    return false;
}

static void add_name(builder *b, uint32_t entity, const cr_alias *alias)
{
    cr_entity_index *index = b->index;
    uint32_t vocables[CR_NAME_PIECES];
    cr_entry entry = {.entity = entity, .use = (uint8_t)(alias->use == CR_ALIAS_NAME ? CR_ALIAS_FULL : alias->use)};
    b->pieces.n = 0;
    cr_pieces_add(&b->pieces, alias->text, 0, alias->text.size, 0, b->characters);
    size_t n = b->pieces.n, letters = 0;
    if (n == 0 || n > CR_NAME_PIECES)
        return;
    uint32_t node = alias->use == CR_ALIAS_LEGAL ? ROOT_OF_LEGAL_FORMS : ROOT_OF_NAMES;
    for (size_t k = 0; k < n; k++) {
        const cr_piece *piece = &b->pieces.items[k];
        vocables[k] = vocable_of(b, alias->text, piece);
        letters += piece->letters;
        node = step(index, node, vocables[k]);
        require_capitals(&entry, k, piece);
    }
    entry.n_pieces = (uint8_t)n;
    entry.letters = (uint16_t)(letters > UINT16_MAX ? UINT16_MAX : letters);
    if (alias->use == CR_ALIAS_CONTEXT) {
        add_context(index, node, &entry);
        return;
    }
    if (is_of_one_language(b, entity, alias))
        entry.lang = alias->lang;
    size_t before = index->n_entries;
    add_entry(index, node, &entry);
    if (is_new_chain(index, before))
        keep_spelling(b, vocables, n, &entry);
    const cr_piece *last = &b->pieces.items[n - 1];
    if (entry.use == CR_ALIAS_FULL && n > 1 && index->list->entities[entity].kind == CR_ENTITY_PERSON &&
        last->flags & CR_PIECE_CAPITALISED && last->letters >= SURNAME_LEAST) {
        cr_entry surname = {.entity = entity,
                            .use = CR_ALIAS_SHORT,
                            .n_pieces = 1,
                            .letters = last->letters,
                            .capitalised = 1,
                            .is_surname = true};
        before = index->n_entries;
        add_entry(index, step(index, ROOT_OF_NAMES, vocables[n - 1]), &surname);
        if (is_new_chain(index, before))
            keep_spelling(b, &vocables[n - 1], 1, &surname);
    }
}

/* ---- the deletion index ------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    return x ^ x >> 32;
}

void cr_deletion_hashes(const uint32_t *letters, size_t n, uint32_t *out)
{
    // a polynomial over the letters: h(without i) = h(before i) * base^(n-1-i) + h(behind i)
    static const uint64_t base = 0x9E3779B97F4A7C15u;
    uint64_t before[CR_SPELLING_MOST + 2], behind = 0, power = 1;
    before[0] = 0;
    for (size_t i = 0; i < n; i++)
        before[i + 1] = before[i] * base + mix(letters[i] + 1);
    out[0] = (uint32_t)(mix(before[n]) >> 16);
    for (size_t i = n; i-- > 0;) {
        out[1 + i] = (uint32_t)(mix(before[i] * power + behind) >> 16);
        behind += mix(letters[i] + 1) * power;
        power *= base;
    }
}

static void add_misspelling(cr_entity_index *index, uint32_t hash, uint32_t entry)
{
    size_t mask = index->n_misspelling_slots - 1;
    for (size_t probe = 0, at = hash & mask; probe < MOST_PROBES; probe++, at = (at + 1) & mask) {
        cr_misspelling *slot = &index->misspellings[at];
        if (slot->entry && (slot->hash != hash || slot->entry != entry))
            continue;
        *slot = (cr_misspelling){hash, entry};
        return;
    }
}

static void make_misspellings(cr_entity_index *index)
{
    uint32_t letters[CR_SPELLING_MOST], hashes[CR_SPELLING_MOST + 1];
    index->n_misspelling_slots = 16;
    while (index->n_misspelling_slots < 2 * index->n_misspellings)
        index->n_misspelling_slots *= 2;
    index->misspellings = cr_allocate_zeroed(index->n_misspelling_slots, sizeof *index->misspellings);
    for (size_t e = 0; e < index->n_entries; e++) {
        size_t n = 0;
        for (size_t k = 0; index->spelt[e] && k < index->entries[e].n_pieces; k++) {
            cr_view plain = index->vocables[index->spelt[e][k]].plain;
            for (size_t at = 0; at < plain.size && n < CR_SPELLING_MOST;)
                letters[n++] = cr_utf8_next(plain, &at);
        }
        if (n < CR_SPELLING_LEAST)
            continue;
        cr_deletion_hashes(letters, n, hashes);
        for (size_t k = 0; k <= n; k++)
            add_misspelling(index, hashes[k], (uint32_t)e + 1);
    }
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

cr_entity_index *cr_entity_index_new(const cr_entities *list, const cr_characters *characters)
{
    cr_entity_index *index = cr_allocate_zeroed(1, sizeof *index);
    builder b = {.index = index, .characters = characters};
    index->list = list;
    add_node(index);
    add_node(index);
    index->context_start = cr_allocate(list->n_entities + 1, sizeof *index->context_start);
    for (size_t i = 0; i < list->n_entities; i++) {
        index->context_start[i] = index->n_contexts;
        for (size_t k = 0; k < list->entities[i].n_aliases; k++)
            add_name(&b, (uint32_t)i, &list->entities[i].aliases[k]);
    }
    index->context_start[list->n_entities] = index->n_contexts;
    for (size_t i = 0; i < list->n_legal_forms; i++)
        add_name(&b, UINT32_MAX, &(cr_alias){.text = list->legal_forms[i], .use = CR_ALIAS_LEGAL});
    make_misspellings(index);
    cr_pieces_release(&b.pieces);
    cr_buf_release(&b.plain);
    return index;
}

void cr_entity_index_free(cr_entity_index *index)
{
    if (!index)
        return;
    cr_map_release(&index->vocabulary);
    cr_map_release(&index->clipped);
    cr_number_map_release(&index->steps);
    free(index->vocables);
    free(index->clips);
    free(index->nodes);
    free(index->entries);
    free((void *)index->spelt);
    free(index->contexts);
    free(index->context_start);
    free(index->misspellings);
    cr_arena_release(&index->arena);
    free(index);
}
