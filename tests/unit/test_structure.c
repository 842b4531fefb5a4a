/* The structure of plain texts: pages of our own writing, and, where they are, pages from the web by line number. */
#include "suite.h"

#include "article/structure.h"
#include "base/file.h"
#include "base/limits.h"
#include "lexicon/lexicon.h"
#include "text/date.h"

#include <string.h>

static cr_lexicon *lexicon;
static cr_characters *characters;

/* A letter a line that is not empty: t title, h heading, l list item, d date line, b furniture, . prose. */
static cr_structure recognise(cr_view text, const char *lang, const char *title, cr_arena *arena, cr_buf *letters)
{
    static const char kinds[] = "thlqdbc";
    const cr_rules *rules;
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_structure structure;
    ck_assert_int_eq(book.find(book.context, lang, &rules, NULL), CR_OK);
    cr_date_reader dates = {.lang = lang};
    cr_structure_recognise(text, cr_view_of(title), &dates, rules, characters, arena, &structure);
    cr_structure_date(text, &dates, characters, &structure);
    cr_date_reader_release(&dates);
    cr_buf_clear(letters);
    size_t m = 0, end = 0;
    for (size_t i = 0; i < structure.n_marks; i++) {
        ck_assert(structure.marks[i].start >= end && structure.marks[i].end > structure.marks[i].start);
        end = structure.marks[i].end;
    }
    ck_assert(end <= text.size);
    cr_view rest = text, line;
    while (cr_view_next_line(&rest, &line)) {
        size_t start = (size_t)(line.data - text.data);
        while (m < structure.n_marks && structure.marks[m].end <= start)
            m++;
        while (cr_view_starts(line, CR_VIEW("\xC2\xA0")))  // a no-break space alone is an empty line
            line = cr_view_slice(line, 2, line.size);
        if (cr_view_trim(line).size)
            cr_buf_append_byte(letters, m < structure.n_marks && structure.marks[m].start < start + line.size
                                            ? kinds[structure.marks[m].kind]
                                            : '.');
    }
    return structure;
}

#define LONG_EN \
    "The council of the valley voted on Tuesday to close the old mill road to lorries for the rest of the year."
#define LONG_EN_2 \
    "Drivers will have to take the bridge at the brewery instead, which adds nine minutes to the trip to the quarry."
#define LONG_FR \
    "Le conseil de la vallée a voté mardi la fermeture de la route du moulin aux camions jusqu'à la fin de l'année."

