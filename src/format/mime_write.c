#include "format/mime_write.h"

#include "base/map.h"
#include "format/gmime.h"
#include "format/line.h"

#include <gmime/gmime-encodings.h>
#include <stdio.h>

/* Of GMime only its encoders are used: they are functions of their arguments, while its objects take a set-up that the whole
 * process would share and choose the character set of a text by themselves. */

enum {
    LINE_SIZE = 76,          // of a folded header, as far as it can be folded
    WORD_SIZE = 75,          // of an encoded word at most (RFC 2047)
    ADDRESS_SIZE = 254,      // RFC 5321
    LOCAL_SIZE = 64,         // of what stands before the @
    LABEL_SIZE = 63,         // of a part of the domain
    UNSUBSCRIBE_SIZE = 900,  // so that its line stays below 998 bytes
};

#define WORD_START CR_VIEW("=?UTF-8?B?")
#define WORD_END CR_VIEW("?=")

static bool is_atom_byte(char c)
{
    return cr_is_alpha(c) || cr_is_digit(c) || (c && cr_view_find_byte(CR_VIEW("!#$%&'*+-/=?^_`{|}~"), c) >= 0);
}

/* ---- addresses ---------------------------------------------------------------------------------------------------- */

static bool is_local_part(cr_view local)
{
    if (local.size == 0 || local.size > LOCAL_SIZE || local.data[0] == '-')  // "-f" would be an option of sendmail's
        return false;
    for (size_t i = 0; i < local.size; i++)
        if (local.data[i] == '.' ? i == 0 || i + 1 == local.size || local.data[i + 1] == '.'
                                 : !is_atom_byte(local.data[i]))
            return false;
    return true;
}

static bool is_domain(cr_view domain)
{
    size_t label = 0;
    for (size_t i = 0; i < domain.size; i++) {
        char c = domain.data[i];
        bool edge = label == 0 || i + 1 == domain.size || domain.data[i + 1] == '.';
        if (c == '.' ? edge : !(cr_is_alpha(c) || cr_is_digit(c) || (c == '-' && !edge)))
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > LABEL_SIZE)
            return false;
    }
    return label > 0;
}

static bool is_address(cr_view address)
{
    ptrdiff_t at = cr_view_find_byte(address, '@');
    return at > 0 && address.size <= ADDRESS_SIZE && is_local_part(cr_view_slice(address, 0, (size_t)at)) &&
           is_domain(cr_view_slice(address, (size_t)at + 1, address.size));
}

/* Without the quotes around it and the backslashes inside them. */
static cr_view unquoted(cr_view name, cr_arena *arena)
{
    cr_buf out = {0}, line = {0};
    if (name.size >= 2 && name.data[0] == '"' && name.data[name.size - 1] == '"') {
        for (size_t i = 1; i + 1 < name.size; i++) {
            if (name.data[i] == '\\' && i + 2 < name.size)
                i++;
            cr_buf_append_byte(&out, name.data[i]);
        }
    } else {
        cr_buf_append(&out, name);
    }
    cr_line_append(&line, cr_buf_view(&out));
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&line));
    cr_buf_release(&out);
    cr_buf_release(&line);
    return copy;
}

cr_status cr_mailbox_parse(cr_view text, cr_arena *arena, cr_mailbox *mailbox, cr_error *error)
{
    cr_view address = cr_view_trim(text), name = {0};
    *mailbox = (cr_mailbox){0};
    if (address.size && address.data[address.size - 1] == '>') {
        size_t open = address.size - 1;
        while (open > 0 && address.data[open] != '<')
            open--;
        name = cr_view_trim(cr_view_slice(address, 0, open));
        address = cr_view_slice(address, open + 1, address.size - 1);
    }
    if (!is_address(address))
        return cr_error_set(error, CR_USAGE, "'%.*s' is no mail address such as anna@example.org",
                            text.size > ADDRESS_SIZE ? ADDRESS_SIZE : (int)text.size, text.data ? text.data : "");
    mailbox->address = cr_arena_copy(arena, address);
    mailbox->name = name.size ? unquoted(name, arena) : (cr_view){0};
    return CR_OK;
}

