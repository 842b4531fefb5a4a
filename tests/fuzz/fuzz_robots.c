/* robots.txt, and addresses: the first line is the address, the rest the file. */
#include "fuzz.h"

#include "net/robots.h"
#include "net/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_view rest = {(const char *)data, size}, line;
    cr_robots robots;
    cr_url base, url;
    if (cr_view_next_line(&rest, &line)) {
        cr_robots_read(rest, "courant", &arena, &robots);
        cr_robots_allow(&robots, line, &arena);
        if (cr_url_read(CR_VIEW("http://example.org/a/b?c"), NULL, &arena, &base) == CR_URL_GOOD &&
            cr_url_read(line, &base, &arena, &url) == CR_URL_GOOD)
            cr_robots_allow(&robots, url.target, &arena);
    }
    cr_arena_release(&arena);
    return 0;
}
