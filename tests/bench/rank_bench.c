/* For fit.py and ablate.py: analyses articles once and then chooses sentences with any weights.
 *
 *     rank_bench LEXICONS FIELD FILE
 *
 * FIELD is the member that groups the articles of FILE (JSON lines), or "-" for one summary an article. Prints a line for each
 * item: its key and its sentences as ARTICLE:START:END:WORDS, TAB between. Then reads commands, a line each:
 *
 *     features PATH        every concept of every item: PATH.txt "item stem [stem]", PATH.f32 its features as floats
 *     method NAME WORDS    the sentences that cr_summarize takes: a line of numbers for each item
 *     weights WORDS SHARE LONGEST ALONE NUMBER...   the same with a blend of these weights, in the order of the struct
 *     stems                the stems of each item, one line
 *     end
 *
 * Numbers are given in millionths.
 */
#include "article/analyse.h"
#include "base/memory.h"
#include "lexicon/lexicon.h"
#include "rank/blend.h"
#include "source/jsonl.h"
#include "summary/candidates.h"
#include "summary/group.h"
#include "summary/select.h"
#include "summary/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item {
    cr_view key;
    const cr_document **documents;
    size_t n_documents, capacity;
    cr_candidates candidates;
    cr_concepts concepts;
    double *features;
};

struct bench {
    cr_arena arena;    // lives to the end
    cr_arena scratch;  // of one choice
    struct item *items;
    size_t n_items, capacity;
    size_t n_articles;
    bool is_grouped;
};

static void fail(const char *what, const cr_error *error)
{
    fprintf(stderr, "rank_bench: %s: %s\n", what, error->text);
    exit(2);
}

static struct item *item_of(struct bench *b, cr_view key)
{
    for (size_t i = b->n_items; i-- > 0;)
        if (cr_view_equal(b->items[i].key, key))
            return &b->items[i];
    b->items = cr_grow(b->items, &b->capacity, b->n_items + 1, sizeof *b->items);
    b->items[b->n_items] = (struct item){.key = key};
    return &b->items[b->n_items++];
}

static void add_article(struct bench *b, cr_analyser *analyser, cr_json_parser *parser, const cr_jsonl_item *line,
                        const cr_jsonl_options *options)
{
    cr_error error = {0};
    cr_article *article = CR_ARENA_NEW(&b->arena, cr_article);
    cr_document *document = CR_ARENA_NEW(&b->arena, cr_document);
    if (cr_jsonl_parse(parser, line, options, &b->arena, article, &error) ||
        cr_analyse(analyser, article, &b->arena, document, &error))
        fail(line->path, &error);
    struct item *item = item_of(b, b->is_grouped ? article->group : article->id);
    item->documents = cr_grow(item->documents, &item->capacity, item->n_documents + 1, sizeof *item->documents);
    item->documents[item->n_documents++] = document;
    b->n_articles++;
}

static void load(struct bench *b, cr_analyser *analyser, const char *path, const char *field)
{
    const char *const paths[] = {path};
    cr_jsonl_options options = {.keep = true, .group_by = b->is_grouped ? field : NULL};
    cr_json_parser *parser = cr_json_parser_new();
    cr_jsonl_reader *reader = cr_jsonl_reader_new(paths, 1);
    cr_jsonl_batch *batch = cr_allocate_zeroed(1, sizeof *batch);
    while (cr_jsonl_reader_read(reader, batch))
        for (size_t i = 0; i < batch->n_items; i++)
            add_article(b, analyser, parser, &batch->items[i], &options);
    cr_jsonl_batch_release(batch);
    free(batch);
    cr_jsonl_reader_free(reader);
    cr_json_parser_free(parser);
}

static void prepare(struct bench *b)
{
    for (size_t i = 0; i < b->n_items; i++) {
        struct item *item = &b->items[i];
        size_t *order = cr_group_order(item->documents, item->n_documents, &b->arena);
        cr_candidates_make(item->documents, item->n_documents, order, NULL, NULL, NULL, &b->arena, &item->candidates);
        cr_concepts_make(&item->candidates.input, true, true, &b->arena, &item->concepts);
        item->features = cr_blend_features(&item->candidates.input, &item->concepts, &b->arena);
        printf("%.*s", (int)item->key.size, item->key.data);
        for (size_t s = 0; s < item->candidates.input.n_sentences; s++) {
            const cr_candidates *c = &item->candidates;
            const cr_sentence *sentence = &item->documents[c->document[s]]->sentences[c->sentence[s]];
            printf("\t%u:%u:%u:%u", c->document[s], sentence->start, sentence->end, sentence->n_words);
        }
        printf("\n");
    }
    fflush(stdout);
}

