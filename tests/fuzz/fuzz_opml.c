/* Any bytes are a list of feeds that is read or refused; what is read and written is read again as the same. */
#include "fuzz.h"

#include "base/utf8.h"
#include "source/opml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_opml opml, again;
    cr_error error = {0};
    cr_view bytes = {(const char *)data, size};
    cr_status status = cr_opml_read(bytes, "list", &arena, &opml, &error);
    cr_opml_sniff(bytes);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    if (status == CR_OK) {
        cr_buf first = {0}, second = {0};
        cr_opml_write(&opml, &first);
        require(cr_utf8_valid(cr_buf_view(&first)) == first.size);
        require(cr_opml_sniff(cr_buf_view(&first)));
        require(cr_opml_read(cr_buf_view(&first), "list", &arena, &again, NULL) == CR_OK);
        require(again.n_warnings == 0 && again.n_feeds == opml.n_feeds);
        for (size_t i = 0; i < opml.n_feeds; i++)
            require(cr_view_equal(opml.feeds[i].url, again.feeds[i].url));
        cr_opml_write(&again, &second);
        require(cr_view_equal(cr_buf_view(&first), cr_buf_view(&second)) || opml.n_feeds > 0);
        cr_buf_release(&first);
        cr_buf_release(&second);
    }
    cr_arena_release(&arena);
    return 0;
}