cr_view cr_mailbox_domain(const cr_mailbox *mailbox)
{
    ptrdiff_t at = cr_view_find_byte(mailbox->address, '@');
    return cr_view_slice(mailbox->address, (size_t)(at + 1), mailbox->address.size);
}

static bool is_https(cr_view address)
{
    return cr_view_equal_ignoring_case(cr_view_slice(address, 0, 8), CR_VIEW("https://"));
}

cr_status cr_mime_check_unsubscribe(cr_view address, cr_error *error)
{
    bool good = address.size <= UNSUBSCRIBE_SIZE &&
                (is_https(address) || cr_view_equal_ignoring_case(cr_view_slice(address, 0, 7), CR_VIEW("http://")) ||
                 cr_view_equal_ignoring_case(cr_view_slice(address, 0, 7), CR_VIEW("mailto:")));
    for (size_t i = 0; i < address.size && good; i++)
        good = address.data[i] > ' ' && address.data[i] < 0x7f &&
               cr_view_find_byte(CR_VIEW("<>,"), address.data[i]) < 0;
    if (!good)
        return cr_error_set(error, CR_USAGE, "'%.*s' is no https, http or mailto address for unsubscribing",
                            address.size > ADDRESS_SIZE ? ADDRESS_SIZE : (int)address.size,
                            address.data ? address.data : "");
    return CR_OK;
}

/* ---- headers ------------------------------------------------------------------------------------------------------ */

/* A header under way: how much of the present line is taken. */
typedef struct header {
    cr_buf *out;
    size_t column;
} header;

static header begin_header(cr_buf *out, const char *name)
{
    size_t before = out->size;
    cr_buf_append_string(out, name);
    cr_buf_append_byte(out, ':');
    return (header){out, out->size - before};
}

/* A piece that is not cut, behind a space or, where it does not fit, on a line of its own. */
static void put_piece(header *h, cr_view piece)
{
    if (h->column + 1 + piece.size > LINE_SIZE && h->column > 1) {
        cr_buf_append_string(h->out, "\r\n");
        h->column = 0;
    }
    cr_buf_append_byte(h->out, ' ');
    cr_buf_append(h->out, piece);
    h->column += 1 + piece.size;
}

/* Bytes of a text that an encoded word takes: whole characters. */
static size_t fits_into_word(cr_view text, size_t room)
{
    size_t most = room / 4 * 3, size = 0;
    while (size < text.size) {
        size_t next = size + 1;
        while (next < text.size && ((unsigned char)text.data[next] & 0xC0) == 0x80)
            next++;
        if (next > most)
            break;
        size = next;
    }
    return size;
}

/* As encoded words (RFC 2047), in UTF-8 and base64 whatever the text is, so that no decoder's taste decides what is read. */
static void put_encoded(header *h, cr_view text)
{
    const size_t frame = WORD_START.size + WORD_END.size;
    while (text.size) {
        size_t room = h->column + 1 + frame + 8 <= LINE_SIZE ? LINE_SIZE - h->column - 1 : WORD_SIZE;
        size_t size = fits_into_word(text, (room < WORD_SIZE ? room : WORD_SIZE) - frame);
        if (size == 0)  // of a character that does not fit on the rest of the line
            size = fits_into_word(text, WORD_SIZE - frame);
        GMimeEncoding encoding;
        cr_buf word = {0};
        cr_buf_append(&word, WORD_START);
        g_mime_encoding_init_encode(&encoding, GMIME_CONTENT_ENCODING_BASE64);
        char *to = cr_buf_reserve(&word, g_mime_encoding_outlen(&encoding, size));
        word.size += g_mime_encoding_flush(&encoding, text.data, size, to);
        while (word.data[word.size - 1] == '\n')
            word.size--;
        cr_buf_append(&word, WORD_END);
        put_piece(h, cr_buf_view(&word));
        cr_buf_release(&word);
        text = cr_view_slice(text, size, text.size);
    }
}

