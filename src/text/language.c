/* What speaks for a language is counted in points (a point is about a factor of two in the odds). A word listed as a function word
 * of some languages of a family and not of the others is worth SAID points to those that list it, a marker MARKED, a listed
 * beginning, ending or inside PARTLY. CLD2's answer and the declared language bring points of their own. The sum is that of naive
 * Bayes with rounded weights, which generalises where counted frequencies of a corpus would not. */
#include "text/language.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/cld2.h"
#include "text/fold.h"
#include "text/script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

enum {
    PIECES = 4,        // of a long text that are read
    PIECE_SIZE = 256,  // bytes
    SAMPLE_SIZE = PIECES * PIECE_SIZE,
    MAX_WORD = 64,       // bytes; a longer one is no word
    MAX_PART = 12,       // code points of a listed beginning, ending or inside
    MAX_LANGUAGES = 64,  // of a family: bits of a set
    SHORT_TEXT = 200,    // letters; below it CLD2 is checked against the words
    SOME_LETTERS = 24,   // that CLD2 needs for a guess which no word supports

    SAID = 3,
    MARKED = 5,
    PARTLY = 3,
    PRIOR_RELIABLE = 12,  // CLD2's answer, at most
    LEAST_RELIABLE = 4,   // on no letters at all
    LETTERS_A_POINT = 8,
    PRIOR_GUESS = 4,     // its best guess, where it does not want to answer
    PRIOR_STRANGER = 8,  // the same for a language without lexicon
    PRIOR_ENGLISH = 1,   // the same for English, its answer to anything Latin it does not know
    PRIOR_RELATIVE = 3,  // the language found so far among its close relatives
    PRIOR_HINT = 4,
    EVIDENCE = 6,  // points of words that make an answer without CLD2
};

/* ---- families: languages whose words are held against one another -------------------------------------------------- */

static const char *const LATIN[] = {"en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "fi", "is", "et",
                                    "lv", "lt", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "sq", "ro", "hu", "tr", "az",
                                    "ca", "gl", "eu", "ga", "cy", "mt", "vi", "id", "ms", "tl", "sw", NULL};
static const char *const CYRILLIC[] = {"ru", "uk", "be", "bg", "mk", "sr", NULL};
static const char *const ARABIC[] = {"ar", "fa", "ur", NULL};
static const char *const DEVANAGARI[] = {"hi", "mr", "ne", NULL};
static const char *const HAN[] = {"zh-Hans", "zh-Hant", "ja", NULL};
static const char *const SCANDINAVIAN[] = {"nb", "nn", "da", "sv", NULL};
static const char *const CZECHOSLOVAK[] = {"cs", "sk", NULL};
static const char *const SERBOCROATIAN[] = {"hr", "sr", "bs", NULL};
static const char *const MALAY[] = {"id", "ms", NULL};
static const char *const IBERIAN[] = {"pt", "gl", "es", "ca", NULL};
static const char *const BALKAN[] = {"bg", "mk", "sr", NULL};

/* CLOSE: always told apart, by their markers. FAR: asked only in doubt, by all words. MANY: the same, but of so many languages that
 * markers, which tell two or three apart, would mislead: by function words, by whole markers where a lexicon has nothing else. */
static const struct {
    cr_script script;
    enum { CLOSE, FAR, MANY } kind;
    const char *const *tags;
} FAMILIES[] = {
    {CR_SCRIPT_LATIN, CLOSE, SCANDINAVIAN},
    {CR_SCRIPT_LATIN, CLOSE, CZECHOSLOVAK},
    {CR_SCRIPT_LATIN, CLOSE, SERBOCROATIAN},
    {CR_SCRIPT_LATIN, CLOSE, MALAY},
    {CR_SCRIPT_LATIN, CLOSE, IBERIAN},
    {CR_SCRIPT_CYRILLIC, CLOSE, BALKAN},
    {CR_SCRIPT_LATIN, MANY, LATIN},
    {CR_SCRIPT_CYRILLIC, FAR, CYRILLIC},
    {CR_SCRIPT_ARABIC, FAR, ARABIC},
    {CR_SCRIPT_DEVANAGARI, FAR, DEVANAGARI},
    {CR_SCRIPT_HAN, FAR, HAN},
};

enum { N_FAMILIES = sizeof FAMILIES / sizeof *FAMILIES };

