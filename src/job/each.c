#include "job/each.h"

#include "base/memory.h"
#include "base/pool.h"
#include "format/json_write.h"
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

/* A batch under way: what was read, then what is to be written. */
typedef struct slot {
    cr_source_batch batch;
    cr_buf out;
    cr_error *problems;  // [n_problems]
    size_t n_problems, problems_capacity;
    size_t n_warnings;  // of the problems: those that cost no article
    void **results;     // [n_articles]
    size_t n_articles, results_capacity;
    size_t done, total;  // bytes read when it was filled
} slot;

typedef struct run {
    cr_each *each;
    cr_source_reader *reader;
    cr_source_parser **parsers;  // [n_workers]
    cr_arena *kept;              // [n_workers] articles, with keep
    slot *slots;
    cr_report *report;
    bool has_written;
} run;

static cr_status read_batch(void *context, size_t at, bool *more, cr_error *error)
{
    run *r = context;
    slot *s = &r->slots[at];
    (void)error;
    *more = cr_source_reader_read(r->reader, &s->batch);
    cr_source_reader_progress(r->reader, &s->done, &s->total);
    return CR_OK;
}

static void append_failure(slot *s, const cr_article *article, const cr_source_item *item, const cr_error *problem)
{
    cr_json_writer writer = {&s->out, false};
    size_t line = item->json.number;
    cr_json_begin_object(&writer);
    cr_json_put_name(&writer, "id");
    if (!line)  // the whole file
        cr_json_put_string(&writer, cr_view_of(item->json.path));
    else if (article->id_is_integer)
        cr_json_put_raw(&writer, article->id);
    else if (article->id.data)
        cr_json_put_string(&writer, article->id);
    else
        cr_json_put_size(&writer, line);
    cr_json_member_string(&writer, "error", cr_view_of(problem->text));
    if (line)
        cr_json_member_size(&writer, "line", line);
    cr_json_end_object(&writer);
}

static void note_problem(slot *s, const cr_error *problem)
{
    s->problems = cr_grow(s->problems, &s->problems_capacity, s->n_problems + 1, sizeof *s->problems);
    s->problems[s->n_problems++] = *problem;
}

/* A fault that does not name the item's file is not the item's. */
static bool is_elsewhere(const cr_error *problem, const char *path)
{
    return problem->source[0] && strncmp(problem->source, path, CR_ERROR_SOURCE_SIZE - 1) != 0;
}

/* One article: read, handled, and its result kept for its turn. *fatal: no other article will fare better (a malformed
 * lexicon, ICU without its data). */
static cr_status work_item(run *r, slot *s, size_t worker_number, const cr_source_item *item, cr_article *article,
                           bool *fatal, cr_error *problem)
{
    cr_worker *worker = &r->each->tools->workers[worker_number];
    cr_arena *arena = r->each->keep ? &r->kept[worker_number] : &worker->arena;
    if (r->each->keep)
        article = CR_ARENA_NEW(arena, cr_article);
    void *result = NULL;
    cr_status status = cr_source_parse(r->parsers[worker_number], item, arena, article, problem);
    *fatal = status && is_elsewhere(problem, item->json.path);
    if (status)
        return status;
    status = r->each->handle(r->each->context, worker, article, &worker->arena, &s->out, &result, problem);
    *fatal = status && status != CR_LIMIT;
    if (status)
        return status;
    s->results = cr_grow(s->results, &s->results_capacity, s->n_articles + 1, sizeof *s->results);
    s->results[s->n_articles++] = result;
    return CR_OK;
}

static cr_status work_batch(void *context, size_t worker_number, size_t at, cr_error *error)
{
    run *r = context;
    slot *s = &r->slots[at];
    cr_worker *worker = &r->each->tools->workers[worker_number];
    cr_buf_clear(&s->out);
    s->n_problems = s->n_articles = s->n_warnings = 0;
    for (size_t i = 0; i < s->batch.n_items; i++) {
        const cr_source_item *item = &s->batch.items[i];
        cr_article article = {0};
        cr_error problem = {0};
        if (item->is_warning) {
            note_problem(s, item->json.failure);
            s->n_warnings++;
            continue;
        }
        size_t before = s->out.size;
        if (r->each->list)
            cr_records_part(r->each->format, &s->out);
        size_t start = s->out.size;
        bool fatal = false;
        cr_status status = work_item(r, s, worker_number, item, &article, &fatal, &problem);
        if (status && (fatal || r->each->config->strict)) {
            *error = problem;
            cr_arena_clear(&worker->arena);
            return status;
        }
        if (status) {
            s->out.size = start;  // nothing half done
            note_problem(s, &problem);
            if (r->each->list && cr_format_is_json(r->each->format) &&
                (item->json.number > 0 || r->each->a_line_a_file))
                append_failure(s, &article, item, &problem);
        }
        if (s->out.size == start)
            s->out.size = before;
        cr_arena_clear(&worker->arena);
    }
    return CR_OK;
}

