#include "source/records.h"

#include "base/memory.h"
#include "format/mbox.h"
#include "format/warc.h"

#include <stdlib.h>

enum {
    A_BATCH = 16,
    BATCH_BYTES = 256 * 1024,  // a batch is closed when it holds as much
};

struct cr_record_reader {
    cr_source_format format;
    cr_byte_reader *bytes;
    FILE *file;
    const char *path;
    cr_mbox mbox;
    cr_warc warc;
    cr_arena scratch;  // of the mail under way
};

cr_record_reader *cr_record_reader_new(cr_source_format format, cr_byte_reader *bytes, FILE *file, const char *path,
                                       cr_view first)
{
    cr_record_reader *reader = cr_allocate_zeroed(1, sizeof *reader);
    reader->format = format;
    reader->bytes = bytes;
    reader->file = file;
    reader->path = path;
    if (format == CR_SOURCE_MBOX)
        cr_mbox_init(&reader->mbox, bytes, first, path);
    else
        cr_warc_init(&reader->warc, bytes, first, path);
    return reader;
}

void cr_record_reader_free(cr_record_reader *reader)
{
    if (!reader)
        return;
    cr_mbox_release(&reader->mbox);
    cr_warc_release(&reader->warc);
    cr_arena_release(&reader->scratch);
    cr_byte_reader_free(reader->bytes);
    if (reader->file != stdin)
        fclose(reader->file);
    free(reader);
}

size_t cr_record_reader_taken(const cr_record_reader *reader)
{
    return cr_byte_reader_taken(reader->bytes);
}

static void add_failure(cr_source_batch *batch, const char *path, size_t line, const cr_error *failure)
{
    cr_error *copy = CR_ARENA_NEW(&batch->json.arena, cr_error);
    *copy = *failure;
    batch->items[batch->n_items++] = (cr_source_item){.json = {.path = path, .number = line, .failure = copy}};
}

/* Only what is read of a mail is kept: no attachments. *size grows by its bytes. */
static bool add_mail(cr_record_reader *reader, cr_source_batch *batch, size_t *size)
{
    cr_view bytes;
    cr_error failure = {0};
    cr_status status;
    size_t line;
    if (!cr_mbox_next(&reader->mbox, &bytes, &line, &status, &failure))
        return false;
    cr_mime_message *mail = CR_ARENA_NEW(&batch->json.arena, cr_mime_message);
    cr_arena_clear(&reader->scratch);
    if (!status)
        status = cr_mime_read(bytes, reader->path, &reader->scratch, mail, &failure);
    if (status) {
        failure.line = line;
        add_failure(batch, reader->path, line, &failure);
        return true;
    }
    cr_mime_keep(mail, &batch->json.arena);
    *size += mail->html.body.size + mail->text.body.size;
    batch->items[batch->n_items++] = (cr_source_item){
        .format = CR_SOURCE_EML, .json = {.path = reader->path, .number = line}, .mail = mail};
    return true;
}

static bool add_page(cr_record_reader *reader, cr_source_batch *batch, size_t *size)
{
    cr_warc_page page;
    cr_error failure = {0};
    cr_status status;
    if (!cr_warc_next(&reader->warc, &page, &status, &failure))
        return false;
    if (status) {
        add_failure(batch, reader->path, 0, &failure);
        return true;
    }
    cr_arena *arena = &batch->json.arena;
    *size += page.html.size;
    batch->items[batch->n_items++] = (cr_source_item){
        .format = CR_SOURCE_HTML,
        .json = {.path = reader->path, .line = cr_arena_copy(arena, page.html)},
        .url = cr_arena_copy(arena, page.url),
        .charset = cr_arena_copy(arena, page.charset)};
    return true;
}

bool cr_record_reader_read(cr_record_reader *reader, cr_source_batch *batch)
{
    size_t size = 0;
    bool more = true;
    while (more && batch->n_items < A_BATCH && size < BATCH_BYTES)
        more = reader->format == CR_SOURCE_MBOX ? add_mail(reader, batch, &size) : add_page(reader, batch, &size);
    return batch->n_items > 0;
}
