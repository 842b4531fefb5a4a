#include "text/stem.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/tag.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

struct cr_stemmer {
    struct sb_stemmer *snowball;  // NULL if it lacks the language
    const cr_rules *rules;
    bool is_romanian;
    cr_buf scratch;
};

cr_stemmer *cr_stemmer_new(const char *lang, const cr_rules *rules)
{
    cr_stemmer *stemmer = cr_allocate_zeroed(1, sizeof *stemmer);
    // Snowball calls both written Norwegians "no"; its Serbian one takes Latin and Cyrillic alike
    const char *name = cr_tag_same_language(lang, "nb") || cr_tag_same_language(lang, "nn") ? "no"
                       : cr_tag_same_language(lang, "sr")                                   ? "sr"
                                                                                            : lang;
    stemmer->rules = rules;
    stemmer->snowball = sb_stemmer_new(name, NULL);
    stemmer->is_romanian = strcmp(lang, "ro") == 0;
    return stemmer;
}

void cr_stemmer_free(cr_stemmer *stemmer)
{
    if (!stemmer)
        return;
    if (stemmer->snowball)
        sb_stemmer_delete(stemmer->snowball);
    cr_buf_release(&stemmer->scratch);
    free(stemmer);
}

const char *cr_stemmer_kind(const cr_stemmer *stemmer)
{
    return stemmer->snowball                                             ? "snowball"
           : stemmer->rules->n_suffixes + stemmer->rules->n_prefixes > 0 ? "rules"
                                                                         : "none";
}

/* Snowball's Romanian knows the cedilla letters only; today's spelling has a comma below. */
static cr_view with_cedillas(cr_view word, cr_buf *out)
{
    cr_buf_clear(out);
    for (size_t at = 0; at < word.size;) {
        uint32_t code = cr_utf8_next(word, &at);
        cr_buf_append_code(out, code == 0x219 ? 0x15F : code == 0x21B ? 0x163 : code);
    }
    return cr_buf_view(out);
}

static size_t letters(cr_view word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.size; i++)
        n += ((unsigned char)word.data[i] & 0xC0) != 0x80;
    return n;
}

static cr_view without_affixes(const cr_rules *rules, cr_view word)
{
    size_t n = letters(word);
    for (size_t i = 0; i < rules->n_prefixes; i++) {
        cr_view prefix = rules->prefixes[i].letters;
        if (cr_view_starts(word, prefix) && n - letters(prefix) >= rules->prefixes[i].least) {
            word = cr_view_slice(word, prefix.size, word.size);
            n -= letters(prefix);
            break;
        }
    }
    for (size_t i = 0; i < rules->n_suffixes; i++) {
        cr_view suffix = rules->suffixes[i].letters;
        if (cr_view_ends(word, suffix) && n - letters(suffix) >= rules->suffixes[i].least)
            return cr_view_slice(word, 0, word.size - suffix.size);
    }
    return word;
}

void cr_stemmer_stem(cr_stemmer *stemmer, cr_view folded, cr_buf *out)
{
    if (!stemmer->snowball) {
        cr_buf_append(out, without_affixes(stemmer->rules, folded));
        return;
    }
    if (stemmer->is_romanian)
        folded = with_cedillas(folded, &stemmer->scratch);
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)folded.data, (int)folded.size);
    if (stem)
        cr_buf_append(out, (cr_view){(const char *)stem, (size_t)sb_stemmer_length(stemmer->snowball)});
    else
        cr_buf_append(out, folded);  // Snowball ran out of memory
}
