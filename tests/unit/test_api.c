/* The public library, as a program of somebody else's uses it. */
#include "suite.h"

#include "api/courant.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char
    TEXT[] = "The harbour of Oakhaven will be closed for a week.\n\nThe harbour master, Ann Field, said on "
             "Monday that divers had found two containers at its entrance. Ferries go from Eastport "
             "until then. Nobody was hurt.";

static courant_config *with_data(void)
{
    courant_config *config = courant_config_new();
    courant_config_set_data(config, SOURCE_DIR);
    return config;
}

START_TEST(a_text_is_summarised)
{
    courant_error error = {0};
    courant_config *config = with_data();
    courant *c = courant_new(config, &error);
    courant_config_free(config);
    ck_assert_msg(c != NULL, "%s", error.text);
    for (size_t words = 5; words < 60; words += 10) {
        courant_summary *summary = courant_summarize_text(c, TEXT, strlen(TEXT), "en", words, &error);
        ck_assert_msg(summary != NULL, "%s", error.text);
        ck_assert_str_eq(summary->lang, "en");
        ck_assert_uint_ge(summary->n_sentences, 1);
        for (size_t i = 0; i < summary->n_sentences; i++) {
            const courant_sentence *s = &summary->sentences[i];
            ck_assert_uint_eq(s->size, strlen(s->text));
            ck_assert_uint_le(s->end, strlen(TEXT));
            ck_assert_uint_eq(s->end - s->start, s->size);  // no white space to squeeze within these sentences
            ck_assert_int_eq(memcmp(TEXT + s->start, s->text, s->size), 0);
            ck_assert(i == 0 || s->start >= summary->sentences[i - 1].end);
        }
        courant_summary_free(summary);
    }
    courant_free(c);
}
END_TEST

/* More languages than are kept open at once: the first one comes back as it was. */
START_TEST(languages_are_let_go)
{
    courant_error error = {0};
    courant_config *config = with_data();
    courant *c = courant_new(config, &error);
    courant_config_free(config);
    double score = -1;
    for (int i = 0; i < 601; i++) {
        char lang[4] = {(char)('a' + i % 26), (char)('a' + i / 26), 'q', '\0'};
        bool again = i % 300 == 0;
        courant_summary *summary = courant_summarize_text(c, TEXT, strlen(TEXT), again ? "en" : lang, 20, &error);
        ck_assert_msg(summary != NULL, "%s", error.text);
        ck_assert_uint_ge(summary->n_sentences, 1);
        if (again && score >= 0)
            ck_assert_double_eq(summary->sentences[0].score, score);
        score = again ? summary->sentences[0].score : score;
        courant_summary_free(summary);
    }
    courant_free(c);
}
END_TEST

START_TEST(bad_texts_are_refused)
{
    courant_error error = {0};
    courant_config *config = with_data();
    courant *c = courant_new(config, &error);
    ck_assert_ptr_null(courant_summarize_text(c, "a\xFF", 2, NULL, 10, &error));
    ck_assert_int_eq(error.status, COURANT_INPUT);
    ck_assert_str_eq(error.text, "ill-formed UTF-8 at byte 1");
    // the first error wins, and none need be asked for
    ck_assert_ptr_null(courant_summarize_text(c, "\xFF", 1, NULL, 10, &error));
    ck_assert_str_eq(error.text, "ill-formed UTF-8 at byte 1");
    ck_assert_ptr_null(courant_summarize_text(c, "\xFF", 1, NULL, 10, NULL));
    courant_free(c);
    courant_free(NULL);
    courant_summary_free(NULL);
    courant_config_free(config);
    courant_config_free(NULL);
}
END_TEST

START_TEST(missing_data_are_told)
{
    courant_error error = {0};
    courant_config *config = courant_config_new();
    courant_config_set_data(config, "/nonexistent");
    ck_assert_ptr_null(courant_new(config, &error));
    ck_assert_int_eq(error.status, COURANT_IO);
    ck_assert_str_eq(error.text, "no folder '/nonexistent/lexicons': is Courant installed whole?");
    courant_config_free(config);
}
END_TEST

START_TEST(options_can_be_listed)
{
    courant_option option;
    size_t n = 0;
    bool words = false;
    for (; courant_option_get(n, &option); n++)
        words |= strcmp(option.name, "words") == 0 && option.letter == 'w' && (option.commands & COURANT_SUMMARIZE);
    ck_assert_uint_gt(n, 10);
    ck_assert(words);
    ck_assert_int_eq(strchr(courant_version(), '.') != NULL, 1);
}
END_TEST

typedef struct heard {
    char out[4096];
    size_t size, n_messages;
    char message[512];
    bool refuses;
} heard;

static bool hear(void *context, const char *bytes, size_t size)
{
    heard *h = context;
    if (h->refuses || h->size + size >= sizeof h->out)
        return false;
    memcpy(h->out + h->size, bytes, size);
    h->size += size;
    h->out[h->size] = '\0';
    return true;
}

