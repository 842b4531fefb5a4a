#include "text/decode.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/binary.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

enum {
    DETECTED_BYTES = 64 * 1024,  // more tells the detector nothing new
    LEAST_CONFIDENCE = 10,       // of ICU's 100
    CHUNK = 4096,
};

/* ---- UTF-8 ------------------------------------------------------------------------------------------------------- */

static bool needs_repair(cr_view text)
{
    return cr_utf8_valid(text) < text.size || (text.size && memchr(text.data, '\0', text.size));
}

/* Ill-formed sequences and NUL become U+FFFD. */
static cr_view repair(cr_view text, cr_arena *arena, size_t *n_repaired)
{
    cr_buf out = {0};
    size_t start = 0, valid = cr_utf8_valid(text);
    for (size_t at = 0; at < text.size;) {
        bool broken = at == valid;
        if (!broken && text.data[at] != '\0') {
            at++;
            continue;
        }
        cr_buf_append(&out, cr_view_slice(text, start, at));
        cr_buf_append_code(&out, 0xFFFD);
        *n_repaired += 1;
        at += broken ? cr_utf8_broken(text, at) : 1;
        start = at;
        if (broken)
            valid = at + cr_utf8_valid(cr_view_slice(text, at, text.size));
    }
    cr_buf_append(&out, cr_view_slice(text, start, text.size));
    cr_view repaired = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return repaired;
}

/* Whether a text with faults is UTF-8 nonetheless: its characters beyond ASCII are many and its faults few. */
static bool is_mostly_utf8(cr_view text)
{
    size_t faults = 0, good = 0;
    for (size_t at = 0; at < text.size;) {
        size_t valid = cr_utf8_valid(cr_view_slice(text, at, text.size));
        for (size_t i = at; i < at + valid; i++)
            good += ((unsigned char)text.data[i] & 0xC0) == 0xC0;
        at += valid;
        if (at < text.size) {
            at += cr_utf8_broken(text, at);
            faults++;
        }
    }
    return good >= 2 * faults;
}

/* ---- other charsets ---------------------------------------------------------------------------------------------- */

/* What a label means in practice: the larger set that its users write (as the WHATWG's encoding standard has it). */
static const char *practical_name(const char *label)
{
    static const char *const larger[][2] = {
        {"ISO-8859-1", "windows-1252"},    {"latin1", "windows-1252"},     {"US-ASCII", "windows-1252"},
        {"ascii", "windows-1252"},         {"ISO-8859-9", "windows-1254"}, {"ISO-8859-11", "windows-874"},
        {"TIS-620", "windows-874"},        {"GB2312", "gb18030"},          {"GBK", "gb18030"},
        {"Shift_JIS", "windows-31j"},      {"x-sjis", "windows-31j"},      {"EUC-KR", "windows-949"},
        {"ks_c_5601-1987", "windows-949"}, {"ISO-8859-8-I", "ISO-8859-8"},
    };
    for (size_t i = 0; i < sizeof larger / sizeof *larger; i++)
        if (ucnv_compareNames(label, larger[i][0]) == 0)
            return larger[i][1];
    return label;
}

/* ICU's callback for what cannot be decoded: one U+FFFD, counted. */
static void U_CALLCONV count_fault(const void *context, UConverterToUnicodeArgs *arguments, const char *bytes,
                                   int32_t size, UConverterCallbackReason reason, UErrorCode *status)
{
    (void)bytes, (void)size;
    if (reason > UCNV_IRREGULAR)
        return;
    static const UChar replacement = 0xFFFD;
    size_t *n = (size_t *)(uintptr_t)context;
    *n += 1;
    *status = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

static void append_units(cr_buf *out, const UChar *units, int32_t n, UChar *lead, size_t *n_repaired)
{
    for (int32_t i = 0; i < n; i++) {
        if (U16_IS_LEAD(units[i])) {  // its other half may be in the next chunk
            *lead = units[i];
            continue;
        }
        UChar32 code = units[i];
        if (U16_IS_TRAIL(units[i]))
            code = *lead ? U16_GET_SUPPLEMENTARY(*lead, units[i]) : 0xFFFD;
        *lead = 0;
        if (code == 0) {
            code = 0xFFFD;
            *n_repaired += 1;
        }
        cr_buf_append_code(out, (uint32_t)code);
    }
}

/* False if ICU does not know the charset or fails. */
static bool convert(cr_view bytes, const char *charset, cr_arena *arena, cr_decoded *decoded)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(charset, &status);
    if (U_FAILURE(status))
        return false;
    decoded->n_repaired = 0;
    ucnv_setToUCallBack(converter, count_fault, &decoded->n_repaired, NULL, NULL, &status);
    UChar chunk[CHUNK], lead = 0;
    cr_buf out = {0};
    const char *at = bytes.data, *end = bytes.data + bytes.size;
    do {
        UChar *to = chunk;
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter, &to, chunk + CHUNK, &at, end, NULL, true, &status);
        append_units(&out, chunk, (int32_t)(to - chunk), &lead, &decoded->n_repaired);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    bool good = U_SUCCESS(status);
    if (good) {
        decoded->text = cr_arena_copy(arena, cr_buf_view(&out));
        snprintf(decoded->charset, sizeof decoded->charset, "%s", charset);
    }
    ucnv_close(converter);
    cr_buf_release(&out);
    return good;
}

