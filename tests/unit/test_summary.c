/* Choosing sentences: never nothing, never over the budget, never a pronoun without its noun, never the same twice. */
#include "suite.h"

#include "article/analyse.h"
#include "base/date.h"
#include "lexicon/lexicon.h"
#include "rank/rank.h"
#include "summary/fragments.h"
#include "summary/summary.h"

#include <math.h>
#include <string.h>

struct world {
    cr_lexicon *lexicon;
    cr_rule_book book;
    cr_characters *characters;
    cr_analyser *analyser;
    cr_arena arena;
};

static void open_world(struct world *w)
{
    static const char *const folders[] = {SOURCE_DIR "/lexicons"};
    cr_error error = {0};
    *w = (struct world){0};
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &w->lexicon, &error), CR_OK);
    w->book = cr_lexicon_book(w->lexicon);
    w->characters = cr_characters_new();
    w->analyser = cr_analyser_new(&w->book, w->characters, &(cr_analyser_options){0});
}

static void close_world(struct world *w)
{
    cr_analyser_free(w->analyser);
    cr_characters_free(w->characters);
    cr_lexicon_free(w->lexicon);
    cr_arena_release(&w->arena);
}

static const cr_document *read_text(struct world *w, const char *lang, const char *text)
{
    cr_error error = {0};
    cr_article *article = CR_ARENA_NEW(&w->arena, cr_article);
    cr_document *document = CR_ARENA_NEW(&w->arena, cr_document);
    article->text = cr_arena_copy(&w->arena, cr_view_of(text));
    article->lang = cr_view_of(lang);
    article->lang_binding = true;
    ck_assert_int_eq(cr_analyse(w->analyser, article, &w->arena, document, &error), CR_OK);
    return document;
}

static cr_summary summarize(struct world *w, const cr_document *const *documents, size_t n,
                            const cr_summary_options *options)
{
    cr_error error = {0};
    cr_summary summary;
    ck_assert_int_eq(cr_summarize(documents, n, NULL, options, &w->arena, &summary, &error), CR_OK);
    return summary;
}

static bool holds(const cr_document *document, const cr_summary *summary, const char *start)
{
    for (size_t i = 0; i < summary->n_chosen; i++)
        if (cr_view_starts(cr_document_sentence(document, summary->chosen[i].sentence), cr_view_of(start)))
            return true;
    return false;
}

static const char
    news[] = "The harbour council of Lowmere voted on Monday to close the old ferry pier for two years of repairs. "
             "Engineers had found deep cracks in the pier during the spring inspection of the harbour. "
             "It will cost the town about nine million crowns, most of which comes from the regional harbour fund. "
             "Ferry passengers will board at the fishing quay, which the council wants to widen before the summer. "
             "Shopkeepers near the pier fear that they will lose their customers to the fishing quay. "
             "However, the council has promised them lower rents until the repairs of the pier are done. "
             "A spokeswoman said that the ferry timetable to the islands stays as it is. "
             "The pier was built in 1931 and last repaired after the storm of 1987.\n";

START_TEST(never_empty)
{
    static const char *const texts[] = {
        "Word",
        "A heading without anything",
        "Roses\nViolets\nSugar\nAnd you\n",
        "1 : 0\n2 : 3\n0 : 0\n",
        "!",
        "42",
        "HE SAID THAT ALL OF THIS IS WRITTEN IN CAPITAL LETTERS.",
        "He did. But they did not. It was so.",
        "Why? Who? When is it that we may ask what it is that we are asking about here?",
        "\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x81\xA7\xE9\x9B\xA8\xE3\x80\x82"};
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t words = 1; words < 40; words += 13) {
            const cr_document *document = read_text(&w, "en", texts[i]);
            cr_summary s = summarize(&w, &document, 1, &(cr_summary_options){.budget = {.words = words}});
            ck_assert_msg(s.n_chosen > 0 || !document->n_sentences, "'%s'", texts[i]);
            ck_assert(document->n_sentences || i == 4);
        }
    const cr_document *empty = read_text(&w, "en", " \n ");
    cr_summary s = summarize(&w, &empty, 1, &(cr_summary_options){.budget = {.words = 9}});
    ck_assert_uint_eq(s.n_chosen, 0);
    ck_assert_ptr_nonnull(s.note);
    close_world(&w);
}
END_TEST

