/* The list of entities, and the matcher: what is found by which rule, and what is not. */
#include "suite.h"

#include "article/analyse.h"
#include "base/buf.h"
#include "base/file.h"
#include "entity/match.h"
#include "lexicon/entities.h"
#include "lexicon/lexicon.h"
#include "text/plain_letters.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- helpers ------------------------------------------------------------------------------------------------------ */

/* Everything that finding mentions needs. */
typedef struct bench {
    cr_lexicon *lexicon;
    cr_rule_book book;
    cr_characters *characters;
    cr_analyser *analyser;
    cr_entities *entities;
    cr_entity_index *index;
    cr_matcher *matcher;
} bench;

static void write_file(char *path, const char *text)
{
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq((int)write(descriptor, text, strlen(text)), (int)strlen(text));
    close(descriptor);
}

static cr_status load(const char *list, const char *own, cr_entities **entities, cr_error *error)
{
    char list_path[] = "/tmp/courant-list-XXXXXX", own_path[] = "/tmp/courant-own-XXXXXX";
    write_file(list_path, list);
    if (own)
        write_file(own_path, own);
    cr_entity_files files = {.list = list_path,
                             .own = own ? own_path : NULL,
                             .legal_forms = SOURCE_DIR "/lexicons/legal-forms.txt",
                             .endings = SOURCE_DIR "/lexicons/name-endings.txt"};
    cr_status status = cr_entities_load(&files, entities, error);
    unlink(list_path);
    if (own)
        unlink(own_path);
    return status;
}

static void open_bench(bench *b, const char *list)
{
    static const char *const folders[] = {SOURCE_DIR "/lexicons"};
    cr_error error = {0};
    *b = (bench){0};
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &b->lexicon, &error), CR_OK);
    b->book = cr_lexicon_book(b->lexicon);
    b->characters = cr_characters_new();
    b->analyser = cr_analyser_new(&b->book, b->characters, &(cr_analyser_options){0});
    if (list) {
        ck_assert_msg(load(list, NULL, &b->entities, &error) == CR_OK, "%s", error.text);
    } else {
        cr_entity_files files = {.list = SOURCE_DIR "/lexicons/companies.txt",
                                 .legal_forms = SOURCE_DIR "/lexicons/legal-forms.txt",
                                 .endings = SOURCE_DIR "/lexicons/name-endings.txt"};
        ck_assert_msg(cr_entities_load(&files, &b->entities, &error) == CR_OK, "%s:%zu: %s", error.source, error.line,
                      error.text);
    }
    b->index = cr_entity_index_new(b->entities, b->characters);
    b->matcher = cr_matcher_new(b->index, b->characters);
}

static void close_bench(bench *b)
{
    cr_matcher_free(b->matcher);
    cr_entity_index_free(b->index);
    cr_entities_free(b->entities);
    cr_analyser_free(b->analyser);
    cr_characters_free(b->characters);
    cr_lexicon_free(b->lexicon);
}

/* The mentions of a text as "id|form|rule" lines. */
static void find(bench *b, const char *lang, const char *title, cr_view text, cr_buf *out)
{
    cr_arena arena = {0};
    cr_error error = {0};
    cr_document document;
    cr_mentions mentions;
    cr_article article = {.text = text,
                          .title = cr_view_of(title),
                          .lang = cr_view_of(lang),
                          .lang_binding = lang != NULL,
                          .structured = title == NULL && lang != NULL};
    cr_buf_clear(out);
    ck_assert_int_eq(cr_analyse(b->analyser, &article, &arena, &document, &error), CR_OK);
    cr_matcher_find(b->matcher, &document, &arena, &mentions);
    for (size_t i = 0; i < mentions.n; i++) {
        const cr_mention *m = &mentions.items[i];
        const cr_sentence *sentence = &document.sentences[m->sentence];
        ck_assert_uint_ge(m->start, sentence->start);
        ck_assert_uint_le(m->end, sentence->end);
        ck_assert_uint_lt(m->start, m->end);
        cr_view id = b->entities->entities[m->entity].id, form = cr_view_slice(text, m->start, m->end);
        cr_buf_append(out, id);
        cr_buf_append_byte(out, '|');
        cr_buf_append(out, form);
        cr_buf_append_format(out, "|%s\n", cr_mention_rule_name(m->rule));
    }
    for (size_t i = 0; i < mentions.n_title; i++) {
        cr_buf_append_string(out, "title: ");
        cr_buf_append(out, b->entities->entities[mentions.title[i]].id);
        cr_buf_append_byte(out, '\n');
    }
    if (!out->size)
        cr_buf_append_string(out, "");
    cr_arena_release(&arena);
}

