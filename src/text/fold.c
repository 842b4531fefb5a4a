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

static bool fold_ascii(cr_view text, const char *lang, cr_buf *out)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    bool turkic = is_turkic(lang);
    char *to = cr_buf_reserve(out, text.size * 2);
    size_t n = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (turkic && text.data[i] == 'I') {  // dotless
            n += cr_utf8_write(0x131, to + n);
            continue;
        }
        to[n++] = cr_to_lower(text.data[i]);
    }
    to[n] = '\0';
    out->size += n;
    return true;
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

void cr_fold(cr_view text, const char *lang, cr_buf *out)
{
    if (fold_ascii(text, lang, out))
        return;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    int32_t capacity = (int32_t)(text.size * 3 + 16);  // folding makes at most three units of one
    UChar stack[SHORT_TEXT * 2];
    UChar *heap = capacity > SHORT_TEXT ? cr_allocate((size_t)capacity * 2, sizeof *heap) : NULL;
    UChar *a = heap ? heap : stack, *b = a + (heap ? capacity : SHORT_TEXT);
    int32_t limit = heap ? capacity : SHORT_TEXT, n = 0;
    for (size_t at = 0; at < text.size;) {
        UChar32 code = plain((UChar32)cr_utf8_next(text, &at));
        if (code)
            U16_APPEND_UNSAFE(a, n, code);
    }
    int32_t folded = u_strFoldCase(b, limit, a, n, is_turkic(lang) ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT, &status);
    int32_t normal = U_SUCCESS(status) ? unorm2_normalize(nfc, b, folded, a, limit, &status) : 0;
    if (U_SUCCESS(status)) {
        char *to = cr_buf_reserve(out, (size_t)normal * 3);
        int32_t written = 0;
        u_strToUTF8(to, normal * 3, &written, a, normal, &status);
        out->size += (size_t)written;
        out->data[out->size] = '\0';
    } else {
        cr_buf_append(out, text);  // only when ICU lacks its data: better unfolded than lost
    }
    if (heap)
        free(heap);
}
