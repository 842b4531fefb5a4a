/* Where sentences end, rule by rule. Whole texts of every language stand in tests/lang/. */
#include "suite.h"

#include "base/buf.h"
#include "lexicon/lexicon.h"
#include "text/sentences.h"

#include <string.h>

enum { MAX_PARTS = 6 };

/* The parts joined are the text; each of them, without white space at its ends, is a sentence. */
typedef struct sentence_case {
    const char *lang;
    const char *parts[MAX_PARTS];
} sentence_case;

static const sentence_case CASES[] = {
    // abbreviations and what follows them
    {"en", {"Sen. Mary Holt met Dr. Ames. ", "They spoke at 9 a.m. about it."}},
    {"en", {"He works at Harbour Inc. in Leeds. ", "She left Harbour Inc. ", "Then she rested."}},
    {"en", {"The office is in the U.S. ", "This surprised no one."}},
    {"en", {"See No. 7 and p. 12 for more. ", "He said no. ", "Nobody asked again."}},
    {"en", {"The mayors held a climate rally. ", "They spoke before the U.N. Climate Rally Board met."}},
    {"en", {"The sea came over the harbour wall at 2:40 a.m. ", "Waves were ten feet high."}},
    {"en", {"The doors of the harbour office open at 9 a.m. Monday and stay open."}},
    {"en", {"The doors of the harbour office open at 9 a.m. London time every day."}},
    {"es", {"El mar pasó por encima del muelle a las 2:40 a. m. ", "Barcos y redes se perdieron."}},
    {"en", {"Coal, peat, etc. were sold. ", "Wood was not."}},
    {"en", {"Read Art. IV of the treaty. ", "It is short."}},
    {"de", {"Das gilt z. B. für Köln. ", "Dort regnet es oft."}},
    {"de", {"Der Zug fährt am 3. Oktober ab. ", "Er ist voll."}},
    {"de", {"Ludwig XIV. regierte lange. ", "Die Stadt wuchs."}},
    {"de", {"Sie wurde im Jahr 2012. ", "Es war der erste Versuch."}},
    {"cs", {"Sešli se 5. listopadu v Brně. ", "Pršelo."}},
    {"da", {"Han betalte 10 kr. for den. ", "Den var god."}},
    {"ru", {"Дом стоит на ул. Лесной, д. 5. ", "Он старый."}},
    {"ru", {"Об этом сказал А. П. Серов. ", "Его услышали."}},
    {"tr", {"Prof. Dr. Aylin Demir geldi. ", "Toplantı 10.30'da başladı."}},
    {"hi", {"डॉ. मीरा शर्मा ने यह कहा। ", "सब चुप रहे।"}},
    {"ur", {"ایم۔ اے۔ قریشی آئے۔ ", "سب خوش ہوئے۔"}},
    {"bn", {"অধ্যাপক এ. কে. হাসান বললেন। ", "সবাই শুনল।"}},
    {"pl", {"Most nad rzeką ma zostać otwarty wiosną 2027 r. ", "Gdynia zapowiada kolejny."}},
    {"pl", {"Most nad rzeką otworzą jesienią, a w 2027 r. Gdynia doczeka się drogi."}},
    {"pl", {"Do końca remontu mostu drogowego w 2027 r. Gdynia otworzy most."}},
    {"ru", {"Новый мост через реку планируют открыть весной 2027 г. ", "Вологда строит ещё один."}},
    {"lt", {"Naują tiltą per upę ketinama atidaryti 2027 m. Kaune arba Vilniuje."}},
    {"ru", {"На причале лежит груз весом в 1,8 т. ", "Вологда ждёт его. ", "Он ценен и т. п."}},
    // initials
    {"en", {"J. M. Ferrer and O.J. Banks came. ", "F.J.G. Kuiper stayed."}},
    {"en", {"The prize went to George W. Stone. ", "He wept."}},
    {"en", {"It was you and I. ", "Did they know?"}},
    {"fr", {"Le livre de J.-P. Martin paraît. ", "Il est long."}},
    {"fr", {"On y lit M. L. Dubois. ", "Le texte plaît."}},
    {"sv", {"Boken av Th. Ek säljs. ", "Den är dyr."}},
    // short words that are no abbreviations
    {"el", {"Έμειναν τρία έτη. ", "Δρόμοι έκλεισαν."}},
    {"cs", {"Zkoušel to celý den na trh. ", "Lidé čekali."}},
    {"ru", {"Прошёл весь год. ", "Дороги закрыты."}},
    {"he", {"הוא רכב 50 ק\"מ. ", "המנצח שמח."}},
    // numbers, dates, names with stops
    {"en",
     {"Version 2.10.3 costs $4.50. ", "Write to a.b@post.example.org or see www.example.com/x.html. ", "That helps."}},
    {"en", {"The file is notes.Final.txt today. ", "Keep it."}},
    {"en", {"The rain fell all day. ", "20 roads were closed."}},
    {"es", {"Se hallaron N°. 102 cajas. ", "Nadie las abrió."}},
    {"en", {"Buy Node.js or ASP.NET books. ", "They are cheap."}},
    {"vi", {"Giá là 28 . 000 đồng . ", "Ai cũng mua ."}},
    // a stop without its space
    {"en", {"The vote was close.", "Nobody cheered afterwards. ", "It ended."}},
    {"en", {"They paid 1,000.", "That was much."}},
    {"pt", {"O rio subiu muito.", "Ninguém saiu ferido."}},
    // ellipses
    {"en", {"He waited… ", "Nobody came."}},
    {"en", {"He waited... and left. ", "It rained."}},
    {"en", {"The words . . . were lost. ", "All of them."}},
    {"en", {"“The sea […] Was calm” they read. ", "Then it rose."}},
    {"fa", {"باران آمد… ", "خیابان‌ها خلوت بود."}},
    {"hi", {"वह आया... और चला गया। ", "बस।"}},
    // questions and exclamations
    {"en", {"Yahoo! said it would sell. ", "Why? ", "It needs money!"}},
    {"en", {"“Is it over?” she asked. ", "It was."}},
    {"en", {"\"Stop!\" Miller said loudly. ", "They stopped."}},
    {"en", {"The (so-called!) expert left. ", "Good."}},
    {"el", {"Πού πάμε; ", "Δεν ξέρω."}},
    {"hi", {"यह क्या है ? ? ", "सब चुप रहे ।"}},
    {"ar", {"متى يصل القطار؟ ", "لا أحد يعرف."}},
    {"hy", {"Այսօր ցուրտ է: ", "Մենք տանն ենք:"}},
    {"am", {"ዛሬ ዝናብ ነው። ", "ቤት እንቆያለን።"}},
    {"km", {"ថ្ងៃនេះភ្លៀង។ ", "យើងនៅផ្ទះ។"}},
    {"hi", {"आज बारिश है| ", "हम घर पर हैं|"}},
    // quotations and brackets
    {"en", {"“We are late.” ", "The train left."}},
    {"fr", {"« Nous partons. » ", "Le train siffle."}},
    {"de", {"»Wir gehen.« ", "Der Zug fuhr ab."}},
    {"de", {"„Wir gehen.“ ", "Der Zug fuhr ab."}},
    {"nl", {"Hij zweeg. ", ",,Wij gaan nu.'' ", "De trein vertrok."}},
    {"sv", {"”Vi går.” ", "Tåget gick."}},
    {"en", {"He said: \"We go. ", "It is late.\" ", "They went."}},
    {"vi", {"Anh hỏi : \" Ai đó ? \" . ", "Không ai đáp ."}},
    {"en", {"The plan (see p. 3. It is long) passed. ", "Few read it."}},
    {"en", {"It passed. ", "(Few had read it.) ", "Then it rained."}},
    // dashes
    {"da", {"Han gik hjem. ", "- Det er sent, sagde hun."}},
    {"ru", {"— Да! — крикнул он. ", "— Иди сюда."}},
    {"fa", {"او رفت. ", "- باران می‌بارید."}},
    // lists in running text
    {"en", {"1. The first road ", "2. The second road"}},
    {"en", {"a) The bridge ", "b) The tunnel"}},
    {"en", {"• The bridge ", "• The tunnel"}},
    // lower case
    {"en", {"It sold the phone in a shop. ", "iPhone sales fell."}},
    {"en", {"The train met another train. ", "he knew it from home."}},
    // scripts without spaces
    {"zh-Hans", {"他说：“今天下雨。我们不去了。”", "大家同意。"}},
    {"zh-Hans", {"“今天下雨。”他说。", "大家同意。"}},
    {"zh-Hans", {"我们读《走吧！朋友》。", "很好看！"}},
    {"ja", {"市長は「雨が降る。外に出るな。」と述べた。", "道は混んだ。"}},
    {"ja", {"「雨が降る。」", "ところが晴れた。"}},
    {"ja", {"Yahoo!ニュースが伝えた。", "雨だ。"}},
    {"ko", {"그는 “비가 온다. 나가지 마라.”라고 말했다. ", "길이 막혔다."}},
    {"ko", {"오늘은 비가 옵니다 ", "우산을 챙기세요 ", "내일은 맑다."}},
    {"th", {"นายกเทศมนตรีกล่าวว่าเมืองจะสร้างสะพานใหม่ข้ามแม่น้ำภายในปีหน้า ", "อย่างไรก็ตาม ชาวบ้านยังไม่เห็นด้วย"}},
    {"th", {"ราคา 25 บาท"}},
};

