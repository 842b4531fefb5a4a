#include "text/fold.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { SHORT_TEXT = 256 };  // code units that need no heap

static bool is_turkic(const char *lang)
{
    return strncmp(lang, "tr", 2) == 0 || strncmp(lang, "az", 2) == 0;
}

/* What carries no meaning of its own inside a word, or has a plainer twin. 0: drop it. */
static UChar32 plain(UChar32 code)
{
    switch (code) {
    case 0x2019:  // right single quotation mark, the usual apostrophe
    case 0x02BC:  // modifier letter apostrophe
    case 0x02B9:
    case 0xFF07:
        return '\'';
    case 0x0640:  // tatweel
    case 0x200B:  // zero-width space, non-joiner, joiner; soft hyphen
    case 0x200C:
    case 0x200D:
    case 0x00AD:
        return 0;
    case 0x0649:  // Arabic letters that writers use for one another
        return 0x064A;
    default:
        return code;
    }
}

/* Characters whose full folding is not one character: for them ICU's string function is needed. */
static bool folds_to_several(UChar32 code)
{
    return code == 0xDF || code == 0x130 || code == 0x149 || code == 0x1F0 || code == 0x390 || code == 0x3B0 ||
           code == 0x587 || (code >= 0x1E96 && code <= 0x1E9E) || (code >= 0x1F50 && code <= 0x1FFC) ||
           (code >= 0xFB00 && code <= 0xFB17);
}

/* Characters that fold to one character each, which normalisation leaves as they are beside each other: the letters, figures
 * and commonest signs of most scripts, not their combining marks. */
static bool is_simple(uint32_t code, uint32_t before)
{
    switch (code >> 8) {
    case 0x00:
    case 0x01:
        return !folds_to_several((UChar32)code);
    case 0x03:  // Greek
        return code >= 0x388 && code <= 0x3CE && !folds_to_several((UChar32)code);
    case 0x04:  // Cyrillic
        return code < 0x483 || code > 0x489;
    case 0x05:  // Cyrillic, Hebrew
        return code < 0x530 || (code >= 0x5D0 && code <= 0x5EA);
    case 0x06:  // Arabic
        return code == 0x60C || (code >= 0x61B && code <= 0x64A) || (code >= 0x660 && code <= 0x66F) ||
               (code >= 0x671 && code <= 0x6D5);
    case 0x09:  // Devanagari; Bengali, where two vowel signs make a third
        if (code < 0x980)
            return (code >= 0x904 && code <= 0x939) || (code >= 0x93D && code <= 0x950) ||
                   (code >= 0x964 && code <= 0x96F);
        return (code >= 0x985 && code <= 0x9B9) ||
               (code >= 0x9BE && code <= 0x9CE && (code != 0x9BE || before != 0x9C7)) ||
               (code >= 0x9E6 && code <= 0x9EF);
    case 0x20:  // dashes and quotation marks
        return code >= 0x2010 && code <= 0x2027;
    case 0x30:  // kana
        return (code >= 0x3041 && code <= 0x3096) || (code >= 0x30A1 && code <= 0x30FA);
    default:  // Han, Hangul
        return (code >= 0x4E00 && code < 0xA000) || (code >= 0xAC00 && code <= 0xD7A3);
    }
}

/* Folds a text of nothing else, without UTF-16 and the normaliser. False, and nothing appended, if there is something else. */
static bool fold_simple(cr_view text, bool turkic, cr_buf *out)
{
    char *to = cr_buf_reserve(out, text.size * 2);  // none folds to more bytes
    size_t n = 0;
    uint32_t before = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t code = cr_utf8_next(text, &at);
        if (code >= 0x80 && (code = (uint32_t)plain((UChar32)code)) == 0)
            continue;
        if (code < 0x80) {
            if (turkic && code == 'I')
                n += cr_utf8_write(0x131, to + n);
            else
                to[n++] = cr_to_lower((char)code);
        } else if (is_simple(code, before)) {
            n += cr_utf8_write(code < 0x530 ? (uint32_t)u_foldCase((UChar32)code, U_FOLD_CASE_DEFAULT) : code, to + n);
        } else {
            out->data[out->size] = '\0';
            return false;
        }
        before = code;
    }
    to[n] = '\0';
    out->size += n;
    return true;
}

/* Room for a text in UTF-16, on the stack while it is short. */
typedef struct room {
    UChar stack[2 * SHORT_TEXT];
    UChar *heap;
    UChar *a, *b;  // [capacity] each
    int32_t capacity;
} room;

static void make_room(room *r, size_t size)
{
    r->capacity = (int32_t)(size * 3 + 16);  // folding makes at most three units of one
    r->heap = r->capacity > SHORT_TEXT ? cr_allocate((size_t)r->capacity * 2, sizeof *r->heap) : NULL;
    if (!r->heap)
        r->capacity = SHORT_TEXT;
    r->a = r->heap ? r->heap : r->stack;
    r->b = r->a + r->capacity;
}

/* Folds into r->b; returns its units. */
static int32_t fold_units(room *r, cr_view text, uint32_t options, UErrorCode *status)
{
    int32_t n = 0, folded = 0;
    bool simple = true;
    for (size_t at = 0; at < text.size;) {
        UChar32 code = plain((UChar32)cr_utf8_next(text, &at));
        if (!code)
            continue;
        U16_APPEND_UNSAFE(r->a, n, code);
        simple = simple && !folds_to_several(code);
        if (simple)
            U16_APPEND_UNSAFE(r->b, folded, u_foldCase(code, options));
    }
    return simple ? folded : u_strFoldCase(r->b, r->capacity, r->a, n, options, status);
}

void cr_fold_icu(cr_view text, const char *lang, cr_buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    room r;
    make_room(&r, text.size);
    int32_t n = fold_units(&r, text, is_turkic(lang) ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT, &status);
    const UChar *normal = r.b;
    if (U_SUCCESS(status) && unorm2_spanQuickCheckYes(nfc, r.b, n, &status) < n) {
        n = unorm2_normalize(nfc, r.b, n, r.a, r.capacity, &status);
        normal = r.a;
    }
    if (U_SUCCESS(status)) {
        char *to = cr_buf_reserve(out, (size_t)n * 3);
        int32_t written = 0;
        u_strToUTF8(to, n * 3, &written, normal, n, &status);
        out->size += (size_t)written;
        out->data[out->size] = '\0';
    } else {
        cr_buf_append(out, text);  // only when ICU lacks its data: better unfolded than lost
    }
    free(r.heap);
}

void cr_fold(cr_view text, const char *lang, cr_buf *out)
{
    if (!fold_simple(text, is_turkic(lang), out))
        cr_fold_icu(text, lang, out);
}