START_TEST(budgets_hold_for_every_method)
{
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", news);
    ck_assert_uint_eq(document->n_sentences, 8);
    for (size_t m = 0; m < cr_rank_n_methods; m++) {
        cr_summary_options options = {.method = cr_rank_methods[m].name};
        for (size_t words = 1; words < 160; words += 7) {
            options.budget = (cr_budget){.words = words};
            cr_summary s = summarize(&w, &document, 1, &options);
            ck_assert(s.n_chosen == 1 || s.n_words <= words);
            ck_assert(s.n_chosen > 0);
            for (size_t i = 1; i < s.n_chosen; i++)
                ck_assert(s.chosen[i - 1].sentence < s.chosen[i].sentence);
        }
        for (size_t n = 1; n < 10; n++) {
            options.budget = (cr_budget){.sentences = n};
            cr_summary s = summarize(&w, &document, 1, &options);
            ck_assert(s.n_chosen > 0 && s.n_chosen <= n);
        }
        options.budget = (cr_budget){.per_cent = 50};
        ck_assert(summarize(&w, &document, 1, &options).n_words <= 65);
    }
    close_world(&w);
}
END_TEST

/* "It will cost ..." and "However, ..." come with what they speak of. */
START_TEST(openers_come_with_what_they_need)
{
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", news);
    for (size_t m = 0; m < cr_rank_n_methods; m++)
        for (size_t words = 15; words < 140; words += 5) {
            cr_summary_options options = {.budget = {.words = words}, .method = cr_rank_methods[m].name};
            cr_summary s = summarize(&w, &document, 1, &options);
            ck_assert(!holds(document, &s, "It will") || holds(document, &s, "Engineers"));
            ck_assert(!holds(document, &s, "However") || holds(document, &s, "Shopkeepers"));
        }
    static const char *const others[][2] = {
        {"cs", "V této souvislosti se přístav zavřel."},
        {"da", "På denne baggrund lukkede havnen."},
        {"de", "In diesem Zusammenhang schloss der Hafen."},
        {"en", "For this reason the harbour closed."},
        {"es", "En este contexto, el puerto cerró."},
        {"fr", "Dans ce cadre, le port a fermé."},
        {"it", "A questo punto il porto ha chiuso."},
        {"nl", "Tegen die achtergrond sloot de haven."},
        {"pl", "W takiej sytuacji port zamknięto."},
        {"pt", "Diante disso, o porto fechou."},
        {"ru", "На этом фоне порт закрыли."},
        {"sv", "Mot den bakgrunden stängde hamnen."},
        {"uk", "На цьому тлі порт закрили."},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        document = read_text(&w, others[i][0], others[i][1]);
        ck_assert_msg(document->sentences[0].flags & CR_SENTENCE_OPENER, "%s", others[i][1]);
    }
    close_world(&w);
}
END_TEST

/* Articles of a group that say the same in the same function words: those count in the cosine of two articles as in that of one. */
START_TEST(articles_of_a_group_share_function_words)
{
    struct world w;
    open_world(&w);
    const cr_document *documents[] = {
        read_text(&w, "en", "In the part of the town that is to the north of the river there is to be a quay.\n"),
        read_text(&w, "en", "In the part of the town that is to the south of the harbour there is to be a bridge.\n")};
    cr_summary_options options = {.budget = {.words = 100}};
    ck_assert_uint_eq(summarize(&w, documents, 2, &options).n_chosen, 1);
    close_world(&w);
}
END_TEST

