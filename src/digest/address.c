#include "digest/address.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

enum {
    WHOLE_WORDS = 10,       // a sentence of at most so many words is given whole,
    END_WORDS = 4,          // of others so many words at both ends;
    WHOLE_CHARACTERS = 20,  // where words are not parted by spaces, one of so many characters,
    END_CHARACTERS = 8,     // and of others so many at both ends
    WORD_CHARACTERS = 20,   // longer on average are no words
};

static bool is_letter_or_digit(char byte)
{
    return cr_is_alpha(byte) || cr_is_digit(byte);
}

/* Characters that no address has, and that would mislead who reads it. */
static bool is_refused(uint32_t code)
{
    return code <= ' ' || code == '\\' || (code >= 0x7F && code <= 0xA0) || code == 0xAD || code == 0x061C ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
           (code >= 0x205F && code <= 0x206F) || code == 0x3000 || code == 0xFEFF || code >= 0xFFF0;
}

static bool is_clean(cr_view address)
{
    if (address.size == 0 || address.size > CR_ADDRESS_SIZE || cr_utf8_valid(address) != address.size)
        return false;
    for (size_t at = 0; at < address.size;)
        if (is_refused(cr_utf8_next(address, &at)))
            return false;
    return true;
}

static size_t authority_end(cr_view address, size_t start)
{
    size_t end = start;
    while (end < address.size && !strchr("/?#", address.data[end]))
        end++;
    return end;
}

static bool is_port(cr_view port)
{
    size_t number;
    return port.size == 0 || (port.size <= 5 && cr_view_to_size(port, &number) && number > 0 && number <= 65535);
}

static bool is_host(cr_view host)
{
    bool any = false;
    for (size_t i = 0; i < host.size; i++) {
        char byte = host.data[i];
        bool inner = byte == '-' || byte == '_';
        if (byte == '.' && (i == 0 || host.data[i - 1] == '.'))
            return false;
        if (!inner && byte != '.' && !is_letter_or_digit(byte) && (unsigned char)byte < 0x80)
            return false;
        any = any || !(inner || byte == '.');
    }
    return any;
}

static void append_encoded(cr_buf *out, cr_view text, const char *plain)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        bool escaped = byte == '%' && i + 2 < text.size && cr_hex_value(text.data[i + 1]) >= 0 &&
                       cr_hex_value(text.data[i + 2]) >= 0;
        if (is_letter_or_digit(byte) || (byte && byte != '%' && strchr(plain, byte)) || (escaped && strchr(plain, '%')))
            cr_buf_append_byte(out, byte);
        else
            cr_buf_append_format(out, "%%%02X", (unsigned)(unsigned char)byte);
    }
}

cr_view cr_address_check(cr_view address, cr_arena *arena)
{
    static const cr_view schemes[] = {{"https://", 8}, {"http://", 7}};
    cr_view none = {0};
    address = cr_view_trim(address);
    if (!is_clean(address))
        return none;
    size_t start = 0;
    for (size_t i = 0; i < 2 && !start; i++)
        if (cr_view_equal_ignoring_case(cr_view_slice(address, 0, schemes[i].size), schemes[i]))
            start = schemes[i].size;
    if (!start)
        return none;
    size_t end = authority_end(address, start);
    cr_view authority = cr_view_slice(address, start, end);
    ptrdiff_t colon = cr_view_find_byte(authority, ':');
    cr_view host = colon == CR_NOT_FOUND ? authority : cr_view_slice(authority, 0, (size_t)colon);
    cr_view port = colon == CR_NOT_FOUND ? none : cr_view_slice(authority, (size_t)colon + 1, authority.size);
    if (!is_host(host) || !is_port(port))
        return none;
    cr_buf out = {0};
    append_encoded(&out, cr_view_slice(address, 0, end), ":/-._");
    for (size_t i = 0; i < out.size; i++)  // the hexadecimal digits of a host's encoded letters too: they are the same
        out.data[i] = cr_to_lower(out.data[i]);
    append_encoded(&out, cr_view_slice(address, end, address.size), "-._~:/?#@!$&'()*+,;=%");
    cr_view result = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return result;
}

cr_view cr_address_host(cr_view checked)
{
    ptrdiff_t slashes = cr_view_find(checked, CR_VIEW("://"));
    if (slashes == CR_NOT_FOUND)
        return (cr_view){0};
    size_t start = (size_t)slashes + 3;
    cr_view host = cr_view_slice(checked, start, authority_end(checked, start));
    ptrdiff_t colon = cr_view_find_byte(host, ':');
    if (colon != CR_NOT_FOUND)
        host.size = (size_t)colon;
    if (host.size > 4 && cr_view_starts(host, CR_VIEW("www.")))
        host = cr_view_slice(host, 4, host.size);
    return host;
}

/* Where the first words of a text end; where it has no spaces, its first characters. */
static size_t head_end(cr_view text, bool has_words)
{
    size_t at = 0, left = has_words ? END_WORDS : END_CHARACTERS;
    while (at < text.size && left > 0) {
        left -= !has_words || text.data[at] == ' ';
        if (left > 0 || !has_words)
            cr_utf8_next(text, &at);
    }
    return at;
}

static size_t tail_start(cr_view text, bool has_words)
{
    size_t at = text.size, left = has_words ? END_WORDS : END_CHARACTERS;
    while (at > 0 && left > 0) {
        left -= !has_words || text.data[at - 1] == ' ';
        if (left > 0 || !has_words)
            cr_utf8_previous(text, &at);
    }
    return at;
}

cr_view cr_address_of_text(cr_view checked, cr_view sentence, cr_arena *arena)
{
    ptrdiff_t directive = cr_view_find(checked, CR_VIEW(":~:"));
    if (directive != CR_NOT_FOUND)
        checked.size = (size_t)directive;
    size_t n_words = 1, n_characters = 0;
    for (size_t at = 0; at < sentence.size; n_characters++)
        n_words += cr_utf8_next(sentence, &at) == ' ';
    cr_buf out = {0};
    cr_buf_append(&out, checked);
    if (cr_view_find_byte(checked, '#') == CR_NOT_FOUND)
        cr_buf_append_byte(&out, '#');
    cr_buf_append(&out, CR_VIEW(":~:text="));
    // "-", "," and "&" part the fragment: they stay encoded in what is searched for.
    bool has_words = n_characters <= n_words * WORD_CHARACTERS;
    if (has_words ? n_words <= WHOLE_WORDS : n_characters <= WHOLE_CHARACTERS) {
        append_encoded(&out, sentence, "._~");
    } else {
        append_encoded(&out, cr_view_slice(sentence, 0, head_end(sentence, has_words)), "._~");
        cr_buf_append_byte(&out, ',');
        cr_view tail = cr_view_slice(sentence, tail_start(sentence, has_words), sentence.size);
        append_encoded(&out, tail, "._~");
    }
    cr_view result = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return result;
}
