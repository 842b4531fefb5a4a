#include "source/feed_date.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/date.h"
#include "text/months.h"

#include <stdlib.h>
#include <string.h>

enum {
    LONGEST = 160,      // bytes of a date
    MOST_NUMBERS = 8,   // outside the time
    MOST_FAILURES = 50  // words that are looked for in vain in all languages of a calendar
};

/* Where a feed does not tell its language, months are looked for in these. */
static const char *const COMMON[] = {"de", "fr", "es", "it", "pt", "nl", "ru",
                                     "pl", "el", "hu", "tr", "sv", "cs", "ar"};

enum { N_COMMON = sizeof COMMON / sizeof *COMMON };

struct cr_feed_calendar {
    char lang[16];
    bool loaded;
    cr_months *months[N_COMMON];  // [n_months]
    size_t n_months, n_failures;
};

cr_feed_calendar *cr_feed_calendar_new(const char *lang)
{
    cr_feed_calendar *calendar = cr_allocate_zeroed(1, sizeof *calendar);
    if (strlen(lang) < sizeof calendar->lang && strcmp(lang, "und") != 0)
        memcpy(calendar->lang, lang, strlen(lang));
    return calendar;
}

void cr_feed_calendar_free(cr_feed_calendar *calendar)
{
    if (!calendar)
        return;
    for (size_t i = 0; i < calendar->n_months; i++)
        cr_months_free(calendar->months[i]);
    free(calendar);
}

static void load(cr_feed_calendar *calendar)
{
    calendar->loaded = true;
    if (calendar->lang[0] && strcmp(calendar->lang, "en") != 0) {
        calendar->months[calendar->n_months++] = cr_months_new(calendar->lang, false);
        return;
    }
    for (; calendar->n_months < N_COMMON; calendar->n_months++)
        calendar->months[calendar->n_months] = cr_months_new(COMMON[calendar->n_months], false);
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static int64_t english_month(cr_view word)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    for (int64_t i = 0; word.size >= 3 && i < 12; i++)
        if (word.size <= strlen(names[i]) &&
            cr_view_equal_ignoring_case(word, cr_view_slice(cr_view_of(names[i]), 0, word.size)))
            return i + 1;
    return 0;
}

static int64_t foreign_month(cr_feed_calendar *calendar, cr_view word)
{
    if (!calendar || calendar->n_failures > MOST_FAILURES)
        return 0;
    if (!calendar->loaded)
        load(calendar);
    for (size_t i = 0; i < calendar->n_months; i++) {
        int64_t month = calendar->months[i] ? cr_months_find(calendar->months[i], word) : 0;
        if (month)
            return month;
    }
    return 0;
}

