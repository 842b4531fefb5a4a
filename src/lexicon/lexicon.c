#include "lexicon/lexicon.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/tag.h"

#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- the files and their classes ---------------------------------------------------------------------------------- */

typedef enum kind { STOP_WORDS, ABBREVIATIONS, OPENERS, BOILERPLATE, MORPHOLOGY, MARKERS, N_KINDS } kind;

enum { ELISION = 1, PREFIX = 2, SUFFIX = 4, APOSTROPHE_SUFFIX = 8 };

typedef struct class_name {
    const char *name;
    uint32_t class;
} class_name;

static const class_name ABBREVIATION_CLASSES[] = {
    {"title", CR_ABBREVIATION_TITLE},
    {"inner", CR_ABBREVIATION_INNER},
    {"number", CR_ABBREVIATION_NUMBER},
    {"unit", CR_ABBREVIATION_UNIT},
    {"may-end", CR_ABBREVIATION_MAY_END},
    {"ordinal", CR_ABBREVIATION_ORDINAL},
    {"opens", CR_ABBREVIATION_OPENS},
    {"final", CR_ABBREVIATION_FINAL},
    {"joins", CR_ABBREVIATION_JOINS},
    {"says", CR_ABBREVIATION_SAYS},
    {NULL, 0},
};
static const class_name BOILERPLATE_CLASSES[] = {
    {"starts", CR_BOILERPLATE_STARTS}, {"holds", CR_BOILERPLATE_HOLDS}, {"whole", CR_BOILERPLATE_WHOLE}, {NULL, 0}};
static const class_name MORPHOLOGY_CLASSES[] = {
    {"elision", ELISION}, {"prefix", PREFIX}, {"suffix", SUFFIX}, {"apostrophe-suffix", APOSTROPHE_SUFFIX}, {NULL, 0}};

static const struct {
    const char *file;
    const class_name *classes;  // NULL: plain entries, of class 1
} KINDS[N_KINDS] = {
    [STOP_WORDS] = {"stopwords.txt", NULL},
    [ABBREVIATIONS] = {"abbreviations.txt", ABBREVIATION_CLASSES},
    [OPENERS] = {"openers.txt", NULL},
    [BOILERPLATE] = {"boilerplate.txt", BOILERPLATE_CLASSES},
    [MORPHOLOGY] = {"morphology.txt", MORPHOLOGY_CLASSES},
    [MARKERS] = {"markers.txt", NULL},
};

typedef struct entry {
    cr_view text;      // folded
    uint32_t classes;  // 0: removed by a later folder
    size_t least;      // of an affix
} entry;

typedef struct entries {
    entry *items;
    size_t n, capacity;
    cr_map index;  // text -> place in items
} entries;

/* ---- one language ------------------------------------------------------------------------------------------------- */

typedef struct language {
    struct language *next;
    char tag[CR_TAG_SIZE];
    cr_arena arena;
    cr_rules rules;
} language;

struct cr_lexicon {
    char **folders;
    size_t n_folders;
    const cr_learned *learned;  // or NULL
    pthread_mutex_t lock;       // guards the list
    language *languages;
};

typedef struct place {
    const char *path;
    size_t line;
} place;

static cr_status wrong(cr_error *error, const place *where, const char *what, cr_view entry_text)
{
    return cr_error_at(error, CR_INPUT, where->path, where->line, 0, "%s: '%.*s'", what, (int)entry_text.size,
                       entry_text.data);
}

static cr_view folded(language *l, cr_view text)
{
    cr_buf buf = {0};
    cr_fold(text, l->tag, &buf);
    cr_view copy = cr_arena_copy(&l->arena, cr_buf_view(&buf));
    cr_buf_release(&buf);
    return copy;
}

static void add_entry(language *l, entries *list, cr_view text, uint32_t class, size_t least)
{
    text = folded(l, text);
    cr_map_slot *slot = cr_map_put(&list->index, text, NULL);
    if (slot->value == 0) {
        list->items = cr_grow(list->items, &list->capacity, list->n + 1, sizeof *list->items);
        list->items[list->n++] = (entry){.text = text};
        slot->value = list->n;
    }
    list->items[slot->value - 1].classes |= class;
    list->items[slot->value - 1].least = least;
}

static void remove_entry(language *l, entries *list, cr_view text)
{
    const cr_map_slot *slot = cr_map_find(&list->index, folded(l, text));
    if (slot)
        list->items[slot->value - 1].classes = 0;
}

