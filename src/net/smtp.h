/* Handing a mail to a server by SMTP. */
#ifndef CR_NET_SMTP_H
#define CR_NET_SMTP_H

#include "net/sender.h"

typedef struct cr_smtp cr_smtp;

cr_status cr_smtp_open(const cr_sender_options *options, cr_smtp **smtp, cr_error *error);
void cr_smtp_close(cr_smtp *smtp);  // takes NULL
void cr_smtp_send(cr_smtp *smtp, const char *from, const char *to, cr_view message, cr_sent *sent);

#endif