static void check_case(const cr_rule_book *book, const cr_characters *characters, const sentence_case *c)
{
    char text[1024] = "";
    const cr_rules *rules;
    cr_units units = {0};
    cr_lines lines = {0};
    cr_spans spans = {0};
    size_t n = 0;
    for (; n < MAX_PARTS && c->parts[n]; n++)
        memcpy(text + strlen(text), c->parts[n], strlen(c->parts[n]) + 1);
    ck_assert_int_eq(book->find(book->context, c->lang, &rules, NULL), CR_OK);
    cr_sentence_breaker *breaker = cr_sentence_breaker_new(c->lang, rules, characters);
    cr_units_set(&units, cr_view_of(text), characters);
    cr_lines_find(&lines, &units, characters);
    cr_sentence_breaker_run(breaker, &units, &lines, &spans);
    for (size_t i = 0; i < n && i < spans.n; i++) {
        cr_view found = cr_view_slice(cr_view_of(text), units.byte[spans.items[i].start],
                                      units.byte[spans.items[i].end]);
        cr_view wanted = cr_view_trim(cr_view_of(c->parts[i]));
        ck_assert_msg(cr_view_equal(found, wanted), "%s: '%.*s' in place of '%.*s'", c->lang, (int)found.size,
                      found.data, (int)wanted.size, wanted.data);
    }
    ck_assert_msg(spans.n == n, "%s: %zu sentences in place of %zu: %s", c->lang, spans.n, n, text);
    cr_spans_release(&spans);
    cr_lines_release(&lines);
    cr_units_release(&units);
    cr_sentence_breaker_free(breaker);
}