/* Whether a line may stand in a header as it is. */
static bool is_plain(cr_view line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] < ' ' || line.data[i] >= 0x7f)
            return false;
    return cr_view_find(line, CR_VIEW("=?")) == CR_NOT_FOUND;
}

/* Words, folded between them; none may be longer than a line. */
static bool has_long_word(cr_view line)
{
    size_t word = 0;
    for (size_t i = 0; i < line.size; i++) {
        word = line.data[i] == ' ' ? 0 : word + 1;
        if (word > LINE_SIZE - 1)
            return true;
    }
    return false;
}

static void put_words(header *h, cr_view line)
{
    while (line.size) {
        ptrdiff_t space = cr_view_find_byte(line, ' ');
        size_t end = space < 0 ? line.size : (size_t)space;
        put_piece(h, cr_view_slice(line, 0, end));
        line = cr_view_slice(line, end + 1, line.size);
    }
}

static void put_text(header *h, cr_view line)
{
    if (is_plain(line) && !has_long_word(line))
        put_words(h, line);
    else
        put_encoded(h, line);
}

static void end_header(header *h)
{
    cr_buf_append_string(h->out, "\r\n");
}

/* A header of any text. */
static void put_header(cr_buf *out, const char *name, cr_view value)
{
    cr_buf line = {0};
    header h = begin_header(out, name);
    cr_line_append(&line, value);
    put_text(&h, cr_buf_view(&line));
    end_header(&h);
    cr_buf_release(&line);
}

/* A header whose value must come out as it is: ASCII that was checked. */
static void put_raw(cr_buf *out, const char *name, cr_view before, cr_view value, cr_view after)
{
    cr_buf_append_string(out, name);
    cr_buf_append_string(out, ": ");
    cr_buf_append(out, before);
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] >= ' ' && value.data[i] < 0x7f)
            cr_buf_append_byte(out, value.data[i]);
    cr_buf_append(out, after);
    cr_buf_append_string(out, "\r\n");
}

/* A name of words that need no quotes stands bare, another of ASCII in quotes, the rest encoded. */
static void put_name(header *h, cr_view name)
{
    bool is_bare = true;
    for (size_t i = 0; i < name.size; i++)
        is_bare &= name.data[i] == ' ' || is_atom_byte(name.data[i]);
    if (!is_plain(name) || has_long_word(name)) {
        put_encoded(h, name);
    } else if (is_bare) {
        put_words(h, name);
    } else {
        cr_buf quoted = {0};
        cr_buf_append_byte(&quoted, '"');
        for (size_t i = 0; i < name.size; i++) {
            if (name.data[i] == '"' || name.data[i] == '\\')
                cr_buf_append_byte(&quoted, '\\');
            cr_buf_append_byte(&quoted, name.data[i]);
        }
        cr_buf_append_byte(&quoted, '"');
        put_words(h, cr_buf_view(&quoted));
        cr_buf_release(&quoted);
    }
}

static void put_mailbox(cr_buf *out, const char *name, const cr_mailbox *mailbox)
{
    header h = begin_header(out, name);
    cr_buf address = {0}, line = {0};
    cr_line_append(&line, mailbox->name);
    if (line.size) {
        put_name(&h, cr_buf_view(&line));
        cr_buf_append_byte(&address, '<');
    }
    cr_buf_append(&address, mailbox->address);
    if (line.size)
        cr_buf_append_byte(&address, '>');
    put_piece(&h, cr_buf_view(&address));
    end_header(&h);
    cr_buf_release(&address);
    cr_buf_release(&line);
}