/* A quotation of several sentences is quoted whole or not at all; a mark that is never closed binds nothing. */
START_TEST(quotations_stay_whole)
{
    static const char text[] = "The harbour board of Silverquay presented its plan for the new quay on Thursday. "
                               "“The new quay will be twice as long as the old quay, said the head of the board. "
                               "The plan leaves room for two ships of the largest class.” "
                               "Fishermen of the town asked the board for a smaller quay and a market hall. "
                               "The \"mayor praised the plan of the board and the length of the new quay.\n";
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", text);
    size_t whole = 0;
    for (size_t m = 0; m < cr_rank_n_methods; m++)
        for (size_t words = 15; words < 70; words += 5) {
            cr_summary_options options = {.budget = {.words = words}, .method = cr_rank_methods[m].name};
            cr_summary s = summarize(&w, &document, 1, &options);
            bool opens = holds(document, &s, "“The new"), closes = holds(document, &s, "The plan");
            ck_assert_int_eq(opens, closes);
            ck_assert(!holds(document, &s, "The \"mayor"));
            ck_assert_uint_le(s.n_words, words);
            whole += opens;
        }
    ck_assert_uint_gt(whole, 0);
    document = read_text(&w, "he", "הנמל נסגר ע\"י העירייה. \"ארה\"ב תעזור לנו. כך יהיה\" אמר המנהל.");
    ck_assert_uint_eq(document->n_sentences, 3);
    ck_assert(!(document->sentences[0].flags & CR_SENTENCE_UNBALANCED));
    ck_assert(document->sentences[1].flags & CR_SENTENCE_SPILLS);
    close_world(&w);
}
END_TEST

/* So is a longer one, which counts as one sentence: that some of its sentences are short does not keep it out. */
START_TEST(a_long_quotation_counts_as_one)
{
    static const char
        text[] = "The head of the harbour board said: “The new quay is the best plan the harbour has had. "
                 "The board has studied the quay. The quay takes the largest ships. The harbour needs them.” "
                 "Fishermen asked whether a market hall could be built there as well. "
                 "A decision is due in autumn, when the town council meets again after its holidays. "
                 "Nobody came to the meeting of Monday, which had been announced on one poster.\n";
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", text);
    cr_summary_options options = {.budget = {.words = 40}};
    cr_summary s = summarize(&w, &document, 1, &options);
    ck_assert(holds(document, &s, "The head"));
    ck_assert(holds(document, &s, "The board"));
    ck_assert(holds(document, &s, "The quay"));
    ck_assert(holds(document, &s, "The harbour needs"));
    close_world(&w);
}
END_TEST

/* Captions, labels, entries of lists and what announces one are not chosen while there are sentences. */
START_TEST(fragments_are_passed_over)
{
    static const char *const fragments[] = {
        "The harbour pier of Lowmere before its repairs in spring.",
        "Closed: The pier of Lowmere harbour on Monday evening.",
        "Engineer Ann Hollis, 41, of Lowmere.",
        "9.15 in Lowmere, 10.15 in Ostby.",
        "The harbour council named the costs of the pier:",
        "of the pier, which the harbour council of Lowmere wants to close for the repairs of two years.",
    };
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < sizeof fragments / sizeof *fragments; i++) {
        cr_buf text = {0};
        cr_buf_append_format(&text, "%s%s\n%s", news, fragments[i], news);
        const cr_document *document = read_text(&w, "en", text.data), *alone = read_text(&w, "en", fragments[i]);
        cr_cut cut = cr_cut_of(document);
        for (size_t s = 0; s < document->n_sentences; s++)
            ck_assert_int_eq(cr_is_fragment(document, s, &cut),
                             cr_view_starts(cr_document_sentence(document, s), cr_view_of(fragments[i])));
        for (size_t m = 0; m < cr_rank_n_methods; m++) {
            cr_summary_options options = {.budget = {.words = 100}, .method = cr_rank_methods[m].name};
            cr_summary s = summarize(&w, &document, 1, &options);
            ck_assert_msg(!holds(document, &s, fragments[i]), "%s: %s", options.method, fragments[i]);
        }
        cr_summary s = summarize(&w, &alone, 1, &(cr_summary_options){.budget = {.words = 100}});
        ck_assert_uint_eq(s.n_chosen, 1);
        cr_buf_release(&text);
    }
    static const char *const whole[][2] = {
        {"en", "iPhone repairs cost the shops of Lowmere nine million crowns a year."},
        {"de", "Das ist der Grund für die Absage der Konferenz in Lowmere."},
        {"nl", "'s Avonds sluit de haven van Lowmere voor alle schepen van buiten de stad."},
        {"af", "’n Groot skip het die hawe van Lowmere gister vir twee uur lank versper."},
    };
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        const cr_document *document = read_text(&w, whole[i][0], whole[i][1]);
        cr_cut cut = cr_cut_of(document);
        ck_assert_msg(document->n_sentences == 1 && !cr_is_fragment(document, 0, &cut), "%s", whole[i][1]);
    }
    // an article whose paragraphs are all short may begin with, and be made of, such
    const cr_document *short_ones = read_text(
        &w, "en",
        "The pier of Lowmere closed on Monday.\nEngineers found deep cracks in it.\n"
        "Repairs will cost the town nine million crowns.\n");
    cr_summary s = summarize(&w, &short_ones, 1, &(cr_summary_options){.budget = {.sentences = 1}, .method = "lead"});
    ck_assert(holds(short_ones, &s, "The pier"));
    close_world(&w);
}
END_TEST