START_TEST(lines_are_told_apart)
{
    static const struct {
        const char *what, *lang, *text, *expected, *title;
    } cases[] = {
        {"a bare article", "en", LONG_EN "\n\n" LONG_EN_2 "\n", "..", ""},
        {"title and prose", "en", "Valley closes mill road\n\n" LONG_EN "\n\n" LONG_EN_2, "t..",
         "Valley closes mill road"},
        {"one word", "en", "Hello", ".", ""},
        {"nothing", "en", " \n\n", "", ""},
        {"short sentences", "en", "It rained.\nWe stayed in.\nNobody came.", "...", ""},
        {"a page", "en",
         "Home | News | Sport\nValley closes mill road\n\nThe Valley Post\nThursday, March 12, 2026\nBy Ann Example\n3 min read\n\n" LONG_EN
         "\n\nWhat comes next\n\n" LONG_EN_2
         "\n\nRead more: The mills of the valley\nAnn Example writes about roads.\nSubscribe to our newsletter\n"
         "All the news of the valley, every Friday.\nPrivacy policy",
         "btdddd.h.bbbbb", "Valley closes mill road"},
        {"captions", "en",
         "Valley closes mill road\n\nPhoto: a lorry\nA lorry near the mill last summer. Valley Post archive\n" LONG_EN
         "\n" LONG_EN_2,
         "tbb..", "Valley closes mill road"},
        {"a title again", "en", "Valley closes mill road\n\n" LONG_EN "\n\nValley closes mill road\n\n" LONG_EN_2,
         "t.t.", "Valley closes mill road"},
        {"footnotes", "en",
         LONG_EN "[1]\n\n" LONG_EN_2 "\n\n[1] https://example.org/minutes\n[2] Minutes of the council", "..bb", ""},
        {"junk and its repetition", "en",
         LONG_EN "\n" LONG_EN_2 "\n?? ?? The mill on a summer day in the valley of the old river.\n"
                 "The mill on a summer day in the valley of the old river.",
         "..bb", ""},
        {"subscription in the middle", "en",
         LONG_EN "\n\nSubscribe to our newsletter\n\n" LONG_EN_2 "\n\n" LONG_EN "\n\n" LONG_EN_2 "\n", ".b...", ""},
        {"hard line ends", "en",
         "The council of the valley voted on Tuesday to\nclose the old mill road to lorries for the\nrest of the year, "
         "said its chairman after the\nmeeting in the town hall.\n",
         "....", ""},
        {"a list", "en", LONG_EN "\n- the mill road\n- the bridge road\n" LONG_EN_2, ".ll.", ""},
        {"a short sentence of Hindi first", "hi",
         "घाटी की पुरानी सड़क सोमवार से बंद रहेगी।\n"
         "घाटी की परिषद ने मंगलवार को तय किया कि पुरानी सड़क पर इस साल के अंत तक कोई ट्रक नहीं चलेगा।\n"
         "चालकों को अब नदी के पास वाले पुल से होकर जाना पड़ेगा, जिससे खदान तक का रास्ता नौ मिनट लंबा हो जाएगा।",
         "...", ""},
        {"and of Urdu", "ur",
         "وادی کی پرانی سڑک پیر سے بند رہے گی۔\n"
         "وادی کی کونسل نے منگل کو طے کیا کہ پرانی سڑک پر اس سال کے آخر تک کوئی ٹرک نہیں چلے گا۔\n"
         "ڈرائیوروں کو اب دریا کے پاس والے پل سے ہو کر جانا پڑے گا جس سے کان تک کا راستہ نو منٹ لمبا ہو جائے گا۔",
         "...", ""},
        {"initials and a question", "en", LONG_EN "\n\n- A. E.\n\nWhat next?\n\n" LONG_EN_2, ".bh.", ""},
        {"a date before the first word", "en", "date 2026-03 The council met.\n" LONG_EN, "d.", ""},
        {"a day and a date before it", "en", "Thursday, March 12, 2026 The council met.\n" LONG_EN, "d.", ""},
        {"a date in figures before it", "en", "2026/03/12 The council met.\n" LONG_EN, "d.", ""},
        {"a date that opens the sentence", "en", "On March 12, 2026 The Mill was closed.\n" LONG_EN, "..", ""},
        {"a date behind the subject", "ko",
         "의회는 2026년 3월 12일 방앗간 길을 닫기로 했다.\n운전자들은 다리로 돌아가야 한다.", "..", ""},
        {"a date behind the verb", "ar",
         "أعلنت 12 مارس 2026 البلدية إغلاق طريق الطاحونة.\nوعلى السائقين أن يسلكوا طريق الجسر.", "..", ""},
        {"a caption in another language", "fr",
         "La route du moulin ferme\n\n12 mars 2026\n\nHeavy lorries waiting in front of a brewery under grey skies.\n\n" LONG_FR
         "\n\nLes chauffeurs devront passer par le pont de la brasserie, ce qui allonge de neuf minutes le trajet vers la carrière.",
         "tdb..", "La route du moulin ferme"},
        {"no language", "und", "Home | News | Sport\n\n" LONG_EN "\n\n" LONG_EN_2, "b..", ""},
        {"no stops at all", "en",
         "the council of the valley voted on tuesday to close the old mill road to lorries for now\n"
         "drivers will have to take the bridge at the brewery instead which adds nine minutes\nthe quarry is not pleased",
         "...", ""},
        {"Chinese", "zh-Hans",
         "首页 > 国际 > 欧洲\n河谷关闭磨坊路\n\n河谷日报\n2026年3月12日\n\n河谷议会周二投票决定，在今年余下的时间里禁止卡车驶入老磨坊路，司机们须改走啤酒厂旁的桥。\n\n"
         "这段绕行会使前往采石场的路程增加九分钟，采石场的经理对此表示不满，并说要向法院提出申诉。",
         "btdd..", "河谷关闭磨坊路"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_buf letters = {0};
        cr_structure s = recognise(cr_view_of(cases[i].text), cases[i].lang, NULL, &arena, &letters);
        ck_assert_msg(cr_view_equal(cr_buf_view(&letters), cr_view_of(cases[i].expected)), "%s: %s, not %s",
                      cases[i].what, letters.data ? letters.data : "", cases[i].expected);
        ck_assert_msg(cr_view_equal(s.title, cr_view_of(cases[i].title)), "%s: title '%.*s'", cases[i].what,
                      (int)s.title.size, s.title.data);
        cr_arena_release(&arena);
        cr_buf_release(&letters);
    }
}
END_TEST

START_TEST(the_head_is_read)
{
    cr_arena arena = {0};
    cr_buf letters = {0};
    cr_structure s = recognise(
        CR_VIEW("Valley closes mill road\n\nThe Valley Post\nThursday, March 12, 2026\nText: Ann Example\n\n" LONG_EN
                "\n" LONG_EN_2),
        "en", NULL, &arena, &letters);
    ck_assert(cr_view_equal(s.source, CR_VIEW("The Valley Post")));
    ck_assert(cr_view_equal(s.author, CR_VIEW("Ann Example")));
    cr_date expected;
    ck_assert(cr_date_of_day(2026, 3, 12, &expected));
    ck_assert_int_eq(s.date.seconds, expected.seconds);
    s = recognise(CR_VIEW("Valley closes mill road\n\nAnn Example 12 March 2026\n\n" LONG_EN "\n" LONG_EN_2), "en",
                  NULL, &arena, &letters);
    ck_assert(cr_view_equal(s.author, CR_VIEW("Ann Example")));
    ck_assert(cr_view_equal(s.source, CR_VIEW("")));
    s = recognise(
        CR_VIEW("Valley closes mill road\n\nThe Valley Post\nHome | News | Roads | Puzzles\nPosted by Ann Example\n"
                "12 March 2026\n\n" LONG_EN "\n" LONG_EN_2),
        "en", NULL, &arena, &letters);
    ck_assert(cr_view_equal(s.source, CR_VIEW("The Valley Post")));
    s = recognise(CR_VIEW("The  valley closes\n\nValley closes mill road\n\n" LONG_EN "\n" LONG_EN_2), "en",
                  "The valley  CLOSES", &arena, &letters);
    ck_assert_str_eq(letters.data, "th..");
    cr_arena_release(&arena);
    cr_buf_release(&letters);
}
END_TEST

/* Whatever the text is: marks in order, in bounds, in linear time. */
START_TEST(hostile_texts)
{
    static const char *const pieces[] = {"a ", "\n", "\n\n",     "|",  " . ",       "?", "[1] ", "2026 ",
                                         "中", "- ", "\xC2\xA0", "© ", "http://a ", "_", ": "};
    cr_arena arena = {0};
    cr_buf text = {0}, letters = {0};
    uint32_t random = 1;
    for (int round = 0; round < 300; round++) {
        cr_buf_clear(&text);
        for (int i = 0; i < round; i++) {
            random = random * 1664525u + 1013904223u;
            cr_buf_append_string(&text,
                                 pieces[random >> 16 % 31 & 15 ? (random >> 8) % (sizeof pieces / sizeof *pieces) : 0]);
        }
        recognise(cr_buf_view(&text), "en", round % 3 ? NULL : "a a", &arena, &letters);
        cr_arena_clear(&arena);
    }
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        cr_buf_clear(&text);
        for (int i = 0; i < 300000; i++)
            cr_buf_append_string(&text, pieces[p]);
        recognise(cr_buf_view(&text), "en", NULL, &arena, &letters);
        cr_arena_clear(&arena);
    }
    cr_arena_release(&arena);
    cr_buf_release(&text);
    cr_buf_release(&letters);
}
END_TEST

