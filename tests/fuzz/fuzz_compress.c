/* Any bytes are gzip, Zstandard or what HTTP calls deflate, or are refused: from a stream comes what comes from memory, up to the block
 * that has a fault. The first byte chooses. */
#include "fuzz.h"

#include "base/limits.h"
#include "format/compress.h"

#include <stdio.h>

static bool one_starts_the_other(cr_view a, cr_view b)
{
    return cr_view_starts(a, b) || cr_view_starts(b, a);
}

static cr_status stream(cr_view bytes, cr_buf *out)
{
    char piece[100];
    size_t got;
    cr_error error = {0};
    cr_status status;
    FILE *file = fmemopen((void *)(uintptr_t)bytes.data, bytes.size, "rb");
    require(file != NULL);
    cr_byte_reader *reader = cr_byte_reader_new(file, "stream");
    while ((status = cr_byte_reader_read(reader, piece, sizeof piece, &got, &error)) == CR_OK && got &&
           out->size < CR_MIB)
        cr_buf_append(out, (cr_view){piece, got});
    require(status == error.status && cr_byte_reader_taken(reader) <= bytes.size);
    cr_byte_reader_free(reader);
    fclose(file);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    cr_view bytes = {(const char *)data + 1, size - 1};
    cr_compression compression = data[0] % 2 ? CR_DEFLATE : cr_compression_of(bytes);
    cr_error error = {0};
    cr_buf whole = {0}, streamed = {0};
    cr_status status = cr_decompress(bytes, compression, CR_MIB, "memory", &whole, &error);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    if (compression != CR_PLAIN && compression != CR_DEFLATE) {
        cr_status again = stream(bytes, &streamed);
        require(whole.size > CR_MIB || status == again);
        require(one_starts_the_other(cr_buf_view(&whole), cr_buf_view(&streamed)));
        require(status != CR_OK || whole.size == streamed.size);
    }
    cr_buf_release(&whole);
    cr_buf_release(&streamed);
    return 0;
}