/* The charset that ICU takes the bytes for, "" if none. */
static cr_status detect(cr_view bytes, char charset[48], cr_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    charset[0] = '\0';
    UCharsetDetector *detector = ucsdet_open(&status);
    if (U_FAILURE(status))
        return cr_error_set(error, CR_LIBRARY, "charset detection failed: %s", u_errorName(status));
    int32_t size = (int32_t)(bytes.size < DETECTED_BYTES ? bytes.size : DETECTED_BYTES);
    ucsdet_setText(detector, bytes.data, size, &status);
    const UCharsetMatch *match = ucsdet_detect(detector, &status);
    if (U_SUCCESS(status) && match && ucsdet_getConfidence(match, &status) >= LEAST_CONFIDENCE)
        snprintf(charset, 48, "%s", practical_name(ucsdet_getName(match, &status)));
    ucsdet_close(detector);
    return CR_OK;  // some bytes make ICU's detection fail: then it is no charset that it knows
}

static const char *mark_of(cr_view bytes, size_t *size)
{
    static const struct {
        cr_view mark;
        const char *charset;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, "UTF-8"}, {{"\xFF\xFE\0\0", 4}, "UTF-32LE"}, {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
        {{"\xFF\xFE", 2}, "UTF-16LE"},  {{"\xFE\xFF", 2}, "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (cr_view_starts(bytes, marks[i].mark)) {
            *size = marks[i].mark.size;
            return marks[i].charset;
        }
    *size = 0;
    return NULL;
}

static void take_utf8(cr_view bytes, cr_arena *arena, cr_decoded *decoded)
{
    decoded->n_repaired = 0;
    decoded->text = needs_repair(bytes) ? repair(bytes, arena, &decoded->n_repaired) : bytes;
    snprintf(decoded->charset, sizeof decoded->charset, "UTF-8");
}

cr_status cr_decode(cr_view bytes, const char *declared, cr_arena *arena, cr_decoded *decoded, cr_error *error)
{
    size_t mark_size;
    const char *marked = mark_of(bytes, &mark_size);
    bytes = cr_view_slice(bytes, mark_size, bytes.size);
    *decoded = (cr_decoded){.text = bytes};
    if (marked && strcmp(marked, "UTF-8") != 0)
        return convert(bytes, marked, arena, decoded) ? CR_OK
                                                      : cr_error_set(error, CR_LIBRARY, "no converter for %s", marked);
    const char *wide = marked ? NULL : cr_binary_utf16(bytes);
    if (wide && convert(bytes, wide, arena, decoded))
        return CR_OK;
    // the escapes of ISO 2022 are ASCII and look like valid UTF-8
    bool escapes = bytes.size && memchr(bytes.data, 0x1B, bytes.size);
    if (marked || (!escapes && cr_utf8_valid(bytes) == bytes.size)) {
        take_utf8(bytes, arena, decoded);
        return CR_OK;
    }
    bool says_utf8 = declared && ucnv_compareNames(declared, "UTF-8") == 0;
    if (declared && !says_utf8 && convert(bytes, practical_name(declared), arena, decoded))
        return CR_OK;
    char detected[48];
    cr_status status = CR_OK;
    if (escapes || (!says_utf8 && !is_mostly_utf8(bytes))) {
        status = detect(bytes, detected, error);
        if (status)
            return status;
        if (detected[0] && strcmp(detected, "UTF-8") != 0 && convert(bytes, detected, arena, decoded))
            return CR_OK;
    }
    take_utf8(bytes, arena, decoded);
    return CR_OK;
}