void cr_each_keep(cr_each *each, cr_arena *arena)
{
    each->arenas = cr_grow(each->arenas, &each->arenas_capacity, each->n_arenas + 1, sizeof *each->arenas);
    each->arenas[each->n_arenas++] = *arena;
    *arena = (cr_arena){0};
}

static cr_status write_batch(void *context, size_t at, cr_error *error)
{
    run *r = context;
    slot *s = &r->slots[at];
    cr_each *each = r->each;
    cr_view out = cr_buf_view(&s->out);
    if (out.size && !r->has_written) {  // nothing parts the first record from what is before it
        cr_buf part = {0};
        cr_records_part(each->format, &part);
        out = cr_view_slice(out, part.size, out.size);
        cr_buf_release(&part);
        r->has_written = true;
    }
    cr_status status = cr_io_write(each->io, out, error);
    for (size_t i = 0; each->take && i < s->n_articles; i++)
        each->take(each->context, s->results[i]);
    for (size_t i = 0; i < s->n_problems; i++) {
        cr_io_warn(each->io, each->config, &s->problems[i]);
        if (each->fail)
            each->fail(each->context, &s->problems[i]);
    }
    r->report->n_articles += s->n_articles;
    r->report->n_failed += s->n_problems - s->n_warnings;
    if (!each->config->quiet)
        cr_io_progress(each->io, s->done, s->total, "bytes read");
    s->n_articles = 0;
    return status;
}

static cr_status write_frame(const run *r, bool opens, cr_error *error)
{
    cr_buf out = {0};
    if (r->each->list && opens)
        cr_records_open(r->each->format, r->each->list, &out);
    else if (r->each->list)
        cr_records_close(r->each->format, r->has_written, &out);
    cr_status status = cr_io_write(r->each->io, cr_buf_view(&out), error);
    cr_buf_release(&out);
    return status;
}

cr_status cr_each_run(cr_each *each, const char *const *files, size_t n_files, cr_report *report, cr_error *error)
{
    size_t jobs = each->tools->n_workers, n_slots = jobs > 1 ? 4 * jobs : 1;
    run r = {.each = each, .report = report};
    cr_source_options options = {
        .json = {.group_by = each->config->group_by, .lang = each->config->lang, .keep = each->keep},
        .book = each->tools->book,
        .characters = each->tools->characters,
    };
    cr_source_format format;
    if (!cr_source_format_named(each->config->input_format, &format))
        return cr_error_set(error, CR_USAGE, "no input format '%s'", each->config->input_format);
    r.reader = cr_source_reader_new(files, n_files, format);
    r.parsers = cr_allocate(jobs, sizeof *r.parsers);
    for (size_t i = 0; i < jobs; i++)
        r.parsers[i] = cr_source_parser_new(&options);
    r.kept = cr_allocate_zeroed(jobs, sizeof *r.kept);
    r.slots = cr_allocate_zeroed(n_slots, sizeof *r.slots);
    cr_stream stream = {jobs, n_slots, &r, read_batch, work_batch, write_batch};
    cr_status status = write_frame(&r, true, error);
    if (!status)
        status = cr_stream_run(&stream, error);
    if (!status)
        status = write_frame(&r, false, error);
    for (size_t i = 0; i < n_slots; i++) {
        for (size_t k = 0; each->drop && k < r.slots[i].n_articles; k++)
            each->drop(r.slots[i].results[k]);
        cr_source_batch_release(&r.slots[i].batch);
        cr_buf_release(&r.slots[i].out);
        free(r.slots[i].problems);
        free(r.slots[i].results);
    }
    free(r.slots);
    for (size_t i = 0; i < jobs; i++) {
        cr_source_parser_free(r.parsers[i]);
        if (each->keep)
            cr_each_keep(each, &r.kept[i]);
    }
    free(r.parsers);
    free(r.kept);
    cr_source_reader_free(r.reader);
    return status;
}

void cr_each_release(cr_each *each)
{
    for (size_t i = 0; i < each->n_arenas; i++)
        cr_arena_release(&each->arenas[i]);
    free(each->arenas);
    each->arenas = NULL;
    each->n_arenas = each->arenas_capacity = 0;
}
