/* The reader of lexicons. What stands in ours is checked by tests/structure/lexicons.py and tests/lang. */
#include "suite.h"

#include "base/file.h"
#include "lexicon/lexicon.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of lexicons for a test, with one language "en". */
typedef struct folder {
    char path[64], language[80], file[160];
} folder;

static folder make_folder(void)
{
    folder f = {.path = "/tmp/courant-lexicon-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(f.path));
    snprintf(f.language, sizeof f.language, "%s/en", f.path);
    ck_assert_int_eq(mkdir(f.language, 0700), 0);
    return f;
}

static void write_list(folder *f, const char *name, const char *content)
{
    snprintf(f->file, sizeof f->file, "%s/%s", f->language, name);
    ck_assert_int_eq(cr_file_write(f->file, cr_view_of(content), NULL), CR_OK);
}

static void remove_folder(folder *f)
{
    static const char *const NAMES[] = {"stopwords.txt",   "abbreviations.txt", "openers.txt",
                                        "boilerplate.txt", "morphology.txt",    "markers.txt"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        snprintf(f->file, sizeof f->file, "%s/%s", f->language, NAMES[i]);
        unlink(f->file);
    }
    rmdir(f->language);
    rmdir(f->path);
}

static cr_status find(cr_lexicon *lexicon, const char *lang, const cr_rules **rules, cr_error *error)
{
    cr_rule_book book = cr_lexicon_book(lexicon);
    return book.find(book.context, lang, rules, error);
}

START_TEST(all_of_ours_can_be_read)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    cr_lexicon *lexicon = NULL;
    cr_error error = {0};
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, &error), CR_OK);
    ck_assert_msg(cr_lexicon_check(lexicon, &error) == CR_OK, "%s:%zu: %s", error.source, error.line, error.text);
    const cr_rules *german, *austrian, *none;
    ck_assert_int_eq(find(lexicon, "de", &german, &error), CR_OK);
    ck_assert_int_eq(find(lexicon, "de-AT", &austrian, &error), CR_OK);
    ck_assert_ptr_eq(german, austrian);
    ck_assert(german->has_ordinals);
    ck_assert_uint_eq(cr_map_find(&german->abbreviations, CR_VIEW("z. b."))->value & CR_ABBREVIATION_INNER,
                      CR_ABBREVIATION_INNER);
    ck_assert_int_eq(find(lexicon, "xx", &none, &error), CR_OK);
    ck_assert_str_eq(none->lang, "");
    ck_assert_uint_eq(none->stop_words.size, 0);
    cr_lexicon_free(lexicon);
    cr_lexicon_free(NULL);
}
END_TEST

START_TEST(a_folder_is_laid_over_ours)
{
    folder f = make_folder();
    write_list(&f, "stopwords.txt", "# of a user\n- the\nfoo\n");
    write_list(&f, "abbreviations.txt", "- title Dr.\nunit furl.\r\n");
    write_list(&f, "morphology.txt", "suffix ing 3\nsuffix s 4\nprefix un 4\nelision o'\napostrophe-suffix\n");
    write_list(&f, "markers.txt", "foo\n");
    const char *folders[] = {SOURCE_DIR "/lexicons", f.path};
    cr_lexicon *lexicon = NULL;
    const cr_rules *rules = NULL;
    cr_error error = {0};
    ck_assert_int_eq(cr_lexicon_new(folders, 2, &lexicon, &error), CR_OK);
    ck_assert_msg(find(lexicon, "en", &rules, &error) == CR_OK, "%s", error.text);
    ck_assert_ptr_null(cr_map_find(&rules->stop_words, CR_VIEW("the")));
    ck_assert_ptr_nonnull(cr_map_find(&rules->stop_words, CR_VIEW("foo")));
    ck_assert_ptr_nonnull(cr_map_find(&rules->stop_words, CR_VIEW("of")));
    ck_assert_ptr_null(cr_map_find(&rules->abbreviations, CR_VIEW("dr.")));
    ck_assert_uint_eq(cr_map_find(&rules->abbreviations, CR_VIEW("furl."))->value, CR_ABBREVIATION_UNIT);
    ck_assert_uint_eq(rules->n_suffixes, 2);
    ck_assert(cr_view_equal(rules->suffixes[0].letters, CR_VIEW("ing")));
    ck_assert_uint_eq(rules->suffixes[0].least, 3);
    ck_assert_uint_eq(rules->n_prefixes, 1);
    ck_assert_uint_eq(rules->n_elisions, 1);
    ck_assert(rules->apostrophe_suffix);
    cr_lexicon_free(lexicon);
    remove_folder(&f);
}
END_TEST

START_TEST(faults_name_file_and_line)
{
    static const struct {
        const char *name, *content, *told;
        size_t line, column;
    } CASES[] = {
        {"abbreviations.txt", "# x\n\ntitel Dr.\n", "unknown class: 'titel'", 3, 0},
        {"abbreviations.txt", "title\n", "an entry is wanted behind the class: ''", 1, 0},
        {"boilerplate.txt", "hold advertisement\n", "unknown class: 'hold'", 1, 0},
        {"morphology.txt", "suffix ing\n", "a number of letters that must remain is wanted behind: 'ing'", 1, 0},
        {"stopwords.txt", "the\nof the\n", "a stop word is one word: 'of the'", 2, 0},
        {"openers.txt", "so\nb\xC3(\n", "not UTF-8", 2, 2},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        folder f = make_folder();
        write_list(&f, CASES[i].name, CASES[i].content);
        const char *folders[] = {f.path};
        cr_lexicon *lexicon = NULL;
        cr_error error = {0};
        ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, NULL), CR_OK);
        ck_assert_int_eq(cr_lexicon_check(lexicon, &error), CR_INPUT);
        ck_assert_str_eq(error.text, CASES[i].told);
        ck_assert_uint_eq(error.line, CASES[i].line);
        ck_assert_uint_eq(error.column, CASES[i].column);
        ck_assert_ptr_nonnull(strstr(error.source, CASES[i].name));
        cr_lexicon_free(lexicon);
        remove_folder(&f);
    }
}
END_TEST

START_TEST(a_missing_folder_is_told)
{
    const char *folders[] = {"/nonexistent/lexicons"};
    cr_lexicon *lexicon = NULL;
    cr_error error = {0};
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, &error), CR_IO);
    ck_assert_str_eq(error.text, "no folder of lexicons '/nonexistent/lexicons'");
}
END_TEST

SUITE("lexicon", all_of_ours_can_be_read, a_folder_is_laid_over_ours, faults_name_file_and_line,
      a_missing_folder_is_told)