START_TEST(a_date_is_no_part_of_the_first_sentence)
{
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "cs",
                                            "Čtvrtek, 12. března 2026 Rada města Lowmere v pondělí zavřela staré "
                                            "molo.\nOprava potrvá dva roky a bude stát devět milionů korun.\n");
    ck_assert_uint_eq(document->n_sentences, 3);
    ck_assert(document->sentences[0].flags & CR_SENTENCE_DATELINE);
    cr_summary s = summarize(&w, &document, 1, &(cr_summary_options){.budget = {.sentences = 1}, .method = "lead"});
    ck_assert(holds(document, &s, "Rada města"));
    close_world(&w);
}
END_TEST

START_TEST(nothing_is_said_twice)
{
    static const char text[] = "The ferry company of the northern islands bought two electric ships on Friday. "
                               "Nobody had expected the decision before the meeting of the owners in autumn. "
                               "On Friday the ferry company of the northern islands bought two electric ships. "
                               "The yard in Holmvik will deliver both vessels within three years.\n";
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", text);
    for (size_t m = 0; m < cr_rank_n_methods; m++) {
        cr_summary_options options = {.budget = {.sentences = 4}, .method = cr_rank_methods[m].name};
        cr_summary s = summarize(&w, &document, 1, &options);
        ck_assert(!holds(document, &s, "The ferry") || !holds(document, &s, "On Friday"));
    }
    close_world(&w);
}
END_TEST

START_TEST(groups_are_read_by_date)
{
    struct world w;
    open_world(&w);
    const cr_document *later = read_text(&w, "en",
                                         "The strike of the tram drivers in Brackwater ended on Tuesday evening "
                                         "with a new contract. Trams run again from the early morning.");
    const cr_document *sooner = read_text(&w, "en",
                                          "Tram drivers in Brackwater went on strike on Monday for higher pay. "
                                          "No trams left the three depots of the city.");
    ((cr_article *)(uintptr_t)later->article)->date = (cr_date){.seconds = 200, .precision = CR_DATE_TIME};
    ((cr_article *)(uintptr_t)sooner->article)->date = (cr_date){.seconds = 100, .precision = CR_DATE_TIME};
    const cr_document *documents[] = {later, sooner};
    cr_summary s = summarize(&w, documents, 2, &(cr_summary_options){.budget = {.words = 60}});
    ck_assert(s.n_chosen > 1);
    ck_assert_uint_eq(s.chosen[0].document, 1);
    ck_assert_uint_eq(s.chosen[s.n_chosen - 1].document, 0);
    close_world(&w);
}
END_TEST