/* Sets of languages, by bit in the order of the family's tags. */
typedef struct speech {
    uint64_t said, marked;
} speech;

enum { BEGINNING, ENDING, INSIDE, N_PARTS };

typedef struct family {
    bool is_ready;
    const char *const *tags;
    size_t n_tags;
    uint64_t listed;          // languages that have a lexicon
    cr_map words;             // -> index into speeches
    cr_map parts[N_PARTS];    // -> index into speeches (marked)
    uint32_t sizes[N_PARTS];  // bit n: some part has n code points
    speech *speeches;         // [n_speeches]
    size_t n_speeches, capacity;
} family;

struct cr_language_detector {
    cr_rule_book book;
    family families[N_FAMILIES];
};

cr_language_detector *cr_language_detector_new(const cr_rule_book *book)
{
    cr_language_detector *detector = cr_allocate_zeroed(1, sizeof *detector);
    detector->book = *book;
    return detector;
}

static void clear_family(family *f)
{
    cr_map_release(&f->words);
    for (int part = 0; part < N_PARTS; part++)
        cr_map_release(&f->parts[part]);
    free(f->speeches);
    *f = (family){0};
}

void cr_language_detector_free(cr_language_detector *detector)
{
    if (!detector)
        return;
    for (size_t i = 0; i < N_FAMILIES; i++)
        clear_family(&detector->families[i]);
    free(detector);
}

static speech *speech_of(family *f, cr_map *map, cr_view key)
{
    bool added;
    cr_map_slot *slot = cr_map_put(map, key, &added);
    if (added) {
        f->speeches = cr_grow(f->speeches, &f->capacity, f->n_speeches + 1, sizeof *f->speeches);
        f->speeches[f->n_speeches] = (speech){0};
        slot->value = f->n_speeches++;
    }
    return &f->speeches[slot->value];
}

static size_t count_codes(cr_view text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.size; n++)
        cr_utf8_next(text, &at);
    return n;
}

/* "-x" is an ending, "x-" a beginning, "-x-" an inside, anything else a word. words_alone: take no others, and no more
 * seriously than function words. */
static void add_marker(family *f, cr_view marker, uint64_t language, bool words_alone)
{
    cr_view letters = marker;
    bool open_left = cr_view_starts(marker, CR_VIEW("-")), open_right = cr_view_ends(marker, CR_VIEW("-"));
    if (open_left)
        letters = cr_view_slice(letters, 1, letters.size);
    if (open_right && letters.size)
        letters = cr_view_slice(letters, 0, letters.size - 1);
    size_t size = count_codes(letters);
    if (!open_left && !open_right) {
        speech *s = speech_of(f, &f->words, marker);
        *(words_alone ? &s->said : &s->marked) |= language;
    } else if (!words_alone && size > 0 && size <= MAX_PART) {
        int part = !open_left ? BEGINNING : !open_right ? ENDING : INSIDE;
        speech_of(f, &f->parts[part], letters)->marked |= language;
        f->sizes[part] |= 1u << size;
    }
}

/* The words of a family, gathered from the lexicons the first time. */
static cr_status open_family(cr_language_detector *detector, size_t which, const family **opened, cr_error *error)
{
    family *f = &detector->families[which];
    *opened = f;
    if (f->is_ready)
        return CR_OK;
    f->tags = FAMILIES[which].tags;
    for (; f->tags[f->n_tags]; f->n_tags++) {
        const cr_rules *rules;
        uint64_t language = (uint64_t)1 << f->n_tags;
        cr_status status = detector->book.find(detector->book.context, f->tags[f->n_tags], &rules, error);
        if (status) {
            clear_family(f);
            return status;
        }
        const cr_map *said = &rules->stop_words, *marked = &rules->markers;
        bool many = FAMILIES[which].kind == MANY;
        if (said->size || marked->size)
            f->listed |= language;
        for (size_t i = 0; FAMILIES[which].kind != CLOSE && i < said->capacity; i++)
            if (said->slots[i].key.data)
                speech_of(f, &f->words, said->slots[i].key)->said |= language;
        for (size_t i = 0; !(many && said->size) && i < marked->capacity; i++)
            if (marked->slots[i].key.data)
                add_marker(f, marked->slots[i].key, language, many);
    }
    f->is_ready = true;
    return CR_OK;
}

