/* The entities: companies, institutions, people, places and products that are to be found in articles, with all their names.
 *
 * Read from lexicons/companies.txt and from a list of the user's own laid over it. The format is told in docs/entities.md.
 */
#ifndef CR_LEXICON_ENTITIES_H
#define CR_LEXICON_ENTITIES_H

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"

typedef enum cr_entity_kind {
    CR_ENTITY_COMPANY,
    CR_ENTITY_INSTITUTION,
    CR_ENTITY_PERSON,
    CR_ENTITY_PLACE,
    CR_ENTITY_PRODUCT,
} cr_entity_kind;

/* What a name of the list is for. */
typedef enum cr_alias_use {
    CR_ALIAS_NAME,     // counts by itself, and is what the entity is called in a language
    CR_ALIAS_FULL,     // counts by itself
    CR_ALIAS_SHORT,    // counts with a context word, or after a name that counts by itself
    CR_ALIAS_CONTEXT,  // no name: makes short names count
    CR_ALIAS_NOT,      // no name: what stands inside it is none either
    CR_ALIAS_LEGAL,    // a legal form that may follow a name
} cr_alias_use;

typedef struct cr_alias {
    cr_view text;
    cr_alias_use use;
    char lang[16];  // "" if none was told
} cr_alias;

typedef struct cr_entity {
    cr_view id;  // [a-z0-9-]{1,80}
    cr_entity_kind kind;
    cr_view name;
    const cr_alias *aliases;  // [n_aliases] in the order of the file
    size_t n_aliases;
    cr_view ticker, domain, country;  // none if not told
    bool followed;                    // stands in the user's own list
} cr_entity;

/* The letters that a name may take on in the sentences of a language. */
typedef struct cr_name_endings {
    char lang[16];
    size_t least;             // letters that a name needs to take on any
    const cr_view *suffixes;  // [n_suffixes]
    size_t n_suffixes;
    const cr_view *prefixes;  // [n_prefixes]
    size_t n_prefixes;
} cr_name_endings;

typedef struct cr_entities {
    cr_arena arena;
    cr_entity *entities;  // [n_entities] ours, then those that the user's list adds
    size_t n_entities, capacity;
    cr_map ids;                  // id -> index
    const cr_view *legal_forms;  // [n_legal_forms] that may follow any name
    size_t n_legal_forms;
    const cr_name_endings *endings;  // [n_endings]
    size_t n_endings;
} cr_entities;

/* Where it stands; each may be NULL. */
typedef struct cr_entity_files {
    const char *list;         // ours
    const char *own;          // the user's, laid over it: its entities are followed
    const char *legal_forms;  // one a line
    const char *endings;      // LANG LEAST ENDING... a line
} cr_entity_files;

/* Reads them. CR_INPUT with file and line: a key, kind or language tag that is unknown, an id twice or of other characters, a
 * stanza without a name, an alias of one letter, ill-formed UTF-8. Free with cr_entities_free. */
cr_status cr_entities_load(const cr_entity_files *files, cr_entities **entities, cr_error *error);
void cr_entities_free(cr_entities *entities);

/* The entity that an id, or without regard to case a name, stands for; CR_NO_ENTITY if none. */
#define CR_NO_ENTITY SIZE_MAX
size_t cr_entities_find(const cr_entities *entities, cr_view name);

/* Adds an entity of which nothing is known but its name (valid UTF-8, two letters at least), followed; returns its index. */
size_t cr_entities_add(cr_entities *entities, cr_view name);

/* What it is called in a language. */
cr_view cr_entity_name(const cr_entity *entity, const char *lang);

/* "company", "institution", ... */
const char *cr_entity_kind_name(cr_entity_kind kind);

#endif
