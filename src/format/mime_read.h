/* Reading a mail (RFC 5322 and MIME): what its headers say, and the part that is worth reading.
 *
 * One pass over the lines with a stack of boundaries, so that no nesting makes it slow; GMime decodes. Other messages inside it
 * (message/rfc822) count where the outer one has no text of its own, and so do parts that have a name. Attachments never do.
 * Beyond CR_MAX_MAIL bytes, CR_MAX_MAIL_HEADERS of one part's headers, CR_MAX_MAIL_PARTS or CR_MAX_MAIL_NESTING it ends with CR_LIMIT.
 */
#ifndef CR_FORMAT_MIME_READ_H
#define CR_FORMAT_MIME_READ_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

typedef enum cr_mime_encoding { CR_MIME_PLAIN, CR_MIME_BASE64, CR_MIME_QUOTED, CR_MIME_UUENCODED } cr_mime_encoding;

/* A part with text; body.data NULL: there is none. */
typedef struct cr_mime_part {
    cr_view body;     // as it stands in the message: see cr_mime_decode
    cr_view charset;  // as declared, or none
    cr_mime_encoding encoding;
    bool flowed, delsp;  // RFC 3676
} cr_mime_part;

typedef struct cr_mime_message {
    // headers as they stand there, without folding: see cr_mime_words; none if missing
    cr_view subject, from, date, id, list_id, language, archived_at;
    cr_mime_part html, text;  // the best of each
} cr_mime_message;

/* Views of the bytes, but for headers that were folded, which live in the arena. CR_INPUT: there is no text in it. */
cr_status cr_mime_read(cr_view bytes, const char *path, cr_arena *arena, cr_mime_message *message, cr_error *error);

/* Copies what the message points to into the arena. */
void cr_mime_keep(cr_mime_message *message, cr_arena *arena);

/* Whether bytes start as a mail does: with headers, some of which mails alone have. */
bool cr_mime_sniff(cr_view bytes);

/* Appends the body of a part without its transfer encoding, in its own charset. CR_LIMIT beyond CR_MAX_MAIL_TEXT. */
cr_status cr_mime_decode(const cr_mime_part *part, const char *path, cr_buf *out, cr_error *error);

/* Appends a text of format=flowed (RFC 3676), decoded before, with its lines joined to paragraphs. */
void cr_mime_unflow(cr_view text, bool delsp, cr_buf *out);

/* A piece of a header: bytes in a charset, or as the header is (none). */
typedef struct cr_mime_word {
    cr_view bytes, charset;
} cr_mime_word;

/* Takes the next piece off the front of *rest, which is at first a header. Encoded words (RFC 2047) are decoded, those of one charset
 * that follow one another are one piece, and white space between two of them is none. False at the end. */
bool cr_mime_next_word(cr_view *rest, cr_arena *arena, cr_mime_word *word);

/* The parts of the first mailbox of a From header, as they stand there: display name without its quotation marks, and address. */
void cr_mime_mailbox(cr_view from, cr_arena *arena, cr_view *name, cr_view *address);

#endif
