#include "text/shorten.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static bool is_spaceless(UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(code, &status);
    return u_isalpha(code) && script != USCRIPT_HANGUL && uscript_breaksBetweenLetters(script);
}

static bool is_punctuation(UChar32 code)
{
    return (U_GET_GC_MASK(code) & (U_GC_PD_MASK | U_GC_PC_MASK | U_GC_PO_MASK | U_GC_PS_MASK | U_GC_PI_MASK)) != 0;
}

/* Bytes up to where a cut looks natural: before the last white space, or any letter of a script without spaces. */
static size_t find_cut(cr_view text)
{
    size_t cut = 0;
    for (size_t at = 0; at < text.size;) {
        size_t here = at;
        UChar32 code = (UChar32)cr_utf8_next(text, &at);
        if (here > 0 && (code == ' ' || is_spaceless(code)))
            cut = here;
    }
    if (cut < text.size / 4)  // one long word
        cut = text.size;
    while (cut > 0) {  // no "word,…"
        size_t before = cut;
        UChar32 code = (UChar32)cr_utf8_previous(text, &before);
        if (code != ' ' && !is_punctuation(code))
            break;
        cut = before;
    }
    return cut;
}

cr_view cr_shorten(cr_view text, size_t most, cr_arena *arena)
{
    cr_buf out = {0};
    size_t n = 0, within = 0;  // characters so far; bytes of the first `most` - 1, room for the ellipsis
    bool space = false;
    for (size_t at = 0; at < text.size && n <= most;) {
        UChar32 code = (UChar32)cr_utf8_next(text, &at);
        if (u_isUWhiteSpace(code)) {
            space = n > 0;
            continue;
        }
        // a mark belongs to the character before it
        bool is_mark = (U_GET_GC_MASK(code) & U_GC_M_MASK) || code == 0x200D || code == 0xFE0F;
        if (space)
            n++;
        if (n < most && !is_mark)
            within = out.size;
        if (space)
            cr_buf_append_byte(&out, ' ');
        space = false;
        n += !is_mark;
        cr_buf_append_code(&out, (uint32_t)code);
    }
    cr_view whole = cr_buf_view(&out);
    cr_view result;
    if (n <= most) {
        result = cr_arena_copy(arena, whole);
    } else {
        out.size = find_cut(cr_view_slice(whole, 0, within));
        cr_buf_append_code(&out, 0x2026);
        result = cr_arena_copy(arena, cr_buf_view(&out));
    }
    cr_buf_release(&out);
    return result;
}