static void hear_message(void *context, courant_level level, const char *text)
{
    heard *h = context;
    (void)level;
    h->n_messages++;
    snprintf(h->message, sizeof h->message, "%s", text);
}

START_TEST(runs_report)
{
    char path[] = "/tmp/courant-api-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    fputs("{\"id\":7,\"lang\":\"en\",\"text\":\"One word.\"}\n{\"id\":8}\n", file);
    fclose(file);
    const char *files[] = {path};
    courant_config *config = with_data();
    courant_error error = {0};
    courant_report report = {0};
    heard h = {0};
    courant_io io = {&h, hear, hear_message, NULL};
    ck_assert_int_eq(courant_config_set(config, "format", "jsonl", &error), COURANT_OK);
    ck_assert_int_eq(courant_config_set(config, "input-format", "jsonl", &error), COURANT_OK);
    ck_assert_msg(courant_run(COURANT_SUMMARIZE, config, files, 1, &io, &report, &error) == COURANT_OK, "%s",
                  error.text);
    ck_assert_uint_eq(report.n_articles, 1);
    ck_assert_uint_eq(report.n_failed, 1);
    ck_assert_uint_eq(h.n_messages, 1);
    ck_assert_ptr_nonnull(strstr(h.message, ":2: no text"));
    ck_assert_ptr_nonnull(strstr(h.out, "{\"id\":7,\"lang\":\"en\",\"summary\":[{\"text\":\"One word.\""));
    // without a report, and nobody to hear messages
    heard quiet = {0};
    courant_io alone = {&quiet, hear, NULL, NULL};
    ck_assert_int_eq(courant_run(COURANT_SUMMARIZE, config, files, 1, &alone, NULL, &error), COURANT_OK);
    ck_assert_str_eq(quiet.out, h.out);
    // an output that refuses
    heard full = {.refuses = true};
    courant_io refused = {&full, hear, NULL, NULL};
    ck_assert_int_eq(courant_run(COURANT_SUMMARIZE, config, files, 1, &refused, NULL, &error), COURANT_IO);
    ck_assert_str_eq(error.text, "cannot write the output");
    // no such command
    error = (courant_error){0};
    ck_assert_int_eq(courant_run((courant_command)0, config, files, 1, &io, &report, &error), COURANT_USAGE);
    courant_config_free(config);
    remove(path);
}
END_TEST

static bool forget(void *context, const char *bytes, size_t size)
{
    (void)context, (void)bytes, (void)size;
    return true;
}

/* Memory that was allocated and not freed, in KiB, in the areas of all threads. What the system has given to the process says less: threads
 * keep what they freed. */
static long allocated(void)
{
    struct mallinfo2 info = mallinfo2();
    return (long)((info.uordblks + info.hblkhd) / 1024);
}

/* What --watch does: the same again and again in one process. What a run leaves behind is given back. */
START_TEST(rounds_leave_nothing_behind)
{
    static const struct {
        courant_command command;
        long rounds;
    } runs[] = {{COURANT_DIGEST, 200}, {COURANT_STORIES, 60}, {COURANT_COMPANY, 60}};
    enum { NOISE = 128 };  // KiB
    char path[] = "/tmp/courant-rounds-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    fprintf(file, "{\"lang\":\"en\",\"date\":\"2026-03-10\",\"text\":\"%s\"}\n",
            "The harbour of Oakhaven will be closed for a week. Ferries go from Eastport until then.");
    fprintf(file, "{\"lang\":\"de\",\"date\":\"2026-03-10\",\"text\":\"%s\"}\n",
            "Der Hafen von Oakhaven bleibt eine Woche gesperrt. Die Fähren legen so lange in Eastport ab.");
    fclose(file);
    const char *files[] = {path};
    courant_io io = {NULL, forget, NULL, NULL};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        courant_error error = {0};
        courant_config *config = with_data();
        ck_assert_int_eq(courant_config_set(config, "input-format", "jsonl", &error), COURANT_OK);
        ck_assert_int_eq(courant_config_set(config, "jobs", "2", &error), COURANT_OK);
        ck_assert_int_eq(courant_config_set(config, "quiet", NULL, &error), COURANT_OK);
        long warm = runs[k].rounds / 4, before = 0;
        for (long i = 0; i < runs[k].rounds; i++) {
            if (i == warm)
                before = allocated();
            ck_assert_msg(courant_run(runs[k].command, config, files, 1, &io, NULL, &error) == COURANT_OK, "%s",
                          error.text);
        }
        long grown = allocated() - before;
#ifndef __SANITIZE_ADDRESS__  // which allocates by itself
        ck_assert_msg(grown <= NOISE, "command %d: %ld KiB more", (int)runs[k].command, grown);
#endif
        (void)grown;
        courant_config_free(config);
    }
    remove(path);
}
END_TEST

SUITE("api", a_text_is_summarised, languages_are_let_go, bad_texts_are_refused, missing_data_are_told,
      options_can_be_listed, runs_report, rounds_leave_nothing_behind)
