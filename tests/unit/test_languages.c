/* The texts of tests/lang/: for each language what it is, where its sentences end, and which words share a stem. */
#include "suite.h"

#include "article/analyse.h"
#include "base/file.h"
#include "lexicon/lexicon.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 1 << 20 };

typedef struct place {
    cr_analyser *analyser;
    cr_arena *arena;
    const char *folder;
    const char *lang;
    size_t n_faults;
} place;

/* A file of the language's folder, empty if there is none. */
static cr_view read_file(const place *p, const char *name)
{
    cr_buf content = {0};
    const char *path = cr_path_join(p->arena, p->folder, name);
    if (cr_file_exists(path))
        ck_assert_int_eq(cr_file_read(path, MOST, &content, NULL), CR_OK);
    cr_view copy = cr_arena_copy(p->arena, cr_buf_view(&content));
    cr_buf_release(&content);
    return copy;
}

static void fault(place *p, const char *what, cr_view found, cr_view wanted)
{
    fprintf(stderr, "%s: %s: '%.*s' in place of '%.*s'\n", p->lang, what, (int)found.size, found.data, (int)wanted.size,
            wanted.data);
    p->n_faults++;
}

static void check_sentences(place *p, const cr_document *document, cr_view wanted)
{
    cr_buf found = {0};
    cr_view line;
    size_t i = 0;
    while (cr_view_next_line(&wanted, &line)) {
        if (cr_view_trim(line).size == 0)
            continue;
        cr_buf_clear(&found);
        if (i < document->n_sentences)
            cr_buf_append_squeezed(&found, cr_document_sentence(document, i));
        if (!cr_view_equal(cr_buf_view(&found), cr_view_trim(line))) {
            fault(p, "a sentence", cr_buf_view(&found), line);
            break;  // what follows is out of step
        }
        i++;
    }
    if (line.size == 0 && i < document->n_sentences)
        fault(p, "one more sentence", cr_document_sentence(document, i), CR_VIEW(""));
    cr_buf_release(&found);
}

/* The stem of a word as it would come from a text: without what is elided before it or hangs on an apostrophe behind it. */
static cr_view stem_of(place *p, cr_view word)
{
    cr_document document;
    cr_article article = {.text = word, .lang = cr_view_of(p->lang), .lang_binding = true};
    ck_assert_int_eq(cr_analyse(p->analyser, &article, p->arena, &document, NULL), CR_OK);
    ck_assert_uint_gt(document.n_tokens, 0);
    return document.terms[document.tokens[document.n_tokens - 1].term].stem;
}

static void check_stems(place *p, cr_view pairs)
{
    cr_view line;
    while (cr_view_next_line(&pairs, &line)) {
        ptrdiff_t tab = cr_view_find_byte(line, '\t');
        if (tab == CR_NOT_FOUND)
            continue;
        cr_view one = stem_of(p, cr_view_slice(line, 0, (size_t)tab));
        cr_view other = stem_of(p, cr_view_slice(line, (size_t)tab + 1, line.size));
        if (!cr_view_equal(one, other))
            fault(p, "a stem", one, other);
    }
}

static void check_language(place *p)
{
    cr_document document;
    cr_article article = {.text = read_file(p, "input.txt")};
    cr_view expected = cr_view_trim(read_file(p, "language"));
    ck_assert_int_eq(cr_analyse(p->analyser, &article, p->arena, &document, NULL), CR_OK);
    if (!cr_view_equal(cr_view_of(document.lang), expected))
        fault(p, "the language", cr_view_of(document.lang), expected);
    // the rest is judged by the language that it is
    article.lang = expected;
    article.lang_binding = true;
    ck_assert_int_eq(cr_analyse(p->analyser, &article, p->arena, &document, NULL), CR_OK);
    check_sentences(p, &document, read_file(p, "sentences"));
    check_stems(p, read_file(p, "stems"));
}

START_TEST(every_language_is_known_parted_and_stemmed)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"}, *all = SOURCE_DIR "/tests/lang";
    cr_lexicon *lexicon;
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, NULL), CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    cr_analyser *analyser = cr_analyser_new(&book, characters, &(cr_analyser_options){0});
    DIR *languages = opendir(all);
    const struct dirent *entry;
    size_t n = 0, n_faults = 0;
    ck_assert_ptr_nonnull(languages);
    while ((entry = readdir(languages)) != NULL) {
        cr_arena arena = {0};
        place p = {.analyser = analyser, .arena = &arena, .lang = entry->d_name};
        p.folder = cr_path_join(&arena, all, entry->d_name);
        if (entry->d_name[0] != '.' && cr_file_is_folder(p.folder)) {
            check_language(&p);
            n++;
        }
        n_faults += p.n_faults;
        cr_arena_release(&arena);
    }
    closedir(languages);
    cr_analyser_free(analyser);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
    ck_assert_uint_ge(n, 50);
    ck_assert_msg(n_faults == 0, "%zu faults, see above", n_faults);
}
END_TEST

SUITE("languages", every_language_is_known_parted_and_stemmed)
