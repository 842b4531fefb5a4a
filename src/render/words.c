#include "render/words.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/tag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ARGUMENTS = 2 };

static const struct {
    const char *name;
    cr_message_argument arguments[MOST_ARGUMENTS];  // samples; the first without a name ends them
} KEYS[CR_N_WORDS] = {
    [CR_WORD_TITLE] = {"title", {{0}}},
    [CR_WORD_NEW] = {"new", {{0}}},
    [CR_WORD_UPDATED] = {"updated", {{0}}},
    [CR_WORD_UNCHANGED] = {"unchanged", {{0}}},
    [CR_WORD_ALSO_REPORTED] = {"also-reported", {{"reports", {"x", 1}, 0}}},
    [CR_WORD_REPORTED_IN] = {"reported-in", {{"paper", {"x", 1}, 0}, {"language", {"x", 1}, 0}}},
    [CR_WORD_SOURCES] = {"sources", {{0}}},
    [CR_WORD_DERIVED] = {"derived", {{0}}},
    [CR_WORD_NO_DATE] = {"no-date", {{0}}},
    [CR_WORD_UNKNOWN_LANGUAGE] = {"unknown-language", {{0}}},
    [CR_WORD_NOTHING] = {"nothing", {{0}}},
    [CR_WORD_READ] = {"read", {{"articles", {0}, 2}, {"sources", {0}, 2}}},
    [CR_WORD_LANGUAGES] = {"languages", {{"languages", {"x", 1}, 0}}},
    [CR_WORD_LANGUAGE_COUNT] = {"language-count", {{"language", {"x", 1}, 0}, {"count", {0}, 2}}},
    [CR_WORD_PERIOD] = {"period", {{"days", {"x", 1}, 0}}},
    [CR_WORD_UNDATED] = {"undated", {{"count", {0}, 2}}},
    [CR_WORD_MERGED] = {"merged", {{"count", {0}, 2}}},
    [CR_WORD_MUTED] = {"muted", {{"count", {0}, 2}}},
    [CR_WORD_EMPTY] = {"empty", {{"count", {0}, 2}}},
    [CR_WORD_REPAIRED] = {"repaired", {{"count", {0}, 2}}},
    [CR_WORD_FAILED] = {"failed", {{"source", {"x", 1}, 0}, {"reason", {"x", 1}, 0}}},
    [CR_WORD_MENTIONS] = {"mentions", {{"mentions", {0}, 2}, {"articles", {0}, 2}}},
    [CR_WORD_BESIDE] = {"beside", {{"names", {"x", 1}, 0}}},
    [CR_WORD_NOTHING_NEW] = {"nothing-new", {{0}}},
    [CR_WORD_UNSUBSCRIBE] = {"unsubscribe", {{0}}},
};

struct cr_words {
    cr_locale *locale;
    cr_message *messages[CR_N_WORDS];
};

static size_t key_of(cr_view name)
{
    size_t key = 0;
    while (key < CR_N_WORDS && !cr_view_equal(name, cr_view_of(KEYS[key].name)))
        key++;
    return key;
}

static size_t count_arguments(size_t key)
{
    size_t n = 0;
    while (n < MOST_ARGUMENTS && KEYS[key].arguments[n].name)
        n++;
    return n;
}

static cr_status read_line(cr_words *words, const char *path, size_t number, cr_view line, bool *seen, const char *lang,
                           cr_error *error)
{
    cr_view trimmed = cr_view_trim(line);
    if (trimmed.size == 0 || trimmed.data[0] == '#')
        return CR_OK;
    size_t indent = (size_t)(trimmed.data - line.data);
    ptrdiff_t sign = cr_view_find_byte(trimmed, '=');
    if (sign == CR_NOT_FOUND)
        return cr_error_at(error, CR_INPUT, path, number, indent + 1, "no '=' in this line");
    cr_view name = cr_view_trim(cr_view_slice(trimmed, 0, (size_t)sign));
    size_t key = key_of(name);
    if (key == CR_N_WORDS)
        return cr_error_at(error, CR_INPUT, path, number, indent + 1, "unknown key '%.*s'", (int)name.size, name.data);
    if (seen[key])
        return cr_error_at(error, CR_INPUT, path, number, indent + 1, "'%s' stands here twice", KEYS[key].name);
    seen[key] = true;
    cr_view pattern = cr_view_trim(cr_view_slice(trimmed, (size_t)sign + 1, trimmed.size));
    if (words->messages[key])  // the language's own came first
        return CR_OK;
    const char *problem = NULL;
    size_t at = 0;
    words->messages[key] = cr_message_new(lang, pattern, KEYS[key].arguments, count_arguments(key), &problem, &at);
    if (!words->messages[key]) {
        size_t start = pattern.size ? (size_t)(pattern.data - line.data) : line.size;
        return cr_error_at(error, CR_INPUT, path, number, start + at + 1, "%s", problem);
    }
    return CR_OK;
}