/* The stems of the candidates' terms, by number. */
static const cr_view *stems_of(struct bench *b, const struct item *item)
{
    cr_view *stems = CR_ARENA_ZEROED(&b->scratch, cr_view, item->candidates.input.n_terms);
    const cr_candidates *c = &item->candidates;
    for (size_t i = 0; i < c->input.n_sentences; i++) {
        const cr_document *document = item->documents[c->document[i]];
        const cr_sentence *sentence = &document->sentences[c->sentence[i]];
        size_t n = c->input.token_start[i + 1] - c->input.token_start[i];
        for (size_t k = 0; k < n; k++)
            stems[c->input.token[c->input.token_start[i] +
                                 k]] = document->terms[document->tokens[sentence->first_token + k].term].stem;
    }
    return stems;
}

static FILE *create(const char *path, const char *ending)
{
    char name[4096];
    snprintf(name, sizeof name, "%s.%s", path, ending);
    FILE *file = fopen(name, "wb");
    if (!file) {
        fprintf(stderr, "rank_bench: cannot write '%s'\n", name);
        exit(2);
    }
    return file;
}

static void write_features(struct bench *b, const char *path)
{
    FILE *text = create(path, "txt"), *numbers = create(path, "f32");
    for (size_t i = 0; i < b->n_items; i++) {
        const struct item *item = &b->items[i];
        const uint32_t *token = item->candidates.input.token;
        const cr_view *stems = stems_of(b, item);
        for (size_t c = 0; c < item->concepts.n; c++) {
            uint32_t at = item->concepts.token[c];
            cr_view first = stems[token[at]], second = item->concepts.is_pair[c] ? stems[token[at + 1]] : (cr_view){0};
            fprintf(text, "%zu\t%.*s", i, (int)first.size, first.data ? first.data : "");
            if (item->concepts.is_pair[c])
                fprintf(text, "\t%.*s", (int)second.size, second.data ? second.data : "");
            fprintf(text, "\n");
            for (size_t f = 0; f < CR_BLEND_N_FEATURES; f++) {
                float x = (float)item->features[c * CR_BLEND_N_FEATURES + f];
                fwrite(&x, sizeof x, 1, numbers);
            }
        }
    }
    fclose(text);
    fclose(numbers);
    printf("done\n");
}

/* Every token's stem: for references, which are given as articles. */
static void write_stems(const struct bench *b)
{
    for (size_t i = 0; i < b->n_items; i++) {
        const cr_document *document = b->items[i].documents[0];
        for (size_t k = 0; k < document->n_tokens; k++) {
            cr_view stem = document->terms[document->tokens[k].term].stem;
            printf("%s%.*s", k ? "\t" : "", (int)stem.size, stem.data);
        }
        printf("\n");
    }
}

static void choose_by_method(struct bench *b, const char *name, size_t words)
{
    cr_summary_options options = {.budget = {.words = words}, .method = name};
    for (size_t i = 0; i < b->n_items; i++) {
        const struct item *item = &b->items[i];
        cr_summary summary;
        cr_error error = {0};
        if (cr_summarize(item->documents, item->n_documents, NULL, &options, &b->scratch, &summary, &error))
            fail(name, &error);
        size_t next = 0;
        for (size_t s = 0; s < item->candidates.input.n_sentences && next < summary.n_chosen; s++)
            if (item->candidates.document[s] == summary.chosen[next].document &&
                item->candidates.sentence[s] == summary.chosen[next].sentence)
                printf("%s%zu", next++ ? " " : "", s);
        printf("\n");
        cr_arena_clear(&b->scratch);
    }
}

/* The fitness again, with another bound of length. */
static cr_candidates with_longest(const cr_candidates *candidates, size_t longest, cr_arena *arena)
{
    cr_candidates changed = *candidates;
    uint8_t *fitness = CR_ARENA_ARRAY(arena, uint8_t, candidates->input.n_sentences);
    for (size_t s = 0; s < candidates->input.n_sentences; s++) {
        fitness[s] = candidates->fitness[s];
        uint32_t length = candidates->input.length[s];
        bool was_too_long = fitness[s] == CR_FIT_UNUSUAL && length > CR_LONGEST_SENTENCE;
        if (fitness[s] == CR_FIT_PROSE || was_too_long)
            fitness[s] = length <= longest ? CR_FIT_PROSE : CR_FIT_UNUSUAL;
    }
    changed.fitness = fitness;
    return changed;
}

