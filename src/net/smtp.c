#include "net/smtp.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"
#include "format/line.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

struct cr_smtp {
    CURL *handle;  // keeps its connection from one mail to the next
    cr_arena arena;
    const char *host;  // for messages
    char message[CURL_ERROR_SIZE];
    cr_view rest;    // of the message that is still to be read
    cr_view answer;  // the server's last line, in line
    char line[256];
};

static size_t give(char *to, size_t size, size_t n, void *context)
{
    cr_smtp *s = context;
    size_t most = size * n < s->rest.size ? size * n : s->rest.size;
    memcpy(to, s->rest.data, most);
    s->rest = cr_view_slice(s->rest, most, s->rest.size);
    return most;
}

/* What the server answers: its last refusal is what a failure is told with. */
static size_t hear(char *line, size_t size, size_t n, void *context)
{
    cr_smtp *s = context;
    size_t most = size * n < sizeof s->line ? size * n : sizeof s->line;
    if (most && (line[0] == '4' || line[0] == '5')) {
        memcpy(s->line, line, most);
        s->answer = cr_view_trim((cr_view){s->line, most});
    }
    return size * n;
}

static bool is_this_machine(const char *host)
{
    cr_view h = cr_view_of(host);
    return cr_view_equal_ignoring_case(h, CR_VIEW("localhost")) || cr_view_equal(h, CR_VIEW("[::1]")) ||
           cr_view_starts(h, CR_VIEW("127."));
}