/* ---- the list ----------------------------------------------------------------------------------------------------- */

static const char LIST[] =
    "# a list for tests\n"
    "[nordwind-ai]\nname: Nordwind AI\nshort: Nordwind\ncontext: language model, Sprachmodell\n"
    "not: kalter Nordwind\nlegal: SAS\nname ja: ノルドヴィント\n\n"
    "[mandarin]\nname: Mandarin S.A.\nalias fr: Mandarin\nshort: Mandarin\ncontext: réseau mobile, mobile network\n"
    "not: duck mandarin\n\n"
    "[granitbank]\nname: Granitbank\nalias ru: Гранитбанк\nalias zh-Hans: 花岗岩银行\nalias ar: غرانيتبنك\n\n"
    "[european-lake-authority]\nkind: institution\nname: European Lake Authority\n"
    "alias fr: Autorité européenne des lacs\nalias pl: Komisja Jezior\nalias de: Europäische Seebehörde\n"
    "alias ru: Озёрная комиссия\n\n"
    "[kappa]\nname: Kappa\nalias ja: カッパ\n\n"
    "[sop]\nname: SOP\n\n"
    "[lachlan-okonkwo]\nkind: person\nname: Lachlan Okonkwo\n\n"
    "[granit-cloud]\nkind: product\nname: Granitbank Cloud\n\n"
    "[at-and-tee]\nname: AT&Tee\n\n"
    "[samjin]\nname: Samjin\nalias ko: 삼진전자\n";

START_TEST(lists_are_read)
{
    cr_error error = {0};
    cr_entities *entities = NULL;
    static const char own[] =
        "\xEF\xBB\xBF[granitbank]\r\nname: Granit Group\r\n\r\n[sop]\r\nremove: true\r\n"
        "[kappa]\nfollow: true\n[new-one]\nkind: place\nname: Newtown\ncountry: FR\nticker: X:Y\ndomain: a.example\n";
    ck_assert_msg(load(LIST, own, &entities, &error) == CR_OK, "%zu: %s", error.line, error.text);
    size_t i = cr_entities_find(entities, CR_VIEW("granitbank"));
    ck_assert(i != CR_NO_ENTITY && entities->entities[i].followed);
    ck_assert(cr_view_equal(entities->entities[i].name, CR_VIEW("Granit Group")));
    ck_assert_uint_eq(entities->entities[i].n_aliases, 1);
    ck_assert_uint_eq(cr_entities_find(entities, CR_VIEW("sop")), CR_NO_ENTITY);
    i = cr_entities_find(entities, CR_VIEW("KAPPA"));
    ck_assert(i != CR_NO_ENTITY && entities->entities[i].followed);
    i = cr_entities_find(entities, CR_VIEW("nordwind"));
    ck_assert(i != CR_NO_ENTITY && !entities->entities[i].followed);
    ck_assert(cr_view_equal(cr_entity_name(&entities->entities[i], "ja"), CR_VIEW("ノルドヴィント")));
    ck_assert(cr_view_equal(cr_entity_name(&entities->entities[i], "fr"), CR_VIEW("Nordwind AI")));
    i = cr_entities_find(entities, CR_VIEW("new-one"));
    ck_assert_int_eq(entities->entities[i].kind, CR_ENTITY_PLACE);
    ck_assert(cr_view_equal(entities->entities[i].country, CR_VIEW("FR")));
    i = cr_entities_add(entities, CR_VIEW("Été & Fils"));
    ck_assert(cr_view_equal(entities->entities[i].id, CR_VIEW("ete-fils")));
    i = cr_entities_add(entities, CR_VIEW("Été-Fils"));
    ck_assert(cr_view_equal(entities->entities[i].id, CR_VIEW("ete-fils-2")));
    cr_entities_free(entities);
}
END_TEST

