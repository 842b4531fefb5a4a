/* The language of texts. The words come from the lexicons of the source tree: what is tested is both. */
#include "suite.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/pool.h"
#include "lexicon/lexicon.h"
#include "text/cld2.h"
#include "text/language.h"
#include "text/script.h"

#include <stdlib.h>
#include <string.h>

static cr_lexicon *open_lexicon(void)
{
    const char *folder = SOURCE_DIR "/lexicons";
    cr_lexicon *lexicon = NULL;
    cr_error error = {0};
    ck_assert_msg(cr_lexicon_new(&folder, 1, &lexicon, &error) == CR_OK, "%s", error.text);
    return lexicon;
}

static void detect(cr_language_detector *detector, const char *text, const char *hint, cr_language *language)
{
    cr_error error = {0};
    ck_assert_msg(cr_language_detect(detector, cr_view_of(text), hint, language, &error) == CR_OK, "%s:%zu: %s",
                  error.source, error.line, error.text);
    ck_assert(language->confidence >= 0 && language->confidence <= 1);
    ck_assert((strcmp(language->tag, "und") == 0) == (language->confidence <= 0));
}

typedef struct example {
    const char *tag, *text;
} example;

static void check_all(const example *examples, size_t n, const char *hint)
{
    cr_lexicon *lexicon = open_lexicon();
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_language_detector *detector = cr_language_detector_new(&book);
    for (size_t i = 0; i < n; i++) {
        cr_language language;
        detect(detector, examples[i].text, hint, &language);
        ck_assert_msg(strcmp(language.tag, examples[i].tag) == 0, "%s, not %s: %s", language.tag, examples[i].tag,
                      examples[i].text);
    }
    cr_language_detector_free(detector);
    cr_lexicon_free(lexicon);
}

#define CHECK_ALL(examples, hint) check_all((examples), sizeof(examples) / sizeof *(examples), (hint))

START_TEST(full_tables_are_linked)
{
    // the small tables know neither Yoruba nor Xhosa nor Maori
    const example examples[] = {
        {"yo", "Ìjọba ìpínlẹ̀ náà ti kéde pé àwọn akẹ́kọ̀ọ́ yóò padà sí ilé ẹ̀kọ́ ní ọ̀sẹ̀ tó ń bọ̀."},
        {"xh",
         "Umongameli welizwe uthe abantu kufuneka balumke kuba isifo siyasasazeka ngokukhawuleza kwiindawo zasemaphandleni."},
        {"mi", "I kī te minita ka tukua he pūtea hou ki ngā kura katoa o te motu ā te tau e heke mai nei."},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        cr_cld2_answer answer;
        cr_cld2_detect(examples[i].text, strlen(examples[i].text), NULL, false, &answer);
        ck_assert_str_eq(answer.code, examples[i].tag);
    }
}
END_TEST

