/* An edition as a mail: a plain text and a page of HTML, which say the same. */
#ifndef CR_RENDER_MAIL_H
#define CR_RENDER_MAIL_H

#include "base/arena.h"
#include "digest/edition.h"
#include "format/mime_write.h"
#include "render/words.h"

enum {
    CR_MAIL_WIDTH = 72,          // columns of the text
    CR_MAIL_HTML_SIZE = 100000,  // bytes of the HTML at most: beyond 102 KB large providers cut a mail off
};

typedef struct cr_mail {
    cr_mailbox from;
    cr_mailbox to;        // without an address: nobody in particular
    cr_view unsubscribe;  // checked (cr_mime_check_unsubscribe), or none
    cr_view id;           // of cr_mail_id
} cr_mail;

/* The Message-ID, without < >: made of what the edition tells and of whom it is for, so that the same mail has the same, however often it is
 * made and sent, and no two others do. It lives in the arena. */
cr_view cr_mail_id(const cr_edition *edition, const cr_mailbox *from, const cr_mailbox *to, cr_arena *arena);

/* Makes the HTML of an edition; an error is passed on. */
typedef cr_status cr_mail_html(void *context, const cr_edition *edition, cr_buf *out, cr_error *error);

/* Appends the mail. Where its HTML would be too large, it lacks, until it fits: the later sentences of the least important stories,
 * who else reports them, at last the stories; the text has all. */
cr_status cr_render_mail(const cr_edition *edition, const cr_words *words, const cr_mail *mail, cr_mail_html *html,
                         void *context, cr_buf *out, cr_error *error);

#endif
