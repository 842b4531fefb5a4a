#include "net/url.h"

#include "base/buf.h"
#include "text/host_name.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { HTTP_PORT = 80, HTTPS_PORT = 443 };

static bool is_clean(cr_view text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < ' ' || byte == 0x7f || byte == '\\')
            return false;
    }
    return text.size > 0 && text.size <= CR_URL_SIZE;
}

/* Something before the first ":" that can be a scheme. */
static bool names_scheme(cr_view text, cr_view *scheme)
{
    ptrdiff_t colon = cr_view_find_byte(text, ':');
    if (colon <= 0 || !cr_is_alpha(text.data[0]))
        return false;
    for (ptrdiff_t i = 1; i < colon; i++) {
        char byte = text.data[i];
        if (!cr_is_alpha(byte) && !cr_is_digit(byte) && byte != '+' && byte != '-' && byte != '.')
            return false;
    }
    *scheme = (cr_view){text.data, (size_t)colon};
    return true;
}

static cr_view part(CURLU *handle, CURLUPart what, unsigned flags, cr_arena *arena)
{
    char *text = NULL;
    if (curl_url_get(handle, what, &text, flags))
        return (cr_view){0};
    cr_view copy = cr_arena_copy(arena, cr_view_of(text));
    curl_free(text);
    return copy;
}

static void lower(cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        ((char *)text.data)[i] = cr_to_lower(text.data[i]);
}

static bool is_ascii(cr_view text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static bool take_parts(CURLU *handle, cr_arena *arena, cr_url *url)
{
    char *present = NULL;
    bool has_user = curl_url_get(handle, CURLUPART_USER, &present, 0) == CURLUE_OK;
    curl_free(present);
    if (has_user)
        return false;
    curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
    cr_view host = part(handle, CURLUPART_HOST, 0, arena);
    lower(host);
    if (!is_ascii(host))  // libcurl would go by the locale
        host = cr_host_name_to_ascii(host, arena);
    if (host.size == 0 || curl_url_set(handle, CURLUPART_HOST, host.data, 0))
        return false;
    cr_view scheme = part(handle, CURLUPART_SCHEME, 0, arena);
    cr_view port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT, arena);
    size_t number;
    if (!cr_view_to_size(port, &number) || number == 0 || number > 65535)
        return false;
    cr_view path = part(handle, CURLUPART_PATH, 0, arena), query = part(handle, CURLUPART_QUERY, 0, arena);
    cr_buf target = {0};
    cr_buf_append(&target, path);
    if (query.size) {
        cr_buf_append_byte(&target, '?');
        cr_buf_append(&target, query);
    }
    url->host = host;
    url->port = (unsigned)number;
    url->secure = cr_view_equal(scheme, CR_VIEW("https"));
    url->target = cr_arena_copy(arena, cr_buf_view(&target));
    url->text = part(handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT, arena);
    cr_buf_release(&target);
    return url->text.size > 0 && url->text.size <= CR_URL_SIZE;
}

cr_url_state cr_url_read(cr_view text, const cr_url *base, cr_arena *arena, cr_url *url)
{
    cr_view scheme;
    *url = (cr_url){0};
    text = cr_view_trim(text);
    ptrdiff_t fragment = cr_view_find_byte(text, '#');
    if (fragment >= 0)
        text.size = (size_t)fragment;
    if (text.size == 0 && base) {  // libcurl's reader takes the folder for it
        *url = *base;
        return CR_URL_GOOD;
    }
    if (!is_clean(text))
        return CR_URL_BAD;
    if (names_scheme(text, &scheme) && !cr_view_equal_ignoring_case(scheme, CR_VIEW("http")) &&
        !cr_view_equal_ignoring_case(scheme, CR_VIEW("https")))
        return CR_URL_SCHEME;
    CURLU *handle = curl_url();
    cr_view copy = cr_arena_copy(arena, text);
    bool good = handle && (!base || curl_url_set(handle, CURLUPART_URL, base->text.data, 0) == CURLUE_OK) &&
                curl_url_set(handle, CURLUPART_URL, copy.data, CURLU_URLENCODE) == CURLUE_OK &&
                take_parts(handle, arena, url);
    curl_url_cleanup(handle);
    return good ? CR_URL_GOOD : CR_URL_BAD;
}

cr_view cr_url_origin(const cr_url *url, cr_arena *arena)
{
    cr_buf text = {0};
    cr_buf_append_string(&text, url->secure ? "https://" : "http://");
    cr_buf_append(&text, url->host);
    cr_buf_append_byte(&text, ':');
    cr_buf_append_size(&text, url->port);
    cr_view origin = cr_arena_copy(arena, cr_buf_view(&text));
    cr_buf_release(&text);
    return origin;
}

bool cr_url_may_have_secret_of(const cr_url *url, const cr_url *owner)
{
    if (!cr_view_equal(url->host, owner->host))
        return false;
    if (url->secure == owner->secure)
        return url->port == owner->port;
    return url->secure && url->port == HTTPS_PORT && owner->port == HTTP_PORT;
}