START_TEST(faults_of_lists_are_told)
{
    static const struct {
        const char *list;
        size_t line;
        const char *part;
    } cases[] = {
        {"[a]\nname: Aa\n\n[b]\nname: Bb\n[a]\nname: Cc\n", 6, "line 1"},
        {"[a]\nname: Aa\nalias: X\n", 3, "one letter"},
        {"[a]\nname: Aa\nalias: 云\n", 3, "one letter"},
        {"[a]\nname: Aa\ncolour: red\n", 3, "unknown key"},
        {"[a]\nname: Aa\nkind: planet\n", 3, "unknown kind"},
        {"[a]\nname: Aa\nalias qqx: Bb\n", 3, "unknown language"},
        {"[a]\nname: Aa\nalias english: Bb\n", 3, "unknown language"},
        {"[a]\nname: Aa\nalias: B\xFF"
         "b\n",
         3, "UTF-8"},
        {"# x\n[a]\n\n[b]\nname: Bb\n", 2, "no `name`"},
        {"[a]\nalias: Aa\n", 1, "no `name`"},
        {"[a]\nname: Aa\nname: Bb\n", 3, "second name"},
        {"[A b]\nname: Aa\n", 1, "an id"},
        {"[]\nname: Aa\n", 1, "an id"},
        {"[a\nname: Aa\n", 1, "']'"},
        {"name: Aa\n", 1, "[id]"},
        {"[a]\nname Aa\n", 2, "':'"},
        {"[a]\nname:\n", 2, "nothing"},
        {"[a]\nremove: true\n", 1, "no such entity"},
        {"[a]\nremove: yes\n", 2, "true nor false"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_error error = {0};
        cr_entities *entities = NULL;
        ck_assert_msg(load(cases[i].list, NULL, &entities, &error) == CR_INPUT, "case %zu passed", i);
        ck_assert_msg(error.line == cases[i].line, "case %zu: line %zu: %s", i, error.line, error.text);
        ck_assert_msg(strstr(error.text, cases[i].part) != NULL, "case %zu: %s", i, error.text);
        ck_assert_ptr_nonnull(strstr(error.source, "courant-list"));
    }
}
END_TEST

START_TEST(letters_become_plain)
{
    static const char *const cases[][2] = {
        {"Microsoft", "microsoft"},
        {"L’Oréal", "l'oreal"},
        {"ÎLE", "ile"},
        {"İSTANBUL", "istanbul"},
        {"ısı", "isi"},
        {"Łódź", "lodz"},
        {"Ærø", "aero"},
        {"Straße", "strasse"},
        {"Ελλάς", "ελλασ"},
        {"Йод", "иод"},
        {"मोदी", "मोदी"},
        {"ガス", "ガス"},
        {"한국", "한국"},
        {"مُحَمَّد", "محمد"},
        {"שָׁלוֹם", "שלום"},
        {"", ""},
    };
    cr_buf out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf_clear(&out);
        cr_plain_letters(cr_view_of(cases[i][0]), &out);
        ck_assert_msg(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i][1])), "%s: %.*s", cases[i][0], (int)out.size,
                      out.data);
    }
    cr_buf_release(&out);
}
END_TEST

/* ---- the matcher -------------------------------------------------------------------------------------------------- */

