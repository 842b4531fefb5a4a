/* Any bytes are a mail that is read or refused, and so are any bytes a mailbox: what is read lies within its bounds. */
#include "fuzz.h"

#include "base/limits.h"
#include "format/mbox.h"
#include "format/mime_read.h"

#include <stdio.h>
#include <stdlib.h>

static void read_part(const cr_mime_part *part, size_t size)
{
    cr_buf body = {0}, joined = {0};
    if (!part->body.data)
        return;
    require(part->body.size <= size);
    require(cr_mime_decode(part, "mail", &body, NULL) == CR_OK);
    require(body.size <= part->body.size + 3);
    cr_mime_unflow(cr_buf_view(&body), part->delsp, &joined);
    require(joined.size <= 2 * body.size + 2);
    cr_buf_release(&body);
    cr_buf_release(&joined);
}

static void read_mail(cr_view bytes)
{
    cr_arena arena = {0};
    cr_mime_message m;
    cr_error error = {0};
    cr_status status = cr_mime_read(bytes, "mail", &arena, &m, &error);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    cr_mime_sniff(bytes);
    if (status == CR_OK) {
        require(m.html.body.data || m.text.body.data);
        cr_mime_keep(&m, &arena);
        read_part(&m.html, bytes.size);
        read_part(&m.text, bytes.size);
        cr_view name, address, rest = m.subject;
        cr_mime_word word;
        size_t size = 0;
        while (cr_mime_next_word(&rest, &arena, &word))
            size += word.bytes.size;
        require(size <= m.subject.size);
        cr_mime_mailbox(m.from, &arena, &name, &address);
        require(name.size <= m.from.size && address.size <= m.from.size);
    }
    cr_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_view bytes = {(const char *)data, size}, message;
    read_mail(bytes);
    if (size == 0)
        return 0;
    FILE *file = fmemopen((void *)(uintptr_t)data, size, "rb");
    require(file != NULL);
    cr_byte_reader *reader = cr_byte_reader_new(file, "box");
    cr_mbox mbox;
    cr_status status = CR_OK;
    size_t line, last = 0, total = 0;
    cr_mbox_init(&mbox, reader, (cr_view){NULL, 0}, "box");
    while (cr_mbox_next(&mbox, &message, &line, &status, NULL)) {
        require(status || line > last);
        last = line;
        total += message.size;
        if (!status)
            read_mail(message);
    }
    require(total <= size || cr_compression_of(bytes) != CR_PLAIN);
    cr_mbox_release(&mbox);
    cr_byte_reader_free(reader);
    fclose(file);
    return 0;
}