/* Hours of zones that have names, in quarters; those of several meanings are America's and Europe's. */
static bool zone_named(cr_view word, int64_t *seconds)
{
    static const struct {
        char name[5];
        int8_t quarters;
    } zones[] = {
        {"GMT", 0},    {"UTC", 0},   {"UT", 0},    {"Z", 0},     {"WET", 0},    {"WEST", 4},   {"BST", 4},
        {"IST", 22},   {"CET", 4},   {"MET", 4},   {"MEZ", 4},   {"CEST", 8},   {"MEST", 8},   {"MESZ", 8},
        {"EET", 8},    {"EEST", 12}, {"SAST", 8},  {"CAT", 8},   {"WAT", 4},    {"EAT", 12},   {"MSK", 12},
        {"MSD", 16},   {"TRT", 12},  {"GST", 16},  {"PKT", 20},  {"NPT", 23},   {"ICT", 28},   {"WIB", 28},
        {"WITA", 32},  {"WIT", 36},  {"HKT", 32},  {"SGT", 32},  {"PHT", 32},   {"AWST", 32},  {"JST", 36},
        {"KST", 36},   {"ACST", 38}, {"AEST", 40}, {"ACDT", 42}, {"AEDT", 44},  {"NZST", 48},  {"NZDT", 52},
        {"NST", -14},  {"NDT", -10}, {"AST", -16}, {"ADT", -12}, {"BRT", -12},  {"ART", -12},  {"CLT", -16},
        {"CLST", -12}, {"COT", -20}, {"PET", -20}, {"EST", -20}, {"EDT", -16},  {"CST", -24},  {"CDT", -20},
        {"MST", -28},  {"MDT", -24}, {"PST", -32}, {"PDT", -28}, {"AKST", -36}, {"AKDT", -32}, {"HST", -40},
        {"ET", -20},   {"CT", -24},  {"MT", -28},  {"PT", -32},
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (cr_view_equal_ignoring_case(word, cr_view_of(zones[i].name))) {
            *seconds = zones[i].quarters * (int64_t)900;
            return true;
        }
    return false;
}

static bool is_one_of(cr_view word, const char *const *words)
{
    for (; *words; words++)
        if (cr_view_equal_ignoring_case(word, cr_view_of(*words)))
            return true;
    return false;
}

/* ---- pieces ------------------------------------------------------------------------------------------------------ */

typedef struct moment {
    int64_t year, month, day;
    bool has_time;
    int64_t hour, minute, second, zone;
} moment;

static bool finish(const moment *m, cr_date *date)
{
    cr_date found;
    int64_t year = m->year;
    if (year > 2400 && year < 2700)  // of the Buddhist era
        year -= 543;
    if (!cr_date_of_day(year, m->month, m->day, &found))
        return false;
    bool good = m->has_time && m->hour <= 24 && m->minute <= 59 && m->second <= 61;
    if (good) {
        found.seconds += m->hour * 3600 + m->minute * 60 + (m->second > 59 ? 59 : m->second) - m->zone;
        found.precision = CR_DATE_TIME;
    }
    *date = found;
    return true;
}

static size_t count_digits(cr_view text, size_t at)
{
    size_t n = 0;
    while (at + n < text.size && cr_is_digit(text.data[at + n]))
        n++;
    return n;
}

static int64_t number(cr_view text, size_t at, size_t n)
{
    int64_t value = 0;
    for (size_t i = 0; i < n && i < 9; i++)
        value = value * 10 + (text.data[at + i] - '0');
    return value;
}

static char byte_at(cr_view text, size_t at)
{
    return at < text.size ? text.data[at] : '\0';
}

static int64_t full_year(int64_t year, size_t digits)
{
    if (digits == 2)
        return year < 50 ? year + 2000 : year + 1900;
    return digits == 3 ? year + 1900 : year;
}

static size_t skip_space(cr_view text, size_t at)
{
    while (at < text.size && cr_is_space(text.data[at]))
        at++;
    return at;
}

/* "+0100", "-5", "+05:30" at `at`; 0 bytes: none. */
static size_t read_offset(cr_view text, size_t at, int64_t *seconds)
{
    char sign = byte_at(text, at);
    size_t n = count_digits(text, at + 1), end = at + 1 + n;
    if ((sign != '+' && sign != '-') || n == 0 || n > 4)
        return 0;
    int64_t value = number(text, at + 1, n), hours = n < 3 ? value : value / 100, minutes = n < 3 ? 0 : value % 100;
    if (n < 3 && byte_at(text, end) == ':' && count_digits(text, end + 1) == 2) {
        minutes = number(text, end + 1, 2);
        end += 3;
    }
    if (hours > 24 || minutes > 59)
        hours = minutes = 0;
    *seconds = (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return end - at;
}

static size_t word_size(cr_view text, size_t at)
{
    size_t n = 0;
    while (at + n < text.size && (cr_is_alpha(text.data[at + n]) || (unsigned char)text.data[at + n] >= 0x80))
        n++;
    return n;
}

/* ---- ISO 8601 ---------------------------------------------------------------------------------------------------- */

/* The day of the year. */
static bool take_ordinal(moment *m, int64_t of_year)
{
    for (m->month = 1; m->month <= 12; m->month++) {
        cr_date date;
        m->day = 31;
        while (!cr_date_of_day(m->year, m->month, m->day, &date))
            if (--m->day == 0)
                return false;
        if (of_year <= m->day) {
            m->day = of_year;
            return of_year > 0;
        }
        of_year -= m->day;
    }
    return false;
}

static bool iso_day(cr_view text, size_t *at, moment *m)
{
    size_t n = count_digits(text, *at), second, third;
    m->month = m->day = 1;
    m->year = full_year(number(text, *at, n > 4 ? 4 : n), n > 4 ? 4 : n);
    if (n == 8 || n == 6) {  // 20261122, 261122
        size_t y = n - 4;
        m->year = full_year(number(text, *at, y), y);
        m->month = number(text, *at + y, 2);
        m->day = number(text, *at + y + 2, 2);
        *at += n;
        return true;
    }
    if (n == 7 || n == 5) {  // 2026326, 26326
        m->year = full_year(number(text, *at, n - 3), n - 3);
        int64_t of_year = number(text, *at + n - 3, 3);
        *at += n;
        return take_ordinal(m, of_year);
    }
    if (n != 4 && n != 2)
        return false;
    *at += n;
    char separator = byte_at(text, *at);
    if (n == 2 && separator != '-')
        return false;
    if (separator != '-' && separator != '/' && separator != '.')
        return n == 4;
    second = count_digits(text, *at + 1);
    if (second == 3 && separator == '-') {
        int64_t of_year = number(text, *at + 1, 3);
        *at += 4;
        return take_ordinal(m, of_year);
    }
    if (second == 0 || second > 2)
        return false;
    m->month = number(text, *at + 1, second);
    *at += 1 + second;
    if (byte_at(text, *at) != separator)
        return n == 4;
    third = count_digits(text, *at + 1);
    if (third == 0 || third > 2)
        return false;
    m->day = number(text, *at + 1, third);
    *at += 1 + third;
    return true;
}

static bool iso_time(cr_view text, size_t *at, moment *m)
{
    size_t n = count_digits(text, *at);
    if (n == 6 || n == 4) {
        m->hour = number(text, *at, 2);
        m->minute = number(text, *at + 2, 2);
        m->second = n == 6 ? number(text, *at + 4, 2) : 0;
        *at += n;
    } else if (n == 1 || n == 2) {
        m->hour = number(text, *at, n);
        *at += n;
        for (int64_t *part = &m->minute; byte_at(text, *at) == ':' && count_digits(text, *at + 1) == 2;) {
            *part = number(text, *at + 1, 2);
            *at += 3;
            if (part == &m->second)
                break;
            part = &m->second;
        }
    } else {
        return false;
    }
    m->has_time = true;
    if ((byte_at(text, *at) == '.' || byte_at(text, *at) == ',') && count_digits(text, *at + 1))
        *at += 1 + count_digits(text, *at + 1);
    return true;
}

static bool read_iso(cr_view text, cr_date *date)
{
    moment m = {0};
    size_t at = 0;
    if (!iso_day(text, &at, &m))
        return false;
    size_t time = byte_at(text, at) == 'T' || byte_at(text, at) == 't' ? at + 1 : skip_space(text, at);
    if (time > at && time < text.size) {
        at = time;
        if (!iso_time(text, &at, &m))
            return false;
        at = skip_space(text, at);
        size_t size = read_offset(text, at, &m.zone), word = word_size(text, at);
        if (size)
            at += size;
        else if (word && zone_named(cr_view_slice(text, at, at + word), &m.zone))
            at += word;
    }
    return at == text.size && finish(&m, date);
}

/* ---- words and figures ------------------------------------------------------------------------------------------- */

typedef struct figure {
    int64_t value;
    size_t digits;
    char before;    // the separator before it
    bool in_front;  // of the month's name
} figure;

typedef struct loose {
    cr_view text;
    cr_feed_calendar *calendar;
    moment m;
    figure figures[MOST_NUMBERS];  // [n_figures]
    size_t n_figures;
    bool has_month, afternoon, morning, has_zone, has_unknown;
} loose;

/* "10:35", "10:35:12.5", "10h35" at `at`; 0 bytes: none. */
static size_t read_clock(cr_view text, size_t at, moment *m)
{
    size_t n = count_digits(text, at), end = at + n;
    char mark = byte_at(text, end);
    bool with_h = (mark == 'h' || mark == 'H') && !cr_is_alpha(byte_at(text, end + 1));
    size_t minutes = count_digits(text, end + 1);
    if (n < 1 || n > 2 || (mark != ':' && !with_h) || (mark == ':' && (minutes < 1 || minutes > 2)) || minutes > 2)
        return 0;
    m->hour = number(text, at, n);
    m->minute = minutes ? number(text, end + 1, minutes) : 0;
    end += 1 + minutes;
    if (byte_at(text, end) == ':' && count_digits(text, end + 1)) {
        n = count_digits(text, end + 1);
        m->second = number(text, end + 1, n);
        end += 1 + n;
    }
    if (byte_at(text, end) == '.' && count_digits(text, end + 1))
        end += 1 + count_digits(text, end + 1);
    m->has_time = true;
    return end - at;
}

static void take_word(loose *l, cr_view word)
{
    static const char *const afternoon[] = {"pm",
                                            "p",
                                            "\xEC\x98\xA4\xED\x9B\x84",
                                            "\xE4\xB8\x8B\xE5\x8D\x88",
                                            "\xE5\x8D\x88\xE5\xBE\x8C",
                                            "\xCE\xBC\xCE\xBC",
                                            "\xD9\x85",
                                            NULL};
    static const char *const morning[] = {"am",
                                          "a",
                                          "\xEC\x98\xA4\xEC\xA0\x84",
                                          "\xE4\xB8\x8A\xE5\x8D\x88",
                                          "\xE5\x8D\x88\xE5\x89\x8D",
                                          "\xCF\x80\xCE\xBC",
                                          "\xD8\xB5",
                                          NULL};
    int64_t month = english_month(word), zone;
    if (is_one_of(word, afternoon)) {
        l->afternoon = true;
    } else if (is_one_of(word, morning)) {
        l->morning = true;
    } else if (!month && l->m.has_time && !l->has_zone && zone_named(word, &zone)) {
        l->m.zone = zone;
        l->has_zone = true;
    } else {
        if (!month) {
            month = foreign_month(l->calendar, word);
            l->has_unknown |= !month;
        }
        if (month) {  // the last one: some weekdays look like months of other languages
            l->m.month = month;
            l->has_month = true;
            for (size_t i = 0; i < l->n_figures; i++)
                l->figures[i].in_front = true;
        }
    }
}

static void take_pieces(loose *l)
{
    cr_view text = l->text;
    char before = ' ';
    for (size_t at = 0; at < text.size;) {
        char c = text.data[at];
        size_t size = word_size(text, at);
        if (size) {
            // "10AM", and the words behind the figures of East Asia
            take_word(l, cr_view_slice(text, at, at + size));
            at += size;
            before = ' ';
            continue;
        }
        if (cr_is_digit(c)) {
            size = l->m.has_time ? 0 : read_clock(text, at, &l->m);
            if (!size) {
                size = count_digits(text, at);
                if (l->n_figures < MOST_NUMBERS)
                    l->figures[l->n_figures++] = (figure){number(text, at, size), size, before, false};
            }
            at += size;
            before = ' ';
            continue;
        }
        if (l->m.has_time && (c == '+' || c == '-') && (size = read_offset(text, at, &l->m.zone)) > 0) {
            l->has_zone = true;
            at += size;
            continue;
        }
        before = c;
        at++;
    }
}

static bool is_year(const figure *f)
{
    return f->digits >= 3 || f->value > 31;
}

/* Day and year beside the name of a month. */
static bool by_name(loose *l)
{
    figure *f = l->figures;
    moment *m = &l->m;
    m->day = 1;
    if (l->n_figures == 0)
        return false;
    if (l->n_figures == 1) {
        m->year = full_year(f[0].value, f[0].digits);
        return f[0].digits >= 3;
    }
    size_t year = is_year(&f[0]) ? 0 : 1, day = 1 - year;
    m->year = full_year(f[year].value, f[year].digits);
    m->day = f[day].value;
    return true;
}

/* Three figures in an order that their size, their separators or the language tell. */
static bool by_figures(loose *l)
{
    figure *f = l->figures;
    moment *m = &l->m;
    if (l->n_figures < 3 || (is_year(&f[0]) && is_year(&f[2])))
        return false;
    size_t year = is_year(&f[0]) ? 0 : 2, month = 1, day = year == 0 ? 2 : 0;
    bool english = !l->calendar || !l->calendar->lang[0] || strcmp(l->calendar->lang, "en") == 0;
    if (year == 2 && f[1].before == '/' && (f[1].value > 12 || (english && f[0].value <= 12))) {
        month = 0;
        day = 1;
    }
    m->year = full_year(f[year].value, f[year].digits);
    m->month = f[month].value;
    m->day = f[day].value;
    return true;
}

static bool read_loose(cr_view text, cr_feed_calendar *calendar, cr_date *date)
{
    loose l = {.text = text, .calendar = calendar};
    take_pieces(&l);
    bool found = l.has_month ? by_name(&l) : by_figures(&l);
    if (calendar && !found && l.has_unknown)
        calendar->n_failures++;
    if (l.afternoon && l.m.hour < 12)
        l.m.hour += 12;
    else if (l.morning && l.m.hour == 12)
        l.m.hour = 0;
    return found && finish(&l.m, date);
}

/* Figures of other scripts as those of ASCII. */
static void append_plain(cr_buf *out, cr_view text)
{
    static const uint32_t zeros[] = {0x660, 0x6F0, 0x966, 0x9E6, 0xA66,  0xAE6, 0xBE6,
                                     0xC66, 0xCE6, 0xD66, 0xE50, 0x1040, 0xFF10};
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t code = cr_utf8_next(text, &at);
        for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
            if (code >= zeros[i] && code < zeros[i] + 10)
                code = '0' + (code - zeros[i]);
        if (code == 0xA0 || code == 0x202F || code == 0x3000 || code == 0x200E || code == 0x200F)
            code = ' ';
        if (code == 0x2212 || code == 0x2010)
            code = '-';
        if (code < 0x80)
            cr_buf_append_byte(out, (char)code);
        else
            cr_buf_append(out, cr_view_slice(text, start, at));
    }
}

bool cr_feed_date(cr_view text, cr_feed_calendar *calendar, cr_date *date)
{
    text = cr_view_trim(text);
    *date = (cr_date){0, CR_DATE_NONE};
    if (!text.size || text.size > LONGEST)
        return false;
    if (cr_date_parse(text, date))
        return true;
    cr_buf plain = {0};
    append_plain(&plain, text);
    cr_view line = cr_view_trim(cr_buf_view(&plain));
    bool found = read_iso(line, date) || read_loose(line, calendar, date);
    cr_buf_release(&plain);
    return found;
}
