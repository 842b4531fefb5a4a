#include "measure/evaluation.h"

#include <string.h>

double cr_evaluation_main(cr_rouge_scores scores)
{
    return (scores.r1 + scores.r2) / 2;
}

/* The texts of a section. */
struct selection {
    const size_t *text;  // [n]
    size_t n;
};

static cr_evaluation_row make_row(const char *name, const cr_rouge_scores *scores, const cr_rouge_scores *lead,
                                  struct selection texts, double *ours, double *theirs)
{
    cr_evaluation_row row = {.name = name};
    for (size_t i = 0; i < texts.n; i++) {
        cr_rouge_scores one = scores[texts.text[i]];
        row.mean.r1 += one.r1;
        row.mean.r2 += one.r2;
        row.mean.rl += one.rl;
        ours[i] = cr_evaluation_main(one);
        theirs[i] = cr_evaluation_main(lead[texts.text[i]]);
    }
    double n = texts.n > 0 ? (double)texts.n : 1;
    row.mean = (cr_rouge_scores){row.mean.r1 / n, row.mean.r2 / n, row.mean.rl / n};
    row.main = cr_evaluation_main(row.mean);
    if (scores != lead)
        row.against_lead = cr_bootstrap_compare(ours, theirs, texts.n);
    return row;
}

/* Keeps rows in order while one is added: few rows, and equal ones stay as they came. */
static void insert_row(cr_evaluation_row *rows, size_t n, cr_evaluation_row row)
{
    while (n > 0 && !rows[n - 1].is_oracle && rows[n - 1].main < row.main) {
        rows[n] = rows[n - 1];
        n--;
    }
    rows[n] = row;
}

static cr_evaluation_section make_section(const cr_measurements *m, const char *lang, struct selection texts,
                                          cr_arena *arena)
{
    double *ours = CR_ARENA_ARRAY(arena, double, texts.n), *theirs = CR_ARENA_ARRAY(arena, double, texts.n);
    cr_evaluation_row *rows = CR_ARENA_ARRAY(arena, cr_evaluation_row, m->n_methods + 1);
    const cr_rouge_scores *lead = m->methods[m->lead].scores;
    size_t n = 0;
    if (m->oracle) {
        rows[n] = make_row("oracle", m->oracle, lead, texts, ours, theirs);
        rows[n++].is_oracle = true;
    }
    for (size_t i = 0; i < m->n_methods; i++) {
        cr_evaluation_row row = make_row(m->methods[i].name, m->methods[i].scores, lead, texts, ours, theirs);
        row.is_lead = i == m->lead;
        insert_row(rows, n++, row);
    }
    return (cr_evaluation_section){lang, texts.n, rows, n};
}

/* The next tag after `last` in bytewise order, or NULL. */
static const char *next_language(const cr_measurements *m, const char *last)
{
    const char *next = NULL;
    for (size_t i = 0; i < m->n_texts; i++)
        if ((!last || strcmp(m->lang[i], last) > 0) && (!next || strcmp(m->lang[i], next) < 0))
            next = m->lang[i];
    return next;
}

void cr_evaluation_make(const cr_measurements *m, cr_arena *arena, cr_evaluation *evaluation)
{
    size_t n_languages = 0, n = 0;
    size_t *text = CR_ARENA_ARRAY(arena, size_t, m->n_texts);
    for (const char *lang = NULL; (lang = next_language(m, lang));)
        n_languages++;
    cr_evaluation_section *sections = CR_ARENA_ARRAY(arena, cr_evaluation_section, n_languages + 1);
    for (size_t i = 0; i < m->n_texts; i++)
        text[i] = i;
    sections[n++] = make_section(m, NULL, (struct selection){text, m->n_texts}, arena);
    for (const char *lang = NULL; n_languages > 1 && (lang = next_language(m, lang));) {
        size_t n_texts = 0;
        for (size_t i = 0; i < m->n_texts; i++)
            if (strcmp(m->lang[i], lang) == 0)
                text[n_texts++] = i;
        sections[n++] = make_section(m, lang, (struct selection){text, n_texts}, arena);
    }
    *evaluation = (cr_evaluation){.sections = sections, .n_sections = n};
}
