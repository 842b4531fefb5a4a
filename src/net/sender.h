/* Handing mails over: to a program such as sendmail, or to a server by SMTP (RFC 5321).
 *
 * A mail is handed over once for each recipient. What becomes of it is told apart by what the sender may do next: a mail that was
 * refused will be refused again; one that failed may be tried again. Where an answer is lost (the message is out, the line breaks
 * before the server says that it has it), nobody can know; it counts as failed, and is_unsure is set. */
#ifndef CR_NET_SENDER_H
#define CR_NET_SENDER_H

#include "base/arena.h"
#include "base/error.h"

typedef struct cr_sender_options {
    const char *smtp;         // smtp:// or smtps://, a host and a port; NULL: not by SMTP
    const char *user;         // of the server; NULL: no authentication
    const char *password;     // NULL: none
    const char *authorities;  // a file of certificates to trust; NULL: those of the system
    const char *hello;        // the domain that the server is told
    const char *sendmail;     // a command line; used where smtp is NULL
    size_t timeout;           // seconds that server or program may take over an answer; 0: 60
} cr_sender_options;

typedef struct cr_sender cr_sender;

typedef enum cr_sent_outcome {
    CR_SENT,          // the server, or the program, has taken it over
    CR_SENT_FAILED,   // may be tried again
    CR_SENT_REFUSED,  // for good: no such recipient, no such sender, a message not wanted
} cr_sent_outcome;

typedef struct cr_sent {
    cr_sent_outcome outcome;
    bool is_unsure;   // it failed, but may have arrived
    bool is_down;     // it failed for a reason that no other mail would escape
    cr_error reason;  // unless it was sent
} cr_sent;

/* Only looks at the options. smtp:// is encrypted by STARTTLS, or not at all where the host is this machine and does not offer it; smtps:// is
 * encrypted from the start; certificates are checked, but for STARTTLS with this machine. The options are copied. CR_USAGE if
 * the address or the command is none, or neither is given. Free with cr_sender_close. */
cr_status cr_sender_open(const cr_sender_options *options, cr_sender **sender, cr_error *error);
void cr_sender_close(cr_sender *sender);  // takes NULL

/* Hands a message (as format/mime_write.h makes it) over for one recipient. Addresses are plain ones, with a NUL behind them. To a
 * program it goes on standard input, lines ended by LF; the recipient is added as its last argument unless -t stands among
 * them. One connection serves a whole sender. */
void cr_sender_send(cr_sender *sender, const char *from, const char *to, cr_view message, cr_sent *sent);

/* The program and its arguments of a command line [*n], split at white space; ' and " keep it together, a backslash keeps the next
 * byte. No shell is asked. In the arena, NULL behind the last. CR_USAGE if it is empty or a quote is not closed. */
cr_status cr_command_split(const char *command, cr_arena *arena, char ***arguments, size_t *n, cr_error *error);

#endif