START_TEST(mentions_are_found_by_their_rules)
{
    static const struct {
        const char *lang, *text, *expected;
    } cases[] = {
        {"en", "The bank Granitbank opens.", "granitbank|Granitbank|name\n"},
        {"en", "The word granitbank is small.", ""},
        {"en", "It is a GRANITBANK matter.", "granitbank|GRANITBANK|name\n"},
        {"en", "Granitbank's profit rose.", "granitbank|Granitbank's|name\n"},
        {"tr", "Dün Granitbank’ın kârı arttı.", "granitbank|Granitbank’ın|name\n"},
        {"fi", "Eilen Granitbankin tulos nousi.", "granitbank|Granitbankin|inflection\n"},
        {"de", "Heute sind Granitbanks Zahlen besser.", "granitbank|Granitbanks|inflection\n"},
        {"ru", "Вчера у Гранитбанка выросла прибыль.", "granitbank|Гранитбанка|inflection\n"},
        {"ru", "Об этом сообщили в Озёрной комиссии.", "european-lake-authority|Озёрной комиссии|inflection\n"},
        {"pl", "Wniosek trafi do Komisji Jezior.", "european-lake-authority|Komisji Jezior|inflection\n"},
        {"de", "Das sagte ein Sprecher der Europäischen Seebehörde.",
         "european-lake-authority|Europäischen Seebehörde|inflection\n"},
        {"ar", "وقالت وغرانيتبنك أمس.", "granitbank|وغرانيتبنك|inflection\n"},
        {"ko", "어제 삼진전자는 발표했다.", "samjin|삼진전자는|inflection\n"},
        {"zh-Hans", "昨天花岗岩银行宣布裁员。", "granitbank|花岗岩银行|name\n"},
        {"ja", "カッパは発表した。", "kappa|カッパ|name\n"},
        {"ja", "カッパノールは薬だ。", ""},
        {"fr", "Selon l’Autorité européenne des lacs, rien.",
         "european-lake-authority|Autorité européenne des lacs|name\n"},
        {"fr", "Selon l'Autorité Européenne des Lacs, rien.",
         "european-lake-authority|Autorité Européenne des Lacs|name\n"},
        {"fr", "Selon une autorité européenne des lacs, rien.", ""},
        {"en", "The bank Grantibank opens.", "granitbank|Grantibank|spelling\n"},
        {"en", "The bank Granitbnk opens.", "granitbank|Granitbnk|spelling\n"},
        {"en", "The bank Gramitbank opens.", "granitbank|Gramitbank|spelling\n"},
        {"en", "The bank Granitt Bank opens.", ""},
        {"en", "The bank Granit Bank opens.", "granitbank|Granit Bank|joined\n"},
        {"en", "Then NordwindAI spoke.", "nordwind-ai|NordwindAI|joined\n"},
        {"en", "Then Nordwind-AI spoke.", "nordwind-ai|Nordwind-AI|name\n"},
        {"en", "Then Norwind AI spoke.", "nordwind-ai|Norwind AI|spelling\n"},
        {"en", "Then Nordwind AG spoke.", "nordwind-ai|Nordwind AG|legal-form\n"},
        {"en", "Then Nordwind AX spoke.", ""},
        {"en", "Some gramitbank is small; the Gramitbank too.", ""},
        {"en", "The Nordwind blows.", ""},
        {"en", "Nordwind AI grows. Now Nordwind hires.",
         "nordwind-ai|Nordwind AI|name\nnordwind-ai|Nordwind|short-after-name\n"},
        {"en", "Nordwind hires. Its language model is large.", "nordwind-ai|Nordwind|short-with-context\n"},
        {"de", "Ein Sprachmodell von Nordwind, doch kalter Nordwind weht.",
         "nordwind-ai|Nordwind|short-with-context\n"},
        {"en", "Mandarin is a fruit.", ""},
        {"fr", "Hier, Mandarin a embauché.", "mandarin|Mandarin|name\n"},
        {"en", "Then Mandarin S.A. hired.", "mandarin|Mandarin S.A|name\n"},
        {"en", "The European Lake Authority (ELA) met. The ELA said no; the Ela did not.",
         "european-lake-authority|European Lake Authority|name\neuropean-lake-authority|ELA|acronym\n"
         "european-lake-authority|ELA|acronym\n"},
        {"en", "The ELA (European Lake Authority) met.",
         "european-lake-authority|ELA|acronym\neuropean-lake-authority|European Lake Authority|name\n"},
        {"en", "The European Lake Authority (BBC) met. The BBC said no.",
         "european-lake-authority|European Lake Authority|name\n"},
        {"en", "A sop for the SOP.", "sop|SOP|name\n"},
        {"en", "A Sop for all.", ""},
        {"en", "Then Lachlan Okonkwo spoke. Okonkwo left.",
         "lachlan-okonkwo|Lachlan Okonkwo|name\nlachlan-okonkwo|Okonkwo|short-after-name\n"},
        {"en", "Then Okonkwo left.", ""},
        {"en", "They buy Granitbank Cloud now.", "granit-cloud|Granitbank Cloud|name\ngranitbank|Granitbank|name\n"},
        {"en", "Read https://www.Granitbank.example/Granitbank now.", ""},
        {"en", "Call AT&Tee or AT Tee.", "at-and-tee|AT&Tee|name\n"},
        {"en", "First Granitbank. Then Granitbank, Kappa.",
         "granitbank|Granitbank|name\ngranitbank|Granitbank|name\nkappa|Kappa|name\n"},
        {"en", "The European, Lake Authority.", ""},
        {"en", "", ""},
    };
    bench b;
    cr_buf out = {0};
    open_bench(&b, LIST);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        find(&b, cases[i].lang, NULL, cr_view_of(cases[i].text), &out);
        ck_assert_msg(strcmp(out.data, cases[i].expected) == 0, "'%s' gave\n%s", cases[i].text, out.data);
    }
    cr_buf_release(&out);
    close_bench(&b);
}
END_TEST

START_TEST(titles_count_and_furniture_does_not)
{
    bench b;
    cr_buf out = {0};
    open_bench(&b, LIST);
    find(&b, "en", "Nordwind hires two hundred", CR_VIEW("The start-up Nordwind AI is hiring this week, it said."),
         &out);
    ck_assert_str_eq(out.data, "nordwind-ai|Nordwind AI|name\ntitle: nordwind-ai\n");
    find(&b, "en", "Nordwind AI hires", CR_VIEW("The start-up said on Monday that Nordwind hires."), &out);
    ck_assert_str_eq(out.data, "nordwind-ai|Nordwind|short-after-name\ntitle: nordwind-ai\n");
    find(&b, "en", "Wind",
         CR_VIEW(
             "The wind blew over the town all day long and nobody was hurt.\n\nFollow us on Kappa\n\nShare on Kappa\n"),
         &out);
    ck_assert_str_eq(out.data, "");
    cr_buf_release(&out);
    close_bench(&b);
}
END_TEST