START_TEST(sentences_end_where_the_language_ends_them)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    cr_lexicon *lexicon;
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, NULL), CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        check_case(&book, characters, &CASES[i]);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
}
END_TEST

/* Number of lines that are left of a text. */
static size_t count_lines(const cr_characters *characters, const char *text)
{
    cr_units units = {0};
    cr_lines lines = {0};
    cr_units_set(&units, cr_view_of(text), characters);
    cr_lines_find(&lines, &units, characters);
    size_t n = lines.n;
    cr_lines_release(&lines);
    cr_units_release(&units);
    return n;
}

START_TEST(only_wrapped_lines_are_joined)
{
    static const struct {
        size_t n;
        const char *text;
    } cases[] = {
        {1, "The harbour board said on Monday that the ferry terminal would\n"
            "open two months late, because divers had found something in the\n"
            "mud that nobody had expected there.\n"},
        // an address stands over the edge, and a paragraph of two lines goes by the width of the other
        {2, "The harbour board said on Monday that the ferry terminal would\n"
            "open two months late, and that all of the reasons were told at\n"
            "https://www.harbour.example.com/reports/2026/terminal-east-pier-delays.html\n"
            "for anyone who wished to read them before the vote of the council.\n"
            "\n"
            "Nobody was hurt, but the pier has been closed to all visitors\n"
            "since then.\n"},
        // a paragraph a line
        {3, "The harbour board met on Monday and decided to wait for the divers.\n"
            "The divers came on Tuesday and found nothing that they could name.\n"
            "The pier will open when the board has met again, said its chairman.\n"},
        // headlines
        {3, "Harbour board closes the eastern pier after divers find a shell\n"
            "Ferry terminal is to open late in autumn, the city council says\n"
            "Prices of fish go up for the third month in a row at the market\n"},
        // a poem
        {4, "I saw the harbour in the morning light,\n"
            "the gulls were home,\n"
            "and all the boats that left the pier at night\n"
            "had turned to foam\n"},
        // a list
        {3, "- the bridge over the river near the old mill in the north of town\n"
            "- the tunnel under the harbour from the east pier to the west pier\n"
            "- the road that goes along the coast to the town behind the hills\n"},
    };
    cr_characters *characters = cr_characters_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(count_lines(characters, cases[i].text) == cases[i].n, "%zu lines in place of %zu: %s",
                      count_lines(characters, cases[i].text), cases[i].n, cases[i].text);
    cr_characters_free(characters);
}
END_TEST