static void choose_by_weights(struct bench *b, size_t words, double share, size_t longest, bool alone,
                              const cr_blend_weights *weights)
{
    for (size_t i = 0; i < b->n_items; i++) {
        const struct item *item = &b->items[i];
        cr_candidates candidates = with_longest(&item->candidates, longest, &b->scratch);
        cr_ranking ranking;
        cr_blend_rank(&candidates.input, weights, &b->scratch, &ranking);
        double most = share * (double)candidates.n_words;
        cr_selection_limits limits = {
            .worst = CR_FIT_PROSE, .alone = alone, .words = most < (double)words ? (size_t)fmax(most, 1) : words};
        cr_reason *reason = CR_ARENA_ARRAY(&b->scratch, cr_reason, candidates.input.n_sentences);
        if (!cr_select(&candidates, &ranking, &limits, &b->scratch, reason)) {
            limits = (cr_selection_limits){.worst = CR_FIT_UNUSUAL, .alone = true, .words = words};
            cr_select(&candidates, &ranking, &limits, &b->scratch, reason);
        }
        bool first = true;
        for (size_t s = 0; s < candidates.input.n_sentences; s++)
            if (reason[s] == CR_REASON_TAKEN) {
                printf("%s%zu", first ? "" : " ", s);
                first = false;
            }
        printf("\n");
        cr_arena_clear(&b->scratch);
    }
}

/* The next word of a line; none at its end. */
static cr_view next_word(cr_view *rest)
{
    size_t start = 0;
    while (start < rest->size && cr_is_space(rest->data[start]))
        start++;
    size_t end = start;
    while (end < rest->size && !cr_is_space(rest->data[end]))
        end++;
    cr_view word = cr_view_slice(*rest, start, end);
    *rest = cr_view_slice(*rest, end, rest->size);
    return word;
}

/* A number in millionths: "-250000" is -0.25. */
static double next_number(cr_view *rest)
{
    cr_view word = next_word(rest);
    bool is_negative = cr_view_starts(word, CR_VIEW("-"));
    size_t number = 0;
    if (!cr_view_to_size(cr_view_slice(word, is_negative, word.size), &number)) {
        fprintf(stderr, "rank_bench: no number: '%.*s'\n", (int)word.size, word.data ? word.data : "");
        exit(2);
    }
    return (is_negative ? -1 : 1) * (double)number / 1e6;
}

static void obey(struct bench *b, cr_view line)
{
    cr_view rest = line, command = next_word(&rest);
    if (cr_view_equal(command, CR_VIEW("features"))) {
        write_features(b, cr_arena_copy(&b->arena, next_word(&rest)).data);
    } else if (cr_view_equal(command, CR_VIEW("stems"))) {
        write_stems(b);
    } else if (cr_view_equal(command, CR_VIEW("method"))) {
        const char *name = cr_arena_copy(&b->arena, next_word(&rest)).data;
        choose_by_method(b, name, (size_t)next_number(&rest));
    } else if (cr_view_equal(command, CR_VIEW("weights"))) {
        enum { N_WEIGHTS = sizeof(cr_blend_weights) / sizeof(double) };
        double numbers[4], values[N_WEIGHTS];
        for (size_t k = 0; k < 4; k++)
            numbers[k] = next_number(&rest);
        for (size_t k = 0; k < N_WEIGHTS; k++)
            values[k] = next_number(&rest);
        cr_blend_weights weights;
        memcpy(&weights, values, sizeof weights);
        choose_by_weights(b, (size_t)numbers[0], numbers[1], (size_t)numbers[2], numbers[3] > 0, &weights);
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: rank_bench LEXICONS FIELD FILE\n");
        return 2;
    }
    cr_error error = {0};
    cr_lexicon *lexicon;
    const char *const folders[] = {argv[1]};
    if (cr_lexicon_new(folders, 1, &lexicon, &error))
        fail(argv[1], &error);
    cr_rule_book book = cr_lexicon_book(lexicon);
    cr_characters *characters = cr_characters_new();
    cr_analyser_options options = {0};
    cr_analyser *analyser = cr_analyser_new(&book, characters, &options);
    struct bench bench = {.is_grouped = strcmp(argv[2], "-") != 0};
    load(&bench, analyser, argv[3], argv[2]);
    prepare(&bench);
    static char line[8192];
    while (fgets(line, sizeof line, stdin) && strncmp(line, "end", 3))
        obey(&bench, cr_view_of(line));
    for (size_t i = 0; i < bench.n_items; i++)
        free(bench.items[i].documents);
    free(bench.items);
    cr_arena_release(&bench.arena);
    cr_arena_release(&bench.scratch);
    cr_analyser_free(analyser);
    cr_characters_free(characters);
    cr_lexicon_free(lexicon);
    return 0;
}