/* Appends a piece many times, each time with another number for its '#'. */
static void append_numbered(cr_buf *text, const char *piece)
{
    size_t head = strcspn(piece, "#");
    for (size_t i = 0; i < 100000; i++) {
        cr_buf_append(text, (cr_view){piece, head});
        cr_buf_append_size(text, i);
        cr_buf_append_string(text, piece + head + 1);
    }
}

/* Lines that all differ, so that none is taken for a repetition: each with each other would take for ever. */
START_TEST(long_pages_take_linear_time)
{
    static const struct {
        const char *head, *tail;  // lines before and behind the prose; NULL: none
    } cases[] = {
        {"Ab cd#\n", NULL},
        {NULL, "Ab cd# ef\n"},
        {"Bob Carter#\n", "Jim Karter# lives\n"},
        {"Bob Carter# says hello there to all of you\n\n", "Jim Karter# lives and works in the capital city.\n\n"},
        {"Zorg blat# frum quix plon dreb wist\n", "Zorg blat# frum quix plon dreb wist\n"},
        {"12 March 2024 Ab#\n", "12 March 2024 Ab#\n"},
        {"Jim Karter#\n\n",
         "Jim Karter# was there, and the council of the valley voted on Tuesday to close the old mill road.\n"},
    };
    cr_arena arena = {0};
    cr_buf text = {0}, letters = {0};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        cr_buf_clear(&text);
        if (cases[c].head)
            append_numbered(&text, cases[c].head);
        cr_buf_append_string(&text, "\n" LONG_EN "\n" LONG_EN_2 "\n");
        if (cases[c].tail)
            append_numbered(&text, cases[c].tail);
        recognise(cr_buf_view(&text), "en", NULL, &arena, &letters);
        cr_arena_clear(&arena);
    }
    cr_arena_release(&arena);
    cr_buf_release(&text);
    cr_buf_release(&letters);
}
END_TEST