static cr_status read_file(cr_words *words, const char *path, const char *lang, cr_error *error)
{
    cr_buf text = {0};
    bool seen[CR_N_WORDS] = {false};
    cr_status status = cr_file_read(path, CR_MAX_LEXICON_FILE, &text, error);
    cr_view rest = cr_buf_view(&text), line;
    if (cr_view_starts(rest, CR_VIEW("\xEF\xBB\xBF")))
        rest = cr_view_slice(rest, 3, rest.size);
    for (size_t number = 1; status == CR_OK && cr_view_next_line(&rest, &line); number++) {
        size_t valid = cr_utf8_valid(line);
        if (valid < line.size)
            status = cr_error_at(error, CR_INPUT, path, number, valid + 1, "invalid UTF-8");
        else
            status = read_line(words, path, number, line, seen, lang, error);
    }
    cr_buf_release(&text);
    return status;
}

static const char *path_of(const char *folder, const char *lang, cr_arena *arena)
{
    cr_buf name = {0};
    cr_buf_append_string(&name, lang);
    cr_buf_append(&name, CR_VIEW(".txt"));
    const char *path = cr_path_join(arena, folder, name.data);
    cr_buf_release(&name);
    return path;
}

static bool is_complete(const cr_words *words)
{
    for (size_t key = 0; key < CR_N_WORDS; key++)
        if (!words->messages[key])
            return false;
    return true;
}

static cr_status load(cr_words *words, const char *folder, const char *lang, cr_arena *arena, cr_error *error)
{
    char tag[CR_TAG_SIZE];
    cr_tag_normalise(cr_view_of(lang), tag);
    const char *path = path_of(folder, tag, arena), *english = path_of(folder, "en", arena);
    bool spoken = cr_file_exists(path);
    if (!spoken)
        snprintf(tag, sizeof tag, "%s", "en");
    cr_status status = cr_locale_new(tag, &words->locale, error);
    if (status == CR_OK && spoken)
        status = read_file(words, path, tag, error);
    if (status == CR_OK && !is_complete(words))
        status = read_file(words, english, "en", error);
    for (size_t key = 0; status == CR_OK && key < CR_N_WORDS; key++)
        if (!words->messages[key])
            status = cr_error_at(error, CR_INPUT, english, 0, 0, "'%s' is missing", KEYS[key].name);
    return status;
}

cr_status cr_words_load(const char *folder, const char *lang, cr_words **result, cr_error *error)
{
    cr_arena arena = {0};
    cr_words *words = cr_allocate_zeroed(1, sizeof *words);
    cr_status status = load(words, folder, lang, &arena, error);
    cr_arena_release(&arena);
    if (status != CR_OK) {
        cr_words_free(words);
        return status;
    }
    *result = words;
    return CR_OK;
}

void cr_words_free(cr_words *words)
{
    if (!words)
        return;
    cr_locale_free(words->locale);
    for (size_t key = 0; key < CR_N_WORDS; key++)
        cr_message_free(words->messages[key]);
    free(words);
}

cr_locale *cr_words_locale(const cr_words *words)
{
    return words->locale;
}

void cr_words_append(const cr_words *words, cr_word word, const cr_message_argument *arguments, size_t n_arguments,
                     cr_buf *out)
{
    cr_message_append(words->messages[word], arguments, n_arguments, out);
}
