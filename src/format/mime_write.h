/* Writing a mail: headers and two forms of one text, as the bytes that go over the wire (RFC 5322, 2045 to 2047, 2369, 8058).
 *
 * Lines end in CRLF and are ASCII; no line is longer than 998 bytes. Whatever a value holds, it is made one clean line before it
 * stands in a header, so that none can add a header. The same message gives the same bytes.
 */
#ifndef CR_FORMAT_MIME_WRITE_H
#define CR_FORMAT_MIME_WRITE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"

/* One who writes or reads mail. Both views have a NUL behind them. */
typedef struct cr_mailbox {
    cr_view name;     // as it is shown, or none
    cr_view address;  // "anna@example.org": ASCII, without quotes, comments or white space
} cr_mailbox;

/* Reads "anna@example.org", "<anna@example.org>" or "Anna <anna@example.org>"; the name may stand in quotes. It lives in the arena.
 * CR_USAGE if there is no address of that kind; a domain with other letters is written in its ASCII form (xn--). */
cr_status cr_mailbox_parse(cr_view text, cr_arena *arena, cr_mailbox *mailbox, cr_error *error);

/* The part of the address behind the @. */
cr_view cr_mailbox_domain(const cr_mailbox *mailbox);

/* CR_USAGE unless it is an address that List-Unsubscribe may hold: https, http or mailto, of visible ASCII without < > , and
 * not too long. */
cr_status cr_mime_check_unsubscribe(cr_view address, cr_error *error);

typedef struct cr_mime_message {
    cr_mailbox from;
    cr_mailbox to;        // without an address: "undisclosed-recipients:;"
    cr_date date;         // its day, in UTC; without one there is no Date
    cr_view subject;      // any text
    cr_view id;           // of Message-ID, without < >: visible ASCII
    cr_view lang;         // of Content-Language, a BCP 47 tag
    cr_view list;         // of List-Id, without < >: like the name of a host
    cr_view unsubscribe;  // checked as above, or none
    cr_view text, html;   // the parts: UTF-8, lines ended by LF
} cr_mime_message;

/* Appends the message: From, To, Date, Subject, Message-ID, Content-Language, List-Id, List-Unsubscribe, List-Unsubscribe-Post
 * (with https only), Auto-Submitted, MIME-Version, Content-Type, then the two parts, text first, each quoted-printable.
 * CR_LIBRARY where libgmime is not installed. */
cr_status cr_mime_write(const cr_mime_message *message, cr_buf *out, cr_error *error);

#endif
