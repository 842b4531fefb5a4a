/* A mail as an article: newsletters. */
#ifndef CR_SOURCE_MAIL_H
#define CR_SOURCE_MAIL_H

#include "format/mime_read.h"
#include "source/document.h"

/* Makes an article of a mail. Its HTML is read as a page that is all article, but for furniture of pages and newsletters; where
 * there is none, or nothing in it, its plain text, with the signature cut off. Title is the subject, source the sender's name (else the
 * list's, else the domain), date and id are the mail's. Without an id of its own it is the path, or the line in a mailbox (number). The
 * message need not outlive the call. */
cr_status cr_mail_article(cr_source_parser *parser, const cr_mime_message *message, const char *path, size_t number,
                          cr_arena *arena, cr_article *article, cr_error *error);

#endif