/* Pages from the web, beside the source tree where they are; named by their lines, not by their words. */
START_TEST(pages_from_the_web)
{
    static const char *const expected[] = {"d...h..h...", "ht.b....bbbb", "bbtb.hh.h..h....bbbbbbbbbbb",
                                           "hhhbt.........bbbbb", "tdd.th......d"};
    cr_arena arena = {0};
    cr_file_list list;
    const char *folder = SOURCE_DIR "/../shared/seeds";
    if (cr_file_is_folder(folder)) {
        ck_assert_int_eq(cr_file_walk(folder, &arena, &list, NULL), CR_OK);
        for (size_t i = 0; i < list.n_paths && i < sizeof expected / sizeof *expected; i++) {
            cr_buf text = {0}, letters = {0};
            ck_assert_int_eq(cr_file_read(list.paths[i], CR_MAX_FILE, &text, NULL), CR_OK);
            cr_structure s = recognise(cr_buf_view(&text), "fr", NULL, &arena, &letters);
            ck_assert_msg(strcmp(letters.data, expected[i]) == 0, "%s: %s, not %s", list.paths[i], letters.data,
                          expected[i]);
            ck_assert_int_eq(s.title.size == 0, i == 0);
            cr_buf_release(&text);
            cr_buf_release(&letters);
        }
    }
    cr_arena_release(&arena);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {lines_are_told_apart, the_head_is_read, hostile_texts, long_pages_take_linear_time,
                                  pages_from_the_web};
    const char *folder = SOURCE_DIR "/lexicons";
    if (cr_lexicon_new(&folder, 1, &lexicon, NULL) != CR_OK)
        return EXIT_FAILURE;
    characters = cr_characters_new();
    int result = run_suite("structure", tests, sizeof tests / sizeof *tests);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
    return result;
}