static cr_view first_word(cr_view text)
{
    ptrdiff_t space = cr_view_find_byte(text, ' ');
    return space == CR_NOT_FOUND ? text : cr_view_slice(text, 0, (size_t)space);
}

static cr_view last_word(cr_view text)
{
    size_t at = text.size;
    while (at > 0 && text.data[at - 1] != ' ')
        at--;
    return cr_view_slice(text, at, text.size);
}

static cr_status read_line(language *l, kind k, entries *list, cr_view line, const place *where, cr_error *error)
{
    bool removed = cr_view_starts(line, CR_VIEW("- "));
    if (removed)
        line = cr_view_trim(cr_view_slice(line, 2, line.size));
    uint32_t class = 1;
    size_t least = 0;
    const class_name *classes = KINDS[k].classes;
    if (classes) {
        cr_view name = first_word(line);
        while (classes->name && !cr_view_equal(name, cr_view_of(classes->name)))
            classes++;
        if (!classes->name)
            return wrong(error, where, "unknown class", name);
        class = classes->class;
        line = cr_view_trim(cr_view_slice(line, name.size, line.size));
    }
    if (k == MORPHOLOGY && (class == PREFIX || class == SUFFIX) && !removed) {
        cr_view number = last_word(line);
        if (number.size == line.size || !cr_view_to_size(number, &least))
            return wrong(error, where, "a number of letters that must remain is wanted behind", line);
        line = cr_view_trim(cr_view_slice(line, 0, line.size - number.size));
    }
    if (line.size == 0 && class != APOSTROPHE_SUFFIX)
        return wrong(error, where, "an entry is wanted behind the class", CR_VIEW(""));
    if (k == MORPHOLOGY && class == APOSTROPHE_SUFFIX)
        line = CR_VIEW("'");
    if (k == STOP_WORDS && cr_view_find_byte(line, ' ') != CR_NOT_FOUND)
        return wrong(error, where, "a stop word is one word", line);
    if (removed)
        remove_entry(l, list, line);
    else
        add_entry(l, list, line, class, least);
    return CR_OK;
}

static cr_status read_file(language *l, kind k, const char *folder, entries *list, cr_error *error)
{
    cr_arena arena = {0};
    const char *path = cr_path_join(&arena, cr_path_join(&arena, folder, l->tag), KINDS[k].file);
    cr_buf content = {0};
    cr_status status = CR_OK;
    if (cr_file_exists(path))
        status = cr_file_read(path, CR_MAX_LEXICON_FILE, &content, error);
    cr_view rest = cr_buf_view(&content), line;
    if (cr_view_starts(rest, CR_VIEW("\xEF\xBB\xBF")))  // a byte order mark
        rest = cr_view_slice(rest, 3, rest.size);
    for (place where = {path, 1}; !status && cr_view_next_line(&rest, &line); where.line++) {
        if (cr_utf8_valid(line) < line.size)
            status = cr_error_at(error, CR_INPUT, path, where.line, cr_utf8_valid(line) + 1, "not UTF-8");
        line = cr_view_trim(line);
        if (!status && line.size > 0 && line.data[0] != '#')
            status = read_line(l, k, list, line, &where, error);
    }
    cr_buf_release(&content);
    cr_arena_release(&arena);
    return status;
}

/* ---- from entries to rules ---------------------------------------------------------------------------------------- */

static void fill_set(const entries *list, cr_map *set)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].classes)
            cr_map_put(set, list->items[i].text, NULL)->value = list->items[i].classes;
}

static void fill_abbreviations(const entries *list, cr_rules *rules)
{
    for (size_t i = 0; i < list->n; i++) {
        const entry *e = &list->items[i];
        rules->has_ordinals |= (e->classes & CR_ABBREVIATION_ORDINAL) != 0;
        rules->has_final |= (e->classes & CR_ABBREVIATION_FINAL) != 0;
        rules->has_opens |= (e->classes & CR_ABBREVIATION_OPENS) != 0;
        // the inner stops of "z. b." end nothing if the rest follows
        for (size_t at = 0; e->classes && at + 1 < e->text.size; at++)
            if (e->text.data[at] == '.' && e->text.data[at + 1] == ' ')
                cr_map_put(&rules->abbreviations, cr_view_slice(e->text, 0, at + 1), NULL)
                    ->value |= CR_ABBREVIATION_PART;
        if (e->classes)
            cr_map_put(&rules->abbreviations, e->text, NULL)->value |= e->classes;
    }
}

