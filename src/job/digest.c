#include "job/job.h"

#include "job/edition.h"
#include "job/rendering.h"

/* Reads the earlier editions given. */
static cr_status read_previous(const cr_config *config, cr_arena *arena, cr_profile *profile, cr_error *error)
{
    cr_previous_edition *previous = CR_ARENA_ARRAY(arena, cr_previous_edition, config->previous.n);
    cr_status status = CR_OK;
    for (size_t i = 0; i < config->previous.n && !status; i++)
        status = cr_previous_edition_read(config->previous.items[i], arena, &previous[i], error);
    profile->previous = previous;
    profile->n_previous = config->previous.n;
    return status;
}

/* The companies of the user's list. */
static const bool *find_followed(const cr_corpus *corpus, cr_arena *arena)
{
    const cr_entities *entities = corpus->tools.entities;
    bool *followed = CR_ARENA_ARRAY(arena, bool, entities->n_entities);
    for (size_t i = 0; i < entities->n_entities; i++)
        followed[i] = entities->entities[i].followed;
    return followed;
}

cr_status cr_job_digest(const cr_config *config, const char *const *files, size_t n_files, const cr_io *io,
                        cr_report *report, cr_error *error)
{
    cr_corpus corpus;
    cr_reader_edition made = {0};
    cr_profile profile = {.config = config};
    cr_arena arena = {0};
    cr_buf out = {0};
    cr_status status = cr_corpus_init(&corpus, config, config->companies != NULL, NULL, NULL, error);
    if (!status)
        status = read_previous(config, &arena, &profile, error);
    if (!status)
        status = cr_corpus_read(&corpus, files, n_files, "make a digest of", io, report, error);
    if (!status && config->companies) {
        cr_corpus_find_mentions(&corpus);
        profile.followed = find_followed(&corpus, &arena);
    }
    if (!status)
        status = cr_reader_edition_make(&corpus, &profile, &made, error);
    if (!status)
        status = cr_rendering_make(&made.edition, config, config->format, &out, error);
    if (!status)
        status = cr_io_write(io, cr_buf_view(&out), error);
    report->empty = made.edition.n_stories == 0;
    cr_buf_release(&out);
    cr_reader_edition_release(&made);
    cr_corpus_release(&corpus);
    cr_arena_release(&arena);
    return status;
}
