#include "job/job.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/pool.h"
#include "format/json.h"
#include "job/tools.h"
#include "measure/evaluation.h"
#include "measure/oracle.h"
#include "measure/table.h"
#include "rank/rank.h"
#include "source/jsonl.h"
#include "summary/summary.h"
#include "text/tag.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_WORDS = 100,
    COLUMNS = 80,  // fixed: the output may depend on no terminal
    ROUND = 64,    // cases between two reports of progress
};

static const char LEAD[] = "lead";

/* What is summarised at once, an article or a group of them, and what people wrote in its place. */
typedef struct evaluation_case {
    const cr_article **articles;  // [n_articles]
    size_t n_articles, articles_capacity;
    cr_view *references;  // [n_references]
    size_t n_references, references_capacity;
    char lang[CR_TAG_SIZE];  // of the first article
    cr_error problem;        // status 0: it was measured
} evaluation_case;

typedef struct run {
    const cr_config *config;
    const cr_io *io;
    cr_tools tools;
    cr_arena arena;  // articles, references, results
    cr_map groups;   // value of the --group-by member -> case
    evaluation_case *cases;
    size_t n_cases, cases_capacity;
    cr_summary_options options;
    const cr_rank_method *const *methods;  // [n_methods]
    size_t n_methods, lead;
    cr_rouge_scores **scores;  // [n_methods][n_cases]
    cr_rouge_scores *oracle;   // [n_cases]
    cr_rouge **rouge;          // [tools.n_workers]
    size_t first;              // case of this round
} run;

/* ---- reading -------------------------------------------------------------------------------------------------- */

static evaluation_case *add_case(run *r)
{
    r->cases = cr_grow(r->cases, &r->cases_capacity, r->n_cases + 1, sizeof *r->cases);
    r->cases[r->n_cases] = (evaluation_case){0};
    return &r->cases[r->n_cases++];
}

static evaluation_case *case_of(run *r, const cr_article *article)
{
    bool added = true;
    if (!r->config->group_by)
        return add_case(r);
    cr_map_slot *slot = cr_map_put(&r->groups, article->group, &added);
    if (added)
        slot->value = r->n_cases;
    return added ? add_case(r) : &r->cases[slot->value];
}

static void add_reference(run *r, evaluation_case *c, cr_view raw)
{
    size_t repaired = 0;
    cr_view text = cr_json_unescape(raw, &r->arena, &repaired);
    c->references = cr_grow(c->references, &c->references_capacity, c->n_references + 1, sizeof *c->references);
    c->references[c->n_references++] = cr_arena_copy(&r->arena, text);  // the line does not stay
}

static bool is_string(cr_view json)
{
    return json.size >= 2 && json.data[0] == '"';
}

