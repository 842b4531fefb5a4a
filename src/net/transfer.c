#include "net/transfer.h"

#include "net/address.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_HEADER_BYTES = 256 * 1024,
    MOST_UNWANTED = 64 * 1024,  // bytes of a body that nobody reads, so that the connection can be used again
};

/* ---- what libcurl asks of us -------------------------------------------------------------------------------------- */

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    cr_transfer *t = context;
    if (purpose != CURLSOCKTYPE_IPCXN || (!t->rules->options.allow_private && !cr_address_is_public(&address->addr) &&
                                          !cr_proxies_have(&t->rules->proxies, &address->addr))) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    int descriptor = socket(address->family, address->socktype, address->protocol);
    if (descriptor < 0)
        return CURL_SOCKET_BAD;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

static size_t take_header(char *line, size_t size, size_t n, void *context)
{
    cr_transfer *t = context;
    cr_view header = {line, size * n};
    t->header_bytes += header.size;
    if (cr_view_starts(header, CR_VIEW("HTTP/")))  // also after a "100 Continue" or a proxy's answer
        t->headers_ended = false;
    else if (cr_view_trim(header).size == 0)
        t->headers_ended = true;
    if (t->header_bytes <= MOST_HEADER_BYTES)
        return header.size;
    t->too_large = true;
    return 0;
}

static bool is_success(long http_status)
{
    return http_status == 200 || http_status == 203;
}

/* Counts what comes out of the decompression: a small answer may become a large one. */
static size_t take_body(char *bytes, size_t size, size_t n, void *context)
{
    cr_transfer *t = context;
    long http_status = 0;
    size_t more = size * n;
    curl_easy_getinfo(t->handle, CURLINFO_RESPONSE_CODE, &http_status);
    if (!is_success(http_status)) {
        t->unwanted = true;
        t->body.size = 0;
        t->header_bytes += more;
        return t->header_bytes > MOST_UNWANTED ? 0 : more;
    }
    size_t room = t->max_size - t->body.size;
    if (more > room) {
        t->too_large = true;
        if (t->cut)
            cr_buf_append(&t->body, (cr_view){bytes, room});
        return 0;
    }
    cr_buf_append(&t->body, (cr_view){bytes, more});
    return more;
}

/* ---- asking ------------------------------------------------------------------------------------------------------- */

static bool add_header(cr_transfer *t, const char *line)
{
    struct curl_slist *longer = curl_slist_append(t->headers, line);
    if (longer)
        t->headers = longer;
    return longer != NULL;
}

/* Values of servers come back to them: nothing but what a header may hold. */
static bool add_value(cr_transfer *t, const char *name, cr_view value)
{
    cr_buf line = {0};
    for (size_t i = 0; i < value.size; i++)
        if ((unsigned char)value.data[i] < ' ' || value.data[i] == 0x7f)
            return true;
    if (value.size == 0)
        return true;
    cr_buf_append_format(&line, "%s: ", name);
    cr_buf_append(&line, value);
    bool good = add_header(t, line.data);
    cr_buf_release(&line);
    return good;
}

static CURLcode set_secret(cr_transfer *t)
{
    static const char BEARER[] = "Bearer ";
    if (t->secret.size == 0)
        return CURLE_OK;
    if (cr_view_starts(t->secret, CR_VIEW("Bearer "))) {
        CURLcode code = curl_easy_setopt(t->handle, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        return code ? code : curl_easy_setopt(t->handle, CURLOPT_XOAUTH2_BEARER, t->secret.data + sizeof BEARER - 1);
    }
    CURLcode code = curl_easy_setopt(t->handle, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    return code ? code : curl_easy_setopt(t->handle, CURLOPT_USERPWD, t->secret.data);
}

static CURLcode set_limits(cr_transfer *t)
{
    const cr_fetch_options *o = &t->rules->options;
    long seconds = (long)(o->timeout / 2000);
    CURLcode code = curl_easy_setopt(t->handle, CURLOPT_TIMEOUT_MS, (long)o->timeout);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_CONNECTTIMEOUT_MS, (long)(o->timeout / 3 + 1));
    if (!code && !t->cut)  // as announced; what comes is counted
        code = curl_easy_setopt(t->handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->max_size);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_LOW_SPEED_LIMIT, (long)CR_FETCH_SLOWEST);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_LOW_SPEED_TIME, seconds ? seconds : 1L);
    return code;
}

static CURLcode set_doors(cr_transfer *t)
{
    CURLcode code = curl_easy_setopt(t->handle, CURLOPT_PROTOCOLS_STR, "http,https");
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_FOLLOWLOCATION, 0L);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_NOSIGNAL, 1L);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_OPENSOCKETDATA, t);
    if (!code && t->rules->options.authorities)
        code = curl_easy_setopt(t->handle, CURLOPT_CAINFO, t->rules->options.authorities);
    return code;
}

