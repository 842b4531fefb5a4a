/* The index: all names of a list as a trie over their pieces, made once a run and read by all threads.
 *
 * No step through it costs more for a longer list. Beside the trie stand the pieces without their last vowels, for languages
 * that put others in their place, and the deletion index of whole names: every name with one letter left out, as in SymSpell
 * (W. Garbe, 2012; after Mor and Fraenkel, A hash code method for detecting and correcting spelling errors, 1982).
 */
#ifndef CR_ENTITY_INDEX_H
#define CR_ENTITY_INDEX_H

#include "entity/pieces.h"
#include "lexicon/entities.h"

enum {
    CR_NAME_PIECES = 32,    // pieces of a name at most: longer ones are not indexed
    CR_SPELLING_LEAST = 8,  // letters of a name that may be misspelt, all its pieces together
    CR_SPELLING_MOST = 48,
    CR_SPELLING_PIECES = 4,  // pieces of a text that are tried as one misspelt name
};

/* What ends at a node of the trie: a name, or what counts as one only under conditions. */
typedef struct cr_entry {
    uint32_t entity;       // index into the list; UINT32_MAX for a legal form of any
    uint32_t next;         // 1 + the next entry of the node; 0: none
    const char *lang;      // it counts in texts of this language alone; NULL: in all
    uint32_t capitalised;  // bit k: piece k must be written with a capital
    uint32_t capitals;     // bit k: piece k must be written in capitals
    uint16_t letters;      // of all pieces
    uint8_t n_pieces;
    uint8_t use;      // cr_alias_use
    bool is_surname;  // the last piece of a person's name: counts after the whole name alone
} cr_entry;

typedef struct cr_entry_node {
    uint32_t names;                  // 1 + its first entry that is a name or a legal form
    uint32_t nots;                   // likewise of phrases that are no mention
    bool is_context;                 // it ends a context word of somebody
    uint32_t capitalised, capitals;  // of the context word, as those of an entry
} cr_entry_node;

/* A piece of some name. */
typedef struct cr_vocable {
    cr_view plain;  // cr_plain_letters
    uint32_t letters;
} cr_vocable;

/* One of the pieces that are the same without their last vowels. */
typedef struct cr_clip {
    uint32_t vocable;
    uint32_t next;  // 1 + the next one; 0: none
} cr_clip;

typedef struct cr_misspelling {
    uint32_t hash;   // of a name without one letter, or of the whole
    uint32_t entry;  // 1 + index; 0: a free slot
} cr_misspelling;

typedef struct cr_entity_index {
    const cr_entities *list;
    cr_arena arena;
    cr_map vocabulary;     // plain piece -> 1 + index into vocables
    cr_vocable *vocables;  // [n_vocables]
    size_t n_vocables, vocables_capacity;
    cr_map clipped;  // piece without its last vowels -> 1 + the first of its clips
    cr_clip *clips;  // [n_clips]
    size_t n_clips, clips_capacity;
    cr_number_map steps;   // node << 32 | vocable -> node
    cr_entry_node *nodes;  // [n_nodes] 0: the root of names, 1: the root of legal forms
    size_t n_nodes, nodes_capacity;
    cr_entry *entries;  // [n_entries]
    size_t n_entries, entries_capacity;
    const uint32_t **spelt;  // [n_entries][n_pieces] vocables of the names of the deletion index, NULL for others
    size_t spelt_capacity;
    uint32_t *contexts;  // nodes of context words, entity after entity
    size_t n_contexts, contexts_capacity;
    size_t *context_start;         // [list->n_entities + 1]
    cr_misspelling *misspellings;  // [n_misspelling_slots] open addressing
    size_t n_misspelling_slots, n_misspellings;
} cr_entity_index;

/* The list and the characters must outlive it. Free with cr_entity_index_free. */
cr_entity_index *cr_entity_index_new(const cr_entities *list, const cr_characters *characters);
void cr_entity_index_free(cr_entity_index *index);

/* The hashes of a word of n characters: out[0] of the whole, out[1 + i] without character i. out is [n + 1]. */
void cr_deletion_hashes(const uint32_t *letters, size_t n, uint32_t *out);

#endif
