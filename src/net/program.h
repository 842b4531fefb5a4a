/* Handing a mail to a program. */
#ifndef CR_NET_PROGRAM_H
#define CR_NET_PROGRAM_H

#include "net/sender.h"

/* Runs the program [n arguments, NULL behind them] with the recipient and gives it the message. */
void cr_program_send(char *const *arguments, size_t n, size_t timeout, const char *to, cr_view message, cr_sent *sent);

#endif
