/* Stories: what two languages share, which articles belong together, what repeats what, what is new. The sample articles of
 * seeds/ are held against what a reader marked in them (seeds/gold.json). */
#include "suite.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "format/json_document.h"
#include "job/collect.h"
#include "story/linkage.h"
#include "story/novelty.h"
#include "story/story.h"
#include "text/places.h"
#include "text/skeleton.h"

#include <string.h>

#define SEEDS SOURCE_DIR "/seeds/articles"

static void skeleton_of(cr_romaniser *romaniser, const char *word, cr_buf *out)
{
    cr_buf romanised = {0};
    cr_buf_clear(out);
    cr_romanise(romaniser, cr_view_of(word), &romanised);
    cr_skeleton(cr_buf_view(&romanised), out);
    cr_buf_release(&romanised);
}

START_TEST(skeletons_of_one_name_agree)
{
    static const char *const names[][2] = {
        {"Gazprom", "Газпрома"}, {"Bremerhaven", "بريمرهافن"}, {"Bremerhaven", "Бремерхафен"},
        {"Skopje", "Скопје"},    {"Kazakhstan", "कज़ाखस्तान"},   {"Kommission", "Comisión"},
        {"Athens", "Athènes"},   {"Filip", "Philippe"},        {"Samantha", "サマンサ"},
    };
    enum { UNLIKE_ALLOWED = 1 };  // no skeleton fits all scripts
    cr_romaniser *romaniser;
    cr_buf a = {0}, b = {0};
    cr_error error = {0};
    size_t unlike = 0;
    ck_assert_int_eq(cr_romaniser_new(&romaniser, &error), CR_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        skeleton_of(romaniser, names[i][0], &a);
        skeleton_of(romaniser, names[i][1], &b);
        ck_assert_uint_ge(a.size, 3);
        unlike += !cr_view_equal(cr_buf_view(&a), cr_buf_view(&b));
    }
    ck_assert_uint_le(unlike, UNLIKE_ALLOWED);
    skeleton_of(romaniser, "aeiou", &a);
    ck_assert_uint_eq(a.size, 0);
    cr_buf_release(&a);
    cr_buf_release(&b);
    cr_romaniser_free(romaniser);
}
END_TEST

START_TEST(chinese_characters_are_simplified)
{
    static const struct {
        const char *word, *expected;
    } cases[] = {{"電池", "电池"}, {"电池", "电池"}, {"向かう", "向"}, {"トヨタ", ""}, {"Lyon", ""}};
    cr_romaniser *romaniser;
    cr_error error = {0};
    ck_assert_int_eq(cr_romaniser_new(&romaniser, &error), CR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_buf out = {0};
        bool has = cr_simplify_han(romaniser, cr_view_of(cases[i].word), &out);
        ck_assert_int_eq(has, *cases[i].expected != '\0');
        ck_assert(cr_view_equal(cr_buf_view(&out), cr_view_of(cases[i].expected)));
        cr_buf_release(&out);
    }
    cr_romaniser_free(romaniser);
}
END_TEST