/* Takes the address apart. *url is the one that is used: with the name by which the server is greeted as its path. */
static cr_status read_address(cr_smtp *s, const cr_sender_options *options, const char **url, bool *is_encrypted,
                              cr_error *error)
{
    CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL, *user = NULL, *path = NULL, *whole = NULL;
    if (!parts)
        cr_out_of_memory();
    bool good = curl_url_set(parts, CURLUPART_URL, options->smtp, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
                curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                (strcmp(scheme, "smtp") == 0 || strcmp(scheme, "smtps") == 0);
    // a password has its own place, a file, and does not stand in an address
    good = good && curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;
    if (good && options->hello && curl_url_get(parts, CURLUPART_PATH, &path, 0) == CURLUE_OK && strcmp(path, "/") == 0)
        good = curl_url_set(parts, CURLUPART_PATH, options->hello, 0) == CURLUE_OK;
    good = good && curl_url_get(parts, CURLUPART_URL, &whole, 0) == CURLUE_OK;
    if (good) {
        *url = cr_arena_copy(&s->arena, cr_view_of(whole)).data;
        s->host = cr_arena_copy(&s->arena, cr_view_of(host)).data;
        *is_encrypted = strcmp(scheme, "smtps") == 0;
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(user);
    curl_free(path);
    curl_free(whole);
    curl_url_cleanup(parts);
    return good ? CR_OK
                : cr_error_set(error, CR_USAGE,
                               "'%s' is no mail server such as smtps://mail.example.org (without user and password)",
                               options->smtp);
}

cr_status cr_smtp_open(const cr_sender_options *options, cr_smtp **smtp, cr_error *error)
{
    cr_smtp *s = cr_allocate_zeroed(1, sizeof *s);
    const char *url = NULL;
    bool is_encrypted = false;
    *smtp = s;
    cr_status status = read_address(s, options, &url, &is_encrypted, error);
    if (status)
        return status;
    s->handle = curl_easy_init();
    if (!s->handle)
        return cr_error_set(error, CR_LIBRARY, "libcurl cannot be set up");
    bool is_near = is_this_machine(s->host) && !is_encrypted;
    curl_easy_setopt(s->handle, CURLOPT_ERRORBUFFER, s->message);
    curl_easy_setopt(s->handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(s->handle, CURLOPT_PROXY, "");
    curl_easy_setopt(s->handle, CURLOPT_URL, url);
    curl_easy_setopt(s->handle, CURLOPT_USE_SSL, (long)(is_near ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    curl_easy_setopt(s->handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (is_near) {  // nobody stands between, and the certificate of such a server is in nobody's list
        curl_easy_setopt(s->handle, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(s->handle, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (options->authorities)
        curl_easy_setopt(s->handle, CURLOPT_CAINFO, options->authorities);
    curl_easy_setopt(s->handle, CURLOPT_CONNECTTIMEOUT, (long)options->timeout);
    curl_easy_setopt(s->handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)options->timeout);
    curl_easy_setopt(s->handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(s->handle, CURLOPT_LOW_SPEED_TIME, (long)options->timeout);
    curl_easy_setopt(s->handle, CURLOPT_TIMEOUT, (long)options->timeout * 10);
    if (options->user) {
        curl_easy_setopt(s->handle, CURLOPT_USERNAME, options->user);
        curl_easy_setopt(s->handle, CURLOPT_PASSWORD, options->password ? options->password : "");
    }
    curl_easy_setopt(s->handle, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(s->handle, CURLOPT_HEADERDATA, s);
    curl_easy_setopt(s->handle, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(s->handle, CURLOPT_READDATA, s);
    curl_easy_setopt(s->handle, CURLOPT_UPLOAD, 1L);
    return CR_OK;
}

void cr_smtp_close(cr_smtp *smtp)
{
    if (smtp) {
        if (smtp->handle)
            curl_easy_cleanup(smtp->handle);
        cr_arena_release(&smtp->arena);
    }
    free(smtp);
}

/* What is said of a failure: the server's own words where there are any, for they name the reason. */
static void explain(const cr_smtp *s, CURLcode code, cr_sent *sent)
{
    cr_buf answer = {0};
    cr_line_append(&answer, s->answer);
    const char *what = answer.size ? answer.data : s->message[0] ? s->message : curl_easy_strerror(code);
    cr_error_set(&sent->reason, CR_IO, "'%s': %s", s->host, what);
    cr_buf_release(&answer);
}

/* Whether a server that says no says so to us: of credentials, of a machine or of a sender that it does not take, before it was told of
 * the message. Which command a reply is to, libcurl tells in words alone. */
static bool refuses_us(const cr_smtp *s, CURLcode code, long reply, bool is_begun)
{
    bool wants_credentials = reply == 530 || reply == 534 || reply == 535 || reply == 538;  // RFC 4954
    bool refuses_sender = reply >= 500 && strncmp(s->message, "MAIL ", 5) == 0;
    return wants_credentials || refuses_sender || code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED ||
           code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_REMOTE_ACCESS_DENIED ||
           (code == CURLE_WEIRD_SERVER_REPLY && !is_begun);
}

void cr_smtp_send(cr_smtp *smtp, const char *from, const char *to, cr_view message, cr_sent *sent)
{
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    if (!recipients)
        cr_out_of_memory();
    smtp->rest = message;
    smtp->answer = (cr_view){0};
    smtp->message[0] = '\0';
    curl_easy_setopt(smtp->handle, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(smtp->handle, CURLOPT_MAIL_RCPT, recipients);
    CURLcode code = curl_easy_perform(smtp->handle);
    long reply = 0;
    curl_easy_getinfo(smtp->handle, CURLINFO_RESPONSE_CODE, &reply);
    if (code == CURLE_OK) {
        sent->outcome = CR_SENT;
    } else {
        // that is not the recipient's, and can be mended
        bool is_ours = refuses_us(smtp, code, reply, smtp->rest.size < message.size);
        sent->is_down = is_ours || code == CURLE_OPERATION_TIMEDOUT || code == CURLE_COULDNT_RESOLVE_HOST ||
                        code == CURLE_COULDNT_CONNECT;
        bool has_answer = reply >= 400 && reply < 600;
        sent->outcome = reply >= 500 && reply < 600 && !is_ours ? CR_SENT_REFUSED : CR_SENT_FAILED;
        sent->is_unsure = smtp->rest.size == 0 && !has_answer;
        explain(smtp, code, sent);
    }
    curl_easy_setopt(smtp->handle, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
}