/* The array that starts at the front of a text that is JSON. */
static cr_view cut_array(cr_view json)
{
    size_t depth = 0, at = 0;
    for (bool in_string = false; at < json.size; at++) {
        char c = json.data[at];
        if (in_string && c == '\\')
            at++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{'))
            depth++;
        else if (!in_string && (c == ']' || c == '}') && --depth == 0)
            break;
    }
    return cr_view_slice(json, 0, at + 1);
}

/* The member "summary": a text, or a list of texts. */
static cr_status read_references(run *r, const cr_jsonl_item *item, evaluation_case *c, cr_error *error)
{
    cr_json_member member = {.name = CR_VIEW("summary")};
    cr_json_parser *parser = r->tools.workers[0].parser;
    cr_status status = cr_json_read_object(parser, item->line, &member, 1, item->path, item->number, error);
    if (status)
        return status;
    if (member.kind == CR_JSON_STRING) {
        add_reference(r, c, member.raw);
        return CR_OK;
    }
    if (member.kind == CR_JSON_ABSENT || member.kind == CR_JSON_NULL)
        return CR_OK;
    bool usable = member.kind == CR_JSON_ARRAY;
    cr_view element, rest = {NULL, 0};
    if (usable)
        rest = cut_array(cr_view_slice(item->line, (size_t)(member.raw.data - item->line.data), item->line.size));
    while (usable && cr_json_next_element(&rest, &element)) {
        usable = is_string(element);
        if (usable)
            add_reference(r, c, cr_view_slice(element, 1, element.size - 1));
    }
    if (usable)
        return CR_OK;
    return cr_error_at(error, CR_INPUT, item->path, item->number, 0,
                       "\"summary\" is neither a text nor a list of texts");
}

static cr_status read_record(run *r, const cr_jsonl_item *item, cr_error *error)
{
    cr_jsonl_options options = {.group_by = r->config->group_by, .lang = r->config->lang, .keep = true};
    cr_article *article = CR_ARENA_NEW(&r->arena, cr_article);
    evaluation_case found = {0};
    cr_status status = cr_jsonl_parse(r->tools.workers[0].parser, item, &options, &r->arena, article, error);
    if (!status)
        status = read_references(r, item, &found, error);
    if (!status && options.group_by && !article->group.data)
        status = cr_error_at(error, CR_INPUT, item->path, item->number, 0, "no member \"%s\"", options.group_by);
    if (!status && !options.group_by && found.n_references == 0)
        status = cr_error_at(error, CR_INPUT, item->path, item->number, 0, "no \"summary\" to compare with");
    if (!status) {
        evaluation_case *c = case_of(r, article);
        c->articles = cr_grow(c->articles, &c->articles_capacity, c->n_articles + 1, sizeof *c->articles);
        c->articles[c->n_articles++] = article;
        c->references = cr_grow(c->references, &c->references_capacity, c->n_references + found.n_references,
                                sizeof *c->references);
        for (size_t i = 0; i < found.n_references; i++)
            c->references[c->n_references++] = found.references[i];
    }
    free(found.references);
    return status;
}

/* Counts a problem and goes on, or stops where the user wants that. */
static cr_status meet(const run *r, const cr_error *problem, cr_report *report, cr_error *error)
{
    report->n_failed++;
    if (r->config->strict) {
        *error = *problem;
        return problem->status;
    }
    cr_io_warn(r->io, r->config, problem);
    return CR_OK;
}

static cr_status read_files(run *r, const char *const *files, size_t n_files, cr_report *report, cr_error *error)
{
    cr_jsonl_batch batch = {0};
    cr_jsonl_reader *reader = cr_jsonl_reader_new(files, n_files);
    cr_status status = CR_OK;
    while (!status && cr_jsonl_reader_read(reader, &batch))
        for (size_t i = 0; i < batch.n_items && !status; i++) {
            cr_error problem = {0};
            if (read_record(r, &batch.items[i], &problem))
                status = meet(r, &problem, report, error);
            else
                report->n_articles++;
        }
    cr_jsonl_batch_release(&batch);
    cr_jsonl_reader_free(reader);
    return status;
}

/* ---- measuring ------------------------------------------------------------------------------------------------ */

/* A case on its way through a worker. */
typedef struct measuring {
    const cr_document **documents;  // [n_documents]
    size_t n_documents;
    cr_rouge *rouge;
    cr_arena *arena;
    cr_rouge_text *references;  // [n_references]
    size_t n_references;
} measuring;

static cr_status read_case(const evaluation_case *c, cr_worker *worker, measuring *m, cr_error *error)
{
    cr_status status = CR_OK;
    m->documents = CR_ARENA_ARRAY(m->arena, const cr_document *, c->n_articles);
    m->references = CR_ARENA_ARRAY(m->arena, cr_rouge_text, c->n_references);
    for (size_t i = 0; i < c->n_articles && !status; i++) {
        cr_document *document = CR_ARENA_NEW(m->arena, cr_document);
        status = cr_analyse(worker->analyser, c->articles[i], m->arena, document, error);
        m->documents[m->n_documents++] = document;
    }
    for (size_t i = 0; i < c->n_references && !status; i++)
        status = cr_rouge_read(m->rouge, c->references[i], m->arena, &m->references[m->n_references++], error);
    return status;
}

static cr_status measure_method(const run *r, const measuring *m, const char *method, cr_rouge_scores *scores,
                                cr_error *error)
{
    cr_summary summary;
    cr_rouge_text read = {0};
    cr_buf text = {0};
    cr_summary_options options = r->options;
    options.method = method;
    cr_status status = cr_summarize(m->documents, m->n_documents, NULL, &options, m->arena, &summary, error);
    for (size_t i = 0; !status && i < summary.n_chosen; i++) {
        const cr_chosen *chosen = &summary.chosen[i];
        cr_buf_append(&text, cr_document_sentence(m->documents[chosen->document], chosen->sentence));
        cr_buf_append_byte(&text, '\n');
    }
    if (!status)
        status = cr_rouge_read(m->rouge, cr_buf_view(&text), m->arena, &read, error);
    if (!status)
        *scores = cr_rouge_mean(m->rouge, m->references, m->n_references, read);
    cr_buf_release(&text);
    return status;
}

/* The budget of the oracle is in words or sentences; a share of the words is made words. */
static cr_status measure_oracle(const run *r, const measuring *m, cr_rouge_scores *scores, cr_error *error)
{
    size_t n = 0, k = 0, words = 0;
    cr_status status = CR_OK;
    for (size_t d = 0; d < m->n_documents; d++)
        n += m->documents[d]->n_sentences;
    cr_rouge_text *sentences = CR_ARENA_ARRAY(m->arena, cr_rouge_text, n);
    uint32_t *length = CR_ARENA_ARRAY(m->arena, uint32_t, n);
    for (size_t d = 0; d < m->n_documents; d++)
        for (size_t i = 0; i < m->documents[d]->n_sentences && !status; i++) {
            length[k] = m->documents[d]->sentences[i].n_words;
            words += length[k];
            status = cr_rouge_read(m->rouge, cr_document_sentence(m->documents[d], i), m->arena, &sentences[k++],
                                   error);
        }
    if (status)
        return status;
    cr_budget budget = r->options.budget;
    if (!budget.words && !budget.sentences)
        budget.words = words * budget.per_cent / 100 > 0 ? words * budget.per_cent / 100 : 1;
    cr_oracle_input input = {sentences, length, n, m->references, m->n_references, budget.words, budget.sentences};
    cr_oracle oracle;
    cr_oracle_choose(&input, cr_rouge_vocabulary(m->rouge), m->arena, &oracle);
    *scores = cr_rouge_mean(m->rouge, m->references, m->n_references, oracle.text);
    return CR_OK;
}

static void measure_case(void *context, size_t worker_number, size_t i)
{
    run *r = context;
    evaluation_case *c = &r->cases[r->first + i];
    cr_worker *worker = &r->tools.workers[worker_number];
    measuring m = {.rouge = r->rouge[worker_number], .arena = &worker->arena};
    cr_status status = read_case(c, worker, &m, &c->problem);
    for (size_t k = 0; k < r->n_methods && !status; k++)
        status = measure_method(r, &m, r->methods[k]->name, &r->scores[k][r->first + i], &c->problem);
    if (!status)
        status = measure_oracle(r, &m, &r->oracle[r->first + i], &c->problem);
    if (!status)
        memcpy(c->lang, m.documents[0]->lang, sizeof c->lang);
    cr_rouge_clear(m.rouge);
    cr_arena_clear(&worker->arena);
}

/* ---- learning, where groups are read anyway ----------------------------------------------------------------------- */

typedef struct lesson {
    run *run;
    cr_statistics *statistics;  // [tools.n_workers]
} lesson;

/* What fails here fails again when the case is measured, and is told then. */
static void gather_case(void *context, size_t worker_number, size_t i)
{
    lesson *l = context;
    const evaluation_case *c = &l->run->cases[i];
    cr_worker *worker = &l->run->tools.workers[worker_number];
    for (size_t k = 0; k < c->n_articles; k++) {
        cr_document document;
        cr_error problem = {0};
        if (cr_analyse(worker->analyser, c->articles[k], &worker->arena, &document, &problem) == CR_OK)
            cr_statistics_add_habits(&l->statistics[worker_number], &document);
        cr_arena_clear(&worker->arena);
    }
}

/* As summaries of groups learn from all articles of their run. */
static cr_status learn(run *r, cr_error *error)
{
    size_t n = r->tools.n_workers;
    lesson l = {r, CR_ARENA_ZEROED(&r->arena, cr_statistics, n)};
    bool is_new;
    cr_pool_each(n, r->n_cases, gather_case, &l);
    for (size_t i = 1; i < n; i++)
        cr_statistics_merge(&l.statistics[0], &l.statistics[i]);
    cr_status status = cr_tools_learn(&r->tools, &l.statistics[0], &is_new, error);
    for (size_t i = 0; i < n; i++)
        cr_statistics_release(&l.statistics[i]);
    return status;
}

/* Groups that nobody summarised are told of and left out. */
static cr_status drop_cases_without_reference(run *r, cr_report *report, cr_error *error)
{
    size_t kept = 0;
    cr_status status = CR_OK;
    for (size_t i = 0; i < r->n_cases; i++) {
        evaluation_case c = r->cases[i];
        if (c.n_references > 0) {
            r->cases[i] = r->cases[kept];
            r->cases[kept++] = c;
            continue;
        }
        cr_error problem = {0};
        cr_error_at(&problem, CR_INPUT, c.articles[0]->path.data, c.articles[0]->line, 0,
                    "no \"summary\" to compare with in this group");
        if (!status)
            status = meet(r, &problem, report, error);
    }
    for (size_t i = kept; i < r->n_cases; i++) {
        free(r->cases[i].articles);
        free(r->cases[i].references);
    }
    r->n_cases = kept;
    return status;
}

static cr_status measure_all(run *r, cr_report *report, cr_error *error)
{
    cr_status status = CR_OK;
    r->scores = CR_ARENA_ARRAY(&r->arena, cr_rouge_scores *, r->n_methods);
    for (size_t k = 0; k < r->n_methods; k++)
        r->scores[k] = CR_ARENA_ZEROED(&r->arena, cr_rouge_scores, r->n_cases);
    r->oracle = CR_ARENA_ZEROED(&r->arena, cr_rouge_scores, r->n_cases);
    r->rouge = CR_ARENA_ARRAY(&r->arena, cr_rouge *, r->tools.n_workers);
    for (size_t i = 0; i < r->tools.n_workers; i++)
        r->rouge[i] = cr_rouge_new();
    for (r->first = 0; r->first < r->n_cases && !status; r->first += ROUND) {
        size_t n = r->n_cases - r->first < ROUND ? r->n_cases - r->first : ROUND;
        cr_pool_each(r->tools.n_workers, n, measure_case, r);
        for (size_t i = r->first; i < r->first + n && !status; i++)
            if (r->cases[i].problem.status)
                status = meet(r, &r->cases[i].problem, report, error);
        if (!r->config->quiet)
            cr_io_progress(r->io, r->first + n, r->n_cases, "texts measured");
    }
    for (size_t i = 0; i < r->tools.n_workers; i++)
        cr_rouge_free(r->rouge[i]);
    return status;
}

/* ---- telling -------------------------------------------------------------------------------------------------- */

static cr_status write_evaluation(run *r, const cr_report *report, cr_error *error)
{
    size_t n = 0;
    const char **lang = CR_ARENA_ARRAY(&r->arena, const char *, r->n_cases);
    cr_measured *methods = CR_ARENA_ARRAY(&r->arena, cr_measured, r->n_methods);
    for (size_t i = 0; i < r->n_cases; i++) {
        if (r->cases[i].problem.status)
            continue;
        for (size_t k = 0; k < r->n_methods; k++)
            r->scores[k][n] = r->scores[k][i];
        r->oracle[n] = r->oracle[i];
        lang[n++] = r->cases[i].lang;
    }
    for (size_t k = 0; k < r->n_methods; k++)
        methods[k] = (cr_measured){r->methods[k]->name, r->scores[k]};
    cr_measurements measurements = {methods, r->n_methods, r->lead, r->oracle, lang, n};
    cr_evaluation evaluation;
    cr_buf out = {0};
    const char *format = r->config->format ? r->config->format : "text";
    cr_evaluation_make(&measurements, &r->arena, &evaluation);
    evaluation.words = r->options.budget.words;
    evaluation.sentences = r->options.budget.sentences;
    evaluation.per_cent = r->options.budget.per_cent;
    evaluation.n_refused = report->n_failed;
    if (strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0) {
        cr_table_write_json(&evaluation, &out);
    } else {
        bool fenced = strcmp(format, "markdown") == 0;
        cr_buf_append_string(&out, fenced ? "```\n" : "");
        cr_table_write(&evaluation, COLUMNS, &out);
        cr_buf_append_string(&out, fenced ? "```\n" : "");
    }
    cr_status status = cr_io_write(r->io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

/* All methods, or the one that was asked for and lead. */
static cr_status choose_methods(run *r, cr_error *error)
{
    const cr_rank_method *wanted = cr_rank_method_find(r->config->method);
    const cr_rank_method **methods = CR_ARENA_ARRAY(&r->arena, const cr_rank_method *, cr_rank_n_methods);
    if (!wanted)
        return cr_error_set(error, CR_USAGE, "there is no method '%s'", r->config->method);
    for (size_t i = 0; i < cr_rank_n_methods; i++) {
        bool is_lead = strcmp(cr_rank_methods[i].name, LEAD) == 0;
        if (r->config->method && !is_lead && &cr_rank_methods[i] != wanted)
            continue;
        if (is_lead)
            r->lead = r->n_methods;
        methods[r->n_methods++] = &cr_rank_methods[i];
    }
    r->methods = methods;
    return CR_OK;
}

cr_status cr_job_evaluate(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                          cr_report *report, cr_error *error)
{
    run r = {.config = config, .io = io};
    cr_analyser_options analyser_options = {.lang = config->lang};
    r.options.budget = (cr_budget){config->words, config->sentences, config->per_cent};
    if (!config->words && !config->sentences && !config->per_cent)
        r.options.budget.words = DEFAULT_WORDS;
    cr_status status = choose_methods(&r, error);
    if (!status)
        status = cr_tools_init(&r.tools, config, &analyser_options, error);
    r.options.background = r.tools.background;
    if (!status)
        status = read_files(&r, files, n_files, report, error);
    if (!status)
        status = drop_cases_without_reference(&r, report, error);
    if (!status && config->group_by)
        status = learn(&r, error);
    if (!status)
        status = measure_all(&r, report, error);
    if (!status) {
        report->empty = r.n_cases == 0;
        status = write_evaluation(&r, report, error);
    }
    for (size_t i = 0; i < r.n_cases; i++) {
        free(r.cases[i].articles);
        free(r.cases[i].references);
    }
    free(r.cases);
    cr_map_release(&r.groups);
    cr_tools_release(&r.tools);
    cr_arena_release(&r.arena);
    return status;
}