/* ---- the sample ---------------------------------------------------------------------------------------------------- */

typedef struct sample {
    char text[SAMPLE_SIZE + 8];  // words of the main script, parted by one space
    size_t size;
    size_t n_letters;
    cr_script script;
    double share;  // of the main script among all letters, by their weight in cr_script_main: rough
} sample;

static bool is_text_mark(cr_view token)
{
    return cr_view_find(token, CR_VIEW("://")) != CR_NOT_FOUND || cr_view_find_byte(token, '@') != CR_NOT_FOUND ||
           cr_view_starts(token, CR_VIEW("www."));
}

/* A piece of the text about here, cut between words where there are spaces, between characters where not. */
static cr_view piece_of(cr_view text, size_t which)
{
    if (text.size <= SAMPLE_SIZE)
        return which == 0 ? text : (cr_view){0};
    size_t start = (text.size - PIECE_SIZE) / (PIECES - 1) * which, end = start + PIECE_SIZE;
    size_t least = end - PIECE_SIZE / 8, most = start + PIECE_SIZE / 8, cut = start;
    while (start > 0 && cut < most && !cr_is_space(text.data[cut]))
        cut++;
    start = cut < most ? cut : start;
    cut = end;
    while (end < text.size && cut > least && !cr_is_space(text.data[cut]))
        cut--;
    end = cut > least ? cut : end;
    while (start < end && !cr_utf8_is_boundary(text, start))
        start++;
    while (end > start && !cr_utf8_is_boundary(text, end))
        end--;
    return cr_view_slice(text, start, end);
}

static bool belongs(cr_script script, cr_script main)
{
    return script == main || (main == CR_SCRIPT_KANA && script == CR_SCRIPT_HAN) ||
           (main == CR_SCRIPT_HANGUL && script == CR_SCRIPT_HAN);
}

/* Copies the words of the main script; what stands between them becomes one space. Addresses are left out. */
static void copy_words(cr_view piece, sample *s)
{
    for (size_t at = 0; at < piece.size;) {
        size_t start = at;
        while (at < piece.size && !cr_is_space(piece.data[at]))
            at++;
        cr_view token = cr_view_slice(piece, start, at);
        while (at < piece.size && cr_is_space(piece.data[at]))
            at++;
        if (is_text_mark(token))
            continue;
        for (size_t i = 0; i < token.size && s->size < SAMPLE_SIZE;) {
            size_t from = i;
            uint32_t code = cr_utf8_next(token, &i);
            bool joins = code == '\'' || code == 0x2019 || code == 0x92 || code == 0x200C || code == 0x200D;
            bool kept = joins ? s->size > 0 && s->text[s->size - 1] != ' '
                              : belongs(cr_script_of(code), s->script) ||
                                    (code >= 0x300 && u_getCombiningClass((UChar32)code) != 0);
            if (kept && joins && code < 0x200C) {
                s->text[s->size++] = '\'';
            } else if (kept && i - from <= SAMPLE_SIZE - s->size) {
                memcpy(s->text + s->size, token.data + from, i - from);
                s->size += i - from;
            } else if (s->size > 0 && s->text[s->size - 1] != ' ') {
                s->text[s->size++] = ' ';
            }
        }
        if (s->size > 0 && s->size < SAMPLE_SIZE && s->text[s->size - 1] != ' ')
            s->text[s->size++] = ' ';
    }
}

static void take_sample(cr_view text, sample *s)
{
    cr_script_counts counts = {0};
    s->size = 0;
    for (size_t i = 0; i < PIECES; i++)
        cr_script_count(piece_of(text, i), &counts);
    s->script = cr_script_main(&counts);
    s->n_letters = counts.letters[s->script];
    if (s->script == CR_SCRIPT_KANA || s->script == CR_SCRIPT_HANGUL)
        s->n_letters += counts.letters[CR_SCRIPT_HAN];
    s->share = counts.n_letters ? (double)s->n_letters / (double)counts.n_letters : 0;
    for (size_t i = 0; i < PIECES; i++)
        copy_words(piece_of(text, i), s);
    s->text[s->size] = '\0';
}

/* ---- counting points ----------------------------------------------------------------------------------------------- */

typedef struct tally {
    int points[MAX_LANGUAGES];  // of words, without priors
    int n_words;
} tally;

