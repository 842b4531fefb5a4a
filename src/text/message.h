/* A message in a language: ICU MessageFormat with named arguments and plurals.
 *
 * The pattern may come from a user's file. It is checked when it is made: arguments that nobody will give, or a plural of a
 * text, are refused then and can't fail later.
 */
#ifndef CR_TEXT_MESSAGE_H
#define CR_TEXT_MESSAGE_H

#include "base/buf.h"

typedef struct cr_message cr_message;

/* An argument: a number where text is none (data NULL). */
typedef struct cr_message_argument {
    const char *name;
    cr_view text;
    int64_t number;
} cr_message_argument;

/* Compiles a pattern (valid UTF-8). arguments are samples: their names and kinds are those it may use. On failure NULL, and
 * what is wrong in *problem, a fixed phrase, with the byte of the pattern in *at. Free with cr_message_free. */
cr_message *cr_message_new(const char *lang, cr_view pattern, const cr_message_argument *arguments, size_t n_arguments,
                           const char **problem, size_t *at);
void cr_message_free(cr_message *message);

/* Appends the message with its arguments filled in. */
void cr_message_append(const cr_message *message, const cr_message_argument *arguments, size_t n_arguments,
                       cr_buf *out);

#endif
