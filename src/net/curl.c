/* libcurl as this folder uses it, loaded when it is first called (base/load.h): with it come some thirty libraries, whose start
 * would cost every run of the program as much as a short article. Each function stands for the one of its name; without the
 * library it fails as that may. */
#include "base/load.h"

#include <curl/curl.h>

#include <stdarg.h>

#define LIBRARY "libcurl.so.4"

/* A function of libcurl: its type, and one that returns `failure` where it is not there. */
#define FORWARD(result, failure, name, parameters, arguments)                         \
    result name parameters                                                            \
    {                                                                                 \
        result(*function) parameters = (result(*) parameters)cr_load(LIBRARY, #name); \
        return function ? function arguments : (failure);                             \
    }

#define FORWARD_VOID(name, parameters, arguments)                                 \
    void name parameters                                                          \
    {                                                                             \
        void(*function) parameters = (void(*) parameters)cr_load(LIBRARY, #name); \
        if (function)                                                             \
            function arguments;                                                   \
    }

// the checks of <curl/typecheck-gcc.h> are macros of these names
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

FORWARD(CURLcode, CURLE_FAILED_INIT, curl_global_init, (long flags), (flags))
FORWARD_VOID(curl_global_cleanup, (void), ())
FORWARD_VOID(curl_free, (void *memory), (memory))
FORWARD(time_t, -1, curl_getdate, (const char *text, const time_t *now), (text, now))

FORWARD(CURL *, NULL, curl_easy_init, (void), ())
FORWARD_VOID(curl_easy_cleanup, (CURL * handle), (handle))
FORWARD(CURLcode, CURLE_FAILED_INIT, curl_easy_perform, (CURL * handle), (handle))
FORWARD(const char *, "libcurl is not installed", curl_easy_strerror, (CURLcode code), (code))
FORWARD(CURLHcode, CURLHE_NOT_BUILT_IN, curl_easy_header,
        (CURL * handle, const char *name, size_t index, unsigned origin, int request, struct curl_header **header),
        (handle, name, index, origin, request, header))

FORWARD(struct curl_slist *, NULL, curl_slist_append, (struct curl_slist * list, const char *text), (list, text))
FORWARD_VOID(curl_slist_free_all, (struct curl_slist * list), (list))

FORWARD(CURLM *, NULL, curl_multi_init, (void), ())
FORWARD(CURLMcode, CURLM_BAD_HANDLE, curl_multi_add_handle, (CURLM * multi, CURL *easy), (multi, easy))
FORWARD(CURLMcode, CURLM_BAD_HANDLE, curl_multi_remove_handle, (CURLM * multi, CURL *easy), (multi, easy))
FORWARD(CURLMcode, CURLM_BAD_HANDLE, curl_multi_perform, (CURLM * multi, int *n_running), (multi, n_running))
FORWARD(CURLMcode, CURLM_BAD_HANDLE, curl_multi_poll,
        (CURLM * multi, struct curl_waitfd extra[], unsigned n_extra, int timeout, int *n),
        (multi, extra, n_extra, timeout, n))
FORWARD(CURLMsg *, NULL, curl_multi_info_read, (CURLM * multi, int *n_left), (multi, n_left))
FORWARD(CURLMcode, CURLM_BAD_HANDLE, curl_multi_cleanup, (CURLM * multi), (multi))

FORWARD(CURLU *, NULL, curl_url, (void), ())
FORWARD_VOID(curl_url_cleanup, (CURLU * url), (url))
FORWARD(CURLUcode, CURLUE_BAD_HANDLE, curl_url_get, (CURLU * url, CURLUPart part, char **out, unsigned flags),
        (url, part, out, flags))
FORWARD(CURLUcode, CURLUE_BAD_HANDLE, curl_url_set, (CURLU * url, CURLUPart part, const char *in, unsigned flags),
        (url, part, in, flags))

/* The one argument behind the option is of the kind that the option's number tells. */
CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...)
{
    CURLcode (*function)(CURL *, CURLoption, ...) = (CURLcode(*)(CURL *, CURLoption, ...))cr_load(LIBRARY,
                                                                                                  "curl_easy_setopt");
    CURLcode code = CURLE_FAILED_INIT;
    va_list arguments;
    va_start(arguments, option);
    if (!function)
        code = CURLE_FAILED_INIT;
    else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB)
        code = function(handle, option, va_arg(arguments, curl_off_t));
    else if (option < CURLOPTTYPE_OBJECTPOINT)
        code = function(handle, option, va_arg(arguments, long));
    else
        code = function(handle, option, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLcode curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
    CURLcode (*function)(CURL *, CURLINFO, ...) = (CURLcode(*)(CURL *, CURLINFO, ...))cr_load(LIBRARY,
                                                                                              "curl_easy_getinfo");
    va_list arguments;
    va_start(arguments, info);
    CURLcode code = function ? function(handle, info, va_arg(arguments, void *)) : CURLE_FAILED_INIT;
    va_end(arguments);
    return code;
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...)
{
    CURLMcode (*function)(CURLM *, CURLMoption,
                          ...) = (CURLMcode(*)(CURLM *, CURLMoption, ...))cr_load(LIBRARY, "curl_multi_setopt");
    CURLMcode code = CURLM_BAD_HANDLE;
    va_list arguments;
    va_start(arguments, option);
    if (function && (int)option < CURLOPTTYPE_OBJECTPOINT)
        code = function(multi, option, va_arg(arguments, long));
    else if (function)
        code = function(multi, option, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}
