#include "text/plain_letters.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

static bool is_dropped(uint32_t code)
{
    return (code >= 0x300 && code <= 0x36F) ||                                  // accents
           (code >= 0x591 && code <= 0x5C7) ||                                  // points
           (code >= 0x64B && code <= 0x65F && code != 0x654) || code == 0x670;  // vowel signs
}

/* What decomposition leaves whole. */
static const char *plain(uint32_t code)
{
    switch (code) {
    case 0xE6:
        return "ae";
    case 0x153:
        return "oe";
    case 0xF8:
        return "o";
    case 0x111:
    case 0xF0:
        return "d";
    case 0x127:
        return "h";
    case 0x131:
        return "i";
    case 0x142:
        return "l";
    case 0xFE:
        return "th";
    default:
        return NULL;
    }
}

/* Appends a folded text that is not all ASCII. */
static void append_plain(cr_view folded, cr_buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status), *nfc = unorm2_getNFCInstance(&status);
    int32_t capacity = (int32_t)(folded.size * 4 + 16), n = 0, kept = 0;
    UChar *a = cr_allocate((size_t)capacity * 2, sizeof *a), *b = a + capacity;
    u_strFromUTF8(a, capacity, &n, folded.data, (int32_t)folded.size, &status);
    n = unorm2_normalize(nfd, a, n, b, capacity, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < n;) {
        uint32_t code = b[i++];
        if (U16_IS_LEAD(code) && i < n)
            code = 0x10000 + ((code & 0x3FF) << 10) + (b[i++] & 0x3FFu);
        const char *letters = plain(code);
        if (!letters && !is_dropped(code))
            U16_APPEND_UNSAFE(a, kept, code);
        for (; letters && *letters; letters++)
            a[kept++] = (UChar)*letters;
    }
    n = unorm2_normalize(nfc, a, kept, b, capacity, &status);
    if (U_SUCCESS(status)) {
        int32_t written = 0;
        char *to = cr_buf_reserve(out, (size_t)n * 3);
        u_strToUTF8(to, n * 3, &written, b, n, &status);
        out->size += (size_t)written;
        out->data[out->size] = '\0';
    } else {
        cr_buf_append(out, folded);  // only when ICU lacks its data
    }
    free(a);
}

void cr_plain_letters(cr_view text, cr_buf *out)
{
    size_t start = out->size;
    cr_fold(text, "", out);
    bool ascii = true;
    for (size_t i = start; i < out->size; i++)
        ascii &= (unsigned char)out->data[i] < 0x80;
    if (ascii)
        return;
    cr_buf folded = {0};
    cr_buf_append(&folded, cr_view_slice(cr_buf_view(out), start, out->size));
    out->size = start;
    append_plain(cr_buf_view(&folded), out);
    cr_buf_release(&folded);
}