static void give(tally *t, uint64_t languages, int points)
{
    for (int i = 0; languages; i++, languages >>= 1)
        if (languages & 1)
            t->points[i] += points;
}

static void give_speech(tally *t, const speech *s)
{
    give(t, s->marked, MARKED);
    give(t, s->said & ~s->marked, SAID);
}

static const speech *look_up(const family *f, const cr_map *map, cr_view key)
{
    const cr_map_slot *slot = map->size ? cr_map_find(map, key) : NULL;
    return slot ? &f->speeches[slot->value] : NULL;
}

/* Languages of which some part is in the word. A part leaves something of the word over. */
static uint64_t languages_of_parts(const family *f, cr_view word)
{
    size_t places[MAX_WORD + 1], n = 0;  // where its code points start
    uint64_t languages = 0;
    if (!(f->sizes[BEGINNING] | f->sizes[ENDING] | f->sizes[INSIDE]))
        return 0;
    for (size_t at = 0; at < word.size; n++) {
        places[n] = at;
        cr_utf8_next(word, &at);
    }
    places[n] = word.size;
    for (size_t size = 1; size <= MAX_PART && size <= n; size++)
        for (int part = 0; part < N_PARTS; part++) {
            if (!(f->sizes[part] >> size & 1))
                continue;
            size_t first = part == ENDING ? n - size : 0, last = part == BEGINNING ? 0 : n - size;
            for (size_t at = first; at <= last; at++) {
                const speech *s = look_up(f, &f->parts[part], cr_view_slice(word, places[at], places[at + size]));
                if (s)
                    languages |= s->marked;
            }
        }
    return languages;
}

static void count_word(const family *f, cr_view word, tally *t)
{
    const speech *s = look_up(f, &f->words, word);
    if (s)
        give_speech(t, s);
    if (!s || !s->marked)
        give(t, languages_of_parts(f, word) & ~(s ? s->said : 0), PARTLY);
    t->n_words++;
}

/* "l'home" is also "l" and "home", "rock'n'roll" three. */
static void count_with_elisions(const family *f, cr_view word, tally *t)
{
    ptrdiff_t cut = cr_view_find_byte(word, '\'');
    if (cut == CR_NOT_FOUND || look_up(f, &f->words, word)) {
        if (word.size)
            count_word(f, word, t);
        return;
    }
    while (cut != CR_NOT_FOUND) {
        if (cut > 0)
            count_word(f, cr_view_slice(word, 0, (size_t)cut), t);
        word = cr_view_slice(word, (size_t)cut + 1, word.size);
        cut = cr_view_find_byte(word, '\'');
    }
    if (word.size)
        count_word(f, word, t);
}

static void count_words(const family *f, cr_view words, tally *t)
{
    *t = (tally){0};
    for (size_t at = 0; at < words.size;) {
        size_t start = at;
        while (at < words.size && words.data[at] != ' ')
            at++;
        if (at > start && at - start <= MAX_WORD)
            count_with_elisions(f, cr_view_slice(words, start, at), t);
        at++;
    }
}

static void count_characters(const family *f, cr_view text, tally *t)
{
    *t = (tally){0};
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        cr_utf8_next(text, &at);
        const speech *s = look_up(f, &f->words, cr_view_slice(text, start, at));
        if (s)
            give(t, s->marked, MARKED);
    }
}

/* ---- deciding ------------------------------------------------------------------------------------------------------ */

typedef struct verdict {
    const char *tag;  // "und": none; of a static table or of CLD2
    int evidence;     // points of words for it
    int margin;       // points before the next language
    bool reliable;    // in CLD2's eyes
} verdict;

/* Its place in the family; -1 for a stranger, and for a language without lexicon: no words, no comparison. */
static int index_of(const family *f, const char *tag)
{
    for (size_t i = 0; i < f->n_tags; i++)
        if ((f->listed >> i & 1) && strcmp(f->tags[i], tag) == 0)
            return (int)i;
    return -1;
}

/* The CLOSE family of a language, or NULL. */
static const char *const *relatives_of(const char *tag, cr_script script)
{
    for (size_t i = 0; i < N_FAMILIES; i++)
        for (const char *const *member = FAMILIES[i].tags; FAMILIES[i].kind == CLOSE && *member; member++)
            if (FAMILIES[i].script == script && strcmp(*member, tag) == 0)
                return FAMILIES[i].tags;
    return NULL;
}

