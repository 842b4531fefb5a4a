#include "job/learning.h"

#include "article/statistics_table.h"
#include "base/file.h"
#include "base/limits.h"

void cr_learning_release(cr_learning *learning)
{
    cr_repeated_release(&learning->repeated);
    cr_frequencies_release(&learning->frequencies);
    cr_arena_release(&learning->arena);
    *learning = (cr_learning){0};
}

static void take_frequencies(cr_frequencies *frequencies, const cr_statistics *statistics)
{
    for (size_t i = 0; i < statistics->n_records; i++) {
        const cr_statistic_record *record = &statistics->records[i];
        size_t n = (size_t)statistics->counts[record->place];
        if (record->kind == CR_STATISTIC_ARTICLES)
            cr_frequencies_add_documents(frequencies, cr_statistic_part(record, 0), n);
        else if (record->kind == CR_STATISTIC_TERM)
            cr_frequencies_add_term(frequencies, cr_statistic_part(record, 0), cr_statistic_part(record, 1), n);
    }
}

cr_status cr_learning_read(cr_learning *learning, const char *path, cr_error *error)
{
    cr_buf table = {0};
    cr_statistics statistics = {0};
    cr_status status = cr_file_read(path, CR_MAX_STATISTICS, &table, error);
    if (!status)
        status = cr_statistics_read(&statistics, cr_buf_view(&table), path, error);
    cr_buf_release(&table);
    if (!status) {
        cr_statistics_learn(&statistics, &learning->arena, &learning->learned);
        cr_statistics_repeated(&statistics, &learning->repeated);
        take_frequencies(&learning->frequencies, &statistics);
        learning->has_frequencies = true;
    }
    cr_statistics_release(&statistics);
    return status;
}

/* Whether the language's rules lack one of its abbreviations. */
static bool has_new_abbreviation(const cr_learned_words *words, const cr_rules *rules)
{
    for (size_t i = 0; i < words->n_abbreviations; i++) {
        cr_view entry = words->abbreviations[i];
        if (!cr_map_find(&rules->abbreviations, entry) &&
            !cr_map_find(&rules->stop_words, cr_view_slice(entry, 0, entry.size - 1)))
            return true;
    }
    return false;
}

cr_status cr_learning_add(cr_learning *learning, const cr_statistics *statistics, const cr_rule_book *book,
                          bool *is_new, cr_error *error)
{
    cr_learned found;
    size_t n = learning->learned.n_languages, lines = learning->repeated.lines.size;
    cr_statistics_learn(statistics, &learning->arena, &found);
    cr_learned_words *languages = CR_ARENA_ARRAY(&learning->arena, cr_learned_words, n + found.n_languages);
    for (size_t i = 0; i < n; i++)
        languages[i] = learning->learned.languages[i];
    for (size_t i = 0; i < found.n_languages; i++) {
        const cr_rules *rules;
        cr_status status = book->find(book->context, found.languages[i].lang, &rules, error);
        if (status)
            return status;
        if (has_new_abbreviation(&found.languages[i], rules))
            languages[n++] = found.languages[i];
    }
    cr_statistics_repeated(statistics, &learning->repeated);
    *is_new = n > learning->learned.n_languages || learning->repeated.lines.size > lines;
    learning->learned = (cr_learned){languages, n};
    return CR_OK;
}
