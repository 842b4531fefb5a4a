#include "net/sender.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"
#include "net/program.h"
#include "net/smtp.h"

#include <stdlib.h>

enum { TIMEOUT = 60 };

struct cr_sender {
    cr_smtp *smtp;     // NULL: by the program
    char **arguments;  // [n_arguments]
    size_t n_arguments;
    size_t timeout;
    cr_arena arena;
};

cr_status cr_command_split(const char *command, cr_arena *arena, char ***arguments, size_t *n, cr_error *error)
{
    cr_view text = cr_view_of(command);
    *arguments = CR_ARENA_ZEROED(arena, char *, text.size / 2 + 2);
    *n = 0;
    for (size_t at = 0; at < text.size;) {
        cr_buf word = {0};
        char quote = 0;
        if (cr_is_space(text.data[at])) {
            at++;
            continue;
        }
        cr_buf_reserve(&word, 1);
        for (; at < text.size && (quote || !cr_is_space(text.data[at])); at++) {
            char c = text.data[at];
            if (c == quote)
                quote = 0;
            else if (!quote && (c == '"' || c == '\''))
                quote = c;
            else if (c == '\\' && quote != '\'' && at + 1 < text.size)
                cr_buf_append_byte(&word, text.data[++at]);
            else
                cr_buf_append_byte(&word, c);
        }
        (*arguments)[(*n)++] = (char *)cr_arena_copy(arena, cr_buf_view(&word)).data;
        cr_buf_release(&word);
        if (quote)
            return cr_error_set(error, CR_USAGE, "'%s' has a quote that does not end", command);
    }
    return *n ? CR_OK : cr_error_set(error, CR_USAGE, "no program to hand mails to");
}

cr_status cr_sender_open(const cr_sender_options *options, cr_sender **sender, cr_error *error)
{
    cr_sender *s = cr_allocate_zeroed(1, sizeof *s);
    cr_sender_options complete = *options;
    cr_status status = CR_OK;
    if (!complete.timeout)
        complete.timeout = TIMEOUT;
    s->timeout = complete.timeout;
    if (complete.smtp)
        status = cr_smtp_open(&complete, &s->smtp, error);
    else if (complete.sendmail)
        status = cr_command_split(complete.sendmail, &s->arena, &s->arguments, &s->n_arguments, error);
    else
        status = cr_error_set(error, CR_USAGE, "neither a server nor a program to hand mails to");
    if (status) {
        cr_sender_close(s);
        s = NULL;
    }
    *sender = s;
    return status;
}

void cr_sender_close(cr_sender *sender)
{
    if (sender) {
        cr_smtp_close(sender->smtp);
        cr_arena_release(&sender->arena);
    }
    free(sender);
}

void cr_sender_send(cr_sender *sender, const char *from, const char *to, cr_view message, cr_sent *sent)
{
    *sent = (cr_sent){.outcome = CR_SENT_FAILED};
    if (sender->smtp)
        cr_smtp_send(sender->smtp, from, to, message, sent);
    else
        cr_program_send(sender->arguments, sender->n_arguments, sender->timeout, to, message, sent);
}
