#include "text/figures.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/months.h"
#include "text/scales.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

enum {
    MAX_PARTS = 8,
    MAX_DIGITS = 18,  // of an amount that is counted with
    MAX_GAP = 3,      // letters of what stands between a day and its month: "th", "de", "of"
    MAX_POWER = 18,
};

struct cr_figures {
    cr_months *months;
    cr_scales *scales;
    bool capitals;  // months have capitals: "may" is none
};

cr_figures *cr_figures_new(const char *lang)
{
    cr_figures *figures = cr_allocate_zeroed(1, sizeof *figures);
    figures->months = cr_months_new(lang, false);
    figures->scales = cr_scales_new(lang);
    figures->capitals = strncmp(lang, "en", 2) == 0;
    return figures;
}

void cr_figures_free(cr_figures *figures)
{
    if (!figures)
        return;
    cr_months_free(figures->months);
    cr_scales_free(figures->scales);
    free(figures);
}

/* ---- characters --------------------------------------------------------------------------------------------------- */

/* The code point at `at`, 0 at the end; *next is set behind it. */
static uint32_t peek(cr_view text, size_t at, size_t *next)
{
    *next = at;
    return at < text.size ? cr_utf8_next(text, next) : 0;
}

static bool is_space(uint32_t code)
{
    return code == ' ' || code == 0xA0 || code == 0x202F || code == 0x2009;
}

static bool is_letter(uint32_t code)
{
    return u_isalpha((UChar32)code) || (U_GET_GC_MASK((UChar32)code) & U_GC_M_MASK);
}

static size_t skip_spaces(cr_view text, size_t at)
{
    size_t next;
    while (is_space(peek(text, at, &next)))
        at = next;
    return at;
}

static int32_t digit_at(cr_view text, size_t at, size_t *next)
{
    uint32_t code = peek(text, at, next);
    return code ? u_charDigitValue((UChar32)code) : -1;
}

/* ---- digits ------------------------------------------------------------------------------------------------------- */

/* Digits with what parts them. */
typedef struct parts {
    char digits[MAX_DIGITS + 1];
    size_t n_digits;             // those beyond MAX_DIGITS are counted, not kept
    size_t size[MAX_PARTS];      // digits of each part
    uint32_t before[MAX_PARTS];  // separator before it
    size_t n;
    size_t end;
} parts;

static bool is_group_mark(uint32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x66C || is_space(code);
}

static bool is_separator(uint32_t code)
{
    return code == '.' || code == ',' || code == 0x66B || is_group_mark(code);
}

static size_t count_digits(cr_view text, size_t at)
{
    size_t n = 0, next;
    while (digit_at(text, at, &next) >= 0) {
        at = next;
        n++;
    }
    return n;
}

/* Whether digits go on behind a separator. Spaces and apostrophes also part what does not belong together: behind them three digits follow,
 * behind an ordinary space only where the language writes thousands so. */
static bool goes_on(const cr_figures *f, cr_view text, const parts *p, uint32_t separator, size_t next)
{
    size_t n = count_digits(text, next);
    if (p->n == MAX_PARTS || n == 0)
        return false;
    if (!is_group_mark(separator))
        return true;
    bool first = p->n == 1, same = first || is_space(p->before[p->n - 1]) == is_space(separator);
    bool allowed = separator != ' ' || cr_scales_are_spaced(f->scales);
    return allowed && same && n == 3 && (!first || p->size[0] <= 3) && (first || is_group_mark(p->before[p->n - 1]));
}

static parts read_parts(const cr_figures *f, cr_view text, size_t at)
{
    parts p = {.end = at};
    uint32_t separator = 0;
    for (;;) {
        size_t next, n = 0;
        for (int32_t digit; (digit = digit_at(text, at, &next)) >= 0; at = next, n++)
            if (p.n_digits++ < MAX_DIGITS)
                p.digits[p.n_digits - 1] = (char)('0' + digit);
        p.before[p.n] = separator;
        p.size[p.n++] = n;
        p.end = at;
        separator = peek(text, at, &next);
        if (!is_separator(separator) || !goes_on(f, text, &p, separator, next))
            return p;
        at = next;
    }
}

static uint32_t number_of(cr_view text, size_t at, size_t n)
{
    uint32_t number = 0;
    size_t next;
    for (; n > 0; n--, at = next)
        number = number * 10 + (uint32_t)digit_at(text, at, &next);
    return number;
}

/* ---- amounts ------------------------------------------------------------------------------------------------------ */

/* Digits of a fraction; SIZE_MAX: this is no amount. */
static size_t count_fraction(const cr_figures *f, const parts *p)
{
    size_t last = p->size[p->n - 1], n_same = 0;
    uint32_t mark = p->before[p->n - 1];
    if (p->n == 1 || is_group_mark(mark))
        return 0;
    for (size_t i = 1; i < p->n; i++)
        n_same += p->before[i] == mark;
    if (mark == 0x66B)
        return last;
    if (n_same > 1)
        return last == 3 && n_same == p->n - 1 ? 0 : SIZE_MAX;
    if (p->n > 2 || mark == cr_scales_decimal(f->scales) || last != 3 || p->size[0] > 3)
        return last;
    return 0;
}