static bool is_among(const char *const *tags, const char *tag)
{
    while (tags && *tags && strcmp(*tags, tag) != 0)
        tags++;
    return tags && *tags;
}

/* The language of most points; v->tag and the hint come in with theirs. Equal ones: v->tag, else the first in the family. A v->tag
 * without words here stands if CLD2 is sure, else until another has more points than the prior. What its relatives have counts
 * for v->tag: they are told apart elsewhere. */
static void choose(const family *f, const tally *t, const char *const *relatives, const char *hint, int prior,
                   verdict *v)
{
    int known = index_of(f, v->tag), hinted = index_of(f, hint);
    int best = known, own = known >= 0 ? t->points[known] : 0, second = 0;
    for (int i = 0; i < (int)f->n_tags; i++)
        if (is_among(relatives, f->tags[i]) && t->points[i] > own)
            own = t->points[i];
    if (known < 0 && v->reliable)
        return;
    int most = prior + own + (known >= 0 && known == hinted ? PRIOR_HINT : 0);
    for (int i = 0; i < (int)f->n_tags; i++) {
        int points = t->points[i] + (i == hinted ? PRIOR_HINT : 0);
        if (i == known || is_among(relatives, f->tags[i]))
            continue;
        if (points > most) {
            second = most;
            most = points;
            best = i;
        } else if (points > second) {
            second = points;
        }
    }
    v->margin = most - second;
    v->evidence = best == known ? own : t->points[best];
    if (best >= 0)
        v->tag = f->tags[best];
}

/* CLD2's code as a tag of ours. */
static const char *tag_of_code(const char *code)
{
    static const struct {
        const char *code, *tag;
    } CODES[] = {{"un", "und"},     {"iw", "he"},    {"no", "nb"},   {"in", "id"},  {"jw", "jv"},
                 {"mo", "ro"},      {"ji", "yi"},    {"fil", "tl"},  {"sh", "hr"},  {"bh", "hi"},
                 {"zh", "zh-Hans"}, {"sr-ME", "sr"}, {"zzp", "und"}, {"tlh", "und"}};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (strcmp(code, CODES[i].code) == 0)
            return CODES[i].tag;
    return strncmp(code, "xx", 2) == 0 || strlen(code) >= CR_TAG_SIZE ? "und" : code;
}

static cr_status find_close(cr_language_detector *detector, const sample *s, cr_view folded, const char *hint,
                            verdict *v, cr_error *error)
{
    for (size_t i = 0; i < N_FAMILIES; i++) {
        if (FAMILIES[i].kind != CLOSE || FAMILIES[i].script != s->script || !is_among(FAMILIES[i].tags, v->tag))
            continue;
        const family *f;
        tally t;
        cr_status status = open_family(detector, i, &f, error);
        if (status)
            return status;
        count_words(f, folded, &t);
        choose(f, &t, NULL, hint, PRIOR_RELATIVE, v);
        break;
    }
    return CR_OK;
}

/* What CLD2's answer is worth: more on more letters, and less if it is English, its answer to much that it does not know. */
static int reliable_prior(const sample *s, const verdict *v)
{
    int points = LEAST_RELIABLE + (int)(s->n_letters < SHORT_TEXT ? s->n_letters : SHORT_TEXT) / LETTERS_A_POINT;
    if (strcmp(v->tag, "en") == 0)
        points /= 2;
    return points < PRIOR_RELIABLE ? points : PRIOR_RELIABLE;
}

static cr_status find_far(cr_language_detector *detector, const sample *s, cr_view folded, const char *hint, verdict *v,
                          cr_error *error)
{
    for (size_t i = 0; i < N_FAMILIES; i++) {
        if (FAMILIES[i].kind == CLOSE || FAMILIES[i].script != s->script)
            continue;
        const family *f;
        tally t;
        cr_status status = open_family(detector, i, &f, error);
        if (status)
            return status;
        count_words(f, folded, &t);
        int prior = v->reliable ? reliable_prior(s, v) : strcmp(v->tag, "en") == 0 ? PRIOR_ENGLISH : PRIOR_GUESS;
        if (strcmp(v->tag, "und") == 0)
            prior = 0;
        else if (!v->reliable && index_of(f, v->tag) < 0)
            prior = PRIOR_STRANGER;
        choose(f, &t, relatives_of(v->tag, s->script), hint, prior, v);
        if (v->reliable || v->evidence >= EVIDENCE)
            return CR_OK;
        // no word supports it: CLD2 may be right about a language without lexicon, or a text without common words
        bool enough = s->n_letters >= SOME_LETTERS && (index_of(f, v->tag) < 0 || (t.n_words < 6 && v->evidence > 0));
        if (!enough)
            v->tag = "und";
        return CR_OK;
    }
    if (!v->reliable && s->n_letters < SOME_LETTERS)
        v->tag = "und";
    return CR_OK;
}

