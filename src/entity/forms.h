/* Forms: what is known of a piece as it is written, in one language: which pieces of names it may be. Each is worked out once. */
#ifndef CR_ENTITY_FORMS_H
#define CR_ENTITY_FORMS_H

#include "entity/index.h"

enum { CR_FORM_NEAR = 8 };  // names' pieces that a form may be an inflection of

typedef struct cr_form {
    cr_view plain;   // cr_plain_letters
    uint32_t exact;  // 1 + vocable, or 0
    uint32_t near;   // where the vocables that it inflects begin in `near`
    uint32_t n_near;
    uint32_t sound;  // number of its plain form: "Apples" and "apples" have one
} cr_form;

/* The forms of a language. Zero-initialise it and set lang and endings. */
typedef struct cr_forms {
    struct cr_forms *next;
    char lang[16];
    const cr_name_endings *endings;  // NULL: names stay as they are
    cr_arena arena;
    cr_map known;    // as written -> 1 + index
    cr_map sounds;   // plain -> 1 + number
    cr_form *items;  // [known.size]
    size_t capacity;
    uint32_t *near;  // [n_near]
    size_t n_near, near_capacity;
    uint32_t *lower;  // [sounds.size] the last document that has it in small letters
    size_t lower_capacity;
} cr_forms;

/* Number of the form of a piece. */
uint32_t cr_forms_find(cr_forms *forms, const cr_entity_index *index, cr_view surface, const cr_piece *piece);
void cr_forms_clear(cr_forms *forms);
void cr_forms_release(cr_forms *forms);

#endif
