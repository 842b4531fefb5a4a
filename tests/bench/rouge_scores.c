/* For rouge_agreement.py: reads pairs of texts, reference and candidate, each ended by a NUL byte, from
 * standard input, and writes a line a pair: ROUGE-1, -2 and -L with all their digits, and the words of both,
 * joined by "|". */
#include "base/file.h"
#include "base/limits.h"
#include "measure/rouge.h"
#include "text/plain_words.h"

#include <stdio.h>

static const size_t LIMIT = 512 * CR_MIB;

static void put_words(cr_plain_words *words, cr_view text)
{
    cr_error error = {0};
    if (cr_plain_words_find(words, text, &error)) {
        fprintf(stderr, "rouge_scores: %s\n", error.text);
        return;
    }
    printf("\t");
    for (size_t i = 0; i < words->n; i++) {
        cr_view word = cr_plain_words_at(words, i);
        printf("%s%.*s", i > 0 ? "|" : "", (int)word.size, word.data);
    }
}

static cr_view next_text(cr_view *rest)
{
    ptrdiff_t end = cr_view_find_byte(*rest, '\0');
    size_t size = end < 0 ? rest->size : (size_t)end;
    cr_view text = cr_view_slice(*rest, 0, size);
    *rest = cr_view_slice(*rest, size + (end < 0 ? 0 : 1), rest->size);
    return text;
}

int main(void)
{
    cr_error error = {0};
    cr_buf input = {0};
    cr_arena arena = {0};
    cr_plain_words words = {0};
    cr_rouge *rouge = cr_rouge_new();
    cr_status status = cr_file_read_stream(stdin, "-", LIMIT, &input, &error);
    for (cr_view rest = cr_buf_view(&input); !status && rest.size > 0;) {
        cr_view texts[2];
        cr_rouge_text read[2];
        for (int i = 0; i < 2 && !status; i++) {
            texts[i] = next_text(&rest);
            status = cr_rouge_read(rouge, texts[i], &arena, &read[i], &error);
        }
        if (status)
            break;
        cr_rouge_scores scores = cr_rouge_score(rouge, read[0], read[1]);
        printf("%.17g %.17g %.17g", scores.r1, scores.r2, scores.rl);
        put_words(&words, texts[0]);
        put_words(&words, texts[1]);
        printf("\n");
        cr_rouge_clear(rouge);
        cr_arena_clear(&arena);
    }
    if (status)
        fprintf(stderr, "rouge_scores: %s\n", error.text);
    cr_plain_words_release(&words);
    cr_rouge_free(rouge);
    cr_arena_release(&arena);
    cr_buf_release(&input);
    return status ? 1 : 0;
}