START_TEST(places_are_found_in_every_language)
{
    static const struct {
        const char *lang, *words[3], *code;  // words are folded
        size_t n_used;
    } cases[] = {
        {"en", {"japan", "is"}, "JP", 1},
        {"en", {"japanese", "ships"}, "JP", 1},
        {"en", {"nigeria"}, "NG", 1},
        {"en", {"nigerian"}, "NG", 1},
        {"en", {"niger"}, "NE", 1},
        {"en", {"children"}, NULL, 0},
        {"en", {"saudi", "arabia", "and"}, "SA", 2},
        {"en", {"south", "wind"}, NULL, 0},
        {"ru", {"японии"}, "JP", 1},
        {"pl", {"japonii"}, "JP", 1},
        {"ar", {"واليابان"}, "JP", 1},
        {"zh-Hans", {"日本"}, "JP", 1},
        {"de", {"vereinigte", "staaten"}, "US", 2},
        {"hi", {"जापान"}, "JP", 1},
        {"xx", {"japan"}, NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_places *places = cr_places_new(cases[i].lang);
        cr_view words[3];
        size_t n = 0, n_used = 0;
        for (; n < 3 && cases[i].words[n]; n++)
            words[n] = cr_view_of(cases[i].words[n]);
        size_t place = cr_places_find(places, words, n, &n_used);
        if (strcmp(cases[i].lang, "xx") == 0) {  // what ICU does there is its own affair
            ck_assert_uint_le(place, cr_place_count());
        } else if (cases[i].code) {
            ck_assert_msg(place > 0, "%s: %s is not found", cases[i].lang, cases[i].words[0]);
            ck_assert_str_eq(cr_place_code(place), cases[i].code);
            ck_assert_uint_eq(n_used, cases[i].n_used);
        } else {
            ck_assert_msg(place == 0, "%s: %s is no place", cases[i].lang, cases[i].words[0]);
        }
        cr_places_free(places);
    }
}
END_TEST

static void link_up(size_t n, const cr_edge *edges, size_t n_edges, const cr_linkage_options *options,
                    uint32_t *cluster)
{
    cr_linkage_run(n, &(cr_linkage_edges){edges, n_edges, 1}, 1, NULL, options, cluster);
}

START_TEST(linkage_averages)
{
    // 0-1-2 hang together, 3-4 too; a single link of .5 between 2 and 3 is a sixth of that on average
    static const cr_edge edges[] = {{0, 1, .8f}, {0, 2, .8f}, {1, 2, .8f}, {2, 3, .5f}, {3, 4, .8f}};
    static const uint32_t expected[] = {0, 0, 0, 3, 3, 5};
    uint32_t cluster[] = {0, 1, 2, 3, 4, 5};
    link_up(6, edges, 5, &(cr_linkage_options){.least = .1}, cluster);
    ck_assert_mem_eq(cluster, expected, sizeof cluster);
    // phantoms ask more of a pair, cohesion keeps what is denser inside apart
    static const cr_edge pair[] = {{0, 1, .3f}};
    uint32_t second[] = {0, 1};
    link_up(2, pair, 1, &(cr_linkage_options){.least = .16, .phantoms = 1}, second);
    ck_assert_uint_eq(second[1], 1);
    link_up(2, pair, 1, &(cr_linkage_options){.least = .14, .phantoms = 1}, second);
    ck_assert_uint_eq(second[1], 0);
    static const cr_edge dense[] = {{0, 2, .9f}, {1, 3, .9f}, {0, 1, .3f}, {0, 3, .3f}, {1, 2, .3f}, {2, 3, .3f}};
    uint32_t third[] = {0, 1, 2, 3};
    link_up(4, dense, 6, &(cr_linkage_options){.least = .1, .cohesion = .6}, third);
    ck_assert_uint_eq(third[2], 0);
    ck_assert_uint_eq(third[3], 1);
    // what is weak goes with its chain: 0 and 1 start out as one, 2 and 3 are as near to it as to one another
    static const cr_edge own[] = {{0, 1, .9f}, {1, 2, .2f}, {2, 3, .05f}},
                         across[] = {{0, 3, .2f}, {1, 3, .2f}, {4, 5, .9f}};
    const cr_linkage_edges sets[] = {{own, 3, .5f}, {across, 3, 1}};
    static const bool skip[] = {false, false, false, false, true, false};
    static const uint32_t joined[] = {0, 0, 2, 0, 4, 5};
    uint32_t fourth[] = {0, 0, 2, 3, 4, 5};
    cr_linkage_run(6, sets, 2, skip, &(cr_linkage_options){.least = .1}, fourth);
    ck_assert_mem_eq(fourth, joined, sizeof fourth);
}
END_TEST

/* ---- the sample articles ------------------------------------------------------------------------------------------ */

struct world {
    cr_config config;
    cr_tools tools;
    cr_collection collection;
    cr_arena arena;
    cr_buf text;
    cr_json_document *gold;
    cr_map index;  // article as gold.json names it -> number of the document
};

static bool swallow(void *context, const char *bytes, size_t size)
{
    (void)context, (void)bytes, (void)size;
    return true;
}

static void open_world(struct world *w)
{
    static const char *const files[] = {SEEDS};
    cr_error error = {0};
    cr_report report = {0};
    cr_io io = {.write = swallow};
    *w = (struct world){0};
    cr_config_init(&w->config);
    w->config.data = SOURCE_DIR;
    w->config.quiet = true;
    ck_assert_int_eq(cr_tools_init(&w->tools, &w->config, &(cr_analyser_options){0}, &error), CR_OK);
    ck_assert_int_eq(cr_collection_read(&w->collection, &w->config, &w->tools, files, 1, &io, &report, &error), CR_OK);
    ck_assert_int_eq(cr_file_read(SOURCE_DIR "/seeds/gold.json", CR_MAX_FILE, &w->text, &error), CR_OK);
    ck_assert_int_eq(cr_json_document_parse(cr_buf_view(&w->text), "gold.json", &w->gold, &error), CR_OK);
    for (size_t d = 0; d < w->collection.n_documents; d++) {
        const cr_article *article = w->collection.documents[d]->article;
        cr_buf name = {0};
        cr_buf_append(&name, cr_view_slice(article->path, strlen(SEEDS) + 1, article->path.size));
        if (cr_view_ends(article->path, CR_VIEW(".jsonl"))) {
            cr_buf_append_byte(&name, '#');
            cr_buf_append(&name, article->id);
        }
        cr_map_put(&w->index, cr_arena_copy(&w->arena, cr_buf_view(&name)), NULL)->value = d;
        cr_buf_release(&name);
    }
}

static void close_world(struct world *w)
{
    cr_map_release(&w->index);
    cr_json_document_free(w->gold);
    cr_buf_release(&w->text);
    cr_arena_release(&w->arena);
    cr_collection_release(&w->collection);
    cr_tools_release(&w->tools);
    cr_config_release(&w->config);
}

static const cr_json_value *gold_stories(const struct world *w)
{
    return cr_json_value_member(cr_json_document_root(w->gold), "stories");
}

static size_t number_of(const struct world *w, const cr_json_value *name)
{
    const cr_map_slot *slot = cr_map_find(&w->index, cr_json_value_text(name));
    ck_assert_ptr_nonnull(slot);
    return slot->value;
}

static cr_story_list find_stories(struct world *w, size_t jobs)
{
    cr_error error = {0};
    cr_story_list list;
    cr_stories_options options = {.jobs = jobs, .explain = true};
    ck_assert_int_eq(
        cr_stories_find(w->collection.documents, w->collection.n_documents, &options, &w->arena, &list, &error), CR_OK);
    return list;
}

START_TEST(sample_stories)
{
    enum { LEFT_OUT_ALLOWED = 1 };
    struct world w;
    open_world(&w);
    cr_story_list list = find_stories(&w, 1);
    size_t *gold_of = CR_ARENA_ARRAY(&w.arena, size_t, list.n_stories), left_out = 0;
    for (size_t i = 0; i < list.n_stories; i++)
        gold_of[i] = SIZE_MAX;
    for (size_t g = 0; g < cr_json_value_count(gold_stories(&w)); g++) {
        const cr_json_value *story = cr_json_value_at(gold_stories(&w), g),
                            *articles = cr_json_value_member(story, "articles");
        size_t most = 0, n = cr_json_value_count(articles);
        for (size_t i = 0; i < n; i++) {
            size_t found = list.story_of[number_of(&w, cr_json_value_at(articles, i))], together = 0;
            cr_view name = cr_json_value_member_text(story, "story");
            ck_assert_msg(gold_of[found] == SIZE_MAX || gold_of[found] == g, "%.*s is mixed with another",
                          (int)name.size, name.data);
            gold_of[found] = g;
            for (size_t k = 0; k < n; k++)
                together += list.story_of[number_of(&w, cr_json_value_at(articles, k))] == found;
            most = together > most ? together : most;
        }
        left_out += n - most;
    }
    ck_assert_uint_le(left_out, LEFT_OUT_ALLOWED);
    close_world(&w);
}
END_TEST

START_TEST(sample_repeats)
{
    struct world w;
    open_world(&w);
    cr_story_list list = find_stories(&w, 1);
    const cr_json_value *copies = cr_json_value_member(cr_json_document_root(w.gold), "wire_copies");
    ck_assert_uint_eq(list.n_repeats, cr_json_value_count(copies));
    for (size_t i = 0; i < cr_json_value_count(copies); i++) {
        const cr_json_value *pair = cr_json_value_at(copies, i);
        size_t a = number_of(&w, cr_json_value_at(pair, 0)), b = number_of(&w, cr_json_value_at(pair, 1));
        const cr_story *story = &list.stories[list.story_of[a]];
        double together = 0;
        ck_assert_uint_eq(list.story_of[a], list.story_of[b]);
        for (size_t k = 0; k < story->n_articles; k++)
            if (story->articles[k] == a || story->articles[k] == b)
                together += story->weights[k];
        ck_assert_double_eq_tol(together, 1, 1e-9);
    }
    close_world(&w);
}
END_TEST

START_TEST(threads_change_nothing)
{
    struct world w;
    open_world(&w);
    cr_story_list one = find_stories(&w, 1), four = find_stories(&w, 4);
    ck_assert_uint_eq(one.n_stories, four.n_stories);
    for (size_t i = 0; i < one.n_stories; i++) {
        ck_assert(cr_view_equal(one.stories[i].id, four.stories[i].id));
        ck_assert_uint_eq(one.stories[i].lead, four.stories[i].lead);
        ck_assert_uint_eq(one.stories[i].n_articles, four.stories[i].n_articles);
        ck_assert_mem_eq(one.stories[i].articles, four.stories[i].articles, one.stories[i].n_articles * sizeof(size_t));
        ck_assert_uint_eq(one.stories[i].n_links, one.stories[i].n_articles - 1);
    }
    close_world(&w);
}
END_TEST

START_TEST(a_story_is_known_by_its_first_article)
{
    cr_arena arena = {0};
    cr_map taken = {0};
    cr_article article = {.id = CR_VIEW("7"), .text = CR_VIEW("A text."), .url = CR_VIEW("https://paper.example/x")};
    cr_view by_address = cr_story_id(&article, &taken, &arena);
    article.url = (cr_view){0};
    cr_view by_text = cr_story_id(&article, &taken, &arena);
    article.id = CR_VIEW("./another/path");
    cr_map_release(&taken);
    ck_assert(cr_view_equal(cr_story_id(&article, &taken, &arena), by_text));
    ck_assert(!cr_view_equal(by_address, by_text));
    article.id_is_own = true;
    cr_view by_id = cr_story_id(&article, &taken, &arena), next = cr_story_id(&article, &taken, &arena);
    ck_assert(!cr_view_equal(by_id, by_text));
    ck_assert(!cr_view_equal(by_id, next));  // taken
    ck_assert_uint_eq(by_id.size, 18);
    ck_assert(cr_view_starts(by_id, CR_VIEW("s-")));
    ck_assert(cr_map_find(&taken, next) != NULL);
    cr_map_release(&taken);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(no_articles_no_stories)
{
    cr_arena arena = {0};
    cr_error error = {0};
    cr_story_list list;
    ck_assert_int_eq(cr_stories_find(NULL, 0, &(cr_stories_options){0}, &arena, &list, &error), CR_OK);
    ck_assert_uint_eq(list.n_stories, 0);
    cr_arena_release(&arena);
}
END_TEST

/* ---- what is new -------------------------------------------------------------------------------------------------- */

static int64_t day_of(const struct world *w, size_t d)
{
    return w->collection.documents[d]->article->date.seconds / 86400;
}

/* The sentence of the documents that holds a text, or that the text holds; its novelty, or -1. */
static double novelty_of_text(const cr_document *const *documents, size_t n, const cr_novelty *novelty, cr_view text)
{
    for (size_t d = 0; d < n; d++) {
        for (size_t s = 0; s < documents[d]->n_sentences; s++) {
            cr_buf line = {0};
            cr_buf_append_squeezed(&line, cr_document_sentence(documents[d], s));
            cr_view sentence = cr_buf_view(&line);
            bool same = sentence.size > 20 && (cr_view_find(sentence, text) >= 0 || cr_view_find(text, sentence) >= 0);
            cr_buf_release(&line);
            if (same)
                return novelty->sentences[d][s];
        }
    }
    return -1;
}

START_TEST(sample_news)
{
    struct world w;
    cr_error error = {0};
    size_t n_marked = 0, n_new = 0, n_found = 0, n_old = 0;
    open_world(&w);
    for (size_t g = 0; g < cr_json_value_count(gold_stories(&w)); g++) {
        const cr_json_value *story = cr_json_value_at(gold_stories(&w), g),
                            *articles = cr_json_value_member(story, "articles");
        const cr_json_value *marked = cr_json_value_member(story, "day_two_new");
        size_t n = cr_json_value_count(articles), n_marks = cr_json_value_count(marked);
        for (int64_t days = 1; n_marks && days <= 2; days++) {
            cr_told *told = CR_ARENA_ARRAY(&w.arena, cr_told, n);
            const cr_document **today = CR_ARENA_ARRAY(&w.arena, const cr_document *, n);
            size_t n_told = 0, n_today = 0;
            int64_t first = INT64_MAX;
            for (size_t i = 0; i < n; i++) {
                int64_t day = day_of(&w, number_of(&w, cr_json_value_at(articles, i)));
                first = day < first ? day : first;
            }
            for (size_t i = 0; i < n; i++) {
                size_t d = number_of(&w, cr_json_value_at(articles, i));
                int64_t age = first + days - day_of(&w, d);
                if (age > 0)
                    told[n_told++] = (cr_told){w.collection.documents[d], (double)age};
                else if (age == 0)
                    today[n_today++] = w.collection.documents[d];
            }
            cr_novelty novelty;
            ck_assert_int_eq(cr_novelty_find(told, n_told, today, n_today, &w.arena, &novelty, &error), CR_OK);
            if (n_today)
                ck_assert_int_eq(novelty.news, CR_NEWS_UPDATED);
            for (size_t i = 0; i < n_marks; i++) {
                double value = novelty_of_text(today, n_today, &novelty,
                                               cr_json_value_text(cr_json_value_at(marked, i)));
                n_found += value >= 0;
                n_new += value >= CR_NOVELTY_LEAST;
            }
            for (size_t d = 0; d < n_today; d++)
                for (size_t s = 0; s < today[d]->n_sentences; s++)
                    n_old += novelty.sentences[d][s] < CR_NOVELTY_LEAST && today[d]->sentences[s].n_tokens >= 6 &&
                             !(today[d]->sentences[s].flags & CR_SENTENCE_NO_PROSE);
        }
        n_marked += n_marks;
    }
    ck_assert_uint_ge(n_found * 100, n_marked * 95);
    ck_assert_uint_ge(n_new * 100,
                      n_found * 90);  // not all: some have no name or figure, in a language new to the story
    ck_assert_uint_ge(n_old, 10);     // and not all is taken for new
    close_world(&w);
}
END_TEST

START_TEST(what_was_told_is_not_new)
{
    struct world w;
    cr_error error = {0};
    cr_novelty novelty;
    open_world(&w);
    const cr_document *const *documents = w.collection.documents;
    cr_told told[] = {{documents[0], 1}};
    ck_assert_int_eq(cr_novelty_find(NULL, 0, documents, 1, &w.arena, &novelty, &error), CR_OK);
    ck_assert_int_eq(novelty.news, CR_NEWS_NEW);
    ck_assert_double_eq(novelty.sentences[0][0], 1);
    ck_assert_int_eq(cr_novelty_find(told, 1, documents, 1, &w.arena, &novelty, &error), CR_OK);
    ck_assert_int_eq(novelty.news, CR_NEWS_UNCHANGED);
    for (size_t s = 0; s < documents[0]->n_sentences; s++)
        ck_assert_double_eq(novelty.sentences[0][s], 0);  // word for word
    close_world(&w);
}
END_TEST

SUITE("story", skeletons_of_one_name_agree, chinese_characters_are_simplified, places_are_found_in_every_language,
      linkage_averages, sample_stories, sample_repeats, threads_change_nothing, a_story_is_known_by_its_first_article,
      no_articles_no_stories, sample_news, what_was_told_is_not_new)
