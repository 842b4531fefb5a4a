/* Folding: what is done by hand must be what ICU does. */
#include "suite.h"

#include "base/utf8.h"
#include "text/fold.h"

static void check_same(const uint32_t *codes, size_t n, const char *lang)
{
    char text[64];
    size_t size = 0;
    cr_buf ours = {0}, icu = {0};
    for (size_t i = 0; i < n; i++)
        size += cr_utf8_write(codes[i], text + size);
    cr_fold((cr_view){text, size}, lang, &ours);
    cr_fold_icu((cr_view){text, size}, lang, &icu);
    ck_assert_msg(cr_view_equal(cr_buf_view(&ours), cr_buf_view(&icu)), "%s: U+%04X U+%04X", lang, codes[0],
                  n > 1 ? codes[1] : 0);
    cr_buf_release(&ours);
    cr_buf_release(&icu);
}

/* Each character of the plane, alone, doubled, and beside those that may join it to another or change places with it. */
START_TEST(folds_are_those_of_icu)
{
    static const uint32_t BESIDE[] = {'e',   'I',   0xE9,   0x301,  0x307,  0x345,  0x3B1, 0x435, 0x5D0,
                                      0x64E, 0x653, 0x627,  0x915,  0x93C,  0x94D,  0x995, 0x9BE, 0x9C7,
                                      0x9CD, 0x9D7, 0x1100, 0x11A8, 0xAC00, 0x304B, 0x3099};
    for (uint32_t code = 1; code < 0x10000; code++) {
        if (code >= 0xD800 && code < 0xE000)
            continue;
        check_same(&code, 1, "");
        check_same(&code, 1, "tr");
        check_same((uint32_t[]){code, code}, 2, "");
        for (size_t i = 0; code < 0x3100 && i < sizeof BESIDE / sizeof *BESIDE; i++) {
            check_same((uint32_t[]){code, BESIDE[i]}, 2, "");
            check_same((uint32_t[]){BESIDE[i], code}, 2, "tr");
        }
    }
}
END_TEST

START_TEST(words_fold)
{
    static const char *const CASES[][3] = {
        {"Straße", "de", "strasse"},      {"İSTANBUL IŞIK", "tr", "istanbul ışık"},
        {"ΟΔΟΣ", "el", "οδοσ"},           {"don\u2019t", "en", "don't"},
        {"كتـاب", "ar", "كتاب"},          {"МОСКВА", "ru", "москва"},
        {"e\u0301TE\u0301", "fr", "été"}, {"ত\u09C7\u09BE", "bn", "ত\u09CB"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_buf out = {0};
        cr_fold(cr_view_of(CASES[i][0]), CASES[i][1], &out);
        ck_assert_str_eq(out.data, CASES[i][2]);
        cr_buf_release(&out);
    }
}
END_TEST

SUITE("fold", folds_are_those_of_icu, words_fold)