/* What nearly everything in a script is written in: an answer where nothing else is known. */
static const char *usual_in(cr_script script)
{
    return script == CR_SCRIPT_HEBREW ? "he" : script == CR_SCRIPT_BENGALI ? "bn" : "und";
}

static cr_status find_by_words(cr_language_detector *detector, const sample *s, const char *hint, verdict *v,
                               cr_error *error)
{
    cr_cld2_answer answer;
    const char *code = strcmp(hint, "und") == 0 ? NULL : hint;
    cr_cld2_detect(s->text, s->size, code, false, &answer);
    v->reliable = strcmp(answer.code, "un") != 0;
    if (!v->reliable)
        cr_cld2_detect(s->text, s->size, code, true, &answer);
    v->tag = tag_of_code(answer.code);
    if (!v->reliable && strcmp(usual_in(s->script), "und") != 0) {
        v->tag = usual_in(s->script);
        return CR_OK;
    }
    cr_buf folded = {0};
    cr_fold((cr_view){s->text, s->size}, "", &folded);
    cr_status status = CR_OK;
    if (!v->reliable || s->n_letters < SHORT_TEXT)
        status = find_far(detector, s, cr_buf_view(&folded), hint, v, error);
    if (!status && strcmp(v->tag, "und") != 0)
        status = find_close(detector, s, cr_buf_view(&folded), hint, v, error);
    cr_buf_release(&folded);
    return status;
}

/* Han without kana: Chinese of one of its two ways of writing, unless characters say that it is Japanese. */
static cr_status find_by_characters(cr_language_detector *detector, const sample *s, const char *hint, verdict *v,
                                    cr_error *error)
{
    v->tag = strcmp(hint, "zh-Hant") == 0 || strcmp(hint, "ja") == 0 ? hint : "zh-Hans";
    v->reliable = s->n_letters >= 4;
    for (size_t i = 0; i < N_FAMILIES; i++) {
        if (FAMILIES[i].script != CR_SCRIPT_HAN)
            continue;
        const family *f;
        tally t;
        cr_status status = open_family(detector, i, &f, error);
        if (status)
            return status;
        count_characters(f, (cr_view){s->text, s->size}, &t);
        choose(f, &t, NULL, hint, 1, v);
    }
    return CR_OK;
}

static double confidence_of(const sample *s, const verdict *v)
{
    double certainty = v->reliable ? 0.9 : 0.5;
    certainty += (1 - certainty) * (1 - exp(-(v->margin > 0 ? v->margin : 0) / 8.0));
    return certainty * s->share;
}

cr_status cr_language_detect(cr_language_detector *detector, cr_view text, const char *hint, cr_language *language,
                             cr_error *error)
{
    sample s;
    char plain[CR_TAG_SIZE];
    verdict v = {.tag = "und"};
    cr_status status = CR_OK;
    *language = (cr_language){.tag = "und"};
    cr_tag_normalise(cr_view_of(hint ? hint : ""), plain);
    if (strncmp(plain, "sr-", 3) == 0)
        memcpy(plain, "sr", 3);
    take_sample(text, &s);
    if (s.n_letters < 2)
        return CR_OK;
    if (cr_script_language(s.script)) {
        v = (verdict){.tag = cr_script_language(s.script), .margin = (int)s.n_letters, .reliable = true};
    } else if (s.script == CR_SCRIPT_HAN) {
        status = find_by_characters(detector, &s, plain, &v, error);
    } else {
        status = find_by_words(detector, &s, plain, &v, error);
    }
    if (!status && strcmp(v.tag, "und") != 0) {
        memcpy(language->tag, v.tag, strlen(v.tag) + 1);
        language->confidence = confidence_of(&s, &v);
    }
    return status;
}
