#include "suite.h"

#include "text/binary.h"
#include "text/decode.h"

#include <string.h>

#define VIEW(literal) CR_VIEW(literal)

START_TEST(texts_are_decoded)
{
    const struct {
        const char *what;
        cr_view bytes;
        const char *declared;
        const char *expected, *charset;
        size_t n_repaired;
    } cases[] = {
        {"nothing", VIEW(""), NULL, "", "UTF-8", 0},
        {"UTF-8 mark", VIEW("\xEF\xBB\xBFh\xC3\xA9"), "latin1", "h\xC3\xA9", "UTF-8", 0},
        {"valid UTF-8 beats what is declared", VIEW("h\xC3\xA9"), "iso-8859-1", "h\xC3\xA9", "UTF-8", 0},
        {"UTF-16LE", VIEW("\xFF\xFEh\0\xE9\0=\xD8\0\xDE"), NULL, "h\xC3\xA9\xF0\x9F\x98\x80", "UTF-16LE", 0},
        {"UTF-16BE", VIEW("\xFE\xFF\0h\0\xE9\0\n"), NULL, "h\xC3\xA9\n", "UTF-16BE", 0},
        {"UTF-16LE without a mark", VIEW("h\0\xE9\0l\0a\0"), NULL, "h\xC3\xA9la", "UTF-16LE", 0},
        {"UTF-16BE without a mark", VIEW("\0h\0e\0l\0a"), NULL, "hela", "UTF-16BE", 0},
        {"UTF-16 with a lone surrogate", VIEW("\xFE\xFF\0h\xD8\0\0x"), NULL, "h\xEF\xBF\xBDx", "UTF-16BE", 1},
        {"UTF-16 cut in a unit", VIEW("\xFE\xFF\0h\0"), NULL, "h\xEF\xBF\xBD", "UTF-16BE", 1},
        {"UTF-32LE", VIEW("\xFF\xFE\0\0h\0\0\0\xE9\0\0\0"), NULL, "h\xC3\xA9", "UTF-32LE", 0},
        {"UTF-32BE", VIEW("\0\0\xFE\xFF\0\0\0h"), NULL, "h", "UTF-32BE", 0},
        {"declared", VIEW("\xCF\xF0\xE8\xE2\xE5\xF2"), "windows-1251", "Привет", "windows-1251", 0},
        {"latin-1 means windows-1252", VIEW("\x93h\xE9\x94 \x80"), "ISO-8859-1", "“hé” €", "windows-1252", 0},
        {"shift_jis", VIEW("\x93\xFA\x96\x7B"), "Shift_JIS", "日本", "windows-31j", 0},
        {"gb2312",
         VIEW("\xD6\xEC\xE9"
              "F\xBB\xF9"),
         "gb2312", "朱镕基", "gb18030", 0},
        {"euc-jp", VIEW("\xC6\xBB\xCF\xA9\xA4\xAC"), "euc-jp", "道路が", "euc-jp", 0},
        {"euc-kr", VIEW("\xBC\x84\xB1\xE6"), "euc-kr", "펲길", "windows-949", 0},
        {"big5",
         VIEW("\xB9"
              "D\xB8\xF4"),
         "big5", "道路", "big5", 0},
        {"windows-1250", VIEW("silnice \x84\x9E\x93"), "windows-1250", "silnice „ž“", "windows-1250", 0},
        {"windows-1256", VIEW("\xD8\xD1\xED\xDE"), "windows-1256", "طريق", "windows-1256", 0},
        {"tis-620", VIEW("\xB6\xB9\xB9"), "tis-620", "ถนน", "windows-874", 0},
        {"koi8-r", VIEW("\xC4\xCF\xD2\xCF\xC7\xC1"), "koi8-r", "дорога", "koi8-r", 0},
        {"declared but not so", VIEW("\x93\xFA\xFF"), "Shift_JIS", "日\xEF\xBF\xBD", "windows-31j", 1},
        {"iso-2022-jp", VIEW("\x1B$B\x46\x7C\x4B\x5C\x1B(B"), "iso-2022-jp", "日本", "iso-2022-jp", 0},
        {"said to be UTF-8 with a fault", VIEW("ab\xFFz"), "utf-8", "ab\xEF\xBF\xBDz", "UTF-8", 1},
        {"mostly UTF-8", VIEW("h\xC3\xA9h\xC3\xA9h\xC3\xA9\xE2\x82 x\xC3\xA9"), NULL, "héhéhé\xEF\xBF\xBD xé", "UTF-8",
         1},
        {"NUL", VIEW("a\0Zz\0"), NULL, "a\xEF\xBF\xBDZz\xEF\xBF\xBD", "UTF-8", 2},
        {"unknown name", VIEW("ab\xC3\xA9\xC3\xA9\xFF"), "no-such-charset", "abéé\xEF\xBF\xBD", "UTF-8", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_decoded decoded;
        ck_assert_int_eq(cr_decode(cases[i].bytes, cases[i].declared, &arena, &decoded, NULL), CR_OK);
        ck_assert_msg(cr_view_equal(decoded.text, cr_view_of(cases[i].expected)), "%s: '%.*s'", cases[i].what,
                      (int)decoded.text.size, decoded.text.data);
        ck_assert_msg(strcmp(decoded.charset, cases[i].charset) == 0, "%s: %s", cases[i].what, decoded.charset);
        ck_assert_msg(decoded.n_repaired == cases[i].n_repaired, "%s: %zu", cases[i].what, decoded.n_repaired);
        cr_arena_release(&arena);
    }
}
END_TEST

START_TEST(binary_data_are_told_from_texts)
{
    const struct {
        cr_view bytes;
        const char *kind;
    } cases[] = {
        {VIEW(""), NULL},
        {VIEW("One bell\a and one NUL\0 in a text of some length say little, for such things happen."), NULL},
        {VIEW("\xCF\xF0\xE8\xE2\xE5\xF2"), NULL},          // windows-1251
        {VIEW("\x1B$B\x46\x7C\x4B\x5C\x1B(B"), NULL},      // ISO 2022
        {VIEW("\xFF\xFE\x1F\x04\x40\x04\x38\x04"), NULL},  // UTF-16, Cyrillic
        {VIEW("h\0\xE9\0l\0a\0"), NULL},                   // and Latin, without a mark
        {VIEW("GIF89a is older than this. MZ and ID3 are letters."), NULL},
        {VIEW("GIF89a\1\0\1\0\x80\0\0"), "a GIF image, not a text"},
        {VIEW("\xFF\xD8\xFF\xE0\0\x10JFIF"), "a JPEG image, not a text"},
        {VIEW("PK\3\4\x14\0"), "a ZIP archive or an office document, not a text"},
        {VIEW("\x7F\x45LF\2\1\1\0"), "a program, not a text"},
        {VIEW("\x8A\1\x9C\2zz\xFF\x13\x05\x17"), "binary data, not a text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *kind = cr_binary_kind(cases[i].bytes);
        ck_assert_msg(cases[i].kind ? kind && strcmp(kind, cases[i].kind) == 0 : !kind, "%zu: %s", i, kind ? kind : "");
    }
}
END_TEST

START_TEST(valid_utf8_is_not_copied)
{
    cr_arena arena = {0};
    cr_decoded decoded;
    cr_view bytes = CR_VIEW("h\xC3\xA9llo");
    ck_assert_int_eq(cr_decode(bytes, NULL, &arena, &decoded, NULL), CR_OK);
    ck_assert_ptr_eq(decoded.text.data, bytes.data);
    cr_arena_release(&arena);
}
END_TEST

START_TEST(charsets_are_detected)
{
    const struct {
        cr_view bytes;
        const char *part;  // of what is expected
    } cases[] = {
        {VIEW(
             "Les \xE9l\xE8ves de l'\xE9"
             "cole ont \xE9t\xE9 re\xE7us \xE0 la mairie o\xF9 le maire leur a parl\xE9 du th\xE9\xE2tre et de la for\xEAt."),
         "théâtre"},
        {VIEW(
             "\xCF\xF0\xE0\xE2\xE8\xF2\xE5\xEB\xFC\xF1\xF2\xE2\xEE \xEE\xE1\xFA\xFF\xE2\xE8\xEB\xEE \xEE \xED\xEE\xE2\xFB\xF5 \xEC\xE5\xF0\xE0\xF5 \xEF\xEE\xE4\xE4\xE5\xF0\xE6\xEA\xE8."),
         "новых мерах"},
        {VIEW("\x1B$B\x46\x7C\x4B\x5C\x38\x6C\x24\x4E\x4A\x38\x3E\x4F\x1B(B"), "日本語"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_arena arena = {0};
        cr_decoded decoded;
        ck_assert_int_eq(cr_decode(cases[i].bytes, NULL, &arena, &decoded, NULL), CR_OK);
        ck_assert_msg(cr_view_find(decoded.text, cr_view_of(cases[i].part)) >= 0, "%s: '%.*s'", decoded.charset,
                      (int)decoded.text.size, decoded.text.data);
        cr_arena_release(&arena);
    }
}
END_TEST

SUITE("decode", texts_are_decoded, binary_data_are_told_from_texts, valid_utf8_is_not_copied, charsets_are_detected)