START_TEST(languages_of_the_world)
{
    const example examples[] = {
        {"en", "The government said on Tuesday that it would raise the tax on fuel from the beginning of next year."},
        {"fr",
         "Le gouvernement a annoncé mardi que la taxe sur les carburants augmenterait au début de l’année prochaine."},
        {"de",
         "Die Regierung hat am Dienstag angekündigt, dass die Steuer auf Kraftstoffe im nächsten Jahr steigen wird."},
        {"es",
         "El gobierno anunció el martes que el impuesto sobre los combustibles subirá a comienzos del próximo año."},
        {"it",
         "Il governo ha annunciato martedì che la tassa sui carburanti aumenterà dall'inizio dell'anno prossimo."},
        {"pl", "Rząd zapowiedział we wtorek, że podatek od paliw wzrośnie na początku przyszłego roku."},
        {"fi", "Hallitus ilmoitti tiistaina, että polttoaineiden veroa korotetaan ensi vuoden alusta."},
        {"tr", "Hükümet salı günü yaptığı açıklamada akaryakıt vergisinin gelecek yılın başında artacağını söyledi."},
        {"el", "Η κυβέρνηση ανακοίνωσε την Τρίτη ότι ο φόρος στα καύσιμα θα αυξηθεί."},
        {"ru", "Правительство сообщило во вторник, что налог на топливо вырастет с начала следующего года."},
        {"uk", "Уряд повідомив у вівторок, що податок на пальне зросте з початку наступного року."},
        {"be", "Урад паведаміў у аўторак, што падатак на паліва вырасце з пачатку наступнага года."},
        {"he", "הממשלה הודיעה ביום שלישי כי המס על הדלק יעלה בתחילת השנה הבאה."},
        {"ar", "أعلنت الحكومة يوم الثلاثاء أن الضريبة على الوقود سترتفع في بداية العام المقبل."},
        {"fa",
         "دولت روز سه‌شنبه اعلام کرد که مالیات سوخت از آغاز سال آینده افزایش می‌یابد."},
        {"ur", "حکومت نے منگل کو اعلان کیا کہ ایندھن پر ٹیکس اگلے سال کے آغاز سے بڑھا دیا جائے گا۔"},
        {"hi", "सरकार ने मंगलवार को कहा कि अगले साल की शुरुआत से ईंधन पर कर बढ़ाया जाएगा।"},
        {"mr", "सरकारने मंगळवारी सांगितले की पुढील वर्षाच्या सुरुवातीपासून इंधनावरील कर वाढवण्यात येणार आहे."},
        {"ne", "सरकारले मंगलबार अर्को वर्षको सुरुदेखि इन्धनमा लाग्ने कर बढाउने बताएको छ।"},
        {"bn", "সরকার মঙ্গলবার জানিয়েছে, আগামী বছরের শুরু থেকে জ্বালানির ওপর কর বাড়ানো হবে।"},
        {"ta", "எரிபொருள் மீதான வரி அடுத்த ஆண்டு தொடக்கத்தில் உயரும் என்று அரசு அறிவித்தது."},
        {"th", "รัฐบาลประกาศเมื่อวันอังคารว่าภาษีน้ำมันจะเพิ่มขึ้นตั้งแต่ต้นปีหน้า"},
        {"vi", "Chính phủ hôm thứ Ba thông báo thuế nhiên liệu sẽ tăng từ đầu năm tới."},
        {"ja", "政府は火曜日、来年初めから燃料税を引き上げると発表した。"},
        {"ko", "정부는 화요일 내년 초부터 유류세를 인상한다고 발표했다."},
        {"zh-Hans", "政府周二宣布，从明年年初起提高燃油税。"},
        {"zh-Hant", "政府週二宣布，從明年年初起提高燃油稅。"},
    };
    CHECK_ALL(examples, NULL);
}
END_TEST

START_TEST(relatives_are_told_apart)
{
    const example examples[] = {
        {"nb", "Regjeringen sier at den ikke kommer til å øke avgiften, men hun vet ikke hva som skjer neste uke."},
        {"nn", "Regjeringa seier at ho ikkje kjem til å auke avgifta, men ho veit ikkje kva som skjer neste veke."},
        {"da", "Regeringen siger, at den ikke vil hæve afgiften, men hun ved ikke, hvad der sker i næste uge."},
        {"sv", "Regeringen säger att den inte kommer att höja skatten, men hon vet inte vad som händer nästa vecka."},
        {"cs", "Vláda uvedla, že daň se zvýší už příští rok, a lidé podle ní mají více času než dříve."},
        {"sk", "Vláda uviedla, že daň sa zvýši už budúci rok, a ľudia podľa nej majú viac času ako predtým."},
        {"hr",
         "Vlada je priopćila da će se od siječnja povećati porez, što će osjetiti tisuće tvrtki u cijeloj Europi."},
        {"sr",
         "Vlada je saopštila da će se od januara povećati porez, što će osetiti hiljade preduzeća u celoj Evropi."},
        {"sr",
         "Влада је саопштила да ће се од јануара повећати порез, што ће осетити хиљаде предузећа у целој Европи."},
        {"bs",
         "Vlada je saopćila da će se od januara povećati porez, šta će osjetiti hiljade preduzeća u cijeloj Evropi."},
        {"id", "Pemerintah mengatakan bahwa pajak akan naik karena kebutuhan uang, dan polisi bisa memeriksa mobil."},
        {"ms", "Kerajaan berkata bahawa cukai akan naik kerana keperluan wang, dan polis boleh memeriksa kereta."},
        {"bg", "Правителството съобщи, че данъкът ще се увеличи през следващата година, но хората не са съгласни."},
        {"mk", "Владата соопшти дека данокот ќе се зголеми во следната година, но луѓето не се согласни."},
        {"pt", "O governo disse que não vai aumentar os impostos, mas as pessoas também têm dúvidas."},
        {"gl", "O goberno dixo que non vai aumentar os impostos, pero as persoas tamén teñen dúbidas."},
        {"es", "El gobierno dijo que no va a aumentar los impuestos, pero las personas también tienen dudas."},
        {"ca", "El govern va dir que no augmentarà els impostos, però les persones també tenen dubtes amb això."},
        {"zh-Hans", "这个国家的经济问题"},
        {"zh-Hant", "這個國家的經濟問題"},
    };
    CHECK_ALL(examples, NULL);
}
END_TEST