static CURLcode set_request(cr_transfer *t, void *owner)
{
    CURLcode code = curl_easy_setopt(t->handle, CURLOPT_URL, t->url.text.data);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_PRIVATE, owner);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_USERAGENT, t->rules->agent);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_ACCEPT_ENCODING, "");  // whatever libcurl was built with
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_HTTPHEADER, t->headers);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_ERRORBUFFER, t->message);
    return code;
}

static CURLcode set_callbacks(cr_transfer *t)
{
    CURLcode code = curl_easy_setopt(t->handle, CURLOPT_HEADERFUNCTION, take_header);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_HEADERDATA, t);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_WRITEFUNCTION, take_body);
    if (!code)
        code = curl_easy_setopt(t->handle, CURLOPT_WRITEDATA, t);
    return code;
}

cr_status cr_transfer_start(cr_transfer *t, const cr_transfer_rules *rules, void *owner, cr_error *error)
{
    t->rules = rules;
    t->headers_ended = t->unwanted = t->too_large = t->refused = false;
    t->header_bytes = 0;
    t->message[0] = '\0';
    t->handle = curl_easy_init();
    bool good = t->handle &&
                add_header(t,
                           "Accept: application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, "
                           "application/xml;q=0.9, */*;q=0.5") &&
                add_value(t, "If-None-Match", t->etag) && add_value(t, "If-Modified-Since", t->last_modified) &&
                set_request(t, owner) == CURLE_OK && set_doors(t) == CURLE_OK && set_limits(t) == CURLE_OK &&
                set_callbacks(t) == CURLE_OK && set_secret(t) == CURLE_OK;
    return good ? CR_OK : cr_error_set(error, CR_LIBRARY, "libcurl does not take a request");
}

void cr_transfer_release(cr_transfer *t)
{
    curl_easy_cleanup(t->handle);
    curl_slist_free_all(t->headers);
    cr_buf_release(&t->body);
    t->handle = NULL;
    t->headers = NULL;
}

/* ---- the answer --------------------------------------------------------------------------------------------------- */

