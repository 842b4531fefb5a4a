/* Mentions: where an article speaks of the entities of a list. */
#ifndef CR_ENTITY_MENTION_H
#define CR_ENTITY_MENTION_H

#include <stddef.h>
#include <stdint.h>

/* Why something is a mention. */
typedef enum cr_mention_rule {
    CR_MENTION_NAME,        // a name of the list, as it stands there
    CR_MENTION_INFLECTION,  // with an ending of the language
    CR_MENTION_JOINED,      // written together or apart
    CR_MENTION_SPELLING,    // with one letter wrong
    CR_MENTION_ACRONYM,     // an abbreviation that the article defined
    CR_MENTION_LEGAL_FORM,  // a short name with a legal form behind it
    CR_MENTION_AFTER_NAME,  // a short name, after the whole one
    CR_MENTION_CONTEXT,     // a short name, in an article with a context word
} cr_mention_rule;

typedef struct cr_mention {
    uint32_t entity;      // index into the list
    uint32_t start, end;  // bytes of the text
    uint32_t sentence;
    cr_mention_rule rule;
} cr_mention;

typedef struct cr_mentions {
    const cr_mention *items;  // [n] in the order of the text; one may lie in another (the maker in the product's name)
    size_t n;
    const uint32_t *title;  // [n_title] entities named in the article's title, each once
    size_t n_title;
} cr_mentions;

/* "name", "inflection", "joined", "spelling", "acronym", "legal-form", "short-after-name", "short-with-context" */
const char *cr_mention_rule_name(cr_mention_rule rule);

#endif
