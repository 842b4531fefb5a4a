#include "archive/archive.h"

#include "base/map.h"

#include <stdio.h>
#include <string.h>

/* Parameters that tell who sent the visitor, not which page it is. */
static bool only_counts(cr_view parameter)
{
    static const char *const names[] = {"fbclid", "gclid",  "dclid",  "msclkid", "yclid",  "igshid", "mc_cid",
                                        "mc_eid", "twclid", "ttclid", "wbraid",  "gbraid", "_ga",    "ref_src"};
    ptrdiff_t equals = cr_view_find_byte(parameter, '=');
    cr_view name = equals < 0 ? parameter : cr_view_slice(parameter, 0, (size_t)equals);
    if (name.size > 4 && cr_view_equal_ignoring_case(cr_view_slice(name, 0, 4), CR_VIEW("utm_")))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cr_view_equal_ignoring_case(name, cr_view_of(names[i])))
            return true;
    return false;
}

/* The end of the authority: the first of "/?#". */
static size_t end_of_host(cr_view rest)
{
    size_t end = 0;
    while (end < rest.size && rest.data[end] != '/' && rest.data[end] != '?' && rest.data[end] != '#')
        end++;
    return end;
}

static void append_host(cr_buf *out, cr_view host, bool is_secure)
{
    cr_view port = is_secure ? CR_VIEW(":443") : CR_VIEW(":80");
    if (cr_view_ends(host, port))
        host.size -= port.size;
    else if (cr_view_ends(host, CR_VIEW(":")))
        host.size--;
    for (size_t i = 0; i < host.size; i++)
        cr_buf_append_byte(out, cr_to_lower(host.data[i]));
}

static void append_query(cr_buf *out, cr_view query)
{
    char before = '?';
    while (query.size) {
        ptrdiff_t and = cr_view_find_byte(query, '&');
        cr_view parameter = and < 0 ? query : cr_view_slice(query, 0, (size_t) and);
        query = and < 0 ? (cr_view){0} : cr_view_slice(query, (size_t) and +1, query.size);
        if (parameter.size == 0 || only_counts(parameter))
            continue;
        cr_buf_append_byte(out, before);
        cr_buf_append(out, parameter);
        before = '&';
    }
}

cr_view cr_archive_address(cr_view address, cr_arena *arena)
{
    cr_view rest = cr_view_trim(address);
    bool is_secure = cr_view_starts_ignoring_case(rest, CR_VIEW("https://"));
    if (!is_secure && !cr_view_starts_ignoring_case(rest, CR_VIEW("http://")))
        return (cr_view){NULL, 0};
    rest = cr_view_slice(rest, is_secure ? 8 : 7, rest.size);
    cr_view host = cr_view_slice(rest, 0, end_of_host(rest));
    rest = cr_view_slice(rest, host.size, rest.size);
    if (host.size == 0)
        return (cr_view){NULL, 0};
    ptrdiff_t fragment = cr_view_find_byte(rest, '#');
    if (fragment >= 0)
        rest.size = (size_t)fragment;
    ptrdiff_t query = cr_view_find_byte(rest, '?');
    cr_view path = query < 0 ? rest : cr_view_slice(rest, 0, (size_t)query);
    cr_buf out = {0};
    cr_buf_append_string(&out, "https://");
    append_host(&out, host, is_secure);
    cr_buf_append(&out, path.size ? path : CR_VIEW("/"));
    if (query >= 0)
        append_query(&out, cr_view_slice(rest, (size_t)query + 1, rest.size));
    cr_view copy = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return copy;
}

static cr_view host_of(cr_view address, cr_arena *arena)
{
    cr_view canonical = cr_archive_address(address, arena), rest = cr_view_slice(canonical, 8, canonical.size);
    return cr_view_slice(rest, 0, end_of_host(rest));
}

bool cr_archive_same_host(cr_view a, cr_view b, cr_arena *arena)
{
    cr_view host = host_of(a, arena);
    return host.size && cr_view_equal(host, host_of(b, arena));
}

cr_view cr_archive_key(const cr_article *article, cr_arena *arena)
{
    cr_view key = cr_archive_address(article->url, arena);
    if (key.size)
        return key;
    cr_buf out = {0};
    if (article->id_is_own && article->id.size) {
        cr_buf_append_string(&out, "id:");
        cr_buf_append(&out, article->source);
        cr_buf_append_byte(&out, ':');
        cr_buf_append(&out, article->id);
    } else {
        cr_buf_append_format(&out, "text:%016llx", (unsigned long long)cr_hash(article->text));
    }
    key = cr_arena_copy(arena, cr_buf_view(&out));
    cr_buf_release(&out);
    return key;
}