/* A day of the proleptic Gregorian calendar, in UTC. */
static void put_date(cr_buf *out, cr_date date)
{
    static const char DAYS[] = "ThuFriSatSunMonTueWed";  // 1970-01-01 was a Thursday
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t days = cr_date_day(date), year = 1970, month = 0;
    int64_t of_week = (days % 7 + 7) % 7;
    for (;;) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int64_t length = leap ? 366 : 365;
        if (days < 0) {
            year--;
            leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            days += leap ? 366 : 365;
        } else if (days >= length) {
            days -= length;
            year++;
        } else {
            const int64_t lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
            while (days >= lengths[month])
                days -= lengths[month++];
            break;
        }
    }
    cr_buf_append_format(out, "Date: %.3s, %02d %.3s %04d 00:00:00 +0000\r\n", DAYS + 3 * of_week, (int)days + 1,
                         MONTHS + 3 * month, (int)year);
}

/* ---- the message -------------------------------------------------------------------------------------------------- */

static void put_part(cr_buf *out, cr_view boundary, const char *type, cr_view content)
{
    GMimeEncoding encoding;
    cr_buf lines = {0};
    g_mime_encoding_init_encode(&encoding, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    char *to = cr_buf_reserve(&lines, g_mime_encoding_outlen(&encoding, content.size));
    lines.size += g_mime_encoding_flush(&encoding, content.size ? content.data : "", content.size, to);
    cr_buf_append_format(out,
                         "--%.*s\r\n"
                         "Content-Type: text/%s; charset=utf-8\r\n"
                         "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                         (int)boundary.size, boundary.data, type);
    for (size_t i = 0; i < lines.size; i++) {
        if (lines.data[i] == '\n')
            cr_buf_append_byte(out, '\r');
        cr_buf_append_byte(out, lines.data[i]);
    }
    if (!cr_view_ends(cr_buf_view(out), CR_VIEW("\r\n")))
        cr_buf_append_string(out, "\r\n");
    cr_buf_release(&lines);
}

cr_status cr_mime_write(const cr_mime_message *message, cr_buf *out, cr_error *error)
{
    char boundary[64];
    cr_status status = cr_gmime_load(error);
    if (status)
        return status;
    // "=_" is in no quoted-printable text, so no line of a part can be taken for the boundary
    snprintf(boundary, sizeof boundary, "=_courant_%016llx", (unsigned long long)cr_hash(message->id));
    put_mailbox(out, "From", &message->from);
    if (message->to.address.size)
        put_mailbox(out, "To", &message->to);
    else
        put_raw(out, "To", CR_VIEW(""), CR_VIEW("undisclosed-recipients:;"), CR_VIEW(""));
    if (message->date.precision != CR_DATE_NONE)
        put_date(out, message->date);
    put_header(out, "Subject", message->subject);
    put_raw(out, "Message-ID", CR_VIEW("<"), message->id, CR_VIEW(">"));
    put_raw(out, "Content-Language", CR_VIEW(""), message->lang, CR_VIEW(""));
    put_raw(out, "List-Id", CR_VIEW("<"), message->list, CR_VIEW(">"));
    if (message->unsubscribe.size) {
        put_raw(out, "List-Unsubscribe", CR_VIEW("<"), message->unsubscribe, CR_VIEW(">"));
        if (is_https(message->unsubscribe))
            put_raw(out, "List-Unsubscribe-Post", CR_VIEW(""), CR_VIEW("List-Unsubscribe=One-Click"), CR_VIEW(""));
    }
    put_raw(out, "Auto-Submitted", CR_VIEW(""), CR_VIEW("auto-generated"), CR_VIEW(""));
    put_raw(out, "MIME-Version", CR_VIEW(""), CR_VIEW("1.0"), CR_VIEW(""));
    cr_buf_append_format(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n", boundary);
    put_part(out, cr_view_of(boundary), "plain", message->text);
    put_part(out, cr_view_of(boundary), "html", message->html);
    cr_buf_append_format(out, "--%s--\r\n", boundary);
    return CR_OK;
}