static int order_phrases(const void *a, const void *b)
{
    const cr_phrase *p = a, *q = b;
    int order = cr_view_compare(first_word(p->text), first_word(q->text));
    if (order == 0)
        order = (p->text.size < q->text.size) - (p->text.size > q->text.size);
    return order ? order : cr_view_compare(p->text, q->text);
}

static size_t fill_phrases(language *l, const entries *list, cr_phrase **phrases)
{
    size_t n = 0;
    *phrases = CR_ARENA_ARRAY(&l->arena, cr_phrase, list->n);
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].classes)
            (*phrases)[n++] = (cr_phrase){list->items[i].text, list->items[i].classes};
    if (n)
        qsort(*phrases, n, sizeof **phrases, order_phrases);
    return n;
}

static int order_affixes(const void *a, const void *b)
{
    const cr_affix *p = a, *q = b;
    int order = (p->letters.size < q->letters.size) - (p->letters.size > q->letters.size);
    return order ? order : cr_view_compare(p->letters, q->letters);
}

static size_t fill_affixes(language *l, const entries *list, uint32_t class, cr_affix **affixes)
{
    size_t n = 0;
    *affixes = CR_ARENA_ARRAY(&l->arena, cr_affix, list->n);
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].classes & class)
            (*affixes)[n++] = (cr_affix){list->items[i].text, list->items[i].least};
    if (n)
        qsort(*affixes, n, sizeof **affixes, order_affixes);
    return n;
}

static void fill_rules(language *l, entries lists[N_KINDS])
{
    cr_rules *rules = &l->rules;
    fill_set(&lists[STOP_WORDS], &rules->stop_words);
    fill_set(&lists[MARKERS], &rules->markers);
    fill_abbreviations(&lists[ABBREVIATIONS], rules);
    rules->n_opener_phrases = fill_phrases(l, &lists[OPENERS], &rules->opener_phrases);
    for (size_t i = rules->n_opener_phrases; i-- > 0;)
        cr_map_put(&rules->openers, first_word(rules->opener_phrases[i].text), NULL)->value = i + 1;
    rules->n_boilerplate = fill_phrases(l, &lists[BOILERPLATE], &rules->boilerplate);
    rules->n_elisions = fill_affixes(l, &lists[MORPHOLOGY], ELISION, &rules->elisions);
    rules->n_prefixes = fill_affixes(l, &lists[MORPHOLOGY], PREFIX, &rules->prefixes);
    rules->n_suffixes = fill_affixes(l, &lists[MORPHOLOGY], SUFFIX, &rules->suffixes);
    for (size_t i = 0; i < lists[MORPHOLOGY].n; i++)
        rules->apostrophe_suffix |= (lists[MORPHOLOGY].items[i].classes & APOSTROPHE_SUFFIX) != 0;
}

static void lay_over(cr_rules *rules, const cr_learned_words *words)
{
    for (size_t i = 0; i < words->n_abbreviations; i++) {
        cr_view learned = words->abbreviations[i];
        bool is_new;
        if (cr_map_find(&rules->stop_words, cr_view_slice(learned, 0, learned.size - 1)))
            continue;
        cr_map_slot *slot = cr_map_put(&rules->abbreviations, learned, &is_new);
        if (is_new)
            slot->value = CR_ABBREVIATION_MAY_END;
        rules->n_learned += is_new;
    }
    for (size_t i = 0; i < words->n_starters; i++)
        cr_map_put(&rules->starters, words->starters[i], NULL)->value = 1;
}

static void add_learned(const cr_lexicon *lexicon, language *l)
{
    for (size_t i = 0; lexicon->learned && i < lexicon->learned->n_languages; i++)
        if (strcmp(lexicon->learned->languages[i].lang, l->tag) == 0)
            lay_over(&l->rules, &lexicon->learned->languages[i]);
}

static void free_language(language *l)
{
    cr_map_release(&l->rules.starters);
    cr_map_release(&l->rules.stop_words);
    cr_map_release(&l->rules.abbreviations);
    cr_map_release(&l->rules.markers);
    cr_map_release(&l->rules.openers);
    cr_arena_release(&l->arena);
    free(l);
}

