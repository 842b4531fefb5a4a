/* Any bytes are a web archive that is read or refused. */
#include "fuzz.h"

#include "base/limits.h"
#include "format/warc.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    FILE *file = fmemopen((void *)(uintptr_t)data, size, "rb");
    require(file != NULL);
    cr_byte_reader *reader = cr_byte_reader_new(file, "archive");
    cr_warc warc;
    cr_warc_page page;
    cr_status status;
    size_t n = 0;
    cr_warc_init(&warc, reader, (cr_view){NULL, 0}, "archive");
    for (;;) {
        cr_error error = {0};
        if (!cr_warc_next(&warc, &page, &status, &error))
            break;
        require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
        require(status || (page.html.size && page.html.size <= CR_MAX_WARC_PAGE));
        require(++n <= size || cr_compression_of((cr_view){(const char *)data, size}) != CR_PLAIN);
    }
    cr_warc_release(&warc);
    cr_byte_reader_free(reader);
    fclose(file);
    return 0;
}
