/* fetch_probe [OPTION=VALUE]... REQUEST...: fetches and tells what became of each request, a line of JSON each, in the order in
 * which they end. Options: parallel, timeout, max-size, private, contact, authorities, now. A request is an address with what goes
 * with it: "http://...|etag=...|modified=...|secret=...|robots". */
#include "base/memory.h"
#include "format/json_write.h"
#include "net/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool print_result(void *context, const cr_fetch_result *result)
{
    cr_buf *line = context;
    cr_json_writer writer = {.out = line};
    cr_json_begin_object(&writer);
    cr_json_member_string(&writer, "outcome", cr_view_of(cr_fetch_outcome_name(result->outcome)));
    cr_json_member_size(&writer, "status", (size_t)result->http_status);
    cr_json_member_string(&writer, "url", result->url);
    cr_json_member_string(&writer, "final", result->final_url);
    cr_json_member_string(&writer, "moved", result->moved_to);
    cr_json_member_size(&writer, "size", result->body.size);
    cr_json_member_string(&writer, "start", cr_view_slice(result->body, 0, 64));
    cr_json_member_string(&writer, "charset", result->charset);
    cr_json_member_string(&writer, "etag", result->etag);
    cr_json_member_string(&writer, "modified", result->last_modified);
    cr_json_member_size(&writer, "wait", (size_t)result->retry_after);
    cr_json_member_string(&writer, "detail", result->detail);
    cr_json_end_object(&writer);
    puts(line->data);
    cr_buf_clear(line);
    return true;
}

static bool take_option(const char *argument, cr_fetch_options *options)
{
    const char *value = strchr(argument, '=');
    size_t number = 0;
    if (!value || strstr(argument, "://"))
        return false;
    cr_view name = {argument, (size_t)(value - argument)};
    cr_view_to_size(cr_view_of(++value), &number);
    if (cr_view_equal(name, CR_VIEW("parallel")))
        options->parallel = number;
    else if (cr_view_equal(name, CR_VIEW("timeout")))
        options->timeout = number;
    else if (cr_view_equal(name, CR_VIEW("max-size")))
        options->max_size = number;
    else if (cr_view_equal(name, CR_VIEW("private")))
        options->allow_private = number != 0;
    else if (cr_view_equal(name, CR_VIEW("contact")))
        options->contact = value;
    else if (cr_view_equal(name, CR_VIEW("authorities")))
        options->authorities = value;
    else if (cr_view_equal(name, CR_VIEW("now")))
        options->now = (int64_t)number;
    else
        return false;
    return true;
}

static void add_request(cr_fetcher *fetcher, const char *argument)
{
    cr_view rest = cr_view_of(argument);
    cr_fetch_request request = {0};
    for (bool first = true; first || rest.size; first = false) {
        ptrdiff_t bar = cr_view_find_byte(rest, '|');
        cr_view part = cr_view_slice(rest, 0, bar < 0 ? rest.size : (size_t)bar);
        rest = cr_view_slice(rest, part.size + 1, rest.size);
        if (first)
            request.url = part;
        else if (cr_view_equal(part, CR_VIEW("robots")))
            request.ask_robots = true;
        else if (cr_view_starts(part, CR_VIEW("etag=")))
            request.etag = cr_view_slice(part, 5, part.size);
        else if (cr_view_starts(part, CR_VIEW("modified=")))
            request.last_modified = cr_view_slice(part, 9, part.size);
        else if (cr_view_starts(part, CR_VIEW("secret=")))
            request.secret = cr_view_slice(part, 7, part.size);
    }
    cr_fetcher_add(fetcher, &request);
}

int main(int argc, char **argv)
{
    cr_fetch_options options = {0};
    cr_fetcher *fetcher;
    cr_error error = {0};
    cr_buf line = {0};
    int first = 1;
    while (first < argc && take_option(argv[first], &options))
        first++;
    cr_status status = cr_fetcher_new(&options, print_result, &line, &fetcher, &error);
    for (int i = first; i < argc && !status; i++)
        add_request(fetcher, argv[i]);
    if (!status)
        status = cr_fetcher_run(fetcher, &error);
    if (status)
        fprintf(stderr, "fetch_probe: %s\n", error.text);
    cr_fetcher_free(fetcher);
    cr_buf_release(&line);
    return status != CR_OK;
}
