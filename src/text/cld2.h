/* CLD2 behind a C interface: the only place that knows it is C++.
 *
 * Compact Language Detector 2, Dick Sites 2013, with its full tables (libcld2_full). Thread-safe, no state. */
#ifndef CR_TEXT_CLD2_H
#define CR_TEXT_CLD2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CR_CLD2_GUESSES = 3 };

typedef struct cr_cld2_guess {
    const char *code;  // CLD2's own ("iw", "no", "zh-Hant"), "un" if none; static
    int percent;       // of the text
    double score;      // of its letter sequences, per KiB of text
} cr_cld2_guess;

typedef struct cr_cld2_answer {
    const char *code;                        // of the whole text, "un" if CLD2 does not want to say; static
    cr_cld2_guess guesses[CR_CLD2_GUESSES];  // best first
    bool reliable;
} cr_cld2_answer;

/* text is valid UTF-8 without control characters. hint: a language code, or NULL. best_effort: answer on little text too. */
void cr_cld2_detect(const char *text, size_t size, const char *hint, bool best_effort, cr_cld2_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