/* ---- size --------------------------------------------------------------------------------------------------------- */

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

START_TEST(large_lists_and_texts_stay_linear)
{
    enum { ENTITIES = 20000, ALIASES = 5 };
    static const char *const parts[] = {"Kor", "vel", "Tam", "ris", "Bol", "den", "Mak", "tur", "Sil", "von"};
    cr_buf list = {0}, text = {0}, out = {0};
    for (unsigned i = 0; i < ENTITIES; i++) {
        cr_buf_append_format(&list, "[id-%u]\nname: %s%s%u Industries\n", i, parts[i % 10], parts[i / 10 % 10], i);
        for (unsigned k = 1; k < ALIASES; k++)
            cr_buf_append_format(&list, "alias: %s%s%s%u Holding%u\n", parts[i % 10], parts[i / 10 % 10],
                                 parts[i / 100 % 10], i, k);
    }
    bench b;
    double start = seconds();
    open_bench(&b, list.data);
    double loading = seconds() - start;
    ck_assert_uint_eq(b.entities->n_entities, ENTITIES);
    for (unsigned i = 0; text.size < 2000000; i++)
        cr_buf_append_format(
            &text, "The company %s%s%u Industries said on Monday that Korvel and Tamris Bolden hired people. ",
            parts[i % 10], parts[i / 10 % 10], i);
    start = seconds();
    find(&b, "en", NULL, cr_buf_view(&text), &out);
    double matching = seconds() - start;
    ck_assert_ptr_nonnull(strstr(out.data, "id-77|"));
    // generous bounds, since the build may be instrumented: what is quadratic takes minutes
    ck_assert_msg(loading < 20, "%.1f s to load", loading);
    ck_assert_msg(matching < 30, "%.1f s to match", matching);
    cr_buf_release(&list);
    cr_buf_release(&text);
    cr_buf_release(&out);
    close_bench(&b);
}
END_TEST

START_TEST(hostile_lists_stay_linear)
{
    cr_buf list = {0}, text = {0}, out = {0};
    for (unsigned i = 0; i < 5000; i++)
        cr_buf_append_format(
            &list, "[x%u]\nname: Same Name\nshort: Same\ncontext: word\nnot: Same\nalias: Name%u Name Name Name Name\n",
            i, i);
    cr_buf_append_string(&list, "[long]\nname: ");
    for (unsigned i = 0; i < 5000; i++)
        cr_buf_append_string(&list, "Same ");
    bench b;
    open_bench(&b, list.data);
    for (unsigned i = 0; i < 40000; i++)
        cr_buf_append_string(&text, "Same Name word ");
    find(&b, "en", NULL, cr_buf_view(&text), &out);
    cr_buf_release(&list);
    cr_buf_release(&text);
    cr_buf_release(&out);
    close_bench(&b);
}
END_TEST

/* ---- the shipped list --------------------------------------------------------------------------------------------- */

START_TEST(the_shipped_list_holds)
{
    static const struct {
        const char *lang, *text, *expected;
    } cases[] = {
        {"en", "The deal with Microsoft, Nvidia and OpenAI was signed in May.",
         "microsoft|Microsoft|name\nnvidia|Nvidia|name\nopenai|OpenAI|name\n"},
        {"fr", "Hier, Miscrosoft et Mistal AI ont signé.",
         "microsoft|Miscrosoft|spelling\nmistral-ai|Mistal AI|spelling\n"},
        {"fr", "Le mistral souffle sur Marseille, et Mistral rime avec vent.", ""},
        {"en", "He ate an orange and an apple, set a target and hid in a shell.", ""},
        {"de", "Microsofts Gewinn stieg.", "microsoft|Microsofts|inflection\n"},
    };
    bench b;
    cr_buf out = {0};
    open_bench(&b, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        find(&b, cases[i].lang, NULL, cr_view_of(cases[i].text), &out);
        ck_assert_msg(strcmp(out.data, cases[i].expected) == 0, "'%s' gave\n%s", cases[i].text, out.data);
    }
    cr_buf_release(&out);
    close_bench(&b);
}
END_TEST

SUITE("entities", lists_are_read, faults_of_lists_are_told, letters_become_plain, mentions_are_found_by_their_rules,
      titles_count_and_furniture_does_not, large_lists_and_texts_stay_linear, hostile_lists_stay_linear,
      the_shipped_list_holds)