/* Whatever the characters, sentences lie inside their lines, in order, and leave out nothing but white space. */
static void check_cover(const cr_units *units, const cr_characters *characters, const cr_lines *lines,
                        const cr_spans *spans)
{
    size_t at = 0;
    for (size_t i = 0; i < spans->n; i++) {
        const cr_span *span = &spans->items[i];
        const cr_line *line = &lines->items[span->line];
        ck_assert(span->start >= at && span->end > span->start);
        ck_assert(span->start >= line->start && span->end <= line->end);
        for (; at < span->start; at++)
            ck_assert(cr_units_class(units, characters, at) & CR_CHAR_SPACE);
        ck_assert(span->start == 0 || units->byte[span->start] != units->byte[span->start - 1]);
        ck_assert(units->byte[span->end] != units->byte[span->end - 1]);
        at = span->end;
    }
    for (; at < units->n; at++)
        ck_assert(cr_units_class(units, characters, at) & CR_CHAR_SPACE);
}

START_TEST(sentences_cover_any_text_in_order)
{
    static const char *const pieces[] = {".",  "…",  "?", "!\"", " ",  "\n",       "(",     ")",  "a",  "B.",
                                         "1.", "2)", "•", "“",   "”",  "'",        "''",    "—",  "《", "「",
                                         "」", "。", "𝐀", "ก",   "다", "\xC2\xA0", ". . .", "Dr."};
    static const char *const langs[] = {"en", "de", "ja", "th", "ko", "el", "hi", "zh-Hans", "und"};
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    cr_lexicon *lexicon;
    cr_units units = {0};
    cr_lines lines = {0};
    cr_spans spans = {0};
    cr_buf text = {0};
    uint32_t random = 1;
    ck_assert_int_eq(cr_lexicon_new(folders, 1, &lexicon, NULL), CR_OK);
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    for (size_t l = 0; l < sizeof langs / sizeof *langs; l++) {
        const cr_rules *rules;
        ck_assert_int_eq(book.find(book.context, langs[l], &rules, NULL), CR_OK);
        cr_sentence_breaker *breaker = cr_sentence_breaker_new(langs[l], rules, characters);
        for (size_t round = 0; round < 400; round++) {
            cr_buf_clear(&text);
            for (size_t i = 0; i < 40; i++) {
                random = random * 1664525u + 1013904223u;
                cr_buf_append_string(&text, pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)]);
            }
            cr_units_set(&units, cr_buf_view(&text), characters);
            cr_lines_find(&lines, &units, characters);
            cr_sentence_breaker_run(breaker, &units, &lines, &spans);
            check_cover(&units, characters, &lines, &spans);
        }
        cr_sentence_breaker_free(breaker);
    }
    cr_buf_release(&text);
    cr_spans_release(&spans);
    cr_lines_release(&lines);
    cr_units_release(&units);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
}
END_TEST

SUITE("sentences", sentences_end_where_the_language_ends_them, only_wrapped_lines_are_joined,
      sentences_cover_any_text_in_order)