static cr_view header_of(const cr_transfer *t, const char *name, cr_arena *arena)
{
    struct curl_header *header;
    if (curl_easy_header(t->handle, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return (cr_view){0};
    return cr_arena_copy(arena, cr_view_trim(cr_view_of(header->value)));
}

static cr_view charset_of(cr_view content_type, cr_arena *arena)
{
    static const cr_view NAME = {"charset=", 8};
    for (size_t i = 0; i + NAME.size < content_type.size; i++) {
        if (!cr_view_equal_ignoring_case(cr_view_slice(content_type, i, i + NAME.size), NAME))
            continue;
        cr_view value = cr_view_slice(content_type, i + NAME.size, content_type.size);
        ptrdiff_t end = cr_view_find_byte(value, ';');
        value = cr_view_trim(cr_view_slice(value, 0, end < 0 ? value.size : (size_t)end));
        if (value.size >= 2 && (value.data[0] == '"' || value.data[0] == '\'') &&
            value.data[value.size - 1] == value.data[0])
            value = cr_view_slice(value, 1, value.size - 1);
        return cr_arena_copy(arena, value);
    }
    return (cr_view){0};
}

/* Seconds, or a date: seen from the server's own clock if it tells it. */
static int64_t retry_after(const cr_transfer *t, cr_arena *arena)
{
    cr_view value = header_of(t, "Retry-After", arena);
    cr_view server = header_of(t, "Date", arena);
    size_t number;
    int64_t wait = 0;
    if (cr_view_to_size(value, &number)) {
        wait = number > CR_FETCH_LONGEST_WAIT ? CR_FETCH_LONGEST_WAIT : (int64_t)number;
    } else if (value.size) {
        int64_t then = curl_getdate(value.data, NULL), now = server.size ? curl_getdate(server.data, NULL) : -1;
        if (now < 0)
            now = t->rules->options.now;
        wait = then < 0 || now <= 0 ? 0 : then - now;
    }
    return wait < 0 ? 0 : wait > CR_FETCH_LONGEST_WAIT ? CR_FETCH_LONGEST_WAIT : wait;
}

static const char *name_of_status(long http_status)
{
    switch (http_status) {
    case 400:
        return "bad request";
    case 401:
        return "a name and password are wanted";
    case 402:
        return "payment is wanted";
    case 403:
        return "forbidden";
    case 404:
        return "not found";
    case 406:
        return "not acceptable";
    case 407:
        return "the proxy wants a name and password";
    case 410:
        return "gone";
    case 429:
        return "too many requests";
    case 451:
        return "not for legal reasons";
    case 500:
        return "the server failed";
    case 502:
    case 504:
        return "a server behind it failed";
    case 503:
        return "not now";
    default:
        return NULL;
    }
}

static void describe_status(cr_answer *answer, cr_buf *out)
{
    const char *name = name_of_status(answer->http_status);
    cr_buf_append_format(out, "HTTP %ld", answer->http_status);
    if (name)
        cr_buf_append_format(out, " (%s)", name);
    if (answer->outcome == CR_FETCH_TOO_MANY && answer->retry_after)
        cr_buf_append_format(out, ", again after %lld s", (long long)answer->retry_after);
}

/* What libcurl says, as one of our messages: printable, without a full stop. */
static void append_message(const cr_transfer *t, CURLcode code, cr_buf *out)
{
    const char *text = t->message[0] ? t->message : curl_easy_strerror(code);
    size_t size = strlen(text);
    while (size && (text[size - 1] == '.' || cr_is_space(text[size - 1])))
        size--;
    for (size_t i = 0; i < size; i++)
        cr_buf_append_byte(out, text[i] >= ' ' && text[i] < 0x7f ? text[i] : '?');
}

static cr_fetch_outcome outcome_of_code(const cr_transfer *t, CURLcode code)
{
    if (t->too_large)
        return CR_FETCH_TOO_LARGE;
    switch (code) {
    case CURLE_FILESIZE_EXCEEDED:
        return CR_FETCH_TOO_LARGE;
    case CURLE_URL_MALFORMAT:
        return CR_FETCH_BAD_URL;
    case CURLE_COULDNT_RESOLVE_HOST:
        return CR_FETCH_DNS;
    case CURLE_COULDNT_CONNECT:
        return t->refused ? CR_FETCH_REFUSED_ADDRESS : CR_FETCH_CONNECT;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return CR_FETCH_CONNECT;
    case CURLE_OPERATION_TIMEDOUT:
        return CR_FETCH_TIMED_OUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
        return CR_FETCH_TLS;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
        return CR_FETCH_TRUNCATED;
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:  // it is not we who refused it
        return CR_FETCH_ENCODING;
    default:
        return CR_FETCH_FAILED;
    }
}

static void describe_code(const cr_transfer *t, CURLcode code, cr_answer *answer, cr_buf *out)
{
    const cr_fetch_options *o = &t->rules->options;
    switch (answer->outcome) {
    case CR_FETCH_TIMED_OUT:
        cr_buf_append_string(out, "timed out after ");
        cr_buf_append_real(out, (double)o->timeout / 1000, 3);
        cr_buf_append_string(out, " s or too slow");
        break;
    case CR_FETCH_TOO_LARGE:
        if (t->header_bytes > MOST_HEADER_BYTES)
            cr_buf_append_format(out, "more than %d KiB of headers", MOST_HEADER_BYTES / 1024);
        else
            cr_buf_append_format(out, "more than %zu bytes", t->max_size);
        break;
    case CR_FETCH_REFUSED_ADDRESS:
        cr_buf_append_string(out, "the address is one of a private network (see --allow-private)");
        break;
    case CR_FETCH_DNS:
        cr_buf_append_string(out, "no host of this name is known");
        break;
    case CR_FETCH_TRUNCATED:
        cr_buf_append_string(out, "the connection ended before the answer did");
        break;
    case CR_FETCH_TLS:
        cr_buf_append_string(out, "no safe connection: ");
        append_message(t, code, out);
        break;
    case CR_FETCH_ENCODING:
        cr_buf_append_string(out, "damaged compression: ");
        if (code == CURLE_WRITE_ERROR)
            cr_buf_append_string(out, "more data behind its end");
        else
            append_message(t, code, out);
        break;
    default:
        append_message(t, code, out);
    }
}

static void judge_status(cr_answer *answer, bool was_conditional)
{
    if (is_success(answer->http_status))
        answer->outcome = CR_FETCHED;
    else if (answer->http_status == 304 && was_conditional)
        answer->outcome = CR_FETCH_NOT_MODIFIED;
    else if (answer->http_status == 410)
        answer->outcome = CR_FETCH_GONE;
    else if (answer->http_status == 429 || (answer->http_status == 503 && answer->retry_after))
        answer->outcome = CR_FETCH_TOO_MANY;
    else
        answer->outcome = CR_FETCH_HTTP;
}

void cr_transfer_finish(cr_transfer *t, CURLcode code, cr_arena *arena, cr_answer *answer)
{
    cr_buf detail = {0};
    *answer = (cr_answer){0};
    curl_easy_getinfo(t->handle, CURLINFO_RESPONSE_CODE, &answer->http_status);
    answer->etag = header_of(t, "ETag", arena);
    answer->last_modified = header_of(t, "Last-Modified", arena);
    answer->content_type = header_of(t, "Content-Type", arena);
    answer->charset = charset_of(answer->content_type, arena);
    answer->location = header_of(t, "Location", arena);
    answer->retry_after = retry_after(t, arena);
    // an answer that is no success has said all with its head
    bool said_all = code == CURLE_OK || (t->too_large && t->cut && code == CURLE_WRITE_ERROR) ||
                    (t->headers_ended && (t->unwanted || answer->http_status >= 300));
    if (said_all) {
        judge_status(answer, t->etag.size || t->last_modified.size);
        if (answer->outcome != CR_FETCHED && answer->outcome != CR_FETCH_NOT_MODIFIED)
            describe_status(answer, &detail);
    } else {
        answer->outcome = outcome_of_code(t, code);
        describe_code(t, code, answer, &detail);
    }
    answer->detail = cr_arena_copy(arena, cr_buf_view(&detail));
    cr_buf_release(&detail);
}