static bool has_folder(const cr_lexicon *lexicon, const char *tag)
{
    cr_arena arena = {0};
    bool found = false;
    for (size_t i = 0; i < lexicon->n_folders; i++)
        found |= cr_file_is_folder(cr_path_join(&arena, lexicon->folders[i], tag));
    cr_arena_release(&arena);
    return found;
}

static cr_status load(const cr_lexicon *lexicon, const char *tag, language **loaded, cr_error *error)
{
    language *l = cr_allocate_zeroed(1, sizeof *l);
    entries lists[N_KINDS] = {0};
    cr_status status = CR_OK;
    bool known = has_folder(lexicon, tag);
    memcpy(l->tag, tag, CR_TAG_SIZE);
    for (kind k = 0; known && k < N_KINDS; k++)
        for (size_t f = 0; !status && f < lexicon->n_folders; f++)
            status = read_file(l, k, lexicon->folders[f], &lists[k], error);
    if (!status && known) {  // an unknown one takes no arena: an input may name thousands
        memcpy(l->rules.lang, tag, CR_TAG_SIZE);
        fill_rules(l, lists);
    }
    if (!status)
        add_learned(lexicon, l);
    for (kind k = 0; k < N_KINDS; k++) {
        free(lists[k].items);
        cr_map_release(&lists[k].index);
    }
    if (status)
        free_language(l);
    else
        *loaded = l;
    return status;
}

/* ---- the lexicon -------------------------------------------------------------------------------------------------- */

cr_status cr_lexicon_new(const char *const *folders, size_t n_folders, cr_lexicon **lexicon, cr_error *error)
{
    for (size_t i = 0; i < n_folders; i++)
        if (!cr_file_is_folder(folders[i]))
            return cr_error_set(error, CR_IO, "no folder of lexicons '%s'", folders[i]);
    cr_lexicon *made = cr_allocate_zeroed(1, sizeof *made);
    made->folders = cr_allocate_zeroed(n_folders, sizeof *made->folders);
    for (; made->n_folders < n_folders; made->n_folders++) {
        size_t size = strlen(folders[made->n_folders]) + 1;
        made->folders[made->n_folders] = memcpy(cr_allocate(size, 1), folders[made->n_folders], size);
    }
    pthread_mutex_init(&made->lock, NULL);
    *lexicon = made;
    return CR_OK;
}

void cr_lexicon_free(cr_lexicon *lexicon)
{
    if (!lexicon)
        return;
    for (language *l = lexicon->languages, *next; l; l = next) {
        next = l->next;
        free_language(l);
    }
    for (size_t i = 0; i < lexicon->n_folders; i++)
        free(lexicon->folders[i]);
    free(lexicon->folders);
    pthread_mutex_destroy(&lexicon->lock);
    free(lexicon);
}

void cr_lexicon_learn(cr_lexicon *lexicon, const cr_learned *learned)
{
    lexicon->learned = learned;
}

static cr_status find(void *context, const char *lang, const cr_rules **rules, cr_error *error)
{
    cr_lexicon *lexicon = context;
    char tag[CR_TAG_SIZE];
    cr_status status = CR_OK;
    cr_tag_normalise(cr_view_of(lang), tag);
    pthread_mutex_lock(&lexicon->lock);
    language *l = lexicon->languages;
    while (l && strcmp(l->tag, tag) != 0)
        l = l->next;
    if (!l) {
        status = load(lexicon, tag, &l, error);
        if (!status) {
            l->next = lexicon->languages;
            lexicon->languages = l;
        }
    }
    pthread_mutex_unlock(&lexicon->lock);
    if (!status)
        *rules = &l->rules;
    return status;
}

cr_rule_book cr_lexicon_book(cr_lexicon *lexicon)
{
    return (cr_rule_book){lexicon, find};
}

cr_status cr_lexicon_check(cr_lexicon *lexicon, cr_error *error)
{
    cr_status status = CR_OK;
    for (size_t i = 0; !status && i < lexicon->n_folders; i++) {
        DIR *folder = opendir(lexicon->folders[i]);
        const struct dirent *found;
        if (!folder)
            return cr_error_errno(error, "read", lexicon->folders[i]);
        while (!status && (found = readdir(folder)) != NULL) {
            const cr_rules *rules;
            char tag[CR_TAG_SIZE];
            cr_tag_normalise(cr_view_of(found->d_name), tag);
            if (strcmp(tag, found->d_name) == 0 && strcmp(tag, "und") != 0)
                status = find(lexicon, tag, &rules, error);
        }
        closedir(folder);
    }
    return status;
}
