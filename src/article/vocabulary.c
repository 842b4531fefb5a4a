#include "article/vocabulary.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

void cr_vocabulary_init(cr_vocabulary *vocabulary, const char *lang, const cr_rules *rules,
                        const cr_characters *characters, cr_word_tables *tables)
{
    *vocabulary = (cr_vocabulary){.lang = lang, .rules = rules, .characters = characters, .tables = tables};
    vocabulary->stemmer = cr_stemmer_new(lang, rules);
    vocabulary->table = cr_word_table_take(tables, lang);
}

void cr_vocabulary_release(cr_vocabulary *vocabulary)
{
    cr_stemmer_free(vocabulary->stemmer);
    if (vocabulary->table)
        cr_word_table_give_back(vocabulary->tables, vocabulary->table);
    free(vocabulary->marks);
    cr_buf_release(&vocabulary->folded);
    cr_buf_release(&vocabulary->key);
    *vocabulary = (cr_vocabulary){0};
}

void cr_vocabulary_trim(cr_vocabulary *vocabulary)
{
    if (!cr_word_table_is_full(vocabulary->table))
        return;
    // marks may stay: they are of documents that are done
    cr_word_table_give_back(vocabulary->tables, vocabulary->table);
    vocabulary->table = cr_word_table_take(vocabulary->tables, vocabulary->lang);
}

static bool holds_digit(const cr_characters *characters, cr_view text)
{
    for (size_t at = 0; at < text.size;)
        if (cr_character_class(characters, cr_utf8_next(text, &at)) & CR_CHAR_DIGIT)
            return true;
    return false;
}

static bool is_opener(const cr_rules *rules, cr_view folded)
{
    ptrdiff_t apostrophe = cr_view_find_byte(folded, '\'');  // "it's", "he'll"
    return cr_map_find(&rules->openers, folded) ||
           (apostrophe > 0 && cr_map_find(&rules->openers, cr_view_slice(folded, 0, (size_t)apostrophe)));
}

cr_known_word cr_vocabulary_learn(cr_vocabulary *v, cr_view word)
{
    if (word.size > CR_WORD_TABLE_LONGEST) {  // no word of a language
        word.size = CR_WORD_TABLE_LONGEST;
        while (word.size > 1 && (word.data[word.size] & 0xC0) == 0x80)
            word.size--;
        return cr_vocabulary_word(v, word);
    }
    size_t first = 0;
    uint32_t class = cr_character_class(v->characters, cr_utf8_next(word, &first));
    uint32_t flags = class & CR_CHAR_UPPER ? CR_TOKEN_CAPITALISED : class & CR_CHAR_LOWER ? CR_TOKEN_LOWER : 0;
    if (holds_digit(v->characters, word))
        flags |= CR_TOKEN_NUMBER;
    cr_buf_clear(&v->folded);
    cr_fold(word, v->lang, &v->folded);
    cr_view folded = cr_buf_view(&v->folded);
    if (is_opener(v->rules, folded))
        flags |= CR_TOKEN_OPENER;
    cr_term term = {.is_stop = cr_map_find(&v->rules->stop_words, folded) != NULL};
    cr_buf_clear(&v->key);
    // a stop word's stem may be that of a word that is none: the first byte keeps them apart
    cr_buf_append_byte(&v->key, term.is_stop ? 's' : 'w');
    cr_stemmer_stem(v->stemmer, folded, &v->key);
    cr_view key = cr_buf_view(&v->key);
    term.is_number = holds_digit(v->characters, cr_view_slice(key, 1, key.size));
    return cr_word_table_add(v->table, word, flags, key, 1, term);
}

void cr_vocabulary_grow_marks(cr_vocabulary *v, uint32_t stem)
{
    size_t n = v->n_marks;
    v->marks = cr_grow(v->marks, &v->n_marks, (size_t)stem + 1, sizeof *v->marks);
    memset(v->marks + n, 0, (v->n_marks - n) * sizeof *v->marks);
}