typedef struct amount {
    uint64_t digits;
    int32_t power;  // times 10^power
    bool scaled;
    size_t end;
} amount;

/* The words of scale behind a number, one after the other. */
static void read_scales(const cr_figures *f, cr_view text, amount *a)
{
    size_t at = a->end;
    for (int i = 0; i < 3; i++) {
        size_t next, word = skip_spaces(text, at), size = 0;
        if (word == at && peek(text, at, &next) == '-')
            word = next;
        uint32_t power = cr_scales_find(f->scales, cr_view_slice(text, word, text.size), word == at, &size);
        if (!power && cr_view_starts(cr_view_slice(text, word, text.size), CR_VIEW("de ")))  // 20 de milioane
            power = cr_scales_find(f->scales, cr_view_slice(text, word += 3, text.size), false, &size);
        if (!power || a->power + (int32_t)power > MAX_POWER)
            return;
        a->power += (int32_t)power;
        a->scaled = true;
        a->end = at = word + size;
    }
}

static uint64_t power_of_ten(int32_t power)
{
    uint64_t value = 1;
    while (power-- > 0)
        value *= 10;
    return value;
}

static bool read_amount(const cr_figures *f, cr_view text, const parts *p, amount *a)
{
    size_t fraction = count_fraction(f, p);
    if (fraction == SIZE_MAX || p->n_digits > MAX_DIGITS)
        return false;
    *a = (amount){.end = p->end, .power = -(int32_t)fraction};
    for (size_t i = 0; i < p->n_digits; i++)
        a->digits = a->digits * 10 + (uint64_t)(p->digits[i] - '0');
    read_scales(f, text, a);
    return true;
}

/* 1億2000万: the parts of a sum follow one another without a space, each smaller than the one before. */
static void add_rest(const cr_figures *f, cr_view text, amount *a)
{
    size_t next;
    while (a->digits && a->scaled && a->power > 0 && a->power < 16 && digit_at(text, a->end, &next) >= 0) {
        parts p = read_parts(f, text, a->end);
        amount rest;
        if (!read_amount(f, text, &p, &rest) || rest.power < 0 || rest.power >= a->power || rest.power > 10 ||
            rest.digits > 99999999)
            return;
        uint64_t value = rest.digits * power_of_ten(rest.power);
        if (value >= power_of_ten(a->power) || a->digits > UINT64_MAX / 10 / power_of_ten(a->power))
            return;
        a->digits = a->digits * power_of_ten(a->power) + value;
        a->power = 0;
        a->end = rest.end;
        for (; a->digits % 10 == 0; a->power++)
            a->digits /= 10;
    }
}

static void write_amount(const amount *a, char key[CR_FIGURE_KEY])
{
    amount v = *a;
    for (; v.power < 0 && v.digits % 10 == 0; v.power++)
        v.digits /= 10;
    int32_t power = v.power < 0 ? -v.power : 0;
    uint64_t unit = power_of_ten(power), part = v.digits % unit;
    int n = snprintf(key, CR_FIGURE_KEY, "%llu", (unsigned long long)(v.digits / unit));
    for (; v.digits && v.power > 0 && n < CR_FIGURE_KEY - 1; v.power--)
        key[n++] = '0';
    if (power)
        key[n++] = '.';
    for (; power > 0 && n < CR_FIGURE_KEY - 1; power--, unit /= 10)
        key[n++] = (char)('0' + part / (unit / 10) % 10);
    key[n] = '\0';
}

/* ---- days --------------------------------------------------------------------------------------------------------- */

static bool is_day_of(uint32_t month, uint32_t day)
{
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= (month == 2                                              ? 29
                   : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                           : 31);
}

static size_t word_end(cr_view text, size_t at, size_t *letters)
{
    size_t next;
    for (*letters = 0; is_letter(peek(text, at, &next)); ++*letters)
        at = next;
    return at;
}

static uint32_t month_of(const cr_figures *f, cr_view word)
{
    size_t next;
    if (word.size == 0 || (f->capitals && !u_isUUppercase((UChar32)peek(word, 0, &next))))
        return 0;
    return cr_months_find(f->months, word);
}

/* The number behind the word that makes it a month (Vietnamese). */
static uint32_t month_marked(const cr_figures *f, cr_view text, cr_view word, size_t *end)
{
    cr_view marker = cr_months_marker(f->months);
    cr_buf folded = {0};
    if (marker.size == 0)
        return 0;
    cr_fold(word, "", &folded);
    bool marks = cr_view_equal(cr_buf_view(&folded), marker);
    cr_buf_release(&folded);
    size_t at = skip_spaces(text, *end), n = marks ? count_digits(text, at) : 0, next;
    if (n < 1 || n > 2)
        return 0;
    uint32_t month = number_of(text, at, n);
    for (*end = at; n > 0; n--, *end = next)
        peek(text, *end, &next);
    return month;
}