START_TEST(choices_are_explained)
{
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", news);
    cr_summary s = summarize(&w, &document, 1, &(cr_summary_options){.budget = {.words = 40}, .explain = true});
    ck_assert_uint_eq(s.n_explanations, document->n_sentences);
    ck_assert_str_eq(s.method, "blend");
    size_t taken = 0;
    for (size_t i = 0; i < s.n_explanations; i++) {
        const cr_explanation *e = &s.explanations[i];
        taken += e->taken;
        ck_assert_ptr_nonnull(e->reason);
        ck_assert_uint_eq(e->sentence, i);
        ck_assert(e->score >= 0 && e->score <= 1);
        ck_assert_uint_gt(e->n_concepts, 0);
        ck_assert_ptr_nonnull(e->shares);
        for (size_t k = 0; k < e->n_concepts; k++) {
            ck_assert(k == 0 || e->concepts[k].weight <= e->concepts[k - 1].weight);
            ck_assert(e->concepts[k].chance > 0 && e->concepts[k].chance < 1);
            cr_view sentence = cr_document_sentence(document, e->sentence);
            ck_assert(e->concepts[k].text.data >= sentence.data);
            ck_assert(e->concepts[k].text.data + e->concepts[k].text.size <= sentence.data + sentence.size);
        }
    }
    ck_assert_uint_eq(taken, s.n_chosen);
    ck_assert_str_eq(s.coefficient_names[s.n_coefficients - 1], "constant");
    close_world(&w);
}
END_TEST

/* What the features add up to are log odds among those of the concepts. */
START_TEST(shares_add_up)
{
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", "And so they were with bread and with us.");
    cr_summary s = summarize(&w, &document, 1, &(cr_summary_options){.budget = {.words = 40}, .explain = true});
    ck_assert_uint_eq(s.n_explanations, 1);
    const cr_explanation *e = &s.explanations[0];
    ck_assert_uint_lt(e->n_concepts, CR_MOST_EXPLAINED);
    double sum = 0;
    for (size_t f = 0; f < s.n_coefficients; f++)
        sum += e->shares[f];
    double least = 1, most = 0;
    for (size_t k = 0; k < e->n_concepts; k++) {
        least = fmin(least, e->concepts[k].chance);
        most = fmax(most, e->concepts[k].chance);
    }
    double mean = 1 / (1 + exp(-sum));
    ck_assert(mean > least - 1e-9 && mean < most + 1e-9);
    close_world(&w);
}
END_TEST

START_TEST(unknown_methods_are_refused)
{
    struct world w;
    open_world(&w);
    const cr_document *document = read_text(&w, "en", news);
    cr_error error = {0};
    cr_summary s;
    cr_summary_options options = {.budget = {.words = 40}, .method = "guess"};
    ck_assert_int_eq(cr_summarize(&document, 1, NULL, &options, &w.arena, &s, &error), CR_USAGE);
    close_world(&w);
}
END_TEST

/* Many times the same sentence, and many that depend on each other: time stays linear, or the suite runs into its limit. */
START_TEST(hostile_repetition)
{
    enum { TIMES = 40000 };
    static const char *const sentences[] = {"The pier of the old harbour was closed on Monday. ",
                                            "He said so to them all. ", "A b c d e f. "};
    struct world w;
    open_world(&w);
    for (size_t k = 0; k < sizeof sentences / sizeof *sentences; k++) {
        size_t size = strlen(sentences[k]);
        char *text = malloc(TIMES * size + 1);
        for (size_t i = 0; i < TIMES; i++)
            memcpy(text + i * size, sentences[k], size);
        text[TIMES * size] = '\0';
        const cr_document *document = read_text(&w, "en", text);
        for (size_t m = 0; m < cr_rank_n_methods; m++) {
            cr_summary_options options = {.budget = {.per_cent = 20}, .method = cr_rank_methods[m].name};
            ck_assert(summarize(&w, &document, 1, &options).n_chosen > 0);
        }
        free(text);
        cr_arena_clear(&w.arena);
    }
    close_world(&w);
}
END_TEST

SUITE("summary", never_empty, budgets_hold_for_every_method, openers_come_with_what_they_need,
      articles_of_a_group_share_function_words, quotations_stay_whole, a_long_quotation_counts_as_one,
      fragments_are_passed_over, a_date_is_no_part_of_the_first_sentence, nothing_is_said_twice,
      groups_are_read_by_date, choices_are_explained, shares_add_up, unknown_methods_are_refused, hostile_repetition)