START_TEST(doubt_is_told)
{
    const example examples[] = {
        {"und", ""},
        {"und", "1234 56.7 % 2024-01-31"},
        {"und", " \n\t "},
        {"und", "?!... -- ***"},
        {"und", "x"},
        {"und", "https://example.org/a/b/c"},
        {"und", "qwrt zxcv"},
        {"und", "\xF0\x9F\x98\x80"},
        {"und", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    };
    CHECK_ALL(examples, NULL);
    CHECK_ALL(examples, "en");
}
END_TEST

START_TEST(a_hint_tips_the_scales_only)
{
    const example bound[] = {
        {"en", "The government said on Tuesday that it would raise the tax on fuel from the beginning of next year."},
        {"ja", "政府は火曜日、来年初めから燃料税を引き上げると発表した。"},
    };
    const example even[] = {{"bs", "Rijeka je duga i lijepa."}};
    CHECK_ALL(bound, "fr-CA");
    CHECK_ALL(bound, "no such tag");
    CHECK_ALL(even, "bs");
}
END_TEST

START_TEST(the_main_language_of_a_mixed_text)
{
    const example examples[] = {
        {"de",
         "„The future is now“, sagte der Minister. Er habe mit den Ländern gesprochen, und alle seien sich einig, dass es so "
         "nicht weitergehen könne. Die Opposition sieht das anders und verlangt eine Abstimmung noch vor dem Sommer."},
        {"zh-Hans", "微软公司发布了 Windows 11 的最新更新，用户可以通过 Windows Update 下载 Copilot 功能。"},
        {"ru", "Компания Apple Inc. представила новый iPhone 15 Pro Max и MacBook Air в Купертино, Калифорния."},
        {"ko", "애플은 iPhone 15 Pro Max와 MacBook Air를 새로 공개했다고 밝혔다."},
    };
    CHECK_ALL(examples, NULL);
}
END_TEST

START_TEST(long_texts_cost_no_more_and_keep_their_language)
{
    cr_buf text = {0};
    cr_lexicon *lexicon = open_lexicon();
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_language_detector *detector = cr_language_detector_new(&book);
    cr_language language;
    cr_error error = {0};
    cr_buf_append_string(&text, "The first line is in English, but nothing else is. ");
    for (int i = 0; i < 20000; i++)
        cr_buf_append_string(&text, "Правительство сообщило, что налог вырастет. ");
    detect(detector, text.data, NULL, &language);
    ck_assert_str_eq(language.tag, "ru");
    // pieces may be cut anywhere: every size of a text without spaces
    cr_buf_clear(&text);
    for (int i = 0; i < 1500; i++)
        cr_buf_append_string(&text, "國");
    for (size_t size = 3; size <= text.size; size += 3) {
        ck_assert_int_eq(
            cr_language_detect(detector, cr_view_slice(cr_buf_view(&text), 0, size), NULL, &language, &error), CR_OK);
        if (size >= 6)
            ck_assert_str_eq(language.tag, "zh-Hant");
    }
    cr_language_detector_free(detector);
    cr_lexicon_free(lexicon);
    cr_buf_release(&text);
}
END_TEST

typedef struct crowd {
    cr_lexicon *lexicon;
    cr_language found[64];
} crowd;

static void detect_one(void *context, size_t worker, size_t i)
{
    static const char *const TEXTS[] = {
        "Regjeringa seier at ho ikkje kjem til å auke avgifta.", "Vláda uvedla, že daň se zvýší už příští rok.",
        "Владата соопшти дека данокот ќе се зголеми.", "Per exemple, això no és veritat."};
    crowd *c = context;
    cr_error error = {0};
    (void)worker;
    cr_rule_book book = cr_lexicon_book(c->lexicon);
    cr_language_detector *detector = cr_language_detector_new(&book);
    if (cr_language_detect(detector, cr_view_of(TEXTS[i % 4]), NULL, &c->found[i], &error))
        c->found[i].tag[0] = '\0';
    cr_language_detector_free(detector);
}

START_TEST(threads_find_the_same)
{
    crowd c = {.lexicon = open_lexicon()};
    cr_pool_each(4, 64, detect_one, &c);
    for (size_t i = 4; i < 64; i++) {
        ck_assert_str_eq(c.found[i].tag, c.found[i % 4].tag);
        ck_assert(c.found[i].confidence == c.found[i % 4].confidence);
    }
    ck_assert_str_eq(c.found[0].tag, "nn");
    cr_lexicon_free(c.lexicon);
}
END_TEST

/* A book by hand: a language without lexicon, and one that cannot be read. */
static cr_status find_none(void *context, const char *lang, const cr_rules **rules, cr_error *error)
{
    static const cr_rules EMPTY;
    *rules = &EMPTY;
    if (strcmp(lang, context) == 0)
        return cr_error_at(error, CR_INPUT, "markers.txt", 3, 0, "broken");
    return CR_OK;
}

START_TEST(lexicons_may_be_missing_or_broken)
{
    char nothing[] = "", bokmaal[] = "nb";
    cr_rule_book empty = {nothing, find_none}, broken = {bokmaal, find_none};
    cr_language language;
    cr_error error = {0};
    cr_language_detector *detector = cr_language_detector_new(&empty);
    detect(detector, "Regjeringen sier at den ikke kommer til å øke avgiften neste år, men det er uklart.", NULL,
           &language);
    ck_assert(strcmp(language.tag, "nb") == 0 || strcmp(language.tag, "da") == 0);
    detect(detector, "政府周二宣布，从明年年初起提高燃油税。", NULL, &language);
    ck_assert_str_eq(language.tag, "zh-Hans");
    cr_language_detector_free(detector);
    detector = cr_language_detector_new(&broken);
    for (int i = 0; i < 2; i++) {
        cr_error_clear(&error);
        ck_assert_int_eq(
            cr_language_detect(detector, CR_VIEW("Det er ikke sant at han kommer."), NULL, &language, &error),
            CR_INPUT);
        ck_assert_uint_eq(error.line, 3);
        ck_assert_str_eq(language.tag, "und");
    }
    cr_language_detector_free(detector);
    cr_language_detector_free(NULL);
}
END_TEST

START_TEST(scripts_are_counted)
{
    cr_script_counts counts = {0};
    cr_script_count(CR_VIEW("ab я 12 漢字かな カナ 한 ไทย é."), &counts);
    ck_assert_uint_eq(counts.letters[CR_SCRIPT_LATIN], 3);
    ck_assert_uint_eq(counts.letters[CR_SCRIPT_CYRILLIC], 1);
    ck_assert_uint_eq(counts.letters[CR_SCRIPT_HAN], 2);
    ck_assert_uint_eq(counts.letters[CR_SCRIPT_KANA], 4);
    ck_assert_uint_eq(counts.letters[CR_SCRIPT_HANGUL], 1);
    ck_assert_uint_eq(counts.letters[CR_SCRIPT_THAI], 3);
    ck_assert_uint_eq(counts.n_letters, 14);
    ck_assert_int_eq(cr_script_main(&counts), CR_SCRIPT_KANA);
    ck_assert_int_eq(cr_script_main(&(cr_script_counts){0}), CR_SCRIPT_NONE);
    ck_assert(cr_script_is_spaceless(CR_SCRIPT_HAN) && cr_script_is_spaceless(CR_SCRIPT_KHMER));
    ck_assert(!cr_script_is_spaceless(CR_SCRIPT_HANGUL) && !cr_script_is_spaceless(CR_SCRIPT_NONE));
    ck_assert_str_eq(cr_script_language(CR_SCRIPT_GREEK), "el");
    ck_assert_ptr_null(cr_script_language(CR_SCRIPT_LATIN));
}
END_TEST

START_TEST(tags_of_any_length_are_normalised)
{
    static const char *const no_tags[] = {"",          "x", "english language", "archivekeeei-pnggon", "abcdefghijkl",
                                          "en\xC3\xA9"};
    char tag[CR_TAG_SIZE], name[80];
    for (size_t i = 0; i < sizeof no_tags / sizeof *no_tags; i++) {
        cr_tag_normalise(cr_view_of(no_tags[i]), tag);
        ck_assert_msg(strcmp(tag, "und") == 0, "'%s' is '%s'", no_tags[i], tag);
    }
    for (size_t size = 0; size < sizeof name; size++)  // parts of every length, each behind every other
        for (size_t stop = 0; stop < size; stop++) {
            memset(name, 'a', size);
            name[stop] = '-';
            cr_tag_normalise((cr_view){name, size}, tag);
            ck_assert_uint_lt(strlen(tag), CR_TAG_SIZE);
        }
}
END_TEST

SUITE("language", full_tables_are_linked, languages_of_the_world, relatives_are_told_apart, doubt_is_told,
      a_hint_tips_the_scales_only, the_main_language_of_a_mixed_text, long_texts_cost_no_more_and_keep_their_language,
      threads_find_the_same, lexicons_may_be_missing_or_broken, scripts_are_counted, tags_of_any_length_are_normalised)