/* The month behind a day: "10 March", "10. März", "10th of March", "10 d'abril", "10 tháng 3". */
static uint32_t month_behind(const cr_figures *f, cr_view text, size_t *end)
{
    size_t at = *end, next, letters, stop = word_end(text, at, &letters);
    uint32_t code = peek(text, at, &next);
    if (letters > MAX_GAP)  // 10日 is not parted from its month by a word
        return 0;
    at = letters ? stop : code == '.' || code == 0xB0 || code == 0xBA ? next : at;
    for (int word = 0; word < 2; word++) {
        at = skip_spaces(text, at);
        stop = word_end(text, at, &letters);
        cr_view name = cr_view_slice(text, at, stop);
        uint32_t month = month_of(f, name);
        *end = stop;
        if (!month)
            month = month_marked(f, text, name, end);
        if (month)
            return month;
        if (letters == 0 || letters > MAX_GAP)
            return 0;
        code = peek(text, stop, &next);
        at = code == '\'' || code == 0x2019 ? next : stop;
    }
    return 0;
}

/* "March 10", "március 10". */
static uint32_t month_before(const cr_figures *f, cr_view text, size_t from, size_t at)
{
    size_t end = at, start;
    for (size_t before = end; before > from && is_space(cr_utf8_previous(text, &before));)
        end = before;
    if (end == at)
        return 0;
    if (end > from && text.data[end - 1] == '.')
        end--;
    for (start = end; start > from;) {
        size_t before = start;
        if (!is_letter(cr_utf8_previous(text, &before)))
            break;
        start = before;
    }
    return month_of(f, cr_view_slice(text, start, end));
}

/* 3月10日, 3월 10일: from behind the month's number. */
static bool read_counted(cr_view text, uint32_t month, size_t at, uint32_t *day, size_t *end)
{
    size_t next;
    uint32_t code = peek(text, at, &next);
    if (code != 0x6708 && code != 0xC6D4)
        return false;
    size_t start = skip_spaces(text, next), n = count_digits(text, start);
    if (n < 1 || n > 2)
        return false;
    *day = number_of(text, start, n);
    for (*end = start; n > 0; n--, *end = next)
        peek(text, *end, &next);
    code = peek(text, *end, &next);
    if (code == 0x65E5 || code == 0xC77C)
        *end = next;
    return is_day_of(month, *day);
}

/* 2026-03-10, from behind the year. */
static bool read_iso(cr_view text, size_t at, uint32_t *month, uint32_t *day, size_t *end)
{
    if (text.size - at < 6 || text.data[at] != '-' || text.data[at + 3] != '-' || count_digits(text, at + 1) != 2 ||
        count_digits(text, at + 4) != 2 || !cr_is_digit(text.data[at + 1]) || !cr_is_digit(text.data[at + 4]))
        return false;
    *month = number_of(text, at + 1, 2);
    *day = number_of(text, at + 4, 2);
    *end = at + 6;
    return true;
}

static bool read_day(const cr_figures *f, cr_view text, size_t from, size_t at, const parts *p, cr_figure *figure)
{
    uint32_t month = 0, day = 0;
    size_t end = p->end;
    if (p->n == 3 && p->before[1] == '.' && p->before[2] == '.' && p->size[2] == 4 && p->size[0] <= 2 &&
        p->size[1] <= 2) {
        day = (uint32_t)(p->digits[0] - '0');
        size_t i = 1;
        if (p->size[0] == 2)
            day = day * 10 + (uint32_t)(p->digits[i++] - '0');
        for (size_t k = 0; k < p->size[1]; k++)
            month = month * 10 + (uint32_t)(p->digits[i++] - '0');
    } else if (p->n == 1 && p->size[0] == 4) {
        read_iso(text, p->end, &month, &day, &end);
    } else if (p->n == 1 && p->size[0] <= 2) {
        uint32_t number = number_of(text, at, p->size[0]);
        if (read_counted(text, number, p->end, &day, &end)) {
            month = number;
        } else {
            day = number;
            end = p->end;
            month = month_behind(f, text, &end);
            if (!month) {
                end = p->end;
                month = month_before(f, text, from, at);
            }
        }
    }
    if (!is_day_of(month, day))
        return false;
    figure->kind = CR_FIGURE_DAY;
    figure->end = end;
    snprintf(figure->key, sizeof figure->key, "%02u-%02u", (unsigned)month, (unsigned)day);
    return true;
}

cr_figure cr_figures_read(const cr_figures *f, cr_view text, size_t from, size_t at)
{
    cr_figure figure = {0};
    amount a;
    size_t next;
    if (digit_at(text, at, &next) < 0)
        return figure;
    parts p = read_parts(f, text, at);
    if (read_day(f, text, from, at, &p, &figure))
        return figure;
    figure.kind = CR_FIGURE_AMOUNT;
    if (read_amount(f, text, &p, &a)) {
        add_rest(f, text, &a);
        write_amount(&a, figure.key);
        figure.scaled = a.scaled;
        figure.end = a.end;
    } else {
        p.digits[p.n_digits < MAX_DIGITS ? p.n_digits : MAX_DIGITS] = '\0';
        snprintf(figure.key, sizeof figure.key, "%s", p.digits);
        figure.end = p.end;
    }
    return figure;
}
