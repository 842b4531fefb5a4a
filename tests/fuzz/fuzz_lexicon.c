/* Any bytes are a file of a lexicon that is read, or refused with its line; with what is read sentences are made. The first byte
 * chooses the file. */
#include "fuzz.h"

#include "article/analyse.h"
#include "lexicon/lexicon.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT                                                                                                       \
    "Dr. Ode met l'ami of the no. 7 firm, e.g. at 9 a.m. But she said: \"No.\" Read more on p. 3. The 3. May was " \
    "calm.\n\nMenu\n\nShare this now."

static const char *const FILES[] = {"stopwords.txt",   "abbreviations.txt", "openers.txt",
                                    "boilerplate.txt", "morphology.txt",    "markers.txt"};
static char folder[] = "/tmp/courant-fuzz-XXXXXX", language[64];
static cr_characters *characters;

static void remove_folder(void)
{
    rmdir(language);
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    characters = cr_characters_new();
    require(mkdtemp(folder) != NULL);
    snprintf(language, sizeof language, "%s/en", folder);
    require(mkdir(language, 0700) == 0);
    atexit(remove_folder);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[96];
    const char *folders[] = {folder};
    cr_lexicon *lexicon = NULL;
    cr_error error = {0};
    if (size == 0)
        return 0;
    snprintf(path, sizeof path, "%s/%s", language, FILES[data[0] % (sizeof FILES / sizeof *FILES)]);
    FILE *file = fopen(path, "wb");
    require(file != NULL && fwrite(data + 1, 1, size - 1, file) == size - 1);
    fclose(file);
    require(cr_lexicon_new(folders, 1, &lexicon, NULL) == CR_OK);
    cr_status status = cr_lexicon_check(lexicon, &error);
    require(status == error.status && (status == CR_OK || (status == CR_INPUT && error.line > 0)));
    if (status == CR_OK) {
        cr_arena arena = {0};
        cr_document document;
        cr_rule_book book = cr_lexicon_book(lexicon);
        cr_analyser *analyser = cr_analyser_new(&book, characters, &(cr_analyser_options){0});
        cr_article article = {.text = CR_VIEW(TEXT), .lang = CR_VIEW("en"), .lang_binding = true};
        require(cr_analyse(analyser, &article, &arena, &document, NULL) == CR_OK);
        for (size_t i = 0; i < document.n_tokens; i++)
            require(document.tokens[i].term < document.n_terms);
        cr_analyser_free(analyser);
        cr_arena_release(&arena);
    }
    cr_lexicon_free(lexicon);
    unlink(path);
    return 0;
}
